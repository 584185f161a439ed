//! Several servers on one database: what they must do together, and what must not happen when one of them, or the
//! database, goes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use cluster::{Cluster, Disk};
use store::conformance::samples::{START, act, diary_row, entry, genesis, person, read_row};
use store::{Act, Appended, Database, Genesis, IdemKey, Report, Rows, Snapshot, Store, StoreError, Walked, WhoRead};

use crate::postgres::Place;
use crate::support::{block_on, original};

/// Acknowledged acts of several servers, each with a key of its own, until it is told to stop.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    recorded: Arc<AtomicU64>,
    tasks: Vec<tokio::task::JoinHandle<Result<Vec<String>, StoreError>>>,
}

impl Load {
    pub(crate) fn on(servers: &[Store], writers: u64) -> Load {
        let (stop, recorded) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let tasks = (0..writers)
            .zip(servers.iter().cycle())
            .map(|(n, store)| tokio::spawn(write(store.clone(), n, stop.clone(), recorded.clone())));
        let tasks = tasks.collect();
        Load { stop, recorded, tasks }
    }

    /// Waits until so many more acts are acknowledged.
    pub(crate) async fn more(&self, count: u64) {
        let wanted = self.recorded.load(Ordering::SeqCst) + count;
        while self.recorded.load(Ordering::SeqCst) < wanted
            && !self.tasks.iter().all(tokio::task::JoinHandle::is_finished)
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// The ids of every entry that was acknowledged, with the server that said so still standing.
    pub(crate) async fn end(self) -> Vec<String> {
        self.stop.store(true, Ordering::SeqCst);
        let mut ids = Vec::new();
        for task in self.tasks {
            ids.extend(task.await.unwrap().unwrap());
        }
        ids
    }
}

/// Goes on with shared streams, so that servers meet at their heads; every act is tried until it is recorded.
async fn write(
    store: Store,
    n: u64,
    stop: Arc<AtomicBool>,
    recorded: Arc<AtomicU64>,
) -> Result<Vec<String>, StoreError> {
    let mut ids = Vec::new();
    for turn in 0_u64.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let key = IdemKey { actor: format!("writer-{n}"), key: turn.to_string(), digest: [1; 32] };
        let act = Act { key: Some(key), ..act(START, &person((n + turn) % 5), &format!("{n}-{turn}")) };
        let receipt = loop {
            match store.append(act.clone()).await {
                Ok(Appended::Recorded(receipt) | Appended::Repeat(receipt)) => break receipt,
                Ok(other) => return Err(StoreError::Damaged(format!("{other:?}"))),
                // Whoever has no answer sends it again.
                Err(StoreError::InDoubt) => {}
                Err(error) => return Err(error),
            }
        };
        ids.extend(receipt.ids.iter().map(ToString::to_string));
        recorded.fetch_add(1, Ordering::SeqCst);
    }
    Ok(ids)
}

/// Everything acknowledged is there once, nothing else is, and the log is whole.
pub(crate) fn judge(database: &Database, acknowledged: &[String]) -> Report {
    let report = store::verify_database(database, acknowledged).unwrap();
    assert!(report.ok, "{report:?}");
    let once: std::collections::HashSet<_> = acknowledged.iter().collect();
    assert_eq!(once.len(), acknowledged.len(), "two acts were told of one entry");
    report
}

pub(crate) async fn servers(place: &Place) -> Vec<Store> {
    let one = Store::create_in(place.server("one"), &genesis()).unwrap();
    let two = Store::connect(place.server("two")).unwrap();
    one.protect().await.unwrap();
    vec![one, two]
}

#[test]
fn two_servers_record_side_by_side_without_a_gap() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let stores = servers(&place).await;
        let load = Load::on(&stores, 16);
        load.more(600).await;
        let ids = load.end().await;
        for store in &stores {
            store.protect().await.unwrap();
        }
        let report = judge(&place.server("auditor"), &ids);
        assert_eq!(report.entries, ids.len() as u64, "nothing else was recorded");
        let log = stores[0].read(|snapshot| snapshot.log_range(0, u32::MAX)).await.unwrap();
        assert!(log.is_sorted_by_key(|row| row.recorded), "the order of the log is the order of time");
    });
}

