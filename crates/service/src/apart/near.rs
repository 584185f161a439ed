//! Which of an officer's own appointments bring people together who must be kept apart: looked for as a booking is
//! checked, so that whatever came to be afterwards is found as well.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use practice::Standards;
use practice::catalogue::Mode;
use practice::keep_apart::{Stay, meets};
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::time::Minute;
use store::{DiaryRow, PersonRow, Snapshot, StoreError, WindowRow};

use crate::ahead::Ahead;
use crate::booking::around::{holding, windows_on};
use crate::booking::check::{civil, stay};
use crate::booking::third::named_in;
use crate::day::{Day, Slot};
use crate::elsewhere::{mark, marks_without_postcode};
use crate::project::SlotDetail;
use crate::sites::premises::Premises;
use crate::{Ask, Problem, Service};

/// An appointment that is too near to somebody who must not be met, or with one of them: who else it is is not said.
#[derive(Debug)]
pub struct TooNear {
    /// Whose appointment.
    pub person: StreamId,
    /// Their line in the register; none when access to their record is limited.
    pub row: Option<PersonRow>,
    /// When it starts.
    pub starts: Minute,
    /// The appointment.
    pub appointment: String,
    /// Whose diary it stands in; staff code.
    pub officer: String,
    /// Where; site code, empty for a visit.
    pub site: String,
    /// Who would meet whom.
    pub meeting: Meeting,
}

/// Who would meet whom they must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// The person, somebody who is to be there.
    Person,
    /// Whoever sees them, somebody who is to be there.
    Officer,
    /// The person, whoever sees them.
    EachOther,
}

impl Service {
    /// Which appointments of a day that was shown to whoever asks bring people together who must be kept apart, by whose they are
    /// and their name; none of a day that is over.
    pub async fn too_near_on(&self, ask: &Ask, day: &Day) -> Result<BTreeMap<(StreamId, String), Meeting>, Problem> {
        let (date, today, now, standards) = (day.date, ask.today(), ask.now.london(), self.standards);
        if date < today {
            return Ok(BTreeMap::new());
        }
        let answers = |slot: &Slot| slot.owner.staff.clone().unwrap_or_else(|| slot.row.officer.clone());
        let officers: BTreeSet<_> = day.slots.iter().map(|slot| (slot.row.officer.clone(), answers(slot))).collect();
        let owners: BTreeMap<_, _> = day
            .slots
            .iter()
            .map(|slot| ((slot.row.stream.clone(), slot.row.appointment.clone()), answers(slot)))
            .collect();
        let found = self.store.read(move |snapshot| {
            let mut near = BTreeMap::new();
            for (officer, answers) in &officers {
                let of_officer = too_near(snapshot, (officer, answers), (date, date), now, standards)?;
                let each = of_officer.into_iter().map(|(row, _, meeting)| ((row.stream, row.appointment), meeting));
                near.extend(each.filter(|(slot, _)| owners.get(slot) == Some(answers)));
            }
            Ok(near)
        });
        Ok(found.await?)
    }
}

/// The appointments of whoever asks, and of those they answer for, in the next days, that bring people together who must be
/// kept apart: arranged after they were booked, let be by a senior, or moved here by a colleague. By time.
pub(crate) fn near_ahead(
    snapshot: &Snapshot,
    ahead: &Ahead<'_>,
    staff: &str,
    (now, standards): (Minute, &Standards),
) -> Result<Vec<TooNear>, StoreError> {
    let today = now.day();
    let last = today.saturating_add(Span::new().days(Places::split_2014().value(PlaceFigure::NearDays)));
    let mut near = ahead.of_diaries(|officer, look| {
        let mut of_officer = too_near(snapshot, (officer, staff), (today, last), now, standards)?;
        of_officer.retain(|(row, ..)| look.takes(&row.stream, &row.appointment));
        Ok(of_officer)
    })?;
    let theirs = ahead.theirs(snapshot, near.iter().map(|(row, ..)| row.clone()).collect())?;
    near.retain(|(row, ..)| theirs.contains(&(row.stream.clone(), row.appointment.clone())));
    let mut found = Vec::new();
    for (row, starts, meeting) in near {
        let person = crate::day::visible(snapshot, &row.stream, staff, today)?;
        let DiaryRow { stream, appointment, officer, site, .. } = row;
        found.push(TooNear { person: stream, row: person, starts, appointment, officer, site, meeting });
    }
    found.sort_by(|a: &TooNear, b| (a.starts, &a.person).cmp(&(b.starts, &b.person)));
    Ok(found)
}

