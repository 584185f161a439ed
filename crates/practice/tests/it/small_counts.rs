//! What is left out cannot be worked out from what is shown, by anybody who knows how it is done.

use std::collections::{BTreeMap, BTreeSet};

use practice::small_counts::{Sum, shown, shown_parts};
use proptest::prelude::*;

const FEWEST: u64 = 3;

#[test]
fn one_small_part_takes_the_next_smallest_with_it() {
    let check = |parts: &[u64], expected: &[Option<u64>]| assert_eq!(shown_parts(parts, 5), expected, "{parts:?}");
    check(&[5, 0, 90], &[Some(5), Some(0), Some(90)]);
    check(&[4, 0, 90, 30], &[None, Some(0), Some(90), None]);
    // Two and one are three together: what is left over of the sum would tell of three.
    check(&[2, 1, 90, 30], &[None, None, Some(90), None]);
    check(&[4, 1, 90], &[None, None, Some(90)]);
    check(&[1, 1, 1, 1, 1, 90], &[None, None, None, None, None, None]);
    check(&[4, 0], &[None, Some(0)]);
    check(&[], &[]);
}

#[test]
fn a_sum_goes_where_its_parts_alone_cannot_hide_a_small_one() {
    let sum = [Sum { whole: 0, parts: vec![1, 2] }];
    assert_eq!(shown(&[4, 4, 0], &sum, 5), [None, None, Some(0)]);
    assert_eq!(shown(&[6, 4, 2], &sum, 5), [Some(6), None, None]);
    assert_eq!(shown(&[2, 1, 1], &sum, 5), [None, None, None]);
}

/// A whole of three parts, of which the first has two parts of its own.
fn nested() -> [Sum; 2] {
    [Sum { whole: 0, parts: vec![1, 2, 3] }, Sum { whole: 1, parts: vec![4, 5] }]
}

#[test]
fn a_sum_within_a_sum_is_followed_through() {
    // Of 40, 31 are put aside (30 and 1), 1 is open, 8 are done. Hiding the 31 with the open one is not enough: 40 less 8 and 30
    // would be two, one of each.
    let counts = [40, 31, 1, 8, 30, 1];
    let shown = shown(&counts, &nested(), 5);
    assert_eq!(shown[2], None);
    assert_eq!(shown[5], None);
    let left: u64 = [2, 3, 4, 5].into_iter().filter(|at| shown[*at].is_none()).map(|at| counts[at]).sum();
    assert!(shown[0].is_none() || left >= 5, "{shown:?}");
}

/// Every table of small numbers with these sums, by what is shown of it: of each figure that is left out, every value it has in
/// tables that look the same.
fn told(tables: impl Iterator<Item = Vec<u64>>, sums: &[Sum]) -> Vec<(Vec<Option<u64>>, usize, BTreeSet<u64>)> {
    let mut alike: BTreeMap<Vec<Option<u64>>, Vec<Vec<u64>>> = BTreeMap::new();
    for table in tables {
        alike.entry(shown(&table, sums, FEWEST)).or_default().push(table);
    }
    let mut told = Vec::new();
    for (look, tables) in alike {
        for (at, _) in look.iter().enumerate().filter(|(_, figure)| figure.is_none()) {
            let values: BTreeSet<u64> = tables.iter().map(|table| table[at]).collect();
            if tables.iter().any(|table| table[at] < FEWEST) {
                told.push((look.clone(), at, values));
            }
        }
    }
    told
}

#[test]
fn of_every_table_no_small_figure_can_be_told_from_others_by_whoever_knows_the_rule() {
    let up_to = 9_u64;
    let plain = (0..up_to.pow(3)).map(|n| {
        let parts = [n % up_to, n / up_to % up_to, n / up_to / up_to];
        vec![parts.iter().sum(), parts[0], parts[1], parts[2]]
    });
    let sums = [Sum { whole: 0, parts: vec![1, 2, 3] }];
    for (look, at, values) in told(plain, &sums) {
        assert!(values.len() > 1, "{look:?} tells figure {at}: {values:?}");
    }
    let up_to = 7_u64;
    let deep = (0..up_to.pow(4)).map(|n| {
        let [a, b, c, d] = [n % up_to, n / up_to % up_to, n / up_to.pow(2) % up_to, n / up_to.pow(3)];
        vec![a + b + c + d, c + d, a, b, c, d]
    });
    for (look, at, values) in told(deep, &nested()) {
        assert!(values.len() > 1, "{look:?} tells figure {at}: {values:?}");
    }
}

proptest! {
    #[test]
    fn what_is_shown_is_true_and_what_is_hidden_together_is_never_a_small_count(
        parts in prop::collection::vec(0_u64..40, 1..8), fewest in 2_u64..12
    ) {
        let whole: u64 = parts.iter().sum();
        let counts: Vec<u64> = std::iter::once(whole).chain(parts.iter().copied()).collect();
        let sums = [Sum { whole: 0, parts: (1..counts.len()).collect() }];
        let shown = shown(&counts, &sums, fewest);
        for (count, figure) in counts.iter().zip(&shown) {
            prop_assert!(figure.is_none_or(|figure| figure == *count));
            prop_assert!(*count == 0 || *count >= fewest || figure.is_none());
            prop_assert!(*count > 0 || figure.is_some(), "nobody is nobody");
        }
        if shown[0].is_some() {
            let hidden: u64 = counts.iter().zip(&shown).skip(1).filter(|(_, s)| s.is_none()).map(|(c, _)| c).sum();
            prop_assert!(hidden == 0 || hidden >= fewest);
        }
    }
}
