//! Every body that an earlier release laid down is read as the facts of today, for ever. A version that is raised needs its line
//! here: the body before, and what it is now.

use record::entry::Content;
use record::facts::Fact;

/// Kind, version, the body as it was laid down then, and as the same would be laid down today.
const BODIES: &[(&str, u32, &str, &str)] = &[
    (
        "address_recorded",
        1,
        r#"{"from":"2015-01-01","lines":["1 Old Street"],"postcode":"ZZ1 1OS"}"#,
        r#"{"from":"2015-01-01","kind":"main","lines":["1 Old Street"],"postcode":"ZZ1 1OS"}"#,
    ),
    ("order_ended", 1, r#"{"how":"revoked for good progress"}"#, r#"{"ending":"revoked_for_good_progress"}"#),
    (
        "appointment_booked",
        1,
        r#"{"contact":"COAP","minutes":30,"order":"order-1","site":"P01S1","staff":"P01T1A1","starts":"2015-12-15T10:00","team":"P01T1A"}"#,
        r#"{"contact":"COAP","minutes":30,"order":"order-1","site":"P01S1","staff":"P01T1A1","starts":"2015-12-15T10:00","team":"P01T1A"}"#,
    ),
    (
        "appointment_booked",
        2,
        r#"{"contact":"COAP","minutes":30,"order":"order-1","room":"Room 2","series":"appointment-4","site":"P01S1","staff":"P01T1A1","starts":"2015-12-15T10:00","team":"P01T1A","with":"An interpreter"}"#,
        r#"{"contact":"COAP","minutes":30,"order":"order-1","room":"Room 2","series":"appointment-4","site":"P01S1","staff":"P01T1A1","starts":"2015-12-15T10:00","team":"P01T1A","with":"An interpreter"}"#,
    ),
    (
        "appointment_moved",
        1,
        r#"{"asked_by":"person","minutes":30,"site":"P01S1","starts":"2015-12-16T10:00"}"#,
        r#"{"asked_by":"person","minutes":30,"site":"P01S1","starts":"2015-12-16T10:00"}"#,
    ),
    (
        "appointment_moved",
        2,
        r#"{"asked_by":"service","minutes":30,"room":"Room 2","site":"P01S1","starts":"2015-12-16T10:00"}"#,
        r#"{"asked_by":"service","minutes":30,"room":"Room 2","site":"P01S1","starts":"2015-12-16T10:00"}"#,
    ),
    (
        "plan_completed",
        1,
        r#"{"objectives":["Find work","Pay the fine"]}"#,
        r#"{"objectives":[{"id":"1","words":"Find work"},{"id":"2","words":"Pay the fine"}]}"#,
    ),
    (
        "contact_signed_off",
        1,
        r#"{"as_of":1449100000000000,"cases":[{"action":"Visit","case":"person-aaaaaaaaaaaaaaaaaaaaaaaaaa","since":"2015-10-20"}],"checkpoint":7,"month":"2015-11-01","running":40,"team":"P01T1A"}"#,
        r#"{"as_of":1449100000000000,"cases":[{"case":"person-aaaaaaaaaaaaaaaaaaaaaaaaaa","said":{"action":"Visit","since":"2015-10-20"}}],"checkpoint":7,"month":"2015-11-01","running":40,"team":"P01T1A"}"#,
    ),
    (
        "keep_apart_made",
        1,
        r#"{"confidence":"likely","members":[{"side":"a","who":{"staff":"P01T1A1"}},{"side":"b","who":{"site":"P01S1"}}],"reason":"staff","review_on":"2015-12-01","source":"The police"}"#,
        r#"{"confidence":"likely","members":[{"side":"a","who":{"staff":"P01T1A1"}},{"side":"b","who":{"site":"P01S1"}}],"reason":"staff","review_on":"2015-12-01","source":"The police"}"#,
    ),
];

fn laid(kind: &str, version: u32, body: &str) -> String {
    format!(
        r#"{{"act":"a","basis":"fact","body":{body},"by":{{"organisation":"P01","role":"r","staff":"s"}},"handling":"ordinary","happened":{{"on":"2015-12-15"}},"kind":"{kind}","origin":"direct","v":{version}}}"#
    )
}

#[test]
fn every_earlier_version_of_a_fact_reads_as_one_of_today() {
    for (kind, version, then, now) in BODIES {
        let read = Content::from_bytes(laid(kind, *version, then).as_bytes());
        let read = read.unwrap_or_else(|error| panic!("{kind} {version}: {error}"));
        assert!(read.fact.version() > *version, "{kind} {version} is read as itself");
        let again = String::from_utf8(read.to_bytes().unwrap()).unwrap();
        assert_eq!(again, laid(kind, read.fact.version(), now), "{kind} {version}");
    }
}

#[test]
fn no_version_was_raised_without_its_body_before_being_kept_here() {
    for (kind, version) in Fact::EARLIER {
        assert!(BODIES.iter().any(|(of, v, ..)| of == kind && v == version), "{kind} {version} has no line in BODIES");
    }
    assert_eq!(BODIES.len(), Fact::EARLIER.len());
}
