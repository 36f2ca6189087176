//! Long help: what `--help` shows, generated from the table of fields and the flags, with the units and the
//! exit codes below. Subcommands flow in, text of 80 columns flows out; also for the manual page.

use super::args::{Flag, Subcommand};
use super::commands::COMMANDS;
use super::failure::Failure;
use super::help::SHORT;
use backup_sim::report::text::wrap;
use backup_sim::scenario::{Draft, FieldRef, Origin, fields};
use std::process::ExitCode;

/// How values are written, and the exit codes.
pub const UNITS: &str = "
Units
  sizes      40GB 39,8GB 40GiB 512MB      GB counts in thousands, GiB in 1024s
  speeds     3Mbps 0.5Gbps                megabits; 3MB/s is eight times as much
  times      22:00-07:00 11pm-7am 23-7    spans: 8h 8h30 90min 30s 2d
  percent    80% or 80
  others     20W 13Wh 25C yes no

Exit codes
  0    answered, also with no
  1    could not read or write, or a fault of the program
  2    a value or an argument that cannot be understood
  3    a batch finished with rejected rows
  10   only with --exit-code: not done by the deadline
  130  interrupted
  141  the reader of the output has gone
";

const EXAMPLES: &str = "
Examples
  backup-sim estimate --size 40GB --upload 3Mbps
  backup-sim estimate --service icloud-backup --size 40GB --upload 20Mbps
  backup-sim chart states --size 40GB --upload 3Mbps --wifi 22:00-01:00
  backup-sim explain upload
";

/// `--help`.
pub fn long() -> String {
    let mut text = SHORT.to_owned() + "\nCommands\n";
    for command in COMMANDS {
        text += &format!("  {:<12} {}\n", command.name, command.about);
    }
    text + EXAMPLES + UNITS
}

/// `help COMMAND`.
pub fn about(rest: &[String]) -> Result<ExitCode, Failure> {
    let wanted = rest.first().and_then(|name| COMMANDS.iter().find(|c| c.name == name));
    let text = wanted.map_or_else(long, of);
    super::sink::print(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// `COMMAND --help`.
pub fn of(command: &Subcommand) -> String {
    let mut text = format!("{}\nUsage: {}\n", command.about, command.usage);
    let mut heading = "";
    let (defaults, origins) = Draft::default().inputs();
    let own: Vec<&Flag> = command.groups.iter().flat_map(|g| g.iter()).collect();
    if command.fields {
        for field in fields() {
            let Some((first, others)) = field.flags.split_first() else { continue };
            if heading != field.section || text.ends_with("FLAGS]\n") {
                heading = field.section;
                text += &format!("\n{}\n", title(heading));
            }
            let also = others.iter().map(|flag| format!(" --{flag}")).collect::<String>();
            let also = if also.is_empty() { also } else { format!(" Also{also}.") };
            let words = match (field.kind.words)().as_slice() {
                [] => String::new(),
                words => format!(" {}", one_or_more(field, words)),
            };
            // What holds without the flag says more than an example of its kind.
            let default = defaults.print(field.id);
            let by_service = matches!(origins.get(field.id.0 as usize), Some(Origin::Preset(_)));
            let example = match (default.as_str(), field.kind.example) {
                ("" | "absent", "") => String::new(),
                ("" | "absent", _) if !words.is_empty() => String::new(),
                ("" | "absent", example) => format!(" For instance {example}."),
                (default, _) if by_service => format!(" Set by the service; generic: {default}."),
                (default, _) => format!(" Default: {default}."),
            };
            let help = format!("{}{also}{words}{example}", field.help.replace('\n', " "));
            text += &entry(&format!("--{first} {}", field.kind.placeholder), &help);
        }
    }
    if !own.is_empty() {
        text += "\nOther flags\n";
    }
    for flag in own {
        let short = flag.short.map(|c| format!("-{c}, ")).unwrap_or_default();
        let value = flag.value.map(|v| format!(" {v}")).unwrap_or_default();
        text += &entry(&format!("{short}--{}{value}", flag.name), flag.help);
    }
    let rest = command.short.split_once("\n\n").map_or("", |(_, rest)| rest);
    let rest: Vec<String> = rest.split("\n\n").map(beside_flags).collect();
    let rest = rest.iter().map(|part| part.trim_end()).filter(|part| !part.is_empty());
    format!("{text}\n{}\n{}", rest.collect::<Vec<_>>().join("\n\n"), UNITS)
}

/// A paragraph of a short help beside the full list of flags, where the usual ones are not told again:
/// neither they nor the lines that go on with them. A list that a sentence leads to stays whole.
fn beside_flags(paragraph: &str) -> String {
    if paragraph.lines().next().is_some_and(|line| line.ends_with(':') && !line.starts_with(' ')) {
        return paragraph.to_owned();
    }
    let mut of_flag = false;
    let told = |line: &&str| {
        let goes_on = line.starts_with("            ");
        of_flag = line.starts_with("  -") || of_flag && goes_on;
        !of_flag && !line.contains("--help")
    };
    paragraph.lines().filter(told).map(|line| format!("{line}\n")).collect()
}

/// Examples, units and exit codes, for the manual page.
pub fn appendix() -> String {
    format!("{EXAMPLES}{UNITS}")
}

/// The table of units.
pub fn units() -> &'static str {
    UNITS.split("\nExit codes").next().unwrap_or(UNITS)
}

/// The words of a field as a sentence.
fn one_or_more(field: &FieldRef, words: &[(&str, &str)]) -> String {
    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    match field.kind.placeholder {
        "WORDS" => format!("Any of: {}; or nothing.", words.join(", ")),
        _ => format!("One of: {}.", words.join(", ")),
    }
}

/// A section as a heading.
pub fn title(section: &str) -> String {
    match section {
        "" => "Case".to_owned(),
        _ => {
            let mut chars = section.chars();
            chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect()
        }
    }
}

fn entry(flag: &str, help: &str) -> String {
    let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = format!("  {flag}\n");
    for line in wrap(&words, 70) {
        text += &format!("          {line}\n");
    }
    text
}
