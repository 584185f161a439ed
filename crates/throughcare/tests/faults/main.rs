//! What must hold when things break, with the executable as it is shipped: killed, its disk full, each write and each
//! flush failing in turn, the power cut, the sending of texts stopped.
//!
//! The short half runs with all tests; the long half with `make faults`, which prints what it measured. What a machine
//! lacks (root for mounts, `strace` for failing system calls) is said and passed over.

mod disk_full;
mod kill;
mod machine;
mod power_cut;
mod system_calls;
mod texts;
mod writer;
