//! Bookings at a building where nobody may be seen any more: it lost its approval, or closes. What is booked stays booked
//! until it is moved, so it is listed: on the building's page, and on the day of whoever holds it, or answers for them.
//!
//! A booking reads the guard that whoever says what a building is fit for raises ([`site_guard`]). Whichever comes second is
//! decided again: the booking is refused, or it is listed.
//!
//! [`site_guard`]: crate::booking::around::site_guard

use std::collections::BTreeMap;

use access::Action;
use jiff::civil::Date;
use record::StreamId;
use record::site::Site;
use record::time::Minute;
use store::{BookedRow, PersonRow, Snapshot, StoreError};

use super::Approval;
use crate::diaries::{passed_to, successor};
use crate::directory::site_of;
use crate::owner::answers_for;
use crate::project::SlotDetail;
use crate::{Ask, Problem, Service};

/// A booking at a building where nobody may be seen on that day.
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
    /// How the building stands on that day.
    pub approval: Approval,
}

impl Service {
    /// The bookings of a building from today on that cannot be held there, by time, for whoever works where people are
    /// seen in it.
    pub(super) async fn stranded_at(&self, ask: &Ask, site: &Site) -> Result<Vec<Stranded>, Problem> {
        let (wanted, staff, today) = (site.clone(), ask.actor.staff.clone(), ask.today());
        let found = self.store.read(move |snapshot| {
            let rows = snapshot.booked_from(&wanted.code, &today.to_string())?;
            stranded(snapshot, rows, &BTreeMap::from([(wanted.code.clone(), wanted)]), &staff, today)
        });
        let found = found.await?;
        self.permit_list(ask, Action::ViewReception, found.len()).await?;
        Ok(found)
    }

    /// The same as [`Service::stranded`], for the page that lists them: it is logged.
    pub async fn to_move(&self, ask: &Ask) -> Result<Vec<Stranded>, Problem> {
        let found = self.stranded(ask).await?;
        self.permit_list(ask, Action::ViewDay, found.len()).await?;
        Ok(found)
    }

    /// The bookings from today on, of the asker and of those they answer for, at buildings where nobody may be seen then.
    pub async fn stranded(&self, ask: &Ask) -> Result<Vec<Stranded>, Problem> {
        let (actor, today) = (ask.actor.clone(), ask.today());
        let found = self.store.read(move |snapshot| {
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
            rows.sort_by(|a, b| (&a.starts, &a.stream).cmp(&(&b.starts, &b.stream)));
            let mut sites = BTreeMap::new();
            for row in &rows {
                if !sites.contains_key(&row.site)
                    && let Some(site) = snapshot.site(&row.site)?
                {
                    sites.insert(row.site.clone(), site_of(&site));
                }
            }
            let mut found = Vec::new();
            for one in stranded(snapshot, rows, &sites, &actor.staff, today)? {
                let by_now = successor(snapshot, &one.person, &one.appointment, today)?;
                found.extend(by_now.is_none_or(|staff| desks.contains(&staff)).then_some(one));
            }
            Ok(found)
        });
        Ok(found.await?)
    }
}

fn stranded(
    snapshot: &Snapshot,
    rows: Vec<BookedRow>,
    sites: &BTreeMap<String, Site>,
    staff: &str,
    today: Date,
) -> Result<Vec<Stranded>, StoreError> {
    let mut found = Vec::new();
    for row in rows {
        let (Some(site), Ok(starts)) = (sites.get(&row.site), row.starts.parse::<Minute>()) else { continue };
        let detail: SlotDetail = serde_json::from_str(&row.detail).unwrap_or_default();
        let approval = Approval::of(site, starts.day());
        // Where nobody has looked, nothing was lost; and who said why one may be held there knew how it stood. A closed
        // building is no place for either.
        let lost = match &approval {
            Approval::Approved(_) | Approval::Unknown => false,
            Approval::Closed(_) => true,
            Approval::Refused | Approval::Lapsed(_) => detail.one_off.is_empty(),
        };
        if lost {
            let person = crate::day::visible(snapshot, &row.stream, staff, today)?;
            let (appointment, officer) = (row.appointment, row.officer);
            found.push(Stranded {
                person: row.stream,
                row: person,
                appointment,
                starts,
                officer,
                site: row.site,
                approval,
            });
        }
    }
    Ok(found)
}
