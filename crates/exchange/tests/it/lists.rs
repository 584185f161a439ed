//! Court lists.

use exchange::court_list::{ListedCase, SessionPart};
use exchange::{Row, Sex};

use super::{CASE, LIST_BARE, LIST_SOAP, list, summary};

fn say(case: &ListedCase) -> String {
    let part = case.session.part.map_or("unknown".to_owned(), |part| format!("{part:?}"));
    let dummy = if case.dummy_room { " (dummy)" } else { "" };
    let name = &case.defendant.name;
    format!(
        "{} {} {part} room {}{dummy} {}: {} / {} / {}",
        case.court.code,
        case.day,
        case.room,
        case.case_no,
        name.full,
        name.forenames.join(" "),
        name.surname.as_deref().unwrap_or("-")
    )
}

#[test]
fn a_list_in_an_envelope_gives_every_case_or_the_reason_why_not() {
    assert_eq!(
        summary(&list(LIST_SOAP), say),
        [
            "B14LO 2015-12-14 Morning room 03 1500000101: MISS Zoé QUILL / Zoé / QUILL",
            "B14LO 2015-12-14 Morning room 03 1500000102: Test Haulage & Sons Limited /  / -",
            "row 3 no defendant name: <case><c_id> … </case>",
            "row 4 no case number: <case><c_id> … </case>",
            "B14LO 2015-12-15 Afternoon room 52 (dummy) 1500000105: Mr Noël ap GWILYM / Noël ap / GWILYM",
            "B14LO 2015-12-16 unknown room 1 1500000106: Odile Vane / Odile / Vane",
        ]
    );
}

#[test]
fn a_bare_list_finds_its_courts_by_name() {
    assert_eq!(
        summary(&list(LIST_BARE), say),
        [
            "B14LO 2015-12-14 Morning room 01 1500000201: John TESTCASE / John / TESTCASE",
            "row 2 “31/02/2016” is not a day: <case><casen … </case>",
            "row 3 “Ferrow Magistrates' Court” is not in the table of courts, or is the name of more than one: <case><casen … </case>",
            "row 4 no day of hearing: <case><casen … </case>",
            "row 5 no defendant name: <case/> … <case/>",
        ]
    );
}

#[test]
fn the_name_of_the_file_in_hand_gives_court_and_day_when_nothing_else_does() {
    let list = |name: &str| {
        summary(&super::collect(exchange::court_list::read_court_list(LIST_BARE, name, &super::COURTS)), say)
    };
    let named = list("5_17122015_2992_B14LO00_ADULT_COURT_LIST_DAILY.xml");
    assert_eq!(named[3], "B14LO 2015-12-17 unknown room  1500000204: Cat TESTCASE / Cat / TESTCASE");
    assert!(named[2].starts_with("row 3 “Ferrow"), "a court that is named outweighs the file's name");
}

#[test]
fn a_case_keeps_all_its_facts() {
    let (rows, _) = list(LIST_SOAP);
    let Row::Read(case) = &rows[0] else { panic!("{rows:?}") };
    assert_eq!(
        (case.listing, case.list_no.as_deref(), case.prosecutor.as_deref()),
        (Some(1), Some("1st"), Some("POL01"))
    );
    assert_eq!(case.block.purpose.as_deref(), Some("First hearings"));
    assert_eq!(case.session.part, Some(SessionPart::Morning));
    let ids = &case.source_ids;
    let ids = [&ids.case, &ids.hearing, &ids.session, &ids.block].map(|id| id.clone().unwrap_or_default());
    assert_eq!(ids, ["501", "901", "7001", "81"]);
    let who = &case.defendant;
    assert_eq!(who.dob.map(|d| d.to_string()).as_deref(), Some("1988-02-29"));
    assert_eq!(who.sex, Some(Sex::Female));
    assert_eq!(who.address.lines, ["1 Test Lane", "Ferrow"]);
    let pnc = who.pnc.as_ref().expect("a PNC number");
    assert_eq!((pnc.canonical.as_deref(), pnc.check_letter_ok), (Some("2003/0011985X"), true));
    assert_eq!(case.offences.len(), 2);
    let theft = &case.offences[0];
    assert_eq!(theft.summary.as_deref(), Some("On 01/10/2015 at Ferrow stole articles, to the value of £12.50"));
    assert_eq!(theft.max_penalty.as_deref(), Some("EW: 6M &/or fine"));
    assert_eq!(theft.plea_on.map(|d| d.to_string()).as_deref(), Some("2015-11-02"));
    assert_eq!(theft.other["co_id"], "3001");
    assert_eq!(case.other["valid"], "Y");
}