/// Those of an officer on some days, the first and the last included. Whoever answers for the officer meanwhile sees them, and
/// is asked about as well.
fn too_near(
    snapshot: &Snapshot,
    (officer, answers): (&str, &str),
    (first, last): (Date, Date),
    now: Minute,
    standards: &Standards,
) -> Result<Vec<(DiaryRow, Minute, Meeting)>, StoreError> {
    let today = now.day();
    let (from, to) = (first.to_string(), last.to_string());
    let kept: BTreeSet<StreamId> = snapshot.kept_apart_seen_by(officer, &from, &to)?.into_iter().collect();
    let seeing: BTreeSet<&str> = [officer, answers].into();
    let mut own = false;
    for staff in &seeing {
        own |= snapshot.apart_of(staff)?.iter().any(|row| row.from_on <= to && from <= row.until_on);
    }
    if kept.is_empty() && !own {
        return Ok(Vec::new());
    }
    let mut rows = snapshot.diary_of_officer(officer, &from, &to)?;
    // Whoever says early that somebody came is in the building until the time is over.
    let over = |row: &DiaryRow| row.starts.parse::<Minute>().is_ok_and(|from| from.plus_minutes(row.minutes) <= now);
    rows.retain(|row| {
        let open = row.outcome.is_none();
        row.state != "cancelled" && (own && (open || !over(row)) || open && kept.contains(&row.stream))
    });
    // Whom the two of them must not meet is the same for all of a day.
    let mut of_officer: BTreeMap<Date, Vec<WindowRow>> = BTreeMap::new();
    let mut near = Vec::new();
    for row in rows {
        let Ok(starts) = row.starts.parse::<Minute>() else { continue };
        let day = starts.day();
        if kept.contains(&row.stream) {
            let mut each_other = false;
            for staff in &seeing {
                each_other |= snapshot.is_kept_from(&row.stream, staff, &day.to_string())?;
            }
            each_other |= is_with(snapshot, &row, day)?;
            if each_other {
                near.push((row, starts, Meeting::EachOther));
                continue;
            }
            let windows = windows_on(snapshot, row.stream.as_str(), day, today)?;
            if is_near(snapshot, (&row, starts), &windows, standards)? {
                near.push((row, starts, Meeting::Person));
                continue;
            }
        }
        if own && !of_officer.contains_key(&day) {
            let of_day = of_officer.entry(day).or_default();
            for staff in &seeing {
                of_day.extend(windows_on(snapshot, staff, day, today)?);
            }
        }
        if let Some(windows) = of_officer.get(&day)
            && is_near(snapshot, (&row, starts), windows, standards)?
        {
            near.push((row, starts, Meeting::Officer));
        }
    }
    Ok(near)
}

/// Whether somebody whom they must not meet is to be there by name.
fn is_with(snapshot: &Snapshot, row: &DiaryRow, day: Date) -> Result<bool, StoreError> {
    let detail: SlotDetail = serde_json::from_str(&row.detail).unwrap_or_default();
    if detail.with.is_empty() {
        return Ok(false);
    }
    Ok(!named_in(snapshot, &holding(snapshot, row.stream.as_str(), &day.to_string())?, &detail.with)?.is_empty())
}

fn is_near(
    snapshot: &Snapshot,
    (row, starts): (&DiaryRow, Minute),
    windows: &[WindowRow],
    standards: &Standards,
) -> Result<bool, StoreError> {
    if windows.is_empty() {
        return Ok(false);
    }
    let others: Vec<Stay<'_>> = windows.iter().filter_map(stay).collect();
    let buffer = Places::split_2014().value(PlaceFigure::BufferMinutes);
    let (starts, ends) = (civil(starts), civil(starts.plus_minutes(row.minutes)));
    let places = places(snapshot, row, standards)?;
    Ok(places.iter().any(|site| meets(Stay { site, starts, ends }, &others, buffer).is_some()))
}

/// What stands for where an appointment is: a building's code and the marks of its address, or the marks of the address of a
/// visit and the codes of the building there; none by telephone.
fn places(snapshot: &Snapshot, row: &DiaryRow, standards: &Standards) -> Result<Vec<String>, StoreError> {
    let Some(kind) = standards.contact_type(&row.mode).filter(|kind| kind.mode == Mode::InPerson) else {
        return Ok(Vec::new());
    };
    let detail: SlotDetail = serde_json::from_str(&row.detail).unwrap_or_default();
    let (own, mut also) = match &detail.at {
        Some(at) => (mark(&at.lines, &at.postcode), marks_without_postcode(at)),
        None => (Some(row.site.clone()).filter(|_| !kind.elsewhere), Vec::new()),
    };
    let premises = Premises::read(snapshot)?;
    let mut places: Vec<String> = own.into_iter().collect();
    places.extend(places.first().map(|place| premises.other_names(place, &also)).unwrap_or_default());
    places.append(&mut also);
    Ok(places)
}
