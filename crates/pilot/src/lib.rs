//! A synthetic service: a county on no map with its people, orders, appointments and failures, the same from the same seed to
//! the last byte of the log.
//!
//! - [`make`] makes one in an empty folder. [`Plan`]: how many people, which seed, which moment is now.
//! - `network`, `names`, `offences`, `asked`, `words`: what it is made of. `cast`, `script`: parts that some people play,
//!   among them documented failures and what only looks like them ([`Planted`], kept by `planted`).
//! - `units`, `roles`: the streams of the service itself, and who a visitor may sign in as.
//! - `profile`, `life`, `origins`, `registers`, `assessments`, `series`, `diary`, `failure`, `breach`, `letters`, `work`,
//!   `sending`, `extras`: one person, from their number alone. `said`: their stream as it grows; `calendar`: days as the
//!   service counts them.
//! - `load`: everybody into the store, by two threads, in memory that does not grow. `court`: files to import.
//! - `rates`: [`Rate`]: what was aimed at, what came of it, and where the figure is from.
//!
//! Deliberately absent: a clock, chance that is not from the seed, and anything real: providers, places, courts, names and
//! numbers are made up and cannot be anybody's.

mod asked;
mod assessments;
mod breach;
mod calendar;
mod cast;
mod chance;
mod court;
mod diary;
mod extras;
mod failure;
mod letters;
mod life;
mod load;
mod names;
mod network;
mod offences;
mod origins;
mod planted;
mod profile;
mod rates;
mod registers;
mod roles;
mod said;
mod script;
mod sending;
mod series;
mod units;
mod words;
mod work;

use std::path::{Path, PathBuf};

use record::time::Minute;
use store::{SideWrite, Store, StoreError};

pub use planted::Planted;
pub use rates::Rate;
pub use roles::DemoRole;

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// People on record; at least 60 for every part to be played, at most a million.
    pub people: u32,
    /// Where all chance comes from.
    pub seed: u64,
    /// The demonstration's now, a London minute: everything is recorded before it. The bank holidays known limit it to
    /// 2012 to 2030, and the planted parts expect a Tuesday.
    pub start: Minute,
    /// Whether all who play no part are new, their order begun within the last fortnight: a tenth of the entries, for
    /// measuring how the service grows with people.
    pub recent: bool,
}

/// What was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// Entries in the log, seals not counted.
    pub entries: u64,
    /// The log's root.
    pub root: ledger::Hash,
    /// People on record.
    pub people: u32,
    /// Who a visitor may sign in as; all with the one password.
    pub roles: Vec<DemoRole>,
    /// Shares aimed at and reached.
    pub rates: Vec<Rate>,
    /// Documented failures and whose records show them.
    pub planted: Vec<Planted>,
    /// A court list to import, some of whose defendants are on record.
    pub court_list: PathBuf,
}

/// Why no service was made.
#[derive(Debug, thiserror::Error)]
pub enum PilotError {
    /// The folder holds what a making left that did not come to its end.
    #[error("the making of {} was cut short: remove the folder and make it again", .0.display())]
    CutShort(PathBuf),
    /// More people than there are case reference numbers.
    #[error("a synthetic service has at most a million people")]
    TooMany,
    /// The standards lack something, or do not reach a day.
    #[error("the standards do not serve: {0}")]
    Standards(String),
    /// An entry cannot be written.
    #[error("an entry cannot be written: {0}")]
    Entry(String),
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A sample file cannot be written.
    #[error("{path} cannot be written: {reason}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: std::io::Error,
    },
}

/// The line that stands on every page of a synthetic service.
pub const BANNER: &str = "Synthetic service: every person, place and organisation is made up";

/// Makes a synthetic service in an empty folder. `password_phc` is the argon2 hash of the one password of all staff;
/// `progress` is told the number of people done.
///
/// The folder's meta rows say `demo` (1), `start`, `seed`, `people`, `banner` and `roles` (JSON, a list of
/// [`DemoRole`]); and, put there last, `planted` and `rates` (JSON, lists of [`Planted`] and [`Rate`]) and `made` (1):
/// without it the making was cut short.
pub fn make(folder: &Path, plan: &Plan, password_phc: &str, progress: &dyn Fn(u64)) -> Result<Made, PilotError> {
    if plan.people > 1_000_000 {
        return Err(PilotError::TooMany);
    }
    refuse_cut_short(folder)?;
    let mut network = network::Network::new(plan.people, plan.seed);
    let roles = roles::name(&mut network);
    let world = profile::World {
        people: plan.people,
        seed: plan.seed,
        network: &network,
        now: plan.start.instant().0,
        today: plan.start.day(),
        recent: plan.recent,
    };
    let units = units::units(&network, plan);
    let jobs = load::jobs(&world, &units);
    let meta = meta(plan, &roles);
    let (loaded, tally) = load::load(folder, &world, &units, &jobs, meta, progress)?;
    let made = Made {
        entries: loaded.entries,
        root: loaded.root,
        people: plan.people,
        roles,
        rates: tally.rates(),
        planted: planted::planted(&world)?,
        court_list: court::samples(folder, &world)?,
    };
    let store = Store::open(folder)?;
    load::documents(&store, &world, &units, &jobs)?;
    store.put_here(SideWrite::All(finished(&network, &made, password_phc)))?;
    Ok(made)
}

/// A whole record is refused by the load itself; one without the last of its meta rows cannot be gone on with.
fn refuse_cut_short(folder: &Path) -> Result<(), PilotError> {
    if Store::is_empty(folder) {
        return Ok(());
    }
    let store = Store::open_read_only(folder)?;
    let (synthetic, whole) = store.read_here(|snapshot| Ok((snapshot.meta("demo")?, snapshot.meta("made")?)))?;
    if synthetic.is_some() && whole.as_deref() != Some("1") {
        return Err(PilotError::CutShort(folder.to_owned()));
    }
    Ok(())
}

/// Passwords, and the meta rows that tell a whole service from one whose making was cut short.
fn finished(network: &network::Network, made: &Made, password_phc: &str) -> Vec<SideWrite> {
    let passwords = network
        .members
        .iter()
        .map(|member| SideWrite::PutPassword { staff: member.code.clone(), phc: password_phc.to_owned() });
    let put = |name: &str, value: String| SideWrite::PutMeta { name: name.to_owned(), value };
    let last =
        [put("planted", in_json(&made.planted)), put("rates", in_json(&made.rates)), put("made", "1".to_owned())];
    passwords.chain(last).collect()
}

fn in_json(value: &impl serde::Serialize) -> String {
    // Plain structs of texts and numbers always serialise.
    serde_json::to_string(value).unwrap_or_default()
}

fn meta(plan: &Plan, roles: &[DemoRole]) -> Vec<(String, String)> {
    [
        ("demo", "1".to_owned()),
        ("start", plan.start.to_string()),
        ("seed", plan.seed.to_string()),
        ("people", plan.people.to_string()),
        ("banner", BANNER.to_owned()),
        ("roles", in_json(&roles)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}
