//! Beside the appointments: notes, new addresses, flags taken down, corrections, limits on access, entries dated back.

use jiff::civil::Date;
use record::entry::{Basis, Handling};
use record::facts::address::AddressRecorded;
use record::facts::person::{AccessLimited, ContactNoted, LimitKind, OutcomeRecorded, Retracted};
use record::time::Happened;

use crate::calendar::{business_later, days_between, later, on_or_after};
use crate::cast::{Cast, DATED_BACK_PROVIDER};
use crate::life::Life;
use crate::names;
use crate::network::PROVIDERS;
use crate::said::Say;
use crate::series::Seen;
use crate::words::{self, Note};

/// The day an audit was announced for; the weeks before it are those of [`Cast::DatedBack`].
pub(crate) const AUDIT: Date = jiff::civil::date(2015, 11, 30);

pub(crate) fn tell(life: &mut Life<'_>, seen: &Seen) {
    let from = on_or_after(life.who.order.from);
    let until = life.last_day.min(life.today());
    let days = days_between(from, until).max(0);
    if life.who.cast != Cast::NewlyAllocated {
        notes(life, from, days);
        new_address(life, from, days);
    }
    corrections(life, seen);
    limits(life, from);
    match life.who.cast {
        Cast::DatedBack => dated_back(life),
        Cast::Twin(62, nth) => typed_in_time(life, nth),
        Cast::Twin(38, 1) => walked_in(life),
        Cast::Lifer | Cast::Long => daily(life, from, days),
        _ => {}
    }
}

/// A note every five weeks or so, typed the same day or a few days on; none twice on a record.
fn notes(life: &mut Life<'_>, from: Date, days: i32) {
    let mut left = possible(life);
    let mut day = later(from, life.chance.between(3, 30));
    while days_between(from, day) < days && !left.is_empty() {
        let on = business_later(day, 0);
        let drawn = life.chance.below(u32::try_from(left.len()).unwrap_or(1)) as usize;
        let note = left.swap_remove(drawn);
        let typed = life.chance.weighted(&[(80, 0), (12, 1), (8, 5)]);
        if let Some(said) = note_on(life, on, typed, note)
            && life.chance.odds(6)
        {
            retract(life, on, typed, said);
        }
        day = later(day, life.chance.between(8, 62));
    }
}

/// What may be noted on this record. Somebody who plays a part does not come in besides: it would count as contact.
fn possible(life: &Life<'_>) -> Vec<Note> {
    let (topics, cast) = (&life.who.order.topics, life.who.cast);
    let fits = |note: &&Note| {
        note.only.is_none_or(|topic| topics.contains(&topic)) && (note.contact != "WALKIN" || cast.is_by_chance())
    };
    words::NOTES.iter().filter(fits).copied().collect()
}

fn note_on(life: &mut Life<'_>, on: Date, typed: i32, note: Note) -> Option<crate::said::Said> {
    let recorded_on = business_later(on, typed);
    let at = life.during(recorded_on, 9, 17);
    if !life.is_past(at) || on > life.last_day {
        return None;
    }
    let paperwork = matches!(note.contact, "TEXT" | "LETTER");
    let by = if paperwork { life.administrator(recorded_on) } else { life.officer(recorded_on) };
    let mut act = life.act(at, by);
    let fact = ContactNoted { contact: note.contact.to_owned(), note: note.words.to_owned() };
    // Some of what others tell could harm whoever told it.
    let told_in_confidence = note.basis == Basis::ThirdParty && life.at_work.odds(250);
    let handling = if told_in_confidence { Handling::Sensitive } else { Handling::Ordinary };
    Some(life.told.say(&mut act, Say::new(fact, Happened::On(on)).basis(note.basis).handling(handling)))
}

/// A note that was about somebody else.
fn retract(life: &mut Life<'_>, on: Date, typed: i32, said: crate::said::Said) {
    let day = business_later(on, typed + 2);
    let at = life.during(day, 10, 16);
    if life.is_past(at) {
        let by = life.officer(day);
        let mut act = life.act(at, by);
        let say = Say::new(Retracted::default(), Happened::On(day)).retracts(said);
        life.told.say(&mut act, say.reason("Typed into the wrong record: about another person."));
    }
}

fn new_address(life: &mut Life<'_>, from: Date, days: i32) {
    if days < 60 || !life.chance.odds(220) {
        return;
    }
    let moved = later(from, life.chance.between(30, days - 1));
    let on = business_later(moved, life.chance.between(1, 6));
    let at = life.during(on, 10, 16);
    if life.is_past(at) && on <= life.last_day {
        let town = life.chance.below(8) as usize;
        let (lines, postcode) = names::address(&mut life.chance, town);
        let by = life.officer(on);
        let mut act = life.act(at, by);
        let fact = AddressRecorded { lines, postcode, from: moved, ..AddressRecorded::default() };
        life.told.say(&mut act, Say::new(fact, Happened::On(on)));
    }
}

/// A slip in an outcome's note or code, put right some days later: the old entry stays.
fn corrections(life: &mut Life<'_>, seen: &Seen) {
    for (slot, said, code, recorded) in &seen.outcomes {
        if *code != "ATTC" || !life.chance.odds(12) {
            continue;
        }
        let day = business_later(record::time::Instant(*recorded).day(), life.chance.between(1, 5));
        let at = life.during(day, 10, 16);
        if !life.is_past(at) {
            continue;
        }
        let by = life.officer(day);
        let mut act = life.act(at, by);
        let note = words::kept(&mut life.chance, slot.contact, &life.who.order.topics);
        let outcome = OutcomeRecorded { outcome: "ATTC".to_owned(), note };
        let say = Say::new(outcome, Happened::On(slot.starts.day())).about(&slot.component).because([slot.entry]);
        life.told.say(&mut act, say.corrects(*said).reason("Note of another appointment was typed here."));
    }
}

