//! Who answers for a duty: always somebody, never two, whatever the history.

use jiff::civil::Date;
use practice::owner::{
    Absence, Because, Held, Owner, OwnerFacts, Post, appointment_owner, holder, leader, looks_again, owner, signer,
};
use practice::seniors::Seniors;
use proptest::prelude::*;

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
        let facts = OwnerFacts { component: "", held, recorded_by: "", posts: &team(), absences: &[] };
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
fn diary(staff: &str) -> Held {
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

const STAFF: [&str; 6] = ["a", "b", "c", "d", "s", "t"];

fn on(day: i64) -> Date {
    crate::day("2015-01-01").checked_add(jiff::Span::new().days(day)).expect("a day in 2015")
}

prop_compose! {
    fn a_holding()(part in 0..3_usize, from in 0..60_i64, length in proptest::option::of(1..40_i64), staff in 0..5_usize, team in 0..2_usize)
        -> Held {
        Held {
            component: ["order-1", "order-1.req-1", "order-2"][part].into(),
            from: on(from),
            until: length.map(|days| on(from + days)),
            staff: ["", "a", "b", "c", "d"][staff].into(),
            team: ["T1", "T2"][team].into(),
            provider: "P1".into(),
        }
    }
}

prop_compose! {
    fn an_absence()(staff in 0..6_usize, from in 0..60_i64, days in proptest::option::of(0..30_i64), cover in proptest::option::of(0..6_usize))
        -> Absence {
        let until = days.map(|days| on(from + days));
        Absence { staff: STAFF[staff].into(), from: on(from), until, cover: cover.map(|at| STAFF[at].into()) }
    }
}

/// Two seniors who stay, and officers who may leave.
fn posts(left: &[Option<i64>]) -> Vec<Post> {
    let until = |at: usize| left.get(at).copied().flatten().map(on);
    let post = |(at, staff): (usize, &&str)| Post {
        staff: (*staff).into(),
        team: if at % 2 == 0 { "T1" } else { "T2" }.into(),
        provider: "P1".into(),
        leads: at >= 4,
        from: on(0),
        until: until(at),
    };
    STAFF.iter().enumerate().map(post).collect()
}

/// Everybody whose team's senior may leave as well.
fn anybody_may_leave(left: &[Option<i64>]) -> Vec<Post> {
    let until = |at: usize| left.get(at).copied().flatten().map(on);
    posts(left).into_iter().enumerate().map(|(at, post)| Post { until: until(at), ..post }).collect()
}

/// Who may not open the record.
fn kept_out(shut_out: &[bool]) -> Vec<String> {
    STAFF.iter().zip(shut_out).filter(|(_, out)| **out).map(|(staff, _)| (*staff).to_owned()).collect()
}

fn present(facts: &OwnerFacts<'_>, staff: &str, day: Date) -> bool {
    let here = facts.posts.iter().any(|p| p.staff == staff && p.until.is_none_or(|gone| day < gone));
    let away = |a: &Absence| a.staff == staff && a.from <= day && a.until.is_none_or(|last| day <= last);
    here && !facts.absences.iter().any(away)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn at_every_instant_exactly_one_answers(
        held in proptest::collection::vec(a_holding(), 0..6),
        absences in proptest::collection::vec(an_absence(), 0..8),
        left in proptest::collection::vec(proptest::option::of(0..80_i64), 4),
        shut_out in proptest::collection::vec(proptest::bool::weighted(0.3), 6),
        turned in any::<prop::sample::Index>(),
    ) {
        let (posts, kept_out) = (posts(&left), kept_out(&shut_out));
        let may = |staff: &str| !kept_out.iter().any(|code| code == staff);
        // The same facts told in another order.
        let (mut other_posts, mut other_absences) = (posts.clone(), absences.clone());
        other_posts.rotate_left(turned.index(posts.len()));
        other_absences.reverse();
        for day in (0..90).map(on) {
            for component in ["order-1", "order-1.req-1", "order-2", "order-3"] {
                let facts = OwnerFacts {
                    component, held: &held, recorded_by: "P1", posts: &posts, absences: &absences, kept_out: &kept_out,
                };
                let again = OwnerFacts { posts: &other_posts, absences: &other_absences, ..facts };
                let found: Owner = owner(&facts, day);
                prop_assert_eq!(&found, &owner(&again, day), "never two");
                let staff = found.staff.clone();
                prop_assert!(staff.is_some(), "never nobody: {:?}", &found);
                let staff = staff.unwrap_or_default();
                let on_the_books = posts.iter().any(|p| p.staff == staff && p.until.is_none_or(|gone| day < gone));
                prop_assert!(on_the_books, "nobody who has left: {:?}", &found);
                let could = |senior: &str| present(&facts, senior, day) && may(senior);
                let seniors = ["s", "t"];
                if seniors.into_iter().any(may) {
                    prop_assert!(may(&staff), "who may open the record, if a senior may: {:?}", &found);
                } else if !may(&staff) {
                    let unlimited = leader(&OwnerFacts { kept_out: &[], ..facts }, &found.team, "P1", day);
                    prop_assert_eq!(Some(staff.as_str()), unlimited, "all are shut out: whoever leads");
                }
                if !present(&facts, &staff, day) {
                    prop_assert!(matches!(staff.as_str(), "s" | "t"), "{:?}", &found);
                    prop_assert!(!seniors.into_iter().any(could), "{:?}", &found);
                }
                match &found.because {
                    Because::Manages => prop_assert!(could(&staff)),
                    Because::Covers(officer) | Because::LeadsFor(officer) | Because::LeadsInPlaceOf(officer) => {
                        prop_assert!(!could(officer), "who is there and may open it answers: {:?}", &found);
                    }
                    Because::LeadsUnallocated => {}
                }
            }
        }
    }

    #[test]
    fn at_every_instant_exactly_one_answers_for_each_outcome_to_record(
        held in proptest::collection::vec(a_holding(), 0..6),
        absences in proptest::collection::vec(an_absence(), 0..8),
        left in proptest::collection::vec(proptest::option::of(0..80_i64), 4),
        shut_out in proptest::collection::vec(proptest::bool::weighted(0.3), 6),
        turned in any::<prop::sample::Index>(),
    ) {
        let (posts, kept_out) = (posts(&left), kept_out(&shut_out));
        let may = |staff: &str| !kept_out.iter().any(|code| code == staff);
        let (mut other_posts, mut other_absences) = (posts.clone(), absences.clone());
        other_posts.rotate_left(turned.index(posts.len()));
        other_absences.reverse();
        for day in (0..90).map(on) {
            for staff in ["", "a", "b", "gone"] {
                let facts = OwnerFacts {
                    component: "order-1", held: &held, recorded_by: "P1", posts: &posts, absences: &absences,
                    kept_out: &kept_out,
                };
                let again = OwnerFacts { posts: &other_posts, absences: &other_absences, ..facts };
                let found = appointment_owner(&diary(staff), &facts, day);
                prop_assert_eq!(&found, &appointment_owner(&diary(staff), &again, day), "never two");
                let answers = found.staff.clone().unwrap_or_default();
                let works = |who: &str| posts.iter().any(|p| p.staff == who && p.until.is_none_or(|gone| day < gone));
                prop_assert!(works(&answers), "never nobody, and nobody who has left: {:?}", &found);
                if works(staff) && present(&facts, staff, day) && may(staff) {
                    prop_assert_eq!(answers.as_str(), staff, "it is theirs while they are there");
                }
                prop_assert!(may(&answers) || !["s", "t"].into_iter().any(may), "{:?} cannot open it", &found);
                if !works(staff) {
                    prop_assert_eq!(&found, &owner(&facts, day), "it goes with the case");
                }
            }
        }
    }

    #[test]
    fn at_every_instant_exactly_one_is_asked_of_somebody_left_over_in_a_signed_month(
        held in proptest::collection::vec(a_holding(), 0..6),
        absences in proptest::collection::vec(an_absence(), 0..8),
        left in proptest::collection::vec(proptest::option::of(0..80_i64), 6),
        kept_from in proptest::collection::vec(any::<bool>(), 6),
        turned in any::<prop::sample::Index>(),
    ) {
        let posts = anybody_may_leave(&left);
        let (mut other_posts, mut other_absences) = (posts.clone(), absences.clone());
        other_posts.rotate_left(turned.index(posts.len()));
        other_absences.reverse();
        let may = |staff: &str| STAFF.iter().position(|code| *code == staff).is_none_or(|at| !kept_from[at]);
        for day in (0..90).map(on) {
            // Wherever the case is, or nowhere: the month is the team's that signed it.
            let facts =
                OwnerFacts { component: "", held: &held, recorded_by: "P9", posts: &posts, absences: &absences, kept_out: &[] };
            let again = OwnerFacts { held: &[], posts: &other_posts, absences: &other_absences, ..facts };
            let here = |staff: &str| posts.iter().any(|p| p.staff == staff && p.until.is_none_or(|gone| day < gone));
            let seniors: Vec<&str> = ["s", "t"].into_iter().filter(|senior| here(senior)).collect();
            for team in ["T1", "T2", "T3"] {
                for author in ["s", "t", "a"] {
                    let signs = Seniors::of(&facts, "P1", day).countersigner(team, author, &may);
                    prop_assert_eq!(signs, Seniors::of(&again, "P1", day).countersigner(team, author, &may), "never two");
                    let others = || seniors.iter().copied().filter(|senior| *senior != author && may(senior));
                    prop_assert_eq!(signs.is_some(), others().next().is_some(), "a second person, if there is one");
                    prop_assert!(signs.is_none_or(|staff| others().any(|senior| senior == staff)), "{:?}", signs);
                    if others().any(|senior| present(&facts, senior, day)) {
                        prop_assert!(signs.is_some_and(|staff| present(&facts, staff, day)), "{:?} is away", signs);
                    }
                }
                let found = Seniors::of(&facts, "P1", day).speaker(team, &may);
                prop_assert_eq!(found, Seniors::of(&again, "P1", day).speaker(team, &may), "never two");
                prop_assert_eq!(found.is_some(), !seniors.is_empty(), "never nobody, while there is a senior");
                let Some(found) = found else { continue };
                prop_assert!(seniors.contains(&found), "a senior who has not left: {:?}", found);
                let could = |senior: &&&str| may(senior) && present(&facts, senior, day);
                if seniors.iter().any(|senior| may(senior)) {
                    prop_assert!(may(found), "whoever may open the record, if anybody may: {:?}", found);
                    let at_work = seniors.iter().any(|senior| could(&senior));
                    prop_assert!(!at_work || present(&facts, found, day), "{:?} is away", found);
                } else {
                    prop_assert_eq!(Some(found), signer(&facts, team, "P1", day));
                }
            }
        }
    }

    #[test]
    fn at_every_instant_exactly_one_answers_for_confirming_an_arrangement_and_one_for_looking_at_it_again(
        held in proptest::collection::vec(a_holding(), 0..6),
        absences in proptest::collection::vec(an_absence(), 0..8),
        left in proptest::collection::vec(proptest::option::of(0..80_i64), 6),
        role_forbids in proptest::collection::vec(any::<bool>(), 4),
        closed in proptest::collection::vec(any::<bool>(), 6),
        turned in any::<prop::sample::Index>(),
    ) {
        let posts = anybody_may_leave(&left);
        let (mut other_posts, mut other_absences) = (posts.clone(), absences.clone());
        other_posts.rotate_left(turned.index(posts.len()));
        other_absences.reverse();
        // A senior always may.
        let may = |staff: &str| STAFF.iter().position(|code| *code == staff).is_some_and(|at| at >= 4 || !role_forbids[at]);
        let opens = |staff: &str| STAFF.iter().position(|code| *code == staff).is_some_and(|at| !closed[at]);
        for day in (0..90).map(on) {
            let facts = OwnerFacts { component: "", held: &held, recorded_by: "", posts: &posts, absences: &absences, kept_out: &[] };
            let again = OwnerFacts { posts: &other_posts, absences: &other_absences, ..facts };
            let here = |staff: &str| posts.iter().any(|p| p.staff == staff && p.until.is_none_or(|gone| day < gone));
            let seniors = || ["s", "t"].into_iter().filter(|senior| here(senior));
            for made_in in ["T1", "T2", "T3"] {
                let maker = (made_in, "P1");
                let confirms = Seniors::of(&facts, "P1", day).speaker(made_in, &opens);
                let looks = looks_again(&facts, maker, day, &may, &opens);
                let confirms_again = Seniors::of(&again, "P1", day).speaker(made_in, &opens);
                prop_assert_eq!(confirms, confirms_again, "never two");
                prop_assert_eq!(&looks, &looks_again(&again, maker, day, &may, &opens), "never two");
                let somebody_opens = seniors().any(opens);
                prop_assert!(confirms.is_none_or(|staff| opens(staff) || !somebody_opens), "shut out: {:?}", confirms);
                prop_assert_eq!(confirms.is_some(), seniors().next().is_some(), "never nobody, while there is a senior");
                prop_assert!(confirms.is_none_or(|staff| seniors().any(|senior| senior == staff)), "{:?}", confirms);
                let Some(looks) = looks else {
                    prop_assert!(seniors().next().is_none(), "never nobody, while there is a senior");
                    continue;
                };
                prop_assert!(here(&looks) && may(&looks), "somebody on the books who may: {:?}", &looks);
                prop_assert!(opens(&looks) || !somebody_opens, "shut out: {:?}", &looks);
                match holder("", &held, day) {
                    None => prop_assert_eq!(Some(looks.as_str()), confirms, "nobody holds a case it is about"),
                    Some(held) if present(&facts, &held.staff, day) && may(&held.staff) && opens(&held.staff) => {
                        prop_assert_eq!(&looks, &held.staff, "it is theirs while they are there");
                    }
                    Some(_) => {
                        let at_work = present(&facts, &looks, day);
                        let could = |senior: &str| present(&facts, senior, day) && (opens(senior) || !somebody_opens);
                        prop_assert!(at_work || !seniors().any(could), "{:?} is away", &looks);
                    }
                }
            }
        }
    }

    #[test]
    fn on_every_day_each_team_has_exactly_one_who_leads_it_and_exactly_one_senior_who_signs(
        absences in proptest::collection::vec(an_absence(), 0..8),
        left in proptest::collection::vec(proptest::option::of(0..80_i64), 6),
        turned in any::<prop::sample::Index>(),
    ) {
        let posts = anybody_may_leave(&left);
        let (mut other_posts, mut other_absences) = (posts.clone(), absences.clone());
        other_posts.rotate_left(turned.index(posts.len()));
        other_absences.reverse();
        for day in (0..90).map(on) {
            let facts =
                OwnerFacts { component: "", held: &[], recorded_by: "P1", posts: &posts, absences: &absences, kept_out: &[] };
            let again = OwnerFacts { posts: &other_posts, absences: &other_absences, ..facts };
            let here = |staff: &str| posts.iter().any(|p| p.staff == staff && p.until.is_none_or(|gone| day < gone));
            let seniors = || ["s", "t"].into_iter().filter(|senior| here(senior));
            // The third team never had a senior of its own.
            for (team, own) in [("T1", "s"), ("T2", "t"), ("T3", "")] {
                let (leads, signs) = (leader(&facts, team, "P1", day), signer(&facts, team, "P1", day));
                prop_assert_eq!(leads, leader(&again, team, "P1", day), "never two");
                prop_assert_eq!(leads, Seniors::of(&facts, "P1", day).leader(team), "asked for one team or for all");
                prop_assert_eq!(signs, signer(&again, team, "P1", day), "never two");
                prop_assert_eq!(leads.is_some(), seniors().next().is_some(), "never nobody, while there is a senior");
                prop_assert!(signs.is_none_or(|staff| seniors().any(|senior| senior == staff)), "{:?}", signs);
                if present(&facts, own, day) {
                    prop_assert_eq!((leads, signs), (Some(own), Some(own)), "it is hers alone while she is at work");
                }
                if seniors().any(|senior| present(&facts, senior, day)) {
                    prop_assert!(signs.is_some_and(|staff| present(&facts, staff, day)), "{:?} is away", signs);
                }
            }
        }
    }
}
