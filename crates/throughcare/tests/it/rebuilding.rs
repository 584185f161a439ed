//! `rebuild` beside a server that is at work, stopped between what it has read and what it writes: nothing that is recorded
//! meanwhile leaves the views.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cluster::Cluster;
use record::StreamId;
use record::time::{Instant, Minute};
use service::booking::{Besides, Booking, NextAppointment};
use service::{Ask, Chance, Form, Service};
use store::{Database, DiaryRow, Snapshot, Store};

use crate::scratch::{run, text, throughcare};
use crate::witnesses::{Scene, start, wait_until};

/// Bytes that do not repeat; nothing rests on their quality.
struct Counted(AtomicU64);

impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
            byte.copy_from_slice(&next[..byte.len()]);
        }
    }
}

/// Everybody who has something in a diary, the last first, with what it is. The first of all people is left out.
fn in_a_diary(snapshot: &Snapshot) -> Result<Vec<DiaryRow>, store::StoreError> {
    let mut people = snapshot.streams("person")?;
    people.sort();
    let mut found = Vec::new();
    for person in people.into_iter().skip(1).rev() {
        let rows = snapshot.diary_of(&person)?;
        found.extend(rows.into_iter().rev().find(|row| !row.site.is_empty() && !row.officer.is_empty()));
    }
    Ok(found)
}

/// Books something for one of some people with whoever sees them already, on the first day and hour that are free.
fn book(service: &Service, now: Instant, people: &[DiaryRow]) -> (StreamId, String) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut refused = Vec::new();
    let hours = || (4..9).flat_map(|day| [10, 11, 14, 15].map(|hour| (day, hour)));
    for (like, (day, hour)) in people.iter().flat_map(|like| hours().map(move |hour| (like, hour))) {
        let Some(actor) = runtime.block_on(service.member(&like.officer)).unwrap() else { continue };
        let ask = Ask { actor, now, screen: "book" };
        let starts = format!("2016-01-{day:02}T{hour}:10");
        let appointment = NextAppointment {
            contact: "COAP".into(),
            order: String::new(),
            starts: starts.parse::<Minute>().unwrap(),
            minutes: 30,
            site: like.site.clone(),
            staff: like.officer.clone(),
            team: like.team.clone(),
            purpose: String::new(),
            besides: Besides::default(),
        };
        let said = Booking { person: like.stream.to_string(), appointment, repeat: None, although_away: false };
        match runtime.block_on(service.book(&ask, &Form::default(), &said)) {
            Ok(_) => return (like.stream.clone(), starts),
            Err(problem) => refused.push(problem),
        }
    }
    panic!("no time is free: {refused:?}");
}

/// A rebuild that stands still until it is let go.
struct Held<'a> {
    name: &'a str,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl<'a> Held<'a> {
    /// Somebody else holds the first person's stream, which `rebuild` comes to once it has read everything.
    fn first_of(name: &'a str, first: &StreamId) -> Held<'a> {
        let sql = format!("BEGIN; SELECT seq FROM head WHERE stream = '{first}' FOR UPDATE; SELECT pg_sleep(60)");
        let to = name.to_owned();
        // It is ended in the middle of it, and says so.
        let thread = std::thread::spawn(move || drop(Cluster::shared().ask(&to, &sql)));
        let sleeps =
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
        wait_until("it is held", || Cluster::shared().ask(name, sleeps).unwrap() == "1");
        Held { name, thread: Some(thread) }
    }

    fn let_go(mut self) {
        let ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                     WHERE datname = current_database() AND wait_event = 'PgSleep'";
        Cluster::shared().ask(self.name, ended).unwrap();
        self.thread.take().unwrap().join().unwrap();
    }
}

/// What keeps the appointment is that a stream is held, and looked at again, while its views are written (`unmoved` in the store).
#[test]
fn what_is_booked_while_a_database_is_rebuilt_stands_in_the_diary_afterwards() {
    let scene = Scene::new();
    let (url, keys) = (Cluster::shared().database().unwrap(), scene.path("keys"));
    let data = scene.path("data");
    let grown = run(&["grow", "--data", text(&data), "--keys", text(&keys), "--database-url", &url]);
    assert!(grown.status.success(), "{}", String::from_utf8_lossy(&grown.stderr));
    let place = ["--data", text(&keys), "--database-url", &url];
    let _server = start(&[&["serve", "--listen", "127.0.0.1:0"], &place[..]].concat());
    let database = Database { url: url.clone(), keys: keys.clone(), server: "two".into(), schema: None, standby: None };
    let store = Store::connect(database).unwrap();
    let people = store.read_here(in_a_diary).unwrap();
    let first = store.read_here(|snapshot| snapshot.streams("person")).unwrap().into_iter().min().unwrap();
    let last = store.read_here(Snapshot::last_checkpoint).unwrap().map_or(0, |last| last.at);
    let service = Service::new(store.clone(), practice::Standards::split_2014(), Arc::new(Counted(AtomicU64::new(9))));

    let name = url.rsplit("dbname=").next().unwrap();
    let held = Held::first_of(name, &first);
    let mut rebuild = throughcare(&[&["rebuild"], &place[..]].concat()).stderr(Stdio::null()).spawn().unwrap();
    let waits = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    wait_until("it has read, and waits to write", || Cluster::shared().ask(name, waits).unwrap() == "1");
    let (person, starts) = book(&service, Instant(last + 1), &people);
    assert!(rebuild.try_wait().unwrap().is_none(), "it was booked while the rebuild stood still");
    held.let_go();
    assert!(rebuild.wait().unwrap().success());

    let diary = store.read_here(|snapshot| snapshot.diary_of(&person)).unwrap();
    assert!(diary.iter().any(|row| row.starts == starts && row.state == "booked"), "{diary:?}");
}

#[test]
fn a_folder_that_a_server_has_is_not_rebuilt_and_what_it_booked_stands_after_a_rebuild() {
    let scene = Scene::new();
    let data = scene.path("data");
    let place = ["--data", text(&data)];
    let server = start(&[&["serve", "--listen", "127.0.0.1:0"], &place[..]].concat());
    let refused = run(&[&["rebuild"], &place[..]].concat());
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("in use by another process"), "{refused:?}");
    drop(server);

    let store = Store::open(&data).unwrap();
    let people = store.read_here(in_a_diary).unwrap();
    let last = store.read_here(Snapshot::last_checkpoint).unwrap().map_or(0, |last| last.at);
    let service = Service::new(store.clone(), practice::Standards::split_2014(), Arc::new(Counted(AtomicU64::new(9))));
    let (person, starts) = book(&service, Instant(last + 1), &people);
    assert!(!run(&[&["rebuild"], &place[..]].concat()).status.success(), "nor while whoever booked has it");
    let diary = |store: &Store| store.read_here(|snapshot| snapshot.diary_of(&person)).unwrap();
    let before = diary(&store);
    drop(service);
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(store.close());
    assert!(run(&[&["rebuild"], &place[..]].concat()).status.success());
    let after = diary(&Store::open(&data).unwrap());
    assert!(after.iter().any(|row| row.starts == starts && row.state == "booked"), "{after:?}");
    assert_eq!(after, before);
}
