//! Acts that lose to somebody else's locks are run again, unseen by whoever sent them.

use std::time::Duration;

use cluster::Cluster;
use store::conformance::samples::{START, act, entry, genesis, person};
use store::{Act, Appended, Store};

use crate::postgres::Place;
use crate::support::block_on;

/// Somebody with a transaction open that holds a stream's head.
async fn holding(place: &Place, stream: u64) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(&place.url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("BEGIN").await.unwrap();
    hold(&client, stream).await;
    client
}

async fn hold(client: &tokio_postgres::Client, stream: u64) {
    let text = format!("SELECT 1 FROM head WHERE stream = '{}' FOR UPDATE", person(stream));
    client.batch_execute(&text).await.unwrap();
}

/// A record with two streams, in the order in which their heads are locked.
async fn two_streams(place: &Place) -> (Store, [u64; 2]) {
    let store = Store::create_in(place.server("one"), &genesis()).unwrap();
    let mut numbers = [1, 2];
    numbers.sort_by_key(|number| person(*number));
    for number in numbers {
        store.append(act(START, &person(number), "first")).await.unwrap();
    }
    (store, numbers)
}

fn of_both(numbers: [u64; 2]) -> Act {
    Act { entries: numbers.map(|number| entry(&person(number), "both")).to_vec(), ..Act::default() }
}

fn asked(place: &Place, sql: &str) -> u64 {
    Cluster::shared().ask(&place.name(), sql).unwrap().parse().unwrap()
}

/// Waits until an act waits for a lock.
async fn until_it_waits(place: &Place) {
    let waits = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
         AND application_name = 'throughcare'";
    for _ in 0..1_000 {
        if asked(place, waits) > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the act never came to the lock");
}

#[test]
fn an_act_that_is_chosen_to_give_way_in_a_deadlock_is_recorded_after_all() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let (store, [first, second]) = two_streams(&place).await;
        let other = holding(&place, second).await;
        let sent = tokio::spawn(async move { store.append(of_both([first, second])).await });
        until_it_waits(&place).await;
        // The act holds the first and waits for the second. It was here before, and so it is the one that notices.
        hold(&other, first).await;
        other.batch_execute("COMMIT").await.unwrap();
        let answer = sent.await.unwrap();
        assert!(matches!(answer, Ok(Appended::Recorded(_))), "{answer:?}");
        // What a connection has counted is told when it is idle.
        for _ in 0..500 {
            if asked(&place, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") > 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("there was no deadlock");
    });
}

/// Longer than an act waits for a lock.
const TOO_LONG: Duration = Duration::from_millis(9_500);

#[test]
fn an_act_that_gave_a_lock_up_tries_again_until_it_has_it() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let (store, [first, second]) = two_streams(&place).await;
        let other = holding(&place, second).await;
        let sent = tokio::task::spawn_blocking(move || store.append_here(of_both([first, second])));
        until_it_waits(&place).await;
        tokio::time::sleep(TOO_LONG).await;
        let since = "SELECT CAST(COALESCE(MAX(EXTRACT(EPOCH FROM clock_timestamp() - xact_start)), 0) AS BIGINT)
             FROM pg_stat_activity WHERE application_name = 'throughcare' AND datname = current_database()
             AND wait_event_type = 'Lock'";
        // The sealer waits for the act, from up to two seconds later on, and gives up in its turn: eight seconds may be its.
        assert!(asked(&place, since) < 9, "it still waits in its first transaction");
        other.batch_execute("COMMIT").await.unwrap();
        let answer = sent.await.unwrap();
        assert!(matches!(answer, Ok(Appended::Recorded(_))), "{answer:?}");
    });
}
