//! The subcommands.

pub(crate) mod asker;
pub(crate) mod backup;
pub(crate) mod bare;
pub(crate) mod bare_postgres;
pub(crate) mod bench;
pub(crate) mod bench_append;
mod bench_standby;
pub(crate) mod conformance;
pub(crate) mod demo;
pub(crate) mod durable;
pub(crate) mod export;
pub(crate) mod grow;
pub(crate) mod held;
pub(crate) mod import;
pub(crate) mod missing;
pub(crate) mod question;
pub(crate) mod rebuild;
pub(crate) mod receipts;
pub(crate) mod release_reads;
pub(crate) mod replay_erasures;
pub(crate) mod restore;
pub(crate) mod score;
pub(crate) mod scores;
pub(crate) mod scrub;
pub(crate) mod segments;
pub(crate) mod send;
pub(crate) mod serve;
pub(crate) mod telling;
pub(crate) mod texts;
pub(crate) mod upgrade;
pub(crate) mod verify;
pub(crate) mod verifying;
pub(crate) mod who_read;
pub(crate) mod witness;
pub(crate) mod witnesses;

use std::sync::Arc;

use record::time::{Instant, Minute};
use service::Service;
use store::Store;
use web::pages::service::sign_in::DemoRole;
use web::{Clocks, Demonstration};

use crate::clock::{SystemChance, SystemClocks};
use crate::place::Place;

/// What a folder says of itself, and the service over it.
pub(crate) struct Opened {
    pub(crate) service: Service,
    pub(crate) clocks: Arc<dyn Clocks>,
    pub(crate) demonstration: Option<Arc<Demonstration>>,
}

/// Opens a record for work, once its witnesses have been asked what they have seen of it. A demonstration's clock goes on from
/// the last thing recorded.
pub(crate) fn open(place: &Place) -> anyhow::Result<Opened> {
    witnesses::look(place)?;
    over(place.open()?)
}

/// The service over an open record.
pub(crate) fn over(store: Store) -> anyhow::Result<Opened> {
    let (start, roles, banner, password, last) = store.read_here(|snapshot| {
        let last = snapshot.last_checkpoint()?.map(|checkpoint| checkpoint.at);
        Ok((
            snapshot.meta("start")?,
            snapshot.meta("roles")?,
            snapshot.meta("banner")?,
            snapshot.meta("demo_password")?,
            last,
        ))
    })?;
    let start: Option<Minute> = start.map(|text| text.parse()).transpose()?;
    let clocks = match start {
        Some(start) => {
            let last = last.map_or(start.instant(), |at| Instant(at + 1));
            SystemClocks::set_to(last.max(start.instant()))
        }
        None => SystemClocks::wall(),
    };
    let demonstration = start.map(|_| {
        Arc::new(Demonstration {
            banner: banner.unwrap_or_else(|| "Synthetic service: every person here is invented.".to_owned()),
            password: password.unwrap_or_default(),
            roles: roles.map(|text| demo_roles(&text)).unwrap_or_default(),
        })
    });
    let service = Service::new(store, practice::Standards::split_2014(), Arc::new(SystemChance));
    Ok(Opened { service, clocks: Arc::new(clocks), demonstration })
}

fn demo_roles(text: &str) -> Vec<DemoRole> {
    let roles: Vec<serde_json::Value> = serde_json::from_str(text).unwrap_or_default();
    let field = |role: &serde_json::Value, name: &str| role[name].as_str().unwrap_or_default().to_owned();
    roles
        .iter()
        .map(|role| DemoRole {
            value: field(role, "sign_in"),
            name: field(role, "name"),
            role: field(role, "role"),
            organisation: field(role, "organisation"),
            hint: field(role, "hint"),
        })
        .collect()
}

/// A runtime for the asynchronous half of the program.
pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
