//! The files of a batch: flags flow in, names flow out, and what stands in their way.

use crate::cli::disk::{Disk, Standing};
use crate::cli::failure::{ARGUMENTS, Failure, Place, Usage};
use crate::cli::parse::Parsed;
use crate::cli::sink::check;
use std::path::{Path, PathBuf};

/// OUT.csv, OUT.rejects.csv, OUT.summary.json, as far as they are written.
pub struct Files {
    /// The answers; without, they go to standard output.
    pub output: Option<PathBuf>,
    /// The rejected rows.
    pub rejects: Option<PathBuf>,
    /// The summary.
    pub summary: Option<PathBuf>,
}

impl Files {
    /// As the flags say. Beside a device there is no room for files.
    pub fn of(disk: &dyn Disk, output: Option<&Path>, rejects: Option<&Path>) -> Self {
        let device = |path: &Path| disk.standing(path).is_ok_and(|s| s == Standing::Device);
        let beside = |end: &str| Some(output.filter(|o| !device(o))?.with_extension(end));
        Files {
            output: output.map(Path::to_owned),
            rejects: rejects.map(Path::to_owned).or_else(|| beside("rejects.csv")),
            summary: beside("summary.json"),
        }
    }

    /// Those that are written.
    pub fn all(&self) -> impl Iterator<Item = &Path> {
        [&self.output, &self.rejects, &self.summary].into_iter().filter_map(|p| p.as_deref())
    }

    /// Refuses two results in one file, and the input as a result.
    pub fn apart(&self, input: &str) -> Result<(), Failure> {
        let all: Vec<&Path> = self.all().collect();
        for (place, path) in all.iter().enumerate() {
            let twice = all.iter().take(place).any(|other| other == path || same(other, path));
            if twice || path.as_os_str() == "-" {
                let message = "cannot take more than one of answers, rejects and summary";
                return Err(Usage::new(ARGUMENTS, Place::file(path), message)
                    .or("--rejects rejects.csv")
                    .into());
            }
            if input != "-" && same(path, Path::new(input)) {
                let message = "is the input; write the answers to another file";
                return Err(Usage::new(ARGUMENTS, Place::file(path), message).into());
            }
        }
        Ok(())
    }

    /// Says before any computing which of them cannot be written.
    pub fn ready(&self, disk: &dyn Disk, force: bool) -> Result<(), Failure> {
        self.all().try_for_each(|path| check(disk, path, force))
    }

    /// The names of a run that can be gone on with: where both results are files.
    pub fn kept(&self, disk: &dyn Disk) -> Result<Option<KeptFiles>, Failure> {
        let (Some(output), Some(rejects), Some(summary)) =
            (&self.output, &self.rejects, &self.summary)
        else {
            return Ok(None);
        };
        for path in [output, rejects] {
            let found = disk.standing(path).map_err(|e| Failure::write(path, e))?;
            if found == Standing::Device {
                return Ok(None);
            }
        }
        let (output, rejects) = (KeptFile::of(disk, output), KeptFile::of(disk, rejects));
        let journal = longer(&output.target, ".journal");
        Ok(Some(KeptFiles { output, rejects, summary: summary.clone(), journal }))
    }
}

/// The flag that names the output.
pub fn output(parsed: &Parsed) -> Option<&str> {
    let targets: Vec<&str> = ["output", "csv"].iter().filter_map(|f| parsed.text(f)).collect();
    if targets.len() > 1 {
        let message = "-o and --csv mean the same; give one of them";
        parsed.fault(Usage::new(ARGUMENTS, "--csv", message).or("-o OUT.csv"));
    }
    targets.first().copied()
}

fn same(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// A result that is kept beside its place until it is whole.
#[derive(Clone, Debug)]
pub struct KeptFile {
    /// Where it goes.
    pub target: PathBuf,
    /// Where it is until then.
    pub part: PathBuf,
}

impl KeptFile {
    fn of(disk: &dyn Disk, path: &Path) -> Self {
        // A link stays a link; one that leads nowhere is refused elsewhere.
        let target = disk.behind(path).unwrap_or_else(|_| path.to_owned());
        KeptFile { part: longer(&target, ".part"), target }
    }
}

/// The files of a run that can be gone on with.
#[derive(Clone, Debug)]
pub struct KeptFiles {
    /// The answers.
    pub output: KeptFile,
    /// The rejected rows.
    pub rejects: KeptFile,
    /// The summary.
    pub summary: PathBuf,
    /// The journal.
    pub journal: PathBuf,
}

fn longer(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
