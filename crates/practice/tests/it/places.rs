//! Where people are seen, and who must not meet there.

use jiff::civil::{DateTime, date, time};
use practice::keep_apart::{Stay, meets};
use practice::places::{PlaceFigure, Places};
use practice::same_address::{place_of, split_postcode, ways_without_postcode};
use practice::site_fit::{FitFacts, misfits};
use proptest::prelude::*;

fn at(hour: i8, minute: i8) -> DateTime {
    date(2015, 12, 22).at(hour, minute, 0, 0)
}

fn check(asked: (DateTime, DateTime), other: (DateTime, DateTime), meet: bool) {
    let stay = |(starts, ends)| Stay { site: "MILL", starts, ends };
    assert_eq!(meets(stay(asked), &[stay(other)], 30).is_some(), meet, "{asked:?} and {other:?}");
    assert_eq!(meets(stay(other), &[stay(asked)], 30).is_some(), meet, "the same, the other way round");
}

#[test]
fn half_an_hour_lies_between_people_who_must_be_kept_apart() {
    check((at(14, 0), at(14, 30)), (at(14, 0), at(14, 30)), true);
    check((at(14, 0), at(14, 30)), (at(14, 30), at(15, 0)), true);
    check((at(14, 0), at(14, 30)), (at(14, 59), at(15, 30)), true);
    check((at(14, 0), at(14, 30)), (at(15, 0), at(15, 30)), false);
    check((at(14, 0), at(14, 30)), (at(13, 0), at(13, 30)), false);
    check((at(14, 0), at(14, 30)), (at(13, 0), at(13, 31)), true);
    check((at(14, 0), at(14, 30)), (at(9, 0), at(17, 0)), true);
}

#[test]
fn in_another_building_they_do_not_meet() {
    let asked = Stay { site: "MILL", starts: at(14, 0), ends: at(14, 30) };
    assert!(meets(asked, &[Stay { site: "QUAY", ..asked }], 30).is_none());
}

fn one_place(one: (&str, &str), other: (&str, &str), same: bool) {
    let of = |(lines, postcode): (&str, &str)| {
        place_of(&lines.split('|').map(str::to_owned).collect::<Vec<String>>(), postcode)
    };
    assert!(of(one).is_some() && of(other).is_some(), "{one:?} and {other:?}");
    assert_eq!(of(one) == of(other), same, "{one:?} and {other:?}");
}

#[test]
fn two_ways_to_write_an_address_are_one_place() {
    let home = ("14 Fox Lane|Westmarch", "ZZ1 4FX");
    one_place(home, ("14, fox lane", "zz14fx"), true);
    one_place(home, ("Flat 2|14 Fox Lane", "ZZ1 4FX"), true);
    one_place(home, ("14 Fox Lane, Flat 2", "ZZ1 4FX"), true);
    one_place(home, ("15 Fox Lane|Westmarch", "ZZ1 4FX"), false);
    one_place(home, ("14a Fox Lane|Westmarch", "ZZ1 4FX"), false);
    one_place(home, ("14 Fox Lane|Westmarch", "ZZ1 4FY"), false);
    one_place(home, ("14 Fox Lane|Westmarch", ""), false);
    one_place(("2 Rose Cottage|14 Fox Lane", "ZZ1 4FX"), home, true);
    one_place(("2 Rose Cottage 14 Fox Lane", "ZZ1 4FX"), home, true);
    one_place(("14 Fox Lane|2nd floor", "ZZ1 4FX"), home, true);
    one_place(("14-16 Fox Lane", "ZZ1 4FX"), home, true);
    one_place(("2 Rose Cottage|15 Fox Lane", "ZZ1 4FX"), home, false);
    one_place(("The Old Mill", "ZZ1 4FX"), ("the old mill", "ZZ14FX"), true);
    one_place(("The Old Mill", "ZZ1 4FX"), ("Mill House", "ZZ1 4FX"), false);
    assert_eq!(place_of(&[String::new()], " "), None, "nothing is no place");
}

#[test]
fn an_address_with_a_postcode_is_told_from_one_without_by_number_street_and_town() {
    let lines = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<String>>();
    let check = |typed: &str, home: &str, same: bool| {
        let home = place_of(&lines(home), "").expect("something to tell it by");
        assert_eq!(ways_without_postcode(&lines(typed)).contains(&home), same, "{typed} and {home}");
    };
    let typed = "Flat 2|14 Fox Lane|Westmarch|Midshire ZZ1 4FX";
    for home in ["14 Fox Lane|Westmarch", "14, fox lane, westmarch", "14 Fox Lane|Westmarch|Midshire", "14 Fox Lane"] {
        check(typed, home, true);
    }
    check(typed, "Flat 2, 14 Fox Lane, Westmarch", true);
    check("2 Rose Cottage 14 Fox Lane, Westmarch ZZ1 4FX", "14 Fox Lane, Westmarch", true);
    for home in ["15 Fox Lane|Westmarch", "14 Fox Lane|Eastmarch", "Westmarch", "14", "Flat 2", "Flat 1, 14 Fox Lane"] {
        check(typed, home, false);
    }
    check("Rose Cottage|Fox Lane|Westmarch ZZ1 4FX", "Rose Cottage, Fox Lane", true);
    check("Rose Cottage|Fox Lane|Westmarch ZZ1 4FX", "Rose Cottage", false);
    check("Rose Cottage ZZ1 4FX", "Rose Cottage", true);
    check("Rose Cottage|Fox Lane|Westmarch ZZ1 4FX", "Westmarch", false);
    assert_eq!(ways_without_postcode(&lines("ZZ1 4FX")), Vec::<String>::new(), "nothing is no place");
}

