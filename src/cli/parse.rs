//! From raw arguments to a draft and options. Clap finds the flags; every fault is collected, so that
//! one run tells all of them.

use super::args::Subcommand;
use super::arguments::matches;
use super::failure::{ARGUMENTS, Failure, NUMBER, Place, READ, Usage};
use backup_sim::report::format::{ClockStyle, inert};
use backup_sim::scenario::{Draft, Origin, Scenario, ScenarioError, Shelf, find, toml};
use backup_sim::study::risk;
use backup_sim::units::{Kind, Span};
use clap::ArgMatches;
use clap::parser::ValueSource;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest scenario file that is read.
pub const MAX_FILE: u64 = 1 << 20;
/// The fewest trials that are run, if any, and the most.
pub const TRIALS: (u64, u64) = (10, 1_000_000);
/// The most threads.
pub const THREADS: u64 = 1024;

/// What was typed, as far as it could be read.
pub struct Parsed {
    matches: ArgMatches,
    draft: Draft,
    /// The second case of a comparison: another scenario file under the same flags.
    #[cfg_attr(not(feature = "charts"), expect(dead_code, reason = "only drawings compare"))]
    second: Option<Draft>,
    /// What was typed for fields, in order, where each may hold several values.
    typed: Vec<Typed>,
    faults: std::cell::RefCell<Vec<Usage>>,
}

/// What was typed for one field.
pub struct Typed {
    /// Its key or flag.
    pub name: String,
    /// The value, or the range or list of values.
    pub text: String,
    /// The flag as it is told, `--set link.upload`.
    pub shown: String,
}

impl Parsed {
    /// Reads the arguments behind a subcommand.
    ///
    /// # Errors
    /// A scenario file that cannot be read. All else is kept for [`Parsed::check`].
    pub fn of(command: &'static Subcommand, args: &[String]) -> Result<Self, Failure> {
        let mut faults = Vec::new();
        let matches = matches(command, args.to_vec(), &mut faults);
        let has = |id: &str| matches.ids().any(|known| known == id);
        let mut draft = empty(&matches, has("strict-units"));
        let compared = has("compare") && matches.get_flag("compare");
        let mut second = None;
        for (i, path) in list(&matches, "scenario", has("scenario")).into_iter().enumerate() {
            // Compared files are a case each; else the later one lies on top.
            let draft = match compared && i > 0 {
                true => second.insert(empty(&matches, has("strict-units"))),
                false => &mut draft,
            };
            match read_scenario(path) {
                Ok(text) => toml::apply(draft, path, &text),
                Err(Ok(usage)) => faults.push(usage),
                Err(Err(error)) => return Err(Failure::Read(PathBuf::from(path), error)),
            }
        }
        let mut drafts: Vec<&mut Draft> = vec![&mut draft];
        drafts.extend(second.as_mut());
        let typed = in_order(command, &matches);
        let mut several = Vec::new();
        let mut put = |name: &str, text: &str, shown: String| {
            if command.several {
                several.push(Typed { name: name.to_owned(), text: text.to_owned(), shown });
                return;
            }
            for draft in &mut drafts {
                draft.set(name, text, Origin::Flag(shown.clone()));
            }
        };
        for (place, &(_, flag, text)) in typed.iter().enumerate() {
            let before = typed.iter().take(place).find(|other| other.1 == flag && flag != "set");
            if let Some((.., first)) = before.filter(|(.., first)| *first != text) {
                faults.push(given_twice(flag, first, text));
                continue;
            }
            match flag {
                "set" => match text.split_once('=') {
                    Some((key, value)) => put(key.trim(), value, format!("--set {}", key.trim())),
                    None => faults.push(
                        Usage::new(ARGUMENTS, "--set", format!("\"{}\" has no =", inert(text)))
                            .or("--set link.upload=3Mbps"),
                    ),
                },
                field => put(field, text, format!("--{field}")),
            }
        }
        if has("manual") && matches.get_flag("manual") {
            for draft in &mut drafts {
                draft.set("service.start", "manual", Origin::Flag("--manual".to_owned()));
            }
        }
        if let Some((name, true)) = command.positional
            && !has("positional")
            && faults.is_empty()
        {
            faults.push(Usage::new(ARGUMENTS, name, "is missing").or(command.usage));
        }
        Ok(Parsed { matches, draft, second, typed: several, faults: faults.into() })
    }

    /// The draft of the scenario.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// What was typed for fields, in order, by a command that takes several values for each; of others
    /// it is in the draft.
    pub fn fields_typed(&self) -> &[Typed] {
        &self.typed
    }

    /// Whether something is wrong with the command line.
    pub fn is_faulty(&self) -> bool {
        !self.faults.borrow().is_empty()
    }

    /// The failure of what is wrong with the command line and of faults found by a command.
    pub fn failed(&self, errors: Vec<ScenarioError>) -> Failure {
        Failure::Input(self.faults.borrow().clone(), errors, Box::new(self.draft.clone()))
    }

