//! Failure 5: staff could not see the files of people whose cases the other side held.
//!
//! Given a case of one company. When a practitioner of another, who has nothing to do with the person, asks for it, then
//! the refusal says whom to ask and is kept with their name. The twin asks for the same case with an appointment with the
//! person in hand, and sees it, whoever pays them.

use record::facts::person::AppointmentBooked;
use record::time::Happened;
use scenarios::{Case, Stage, day};
use service::Said;

use crate::{county, sentenced};

fn looks(stage: &Stage, case: &Case) -> Vec<(String, String)> {
    let rows = stage.read(|snapshot| snapshot.who_read(&store::WhoRead::all(case.stream.clone()), 50));
    rows.into_iter().map(|seen| (seen.row.staff, seen.row.outcome)).collect()
}

#[test]
fn access_follows_the_work_and_a_refusal_is_never_silent() {
    let (stage, _) = county();
    let quinn = stage.sign_in("quinn");
    let (stranger, seen) = (sentenced(&stage, "Stu Stranger"), sentenced(&stage, "Sal Seen"));
    let booked = AppointmentBooked {
        contact: "COAP".into(),
        order: "order-1".into(),
        starts: "2015-08-11T18:00".parse().unwrap(),
        minutes: 120,
        site: "Q02S1".into(),
        staff: "Q02T1A1".into(),
        team: "Q02T1A".into(),
        purpose: "Group".into(),
        room: String::new(),
        with: String::new(),
        series: None,
        at: None,
    };
    stage.say(vec![Said::new(&seen.stream, booked, Happened::On(day("2015-08-03"))).about("appointment-6")]);

    let refused = stage.get(&quinn, &stranger.home);
    assert_eq!(refused.status, 403);
    assert!(
        refused.says("North team, Pinemere Rehabilitation Company, which holds the case: 01632 960 111"),
        "{}",
        refused.text()
    );
    assert!(!refused.says("Stranger"), "a refusal names nobody");
    assert_eq!(looks(&stage, &stranger), [("Q02T1A1".to_owned(), "refused".to_owned())]);

    assert!(stage.page(&quinn, &seen.home).says("Sal Seen"));
    assert_eq!(looks(&stage, &seen), [("Q02T1A1".to_owned(), "shown".to_owned())]);
}
