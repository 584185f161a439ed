//! The case file itself: everything held to be true of a person, as seen from one view.

use std::collections::BTreeMap;

use jiff::civil::Date;
use ledger::EntryId;

use crate::entry::Handling;
use crate::facts::alarm::AlarmDismissed;
use crate::facts::organisation::ProviderKind;
use crate::facts::person::{
    AppointmentBooked, AskedBy, Decision, IdentifierRecorded, LimitKind, Name, OrderMade, PersonRecorded, Registered,
    Scheme,
};
use crate::time::{Happened, Instant, Minute};

use super::addresses::{Address, AddressEnding};
use super::messages::{Reach, Sending, Text};
use super::plan::{Plan, Worked};
use super::raised::RaisedLine;
use super::risk::{Assessment, HarmStands, RiskChange};

/// Everything held to be true of a person, as seen from one view.
#[derive(Clone, Debug, Default)]
pub struct CaseFile {
    /// Who they are; none when the stream does not begin with a person.
    pub person: Option<Person>,
    /// Their orders, oldest first.
    pub orders: Vec<Order>,
    /// Their appointments, in order of the time they are to be held.
    pub appointments: Vec<Appointment>,
    /// Visits to a building of the service, oldest first.
    pub visits: Vec<Visit>,
    /// Contacts that were no appointments, and notes.
    pub contacts: Vec<Contact>,
    /// Sentence plans.
    pub plans: Vec<Plan>,
    /// Warnings, withdrawn ones included.
    pub warnings: Vec<Warning>,
    /// Breaches referred.
    pub breaches: Vec<Breach>,
    /// Letters issued.
    pub letters: Vec<Letter>,
    /// How the person may be reached; none until somebody said.
    pub reach: Option<Reach>,
    /// Text messages that were to be sent, oldest first.
    pub texts: Vec<Text>,
    /// What became of letters and text messages, oldest first.
    pub sendings: Vec<Sending>,
    /// Register flags, ended ones included.
    pub registrations: Vec<Registration>,
    /// Groups they are said to belong to, oldest first, those they left included.
    pub affiliations: Vec<Affiliation>,
    /// Completed assessments, oldest first.
    pub assessments: Vec<Assessment>,
    /// The risk of serious harm as it stands, for each group that was judged.
    pub harm: Vec<HarmStands>,
    /// Changes of what is judged about risk, with where each stands.
    pub risk_changes: Vec<RiskChange>,
    /// What was raised with whoever leads, oldest first.
    pub raised: Vec<RaisedLine>,
    /// Alarms that were put aside, oldest first.
    pub dismissed: Vec<Dismissed>,
    /// Limits on access, ended ones included.
    pub limits: Vec<Limit>,
    /// Components that a newer release wrote to: shown, not to be written to by this one.
    pub newer: Vec<String>,
    /// The last seq that concerns each component.
    pub versions: BTreeMap<String, u64>,
    /// Allocations met before their order.
    pub(super) early: Vec<Allocation>,
    /// The last seq of the stream, seen or not.
    pub head: u64,
}

/// A group somebody is said to belong to.
#[derive(Clone, Debug)]
pub struct Affiliation {
    /// The group, by the signs it is compared by.
    pub group: String,
    /// As it is called.
    pub words: String,
    /// Since when it is recorded.
    pub on: Date,
    /// When somebody said that they no longer belong, and why.
    pub ended: Option<(Date, Option<String>)>,
    /// The entry that says so.
    pub entry: EntryId,
}

/// Who somebody is.
#[derive(Clone, Debug)]
pub struct Person {
    /// CRN, name, date of birth, sex.
    pub recorded: PersonRecorded,
    /// The entry that says so.
    pub entry: EntryId,
    /// Other names.
    pub aliases: Vec<Name>,
    /// Identity numbers.
    pub identifiers: Vec<Identifier>,
    /// Addresses, oldest first, those that are over included.
    pub addresses: Vec<Address>,
    /// Endings of addresses, by their names, before they are put in order.
    pub(super) endings: Vec<(String, AddressEnding)>,
    /// What they need.
    pub needs: Vec<Need>,
}

/// An identity number with its entry.
#[derive(Clone, Debug)]
pub struct Identifier {
    /// The number.
    pub recorded: IdentifierRecorded,
    /// The entry that says so.
    pub entry: EntryId,
}

