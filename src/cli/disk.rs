//! What is asked of a file system, as a trait: calls flow in, files and errors flow out. All that the
//! program writes to files goes through it, so that tests can let any call fail, be cut short, or be
//! the last one before the power goes.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What stands at a path, links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Nothing,
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A device or a pipe: it is written as it is.
    Device,
    /// A link to nothing.
    DeadLink,
}

/// The few things asked of a file system.
pub trait Disk: Sync {
    /// What is there.
    fn standing(&self, path: &Path) -> io::Result<Standing>;
    /// The path of the file itself, where this is a link to it.
    fn behind(&self, path: &Path) -> io::Result<PathBuf>;
    /// Whether a file could be started beside this target.
    fn may_begin(&self, target: &Path) -> io::Result<()>;
    /// Starts a file beside its target; it is removed if it is not published.
    fn begin(&self, target: &Path) -> io::Result<Box<dyn Pending>>;
    /// Starts a file that nobody else writes under a name that is free; it stays whatever happens.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Pending>>;
    /// Goes on with such a file behind its first so many bytes; what follows them is cut off.
    fn go_on(&self, path: &Path, length: u64) -> io::Result<Box<dyn Pending>>;
    /// Removes such a file, if nobody writes it.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Opens a file to read it.
    fn read(&self, path: &Path) -> io::Result<Box<dyn Read>>;
    /// Makes what happened to names in this folder last.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// A file under way.
pub trait Pending: Write + Send {
    /// Makes its bytes last.
    fn sync(&mut self) -> io::Result<()>;
    /// Gives it its name, in place of what is there only if `replace`.
    fn publish(self: Box<Self>, target: &Path, replace: bool) -> io::Result<()>;
}

/// The folder of a path.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
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

/// A temporary file beside its target.
fn temporary(target: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".backup-sim-").suffix(".part");
    #[cfg(unix)]
    {
        // As any other program would create it; the umask applies.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder(target)).map_err(without_path)
}

/// A file that is kept under a name of its own until it is whole.
struct Named {
    file: File,
    path: PathBuf,
}

impl Named {
    fn open(path: &Path, options: &mut fs::OpenOptions) -> io::Result<Self> {
        let file = options.write(true).open(path)?;
        hold(&file)?;
        Ok(Named { file, path: path.to_owned() })
    }
}

/// Holds a file against another run, as long as it is open. A file system without locks has none.
#[cfg(unix)]
fn hold(file: &File) -> io::Result<()> {
    use rustix::fs::{FlockOperation, flock};
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Err(rustix::io::Errno::WOULDBLOCK) => {
            Err(io::Error::new(io::ErrorKind::ResourceBusy, "another run is writing it"))
        }
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn hold(_: &File) -> io::Result<()> {
    Ok(())
}

impl Write for Named {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Pending for Named {
    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn publish(self: Box<Self>, target: &Path, replace: bool) -> io::Result<()> {
        if replace {
            return fs::rename(&self.path, target);
        }
        let path = tempfile::TempPath::try_from_path(&self.path)?;
        path.persist_noclobber(target).map_err(|failed| {
            // It is to stay.
            let _ = failed.path.keep();
            failed.error
        })
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
    fn standing(&self, path: &Path) -> io::Result<Standing> {
        match fs::metadata(path) {
            Ok(found) if found.is_file() => Ok(Standing::File),
            Ok(found) if found.is_dir() => Ok(Standing::Folder),
            Ok(_) => Ok(Standing::Device),
            Err(e) => match fs::symlink_metadata(path) {
                Ok(_) => Ok(Standing::DeadLink),
                // That a folder is missing, or is a file, is told of the folder.
                Err(_) if e.kind() == io::ErrorKind::NotFound => Ok(Standing::Nothing),
                Err(_) if e.kind() == io::ErrorKind::NotADirectory => Ok(Standing::Nothing),
                Err(_) => Err(e),
            },
        }
    }

    fn behind(&self, path: &Path) -> io::Result<PathBuf> {
        let is_link = fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink());
        if is_link && !is_device(path) { fs::canonicalize(path) } else { Ok(path.to_owned()) }
    }

    fn may_begin(&self, target: &Path) -> io::Result<()> {
        let _none_is_missed = under_way();
        temporary(target).map(drop)
    }

    fn begin(&self, target: &Path) -> io::Result<Box<dyn Pending>> {
        if is_device(target) {
            return Ok(Box::new(Device(fs::OpenOptions::new().write(true).open(target)?)));
        }
        let mut list = under_way();
        let file = temporary(target)?;
        list.push(file.path().to_owned());
        Ok(Box::new(Temporary(file)))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Pending>> {
        Ok(Box::new(Named::open(path, fs::OpenOptions::new().create_new(true))?))
    }

    fn go_on(&self, path: &Path, length: u64) -> io::Result<Box<dyn Pending>> {
        let mut kept = Named::open(path, &mut fs::OpenOptions::new())?;
        kept.file.set_len(length)?;
        kept.file.seek(SeekFrom::End(0))?;
        Ok(Box::new(kept))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let held = Named::open(path, &mut fs::OpenOptions::new())?;
        fs::remove_file(&held.path)
    }

    fn read(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(File::open(path)?))
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
