//! The documented failures that are planted, and where to find them.

use crate::PilotError;
use crate::cast::{Cast, RAISED, RIVAL, SAME_GROUP, players};
use crate::extras::{AUDIT, dated_back_by};
use crate::profile::{World, crn, stream_of};

/// A documented failure that somebody's record shows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Planted {
    /// The failure's number.
    pub row: u16,
    /// What was planted; begins with `Twin` where it only looks like the failure and is none.
    pub what: String,
    /// On whose record.
    pub crn: String,
    /// What stands for the person in addresses.
    pub case: String,
}

const MOST: usize = 3;

/// Everything planted that this number of people has room for.
pub(crate) fn planted(world: &World<'_>) -> Result<Vec<Planted>, PilotError> {
    let dated_back = format!(
        "Notes of earlier months typed in shortly before the audit announced for {AUDIT}, on instruction: {}",
        dated_back_by()
    );
    let rows: [(u16, Cast, &str); 9] = [
        (
            13,
            Cast::MurderUnpaidWork,
            "Convicted of murder, on record with a community order of 120 hours of unpaid work",
        ),
        (22, Cast::PlanDue, "Sentenced four weeks ago, and nobody has assessed the risk"),
        (23, Cast::Lifer, "With the trust before June 2014 and with the public service since: one record"),
        (28, Cast::GapSoon, "A lower risk of serious harm proposed, and not countersigned: the higher one stands"),
        (38, Cast::NotSeen, "Booked every week, and not seen for more than two months"),
        (40, Cast::Undecided, "Two failures that nobody decided about"),
        (43, Cast::ServedLate, "A warning served only after the next appointment"),
        (47, Cast::Moved, "Appointments moved twice with the old times kept, outcomes entered nine days later"),
        (62, Cast::DatedBack, &dated_back),
    ];
    // Those who look like a failure of risk, or must be kept apart, play other parts as well.
    let quiet: [(u16, Cast, usize, &str); 6] = [
        (
            22,
            Cast::NewlyAllocated,
            0,
            "Twin: allocated last week; nobody has assessed the risk, and it is not late yet",
        ),
        (22, Cast::ComesToday, 0, "Twin: assessed in time, and again within the year"),
        (32, RIVAL, 0, "Must not meet somebody who comes today: a booking today at 2:45pm is refused"),
        (32, SAME_GROUP, 0, "Twin: of the same group; a booking today at 2:45pm is taken"),
        (34, RIVAL, 0, "The same, invited to a group session today at 2:45pm"),
        (28, Cast::ComesToday, RAISED as usize, "Twin: a higher risk of serious harm proposed: it stands at once"),
    ];
    let twins: [(u16, u8, &str); 10] = [
        (38, 0, "Twin: absences in the last three weeks, and seen within thirty days"),
        (38, 1, "Twin: appointments fail for weeks, and the person comes in without one"),
        (40, 0, "Twin: two failures, each decided in time"),
        (40, 1, "Twin: a warning, then a breach referred, each in time"),
        (43, 0, "Twin: a warning served by post before the next appointment"),
        (43, 1, "Twin: a warning handed over before a near appointment"),
        (47, 0, "Twin: an appointment moved once, the outcome entered on the day"),
        (47, 1, "Twin: an appointment moved twice, the outcome entered on the day"),
        (62, 0, "Twin: as many notes before the audit, each of the day it was typed"),
        (62, 1, "Twin: one note typed late, with the reason"),
    ];
    let mut planted = Vec::new();
    let person = |row, what: &str, number| {
        let stream = stream_of(world.seed, number);
        let case = stream.as_str().trim_start_matches("person-").to_owned();
        Ok::<_, PilotError>(Planted { row, what: what.to_owned(), crn: crn(number)?.to_string(), case })
    };
    for (row, cast, what) in rows {
        for number in players(world.network, world.people, cast, MOST) {
            planted.push(person(row, what, number)?);
        }
    }
    for (row, cast, nth, what) in quiet {
        for number in players(world.network, world.people, cast, nth + 1).into_iter().skip(nth) {
            planted.push(person(row, what, number)?);
        }
    }
    for (row, nth, what) in twins {
        for number in players(world.network, world.people, Cast::Twin(row, nth), 1) {
            planted.push(person(row, what, number)?);
        }
    }
    planted.sort_by_key(|planted| planted.row);
    Ok(planted)
}
