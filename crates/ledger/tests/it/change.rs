//! What was done to a log since it was witnessed, told from the first position that differs.

use ledger::{Change, Difference, Hash, Leaf, Place};

use crate::samples::{ORIGIN, stream};

const POSITION: u64 = 10;

/// The entry with this number in its stream, recorded then, whose content is known by a letter.
fn leaf(stream_number: u8, seq: u64, recorded: i64, content: u8) -> Leaf {
    Leaf {
        origin: ORIGIN.to_owned(),
        stream: stream(stream_number),
        seq,
        recorded,
        prev: Hash::ZERO,
        commit: Hash([content; 32]),
    }
}

fn at(position: u64, recorded: i64) -> Place {
    Place { position, recorded }
}

/// Expects the stream and number of the entry that is named, and what was done to it.
fn check(
    was: &Leaf,
    is: Option<&Leaf>,
    was_now_at: Option<Place>,
    is_was_at: Option<Place>,
    named: (u8, u64),
    expected: &Change,
) {
    let (id, change) = Difference { position: POSITION, was, is, was_now_at, is_was_at }.judge();
    assert_eq!((id.stream, id.seq, &change), (stream(named.0), named.1, expected), "{was:?} became {is:?}");
}

#[test]
fn each_change_is_told_from_the_first_leaf_that_differs() {
    let was = &leaf(1, 3, 100, b'a');
    let other_words = &leaf(1, 3, 100, b'x');
    check(was, Some(other_words), None, None, (1, 3), &Change::Edited);
    let other_chain = &Leaf { prev: Hash([7; 32]), ..was.clone() };
    check(was, Some(other_chain), None, None, (1, 3), &Change::Rehashed);
    let earlier = &leaf(1, 3, 90, b'a');
    check(was, Some(earlier), None, None, (1, 3), &Change::BackDated { was: 100, is: 90 });
    let later = &leaf(1, 3, 110, b'a');
    check(was, Some(later), None, None, (1, 3), &Change::PostDated { was: 100, is: 110 });
    check(was, None, None, None, (1, 3), &Change::RolledBack);
}

#[test]
fn an_entry_that_came_or_went_is_told_from_the_ones_it_pushed_along() {
    let was = &leaf(1, 3, 100, b'a');
    // The next entry moved up: of another stream, or of the same one under the number that became free.
    check(was, Some(&leaf(2, 1, 101, b'b')), None, Some(at(11, 101)), (1, 3), &Change::Removed);
    check(was, Some(&leaf(1, 3, 101, b'b')), None, Some(at(11, 101)), (1, 3), &Change::Removed);
    check(was, Some(&leaf(2, 9, 100, b'x')), None, None, (1, 3), &Change::Removed);
    // What was there moved down.
    check(was, Some(&leaf(2, 9, 99, b'x')), Some(at(11, 100)), None, (2, 9), &Change::Inserted);
    check(was, Some(&leaf(1, 3, 99, b'x')), Some(at(11, 100)), None, (1, 3), &Change::Inserted);
}

#[test]
fn of_entries_that_changed_places_the_one_that_went_furthest_is_named() {
    let (was, is) = (&leaf(1, 3, 100, b'a'), &leaf(2, 5, 200, b'b'));
    check(was, Some(is), Some(at(11, 100)), Some(at(30, 200)), (2, 5), &Change::Moved { from: 30, to: 10 });
    check(was, Some(is), Some(at(30, 100)), Some(at(11, 200)), (1, 3), &Change::Moved { from: 10, to: 30 });
    // A move that comes of another date is told as that.
    let back_dated = &leaf(2, 5, 99, b'b');
    check(was, Some(back_dated), Some(at(11, 100)), Some(at(30, 200)), (2, 5), &Change::BackDated { was: 200, is: 99 });
    check(was, Some(is), Some(at(30, 300)), Some(at(11, 200)), (1, 3), &Change::PostDated { was: 100, is: 300 });
}
