//! Verification: two small machines that are fed the stored rows in order and name what is wrong with them. One judges
//! entries, stream by stream; the other the log, position by position. A third thing is to say what was done to a log
//! that is no longer the one somebody outside had seen.

mod change;
mod fault;
mod log;
mod streams;

pub use change::{Change, Difference, Place};
pub use fault::Fault;
pub use log::{LogCheck, LogLine};
pub use streams::{StoredEntry, StreamCheck, StreamSummary};
