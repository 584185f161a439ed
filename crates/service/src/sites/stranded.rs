//! Bookings at a building that cannot be held there any more: it lost its approval, or closes; it is shut at that time, or their
//! room is gone; or it is close to what the person is kept from by now. What is booked stays booked until it is moved, so it is
//! listed: on the building's page, and on the day of whoever holds it, or answers for them. What is asked is what a new booking
//! would be refused for ([`unfit_for`]).
//!
//! A booking reads the guard that whoever says what a building is fit for raises ([`site_guard`]). Whichever comes second is
//! decided again: the booking is refused, or it is listed.
//!
//! [`site_guard`]: crate::booking::around::site_guard
//! [`unfit_for`]: crate::booking::check::unfit_for

use std::collections::{BTreeMap, BTreeSet};

use access::Action;
use jiff::civil::Date;
use practice::places::Places;
use practice::site_fit::Misfit;
use record::StreamId;
use record::case::{CaseFile, View, fold};
use record::site::Site;
use record::time::Minute;
use store::{BookedRow, EntryRow, PersonRow, Snapshot, StoreError};

use crate::booking::check::{has_room, unfit_for};
use crate::diaries::{passed_to, successor};
use crate::directory::site_of;
use crate::owner::answers_for;
use crate::project::SlotDetail;
use crate::write::read_entries;
use crate::{Ask, Problem, Service};

/// A booking that cannot be held where it stands.
#[derive(Debug)]
pub struct Stranded {
    /// Whose.
    pub person: StreamId,
    /// Their line in the register; none when access to their record is limited.
    pub row: Option<PersonRow>,
    /// The appointment.
    pub appointment: String,
    /// When it starts.
    pub starts: Minute,
    /// With whom; staff code.
    pub officer: String,
    /// The building's code.
    pub site: String,
    /// Why not, of the building, in words.
    pub of_place: Vec<String>,
    /// Why not, of the person, in words: for whoever works with them.
    pub of_person: Vec<String>,
}

impl Service {
    /// The bookings of a building from today on that cannot be held there, by time, for whoever works where people are
    /// seen in it.
    pub(super) async fn stranded_at(&self, ask: &Ask, site: &Site) -> Result<Vec<Stranded>, Problem> {
        let (wanted, staff, today) = (site.clone(), ask.actor.staff.clone(), ask.today());
        let code = site.code.clone();
        let read = self.store.read(move |snapshot| {
            let rows = snapshot.booked_from(&wanted.code, &today.to_string())?;
            Booked::read(snapshot, rows, BTreeMap::from([(wanted.code.clone(), wanted)]))
        });
        let found = read.await?.stranded()?;
        let found = self.store.read(move |snapshot| with_people(snapshot, found, &staff, today)).await?;
        self.permit_list_at(ask, Action::ViewReception, found.len(), (&code, None)).await?;
        Ok(found)
    }

    /// The same as [`Service::stranded`], for the page that lists them: it is logged.
    pub async fn to_move(&self, ask: &Ask) -> Result<Vec<Stranded>, Problem> {
        let found = self.stranded(ask).await?;
        self.permit_list(ask, Action::ViewDay, found.len()).await?;
        Ok(found)
    }

    /// The bookings from today on, of the asker and of those they answer for, that cannot be held where they stand.
    pub async fn stranded(&self, ask: &Ask) -> Result<Vec<Stranded>, Problem> {
        let (actor, today) = (ask.actor.clone(), ask.today());
        let staff = actor.staff.clone();
        let read = self.store.read(move |snapshot| {
            let mut rows: Vec<BookedRow> = Vec::new();
            let desks = answers_for(snapshot, &actor, today)?;
            for officer in &desks {
                rows.extend(snapshot.booked_by(officer, &today.to_string())?);
            }
            let passed = passed_to(snapshot, &desks, (today, &today.to_string()))?;
            for (officer, passed) in &passed {
                let mut theirs = snapshot.booked_by(officer, &today.to_string())?;
                theirs.retain(|row| passed.contains(&(row.stream.clone(), row.appointment.clone())));
                rows.extend(theirs);
            }
            rows.sort_by(|a, b| (&a.starts, &a.stream, &a.appointment).cmp(&(&b.starts, &b.stream, &b.appointment)));
            // A leaver's, once the case is given on, is found on either way.
            rows.dedup_by(|a, b| (&a.stream, &a.appointment) == (&b.stream, &b.appointment));
            let mut sites = BTreeMap::new();
            for row in &rows {
                if !sites.contains_key(&row.site)
                    && let Some(site) = snapshot.site(&row.site)?
                {
                    sites.insert(row.site.clone(), site_of(&site));
                }
            }
            Ok((Booked::read(snapshot, rows, sites)?, desks))
        });
        let (booked, desks) = read.await?;
        let found = booked.stranded()?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.store.read(move |snapshot| {
            let mut theirs = Vec::new();
            for one in found {
                let by_now = successor(snapshot, &one.person, &one.appointment, today)?;
                theirs.extend(by_now.is_none_or(|staff| desks.contains(&staff)).then_some(one));
            }
            with_people(snapshot, theirs, &staff, today)
        });
        Ok(found.await?)
    }
}

