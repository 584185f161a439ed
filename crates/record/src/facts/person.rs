//! Facts of a person's stream: who they are, their orders, appointments, enforcement, registers and access.

use jiff::civil::Date;
use ledger::{EntryId, Hash};
use serde::{Deserialize, Serialize};

use super::elsewhere::Elsewhere;
use super::organisation::ProviderKind;
use crate::ids::Crn;
use crate::time::Minute;

/// A person's name as the record keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Family name.
    pub surname: String,
    /// All other names, first name first.
    pub forenames: String,
}

impl Name {
    /// `Forenames Surname`, as in a letter.
    pub fn plain(&self) -> String {
        format!("{} {}", self.forenames, self.surname).trim().to_owned()
    }

    /// `Surname, Forenames`, as in a list.
    pub fn listed(&self) -> String {
        if self.forenames.is_empty() { self.surname.clone() } else { format!("{}, {}", self.surname, self.forenames) }
    }
}

/// Sex as recorded by the courts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Not stated.
    NotStated,
}

/// See [`super::Fact::PersonRecorded`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecorded {
    /// The number this service gives them.
    pub crn: Crn,
    /// Their name.
    pub name: Name,
    /// Date of birth, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Date>,
    /// Sex.
    pub sex: Sex,
}

/// See [`super::Fact::AliasRecorded`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AliasRecorded {
    /// The other name.
    pub name: Name,
}

/// Which scheme an identity number belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// Police National Computer.
    Pnc,
    /// Criminal Records Office.
    Cro,
    /// Prison (NOMIS) number.
    Noms,
}

/// See [`super::Fact::IdentifierRecorded`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentifierRecorded {
    /// Whose number.
    pub scheme: Scheme,
    /// As it was given: kept even when its check letter is wrong.
    pub given: String,
    /// In canonical form, when the check letter is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
}

/// See [`super::Fact::NeedRecorded`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedRecorded {
    /// In a word or two: `interpreter`, `step-free access`, `large print`.
    pub need: String,
    /// Detail: which language, what adjustment.
    pub detail: String,
}

/// What kind of sentence or licence an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// Community order (Criminal Justice Act 2003 s.177).
    CommunityOrder,
    /// Suspended sentence order (s.189).
    SuspendedSentenceOrder,
    /// Release on licence from custody.
    Licence,
    /// Life licence.
    LifeLicence,
    /// Post-sentence supervision (Offender Rehabilitation Act 2014).
    PostSentenceSupervision,
    /// A custodial sentence being served.
    Custody,
}

impl OrderKind {
    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            OrderKind::CommunityOrder => "Community order",
            OrderKind::SuspendedSentenceOrder => "Suspended sentence order",
            OrderKind::Licence => "Licence",
            OrderKind::LifeLicence => "Life licence",
            OrderKind::PostSentenceSupervision => "Post-sentence supervision",
            OrderKind::Custody => "Custody",
        }
    }
}

/// An offence by its code and words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offence {
    /// Home Office or court code, as given.
    pub code: String,
    /// What it is called.
    pub title: String,
}

/// A requirement of an order, or a condition of a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Its component name within the case, such as `order-1.req-1`.
    pub component: String,
    /// In words: `Unpaid work`, `Rehabilitation activity`.
    pub category: String,
    /// How much, where there is a quantity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u32>,
    /// Of what: `hours`, `days`, `months`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// See [`super::Fact::OrderMade`]. The entry's component names the order, such as `order-1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderMade {
    /// What kind.
    pub kind: OrderKind,
    /// Which court made it.
    pub court: String,
    /// The day of sentence; for a licence, of release.
    pub from: Date,
    /// Its last day; none for life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The main offence.
    pub main_offence: Offence,
    /// Its requirements or conditions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Requirement>,
}

/// How an order came to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Its last day passed.
    Expired,
    /// A court revoked it because the person did well.
    RevokedForGoodProgress,
    /// A court revoked it and sentenced anew.
    RevokedAndResentenced,
    /// In words that are none of these, as somebody once typed them.
    Otherwise(String),
}

impl Ending {
    /// The endings that have a name.
    pub const ALL: [Ending; 3] = [Ending::Expired, Ending::RevokedForGoodProgress, Ending::RevokedAndResentenced];

    /// In words, for a screen.
    pub fn words(&self) -> &str {
        match self {
            Ending::Expired => "expired",
            Ending::RevokedForGoodProgress => "revoked for good progress",
            Ending::RevokedAndResentenced => "revoked and resentenced",
            Ending::Otherwise(words) => words,
        }
    }
}

/// See [`super::Fact::OrderEnded`]. Version 2: version 1 had `how`, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderEnded {
    /// How.
    pub ending: Ending,
}

/// See [`super::Fact::Allocated`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocated {
    /// Provider code, three characters.
    pub provider: String,
    /// Whether that is the public service or a company: their clocks differ.
    pub provider_kind: ProviderKind,
    /// Team code, six characters.
    pub team: String,
    /// Staff code of the officer.
    pub staff: String,
}

