//! The diary by the week and the month, and in a calendar program.

use record::facts::person::{AccessLimited, LimitKind, NeedRecorded};
use record::time::Happened;
use scenarios::{Answer, Browser, Sentence, Stage, day};
use service::Said;

use crate::{CAME, county};

const WEEK: &str = "/week/2015-08-05";

fn book(stage: &Stage, browser: &Browser, case: &scenarios::Case, starts: &str, place: &str, kind: &str) {
    let path = format!("{}/book", case.home);
    let (date, time) = starts.split_once('T').expect("a minute");
    let date = day(date).strftime("%d/%m/%Y").to_string();
    let form = stage.page(browser, &path).form(&path).with("date", &date).with("time", time).with("kind", kind);
    stage.done(browser, &form.with("place", place));
}

/// The lines of a calendar with their folds undone.
fn lines(feed: &Answer) -> Vec<String> {
    feed.body.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

fn feed(stage: &Stage, browser: &Browser) -> String {
    let mut forms = stage.page(browser, "/calendar").forms();
    forms.retain(|form| form.value("what") == "make");
    let made = stage.send(browser, &forms.pop().expect("a way to make one"));
    assert_eq!(made.status, 200, "{}", made.text());
    let address =
        made.text().split_whitespace().find(|word| word.contains("/calendar/")).expect("an address").to_owned();
    address.trim_start_matches("https://throughcare.example").to_owned()
}

#[test]
fn a_week_shows_every_appointment_with_its_state_its_needs_and_the_way_between_places() {
    let (stage, olwen, case) = county();
    let other = stage.person("Una Upstairs", &Sentence::default());
    let need = NeedRecorded { need: "Step-free access".into(), detail: String::new() };
    stage.say(vec![Said::new(&other.stream, need, Happened::On(day("2015-08-03")))]);
    stage.held(&olwen, &case, "2015-08-04T10:00", CAME);
    let off = stage.book(&olwen, &case, "2015-08-07T15:00");
    let path = format!("{}/appointments/{off}/cancel", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("asked_by", "service").with("reason", "Training.");
    stage.done(&olwen, &form);
    book(&stage, &olwen, &case, "2015-08-06T10:00", "P01S1", "COAP");
    book(&stage, &olwen, &other, "2015-08-06T10:40", "P01S3", "COAP");
    book(&stage, &olwen, &case, "2015-08-06T11:20", "P01S3", "COPT");

    let week = stage.page(&olwen, WEEK);
    for words in [
        "Week of Monday 3 August 2015",
        "4 appointments, 1 called off",
        "Monday 3 August Nothing booked.",
        "Attended and complied",
        "Called off by us: Training.",
        "Step-free access",
        "10 minutes to get there: allow 30",
    ] {
        assert!(week.says(words), "{words}: {}", week.text());
    }
    assert_eq!(week.text().matches("to get there").count(), 1, "a telephone call is no way: {}", week.text());
    assert!(!week.says("Saturday"), "nothing is on, and nobody works");
    let day_page = stage.page(&olwen, "/day/2015-08-05");
    assert!(day_page.addresses().contains(&WEEK.to_owned()) && day_page.addresses().contains(&"/month/2015-08".into()));

    let month = stage.page(&olwen, "/month/2015-08");
    for words in ["August 2015", "4 appointments", "3 appointments, 1 h 30 min", "1 called off"] {
        assert!(month.says(words), "{words}: {}", month.text());
    }
    stage.set_clock("2015-08-08T09:00");
    assert!(stage.page(&olwen, "/month/2015-08").says("3 to record"));
    assert!(stage.page(&olwen, WEEK).says("To record"));
    assert_eq!(stage.get(&olwen, "/month/2015-13").status, 404);
}

#[test]
fn whoever_leads_a_team_sees_its_diary_and_each_members_and_nobody_elses() {
    let (stage, olwen, case) = county();
    stage.book(&olwen, &case, "2015-08-06T10:00");
    let (sana, peter) = (stage.sign_in("sana"), stage.sign_in("peter"));
    for path in [WEEK.to_owned(), format!("{WEEK}?whose=P01T1A1")] {
        assert!(stage.page(&sana, &path).says("Sentenced, Sam"), "{path}");
    }
    assert!(stage.page(&sana, WEEK).says("with Olwen Officer"));
    assert!(!stage.page(&sana, &format!("{WEEK}?whose=P01T1A2")).says("Sentenced"), "it is not Peter’s");
    assert!(stage.page(&sana, "/month/2015-08?whose=P01T1A1").says("1 appointment, 30 min"));
    assert_eq!(stage.get(&sana, &format!("{WEEK}?whose=Q02T1A1")).status, 403, "nobody of another team");
    assert_eq!(stage.get(&peter, &format!("{WEEK}?whose=P01T1A1")).status, 403, "nor a colleague’s");
    assert!(!stage.page(&peter, WEEK).says("Sentenced"), "his own has nothing");
}

#[test]
fn a_limited_record_is_a_time_and_nothing_else() {
    let (stage, olwen, case) = county();
    stage.book(&olwen, &case, "2015-08-06T10:00");
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A0".to_owned()] };
    stage.say(vec![Said::new(&case.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);
    let week = stage.page(&stage.sign_in("sana"), WEEK);
    assert!(week.says("10am 30 min Restricted record"), "{}", week.text());
    assert!(!week.says("Sentenced") && !week.says("Pinemere office"), "{}", week.text());
    assert!(!week.addresses().iter().any(|address| address.contains(&case.home)));
    assert!(stage.page(&olwen, WEEK).says("Sentenced, Sam"));
}

#[test]
fn a_feed_tells_a_calendar_program_when_and_where_and_never_whom() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-06T10:00");
    let path = feed(&stage, &olwen);
    let nobody = Browser::default();
    let first = stage.get(&nobody, &path);
    assert_eq!((first.status, first.header("content-type")), (200, "text/calendar; charset=utf-8"));
    let before = lines(&first);
    for line in [
        "SUMMARY:Office appointment\\, Pinemere office",
        "DTSTART;TZID=Europe/London:20150806T100000",
        "DTEND;TZID=Europe/London:20150806T103000",
        "STATUS:CONFIRMED",
        "BEGIN:VTIMEZONE",
    ] {
        assert!(before.iter().any(|found| found == line), "{line}: {before:#?}");
    }
    for word in ["Sentenced", "Sam", &case.crn, case.stream.as_str(), &appointment] {
        assert!(!first.body.contains(word), "{word} is told to nobody: {}", first.body);
    }
    for block in ["VCALENDAR", "VTIMEZONE", "VEVENT", "DAYLIGHT", "STANDARD"] {
        let count = |edge: &str| before.iter().filter(|line| **line == format!("{edge}:{block}")).count();
        assert_eq!((count("BEGIN"), count("END")), (1, 1), "{block}");
    }

    let uid = |lines: &[String]| lines.iter().find(|line| line.starts_with("UID:")).cloned();
    let sequence = |lines: &[String]| {
        let line = lines.iter().find_map(|line| line.strip_prefix("SEQUENCE:")).expect("a sequence").to_owned();
        line.parse::<u64>().expect("a number")
    };
    let off = format!("{}/appointments/{appointment}/cancel", case.home);
    let form = stage.page(&olwen, &off).form(&off).with("asked_by", "person").with("reason", "Ill.");
    stage.done(&olwen, &form);
    let after = lines(&stage.get(&nobody, &path));
    assert!(after.contains(&"STATUS:CANCELLED".to_owned()), "{after:#?}");
    assert_eq!(uid(&before), uid(&after), "the same appointment");
    assert!(sequence(&after) > sequence(&before), "and a later state of it");
}

#[test]
fn a_feed_is_opened_by_its_own_token_only_and_opens_nothing_else() {
    let (stage, olwen, case) = county();
    stage.book(&olwen, &case, "2015-08-06T10:00");
    let nobody = Browser::default();
    let path = feed(&stage, &olwen);
    let token = path.trim_start_matches("/calendar/").trim_end_matches(".ics").to_owned();
    for wrong in
        [format!("/calendar/{}.ics", "0".repeat(64)), format!("/calendar/{token}"), "/calendar/.ics".to_owned()]
    {
        assert_eq!(stage.get(&nobody, &wrong).status, 404, "{wrong}");
    }
    let forged = Browser { cookie: Some(format!("{}={token}", web::visitor::COOKIE)) };
    assert_eq!(stage.get(&forged, "/day").status, 303, "it is no session");
    assert!(!stage.page(&olwen, "/calendar").body.contains(&token), "it is shown once");

    let second = feed(&stage, &olwen);
    assert_eq!(stage.get(&nobody, &path).status, 404, "another took its place");
    assert_eq!(stage.get(&nobody, &second).status, 200);
    let page = stage.page(&olwen, "/calendar");
    let revoke = page.forms().into_iter().find(|form| form.value("what") == "revoke").expect("a way to end it");
    stage.done(&olwen, &revoke);
    assert_eq!(stage.get(&nobody, &second).status, 404, "it was ended");
    let cora = stage.sign_in("cora");
    assert_eq!(stage.page(&cora, "/calendar").status, 200, "a court officer has a day too");
    assert_eq!(stage.get(&stage.sign_in("ada"), "/calendar").status, 403, "an auditor has none");
}

#[test]
fn however_often_a_program_asks_the_log_of_reads_has_it_once_a_day() {
    let (stage, olwen, case) = county();
    stage.book(&olwen, &case, "2015-08-06T10:00");
    let path = feed(&stage, &olwen);
    let reads = || {
        let file = stage.folder().join("reads.db");
        let log = rusqlite::Connection::open(file).expect("the log opens");
        let text = "SELECT COUNT(*) FROM read WHERE screen = 'calendar feed' AND staff = 'P01T1A1'";
        log.query_row(text, [], |row| row.get::<_, i64>(0)).expect("a count")
    };
    for _ in 0..3 {
        assert_eq!(stage.get(&Browser::default(), &path).status, 200);
    }
    assert_eq!(reads(), 1);
    stage.set_clock("2015-08-04T09:00");
    stage.get(&Browser::default(), &path);
    assert_eq!(reads(), 2);
}