/// Bookings, with what whether they can be held turns on.
struct Booked {
    rows: Vec<BookedRow>,
    sites: BTreeMap<String, Site>,
    /// The entries of those whose own record may keep them from where they are booked.
    entries: BTreeMap<StreamId, Vec<EntryRow>>,
}

impl Booked {
    /// Reads the record of nobody but those who are booked close to what somebody can be kept from, and of them only where a
    /// word of it stands there: this is asked for every officer's day.
    fn read(snapshot: &Snapshot, rows: Vec<BookedRow>, sites: BTreeMap<String, Site>) -> Result<Booked, StoreError> {
        let words: BTreeMap<&str, Vec<String>> =
            sites.iter().map(|(code, site)| (code.as_str(), kept_from(site))).filter(|(_, w)| !w.is_empty()).collect();
        let (mut entries, mut looked_at) = (BTreeMap::new(), BTreeSet::new());
        for row in &rows {
            let Some(words) = words.get(row.site.as_str()) else { continue };
            if !looked_at.insert((row.stream.clone(), row.site.as_str())) {
                continue;
            }
            let found = snapshot.entries(&row.stream)?;
            if found.iter().filter_map(|entry| entry.content.as_deref()).any(|content| says(content, words)) {
                entries.insert(row.stream.clone(), found);
            }
        }
        drop(looked_at);
        drop(words);
        Ok(Booked { rows, sites, entries })
    }

    /// Those that cannot be held, in their order.
    fn stranded(self) -> Result<Vec<Stranded>, Problem> {
        let mut files = BTreeMap::new();
        for (stream, rows) in &self.entries {
            files.insert(stream, fold(&read_entries(stream, rows)?, View::default()));
        }
        let nothing_known = CaseFile::default();
        let mut found = Vec::new();
        for row in &self.rows {
            let (Some(site), Ok(starts)) = (self.sites.get(&row.site), row.starts.parse::<Minute>()) else { continue };
            let detail: SlotDetail = serde_json::from_str(&row.detail).unwrap_or_default();
            let file = files.get(&row.stream).unwrap_or(&nothing_known);
            let ends = row.ends.parse().unwrap_or(starts);
            let (mut of_place, mut of_person) = (Vec::new(), Vec::new());
            for misfit in unfit_for(site, file, starts, ends, &detail.one_off) {
                match misfit {
                    // Where nobody has looked, nothing was lost.
                    Misfit::NotApproved(_) if site.assessed.is_none() => {}
                    Misfit::NotApproved(words) | Misfit::NotOpen(words) => of_place.push(words),
                    Misfit::TooClose(words) => of_person.push(words),
                }
            }
            if !has_room(site, &detail.room) {
                of_place.push(format!("There is no room called {} any more", detail.room));
            }
            if !of_place.is_empty() || !of_person.is_empty() {
                found.push(Stranded {
                    person: row.stream.clone(),
                    row: None,
                    appointment: row.appointment.clone(),
                    starts,
                    officer: row.officer.clone(),
                    site: row.site.clone(),
                    of_place,
                    of_person,
                });
            }
        }
        Ok(found)
    }
}

fn with_people(
    snapshot: &Snapshot,
    mut found: Vec<Stranded>,
    staff: &str,
    today: Date,
) -> Result<Vec<Stranded>, StoreError> {
    for one in &mut found {
        one.row = crate::day::visible(snapshot, &one.person, staff, today)?;
    }
    Ok(found)
}

/// The words and codes of which one stands on the record of whoever is kept from a building's neighbourhood, in lower case.
fn kept_from(site: &Site) -> Vec<String> {
    let near: BTreeSet<&str> = site.assessed.iter().flat_map(|found| &found.near).map(|near| near.code()).collect();
    let unfit = Places::split_2014().unfit().iter().filter(|unfit| near.contains(unfit.near.as_str()));
    unfit.flat_map(|unfit| unfit.requirements.iter().chain(&unfit.registers)).map(|word| word.to_lowercase()).collect()
}

/// Whether one of the words stands in an entry, however it is written.
fn says(content: &[u8], words: &[String]) -> bool {
    let content = String::from_utf8_lossy(content).to_lowercase();
    words.iter().any(|word| content.contains(word.as_str()))
}
