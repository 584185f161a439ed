//! Courts, a court's day, and what the court is told of somebody known.

use jiff::civil::date;
use service::court::confirm::Choice;
use service::court::day::{Sheet, State};
use service::court::known::{Compliance, Holder};
use service::{Form, Problem};

use super::court_world::{COURT, DAY, LIST, World, at, court};

#[tokio::test]
async fn the_courts_page_shows_todays_list_and_the_days_about_it() {
    let world = World::new();
    let empty = world.service.courts_with_lists(&court()).await.unwrap();
    assert_eq!((empty.len(), empty[0].covered, &empty[0].today), (1, true, &None), "a covered court without a list");

    let ask = at("2015-12-11T18:00");
    world.service.import_court_list(&ask, "list.xml", LIST.into()).await.unwrap();
    let courts = world.service.courts_with_lists(&court()).await.unwrap();
    assert_eq!(courts[0].name, "Sheffield Magistrates' Court");
    let received = courts[0].today.as_ref().and_then(|sheet| sheet.received).unwrap();
    assert_eq!(received.london().to_string(), "2015-12-11T18:00");
    let expected = Sheet { defendants: 2, rooms: 1, to_check: 1, received: Some(received) };
    assert_eq!(courts[0].today, Some(expected));
    assert_eq!(courts[0].days, [date(2015, 12, 15), date(2015, 12, 16)]);
}

#[tokio::test]
async fn a_day_shows_its_cases_with_what_is_known_of_each() {
    let world = World::new();
    world.person(5, ("Quill", "Zoé"), date(1988, 2, 29), None).await;
    world.service.import_court_list(&court(), "list.xml", LIST.into()).await.unwrap();
    let day = world.service.court_day(&court(), "b14lo", DAY).await.unwrap();
    assert_eq!((day.court.as_str(), day.previous, day.next), (COURT, None, Some(date(2015, 12, 15))));
    let rows: Vec<_> = day.rows.iter().map(|r| (r.case.defendant.name.as_str(), r.case.listed_for.as_str())).collect();
    assert_eq!(rows, [("MISS Zoé QUILL", "First hearings"), ("Test Haulage & Sons Limited", "First hearings")]);
    assert!(matches!(day.rows[0].state, State::ToCheck(1)));
    assert!(matches!(day.rows[1].state, State::Organisation));
    assert_eq!(day.rows[0].case.session, "09:30 to 13:00");

    let parked = world.service.court_day(&court(), COURT, date(2015, 12, 15)).await.unwrap();
    assert!(parked.rows[0].case.dummy_room);
    assert_eq!(parked.previous, Some(DAY));
}

#[tokio::test]
async fn a_court_nobody_knows_is_not_found_and_a_day_without_a_list_is_empty() {
    let world = World::new();
    for court_code in ["B99ZZ", "nowhere", ""] {
        let answer = world.service.court_day(&court(), court_code, DAY).await;
        assert!(matches!(answer, Err(Problem::NotFound)), "{court_code}");
    }
    let empty = world.service.court_day(&court(), COURT, DAY).await.unwrap();
    assert!(empty.rows.is_empty() && empty.sheet.is_none());
    let lost = world.service.listed_defendant(&court(), COURT, DAY, "0123456789abcdef").await;
    assert!(matches!(lost, Err(Problem::NotFound)));
}

#[tokio::test]
async fn the_court_is_told_who_holds_the_order_how_it_goes_and_what_comes_next() {
    let world = World::new();
    world.organisations().await;
    let person = world.person(5, ("Quill", "Zoé"), date(1988, 2, 29), None).await;
    for (starts, outcome) in [
        ("2014-12-01T10:00", Some("UAAB")),
        ("2015-07-01T10:00", Some("ATTC")),
        ("2015-08-03T10:00", Some("ATTC")),
        ("2015-09-01T10:00", Some("UAAB")),
        ("2015-10-01T10:00", Some("AFTC")),
        ("2015-11-02T10:00", Some("AFTA")),
        ("2015-11-16T10:00", Some("AAEM")),
        ("2015-12-01T10:00", None),
        ("2015-12-21T10:00", None),
    ] {
        world.appointment(&person, starts, outcome).await;
    }
    world.flag(&person, "High risk of serious harm").await;
    world.service.import_court_list(&court(), "list.xml", LIST.into()).await.unwrap();
    let key = world.service.court_day(&court(), COURT, DAY).await.unwrap().rows[0].key.clone();
    let shown = world.service.listed_defendant(&court(), COURT, DAY, &key).await.unwrap();
    assert_eq!(shown.next_to_check, None, "nobody else on the day is to check");
    let choice = Choice { court: COURT.into(), day: DAY.to_string(), case: key.clone(), person: person.to_string() };
    let form = Form { key: world.service.fresh_key(), version: shown.version, ..Form::default() };
    world.service.confirm_match(&court(), &form, &choice).await.unwrap();

    let shown = world.service.listed_defendant(&court(), COURT, DAY, &key).await.unwrap();
    let known = shown.answer.unwrap().known.unwrap().unwrap();
    let holder = Holder {
        order: "order-1".into(),
        officer: "Olwen Officer".into(),
        team: "North team".into(),
        provider: "P01".into(),
        telephone: "01632 960 111".into(),
    };
    assert_eq!(known.holders, [holder]);
    let compliance = Compliance {
        since: Some(date(2014, 12, 14)),
        booked: 7,
        attended: 3,
        failed: 2,
        excused: 1,
        awaited: 1,
        unrecorded: 1,
    };
    assert_eq!(known.compliance, compliance);
    let (next, place) = known.next.unwrap();
    assert_eq!((next.to_string().as_str(), place.as_str()), ("2015-12-21T10:00", "North office"));
    assert_eq!(known.file.registrations[0].registered.words, "High risk of serious harm");
    assert!(known.warned_until.is_empty());

    let reads = world.service.store().read(move |s| s.who_read(&store::WhoRead::all(person), 10)).await.unwrap();
    assert_eq!(reads[0].row.purpose, "the person is on a court list", "the opening is logged");
}
