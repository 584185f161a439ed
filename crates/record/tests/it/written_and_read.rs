//! What is laid down reads back the same, and what is not understood is kept.

use jiff::civil::date;
use ledger::{EntryId, StreamId};
use proptest::prelude::*;
use record::entry::{Basis, By, Content, Entry, Handling, Origin};
use record::facts::Fact;
use record::facts::organisation::{SaidOfCase, SignedCase};
use record::facts::person::{ContactNoted, Ending, OrderEnded, OutcomeRecorded};
use record::time::Happened;

pub(crate) fn stream() -> StreamId {
    StreamId::new("person", [1; 16])
}

pub(crate) fn content(fact: impl Into<Fact>, happened: Happened) -> Content {
    Content {
        fact: fact.into(),
        act: "act-1".into(),
        component: None,
        because: Vec::new(),
        happened,
        by: By {
            staff: "P01T1A1".into(),
            role: "practitioner".into(),
            organisation: "P01".into(),
            instructed_by: None,
        },
        corrects: None,
        retracts: None,
        reason: None,
        basis: Basis::Fact,
        origin: Origin::Direct,
        handling: Handling::Ordinary,
    }
}

#[test]
fn an_outcome_is_laid_down_in_canonical_json() {
    let outcome = OutcomeRecorded { outcome: "ATTC".into(), note: "Came on time.".into() };
    let said =
        Content { component: Some("appointment-1".into()), ..content(outcome, Happened::On(date(2015, 12, 15))) };
    let expected = concat!(
        r#"{"act":"act-1","basis":"fact","body":{"note":"Came on time.","outcome":"ATTC"},"#,
        r#""by":{"organisation":"P01","role":"practitioner","staff":"P01T1A1"},"component":"appointment-1","#,
        r#""handling":"ordinary","happened":{"on":"2015-12-15"},"kind":"outcome_recorded","origin":"direct","v":1}"#,
    );
    assert_eq!(String::from_utf8(said.to_bytes().unwrap()).unwrap(), expected);
}

#[test]
fn a_kind_from_a_newer_release_is_kept_word_for_word() {
    let bytes = br#"{"act":"a","basis":"fact","body":{"x":[1,2]},"by":{"organisation":"P01","role":"r","staff":"s"},"handling":"ordinary","happened":{"on":"2015-12-15"},"kind":"polygraph_taken","origin":"direct","v":3}"#;
    let read = Content::from_bytes(bytes).unwrap();
    assert!(matches!(&read.fact, Fact::Unknown { kind, version: 3, .. } if kind == "polygraph_taken"));
    assert_eq!(read.to_bytes().unwrap(), bytes);
}

#[test]
fn an_ending_of_the_first_version_reads_as_one_of_the_second_and_its_bytes_stay() {
    let check = |how: &str, expected: Ending| {
        let bytes = format!(
            r#"{{"act":"a","basis":"fact","body":{{"how":"{how}"}},"by":{{"organisation":"P01","role":"r","staff":"s"}},"handling":"ordinary","happened":{{"on":"2015-12-15"}},"kind":"order_ended","origin":"direct","v":1}}"#
        );
        let read = Content::from_bytes(bytes.as_bytes()).unwrap();
        assert_eq!(read.fact, Fact::OrderEnded(OrderEnded { ending: expected }), "{how}");
        assert_eq!(read.fact.version(), 2);
    };
    check("expired", Ending::Expired);
    check("revoked for good progress", Ending::RevokedForGoodProgress);
    check("revoked and resentenced", Ending::RevokedAndResentenced);
    check("died", Ending::Otherwise("died".into()));
}

#[test]
fn a_month_signed_in_the_first_version_keeps_what_was_said_of_each() {
    let case = StreamId::new("person", [7; 16]);
    let bytes = format!(
        r#"{{"act":"a","basis":"fact","body":{{"as_of":1449100000000000,"cases":[{{"action":"Visit","case":"{case}","since":"2015-10-20"}}],"checkpoint":7,"month":"2015-11-01","running":40,"team":"P01T1A"}},"by":{{"organisation":"P01","role":"r","staff":"s"}},"handling":"ordinary","happened":{{"on":"2015-12-02"}},"kind":"contact_signed_off","origin":"direct","v":1}}"#
    );
    let read = Content::from_bytes(bytes.as_bytes()).unwrap();
    assert_eq!(read.fact.version(), 2);
    let Fact::ContactSignedOff(month) = read.fact else { panic!("another fact") };
    let said = SaidOfCase { since: "2015-10-20".parse().unwrap(), action: "Visit".to_owned() };
    assert_eq!(month.cases, [SignedCase { case, entry: None, said: Some(said) }]);
    assert_eq!((month.running, month.checkpoint), (40, 7));
}

#[test]
fn an_ending_is_laid_down_in_the_second_version() {
    for (ending, body) in [
        (Ending::Expired, r#""body":{"ending":"expired"}"#),
        (Ending::Otherwise("died".into()), r#""body":{"ending":{"otherwise":"died"}}"#),
    ] {
        let said = content(OrderEnded { ending }, Happened::On(date(2015, 12, 15)));
        let bytes = said.to_bytes().unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(body) && text.ends_with(r#""kind":"order_ended","origin":"direct","v":2}"#), "{text}");
        assert_eq!(Content::from_bytes(&bytes).unwrap(), said);
    }
}

#[test]
fn a_version_from_a_newer_release_of_a_kind_that_is_known_is_kept_word_for_word() {
    let bytes = br#"{"act":"a","basis":"fact","body":{"ending":"expired","on_the_day":true},"by":{"organisation":"P01","role":"r","staff":"s"},"handling":"ordinary","happened":{"on":"2015-12-15"},"kind":"order_ended","origin":"direct","v":3}"#;
    let read = Content::from_bytes(bytes).unwrap();
    assert!(matches!(&read.fact, Fact::Unknown { kind, version: 3, .. } if kind == "order_ended"));
    assert_eq!(read.to_bytes().unwrap(), bytes);
}

#[test]
fn damaged_content_names_its_entry() {
    let error = Entry::read(&stream(), 4, 0, Some(b"{\"act\":")).unwrap_err();
    assert!(error.to_string().starts_with(&format!("entry {} cannot be read", EntryId { stream: stream(), seq: 4 })));
}

proptest! {
    #[test]
    fn every_note_reads_back_to_the_same_bytes(note in ".{0,300}", day in 1_i8..29) {
        let fact = ContactNoted { contact: "NOTE".into(), note };
        let said = content(fact, Happened::On(date(2015, 12, day)));
        let bytes = said.to_bytes().unwrap();
        let read = Content::from_bytes(&bytes).unwrap();
        prop_assert_eq!(&read, &said);
        prop_assert_eq!(read.to_bytes().unwrap(), bytes);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Content::from_bytes(&bytes);
    }
}
