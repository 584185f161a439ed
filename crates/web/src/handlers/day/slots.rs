//! The slots of a day: who comes, what to know of them, and what there is to record.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::StreamId;
use record::facts::person::AskedBy;
use record::time::Minute;
use service::apart::near::Meeting;
use service::day::{DiaryRow, Owing, Slot as DiarySlot};
use service::directory::{Names, Place};
use service::project::{Flag as StoredFlag, SlotDetail};

use super::came_back::Wrong;
use super::due::clock_of;
use super::week::way;
use crate::components::Link;
use crate::handlers::appointments::next::{proposal, propose};
use crate::handlers::appointments::outcome_form::{form, only_open, refill};
use crate::handlers::appointments::visits::{visit_again, whereabouts};
use crate::handlers::frame::{case_href, register_flag};
use crate::pages::day::today::{Slot, SlotState, Whole};
use crate::visitor::Visitor;
use crate::words::{clock, day_of, minute, outcome_flag};

/// What every slot of a day is shown with.
pub(super) struct Around<'a> {
    pub(super) visitor: &'a Visitor,
    pub(super) date: Date,
    /// The diary is looked at as it was known, and nothing is done from here.
    pub(super) past: bool,
    pub(super) names: &'a Names,
    pub(super) places: &'a [Place],
    pub(super) duties: &'a [&'a Owing],
    /// Whether everything on record is protected: on a database that servers share that takes up to a second.
    pub(super) protected: bool,
    /// Appointments of which it is still to be said what was worked on.
    pub(super) work: &'a [&'a Owing],
    pub(super) wrong: Option<&'a Wrong<'a>>,
    /// Whether so many wait that the whole form of what stands in a colleague's diary is one press away.
    pub(super) full: bool,
    /// Which of the slots bring people together who must be kept apart.
    pub(super) near: &'a BTreeMap<(StreamId, String), Meeting>,
}

/// What to see to before somebody is seen whom others must not meet: who they are, and why, is not said.
pub(super) fn apart(near: &BTreeMap<(StreamId, String), Meeting>, slot: &DiarySlot) -> Option<String> {
    let meeting = near.get(&(slot.row.stream.clone(), slot.row.appointment.clone()))?;
    let words = match (&slot.person, meeting) {
        (None, _) => "This appointment needs your senior before it is held",
        (_, Meeting::Person) => "Somebody is to be there whom they must not meet: move it, or ask your senior",
        (_, Meeting::Officer) => {
            "Somebody is to be there whom whoever sees them must not meet: move it, or ask your senior"
        }
        (_, Meeting::EachOther) => "They and whoever is to see them must not meet: move it, or ask your senior",
    };
    Some(words.to_owned())
}

pub(super) fn slot_of(around: &Around<'_>, slot: &DiarySlot, number: usize) -> Slot {
    let Around { visitor, names, duties, .. } = *around;
    let row = &slot.row;
    let starts: Option<Minute> = row.starts.parse().ok();
    if slot.person.is_none() {
        let time = starts.map_or_else(|| row.starts.clone(), clock);
        return Slot { apart: apart(around.near, slot), ..limited_slot(number, time, row.minutes) };
    }
    let mine = row.officer == visitor.actor().staff;
    let place = whereabouts(names, &row.site, slot.detail.at.as_ref(), &slot.detail.room);
    let mut what = if mine {
        format!("{}, {place}", row.what)
    } else {
        format!("{}, {place}, {}", row.what, with_whom(slot, names))
    };
    if !slot.detail.purpose.is_empty() {
        what = format!("{what}. {}", slot.detail.purpose);
    }
    what.push_str(&also_there(&slot.detail));
    let stored: Vec<StoredFlag> =
        slot.person.as_ref().map(|p| serde_json::from_str(&p.flags).unwrap_or_default()).unwrap_or_default();
    let (needs, flags): (Vec<_>, Vec<_>) = stored.into_iter().partition(|f| f.code == "need");
    Slot {
        id: format!("slot-{number}"),
        time: starts.map_or_else(|| row.starts.clone(), clock),
        length: format!("{} min", row.minutes),
        person: slot.person.as_ref().map_or_else(
            || Link::new("Restricted record", "/day"),
            |person| Link::new(person.name.clone(), case_href(&person.stream)),
        ),
        crn: slot.person.as_ref().map(|p| p.crn.clone()).unwrap_or_default(),
        what,
        flags: flags.iter().map(|f| register_flag(&f.code, &f.words)).collect(),
        needs: needs.into_iter().map(|f| f.words).collect(),
        travel: slot.travel.as_ref().map(way),
        brief: brief(slot, duties, visitor.now.day()),
        apart: apart(around.near, slot),
        instruction: moved(&slot.row, &slot.detail),
        state: state_of(around, slot, number),
    }
}

/// Who else is to be there, behind what an appointment is; nothing where nobody is.
pub(crate) fn also_there(detail: &SlotDetail) -> String {
    if detail.with.is_empty() { String::new() } else { format!(". Also there: {}", detail.with) }
}

/// Why an appointment was called off, and who asked.
pub(super) fn called_off(detail: &SlotDetail) -> String {
    let words = match detail.asked_by {
        Some(AskedBy::Person) => "Called off by the person",
        _ => "Called off by us",
    };
    if detail.changed_because.is_empty() { words.to_owned() } else { format!("{words}: {}", detail.changed_because) }
}

