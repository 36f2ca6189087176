//! A disk in memory for tests: it counts its calls and lets one of them fail, or be the last before
//! the power goes. What is then left is what such a machine would find: names as they were, and of
//! bytes that were not synced as many as the test says.

use super::disk::{Disk, Pending, Standing};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The call at that place fails, and the next one works again.
    Once(u32, io::ErrorKind),
    /// It and all behind it fail.
    From(u32, io::ErrorKind),
    /// From there on nothing happens any more, and what was not synced is lost but for a share.
    Crash(u32, Lost),
}

/// What a crash loses of bytes that were not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Nothing: the program alone was killed.
    None,
    /// The second half.
    Half,
    /// All of them.
    All,
    /// They are there, but hold zeros.
    Zeros,
    /// All of them but those of the journal: disks write in any order.
    AllButJournal,
    /// Zeros, but not in the journal.
    ZerosButJournal,
}

impl Lost {
    /// Every way.
    pub const ALL: [Lost; 6] = [
        Lost::None,
        Lost::Half,
        Lost::All,
        Lost::Zeros,
        Lost::AllButJournal,
        Lost::ZerosButJournal,
    ];
}

#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    synced: usize,
    held: bool,
}

type Content = Arc<Mutex<File>>;

#[derive(Default)]
struct Inner {
    names: BTreeMap<PathBuf, Content>,
    calls: u32,
    fault: Option<Fault>,
    fired: bool,
    short: bool,
}

/// The disk.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Inner>>);

impl Memory {
    /// Puts a file there.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        let file = File { bytes: bytes.to_vec(), synced: bytes.len(), held: false };
        self.inner().names.insert(path.into(), Arc::new(Mutex::new(file)));
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<Vec<u8>> {
        let file = self.inner().names.get(Path::new(path)).cloned();
        file.map(|file| file.lock().unwrap().bytes.clone())
    }

    /// All names.
    pub fn names(&self) -> Vec<String> {
        let names = self.inner();
        names.names.keys().map(|path| path.display().to_string()).collect()
    }

    /// From here on calls count from 1, and this goes wrong; with `short` a write takes a few bytes.
    pub fn arm(&self, fault: Fault, short: bool) {
        let mut inner = self.inner();
        (inner.calls, inner.fault, inner.fired, inner.short) = (0, Some(fault), false, short);
    }

    /// Whether the fault was met.
    pub fn fired(&self) -> bool {
        self.inner().fired
    }

    /// The machine is on again: what a crash lost is lost, nobody holds a file, temporary files lie
    /// about.
    pub fn restart(&self) {
        let mut inner = self.inner();
        let lost = match inner.fault {
            Some(Fault::Crash(_, lost)) if inner.fired => lost,
            _ => Lost::None,
        };
        for (name, file) in &inner.names {
            let journal = name.extension().is_some_and(|end| end == "journal");
            let mut file = file.lock().unwrap();
            let (synced, length) = (file.synced, file.bytes.len());
            match lost {
                Lost::None => {}
                Lost::Half => file.bytes.truncate(synced + (length - synced) / 2),
                Lost::AllButJournal | Lost::ZerosButJournal if journal => {}
                Lost::All | Lost::AllButJournal => file.bytes.truncate(synced),
                Lost::Zeros | Lost::ZerosButJournal => file.bytes[synced..].fill(0),
            }
            file.held = false;
        }
        inner.fault = None;
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap()
    }

    /// Counts a call. `Ok(false)` is one that no longer happens.
    fn call(&self) -> io::Result<bool> {
        let mut inner = self.inner();
        inner.calls += 1;
        let calls = inner.calls;
        let (happens, result) = match inner.fault {
            Some(Fault::Once(n, kind)) if calls == n => (true, Err(kind.into())),
            Some(Fault::From(n, kind)) if calls >= n => (true, Err(kind.into())),
            Some(Fault::Crash(n, _)) if calls >= n => (true, Ok(false)),
            _ => (false, Ok(true)),
        };
        inner.fired |= happens;
        result
    }

    fn file(&self, path: &Path) -> io::Result<Content> {
        self.inner().names.get(path).cloned().ok_or(io::ErrorKind::NotFound.into())
    }

