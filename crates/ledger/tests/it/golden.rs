//! Every byte layout, letter for letter. The hashes were computed with Python's hashlib, and the key, the note and the
//! tile paths with Go's `golang.org/x/mod/sumdb`, not with this crate. If one of these changes, old ledgers cannot be
//! read: add a version instead.

use ledger::{
    Checkpoint, EntryId, Hash, Leaf, SigningKey, StreamId, Tile, VerifyingKey, bundle_entry, canonical, commit,
    leaf_hash,
};
use serde_json::json;

const ORIGIN: &str = "example.org/throughcare";
const STREAM: &str = "person-aaaqeayeaudaocajbifqydiob4";
const COMMIT: &str = "880ff810cf3e6db579da025bf69fee21784b1bf98256187a3bbfcb65edb34c9d";
const FIRST_LEAF: &str = concat!(
    r#"{"commit":"880ff810cf3e6db579da025bf69fee21784b1bf98256187a3bbfcb65edb34c9d","#,
    r#""origin":"example.org/throughcare","#,
    r#""prev":"0000000000000000000000000000000000000000000000000000000000000000","#,
    r#""recorded":1450170000000000,"seq":1,"stream":"person-aaaqeayeaudaocajbifqydiob4","v":1}"#
);
const FIRST_HASH: &str = "ffcfec65d51c63428b52906a4485bed6261c893f3270ae85d3e3b109a7ac0d46";
const SECOND_HASH: &str = "d915d8a3e20e281a1e96eefc4666f563986b6633802ac3aa80c2960d1698b70b";
const VKEY: &str = "example.org/throughcare+c6b3d848+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
const CHECKPOINT: &str = "example.org/throughcare\n1234067\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n";
const SIGNATURE: &str =
    concat!("xrPYSCWgww6i5IqVx0CBYlWDCMR68td5pMD6ZcBxLYuM", "xHv0sVlr5U6/snTAuFsaimsarmiYtborITul1gonY0NqmQg=");

/// The bytes 0, 1, 2, …
fn counting<const N: usize>() -> [u8; N] {
    std::array::from_fn(|n| u8::try_from(n).unwrap())
}

fn first_leaf() -> Leaf {
    Leaf {
        origin: ORIGIN.to_owned(),
        stream: STREAM.parse().unwrap(),
        seq: 1,
        recorded: 1_450_170_000_000_000,
        prev: Hash::ZERO,
        commit: COMMIT.parse().unwrap(),
    }
}

#[test]
fn canonical_json_sorts_names_and_leaves_no_space() {
    let value = json!({"kind": "note", "v": 1, "body": {"text": "Rang the office"}});
    let expected = r#"{"body":{"text":"Rang the office"},"kind":"note","v":1}"#;
    assert_eq!(String::from_utf8(canonical(&value).unwrap()).unwrap(), expected);
}

#[test]
fn a_content_is_committed_to_under_its_salt() {
    let content = br#"{"body":{"text":"Rang the office"},"kind":"note","v":1}"#;
    assert_eq!(commit(&counting(), content).to_string(), COMMIT);
}

#[test]
fn a_stream_is_named_by_its_kind_and_base32() {
    assert_eq!(StreamId::new("person", counting()).as_str(), STREAM);
    assert_eq!(StreamId::new("team", [0; 16]).as_str(), "team-aaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_eq!(StreamId::new("team", [255; 16]).as_str(), "team-77777777777777777777777774");
    let id: EntryId = format!("{STREAM}/12").parse().unwrap();
    assert_eq!((id.stream.kind(), id.seq), ("person", 12));
    assert_eq!(serde_json::to_value(&id).unwrap(), json!(format!("{STREAM}/12")));
}

#[test]
fn a_leaf_is_canonical_json_and_chained_by_hash() {
    let first = first_leaf();
    assert_eq!(String::from_utf8(first.to_bytes()).unwrap(), FIRST_LEAF);
    assert_eq!(leaf_hash(FIRST_LEAF.as_bytes()).to_string(), FIRST_HASH);
    assert_eq!(Leaf::parse(FIRST_LEAF.as_bytes()), Ok(first.clone()));

    let second = Leaf { seq: 2, recorded: first.recorded + 1, prev: leaf_hash(&first.to_bytes()), ..first };
    assert_eq!(leaf_hash(&second.to_bytes()).to_string(), SECOND_HASH);
}

#[test]
fn an_entry_bundle_gives_each_leaf_its_length_first() {
    let mut bundle = Vec::new();
    bundle_entry(&mut bundle, FIRST_LEAF.as_bytes());
    bundle_entry(&mut bundle, b"ab");
    let expected = [&[1, 17], FIRST_LEAF.as_bytes(), &[0, 2], b"ab"].concat();
    assert_eq!(bundle, expected);
}

#[test]
fn tiles_are_served_under_grouped_numbers() {
    let check = |level, index, width, expected: &str| {
        assert_eq!(Tile { level, index, width }.path(), expected);
    };
    check(0, 0, 256, "tile/0/000");
    check(1, 67, 3, "tile/1/067.p/3");
    check(0, 999, 1, "tile/0/999.p/1");
    check(3, 1000, 255, "tile/3/x001/000.p/255");
    check(0, 1_234_067, 256, "tile/0/x001/x234/067");
    assert_eq!(Tile::entries_path(1_234_067, 256), "tile/entries/x001/x234/067");
    assert_eq!(Tile::entries_path(67, 12), "tile/entries/067.p/12");
}

#[test]
fn a_checkpoint_is_three_lines() {
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: 1_234_067, root: Hash(counting()) };
    assert_eq!(checkpoint.text(), CHECKPOINT);
    assert_eq!(Checkpoint::parse(CHECKPOINT), Ok(checkpoint));
}

#[test]
fn a_key_and_its_notes_are_those_of_other_implementations() {
    let key = SigningKey::from_seed(ORIGIN, counting());
    let note = format!("{CHECKPOINT}\n\u{2014} {ORIGIN} {SIGNATURE}\n");
    assert_eq!(key.public().to_string(), VKEY);
    assert_eq!(key.sign(CHECKPOINT), note);
    let public: VerifyingKey = VKEY.parse().unwrap();
    assert_eq!(public, key.public());
    assert_eq!(public.open(&note), Ok(CHECKPOINT));
}

#[test]
fn a_key_file_is_a_name_and_a_seed() {
    let text = format!("{ORIGIN}\n000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n");
    let key = SigningKey::from_key_file(&text).unwrap();
    assert_eq!(key.seed(), &counting());
    assert_eq!(key.to_key_file(), text);
    assert!(!format!("{key:?}").contains("000102"), "Debug must not show the secret");
}
