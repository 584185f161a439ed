//! What comes of each appointment: by chance at the rates of the time, or by the part somebody plays.

use jiff::civil::Date;

use crate::calendar::{business_later, days_between, later, on_or_after};
use crate::cast::{Cast, GOOD_DAY, NEVER_FAILED};
use crate::life::Life;
use crate::series::Slot;

/// How an appointment goes.
#[derive(Clone, Debug)]
pub(crate) struct Direction {
    pub(crate) outcome: &'static str,
    pub(crate) typed: Typed,
    pub(crate) decided: Deciding,
    /// Business days to the next appointment, where the series itself does not say.
    pub(crate) next_in: Option<i32>,
}

/// When the outcome is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    ByChance,
    SameDay,
    /// So many days later.
    Later(i32),
    Never,
}

/// When a failure is decided about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deciding {
    ByChance,
    Never,
    /// A warning, by post, on the second business day.
    WarnLate,
    /// A warning, on the next business day: by post, or handed over.
    Warn,
    WarnByHand,
    Excuse,
    Refer,
}

/// Outcomes of those who come, of acceptable absences and rearrangements, and of the service's own cancelling.
const CAME: [(u32, &str); 3] = [(970, "ATTC"), (18, "AFTC"), (12, "ATSS")];
const EXCUSED: [(u32, &str); 8] =
    [(30, "AAME"), (15, "AAFC"), (20, "AAEM"), (8, "AACL"), (5, "AAHO"), (2, "AARE"), (4, "AAAA"), (26, "RSOF")];
const MISSED: [(u32, &str); 2] = [(80, "UAAB"), (20, "AFTA")];
const CANCELLED: [(u32, &str); 2] = [(70, "RSSR"), (30, "AASD")];

pub(crate) fn direct(life: &mut Life<'_>, slot: &Slot) -> Direction {
    let ago = days_between(slot.starts.day(), life.today());
    let scripted = of_part(life.who.cast, ago);
    let mut direction = scripted.unwrap_or_else(|| by_chance(life));
    let at_works = matches!(slot.contact, "CUPA" | "COAP" | "COAI");
    let never_fails = life.who.cast == Cast::ComesToday && life.who.place.nth < NEVER_FAILED;
    if (direction.outcome == "ATSS" && !at_works)
        || (never_fails && matches!(direction.outcome, "UAAB" | "AFTA" | "AFTC"))
    {
        direction.outcome = "ATTC";
    }
    direction
}

fn by_chance(life: &mut Life<'_>) -> Direction {
    let outcome = match life.chance.below(1000) {
        drawn if drawn < 140 => life.chance.weighted(&EXCUSED),
        drawn if drawn < 170 => life.chance.weighted(&CANCELLED),
        drawn if drawn < 170 + life.who.misses => life.chance.weighted(&MISSED),
        _ => life.chance.weighted(&CAME),
    };
    Direction { outcome, typed: Typed::ByChance, decided: Deciding::ByChance, next_in: None }
}

/// The last weeks of those who play a part.
fn of_part(cast: Cast, ago: i32) -> Option<Direction> {
    let came = Direction::attended();
    let missed = |decided| Direction { outcome: "UAAB", decided, ..Direction::attended() };
    let excused = |outcome| Direction { outcome, ..Direction::attended() };
    let direction = match (cast, ago) {
        (Cast::AwaitingDecision, ..=6) | (Cast::Undecided, 12..=18 | 29..=35) => missed(Deciding::Never),
        (Cast::ToRecord, ..=7) => Direction { typed: Typed::Never, ..came },
        (Cast::GapSoon, ..=24) => excused(if ago % 2 == 0 { "AAME" } else { "RSOF" }),
        (Cast::NotSeen, ..=70) => excused(["AAME", "RSSR", "RSOF", "AAFC"][(ago / 7).unsigned_abs() as usize % 4]),
        (Cast::ServedLate, 29..=35) => Direction { next_in: Some(3), ..missed(Deciding::WarnLate) },
        (Cast::Twin(38, 0), ..=20) | (Cast::Twin(38, 1), ..=70) => {
            excused(["AAME", "RSSR", "AAFC", "RSOF"][(ago / 7).unsigned_abs() as usize % 4])
        }
        (Cast::Twin(40, 0), 12..=18) | (Cast::Twin(40, 1), 29..=35) => missed(Deciding::Warn),
        (Cast::Twin(40, 0), 29..=35) => missed(Deciding::Excuse),
        (Cast::Twin(40, 1), 12..=18) => missed(Deciding::Refer),
        (Cast::Twin(43, 0), 29..=35) => Direction { next_in: Some(6), ..missed(Deciding::Warn) },
        (Cast::Twin(43, 1), 29..=35) => Direction { next_in: Some(3), ..missed(Deciding::WarnByHand) },
        (Cast::Moved, 22..=45) => Direction { typed: Typed::Later(9), ..came },
        (Cast::ComesToday, ..=35)
        | (Cast::AwaitingDecision | Cast::ToRecord, ..=40)
        | (Cast::GapSoon, ..=60)
        | (Cast::NotSeen | Cast::Twin(38, _), ..=100)
        | (Cast::PlanDue | Cast::Undecided | Cast::ServedLate | Cast::Moved | Cast::Twin(40..=47, _), _) => came,
        _ => return None,
    };
    Some(direction)
}

impl Direction {
    /// Came, complied, typed on the day.
    pub(crate) fn attended() -> Direction {
        Direction { outcome: "ATTC", typed: Typed::SameDay, decided: Deciding::ByChance, next_in: None }
    }

    /// Whether somebody came, whatever came of it.
    pub(crate) fn attended_at_all(&self) -> bool {
        matches!(self.outcome, "ATTC" | "AFTC" | "ATSS")
    }

    /// When the outcome is recorded; none when it never was, or has not been yet.
    pub(crate) fn recorded(&self, life: &mut Life<'_>, same_day: i64, day: Date) -> Option<i64> {
        let at = match self.typed {
            Typed::SameDay => same_day,
            Typed::Never => return None,
            Typed::Later(days) => life.during(on_or_after(later(day, days)), 9, 12),
            Typed::ByChance => match life.chance.weighted(&[(760, 0), (150, 1), (80, 2), (10, 3)]) {
                // On the desk that a visitor meets first, nothing waits that long.
                3 if (life.who.place.provider, life.who.place.desk) == GOOD_DAY => same_day,
                0 => same_day,
                1 => life.during(business_later(day, 1), 9, 12),
                2 => {
                    let days = life.chance.between(3, 9);
                    life.during(business_later(day, days), 9, 17)
                }
                // Forgotten: an old one was found by somebody in the end, a recent one still waits.
                _ => life.during(business_later(day, 40), 9, 17),
            },
        };
        life.is_past(at).then_some(at)
    }
}
