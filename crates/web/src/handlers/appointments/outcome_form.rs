//! The form of what came of an appointment: what the rules leave open, what was typed before, and a proposal for the next one.

use jiff::ToSpan;
use jiff::civil::Date;
use practice::warning::{OpenTo, WarningOpen};
use practice::{Ruled, Standards};
use record::facts::person::Decision;
use record::time::Minute;
use service::FieldError;
use service::directory::Place;

use crate::components::{Choice, Problems, Token};
use crate::handlers::frame::why;
use crate::pages::appointments::outcome::OutcomeForm;
use crate::posted::Fields;
use crate::words::{clock, minute, short_day, typed_day};

/// An empty form for an appointment, with what the rules say is open.
pub fn form(
    prefix: &str,
    token: Token,
    places: &[Place],
    site: &str,
    open: Option<&Ruled<WarningOpen>>,
    today: Date,
) -> OutcomeForm {
    let mut form = OutcomeForm::new(prefix, token);
    form.serve_by.options.retain(|option| option.value != "email");
    form.serve_by = form.serve_by.chosen("post");
    form.next_place.options = places.iter().map(|place| Choice::new(&place.code, &place.name)).collect();
    form.next_place = form.next_place.chosen(site);
    if let Some(open) = open {
        only_open(&mut form, &open.value.open);
        form.guidance = Some(open.why.words.clone());
        form.why = Some(why("Why?", &open.why));
        if open.value.letter_due_on >= today {
            form.decision.hint =
                Some(format!("A warning letter is to leave by {}.", short_day(open.value.letter_due_on)));
        }
    }
    form
}

/// Leaves only the decisions that the rules leave open.
pub fn only_open(form: &mut OutcomeForm, open: &[OpenTo]) {
    form.decision.options.retain(|option| {
        decision(&option.value).is_none_or(|decision| open.contains(&service::attendance::opens(decision)))
    });
}

/// What somebody chose to do about a failure; none while they decide later.
pub fn decision(chosen: &str) -> Option<Decision> {
    Some(match chosen {
        "warning" => Decision::Warn,
        "breach" => Decision::ReferBreach,
        "none" => Decision::NoFurtherAction,
        "excuse" => Decision::AcceptExcuse,
        _ => return None,
    })
}

/// Puts back what was typed and says what is wrong with it.
pub fn refill(form: OutcomeForm, typed: &Fields, errors: &[FieldError]) -> OutcomeForm {
    let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
    let mut form = form;
    for choices in [
        &mut form.outcome,
        &mut form.acceptable_reason,
        &mut form.excuse,
        &mut form.decision,
        &mut form.serve_by,
        &mut form.next_place,
        &mut form.sensitive,
    ] {
        let value = typed.get(&choices.name).to_owned();
        for option in choices.options.iter_mut().filter(|_| !value.is_empty()) {
            option.chosen = option.value == value;
        }
        choices.error = wrong(&choices.name);
    }
    for field in [&mut form.note, &mut form.decision_reason, &mut form.next_date, &mut form.next_time] {
        if !typed.get(&field.name).is_empty() {
            typed.get(&field.name).clone_into(&mut field.value);
        }
        field.error = wrong(&field.name);
    }
    form
}

/// The summary of problems of a form whose ids begin with `prefix`.
pub fn problems(prefix: &str, errors: &[FieldError]) -> Problems {
    Problems { list: errors.iter().map(|e| (format!("{prefix}-{}", e.field), e.message.clone())).collect() }
}

/// The same weekday and time a week on, or the next business day after it.
pub fn proposal(standards: &Standards, held: Minute, today: Date) -> Option<Minute> {
    let holidays = standards.holidays();
    let mut day = held.day().checked_add(7.days()).ok()?;
    while day <= today || !practice::business_days::is_business_day(holidays, day).ok()? {
        day = day.tomorrow().ok()?;
    }
    let (hour, minute) = held.clock();
    Some(Minute::new(day.at(hour, minute, 0, 0)))
}

/// Fills in the proposal, unless an appointment is booked already.
pub fn propose(form: &mut OutcomeForm, booked: Option<Minute>, proposed: Option<Minute>) {
    match (booked, proposed) {
        (Some(at), _) => {
            form.next_note = Some(format!("{} is booked already. Leave this empty to keep it.", minute(at)));
        }
        (None, Some(at)) => {
            form.next_date.value = typed_day(at.day());
            form.next_time.value = clock(at);
            form.next_note = Some("A proposal: change it or take it out.".to_owned());
        }
        (None, None) => {}
    }
}