#[test]
fn a_database_is_verified_as_of_one_moment_while_two_servers_record() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let stores = servers(&place).await;
        let load = Load::on(&stores, 1);
        let mut sizes = Vec::new();
        for _ in 0..3 {
            load.more(20).await;
            let auditor = place.server("auditor");
            let report = tokio::task::spawn_blocking(move || store::verify_database(&auditor, &[])).await.unwrap();
            let report = report.unwrap();
            assert!(report.ok, "{report:?}");
            sizes.push(report.size);
        }
        assert!(sizes.is_sorted() && sizes[0] < sizes[2], "the record grew meanwhile: {sizes:?}");
        load.end().await;
        stores[0].protect().await.unwrap();
        let walked = Walked::default();
        let report = store::verify_database_watched(&place.server("auditor"), &[], &walked).unwrap();
        assert_eq!(walked.rows(), report.entries + 2 * report.size, "the entries, and the log twice");
    });
}

#[test]
fn reads_of_two_servers_are_sealed_in_one_row_of_batches() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let stores = servers(&place).await;
        for n in 0..200 {
            stores[usize::try_from(n % 2).unwrap()].log_read(read_row(START + n, 1, "case")).await.unwrap();
            if n % 50 == 0 {
                stores[0].protect().await.unwrap();
            }
        }
        stores[1].protect().await.unwrap();
        let told = stores[0].read(|snapshot| snapshot.who_read(&WhoRead::all(person(1)), 1000)).await.unwrap();
        assert_eq!(told.len(), 200);
        judge(&place.server("auditor"), &[]);
        Cluster::shared()
            .ask(&place.name(), "UPDATE read SET staff = 'someone else' WHERE batch = 1 AND n = 0")
            .unwrap();
        assert!(!store::verify_database(&place.server("auditor"), &[]).unwrap().ok);
    });
}

#[test]
fn a_server_that_loses_its_connections_goes_on_and_records_nothing_twice() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let stores = servers(&place).await;
        let load = Load::on(&stores, 8);
        for _ in 0..8 {
            load.more(40).await;
            let cut = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE application_name = 'throughcare' AND datname = current_database()";
            Cluster::shared().ask(&place.name(), cut).unwrap();
        }
        load.more(40).await;
        let ids = load.end().await;
        stores[0].protect().await.unwrap();
        let report = judge(&place.server("auditor"), &ids);
        assert_eq!(report.entries, ids.len() as u64, "an act was recorded twice, or without an answer");
    });
}

#[test]
fn lost_races_are_run_again_unseen() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let stores = servers(&place).await;
        // Three commits of ten fail as a serialisable database makes them fail.
        let trigger = "CREATE FUNCTION unlucky() RETURNS trigger LANGUAGE plpgsql AS $$
                 BEGIN IF random() < 0.3 THEN RAISE EXCEPTION 'unlucky' USING ERRCODE = '40001'; END IF; RETURN NULL; END $$;
             CREATE CONSTRAINT TRIGGER unlucky AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED
                 FOR EACH ROW EXECUTE FUNCTION unlucky()";
        Cluster::shared().ask(&place.name(), trigger).unwrap();
        let load = Load::on(&stores, 8);
        load.more(300).await;
        let ids = load.end().await;
        stores[0].protect().await.unwrap();
        assert_eq!(judge(&place.server("auditor"), &ids).entries, ids.len() as u64);
    });
}

#[test]
fn a_database_that_restarts_under_load_loses_nothing() {
    let cluster = Cluster::start(Disk::Durable).unwrap();
    let place = Place::new(&cluster);
    block_on(async {
        let stores = servers(&place).await;
        let load = Load::on(&stores, 8);
        for round in 0..4 {
            load.more(50).await;
            if round == 3 {
                cluster.kill().unwrap();
            } else {
                cluster.restart().unwrap();
            }
        }
        load.more(50).await;
        let ids = load.end().await;
        stores[1].protect().await.unwrap();
        let report = judge(&place.server("auditor"), &ids);
        assert_eq!(report.entries, ids.len() as u64, "an act was recorded twice, or without an answer");
    });
}

