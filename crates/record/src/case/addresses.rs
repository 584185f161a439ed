//! Where somebody lives, has lived, or can be written to.

use jiff::civil::Date;
use ledger::EntryId;

use super::file::Person;
use crate::entry::Content;
use crate::facts::Fact;
use crate::facts::address::{AddressKind, AddressRecorded};

/// An address, and what became of it.
#[derive(Clone, Debug)]
pub struct Address {
    /// What was recorded of it.
    pub recorded: AddressRecorded,
    /// Its name within the case, the same however often it is corrected: `address-2`.
    pub name: String,
    /// The day it is sorted by: from when it was, or the day it was told.
    pub on: Date,
    /// That it ended, where that was said later.
    pub ended: Option<AddressEnding>,
    /// Its entry.
    pub entry: EntryId,
}

/// The end of an address.
#[derive(Clone, Debug)]
pub struct AddressEnding {
    /// The last day.
    pub until: Date,
    /// Why.
    pub reason: Option<String>,
    /// The entry that says so.
    pub entry: EntryId,
}

impl Address {
    /// Its last day; none while nobody said that it is over.
    pub fn until(&self) -> Option<Date> {
        self.ended.as_ref().map(|ended| ended.until).or(self.recorded.until)
    }

    /// Its place among those of one day: that of the entry that first told of it, however often it was put right since.
    fn first(&self) -> u64 {
        self.name.trim_start_matches("address-").parse().unwrap_or(self.entry.seq)
    }
}

/// Adds a fact about an address.
pub(super) fn fold(person: &mut Person, content: &Content, id: &EntryId) {
    match &content.fact {
        Fact::AddressRecorded(recorded) => person.addresses.push(Address {
            recorded: recorded.clone(),
            // Of what an older release recorded, the entry is the name.
            name: content.component.clone().unwrap_or_else(|| format!("address-{}", id.seq)),
            on: content.happened.day(),
            ended: None,
            entry: id.clone(),
        }),
        Fact::AddressEnded(ended) => {
            let name = content.component.clone().unwrap_or_default();
            let ending = AddressEnding { until: ended.until, reason: content.reason.clone(), entry: id.clone() };
            person.endings.push((name, ending));
        }
        _ => {}
    }
}

/// Puts the addresses in order, and says of each that it ended: what was put right stands later in the record than what came
/// of it.
pub(super) fn settle(person: &mut Person) {
    person.addresses.sort_by_key(|address| (address.on, address.first()));
    for (name, ending) in std::mem::take(&mut person.endings) {
        if let Some(address) = person.addresses.iter_mut().find(|address| address.name == name) {
            address.ended = Some(ending);
        }
    }
}

impl Person {
    /// What is known of where they live: an address, or that there is no fixed one. None where nobody said, or where they left
    /// and nobody said where to: the address before is not taken for theirs again.
    pub fn lives(&self) -> Option<&Address> {
        let said = self.addresses.iter().rev().find(|address| address.recorded.is_home());
        said.filter(|last| last.ended.is_none())
    }

    /// Where they live, if that is somewhere.
    pub fn home(&self) -> Option<&Address> {
        self.lives().filter(|address| address.recorded.kind != AddressKind::NoFixedAbode)
    }

    /// Where a letter to them goes: where they want to be written to, else where they live.
    pub fn posts_to(&self) -> Option<&Address> {
        let postal = |address: &&Address| address.recorded.kind == AddressKind::Postal && address.until().is_none();
        let address = self.addresses.iter().rev().find(postal).or_else(|| self.lives());
        address.filter(|address| !address.recorded.line().is_empty())
    }

    /// Whether an address counts still: it is where they live, or is of another kind and not over.
    pub fn is_current(&self, address: &Address) -> bool {
        if address.recorded.kind.is_lived_at() {
            self.lives().is_some_and(|lives| lives.name == address.name)
        } else {
            address.until().is_none()
        }
    }

    /// An address by its name.
    pub fn address(&self, name: &str) -> Option<&Address> {
        self.addresses.iter().find(|address| address.name == name)
    }
}
