//! What a decision is taken over: streams as they stand, what stands around a booking, where those are to be whom an
//! arrangement is about, and how many people an officer holds, all read in one snapshot with the guards that whoever changes it
//! raises.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::case::{CaseFile, View, fold};
use record::entry::Entry;
use record::facts::affiliation::group_key;
use record::facts::keepapart::Who;
use record::{EntryId, StreamId};
use store::{AffiliationRow, AwayRow, Snapshot, StoreError};

use crate::ahead::LAST_DAY;
use crate::apart::{Whereabouts, groups};
use crate::booking::around::{diary, kept_apart};
use crate::booking::{Around, Asked};
use crate::write::read_entries;
use crate::{Problem, Service};

/// Streams as they stand, for a decision.
pub(crate) struct Streams {
    pub(crate) entries: BTreeMap<StreamId, Vec<Entry>>,
    around: Vec<Around>,
    /// Streams of which only the version is decided over.
    pub(crate) heads: Vec<(StreamId, u64)>,
    /// Where those are to be whom an arrangement is about.
    whereabouts: Whereabouts,
    /// Who belongs to the groups it names.
    belonging: Vec<AffiliationRow>,
    /// How many people each officer holds who is to be given more.
    held: BTreeMap<String, u64>,
    /// Of those people, each with whoever of those officers must not meet them: the arrangements that say so.
    kept_apart: KeptApart,
    /// Who covers for each of those officers, now or later.
    covers: Covers,
    /// Guards with the versions they had, besides those of bookings.
    guards: Vec<(String, u64)>,
}

/// The guard over how many people an officer holds, and who covers for them: read and raised by whoever gives them one, or says who
/// covers.
pub(crate) fn holds(staff: &str) -> String {
    format!("holds/{staff}")
}

impl Streams {
    /// The entries of a stream.
    pub(crate) fn of(&self, stream: &StreamId) -> &[Entry] {
        self.entries.get(stream).map_or(&[], Vec::as_slice)
    }

    /// What a booking that was asked for is decided over.
    pub(crate) fn around(&self, asked: &Asked) -> Option<&Around> {
        self.around.iter().find(|around| around.asked == *asked)
    }

    /// Where those whom an arrangement is about are to be from today on.
    pub(crate) fn whereabouts(&self) -> &Whereabouts {
        &self.whereabouts
    }

    /// Who belongs to the groups that an arrangement names, or to the one that is joined.
    pub(crate) fn belonging(&self) -> &[AffiliationRow] {
        &self.belonging
    }

    /// How many people an officer holds who is to be given more.
    pub(crate) fn held(&self, staff: &str) -> u64 {
        self.held.get(staff).copied().unwrap_or_default()
    }

