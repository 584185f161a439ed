//! Bytes from anywhere: read as what they are or refused, never a panic.

use ledger::{
    Checkpoint, CheckpointError, EntryId, Hash, IdError, KeyError, Leaf, LeafError, LogCheck, LogLine, NoteError,
    SigningKey, StoredEntry, StreamCheck, StreamId, VerifyingKey, canonical, erased_entries,
};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use crate::samples::rows;

const STREAM: &str = "person-aaaqeayeaudaocajbifqydiob4";

fn key() -> SigningKey {
    SigningKey::from_seed("example.org/test", [9; 32])
}

#[test]
fn a_name_has_one_spelling() {
    let refused = |text: &str| assert_eq!(text.parse::<StreamId>(), Err(IdError::Stream), "{text}");
    refused("");
    refused("person");
    refused("-aaaqeayeaudaocajbifqydiob4");
    refused("Person-aaaqeayeaudaocajbifqydiob4");
    refused("abcdefghijklmnopq-aaaqeayeaudaocajbifqydiob4");
    refused("person-AAAQEAYEAUDAOCAJBIFQYDIOB4");
    refused("person-aaaqeayeaudaocajbifqydiob");
    refused("person-aaaqeayeaudaocajbifqydiob5");
    refused("person-aaaqeayeaudaocajbifqydiob4 ");
    refused("person-aaaqeayeaudaocajbifqydio=4");
    let refused = |seq: &str| {
        let text = format!("{STREAM}{seq}");
        assert_eq!(text.parse::<EntryId>(), Err(IdError::Entry), "{text}");
    };
    for seq in ["", "/", "/0", "/01", "/+1", "/-1", "/1 ", "/9007199254740992", "/99999999999999999999"] {
        refused(seq);
    }
    assert!("AB".repeat(32).parse::<Hash>().is_err());
    assert!("ab".repeat(32).parse::<Hash>().is_ok());
}

#[test]
fn a_leaf_has_one_spelling() {
    let zero = Hash::ZERO.to_string();
    let good = json!({
        "commit": zero, "origin": "o\"é\n", "prev": zero, "recorded": -5, "seq": 1, "stream": STREAM, "v": 1,
    });
    assert!(Leaf::parse(&canonical(&good).unwrap()).is_ok());
    let check = |member: &str, value: serde_json::Value, expected: LeafError| {
        let mut leaf = good.clone();
        leaf[member] = value;
        assert_eq!(Leaf::parse(&serde_json::to_vec(&leaf).unwrap()), Err(expected), "{leaf}");
    };
    check("v", json!(2), LeafError::Version);
    check("seq", json!(0), LeafError::Number);
    check("seq", json!(1_u64 << 53), LeafError::Number);
    check("recorded", json!(1_i64 << 53), LeafError::Number);
    check("recorded", json!(1.0), LeafError::Members);
    check("prev", json!("AA"), LeafError::Hash);
    check("commit", json!(zero.to_uppercase() + "0"), LeafError::Hash);
    check("stream", json!("person"), LeafError::Stream(IdError::Stream));
    check("more", json!(1), LeafError::Members);
    check("origin", json!("x".repeat(70_000)), LeafError::TooLong);
    let spaced = String::from_utf8(canonical(&good).unwrap()).unwrap().replace(',', ", ");
    assert_eq!(Leaf::parse(spaced.as_bytes()), Err(LeafError::NotCanonical));
    assert_eq!(Leaf::parse(b""), Err(LeafError::Members));
}

#[test]
fn a_checkpoint_has_one_spelling() {
    let root = Hash::ZERO.to_base64();
    let check = |text: String, expected: CheckpointError| {
        assert_eq!(Checkpoint::parse(&text), Err(expected), "{text}");
    };
    assert!(Checkpoint::parse(&format!("o\n0\n{root}\n")).is_ok());
    check(format!("o\n0\n{root}"), CheckpointError::Lines);
    check(format!("o\n0\n{root}\nmore\n"), CheckpointError::Lines);
    check(format!("\n0\n{root}\n"), CheckpointError::Origin);
    check(format!("o\n00\n{root}\n"), CheckpointError::Size);
    check(format!("o\n-1\n{root}\n"), CheckpointError::Size);
    check(format!("o\n0\n{}\n", &root[..40]), CheckpointError::Root);
    check(format!("o\n0\n{}\n", root.replace('=', "")), CheckpointError::Root);
}

#[test]
fn a_key_must_match_its_own_hash() {
    let vkey = key().public().to_string();
    let check = |text: String, expected: KeyError| {
        assert_eq!(text.parse::<VerifyingKey>(), Err(expected), "{text}");
    };
    let (name, rest) = vkey.split_once('+').unwrap();
    let (hash, bytes) = rest.split_once('+').unwrap();
    check(name.to_owned(), KeyError::Layout);
    check(format!("+{rest}"), KeyError::Name);
    check(format!("a b+{rest}"), KeyError::Name);
    check(format!("other+{rest}"), KeyError::Hash);
    check(format!("{name}+{}+{bytes}", hash.to_uppercase()), KeyError::Hash);
    check(format!("{name}+{hash}+AQ=="), KeyError::Algorithm);
    check(format!("{name}+{hash}+{}", bytes.replacen('A', "B", 1)), KeyError::Algorithm);
    check(format!("{name}+{hash}+{bytes}\n"), KeyError::Layout);
    let file = key().to_key_file();
    assert_eq!(SigningKey::from_key_file(&file[..50]).err(), Some(KeyError::Layout));
    assert_eq!(SigningKey::from_key_file(&format!(" {file}")).err(), Some(KeyError::Name));
}