    /// Builds the scenario, and tells everything that is wrong with the command line at once. Call
    /// it after all options were looked at.
    pub fn build(&self) -> Result<Scenario, Failure> {
        self.build_with(|_| ())
    }

    /// Builds the second case of a comparison; `None` where there is none.
    ///
    /// # Errors
    /// What is wrong with it that is not wrong with the command line.
    #[cfg(feature = "charts")]
    pub fn build_second(&self) -> Result<Option<Scenario>, Failure> {
        let Some(draft) = self.second.clone() else { return Ok(None) };
        let failed = |errors| Failure::Input(Vec::new(), errors, Box::new(draft.clone()));
        draft.clone().build().map(Some).map_err(failed)
    }

    /// All texts given for a flag.
    #[cfg(feature = "charts")]
    pub fn texts(&self, name: &str) -> Vec<&str> {
        list(&self.matches, name, self.has(name))
    }

    /// As [`Parsed::build`], with something put in that was not typed.
    pub fn build_with(&self, put: impl FnOnce(&mut Draft)) -> Result<Scenario, Failure> {
        let usage = self.faults.borrow().clone();
        let mut draft = self.draft.clone();
        put(&mut draft);
        match draft.build() {
            Ok(scenario) if usage.is_empty() => Ok(scenario),
            Ok(_) => Err(Failure::Input(usage, Vec::new(), Box::default())),
            Err(mut errors) => {
                // What was mistyped is told as that, not as missing once more.
                let meant = |u: &Usage| {
                    let place = u.place.to_string();
                    let texts = std::iter::once(&place).chain(&u.instead);
                    let mut names = texts.filter_map(|t| t.strip_prefix("--"));
                    names.find_map(|name| find(name.split([' ', '=']).next()?)).map(|f| f.id)
                };
                let mistyped: Vec<_> = usage.iter().filter_map(meant).collect();
                errors.retain(
                    |e| !matches!(e, ScenarioError::Missing { field } if mistyped.contains(field)),
                );
                Err(Failure::Input(usage, errors, Box::new(self.draft.clone())))
            }
        }
    }

    /// Tells what is wrong with the command line, without asking for a whole scenario.
    pub fn check(&self) -> Result<(), Failure> {
        let usage = self.faults.borrow().clone();
        let errors = self.draft.faults().to_vec();
        if usage.is_empty() && errors.is_empty() {
            return Ok(());
        }
        Err(Failure::Input(usage, errors, Box::new(self.draft.clone())))
    }

    fn has(&self, id: &str) -> bool {
        self.matches.ids().any(|known| known == id)
    }

    /// A switch.
    pub fn switch(&self, name: &str) -> bool {
        self.has(name) && self.matches.get_flag(name)
    }

    /// The flags given that are about one case, as typed: fields, their sources and random trials.
    #[cfg(feature = "charts")]
    pub fn of_a_case(&self) -> Vec<String> {
        const OTHERS: [&str; 8] =
            ["scenario", "set", "strict-units", "manual", "trials", "seed", "row", "threads"];
        let typed = |id: &&str| self.matches.value_source(id) == Some(ValueSource::CommandLine);
        let ids = self.matches.ids().map(clap::Id::as_str).filter(typed);
        let mut found: Vec<String> = ids
            .filter(|id| OTHERS.contains(id) || find(id).is_some())
            .map(|id| format!("--{id}"))
            .collect();
        found.sort();
        found
    }

    /// Flags as typed, with their texts, in the order typed; a switch has none.
    pub fn typed(&self) -> Vec<(String, Option<String>)> {
        let mut found = Vec::new();
        let ids = self.matches.ids().map(clap::Id::as_str);
        let given = ids.filter(|id| {
            self.matches.value_source(id) == Some(ValueSource::CommandLine)
                && !matches!(*id, "positional" | "second" | "help")
        });
        for id in given {
            let places = self.matches.indices_of(id).into_iter().flatten();
            let texts = self.matches.try_get_many::<String>(id).ok().flatten();
            match texts {
                Some(texts) => {
                    let texts = texts.map(|text| Some(text.clone()));
                    found.extend(places.zip(texts).map(|(at, text)| (at, id.to_owned(), text)));
                }
                None => found.extend(places.last().map(|at| (at, id.to_owned(), None))),
            }
        }
        found.sort();
        found.into_iter().map(|(_, id, text)| (id, text)).collect()
    }

    /// The last text given for a flag.
    pub fn text(&self, name: &str) -> Option<&str> {
        list(&self.matches, name, self.has(name)).last().copied()
    }

    /// Adds a fault found by a command.
    pub fn fault(&self, usage: Usage) {
        self.faults.borrow_mut().push(usage);
    }

    /// A whole number, in a range.
    pub fn number(&self, name: &str, default: u64, allowed: fn(u64) -> bool, range: &str) -> u64 {
        let Some(text) = self.text(name) else { return default };
        match text.parse::<u64>() {
            Ok(number) if text.bytes().all(|b| b.is_ascii_digit()) && allowed(number) => number,
            _ => {
                let message = format!("\"{}\" is not {range}", inert(text));
                let flag = format!("--{name}");
                self.fault(Usage::new(NUMBER, &flag, message).or(format!("{flag} {default}")));
                default
            }
        }
    }

