//! The drawing of a sample: by a seed that nobody chose, so that anybody who has the seed and the list can draw the same again.

use ledger::{Hash, StreamId};

/// Draws so many of a list by a seed: those whose names, hashed behind the seed, come first. In the order in which they are drawn;
/// all of a list that is no longer. The same seed and the same list, in any order, draw the same.
pub(super) fn draw(seed: &str, list: &[StreamId], many: usize) -> Vec<StreamId> {
    let mut ranked: Vec<(Hash, &StreamId)> =
        list.iter().map(|stream| (Hash::of(format!("{seed}\n{stream}").as_bytes()), stream)).collect();
    ranked.sort();
    ranked.dedup();
    ranked.into_iter().take(many).map(|(_, stream)| stream.clone()).collect()
}

/// By what a list is known: the hash of its names in their order, one a line. Whoever has the list can tell that it is the one.
pub(super) fn list_hash(list: &[StreamId]) -> Hash {
    let mut names: Vec<&str> = list.iter().map(StreamId::as_str).collect();
    names.sort_unstable();
    names.dedup();
    Hash::of(names.join("\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(many: u8) -> Vec<StreamId> {
        (0..many).map(|n| StreamId::new("person", [n; 16])).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_of_a_list_in_any_order_and_each_case_once() {
        let all = list(40);
        let mut other: Vec<StreamId> = all.iter().rev().cloned().collect();
        other.push(all[3].clone());
        let drawn = draw("a seed", &all, 5);
        assert_eq!((drawn.len(), draw("a seed", &other, 5)), (5, drawn.clone()));
        assert_eq!(list_hash(&all), list_hash(&other));
        assert_ne!(draw("another seed", &all, 5), drawn);
        assert_eq!(draw("a seed", &all[..3], 5).len(), 3);
    }

    #[test]
    fn every_case_is_drawn_about_as_often_as_every_other() {
        let all = list(20);
        let mut times = [0_u32; 20];
        for seed in 0..2_000 {
            for one in draw(&seed.to_string(), &all, 5) {
                times[all.iter().position(|other| *other == one).unwrap_or_default()] += 1;
            }
        }
        // Five of twenty, two thousand times: 500 each, and seldom more than four standard deviations from it (19.4).
        assert!(times.iter().all(|many| (422..=578).contains(many)), "{times:?}");
    }
}
