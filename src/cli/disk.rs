//! What is asked of a file system, as a trait: calls flow in, files and errors flow out. All that the
//! program writes to files goes through it, so that tests can let any call fail, be cut short, or be
//! the last one before the power goes.

use super::temporary::Temporary;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

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

/// A file that is kept under a name of its own until it is whole.
struct Named {
    file: File,
    path: PathBuf,
}

impl Named {
    fn open(path: &Path, options: &mut fs::OpenOptions) -> io::Result<Self> {
        let file = options.write(true).open(path)?;
        if lock(&file) == Lock::Others {
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, "another run is writing it"));
        }
        Ok(Named { file, path: path.to_owned() })
    }
}

/// Who holds a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// This run, as long as the file is open.
    Ours,
    /// Another run.
    Others,
    /// Nobody: such a file system has no locks.
    Nobody,
}

/// Holds a file against other runs.
#[cfg(unix)]
pub fn lock(file: &File) -> Lock {
    use rustix::fs::{FlockOperation, flock};
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Lock::Ours,
        Err(rustix::io::Errno::WOULDBLOCK) => Lock::Others,
        Err(_) => Lock::Nobody,
    }
}

/// See above.
#[cfg(not(unix))]
pub fn lock(_: &File) -> Lock {
    Lock::Nobody
}

/// Gives a file its name, in place of what is there only if `replace`; if it cannot be given, the file
/// stays as it is.
pub fn named(path: &Path, target: &Path, replace: bool) -> io::Result<()> {
    if replace {
        return fs::rename(path, target);
    }
    let path = tempfile::TempPath::try_from_path(path)?;
    path.persist_noclobber(target).map_err(|failed| {
        let _ = failed.path.keep();
        failed.error
    })
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
        named(&self.path, target, replace)
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
        Temporary::begin(target).map(drop)
    }

    fn begin(&self, target: &Path) -> io::Result<Box<dyn Pending>> {
        if is_device(target) {
            return Ok(Box::new(Device(fs::OpenOptions::new().write(true).open(target)?)));
        }
        Ok(Box::new(Temporary::begin(target)?))
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
