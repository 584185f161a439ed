//! The ledger's promises, tried from outside.

mod canonical;
mod change;
mod damage;
mod golden;
mod hostile;
mod log;
mod policy;
mod samples;
mod tree;
mod witness;
