//! Projections: they follow their acts, and questions are answered from them in order.

use super::samples::{START, act, diary_row, duty_row, key_row, manager_row, person, person_row, record, stream};
use super::{Outcome, same, words};
use crate::act::{Act, SideWrite};
use crate::court::CourtCaseRow;
use crate::diary::DiaryRow;
use crate::erasures::ErasureRow;
use crate::error::StoreError;
use crate::imports::{ImportFileRow, QuarantineRow};
use crate::people::{NAME, SearchKey};
use crate::places::{SiteRow, TeamRow};
use crate::rows::Rows;
use crate::staff::StaffRow;
use crate::store::Store;

async fn project(store: &Store, at: i64, rows: Vec<Rows>) -> Result<i64, String> {
    Ok(record(store, Act { rows, ..act(at, &person(1), "projecting") }).await?.recorded)
}

fn diary(rows: Vec<DiaryRow>) -> Rows {
    Rows::Diary { stream: person(1), rows }
}

pub(super) async fn rows_follow_their_act(store: &Store) -> Outcome {
    let row = person_row(1, "Example", "Ann");
    project(store, START, vec![Rows::Person { stream: person(1), rows: vec![row.clone()] }]).await?;
    let found = store.read(|snapshot| Ok((snapshot.person(&person(1))?, snapshot.stream_of_crn("X000001")?)));
    same("found", &found.await.map_err(words)?, &(Some(row.clone()), Some(person(1))))?;
    let changed = crate::PersonRow { officer: "staff-2".into(), ..row };
    project(store, START, vec![Rows::Person { stream: person(1), rows: vec![changed.clone()] }]).await?;
    same("changed", &store.read(|snapshot| snapshot.person(&person(1))).await, &Ok(Some(changed)))?;
    project(store, START, vec![Rows::Person { stream: person(1), rows: vec![] }]).await?;
    same("gone", &store.read(|snapshot| snapshot.person(&person(1))).await, &Ok(None))
}

pub(super) async fn rows_that_are_not_replaced_stay(store: &Store) -> Outcome {
    let rows = vec![diary_row(1, "a", "2015-12-15T09:00"), diary_row(1, "b", "2015-12-15T10:00")];
    project(store, START, vec![diary(rows.clone())]).await?;
    project(store, START, vec![Rows::Duty { stream: person(1), rows: vec![duty_row(1, "review", None)] }]).await?;
    same("diary", &store.read(|snapshot| snapshot.diary_of(&person(1))).await, &Ok(rows))
}

pub(super) async fn a_past_diary_is_seen_as_it_was_known(store: &Store) -> Outcome {
    let (a, b) = (diary_row(1, "a", "2015-12-15T09:00"), diary_row(1, "b", "2015-12-16T10:00"));
    let recorded = DiaryRow { state: "recorded".into(), outcome: Some("attended".into()), ..a.clone() };
    let first = project(store, START, vec![diary(vec![a.clone(), b.clone()])]).await?;
    let second = project(store, START + 1_000, vec![diary(vec![recorded.clone()])]).await?;
    let known =
        |at| store.read(move |snapshot| snapshot.diary_of_officer_known_at("staff-1", "2015-12-15", "2015-12-16", at));
    same("before", &known(first - 1).await, &Ok(vec![]))?;
    same("first", &known(first).await, &Ok(vec![a.clone(), b.clone()]))?;
    same("between", &known(second - 1).await, &Ok(vec![a.clone(), b]))?;
    same("second", &known(second).await, &Ok(vec![recorded.clone()]))?;
    let team =
        |at| store.read(move |snapshot| snapshot.diary_of_team_known_at("team-1", "2015-12-15", "2015-12-15", at));
    same("team first", &team(first).await, &Ok(vec![a.clone()]))?;
    same("team second", &team(second).await, &Ok(vec![recorded.clone()]))?;
    let now = store.read(|snapshot| {
        Ok((
            snapshot.diary_of_officer("staff-1", "2015-12-15", "2015-12-15")?,
            snapshot.diary_of_officer("staff-1", "2015-12-16", "2015-12-17")?,
            snapshot.diary_of_team("team-1", "2015-12-01", "2015-12-31")?,
        ))
    });
    same("now", &now.await.map_err(words)?, &(vec![recorded.clone()], vec![], vec![recorded]))
}

