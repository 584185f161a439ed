//! Who answers for a duty: always somebody, and never two.

use jiff::civil::Date;
use practice::owner::{
    Absence, Because, Held, OwnerFacts, Post, appointment_owner, leader, looks_again, owner, signer,
};
use practice::seniors::Seniors;

use crate::day;

fn held(component: &str, from: &str, until: Option<&str>, staff: &str) -> Held {
    Held {
        component: component.into(),
        from: day(from),
        until: until.map(day),
        staff: staff.into(),
        team: "T1".into(),
        provider: "P1".into(),
    }
}

fn post(staff: &str, team: &str, leads: bool) -> Post {
    let (staff, team, provider) = (staff.into(), team.into(), "P1".into());
    Post { staff, team, provider, leads, from: day("2014-06-01"), until: None }
}

fn away(staff: &str, from: &str, until: Option<&str>, cover: Option<&str>) -> Absence {
    Absence { staff: staff.into(), from: day(from), until: until.map(day), cover: cover.map(Into::into) }
}

fn team() -> Vec<Post> {
    vec![post("olwen", "T1", false), post("peter", "T1", false), post("sana", "T1", true), post("uma", "T2", true)]
}

#[expect(clippy::needless_pass_by_value, reason = "so that a case reads as one line")]
fn check(held: &[Held], posts: &[Post], absences: &[Absence], on: &str, expected: (Option<&str>, Because)) {
    let facts = OwnerFacts { component: "order-1", held, recorded_by: "P1", posts, absences, kept_out: &[] };
    let found = owner(&facts, day(on));
    assert_eq!((found.staff.as_deref(), found.because), expected, "{on}");
}

#[test]
fn whoever_manages_the_component_answers_from_the_first_day_to_the_day_before_it_passes() {
    let held =
        [held("order-1", "2015-01-05", Some("2015-06-01"), "olwen"), held("order-1", "2015-06-01", None, "peter")];
    for (on, staff) in [("2015-01-05", "olwen"), ("2015-05-31", "olwen"), ("2015-06-01", "peter")] {
        check(&held, &team(), &[], on, (Some(staff), Because::Manages));
    }
}

#[test]
fn a_requirement_nobody_was_given_goes_with_its_order() {
    let all = [held("order-1", "2015-01-05", None, "olwen"), held("order-1.req-2", "2015-02-02", None, "peter")];
    let (posts, at) = (team(), day("2015-03-03"));
    let ask = |component| {
        owner(&OwnerFacts { component, held: &all, recorded_by: "P1", posts: &posts, absences: &[], kept_out: &[] }, at)
    };
    assert_eq!(ask("order-1.req-2").staff.as_deref(), Some("peter"));
    assert_eq!(ask("order-1.req-1").staff.as_deref(), Some("olwen"));
}

#[test]
fn during_an_absence_the_cover_answers_and_the_officer_again_the_day_after_it() {
    let held = [held("order-1", "2015-01-05", None, "olwen")];
    let away = [away("olwen", "2015-12-14", Some("2015-12-18"), Some("peter"))];
    check(&held, &team(), &away, "2015-12-13", (Some("olwen"), Because::Manages));
    for on in ["2015-12-14", "2015-12-18"] {
        check(&held, &team(), &away, on, (Some("peter"), Because::Covers("olwen".into())));
    }
    check(&held, &team(), &away, "2015-12-19", (Some("olwen"), Because::Manages));
}

#[test]
fn without_a_cover_at_work_the_senior_answers() {
    let held = [held("order-1", "2015-01-05", None, "olwen")];
    let senior = || (Some("sana"), Because::LeadsFor("olwen".into()));
    let alone = [away("olwen", "2015-12-14", None, None)];
    check(&held, &team(), &alone, "2015-12-15", senior());
    let both = [away("olwen", "2015-12-14", None, Some("peter")), away("peter", "2015-12-15", None, Some("olwen"))];
    check(&held, &team(), &both, "2015-12-14", (Some("peter"), Because::Covers("olwen".into())));
    check(&held, &team(), &both, "2015-12-15", senior());
}

#[test]
fn who_has_left_and_a_team_without_an_officer_leave_it_to_the_senior() {
    let mut posts = team();
    posts[0].until = Some(day("2015-12-01"));
    let mine = [held("order-1", "2015-01-05", None, "olwen")];
    check(&mine, &posts, &[], "2015-11-30", (Some("olwen"), Because::Manages));
    check(&mine, &posts, &[], "2015-12-01", (Some("sana"), Because::LeadsFor("olwen".into())));
    check(
        &[held("order-1", "2015-01-05", None, "")],
        &posts,
        &[],
        "2015-12-01",
        (Some("sana"), Because::LeadsUnallocated),
    );
}