    /// How many trials: 0, or 10 to 1,000,000.
    pub fn trials(&self, default: u64) -> u64 {
        let allowed = |n| n == 0 || (TRIALS.0..=TRIALS.1).contains(&n);
        self.number("trials", default, allowed, "0 or a whole number from 10 to 1000000")
    }

    /// How many threads for so many trials: 1 to 1,024.
    pub fn threads_for(&self, trials: u64) -> usize {
        // To ask the machine takes eighteen calls.
        if risk::threads_for(trials) == 1 && !self.has("threads") { 1 } else { self.threads() }
    }

    /// How many threads: 1 to 1,024.
    pub fn threads(&self) -> usize {
        if !self.has("threads") {
            return std::thread::available_parallelism().map_or(1, usize::from).min(1024);
        }
        let allowed = |n| (1..=THREADS).contains(&n);
        let threads = self.number("threads", 1, allowed, "a whole number from 1 to 1024");
        usize::try_from(threads).unwrap_or(1)
    }

    /// The seed and the row of random numbers.
    pub fn seed_and_row(&self) -> (u64, u64) {
        let seed = self.number("seed", 1, |_| true, "a whole number from 0");
        // The id of a row of a table, which may be 0 where the table has it so.
        (seed, self.number("row", 1, |_| true, "a whole number from 0"))
    }

    /// How clock times are written.
    pub fn clock(&self) -> ClockStyle {
        match self.text("clock") {
            Some("12h") => ClockStyle::H12,
            _ => ClockStyle::H24,
        }
    }

    /// A span of more than zero.
    pub fn span(&self, name: &str) -> Option<Span> {
        let text = self.text(name)?;
        let flag = format!("--{name}");
        match Span::read(text) {
            Ok(reading) if reading.value > Span::ZERO => Some(reading.value),
            Ok(_) => {
                let usage = Usage::new(NUMBER, &flag, "a step of zero").or(format!("{flag} 5min"));
                self.fault(usage);
                None
            }
            Err(error) => {
                self.fault(Usage::unreadable(&flag, &error));
                None
            }
        }
    }
}

/// A draft that nothing was put into.
fn empty(matches: &ArgMatches, knows_strict: bool) -> Draft {
    let mut draft = Draft::new();
    draft.read_from(Shelf::of(super::source::Disk));
    if knows_strict && matches.get_flag("strict-units") {
        draft.be_strict();
    }
    draft
}

fn list<'m>(matches: &'m ArgMatches, id: &str, known: bool) -> Vec<&'m str> {
    let values = known.then(|| matches.get_many::<String>(id)).flatten();
    values.into_iter().flatten().map(String::as_str).collect()
}

/// One flag with two values: which one counts is not ours to say.
fn given_twice(flag: &str, first: &str, second: &str) -> Usage {
    let shown = format!("--{flag}");
    let message = format!("is given twice: {} and {}", inert(first), inert(second));
    let usage = Usage::new(ARGUMENTS, &shown, message.clone());
    match flag {
        "service" | "preset" => Usage::new(
            ARGUMENTS,
            &shown,
            format!("{message}; one is asked about, the other is an upload beside it"),
        )
        .or(format!("{shown} {} --rivals '1 flows'", inert(first)))
        .or(format!("{shown} {} --rivals '1 flows'", inert(second))),
        _ => usage.or(format!("{shown} {}", inert(second))),
    }
}

/// Fields and `--set` in the order typed, so that the last one wins.
fn in_order<'m>(command: &Subcommand, matches: &'m ArgMatches) -> Vec<(usize, &'m str, &'m str)> {
    let mut found = Vec::new();
    for id in matches.ids().map(clap::Id::as_str) {
        let own = || command.groups.iter().flat_map(|g| g.iter()).any(|flag| flag.name == id);
        if id != "set" && (matches!(id, "positional" | "second" | "help") || own()) {
            continue;
        }
        let indices = matches.indices_of(id).into_iter().flatten();
        let values = matches.get_many::<String>(id).into_iter().flatten();
        found.extend(indices.zip(values).map(|(index, text)| (index, id, text.as_str())));
    }
    found.sort_by_key(|&(index, ..)| index);
    found
}

pub fn read_scenario(path: &str) -> Result<String, Result<Usage, std::io::Error>> {
    let file = std::fs::File::open(path).map_err(Err)?;
    let mut bytes = Vec::new();
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(Err)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(Ok(Usage::new(
            READ,
            Place::file(Path::new(path)),
            "is larger than 1 MiB; no scenario is",
        )));
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).to_vec();
    String::from_utf8(text).map_err(|_| {
        Ok(Usage::new(READ, Place::file(Path::new(path)), "is not UTF-8; save it as UTF-8"))
    })
}