pub(super) async fn replacing_twice_in_one_act_keeps_the_last(store: &Store) -> Outcome {
    let (a, b) = (diary_row(1, "a", "2015-12-15T09:00"), diary_row(1, "a", "2015-12-15T11:00"));
    let at = project(store, START, vec![diary(vec![a]), diary(vec![b.clone()])]).await?;
    let known =
        move |snapshot: &crate::Snapshot| snapshot.diary_of_officer_known_at("staff-1", "2015-12-15", "2015-12-15", at);
    same("known", &store.read(known).await, &Ok(vec![b]))
}

pub(super) async fn names_match_by_prefix_and_references_exactly(store: &Store) -> Outcome {
    let people = [(1, "Example", "Ann"), (2, "Exemplar", "Anton"), (3, "Other", "Ann")];
    for (number, surname, forenames) in people {
        let stream = person(number);
        let keys = vec![
            key_row(number, NAME, &surname.to_lowercase()),
            key_row(number, NAME, &forenames.to_lowercase()),
            key_row(number, "crn", &format!("X{number:06}")),
        ];
        let rows = vec![
            Rows::Person { stream: stream.clone(), rows: vec![person_row(number, surname, forenames)] },
            Rows::PersonKey { stream: stream.clone(), rows: keys },
        ];
        record(store, Act { rows, ..act(START, &stream, surname) }).await?;
    }
    let search = |keys: &[(&str, &str)]| {
        let keys: Vec<_> =
            keys.iter().map(|(scheme, value)| SearchKey { scheme: (*scheme).into(), value: (*value).into() }).collect();
        async move {
            let found = store.read(move |snapshot| snapshot.people_matching(&keys, 10)).await.map_err(words)?;
            let crns: Vec<_> = found.rows.into_iter().map(|row| row.crn).collect();
            Ok::<_, String>((crns.join(" "), found.total))
        }
    };
    same("one word", &search(&[(NAME, "ann")]).await?, &("X000001 X000003".into(), 2))?;
    same("prefixes", &search(&[(NAME, "an"), (NAME, "ex")]).await?, &("X000001 X000002".into(), 2))?;
    same("both", &search(&[(NAME, "ann"), ("crn", "X000003")]).await?, &("X000003".into(), 1))?;
    same("part of a reference", &search(&[("crn", "X00000")]).await?, &(String::new(), 0))?;
    same("nothing asked", &search(&[]).await?, &(String::new(), 0))?;
    let of_key = store.read(|snapshot| snapshot.stream_of_key(NAME, "ann")).await.map_err(words)?;
    same("of a key", &of_key.len(), &2)
}

pub(super) async fn a_caseload_is_of_a_day(store: &Store) -> Outcome {
    let managers = vec![
        manager_row(1, "staff-1", "2015-01-01", Some("2015-06-01")),
        manager_row(1, "staff-2", "2015-06-01", None),
    ];
    let rows = vec![
        Rows::Person { stream: person(1), rows: vec![person_row(1, "Example", "Ann")] },
        Rows::Manager { stream: person(1), rows: managers.clone() },
    ];
    project(store, START, rows).await?;
    let found = store.read(|snapshot| {
        let count = |staff, day| snapshot.cases_of_officer(staff, day).map(|cases| cases.len());
        let of_officers = [
            count("staff-1", "2014-12-31")?,
            count("staff-1", "2015-05-31")?,
            count("staff-1", "2015-06-01")?,
            count("staff-2", "2015-06-01")?,
        ];
        Ok((of_officers, snapshot.cases_of_team("team-1", "2015-06-01")?.len(), snapshot.managers_of(&person(1))?))
    });
    let ever = store.read(|snapshot| snapshot.ever_of_officer("staff-1", "2015-06-01")).await.map_err(words)?;
    same("ever", &ever, &vec![person(1)])?;
    // A version that was closed since counts as well: it is what was known then.
    let gone = Rows::Manager { stream: person(1), rows: vec![] };
    project(store, START + 1, vec![gone]).await?;
    let ever = |team: &'static str| store.read(move |snapshot| snapshot.ever_of_team(team));
    same("ever of the team", &ever("team-1").await.map_err(words)?, &vec![person(1)])?;
    same("ever of another", &ever("team-2").await.map_err(words)?, &vec![])?;
    // Of whom something was erased nobody knows any more what their rows said before.
    let erased = ErasureRow {
        stream: person(3),
        proposal: 1,
        state: "erased".into(),
        authority: "law".into(),
        proposed_by: "one".into(),
        proposed_at: START,
        decided_by: Some("two".into()),
        entries: 1,
    };
    project(store, START + 1, vec![Rows::Erasure { stream: person(3), rows: vec![erased] }]).await?;
    same("ever of another", &ever("team-2").await.map_err(words)?, &vec![person(3)])?;
    let of_nobody = store.read(|snapshot| snapshot.ever_of_officer("staff-9", "2015-06-01")).await.map_err(words)?;
    same("ever of another officer", &of_nobody, &vec![person(3)])?;
    project(store, START + 2, vec![Rows::Manager { stream: person(1), rows: managers.clone() }]).await?;
    same("caseloads", &found.await.map_err(words)?, &([0, 1, 0, 1], 1, managers))
}