#[test]
fn an_absent_senior_is_covered_and_at_last_stays_answerable() {
    let held = [held("order-1", "2015-01-05", None, "")];
    let named = |staff| (Some(staff), Because::LeadsUnallocated);
    let on = "2015-12-15";
    check(&held, &team(), &[away("sana", "2015-12-14", None, Some("peter"))], on, named("peter"));
    check(&held, &team(), &[away("sana", "2015-12-14", None, None)], on, named("uma"));
    let all = [away("sana", "2015-12-14", None, None), away("uma", "2015-12-14", None, None)];
    check(&held, &team(), &all, on, named("sana"));
}

#[test]
fn whoever_may_not_open_the_record_is_passed_over_as_if_they_were_away() {
    let held = [held("order-1", "2015-01-05", None, "olwen")];
    let (posts, on) = (team(), day("2015-12-15"));
    let check = |kept_out: &[&str], absences: &[Absence], expected: (&str, Because)| {
        let kept_out: Vec<String> = kept_out.iter().map(|&staff| staff.to_owned()).collect();
        let facts = OwnerFacts {
            component: "order-1",
            held: &held,
            recorded_by: "P1",
            posts: &posts,
            absences,
            kept_out: &kept_out,
        };
        let found = owner(&facts, on);
        assert_eq!((found.staff.as_deref(), found.because), (Some(expected.0), expected.1), "{kept_out:?}");
    };
    let leads = |staff| (staff, Because::LeadsFor("olwen".into()));
    check(&["peter"], &[], ("olwen", Because::Manages));
    let instead = |staff| (staff, Because::LeadsInPlaceOf("olwen".into()));
    check(&["olwen"], &[], instead("sana"));
    check(&["olwen", "sana"], &[], instead("uma"));
    let covered = [away("olwen", "2015-12-14", None, Some("peter"))];
    check(&["sana"], &covered, ("peter", Because::Covers("olwen".into())));
    check(&["peter"], &covered, leads("sana"));
    check(&["peter", "sana"], &covered, leads("uma"));
    // Nobody but her may open it, and she is away: whoever leads is asked, and can have the limit looked at.
    check(&["peter", "sana", "uma"], &covered, leads("sana"));
}

#[test]
fn nobody_countersigns_their_own_and_who_may_not_open_the_record_is_not_asked() {
    let (posts, on) = (team(), day("2015-12-15"));
    let facts = OwnerFacts { component: "", held: &[], recorded_by: "P1", posts: &posts, absences: &[], kept_out: &[] };
    let seniors = Seniors::of(&facts, "P1", on);
    assert_eq!(seniors.countersigner("T1", "olwen", &|_| true), Some("sana"));
    assert_eq!(seniors.countersigner("T1", "sana", &|_| true), Some("uma"));
    assert_eq!(seniors.countersigner("T1", "olwen", &|staff| staff != "sana"), Some("uma"));
    assert_eq!(seniors.countersigner("T1", "sana", &|staff| staff != "uma"), None, "no second person");
}

#[test]
fn what_only_a_senior_may_do_is_never_left_to_a_cover_who_is_none() {
    let (posts, on) = (team(), day("2015-12-15"));
    let check = |absences: &[Absence], leads: &str, signs: &str| {
        let facts = OwnerFacts { component: "", held: &[], recorded_by: "P1", posts: &posts, absences, kept_out: &[] };
        let found = (leader(&facts, "T1", "P1", on), signer(&facts, "T1", "P1", on));
        assert_eq!(found, (Some(leads), Some(signs)), "{absences:?}");
    };
    check(&[], "sana", "sana");
    check(&[away("sana", "2015-12-14", None, Some("peter"))], "peter", "uma");
    check(&[away("sana", "2015-12-14", None, Some("uma"))], "uma", "uma");
    check(&[away("sana", "2015-12-14", None, None)], "uma", "uma");
    let all = [away("sana", "2015-12-14", None, None), away("uma", "2015-12-14", None, None)];
    check(&all, "sana", "sana");
}

