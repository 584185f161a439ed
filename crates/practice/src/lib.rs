//! The rules of practice: what is due, what is open to an officer, what has gone unseen. One file per rule of policy.
//!
//! - [`standards`], [`limits`], [`catalogue`], [`letters`], [`figure`]: policy as data, each item with its source and how far
//!   to trust it.
//! - [`business_days`]: Monday to Friday without bank holidays; a date outside the table is an error.
//! - [`ruled`], [`duty`], [`facts`]: what every rule takes and gives: a value *and why*.
//! - Starting: [`first_contact`], [`plan`], [`order_dates`]. Seeing people: [`contact_gap`], [`contact_standard`],
//!   [`contact_sign_off`], [`reset`], [`outcome_not_recorded`], [`late_entry`]. Working with them: [`work`], [`plan_review`].
//! - [`risk_assessment`]: the assessment of risk, and when it is due again.
//! - A failure and what follows: [`decision_due`], [`warning`], [`warning_service`], [`evidence`], [`failure_count`], [`breach_referral`].
//! - What is sent: [`letter_posted`], [`messages`], [`welsh`].
//! - [`owner`]: who answers for a duty on a day: always somebody, never two; [`seniors`]: who leads a team and who signs for it. [`load`]: what more cases make of a caseload.
//!   [`alarm`]: which of what is due comes first.
//! - [`small_counts`]: which figures may stand beside each other without telling of a few people. [`pasted`]: a note that says
//!   what another says.
//! - Where people are seen: [`places`], [`site_fit`]; who must not meet there: [`keep_apart`];
//!   whether two addresses are one place: [`same_address`].
//! - [`quality`]: cases drawn by chance, and what is asked of each.
//! - [`working`]: how far lists look, how long leave lasts, when a session ends.
//! - [`keeping`]: how old a backup may be, and how long the record may go without a witness.
//! - [`failures`]: the documented failures this program answers to, each with an honest label.
//!
//! Deliberately absent: loading, storing, the clock (every rule takes `as_at`), and any act. No rule breaches, recalls or warns
//! anybody: it says what is open to the officer, and by when.

pub mod alarm;
pub mod breach_referral;
pub mod business_days;
pub mod catalogue;
pub mod contact_gap;
pub mod contact_sign_off;
pub mod contact_standard;
pub mod decision_due;
pub mod duty;
pub mod evidence;
pub mod facts;
pub mod failure_count;
pub mod failures;
pub mod figure;
pub mod first_contact;
pub mod keep_apart;
pub mod keeping;
pub mod late_entry;
pub mod letter_posted;
pub mod letters;
pub mod limits;
pub mod load;
pub mod messages;
pub mod order_dates;
pub mod outcome_not_recorded;
pub mod owner;
pub mod pasted;
pub mod places;
pub mod plan;
pub mod plan_review;
pub mod quality;
pub mod reset;
pub mod risk_assessment;
pub mod ruled;
pub mod same_address;
pub mod seniors;
pub mod site_fit;
pub mod small_counts;
pub mod standards;
pub mod warning;
pub mod warning_service;
pub mod welsh;
pub mod work;
pub mod working;

pub use duty::{Duty, DutyKind, DutyState};
pub use facts::{Event, OrderKind, Provider};
pub use limits::{Limit, LimitName, Status, Unit};
pub use ruled::{LimitRef, RuleError, Ruled, Why};
pub use standards::Standards;
