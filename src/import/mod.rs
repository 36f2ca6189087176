//! What other programs have written down: bytes flow in, typed readings flow out. Nothing here opens a
//! file, and nothing is guessed: what cannot be read is an error with its line.

pub mod level;
