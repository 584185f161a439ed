//! Plans: what several people at once might do to a record, chosen by chance. A plan says nothing of what is in the
//! record when it is carried out, so that steps can be left out of it and the rest still means something.

use super::chance::Chance;

/// People on probation, each a stream that everyone works on.
pub(crate) const PEOPLE: u64 = 5;
/// Those who work on them.
pub(crate) const ACTORS: u64 = 3;
/// Guards that they share.
pub(crate) const GUARDS: u64 = 3;

const DAY: u64 = 86_400_000_000;

/// One step.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    /// An actor looks at every head and guard, and rests the next acts on that.
    Look { actor: u64 },
    /// Acts sent at once.
    Acts(Vec<ActPlan>),
    /// Acts sent at once, and the process killed before it answers any; then they are sent again under their keys.
    Crash(Vec<ActPlan>),
    /// Closed and opened again.
    Restart,
    /// The clock jumps by so many microseconds.
    Jump(i64),
    /// Somebody is shown a record.
    Shown { actor: u64, person: u64 },
    /// Something is typed about a person.
    Draft { actor: u64, person: u64 },
    /// And done with.
    DropDraft { actor: u64, person: u64 },
    /// Writes beside the ledger of which one is refused, so that none may be kept.
    RefusedTogether { actor: u64, person: u64 },
    /// Every view is emptied and worked out anew.
    Rebuild,
    /// Everything is looked at, and verified.
    Inspect,
}

/// An act.
#[derive(Clone, Debug)]
pub(crate) struct ActPlan {
    pub(crate) actor: u64,
    /// Unlike any other of the plan.
    pub(crate) number: u64,
    /// The people whom its entries are about, in order; most often one.
    pub(crate) people: Vec<u64>,
    /// Whether it rests on the heads that the actor last saw.
    pub(crate) rests: bool,
    /// The guard whose last seen version it rests on.
    pub(crate) guard: Option<u64>,
    pub(crate) bump: Option<u64>,
    pub(crate) key: Key,
    pub(crate) says: Says,
    /// What the views of its people are from now on, as bits; `None` to leave them.
    pub(crate) rows: Option<u64>,
    /// A letter that its first entry refers to.
    pub(crate) letter: bool,
}

/// Under which key an act is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    None,
    New,
    /// The act of an earlier key, once more; counted round those there are.
    Again(u64),
    /// Another act under an earlier key.
    Reused(u64),
}

/// What an act's entries say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    Note,
    /// The first entry puts right an earlier one.
    Correction,
    /// The last entry erases one of those there are, counted round; it may be one that cannot be.
    Erasure(u64),
    /// Something that can never be recorded: it must fail alone.
    Wrong,
}

/// The plan of a seed.
pub(crate) fn plan(seed: u64) -> Vec<Op> {
    let mut chance = Chance::new(seed);
    let mut number = 0;
    let steps = 25 + chance.below(25);
    (0..steps).map(|_| step(&mut chance, &mut number)).collect()
}

fn step(chance: &mut Chance, number: &mut u64) -> Op {
    let (actor, person) = (chance.below(ACTORS), chance.below(PEOPLE));
    match chance.below(100) {
        0..50 => {
            let count = if chance.one_in(3) { 2 + chance.below(3) } else { 1 };
            Op::Acts((0..count).map(|_| act(chance, number)).collect())
        }
        50..66 => Op::Look { actor },
        66..70 => {
            let by = i64::try_from(chance.below(DAY)).unwrap_or_default();
            Op::Jump(if chance.one_in(2) { by } else { -by })
        }
        70..77 => Op::Shown { actor, person },
        77..81 => Op::Draft { actor, person },
        81..83 => Op::DropDraft { actor, person },
        83..85 => Op::RefusedTogether { actor, person },
        85..89 => Op::Restart,
        89..93 => Op::Crash((0..=chance.below(3)).map(|_| in_doubt(act(chance, number))).collect()),
        93..95 => Op::Rebuild,
        _ => Op::Inspect,
    }
}

fn act(chance: &mut Chance, number: &mut u64) -> ActPlan {
    *number += 1;
    let some = |chance: &mut Chance, one_in, below| chance.one_in(one_in).then(|| chance.below(below));
    let people = if chance.one_in(3) { 2 + chance.below(2) } else { 1 };
    let guard = some(chance, 5, GUARDS);
    ActPlan {
        actor: chance.below(ACTORS),
        number: *number,
        people: (0..people).map(|_| chance.below(PEOPLE)).collect(),
        rests: chance.one_in(3),
        guard,
        // Whoever books a room rests on it and moves it on.
        bump: guard.filter(|_| chance.one_in(2)).or_else(|| some(chance, 4, GUARDS)),
        key: match chance.below(12) {
            0..4 => Key::New,
            4..6 => Key::Again(chance.below(20)),
            6 => Key::Reused(chance.below(20)),
            _ => Key::None,
        },
        says: match chance.below(20) {
            0..2 => Says::Correction,
            2..4 => Says::Erasure(chance.below(40)),
            4 => Says::Wrong,
            _ => Says::Note,
        },
        rows: chance.one_in(2).then(|| chance.next()),
        letter: chance.one_in(8),
    }
}

/// What may be sent twice has a key.
fn in_doubt(act: ActPlan) -> ActPlan {
    ActPlan { key: Key::New, ..act }
}
