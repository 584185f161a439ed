//! What holds for any damage to any file.

use exchange::Row;
use exchange::laws::{Accounts, account_for};
use proptest::prelude::*;

use super::{FIXTURES, HEARINGS, LIST_BARE, LIST_SOAP, hearing, list};

fn held(bytes: &[u8]) -> Accounts {
    account_for(bytes, "a file").unwrap_or_else(|broken| panic!("{broken}\n{}", String::from_utf8_lossy(bytes)))
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
}

/// The text in every encoding that its readers know, soundly declared.
fn encodings(text: &str) -> Vec<Vec<u8>> {
    let mut marked = vec![0xef, 0xbb, 0xbf];
    marked.extend_from_slice(text.as_bytes());
    vec![
        marked,
        utf16(text, u16::to_le_bytes, true),
        utf16(text, u16::to_be_bytes, true),
        utf16(text, u16::to_le_bytes, false),
        utf16(text, u16::to_be_bytes, false),
    ]
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("the fixtures are Latin-1")).collect()
}

#[test]
fn every_fixture_is_accounted_for_in_every_encoding_with_the_same_outcome() {
    for fixture in FIXTURES {
        let plain = held(fixture);
        for encoded in encodings(std::str::from_utf8(fixture).expect("UTF-8")) {
            assert_eq!(held(&encoded), plain);
        }
    }
    let text = String::from_utf8_lossy(LIST_SOAP);
    for label in ["ISO-8859-1", "windows-1252", "latin1"] {
        let declared = latin(&text.replace("encoding=\"UTF-8\"", &format!("encoding='{label}'")));
        let (rows, error) = list(&declared);
        let plain = list(LIST_SOAP).0;
        assert_eq!(error, None);
        for (row, same) in rows.iter().zip(&plain) {
            match (row, same) {
                (Row::Read(row), Row::Read(same)) => assert_eq!(row, same),
                (Row::Quarantined(row), Row::Quarantined(same)) => assert_eq!(row.reason, same.reason),
                other => panic!("{other:?}"),
            }
        }
        held(&declared);
    }
}

#[test]
fn a_wrongly_declared_encoding_never_gives_a_case_that_says_something_else() {
    let text = String::from_utf8_lossy(LIST_SOAP);
    let honest: Vec<_> = list(LIST_SOAP).0;
    let double: String = LIST_SOAP.iter().map(|b| char::from(*b)).collect();
    let wrong = [
        latin(&text),
        latin(&text.replace("encoding=\"UTF-8\"", "")),
        text.replace("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"").into_bytes(),
        text.replace("encoding=\"UTF-8\"", "encoding=\"us-ascii\"").into_bytes(),
        double.into_bytes(),
    ];
    for bytes in wrong {
        held(&bytes);
        let (rows, error) = list(&bytes);
        let aside = rows.iter().filter(|row| matches!(row, Row::Quarantined(_))).count();
        assert!(error.is_some() || aside > 2, "something was noticed");
        for row in rows {
            if let Row::Read(case) = row {
                assert!(honest.contains(&Row::Read(case)), "an accepted case is one of the original");
            }
        }
    }
}

#[test]
fn wherever_a_list_is_cut_it_ends_in_an_error_after_rows_of_the_original() {
    for whole in [LIST_BARE, LIST_SOAP] {
        let original = list(whole).0;
        let last = whole.trim_ascii_end().len();
        for cut in (0..last).step_by(7) {
            let (rows, error) = list(&whole[..cut]);
            assert!(error.is_some(), "cut at {cut}");
            assert_eq!(rows, original[..rows.len()], "cut at {cut}");
        }
    }
}

#[test]
fn wherever_hearings_are_cut_the_rows_before_are_those_of_the_original() {
    let original = hearing(HEARINGS).0;
    for cut in 0..HEARINGS.len() {
        let (rows, error) = hearing(&HEARINGS[..cut]);
        assert_eq!(rows, original[..rows.len()], "cut at {cut}");
        assert!(error.is_some() || rows.len() == 2 || rows.len() == 4, "cut at {cut}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cut_file_is_accounted_for(fixture in 0..FIXTURES.len(), cut in any::<prop::sample::Index>(), coded in 0..6_usize) {
        let text = std::str::from_utf8(FIXTURES[fixture]).expect("UTF-8");
        let bytes = encodings(text).into_iter().nth(coded).unwrap_or_else(|| FIXTURES[fixture].to_vec());
        held(&bytes[..cut.index(bytes.len())]);
    }

    #[test]
    fn a_file_with_bytes_changed_is_accounted_for(
        fixture in 0..FIXTURES.len(),
        coded in 0..6_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let text = std::str::from_utf8(FIXTURES[fixture]).expect("UTF-8");
        let mut bytes = encodings(text).into_iter().nth(coded).unwrap_or_else(|| FIXTURES[fixture].to_vec());
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        held(&bytes);
    }

    #[test]
    fn a_file_with_a_piece_moved_is_accounted_for(
        fixture in 0..FIXTURES.len(),
        from in any::<prop::sample::Index>(),
        length in 1..200_usize,
        to in any::<prop::sample::Index>(),
    ) {
        let mut bytes = FIXTURES[fixture].to_vec();
        let from = from.index(bytes.len());
        let piece: Vec<u8> = bytes.drain(from..(from + length).min(bytes.len())).collect();
        let to = to.index(bytes.len() + 1);
        bytes.splice(to..to, piece);
        held(&bytes);
    }

    #[test]
    fn any_bytes_are_accounted_for(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        held(&bytes);
    }
}
