//! What a backup is worth on the day it is needed: one page for `explain restore`.

/// The page. Vendors' facts collected 2026-11-23.
pub const RESTORE: &str = "\
restore: what a backup is worth on the day it is needed

What is safe in the morning is not what was sent. iCloud Backup and backups to a
computer can be restored only once they are complete (assumed, from how they
end); photo services keep every item that is up. Each answer in JSON tells both:
by_first_morning and safe_first_morning. service.commit sets it: whole or item.

A phone can take over only the backup of a system that is not newer than its
own. Update the new phone first; else the restore may fail although the backup
was in order.

Backups do not last for ever. iCloud keeps one for 180 days after the backup was
switched off or last used (iCloud User Guide). Google deletes one after 57 days
without use (support.google.com, an older page).

An open backup counts for nothing: a phone that is lost in night 3 of 4 has only
its last complete one. A second copy on a computer is done within the hour:

  backup-sim estimate --service computer-usb2 --size 40GB
";