pub(super) async fn duties_come_by_their_day_and_pass_with_the_case(store: &Store) -> Outcome {
    let (early, late) = (duty_row(1, "review", Some("2015-12-16")), duty_row(1, "contact", Some("2016-01-05")));
    let undated = duty_row(1, "allocate", None);
    let rows = vec![undated, late.clone(), early.clone()];
    let managers = vec![
        manager_row(1, "staff-1", "2015-01-01", Some("2015-12-20")),
        manager_row(1, "staff-2", "2015-12-20", None),
    ];
    let projected = vec![Rows::Duty { stream: person(1), rows }, Rows::Manager { stream: person(1), rows: managers }];
    project(store, START, projected).await?;
    let found = store.read(|snapshot| {
        Ok((
            snapshot.duties_of_officer("staff-1", "2015-12-15", "2015-12-31")?,
            snapshot.duties_of_officer("staff-1", "2015-12-20", "2016-12-31")?,
            snapshot.duties_of_officer("staff-2", "2015-12-20", "2016-12-31")?,
            snapshot.duties_of(&person(1))?.len(),
        ))
    });
    let expected = (vec![early.clone()], Vec::new(), vec![early, late], 3);
    same("duties", &found.await.map_err(words)?, &expected)
}

pub(super) async fn courts_staff_places_and_imports_are_found(store: &Store) -> Outcome {
    let (court, staff, team, site, import) =
        (stream("court", 1), stream("staff", 1), stream("team", 1), stream("site", 1), stream("import", 1));
    let case = CourtCaseRow {
        stream: court.clone(),
        case_key: "1".into(),
        court: "B01".into(),
        day: "2015-12-15".into(),
        room: "1".into(),
        session: "morning".into(),
        listing: 1,
        defendant: "{}".into(),
        digest: "d".into(),
        state: "listed".into(),
        person: Some(person(1)),
    };
    let officer = StaffRow {
        stream: staff.clone(),
        staff: "staff-1".into(),
        name: "Olive Officer".into(),
        role: "officer".into(),
        team: "team-1".into(),
        provider: "provider-1".into(),
        courts: "B01".into(),
        active: true,
        sign_in: "olive".into(),
    };
    let (detail, office) = ("{}".to_owned(), "office-1".to_owned());
    let team_row = TeamRow {
        stream: team.clone(),
        team: "team-1".into(),
        name: "Team".into(),
        provider: "provider-1".into(),
        office,
        detail: detail.clone(),
    };
    let site_row = SiteRow {
        stream: site.clone(),
        site: "site-1".into(),
        name: "Site".into(),
        address: "1 Example Road".into(),
        detail,
    };
    let file = ImportFileRow {
        stream: import.clone(),
        digest: "d".into(),
        name: "list.xml".into(),
        kind: "court-list".into(),
        at: START,
        counts: "{}".into(),
    };
    let aside =
        QuarantineRow { stream: import.clone(), line: 3, reason: "no court".into(), bytes: b"\xff<case/>".to_vec() };
    let rows = vec![
        Rows::CourtCase { stream: court, rows: vec![case.clone()] },
        Rows::Staff { stream: staff, rows: vec![officer.clone()] },
        Rows::Team { stream: team, rows: vec![team_row.clone()] },
        Rows::Site { stream: site, rows: vec![site_row.clone()] },
        Rows::ImportFile { stream: import.clone(), rows: vec![file.clone()] },
        Rows::Quarantine { stream: import.clone(), rows: vec![aside.clone()] },
    ];
    project(store, START, rows).await?;
    let court = store.read(|snapshot| {
        let days = snapshot.courts_with_days()?;
        Ok((snapshot.court_cases("B01", "2015-12-15")?, snapshot.court_case_of_person(&person(1))?, days[0].cases))
    });
    same("court", &court.await.map_err(words)?, &(vec![case.clone()], vec![case], 1))?;
    let staff = store.read(|snapshot| {
        Ok((snapshot.staff_by_sign_in("olive")?, snapshot.staff("staff-1")?, snapshot.staff_of_team("team-1")?))
    });
    same(
        "staff",
        &staff.await.map_err(words)?,
        &(Some(officer.clone()), Some(officer.clone()), vec![officer.clone()]),
    )?;
    let (provider, role) = (officer.provider.clone(), officer.role.clone());
    let of_role = store.read(move |snapshot| {
        Ok((snapshot.staff_in_role(&provider, &role)?, snapshot.staff_in_role(&provider, "another")?))
    });
    same("staff in a role", &of_role.await.map_err(words)?, &(vec![officer], vec![]))?;
    let places = store.read(|snapshot| Ok((snapshot.teams()?, snapshot.sites()?)));
    same("places", &places.await.map_err(words)?, &(vec![team_row.clone()], vec![site_row]))?;
    let of_one = store.read(|snapshot| Ok((snapshot.teams_of("provider-1")?, snapshot.teams_of("another")?)));
    same("teams of one", &of_one.await.map_err(words)?, &(vec![team_row], vec![]))?;
    let seats = store.read(|snapshot| Ok((snapshot.offices_of("provider-1")?, snapshot.offices_of("another")?)));
    same("seats", &seats.await.map_err(words)?, &(vec!["office-1".to_owned()], vec![]))?;
    let imports = store.read(move |snapshot| {
        Ok((snapshot.imports()?, snapshot.import_by_digest("d")?, snapshot.quarantined(&import)?))
    });
    same("imports", &imports.await.map_err(words)?, &(vec![file.clone()], Some(file), vec![aside]))
}

