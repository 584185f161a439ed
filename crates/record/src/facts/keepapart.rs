//! Facts of a stream that says who must be kept apart. It is about several people, so it is in nobody's own record.

use jiff::civil::Date;
use ledger::StreamId;
use serde::{Deserialize, Serialize};

use crate::time::Minute;

/// Why people must be kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApartReason {
    /// They belong to groups that are rivals.
    RivalGroup,
    /// They are charged with, or convicted of, the same offence.
    CoDefendant,
    /// One is the victim of another.
    Victim,
    /// One is a witness against another.
    Witness,
    /// A court ordered it, or a condition of a licence says so.
    Order,
    /// A quarrel between them.
    Feud,
    /// A member of staff must not meet somebody.
    Staff,
}

impl ApartReason {
    /// Every reason there is.
    pub const ALL: [ApartReason; 7] = [
        ApartReason::RivalGroup,
        ApartReason::CoDefendant,
        ApartReason::Victim,
        ApartReason::Witness,
        ApartReason::Order,
        ApartReason::Feud,
        ApartReason::Staff,
    ];

    /// As it stands in the record.
    pub fn code(self) -> &'static str {
        match self {
            ApartReason::RivalGroup => "rival_group",
            ApartReason::CoDefendant => "co_defendant",
            ApartReason::Victim => "victim",
            ApartReason::Witness => "witness",
            ApartReason::Order => "order",
            ApartReason::Feud => "feud",
            ApartReason::Staff => "staff",
        }
    }

    /// The reason of a code.
    pub fn of_code(code: &str) -> Option<ApartReason> {
        ApartReason::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            ApartReason::RivalGroup => "Rival groups",
            ApartReason::CoDefendant => "Co-defendants",
            ApartReason::Victim => "Victim",
            ApartReason::Witness => "Witness",
            ApartReason::Order => "Order of a court, or licence condition",
            ApartReason::Feud => "Feud",
            ApartReason::Staff => "Member of staff",
        }
    }
}

/// How far the source is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Established: a conviction, an order, an admission.
    Known,
    /// More than one source says so, or one that has been right.
    Likely,
    /// One source says so.
    Reported,
}

impl Confidence {
    /// Every degree there is.
    pub const ALL: [Confidence; 3] = [Confidence::Known, Confidence::Likely, Confidence::Reported];

    /// As it stands in the record.
    pub fn code(self) -> &'static str {
        match self {
            Confidence::Known => "known",
            Confidence::Likely => "likely",
            Confidence::Reported => "reported",
        }
    }

    /// The degree of a code.
    pub fn of_code(code: &str) -> Option<Confidence> {
        Confidence::ALL.into_iter().find(|confidence| confidence.code() == code)
    }

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            Confidence::Known => "Known: a conviction, an order, an admission",
            Confidence::Likely => "Likely: several sources, or one that has been right before",
            Confidence::Reported => "Reported by one source",
        }
    }
}

/// Who, or what place, an arrangement is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Somebody on record.
    Person(StreamId),
    /// A member of staff, by code.
    Staff(String),
    /// A building, by code: whoever is on another side is not to be called there at all.
    Site(String),
    /// A group, as it is called: whoever is recorded as belonging to it, now or later.
    Group(String),
}

/// A member of an arrangement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub who: Who,
    /// Members of different sides must not meet; those of one side may.
    pub side: String,
}

/// See [`super::Fact::KeepApartMade`]. Version 2: version 1 named no groups, and nobody had to confirm it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartMade {
    /// Why.
    pub reason: ApartReason,
    /// Whom, by sides.
    pub members: Vec<Member>,
    /// Who says so.
    pub source: String,
    /// How far that is believed.
    pub confidence: Confidence,
    /// When it must be looked at again.
    pub review_on: Date,
    /// The last day it holds; none until it is ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The bookings that it touched when it was made, as `stream/appointment`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touches: Vec<String>,
    /// By when a senior has to confirm it, for it names people whom its maker does not work with, or a colleague. It holds
    /// meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_by: Option<Date>,
}

/// See [`super::Fact::KeepApartConfirmed`]. The entry's author is the senior, and its reason says what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartConfirmed {}

/// See [`super::Fact::KeepApartJoined`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartJoined {
    /// Who.
    pub person: StreamId,
    /// On which side.
    pub side: String,
    /// The group, as the arrangement calls it.
    pub group: String,
    /// The bookings that this touches, as `stream/appointment`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touches: Vec<String>,
}

/// See [`super::Fact::KeepApartGroupLeft`]. `because` names the entry that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartGroupLeft {
    /// Who.
    pub person: StreamId,
    /// The group, as the arrangement calls it.
    pub group: String,
    /// The day they left it, which may be before they came to the arrangement.
    pub left_on: Date,
    /// By when a senior says whether they stay in it.
    pub confirm_by: Date,
}

/// See [`super::Fact::KeepApartReleased`]. The entry's author is the senior, and its reason says what they looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartReleased {
    /// Who.
    pub person: StreamId,
    /// The group, as the arrangement calls it.
    pub group: String,
}

/// See [`super::Fact::KeepApartRetained`]. The entry's author is the senior, and its reason says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartRetained {
    /// Who.
    pub person: StreamId,
    /// The group, as the arrangement calls it.
    pub group: String,
}

/// See [`super::Fact::KeepApartMoved`]. `because` names the entry that says where they live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartMoved {
    /// Who.
    pub person: StreamId,
    /// The bookings that this touches, as `stream/appointment`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touches: Vec<String>,
    /// Those of another side who live at the same place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<StreamId>,
}

/// See [`super::Fact::KeepApartTouched`]. The entry's reason says how it came to stand again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartTouched {
    /// Whose booking.
    pub person: StreamId,
    /// The appointment.
    pub appointment: String,
    /// When.
    pub starts: Minute,
}

/// See [`super::Fact::KeepApartReviewed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartReviewed {
    /// How far the source is believed now.
    pub confidence: Confidence,
    /// When it must be looked at again.
    pub review_on: Date,
    /// The last day it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// See [`super::Fact::KeepApartEnded`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartEnded {}

/// See [`super::Fact::KeepApartOverridden`]. The entry's author is who let it be, and its reason says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartOverridden {
    /// Whose booking.
    pub person: StreamId,
    /// The appointment.
    pub appointment: String,
    /// Where; empty where it is at no building of the service.
    pub site: String,
    /// When.
    pub starts: Minute,
}

/// See [`super::Fact::KeepApartEntrusted`]. The entry's author is who let it be, and its reason says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepApartEntrusted {
    /// Whose case.
    pub person: StreamId,
    /// With whom it is from then on; staff code.
    pub staff: String,
    /// For whom they cover, staff code; none where the case is given to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers_for: Option<String>,
    /// The first day.
    pub from: Date,
    /// The last day of the absence that they cover; none while nobody knows, or where the case is given to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}
