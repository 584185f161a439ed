//! Hearings.

use exchange::hearing::{HeardDefendant, HearingEvent};
use exchange::{DefendantKind, Row};

use super::{APPLICATION, HEARING, HEARINGS, NOTIFICATION, hearing, summary};

fn say(row: &HeardDefendant) -> String {
    let days: Vec<String> = row.days.iter().map(|d| d.day.to_string()).collect();
    let results: Vec<_> = row.offences.iter().flat_map(|o| &o.results).filter_map(|r| r.label.as_deref()).collect();
    let applications: Vec<_> = row.applications.iter().filter_map(|a| a.kind.as_deref()).collect();
    let urn = row.urn.as_deref().unwrap_or("-");
    format!("{} {} {urn} {}: {results:?} {applications:?}", row.court.code, days.join(" "), row.defendant.name.full)
}

#[test]
fn each_defendant_of_a_hearing_is_a_row_with_the_applications_about_them() {
    assert_eq!(
        summary(&hearing(HEARING), say),
        [
            "B14LO 2015-12-14 99ZZ0000415 Ms Zoé Ann QUILL: [\"Community order\", \"Adjourned\"] [\"Breach of a community order\"]",
            "B14LO 2015-12-14 99ZZ0000415 Test Haulage Limited: [] []",
            "row 3 no defendant name: {\"id\": \"d3\", … ile\"}}}",
        ]
    );
}

#[test]
fn a_defendant_keeps_all_their_facts() {
    let (rows, _) = hearing(HEARING);
    let Row::Read(row) = &rows[0] else { panic!("{rows:?}") };
    assert_eq!(row.youth, Some(false));
    assert_eq!(row.markers, ["Domestic Violence"]);
    assert_eq!(row.shared_at.as_deref(), Some("2015-12-14T12:34:56.000Z"));
    assert_eq!((row.days[0].minutes, row.days[0].listing), (Some(30), Some(2)));
    assert_eq!(row.defendant.kind, DefendantKind::Person);
    assert_eq!(row.defendant.aliases, ["Zed Quill"]);
    assert_eq!(row.defendant.contacts, ["07700 900000"]);
    let order = &row.offences[0].results[0];
    assert_eq!((order.cjs_code.as_deref(), order.convicted), (Some("1116"), Some(true)));
    assert_eq!(order.text.as_deref(), Some("Community order\nEnd Date: 13/12/2016"));
    assert_eq!(order.prompts[0].value.as_deref(), Some("2016-12-13"));
    let next = row.offences[0].results[1].next_hearing.as_ref().expect("a next hearing");
    assert_eq!(next.day.map(|d| d.to_string()).as_deref(), Some("2016-07-01"), "half past midnight in London");
}

#[test]
fn an_application_heard_on_its_own_is_a_row_for_its_subject() {
    assert_eq!(
        summary(&hearing(APPLICATION), say),
        [
            "C14SH 2015-07-01 - Rhys Testcase: [] [\"Failing to comply with a community order\", \"Variation\"]",
            "row 2 no defendant name: {\"id\": \"a4\", … ity\"}}}",
        ]
    );
}

#[test]
fn a_notification_is_unwrapped_and_what_is_set_aside_is_still_the_files_own_bytes() {
    let (rows, error) = hearing(NOTIFICATION);
    assert_eq!((rows.len(), error), (2, None));
    let Row::Read(first) = &rows[0] else { panic!("{rows:?}") };
    assert_eq!(first.event, Some(HearingEvent::Resulted));
    assert_eq!(first.defendant.name.full, "Zoé Qu\"ill");
    let Row::Quarantined(second) = &rows[1] else { panic!("{rows:?}") };
    let text = String::from_utf8_lossy(&second.bytes);
    assert!(text.starts_with("{\\\"id\\\": \\\"d32\\\"") && text.ends_with("}}}"), "{text}");
}