#[test]
fn a_number_with_a_wrong_check_letter_and_a_date_that_is_none_are_kept_as_given() {
    let (rows, _) = list(LIST_SOAP);
    let Row::Read(case) = &rows[4] else { panic!("{rows:?}") };
    let pnc = case.defendant.pnc.as_ref().expect("a PNC number");
    assert_eq!((pnc.raw.as_str(), pnc.check_letter_ok), ("2004/0012345U", false));
    assert_eq!((case.defendant.dob, case.defendant.dob_given.as_deref()), (None, Some("unknown")));
}

#[test]
fn one_case_of_a_list_can_come_as_json() {
    assert_eq!(
        summary(&list(CASE), say),
        ["B14LO 2015-12-14 Afternoon room 07 1500000301: Mr Iolo TESTCASE / Iolo / TESTCASE"]
    );
}

#[test]
fn a_list_within_the_cdata_of_another_document_is_read_as_if_it_stood_alone() {
    let text = String::from_utf8_lossy(LIST_BARE);
    let saved = format!("<project><note>x</note><request><![CDATA[{text}]]></request></project>");
    assert_eq!(summary(&list(saved.as_bytes()), say), summary(&list(LIST_BARE), say));
}

fn facts_of(list_text: &str) -> (exchange::Digest, exchange::Digest) {
    match &list(list_text.as_bytes()).0[0] {
        Row::Read(case) => (case.key(), case.digest),
        Row::Quarantined(set_aside) => panic!("{set_aside:?}"),
    }
}

#[test]
fn the_same_facts_are_the_same_case_and_a_changed_fact_is_a_new_version_of_it() {
    let text = String::from_utf8_lossy(LIST_SOAP).into_owned();
    let before = facts_of(&text);
    for same in [
        text.replace('\n', "\n\n   "),
        text.replace("<sum>On", "<sum>  On"),
        text.replace("<!-- a remark of the sender's -->", ""),
        text.replace("<printdate>11/12/2015", "<printdate>12/12/2015"),
    ] {
        assert_eq!(facts_of(&same), before);
    }
    for (old, new) in [
        ("<plea>G<", "<plea>NG<"),
        (
            "29/02/1988</def_dob><def_type>P</def_type><def_sex>F",
            "29/02/1988</def_dob><def_type>P</def_type><def_sex>N",
        ),
        ("<line1>1 Test Lane", "<line1>9 Test Lane"),
        ("<sstart>09:30", "<sstart>09:45"),
        ("<valid>Y", "<valid>N"),
    ] {
        let (key, digest) = facts_of(&text.replace(old, new));
        assert_eq!(key, before.0, "{new}: still the same case");
        assert_ne!(digest, before.1, "{new}: a new version");
    }
    for (old, new) in [
        ("<room>03", "<room>04"),
        ("<doh>14/12/2015", "<doh>15/12/2015"),
        ("1500000101", "1500000109"),
        ("MISS Zoé QUILL", "MISS Zara QUILL"),
        ("<sstart>09:30", "<sstart>14:00"),
        ("2992_B14LO00", "2992_B14LO00".replace("B14LO", "B01BH").as_str()),
    ] {
        assert_ne!(facts_of(&text.replace(old, new)).0, before.0, "{new}: another case");
    }
}

