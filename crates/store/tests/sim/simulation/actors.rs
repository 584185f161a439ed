//! Actors: each remembers what it last saw, and makes acts of a plan from that.

use std::collections::BTreeMap;

use ledger::{EntryId, Hash, StreamId};
use store::conformance::samples::{diary_row, entry, erasure, person};
use store::{Act, IdemKey, NewEntry, Rows};

use super::model::Model;
use super::plan::{ACTORS, ActPlan, GUARDS, Key, PEOPLE, Says};
use super::views;

/// What each of them saw, and what they have sent under a key.
#[derive(Default)]
pub(crate) struct Actors {
    heads: BTreeMap<(u64, StreamId), u64>,
    guards: BTreeMap<(u64, String), u64>,
    sent: Vec<Act>,
}

pub(crate) fn guard(number: u64) -> String {
    format!("site-{number}/2015-12-15T09:00")
}

pub(crate) fn staff(actor: u64) -> String {
    format!("staff-{}", actor % ACTORS)
}

impl Actors {
    /// The actor sees every head and guard as they stand.
    pub(crate) fn look(&mut self, actor: u64, model: &Model) {
        for number in 0..PEOPLE {
            self.heads.insert((actor, person(number)), model.head(&person(number)));
        }
        for name in (0..GUARDS).map(guard) {
            self.guards.insert((actor, name.clone()), model.guard(&name));
        }
    }

    /// The act of a plan, on a clock that shows `at`.
    pub(crate) fn act(&mut self, plan: &ActPlan, at: i64, model: &Model) -> Act {
        if let Key::Again(n) = plan.key
            && let Some(before) = self.earlier(n)
        {
            return Act { at, ..before };
        }
        let mut act = self.new_act(plan, at, model);
        act.key = match plan.key {
            Key::None => None,
            Key::Reused(n) => {
                self.earlier(n).and_then(|before| before.key).map(|key| IdemKey { digest: digest(plan.number), ..key })
            }
            Key::New | Key::Again(_) => {
                let (actor, key) = (staff(plan.actor), format!("form-{}", plan.number));
                Some(IdemKey { actor, key, digest: digest(plan.number) })
            }
        };
        if matches!(plan.key, Key::New | Key::Again(_)) {
            self.sent.push(act.clone());
        }
        act
    }

    fn earlier(&self, n: u64) -> Option<Act> {
        let count = self.sent.len().max(1);
        self.sent.get(usize::try_from(n).unwrap_or_default() % count).cloned()
    }

    fn new_act(&self, plan: &ActPlan, at: i64, model: &Model) -> Act {
        let people: Vec<_> = plan.people.iter().map(|number| person(*number)).collect();
        let seen = |stream: &StreamId| self.heads.get(&(plan.actor, stream.clone())).copied().unwrap_or(0);
        let expects = people.iter().filter(|_| plan.rests).map(|stream| (stream.clone(), seen(stream))).collect();
        let version = |name: &String| self.guards.get(&(plan.actor, name.clone())).copied().unwrap_or(0);
        let guards = plan.guard.map(guard).map(|name| (name.clone(), version(&name)));
        let mut documents = Vec::new();
        let mut entries: Vec<_> =
            people.iter().zip(0..).map(|(stream, at)| entry(stream, &text(plan, at, stream, model))).collect();
        if plan.letter {
            let letter = format!("Dear reader of {}", plan.number).into_bytes();
            entries[0] = referring(&people[0], &Hash::of(&letter));
            documents.push((Hash::of(&letter), letter));
        }
        let mut rows: Vec<Rows> = Vec::new();
        if let Some(bits) = plan.rows {
            let each: std::collections::BTreeSet<_> = plan.people.iter().collect();
            rows = each.into_iter().flat_map(|number| views::rows(*number, bits)).collect();
        }
        match plan.says {
            Says::Note | Says::Correction => {}
            Says::Erasure(n) => entries.extend(erasing(&people[0], n, model)),
            Says::Wrong if plan.number.is_multiple_of(2) => {
                entries.push(erasure(&people[0], &[&format!("{}/1000", people[0])]));
            }
            Says::Wrong => {
                let number = plan.people[0];
                let twice = ["2015-12-15T09:00", "2015-12-15T10:00"].map(|starts| diary_row(number, "0", starts));
                rows.push(Rows::Diary { stream: person(number), rows: twice.to_vec() });
            }
        }
        Act {
            act: format!("act-{}", plan.number),
            at,
            entries,
            expects,
            guards: guards.into_iter().collect(),
            bumps: plan.bump.map(guard).into_iter().collect(),
            rows,
            documents,
            answer: format!(r#"{{"act":"act-{}"}}"#, plan.number),
            ..Act::default()
        }
    }
}

fn text(plan: &ActPlan, at: u64, stream: &StreamId, model: &Model) -> String {
    let padding = "and so on ".repeat(usize::try_from(plan.number % 7).unwrap_or_default());
    match plan.says {
        Says::Correction if at == 0 => format!("{} puts right {stream}/{}", plan.number, model.head(stream)),
        _ => format!("{}-{at} {padding}", plan.number),
    }
}

fn referring(stream: &StreamId, document: &Hash) -> NewEntry {
    let content = format!(r#"{{"body":{{"document":"{document}"}},"kind":"letter","v":1}}"#);
    NewEntry { content: content.into_bytes(), ..entry(stream, "letter") }
}

/// Erases one of the entries there are; it may be an erasure, which is refused.
fn erasing(stream: &StreamId, n: u64, model: &Model) -> Option<NewEntry> {
    let ids: Vec<EntryId> = model.ids().collect();
    let id = ids.get(usize::try_from(n).unwrap_or_default() % ids.len().max(1))?;
    Some(erasure(stream, &[&id.to_string()]))
}

fn digest(number: u64) -> [u8; 32] {
    let mut digest = [1; 32];
    digest[..8].copy_from_slice(&number.to_be_bytes());
    digest
}
