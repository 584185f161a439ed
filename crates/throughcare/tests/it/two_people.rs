//! Erasure by two information officers, for tests of what becomes of it in copies.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use access::Actor;
use record::StreamId;
use record::facts::organisation::Role;
use record::time::Instant;
use service::erasure::{Decision, Hold, Proposal};
use service::{Ask, Chance, Form, Service};
use store::{Snapshot, Store};

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

/// The service over a record that nobody else has open, with a moment after all that is in it.
fn opened(store: Store) -> (Service, Instant) {
    let last = store.read_here(Snapshot::last_checkpoint).unwrap().map_or(0, |last| last.at);
    let chance = Arc::new(Counted(AtomicU64::new(last.unsigned_abs())));
    (Service::new(store, practice::Standards::split_2014(), chance), Instant(last + 1))
}

fn asks(staff: &str, now: Instant) -> Ask {
    let actor = Actor {
        staff: staff.to_owned(),
        name: staff.to_owned(),
        role: Role::InformationOfficer,
        team: String::new(),
        provider: String::new(),
        courts: Vec::new(),
    };
    Ask { actor, now, screen: "erasures" }
}

/// Two people erase entries of a stream, as the pages let them. Gives the seqs that were erased.
pub(crate) fn erase(store: Store, stream: &StreamId, seqs: &[u64]) {
    let (service, now) = opened(store);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let said = Proposal {
            stream: stream.to_string(),
            whole: false,
            seqs: seqs.to_vec(),
            authority: "A court's order".to_owned(),
            reason: "Ordered".to_owned(),
        };
        service.propose_erasure(&asks("IO1", now), &Form::default(), &said).await.unwrap();
        let proposal = service.store().entries(stream.clone()).await.unwrap().last().unwrap().seq;
        let said = Decision { stream: stream.to_string(), proposal, erase: Some(true), reason: String::new() };
        service.decide_erasure(&asks("IO2", now), &Form::default(), &said).await.unwrap();
        service.store().clone().close().await;
    });
}

/// An information officer places a legal hold on a stream.
pub(crate) fn hold(store: Store, stream: &StreamId) {
    let (service, now) = opened(store);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let said = Hold { stream: stream.to_string(), authority: "Independent inquiry".to_owned() };
    runtime.block_on(service.place_hold(&asks("IO1", now), &Form::default(), &said)).unwrap();
}

/// Somebody's stream in a folder, with two entries of it that say something.
pub(crate) fn somebody(data: &Path) -> (StreamId, [u64; 2]) {
    let store = Store::open_read_only(data).unwrap();
    let streams = store.read_here(|snapshot| snapshot.streams("person")).unwrap();
    (streams.into_iter().next().unwrap(), [2, 3])
}
