//! Canonical JSON: one writing for each value, and none for values that readers could disagree about.

use std::collections::{BTreeMap, HashMap};

use ledger::{CanonicalError, MAX_DEPTH, MAX_INTEGER, canonical};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

fn check(value: impl Serialize, expected: &str) {
    assert_eq!(String::from_utf8(canonical(&value).unwrap()).unwrap(), expected);
}

fn refused(value: impl Serialize, expected: &CanonicalError) {
    assert_eq!(canonical(&value).as_ref(), Err(expected));
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Shape {
    Empty,
    One(u8),
    Two(u8, bool),
    Named { b: Option<u8>, a: char },
}

#[test]
fn values_are_written_the_shortest_way() {
    check(json!(null), "null");
    check(json!([true, false, null]), "[true,false,null]");
    check(json!([]), "[]");
    check(json!({}), "{}");
    check(json!({"b": [], "a": {}, "B": 0, "": -1}), r#"{"":-1,"B":0,"a":{},"b":[]}"#);
    check(json!([MAX_INTEGER, -9_007_199_254_740_991_i64]), "[9007199254740991,-9007199254740991]");
    check(b"ab".as_slice(), "[97,98]");
    check((1_u8, "x", 'é'), r#"[1,"x","é"]"#);
}

#[test]
fn strings_are_escaped_only_where_they_must_be() {
    check("\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f} \"\\/", r#""\u0000\b\t\n\u000b\f\r\u001f \"\\/""#);
    check("\u{7f}é\u{2028}😀", "\"\u{7f}é\u{2028}😀\"");
}

#[test]
fn every_shape_of_enum_has_a_writing() {
    check(Shape::Empty, r#""empty""#);
    check(Shape::One(1), r#"{"one":1}"#);
    check(Shape::Two(1, true), r#"{"two":[1,true]}"#);
    check(Shape::Named { b: None, a: 'x' }, r#"{"named":{"a":"x","b":null}}"#);
    check([Shape::Two(1, true), Shape::One(2)], r#"[{"two":[1,true]},{"one":2}]"#);
}

#[test]
fn members_of_maps_are_named_by_strings_or_whole_numbers() {
    check(BTreeMap::from([(10, 'a'), (9, 'b')]), r#"{"10":"a","9":"b"}"#);
    check(BTreeMap::from([("a\"b", 1)]), r#"{"a\"b":1}"#);
    refused(BTreeMap::from([(true, 1)]), &CanonicalError::Name);
    refused(BTreeMap::from([([1], 1)]), &CanonicalError::Name);
}

#[test]
fn fractions_and_great_numbers_have_no_writing() {
    refused(0.5, &CanonicalError::Float);
    refused(1.0_f32, &CanonicalError::Float);
    refused(f64::NAN, &CanonicalError::Float);
    refused(json!({"a": [1, 2.5]}), &CanonicalError::Float);
    refused(MAX_INTEGER + 1, &CanonicalError::BigInteger);
    refused(i64::MIN, &CanonicalError::BigInteger);
    refused(u64::MAX, &CanonicalError::BigInteger);
    refused(i128::MAX, &CanonicalError::BigInteger);
    refused(-9_007_199_254_740_992_i64, &CanonicalError::BigInteger);
}

#[test]
fn names_outside_ascii_have_no_writing() {
    refused(json!({"café": 1}), &CanonicalError::Name);
    refused(HashMap::from([('é', 1)]), &CanonicalError::Name);
}

#[test]
fn a_name_may_not_stand_twice_in_an_object() {
    #[derive(Serialize)]
    struct Twice {
        a: u8,
        #[serde(flatten)]
        rest: BTreeMap<&'static str, u8>,
    }
    let twice = Twice { a: 1, rest: BTreeMap::from([("a", 2)]) };
    refused(twice, &CanonicalError::DuplicateName("a".to_owned()));
}

#[test]
fn sixty_four_levels_are_the_deepest() {
    let nested = |levels| (0..levels).fold(json!(0), |inner, _| json!([inner]));
    assert!(canonical(&nested(MAX_DEPTH)).is_ok());
    refused(nested(MAX_DEPTH + 1), &CanonicalError::TooDeep);
    let objects = (0..=MAX_DEPTH).fold(json!(0), |inner, _| json!({"a": inner}));
    refused(objects, &CanonicalError::TooDeep);
}

fn value() -> impl Strategy<Value = Value> {
    let limit = i64::try_from(MAX_INTEGER).unwrap();
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-limit..=limit).prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    scalar.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[ -~]{0,8}", inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn reading_and_writing_again_changes_nothing(value in value()) {
        let bytes = canonical(&value).unwrap();
        let read: Value = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(&read, &value);
        prop_assert_eq!(canonical(&read).unwrap(), bytes);
    }

    #[test]
    fn the_order_in_which_members_come_does_not_show(
        members in prop::collection::btree_map("[ -~]{0,8}", any::<i32>(), 0..12),
    ) {
        // A hash map of the standard library comes in another order each time.
        let shuffled: HashMap<_, _> = members.clone().into_iter().collect();
        prop_assert_eq!(canonical(&members).unwrap(), canonical(&shuffled).unwrap());
    }
}