pub(super) async fn a_rebuild_makes_the_same_rows(store: &Store) -> Outcome {
    let steps = [vec![diary_row(1, "a", "2015-12-15T09:00")], vec![diary_row(1, "b", "2015-12-15T09:30")], vec![]];
    let mut history = Vec::new();
    for rows in steps {
        let at = project(store, START, vec![diary(rows.clone())]).await?;
        history.push((at, rows));
    }
    let known = |instants: Vec<i64>| {
        store.read(move |snapshot| {
            let diary = |at| snapshot.diary_of_officer_known_at("staff-1", "2015-12-15", "2015-12-15", at);
            instants.into_iter().map(diary).collect::<Result<Vec<_>, _>>()
        })
    };
    let instants: Vec<_> = history.iter().map(|(at, _)| *at).collect();
    let before = known(instants.clone()).await.map_err(words)?;
    let again = history.into_iter().map(|(at, rows)| SideWrite::Project { rows: vec![diary(rows)], at });
    let rebuild = std::iter::once(SideWrite::ClearProjections).chain(again).collect();
    store.put(SideWrite::All(rebuild)).await.map_err(words)?;
    same("rebuilt", &known(instants).await.map_err(words)?, &before)
}

/// What the caller makes of the stream without the act, and with it.
async fn amend(store: &Store, at: i64, without: Vec<Rows>, rows: Vec<Rows>) -> Result<i64, String> {
    Ok(record(store, Act { rows, without, ..act(at, &person(1), "amending") }).await?.recorded)
}

pub(super) async fn of_what_a_newer_release_wrote_an_act_changes_only_what_it_is_about(store: &Store) -> Outcome {
    let slot = |name: &str, hour: &str| diary_row(1, name, &format!("2015-12-15T{hour}:00"));
    let (known, called_off, moved) = (slot("a", "09"), slot("b", "10"), slot("c", "11"));
    let as_moved = DiaryRow { starts: "2015-12-16T11:00".into(), ..moved.clone() };
    let newers = slot("d", "12");
    // A newer release knows of one more, moved another, and took one away.
    let stood = vec![known.clone(), called_off.clone(), as_moved.clone(), newers.clone()];
    project(store, START, vec![diary(stood)]).await?;
    let withdrawn = slot("e", "13");
    let without = vec![known.clone(), called_off.clone(), moved.clone(), withdrawn.clone()];
    // The act records the first, calls off the second, changes the officer of the third, and books another.
    let recorded = DiaryRow { state: "recorded".into(), ..known };
    let anothers = |row: &DiaryRow| DiaryRow { officer: "staff-2".into(), ..row.clone() };
    let booked = slot("f", "14");
    let with = vec![recorded.clone(), anothers(&moved), withdrawn, booked.clone()];
    amend(store, START + 1_000, vec![diary(without)], vec![diary(with)]).await?;
    let mut found = store.read(|snapshot| snapshot.diary_of(&person(1))).await.map_err(words)?;
    found.sort_by(|a, b| a.appointment.cmp(&b.appointment));
    same("diary", &found, &vec![recorded, anothers(&as_moved), newers, booked])
}

