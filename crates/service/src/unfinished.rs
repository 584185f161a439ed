//! Telling that was begun before a disk was lost. That whoever saw an entry is still to be told stands in a row of a job, and
//! what comes back from segments after a backup is entries, without such rows. So it is read from the entries who may not have
//! been told yet; to look once too often tells nobody twice.

use record::entry::Entry;
use record::facts::Fact;
use record::facts::person::Retracted;

use crate::{late, listed};

/// The jobs that a stream's entries leave undone, as far as can be told from them, by name.
pub fn jobs_left(entries: &[Entry]) -> Vec<String> {
    let mut jobs = Vec::new();
    for (entry, by) in taken_off(entries) {
        let Some(content) = &entry.content else { continue };
        jobs.push(format!("{}{} {by}", late::JOB, entry.id));
        // An address shows in no list; neither does, of a person, who a listed defendant is.
        let is_listed = !matches!(content.fact, Fact::AddressRecorded(_) | Fact::MatchConfirmed(_));
        if is_listed && !lists_told(entries, entry) {
            jobs.push(format!("{}{}", listed::JOB, entry.id));
        }
    }
    jobs
}

/// Entries that were about somebody else, each with the seq of what took it off.
fn taken_off(entries: &[Entry]) -> impl Iterator<Item = (&Entry, u64)> {
    entries.iter().filter_map(|by| {
        let content = by.content.as_ref()?;
        let Fact::Retracted(Retracted { of_another: true, .. }) = &content.fact else { return None };
        let id = content.retracts.as_ref()?;
        Some((entries.iter().find(|entry| entry.id == *id)?, by.id.seq))
    })
}

/// Whether those who saw lists were told of an entry.
fn lists_told(entries: &[Entry], of: &Entry) -> bool {
    let mut facts = entries.iter().filter_map(|entry| entry.content.as_ref()).map(|content| &content.fact);
    facts.any(|fact| matches!(fact, Fact::ReadersTold(told) if told.entry == of.id && told.lists.is_some()))
}
