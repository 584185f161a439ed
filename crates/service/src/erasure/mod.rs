//! Erasing what was recorded: one person proposes, another approves, and only then content and salt are gone. Its place,
//! its proof and the entry that says why stay. A legal hold forbids it, whoever approves.
//!
//! - here: proposing, deciding, holding. [`scope`]: which entries a proposal means, and whose hold forbids it. `linked`: what a move
//!   of old recorded on two records. [`named`]: where else somebody is named. [`list`]: what is proposed, what was erased. [`replay`]: the list carried over to a record restored from an older copy. [`signed`]: that list, with the
//!   log's signature.
//!
//! What repeats an entry outside the ledger is walked by the store, in the same transaction (`store/src/forget.rs`).

mod linked;
pub mod list;
pub mod named;
pub mod replay;
pub mod scope;
pub mod signed;

use std::collections::BTreeSet;

use access::Action;
use record::facts::Fact;
use record::facts::erasure::{ErasureDeclined, ErasureProposed, LegalHoldLifted, LegalHoldPlaced};
use record::facts::person::Erased;
use record::time::Happened;
use record::{EntryId, StreamId};
use serde::Serialize;

use crate::streams::Wanted;
use crate::write::{Streams, Work};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};
use linked::linked;
use scope::{held_with, hold, led_to, meant, words_of};
pub use store::ErasureRow;

/// The guard over all legal holds: raised where one is placed or lifted, read by whoever looks through all of them.
pub(crate) const HOLDS: &str = "holds";

/// What somebody proposes to erase.
#[derive(Clone, Debug, Serialize)]
pub struct Proposal {
    /// The stream.
    pub stream: String,
    /// Everything in it, and what court lists hold of the person.
    pub whole: bool,
    /// Else the seqs of the entries.
    pub seqs: Vec<u64>,
    /// By what authority.
    pub authority: String,
    /// Why; it stays, so it must name nobody.
    pub reason: String,
}

/// What a second person makes of a proposal.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// The stream.
    pub stream: String,
    /// The seq of the proposal.
    pub proposal: u64,
    /// Erase, or not; none when nothing was chosen.
    pub erase: Option<bool>,
    /// Why not.
    pub reason: String,
}

/// A legal hold to be placed or lifted.
#[derive(Clone, Debug, Serialize)]
pub struct Hold {
    /// The stream.
    pub stream: String,
    /// Whose hold it is, or who says that it may be lifted.
    pub authority: String,
}

impl Service {
    /// Proposes that content be erased. Nothing is erased yet. Answers with the stream.
    pub async fn propose_erasure(&self, ask: &Ask, form: &Form, said: &Proposal) -> Result<Saved, Problem> {
        let stream: StreamId = said.stream.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit_stream(ask, Action::Erase, &stream).await?;
        let mut wrong = Vec::new();
        if said.authority.trim().is_empty() {
            wrong.push(FieldError::new("authority", "Say by what authority: the law, the schedule, the court"));
        }
        if said.reason.trim().is_empty() {
            wrong.push(FieldError::new("reason", "Say why, without naming anybody"));
        }
        if !said.whole && said.seqs.is_empty() {
            wrong.push(FieldError::new("seqs", "Say which entries, such as 12, 14"));
        }
        if !wrong.is_empty() {
            return Err(Problem::Invalid(wrong));
        }
        let listed = if said.whole { self.court_entries_of(&stream).await? } else { Vec::new() };
        let (permits, others) = permit;
        self.record_across(&permits, &others, ask, form, said, |streams| {
            let entries = streams.of(&stream);
            if entries.is_empty() {
                return Err(Problem::NotFound);
            }
            let named = said.seqs.iter().map(|seq| EntryId { stream: stream.clone(), seq: *seq });
            let entries = if said.whole { listed.clone() } else { named.collect() };
            let proposed =
                ErasureProposed { whole_stream: said.whole, entries, authority: said.authority.trim().to_owned() };
            if meant(&stream, &proposed, |stream| streams.of(stream)).is_empty() {
                return Err(Problem::field(
                    "seqs",
                    "There is nothing here that could be erased. Give the numbers of entries that still say something",
                ));
            }
            let fact = Said::new(&stream, proposed, Happened::On(ask.today())).reason(&said.reason);
            Ok(Work { said: vec![fact], answer: stream.to_string(), ..Work::default() })
        })
        .await
    }

