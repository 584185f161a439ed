//! Those who left a group before arrangements said so by the same act. They are in an arrangement for it still, and nobody was
//! ever asked whether that goes on: a program that begins to serve finds them by the views, and asks once.

use jiff::Span;
use jiff::civil::Date;
use practice::places::{PlaceFigure, Places};
use record::EntryId;
use record::StreamId;
use record::apart::{Arrangement, Settled};
use record::case::{View, fold};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::affiliation::group_key;
use record::facts::keepapart::{KeepApartGroupLeft, KeepApartJoined};
use record::time::Happened;

use crate::booking::around::kept_apart;
use crate::write::{Work, read_entries};
use crate::{Ask, Form, Problem, Said, Service, newer};

/// Somebody who is in an arrangement for a group that they have left.
struct Leaver {
    arrangement: StreamId,
    left: KeepApartGroupLeft,
    /// The entry that says that they left.
    said: EntryId,
}

impl Service {
    /// Has every arrangement that holds ask about those who left a group that it names and of whom nobody was asked. Answers with
    /// how many there were; another time there are none.
    pub async fn ask_about_leavers(&self, ask: &Ask) -> Result<usize, Problem> {
        let leavers = self.leavers(ask).await?;
        for Leaver { arrangement, left, said } in &leavers {
            // Of several servers started at once one records it.
            let form = Form { key: format!("left {arrangement} {said}"), ..Form::default() };
            let saved = self.record(ask, &form, &left, std::slice::from_ref(arrangement), |streams| {
                let stands = Arrangement::fold(streams.of(arrangement), View::default()).ok_or(Problem::NotFound)?;
                let is_in = stands.for_group(&left.person, &left.group).is_some_and(|own| is_unasked(&stands, own));
                let fact = Said::new(arrangement, left.clone(), Happened::On(ask.today()));
                let fact = fact.because([stands.entry.clone(), said.clone()]).sensitive();
                let bumps = vec![kept_apart(left.person.as_str()), kept_apart(arrangement.as_str())];
                let said = if is_in { vec![fact] } else { Vec::new() };
                Ok(Work { said, answer: arrangement.to_string(), bumps, ..Work::default() })
            });
            saved.await?;
        }
        Ok(leavers.len())
    }

    async fn leavers(&self, ask: &Ask) -> Result<Vec<Leaver>, Problem> {
        let (today, day) = (ask.today(), ask.today().to_string());
        let days = i64::from(Places::split_2014().value(PlaceFigure::ConfirmDays));
        let confirm_by = today.saturating_add(Span::new().days(days));
        let mut found = Vec::new();
        for arrangement in self.store.read(move |snapshot| snapshot.apart_groups(&day)).await? {
            let entries = self.entries_unasked(&arrangement).await?;
            // Of one that a newer release wrote to, that release asks.
            if newer::is_newer(&entries) {
                continue;
            }
            let Some(stands) = Arrangement::fold(&entries, View::default()).filter(|one| one.ended.is_none()) else {
                continue;
            };
            for own in stands.by_group.iter().filter(|own| is_unasked(&stands, own)) {
                let person = own.person.clone();
                let read = move |snapshot: &store::Snapshot| {
                    let belongs = snapshot.groups_of(&person)?;
                    Ok((belongs, snapshot.entries(&person)?))
                };
                let (belongs, rows) = self.store.read(read).await?;
                if belongs.iter().any(|row| row.grp == group_key(&own.group)) {
                    continue;
                }
                let entries = read_entries(&own.person, &rows)?;
                let Some((left_on, said)) = leaving(&entries, &own.group) else { continue };
                let (person, group) = (own.person.clone(), own.group.clone());
                let left = KeepApartGroupLeft { person, group, left_on, confirm_by };
                found.push(Leaver { arrangement: arrangement.clone(), left, said });
            }
        }
        Ok(found)
    }
}

/// Whether nobody was asked about somebody who is in it for a group, and no senior has said that they stay.
fn is_unasked(stands: &Arrangement, own: &KeepApartJoined) -> bool {
    let is_own = |person: &StreamId, group: &str| *person == own.person && group_key(group) == group_key(&own.group);
    let waits = stands.leaving.iter().any(|one| is_own(&one.person, &one.group));
    let said = |settled: &Settled| match settled {
        Settled::Retained(person, group, _) | Settled::Released(person, group, _) => is_own(person, group),
    };
    !waits && !stands.settled.iter().any(said)
}

/// When somebody left a group, and the entry that says so; nothing where that they belonged to it was an error.
fn leaving(entries: &[Entry], group: &str) -> Option<(Date, EntryId)> {
    let file = fold(entries, View::default());
    let of_group = |one: &&record::case::Affiliation| one.group == group_key(group);
    let belonged = file.affiliations.iter().rev().find(of_group)?;
    let (on, _) = belonged.ended.as_ref()?;
    let says_so = |entry: &&Entry| {
        entry.content.as_ref().is_some_and(|content| {
            matches!(content.fact, Fact::AffiliationEnded(_)) && content.because.contains(&belonged.entry)
        })
    };
    Some((*on, entries.iter().rev().find(says_so)?.id.clone()))
}
