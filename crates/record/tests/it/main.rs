//! The case file as its readers use it: from entries to what is held to be true.

mod addresses;
mod earlier;
mod plan;
mod risk;
mod two_times;
mod written_and_read;
