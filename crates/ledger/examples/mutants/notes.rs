//! What a forger might change in a checkpoint: its text, its signatures, or both.

use ledger::{Checkpoint, SigningKey, WitnessSigningKey};

use crate::chance::Chance;
use crate::world::{ORIGIN, World};

/// Changes a checkpoint, and says whether there was anything to change.
pub(crate) type Note = fn(&mut String, &World, &mut Chance) -> bool;

/// What can be done to a checkpoint as text.
pub(crate) const NOTES: &[(&str, Note)] = &[
    ("size of the checkpoint", |note, _, chance| with_text(note, |at| at.size += chance.within(1, 9))),
    ("root of the checkpoint", |note, _, chance| with_text(note, |at| chance.flip(&mut at.root.0))),
    ("origin of the checkpoint", |note, _, _| with_text(note, |at| at.origin.push('x'))),
    ("size, signed anew with the log's stolen key", |note, world, chance| {
        signed_anew(note, world, |at| at.size += chance.within(1, 9))
    }),
    ("root, signed anew with the log's stolen key", |note, world, chance| {
        signed_anew(note, world, |at| chance.flip(&mut at.root.0))
    }),
    ("signed by another key of the log's name", |note, _, _| {
        exchange(note, 0, |text| last_line(&SigningKey::from_seed(ORIGIN, [2; 32]).sign(text)))
    }),
    ("cosigned by another key of the witness's name", |note, _, _| {
        exchange(note, 1, |text| WitnessSigningKey::from_seed("witness.example/w1", [2; 32]).cosign(text, 9))
    }),
    ("without the log's signature", |note, _, _| exchange(note, 0, |_| String::new())),
    ("without a witness's signature", |note, _, chance| exchange(note, 1 + chance.place(2), |_| String::new())),
    ("one witness twice", |note, world, _| exchange(note, 2, |text| world.witnesses[0].cosign(text, 77))),
    ("signature of another checkpoint", |note, world, chance| {
        let other = world.note(&world.log, chance.within(600, 700));
        line_from(note, &other, chance.place(3))
    }),
    ("bit of a signature", |note, _, chance| {
        let line = chance.place(3);
        in_signature(note, line, |bytes| chance.flip(&mut bytes[4..]))
    }),
    ("bit of a key's hash in a signature", |note, _, chance| {
        let line = chance.place(3);
        in_signature(note, line, |bytes| chance.flip(&mut bytes[..4]))
    }),
    ("time of a cosignature", |note, _, chance| {
        let line = 1 + chance.place(2);
        in_signature(note, line, |bytes| chance.flip(&mut bytes[4..12]))
    }),
    ("signature cut short", |note, _, chance| {
        let line = chance.place(3);
        in_signature(note, line, |bytes| bytes.truncate(bytes.len() - 1))
    }),
    ("signature made longer", |note, _, chance| in_signature(note, chance.place(3), |bytes| bytes.push(0))),
    ("base64 with bits that stand for nothing", |note, _, chance| {
        let line = chance.place(3);
        in_last_character(note, line)
    }),
    ("a fourth line, signed by everybody", |note, world, _| signed_by_all(note, world, |text| format!("{text}more\n"))),
    ("a size with a zero before it, signed by everybody", |note, world, _| {
        signed_by_all(note, world, |text| text.replacen('\n', "\n0", 1))
    }),
    ("no break at the end", |note, _, _| note.pop().is_some()),
    ("an empty line at the end", |note, _, _| {
        note.push('\n');
        true
    }),
];

/// Text, and signature lines.
fn parts(note: &str) -> Option<(&str, Vec<String>)> {
    let (text, lines) = note.split_once("\n\n")?;
    Some((&note[..=text.len()], lines.split_inclusive('\n').map(str::to_owned).collect()))
}

fn with_text(note: &mut String, change: impl FnOnce(&mut Checkpoint)) -> bool {
    let Some((text, lines)) = parts(note) else { return false };
    let Ok(mut checkpoint) = Checkpoint::parse(text) else { return false };
    change(&mut checkpoint);
    *note = format!("{}\n{}", checkpoint.text(), lines.concat());
    true
}

/// The log's line is made anew, the witnesses' are left.
fn signed_anew(note: &mut String, world: &World, change: impl FnOnce(&mut Checkpoint)) -> bool {
    with_text(note, change) && exchange(note, 0, |text| last_line(&world.key.sign(text)))
}

fn signed_by_all(note: &mut String, world: &World, change: impl FnOnce(&str) -> String) -> bool {
    let Some((text, _)) = parts(note) else { return false };
    *note = world.sign(&change(text), 3);
    true
}

/// Puts another line in the place of one; empty takes it away.
fn exchange(note: &mut String, line: usize, make: impl FnOnce(&str) -> String) -> bool {
    let Some((text, mut lines)) = parts(note) else { return false };
    lines[line] = make(text);
    *note = format!("{text}\n{}", lines.concat());
    true
}

fn line_from(note: &mut String, other: &str, line: usize) -> bool {
    let Some((_, lines)) = parts(other) else { return false };
    let before = note.clone();
    exchange(note, line, |_| lines[line].clone()) && *note != before
}

fn in_signature(note: &mut String, line: usize, change: impl FnOnce(&mut Vec<u8>)) -> bool {
    let Some((_, lines)) = parts(note) else { return false };
    let Some((name, base64)) = lines[line].trim_end().rsplit_once(' ') else { return false };
    let Ok(mut bytes) = data_encoding::BASE64.decode(base64.as_bytes()) else { return false };
    change(&mut bytes);
    exchange(note, line, |_| format!("{name} {}\n", data_encoding::BASE64.encode(&bytes)))
}

/// The last character before the padding, changed where decoders may not look.
fn in_last_character(note: &mut String, line: usize) -> bool {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let Some((_, lines)) = parts(note) else { return false };
    let Some((stem, padding)) = lines[line].trim_end().split_once('=') else { return false };
    let (stem, last) = stem.split_at(stem.len() - 1);
    let Some(value) = ALPHABET.iter().position(|c| last.as_bytes() == [*c]) else { return false };
    exchange(note, line, |_| format!("{stem}{}={padding}\n", char::from(ALPHABET[value + 1])))
}

/// The last line of a note, as somebody else's signature.
pub(crate) fn last_line(note: &str) -> String {
    format!("{}\n", note.lines().next_back().unwrap_or_default())
}
