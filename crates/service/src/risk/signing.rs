//! Who countersigns: of all who may, one for each change that waits. It falls to whoever signs for the team that holds the case, of
//! those who are not its author and may open the record: in most teams there is one senior, and what she proposes herself falls to
//! another of the organisation. They are told in their inbox, and let into the record while it waits ([`access::Ties::countersigns`]).
//! What is raised about a case ([`crate::raising`]) falls by the same rule.

use std::collections::{BTreeMap, BTreeSet};

use access::{Action, Actor, role_does};
use jiff::civil::Date;
use practice::owner::{Held, holder};
use record::StreamId;
use record::case::{CaseFile, RaisedLine, View, fold};
use record::entry::Entry;
use store::{EntryRow, Scope, Snapshot, StoreError};

use crate::desks::Desks;
use crate::door::{Limits, limits, limits_among};
use crate::owner::{Roster, held};
use crate::{Ask, Problem, Service};

/// The kind of fact that proposes a change.
const PROPOSED: &str = "risk_change_proposed";
/// The kind of fact that raises something with whoever leads.
const RAISED: &str = "raised";

/// To whom it falls to countersign what waits in a case, by who proposed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Countersigners(BTreeMap<String, Option<String>>);

impl Countersigners {
    /// Who countersigns what somebody proposed, by staff code; none while no other senior of the organisation may open the record.
    pub fn of(&self, author: &str) -> Option<&str> {
        self.0.get(author)?.as_deref()
    }

    /// The staff codes in it, to be named.
    pub fn staff(&self) -> impl Iterator<Item = String> {
        self.0.values().flatten().cloned()
    }
}

impl Service {
    /// To whom it falls today to sign what these members of staff propose, or judged, in a case.
    pub async fn countersigners(
        &self,
        ask: &Ask,
        case: &StreamId,
        authors: impl IntoIterator<Item = String>,
    ) -> Result<Countersigners, Problem> {
        let (case, today) = (case.clone(), ask.today());
        let authors: BTreeSet<String> = authors.into_iter().collect();
        if authors.is_empty() {
            return Ok(Countersigners::default());
        }
        let read = self.store.read(move |snapshot| {
            let seniors = Seniors::read(snapshot, &case, today)?;
            Ok(authors.into_iter().map(|author| (author.clone(), seniors.signer(&author, today))).collect())
        });
        Ok(Countersigners(read.await?))
    }
}

/// Those among whom one is found for a case.
struct Seniors {
    held: Vec<Held>,
    /// The organisation that recorded the order: it answers while nobody holds the case.
    recorded_by: String,
    limits: Limits,
    roster: Roster,
}

impl Seniors {
    fn read(snapshot: &Snapshot, case: &StreamId, today: Date) -> Result<Seniors, StoreError> {
        let managers = snapshot.managers_among(std::slice::from_ref(case), &today.to_string())?;
        let recorded_by = snapshot.standing(case)?.map(|standing| standing.provider).unwrap_or_default();
        let held: Vec<Held> = managers.iter().filter_map(held).collect();
        let provider = holder("", &held, today).map_or(recorded_by.as_str(), |held| held.provider.as_str());
        let roster = Roster::of_seniors(snapshot, provider, today)?;
        Ok(Seniors { limits: limits(snapshot, case, today)?, held, recorded_by, roster })
    }

    fn signer(&self, author: &str, today: Date) -> Option<String> {
        signer(&self.roster, &self.held, &self.recorded_by, &self.limits, author, today)
    }
}

/// Who signs what somebody proposed in a case that these hold.
fn signer(
    roster: &Roster,
    held: &[Held],
    recorded_by: &str,
    (excluded, restricted_to): &Limits,
    author: &str,
    today: Date,
) -> Option<String> {
    let of = holder("", held, today);
    let (team, provider) = of.map_or(("", recorded_by), |held| (held.team.as_str(), held.provider.as_str()));
    let may_open = |staff: &str| !access::limited(staff, excluded, restricted_to);
    roster.leading(provider, today).countersigner(team, author, &may_open).map(str::to_owned)
}