pub(super) async fn parts_of_a_column_are_added_to_those_of_a_newer_release(store: &Store) -> Outcome {
    let line = |flags: &str| {
        let row = crate::PersonRow { flags: flags.into(), ..person_row(1, "Example", "Ann") };
        Rows::Person { stream: person(1), rows: vec![row] }
    };
    let seen = |starts: &str, limits: &str| {
        let row = crate::GlanceRow {
            stream: person(1),
            surname: "Example".into(),
            forenames: "Ann".into(),
            ends_on: None,
            harm: None,
            tier: String::new(),
            waiting: 0,
            seen_on: String::new(),
            starts: starts.into(),
            due: String::new(),
            limits: limits.into(),
        };
        Rows::Glance { stream: person(1), rows: vec![row] }
    };
    let (early, late) = ("2015-12-15T09:00", "2015-12-17T09:00");
    let limit = "exclusion staff-1 2015-12-01";
    project(store, START, vec![line(r#"["newer","both"]"#), seen(early, limit)]).await?;
    let without = vec![line(r#"["both"]"#), seen("", "")];
    let with = vec![line(r#"["own"]"#), seen(late, "exclusion staff-2 2015-12-02")];
    amend(store, START + 1_000, without, with).await?;
    let found = store.read(|snapshot| Ok((snapshot.person(&person(1))?, snapshot.glances(&[person(1)])?)));
    let (found, glances) = found.await.map_err(words)?;
    same("flags", &found.map(|row| row.flags), &Some(r#"["newer","own"]"#.into()))?;
    let glances: Vec<_> = glances.into_iter().map(|row| (row.starts, row.limits)).collect();
    let both = (format!("{early}\n{late}"), format!("{limit}\nexclusion staff-2 2015-12-02"));
    same("at a glance", &glances, &vec![both])
}

pub(super) async fn what_a_newer_release_has_inside_a_column_stays_or_the_act_is_refused(store: &Store) -> Outcome {
    let slot = |detail: &str| DiaryRow { detail: detail.into(), ..diary_row(1, "a", "2015-12-15T09:00") };
    let read = || async {
        let rows = store.read(|snapshot| snapshot.diary_of(&person(1))).await.map_err(words)?;
        let detail = |row: &DiaryRow| serde_json::from_str::<serde_json::Value>(&row.detail).map_err(|e| e.to_string());
        rows.first().map_or_else(|| Err("no slot".to_owned()), detail)
    };
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).map_err(|e| e.to_string());
    let kept = r#"{"room":"1","kept_from":{"requirements":["alcohol"],"zones":["north"]}}"#;
    project(store, START, vec![diary(vec![slot(kept)])]).await?;
    let without = slot(r#"{"room":"1","kept_from":{"requirements":["alcohol"]}}"#);
    // The act moves them to another room, and adds to what they are kept from.
    let with = slot(r#"{"room":"2","kept_from":{"requirements":["alcohol","school"]}}"#);
    amend(store, START + 1_000, vec![diary(vec![without])], vec![diary(vec![with.clone()])]).await?;
    let both = r#"{"room":"2","kept_from":{"requirements":["alcohol","school"],"zones":["north"]}}"#;
    same("put on top", &read().await?, &parsed(both)?)?;
    // That they are kept from nothing any more cannot be said of what the newer release has there.
    let act = Act {
        without: vec![diary(vec![with])],
        rows: vec![diary(vec![slot(r#"{"room":"2"}"#)])],
        ..act(START + 2_000, &person(1), "amending")
    };
    same("refused", &store.append(act).await.err(), &Some(StoreError::Newer(person(1))))?;
    same("nothing of it", &read().await?, &parsed(both)?)
}