    fn open(&self, path: &Path, content: Content, temporary: bool) -> io::Result<Box<dyn Pending>> {
        let mut file = content.lock().unwrap();
        if file.held {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        file.held = true;
        drop(file);
        Ok(Box::new(Open { disk: self.clone(), path: path.to_owned(), content, temporary }))
    }
}

struct Open {
    disk: Memory,
    path: PathBuf,
    content: Content,
    /// Whether it goes if it is not published.
    temporary: bool,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.content.lock().unwrap().held = false;
        // After a crash nobody tidies up.
        let crashed = {
            let inner = self.disk.inner();
            inner.fired && matches!(inner.fault, Some(Fault::Crash(..)))
        };
        if self.temporary && !crashed {
            self.disk.inner().names.remove(&self.path);
        }
    }
}

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let short = if self.disk.inner().short { 7 } else { usize::MAX };
        let taken = bytes.len().min(short);
        if self.disk.call()? {
            self.content.lock().unwrap().bytes.extend_from_slice(&bytes[..taken]);
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.disk.call().map(|_| ())
    }
}

impl Pending for Open {
    fn sync(&mut self) -> io::Result<()> {
        if self.disk.call()? {
            let mut file = self.content.lock().unwrap();
            file.synced = file.bytes.len();
        }
        Ok(())
    }

    fn publish(mut self: Box<Self>, target: &Path, replace: bool) -> io::Result<()> {
        if !self.disk.call()? {
            return Ok(());
        }
        let mut inner = self.disk.inner();
        if !replace && inner.names.contains_key(target) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let content = inner.names.remove(&self.path).ok_or(io::ErrorKind::NotFound)?;
        inner.names.insert(target.to_owned(), content);
        drop(inner);
        self.temporary = false;
        Ok(())
    }
}

impl Disk for Memory {
    fn standing(&self, path: &Path) -> io::Result<Standing> {
        self.call()?;
        Ok(match self.inner().names.contains_key(path) {
            true => Standing::File,
            false if path == Path::new("d") => Standing::Folder,
            false => Standing::Nothing,
        })
    }

    fn behind(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn may_begin(&self, _: &Path) -> io::Result<()> {
        self.call().map(|_| ())
    }

    fn begin(&self, target: &Path) -> io::Result<Box<dyn Pending>> {
        let happens = self.call()?;
        let path = super::temporary::beside(target, 1);
        if self.file(&path).is_ok_and(|left| left.lock().unwrap().held) {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        let content = Content::default();
        if happens {
            self.inner().names.insert(path.clone(), Arc::clone(&content));
        }
        self.open(&path, content, true)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Pending>> {
        let content = Content::default();
        if self.call()? {
            let mut inner = self.inner();
            if inner.names.contains_key(path) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            inner.names.insert(path.to_owned(), Arc::clone(&content));
        }
        self.open(path, content, false)
    }

    fn go_on(&self, path: &Path, length: u64) -> io::Result<Box<dyn Pending>> {
        let happens = self.call()?;
        let content = match self.file(path) {
            // A file that was never made is written in the dark.
            Err(_) if !happens => Content::default(),
            other => other?,
        };
        let open = self.open(path, Arc::clone(&content), false)?;
        if happens {
            let mut file = content.lock().unwrap();
            file.bytes.truncate(usize::try_from(length).unwrap());
            file.synced = file.synced.min(file.bytes.len());
        }
        Ok(open)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        if !self.call()? {
            return Ok(());
        }
        drop(self.open(path, self.file(path)?, false)?);
        self.inner().names.remove(path);
        Ok(())
    }

    fn read(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        self.call()?;
        let content = self.file(path)?;
        let bytes = content.lock().unwrap().bytes.clone();
        Ok(Box::new(Slow { disk: self.clone(), bytes, at: 0 }))
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        self.call().map(|_| ())
    }
}

/// A file that is read a few bytes at a time.
struct Slow {
    disk: Memory,
    bytes: Vec<u8>,
    at: usize,
}

impl Read for Slow {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.disk.call()?;
        let rest = &self.bytes[self.at..];
        let n = rest.len().min(into.len()).min(4096);
        into[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        Ok(n)
    }
}
