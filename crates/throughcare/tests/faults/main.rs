//! What must hold when things break, with the executable as it is shipped: killed, its disk full or lost, each write and each
//! flush failing in turn, the power cut, the clock stepped. And with two servers on a database: the database stopped, killed,
//! its disk full, its power cut; a server killed, or standing still with the lease; lines cut in the middle of a commit; the
//! sending of texts stopped.
//!
//! The short half runs with all tests; the long half with `make faults`, which prints what it measured. What a machine
//! lacks (root for mounts, `strace` for failing system calls, `libfaketime` for clocks) is said and passed over, and where
//! `CI` is set it fails.

mod clock;
mod cut_off;
mod database_full;
mod database_power;
mod disk_full;
mod disk_lost;
mod kill;
mod machine;
mod power_cut;
mod restarts;
mod server_killed;
mod shared;
mod stopped;
mod system_calls;
mod texts;
mod writer;
