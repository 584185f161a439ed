//! Bodies as earlier releases laid them down, each with its upcast: how it is read now. What is stored keeps its bytes
//! and its hash for ever; a body of here is read, and never written again.

use jiff::civil::Date;
use ledger::StreamId;
use serde::Deserialize;

use super::organisation::{ContactSignedOff, SaidOfCase, SignedCase};
use super::person::{Ending, OrderEnded};
use super::plan::{Objective, PlanCompleted};
use crate::time::Instant;

/// Version 1 of `order_ended` said in free words how, which nothing could count by.
#[derive(Deserialize)]
pub(super) struct OrderEnded1 {
    how: String,
}

impl From<OrderEnded1> for OrderEnded {
    fn from(old: OrderEnded1) -> OrderEnded {
        let known = Ending::ALL.into_iter().find(|ending| ending.words() == old.how);
        OrderEnded { ending: known.unwrap_or(Ending::Otherwise(old.how)) }
    }
}

/// Version 1 of `plan_completed` had objectives that nothing could refer to, and no need that they answer.
#[derive(Deserialize)]
pub(super) struct PlanCompleted1 {
    objectives: Vec<String>,
}

impl From<PlanCompleted1> for PlanCompleted {
    fn from(old: PlanCompleted1) -> PlanCompleted {
        let numbered = old.objectives.into_iter().enumerate();
        let objectives = numbered.map(|(at, words)| Objective { id: (at + 1).to_string(), need: None, words });
        PlanCompleted { objectives: objectives.collect() }
    }
}

/// Version 1 of `contact_signed_off` said in the team's stream what is done about each person, where erasing the person did not
/// reach.
#[derive(Deserialize)]
pub(super) struct ContactSignedOff1 {
    team: String,
    month: Date,
    running: u64,
    cases: Vec<SignedCase1>,
    checkpoint: u64,
    as_of: Instant,
}

#[derive(Deserialize)]
struct SignedCase1 {
    case: StreamId,
    since: Date,
    action: String,
}

impl From<ContactSignedOff1> for ContactSignedOff {
    fn from(old: ContactSignedOff1) -> ContactSignedOff {
        let case = |old: SignedCase1| SignedCase {
            case: old.case,
            entry: None,
            said: Some(SaidOfCase { since: old.since, action: old.action }),
        };
        ContactSignedOff {
            team: old.team,
            month: old.month,
            running: old.running,
            cases: old.cases.into_iter().map(case).collect(),
            checkpoint: old.checkpoint,
            as_of: old.as_of,
        }
    }
}
