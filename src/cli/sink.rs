//! Where results go: files that are either whole or not there, and a standard output whose errors
//! are seen. A file is written beside its target, flushed, synced, renamed, and its folder synced;
//! every step goes through [`Disk`], so that tests can let any of them fail.

use super::failure::Failure;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The few things asked of a file system.
pub trait Disk: Sync {
    /// Whether something is there.
    fn exists(&self, path: &Path) -> bool;
    /// Starts a file beside its target.
    fn begin(&self, target: &Path) -> io::Result<Box<dyn Pending>>;
    /// Makes a rename in this folder last.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// A file under way.
pub trait Pending: Write + Send {
    /// Makes its bytes last.
    fn sync(&mut self) -> io::Result<()>;
    /// Gives it its name, in place of what is there only if `replace`.
    fn publish(self: Box<Self>, target: &Path, replace: bool) -> io::Result<()>;
}

/// The machine's file system.
pub struct Machine;

/// Files under way, to be removed if the run is broken off.
static UNDER_WAY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// The list of files under way. Whoever makes or renames one holds it meanwhile, so that none is
/// missed.
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

struct Temporary(tempfile::NamedTempFile);

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.as_file_mut().flush()
    }
}

impl Pending for Temporary {
    fn sync(&mut self) -> io::Result<()> {
        self.0.as_file().sync_all()
    }

    fn publish(self: Box<Self>, target: &Path, replace: bool) -> io::Result<()> {
        let mut list = under_way();
        list.retain(|path| path != self.0.path());
        let persisted =
            if replace { self.0.persist(target) } else { self.0.persist_noclobber(target) };
        persisted.map(|_| ()).map_err(|e| e.error)
    }
}

/// A device or a pipe: there is nothing to rename.
struct Device(File);

impl Write for Device {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Pending for Device {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn publish(self: Box<Self>, _: &Path, _: bool) -> io::Result<()> {
        Ok(())
    }
}

/// Whether it is there and neither a file nor a folder.
pub fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir())
}

impl Disk for Machine {
    fn exists(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok() && !is_device(path)
    }

    fn begin(&self, target: &Path) -> io::Result<Box<dyn Pending>> {
        if is_device(target) {
            return Ok(Box::new(Device(fs::OpenOptions::new().write(true).open(target)?)));
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".backup-sim-").suffix(".part");
        #[cfg(unix)]
        {
            // As any other program would create it; the umask applies.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut list = under_way();
        let file = builder.tempfile_in(folder(target)).map_err(without_path)?;
        list.push(file.path().to_owned());
        Ok(Box::new(Temporary(file)))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
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

fn folder(target: &Path) -> &Path {
    target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

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
        check(disk, path, force)?;
        // A link stays a link: what it leads to is replaced.
        let is_link = fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink());
        let target = if is_link { fs::canonicalize(path) } else { Ok(path.to_owned()) };
        let target = target.map_err(|e| Failure::write(path, e))?;
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

/// Says before any computing that a file cannot be written for a reason that shows already.
pub fn check(disk: &dyn Disk, path: &Path, force: bool) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::write(path, io::ErrorKind::IsADirectory.into()));
    }
    if disk.exists(path) && !force {
        return Err(Failure::Exists(path.to_owned()));
    }
    let folder = folder(path);
    if !folder.is_dir() {
        let what = format!("there is no folder {}", folder.display());
        return Err(Failure::write(path, io::Error::new(io::ErrorKind::NotFound, what)));
    }
    Ok(())
}

/// Writes a whole file.
pub fn write_file(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let mut file = AtomicFile::begin(&Machine, path, force)?;
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

    /// A disk that fails at the n-th call.
    struct Faulty {
        left: u32,
    }

    struct FaultyFile {
        file: Box<dyn Pending>,
        left: u32,
    }

    fn spend(left: &mut u32) -> io::Result<()> {
        *left = left.checked_sub(1).ok_or(io::ErrorKind::StorageFull)?;
        Ok(())
    }

    impl Write for FaultyFile {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            spend(&mut self.left)?;
            // Short writes on the way.
            self.file.write(bytes.get(..bytes.len().min(7)).unwrap_or(bytes))
        }

        fn flush(&mut self) -> io::Result<()> {
            spend(&mut self.left)?;
            self.file.flush()
        }
    }

    impl Pending for FaultyFile {
        fn sync(&mut self) -> io::Result<()> {
            spend(&mut self.left)?;
            self.file.sync()
        }

        fn publish(mut self: Box<Self>, target: &Path, replace: bool) -> io::Result<()> {
            spend(&mut self.left)?;
            self.file.publish(target, replace)
        }
    }

    impl Disk for Faulty {
        fn exists(&self, path: &Path) -> bool {
            Machine.exists(path)
        }

        fn begin(&self, target: &Path) -> io::Result<Box<dyn Pending>> {
            let mut left = self.left;
            spend(&mut left)?;
            Ok(Box::new(FaultyFile { file: Machine.begin(target)?, left }))
        }

        fn sync_folder(&self, folder: &Path) -> io::Result<()> {
            Machine.sync_folder(folder)
        }
    }

    #[test]
    fn whatever_call_fails_the_old_file_stays_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "old").unwrap();
        let text = b"a line that takes several short writes\n";
        let mut successes = 0;
        for calls in 0..20 {
            fs::write(&path, "old").unwrap();
            let disk = Faulty { left: calls };
            let result = AtomicFile::begin(&disk, &path, true).and_then(|mut file| {
                file.write_all(text).map_err(|e| Failure::write(&path, e))?;
                file.finish()
            });
            let found = fs::read(&path).unwrap();
            if result.is_ok() {
                assert_eq!(found, text);
                successes += 1;
            } else {
                assert_eq!(found, b"old", "after {calls} calls");
            }
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "after {calls} calls");
        }
        assert!(successes > 5);
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
