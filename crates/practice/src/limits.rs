//! Time limits: a figure, its unit, who says so and how far to trust it. The figures are in `standards/`, never here.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How far a figure or wording may be trusted. Anything but `Verified` must not look like settled fact on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Read in the public text named.
    Verified,
    /// Read in a text that reports the primary one.
    Secondary,
    /// Believed, not read.
    Memory,
    /// This program's own choice.
    Design,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Status::Verified => "read in the source named",
            Status::Secondary => "reported by another source",
            Status::Memory => "from memory, not checked",
            Status::Design => "this program's own choice",
        })
    }
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Monday to Friday without bank holidays.
    BusinessDays,
    /// The same count, where the source says "working days".
    WorkingDays,
    /// Calendar days.
    Days,
    /// Calendar months; the period begins with the day itself, as statutes count it.
    Months,
    /// Entries of the record.
    Entries,
    /// People whose case somebody holds.
    Cases,
    /// Things to act on, or to look at.
    Items,
    /// Words of a text.
    Words,
    /// Of a hundred.
    Percent,
    /// Minutes.
    Minutes,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unit::BusinessDays => "business days",
            Unit::WorkingDays => "working days",
            Unit::Days => "days",
            Unit::Months => "months",
            Unit::Entries => "entries",
            Unit::Cases => "cases",
            Unit::Items => "items",
            Unit::Words => "words",
            Unit::Percent => "in a hundred",
            Unit::Minutes => "minutes",
        })
    }
}

/// The limits the rules use. A pack has to define every one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitName {
    /// First appointment under an order, from allocation.
    FirstContactOrder,
    /// First appointment on licence, from release.
    FirstContactLicence,
    /// Sentence plan, from the first attended appointment.
    SentencePlan,
    /// A decision, from a failure to comply.
    DecisionAfterFailure,
    /// A warning letter leaving, from the failure.
    WarningLetter,
    /// Evidence of an excuse, from the failure.
    EvidenceAfterFailure,
    /// How long a warning lasts, beginning with the day it was given.
    WarningLasts,
    /// A company's referral of a breach, from becoming aware.
    BreachReferralCrc,
    /// The public service's own breach presented, from becoming aware.
    BreachPresentedNps,
    /// A company's breach presented by the public service, from an acceptable referral.
    BreachPresentedForCrc,
    /// The longest time without an attended face-to-face contact.
    ContactGap,
    /// An outcome recorded, from the appointment.
    OutcomeRecorded,
    /// When an entry counts as recorded later than it happened.
    LateEntry,
    /// The fewest entries that a figure about a team's timing may rest on.
    FewestShown,
    /// First notice that an order is ending.
    OrderEndingFirst,
    /// Second notice that an order is ending.
    OrderEndingSecond,
    /// Last notice that an order is ending.
    OrderEndingLast,
    /// Risk assessed, from the start of an order.
    RiskAssessment,
    /// Risk assessed again, from the last assessment.
    RiskReview,
    /// What was worked on said, from the appointment.
    WorkRecorded,
    /// The sentence plan reviewed, from its completion or last review.
    PlanReview,
    /// Who has not been seen signed off, from the last day of the month.
    ContactSignedOff,
    /// A letter posted, from the day it was issued.
    LetterPosted,
    /// Cases above which one officer's work suffers.
    CaseloadCeiling,
    /// Alarms to act on now that one officer is shown at once.
    AlarmBudget,
    /// The fewest words of a note that is compared with others.
    PastedWords,
    /// As many words are compared at a time.
    PastedRun,
    /// How much of a note stands in another before that is said.
    PastedShare,
    /// As many of the writer's last notes are looked at.
    PastedNotes,
    /// How long an outcome can be taken back by whoever recorded it.
    UndoOutcome,
    /// How long ago an appointment without an outcome may be that stands on a day.
    UnrecordedShown,
    /// How long before it is due a duty stands on a day.
    DutiesAhead,
}

impl LimitName {
    /// Every limit, in the order of the declaration.
    pub const ALL: [LimitName; 32] = [
        LimitName::FirstContactOrder,
        LimitName::FirstContactLicence,
        LimitName::SentencePlan,
        LimitName::DecisionAfterFailure,
        LimitName::WarningLetter,
        LimitName::EvidenceAfterFailure,
        LimitName::WarningLasts,
        LimitName::BreachReferralCrc,
        LimitName::BreachPresentedNps,
        LimitName::BreachPresentedForCrc,
        LimitName::ContactGap,
        LimitName::OutcomeRecorded,
        LimitName::LateEntry,
        LimitName::FewestShown,
        LimitName::OrderEndingFirst,
        LimitName::OrderEndingSecond,
        LimitName::OrderEndingLast,
        LimitName::RiskAssessment,
        LimitName::RiskReview,
        LimitName::WorkRecorded,
        LimitName::PlanReview,
        LimitName::ContactSignedOff,
        LimitName::LetterPosted,
        LimitName::CaseloadCeiling,
        LimitName::AlarmBudget,
        LimitName::PastedWords,
        LimitName::PastedRun,
        LimitName::PastedShare,
        LimitName::PastedNotes,
        LimitName::UndoOutcome,
        LimitName::UnrecordedShown,
        LimitName::DutiesAhead,
    ];
}

/// One limit with its pedigree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Which limit.
    pub name: LimitName,
    /// The limit as one plain sentence, without its full stop.
    pub words: String,
    /// How many of `unit`.
    pub value: u32,
    /// What is counted.
    pub unit: Unit,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// The first day the source gives for it.
    pub from: Date,
    /// The last day the source gives for it; none while it stands.
    pub to: Option<Date>,
    /// What a reader should know besides.
    pub note: Option<String>,
    /// The pack and its version, such as `split-2014/1`.
    #[serde(skip_deserializing)]
    pub version: String,
}

impl Limit {
    /// What it says and how far to trust it, as one sentence for a page.
    pub fn told(&self) -> String {
        crate::figure::told(&self.words, self.status)
    }

    /// Whether the source gives this figure for `day`.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}