#[test]
fn a_case_repeated_within_a_list_is_read_each_time_under_one_key_and_digest() {
    let text = String::from_utf8_lossy(LIST_SOAP);
    let start = text.find("<case>").expect("a case");
    let end = text.rfind("</cases>\n              </block></blocks>\n            </session>\n            <session>");
    let (cases, end) = (&text[start..end.expect("the first session's end")], end.unwrap_or_default());
    let many = format!("{}{}{}", &text[..start], cases.repeat(50), &text[end..]);
    let (rows, error) = list(many.as_bytes());
    assert_eq!((rows.len(), error), (4 * 50 + 2, None));
    let read = || {
        rows.iter().filter_map(|row| match row {
            Row::Read(case) => Some((case.key(), case.digest)),
            Row::Quarantined(_) => None,
        })
    };
    let distinct: std::collections::HashSet<_> = read().collect();
    assert_eq!((read().count(), distinct.len()), (2 * 50 + 2, 4));
}

#[test]
fn a_file_that_cannot_be_read_says_which_line_and_why() {
    let check = |bytes: &[u8], expected: &str| {
        let (_, error) = list(bytes);
        let error = error.map(|e| e.to_string()).unwrap_or_default();
        assert!(error.starts_with("list.xml") && error.contains(expected), "{error} should say {expected}");
    };
    check(b"", "the file is empty");
    check(b" \n ", "the file is empty");
    check(b"%PDF-1.4", "neither XML nor JSON");
    check(b"{\"hearing\": {}}", "found other JSON");
    check(b"{\"a\":\n1,,}", "line 2: not valid JSON");
    check(b"<html><body/></html>", "found other XML");
    check(b"<CourtList>\n<sessions>\n</CourtList>", "line 3: not well-formed XML");
    check(b"<CourtList>\n<sessions>\n", "line 3: the file breaks off here");
    check(b"<CourtList/>\n<CourtList/>", "line 2: not well-formed XML: a second document");
    check(b"<CourtList>\n&bomb;</CourtList>", "line 2: not well-formed XML: a reference");
    check(b"<!DOCTYPE l [<!ENTITY a \"b\">]><CourtList/>", "a document type declaration is not allowed");
    check(b"<!DOCTYPE l SYSTEM \"file:///etc/hostname\"><CourtList/>", "a document type declaration is not allowed");
    check(b"<?xml version=\"1.0\" encoding=\"EBCDIC\"?><CourtList/>", "not an encoding that is read here");
    check(b"<?xml version=\"1.0\" encoding=\"UTF-16\"?><CourtList/>", "declared as UTF-16");
    check("<CourtList>".repeat(100).as_bytes(), "nested more than 64 deep");
    check(b"<CourtList><courtName>Sheffi\xe9ld</courtName></CourtList>", "not UTF-8");
}

#[test]
fn text_that_was_damaged_sets_its_case_aside_and_no_other() {
    let text = String::from_utf8_lossy(LIST_SOAP);
    for (good, bad) in [
        ("Miss</title>", "Miss\u{1}</title>"),
        ("<title>Theft", "<title>Thef\u{fffd}t"),
        ("£12.50", "Â£12.50"),
        ("<title>Miss</title>", "<title>Miss<b/></title>"),
        ("<caseno>1500000101", "<caseno>1500000109</caseno><caseno>1500000101"),
    ] {
        let (rows, error) = list(text.replace(good, bad).as_bytes());
        assert_eq!(error, None);
        let aside = rows.iter().filter(|row| matches!(row, Row::Quarantined(_))).count();
        assert_eq!((rows.len(), aside), (6, 3), "{bad}");
        assert!(matches!(rows[0], Row::Quarantined(_)), "{bad}");
    }
    let mut latin = LIST_SOAP.to_vec();
    let at = latin.windows(5).position(|w| w == "Zoé ".as_bytes()).expect("the name");
    latin.splice(at + 2..at + 4, [0xe9]);
    let (rows, error) = list(&latin);
    assert_eq!((rows.len(), error), (6, None));
    assert!(matches!(&rows[0], Row::Quarantined(q) if q.bytes.contains(&0xe9)));
}
