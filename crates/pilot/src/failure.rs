//! After a failure to comply: a decision within two business days mostly, the warning and its letter, the referral, the
//! excuse accepted later and the warning withdrawn.

use jiff::civil::Date;
use practice::business_days::add_business_days;
use practice::{LimitName, Standards};
use record::facts::person::{
    BreachReferred, Decision, FailureDecided, LetterIssued, OrderKind, WarningGiven, WarningWithdrawn,
};
use record::time::{Happened, Instant};

use crate::PilotError;
use crate::calendar::{business_later, months_later};
use crate::cast::GOOD_DAY;
use crate::letters::{self, About};
use crate::life::Life;
use crate::said::{Act, Said, Say};
use crate::script::{Deciding, Direction};
use crate::series::Slot;
use crate::words;

/// An appointment at which somebody failed to comply.
pub(crate) struct Failure<'a> {
    pub(crate) slot: &'a Slot,
    pub(crate) said: Said,
    pub(crate) code: &'static str,
    pub(crate) next: Option<&'a Slot>,
}

/// A first-class letter is taken to need two business days, as the pages take it.
const POST_DAYS: u32 = 2;
/// Stands for a failure that nobody ever decides about.
const FORGOTTEN: i32 = 99;

/// Decides, at once or later; `act` is the one that recorded the failure.
pub(crate) fn decide(
    life: &mut Life<'_>,
    act: &mut Act,
    failure: &Failure<'_>,
    direction: &Direction,
) -> Result<(), PilotError> {
    let recorded_on = Instant(act.at).day();
    let days = match direction.decided {
        Deciding::Never => return Ok(()),
        Deciding::WarnLate => 2,
        Deciding::ByChance => life.chance.weighted(&[(430, 0), (225, 1), (235, 2), (106, 5), (4, FORGOTTEN)]),
    };
    // The practitioner with the good day has forgotten nothing but what the day is to show.
    if days == FORGOTTEN && (life.who.place.provider, life.who.place.desk) != GOOD_DAY {
        return Ok(());
    }
    let on = business_later(failure.slot.starts.day(), days.min(5)).max(recorded_on);
    if days == 0 || on > life.last_day {
        return carry_out(life, act, failure, direction, recorded_on);
    }
    let mut at = life.during(on, 10, 17);
    if on == recorded_on {
        at = at.max(act.at + 600_000_000);
    }
    if !life.is_past(at) {
        return Ok(());
    }
    let by = life.officer(on);
    let mut act = life.act(at, by);
    carry_out(life, &mut act, failure, direction, on)
}

fn carry_out(
    life: &mut Life<'_>,
    act: &mut Act,
    failure: &Failure<'_>,
    direction: &Direction,
    on: Date,
) -> Result<(), PilotError> {
    let decision = choose(life, failure, direction, on);
    let component = &failure.slot.component;
    let say = Say::new(FailureDecided { decision }, Happened::On(on)).about(component).because([failure.said]);
    let decided = match decision {
        Decision::AcceptExcuse => say.reason(life.chance.pick(&words::REASONS_ACCEPTED)),
        Decision::NoFurtherAction => say.reason(life.chance.pick(&words::REASONS_NONE)),
        _ => say,
    };
    let decided = life.told.say(act, decided);
    match (decision, failure.next) {
        (Decision::Warn, Some(next)) => warn(life, act, failure, next, decided, direction, on),
        (Decision::ReferBreach, _) => {
            let referred = BreachReferred { order: life.order.clone(), failures: vec![component.clone()] };
            let say = Say::new(referred, Happened::On(on)).about(component).because([failure.said, decided]);
            life.told.say(act, say);
            Ok(())
        }
        _ => Ok(()),
    }
}

