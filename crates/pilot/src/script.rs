//! What comes of each appointment: by chance at the rates of the time, or by the part somebody plays.

use jiff::civil::Date;

use crate::calendar::{business_later, days_between, later, on_or_after};
use crate::cast::Cast;
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
}

/// Outcomes of those who come, of acceptable absences and rearrangements, and of the service's own cancelling.
const CAME: [(u32, &str); 3] = [(970, "ATTC"), (18, "AFTC"), (12, "ATSS")];
const EXCUSED: [(u32, &str); 8] = [
    (30, "AAME"), (15, "AAFC"), (20, "AAEM"), (8, "AACL"), (5, "AAHO"), (2, "AARE"), (4, "AAAA"), (26, "RSOF"),
];
const MISSED: [(u32, &str); 2] = [(80, "UAAB"), (20, "AFTA")];
const CANCELLED: [(u32, &str); 2] = [(70, "RSSR"), (30, "AASD")];

pub(crate) fn direct(life: &mut Life<'_>, slot: &Slot) -> Direction {
    let ago = days_between(slot.starts.day(), life.today());
    let scripted = of_part(life.who.cast, ago);
    scripted.unwrap_or_else(|| by_chance(life))
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
        (Cast::Moved, 22..=45) => Direction { typed: Typed::Later(9), ..came },
        (Cast::ComesToday, ..=35)
        | (Cast::AwaitingDecision | Cast::ToRecord, ..=40)
        | (Cast::GapSoon, ..=60)
        | (Cast::NotSeen, ..=100)
        | (Cast::PlanDue | Cast::Undecided | Cast::ServedLate | Cast::Moved, _) => came,
        _ => return None,
    };
    Some(direction)
}

impl Direction {
    /// Came, complied, typed on the day.
    pub(crate) fn attended() -> Direction {
        Direction { outcome: "ATTC", typed: Typed::SameDay, decided: Deciding::ByChance, next_in: None }
    }

    pub(crate) fn failed(&self) -> bool {
        matches!(self.outcome, "UAAB" | "AFTA")
    }

    /// When the outcome is recorded; none when it never was, or has not been yet.
    pub(crate) fn recorded(&self, life: &mut Life<'_>, same_day: i64, day: Date) -> Option<i64> {
        let at = match self.typed {
            Typed::SameDay => same_day,
            Typed::Never => return None,
            Typed::Later(days) => life.during(on_or_after(later(day, days)), 9, 12),
            Typed::ByChance => match life.chance.weighted(&[(760, 0), (150, 1), (80, 2), (10, 3)]) {
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
