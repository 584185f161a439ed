//! How often somebody is seen, what was worked on, and who signs.

use jiff::civil::Date;
use practice::catalogue::Harm;
use practice::contact_sign_off::{month_to_sign, months_to_sign};
use practice::contact_standard::{ContactMonth, ContactStandardFacts, Tier, contact_standard};
use practice::facts::Appointment;
use practice::plan_review::{PlanReviewFacts, plan_review};
use practice::work::{WorkFacts, work};
use practice::{DutyState, Provider, Standards, Status};

use crate::{appointment, day, event, recorded};

fn standards() -> &'static Standards {
    Standards::split_2014()
}

fn november(began: &str, harm: Option<Harm>, contacts: Vec<Appointment>) -> Option<ContactMonth> {
    let facts = ContactStandardFacts {
        subject: "order-1".to_owned(),
        as_at: day("2015-12-15"),
        month: day("2015-11-10"),
        began: event(began, "person-a/1"),
        until: Some(day("2016-06-30")),
        provider: Some(Provider::Crc),
        tier: None,
        harm,
        reset: None,
        contacts,
    };
    contact_standard(&facts, standards()).map(|ruled| ruled.value)
}

#[test]
fn the_standard_that_asks_most_is_the_one_that_counts() {
    let check = |began: &str, harm, standard: &str, required| {
        let found = november(began, harm, Vec::new()).unwrap();
        assert_eq!((found.standard.as_str(), found.required), (standard, required), "{began} {harm:?}");
    };
    check("2015-06-01", None, "monthly", 1);
    check("2015-06-01", Some(Harm::Low), "monthly", 1);
    check("2015-06-01", Some(Harm::High), "high", 2);
    check("2015-06-01", Some(Harm::VeryHigh), "very-high", 4);
    // Begun on the 2nd: four whole weeks of the month are the first four.
    check("2015-11-02", Some(Harm::Medium), "first-weeks", 4);
    // Begun on the 20th: eleven days hold one whole week, and a part of a month asks for one.
    check("2015-11-20", None, "monthly", 1);
    // The first four weeks were over on the 1st.
    check("2015-10-05", None, "monthly", 1);
}

#[test]
fn the_basis_goes_by_the_day_the_kind_of_organisation_and_the_tier() {
    let check = |month: &str, began: &str, provider, tier: Option<&str>, standard: &str, required, status| {
        let facts = ContactStandardFacts {
            subject: "order-1".to_owned(),
            as_at: day(month).last_of_month(),
            month: day(month),
            began: event(began, "person-a/1"),
            until: None,
            provider,
            tier: tier.map(|letter| Tier { letter: letter.to_owned(), provisional: true }),
            harm: Some(Harm::Medium),
            reset: None,
            contacts: Vec::new(),
        };
        let found = contact_standard(&facts, standards()).unwrap();
        let value = &found.value;
        let told = (value.standard.as_str(), value.required, value.status);
        assert_eq!(told, (standard, required, status), "{month} {provider:?} {tier:?}");
        found.why.steps.join(" ")
    };
    let (crc, nps) = (Some(Provider::Crc), Some(Provider::Nps));
    let steps = check("2015-11-01", "2015-01-05", crc, None, "monthly", 1, Status::Verified);
    assert!(steps.contains("for want of another") && steps.contains("No figure by tier"), "{steps}");
    let steps = check("2015-11-01", "2015-01-05", nps, None, "monthly-public", 1, Status::Design);
    assert!(!steps.contains("for want of another") && !steps.contains("Impact"), "{steps}");
    let steps = check("2015-11-01", "2015-01-05", None, None, "monthly", 1, Status::Verified);
    assert!(steps.contains("Nobody was given the case"), "{steps}");
    check("2021-06-01", "2021-01-05", crc, None, "monthly", 1, Status::Verified);
    check("2021-07-01", "2021-01-05", crc, None, "monthly-2021", 1, Status::Secondary);
    check("2021-07-01", "2021-01-05", nps, None, "monthly-2021", 1, Status::Secondary);
    let steps = check("2026-03-01", "2026-02-02", nps, Some("A"), "tier-a-first-weeks", 4, Status::Secondary);
    assert!(steps.contains("Tier A on what is known"), "{steps}");
    // What other tiers are asked was not found: what is asked of them is ours, and says so.
    check("2026-03-01", "2026-02-02", nps, Some("B"), "tier-b-first-weeks", 4, Status::Design);
    check("2026-02-01", "2026-02-02", nps, Some("C"), "tiers-c-to-g-first-weeks", 3, Status::Design);
    check("2026-02-01", "2026-02-02", nps, Some("G"), "tiers-c-to-g-first-weeks", 3, Status::Design);
    check("2026-02-01", "2026-02-02", nps, None, "first-weeks", 3, Status::Design);
    // The weeks of each are over.
    check("2026-06-01", "2026-02-02", nps, Some("A"), "monthly-2021", 1, Status::Secondary);
    check("2026-04-01", "2026-02-02", nps, Some("B"), "monthly-2021", 1, Status::Secondary);
    let steps = check("2026-04-01", "2026-02-02", nps, Some("E"), "monthly-2021", 1, Status::Secondary);
    assert!(steps.contains("Impact changes") && steps.contains("was not found"), "{steps}");
}

