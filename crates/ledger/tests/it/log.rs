//! The log's check: positions, seals and the root.

use ledger::{Fault, Hash, LogCheck, LogLine, leaf_hash};
use proptest::prelude::*;
use proptest::sample::Index;

#[derive(Clone, Debug, PartialEq)]
struct Line {
    hash: Vec<u8>,
    recorded: i64,
    seal: bool,
}

fn entry(recorded: i64) -> Line {
    Line { hash: leaf_hash(&recorded.to_be_bytes()).0.to_vec(), recorded, seal: false }
}

fn seal(recorded: i64) -> Line {
    Line { seal: true, ..entry(recorded) }
}

/// Faults, size and root of a log that is numbered as it stands.
fn judge(lines: &[Line]) -> (Vec<Fault>, u64, Hash) {
    let mut check = LogCheck::new();
    let faults = (0..)
        .zip(lines)
        .filter_map(|(position, line)| {
            let line = LogLine { position, hash: &line.hash, recorded: line.recorded, seal: line.seal };
            check.line(&line).err()
        })
        .collect();
    (faults, check.size(), check.root())
}

fn check(lines: &[Line], expected: &[Fault]) {
    assert_eq!(judge(lines).0, expected);
}

fn outside(position: u64, recorded: i64, after: Option<i64>, until: Option<i64>) -> Fault {
    Fault::OutsideBracket { position, recorded, after, until }
}

#[test]
fn entries_lie_between_their_seals() {
    check(&[], &[]);
    // Two servers' entries need not come in order of time within a bracket.
    check(&[entry(5), entry(3), seal(5), entry(6), seal(7), seal(8)], &[]);
    // A seal may share its last entry's time, but an entry comes after the seal before it.
    check(&[entry(5), seal(5), entry(5), seal(6)], &[outside(2, 5, Some(5), None)]);
    check(&[entry(5), seal(6), entry(2), seal(7)], &[outside(2, 2, Some(6), None)]);
    check(&[entry(5), entry(9), entry(10), seal(6)], &[outside(1, 9, None, Some(6))]);
    check(&[seal(6), seal(6)], &[outside(1, 6, Some(6), None)]);
    // A seal set back does not excuse what follows.
    let faults = [outside(1, 2, Some(6), None), outside(2, 4, Some(6), None)];
    check(&[seal(6), seal(2), entry(4), seal(7)], &faults);
}

#[test]
fn positions_count_from_nought_without_gaps() {
    let mut check = LogCheck::new();
    let hash = [1; 32];
    let mut line = |position, hash: &[u8]| {
        check.line(&LogLine { position, hash, recorded: i64::try_from(position).unwrap(), seal: false })
    };
    assert_eq!(line(1, &hash), Err(Fault::PositionGap { expected: 0, found: 1 }));
    assert_eq!(line(2, &hash), Ok(()));
    assert_eq!(line(2, &hash), Err(Fault::PositionGap { expected: 3, found: 2 }));
    assert_eq!(line(3, &hash[1..]), Err(Fault::HashUnreadable { position: 3 }));
    assert_eq!(line(4, &hash), Ok(()));
    assert_eq!(check.size(), 5);
}

proptest! {
    #[test]
    fn no_change_to_the_log_keeps_its_size_and_root(
        size in 2..60_usize, what in 0..5, one in any::<Index>(), other in any::<Index>(), bit in 0..8_u32,
    ) {
        let sound: Vec<Line> = (1..).take(size).map(|n| if n % 5 == 0 { seal(n) } else { entry(n) }).collect();
        let mut lines = sound.clone();
        let (one, other) = (one.index(size), other.index(size));
        match what {
            0 => drop(lines.remove(one)),
            1 => lines.insert(other, lines[one].clone()),
            2 => lines.insert(one, entry(1_000)),
            3 => lines.swap(one, other),
            _ => lines[one].hash[other % 32] ^= 1 << bit,
        }
        prop_assume!(lines != sound);
        let (faults, before) = (judge(&sound).0, judge(&sound));
        prop_assert_eq!(faults, []);
        let after = judge(&lines);
        prop_assert!((after.1, after.2) != (before.1, before.2));
    }
}