/// Whether somebody is asked to countersign in a case, or did so today: they see what came of it.
pub(crate) fn is_asked(snapshot: &Snapshot, actor: &Actor, case: &StreamId, today: Date) -> Result<bool, StoreError> {
    if !role_does(actor.role, Action::CountersignRisk) {
        return Ok(false);
    }
    let file = file(snapshot, case)?;
    let signed = |change: &record::case::RiskChange| {
        change.signed.as_ref().is_some_and(|signed| signed.by == actor.staff && signed.on == today)
    };
    let answered =
        |line: &RaisedLine| line.answer.as_ref().is_some_and(|answer| answer.by == actor.staff && answer.on == today);
    if file.risk_changes.iter().any(signed) || file.raised.iter().any(answered) {
        return Ok(true);
    }
    let authors: BTreeSet<String> =
        authors(&file).into_iter().chain(file.open_raised().map(|line| line.by.clone())).collect();
    if authors.is_empty() {
        return Ok(false);
    }
    let seniors = Seniors::read(snapshot, case, today)?;
    Ok(authors.iter().any(|author| seniors.signer(author, today).as_ref() == Some(&actor.staff)))
}

/// What waits for somebody as the second person.
#[derive(Clone, Debug, Default)]
pub(crate) struct AskedOf {
    /// The cases in which a change waits that they are asked to countersign.
    pub(crate) sign: Vec<StreamId>,
    /// What was raised with them, case by case.
    pub(crate) raised: Vec<(StreamId, RaisedLine)>,
    /// The cases of the teams for which they sign in which a change waits that nobody can be asked to countersign: no other senior of
    /// the organisation may open the record, or there is none.
    pub(crate) nobodys: Vec<StreamId>,
}

/// What waits for somebody as the second person: of all who may be it, one answers for each.
pub(crate) fn asked_of<'a>(
    snapshot: &Snapshot,
    actor: &Actor,
    desks: &'a Desks,
    today: Date,
) -> Result<&'a AskedOf, StoreError> {
    desks.asked(|| find_asked(snapshot, actor, desks, today))
}