/// Exclusions and restrictions: rare, but for two who play a part.
fn limits(life: &mut Life<'_>, from: Date) {
    let team = life.world.network.team_of(life.who.place.member);
    let code = |member: usize| life.world.network.members[member].code.clone();
    let holders = || vec![code(life.who.place.member), code(team.senior)];
    let (kind, staff) = match life.who.cast {
        Cast::Restricted => (LimitKind::Restriction, holders()),
        Cast::Excluded => (LimitKind::Exclusion, vec![code(team.administrator)]),
        Cast::Ordinary if life.chance.odds(4) => (LimitKind::Restriction, holders()),
        Cast::Ordinary if life.chance.odds(5) => (LimitKind::Exclusion, vec![code(team.administrator)]),
        _ => return,
    };
    let on = business_later(from, 2);
    let at = life.during(on, 10, 12);
    if life.is_past(at) {
        let by = life.world.network.author(team.senior, on);
        let mut act = life.act(at, by);
        let say = Say::new(AccessLimited { kind, staff }, Happened::On(on)).about("limit-1");
        life.told.say(&mut act, say.reason("Somebody on the team is known to the person."));
    }
}

/// Failure 62: in the fortnight before an announced audit, notes of months ago are typed in, on instruction.
fn dated_back(life: &mut Life<'_>) {
    let senior = {
        let network = life.world.network;
        network.members[network.team_of(life.who.place.member).senior].name.clone()
    };
    let count = life.chance.between(4, 8);
    for nth in 0..count {
        let happened = business_later(later(AUDIT, -life.chance.between(40, 110)), 0);
        let recorded_on = business_later(later(AUDIT, -14), nth % 9);
        let at = life.during(recorded_on, 14, 18);
        if happened < life.who.order.from || happened > life.last_day || !life.is_past(at) {
            continue;
        }
        let by = life.officer(recorded_on);
        let mut act = life.act(at, by).instructed_by(&senior);
        let note = words::kept(&mut life.chance, "COAP", &life.who.order.topics);
        let fact = ContactNoted { contact: "NOTE".to_owned(), note };
        life.told.say(&mut act, Say::new(fact, Happened::On(happened)));
    }
}

/// Seen or heard of nearly every day: what makes a record of thousands of entries.
fn daily(life: &mut Life<'_>, from: Date, days: i32) {
    let wanted = target(life);
    let missing = i32::try_from(wanted.saturating_sub(life.told.len())).unwrap_or(0);
    for nth in 0..missing {
        let on = later(from, i32::try_from(i64::from(nth) * i64::from(days) / i64::from(missing)).unwrap_or(0));
        let (contact, note, basis) = life.chance.pick(&words::DAILY);
        let at = life.during(on, 7, 22);
        if !life.is_past(at) {
            continue;
        }
        let by = life.officer(on);
        let mut act = life.act(at, by);
        let fact = ContactNoted { contact: contact.to_owned(), note: note.to_owned() };
        life.told.say(&mut act, Say::new(fact, Happened::On(on)).basis(basis));
    }
}

/// Beside failure 62: as many notes in the same fortnight, of the days they were typed on; or one that is late and says
/// why.
fn typed_in_time(life: &mut Life<'_>, nth: u8) {
    for day in 0..5 {
        let on = business_later(later(AUDIT, -14), day * 2);
        let late = if (nth, day) == (1, 0) { 6 } else { 0 };
        let recorded_on = business_later(on, late);
        let at = life.during(recorded_on, 14, 17);
        if on > life.last_day || !life.is_past(at) {
            continue;
        }
        let by = life.officer(recorded_on);
        let mut act = life.act(at, by);
        let note = words::kept(&mut life.chance, "COAP", &life.who.order.topics);
        let fact = ContactNoted { contact: "NOTE".to_owned(), note };
        let say = Say::new(fact, Happened::On(on));
        let say = if late > 0 { say.reason("Officer was ill; typed on return from the notebook.") } else { say };
        life.told.say(&mut act, say);
    }
}

/// Beside failure 38: appointments fail, yet the person is seen.
fn walked_in(life: &mut Life<'_>) {
    for (ago, note) in [
        (61, "Came in without an appointment after a shift; spoke for half an hour."),
        (34, "Came in on the way to the job centre; week talked through."),
        (12, "Came in to show the doctor’s note; plan looked at together."),
    ] {
        let on = business_later(later(life.today(), -ago), 0);
        let at = life.during(on, 11, 16);
        let by = life.officer(on);
        let mut act = life.act(at, by);
        let fact = ContactNoted { contact: "WALKIN".to_owned(), note: note.to_owned() };
        life.told.say(&mut act, Say::new(fact, Happened::On(on)));
    }
}

/// Six thousand entries for the lifer of a service of a thousand people or more; fewer in a smaller one.
fn target(life: &mut Life<'_>) -> usize {
    let scale = life.world.people.min(1000) as usize;
    match life.who.cast {
        Cast::Lifer => 6000 * scale / 1000,
        _ => (500 + life.chance.below(1000) as usize) * scale / 1000,
    }
}

/// The name of the provider whose team dated entries back.
pub(crate) fn dated_back_by() -> &'static str {
    PROVIDERS[DATED_BACK_PROVIDER].name
}
