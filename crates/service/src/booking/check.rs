//! Whether a booking is sound: pure, over what was read. Every form that books comes through here.

use jiff::civil::{DateTime, Time};
use practice::Standards;
use practice::catalogue::Mode;
use practice::keep_apart::{Stay, meets};
use practice::places::{PlaceFigure, Places};
use practice::site_fit::{FitFacts, Misfit, misfits};
use record::StreamId;
use record::case::{Appointment, CaseFile, Order};
use record::facts::elsewhere::Elsewhere;
use record::facts::site::Room;
use record::site::Site;
use record::time::Minute;
use store::{DiaryRow, WindowRow};

use super::{Around, NextAppointment};
use crate::elsewhere::is_work;
use crate::project::KeptFrom;
use crate::{Ask, FieldError};

/// The field of an error that says that somebody must be kept apart: it always says the same, whatever the cause.
pub const APART: &str = "apart";

/// A time that is asked for, in an appointment that is new, or is to be moved.
#[derive(Clone, Copy)]
pub(super) struct Slot<'a> {
    pub(super) person: &'a StreamId,
    pub(super) file: &'a CaseFile,
    /// The appointment that is moved; empty for a new one.
    pub(super) moved: &'a str,
    pub(super) contact: &'a str,
    pub(super) starts: Minute,
    pub(super) minutes: u32,
    pub(super) around: &'a Around,
    /// Where it is, if not at a building.
    pub(super) at: Option<&'a Elsewhere>,
    /// Why this one booking is approved at a building that is not; empty for no reason.
    pub(super) one_off: &'a str,
    /// Why a senior lets it be although people must be kept apart.
    pub(super) override_reason: &'a str,
}

impl Slot<'_> {
    fn ends(&self) -> Minute {
        self.starts.plus_minutes(i64::from(self.minutes))
    }
}

/// What is wrong with the time and the place.
pub(super) fn wrong(slot: &Slot<'_>, ask: &Ask, standards: &Standards) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let others = slot.file.appointments.iter().filter(|a| a.component != slot.moved);
    wrong.extend(closed(slot.contact, slot.starts, standards));
    wrong.extend(too_far(slot.starts, ask));
    wrong.extend(clash(others, slot.starts, slot.minutes));
    let together = standards.contact_type(slot.contact).is_some_and(|kind| kind.together);
    wrong.extend(engaged(slot, together));
    if takes_place_here(slot.contact, standards) {
        wrong.extend(room(slot, together));
        wrong.extend(unfit(slot));
        wrong.extend(too_close(slot));
    } else if !slot.around.asked.room.is_empty() {
        wrong.push(FieldError::new("room", "No room is kept for an appointment of this kind. Choose none"));
    }
    wrong
}

/// What is wrong with an appointment that stands when and where it did, once it is another officer's: they have somebody else
/// then, or must not be there.
pub(super) fn wrong_officer(slot: &Slot<'_>, standards: &Standards) -> Option<FieldError> {
    let together = standards.contact_type(slot.contact).is_some_and(|kind| kind.together);
    engaged(slot, together).or_else(|| apart(slot, standards))
}

/// Whether it would bring people together who must be kept apart. Asked last of all, of what could be booked otherwise: a
/// form with a mistake in it tells nothing.
pub(super) fn apart(slot: &Slot<'_>, standards: &Standards) -> Option<FieldError> {
    let here = is_in_person(slot.contact, standards);
    let meets = slot.around.must_not_see || (here && !meeting(slot).is_empty());
    (meets && slot.override_reason.trim().is_empty())
        .then(|| FieldError::new(APART, "This person can’t be booked there at that time"))
}

/// Whether an appointment of this kind brings somebody into a building of the service.
pub(crate) fn takes_place_here(contact: &str, standards: &Standards) -> bool {
    standards.contact_type(contact).is_some_and(|kind| kind.mode == Mode::InPerson && !kind.elsewhere)
}

/// Whether they are seen in the same room, wherever that is.
pub(super) fn is_in_person(contact: &str, standards: &Standards) -> bool {
    standards.contact_type(contact).is_some_and(|kind| kind.mode == Mode::InPerson)
}

/// What stands for those who would be there and whom the person must not meet.
pub(super) fn meeting<'a>(slot: &Slot<'a>) -> Vec<&'a str> {
    let asked = Stay { site: &slot.around.asked.site, starts: civil(slot.starts), ends: civil(slot.ends()) };
    let buffer = Places::split_2014().value(PlaceFigure::BufferMinutes);
    let near = |row: &&WindowRow| stay(row).is_some_and(|other| meets(asked, &[other], buffer).is_some());
    slot.around.windows.iter().filter(near).map(|row| row.token.as_str()).collect()
}

