//! Files that stand beside their targets until they are whole. A target flows in, a file under way
//! flows out. Its name tells of the target, and a lock on it of the run that writes it: what a killed
//! run has left is removed by the next one that writes the same target, and never piles up; what a
//! live run writes is left alone, and a second run beside it takes the next name.

use super::disk::{Lock, Pending, folder, lock, named};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many runs may write the same target at once under names that tell of it.
const MOST: u32 = 9;

/// Of the target's name so many bytes at most: a name may have 255, on some disks 143.
const LONGEST: usize = 100;

/// Another run may tidy up the same name at the same moment, so often at most.
const TRIES: u32 = 20;

/// Files under way, to be removed if the run is broken off.
static UNDER_WAY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// The list of files under way. Whoever makes, renames or removes one holds it meanwhile, so that
/// none is missed, and none of another run is taken for it.
fn under_way() -> MutexGuard<'static, Vec<PathBuf>> {
    UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what is under way; called once, before the process ends by a signal. While the result is
/// kept, no other file can be started or published.
pub fn discard_all() -> impl Sized {
    let mut list = under_way();
    for path in list.drain(..) {
        let _ = fs::remove_file(path);
    }
    list
}

/// A file beside its target; it is removed if it is not published. The lock goes with the file.
pub struct Temporary {
    file: File,
    path: PathBuf,
    is_published: bool,
}

impl Temporary {
    /// Starts a file beside its target, and removes what killed runs of the same target have left.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn begin(target: &Path) -> io::Result<Self> {
        let mut list = under_way();
        let begun = (1..=MOST).find_map(|number| begun(target, number).transpose());
        let (file, path) = begun.unwrap_or_else(|| nameless(target))?;
        list.push(path.clone());
        for number in 1..=MOST {
            let other = beside(target, number);
            if other != path {
                tidy(&other);
            }
        }
        Ok(Temporary { file, path, is_published: false })
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_published {
            let mut list = under_way();
            // Nobody else has the name while the lock is held.
            let _ = fs::remove_file(&self.path);
            list.retain(|path| *path != self.path);
        }
    }
}

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Pending for Temporary {
    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_all()
    }

    fn publish(mut self: Box<Self>, target: &Path, replace: bool) -> io::Result<()> {
        let mut list = under_way();
        named(&self.path, target, replace)?;
        self.is_published = true;
        list.retain(|path| *path != self.path);
        Ok(())
    }
}

/// The name for a target's file, hidden, the first or another one.
pub fn beside(target: &Path, number: u32) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    // Long names that begin alike share it; the lock tells them apart.
    let name = &name[..end];
    let number = if number == 1 { String::new() } else { format!(".{number}") };
    folder(target).join(format!(".{name}.backup-sim{number}.part"))
}

/// Makes the file of that name and holds it; nothing if a live run has it.
fn begun(target: &Path, number: u32) -> io::Result<Option<(File, PathBuf)>> {
    let path = beside(target, number);
    for _ in 0..TRIES {
        match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
            // Before it was held, another run may have taken it for a killed one's.
            Ok(file) if lock(&file) == Lock::Others || !is_at(&file, &path) => {}
            Ok(file) => return Ok(Some((file, path))),
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
            Err(_) if !tidy(&path) => return Ok(None),
            Err(_) => {}
        }
    }
    Ok(None)
}

/// Removes what a killed run has left under this name, and says whether the name is free. What has
/// been left may be the target itself under a second name, so nothing is ever written into it.
fn tidy(path: &Path) -> bool {
    let is_gone = |e: io::Error| e.kind() == io::ErrorKind::NotFound;
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => {}
        Ok(_) => return false,
        Err(e) => return is_gone(e),
    }
    match fs::OpenOptions::new().write(true).open(path) {
        Ok(file) if lock(&file) != Lock::Ours => false,
        Ok(file) => !is_at(&file, path) || fs::remove_file(path).is_ok(),
        Err(e) => is_gone(e),
    }
}

/// A file under a name that nobody else has, for disks without locks that are full of names, and for
/// the tenth run at once.
fn nameless(target: &Path) -> io::Result<(File, PathBuf)> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".backup-sim-").suffix(".part");
    #[cfg(unix)]
    {
        // As any other program would create it; the umask applies.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder(target)).map_err(without_path)?;
    file.keep().map_err(|failed| without_path(failed.error))
}

