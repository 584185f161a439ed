//! Facts of a site's stream, besides that it was opened: its rooms and hours, what it was found fit for, its end.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::Crn;

/// A room in which people are seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// What it is called on its door, and in a booking.
    pub name: String,
    /// How many people it seats.
    pub seats: u32,
}

/// When a site is open on one day of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// 1 for Monday to 7 for Sunday.
    pub weekday: i8,
    /// `HH:MM`, London time.
    pub opens: String,
    /// `HH:MM`; nobody is booked beyond it.
    pub closes: String,
}

/// See [`super::Fact::SiteArranged`]. Each replaces what was said before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteArranged {
    /// Rooms that can be booked; none where nobody books rooms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<Room>,
    /// Opening hours; none when they are not known. A day that is missing is a day it is closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<Hours>,
    /// Providers who see people there besides those whose teams have their office in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_by: Vec<String>,
}

/// Something close enough to a site to matter for who may be seen there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nearby {
    /// A public house, or a shop that sells alcohol.
    LicensedPremises,
    /// A school or nursery.
    School,
}

impl Nearby {
    /// Everything there is.
    pub const ALL: [Nearby; 2] = [Nearby::LicensedPremises, Nearby::School];

    /// As it stands in the record and in the standards.
    pub fn code(self) -> &'static str {
        match self {
            Nearby::LicensedPremises => "licensed_premises",
            Nearby::School => "school",
        }
    }

    /// In words, to follow “close to”.
    pub fn words(self) -> &'static str {
        match self {
            Nearby::LicensedPremises => "licensed premises",
            Nearby::School => "a school",
        }
    }
}

/// See [`super::Fact::SiteAssessed`].
#[expect(clippy::struct_excessive_bools, reason = "a list of yes and no, as whoever looks at a place fills it in")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteAssessed {
    /// Whether people may be seen there.
    pub approved: bool,
    /// The last day it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Whether a conversation cannot be overheard.
    pub private: bool,
    /// Whether staff can call for help.
    pub alarm: bool,
    /// Whether staff may be there alone with somebody.
    pub lone_working: bool,
    /// What it is close to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<Nearby>,
    /// What must be kept to, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conditions: String,
}

/// See [`super::Fact::SiteClosed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteClosed {}

/// See [`super::Fact::CallerNoted`]. It happened at the minute they came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerNoted {
    /// Who they say they are and what they want, as typed; empty when they said nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The number they came with, where no record to be seen at the desk has it: whether another has, is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Crn>,
}

/// See [`super::Fact::CallerLeft`]. `because` names the entry that noted them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerLeft {}

/// See [`super::Fact::CallerSeen`]. `because` names the entry that noted them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerSeen {}