/// What stood before an appointment was moved.
pub(super) fn moved(row: &DiaryRow, detail: &SlotDetail) -> Option<String> {
    if row.state == "cancelled" {
        return None;
    }
    let was = detail.was?;
    let words = match detail.asked_by {
        Some(AskedBy::Person) => "at their request",
        _ => "by us",
    };
    Some(format!("Moved {words} from {}", minute(was)))
}

/// In whose diary it stands; of a leaver's, that they have left.
pub(super) fn with_whom(slot: &DiarySlot, names: &Names) -> String {
    match (slot.left, slot.row.officer.as_str()) {
        (_, "") => "with nobody yet".to_owned(),
        (true, officer) => format!("with {}, who has left", names.of_staff(officer)),
        (false, officer) => format!("with {}", names.of_staff(officer)),
    }
}

/// A slot with somebody whose record is limited: its time, and nothing that would say who or what for.
fn limited_slot(number: usize, time: String, minutes: i64) -> Slot {
    Slot {
        id: format!("slot-{number}"),
        time,
        length: format!("{minutes} min"),
        person: Link::new("Restricted record", "/day"),
        crn: String::new(),
        what: String::new(),
        flags: Vec::new(),
        needs: Vec::new(),
        travel: None,
        brief: Vec::new(),
        apart: None,
        instruction: None,
        state: SlotState::Cancelled { why: "Open to named staff only.".to_owned() },
    }
}

/// What to know before the door opens: the order, and what is owed about this person.
fn brief(slot: &DiarySlot, duties: &[&Owing], today: Date) -> Vec<(String, String)> {
    let Some(person) = &slot.person else { return Vec::new() };
    let mut lines = vec![("Order".to_owned(), person.order_line.clone())];
    let owed = duties.iter().filter(|o| o.row.stream == person.stream).filter_map(|o| clock_of(o, today));
    let owed: Vec<String> = owed.map(|clock| format!("{} {}", clock.what, clock.when.to_lowercase())).take(3).collect();
    if !owed.is_empty() {
        lines.push(("Due".to_owned(), owed.join("; ")));
    }
    lines
}

/// Where it is said what was worked on at an appointment of the day, while that is still to be said.
fn owed_work(around: &Around<'_>, slot: &DiarySlot, own: &str) -> Option<Link> {
    let of_slot = |o: &&&Owing| o.row.stream == slot.row.stream && o.row.subject == slot.row.appointment;
    let owing = around.work.iter().find(of_slot)?;
    let by = owing.row.due_on.as_deref().map(day_of).unwrap_or_default();
    Some(Link::new(format!("What you worked on: due by {by}"), format!("{own}/work")))
}

fn state_of(around: &Around<'_>, slot: &DiarySlot, number: usize) -> SlotState {
    let Around { visitor, date, past, places, wrong, names, protected, .. } = *around;
    let row = &slot.row;
    let standards = visitor.web.service.standards();
    if row.state == "cancelled" {
        return SlotState::Cancelled { why: called_off(&slot.detail) };
    }
    if past && row.outcome.is_none() {
        return SlotState::AsKnown;
    }
    let home = case_href(&row.stream);
    let own = format!("{home}/appointments/{}", row.appointment);
    if let Some(outcome) = &row.outcome {
        return SlotState::Recorded {
            outcome: outcome_flag(standards, outcome),
            when: if protected { "Protected." } else { "Recorded. It is being protected." }.to_owned(),
            owed: owed_work(around, slot, &own),
            followed: vec![Link::new("See what was recorded", own)],
            undo: slot.just_recorded.then(|| {
                visitor.token(
                    format!("{home}/appointments/{}/undo?day={date}&slot={number}", row.appointment),
                    slot.detail.version,
                )
            }),
        };
    }
    let change = format!("{own}/move");
    let starts: Option<Minute> = row.starts.parse().ok();
    // People come early: from the morning of its day an outcome can be recorded.
    let today = starts.is_some_and(|at| at.day() <= visitor.now.day());
    if !today || slot.person.is_none() {
        return SlotState::Upcoming { change };
    }
    let action = format!("{own}?day={date}&slot={number}");
    let token = visitor.token(action, slot.detail.version);
    let open = wrong.is_some_and(|w| w.slot == number);
    if around.full && !open && row.officer != visitor.actor().staff {
        return SlotState::ToRecord { quick: token, form: Whole::At(own), open, change };
    }
    let mut full = form(&format!("s{number}"), token.clone(), places, &row.site, None, date);
    visit_again(&mut full, &slot.row.mode, slot.detail.at.as_ref());
    if !slot.detail.open.is_empty() {
        let may = access::role_does(visitor.actor().role, access::Action::DecideFailure);
        only_open(&mut full, if may { &slot.detail.open } else { &[] });
        full.guidance = Some(slot.detail.open_because.clone());
    }
    let booked = slot.next.as_ref().and_then(|next| next.starts.parse().ok());
    let proposed = starts.and_then(|at| proposal(standards, at, visitor.now.day()));
    propose(&mut full, booked, proposed);
    if let Some(with) = &slot.next_with {
        full.next_is_with(&names.of_staff(&with.staff));
    }
    if let Some(w) = wrong.filter(|w| w.slot == number) {
        full = refill(full, w.typed, w.errors);
    }
    SlotState::ToRecord { quick: token, form: Whole::Here(Box::new(full)), open, change }
}
