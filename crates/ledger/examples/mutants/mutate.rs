//! What a forger might change. Each changes one thing, so that a verifier that overlooks it accepts.

use ledger::{Hash, SigningKey, WitnessSigningKey};

use crate::case::{Case, Claim, Entry};
use crate::chance::Chance;
use crate::notes::{NOTES, last_line};
use crate::world::{ORIGIN, World, count};

/// A mutant of an honest case; `None` if what was drawn has nothing to change here.
pub(crate) fn one_thing(mut case: Case, world: &World, chance: &mut Chance) -> Option<Case> {
    let mutant = match chance.within(0, 10) {
        0 => Some(bytes_of_a_note(&mut case, chance)),
        1..=3 => text_of_a_note(&mut case, world, chance),
        4 => Some(keys(&mut case, world, chance)),
        _ => match &mut case.claim {
            Claim::Entry(entry) if chance.within(0, 2) == 0 => proof(&mut entry.proof, chance),
            Claim::Entry(entry) if chance.within(0, 9) == 0 => {
                let size = size_of(&case.note)?;
                *entry = world.odd.entry(entry.position, size);
                case.note = world.note(&world.odd, size).into_bytes();
                Some("a leaf that is not canonical, signed by everybody")
            }
            Claim::Entry(entry) => an_entry(entry, world, chance),
            Claim::Growth { .. } => growth(&mut case, world, chance),
            Claim::Log(leaves) => a_log(leaves, world, chance),
        },
    };
    case.mutant = Some(mutant?);
    Some(case)
}

/// An honest case that looks different: no verifier may be put off by it.
pub(crate) fn harmlessly(mut case: Case, world: &World, chance: &mut Chance) -> Case {
    let Ok(mut note) = String::from_utf8(case.note.clone()) else { return case };
    let text = note.split_inclusive('\n').take(3).collect::<String>();
    match chance.within(0, 5) {
        // Somebody whom nobody here knows has signed as well.
        0 => note.push_str(&last_line(&SigningKey::from_seed("stranger.example/ö", [8; 32]).sign(&text))),
        1 => note.push_str(&WitnessSigningKey::from_seed("stranger.example/w", [8; 32]).cosign(&text, 5)),
        // A third witness is known, and two are enough.
        2 => case.witnesses.push(world.witnesses[2].public().to_string()),
        3 => {
            let mut lines: Vec<&str> = note[text.len() + 1..].split_inclusive('\n').collect();
            lines.reverse();
            note = format!("{text}\n{}", lines.concat());
        }
        _ => {}
    }
    case.note = note.into_bytes();
    case
}

fn bytes_of_a_note(case: &mut Case, chance: &mut Chance) -> &'static str {
    let note = some_note(case, chance);
    let at = chance.place(note.len());
    match chance.within(0, 3) {
        0 => {
            chance.flip(note);
            "bit of a note"
        }
        1 => {
            note.remove(at);
            "byte taken out of a note"
        }
        _ => {
            note.insert(at, b'\n');
            "line break put into a note"
        }
    }
}

fn text_of_a_note(case: &mut Case, world: &World, chance: &mut Chance) -> Option<&'static str> {
    let (told, make) = NOTES[chance.place(NOTES.len())];
    let bytes = some_note(case, chance);
    let mut note = String::from_utf8(bytes.clone()).ok()?;
    let changed = make(&mut note, world, chance);
    *bytes = note.into_bytes();
    changed.then_some(told)
}

fn some_note<'a>(case: &'a mut Case, chance: &mut Chance) -> &'a mut Vec<u8> {
    match &mut case.claim {
        Claim::Growth { old, .. } if chance.within(0, 2) == 0 => old,
        _ => &mut case.note,
    }
}

fn keys(case: &mut Case, world: &World, chance: &mut Chance) -> &'static str {
    match chance.within(0, 6) {
        0 => {
            let at = chance.place(case.key.len());
            let other = if case.key.as_bytes()[at] == b'b' { "c" } else { "b" };
            case.key.replace_range(at..=at, other);
            "character of the log's key"
        }
        1 => {
            case.key = SigningKey::from_seed(ORIGIN, [2; 32]).public().to_string();
            "another key of the log's name"
        }
        2 => {
            case.witnesses[1] = world.witnesses[2].public().to_string();
            "a witness who has not signed"
        }
        3 => {
            case.witnesses[1] = case.witnesses[0].clone();
            "the same witness twice"
        }
        4 => {
            let hash = ORIGIN.len() + 1..ORIGIN.len() + 9;
            let capitals = case.key[hash.clone()].to_uppercase();
            case.key.replace_range(hash, &capitals);
            "hash of the log's key in capitals"
        }
        _ => {
            case.witnesses[0].clone_from(&case.key);
            "the log as its own witness"
        }
    }
}

