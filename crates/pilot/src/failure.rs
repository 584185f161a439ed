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
use crate::breach;
use crate::calendar::{business_later, days_between, months_later};
use crate::cast::GOOD_DAY;
use crate::letters::{self, About};
use crate::life::Life;
use crate::said::{Act, Said, Say};
use crate::script::{Deciding, Direction};
use crate::sending;
use crate::series::Slot;
use crate::words;

/// An appointment at which somebody failed to comply.
pub(crate) struct Failure<'a> {
    pub(crate) slot: &'a Slot,
    pub(crate) said: Said,
    pub(crate) code: &'static str,
    pub(crate) next: Option<&'a Slot>,
    /// The failure before it.
    pub(crate) previous: Option<Date>,
}

/// A first-class letter is taken to need two business days, as the pages take it.
const POST_DAYS: u32 = 2;
/// Stands for a failure that nobody decided about in time: a check of the files finds it after so many business days.
const FORGOTTEN: i32 = 35;

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
        Deciding::Warn | Deciding::WarnByHand | Deciding::Excuse | Deciding::Refer => 1,
        Deciding::ByChance => life.chance.weighted(&[(430, 0), (225, 1), (235, 2), (106, 5), (4, FORGOTTEN)]),
    };
    // The practitioner with the good day has forgotten nothing but what the day is to show.
    let good_day = (life.who.place.provider, life.who.place.desk) == GOOD_DAY;
    let days = if days == FORGOTTEN && good_day { 5 } else { days };
    let on = business_later(failure.slot.starts.day(), days).max(recorded_on);
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
        Decision::NoFurtherAction => say.reason(why_nothing(life, failure, on)),
        _ => say,
    };
    let decided = life.told.say(act, decided);
    match (decision, failure.next) {
        (Decision::Warn, Some(next)) => warn(life, act, failure, next, decided, direction, on),
        (Decision::ReferBreach, _) => {
            let referred = BreachReferred { order: life.order.clone(), failures: vec![component.clone()] };
            let say = Say::new(referred, Happened::On(on)).about(component).because([failure.said, decided]);
            let referred = life.told.say(act, say);
            breach::follow(life, referred, on);
            Ok(())
        }
        _ => Ok(()),
    }
}

fn choose(life: &mut Life<'_>, failure: &Failure<'_>, direction: &Direction, on: Date) -> Decision {
    let statutory = matches!(life.who.order.kind, OrderKind::CommunityOrder | OrderKind::SuspendedSentenceOrder);
    match direction.decided {
        Deciding::WarnLate | Deciding::Warn | Deciding::WarnByHand => return Decision::Warn,
        Deciding::Excuse => return Decision::AcceptExcuse,
        Deciding::Refer => return Decision::ReferBreach,
        Deciding::ByChance | Deciding::Never => {}
    }
    if is_found_late(failure, on) {
        return Decision::NoFurtherAction;
    }
    let excuse = if failure.code == "AFTA" { 40 } else { 18 };
    if !statutory {
        return life.chance.weighted(&[(excuse, Decision::AcceptExcuse), (60, Decision::NoFurtherAction)]);
    }
    if life.in_breach_until.is_some_and(|until| on <= until) {
        return Decision::NoFurtherAction;
    }
    let warned = life.warned_until.is_some_and(|until| on <= until);
    if warned {
        // The Act gives no second warning.
        return life.chance.weighted(&[(excuse, Decision::AcceptExcuse), (80, Decision::ReferBreach)]);
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

fn why_nothing(life: &mut Life<'_>, failure: &Failure<'_>, on: Date) -> &'static str {
    let failed = failure.slot.starts.day();
    let alone = failure.previous.is_none_or(|previous| days_between(previous, failed) > 120)
        && days_between(life.who.order.from, failed) > 120;
    if is_found_late(failure, on) {
        return words::FOUND_LATE;
    }
    match life.who.order.kind {
        OrderKind::Licence | OrderKind::LifeLicence => life.chance.pick(&words::NONE_UNDER_A_LICENCE),
        OrderKind::PostSentenceSupervision => life.chance.pick(&words::NONE_AFTER_A_SENTENCE),
        _ if life.in_breach_until.is_some_and(|until| on <= until) => words::NONE_IN_BREACH,
        _ if alone => words::FIRST_IN_MONTHS,
        _ => life.chance.pick(&words::NONE_UNDER_AN_ORDER),
    }
}

/// So late that a warning would be for the file and not for the person.
fn is_found_late(failure: &Failure<'_>, on: Date) -> bool {
    days_between(failure.slot.starts.day(), on) > 30
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
    let by_hand = match direction.decided {
        Deciding::WarnByHand => true,
        Deciding::ByChance => life.chance.odds(250),
        _ => false,
    };
    let served_on =
        if by_hand { on } else { add_business_days(standards.holidays(), on, POST_DAYS).map_err(outside)? };
    let failed_on = failure.slot.starts.day();
    let evidence_by = standards.due(LimitName::EvidenceAfterFailure, failed_on).map_err(outside)?.max(on);
    let warning = WarningGiven { order: life.order.clone(), served_on, evidence_by };
    let about = About {
        who: life.who,
        court: life.court,
        network: life.world.network,
        member: life.holder(on).member,
        failed: failure.slot.starts,
        circumstances: words::circumstances(failure.code, failure.slot.contact),
        next: next.starts,
        next_at: next.site,
        next_contact: next.contact,
        told_on: failure.slot.booked_on(),
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
    let issued = life.told.say(act, say);
    if !by_hand {
        sending::letter(life, issued, on, act.at);
    }
    life.documents.push(bytes);
    life.warned_until = Some(months_later(served_on, 12).yesterday().unwrap_or(served_on));
    if direction.decided == Deciding::ByChance && life.chance.odds(130) {
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
    life.warned_until = Some(on);
}
