//! Use cases: load, authorise, decide, append, project, log the read. The only room with store, clock and actor together.
//!
//! - [`Service`]: the store, the standards and chance. [`Ask`]: who asks, when, from which screen. [`Problem`]: why not.
//! - [`door`]: the one way to a case: relationship, decision, read logged, then the entries.
//! - [`write`]: the one way to the record: decide over fresh entries, append one act, project, five tries. `streams`: what is
//!   decided over. [`said`]: something about to be recorded. [`newer`]: what a newer release wrote, which is left alone.
//! - [`project`]: what the cross-case views show of a stream; pure. [`clocks`]: the rules asked about a case: what is owed.
//! - [`raising`]: what somebody asks of whoever leads, from any page of a case, and whose it is to answer.
//! - [`risk`]: what stands about risk, scores by the day of their assessment, the tiers of two eras, changes that two sign.
//! - [`caseload`], [`team`]: everything an officer or a team holds; `holding`: from rows to cases; [`allocate`]: giving them
//!   to somebody; [`owner`]: who answers for them; `leading`: who leads which team today; [`desks`]: all that somebody stands in for, once a request;
//!   [`away`]: who is not there; [`supervision`]: an agenda that an officer and whoever leads them both see, and what was asked for.
//! - [`alarms`]: what was put aside, and how often each rule was right. [`inbox`]: what waits for somebody to have seen it.
//! - [`scores`]: everybody's scores and tiers as a job, and who would move by other figures.
//! - [`apart`]: who must be kept apart; [`booking`] heeds it, and says neither who nor why; `probing`: how often may be tried.
//! - [`addresses`]: where somebody lives, has lived or can be written to, and what a change of that touches.
//! - [`messages`]: what is sent: letters by post, reminders by text, and what became of them.
//! - [`contact`]: the contact log, how often somebody is seen, who is not, by which mode.
//! - [`people`], `names`: finding somebody. [`directory`]: names of staff, organisations and places. [`sites`],
//!   [`reception`], [`callers`], `upstairs`, [`elsewhere`]: where people are seen. [`court`]: lists and hearings.
//! - [`questions`], [`seen`], [`notices`], `readers`, `late`, [`listed`]: what was known when, by which standards
//!   ([`packs`]), and who has seen it. [`erasure`], [`retention`],
//!   [`restored`], [`unfinished`]: what is taken, let go and brought back. [`protection`], [`witnessing`], [`verifying`],
//!   [`upkeep`]: how the record is kept.
//! - [`behind`]: a record of which a witness has seen more. [`extract`]: what is handed out by whoever runs the program.
//! - `day`, [`waiting`], `diary`, `diaries`, `ahead`, `calendar`, `case`, `attendance`, `undo`, `note`, `correction`, `leaving`,
//!   `letters`, `plan`, `work`, `drafts`, `sign_in`,
//!   `planted`: the other use cases, a file each.
//!
//! Deliberately absent: SQL, HTML, the wall clock (an [`Ask`] brings its time), and rules of practice.

pub mod addresses;
mod ahead;
pub mod alarms;
pub mod allocate;
pub mod apart;
pub mod ask;
pub mod attendance;
pub mod away;
pub mod behind;
pub mod booking;
pub mod calendar;
pub mod callers;
pub mod case;
pub mod caseload;
pub mod clocks;
pub mod contact;
pub mod correction;
pub mod court;
pub mod day;
pub mod desks;
mod diaries;
pub mod diary;
pub mod directory;
pub mod door;
pub mod drafts;
pub mod elsewhere;
pub mod erasure;
pub mod extract;
mod holding;
pub mod inbox;
mod late;
mod leading;
pub mod leaving;
pub mod letters;
pub mod listed;
pub mod messages;
mod names;
pub mod newer;
pub mod note;
pub mod notices;
pub mod owner;
pub mod packs;
mod passed_over;
pub mod people;
pub mod plan;
pub mod planted;
mod probing;
pub mod problem;
pub mod project;
pub mod protection;
pub mod questions;
pub mod raising;
mod readers;
pub mod reception;
pub mod restored;
pub mod retention;
pub mod risk;
pub mod said;
pub mod sampling;
pub mod scores;
pub mod seeing_to;
pub mod seen;
pub mod sign_in;
pub mod sites;
mod streams;
pub mod supervision;
pub mod team;
pub mod undo;
pub mod unfinished;
pub mod upkeep;
mod upstairs;
pub mod verifying;
pub mod waiting;
pub mod witnessing;
pub mod work;
pub mod write;

use std::sync::Arc;

use practice::Standards;
use store::Store;

pub use ask::{Ask, Chance};
pub use problem::{FieldError, Problem};
pub use said::Said;
pub use write::{Form, Saved};

/// Everything a use case needs besides the [`Ask`].
#[derive(Clone)]
pub struct Service {
    store: Store,
    standards: &'static Standards,
    /// Every pack whose text is kept, the first first.
    packs: Vec<&'static Standards>,
    chance: Arc<dyn Chance>,
    directory: directory::Kept,
    /// What a day asks of arrangements to keep people apart.
    briefs: apart::briefs::Briefs,
    /// Whether whoever runs the program asks, as the member of staff that is named.
    by_operator: bool,
}

impl Service {
    /// A service over an open store.
    pub fn new(store: Store, standards: &'static Standards, chance: Arc<dyn Chance>) -> Service {
        let packs = Standards::kept().into_iter().chain([standards]).collect();
        let (directory, briefs) = (directory::Kept::default(), apart::briefs::Briefs::default());
        Service { store, standards, packs, chance, directory, briefs, by_operator: false }
    }

    /// The same for whoever runs the program and asks as a member of staff: whatever is shown, the log of reads says that
    /// it was they. The name that they give proves nothing.
    #[must_use]
    pub fn by_operator(self) -> Service {
        Service { by_operator: true, ..self }
    }

    /// The store, for the executable's own commands.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Whether the record stands in a database that servers share, and not in a folder.
    pub fn is_shared(&self) -> bool {
        self.store.is_shared()
    }

    /// The standards in force.
    pub fn standards(&self) -> &'static Standards {
        self.standards
    }

    /// A fresh random name of 26 characters, for acts and stream ids.
    pub(crate) fn random_bits(&self) -> [u8; 16] {
        let mut bits = [0; 16];
        self.chance.fill(&mut bits);
        bits
    }

    /// Fresh random bytes.
    pub(crate) fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance.fill(&mut bytes);
        bytes
    }
}

impl Service {
    /// A key for a form that is about to be shown, so that sending it twice records it once.
    pub fn fresh_key(&self) -> String {
        let name = ledger::StreamId::new("key", self.random_bits());
        name.as_str().trim_start_matches("key-").to_owned()
    }
}