#[test]
fn a_file_may_hold_hearings_one_after_another_or_in_an_array() {
    let lines = summary(&hearing(HEARINGS), say);
    assert_eq!(lines.len(), 4);
    let text = String::from_utf8_lossy(HEARINGS);
    let array = format!("[{}]", text.trim().replace('\n', ",\n"));
    let rows = hearing(array.as_bytes());
    assert_eq!(summary(&rows, say), lines);
    let keys: std::collections::HashSet<_> = rows
        .0
        .iter()
        .filter_map(|r| match r {
            Row::Read(row) => Some(row.key()),
            Row::Quarantined(_) => None,
        })
        .collect();
    assert_eq!(keys.len(), 2, "the same defendant at two hearings is two rows");
}

#[test]
fn what_makes_a_hearing_unusable_sets_all_its_rows_aside() {
    let text = String::from_utf8_lossy(HEARING);
    for (old, new, reason) in [
        ("\"id\": \"00000000-0000-4000-8000-00000000h001\"", "\"id\": \" \"", "no hearing id"),
        ("\"sittingDay\": \"2015-12-14T10:00:00.000Z\"", "\"sittingDay\": \"soon\"", "“soon” is not a day"),
        ("\"code\": \"B14LO00\", \"name\": \"Sheffield Magistrates' Court\"", "\"x\": 1", "no court"),
        (
            "\"code\": \"B14LO00\", \"name\": \"Sheffield Magistrates' Court\"",
            "\"name\": \"Ferrow\"",
            "“Ferrow” is not in",
        ),
        ("\"description\": \"Sentence\"", "\"description\": \"SentÃ©nce\"", "damaged text"),
    ] {
        let (rows, error) = hearing(text.replace(old, new).as_bytes());
        assert_eq!((rows.len(), error), (3, None), "{new}");
        for row in rows {
            let Row::Quarantined(set_aside) = row else { panic!("{row:?}") };
            assert!(set_aside.reason.to_string().contains(reason), "{} should say {reason}", set_aside.reason);
        }
    }
}

#[test]
fn a_sound_hearing_with_one_strange_defendant_loses_only_that_one() {
    let text = String::from_utf8_lossy(HEARING);
    for strange in ["null", "[]", "7", "{\"pncId\": \"\\ud800\"}", "{\"a\": \"\\u0001\"}"] {
        let (rows, error) =
            hearing(text.replace("\"defendants\": [", &format!("\"defendants\": [{strange},")).as_bytes());
        assert_eq!((rows.len(), error), (4, None), "{strange}");
        assert!(matches!(&rows[0], Row::Quarantined(q) if q.bytes == strange.as_bytes()), "{strange}");
    }
    let (rows, _) = hearing(text.replace("\"courtApplications\": [", "\"courtApplications\": {}, \"x\": [").as_bytes());
    assert!(matches!(&rows[3], Row::Quarantined(q) if q.bytes == b"{}"), "what is no list is a row of its own");
}

#[test]
fn a_file_that_cannot_be_read_says_which_line_and_why() {
    let check = |text: &str, expected: &str| {
        let (_, error) = hearing(text.as_bytes());
        let error = error.map(|e| e.to_string()).unwrap_or_default();
        assert!(error.starts_with("hearing.json") && error.contains(expected), "{text}: {error} should say {expected}");
    };
    check("", "the file is empty");
    check("<CourtList/>", "found something that is not JSON");
    check("{\"hearing\":", "line 1: the file breaks off here");
    check("{\"hearing\":\n{,}}", "line 2: not valid JSON");
    check("[1, 2]", "found an array of something else");
    check("[{\"hearing\": {}} {}]", "“{” is not expected here");
    check("{\"eventType\": \"prisoner.received\"}", "found other JSON");
    check("{\"Message\": \"foo\"}", "a message that holds no JSON object");
    check("{\"Message\": 7}", "a message that holds no text");
    check("{\"hearing\": {\"id\": 1}}\n]", "line 2: not valid JSON");
}
