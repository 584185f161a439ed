//! Contact by mode, by provider; and how much of it was linked to an objective of the plan, by team. Figures of
//! organisations: what rests on too few contacts is not shown, and nobody is named.

use std::collections::BTreeMap;

use access::Action;
use jiff::civil::Date;
use practice::LimitName;
use practice::catalogue::Mode;
use record::facts::organisation::Role;
use store::{ModeCount, Snapshot};

use super::unseen::name_of;
use crate::questions::{Pinned, pin};
use crate::{Ask, Problem, Service};

/// The figures of a time.
#[derive(Debug)]
pub struct Modes {
    /// Figures that rest on fewer contacts are not shown.
    pub fewest: u64,
    /// By provider.
    pub providers: Vec<ProviderModes>,
    /// By team.
    pub teams: Vec<TeamWork>,
    /// The last checkpoint when they were drawn up; the views have no past, so they cannot be asked again as of it.
    pub drawn_up: Option<Pinned>,
}

/// How a provider kept contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderModes {
    /// Provider code.
    pub provider: String,
    /// Attended contacts.
    pub contacts: u64,
    /// In the same room, at an office.
    pub in_person: u64,
    /// In the same room, at no building of the service: at home, or anywhere else.
    pub elsewhere: u64,
    /// By video.
    pub video: u64,
    /// By telephone.
    pub telephone: u64,
}

/// How much of a team's sessions was linked to the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamWork {
    /// Team code.
    pub team: String,
    /// Sessions of which it is asked what was worked on.
    pub sessions: u64,
    /// Of these, sessions of which nobody has said.
    pub unsaid: u64,
    /// Of these, sessions that were said to be linked to no objective.
    pub unlinked: u64,
}

impl Service {
    /// Contact from one month to another: every provider’s for those who audit, one's own for a senior.
    pub async fn contact_modes(&self, ask: &Ask, from: Date, to: Date) -> Result<Modes, Problem> {
        let (from, to) = (name_of(from), name_of(to));
        let asked = move |snapshot: &Snapshot| {
            Ok((snapshot.contact_by_mode(&from, &to)?, snapshot.teams()?, pin(snapshot, None)?))
        };
        let (counts, units, drawn_up) = self.store.read(asked).await?;
        let own = (ask.actor.role != Role::Auditor).then(|| ask.actor.provider.clone());
        let provider_of: BTreeMap<String, String> = units.into_iter().map(|unit| (unit.team, unit.provider)).collect();
        let mut providers: BTreeMap<String, ProviderModes> = BTreeMap::new();
        let mut teams: BTreeMap<String, TeamWork> = BTreeMap::new();
        for ((team, mode), count) in &counts {
            let provider = provider_of.get(team).cloned().unwrap_or_default();
            if own.as_ref().is_some_and(|own| *own != provider) {
                continue;
            }
            add_mode(providers.entry(provider).or_default(), mode, count);
            let work = teams.entry(team.clone()).or_default();
            work.sessions += count.owed;
            work.unsaid += count.owed - count.said.min(count.owed);
            work.unlinked += count.said.saturating_sub(count.linked);
        }
        teams.retain(|_, work| work.sessions > 0);
        self.permit_list(ask, Action::CompareContact, providers.len() + teams.len()).await?;
        Ok(Modes {
            fewest: u64::from(self.standards.limit(LimitName::FewestShown).value),
            providers: providers.into_iter().map(|(provider, row)| ProviderModes { provider, ..row }).collect(),
            teams: teams.into_iter().map(|(team, row)| TeamWork { team, ..row }).collect(),
            drawn_up,
        })
    }
}

fn add_mode(row: &mut ProviderModes, mode: &str, count: &ModeCount) {
    row.contacts += count.contacts;
    row.elsewhere += count.elsewhere;
    match Mode::ALL.into_iter().find(|known| known.code() == mode) {
        Some(Mode::InPerson) => row.in_person += count.contacts.saturating_sub(count.elsewhere),
        Some(Mode::Video) => row.video += count.contacts,
        Some(Mode::Telephone) => row.telephone += count.contacts,
        Some(Mode::Written | Mode::None) | None => {}
    }
}
