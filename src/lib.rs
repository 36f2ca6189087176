//! Will tonight's phone backup finish? `backup_sim` simulates the overnight backup window event by
//! event and says whether and when the backup finishes, what stalled it and what limited it.

pub mod batch;
pub mod cause;
pub mod client;
pub mod edit;
pub mod field;
pub mod model;
pub mod report;
pub mod scenario;
pub mod sim;
pub mod study;
pub mod units;
