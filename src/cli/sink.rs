//! Where results go: files that are either whole or not there, and a standard output whose errors
//! are seen. A file is written beside its target, flushed, synced, renamed, and its folder synced;
//! every step goes through a [`Disk`].

use super::disk::{Disk, Machine, Pending, Standing, folder};
use super::failure::Failure;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that appears under its name once it is whole.
pub struct AtomicFile<'d> {
    disk: &'d dyn Disk,
    shown: PathBuf,
    target: PathBuf,
    replace: bool,
    pending: Box<dyn Pending>,
}

impl<'d> AtomicFile<'d> {
    /// Starts a file. A file that is there already is refused unless `force`.
    pub fn begin(disk: &'d dyn Disk, path: &Path, force: bool) -> Result<Self, Failure> {
        let target = standing(disk, path, force)?;
        let pending = disk.begin(&target).map_err(|e| Failure::write(path, e))?;
        Ok(AtomicFile { disk, shown: path.to_owned(), target, replace: force, pending })
    }

    /// Gives the whole file its name.
    pub fn finish(mut self) -> Result<(), Failure> {
        let fail = |e| Failure::write(&self.shown, e);
        self.pending.flush().map_err(fail)?;
        self.pending.sync().map_err(fail)?;
        self.pending.publish(&self.target, self.replace).map_err(fail)?;
        self.disk.sync_folder(folder(&self.target)).map_err(fail)
    }
}

impl Write for AtomicFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pending.flush()
    }
}

/// Says why a file cannot be written, as far as what stands there shows it. Gives the path of the file
/// itself: a link stays a link, and what it leads to is replaced.
fn standing(disk: &dyn Disk, path: &Path, force: bool) -> Result<PathBuf, Failure> {
    let fail = |e| Failure::write(path, e);
    let said = |kind, what: String| Err(fail(io::Error::new(kind, what)));
    if path.as_os_str().is_empty() {
        return said(io::ErrorKind::InvalidInput, "the name is empty; name a file".to_owned());
    }
    if path.as_os_str().as_encoded_bytes().ends_with(b"/") {
        return Err(fail(io::ErrorKind::IsADirectory.into()));
    }
    match disk.standing(path).map_err(fail)? {
        Standing::Folder => return Err(fail(io::ErrorKind::IsADirectory.into())),
        Standing::File if !force => return Err(Failure::Exists(path.to_owned())),
        Standing::DeadLink => {
            let what = "that is a link that leads nowhere; name a file".to_owned();
            return said(io::ErrorKind::NotFound, what);
        }
        Standing::Device => return Ok(path.to_owned()),
        Standing::File | Standing::Nothing => {}
    }
    let folder = folder(path);
    if disk.standing(folder).map_err(fail)? != Standing::Folder {
        let what = format!("there is no folder {}", folder.display());
        return said(io::ErrorKind::NotFound, what);
    }
    disk.behind(path).map_err(fail)
}

/// Says before any computing that a file cannot be written.
pub fn check(disk: &dyn Disk, path: &Path, force: bool) -> Result<(), Failure> {
    let target = standing(disk, path, force)?;
    if disk.standing(path).is_ok_and(|found| found == Standing::Device) {
        return Ok(());
    }
    disk.may_begin(&target).map_err(|e| Failure::write(path, e))
}

/// Says before any computing that a folder for files cannot be made or written. It is not made yet.
#[cfg(feature = "charts")]
pub fn check_folder(disk: &dyn Disk, path: &Path) -> Result<(), Failure> {
    let fail = |e| Failure::write(path, e);
    for above in path.ancestors() {
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        match disk.standing(above).map_err(fail)? {
            Standing::Nothing => {}
            Standing::Folder => return disk.may_begin(&above.join("file")).map_err(fail),
            _ => {
                let what = format!("{} is no folder", above.display());
                return Err(fail(io::Error::new(io::ErrorKind::NotADirectory, what)));
            }
        }
    }
    Ok(())
}

/// Writes a whole file.
pub fn write_file(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    write_file_on(&Machine, path, bytes, force)
}

/// Writes a whole file on a disk.
pub fn write_file_on(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    force: bool,
) -> Result<(), Failure> {
    let mut file = AtomicFile::begin(disk, path, force)?;
    file.write_all(bytes).map_err(|e| Failure::write(path, e))?;
    file.finish()
}

/// Writes to standard output and makes sure that it arrived.
pub fn print(text: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text).and_then(|()| out.flush()).map_err(Failure::stdout)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn whatever_call_fails_the_old_file_stays_whole_and_nothing_else_is_left() {
        use crate::cli::memory::{Fault, Lost, Memory};
        let path = Path::new("d/out.csv");
        let text = b"a line that takes several short writes\n";
        let faults: [fn(u32) -> Fault; 4] = [
            |n| Fault::Once(n, io::ErrorKind::StorageFull),
            |n| Fault::Once(n, io::ErrorKind::Interrupted),
            |n| Fault::From(n, io::ErrorKind::StorageFull),
            |n| Fault::Crash(n, Lost::All),
        ];
        for fault in faults {
            for n in 1.. {
                let (fault, disk) = (fault(n), Memory::default());
                disk.put("d/out.csv", b"old");
                disk.arm(fault, true);
                let result = write_file_on(&disk, path, text, true);
                let found = disk.get("d/out.csv").unwrap();
                let new = found == text;
                assert!(new || found == b"old", "{fault:?}");
                let crashed = matches!(fault, Fault::Crash(..));
                if result.is_ok() {
                    assert!(new || crashed, "{fault:?}");
                } else {
                    let named = matches!(&result, Err(Failure::Write(at, _)) if at == path);
                    assert!(named, "{fault:?}: {result:?}");
                }
                assert!(crashed || disk.names() == ["d/out.csv"], "{fault:?}: {:?}", disk.names());
                if !disk.fired() {
                    assert!(new && n > 8, "{n}");
                    break;
                }
            }
        }
    }

    #[test]
    fn a_file_that_is_there_is_refused_without_force() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "old").unwrap();
        assert!(matches!(write_file(&path, b"new", false), Err(Failure::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert!(write_file(&path, b"new", true).is_ok());
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert!(write_file(&link, b"new", true).is_ok());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