fn proof(proof: &mut Vec<Hash>, chance: &mut Chance) -> Option<&'static str> {
    let length = proof.len();
    match chance.within(0, 5) {
        0 if length > 0 => {
            let at = chance.place(length);
            chance.flip(&mut proof[at].0);
            Some("bit of a proof")
        }
        1 if length > 0 => {
            proof.remove(chance.place(length));
            Some("hash taken out of a proof")
        }
        2 => {
            proof.insert(chance.place(length + 1), Hash([chance.number().to_le_bytes()[0]; 32]));
            Some("hash put into a proof")
        }
        3 if length > 1 => {
            proof.reverse();
            Some("proof upside down")
        }
        4 if length > 1 => {
            let at = chance.place(length - 1);
            proof.swap(at, at + 1);
            Some("hashes of a proof exchanged")
        }
        _ => None,
    }
}

fn an_entry(entry: &mut Entry, world: &World, chance: &mut Chance) -> Option<&'static str> {
    let other = &world.log.entries[chance.place(world.log.entries.len())];
    if other.leaf == entry.leaf {
        return None;
    }
    match chance.within(0, 11) {
        0 => {
            entry.position += chance.within(1, 1 << 40);
            Some("position further on")
        }
        1 if entry.position > 0 => {
            entry.position -= 1;
            Some("position before")
        }
        2 => {
            chance.flip(&mut entry.leaf);
            Some("bit of a leaf")
        }
        3 => {
            entry.leaf.push(b' ');
            Some("leaf with a space after it")
        }
        4 => {
            entry.leaf.pop();
            Some("leaf cut short")
        }
        5 => {
            entry.leaf.clone_from(&other.leaf);
            Some("leaf of another entry")
        }
        6 => {
            chance.flip(&mut entry.content);
            Some("bit of a content")
        }
        7 => {
            chance.flip(&mut entry.salt);
            Some("bit of a salt")
        }
        8 => {
            entry.content.clone_from(&other.content);
            entry.salt = other.salt.to_vec();
            Some("content of another entry")
        }
        9 => {
            entry.seq += 1;
            Some("number of another entry")
        }
        10 => {
            entry.stream.replace_range(8..9, if &entry.stream[8..9] == "b" { "c" } else { "b" });
            Some("stream of another entry")
        }
        _ => None,
    }
}

fn growth(case: &mut Case, world: &World, chance: &mut Chance) -> Option<&'static str> {
    let size = size_of(&case.note)?;
    let Claim::Growth { old, proof: hashes } = &mut case.claim else { return None };
    match chance.within(0, 4) {
        0 => {
            std::mem::swap(old, &mut case.note);
            Some("old and new exchanged")
        }
        1 => {
            // Log and witnesses have signed both, as they would if none of them were honest.
            let before = size_of(old)?;
            *old = world.note(&world.fork, before).into_bytes();
            (before > 5).then_some("a second past, signed by everybody")
        }
        2 => {
            let before = size_of(old)?;
            let other = chance.within(1, size);
            *old = world.note(&world.log, other).into_bytes();
            (other != before).then_some("proof from another size")
        }
        _ => proof(hashes, chance),
    }
}

fn a_log(leaves: &mut Vec<Vec<u8>>, world: &World, chance: &mut Chance) -> Option<&'static str> {
    let at = chance.place(leaves.len());
    match chance.within(0, 6) {
        0 => {
            chance.flip(&mut leaves[at]);
            Some("edited")
        }
        1 => {
            leaves.remove(at);
            Some("removed")
        }
        2 => {
            leaves.insert(at, world.log.entries[count(chance.within(100, 700))].leaf.clone());
            Some("inserted")
        }
        3 => {
            leaves.insert(at, leaves[at].clone());
            Some("repeated")
        }
        4 if at > 0 => {
            leaves.swap(0, at);
            Some("moved")
        }
        5 => {
            leaves[at] = Hash::of(&leaves[at]).0.to_vec();
            Some("hash in place of a leaf")
        }
        _ => None,
    }
}

fn size_of(note: &[u8]) -> Option<u64> {
    std::str::from_utf8(note).ok()?.lines().nth(1)?.parse().ok()
}
