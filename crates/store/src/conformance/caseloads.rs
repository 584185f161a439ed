//! Caseloads, absences, alarms, news, and what staff keep for themselves.

use super::samples::{START, act, manager_row, person, person_row, record, stream};
use super::{Outcome, same, words};
use crate::act::{Act, SideWrite};
use crate::alarms::{AlarmCount, AlarmRow};
use crate::away::AwayRow;
use crate::caseload::Scope;
use crate::glance::{GlanceRow, HeldGlance};
use crate::limits::LimitRow;
use crate::managers::ManagerRow;
use crate::news::{About, Desk, NewsRow};
use crate::noted::NotedRow;
use crate::notices::NoticeSeenRow;
use crate::own::SavedViewRow;
use crate::rows::Rows;
use crate::staff::StaffRow;
use crate::standing::StandingRow;
use crate::store::Store;

const DAY: &str = "2015-12-15";

async fn project(store: &Store, number: u64, rows: Vec<Rows>) -> Result<(), String> {
    record(store, Act { rows, ..act(START, &person(number), "projecting") }).await.map(drop)
}

fn standing_row(number: u64, harm: &str) -> StandingRow {
    StandingRow {
        stream: person(number),
        provider: "provider-1".into(),
        held: true,
        ends_on: Some("2016-03-01".into()),
        harm: harm.into(),
        tier: String::new(),
        waiting: 0,
    }
}

fn alarm_row(number: u64, duty: &str, due_on: Option<&str>) -> AlarmRow {
    AlarmRow {
        stream: person(number),
        duty: duty.into(),
        subject: "component-1".into(),
        team: "team-1".into(),
        due_on: due_on.map(Into::into),
        met_on: None,
        dismissed: String::new(),
        quiet: false,
    }
}

fn glance_row(number: u64, surname: &str) -> GlanceRow {
    GlanceRow {
        stream: person(number),
        surname: surname.into(),
        forenames: "Ann".into(),
        ends_on: Some("2016-03-01".into()),
        harm: Some("high".into()),
        tier: String::new(),
        waiting: 1,
        seen_on: "2015-12-08".into(),
        starts: "2015-12-10T09:00\n2015-12-22T09:00".into(),
        due: "review 2015-12-14 quiet\ncontact -".into(),
        limits: "exclusion staff-3 2015-01-01".into(),
    }
}