fn choose(life: &mut Life<'_>, failure: &Failure<'_>, direction: &Direction, on: Date) -> Decision {
    let statutory =
        matches!(life.who.order.kind, OrderKind::CommunityOrder | OrderKind::SuspendedSentenceOrder);
    if direction.decided == Deciding::WarnLate {
        return Decision::Warn;
    }
    let excuse = if failure.code == "AFTA" { 40 } else { 18 };
    if !statutory {
        return life.chance.weighted(&[
            (excuse, Decision::AcceptExcuse),
            (50, Decision::NoFurtherAction),
            (10, Decision::ReferBreach),
        ]);
    }
    let warned = life.warned_until.is_some_and(|until| on <= until);
    if warned {
        return life.chance.weighted(&[
            (excuse, Decision::AcceptExcuse),
            (20, Decision::NoFurtherAction),
            (50, Decision::ReferBreach),
        ]);
    }
    if failure.next.is_none() {
        return Decision::NoFurtherAction;
    }
    life.chance.weighted(&[
        (excuse, Decision::AcceptExcuse),
        (10, Decision::NoFurtherAction),
        (70, Decision::Warn),
        (2, Decision::ReferBreach),
    ])
}

fn warn(
    life: &mut Life<'_>,
    act: &mut Act,
    failure: &Failure<'_>,
    next: &Slot,
    decided: Said,
    direction: &Direction,
    on: Date,
) -> Result<(), PilotError> {
    let standards = Standards::split_2014();
    let outside = |error: practice::business_days::OutsideTable| PilotError::Standards(error.to_string());
    let by_hand = direction.decided != Deciding::WarnLate && life.chance.odds(250);
    let served_on = if by_hand { on } else { add_business_days(standards.holidays(), on, POST_DAYS).map_err(outside)? };
    let failed_on = failure.slot.starts.day();
    let evidence_by = standards.due(LimitName::EvidenceAfterFailure, failed_on).map_err(outside)?.max(on);
    let warning = WarningGiven { order: life.order.clone(), served_on, evidence_by };
    let about = About {
        who: life.who,
        court: life.court,
        network: life.world.network,
        member: life.holder(on).member,
        failed: failure.slot.starts,
        next: next.starts,
        today: on,
        warning: &warning,
    };
    let (letter, bytes) = letters::warning(&about)?;
    let component = &failure.slot.component;
    let say = Say::new(warning, Happened::On(on)).about(component).because([failure.said, decided]);
    let warned = life.told.say(act, say);
    let issued = LetterIssued {
        letter,
        document: ledger::Hash::of(&bytes),
        bytes: bytes.len() as u64,
        by: if by_hand { "by hand" } else { "first-class post" }.to_owned(),
    };
    let say = Say::new(issued, Happened::On(on)).about(component).because([failure.said, warned]);
    life.told.say(act, say);
    life.documents.push(bytes);
    life.warned_until = Some(months_later(served_on, 12).yesterday().unwrap_or(served_on));
    if direction.decided != Deciding::WarnLate && life.chance.odds(130) {
        withdraw(life, failure, warned, on);
    }
    Ok(())
}

/// Evidence came in: the excuse is accepted and the warning no longer stands.
fn withdraw(life: &mut Life<'_>, failure: &Failure<'_>, warned: Said, warned_on: Date) {
    let on = business_later(warned_on, life.chance.between(2, 4));
    let at = life.during(on, 10, 17);
    if !life.is_past(at) || on > life.last_day {
        return;
    }
    let by = life.officer(on);
    let mut act = life.act(at, by);
    let evidence = life.chance.pick(&words::REASONS_ACCEPTED).to_owned();
    let component = &failure.slot.component;
    let decided = Say::new(FailureDecided { decision: Decision::AcceptExcuse }, Happened::On(on));
    let decided = life.told.say(&mut act, decided.about(component).because([failure.said]).reason(&evidence));
    let withdrawn = Say::new(WarningWithdrawn { evidence }, Happened::On(on)).about(component);
    life.told.say(&mut act, withdrawn.because([failure.said, decided, warned]));
    life.warned_until = None;
}
