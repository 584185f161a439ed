//! Verification: two small machines that are fed the stored rows in order and name what is wrong with them. One judges
//! entries, stream by stream; the other the log, position by position.

mod fault;
mod log;
mod streams;

pub use fault::Fault;
pub use log::{LogCheck, LogLine};
pub use streams::{StoredEntry, StreamCheck, StreamSummary};
