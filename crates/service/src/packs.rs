//! Which pack of standards was in force on a day, as far as was known at a moment: entries of the service say so, and the
//! program keeps the text of every pack that ever was. What was owed then is worked out by those figures, not by today's.

use jiff::civil::Date;
use practice::Standards;
use record::case::{Standing, View, resolve};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::service::PackInForce;
use record::time::{Happened, Instant};
use record::{EntryId, Hash};
use serde::Serialize;

use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Service};

/// The pack that an answer goes by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PackThen {
    /// Its name and version, such as `split-2014/1`.
    pub pack: String,
    /// SHA-256 of its text.
    pub digest: Hash,
    /// The entry that says it came into force; none where nothing on record said so of that day: then it is the first pack
    /// that this program keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
    /// Whether this program keeps its text. If not, nothing is worked out by it, and by no other in its place.
    pub kept: bool,
}

/// A pack in force, with its text where that is kept.
pub(crate) type InForce = (PackThen, Option<&'static Standards>);

impl Service {
    /// The same service that keeps these packs as well, each in force from the day on which an entry says so.
    #[must_use]
    pub fn keeping(mut self, packs: &[&'static Standards]) -> Service {
        self.packs.extend(packs);
        self
    }

    /// The pack in force on a day, as known at a moment.
    pub(crate) async fn in_force(&self, on: Date, known_at: Instant) -> Result<InForce, Problem> {
        let view = View { as_at: Some(on), known_at: Some(known_at) };
        let said = self.packs_said(view).await?.into_iter().next_back();
        let Some((entry, said)) = said.map(|(_, entry, said)| (entry, said)) else {
            let first = self.packs.first().copied().unwrap_or(self.standards);
            let (pack, digest) = (first.version().to_owned(), digest(first));
            return Ok((PackThen { pack, digest, entry: None, kept: true }, Some(first)));
        };
        let text = self.packs.iter().copied().find(|pack| digest(pack) == said.digest);
        let pack = format!("{}/{}", said.pack, said.version);
        Ok((PackThen { pack, digest: said.digest, entry: Some(entry), kept: text.is_some() }, text))
    }

    /// Records that the pack this program works by is in force from today, unless the record has said so of it before: an
    /// earlier release that is started again beside a later one puts no pack back.
    pub async fn comes_into_force(&self, ask: &Ask) -> Result<(), Problem> {
        let own = digest(self.standards);
        if self.packs_said(View::default()).await?.iter().any(|(.., said)| said.digest == own) {
            return Ok(());
        }
        let (pack, version) = self.standards.version().rsplit_once('/').unwrap_or((self.standards.version(), ""));
        let fact = PackInForce { pack: pack.to_owned(), version: version.to_owned(), digest: own };
        let stream = self.service_stream().await?;
        // Of several servers started at once one records it.
        let form = Form { key: format!("pack {own}"), ..Form::default() };
        let saved = self.record(ask, &form, &fact, std::slice::from_ref(&stream), |_| {
            let said = Said::new(&stream, fact.clone(), Happened::On(ask.today()));
            Ok(Work { said: vec![said], ..Work::default() })
        });
        saved.await.map(drop)
    }

    /// What stands of packs in force, the first first: by day, and on a day as it was recorded.
    async fn packs_said(&self, view: View) -> Result<Vec<((Date, Instant), EntryId, PackInForce)>, Problem> {
        let streams = self.store.read(|snapshot| snapshot.streams("service")).await?;
        let mut all = Vec::new();
        for stream in streams {
            let entries: Vec<Entry> = self.entries_unasked(&stream).await?;
            all.extend(resolve(&entries, view).into_iter().filter_map(|seen| {
                let (Some(content), Standing::Stands) = (seen.content, seen.standing) else { return None };
                let Fact::PackInForce(said) = &content.fact else { return None };
                let since = (content.happened.day(), seen.entry.recorded);
                Some((since, seen.entry.id.clone(), said.clone()))
            }));
        }
        all.sort_by_key(|(since, ..)| *since);
        Ok(all)
    }
}

fn digest(pack: &Standards) -> Hash {
    Hash::of(pack.text().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name and digest of each pack that was ever released, in the order of the list.
    fn released() -> Vec<(String, String)> {
        let list = include_str!("../../../standards/released.toml");
        let said = |key: &'static str| {
            let of_key = move |line: &str| Some(line.strip_prefix(key)?.trim_matches([' ', '=', '"']).to_owned());
            list.lines().filter_map(of_key)
        };
        said("pack ").zip(said("digest ")).collect()
    }

    #[test]
    fn a_pack_that_was_released_is_kept_to_the_byte_and_another_text_is_another_version() {
        let kept = Standards::kept().map(|pack| (pack.version().to_owned(), digest(pack).to_string()));
        assert_eq!(kept.to_vec(), released(), "a change to a released pack is a new version, with a line of its own");
    }

    #[test]
    fn what_the_release_before_called_by_the_same_name_is_told_apart_and_asks_for_the_same() {
        let [now, before] = Standards::kept();
        assert_eq!(now.version(), before.version());
        assert_ne!(digest(now), digest(before));
        assert_eq!(now.limits(), before.limits());
    }
}
