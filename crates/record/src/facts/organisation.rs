//! Facts about who does the work: providers, teams, sites and staff. All dated: a split of the service or its
//! reunification is a change of dates here, and no record moves.

use jiff::civil::Date;
use ledger::StreamId;
use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// Who owns a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderKind {
    /// National Probation Service.
    Nps,
    /// Community Rehabilitation Company.
    Crc,
}

/// See [`super::Fact::ProviderEstablished`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderEstablished {
    /// Three characters.
    pub code: String,
    /// Its name.
    pub name: String,
    /// NPS or CRC.
    pub kind: ProviderKind,
}

/// See [`super::Fact::TeamFormed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamFormed {
    /// Six characters: provider, then three.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Provider code.
    pub provider: String,
    /// Site code of its office.
    pub site: String,
}

/// See [`super::Fact::SiteOpened`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteOpened {
    /// Seven characters at most.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its address, postcode last.
    pub address: Vec<String>,
    /// Telephone.
    pub telephone: String,
}

/// What a member of staff does, and so which door they come through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Holds cases.
    Practitioner,
    /// Does the paperwork of a team's cases.
    CaseAdministrator,
    /// Advises a court.
    CourtOfficer,
    /// Leads a team.
    SeniorProbationOfficer,
    /// Checks the work; changes nothing.
    Auditor,
    /// Answers for what is held on people: legal holds, and erasure by two.
    InformationOfficer,
    /// The program itself, at work on a job: nobody signs in as it.
    System,
}

impl Role {
    /// Every role that a member of staff may have.
    pub const ALL: [Role; 6] = [
        Role::Practitioner,
        Role::CaseAdministrator,
        Role::CourtOfficer,
        Role::SeniorProbationOfficer,
        Role::Auditor,
        Role::InformationOfficer,
    ];

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            Role::Practitioner => "Probation practitioner",
            Role::CaseAdministrator => "Case administrator",
            Role::CourtOfficer => "Court officer",
            Role::SeniorProbationOfficer => "Senior probation officer",
            Role::Auditor => "Auditor",
            Role::InformationOfficer => "Information officer",
            Role::System => "The service itself",
        }
    }

    /// As it stands in the record.
    pub fn code(self) -> &'static str {
        match self {
            Role::Practitioner => "practitioner",
            Role::CaseAdministrator => "case_administrator",
            Role::CourtOfficer => "court_officer",
            Role::SeniorProbationOfficer => "senior_probation_officer",
            Role::Auditor => "auditor",
            Role::InformationOfficer => "information_officer",
            Role::System => "system",
        }
    }

    /// The role of a code.
    pub fn of_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// See [`super::Fact::StaffJoined`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffJoined {
    /// Staff code, seven characters.
    pub code: String,
    /// Their name.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// Team code.
    pub team: String,
    /// Provider code.
    pub provider: String,
    /// Name they sign in with.
    pub sign_in: String,
    /// Courts they advise, by code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub courts: Vec<String>,
}

/// See [`super::Fact::StaffLeft`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffLeft {}

/// See [`super::Fact::ContactSignedOff`]. It stands in the team's stream, and names cases by their streams only; what is said
/// of each stands in the person's own. Version 2: version 1 had that here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactSignedOff {
    /// Team code.
    pub team: String,
    /// The first day of the month.
    pub month: Date,
    /// Running cases that were looked at.
    pub running: u64,
    /// Those who had not been seen for longer than the standard lets pass.
    pub cases: Vec<SignedCase>,
    /// How many leaves the log's last checkpoint covered when the list was drawn up.
    pub checkpoint: u64,
    /// When it was drawn up.
    pub as_of: Instant,
}

/// Somebody who had not been seen, as a senior signed it off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCase {
    /// The person's stream.
    pub case: StreamId,
    /// The entry there that says since when, and what is done about it; none where version 1 had it here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// What version 1 had here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<SaidOfCase>,
}

/// See [`super::Fact::ContactSpokenOf`]. It stands in the team's stream, as what was signed does: so that they were spoken of
/// stays known when the line itself, which stands with the person, is erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactSpokenOf {
    /// The team that signed.
    pub team: String,
    /// The first day of the month.
    pub month: Date,
    /// Those who were spoken of, each with the entry that says what is done.
    pub cases: Vec<SignedCase>,
}

/// What was said of somebody who had not been seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidOfCase {
    /// The day they were last seen face to face, or supervision began.
    pub since: Date,
    /// Why, or what is done about it, in a line.
    pub action: String,
}

/// Why somebody is away. For whoever leads the team; colleagues see that somebody is away, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwayKind {
    /// On leave.
    Leave,
    /// Ill.
    Illness,
    /// Being trained.
    Training,
    /// Away for another reason, such as another duty.
    Other,
}

impl AwayKind {
    /// Every kind there is.
    pub const ALL: [AwayKind; 4] = [AwayKind::Leave, AwayKind::Illness, AwayKind::Training, AwayKind::Other];

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            AwayKind::Leave => "On leave",
            AwayKind::Illness => "Ill",
            AwayKind::Training => "Training",
            AwayKind::Other => "Another reason",
        }
    }

    /// As it stands in the record.
    pub fn code(self) -> &'static str {
        match self {
            AwayKind::Leave => "leave",
            AwayKind::Illness => "illness",
            AwayKind::Training => "training",
            AwayKind::Other => "other",
        }
    }

    /// The kind of a code.
    pub fn of_code(code: &str) -> Option<AwayKind> {
        AwayKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// See [`super::Fact::StaffAway`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAway {
    /// The first day away.
    pub from: Date,
    /// The last day away; none while nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Why.
    pub kind: AwayKind,
    /// Who answers for their cases meanwhile, by staff code; none leaves that to whoever leads the team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
}

/// See [`super::Fact::StaffBack`]. It happened on the first day at work again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffBack {}
