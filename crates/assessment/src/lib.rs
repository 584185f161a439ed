//! Risk said right: predictors, tiers, screens, workload, identifiers and dates, each exact to the service that published it.
//!
//! - [`tiers`]: how intensively somebody is supervised: the letter of 2026, and protect and change before it.
//! - [`allocation`]: one engine with two eras' rules: who supervises (2014) and how intensively (2026).
//! - [`screens`]: maturity, learning and the personality disorder pathway. [`needs`]: which programme somebody needs.
//! - [`workload`]: points, hours and capacity. [`dates`]: working days, licence dates, check-ins.
//! - [`identifiers`]: PNC and CRO numbers as the person record reads them.
//! - [`legality`]: a sentence on record that the law does not allow for the offence on record.
//! - [`answers`]: the words assessments answer in. [`pack`]: how figures are read from `standards/`, checked whole.
//!   [`decimal`]: exact decimals where a figure is cut off.
//! - [`predictors`]: the risk predictors of 2026 and those before, as pure functions on typed answers, and their models as data.
//! - [`caseload`]: every score and both tiers of everybody at once, in numbers, and who would move by other figures.
//! - [`scored`]: the scores of an assessment on record, with the models in force on its day, told in words.
//! - [`score`]: the door for machines: JSON Lines in, JSON Lines out, by the name of an algorithm.
//!
//! Every score carries its model's version, its inputs and its steps. Deliberately absent: loading, storing, the clock
//! (today is an argument), and any decision: a score beside a judgement, never instead of it.

pub mod allocation;
pub mod answers;
pub mod caseload;
pub mod dates;
pub mod decimal;
pub mod identifiers;
pub mod legality;
pub mod needs;
pub mod pack;
pub mod predictors;
pub mod score;
pub mod scored;
pub mod screens;
pub mod tiers;
pub mod workload;
