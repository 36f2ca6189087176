//! Reports: answers made by hand flow in, the exact bytes of every format flow out.

pub(crate) mod audience;
mod failure;
mod given;
mod hostile;
pub mod machine;
#[cfg(feature = "charts")]
mod page;
mod text;
