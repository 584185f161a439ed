//! Whatever is done to stored entries, the check finds it and names the first that is wrong.

use std::collections::HashSet;

use ledger::{Fault, Leaf, leaf_hash};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::samples::{Row, faults, row, rows, stream};

/// One kind of damage, and what it must be called.
fn check(damage: impl FnOnce(&mut Vec<Row>), place: usize, expected: &Fault) {
    let mut rows = rows(&[3, 4]);
    damage(&mut rows);
    let (found, _) = faults(&rows);
    assert_eq!(found.first(), Some(&(place, expected.clone())), "all found: {found:?}");
}

/// Writes a leaf anew, with its hash beside it, as someone would who covers their tracks.
fn rewrite(row: &mut Row, change: impl FnOnce(&mut Leaf)) {
    let mut leaf = Leaf::parse(&row.leaf).unwrap();
    change(&mut leaf);
    row.recorded = leaf.recorded;
    row.leaf = leaf.to_bytes();
    row.hash = leaf_hash(&row.leaf).0.to_vec();
}

#[test]
fn sound_entries_have_no_fault() {
    let (found, summary) = faults(&rows(&[3, 1, 4]));
    assert_eq!(found, []);
    assert_eq!((summary.entries, summary.without_content.len()), (8, 0));
}

#[test]
fn each_kind_of_damage_has_its_name() {
    check(|rows| rows[4].content = Some(b"{}".to_vec()), 4, &Fault::ContentAltered);
    check(|rows| rows[4].content = None, 4, &Fault::ContentMissing);
    check(|rows| rows[4].salt = None, 4, &Fault::ContentMissing);
    check(|rows| rows[4].salt = Some(vec![7; 31]), 4, &Fault::SaltUnreadable);
    check(|rows| rows[1].hash = vec![], 1, &Fault::HashCopyDiffers);
    let gap = Fault::SeqGap { expected: 2, found: 3 };
    check(|rows| drop(rows.remove(1)), 1, &gap);
    let gap = Fault::SeqGap { expected: 3, found: 2 };
    check(|rows| rows.insert(1, rows[1].clone()), 2, &gap);
    let out_of_order = Fault::OutOfOrder { stream: stream(0).to_string() };
    check(|rows| rows.swap(0, 3), 1, &out_of_order);
    let late = Fault::RecordedCopyDiffers { leaf: rows(&[2])[1].recorded, stored: 0 };
    check(|rows| rows[1].recorded = 0, 1, &late);
    let name = Fault::StreamUnreadable { stream: "somebody".to_owned() };
    check(|rows| rows[6].stream = "somebody".to_owned(), 6, &name);
}

#[test]
fn a_rewritten_leaf_is_found_by_its_place_and_chain() {
    let other = stream(1);
    let elsewhere = Fault::WrongStream { found: other.to_string() };
    check(|rows| rewrite(&mut rows[1], |leaf| leaf.stream = other), 1, &elsewhere);
    let foreign = Fault::WrongOrigin { found: "example.net".to_owned() };
    check(
        |rows| {
            rewrite(&mut rows[1], |leaf| {
                "example.net".clone_into(&mut leaf.origin);
            });
        },
        1,
        &foreign,
    );
    let renumbered = Fault::WrongSeq { expected: 2, found: 9 };
    check(|rows| rewrite(&mut rows[1], |leaf| leaf.seq = 9), 1, &renumbered);
    check(|rows| rewrite(&mut rows[1], |leaf| leaf.prev.0[0] ^= 1), 1, &Fault::BrokenChain);
    // Backdated within its neighbours' times: itself in order, but the next leaf names the one that was there.
    check(|rows| rewrite(&mut rows[1], |leaf| leaf.recorded -= 1), 2, &Fault::BrokenChain);
    let before = rows(&[1])[0].recorded;
    let not_later = Fault::RecordedNotRising { before, recorded: before };
    check(|rows| rewrite(&mut rows[1], |leaf| leaf.recorded = before), 1, &not_later);
    let spaced = |rows: &mut Vec<Row>| rows[1].leaf.push(b' ');
    check(spaced, 1, &Fault::LeafUnreadable(ledger::LeafError::NotCanonical));
}

