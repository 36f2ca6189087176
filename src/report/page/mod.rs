//! `report`: an answer with its charts, or the result of a batch, flows in; one HTML page flows out that
//! needs nothing else: no script, no font, no picture from elsewhere. Its words are those of the text
//! answer, its drawings those of `chart`, so that page, text and pictures cannot disagree.

mod batch;
mod case;
mod shell;
#[cfg(test)]
mod tests;

pub use batch::batch_page;
pub use case::{PageOptions, case_page};
