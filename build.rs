//! Where the program is linked. The address is fixed on Linux: one that is chosen at each start has
//! every pointer in its tables corrected first, which touches sixty pages and was measured as a
//! tenth of a short run.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