/// A row as the rule takes it.
pub(crate) fn stay(row: &WindowRow) -> Option<Stay<'_>> {
    let (starts, ends) = (row.starts.parse::<Minute>().ok()?, row.ends.parse::<Minute>().ok()?);
    Some(Stay { site: &row.site, starts: civil(starts), ends: civil(ends) })
}

/// A minute as the rules take it.
pub(crate) fn civil(minute: Minute) -> DateTime {
    let (hour, of_hour) = minute.clock();
    minute.day().at(hour, of_hour, 0, 0)
}

fn clash<'a>(others: impl Iterator<Item = &'a Appointment>, starts: Minute, minutes: u32) -> Option<FieldError> {
    let ends = starts.plus_minutes(i64::from(minutes));
    let mut open = others.filter(|a| a.is_open());
    let other = open.find(|a| a.booked.starts < ends && starts < a.ends())?;
    let (hour, minute) = other.booked.starts.clock();
    let message = format!("They have another appointment at {hour:02}:{minute:02} that day");
    Some(FieldError::new("date", message))
}

pub(super) fn ends(order: &Order) -> String {
    order.made.until.map_or_else(|| "no set day".to_owned(), crate::letters::written)
}

/// Nobody books further ahead than two years; a slip of the pen does.
fn too_far(starts: Minute, ask: &Ask) -> Option<FieldError> {
    let last = ask.today().saturating_add(jiff::Span::new().years(2));
    (starts.day() > last).then(|| FieldError::new("date", "Choose a day within the next two years"))
}

/// Unpaid work goes on at weekends; an office does not, nor before seven or after nine in the evening.
fn closed(contact: &str, starts: Minute, standards: &Standards) -> Option<FieldError> {
    let day = starts.day();
    let works = practice::business_days::is_business_day(standards.holidays(), day).unwrap_or(true);
    if !works && !is_work(contact) {
        return Some(FieldError::new(
            "date",
            format!("{} is no working day. Choose another", crate::letters::written(day)),
        ));
    }
    let (hour, _) = starts.clock();
    (!(7..21).contains(&hour)).then(|| FieldError::new("time", "Choose a time between 7am and 9pm"))
}

/// Whether the officer has somebody else then. Who it is is not said: the form may be another's.
/// In a session for several people they have all of them at once.
fn engaged(slot: &Slot<'_>, together: bool) -> Option<FieldError> {
    let (starts, ends) = (slot.starts, slot.ends());
    let open = slot.around.slots.iter().filter(|row| row.outcome.is_none() && row.state != "cancelled");
    let other = open.into_iter().find(|row: &&DiaryRow| {
        let Ok(begins) = row.starts.parse::<Minute>() else { return false };
        let own = row.stream == *slot.person && row.appointment == slot.moved;
        // A row does not say which typed place it is at: two such places are not told apart here.
        let there = row.site.is_empty() || row.site == slot.around.asked.site;
        let same_session = together && row.mode == slot.contact && begins == starts && there;
        !own && !same_session && begins < ends && starts < begins.plus_minutes(row.minutes)
    })?;
    let at = other.starts.parse::<Minute>().ok()?;
    let message = format!("Whoever is to see them has another appointment at {}", crate::letters::clock(at));
    Some(FieldError::new("time", message))
}

/// The room is one of the building's, and nobody else's then (two appointments of their own clash anyway); or, for a session of several people, has a seat left beside those of the same session.
fn room(slot: &Slot<'_>, together: bool) -> Option<FieldError> {
    let asked = &slot.around.asked;
    if asked.room.is_empty() {
        return None;
    }
    let Some(room) = slot.around.site.as_ref().and_then(|site| room_of(site, &asked.room)) else {
        return Some(FieldError::new("room", "Choose a room of that place, or none"));
    };
    let (starts, ends) = (slot.starts.to_string(), slot.ends().to_string());
    let others: Vec<_> = slot.around.busy.iter().filter(|row| row.starts < ends && starts < row.ends).collect();
    if others.is_empty() {
        return None;
    }
    if together && others.iter().all(|row| row.starts == starts && row.mode == slot.contact) {
        let full = others.len() >= usize::try_from(room.seats).unwrap_or(usize::MAX);
        return full.then(|| FieldError::new("room", format!("That room seats {} and is full then", room.seats)));
    }
    Some(FieldError::new("room", "That room is taken then. Choose another, or none"))
}

