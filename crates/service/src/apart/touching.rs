//! Which bookings an arrangement touches: those that bring members of two of its sides too near to one another.

use std::collections::{BTreeMap, BTreeSet};

use practice::keep_apart::{Stay, meets};
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::facts::keepapart::{Member, Who};
use record::time::Minute;
use store::{DiaryRow, HomeRow, PresenceRow, Snapshot, StoreError};

use crate::ahead::LAST_DAY;
use crate::booking::check::civil;
use crate::elsewhere::{is_mark, marks_without_postcode};
use crate::project::SlotDetail;
use crate::sites::premises::Premises;

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
    /// The buildings in which somebody lives, or is visited, by the mark of its address.
    premises: Premises,
}

impl Whereabouts {
    /// Reads it, from a day (`YYYY-MM-DD`) on.
    pub(crate) fn read(snapshot: &Snapshot, members: &[Who], day: &str) -> Result<Whereabouts, StoreError> {
        let mut found = Whereabouts { premises: Premises::read(snapshot)?, ..Whereabouts::default() };
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
        // Whoever recorded an outcome before the time was over is in the building all the same.
        found.diaries.retain(|row| row.state != "cancelled");
        Ok(found)
    }

    /// The same with somebody living at the place of these marks, or nowhere.
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

/// The bookings that bring members of two sides too near to one another: each of them once, by time.
pub(crate) fn touching(members: &[Member], where_: &Whereabouts) -> Vec<Touch> {
    let sides = Sides::of(members, where_);
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

/// Whether two of other sides meet, of hundreds of people as well: each is compared with those of the same building only.
struct Sides<'a> {
    where_: &'a Whereabouts,
    /// The side of each person.
    people: BTreeMap<&'a StreamId, &'a str>,
    /// The side of each member of staff.
    staff: BTreeMap<&'a str, &'a str>,
    /// The sides to which each building is closed because it is on another.
    closed: Vec<(&'a str, &'a str)>,
    /// Who is to be in each building, by their side.
    stays: BTreeMap<&'a str, Vec<(&'a str, Stay<'a>)>>,
    /// Who lives at each address, by their side.
    homes: BTreeMap<&'a str, Vec<&'a str>>,
    buffer: u32,
}

impl<'a> Sides<'a> {
    fn of(members: &'a [Member], where_: &'a Whereabouts) -> Sides<'a> {
        let mut sides = Sides {
            where_,
            people: BTreeMap::new(),
            staff: BTreeMap::new(),
            closed: Vec::new(),
            stays: BTreeMap::new(),
            homes: BTreeMap::new(),
            buffer: Places::split_2014().value(PlaceFigure::BufferMinutes),
        };
        for member in members {
            let side = member.side.as_str();
            match &member.who {
                Who::Person(person) => _ = sides.people.insert(person, side),
                Who::Staff(code) => _ = sides.staff.insert(code, side),
                Who::Site(code) => sides.closed.push((code, side)),
                Who::Group(_) => {}
            }
        }
        let people = where_.presence.iter().map(|row| (sides.people.get(&row.stream), sides.stay_of(row)));
        let staff = where_.diaries.iter().map(|row| (sides.staff.get(row.officer.as_str()), sides.stay_of_staff(row)));
        let people: Vec<_> = people.map(|(side, stay)| (side.copied(), stay)).collect();
        let staff: Vec<_> = staff.map(|(side, stay)| (side.copied(), stay)).collect();
        for (side, stay) in people.into_iter().chain(staff) {
            let (Some(side), Some(stay)) = (side, stay) else { continue };
            sides.stays.entry(stay.site).or_default().push((side, stay));
        }
        for home in &where_.homes {
            let Some(side) = sides.people.get(&home.stream) else { continue };
            for mark in home.place.split(' ') {
                sides.homes.entry(mark).or_default().push(side);
            }
        }
        sides
    }

    fn too_near(&self, row: &'a PresenceRow) -> bool {
        let (Some(own), Some(asked)) = (self.people.get(&row.stream), self.stay_of(row)) else { return false };
        let also = self.also(row);
        let names = self.where_.premises.other_names(&row.site, also);
        let mut places = names.iter().chain(also).map(String::as_str).chain([row.site.as_str()]);
        let is_here = |site: &str| site == row.site || names.iter().any(|name| name == site);
        let closed = self.closed.iter().any(|(site, side)| side != own && is_here(site));
        let lives = |place: &str| self.homes.get(place).is_some_and(|sides| sides.iter().any(|side| side != own));
        let others = self.stays.get(asked.site).into_iter().flatten().filter(|(side, _)| side != own);
        let meets = |other: &(&str, Stay<'a>)| meets(asked, &[other.1], self.buffer).is_some();
        closed || places.any(lives) || others.into_iter().any(meets)
    }

    fn also(&self, row: &PresenceRow) -> &'a [String] {
        self.where_.also.get(&(row.stream.clone(), row.slot.clone())).map_or(&[], Vec::as_slice)
    }

    fn stay_of(&self, row: &'a PresenceRow) -> Option<Stay<'a>> {
        let (starts, ends) = (row.starts.parse::<Minute>().ok()?, row.ends.parse::<Minute>().ok()?);
        let site = self.where_.premises.one_name(&row.site, self.also(row));
        Some(Stay { site, starts: civil(starts), ends: civil(ends) })
    }

    /// A member of staff is in the building of an appointment of theirs.
    fn stay_of_staff(&self, row: &'a DiaryRow) -> Option<Stay<'a>> {
        let starts = row.starts.parse::<Minute>().ok().filter(|_| !row.site.is_empty())?;
        let site = self.where_.premises.one_name(&row.site, &[]);
        Some(Stay { site, starts: civil(starts), ends: civil(starts.plus_minutes(row.minutes)) })
    }

    /// An appointment of a member of staff with somebody whom they must not see, of which nothing came yet.
    fn must_not_see(&self, row: &DiaryRow) -> bool {
        let (own, officer) = (self.people.get(&row.stream), self.staff.get(row.officer.as_str()));
        row.outcome.is_none() && own.zip(officer).is_some_and(|(own, officer)| own != officer)
    }
}