/// Something a person needs.
#[derive(Clone, Debug)]
pub struct Need {
    /// In a word or two.
    pub need: String,
    /// Detail.
    pub detail: String,
    /// The entry that says so.
    pub entry: EntryId,
}

/// An order and what became of it.
#[derive(Clone, Debug)]
pub struct Order {
    /// Its component name.
    pub component: String,
    /// What was ordered.
    pub made: OrderMade,
    /// The entry that says so.
    pub entry: EntryId,
    /// Who has held it or one of its requirements, oldest first.
    pub allocations: Vec<Allocation>,
    /// When and how it ended.
    pub ended: Option<(Date, String, EntryId)>,
}

impl Order {
    /// Whether the order was running on `day`.
    pub fn is_active(&self, day: Date) -> bool {
        let ended = self.ended.as_ref().is_some_and(|(on, _, _)| *on <= day);
        self.made.from <= day && self.made.until.is_none_or(|last| day <= last) && !ended
    }

    /// Who holds the order on `day`.
    pub fn manager(&self, day: Date) -> Option<&Allocation> {
        self.allocations.iter().rev().find(|a| a.component == self.component && a.from <= day)
    }
}

/// Who holds an order or requirement, from a day.
#[derive(Clone, Debug)]
pub struct Allocation {
    /// The order or requirement.
    pub component: String,
    /// From when.
    pub from: Date,
    /// Provider code.
    pub provider: String,
    /// The public service or a company.
    pub provider_kind: ProviderKind,
    /// Team code.
    pub team: String,
    /// Staff code.
    pub staff: String,
    /// The entry that says so.
    pub entry: EntryId,
}

/// An appointment, from booking to decision.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// Its component name.
    pub component: String,
    /// As it now stands: a move changes its time, its place and in whose diary it is here.
    pub booked: AppointmentBooked,
    /// The day the booking was made.
    pub booked_on: Date,
    /// Why it may be held at a building that is not approved, as it was last booked or moved.
    pub one_off: Option<String>,
    /// The booking's entry.
    pub entry: EntryId,
    /// How it was moved.
    pub moves: Vec<Move>,
    /// When and why it was called off.
    pub cancelled: Option<Cancelled>,
    /// What came of it.
    pub held: Option<Held>,
    /// What was decided about a failure.
    pub decided: Option<Decided>,
    /// What was worked on; none until somebody says.
    pub worked: Option<Worked>,
    /// The last seq that concerns it.
    pub version: u64,
}

impl Appointment {
    /// Whether it is still to be held: neither held nor called off.
    pub fn is_open(&self) -> bool {
        self.held.is_none() && self.cancelled.is_none()
    }

    /// The minute it ends.
    pub fn ends(&self) -> Minute {
        self.booked.starts.plus_minutes(i64::from(self.booked.minutes))
    }
}

/// The calling off of an appointment.
#[derive(Clone, Debug)]
pub struct Cancelled {
    /// When.
    pub on: Date,
    /// Who asked.
    pub asked_by: AskedBy,
    /// Why.
    pub reason: Option<String>,
    /// Its entry.
    pub entry: EntryId,
}

/// A visit to a building of the service.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its component name.
    pub component: String,
    /// Site code.
    pub site: String,
    /// What they came for; none when nothing was booked.
    pub appointment: Option<String>,
    /// When they came in; the day where the minute is not known.
    pub arrived: Happened,
    /// When they left; none while they are in the building.
    pub left: Option<Happened>,
    /// Its entry.
    pub entry: EntryId,
}

/// A move of an appointment.
#[derive(Clone, Debug)]
pub struct Move {
    /// The time before.
    pub from: Minute,
    /// The time after.
    pub to: Minute,
    /// Who asked.
    pub asked_by: AskedBy,
    /// Why.
    pub reason: Option<String>,
    /// Its entry.
    pub entry: EntryId,
}

/// What came of an appointment.
#[derive(Clone, Debug)]
pub struct Held {
    /// Outcome code.
    pub outcome: String,
    /// Note.
    pub note: String,
    /// When it happened.
    pub happened: Happened,
    /// When it was recorded.
    pub recorded: Instant,
    /// Who recorded it.
    pub by: String,
    /// How the note must be handled.
    pub handling: Handling,
    /// Its entry.
    pub entry: EntryId,
}