#[test]
fn a_failover_to_the_standby_loses_nothing_that_was_acknowledged() {
    let first = Cluster::start(Disk::Durable).unwrap();
    let mut place = Place::new(&first);
    let second = first.standby().unwrap();
    let name = place.name();
    place.url = format!(
        "host={},{} user=postgres dbname={name} target_session_attrs=read-write",
        first.host().display(),
        second.host().display()
    );
    block_on(async {
        let stores = servers(&place).await;
        let load = Load::on(&stores, 8);
        load.more(100).await;
        // What is read aside comes from the standby, which takes no writes, and says how far it has followed.
        let standby = format!("host={} user=postgres dbname={name}", second.host().display());
        let asking = Store::connect(Database { standby: Some(standby), ..place.server("asking") }).unwrap();
        // The first seal is made in its own time, and so replayed there.
        let mut aside = None;
        for _ in 0..500 {
            aside =
                asking.read_aside(i64::MAX, |snapshot| snapshot.last_checkpoint().map(Some)).await.unwrap().flatten();
            if aside.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let ahead = asking.read(Snapshot::last_checkpoint).await.unwrap();
        assert!(aside.is_some() && aside.map(|last| last.size) <= ahead.map(|last| last.size));
        asking.close().await;
        first.down().unwrap();
        second.promote().unwrap();
        // A promoted standby has nobody to wait for.
        load.more(100).await;
        let ids = load.end().await;
        stores[0].protect().await.unwrap();
        let report = judge(&place.server("auditor"), &ids);
        assert_eq!(report.entries, ids.len() as u64, "an act was recorded twice, or without an answer");
    });
}

#[test]
fn a_standby_that_cannot_answer_is_passed_over() {
    let place = Place::new(Cluster::shared());
    // One leads nowhere, one has no record at all, and one has somebody else's.
    let others = Place::new(Cluster::shared());
    let origin = "throughcare.example/another";
    let key = ledger::SigningKey::from_seed(origin, [9; 32]);
    drop(Store::create_in(others.server("other"), &Genesis { origin: origin.into(), key, ..genesis() }).unwrap());
    let nowhere = "host=/nowhere user=postgres dbname=nothing".to_owned();
    block_on(async {
        let one = Store::create_in(place.server("one"), &genesis()).unwrap();
        one.append(act(START, &person(1), "first")).await.unwrap();
        one.protect().await.unwrap();
        for standby in [nowhere, Cluster::shared().database().unwrap(), others.url.clone()] {
            let asking = Store::connect(Database { standby: Some(standby), ..place.server("asking") }).unwrap();
            let last = asking.read_aside(i64::MAX, Snapshot::last_checkpoint).await.unwrap().unwrap();
            assert_eq!(last.size, 2, "an entry and its seal");
            asking.close().await;
        }
    });
}

#[test]
fn a_standby_that_fell_behind_is_asked_only_for_what_it_has_and_only_while_it_is_near() {
    let (place, cut_off) = (Place::new(Cluster::shared()), Place::new(Cluster::shared()));
    block_on(async {
        let one = Store::create_in(place.server("one"), &genesis()).unwrap();
        // The same log as it was before: what a standby knows that was cut off then.
        let other = Store::create_in(cut_off.server("one"), &genesis()).unwrap();
        for store in [&one, &other] {
            store.append(act(START, &person(1), "first")).await.unwrap();
            store.protect().await.unwrap();
        }
        other.close().await;
        let before = one.read(Snapshot::last_checkpoint).await.unwrap().unwrap();
        one.append(act(START + 90_000_000, &person(1), "second")).await.unwrap();
        one.protect().await.unwrap();
        let last = one.read(Snapshot::last_checkpoint).await.unwrap().unwrap();
        let asking = Store::connect(Database { standby: Some(cut_off.url.clone()), ..place.server("asking") }).unwrap();
        let ask = async |oldest| asking.read_aside(oldest, Snapshot::last_checkpoint).await.unwrap().unwrap().size;
        assert_eq!(ask(last.at - before.at).await, before.size, "near enough: the standby answers");
        assert_eq!(ask(last.at - before.at - 1).await, last.size, "too far behind: the database does");
        let covered = move |snapshot: &Snapshot| snapshot.checkpoint_covering(last.size - 1);
        let found = asking.read_aside(i64::MAX, covered).await.unwrap();
        assert_eq!(found.map(|row| row.size), Some(last.size), "what it does not have yet is asked of the database");
        asking.close().await;
        one.close().await;
    });
}

#[test]
fn a_server_that_stops_in_the_middle_of_an_act_holds_the_others_up_for_seconds_only() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let stores = servers(&place).await;
        stores[0].append(act(START, &person(1), "first")).await.unwrap();
        // As a stopped process leaves it: a gate, a head and the lease held, and not a word more.
        let held = "SET idle_in_transaction_session_timeout = '5s'; BEGIN;
             SELECT 1 FROM lease FOR UPDATE; SELECT 1 FROM gate FOR UPDATE; SELECT 1 FROM head FOR UPDATE";
        let (client, connection) = tokio_postgres::connect(&place.url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(held).await.unwrap();
        let answer =
            tokio::time::timeout(Duration::from_secs(9), stores[1].append(act(START, &person(1), "second"))).await;
        assert!(matches!(answer, Ok(Ok(Appended::Recorded(_)))), "{answer:?}");
        stores[1].protect().await.unwrap();
        judge(&place.server("auditor"), &[]);
    });
}