pub(super) async fn a_caseload_comes_whole_and_with_nothing_of_anybody_elses(store: &Store) -> Outcome {
    let quiet = AlarmRow { quiet: true, dismissed: "in_hand".into(), ..alarm_row(1, "review", Some("2015-12-14")) };
    let (mine, other) = (manager_row(1, "staff-1", "2015-01-01", None), manager_row(2, "staff-2", "2015-01-01", None));
    let ended = ManagerRow { team: "team-2".into(), ..manager_row(3, "staff-1", "2015-01-01", Some(DAY)) };
    let standing = StandingRow { waiting: 1, ..standing_row(1, "high") };
    let rows = vec![
        Rows::Person { stream: person(1), rows: vec![person_row(1, "Example", "Ann")] },
        Rows::Standing { stream: person(1), rows: vec![standing] },
        Rows::Glance { stream: person(1), rows: vec![glance_row(1, "Example")] },
        Rows::Manager { stream: person(1), rows: vec![mine.clone()] },
        Rows::Alarm { stream: person(1), rows: vec![quiet] },
    ];
    project(store, 1, rows).await?;
    for (number, manager) in [(2, other.clone()), (3, ended)] {
        let rows = vec![
            Rows::Person { stream: person(number), rows: vec![person_row(number, "Other", "Ben")] },
            Rows::Standing { stream: person(number), rows: vec![standing_row(number, "")] },
            Rows::Glance { stream: person(number), rows: vec![glance_row(number, "Other")] },
            Rows::Manager { stream: person(number), rows: vec![manager] },
        ];
        project(store, number, rows).await?;
    }
    let own = Scope::Officer("staff-1".into());
    let found = store.read(move |snapshot| {
        Ok((
            snapshot.glance_held(&own, DAY)?,
            snapshot.managers_among(&[person(1), person(3)], DAY)?,
            (snapshot.count_held("staff-1", "2015-12-14")?, snapshot.count_held("staff-1", DAY)?),
            (snapshot.quiet_among(&[person(1), person(2)])?, snapshot.waiting_held(&own, DAY)?),
        ))
    });
    let held = HeldGlance {
        glance: glance_row(1, "Example"),
        component: mine.component.clone(),
        staff: mine.staff.clone(),
        team: mine.team.clone(),
        provider: mine.provider.clone(),
        from_on: mine.from_on.clone(),
    };
    let expected = (
        vec![held],
        vec![mine],
        (2, 1),
        (vec![(person(1), "review".to_owned(), "component-1".to_owned())], vec![person(1)]),
    );
    same("own", &found.await.map_err(words)?, &expected)?;
    let waiting = |teams: &[&str]| {
        let teams: Vec<String> = teams.iter().map(|&team| team.to_owned()).collect();
        store.read(move |snapshot| snapshot.waiting_held_by(&teams, DAY))
    };
    same("waiting in teams", &waiting(&["team-9", "team-1", "team-2"]).await, &Ok(vec![person(1)]))?;
    same("of a team that held it", &waiting(&["team-2"]).await, &Ok(vec![]))?;
    let team = store.read(|snapshot| snapshot.glance_held(&Scope::Team("team-1".into()), DAY)).await;
    same("team", &team.map_err(words)?.len(), &2)?;
    let some = store.read(|snapshot| {
        let wanted: Vec<_> = [3, 9, 1].into_iter().chain(10..40).map(person).collect();
        let mut looks: Vec<_> = snapshot.glances(&wanted)?.into_iter().map(|row| row.surname).collect();
        looks.sort_unstable();
        Ok((snapshot.people_of(&wanted)?.len(), looks, snapshot.people_of(&[])?.len()))
    });
    same("by stream", &some.await.map_err(words)?, &(2, vec!["Example".to_owned(), "Other".to_owned()], 0))
}

pub(super) async fn cases_are_counted_by_officer_for_a_team_of_staff(store: &Store) -> Outcome {
    for number in 1..=2 {
        let row = team_staff(number, if number == 1 { "team-1" } else { "team-2" });
        let rows = vec![Rows::Staff { stream: row.stream.clone(), rows: vec![row.clone()] }];
        record(store, Act { rows, ..act(START, &row.stream, "staff") }).await?;
    }
    let held = [
        vec![manager_row(1, "staff-1", "2015-01-01", None)],
        // Two components of one case are one case.
        vec![
            manager_row(2, "staff-1", "2015-12-01", None),
            ManagerRow { component: "component-2".into(), ..manager_row(2, "staff-1", "2015-12-01", None) },
        ],
        vec![manager_row(3, "staff-2", "2015-01-01", None)],
    ];
    for (number, rows) in (1..).zip(held) {
        project(store, number, vec![Rows::Manager { stream: person(number), rows }]).await?;
    }
    let counts = store
        .read(|snapshot| Ok((snapshot.counts_held("team-1", DAY)?, snapshot.counts_held("team-1", "2015-11-30")?)));
    let of = |n| vec![("staff-1".to_owned(), n)];
    same("counts", &counts.await, &Ok((of(2), of(1))))
}

pub(super) async fn the_notes_somebody_wrote_come_latest_first_with_what_stands_of_them(store: &Store) -> Outcome {
    for (number, at, staff) in [(1, 1, "staff-1"), (2, 2, "staff-2"), (3, 3, "staff-1")] {
        let of = person(number);
        let row = NotedRow { stream: of.clone(), seq: 1, staff: staff.into(), recorded: START + at };
        let rows = vec![Rows::Noted { stream: of.clone(), rows: vec![row] }];
        record(store, Act { rows, ..act(START, &of, &format!("note-{number}")) }).await?;
    }
    let found = |most| {
        store.read(move |snapshot| {
            let rows = snapshot.noted_by("staff-1", most)?;
            Ok(rows.into_iter().map(|row| (row.stream, row.seq, row.content.is_some())).collect::<Vec<_>>())
        })
    };
    same("all", &found(10).await, &Ok(vec![(person(3), 1, true), (person(1), 1, true)]))?;
    same("the last", &found(1).await, &Ok(vec![(person(3), 1, true)]))
}

