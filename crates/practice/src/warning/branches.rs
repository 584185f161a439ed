//! The branches of the rule: excused, referred, not under an order, warned for this, warned before, not warned.

use jiff::civil::Date;

use super::{
    LetterOpen, OpenTo, Referral, WarningFacts,
    in_force::{InForce, most_telling},
};
use crate::facts::{Event, OrderKind, written};

/// What one branch of the rule finds.
pub(super) struct Found {
    pub(super) letter: LetterOpen,
    pub(super) open: Vec<OpenTo>,
    pub(super) referral: Referral,
    pub(super) words: String,
    pub(super) rests_on: Option<String>,
    pub(super) step: Option<String>,
}

/// Which branch of the rule a failure falls under, in the order the law asks.
pub(super) fn find(facts: &WarningFacts, in_force: &[InForce<'_>], refer_by: Date) -> Found {
    let known = |event: &Option<Event>| event.clone().filter(|event| event.on <= facts.as_at).map(|event| event.entry);
    let about_this = in_force.iter().find(|w| w.warning.about == facts.failure.entry);

    if let Some(excuse) = known(&facts.excused) {
        let open = about_this.map(|_| OpenTo::WithdrawWarning).into_iter().collect();
        let words = "An excuse has been accepted, so there is no failure to warn about.";
        return Found { rests_on: Some(excuse), ..found(LetterOpen::Excused, open, words) };
    }
    if let Some(referral) = known(&facts.referred) {
        let words = "The matter is with the enforcement officer.";
        return Found { rests_on: Some(referral), ..found(LetterOpen::Referred, vec![OpenTo::AcceptEvidence], words) };
    }
    if !facts.order.has_statutory_warning() {
        return without_an_order(facts.order);
    }
    if let Some(w) = about_this {
        let open = vec![OpenTo::AcceptEvidence, OpenTo::WithdrawWarning];
        let words = format!("A warning for this failure was given on {}.", written(w.given_on));
        let letter = LetterOpen::CoveredBy { warning: w.warning.entry.clone() };
        return Found { rests_on: Some(w.warning.entry.clone()), ..found(letter, open, words) };
    }
    if let Some(w) = most_telling(in_force, facts.failure.on) {
        return Found { rests_on: Some(w.warning.entry.clone()), ..after_a_warning(facts, w, refer_by) };
    }
    let letter = match facts.order {
        OrderKind::SuspendedSentenceOrder => "warning-suspended-sentence-order",
        _ => "warning-community-order",
    };
    let open = vec![OpenTo::AcceptEvidence, OpenTo::GiveWarning, OpenTo::ReferForBreach, OpenTo::NoFurtherAction];
    let words = "No warning is in force under this order, so a warning may be given or the matter referred to an enforcement officer.";
    found(LetterOpen::FirstWarning(letter.to_owned()), open, words)
}

fn found(letter: LetterOpen, open: Vec<OpenTo>, words: impl Into<String>) -> Found {
    Found { letter, open, referral: Referral::NotRequired, words: words.into(), rests_on: None, step: None }
}

fn without_an_order(order: OrderKind) -> Found {
    let (open, words) = match order {
        OrderKind::Licence => (
            vec![OpenTo::AcceptEvidence, OpenTo::LicenceLetter, OpenTo::ConsiderRecall, OpenTo::NoFurtherAction],
            "There is no statutory warning under a licence.",
        ),
        _ => (
            vec![OpenTo::AcceptEvidence, OpenTo::ReferForBreach, OpenTo::NoFurtherAction],
            "There is no statutory warning under post-sentence supervision.",
        ),
    };
    found(LetterOpen::NotUnderAnOrder, open, words)
}

fn after_a_warning(facts: &WarningFacts, w: &InForce<'_>, refer_by: Date) -> Found {
    let entry = w.warning.entry.clone();
    let given = written(w.given_on);
    if facts.failure.on <= w.warning.issued_on {
        let open = vec![OpenTo::AcceptEvidence, OpenTo::ReferForBreach, OpenTo::NoFurtherAction];
        let words =
            format!("The failure came before the warning of {given}, which is in force: there is no second warning.");
        return found(LetterOpen::CoveredBy { warning: entry }, open, words);
    }
    let letter = LetterOpen::WarnedAlready { warning: entry, given_on: w.given_on, until: w.until };
    let step = Some(format!("The warning was given on {given} and lasts to the end of {}.", written(w.until)));
    if w.served_before(facts.failure.on) {
        let open = vec![OpenTo::AcceptEvidence, OpenTo::ReferForBreach];
        let words = format!(
            "A warning given on {given} is in force, so the Act requires this to go to an enforcement officer unless an excuse is accepted."
        );
        return Found { referral: Referral::Required { by: refer_by }, step, ..found(letter, open, words) };
    }
    let reached = match w.warning.served_on {
        Some(day) => format!("reached the person on {}", written(day)),
        None => "is not known to have reached the person".to_owned(),
    };
    let open = vec![OpenTo::ReviewFairness, OpenTo::AcceptEvidence, OpenTo::ReferForBreach, OpenTo::NoFurtherAction];
    let words = format!(
        "The warning in force {reached}, and this failure was on {}: whether it may fairly count is to be reviewed first.",
        written(facts.failure.on)
    );
    Found { referral: Referral::AfterFairnessReview { by: refer_by }, step, ..found(letter, open, words) }
}
