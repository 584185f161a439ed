//! What is left out cannot be worked out from what is shown.

use std::collections::{BTreeMap, BTreeSet};

use practice::small_counts::{Sum, shown};
use proptest::prelude::*;

const FEWEST: u64 = 3;

/// The parts of a sum that is shown nowhere else.
fn shown_parts(parts: &[u64], fewest: u64) -> Vec<Option<u64>> {
    let whole = parts.len();
    let counts: Vec<u64> = parts.iter().copied().chain([parts.iter().sum()]).collect();
    let mut shown = shown(&counts, &[Sum { whole, parts: (0..whole).collect() }], fewest);
    shown.truncate(whole);
    shown
}

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

/// Of each small figure that is left out of any table of small numbers: what is shown of the table, its place, and every value it
/// has in tables that agree with what is shown.
fn left_open(tables: &[Vec<u64>], sums: &[Sum]) -> Vec<(Vec<Option<u64>>, usize, BTreeSet<u64>)> {
    let mut looks: BTreeMap<Vec<Option<u64>>, BTreeSet<usize>> = BTreeMap::new();
    for table in tables {
        let look = shown(table, sums, FEWEST);
        let small = (0..table.len()).filter(|at| look[*at].is_none() && table[*at] < FEWEST).collect::<Vec<_>>();
        looks.entry(look).or_default().extend(small);
    }
    let agrees = |table: &Vec<u64>, look: &[Option<u64>]| {
        table.iter().zip(look).all(|(count, figure)| figure.map_or(*count > 0, |figure| figure == *count))
    };
    let mut open = Vec::new();
    for (look, small) in looks {
        let alike: Vec<&Vec<u64>> = tables.iter().filter(|table| agrees(table, &look)).collect();
        for at in small {
            open.push((look.clone(), at, alike.iter().map(|table| table[at]).collect()));
        }
    }
    open
}

#[test]
fn of_every_table_a_small_figure_that_is_left_out_could_be_another() {
    let up_to = 9_u64;
    let plain: Vec<Vec<u64>> = (0..up_to.pow(3))
        .map(|n| [n % up_to, n / up_to % up_to, n / up_to / up_to])
        .map(|parts| vec![parts.iter().sum(), parts[0], parts[1], parts[2]])
        .collect();
    let sums = [Sum { whole: 0, parts: vec![1, 2, 3] }];
    for (look, at, values) in left_open(&plain, &sums) {
        assert!(values.len() > 1, "{look:?} tells figure {at}: {values:?}");
    }
    let up_to = 6_u64;
    let deep: Vec<Vec<u64>> = (0..up_to.pow(4))
        .map(|n| [n % up_to, n / up_to % up_to, n / up_to.pow(2) % up_to, n / up_to.pow(3)])
        .map(|[a, b, c, d]| vec![a + b + c + d, c + d, a, b, c, d])
        .collect();
    for (look, at, values) in left_open(&deep, &nested()) {
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