#[test]
fn an_arrangement_is_looked_at_again_by_whoever_has_the_case_then_by_a_senior_of_its_team_and_at_last_of_its_makers() {
    let case = [held("order-1", "2015-01-05", Some("2015-12-20"), "olwen")];
    let maker = ("T2", "P1");
    let anybody = |_: &str| true;
    let check = |absences: &[Absence], on: &str, may: &dyn Fn(&str) -> bool, expected: &str| {
        let facts = OwnerFacts { component: "", held: &case, recorded_by: "", posts: &team(), absences, kept_out: &[] };
        assert_eq!(looks_again(&facts, maker, day(on), may, &anybody).as_deref(), Some(expected), "{on} {absences:?}");
    };
    check(&[], "2015-12-19", &anybody, "olwen");
    check(&[away("olwen", "2015-12-14", None, Some("peter"))], "2015-12-15", &anybody, "peter");
    check(&[away("olwen", "2015-12-14", None, None)], "2015-12-15", &anybody, "sana");
    check(&[away("olwen", "2015-12-14", None, Some("peter"))], "2015-12-15", &|staff| staff != "peter", "sana");
    // Peter covers for the senior, and is none: he leads the team, and does not answer for what its officer has left.
    let both = [away("olwen", "2015-12-14", None, None), away("sana", "2015-12-14", None, Some("peter"))];
    check(&both, "2015-12-15", &anybody, "uma");
    check(&[], "2015-12-20", &anybody, "uma");
}

#[test]
fn an_arrangement_falls_to_nobody_to_whom_the_record_is_closed_while_another_may_open_it() {
    let case = [held("order-1", "2015-01-05", None, "olwen")];
    let check = |shut: &[&str], held: &[Held], expected: &str| {
        let facts = OwnerFacts { component: "", held, recorded_by: "", posts: &team(), absences: &[], kept_out: &[] };
        let may_open = |staff: &str| !shut.contains(&staff);
        let found = looks_again(&facts, ("T1", "P1"), day("2015-12-15"), &|_| true, &may_open);
        assert_eq!(found.as_deref(), Some(expected), "{shut:?}");
    };
    check(&["peter"], &case, "olwen");
    check(&["olwen"], &case, "sana");
    check(&["olwen", "sana"], &case, "uma");
    check(&["sana"], &[], "uma");
    // It is closed to all of them: whoever signs says it without seeing whose it is.
    check(&["olwen", "sana", "uma"], &case, "sana");
}

#[test]
fn before_anybody_is_given_the_case_a_senior_of_the_organisation_that_recorded_it_answers() {
    check(&[], &team(), &[], "2015-12-15", (Some("sana"), Because::LeadsUnallocated));
    check(&[], &team()[..2], &[], "2015-12-15", (None, Because::LeadsUnallocated));
}

/// In the diary of somebody, of the team `T1`.
pub(crate) fn diary(staff: &str) -> Held {
    let (staff, team, provider) = (staff.into(), "T1".into(), "P1".into());
    Held { component: String::new(), from: Date::MIN, until: None, staff, team, provider }
}

#[test]
fn an_appointment_is_of_whoevers_diary_it_stands_in_and_once_they_have_left_of_whoever_has_the_case() {
    let held =
        [held("order-1", "2015-01-05", Some("2015-06-01"), "olwen"), held("order-1", "2015-06-01", None, "peter")];
    let mut posts = team();
    posts[0].until = Some(day("2015-07-01"));
    let check = |staff: &str, absences: &[Absence], on: &str, expected: (&str, Because)| {
        let facts =
            OwnerFacts { component: "order-1", held: &held, recorded_by: "P1", posts: &posts, absences, kept_out: &[] };
        let found = appointment_owner(&diary(staff), &facts, day(on));
        assert_eq!((found.staff.as_deref(), found.because), (Some(expected.0), expected.1), "{staff} {on}");
    };
    check("olwen", &[], "2015-06-15", ("olwen", Because::Manages));
    check("olwen", &[], "2015-07-01", ("peter", Because::Manages));
    check("", &[], "2015-06-15", ("peter", Because::Manages));
    check("uma", &[], "2015-07-01", ("uma", Because::Manages));
    let both = [away("olwen", "2015-06-10", None, Some("sana")), away("peter", "2015-07-01", None, Some("uma"))];
    check("olwen", &both, "2015-06-15", ("sana", Because::Covers("olwen".into())));
    check("olwen", &both, "2015-07-01", ("uma", Because::Covers("peter".into())));
}
