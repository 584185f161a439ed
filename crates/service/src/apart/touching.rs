//! Which bookings an arrangement touches: those that bring members of two of its sides too near to one another.

use std::collections::{BTreeMap, BTreeSet};

use practice::keep_apart::{Stay, meets};
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::facts::keepapart::{Member, Who};
use record::time::Minute;
use store::{DiaryRow, HomeRow, PresenceRow, Snapshot, StoreError};

use super::person_of;
use crate::booking::check::civil;
use crate::elsewhere::{is_mark, marks_without_postcode};
use crate::project::SlotDetail;

/// A booking that brings two sides too near.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Whose.
    pub person: StreamId,
    /// Which.
    pub slot: String,
    /// Where.
    pub site: String,
    /// When.
    pub starts: String,
}

impl Touch {
    /// As it is named in the record: `stream/appointment`.
    pub(crate) fn named(&self) -> String {
        format!("{}/{}", self.person, self.slot)
    }
}

/// Where members of an arrangement are to be, from a day on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Whereabouts {
    presence: Vec<PresenceRow>,
    /// Of a visit, by person and appointment, the marks that its address has where it stands without its postcode.
    also: BTreeMap<(StreamId, String), Vec<String>>,
    homes: Vec<HomeRow>,
    /// What stands in the diaries of staff.
    diaries: Vec<DiaryRow>,
}

impl Whereabouts {
    /// Reads it, from a day (`YYYY-MM-DD`) on.
    pub(crate) fn read(snapshot: &Snapshot, members: &[Who], day: &str) -> Result<Whereabouts, StoreError> {
        let mut found = Whereabouts::default();
        for who in members {
            match who {
                Who::Person(person) => {
                    let presence = snapshot.presence_of(person, day)?;
                    if presence.iter().any(|row| is_mark(&row.site)) {
                        found.also.extend(snapshot.diary_of(person)?.iter().filter_map(also));
                    }
                    found.presence.extend(presence);
                    found.homes.extend(snapshot.home(person)?);
                }
                Who::Staff(code) => found.diaries.extend(snapshot.diary_of_officer(code, day, LAST_DAY)?),
                Who::Site(_) | Who::Group(_) => {}
            }
        }
        found.diaries.retain(|row| row.outcome.is_none() && row.state != "cancelled");
        Ok(found)
    }

    /// The same with somebody living at this mark, or nowhere.
    pub(super) fn with_home(&self, person: &StreamId, place: Option<&str>) -> Whereabouts {
        let mut moved = self.clone();
        moved.homes.retain(|home| home.stream != *person);
        moved.homes.extend(place.map(|place| HomeRow {
            stream: person.clone(),
            place: place.to_owned(),
            from_on: String::new(),
        }));
        moved
    }

    /// Where they live.
    pub(super) fn homes(&self) -> &[HomeRow] {
        &self.homes
    }
}

fn also(row: &DiaryRow) -> Option<((StreamId, String), Vec<String>)> {
    let detail: SlotDetail = serde_json::from_str(&row.detail).ok()?;
    Some(((row.stream.clone(), row.appointment.clone()), marks_without_postcode(&detail.at?)))
}

/// After every day that is booked.
const LAST_DAY: &str = "9999-12-31";

/// The bookings that bring members of two sides too near to one another: each of them once, by time.
pub(crate) fn touching(members: &[Member], where_: &Whereabouts) -> Vec<Touch> {
    let sides = Sides { members, where_, buffer: Places::split_2014().value(PlaceFigure::BufferMinutes) };
    let near = where_.presence.iter().filter(|row| sides.too_near(row)).map(|row| Touch {
        person: row.stream.clone(),
        slot: row.slot.clone(),
        site: row.site.clone(),
        starts: row.starts.clone(),
    });
    // Whom a member of staff must not meet they do not see by telephone or at home either.
    let seen = where_.diaries.iter().filter(|row| sides.must_not_see(row)).map(|row| Touch {
        person: row.stream.clone(),
        slot: row.appointment.clone(),
        site: row.site.clone(),
        starts: row.starts.clone(),
    });
    let mut touches: Vec<Touch> = near.chain(seen).collect();
    touches.sort_by(|a, b| (&a.starts, &a.person, &a.slot).cmp(&(&b.starts, &b.person, &b.slot)));
    let mut known = BTreeSet::new();
    touches.retain(|touch| known.insert((touch.person.clone(), touch.slot.clone())));
    touches
}

struct Sides<'a> {
    members: &'a [Member],
    where_: &'a Whereabouts,
    buffer: u32,
}

impl<'a> Sides<'a> {
    fn of(&self, person: &StreamId) -> Option<&'a str> {
        self.members.iter().find(|member| person_of(member) == Some(person)).map(|member| member.side.as_str())
    }

    fn of_staff(&self, code: &str) -> Option<&'a str> {
        let named = |member: &&Member| matches!(&member.who, Who::Staff(staff) if staff == code);
        self.members.iter().find(named).map(|member| member.side.as_str())
    }

    fn too_near(&self, row: &PresenceRow) -> bool {
        let (Some(own), Some(asked)) = (self.of(&row.stream), stay_of(row)) else { return false };
        let closed = self.members.iter().any(|m| m.side != own && m.who == Who::Site(row.site.clone()));
        let also = self.where_.also.get(&(row.stream.clone(), row.slot.clone()));
        let there = |place: &String| *place == row.site || also.is_some_and(|also| also.contains(place));
        let lives = |home: &HomeRow| there(&home.place) && is_other(self.of(&home.stream), own);
        let people = self.where_.presence.iter().filter(|other| is_other(self.of(&other.stream), own));
        let staff = self.where_.diaries.iter().filter(|other| is_other(self.of_staff(&other.officer), own));
        let others: Vec<Stay<'_>> = people.filter_map(stay_of).chain(staff.filter_map(stay_of_staff)).collect();
        closed || self.where_.homes.iter().any(lives) || meets(asked, &others, self.buffer).is_some()
    }

    fn must_not_see(&self, row: &DiaryRow) -> bool {
        self.of(&row.stream).is_some_and(|own| is_other(self.of_staff(&row.officer), own))
    }
}

fn is_other(side: Option<&str>, own: &str) -> bool {
    side.is_some_and(|side| side != own)
}

fn stay_of(row: &PresenceRow) -> Option<Stay<'_>> {
    let (starts, ends) = (row.starts.parse::<Minute>().ok()?, row.ends.parse::<Minute>().ok()?);
    Some(Stay { site: &row.site, starts: civil(starts), ends: civil(ends) })
}

/// A member of staff is in the building of an appointment of theirs.
fn stay_of_staff(row: &DiaryRow) -> Option<Stay<'_>> {
    let starts = row.starts.parse::<Minute>().ok().filter(|_| !row.site.is_empty())?;
    Some(Stay { site: &row.site, starts: civil(starts), ends: civil(starts.plus_minutes(row.minutes)) })
}
