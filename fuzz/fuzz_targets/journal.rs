//! Made-up bytes for `checks::journal`, which says what must hold.
#![no_main]

#[path = "../../tests/fuzzed/checks.rs"]
#[allow(dead_code)]
mod checks;

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::journal(data));