fn team_staff(number: u8, team: &str) -> StaffRow {
    StaffRow {
        stream: stream("staff", u64::from(number)),
        staff: format!("staff-{number}"),
        name: "Olive Officer".into(),
        role: "practitioner".into(),
        team: team.into(),
        provider: "provider-1".into(),
        courts: String::new(),
        active: true,
        sign_in: format!("olive-{number}"),
    }
}

pub(super) async fn a_case_nobody_was_given_is_found_by_who_recorded_it(store: &Store) -> Outcome {
    let unheld = StandingRow { held: false, ..standing_row(1, "") };
    project(store, 1, vec![Rows::Standing { stream: person(1), rows: vec![unheld.clone()] }]).await?;
    project(store, 2, vec![Rows::Standing { stream: person(2), rows: vec![standing_row(2, "")] }]).await?;
    same("unheld", &store.read(|snapshot| snapshot.unheld("provider-1")).await, &Ok(vec![unheld]))?;
    same("elsewhere", &store.read(|snapshot| snapshot.unheld("provider-2")).await, &Ok(vec![]))
}

pub(super) async fn absences_are_found_by_who_when_and_cover(store: &Store) -> Outcome {
    let officer = stream("staff", 1);
    let staff = StaffRow {
        stream: officer.clone(),
        staff: "staff-1".into(),
        name: "Olive Officer".into(),
        role: "practitioner".into(),
        team: "team-1".into(),
        provider: "provider-1".into(),
        courts: String::new(),
        active: true,
        sign_in: "olive".into(),
    };
    let away = |from: &str, until: Option<&str>, cover: Option<&str>| AwayRow {
        stream: officer.clone(),
        from_on: from.into(),
        staff: "staff-1".into(),
        until_on: until.map(Into::into),
        kind: "leave".into(),
        cover: cover.map(Into::into),
    };
    let (past, now) = (away("2015-11-02", Some("2015-11-06"), None), away("2015-12-14", None, Some("staff-2")));
    let rows = vec![
        Rows::Staff { stream: officer.clone(), rows: vec![staff] },
        Rows::Away { stream: officer.clone(), rows: vec![past.clone(), now.clone()] },
    ];
    record(store, Act { rows, ..act(START, &officer, "away") }).await?;
    let has = |role: &'static str| store.read(move |snapshot| snapshot.has_role("provider-1", role));
    same("the role of one of them", &has("practitioner").await, &Ok(true))?;
    same("a role that nobody has", &has("senior").await, &Ok(false))?;
    let found = store.read(|snapshot| {
        Ok((
            snapshot.away_of("staff-1", "2015-11-06")?,
            snapshot.away_of("staff-1", "2015-11-07")?,
            snapshot.away_in("team-1", DAY)?,
            snapshot.away_in("team-2", DAY)?,
            snapshot.covered_by("staff-2", DAY)?,
            snapshot.covered_by("staff-2", "2015-12-13")?,
        ))
    });
    let expected = (vec![past, now.clone()], vec![now.clone()], vec![now.clone()], vec![], vec![now.clone()], vec![]);
    same("away", &found.await.map_err(words)?, &expected)?;
    let both = ["staff-1", "staff-9"].map(str::to_owned);
    let among = store.read(move |snapshot| {
        let staff = snapshot.staff_among(&both)?.into_iter().map(|row| row.staff).collect::<Vec<_>>();
        Ok((staff, snapshot.away_among(&both, "2015-11-07")?, snapshot.away_among(&both[1..], DAY)?))
    });
    let of_one = vec!["staff-1".to_owned()];
    same("among several", &among.await.map_err(words)?, &(of_one, vec![now.clone()], vec![]))?;
    let in_role = |provider: &'static str, role: &'static str, day: &'static str| {
        store.read(move |snapshot| snapshot.away_in_role(provider, role, day))
    };
    same("by role", &in_role("provider-1", "practitioner", DAY).await, &Ok(vec![now]))?;
    same("of another organisation", &in_role("provider-2", "practitioner", DAY).await, &Ok(vec![]))?;
    same("in another role", &in_role("provider-1", "another", DAY).await, &Ok(vec![]))
}

