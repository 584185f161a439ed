//! Which figures may stand beside each other. A count of few people is left out; and so is whatever else would tell it, by a
//! difference from a sum that is shown: a second figure, a third, or the sum itself.
//!
//! Counts are given as sums and their parts ([`Sum`]). A hidden group can be worked out as a whole wherever everything else of
//! its sum is shown, so what is hidden together has to be at least as many as may be shown alone, and leave each hidden figure
//! more than one value it could have. A sum of sums is followed through: parts of a hidden part count as parts.
//!
//! That is proof against adding and subtracting, not against whoever runs this very rule over every table there could be.
//!
//! What is asked of many moments is shown in steps instead ([`in_steps`]): else one answer taken from another would tell what came
//! between, one by one. There no whole is counted beside its parts, so the very rule tells nothing either.

/// A count that is the sum of others, each by its place among the counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The whole.
    pub whole: usize,
    /// Its parts.
    pub parts: Vec<usize>,
}

/// Which of some counts may be shown: those that are not, are none. None at all is always shown: it tells of nobody. `fewest`
/// is the least that may be shown alone.
pub fn shown(counts: &[u64], sums: &[Sum], fewest: u64) -> Vec<Option<u64>> {
    let mut hidden: Vec<bool> = counts.iter().map(|count| *count > 0 && *count < fewest).collect();
    let all = followed_through(sums);
    // Each round hides one more, so this ends.
    while let Some(next) = all.iter().find_map(|sum| one_more(counts, sum, &hidden, fewest)) {
        hidden[next] = true;
    }
    counts.iter().zip(&hidden).map(|(count, hidden)| (!hidden).then_some(*count)).collect()
}

/// A count as it is shown where the same is asked of one moment and another: not while it is small, else down to a multiple of the
/// least that may be shown. So the difference of two answers leaves each change more than one size. That holds as long as no sum of
/// such counts is shown but of what is shown of its parts ([`together`]).
pub fn in_steps(count: u64, step: u64) -> Option<u64> {
    match count {
        0 => Some(0),
        small if small < step => None,
        count => Some(count - count % step.max(1)),
    }
}

/// A sum of what is shown of its parts: it tells nothing that they do not. None where one of them is not shown.
pub fn together(parts: &[Option<u64>]) -> Option<u64> {
    parts.iter().copied().sum()
}

/// What else has to be hidden, where a sum tells too much; none where it tells nothing.
fn one_more(counts: &[u64], sum: &Sum, hidden: &[bool], fewest: u64) -> Option<usize> {
    let parts = || sum.parts.iter().copied();
    let gone: Vec<usize> = parts().filter(|part| hidden[*part]).collect();
    let told = if hidden[sum.whole] {
        // Its parts add up to it.
        gone.is_empty() && counts[sum.whole] > 0
    } else {
        let together: u64 = gone.iter().map(|part| counts[*part]).sum();
        // Were it only ever one of each that takes the sum away, its going would tell that.
        !gone.is_empty() && (gone.len() == 1 || together < fewest || together <= gone.len() as u64 + 1)
    };
    let least = || parts().filter(|part| !hidden[*part] && counts[*part] > 0).min_by_key(|part| (counts[*part], *part));
    if told { least().or((!hidden[sum.whole]).then_some(sum.whole)) } else { None }
}

/// The sums, and each with a part that is a sum itself taken apart.
fn followed_through(sums: &[Sum]) -> Vec<Sum> {
    let mut all = sums.to_vec();
    let mut at = 0;
    while at < all.len() {
        for inner in sums {
            if all[at].parts.contains(&inner.whole) {
                let rest = all[at].parts.iter().copied().filter(|part| *part != inner.whole);
                let apart = Sum { whole: all[at].whole, parts: rest.chain(inner.parts.iter().copied()).collect() };
                if !all.contains(&apart) {
                    all.push(apart);
                }
            }
        }
        at += 1;
    }
    all
}
