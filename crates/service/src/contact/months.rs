//! Which months a team's senior has still to sign off: every one since the standard began, and the team, until it is signed. A
//! month that was let pass is asked for as long as nobody answers for it.

use access::Action;
use jiff::civil::Date;
use practice::Ruled;
use practice::contact_sign_off::{MonthToSign, months_to_sign};
use record::EntryId;
use record::time::Instant;
use store::{Snapshot, StoreError};

use super::unseen::name_of;
use crate::desks::Desks;
use crate::{Ask, Problem, Service};

impl Service {
    /// The months that whoever asks has still to sign off, if they are the one who signs: by team, their own first, and of each the
    /// oldest first. Of another that they lead today only where it holds cases, or did when the month ended: a team that was
    /// dissolved leaves nobody unspoken of.
    pub async fn contact_to_sign(
        &self,
        ask: &Ask,
        desks: &Desks,
    ) -> Result<Vec<(String, Ruled<MonthToSign>)>, Problem> {
        if !access::role_does(ask.actor.role, Action::SignOffContact) {
            return Ok(Vec::new());
        }
        let (own, today) = (&ask.actor.team, ask.today());
        let signs: Vec<(bool, String)> = desks
            .signs()
            .iter()
            .map(|led| (led.team == *own || desks.holds_cases(&led.team), led.team.clone()))
            .collect();
        let teams = self.store.read(move |snapshot| {
            let mut teams = Vec::new();
            for (every, team) in signs {
                teams.push((began(snapshot, &team)?, snapshot.months_signed(&team)?, every, team));
            }
            Ok(teams)
        });
        let mut months = Vec::new();
        for (began, signed, every, team) in teams.await? {
            let mut unsigned = self.unsigned(began, |month| signed.iter().any(|signed| signed == month), today)?;
            if !every && !unsigned.is_empty() {
                unsigned = self.with_cases(&team, unsigned).await?;
            }
            months.extend(unsigned.into_iter().map(|month| (team.clone(), month)));
        }
        Ok(months)
    }

    /// Those months at whose end a team held cases.
    async fn with_cases(
        &self,
        team: &str,
        months: Vec<Ruled<MonthToSign>>,
    ) -> Result<Vec<Ruled<MonthToSign>>, Problem> {
        let team = team.to_owned();
        let kept = self.store.read(move |snapshot| {
            let mut kept = Vec::new();
            for month in months {
                let held = snapshot.holds_cases(&team, &month.value.month.last_of_month().to_string())?;
                kept.extend(held.then_some(month));
            }
            Ok(kept)
        });
        Ok(kept.await?)
    }

    /// The months since a team began of which `is_signed` says no, the oldest first.
    pub(super) fn unsigned(
        &self,
        began: Option<Date>,
        is_signed: impl Fn(&str) -> bool,
        today: Date,
    ) -> Result<Vec<Ruled<MonthToSign>>, Problem> {
        let Some(began) = began else { return Ok(Vec::new()) };
        let mut months = months_to_sign(today, began, self.standards)?;
        months.retain(|month| !is_signed(&name_of(month.value.month)));
        Ok(months)
    }
}

/// The day a team came onto the record; none for one that nobody knows.
pub(super) fn began(snapshot: &Snapshot, team: &str) -> Result<Option<Date>, StoreError> {
    let Some(row) = snapshot.team(team)? else { return Ok(None) };
    let first = snapshot.entry(&EntryId { stream: row.stream, seq: 1 })?;
    Ok(first.map(|entry| Instant(entry.recorded).day()))
}