pub(super) async fn alarms_are_counted_by_rule_and_end(store: &Store) -> Outcome {
    let due = Some("2015-12-01");
    let rows = [
        AlarmRow { met_on: Some("2015-12-04".into()), ..alarm_row(1, "review", due) },
        alarm_row(2, "review", due),
        AlarmRow { dismissed: "in_hand".into(), quiet: true, ..alarm_row(3, "review", due) },
        alarm_row(4, "review", None),
        alarm_row(5, "review", Some(DAY)),
        AlarmRow { team: "team-2".into(), ..alarm_row(6, "review", due) },
        alarm_row(7, "contact", due),
    ];
    for (number, row) in (1..).zip(rows) {
        project(store, number, vec![Rows::Alarm { stream: person(number), rows: vec![row] }]).await?;
    }
    let count = |duty: &str, dismissed: &str, all, dated, met| AlarmCount {
        duty: duty.into(),
        dismissed: dismissed.into(),
        all,
        dated,
        met,
    };
    let expected =
        vec![count("contact", "", 1, 1, 0), count("review", "", 3, 2, 1), count("review", "in_hand", 1, 1, 0)];
    same("counts", &store.read(|snapshot| snapshot.alarms_of_team("team-1", DAY)).await, &Ok(expected))
}

pub(super) async fn news_stands_until_it_is_seen(store: &Store) -> Outcome {
    let news = |seq, staff: &str, at| NewsRow {
        stream: person(1),
        seq,
        kind: "registered".into(),
        staff: staff.into(),
        at: START + at,
    };
    let all = vec![news(3, "staff-2", 10), news(4, "staff-1", 20), news(5, "staff-2", 30), news(2, "staff-2", -10)];
    let rows = vec![
        Rows::Manager { stream: person(1), rows: vec![manager_row(1, "staff-1", "2015-01-01", None)] },
        Rows::News { stream: person(1), rows: all },
    ];
    project(store, 1, rows).await?;
    let of_desk = |reader: &'static str, desk: Desk| {
        store.read(move |snapshot| {
            let about = snapshot.news_about(reader, &desk, DAY, START)?;
            Ok((snapshot.news_of(reader, &desk, DAY, START)?, about))
        })
    };
    let of = |staff: &'static str| of_desk(staff, Desk::Officer(staff.into()));
    let (first, second) = (news(5, "staff-2", 30), news(3, "staff-2", 10));
    let open = |number| vec![About { person: person(number), limited: false }];
    same("new", &of("staff-1").await, &Ok((vec![first.clone(), second.clone()], open(1))))?;
    same("not theirs", &of("staff-2").await, &Ok((vec![], vec![])))?;
    let all = vec![first, news(4, "staff-1", 20), second.clone()];
    same("for a cover", &of_desk("staff-3", Desk::Officer("staff-1".into())).await, &Ok((all, open(1))))?;
    let one = |seq| store.read(move |snapshot| snapshot.news_entry(&person(1), seq));
    same("an entry", &one(4).await, &Ok(Some(news(4, "staff-1", 20))))?;
    same("what is no news", &one(6).await, &Ok(None))?;
    let own = stream("staff", 1);
    let seen = NoticeSeenRow {
        stream: own.clone(),
        notice: format!("{}/5", person(1)),
        staff: "staff-1".into(),
        at: START + 40,
    };
    let rows = vec![Rows::NoticeSeen { stream: own.clone(), rows: vec![seen] }];
    record(store, Act { rows, ..act(START, &own, "seen") }).await?;
    same("seen", &of("staff-1").await, &Ok((vec![second], open(1))))
}

