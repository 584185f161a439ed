//! What more cases make of a caseload.

use practice::Standards;
use practice::load::{LoadFacts, load};

use crate::day;

#[test]
fn a_reason_is_asked_for_above_the_ceiling_and_never_for_nothing() {
    let check = |held, given, after, needs_reason| {
        let ruled = load(&LoadFacts { as_at: day("2015-12-15"), held, given }, Standards::split_2014());
        assert_eq!((ruled.value.after, ruled.value.needs_reason), (after, needs_reason), "{held} and {given}");
        assert_eq!(ruled.value.ceiling, 50);
        assert!(ruled.why.figure.is_some_and(|figure| figure.source.contains("Inspectorate")));
    };
    check(0, 1, 1, false);
    check(48, 2, 50, false);
    check(49, 2, 51, true);
    check(50, 1, 51, true);
    check(60, 1, 61, true);
    check(60, 0, 60, false);
}