#[test]
fn an_erased_content_is_accounted_for_by_the_entry_that_erased_it() {
    let mut rows = rows(&[3]);
    rows[1].content = None;
    rows[1].salt = None;
    let erased = rows[1].id().parse().unwrap();
    let (found, summary) = faults(&rows);
    assert_eq!(found, []);
    assert_eq!(summary.unaccounted().collect::<Vec<_>>(), [&erased]);

    let erasure = format!(r#"{{"body":{{"entries":["{erased}"]}},"kind":"erased","v":1}}"#);
    rows.push(row(&stream(0), rows.last(), rows[2].recorded + 1, erasure.as_bytes()));
    let (found, summary) = faults(&rows);
    assert_eq!(found, []);
    assert_eq!(summary.without_content, std::slice::from_ref(&erased));
    assert_eq!(summary.erasure_lists, HashSet::from([erased]));
    assert_eq!(summary.unaccounted().count(), 0);

    // A forged erasure is a fault of its own, and accounts for nothing.
    rows[3].salt = Some(vec![0; 32]);
    let (found, summary) = faults(&rows);
    assert_eq!(found, [(3, Fault::ContentAltered)]);
    assert_eq!(summary.unaccounted().count(), 1);
}

#[test]
fn only_a_well_formed_erasure_erases() {
    let check = |content: &str, expected: Option<usize>| {
        let found = ledger::erased_entries(content.as_bytes()).map(|entries| entries.len());
        assert_eq!(found, expected, "{content}");
    };
    let id = format!("{}/1", stream(0));
    check(&format!(r#"{{"body":{{"entries":["{id}","{id}"]}},"kind":"erased"}}"#), Some(2));
    check(r#"{"body":{"entries":[]},"kind":"erased"}"#, Some(0));
    check(&format!(r#"{{"body":{{"entries":["{id}"]}},"kind":"note"}}"#), None);
    check(&format!(r#"{{"body":{{"entries":["{id}"],"kind":"erased"}},"kind":"note"}}"#), None);
    check(&format!(r#"{{"body":{{"entries":["{id}","nobody/1"]}},"kind":"erased"}}"#), None);
    check(r#"{"kind":"erased"}"#, None);
    check(r#""kind":"erased""#, None);
}

fn lengths() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(1..7_u8, 1..5)
}

proptest! {
    #[test]
    fn one_changed_byte_is_found_in_its_row_and_nowhere_else(
        lengths in lengths(), place in any::<Index>(), part in 0..4, byte in any::<Index>(), bit in 0..8_u32,
    ) {
        let mut rows = rows(&lengths);
        let place = place.index(rows.len());
        let row = &mut rows[place];
        let bytes = match part {
            0 => &mut row.leaf,
            1 => &mut row.hash,
            2 => row.salt.as_mut().unwrap(),
            _ => row.content.as_mut().unwrap(),
        };
        let byte = byte.index(bytes.len());
        bytes[byte] ^= 1 << bit;
        let places: Vec<usize> = faults(&rows).0.into_iter().map(|(place, _)| place).collect();
        prop_assert_eq!(places, [place]);
    }

    #[test]
    fn a_changed_time_beside_the_leaf_is_found(lengths in lengths(), place in any::<Index>(), by in 1..i64::MAX) {
        let mut rows = rows(&lengths);
        let place = place.index(rows.len());
        rows[place].recorded = rows[place].recorded.wrapping_add(by);
        let found = faults(&rows).0;
        let named = matches!(found[..], [(at, Fault::RecordedCopyDiffers { .. })] if at == place);
        prop_assert!(named);
    }

    #[test]
    fn a_removed_entry_is_missed_by_the_next_of_its_stream(lengths in lengths(), place in any::<Index>()) {
        let mut rows = rows(&lengths);
        let place = place.index(rows.len());
        let removed = rows.remove(place);
        let found = faults(&rows).0;
        if rows.get(place).is_some_and(|next| next.stream == removed.stream) {
            let gap = Fault::SeqGap { expected: removed.seq, found: removed.seq + 1 };
            prop_assert_eq!(found, [(place, gap)]);
        } else {
            // The end of a stream is missed by the log, which names every entry.
            prop_assert_eq!(found, []);
        }
    }

    #[test]
    fn an_entry_that_stands_twice_is_found(lengths in lengths(), place in any::<Index>()) {
        let mut rows = rows(&lengths);
        let place = place.index(rows.len());
        rows.insert(place, rows[place].clone());
        let seq = rows[place].seq;
        let found = faults(&rows).0;
        prop_assert_eq!(found.first(), Some(&(place + 1, Fault::SeqGap { expected: seq + 1, found: seq })));
    }

    #[test]
    fn entries_put_in_each_others_place_are_found_at_the_first(
        lengths in lengths(), one in any::<Index>(), other in any::<Index>(),
    ) {
        let mut rows = rows(&lengths);
        let (one, other) = (one.index(rows.len()), other.index(rows.len()));
        prop_assume!(one != other);
        // The keys stay where they are, the rest changes places.
        rows.swap(one, other);
        let (key, other_key) = ((rows[one].stream.clone(), rows[one].seq), (rows[other].stream.clone(), rows[other].seq));
        (rows[one].stream, rows[one].seq) = other_key;
        (rows[other].stream, rows[other].seq) = key;
        let found = faults(&rows).0;
        prop_assert_eq!(found[0].0, one.min(other));
        prop_assert!(found.iter().any(|(place, _)| *place == one.max(other)));
    }

    #[test]
    fn an_entry_slipped_in_between_breaks_the_chain_after_it(lengths in lengths(), place in any::<Index>()) {
        let mut rows = rows(&lengths);
        let place = place.index(rows.len());
        let before = rows[place].clone();
        let next_recorded = before.recorded + 1;
        let forged = row(&before.stream.parse().unwrap(), Some(&before), next_recorded, b"{}");
        rows.insert(place + 1, forged);
        // The forger renumbers the rows after it, but cannot renumber their leaves.
        for row in rows[place + 2..].iter_mut().filter(|row| row.stream == before.stream) {
            row.seq += 1;
        }
        let found = faults(&rows).0;
        if rows.get(place + 2).is_some_and(|next| next.stream == before.stream) {
            prop_assert_eq!(found[0].0, place + 2);
        } else {
            // At the end of a stream it is the log that does not know it.
            prop_assert_eq!(found, []);
        }
    }
}
