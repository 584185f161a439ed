//! Appointment after appointment: booked, sometimes moved, kept or missed, and the next one booked on the same day.

use jiff::civil::Date;
use record::facts::person::{AppointmentBooked, AppointmentMoved, AskedBy, OrderKind, OutcomeRecorded};
use record::facts::plan::{Objective, PlanCompleted};
use record::time::{Happened, Minute};

use crate::PilotError;
use crate::asked::{Pattern, Topic};
use crate::calendar::{business_later, days_between, later, minute, on_or_after};
use crate::cast::Cast;
use crate::diary::{self, Next};
use crate::failure::{self, Failure};
use crate::life::Life;
use crate::said::{Act, Said, Say};
use crate::script::{self, Direction};
use crate::{words, work};

/// An appointment that was booked.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) component: String,
    pub(crate) starts: Minute,
    pub(crate) entry: Said,
    pub(crate) contact: &'static str,
    pub(crate) minutes: u32,
    /// Where: an index into the network's sites.
    pub(crate) site: usize,
    booked_at: i64,
}

/// What the series leaves for the rest of the life.
#[derive(Default)]
pub(crate) struct Seen {
    /// Outcomes as they were recorded, with their appointment's component.
    pub(crate) outcomes: Vec<(Slot, Said, &'static str, i64)>,
    first_attended: Option<Date>,
}

pub(crate) fn tell(life: &mut Life<'_>) -> Result<Seen, PilotError> {
    let mut seen = Seen::default();
    let mut count = 0;
    let Some(mut slot) = first(life, &mut count) else { return Ok(seen) };
    loop {
        slot = moved(life, slot);
        let ends = slot.starts.plus_minutes(i64::from(slot.minutes));
        if !life.is_past(ends.instant().0) {
            ahead(life, &slot, &mut count);
            group(life, &slot, &mut count);
            return Ok(seen);
        }
        let direction = script::direct(life, &slot);
        life.credit(slot.contact, direction.outcome);
        let next = diary::next(life, slot.starts, &direction);
        slot = match kept(life, &mut seen, &slot, next, &direction, &mut count)? {
            Some(next) => next,
            None => return Ok(seen),
        };
    }
}

/// The first appointment: within five business days of allocation nearly always, one of release.
fn first(life: &mut Life<'_>, count: &mut u32) -> Option<Slot> {
    if life.who.cast == Cast::NewlyAllocated {
        return None;
    }
    let from = on_or_after(life.who.order.from);
    let released = matches!(life.who.order.kind, OrderKind::Licence | OrderKind::LifeLicence);
    let prompt = life.chance.odds(955);
    let days = match (released, prompt) {
        (true, true) => 1,
        (true, false) => life.chance.between(2, 4),
        (false, true) => life.chance.between(2, 5),
        (false, false) => life.chance.between(6, 10),
    };
    let day = business_later(from, days);
    if day > life.last_day {
        return None;
    }
    let at = life.during(from, 17, 18);
    let by = life.officer(from);
    let mut act = life.act(at, by);
    let (hour, past) = life.who.order.starts;
    Some(book(life, &mut act, from, Next { starts: minute(day, hour, past), contact: "COAI" }, count))
}

/// Books an appointment on `day`, in an act.
fn book(life: &mut Life<'_>, act: &mut Act, day: Date, next: Next, count: &mut u32) -> Slot {
    *count += 1;
    let component = format!("appointment-{count}");
    let Next { starts, contact } = next;
    let held = diary::held(life, &next);
    let topics = &life.who.order.topics;
    let purpose = match contact {
        "COAP" if life.who.cast == Cast::ComesToday => "Supervision",
        "GROUP" => "Thinking it through, the first session",
        _ => words::purpose(&mut life.chance, contact, topics),
    };
    let booked = AppointmentBooked {
        contact: contact.to_owned(),
        order: life.order.clone(),
        starts,
        minutes: held.minutes,
        site: life.world.network.sites[held.site].code.clone(),
        staff: held.by.staff,
        team: held.by.team,
        purpose: purpose.to_owned(),
        room: if contact == "GROUP" { "Group room".to_owned() } else { String::new() },
        with: if contact == "C084" { "The key worker of their hostel".to_owned() } else { String::new() },
        series: None,
        at: None,
    };
    let booked_at = act.at;
    let say = Say::new(booked, Happened::On(day)).about(&component).because(life.made);
    let entry = life.told.say(act, say);
    Slot { component, starts, entry, contact, minutes: held.minutes, site: held.site, booked_at }
}

/// Three in a hundred are moved before their day; the old time stays in the record.
fn moved(life: &mut Life<'_>, slot: Slot) -> Slot {
    let times = match (life.who.cast, days_between(slot.starts.day(), life.today())) {
        (Cast::Moved | Cast::Twin(47, 1), 30..=45) => 2,
        (Cast::Twin(47, 0), 30..=36) => 1,
        (cast, _) if cast.is_by_chance() && slot.contact != "CUPA" && life.chance.odds(32) => 1,
        _ => 0,
    };
    let mut slot = slot;
    for _ in 0..times {
        let day = slot.starts.day();
        let on = business_later(later(slot.booked_on(), 1), 0);
        let to = business_later(day, life.chance.between(1, 2));
        let at = life.during(on, 10, 16);
        if on >= day || to > life.last_day || at <= slot.booked_at || !life.is_past(at) {
            continue;
        }
        let (hour, past) = slot.starts.clock();
        let starts = minute(to, hour, past);
        let asked_by = if life.chance.odds(600) { AskedBy::Person } else { AskedBy::Service };
        let reason = match asked_by {
            AskedBy::Person => life.chance.pick(&["Works that morning.", "Doctor’s appointment.", "No childcare."]),
            AskedBy::Service => life.chance.pick(&["Officer is at court.", "Room not free.", "Officer on training."]),
        };
        let site = life.world.network.sites[slot.site].code.clone();
        let to = AppointmentMoved {
            starts,
            minutes: slot.minutes,
            site,
            asked_by,
            room: String::new(),
            at: None,
            one_off: String::new(),
        };
        let by = life.officer(on);
        let mut act = life.act(at, by);
        let say = Say::new(to, Happened::On(on)).about(&slot.component).because([slot.entry]).reason(reason);
        life.told.say(&mut act, say);
        slot.starts = starts;
        slot.booked_at = act.at;
    }
    slot
}

/// Records what came of an appointment and books the next one. Gives the next one.
fn kept(
    life: &mut Life<'_>,
    seen: &mut Seen,
    slot: &Slot,
    next: Option<Next>,
    direction: &Direction,
    count: &mut u32,
) -> Result<Option<Slot>, PilotError> {
    let day = slot.starts.day();
    let wait = life.chance.between(4, 40);
    let after = slot.starts.plus_minutes(i64::from(slot.minutes) + i64::from(wait));
    // The sheets of a weekend's work are typed in when the office opens.
    let worked_on = on_or_after(day);
    let same_day = if worked_on == day { life.stamp(after) } else { life.during(worked_on, 9, 11) };
    if !life.is_past(same_day) {
        return Ok(None);
    }
    let recorded = direction.recorded(life, same_day, day);
    let sheet = slot.contact == "CUPA" && !matches!(direction.outcome, "UAAB" | "AFTA" | "AFTC");
    let by = if sheet { life.administrator(worked_on) } else { life.officer(worked_on) };
    let day = worked_on;
    // On paper the next appointment is given at once, whenever the outcome is typed.
    if recorded != Some(same_day) {
        let booked = next.map(|next| {
            let mut act = life.act(same_day, by.clone());
            book(life, &mut act, day, next, count)
        });
        if let Some(at) = recorded {
            let typed_on = record::time::Instant(at).day();
            let by = if sheet { life.administrator(typed_on) } else { life.officer(typed_on) };
            let mut act = life.act(at, by);
            outcome(life, seen, &mut act, slot, direction, booked.as_ref())?;
        }
        return Ok(booked);
    }
    let mut act = life.act(same_day, by);
    let said = say_outcome(life, &mut act, slot, direction);
    let booked = next.map(|next| book(life, &mut act, day, next, count));
    follow(life, seen, &mut act, slot, said, direction, booked.as_ref())?;
    Ok(booked)
}

fn outcome(
    life: &mut Life<'_>,
    seen: &mut Seen,
    act: &mut Act,
    slot: &Slot,
    direction: &Direction,
    next: Option<&Slot>,
) -> Result<(), PilotError> {
    let said = say_outcome(life, act, slot, direction);
    follow(life, seen, act, slot, said, direction, next)
}

fn say_outcome(life: &mut Life<'_>, act: &mut Act, slot: &Slot, direction: &Direction) -> Said {
    let code = direction.outcome;
    let topics = &life.who.order.topics;
    let chance = &mut life.chance;
    let note = match code {
        "ATTC" if slot.contact == "COAI" => words::introduced(chance, topics),
        "ATTC" if slot.contact == "CUPA" || chance.odds(780) => words::kept(chance, slot.contact, topics),
        "ATSS" if slot.contact == "CUPA" => "Sent home: rain stopped the work.".to_owned(),
        "ATSS" => "Sent home: office closed early, boiler failed.".to_owned(),
        "AFTC" => words::refused(slot.contact).to_owned(),
        "UAAB" | "AFTA" => words::missed(chance, slot.contact).to_owned(),
        "ATTC" => String::new(),
        code => words::excused(chance, code, slot.contact).to_owned(),
    };
    let outcome = OutcomeRecorded { outcome: code.to_owned(), note };
    let say = Say::new(outcome, Happened::On(slot.starts.day())).about(&slot.component).because([slot.entry]);
    life.told.say(act, say)
}

/// What follows an outcome: a plan after the first attendance, a decision after a failure.
fn follow(
    life: &mut Life<'_>,
    seen: &mut Seen,
    act: &mut Act,
    slot: &Slot,
    said: Said,
    direction: &Direction,
    next: Option<&Slot>,
) -> Result<(), PilotError> {
    let code = direction.outcome;
    seen.outcomes.push((slot.clone(), said, code, act.at));
    if code.starts_with("AT") && code != "ATFI" && seen.first_attended.is_none() {
        seen.first_attended = Some(slot.starts.day());
        plan(life, slot.starts.day(), act.at);
    }
    if direction.attended_at_all() {
        work::said(life, slot, said, act.at);
    }
    if matches!(code, "UAAB" | "AFTA" | "AFTC") {
        let previous = life.failed_on.replace(slot.starts.day());
        let failure = Failure { slot, said, code, next, previous };
        failure::decide(life, act, &failure, direction)?;
    }
    Ok(())
}

/// A sentence plan within fifteen business days of the first attendance, nearly always.
fn plan(life: &mut Life<'_>, first: Date, after: i64) {
    let at_first_desk = (life.who.place.provider, life.who.place.desk) == crate::cast::GOOD_DAY;
    let days = match life.who.cast {
        Cast::PlanDue => return,
        _ if at_first_desk => life.chance.weighted(&[(45, 9), (40, 13), (15, 15)]),
        _ => life.chance.weighted(&[(40, 9), (36, 13), (17, 15), (6, 24), (1, 55)]),
    };
    let on = business_later(first, days);
    // A plan is made after the meeting it follows has been written up.
    let at = life.during(on, 15, 17).max(after + 3_600_000_000);
    let on = record::time::Instant(at).day();
    if on > life.last_day || !life.is_past(at) {
        return;
    }
    let objectives = objectives(life);
    let by = life.officer(on);
    let mut act = life.act(at, by);
    let order = life.order.clone();
    let count = objectives.len();
    let say = Say::new(PlanCompleted { objectives }, Happened::On(on)).about(&order).because(life.made);
    let said = life.told.say(&mut act, say);
    life.plan = Some((said, on, count));
    work::reviews(life);
}

/// What the order asks comes first; then one or two of what helps to keep it.
fn objectives(life: &mut Life<'_>) -> Vec<Objective> {
    let topics = &life.who.order.topics;
    let helps = [Topic::Home, Topic::Work, Topic::Money, Topic::General];
    let mut chosen: Vec<Topic> = topics.iter().filter(|topic| !helps.contains(topic)).copied().collect();
    if topics.contains(&Topic::General) {
        let one = life.chance.pick(&helps);
        let two = life.chance.pick(&helps);
        chosen.push(one);
        if two != one {
            chosen.push(two);
        }
    }
    let numbered = chosen.into_iter().zip(1_u32..);
    numbered
        .map(|(topic, n)| Objective {
            id: n.to_string(),
            need: Some(work::need(topic)),
            words: words::objective(topic).to_owned(),
        })
        .collect()
}

/// Those who come today meet as a group the day after tomorrow, after hours, in one room.
fn group(life: &mut Life<'_>, slot: &Slot, count: &mut u32) {
    let (day, at) = (business_later(life.today(), 2), slot.booked_at + 180_000_000);
    if life.who.cast != Cast::ComesToday || day > life.last_day || !life.is_past(at) {
        return;
    }
    let booked_on = slot.booked_on();
    let by = life.officer(booked_on);
    let mut act = life.act(at, by);
    book(life, &mut act, booked_on, Next { starts: minute(day, 17, 0), contact: "GROUP" }, count);
}

/// Some have one more appointment in the diary behind the next.
fn ahead(life: &mut Life<'_>, slot: &Slot, count: &mut u32) {
    if life.who.order.pattern != Pattern::Supervised || !life.chance.odds(400) {
        return;
    }
    let next = diary::next(life, slot.starts, &Direction::attended());
    let day = slot.booked_on();
    let at = slot.booked_at + 90_000_000;
    if let Some(next) = next.filter(|_| life.is_past(at)) {
        let by = life.officer(day);
        let mut act = life.act(at, by);
        book(life, &mut act, day, next, count);
    }
}

impl Slot {
    /// The day it was booked, or moved last.
    pub(crate) fn booked_on(&self) -> Date {
        record::time::Instant(self.booked_at).day()
    }
}
