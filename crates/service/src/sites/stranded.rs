//! Bookings at a building that cannot be held there any more: it lost its approval, or closes; their organisation uses it no
//! longer; it is shut at that time, or their room is gone; or it is close to what the person is kept from by now. What is booked stays booked until it is moved, so it is
//! listed: on the building's page, and on the day of whoever holds it, or answers for them. What is asked is what a new booking
//! would be refused for ([`unfit_for`]), of what the diary keeps with each: what its person is kept from on that day.
//!
//! A booking reads the guard that whoever says what a building is fit for raises ([`site_guard`]). Whichever comes second is
//! decided again: the booking is refused, or it is listed.
//!
//! [`site_guard`]: crate::booking::around::site_guard
//! [`unfit_for`]: crate::booking::check::unfit_for

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use access::Action;
use jiff::civil::Date;
use practice::site_fit::Misfit;
use record::StreamId;
use record::site::Site;
use record::time::Minute;
use serde::Deserialize;
use store::{BookedRow, PersonRow, Snapshot, StoreError};

use crate::ahead::Ahead;
use crate::booking::check::{has_room, unfit_for};
use crate::day::visible_among;
use crate::desks::Desks;
use crate::directory::site_of;
use crate::project::KeptFrom;
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
        let found = self.store.read(move |snapshot| {
            let rows = snapshot.booked_from(&wanted.code, &today.to_string())?;
            let mut users = Users::default();
            let found: Vec<Option<Stranded>> =
                rows.iter().map(|row| stranded(snapshot, &wanted, row, &mut users)).collect::<Result<_, _>>()?;
            with_people(snapshot, found.into_iter().flatten().collect(), &staff, today)
        });
        let found = found.await?;
        self.permit_list_at(ask, Action::ViewReception, found.len(), (&code, None)).await?;
        Ok(found)
    }

    /// The bookings from today on, of the asker and of those they answer for, that cannot be held where they stand, for the page
    /// that lists them: it is logged.
    pub async fn to_move(&self, ask: &Ask, desks: &Arc<Desks>) -> Result<Vec<Stranded>, Problem> {
        let (desks, actor, today) = (desks.clone(), ask.actor.clone(), ask.today());
        let found = self.store.read(move |snapshot| {
            stranded_ahead(snapshot, &Ahead::read(snapshot, &actor, &desks, today)?, &actor.staff, today)
        });
        let found = found.await?;
        self.permit_list(ask, Action::ViewDay, found.len()).await?;
        Ok(found)
    }

    /// Refuses a place at which the organisation of an officer sees nobody any more, though an appointment of theirs stands there.
    pub(crate) async fn check_still_used(&self, officer: &str, site: &str, field: &'static str) -> Result<(), Problem> {
        let (officer, code) = (officer.to_owned(), site.to_owned());
        let wrong = self.store.read(move |snapshot| match snapshot.site(&code)?.as_ref().map(site_of) {
            Some(site) => Users::default().wrong(snapshot, &site, &officer),
            None => Ok(None),
        });
        match wrong.await? {
            Some(words) => Err(Problem::field(field, format!("{words}. Choose another place"))),
            None => Ok(()),
        }
    }
}

/// The bookings from today on, of somebody and of those they answer for, that cannot be held where they stand, by time. Only
/// rows are read: this is asked for every officer's day.
pub(crate) fn stranded_ahead(
    snapshot: &Snapshot,
    ahead: &Ahead<'_>,
    staff: &str,
    today: Date,
) -> Result<Vec<Stranded>, StoreError> {
    let mut rows = ahead.of_diaries(|officer, look| {
        let mut rows = snapshot.booked_by(officer, &today.to_string())?;
        rows.retain(|row| look.takes(&row.stream, &row.appointment));
        Ok(rows)
    })?;
    rows.sort_by(|a, b| (&a.starts, &a.stream, &a.appointment).cmp(&(&b.starts, &b.stream, &b.appointment)));
    let mut sites: BTreeMap<&str, Option<Site>> = BTreeMap::new();
    let (mut found, mut users) = (Vec::new(), Users::default());
    for row in &rows {
        if !sites.contains_key(row.site.as_str()) {
            sites.insert(&row.site, snapshot.site(&row.site)?.as_ref().map(site_of));
        }
        let site = sites.get(row.site.as_str()).and_then(Option::as_ref);
        let Some(site) = site else { continue };
        found.extend(stranded(snapshot, site, row, &mut users)?);
    }
    let mut booked = Vec::new();
    for one in &found {
        booked.extend(snapshot.diary_of(&one.person)?.into_iter().filter(|row| row.appointment == one.appointment));
    }
    let theirs = ahead.theirs(snapshot, booked)?;
    found.retain(|one| theirs.contains(&(one.person.clone(), one.appointment.clone())));
    with_people(snapshot, found, staff, today)
}

