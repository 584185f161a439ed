//! Colleagues whom somebody who comes to reception must not meet, and who are taken to be in the building without an
//! appointment there: in their own office while it is open, on a day they are at work; elsewhere from their first appointment of
//! the day to their last. Nobody is asked where they really are, so that it is rather said once too often: reception asks first.

use jiff::civil::Date;
use record::StreamId;
use record::site::Site;
use record::time::Minute;
use store::{Snapshot, StoreError, WindowRow};

use crate::directory::site_of;

/// When such colleagues are taken to be in a building on a day: that, and what stands for them.
pub(crate) fn upstairs(
    snapshot: &Snapshot,
    person: &StreamId,
    site: &str,
    date: Date,
) -> Result<Vec<WindowRow>, StoreError> {
    let (on, mut windows) = (date.to_string(), Vec::new());
    let mut own = snapshot.apart_of(person.as_str())?;
    own.retain(|row| row.from_on <= on && on <= row.until_on);
    for row in own {
        for other in snapshot.apart_members(&row.stream)? {
            if other.kind != "staff" || other.side == row.side {
                continue;
            }
            if let Some((starts, ends)) = at_work(snapshot, &other.who, site, date)? {
                windows.push(WindowRow { token: other.token, site: site.to_owned(), starts, ends });
            }
        }
    }
    Ok(windows)
}

/// From when until when a member of staff is taken to be in a building on a day; none where nothing says that they come.
fn at_work(snapshot: &Snapshot, staff: &str, site: &str, date: Date) -> Result<Option<(String, String)>, StoreError> {
    let on = date.to_string();
    let Some(row) = snapshot.staff(staff)?.filter(|row| row.active) else { return Ok(None) };
    if snapshot.away_of(staff, &on)?.iter().any(|away| away.from_on <= on) {
        return Ok(None);
    }
    let office = snapshot.team(&row.team)?.map(|team| team.office);
    if office.as_deref() == Some(site) {
        return Ok(open(&snapshot.site(site)?.as_ref().map(site_of).unwrap_or_default(), date));
    }
    let mut slots = snapshot.diary_of_officer(staff, &on, &on)?;
    slots.retain(|slot| slot.site == site && slot.state != "cancelled");
    let ends = |starts: &str, minutes: i64| Some(starts.parse::<Minute>().ok()?.plus_minutes(minutes).to_string());
    let first = slots.iter().map(|slot| slot.starts.clone()).min();
    let last = slots.iter().filter_map(|slot| ends(&slot.starts, slot.minutes)).max();
    Ok(first.zip(last))
}

/// When a building is open on a day; all day where nobody said when it is.
fn open(site: &Site, date: Date) -> Option<(String, String)> {
    if site.hours.is_empty() {
        return Some((format!("{date}T00:00"), format!("{date}T23:59")));
    }
    let weekday = date.weekday().to_monday_one_offset();
    let hours = site.hours.iter().find(|hours| hours.weekday == weekday)?;
    Some((format!("{date}T{}", hours.opens), format!("{date}T{}", hours.closes)))
}