/// Whether the file is still what stands at the path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(ours), Ok(found)) = (file.metadata(), fs::symlink_metadata(path)) else { return false };
    (ours.dev(), ours.ino()) == (found.dev(), found.ino())
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// The error of the system itself: the name of a temporary file says nothing to anyone.
fn without_path(error: io::Error) -> io::Error {
    let source = error.get_ref().and_then(|inner| inner.source());
    let code = source.and_then(|e| e.downcast_ref::<io::Error>()).and_then(|e| e.raw_os_error());
    match code.or(error.raw_os_error()) {
        Some(code) => io::Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &tempfile::TempDir) -> Vec<String> {
        let entries = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn published(mut file: Temporary, target: &Path, bytes: &[u8]) {
        file.write_all(bytes).unwrap();
        Box::new(file).publish(target, true).unwrap();
    }

    #[test]
    fn what_killed_runs_left_goes_with_the_next_run_into_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        for left in [".out.csv.backup-sim.part", ".out.csv.backup-sim.3.part"] {
            fs::write(folder.path().join(left), "half").unwrap();
        }
        fs::write(folder.path().join(".in.csv.backup-sim.part"), "another one's").unwrap();
        published(Temporary::begin(&target).unwrap(), &target, b"whole");
        assert_eq!(names(&folder), [".in.csv.backup-sim.part", "out.csv"]);
        assert_eq!(fs::read(&target).unwrap(), b"whole");
    }

    #[test]
    fn a_run_that_was_killed_between_two_names_of_its_file_costs_it_no_byte() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        fs::write(&target, "whole").unwrap();
        fs::hard_link(&target, folder.path().join(".out.csv.backup-sim.part")).unwrap();
        drop(Temporary::begin(&target).unwrap());
        assert_eq!(names(&folder), ["out.csv"]);
        assert_eq!(fs::read(&target).unwrap(), b"whole");
    }

    #[test]
    fn runs_that_write_one_file_at_once_each_end_with_a_whole_one() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        let mut runs: Vec<Temporary> =
            (0..12).map(|_| Temporary::begin(&target).unwrap()).collect();
        for run in &mut runs {
            run.write_all(b"wh").unwrap();
        }
        // A look ahead leaves them all alone.
        drop(Temporary::begin(&target).unwrap());
        for run in runs {
            published(run, &target, b"ole");
            assert_eq!(fs::read(&target).unwrap(), b"whole");
        }
        assert_eq!(names(&folder), ["out.csv"]);
    }

    #[test]
    fn runs_that_begin_and_end_all_the_time_never_meet_in_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        std::thread::scope(|scope| {
            for run in 0..4u8 {
                let target = &target;
                scope.spawn(move || {
                    for turn in 0..200 {
                        // Each thread is held back by no other, as a process of its own would be.
                        let (file, path) = loop {
                            let found = (1..=MOST).find_map(|n| begun(target, n).transpose());
                            if let Some(found) = found {
                                break found.unwrap();
                            }
                        };
                        let mut file = Temporary { file, path, is_published: false };
                        file.write_all(&[run; 3]).unwrap();
                        if turn % 3 == 0 {
                            drop(file);
                            continue;
                        }
                        published(file, target, &[run; 4]);
                        let found = fs::read(target).unwrap();
                        assert!(found.len() == 7 && found.iter().all(|b| *b == found[0]));
                    }
                });
            }
        });
        assert_eq!(names(&folder), ["out.csv"]);
    }

    #[test]
    fn what_stands_under_the_name_and_is_no_file_of_ours_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        let other = folder.path().join("other");
        fs::write(&other, "old").unwrap();
        std::os::unix::fs::symlink(&other, folder.path().join(".out.csv.backup-sim.part")).unwrap();
        fs::create_dir(folder.path().join(".out.csv.backup-sim.2.part")).unwrap();
        published(Temporary::begin(&target).unwrap(), &target, b"whole");
        assert_eq!(fs::read(&other).unwrap(), b"old");
        assert_eq!(names(&folder).len(), 4);
    }

    #[test]
    fn a_long_name_is_shortened_where_a_letter_ends() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["x".repeat(255), "\u{e4}".repeat(127), format!("x{}", "\u{1f4f1}".repeat(63))]
        {
            let target = folder.path().join(&name);
            let file = Temporary::begin(&target).unwrap();
            let taken = file.path.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(taken.len() <= LONGEST + 20 && taken.ends_with(".backup-sim.part"), "{taken}");
            published(file, &target, b"whole");
        }
    }
}