/// Whose officers see people where, as far as it was read: each organisation once.
#[derive(Default)]
struct Users {
    /// The organisation of an officer, by staff code.
    of: BTreeMap<String, String>,
    /// Of an organisation its name, and where its teams have their offices.
    offices: BTreeMap<String, (String, Vec<String>)>,
}

impl Users {
    /// Why an officer sees nobody at a building: their organisation did, and does not any more. A new booking there is refused.
    fn wrong(&mut self, snapshot: &Snapshot, site: &Site, officer: &str) -> Result<Option<String>, StoreError> {
        if !self.of.contains_key(officer) {
            let row = snapshot.staff(officer)?;
            self.of.insert(officer.to_owned(), row.map(|row| row.provider).unwrap_or_default());
        }
        let provider = self.of.get(officer).map_or("", String::as_str);
        // Of somebody whom nobody knows it cannot be said.
        if provider.is_empty() || site.used_by.iter().any(|code| code == provider) {
            return Ok(None);
        }
        if !self.offices.contains_key(provider) {
            let name = snapshot.team(provider)?.map_or_else(|| provider.to_owned(), |unit| unit.name);
            self.offices.insert(provider.to_owned(), (name, snapshot.offices_of(provider)?));
        }
        let (name, places) = &self.offices[provider];
        Ok((!places.contains(&site.code)).then(|| format!("{name} sees nobody there any more")))
    }
}

/// What of a slot's detail tells whether it can be held where it is: the rest is not read, for there are many of them.
#[derive(Deserialize)]
struct Placed {
    #[serde(default)]
    room: String,
    #[serde(default)]
    one_off: String,
    #[serde(default)]
    kept_from: KeptFrom,
}

/// A booking, if it cannot be held in its building as that is by now.
fn stranded(
    snapshot: &Snapshot,
    site: &Site,
    row: &BookedRow,
    users: &mut Users,
) -> Result<Option<Stranded>, StoreError> {
    let Ok(starts) = row.starts.parse::<Minute>() else { return Ok(None) };
    let damaged = |error: serde_json::Error| {
        StoreError::Damaged(format!("an appointment of {} in the diary: {error}", row.stream))
    };
    let detail: Placed = serde_json::from_str(&row.detail).map_err(damaged)?;
    let ends = row.ends.parse().unwrap_or(starts);
    let (mut of_place, mut of_person) = (Vec::new(), Vec::new());
    for misfit in unfit_for(site, &detail.kept_from, starts, ends, &detail.one_off) {
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
    of_place.extend(users.wrong(snapshot, site, &row.officer)?);
    if of_place.is_empty() && of_person.is_empty() {
        return Ok(None);
    }
    Ok(Some(Stranded {
        person: row.stream.clone(),
        row: None,
        appointment: row.appointment.clone(),
        starts,
        officer: row.officer.clone(),
        site: row.site.clone(),
        of_place,
        of_person,
    }))
}

fn with_people(
    snapshot: &Snapshot,
    mut found: Vec<Stranded>,
    staff: &str,
    today: Date,
) -> Result<Vec<Stranded>, StoreError> {
    let whom: BTreeSet<StreamId> = found.iter().map(|one| one.person.clone()).collect();
    let people = visible_among(snapshot, &whom.into_iter().collect::<Vec<_>>(), staff, today)?;
    for one in &mut found {
        one.row = people.get(&one.person).cloned();
    }
    Ok(found)
}
