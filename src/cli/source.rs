//! The files that inputs name, opened: paths flow in, bytes flow out, at most 512 MiB of each.

use backup_sim::scenario::Files;
use std::io::Read;

/// The largest file that is read for an input.
const MAX_FILE: u64 = 512 << 20;

/// The file system of the machine; paths are taken from the folder in which the program runs.
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let told = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => "no such file".to_owned(),
            _ => error.to_string(),
        };
        let file = std::fs::File::open(path).map_err(told)?;
        let mut bytes = Vec::new();
        file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(told)?;
        if bytes.len() as u64 > MAX_FILE {
            return Err("it is larger than 512 MiB".to_owned());
        }
        Ok(bytes)
    }
}