#[test]
fn a_note_is_opened_by_its_own_key_among_others() {
    let (key, other) = (key(), SigningKey::from_seed("example.org/witness", [1; 32]));
    let note = key.sign("text\n\nmore\n");
    let witness = other.sign("text\n\nmore\n");
    let both = format!("{note}{}\n", witness.lines().last().unwrap());
    assert_eq!(key.public().open(&both), Ok("text\n\nmore\n"));
    assert_eq!(other.public().open(&both), Ok("text\n\nmore\n"));
    assert_eq!(other.public().open(&note), Err(NoteError::NotSigned));
    let impostor = SigningKey::from_seed("example.org/test", [1; 32]);
    assert_eq!(impostor.public().open(&note), Err(NoteError::NotSigned));
    let altered = note.replace("more", "less");
    assert_eq!(key.public().open(&altered), Err(NoteError::BadSignature));
    assert_eq!(key.public().open("text\n"), Err(NoteError::Layout));
    let many = format!("{note}{}", format!("{}\n", note.lines().last().unwrap()).repeat(100));
    assert_eq!(key.public().open(&many), Err(NoteError::Layout));
}

fn read_everything(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = Leaf::parse(bytes);
    let _ = erased_entries(bytes);
    let _ = ledger::released_reads(bytes);
    let _ = Hash::try_from(bytes);
    let _ = text.parse::<Hash>();
    let _ = Hash::from_base64(&text);
    let _ = text.parse::<StreamId>().map(|id| id.kind().len());
    let _ = text.parse::<EntryId>();
    let _ = text.parse::<VerifyingKey>();
    let _ = Checkpoint::parse(&text);
    let _ = SigningKey::from_key_file(&text);
    let _ = key().public().open(&text);
}

proptest! {
    #[test]
    fn random_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_everything(&bytes);
    }

    #[test]
    fn near_misses_are_read_without_panic(which in 0..6, at in any::<Index>(), to in any::<u8>(), cut in any::<Index>()) {
        let root = Hash::ZERO.to_base64();
        let mut bytes = match which {
            0 => rows(&[2])[1].leaf.clone(),
            1 => key().sign("a\n1\n").into_bytes(),
            2 => key().public().to_string().into_bytes(),
            3 => format!("o\n7\n{root}\n").into_bytes(),
            4 => format!(r#"{{"body":{{"entries":["{STREAM}/1"]}},"kind":"erased"}}"#).into_bytes(),
            _ => format!("{STREAM}/7").into_bytes(),
        };
        let place = at.index(bytes.len());
        bytes[place] = to;
        read_everything(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        read_everything(&bytes);
    }

    #[test]
    fn a_leaf_that_is_read_is_the_very_bytes(at in any::<Index>(), to in any::<u8>()) {
        let mut bytes = rows(&[2])[1].leaf.clone();
        let place = at.index(bytes.len());
        bytes[place] = to;
        if let Ok(leaf) = Leaf::parse(&bytes) {
            prop_assert_eq!(leaf.to_bytes(), bytes);
        }
    }

    #[test]
    fn a_note_with_one_character_changed_is_refused(at in any::<Index>(), to in "[ -~\n]") {
        let note = key().sign("example.org/test\n7\nAAAA\n");
        let at = at.index(note.chars().count());
        let altered: String = note.chars().enumerate().map(|(n, c)| if n == at { to.chars().next().unwrap() } else { c }).collect();
        prop_assume!(altered != note);
        prop_assert!(key().public().open(&altered).is_err());
    }

    #[test]
    fn rows_of_rubbish_are_faults(
        stream in ".{0,40}", seq in any::<u64>(), recorded in any::<i64>(),
        leaf in prop::collection::vec(any::<u8>(), 0..60), hash in prop::collection::vec(any::<u8>(), 0..40),
        salt in prop::option::of(prop::collection::vec(any::<u8>(), 0..40)),
    ) {
        let mut check = StreamCheck::new("example.org/test");
        let stored = StoredEntry {
            stream: &stream, seq, recorded, leaf: &leaf, hash: &hash, salt: salt.as_deref(), content: None,
        };
        prop_assert!(check.entry(&stored).is_err());
        prop_assert!(check.entry(&stored).is_err());
        let mut log = LogCheck::new();
        let line = LogLine { position: seq, hash: &hash, recorded, seal: seq % 2 == 0 };
        let sound = seq == 0 && hash.len() == 32;
        prop_assert_eq!(log.line(&line).is_ok(), sound);
        prop_assert!(log.line(&line).is_err());
    }

    #[test]
    fn a_leaf_is_written_as_canonical_json(origin in ".{1,40}", recorded in -9_007_199_254_740_991..=9_007_199_254_740_991_i64) {
        let leaf = Leaf { origin, recorded, ..Leaf::parse(&rows(&[2])[1].leaf).unwrap() };
        let plain = json!({
            "commit": leaf.commit, "origin": leaf.origin, "prev": leaf.prev, "recorded": leaf.recorded,
            "seq": leaf.seq, "stream": leaf.stream, "v": 1,
        });
        prop_assert_eq!(leaf.to_bytes(), canonical(&plain).unwrap());
        prop_assert_eq!(Leaf::parse(&leaf.to_bytes()), Ok(leaf));
    }
}
