//! A court's day folded from its entries: each case as it now stands, and who its defendant was said to be.

use std::collections::BTreeMap;

use record::case::{Standing, View, resolve};
use record::entry::{Entry, Origin};
use record::facts::Fact;
use record::facts::court::CaseListed;
use record::time::Instant;
use record::{EntryId, StreamId};

/// A case on a court's day.
#[derive(Clone, Debug)]
pub(crate) struct Listed<'a> {
    /// As last listed.
    pub(crate) case: &'a CaseListed,
    /// The entry that says so.
    pub(crate) entry: EntryId,
    /// When that was recorded.
    pub(crate) recorded: Instant,
    /// The digest of the row it came from.
    pub(crate) digest: &'a str,
    /// How many versions of it came in.
    pub(crate) versions: usize,
    /// The last seq that concerns it: the version a form carries.
    pub(crate) version: u64,
    /// Who the defendant was said to be; none until somebody has.
    pub(crate) answered: Option<Answered>,
}

/// What somebody said of who a defendant is.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    /// The person on record; none when nobody on record is meant.
    pub(crate) person: Option<StreamId>,
    /// Who said so: staff code.
    pub(crate) by: String,
    /// When.
    pub(crate) recorded: Instant,
    /// The entry that says so.
    pub(crate) entry: EntryId,
}

/// The cases of a court's day, by key. What was said of a defendant stands through later versions of the list.
pub(crate) fn listed(entries: &[Entry]) -> BTreeMap<&str, Listed<'_>> {
    let mut cases: BTreeMap<&str, Listed<'_>> = BTreeMap::new();
    let mut answers: BTreeMap<&str, Answered> = BTreeMap::new();
    let mut counts: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
    for seen in resolve(entries, View::default()) {
        let Some((content, key)) = seen.content.and_then(|c| Some((c, c.component.as_deref()?))) else { continue };
        let (versions, version) = counts.entry(key).or_default();
        *version = (*version).max(seen.entry.id.seq);
        *versions += usize::from(matches!(content.fact, Fact::CaseListed(_)));
        if seen.standing != Standing::Stands {
            continue;
        }
        let (entry, recorded) = (seen.entry.id.clone(), seen.entry.recorded);
        let answer = |person| Answered { person, by: content.by.staff.clone(), recorded, entry: entry.clone() };
        match &content.fact {
            Fact::CaseListed(case) => {
                let digest = match &content.origin {
                    Origin::Import { digest, .. } => digest.as_str(),
                    _ => "",
                };
                let listed = Listed { case, entry, recorded, digest, versions: 0, version: 0, answered: None };
                cases.insert(key, listed);
            }
            Fact::MatchConfirmed(confirmed) => {
                answers.insert(key, answer(Some(confirmed.person.clone())));
            }
            Fact::NoRecordConfirmed(_) => {
                answers.insert(key, answer(None));
            }
            _ => {}
        }
    }
    for (key, case) in &mut cases {
        (case.versions, case.version) = counts.get(key).copied().unwrap_or_default();
        case.answered = answers.remove(key);
    }
    cases
}
