//! OSP/DC and OSP/IIC: the sexual predictors before OGRS4, with its shapes and checks of their own.

use super::super::{
    Answers, Band, Defect, Fault, FaultKind, Percent, Variant,
    answers::Gender,
    ogrs4::{direct_contact::DirectContactScore, images_indirect::ImagesScore},
    sexual::{Counts, Earning, Reduction, band, images_band, points},
    standards::legacy::Legacy,
    steps::{Feature, Sink, Sum},
};

const HISTORY: &str = "hasEverCommittedSexualOffence";
const ADULT: &str = "totalContactAdultSexualSanctions";
const CHILD: &str = "totalContactChildSexualSanctions";
const NON_CONTACT: &str = "totalNonContactSexualOffences";
const IMAGES: &str = "totalIndecentImageSanctions";
/// Nobody was sanctioned for the first time below this age.
const LEAST_AGE: i32 = 10;

/// Direct contact. Without the day of the last sexual offence its age counts as nothing.
pub fn direct_contact<S: Sink>(answers: &Answers, variant: Variant, sink: &mut S) -> DirectContactScore {
    let stopped = |faults| DirectContactScore { faults, ..DirectContactScore::default() };
    let missing = [
        ("gender", answers.gender.is_some()),
        (HISTORY, answers.sexual_history.is_some()),
        ("dateOfBirth", answers.born.is_some()),
        ("dateAtStartOfFollowupUserInput", answers.followup_from.is_some()),
        ("totalNumberOfSanctionsForAllOffences", answers.sanctions.is_some()),
        ("supervisionStatus", answers.supervision.is_some()),
    ];
    let faults = faults(answers, &missing);
    if !faults.is_empty() {
        return stopped(faults);
    }
    let female = answers.gender == Some(Gender::Female);
    if female || answers.sexual_history == Some(false) {
        let denies = female && answers.sexual_history == Some(true) && variant == Variant::Published;
        return DirectContactScore {
            band: Some(Band::NotApplicable),
            probability: Some(0.0),
            score: Some(Percent::ZERO),
            female: Some(female),
            history: if denies { Some(false) } else { answers.sexual_history },
            defect: denies.then_some(Defect::FemaleHistoryDenied),
            ..DirectContactScore::default()
        };
    }
    let (Some(earning), Some(supervision), Some(followup_from)) =
        (Earning::of(answers), answers.supervision, answers.followup_from)
    else {
        return stopped(vec![Fault::unexpected("something is missing")]);
    };
    if let Some(why) = impossible(&earning) {
        return stopped(vec![Fault::unexpected(why)]);
    }
    let table = &Legacy::published().direct_contact;
    let points = points(table, &earning, sink);
    let Some(unreduced) = band(table, points) else {
        return stopped(vec![Fault::unexpected("the points lie outside the table")]);
    };
    let reduction = Reduction {
        gender: Gender::Male,
        supervision,
        last_offence: answers.last_offence,
        last_sexual_offence: answers.last_sexual_offence,
        followup_from,
        assessed_on: answers.assessed_on,
        band: Some(unreduced),
    };
    DirectContactScore::of(table, points, &reduction, variant, answers.sexual_history)
}

/// Images and indirect contact.
pub fn images_indirect<S: Sink>(answers: &Answers, sink: &mut S) -> ImagesScore {
    let male = answers.gender == Some(Gender::Male);
    let missing = [("gender", answers.gender.is_some()), (HISTORY, !male || answers.sexual_history.is_some())];
    let faults = faults(answers, &missing);
    if !faults.is_empty() {
        return ImagesScore { faults, ..ImagesScore::default() };
    }
    let counts = Counts::of(answers).filter(|_| male && answers.sexual_history == Some(true));
    let Some(counts) = counts else {
        return ImagesScore {
            band: Some(Band::NotApplicable),
            score: Some(Percent::ZERO),
            female: Some(!male),
            history: answers.sexual_history,
            ..ImagesScore::default()
        };
    };
    let table = &Legacy::published().images;
    let none =
        [counts.images, counts.contact_adult, counts.contact_child, counts.non_contact].iter().all(|&count| count == 0);
    let left = if none { table.none.unwrap_or(table.other) } else { table.other };
    let weight = counts.first_that_fits(table).unwrap_or(left);
    Sum::new(sink).add(Feature::Images, 1.0, weight);
    ImagesScore {
        band: Some(images_band(table, weight)),
        weight: Some(weight),
        score: Some(Percent::of(weight)),
        female: Some(false),
        history: answers.sexual_history,
        ..ImagesScore::default()
    }
}

fn impossible(earning: &Earning) -> Option<&'static str> {
    if earning.contact_adult < 0 || earning.contact_child < 0 || earning.non_contact < 0 {
        Some("a count of sanctions is negative")
    } else if earning.sanctions < 1 {
        Some("there is at least one sanction")
    } else if earning.age_at_last_offence.is_some_and(|age| age < LEAST_AGE) {
        Some("nobody commits a sexual offence at that age")
    } else if earning.age_at_followup < 0 {
        Some("the follow-up starts before the date of birth")
    } else {
        None
    }
}

/// The checks both share: what is missing, then counts nobody expects, then counts that are.
fn faults(answers: &Answers, always: &[(&'static str, bool)]) -> Vec<Fault> {
    let given = [
        (ADULT, answers.contact_adult),
        (CHILD, answers.contact_child),
        (NON_CONTACT, answers.non_contact),
        (IMAGES, answers.images),
    ];
    let male = answers.gender == Some(Gender::Male);
    let asked_to_count = male && answers.sexual_history == Some(true);
    let motivation = [("isCurrentOffenceSexuallyMotivated", answers.sexually_motivated.is_some() || !asked_to_count)];
    let mut faults = Vec::new();
    let mut missing = Fault::missing(FaultKind::MissingMandatory, always);
    if let Some(more) = Fault::missing(FaultKind::MissingMandatory, &motivation) {
        match &mut missing {
            Some(fault) => fault.fields = fault.fields.iter().chain(more.fields.iter()).copied().collect(),
            None => missing = Some(more),
        }
    }
    faults.extend(missing);
    if male && answers.sexual_history == Some(false) {
        faults.extend(Fault::missing(
            FaultKind::SexualCountsUnexpected,
            &given.map(|(name, count)| (name, count.is_none())),
        ));
    }
    if asked_to_count {
        let uncounted =
            Fault::missing(FaultKind::SexualCountsMissing, &given.map(|(name, count)| (name, count.is_some())));
        let all_zero = given.iter().all(|(_, count)| *count == Some(0));
        faults.extend(uncounted);
        if all_zero {
            // In an order of its own, as published.
            faults.push(Fault::of(FaultKind::SexualCountsMissing, &[ADULT, CHILD, IMAGES, NON_CONTACT]));
        }
    }
    faults
}