#[test]
fn a_seal_under_an_old_epoch_is_never_signed() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let stores = servers(&place).await;
        // The lease passes from one to the other again and again, whatever either believes.
        let load = Load::on(&stores, 4);
        for _ in 0..30 {
            load.more(5).await;
            let over = "UPDATE lease SET holder = 'nobody', until = 0";
            Cluster::shared().ask(&place.name(), over).unwrap();
        }
        let ids = load.end().await;
        stores[0].protect().await.unwrap();
        judge(&place.server("auditor"), &ids);
        let epoch: i64 = Cluster::shared().ask(&place.name(), "SELECT epoch FROM lease").unwrap().parse().unwrap();
        assert!(epoch > 10, "the lease passed {epoch} times");
    });
}

#[test]
fn what_a_server_recorded_just_before_it_ended_is_sealed() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let stores = servers(&place).await;
        let [one, two] = <[Store; 2]>::try_from(stores).unwrap_or_else(|_| unreachable!("there are two"));
        // A day ahead of everyone: nothing recorded afterwards reaches as far.
        let receipt = record(&two, act(START + 86_400_000_000, &person(1), "the last")).await;
        two.close().await;
        one.protect().await.unwrap();
        assert_eq!(judge(&place.server("auditor"), &[receipt]).entries, 1);
    });
}

async fn record(store: &Store, act: Act) -> String {
    match store.append(act).await.unwrap() {
        Appended::Recorded(receipt) => receipt.ids[0].to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_form_that_reaches_both_servers_at_once_is_recorded_once_and_answered_twice() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let stores = servers(&place).await;
        for turn in 0..40 {
            let key = IdemKey { actor: "staff-1".into(), key: turn.to_string(), digest: [1; 32] };
            // It rests on a head that its twin moves on.
            let expects = vec![(person(1), turn)];
            let sent = || Act { key: Some(key.clone()), expects: expects.clone(), ..act(START, &person(1), "once") };
            let (one, two) = tokio::join!(stores[0].append(sent()), stores[1].append(sent()));
            let answers = [one.unwrap(), two.unwrap()];
            let count = |of: fn(&Appended) -> bool| answers.iter().filter(|answer| of(answer)).count();
            let (recorded, repeats) =
                (count(|one| matches!(one, Appended::Recorded(_))), count(|one| matches!(one, Appended::Repeat(_))));
            assert_eq!((recorded, repeats), (1, 1), "{answers:?}");
        }
    });
}

#[test]
fn a_stream_goes_on_at_once_after_an_act_that_was_about_others_as_well() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let stores = servers(&place).await;
        let diary = |starts| vec![diary_row(1, "a", starts)];
        let about = |people: &[u64], starts| Act {
            entries: people.iter().map(|number| entry(&person(*number), starts)).collect(),
            rows: vec![Rows::Diary { stream: person(1), rows: diary(starts) }],
            ..act(START, &person(1), starts)
        };
        let (nine, ten, eleven) = ("2015-12-15T09:00", "2015-12-15T10:00", "2015-12-15T11:00");
        // All on one clock: the others follow the first within a microsecond each, in this stream.
        for act in [about(&[1, 2, 2], nine), about(&[1], ten), about(&[1], eleven)] {
            record(&stores[0], act).await;
        }
        let entries = stores[0].entries(person(1)).await.unwrap();
        for (entry, starts) in entries.iter().zip([nine, ten, eleven]) {
            let at = entry.recorded;
            let known = stores[0]
                .read(move |snapshot| snapshot.diary_of_officer_known_at("staff-1", "2015-12-15", "2015-12-15", at));
            assert_eq!(known.await.unwrap(), diary(starts));
        }
    });
}