#[test]
fn only_being_seen_counts_and_a_telephone_call_is_counted_apart() {
    let call = |on| Appointment { face_to_face: false, ..appointment(on, Some(true)) };
    let contacts = vec![
        appointment("2015-10-30", Some(true)),
        appointment("2015-11-03", Some(true)),
        appointment("2015-11-10", Some(false)),
        appointment("2015-11-17", None),
        call("2015-11-24"),
        call("2015-11-25"),
    ];
    let found = november("2015-06-01", Some(Harm::High), contacts).unwrap();
    assert_eq!((found.offered, found.attended, found.other), (3, 1, 2));
    assert!(!found.met() && found.over);
    let seen = vec![appointment("2015-11-03", Some(true)), appointment("2015-11-17", Some(true))];
    assert!(november("2015-06-01", Some(Harm::High), seen).unwrap().met());
}

#[test]
fn a_month_before_supervision_began_asks_for_nothing() {
    assert_eq!(november("2015-12-01", None, Vec::new()), None);
}

#[test]
fn a_risk_nobody_judged_is_said_and_asks_for_what_is_asked_of_everybody() {
    let facts = ContactStandardFacts {
        subject: "order-1".to_owned(),
        as_at: day("2015-12-15"),
        month: day("2015-12-15"),
        began: event("2015-06-01", "person-a/1"),
        until: None,
        provider: Some(Provider::Crc),
        tier: None,
        harm: None,
        reset: None,
        contacts: Vec::new(),
    };
    let ruled = contact_standard(&facts, standards()).unwrap();
    assert!(!ruled.value.over);
    assert!(ruled.why.steps.iter().any(|step| step.starts_with("Nobody has judged the risk")), "{:?}", ruled.why.steps);
    assert!(ruled.why.steps.iter().any(|step| step.contains("for want of another")), "{:?}", ruled.why.steps);
}

#[test]
fn a_contact_standard_of_our_own_never_claims_to_have_been_read() {
    for standard in standards().contact_standards() {
        let ours = standard.source.starts_with("This program");
        assert_eq!(ours, standard.status == practice::Status::Design, "{}", standard.code);
    }
}

fn worked(on: &str, planned: Option<&str>, said: Option<&str>) -> Option<(Date, DutyState)> {
    let facts = WorkFacts {
        subject: "appointment-1".to_owned(),
        as_at: day("2015-12-15"),
        attended: event(on, "person-a/5"),
        plan: planned.map(|on| event(on, "person-a/3")),
        said: said.map(|said| recorded(on, said, "person-a/6")),
    };
    let duty = work(&facts, standards()).unwrap()?.duty();
    Some((duty.due_on.unwrap(), duty.state(day("2015-12-15"))))
}