/// What was decided about a failure to comply.
#[derive(Clone, Debug)]
pub struct Decided {
    /// What.
    pub decision: Decision,
    /// On which day.
    pub on: Date,
    /// Why.
    pub reason: Option<String>,
    /// Its entry.
    pub entry: EntryId,
}

/// A contact that was no appointment, or a note.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Contact type code.
    pub contact: String,
    /// Note.
    pub note: String,
    /// When.
    pub happened: Happened,
    /// Who noted it.
    pub by: String,
    /// How the note must be handled.
    pub handling: Handling,
    /// Its entry.
    pub entry: EntryId,
}

/// A warning.
#[derive(Clone, Debug)]
pub struct Warning {
    /// Which order.
    pub order: String,
    /// Which failed appointment.
    pub appointment: String,
    /// The day it was served.
    pub served_on: Date,
    /// Evidence invited until.
    pub evidence_by: Date,
    /// When and by which entry it was withdrawn.
    pub withdrawn: Option<(Date, EntryId)>,
    /// Its entry.
    pub entry: EntryId,
}

/// A breach referred to an enforcement officer.
#[derive(Clone, Debug)]
pub struct Breach {
    /// Which order.
    pub order: String,
    /// Which failures.
    pub failures: Vec<String>,
    /// When.
    pub on: Date,
    /// Its entry.
    pub entry: EntryId,
}

/// A letter that was issued.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Which letter.
    pub letter: String,
    /// The appointment or order it is about.
    pub component: Option<String>,
    /// SHA-256 of the document.
    pub document: ledger::Hash,
    /// When it was issued.
    pub on: Date,
    /// How it reaches the person.
    pub by: String,
    /// Its entry.
    pub entry: EntryId,
}

/// A register flag.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Its component name.
    pub component: String,
    /// What the flag says.
    pub registered: Registered,
    /// Since when.
    pub on: Date,
    /// When it was taken down.
    pub ended: Option<Date>,
    /// Its entry.
    pub entry: EntryId,
}

/// An alarm that somebody put aside.
#[derive(Clone, Debug)]
pub struct Dismissed {
    /// Which, on what ground, and why.
    pub alarm: AlarmDismissed,
    /// On which day.
    pub on: Date,
    /// Why, in their words.
    pub reason: Option<String>,
    /// Its entry.
    pub entry: EntryId,
}

/// A limit on who may see the record.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Its component name.
    pub component: String,
    /// Exclusion or restriction.
    pub kind: LimitKind,
    /// Staff codes.
    pub staff: Vec<String>,
    /// Since when.
    pub from: Date,
    /// Until when.
    pub until: Option<Date>,
    /// Its entry.
    pub entry: EntryId,
}

impl CaseFile {
    /// An appointment by its component name.
    pub fn appointment(&self, component: &str) -> Option<&Appointment> {
        self.appointments.iter().find(|a| a.component == component)
    }

    /// The appointments that were not called off.
    pub fn kept_appointments(&self) -> impl Iterator<Item = &Appointment> {
        self.appointments.iter().filter(|a| a.cancelled.is_none())
    }

    /// An order by its component name.
    pub fn order(&self, component: &str) -> Option<&Order> {
        self.orders.iter().find(|o| o.component == component)
    }

    /// The orders running on `day`.
    pub fn active_orders(&self, day: Date) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(move |o| o.is_active(day))
    }

    /// The version a form must carry for `component`: the last seq that concerns it, 0 when nothing does.
    pub fn version(&self, component: &str) -> u64 {
        self.versions.get(component).copied().unwrap_or(0)
    }

    /// The appointment's neighbour in time: the first one still to be held that starts after `minute`.
    pub fn next_appointment_after(&self, minute: Minute) -> Option<&Appointment> {
        self.appointments.iter().find(|a| a.booked.starts > minute && a.is_open())
    }
}

impl Person {
    /// The identity number of a scheme as it should be shown.
    pub fn identifier(&self, scheme: Scheme) -> Option<&str> {
        let found = self.identifiers.iter().rev().find(|i| i.recorded.scheme == scheme)?;
        Some(found.recorded.canonical.as_deref().unwrap_or(&found.recorded.given))
    }
}