fn room_of<'a>(site: &'a Site, name: &str) -> Option<&'a Room> {
    site.rooms.iter().find(|room| room.name == name)
}

/// Whether a building has a room; where none is booked, that is enough.
pub(crate) fn has_room(site: &Site, name: &str) -> bool {
    name.is_empty() || room_of(site, name).is_some()
}

/// Why somebody cannot be seen in a building from one minute to another: asked of a new booking, and of what is booked as often
/// as it is listed. Whoever says why one may be held there although it is not approved lets that be, and nothing else.
pub(crate) fn unfit_for(site: &Site, kept_from: &KeptFrom, starts: Minute, ends: Minute, one_off: &str) -> Vec<Misfit> {
    let facts = fit_facts(site, kept_from);
    let mut found = misfits(&facts, civil(starts), civil(ends), Places::split_2014());
    found.retain(|misfit| one_off.trim().is_empty() || !matches!(misfit, Misfit::NotApproved(_)));
    found
}

fn unfit(slot: &Slot<'_>) -> Vec<FieldError> {
    let Some(site) = &slot.around.site else { return Vec::new() };
    let mut wrong = Vec::new();
    let kept_from = KeptFrom::on(slot.file, slot.starts.day());
    for misfit in unfit_for(site, &kept_from, slot.starts, slot.ends(), slot.one_off) {
        match misfit {
            Misfit::NotApproved(words) => wrong.push(FieldError::new(
                "one_off",
                format!("{words}. Choose another place, or say why this one appointment may be held there"),
            )),
            Misfit::NotOpen(words) => wrong.push(FieldError::new("time", format!("{}: {words}", site.name))),
            Misfit::TooClose(words) => wrong.push(FieldError::new("place", format!("{words}. Choose another place"))),
        }
    }
    wrong
}

/// Whether a place that is no building is close to what the person is kept from.
fn too_close(slot: &Slot<'_>) -> Option<FieldError> {
    let near = slot.at?.near.iter().map(|near| near.code()).collect();
    let kept_from = KeptFrom::on(slot.file, slot.starts.day());
    let facts = FitFacts { approved: Some(true), near, ..person_facts(&kept_from) };
    let found = misfits(&facts, civil(slot.starts), civil(slot.ends()), Places::split_2014());
    found.first().map(|misfit| FieldError::new("visit", format!("{}. Choose another place", misfit.words())))
}

/// What is known of a building, and what the person is kept from, that whether they can be seen there turns on.
pub(super) fn fit_facts<'a>(site: &'a Site, kept_from: &'a KeptFrom) -> FitFacts<'a> {
    let assessed = site.assessed.as_ref();
    let time = |text: &str| text.parse::<Time>().ok();
    FitFacts {
        approved: assessed.map(|found| found.approved),
        approved_until: assessed.and_then(|found| found.until),
        closed: site.closed,
        hours: site
            .hours
            .iter()
            .filter_map(|hours| Some((hours.weekday, time(&hours.opens)?, time(&hours.closes)?)))
            .collect(),
        near: assessed.iter().flat_map(|found| &found.near).map(|near| near.code()).collect(),
        ..person_facts(kept_from)
    }
}

/// What the person is kept from, and the registers they are on.
fn person_facts(kept_from: &KeptFrom) -> FitFacts<'_> {
    FitFacts {
        requirements: kept_from.requirements.iter().map(String::as_str).collect(),
        registers: kept_from.registers.iter().map(String::as_str).collect(),
        ..FitFacts::default()
    }
}

/// What is wrong with a new booking besides its time and place.
pub(super) fn wrong_kind(
    next: &NextAppointment,
    order: Option<&Order>,
    ask: &Ask,
    standards: &Standards,
) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if next.starts <= ask.now.london() {
        wrong.push(FieldError::new("date", "Book an appointment that is still to come"));
    }
    if !(5..=600).contains(&next.minutes) {
        wrong.push(FieldError::new("length", "Choose how long it takes"));
    }
    if standards.contact_type(&next.contact).is_none_or(|kind| !kind.attendance) {
        wrong.push(FieldError::new("contact", "Choose what kind of appointment it is"));
    }
    match order {
        None => wrong.push(FieldError::new("date", "No order or licence is running on that day")),
        Some(order) if !order.is_active(next.starts.day()) => {
            wrong.push(FieldError::new(
                "date",
                format!("The order runs from {} to {}", crate::letters::written(order.made.from), ends(order)),
            ));
        }
        Some(_) => {}
    }
    wrong
}
