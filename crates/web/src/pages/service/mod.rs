//! Sign-in, what is protected, the list of failures.

pub mod failures;
pub mod protected;
pub mod sign_in;
