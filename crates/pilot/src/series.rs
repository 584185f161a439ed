//! Appointment after appointment: booked, sometimes moved, kept or missed, and the next one booked on the same day.

use jiff::civil::Date;
use record::facts::person::{AppointmentBooked, AppointmentMoved, AskedBy, OrderKind, OutcomeRecorded, PlanCompleted};
use record::time::{Happened, Minute};

use crate::PilotError;
use crate::calendar::{
    business_later, days_between, is_business, later, minute, on_or_after, weekday_of_week,
};
use crate::cast::Cast;
use crate::failure::{self, Failure};
use crate::life::Life;
use crate::said::{Act, Said, Say};
use crate::script::{self, Direction};
use crate::words;

/// An appointment that was booked.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) component: String,
    pub(crate) starts: Minute,
    pub(crate) entry: Said,
    contact: &'static str,
    booked_at: i64,
}

/// What the series leaves for the rest of the life.
#[derive(Default)]
pub(crate) struct Seen {
    /// Outcomes as they were recorded, with their appointment's component.
    pub(crate) outcomes: Vec<(Slot, Said, &'static str, i64)>,
    first_attended: Option<Date>,
}

const LENGTH: u32 = 45;
/// Weeks in which everybody is seen weekly.
const WEEKLY: i32 = 70;
/// Days ahead that appointments are booked.
const AHEAD: i32 = 28;

pub(crate) fn tell(life: &mut Life<'_>) -> Result<Seen, PilotError> {
    let mut seen = Seen::default();
    let mut count = 0;
    let Some(mut slot) = first(life, &mut count) else { return Ok(seen) };
    loop {
        slot = moved(life, slot);
        let ends = slot.starts.plus_minutes(i64::from(LENGTH));
        if !life.is_past(ends.instant().0) {
            ahead(life, &slot, &mut count);
            return Ok(seen);
        }
        let direction = script::direct(life, &slot);
        let next = next_start(life, slot.starts, &direction);
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
    Some(book(life, &mut act, from, minute(day, hour, past), "COAI", count))
}

/// Books an appointment on `day`, in an act.
fn book(life: &mut Life<'_>, act: &mut Act, day: Date, starts: Minute, contact: &'static str, count: &mut u32) -> Slot {
    *count += 1;
    let component = format!("appointment-{count}");
    let holder = life.holder(starts.day());
    let team = life.world.network.team_of(holder.member);
    let purpose = if contact == "COAI" { "First appointment" } else { life.chance.pick(&words::PURPOSES) };
    let booked = AppointmentBooked {
        contact: contact.to_owned(),
        order: life.order.clone(),
        starts,
        minutes: LENGTH,
        site: life.world.network.sites[team.site].code.clone(),
        staff: holder.staff,
        team: holder.team,
        purpose: purpose.to_owned(),
    };
    let booked_at = act.at;
    let say = Say::new(booked, Happened::On(day)).about(&component).because(life.made);
    let entry = life.told.say(act, say);
    Slot { component, starts, entry, contact, booked_at }
}

fn contact(life: &mut Life<'_>) -> &'static str {
    if matches!(life.who.cast, Cast::Ordinary | Cast::DatedBack) {
        life.chance.weighted(&[(74, "COAP"), (7, "CHVS"), (6, "COPT"), (3, "C084"), (10, "CUPA")])
    } else {
        "COAP"
    }
}

/// Three in a hundred are moved before their day; the old time stays in the record.
fn moved(life: &mut Life<'_>, slot: Slot) -> Slot {
    let times = match (life.who.cast, days_between(slot.starts.day(), life.today())) {
        (Cast::Moved, 30..=45) => 2,
        (Cast::Ordinary | Cast::DatedBack, _) if life.chance.odds(32) => 1,
        _ => 0,
    };
    let mut slot = slot;
    for _ in 0..times {
        let day = slot.starts.day();
        let on = business_later(later(slot.booked_at_day(), 1), 0);
        let to = business_later(day, life.chance.between(1, 2));
        let at = life.during(on, 10, 16);
        if on >= day || to > life.last_day || at <= slot.booked_at || !life.is_past(at) {
            continue;
        }
        let (hour, past) = slot.starts.clock();
        let starts = minute(to, hour, past);
        let site = life.world.network.team_of(life.holder(to).member).site;
        let asked_by = if life.chance.odds(600) { AskedBy::Person } else { AskedBy::Service };
        let reason = match asked_by {
            AskedBy::Person => life.chance.pick(&["Works that morning.", "Doctor’s appointment.", "No childcare."]),
            AskedBy::Service => life.chance.pick(&["Officer is at court.", "Room not free.", "Officer on training."]),
        };
        let site = life.world.network.sites[site].code.clone();
        let to = AppointmentMoved { starts, minutes: LENGTH, site, asked_by };
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
    next: Option<Minute>,
    direction: &Direction,
    count: &mut u32,
) -> Result<Option<Slot>, PilotError> {
    let day = slot.starts.day();
    let wait = life.chance.between(4, 40);
    let after = slot.starts.plus_minutes(i64::from(LENGTH) + i64::from(wait));
    let same_day = life.stamp(after);
    let recorded = direction.recorded(life, same_day, day);
    let contact = contact(life);
    let by = life.officer(day);
    // On paper the next appointment is given at once, whenever the outcome is typed.
    if recorded != Some(same_day) {
        let booked = next.map(|starts| {
            let mut act = life.act(same_day, by.clone());
            book(life, &mut act, day, starts, contact, count)
        });
        if let Some(at) = recorded {
            let by = life.officer(record::time::Instant(at).day());
            let mut act = life.act(at, by);
            outcome(life, seen, &mut act, slot, direction, booked.as_ref())?;
        }
        return Ok(booked);
    }
    let mut act = life.act(same_day, by);
    let said = say_outcome(life, &mut act, slot, direction);
    let booked = next.map(|starts| book(life, &mut act, day, starts, contact, count));
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
    let note = match code {
        "ATTC" | "ATSS" if slot.contact == "CUPA" => life.chance.pick(&words::WORKED),
        "ATTC" if life.chance.odds(700) => life.chance.pick(&words::KEPT),
        "AFTC" => "Came forty minutes late and left before the end.",
        "UAAB" | "AFTA" => life.chance.pick(&words::MISSED),
        "RSSR" | "AASD" => "Officer away; new time given.",
        code if code.starts_with('A') && code != "ATTC" => life.chance.pick(&words::EXCUSED),
        _ => "",
    };
    let outcome = OutcomeRecorded { outcome: code.to_owned(), note: note.to_owned() };
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
    if matches!(code, "UAAB" | "AFTA" | "AFTC") {
        let failure = Failure { slot, said, code, next };
        failure::decide(life, act, &failure, direction)?;
    }
    Ok(())
}

/// A sentence plan within fifteen business days of the first attendance, nearly always.
fn plan(life: &mut Life<'_>, first: Date, after: i64) {
    let days = match life.who.cast {
        Cast::PlanDue => return,
        _ => life.chance.weighted(&[(40, 9), (35, 13), (17, 15), (6, 24), (2, 0)]),
    };
    let on = business_later(first, days);
    let at = life.during(on, 15, 17);
    if days == 0 || on > life.last_day || !life.is_past(at) || at <= after {
        return;
    }
    let objectives = (0..3).map(|_| life.chance.pick(&words::OBJECTIVES).to_owned());
    let mut objectives: Vec<String> = objectives.collect();
    objectives.sort();
    objectives.dedup();
    let by = life.officer(on);
    let mut act = life.act(at, by);
    let order = life.order.clone();
    let say = Say::new(PlanCompleted { objectives }, Happened::On(on)).about(&order).because(life.made);
    life.told.say(&mut act, say);
}

/// When the next appointment is to be; none when the order ends first or the diary does not reach so far.
fn next_start(life: &mut Life<'_>, starts: Minute, direction: &Direction) -> Option<Minute> {
    let plan = &life.who.order;
    let day = starts.day();
    let young = days_between(plan.from, day) < WEEKLY;
    let interval = if young || direction.failed() { 7 } else { plan.interval };
    let regular = weekday_of_week(later(day, interval), plan.weekday);
    let regular = if regular <= later(day, 2) { later(regular, 7) } else { regular };
    let wanted = direction.next_in.map_or(regular, |days| business_later(day, days));
    let (hour, past) = plan.starts;
    let next = if is_business(wanted) {
        minute(wanted, hour, past)
    } else {
        // After a holiday the regular slots belong to others.
        minute(on_or_after(wanted), 16, 30)
    };
    let reach = later(life.today(), AHEAD);
    (next.day() <= life.last_day && next.day() <= reach).then_some(next)
}

/// Some have one more appointment in the diary behind the next.
fn ahead(life: &mut Life<'_>, slot: &Slot, count: &mut u32) {
    if !life.chance.odds(400) {
        return;
    }
    let starts = next_start(life, slot.starts, &Direction::attended());
    let day = slot.booked_at_day();
    let at = slot.booked_at + 90_000_000;
    if let Some(starts) = starts.filter(|_| life.is_past(at)) {
        let contact = contact(life);
        let by = life.officer(day);
        let mut act = life.act(at, by);
        book(life, &mut act, day, starts, contact, count);
    }
}

impl Slot {
    fn booked_at_day(&self) -> Date {
        record::time::Instant(self.booked_at).day()
    }
}