#[test]
fn a_postcode_counts_wherever_it_was_typed() {
    let home = ("14 Fox Lane|Westmarch", "ZZ1 4FX");
    one_place(home, ("14 Fox Lane|Westmarch ZZ1 4FX", ""), true);
    one_place(home, ("14 Fox Lane|Westmarch zz14fx.", ""), true);
    one_place(home, ("14 Fox Lane, Westmarch, ZZ1 4FX", ""), true);
    one_place(home, ("14 Fox Lane|ZZ1 4FX|England", ""), true);
    one_place(home, ("14 Fox Lane|Westmarch ZZ1 4FX", "ZZ1 4FX"), true);
    one_place(home, ("14 Fox Lane|Westmarch ZZ1 4FY", ""), false);
    one_place(("Rose Cottage|Westmarch ZZ1 4FX", ""), ("Rose Cottage|Westmarch", "ZZ1 4FX"), true);
    assert_eq!(split_postcode("Westmarch ZZ1 4FX"), Some(("Westmarch", "ZZ1 4FX".to_owned())));
    assert_eq!(split_postcode(" zz14fx "), Some(("", "ZZ1 4FX".to_owned())));
    for line in ["Westmarch", "Unit 3AB", "14 Fox Lane", "Flat 2", "", "É"] {
        assert_eq!(split_postcode(line), None, "{line}");
    }
}

proptest! {
    #[test]
    fn a_longer_buffer_never_lets_more_people_meet(start in 0_i8..23, other in 0_i8..23, length in 1_i8..59, buffer in 0_u32..240) {
        let asked = Stay { site: "MILL", starts: at(start, 0), ends: at(start, length) };
        let others = [Stay { site: "MILL", starts: at(other, 0), ends: at(other, 59) }];
        if meets(asked, &others, buffer).is_some() {
            prop_assert!(meets(asked, &others, buffer + 30).is_some());
        }
    }
}

fn fit(facts: &FitFacts<'_>, expected: &[&str]) {
    let found = misfits(facts, at(14, 0), at(14, 30), Places::split_2014());
    let words: Vec<&str> = found.iter().map(practice::site_fit::Misfit::words).collect();
    assert_eq!(words, expected);
}

fn office() -> FitFacts<'static> {
    FitFacts { approved: Some(true), ..FitFacts::default() }
}

#[test]
fn a_building_that_nobody_approved_says_so() {
    fit(&office(), &[]);
    fit(&FitFacts::default(), &["Nobody has looked whether people can be seen there"]);
    fit(&FitFacts { approved: Some(false), ..office() }, &["It was looked at and not approved"]);
    fit(&FitFacts { approved_until: Some(date(2015, 12, 22)), ..office() }, &[]);
    fit(
        &FitFacts { approved_until: Some(date(2015, 12, 21)), ..office() },
        &["Its approval ended on 21 December 2015"],
    );
}

#[test]
fn a_building_is_booked_within_its_hours() {
    // 22 December 2015 was a Tuesday.
    let hours = |weekday, opens: i8, closes: i8| vec![(weekday, time(opens, 0, 0, 0), time(closes, 0, 0, 0))];
    fit(&FitFacts { hours: hours(2, 9, 17), ..office() }, &[]);
    fit(&FitFacts { hours: hours(2, 9, 14), ..office() }, &["It is open from 09:00 to 14:00"]);
    fit(&FitFacts { hours: hours(3, 9, 17), ..office() }, &["It is closed on that day of the week"]);
    fit(&FitFacts { closed: Some(date(2015, 12, 1)), ..office() }, &["It is closed for good"]);
}

#[test]
fn a_property_next_to_a_public_house_is_not_for_somebody_kept_from_alcohol() {
    let pub_next_door = FitFacts { near: vec!["licensed_premises"], ..office() };
    fit(&FitFacts { requirements: vec!["Rehabilitation activity"], ..pub_next_door.clone() }, &[]);
    fit(
        &FitFacts { requirements: vec!["Alcohol abstinence and monitoring"], ..pub_next_door },
        &["It is close to licensed premises, and their order or licence keeps them from alcohol"],
    );
    let school = FitFacts { near: vec!["school"], registers: vec!["RCHD"], ..office() };
    fit(&school, &["It is close to a school, and they are registered as a risk to children"]);
}

#[test]
fn a_file_that_lacks_a_figure_or_a_source_is_refused() {
    let text = include_str!("../../../../standards/split-2014/places.toml");
    assert_eq!(Places::split_2014().value(PlaceFigure::BufferMinutes), 30);
    let missing = text.replace("\"probe-minutes\"", "\"probes\"");
    assert!(Places::parse(&missing).is_err());
    let nameless = text.replace("source = \"This program\"", "source = \" \"");
    assert!(Places::parse(&nameless).unwrap_err().to_string().contains("no source"));
}
