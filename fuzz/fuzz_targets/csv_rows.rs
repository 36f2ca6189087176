//! Made-up bytes for `checks::csv_rows`, which says what must hold.
#![no_main]

#[path = "../../tests/fuzzed/checks.rs"]
#[allow(dead_code)]
mod checks;

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::csv_rows(data));