/// See [`super::Fact::AppointmentBooked`]. The entry's component names the appointment. Version 3: version 2 had no
/// address of its own, version 1 no room, nobody else and no series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentBooked {
    /// Contact type code, from the standards.
    pub contact: String,
    /// Under which order.
    pub order: String,
    /// When it is to be.
    pub starts: Minute,
    /// For how long, in minutes.
    pub minutes: u32,
    /// Site code; empty where it is at no building of the service. What an older release booked at home has one all the same.
    pub site: String,
    /// Staff code of whoever will hold it.
    pub staff: String,
    /// Team code.
    pub team: String,
    /// What for, in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// The room, by its name at the site; empty where none is booked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub room: String,
    /// Who else is to be there, in words: an interpreter, a social worker.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub with: String,
    /// Which series it is one of, by the name of the series' first appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// Where, when it is at no building of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Elsewhere>,
}

/// Who asked for an appointment to be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedBy {
    /// The service.
    Service,
    /// The person on probation.
    Person,
}

/// In whose diary an appointment stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InDiary {
    /// Staff code of whoever will hold it.
    pub staff: String,
    /// Team code.
    pub team: String,
}

/// See [`super::Fact::AppointmentMoved`]. Version 3: version 2 had no address, and did not say why a building that is not
/// approved may be used; version 1 had no room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentMoved {
    /// The new time.
    pub starts: Minute,
    /// Minutes.
    pub minutes: u32,
    /// Site code.
    pub site: String,
    /// The room; empty where none is booked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub room: String,
    /// Who asked.
    pub asked_by: AskedBy,
    /// Where, when it is at no building of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Elsewhere>,
    /// Why this one appointment may be held at a building that is not approved; empty for no reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub one_off: String,
    /// In whose diary it stands from now on; none where that stays as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diary: Option<InDiary>,
}

/// See [`super::Fact::AppointmentCancelled`]. The entry's reason says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentCancelled {
    /// Who asked.
    pub asked_by: AskedBy,
}

/// See [`super::Fact::Arrived`]. The entry's component names the visit; it happened at the minute they came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrived {
    /// Site code.
    pub site: String,
    /// What they came for; none when nothing was booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<String>,
}

/// See [`super::Fact::Left`]. The component names the visit; it happened at the minute they left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {}

/// See [`super::Fact::OutcomeRecorded`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeRecorded {
    /// Outcome code, from the standards.
    pub outcome: String,
    /// Note, as typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// See [`super::Fact::ContactNoted`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactNoted {
    /// Contact type code, from the standards.
    pub contact: String,
    /// Note, as typed.
    pub note: String,
}

/// What an officer decides about a failure to comply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Give a warning.
    Warn,
    /// Refer the breach to an enforcement officer.
    ReferBreach,
    /// Take no further action, for a reason.
    NoFurtherAction,
    /// The reason given is accepted: the absence is acceptable.
    AcceptExcuse,
}

/// See [`super::Fact::FailureDecided`]. The component is the appointment that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureDecided {
    /// What was decided.
    pub decision: Decision,
}

/// See [`super::Fact::WarningGiven`]. The component is the appointment that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningGiven {
    /// Under which order.
    pub order: String,
    /// The day it is served.
    pub served_on: Date,
    /// Evidence of a reasonable excuse is invited until this day.
    pub evidence_by: Date,
}

/// See [`super::Fact::WarningWithdrawn`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningWithdrawn {
    /// The evidence that was accepted.
    pub evidence: String,
}

/// See [`super::Fact::BreachReferred`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreachReferred {
    /// Under which order.
    pub order: String,
    /// The appointments that failed.
    pub failures: Vec<String>,
}

/// See [`super::Fact::LetterIssued`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterIssued {
    /// Which letter, by its name in the standards.
    pub letter: String,
    /// SHA-256 of the document.
    pub document: Hash,
    /// Its size in bytes.
    pub bytes: u64,
    /// How it is to reach the person: `post`, `by hand`.
    pub by: String,
}

/// See [`super::Fact::Registered`]. The component names the registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Register code.
    pub register: String,
    /// What the flag says.
    pub words: String,
    /// When it must be looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Date>,
}

/// See [`super::Fact::Deregistered`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deregistered {}

/// Two ways to limit who sees a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// The named staff may not see it; others may.
    Exclusion,
    /// Only the named staff may see it.
    Restriction,
}

/// See [`super::Fact::AccessLimited`]. The component names the limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessLimited {
    /// Which way.
    pub kind: LimitKind,
    /// Staff codes.
    pub staff: Vec<String>,
}

/// See [`super::Fact::AccessLimitEnded`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessLimitEnded {}

/// See [`super::Fact::Retracted`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retracted {
    /// It was recorded again where it belongs (said without saying where: that is another person's record).
    pub recorded_elsewhere: bool,
    /// It was about somebody else, as it last stood: whoever saw it is told. Not said of what merely no longer holds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_another: bool,
}

/// See [`super::Fact::Erased`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// The entries whose content and salt are gone.
    pub entries: Vec<EntryId>,
    /// By what authority.
    pub authority: String,
    /// The second person.
    pub approved_by: String,
}