pub(super) async fn news_of_cases_without_an_officer_is_found_by_team_and_by_who_recorded_them(
    store: &Store,
) -> Outcome {
    let news = |number| NewsRow {
        stream: person(number),
        seq: 3,
        kind: "registered".into(),
        staff: "staff-2".into(),
        at: START + 10,
    };
    let held = |number, staff: &str, team: &str| Rows::Manager {
        stream: person(number),
        rows: vec![ManagerRow { team: team.into(), ..manager_row(number, staff, "2015-01-01", None) }],
    };
    let unheld = StandingRow { held: false, ..standing_row(4, "low") };
    let told = |number| Rows::News { stream: person(number), rows: vec![news(number)] };
    project(store, 1, vec![held(1, "", "team-1"), told(1)]).await?;
    project(store, 2, vec![held(2, "gone", "team-1"), told(2)]).await?;
    project(store, 3, vec![held(3, "gone", "team-2"), told(3)]).await?;
    project(store, 4, vec![Rows::Standing { stream: person(4), rows: vec![unheld] }, told(4)]).await?;
    let of = |desk: Desk| {
        store.read(move |snapshot| {
            let about = snapshot.news_about("staff-1", &desk, DAY, START)?;
            let rows = snapshot.news_of("staff-1", &desk, DAY, START)?;
            Ok((rows.into_iter().map(|row| row.stream).collect::<Vec<_>>(), about))
        })
    };
    let in_team = |staff: &str, team: &str| Desk::InTeam { staff: staff.into(), team: team.into() };
    let limit = LimitRow {
        stream: person(2),
        staff: "staff-3".into(),
        kind: "exclusion".into(),
        from_on: "2015-01-01".into(),
        to_on: Some("2015-02-01".into()),
    };
    project(store, 2, vec![Rows::Limit { stream: person(2), rows: vec![limit] }]).await?;
    let only = |number| Ok((vec![person(number)], vec![About { person: person(number), limited: number == 2 }]));
    same("without an officer", &of(in_team("", "team-1")).await, &only(1))?;
    same("of who has left, whose record was limited", &of(in_team("gone", "team-1")).await, &only(2))?;
    same("of another team", &of(in_team("gone", "team-2")).await, &only(3))?;
    same("given to nobody", &of(Desk::Unheld("provider-1".into())).await, &only(4))?;
    same("of one case", &of(Desk::Case(person(3))).await, &only(3))?;
    same("of another organisation", &of(Desk::Unheld("provider-2".into())).await, &Ok((vec![], vec![])))?;
    let desks = |team: &'static str, day: &'static str| store.read(move |snapshot| snapshot.desks_of_team(team, day));
    same("desks", &desks("team-1", DAY).await, &Ok(vec![String::new(), "gone".to_owned()]))?;
    same("before", &desks("team-1", "2014-12-31").await, &Ok(vec![]))
}

pub(super) async fn views_are_kept_by_name_and_the_last_ten_records_by_time(store: &Store) -> Outcome {
    let view = |page: &str, name: &str, query: &str| SavedViewRow {
        staff: "staff-1".into(),
        page: page.into(),
        name: name.into(),
        query: query.into(),
        saved_at: START,
    };
    for row in
        [view("own", "b", "show=due"), view("own", "a", "sort=name"), view("team", "a", ""), view("own", "b", "")]
    {
        store.put(SideWrite::PutView(row)).await.map_err(words)?;
    }
    let of = || store.read(|snapshot| snapshot.saved_views("staff-1", "own"));
    same("kept", &of().await, &Ok(vec![view("own", "a", "sort=name"), view("own", "b", "")]))?;
    let drop = SideWrite::DropView { staff: "staff-1".into(), page: "own".into(), name: "a".into() };
    store.put(drop).await.map_err(words)?;
    same("dropped", &of().await, &Ok(vec![view("own", "b", "")]))?;
    for (at, number) in (0..).zip([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2]) {
        let opened = SideWrite::Opened { staff: "staff-1".into(), stream: person(number), at: START + at };
        store.put(opened).await.map_err(words)?;
    }
    let lately: Vec<_> = [2, 11, 10, 9, 8, 7, 6, 5, 4, 3].map(person).into();
    same("lately", &store.read(|snapshot| snapshot.opened_lately("staff-1")).await, &Ok(lately))
}
