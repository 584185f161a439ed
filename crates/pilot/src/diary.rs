//! The next appointment: what kind, when, where and with whom, by what the order asks.

use jiff::civil::{Date, Weekday};
use record::time::Minute;

use crate::asked::Pattern;
use crate::calendar::{business_later, days_between, is_business, later, minute, on_or_after, weekday_of_week};
use crate::life::Life;
use crate::network::Holder;
use crate::script::Direction;

/// An appointment to be booked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Next {
    pub(crate) starts: Minute,
    pub(crate) contact: &'static str,
}

/// Who holds an appointment, where and how long.
pub(crate) struct Held {
    pub(crate) by: Holder,
    pub(crate) site: usize,
    pub(crate) minutes: u32,
}

/// Days in which everybody under supervision is seen weekly.
const WEEKLY: i32 = 70;
/// Days ahead that appointments are booked.
const AHEAD: i32 = 28;
/// Days between reviews where there is no regular supervision: within the thirty days of the contact rule.
const REVIEW: i32 = 28;
/// Hours of a full session of unpaid work.
pub(crate) const SESSION: u32 = 7;

/// The next appointment; none when the order ends first or the diary does not reach so far.
pub(crate) fn next(life: &mut Life<'_>, starts: Minute, direction: &Direction) -> Option<Next> {
    let contact = contact(life);
    let day = day(life, starts.day(), direction, contact);
    let reach = later(life.today(), AHEAD);
    if day > life.last_day || day > reach {
        return None;
    }
    let (hour, past) = life.who.order.starts;
    let starts = match contact {
        "CUPA" => minute(day, 9, 0),
        _ if is_business(day) => minute(day, hour, past),
        // After a holiday the regular slots belong to others.
        _ => minute(on_or_after(day), 16, 30),
    };
    (starts.day() <= life.last_day).then_some(Next { starts, contact })
}

fn contact(life: &mut Life<'_>) -> &'static str {
    let work = life.hours_left > 0;
    match life.who.order.pattern {
        Pattern::UnpaidWork if work => return "CUPA",
        Pattern::UnpaidWork | Pattern::Curfew => return "COAP",
        Pattern::Supervised if !life.who.cast.is_by_chance() => return "COAP",
        Pattern::Supervised => {}
    }
    let drawn = life.chance.weighted(&[(74, "COAP"), (7, "CHVS"), (6, "COPT"), (3, "C084")]);
    if work && life.chance.odds(300) { "CUPA" } else { drawn }
}

fn day(life: &Life<'_>, from: Date, direction: &Direction, contact: &str) -> Date {
    let plan = &life.who.order;
    let supervised = plan.pattern == Pattern::Supervised;
    let young = supervised && days_between(plan.from, from) < WEEKLY;
    let interval = match contact {
        _ if young || !direction.attended_at_all() => 7,
        "CUPA" => plan.interval.min(14),
        "COAP" if plan.pattern == Pattern::UnpaidWork => REVIEW,
        _ => plan.interval,
    };
    if contact == "CUPA" {
        return works_day(later(from, interval), plan.works_day, from);
    }
    if let Some(days) = direction.next_in {
        return business_later(from, days);
    }
    let regular = weekday_of_week(later(from, interval), plan.weekday);
    if regular <= later(from, 2) { later(regular, 7) } else { regular }
}

/// The day for unpaid work in a week; the week after where it falls on a holiday.
fn works_day(near: Date, weekday: Weekday, after: Date) -> Date {
    let mut day = weekday_of_week(near, weekday);
    while day <= later(after, 1) || shut(day) {
        day = later(day, 7);
    }
    day
}

fn shut(day: Date) -> bool {
    let week_of_christmas = day.month() == 12 && day.day() >= 24;
    week_of_christmas || (day.weekday() != Weekday::Saturday && !is_business(day))
}

/// Who holds the appointment, where and how long.
pub(crate) fn held(life: &Life<'_>, next: &Next) -> Held {
    let day = next.starts.day();
    let network = life.world.network;
    let officer = life.holder(day);
    let team = network.team_of(officer.member);
    let office = team.site;
    match next.contact {
        "CUPA" => Held {
            by: network.holder(team.supervisor, day),
            site: network.works_of(office),
            minutes: life.hours_left.clamp(3, SESSION) * 60,
        },
        // At home or by telephone the office still stands for who can be rung.
        "CHVS" => Held { by: officer, site: office, minutes: 60 },
        "COPT" => Held { by: officer, site: office, minutes: 20 },
        "GROUP" => Held { by: officer, site: office, minutes: 90 },
        _ => Held { by: officer, site: office, minutes: 45 },
    }
}