    /// The arrangements by which somebody must not meet an officer who is to be given their case; they can be written to.
    pub(crate) fn kept_from(&self, person: &StreamId, staff: &str) -> &[StreamId] {
        self.kept_apart.get(&(person.clone(), staff.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The arrangements to keep people apart among them.
    pub(crate) fn arrangements(&self) -> impl Iterator<Item = &StreamId> {
        self.entries.keys().filter(|stream| stream.kind() == "keepapart")
    }

    /// The case file of a person's stream, as it is now.
    pub(crate) fn case(&self, stream: &StreamId) -> CaseFile {
        fold(self.of(stream), View::default())
    }

    /// The id the `nth` new entry of a stream will have, counting from 0.
    pub(crate) fn next_id(&self, stream: &StreamId, nth: u64) -> EntryId {
        EntryId { stream: stream.clone(), seq: self.of(stream).len() as u64 + nth + 1 }
    }

    /// When colleagues are to cover for an officer who is to be given more, of whom each must not meet somebody among them.
    pub(crate) fn covers_of(&self, staff: &str) -> &[AwayRow] {
        self.covers.get(staff).map_or(&[], Vec::as_slice)
    }

    /// The guards of all of it, each once.
    pub(crate) fn guards(&self) -> Vec<(String, u64)> {
        let around = self.around.iter().flat_map(|around| around.guards.iter().cloned());
        let all: BTreeMap<String, u64> = around.chain(self.guards.iter().cloned()).collect();
        all.into_iter().collect()
    }
}

/// A person and an officer who must not meet, with the arrangements that say so.
type KeptApart = BTreeMap<(StreamId, String), Vec<StreamId>>;
/// See [`Streams::covers_of`].
type Covers = BTreeMap<String, Vec<AwayRow>>;

/// What officers hold, and whom they must not meet.
#[derive(Default)]
struct Loads {
    /// People held by each.
    held: BTreeMap<String, u64>,
    /// People who are given to one whom they must not meet.
    kept_apart: KeptApart,
    covers: Covers,
    /// Guards with the versions they had.
    guards: Vec<(String, u64)>,
}

/// What a decision is taken over.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) streams: &'a [StreamId],
    pub(crate) bookings: &'a [Asked],
    /// Whom an arrangement is about.
    pub(crate) apart: &'a [Who],
    /// A group that somebody joins, by the signs it is compared by: the arrangements that name it can be written to.
    pub(crate) joining: Option<&'a str>,
    /// Somebody who lives elsewhere from now on: the arrangements that they are in can be written to.
    pub(crate) moving: Option<&'a StreamId>,
    /// Officers who are to be given people.
    pub(crate) takers: &'a [String],
    /// Guards over what was looked at before, with the versions they had then.
    pub(crate) seen: &'a [(String, u64)],
}

impl Service {
    /// All of it is read in one snapshot.
    pub(crate) async fn load(&self, wanted: Wanted<'_>, today: Date) -> Result<Streams, Problem> {
        let (streams, bookings) = (wanted.streams.to_vec(), wanted.bookings.to_vec());
        let (apart, joining) = (wanted.apart.to_vec(), wanted.joining.map(str::to_owned));
        let moving = wanted.moving.cloned();
        let takers = wanted.takers.to_vec();
        let given: Vec<StreamId> = streams.iter().filter(|stream| stream.kind() == "person").cloned().collect();
        let read = self.store.read(move |snapshot| {
            let around: Result<Vec<Around>, StoreError> =
                bookings.into_iter().map(|asked| Around::read(snapshot, asked, today)).collect();
            let around = around?;
            let arrangements = around
                .iter()
                .flat_map(|around| around.sides.iter().chain(&around.staff_sides).map(|(stream, _)| stream.clone()));
            let mut wanted: BTreeSet<StreamId> = streams.into_iter().chain(arrangements).collect();
            let held = loads(snapshot, takers, &given, today)?;
            // A senior may let it be all the same, which the arrangement then says.
            wanted.extend(held.kept_apart.values().flatten().cloned());
            let concerned = concerned(snapshot, apart, joining, moving, &mut wanted)?;
            let whereabouts = Whereabouts::read(snapshot, &concerned.who, &today.to_string())?;
            let mut heads = Vec::new();
            for who in &concerned.who {
                let Who::Person(person) = who else { continue };
                if !wanted.contains(person) {
                    heads.push((person.clone(), snapshot.head(person)?.map_or(0, |head| head.seq)));
                }
            }
            let rows: Result<Vec<_>, StoreError> = wanted.into_iter().map(|s| Ok((snapshot.entries(&s)?, s))).collect();
            Ok((rows?, around, heads, whereabouts, concerned, held))
        });
        let (rows, around, heads, whereabouts, concerned, loads) = read.await?;
        let mut entries = BTreeMap::new();
        for (rows, stream) in rows {
            entries.insert(stream.clone(), read_entries(&stream, &rows)?);
        }
        let Concerned { belonging, mut guards, .. } = concerned;
        guards.extend_from_slice(wanted.seen);
        let Loads { held, kept_apart, covers, guards: of_loads } = loads;
        guards.extend(of_loads);
        Ok(Streams { entries, around, heads, whereabouts, belonging, held, kept_apart, covers, guards })
    }
}

/// How many people officers hold on a day and whom of those who are given they must not meet, with the guards over it.
fn loads(snapshot: &Snapshot, takers: Vec<String>, given: &[StreamId], today: Date) -> Result<Loads, StoreError> {
    let mut found = Loads::default();
    if takers.is_empty() {
        return Ok(found);
    }
    let day = today.to_string();
    let mut covers: Covers = BTreeMap::new();
    for staff in &takers {
        let away = snapshot.away_of(staff, &day)?;
        covers.insert(staff.clone(), away.into_iter().filter(|row| row.cover.is_some()).collect());
    }
    let covering: BTreeSet<&str> = covers.values().flatten().filter_map(|row| row.cover.as_deref()).collect();
    let asked = takers.iter().map(String::as_str).chain(covering.iter().copied());
    let apart = asked.chain(given.iter().map(StreamId::as_str)).map(kept_apart);
    let guards: Vec<String> = takers.iter().map(|staff| holds(staff)).chain(apart).collect();
    let versions = snapshot.guard_versions(&guards)?;
    for row in covers.values().flatten() {
        let (cover, until) = (row.cover.as_deref().unwrap_or_default(), row.until_on.as_deref().unwrap_or(LAST_DAY));
        for person in given {
            let apart = snapshot.apart_between(person, cover, (row.from_on.as_str().max(&day), until))?;
            found.kept_apart.entry((person.clone(), cover.to_owned())).or_default().extend(apart);
        }
    }
    for staff in takers {
        for person in given {
            let apart = snapshot.apart_between(person, &staff, (&day, &day))?;
            found.kept_apart.entry((person.clone(), staff.clone())).or_default().extend(apart);
        }
        let people = snapshot.count_held(&staff, &day)?;
        found.held.insert(staff, people);
    }
    for arrangements in found.kept_apart.values_mut() {
        arrangements.sort();
        arrangements.dedup();
    }
    found.covers = covers;
    found.guards = guards.into_iter().zip(versions).collect();
    Ok(found)
}

/// Whom arrangements are about, with whoever belongs to the groups they name.
struct Concerned {
    who: Vec<Who>,
    belonging: Vec<AffiliationRow>,
    /// The guards over those groups, over the diaries of those of them who are staff, and over whom somebody who moves must be
    /// kept apart from.
    guards: Vec<(String, u64)>,
}

/// Finds them: of an arrangement that is made, those it is made for; where somebody joins a group, the members of every
/// arrangement that names it, and where somebody moves, those of every arrangement that they are in. The streams of those
/// arrangements are wanted then.
fn concerned(
    snapshot: &Snapshot,
    apart: Vec<Who>,
    joining: Option<String>,
    moving: Option<StreamId>,
    wanted: &mut BTreeSet<StreamId>,
) -> Result<Concerned, StoreError> {
    let named = |who: &Who| if let Who::Group(name) = who { Some(group_key(name)) } else { None };
    let mut who = apart;
    let mut groups: Vec<String> = who.iter().filter_map(named).collect();
    if let Some(group) = joining {
        who.extend(wanted.iter().filter(|stream| stream.kind() == "person").cloned().map(Who::Person));
        for arrangement in snapshot.apart_of(&groups::member_code(&group))? {
            who.extend(snapshot.apart_members(&arrangement.stream)?.iter().filter_map(groups::member_of));
            wanted.insert(arrangement.stream);
        }
        groups.push(group);
    }
    let mut guards = Vec::new();
    if let Some(person) = moving {
        guards.push(kept_apart(person.as_str()));
        for arrangement in snapshot.apart_of(person.as_str())? {
            who.extend(snapshot.apart_members(&arrangement.stream)?.iter().filter_map(groups::member_of));
            guards.push(kept_apart(arrangement.stream.as_str()));
            wanted.insert(arrangement.stream);
        }
        who.push(Who::Person(person));
    }
    let mut belonging = Vec::new();
    for group in &groups {
        belonging.extend(snapshot.of_group(group)?);
    }
    who.extend(belonging.iter().map(|row| Who::Person(row.stream.clone())));
    who.sort();
    who.dedup();
    let diaries = who.iter().filter_map(|who| if let Who::Staff(code) = who { Some(diary(code)) } else { None });
    guards.extend(groups.iter().map(|group| groups::guard(group)).chain(diaries));
    let versions = snapshot.guard_versions(&guards)?;
    Ok(Concerned { who, belonging, guards: guards.into_iter().zip(versions).collect() })
}
