//! Contact: the log of a case, how often somebody is seen, who of a team is not, and by which mode.
//!
//! - [`log`]: the contact log of one case, and the search inside its notes ([`search`]).
//! - [`seen`]: what the rules of contact are told of a case: the standard of a month, the work on the plan.
//! - `reset`: who need not be seen any more.
//! - [`unseen`]: a team's running cases, longest not seen first, and the senior who signs them off: `months` that wait for it,
//!   as it `stood` when one is late, what was [`signed`], and those [`left`] to another senior.
//! - [`repeats`]: a note that says what an earlier one says.
//! - [`modes`]: contact by mode and by whether it was linked to the plan, for providers and teams.

pub mod left;
pub mod log;
pub mod modes;
mod months;
pub mod repeats;
pub(crate) mod reset;
pub mod search;
pub mod seen;
pub mod signed;
mod stood;
pub mod unseen;

pub use seen::attended;