#[test]
fn a_server_without_the_key_serves_and_does_not_seal() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let one = Store::create_in(place.server("one"), &genesis()).unwrap();
        let bare = tempfile::tempdir().unwrap();
        std::fs::copy(place.keys.path().join("key.pub"), bare.path().join("key.pub")).unwrap();
        let keyless = Database { keys: bare.path().to_path_buf(), ..place.server("two") };
        let two = Store::connect(keyless).unwrap();
        two.append(act(START, &person(1), "first")).await.unwrap();
        one.protect().await.unwrap();
        let last = two.read(Snapshot::last_checkpoint).await.unwrap().unwrap();
        assert_eq!(last.size, 2);
    });
}

#[test]
fn a_folder_moves_into_a_database_byte_for_byte_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    crate::support::copy(original(), dir.path());
    let before = crate::support::verified(dir.path());
    let place = Place::new(Cluster::shared());
    store::grow(dir.path(), &place.server("mover")).unwrap();
    let uncounted =
        "SELECT COUNT(*) FROM pg_class WHERE relkind = 'r' AND reltuples < 0 AND relnamespace = 'public'::regnamespace";
    assert_eq!(
        Cluster::shared().ask(&place.name(), uncounted).unwrap(),
        "0",
        "its planner knows what each table holds"
    );
    let after = judge(&place.server("auditor"), &[]);
    assert_eq!((after.size, &after.root, after.entries), (before.size, &before.root, before.entries));
    block_on(async {
        let store = Store::connect(place.server("one")).unwrap();
        store.append(act(START, &person(1), "after the move")).await.unwrap();
        store.log_read(read_row(START, 1, "case")).await.unwrap();
        store.protect().await.unwrap();
    });
    assert_eq!(judge(&place.server("auditor"), &[]).entries, before.entries + 1);
    // Neither there again nor anywhere else: it would be a second history.
    let other = Place::new(Cluster::shared());
    for again in [&place, &other] {
        let refused = store::grow(dir.path(), &again.server("mover")).unwrap_err();
        assert!(matches!(&refused, StoreError::MovedBefore { .. }), "{refused}");
    }
}

#[test]
fn a_backup_of_a_database_in_use_is_a_folder_that_verifies_and_can_move_back() {
    let place = Place::new(Cluster::shared());
    let dir = tempfile::tempdir().unwrap();
    let backup = dir.path().join("backup");
    let (before, ids) = block_on(async {
        let stores = servers(&place).await;
        let load = Load::on(&stores, 8);
        load.more(60).await;
        let (from, to) = (place.server("backup"), backup.clone());
        let taken = tokio::task::spawn_blocking(move || store::back_up_database(&from, &to, START)).await.unwrap();
        load.more(60).await;
        let ids = load.end().await;
        stores[0].log_read(read_row(START, 1, "case")).await.unwrap();
        stores[0].protect().await.unwrap();
        (taken.unwrap(), ids)
    });
    assert!(before.entries >= 60 && before.entries < ids.len() as u64, "{} of {}", before.entries, ids.len());
    judge(&place.server("auditor"), &ids);
    assert_eq!(store::verify_backup(&backup).unwrap().root, before.root);
    // Restored into a folder, it can be worked with, and moved into a database again.
    let restored = dir.path().join("restored");
    let restoring = store::Restoring::begin(&backup, &restored).unwrap();
    restoring.put_key(place.keys.path()).unwrap();
    restoring.finish().unwrap();
    crate::support::note(&Store::open(&restored).unwrap(), &person(1), "after the restore");
    let again = Place::new(Cluster::shared());
    store::grow(&restored, &again.server("mover")).unwrap();
    assert_eq!(judge(&again.server("auditor"), &[]).entries, before.entries + 1);
}