    /// Approves a colleague’s proposal, and erases; or declines it. Answers with the stream.
    pub async fn decide_erasure(&self, ask: &Ask, form: &Form, said: &Decision) -> Result<Saved, Problem> {
        let stream: StreamId = said.stream.parse().map_err(|_| Problem::NotFound)?;
        let (mut permits, mut others) = self.permit_stream(ask, Action::Erase, &stream).await?;
        let Some(erase) = said.erase else {
            return Err(Problem::field("decision", "Choose whether it is to be erased"));
        };
        if !erase && said.reason.trim().is_empty() {
            return Err(Problem::field("reason", "Say why it is not to be erased"));
        }
        let id = EntryId { stream: stream.clone(), seq: said.proposal };
        let proposed = self.proposal(&id).await?.0;
        let loaded = self.loaded(&stream, &proposed).await?;
        let of = |stream: &StreamId| loaded.get(stream).map_or(&[][..], Vec::as_slice);
        let ids = meant(&stream, &proposed, of);
        let touched: BTreeSet<StreamId> = ids.iter().map(|id| id.stream.clone()).chain([stream.clone()]).collect();
        for other in touched.iter().filter(|other| **other != stream) {
            let (leave, streams) = self.permit_stream(ask, Action::Erase, other).await?;
            permits.extend(leave);
            others.extend(streams);
        }
        let beside: Vec<StreamId> = loaded.keys().filter(|stream| !touched.contains(stream)).cloned().collect();
        let decide = |streams: &Streams| {
            still_waiting(streams, &id, ask)?;
            let on = Happened::On(ask.today());
            let fact = if erase {
                // With the two halves of a move of old joined, as they were when it was read what is meant.
                let joined = linked(loaded.keys().map(|stream| (stream, streams.of(stream))));
                let of = |stream: &StreamId| joined.get(stream).map_or(&[][..], Vec::as_slice);
                let entries = meant(&stream, &proposed, of);
                let wanted = led_to(&stream, &proposed, of)?;
                if wanted.iter().any(|stream| !loaded.contains_key(stream))
                    || entries.iter().any(|id| !touched.contains(&id.stream))
                {
                    // Something was recorded this moment that leads on to another record.
                    return Err(Problem::Busy);
                }
                let held = held_with(&entries, of)?;
                refuse_held(streams, &stream, held.iter().chain(&touched))?;
                if entries.is_empty() {
                    return Err(Problem::field("decision", "Nothing of it is left to be erased: decline it"));
                }
                let (authority, approved_by) = (proposed.authority.clone(), ask.actor.staff.clone());
                Said::new(&stream, Erased { entries, authority, approved_by }, on)
            } else {
                Said::new(&stream, ErasureDeclined {}, on).reason(&said.reason)
            };
            let fact = fact.because([id.clone()]);
            Ok(Work { said: vec![fact], answer: stream.to_string(), ..Work::default() })
        };
        if erase {
            // Before the content goes, by which its copies are known: cut off between the two, the copies alone are gone, and
            // whoever decides once more erases the rest. What is refused takes nothing.
            let all: Vec<StreamId> = loaded.keys().cloned().collect();
            let standing = self.load(Wanted { streams: &all, ..Wanted::default() }, ask.today()).await?;
            if decide(&standing).is_ok() {
                let found = |id: &EntryId| of(&id.stream).iter().find(|entry| entry.id == *id)?.content.as_ref();
                self.store.forget_samples(&words_of(ids.iter().filter_map(found))?)?;
            }
        }
        self.record_over(&permits, &others, &beside, ask, form, said, decide).await
    }

    /// Places a legal hold: until it is lifted nothing of the stream is erased.
    pub async fn place_hold(&self, ask: &Ask, form: &Form, said: &Hold) -> Result<Saved, Problem> {
        if said.authority.trim().is_empty() {
            return Err(Problem::field("authority", "Say whose hold it is: an inquiry, a court, a claim"));
        }
        self.change_hold(ask, form, said, None).await
    }

    /// Lifts the legal hold.
    pub async fn lift_hold(&self, ask: &Ask, form: &Form, said: &Hold) -> Result<Saved, Problem> {
        if said.authority.trim().is_empty() {
            return Err(Problem::field("authority", "Say who decided that it may be lifted"));
        }
        self.change_hold(ask, form, said, Some(())).await
    }

    async fn change_hold(&self, ask: &Ask, form: &Form, said: &Hold, lift: Option<()>) -> Result<Saved, Problem> {
        let stream: StreamId = said.stream.parse().map_err(|_| Problem::NotFound)?;
        let (permits, others) = self.permit_stream(ask, Action::Erase, &stream).await?;
        self.record_across(&permits, &others, ask, form, said, |streams| {
            let entries = streams.of(&stream);
            if entries.is_empty() {
                return Err(Problem::NotFound);
            }
            let on = Happened::On(ask.today());
            let fact = match (hold(entries), lift) {
                (None, None) => {
                    let authority = said.authority.trim().to_owned();
                    Said::new(&stream, LegalHoldPlaced { authority }, on)
                }
                (Some(held), Some(())) => {
                    Said::new(&stream, LegalHoldLifted {}, on).because([held.entry]).reason(&said.authority)
                }
                (Some(_), None) => return Err(Problem::field("authority", "A hold stands already")),
                (None, Some(())) => return Err(Problem::field("authority", "No hold stands: it was lifted meanwhile")),
            };
            Ok(Work { said: vec![fact], answer: stream.to_string(), bumps: vec![HOLDS.to_owned()], ..Work::default() })
        })
        .await
    }
}

/// A proposal is decided once, and by somebody else than whoever made it.
fn still_waiting(streams: &Streams, id: &EntryId, ask: &Ask) -> Result<(), Problem> {
    let contents = streams.of(&id.stream).iter().filter_map(|entry| Some((entry, entry.content.as_ref()?)));
    let mut by = None;
    for (entry, content) in contents {
        if entry.id == *id {
            by = Some(content.by.staff.clone());
        }
        let decides = matches!(content.fact, Fact::Erased(_) | Fact::ErasureDeclined(_));
        if decides && content.because.contains(id) {
            return Err(Problem::Changed { case: id.stream.clone(), component: String::new(), shown: id.seq });
        }
    }
    match by {
        None => Err(Problem::NotFound),
        Some(by) if by == ask.actor.staff => {
            Err(Problem::field("decision", "You proposed this yourself: a second person has to decide"))
        }
        Some(_) => Ok(()),
    }
}

fn refuse_held<'a>(
    streams: &Streams,
    own: &StreamId,
    touched: impl Iterator<Item = &'a StreamId>,
) -> Result<(), Problem> {
    for stream in touched {
        if let Some(held) = hold(streams.of(stream)) {
            let on = held.since.strftime("%-d %B %Y");
            let where_it_stands = if stream == own { "here" } else { "on somebody whom some of this is about" };
            let words = format!(
                "A legal hold stands {where_it_stands} since {on} ({}): nothing may be erased until it is lifted",
                held.authority
            );
            return Err(Problem::field("decision", words));
        }
    }
    Ok(())
}
