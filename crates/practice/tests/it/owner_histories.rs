//! Who answers for a duty, whatever the history: always somebody, never two.

use jiff::civil::Date;
use practice::owner::{
    Absence, Because, Held, Owner, OwnerFacts, Post, appointment_owner, holder, leader, looks_again, owner, signer,
};
use practice::seniors::Seniors;
use proptest::prelude::*;

use crate::owner::diary;

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
