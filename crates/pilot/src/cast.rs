//! Parts that some people play: a good day for one practitioner, and the situations that stand for a documented failure.

use crate::network::{Network, Place};

/// The part a person plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cast {
    /// None: chance decides.
    Ordinary,
    /// Comes to an appointment on the first day of the demonstration.
    ComesToday,
    /// Missed the last appointment; nobody has decided yet.
    AwaitingDecision,
    /// Had an appointment last week whose outcome nobody recorded.
    ToRecord,
    /// The sentence plan is due this week.
    PlanDue,
    /// Allocated last week; no first appointment yet.
    NewlyAllocated,
    /// Thirty days without contact end this week.
    GapSoon,
    /// Failure 13: convicted of murder, on record with 120 hours of unpaid work.
    MurderUnpaidWork,
    /// Failure 38: many bookings, nobody seen for weeks.
    NotSeen,
    /// Failure 40: two failures, no decision.
    Undecided,
    /// Failure 43: warned only after the next appointment.
    ServedLate,
    /// Failure 47: dates moved, outcome entered late.
    Moved,
    /// Only named staff may see the record.
    Restricted,
    /// One member of staff may not see the record.
    Excluded,
    /// Failure 62: entries dated back shortly before an audit.
    DatedBack,
    /// A life licence with thousands of entries.
    Lifer,
    /// Hundreds of entries.
    Long,
    /// Looks like the failure of that number and is none; the first or the second such person.
    Twin(u16, u8),
}

impl Cast {
    /// Whether chance tells how the life goes, whatever is added to it.
    pub(crate) fn is_by_chance(self) -> bool {
        matches!(self, Cast::Ordinary | Cast::DatedBack | Cast::Twin(62, _))
    }
}

/// The desk of the practitioner with the good day: the first one of the first company.
pub(crate) const GOOD_DAY: (usize, u32) = (1, 0);
/// The provider whose first team dates entries back.
pub(crate) const DATED_BACK_PROVIDER: usize = 3;
/// How many people come on the day.
pub(crate) const COME_TODAY: u32 = 7;
/// How many of those never failed to come, so that a first warning is open.
pub(crate) const NEVER_FAILED: u32 = 5;

/// Which of those who come looks like failure 28 and is none: their risk was raised, not lowered.
pub(crate) const RAISED: u32 = 6;

/// Who must not meet the last of those who come today: failure 32.
pub(crate) const RIVAL: Cast = Cast::Moved;
/// Who may: of the same group.
pub(crate) const SAME_GROUP: Cast = Cast::Twin(47, 1);

/// The parts at the good-day desk after those who come today, by place in the caseload.
const AT_THE_DESK: [Cast; 22] = [
    Cast::AwaitingDecision,
    Cast::AwaitingDecision,
    Cast::ToRecord,
    Cast::ToRecord,
    Cast::PlanDue,
    Cast::NewlyAllocated,
    Cast::GapSoon,
    Cast::MurderUnpaidWork,
    Cast::NotSeen,
    Cast::Undecided,
    Cast::ServedLate,
    Cast::Moved,
    Cast::Restricted,
    Cast::Excluded,
    Cast::Twin(38, 0),
    Cast::Twin(38, 1),
    Cast::Twin(40, 0),
    Cast::Twin(40, 1),
    Cast::Twin(43, 0),
    Cast::Twin(43, 1),
    Cast::Twin(47, 0),
    Cast::Twin(47, 1),
];

/// The part of the person at a place.
pub(crate) fn part(network: &Network, people: u32, place: Place) -> Cast {
    if (place.provider, place.desk) == GOOD_DAY {
        return match place.nth {
            nth if nth < COME_TODAY => Cast::ComesToday,
            nth => AT_THE_DESK.get((nth - COME_TODAY) as usize).copied().unwrap_or(Cast::Ordinary),
        };
    }
    if place.provider == 0 {
        let long = (people / 500).clamp(1, 12);
        return match (place.desk, place.nth) {
            (0, 0) => Cast::Lifer,
            (desk, nth) if nth == 1 && desk < long => Cast::Long,
            _ => Cast::Ordinary,
        };
    }
    let first_team = network.members[network.practitioners[DATED_BACK_PROVIDER][0]].team;
    if place.provider != DATED_BACK_PROVIDER || network.members[place.member].team != first_team {
        return Cast::Ordinary;
    }
    match (place.desk, place.nth) {
        (_, nth) if nth.is_multiple_of(3) => Cast::DatedBack,
        (0, 1) => Cast::Twin(62, 0),
        (0, 4) => Cast::Twin(62, 1),
        _ => Cast::Ordinary,
    }
}

/// The people who play a part, up to `most`, by number.
pub(crate) fn players(network: &Network, people: u32, wanted: Cast, most: usize) -> Vec<u32> {
    let found = (0..people).filter(|number| part(network, people, network.place(*number)) == wanted);
    found.take(most).collect()
}

/// Where in the caseload of the good-day desk a part is played.
pub(crate) fn desk_of(wanted: Cast) -> Option<u32> {
    let at = AT_THE_DESK.iter().position(|cast| *cast == wanted)?;
    Some(COME_TODAY + u32::try_from(at).ok()?)
}
