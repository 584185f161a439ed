//! Where somebody lives: a later home stands in place of an earlier one, and one that ended is not taken for theirs again.

use jiff::civil::{Date, date};
use record::case::{CaseFile, View, fold};
use record::entry::{Content, Entry};
use record::facts::Fact;
use record::facts::address::{AddressEnded, AddressKind, AddressRecorded};
use record::facts::person::{Name, PersonRecorded, Sex};
use record::time::{Happened, Instant};

use crate::written_and_read::{content, stream};

fn entries(contents: Vec<Content>) -> Vec<Entry> {
    let person = PersonRecorded {
        crn: "Z000001".parse().unwrap(),
        name: Name { surname: "Sample".into(), forenames: "Ada".into() },
        born: None,
        sex: Sex::NotStated,
    };
    let first = content(person, Happened::On(date(2015, 1, 5)));
    let all = std::iter::once(first).chain(contents).enumerate();
    all.map(|(at, content)| {
        let seq = at as u64 + 1;
        let recorded = Instant(i64::try_from(seq).unwrap());
        Entry { id: ledger::EntryId { stream: stream(), seq }, recorded, content: Some(content) }
    })
    .collect()
}

fn address(line: &str, from: Date, kind: AddressKind) -> AddressRecorded {
    AddressRecorded { lines: vec![line.into()], from, kind, ..AddressRecorded::default() }
}

fn named(name: &str, fact: impl Into<Fact>, on: Date) -> Content {
    Content { component: Some(name.into()), ..content(fact, Happened::On(on)) }
}

fn home(file: &CaseFile) -> Option<String> {
    file.person.as_ref()?.home().map(|home| home.recorded.line())
}

fn posts_to(file: &CaseFile) -> Option<String> {
    file.person.as_ref()?.posts_to().map(|address| address.recorded.line())
}

#[test]
fn what_the_first_version_recorded_is_where_they_lived() {
    let bytes = br#"{"act":"a","basis":"fact","body":{"from":"2015-01-01","lines":["1 Old Street"],"postcode":"ZZ1 1OS"},"by":{"organisation":"P01","role":"r","staff":"s"},"handling":"ordinary","happened":{"on":"2015-01-05"},"kind":"address_recorded","origin":"direct","v":1}"#;
    let read = Content::from_bytes(bytes).unwrap();
    let file = fold(&entries(vec![read]), View::default());
    assert_eq!(home(&file), Some("1 Old Street, ZZ1 1OS".into()));
    assert_eq!(file.person.unwrap().addresses[0].name, "address-2");
}

#[test]
fn a_later_home_stands_in_place_of_an_earlier_one() {
    let day = date(2015, 6, 1);
    let file = fold(
        &entries(vec![
            named("address-2", address("1 Old Street", date(2015, 1, 1), AddressKind::Main), date(2015, 1, 5)),
            named("address-3", address("2 Bail Hostel", day, AddressKind::Bail), day),
            named("address-4", address("3 Box", day, AddressKind::Other), day),
        ]),
        View::default(),
    );
    assert_eq!(home(&file), Some("2 Bail Hostel".into()));
    let person = file.person.as_ref().unwrap();
    let current: Vec<bool> = person.addresses.iter().map(|address| person.is_current(address)).collect();
    assert_eq!(current, [false, true, true]);
    assert_eq!(posts_to(&file), Some("2 Bail Hostel".into()));
}

#[test]
fn one_that_ended_is_not_followed_by_the_one_before_it() {
    let mut told = vec![
        named("address-2", address("1 Old Street", date(2015, 1, 1), AddressKind::Main), date(2015, 1, 5)),
        named("address-3", address("2 New Street", date(2015, 3, 1), AddressKind::Main), date(2015, 3, 1)),
        named("address-3", AddressEnded { until: date(2015, 5, 1) }, date(2015, 5, 1)),
    ];
    assert_eq!(home(&fold(&entries(told.clone()), View::default())), None);
    let past = View { as_at: Some(date(2015, 4, 1)), known_at: None };
    assert_eq!(home(&fold(&entries(told.clone()), past)), Some("2 New Street".into()));
    let nowhere =
        AddressRecorded { from: date(2015, 5, 2), kind: AddressKind::NoFixedAbode, ..AddressRecorded::default() };
    told.push(named("address-5", nowhere, date(2015, 5, 2)));
    let file = fold(&entries(told.clone()), View::default());
    assert_eq!((home(&file), posts_to(&file)), (None, None));
    assert_eq!(file.person.unwrap().lives().unwrap().recorded.kind, AddressKind::NoFixedAbode);
    told.push(named("address-6", address("PO Box 7", date(2015, 5, 2), AddressKind::Postal), date(2015, 5, 2)));
    assert_eq!(posts_to(&fold(&entries(told), View::default())), Some("PO Box 7".into()));
}

#[test]
fn one_that_was_over_when_it_was_told_is_nobodys_home() {
    let was = AddressRecorded {
        until: Some(date(2014, 12, 31)),
        ..address("9 Far Away", date(2014, 1, 1), AddressKind::Main)
    };
    let file = fold(
        &entries(vec![
            named("address-2", address("1 Old Street", date(2015, 1, 1), AddressKind::Main), date(2015, 1, 5)),
            named("address-3", was, date(2015, 6, 1)),
        ]),
        View::default(),
    );
    assert_eq!(home(&file), Some("1 Old Street".into()));
}

#[test]
fn what_is_put_right_keeps_its_place_and_what_came_of_it() {
    let day = date(2015, 3, 1);
    let old = named("address-2", address("1 Odl Street", date(2015, 1, 1), AddressKind::Main), day);
    let new = named("address-3", address("2 New Street", day, AddressKind::Main), day);
    let right = address("1 Old Street", date(2015, 1, 1), AddressKind::Main);
    let mut corrected = named("address-2", right, day);
    corrected.corrects = Some(ledger::EntryId { stream: stream(), seq: 2 });
    let told = vec![old, new, corrected];
    assert_eq!(home(&fold(&entries(told.clone()), View::default())), Some("2 New Street".into()));
    let ended = named("address-3", AddressEnded { until: day }, day);
    let mut wrong = named("address-3", address("2 Newer Street", day, AddressKind::Main), day);
    wrong.corrects = Some(ledger::EntryId { stream: stream(), seq: 3 });
    let file = fold(&entries(told.into_iter().chain([ended, wrong]).collect()), View::default());
    assert_eq!(home(&file), None, "it is over, however it is written");
    let person = file.person.unwrap();
    let lines: Vec<String> = person.addresses.iter().map(|address| address.recorded.line()).collect();
    assert_eq!(lines, ["1 Old Street", "2 Newer Street"]);
}
