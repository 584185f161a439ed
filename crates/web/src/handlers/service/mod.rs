//! The service itself: signing in, drafts, what is protected, the list of failures.

pub mod drafts;
pub mod failures;
pub mod protected;
pub mod sign_in;