#[test]
fn what_was_worked_on_is_due_the_next_working_day() {
    assert_eq!(worked("2015-12-11", Some("2015-10-01"), None), Some((day("2015-12-14"), DutyState::Overdue)));
    assert_eq!(worked("2015-12-14", Some("2015-10-01"), None), Some((day("2015-12-15"), DutyState::Due)));
    assert_eq!(worked("2015-12-11", Some("2015-10-01"), Some("2015-12-14")), Some((day("2015-12-14"), DutyState::Met)));
    assert_eq!(
        worked("2015-12-10", Some("2015-10-01"), Some("2015-12-14")),
        Some((day("2015-12-11"), DutyState::MetLate))
    );
}

#[test]
fn nothing_is_asked_where_there_was_no_plan_to_work_on_or_no_standard_yet() {
    assert_eq!(worked("2015-12-11", None, None), None);
    assert_eq!(worked("2015-12-11", Some("2015-12-12"), None), None);
    assert_eq!(worked("2015-11-01", Some("2015-10-01"), None), None);
    assert!(worked("2015-11-02", Some("2015-10-01"), None).is_some());
}

#[test]
fn a_plan_is_reviewed_within_twelve_months_unless_the_order_ends_before() {
    let due = |reviews: &[&str], until: Option<&str>| {
        let facts = PlanReviewFacts {
            subject: "order-1".to_owned(),
            as_at: day("2015-12-15"),
            completed: event("2014-12-20", "person-a/3"),
            reviews: reviews.iter().map(|on| event(on, "person-a/9")).collect(),
            until: until.map(day),
        };
        plan_review(&facts, standards()).unwrap().map(|ruled| ruled.value.due_on)
    };
    assert_eq!(due(&[], None), Some(day("2015-12-19")));
    assert_eq!(due(&["2015-11-30"], Some("2016-11-29")), Some(day("2016-11-29")));
    assert_eq!(due(&["2015-11-30"], Some("2016-11-28")), None);
}

#[test]
fn a_month_is_signed_off_by_the_fifth_working_day_after_it() {
    let to_sign =
        |on| month_to_sign(day(on), standards()).unwrap().map(|ruled| (ruled.value.month, ruled.value.due_on));
    assert_eq!(to_sign("2015-12-01"), Some((day("2015-11-01"), day("2015-12-07"))));
    assert_eq!(to_sign("2015-12-31"), Some((day("2015-11-01"), day("2015-12-07"))));
    // New Year's Day is none.
    assert_eq!(to_sign("2016-01-04"), Some((day("2015-12-01"), day("2016-01-08"))));
    assert_eq!(to_sign("2015-11-30"), None);
}

#[test]
fn a_month_that_was_let_pass_is_still_to_be_signed_off() {
    let to_sign = |on, began| -> Vec<(Date, Date)> {
        let months = months_to_sign(day(on), day(began), standards()).unwrap();
        months.into_iter().map(|ruled| (ruled.value.month, ruled.value.due_on)).collect()
    };
    let (november, december) = ((day("2015-11-01"), day("2015-12-07")), (day("2015-12-01"), day("2016-01-08")));
    assert_eq!(to_sign("2015-12-31", "2014-06-01"), [november]);
    assert_eq!(
        to_sign("2016-01-05", "2014-06-01"),
        [november, december],
        "the oldest first, and none before the standard"
    );
    assert_eq!(
        to_sign("2016-01-05", "2015-11-30"),
        [november, december],
        "a team that began in the month answers for it"
    );
    assert_eq!(to_sign("2016-01-05", "2015-12-01"), [december], "and for none before");
    assert_eq!(to_sign("2015-11-30", "2014-06-01"), []);
}
