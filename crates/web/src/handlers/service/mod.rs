//! The service itself: signing in, drafts, what is protected, what to do when that fails, the list of failures,
//! everybody's scores, what a machine that watches is told.

pub mod drafts;
pub mod failing;
pub mod failures;
pub mod protected;
pub mod scores;
pub mod sign_in;
pub mod vitals;
