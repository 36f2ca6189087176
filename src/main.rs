//! The command line: arguments and files flow in, answers, files and an exit code flow out. All that
//! is asked of the machine (files, streams, threads, signals) is asked here, never in the library.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
