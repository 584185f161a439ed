//! What is open to an officer after a failure under an order: Criminal Justice Act 2003, Schedule 8 paragraphs 5 to 6A (community
//! orders) and Schedule 12 paragraphs 4 and 5 (suspended sentence orders).
//!
//! A first failure without excuse may bring a warning, or go straight to an enforcement officer. Within the twelve months beginning
//! with the day a warning was given there is no second one: a later failure goes to the enforcement officer. A withdrawn warning
//! does not count. A warning that reached the person only on or after the day of the next failure is put to somebody for fairness
//! first. The rule says what is open and by when; it does none of it.

mod branches;
mod in_force;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Event, NextAppointment, OrderKind, Provider, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

use branches::find;
use in_force::{in_force, ran_out_since};

const RULE: &str = "warning";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningFacts {
    /// What it is about, usually the failed appointment.
    pub subject: String,
    /// The day the officer considers it; later facts are left out.
    pub as_at: Date,
    /// What the person is supervised under.
    pub order: OrderKind,
    /// Who manages it.
    pub provider: Provider,
    /// The failure, `on` its day.
    pub failure: Event,
    /// The warnings already issued under this order.
    pub warnings: Vec<Warning>,
    /// An excuse accepted for this failure.
    pub excused: Option<Event>,
    /// The referral of this failure to an enforcement officer.
    pub referred: Option<Event>,
    /// The next appointment after the failure.
    pub next_appointment: Option<NextAppointment>,
}

/// A warning under the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The entry of the failure it is about.
    pub about: String,
    /// The day it was issued.
    pub issued_on: Date,
    /// The day it reached the person, if that is known.
    pub served_on: Option<Date>,
    /// The day it was withdrawn.
    pub withdrawn_on: Option<Date>,
    /// Its own entry.
    pub entry: String,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningOpen {
    /// What it is about.
    pub subject: String,
    /// The day of the failure.
    pub failed_on: Date,
    /// Which letter is possible, or why none is.
    pub letter: LetterOpen,
    /// What the officer may do, in the order to show it.
    pub open: Vec<OpenTo>,
    /// The last day for a warning letter to leave.
    pub letter_due_on: Date,
    /// The last day a warning can reach the person before the next appointment.
    pub serve_by: Option<Date>,
    /// The last day the person has to give evidence of an excuse.
    pub evidence_by: Date,
    /// Whether the matter has to go to an enforcement officer.
    pub referral: Referral,
}

/// Which letter is possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterOpen {
    /// A warning, with the wording of this name.
    FirstWarning(String),
    /// None: a warning is in force, to the day named and including it.
    WarnedAlready {
        /// The warning's entry.
        warning: String,
        /// The day it was given.
        given_on: Date,
        /// The last day it lasts.
        until: Date,
    },
    /// None: this failure has its warning, or happened before the warning in force was issued.
    CoveredBy {
        /// The warning's entry.
        warning: String,
    },
    /// None: the failure is excused.
    Excused,
    /// None: the matter is with the enforcement officer.
    Referred,
    /// No statutory warning belongs to a licence or to post-sentence supervision.
    NotUnderAnOrder,
}

/// Something the officer may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpenTo {
    /// Accept evidence of an excuse, at any time, late or not.
    AcceptEvidence,
    /// Give the warning.
    GiveWarning,
    /// Take back the warning already given for this failure.
    WithdrawWarning,
    /// Ask somebody else whether the failure may fairly count.
    ReviewFairness,
    /// Refer it to an enforcement officer, who decides whether to bring it to court.
    ReferForBreach,
    /// Send a letter about keeping to the licence.
    LicenceLetter,
    /// Consider recall.
    ConsiderRecall,
    /// Do nothing further, with a reason.
    NoFurtherAction,
}

/// Whether the matter has to go to an enforcement officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Referral {
    /// It need not.
    NotRequired,
    /// The Act requires it, unless an excuse is accepted.
    Required {
        /// The last day for it.
        by: Date,
    },
    /// It would be required, but the warning may have come too late to be fair; the clock runs meanwhile.
    AfterFairnessReview {
        /// The last day for it, if the failure is held to count.
        by: Date,
    },
}

/// What is open to the officer after a failure, and by when.
pub fn warning(facts: &WarningFacts, standards: &Standards) -> Result<Ruled<WarningOpen>, RuleError> {
    let failed_on = facts.failure.on;
    let referral_limit = match facts.provider {
        Provider::Crc => LimitName::BreachReferralCrc,
        Provider::Nps => LimitName::BreachPresentedNps,
    };
    let refer_by = standards.due(referral_limit, failed_on)?;
    let next = facts.next_appointment.as_ref().filter(|next| next.on > failed_on);
    let serve_by = next.and_then(|next| next.on.yesterday().ok());
    let found = find(facts, &in_force(facts, standards), refer_by);

    let mut why = Why::new(RULE, "1", found.words)
        .figure(standards.limit(LimitName::WarningLasts), facts.as_at)
        .rests_on([&facts.failure.entry])
        .rests_on(found.rests_on.as_ref());
    why.steps.extend(found.step);
    for name in [LimitName::WarningLetter, LimitName::EvidenceAfterFailure, referral_limit] {
        let limit = standards.limit(name);
        why = why.step(format!("{} ({}; {}).", limit.words, limit.source, limit.status));
    }
    for gone in facts.warnings.iter().filter(|w| w.withdrawn_on.is_some_and(|day| day <= facts.as_at)) {
        let words = format!("The warning issued on {} was withdrawn and does not count.", written(gone.issued_on));
        why = why.step(words).rests_on([&gone.entry]);
    }
    for ended in ran_out_since(facts, standards) {
        why = why.step(format!(
            "A warning was in force on the day of the failure and ran out on {}; what is open goes by the day it is considered.",
            written(ended)
        ));
    }
    if let Some((day, next)) = serve_by.zip(next) {
        let (appointment, last) = (written(next.on), written(day));
        why = why
            .step(format!("The next appointment is on {appointment}, so a warning has to reach the person by {last}."))
            .rests_on([&next.entry]);
    }
    let value = WarningOpen {
        subject: facts.subject.clone(),
        failed_on,
        letter: found.letter,
        open: found.open,
        letter_due_on: standards.due(LimitName::WarningLetter, failed_on)?,
        serve_by,
        evidence_by: standards.due(LimitName::EvidenceAfterFailure, failed_on)?,
        referral: found.referral,
    };
    Ok(Ruled { value, why })
}

impl Ruled<WarningOpen> {
    /// The duty to refer, when the Act requires it or will if the failure is held to count. Once the matter is referred, its
    /// clocks are those of [`crate::breach_referral`].
    pub fn duty(&self) -> Option<Duty> {
        let (Referral::Required { by } | Referral::AfterFairnessReview { by }) = self.value.referral else {
            return None;
        };
        Some(Duty {
            duty: DutyKind::BreachReferral,
            subject: self.value.subject.clone(),
            due_on: Some(by),
            arose_on: self.value.failed_on,
            met_on: None,
            why: self.why.clone(),
        })
    }
}
