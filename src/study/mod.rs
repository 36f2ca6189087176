//! Questions that are answered by simulating edited scenarios. Ids and numbers flow out, no
//! sentences.

pub mod answer;
