//! Files that inputs name: a listing, a trace. The library opens none itself; a [`Files`] that the
//! caller gives does, and a [`Shelf`] keeps what was read, parsed, so that each file is read once for
//! a whole batch. Paths flow in, typed values flow out.

use super::draft::Origin;
use super::error::{FILE, FILE_FORMAT, ScenarioError};
use super::fields::{Inputs, id_of};
use crate::edit::FieldId;
use crate::import::{ImportError, listing, trace};
use crate::units::{Code, Kind, Listing, Series, Sizes, Trace};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// Gives the bytes of files.
pub trait Files: Send + Sync {
    /// The bytes of the file at a path.
    ///
    /// # Errors
    /// Why it cannot be read, as the end of a sentence: `no such file`.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

impl Files for BTreeMap<String, Vec<u8>> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.get(path).cloned().ok_or_else(|| "no such file".to_owned())
    }
}

/// Why a file gives no value.
#[derive(Clone, Debug)]
struct Fault {
    code: Code,
    message: String,
}

type Kept<T> = Mutex<HashMap<String, Result<Arc<T>, Fault>>>;

struct Held {
    files: Box<dyn Files>,
    listings: Kept<Sizes>,
    traces: Kept<Series>,
}

/// Files and what was read of them; copies share it. The default holds no files.
#[derive(Clone, Default)]
pub struct Shelf(Option<Arc<Held>>);

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Shelf(..)" } else { "Shelf" })
    }
}

impl Shelf {
    /// Of files.
    pub fn of(files: impl Files + 'static) -> Self {
        let files = Box::new(files);
        let (listings, traces) = (Kept::default(), Kept::default());
        Shelf(Some(Arc::new(Held { files, listings, traces })))
    }

    /// Puts the content of named files into inputs that lack it; every file that gives none is a
    /// fault.
    pub(super) fn fill(
        &self,
        inputs: &mut Inputs,
        origins: &[Origin],
        errors: &mut Vec<ScenarioError>,
    ) {
        let mut fault = |field: FieldId, Fault { code, message }| {
            let origin = origins.get(field.0 as usize).cloned().unwrap_or_default();
            let instead = Vec::new();
            errors.push(ScenarioError::Conflict { code, field, origin, message, instead });
        };
        if let Some(Listing::File { path, items: items @ None }) = &mut inputs.library.listing {
            match self.read(path, |held| &held.listings, listing::read) {
                Ok(read) => *items = Some(read),
                Err(why) => fault(const { id_of("library.listing") }, why),
            }
        }
        if let Some(Trace { path, series: series @ None }) = &mut inputs.link.trace {
            match self.read(path, |held| &held.traces, trace::read) {
                Ok(read) => *series = Some(read),
                Err(why) => fault(const { id_of("link.trace") }, why),
            }
        }
    }

    fn read<T>(
        &self,
        path: &str,
        kept: fn(&Held) -> &Kept<T>,
        parse: fn(&[u8]) -> Result<T, ImportError>,
    ) -> Result<Arc<T>, Fault> {
        let Some(held) = &self.0 else {
            let message = format!("{path} is a file, and no files can be read here");
            return Err(Fault { code: FILE, message });
        };
        let mut kept = kept(held).lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.get(path) {
            return known.clone();
        }
        let read = match held.files.read(path) {
            Ok(bytes) => parse(&bytes)
                .map(Arc::new)
                .map_err(|error| Fault { code: FILE_FORMAT, message: error.at(path) }),
            Err(why) => Err(Fault { code: FILE, message: format!("cannot read {path}: {why}") }),
        };
        kept.insert(path.to_owned(), read.clone());
        read
    }
}

/// The files that inputs name, by field.
pub fn named(inputs: &Inputs) -> Vec<(FieldId, String)> {
    let listing = inputs.library.listing.as_ref().filter(|l| matches!(l, Listing::File { .. }));
    let listing = listing.map(|l| (id_of("library.listing"), l.print()));
    let trace = inputs.link.trace.as_ref().map(|t| (id_of("link.trace"), t.path.clone()));
    listing.into_iter().chain(trace).collect()
}
