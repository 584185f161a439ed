//! One engine, two eras: who supervised in 2014 (National Probation Service or company) and how intensively in 2026 (tiers A
//! to G) are the same kind of rule. Each step is asked by itself and the highest answer stands; what nobody has answered is
//! never read as "no", and the decision says what could still raise it.
//!
//! The rules are `standards/allocation/*.toml`: [`Rules`] holds them, [`decide`] applies them to [`Facts`].

mod decide;
mod facts;
mod rules;

pub use decide::{Answer, Decision, Found, answer, decide};
pub use facts::{Fact, Facts, Value};
pub use rules::{Rule, Rules, Step, Test};