fn find_asked(snapshot: &Snapshot, actor: &Actor, desks: &Desks, today: Date) -> Result<AskedOf, StoreError> {
    let mut asked = AskedOf::default();
    if !role_does(actor.role, Action::CountersignRisk) {
        return Ok(asked);
    }
    let day = today.to_string();
    let mut waiting: BTreeSet<StreamId> = snapshot.waiting_held_by(desks.countersigns(), &day)?.into_iter().collect();
    // Where a record is limited it may fall to any senior of the organisation.
    waiting.extend(snapshot.limited_waiting(&actor.provider, &day)?);
    let unheld = if desks.answers_for_unheld() { snapshot.unheld(&actor.provider)? } else { Vec::new() };
    waiting.extend(unheld.into_iter().filter(|row| row.waiting > 0).map(|row| row.stream));
    if waiting.is_empty() {
        return Ok(asked);
    }
    let waiting: Vec<StreamId> = waiting.into_iter().collect();
    let raised = with_raised(snapshot, &waiting)?;
    let mut roster = desks.roster();
    roster.seniors(snapshot, &actor.provider, today)?;
    let mut holding: BTreeMap<StreamId, Vec<Held>> = BTreeMap::new();
    for row in snapshot.managers_among(&waiting, &day)? {
        holding.entry(row.stream.clone()).or_default().extend(held(&row));
    }
    let limited = limits_among(snapshot, &waiting, today)?;
    let mut proposed: BTreeMap<StreamId, BTreeSet<String>> = BTreeMap::new();
    for row in snapshot.entries_of_kind(&waiting, PROPOSED)? {
        let by = read(&row)?.content.map(|content| content.by.staff);
        proposed.entry(row.stream).or_default().extend(by);
    }
    let seniors = roster.leading(&actor.provider, today);
    let signs_for = |held: &[Held]| {
        let team = holder("", held, today).map_or("", |held| held.team.as_str());
        seniors.signer(team) == Some(actor.staff.as_str())
    };
    let (nobody, open) = (Vec::new(), Limits::default());
    for case in waiting {
        let held = holding.get(&case).unwrap_or(&nobody);
        let limits = limited.get(&case).unwrap_or(&open);
        let sign = |author: &str| signer(&roster, held, &actor.provider, limits, author, today);
        let falls_to = |author: &str| sign(author).as_ref() == Some(&actor.staff);
        // Most are proposed by those who sign nothing: the case need not be read to know whose each is.
        let usual = sign("");
        let own = usual.as_ref().is_none_or(|usual| proposed.get(&case).is_some_and(|by| by.contains(usual)));
        if !own && !raised.contains(&case) {
            asked.sign.extend((usual.as_ref() == Some(&actor.staff)).then_some(case));
            continue;
        }
        let file = file(snapshot, &case)?;
        let theirs = file.open_raised().filter(|line| falls_to(&line.by)).cloned();
        asked.raised.extend(theirs.map(|line| (case.clone(), line)));
        let authors = authors(&file);
        let is_nobodys = signs_for(held) && authors.iter().any(|author| sign(author).is_none());
        asked.nobodys.extend(is_nobodys.then(|| case.clone()));
        asked.sign.extend(authors.iter().any(|author| falls_to(author)).then_some(case));
    }
    Ok(asked)
}

/// What somebody raised in the cases they hold, or cover, that waits for an answer, and to whom each falls today.
pub(crate) fn raised_by(
    snapshot: &Snapshot,
    actor: &Actor,
    desks: &Desks,
    today: Date,
) -> Result<Vec<(StreamId, RaisedLine, Option<String>)>, StoreError> {
    let mut waiting = BTreeSet::new();
    for staff in std::iter::once(&actor.staff).chain(desks.covers()) {
        waiting.extend(snapshot.waiting_held(&Scope::Officer(staff.clone()), &today.to_string())?);
    }
    let waiting: Vec<StreamId> = waiting.into_iter().collect();
    let mut found = Vec::new();
    for case in with_raised(snapshot, &waiting)? {
        let file = file(snapshot, &case)?;
        let own: Vec<RaisedLine> = file.open_raised().filter(|line| line.by == actor.staff).cloned().collect();
        if own.is_empty() {
            continue;
        }
        let with = Seniors::read(snapshot, &case, today)?.signer(&actor.staff, today);
        found.extend(own.into_iter().map(|line| (case.clone(), line, with.clone())));
    }
    Ok(found)
}

/// Those of some cases in which something was raised, answered or not.
fn with_raised(snapshot: &Snapshot, cases: &[StreamId]) -> Result<BTreeSet<StreamId>, StoreError> {
    if cases.is_empty() {
        return Ok(BTreeSet::new());
    }
    Ok(snapshot.entries_of_kind(cases, RAISED)?.into_iter().map(|row| row.stream).collect())
}

/// Who proposed what waits in a case.
fn authors(file: &CaseFile) -> BTreeSet<String> {
    file.waiting_changes().map(|change| change.by.clone()).collect()
}

fn file(snapshot: &Snapshot, case: &StreamId) -> Result<CaseFile, StoreError> {
    let entries: Result<Vec<Entry>, StoreError> = snapshot.entries(case)?.iter().map(read).collect();
    Ok(fold(&entries?, View::default()))
}

fn read(row: &EntryRow) -> Result<Entry, StoreError> {
    Entry::read(&row.stream, row.seq, row.recorded, row.content.as_deref())
        .map_err(|error| StoreError::Damaged(error.to_string()))
}
