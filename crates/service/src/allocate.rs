//! Giving cases to officers: those nobody was given, a leaver's, or one. A senior gives the cases of their own team, to anybody
//! of the organisation or to another of its teams, which does without an officer until its senior gives it on. Nobody has to
//! accept: somebody answers for each case at every moment.
//!
//! What an officer holds is counted where it is decided, under a guard that whoever gives them a case raises: of two seniors at
//! once, the second counts what the first gave.
//!
//! Moving a case to another organisation is a transfer, and not this.

use std::collections::{BTreeMap, BTreeSet};

use access::Action;
use jiff::civil::Date;
use practice::limits::Limit;
use practice::load::{Load, LoadFacts, load};
use practice::{LimitName, Ruled};
use record::StreamId;
use record::case::{Allocation, CaseFile, Order};
use record::facts::keepapart::KeepApartEntrusted;
use record::facts::organisation::{ProviderKind, Role};
use record::facts::person::{Allocated, LimitKind};
use record::time::Happened;
use serde::Serialize;
use store::{AwayRow, Scope, Snapshot, StaffRow, StoreError, TeamRow};

use crate::apart::entrusting::entrusted;
use crate::booking::check::APART;
use crate::booking::is_apart;
use crate::caseload::CaseRow;
use crate::holding::{held_by, named, unheld};
use crate::leading::{Led, is_of, signed_for};
use crate::probing::Trying;
use crate::streams::{Streams, holds};
use crate::write::Work;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// As many cases are given by one form: a whole caseload, and one act stays short for whoever waits behind it.
pub const MOST: usize = 60;

/// Somebody who can be given cases.
#[derive(Clone, Debug)]
pub struct Officer {
    /// Who.
    pub staff: StaffRow,
    /// People they hold today.
    pub held: u64,
    /// When they are away, if they are today.
    pub away: Option<AwayRow>,
}

/// To whom cases can be given.
#[derive(Debug)]
pub struct Takers {
    /// The asker's own team's officers who work here, by name: nobody is ranked.
    pub officers: Vec<Officer>,
    /// The organisation's other teams, by name.
    pub teams: Vec<TeamRow>,
    /// As many cases as can be done, and who says so.
    pub ceiling: &'static Limit,
}

/// Whose cases are to be given on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// Those without an officer: the team's, and those the organisation recorded and no team was given.
    Nobody,
    /// A colleague's.
    Officer(String),
}

/// Cases to be given on.
#[derive(Debug)]
pub struct ToAllocate {
    /// The colleague who holds them; none where nobody does.
    pub officer: Option<StaffRow>,
    /// The cases, by name; limited ones last.
    pub cases: Vec<CaseRow>,
    /// Cases that do not go on one form.
    pub more: usize,
    /// To whom they can be given.
    pub takers: Takers,
}

/// What a senior decides.
#[derive(Clone, Debug, Serialize)]
pub struct Allocating {
    /// For each case, by its stream: the code of an officer, or of a team that is to do without one for now.
    pub to: BTreeMap<String, String>,
    /// Who was shown to hold them, by staff code; empty for nobody.
    pub held_by: String,
    /// From which day; none when what was typed is no day.
    pub from: Option<Date>,
    /// Why. Asked for where somebody would hold more than can be done.
    pub why: String,
    /// Why a senior lets it be that somebody is given a person whom they must not meet; empty where they do not.
    pub override_reason: String,
}

/// Whoever is given a case.
#[derive(Clone, Debug)]
struct Taker {
    staff: String,
    name: String,
    team: String,
    provider: String,
    kind: ProviderKind,
}

impl Service {
    /// Cases to be given on, with who could take them.
    pub async fn to_allocate(&self, ask: &Ask, from: From) -> Result<ToAllocate, Problem> {
        let (actor, today) = (ask.actor.clone(), ask.today());
        self.permit_list(ask, Action::LeadTeam, 0).await?;
        let ceiling = self.standards.limit(LimitName::CaseloadCeiling);
        let found = self.store.read(move |snapshot| {
            let officer = match &from {
                From::Nobody => None,
                From::Officer(code) => match snapshot.staff(code)? {
                    Some(staff) if is_of(snapshot, &actor, &staff.team, today)? => Some(staff),
                    _ => return Ok(None),
                },
            };
            let mut cases = match &from {
                From::Officer(code) => held_by(snapshot, &Scope::Officer(code.clone()), &actor.staff, today)?,
                From::Nobody => {
                    let mut cases = Vec::new();
                    for led in std::iter::once(Scope::Team(actor.team.clone())).chain(
                        signed_for(snapshot, &actor, today)?
                            .iter()
                            .filter(|led| led.team != actor.team)
                            .map(Led::scope),
                    ) {
                        cases.extend(held_by(snapshot, &led, &actor.staff, today)?);
                    }
                    cases.retain(|row| row.officer.is_empty());
                    cases.extend(unheld(snapshot, &actor.provider, &actor.staff, today)?);
                    cases
                }
            };
            crate::caseload::sort(&mut cases, crate::caseload::Sort::Name, false);
            let more = cases.len().saturating_sub(MOST);
            cases.truncate(MOST);
            let team = officer.as_ref().map_or(&actor.team, |officer| &officer.team);
            let mut takers = takers(snapshot, team, &actor.provider, today, ceiling)?;
            // Who holds them keeps those that stay where they are.
            takers.officers.retain(|taker| officer.as_ref().is_none_or(|holder| holder.staff != taker.staff.staff));
            Ok(Some(ToAllocate { officer, cases: named(snapshot, cases)?, more, takers }))
        });
        let found = found.await?.ok_or(Problem::NotFound)?;
        self.permit_list(ask, Action::LeadTeam, found.cases.len()).await?;
        Ok(found)
    }

    /// To whom the asker can give a case.
    pub async fn takers(&self, ask: &Ask) -> Result<Takers, Problem> {
        let (actor, today) = (ask.actor.clone(), ask.today());
        let ceiling = self.standards.limit(LimitName::CaseloadCeiling);
        let found = self.store.read(move |s| takers(s, &actor.team, &actor.provider, today, ceiling));
        Ok(found.await?)
    }

    /// What an officer would carry with so many more.
    pub fn load_with(&self, ask: &Ask, held: u64, given: u64) -> Ruled<Load> {
        load(&LoadFacts { as_at: ask.today(), held, given }, self.standards)
    }

    /// Gives cases to those who were chosen, in one act. Where somebody would then hold more than can be done and no reason was
    /// given, nothing is recorded, and whoever answers for the cases now goes on answering. Answers with how many were given.
    pub async fn allocate(&self, ask: &Ask, form: &Form, said: &Allocating) -> Result<Saved, Problem> {
        let mut chosen: Vec<(StreamId, Taker)> = Vec::new();
        let mut wrong = Vec::new();
        let mut named: BTreeMap<&str, Option<Taker>> = BTreeMap::new();
        for (case, code) in said.to.iter().filter(|(_, code)| !code.is_empty()) {
            let person: StreamId = case.parse().map_err(|_| Problem::NotFound)?;
            if !named.contains_key(code.as_str()) {
                named.insert(code, self.taker(ask, code).await?);
            }
            match named.get(code.as_str()).cloned().flatten() {
                Some(taker) => chosen.push((person, taker)),
                None => wrong.push(FieldError::new("to", "Choose an officer or a team of your organisation")),
            }
        }
        if chosen.is_empty() && wrong.is_empty() {
            wrong.push(FieldError::new("to", "Choose who is to have it"));
        }
        match said.from {
            None => wrong.push(FieldError::new("from", "Enter the day it begins, such as 15/12/2015")),
            Some(day) if day > ask.today() => {
                wrong.push(FieldError::new(
                    "from",
                    "This day is still to come. Until it does, the case stays where it is",
                ));
            }
            Some(_) => {}
        }
        wrong.dedup();
        let Some(from) = said.from.filter(|_| wrong.is_empty()) else { return Err(Problem::Invalid(wrong)) };
        let mut permits = Vec::with_capacity(chosen.len());
        for (person, _) in &chosen {
            permits.push(self.permit(ask, Action::Allocate, person).await?);
        }
        let people: Vec<StreamId> = chosen.iter().map(|(person, _)| person.clone()).collect();
        let is_let_be = self.may_entrust(ask, &people, &said.override_reason).await?;
        let answer = chosen.len().to_string();
        let takers: BTreeSet<String> = chosen.iter().map(|(_, taker)| taker.staff.clone()).collect();
        let takers: Vec<String> = takers.into_iter().filter(|staff| !staff.is_empty()).collect();
        let given = self.record_giving(&permits, &takers, ask, form, said, |streams| {
            let files: Vec<CaseFile> = chosen.iter().map(|(person, _)| streams.case(person)).collect();
            let moving = files.iter().zip(&chosen);
            let moving: Vec<Moving<'_>> =
                moving.map(|(file, (person, taker))| Moving { person, file, taker, held_by: &said.held_by }).collect();
            let mut wrong = self.too_many(ask, streams, &moving, &said.why);
            wrong.extend(moving.iter().filter_map(|moving| moving.shut_out(ask.today())));
            let bumps = takers.iter().map(|staff| holds(staff)).collect();
            let mut work = Work { answer: answer.clone(), bumps, ..Work::default() };
            for moving in &moving {
                match moving.said(&ask.actor.provider, from, &said.why) {
                    Ok(said) => work.said.extend(said),
                    Err(error) => wrong.push(error),
                }
            }
            // Asked last of all, of what could be given otherwise: a form with a mistake in it tells nothing.
            if wrong.is_empty() && !is_let_be {
                wrong.extend(moving.iter().filter_map(|moving| moving.kept_apart(streams)));
            }
            wrong.dedup();
            if !wrong.is_empty() {
                return Err(Problem::Invalid(wrong));
            }
            let entrusted = moving.iter().flat_map(|moving| moving.entrusted(streams, (from, ask.today()), said));
            work.said.extend(entrusted);
            Ok(work)
        });
        self.trying(ask, Trying::Giving, is_apart, Box::pin(given)).await
    }

    /// Asks for a reason where somebody would hold more than can be done.
    fn too_many(&self, ask: &Ask, streams: &Streams, moving: &[Moving<'_>], why: &str) -> Vec<FieldError> {
        let mut given: BTreeMap<&str, (u64, &Taker)> = BTreeMap::new();
        for one in moving.iter().filter(|one| !one.taker.staff.is_empty() && !one.holds_already()) {
            given.entry(&one.taker.staff).or_insert((0, one.taker)).0 += 1;
        }
        let over = given.into_values().filter_map(|(given, taker)| {
            let load = self.load_with(ask, streams.held(&taker.staff), given).value;
            load.needs_reason.then(|| {
                let words = format!(
                    "{} would hold {}: above {} the quality of the work falls. Say why, or choose somebody else",
                    taker.name, load.after, load.ceiling
                );
                FieldError::new("why", words)
            })
        });
        if why.trim().is_empty() { over.collect() } else { Vec::new() }
    }

    /// Whom a code names: an officer of the organisation who works here, or one of its teams.
    async fn taker(&self, ask: &Ask, code: &str) -> Result<Option<Taker>, Problem> {
        let (wanted, provider) = (code.to_owned(), ask.actor.provider.clone());
        let found = self.store.read(move |snapshot| {
            let unit = snapshot.team(&provider)?;
            let kind = match unit.as_ref().map(|unit| unit.detail.as_str()) {
                Some("nps") => ProviderKind::Nps,
                _ => ProviderKind::Crc,
            };
            let taker = |staff: String, name: String, team: String| {
                Some(Taker { staff, name, team, provider: provider.clone(), kind })
            };
            if let Some(staff) = snapshot.staff(&wanted)?.filter(|staff| takes(staff) && staff.provider == provider) {
                return Ok(taker(staff.staff, staff.name, staff.team));
            }
            let team = snapshot.team(&wanted)?.filter(|team| team.provider == provider && !team.office.is_empty());
            Ok(team.and_then(|team| taker(String::new(), team.name, team.team)))
        });
        Ok(found.await?)
    }
}

/// A case, who was shown to hold it, and whoever is to have it.
struct Moving<'a> {
    person: &'a StreamId,
    file: &'a CaseFile,
    taker: &'a Taker,
    held_by: &'a str,
}

impl Moving<'_> {
    fn orders(&self) -> impl Iterator<Item = &Order> {
        self.file.orders.iter().filter(|order| order.ended.is_none())
    }

    fn holds_already(&self) -> bool {
        self.orders().filter_map(|order| last(order, &order.component)).any(|held| held.staff == self.taker.staff)
    }

    /// Nobody is given a record that they may not open.
    fn shut_out(&self, today: Date) -> Option<FieldError> {
        let running = self.file.limits.iter().filter(|limit| limit.from <= today);
        let running = running.filter(|limit| limit.until.is_none_or(|until| today < until));
        let (mut excluded, mut named) = (Vec::new(), Vec::new());
        for limit in running {
            match limit.kind {
                LimitKind::Exclusion => excluded.extend(limit.staff.iter().cloned()),
                LimitKind::Restriction => named.extend(limit.staff.iter().cloned()),
            }
        }
        let shut = !self.taker.staff.is_empty() && access::limited(&self.taker.staff, &excluded, &named);
        shut.then(|| FieldError::new("to", format!("{} may not open one of these records", self.taker.name)))
    }

    /// Nobody is given somebody whom they must not meet. In the words of it no cause is told.
    fn kept_apart(&self, streams: &Streams) -> Option<FieldError> {
        let words = format!("{} can’t be given one of these cases. Choose somebody else", self.taker.name);
        let covers = streams.covers_of(&self.taker.staff).iter().filter_map(|row| row.cover.as_deref());
        let mut seeing = std::iter::once(self.taker.staff.as_str()).chain(covers);
        let must_not_meet = seeing.any(|staff| !streams.kept_from(self.person, staff).is_empty());
        must_not_meet.then(|| FieldError::new(APART, words))
    }

    /// What the arrangements say that a senior lets be, of whoever is given the case and of those who cover for them.
    fn entrusted(&self, streams: &Streams, (from, today): (Date, Date), said: &Allocating) -> Vec<Said> {
        let taker = &self.taker.staff;
        let mut found = Vec::new();
        let mut let_be = |case: KeepApartEntrusted| {
            let against = streams.kept_from(self.person, &case.staff).iter();
            found.extend(against.map(|stream| entrusted(stream, case.clone(), today, &said.override_reason)));
        };
        let person = self.person.clone();
        let own = KeepApartEntrusted { person, staff: taker.clone(), covers_for: None, from, until: None };
        let_be(own.clone());
        for row in streams.covers_of(taker) {
            let Some(staff) = row.cover.clone() else { continue };
            let begins = row.from_on.parse().map_or(from, |begins: Date| begins.max(from));
            let until = row.until_on.as_ref().and_then(|day| day.parse().ok());
            let_be(KeepApartEntrusted { staff, covers_for: Some(taker.clone()), from: begins, until, ..own.clone() });
        }
        found
    }

    /// What is said: whatever of the running orders is held as it was shown passes, and nothing else.
    fn said(&self, own: &str, from: Date, why: &str) -> Result<Vec<Said>, FieldError> {
        let mut said = Vec::new();
        let parts = self.orders().flat_map(|order| components(order).map(move |part| (part, last(order, part))));
        for (component, held) in parts.filter(|(_, held)| held.map_or("", |held| &held.staff) == self.held_by) {
            if held.is_some_and(|held| held.provider != own) {
                let words = "This case is held by another organisation: it has to be transferred";
                return Err(FieldError::new("to", words));
            }
            if held.is_some_and(|held| held.from > from) {
                let words = "The case was given to somebody later than that. Enter that day or a later one";
                return Err(FieldError::new("from", words));
            }
            if held.is_some_and(|held| held.staff == self.taker.staff && held.team == self.taker.team) {
                return Err(FieldError::new("to", "They hold it already. Choose somebody else"));
            }
            let to = Allocated {
                provider: self.taker.provider.clone(),
                provider_kind: self.taker.kind,
                team: self.taker.team.clone(),
                staff: self.taker.staff.clone(),
            };
            said.push(Said::new(self.person, to, Happened::On(from)).about(component).reason(why));
        }
        if self.orders().any(|order| from < order.made.from) {
            return Err(FieldError::new("from", "The order began later than that. Enter that day or a later one"));
        }
        if said.is_empty() {
            let words = "Somebody gave a case on meanwhile, or its order has ended. See who holds it now";
            return Err(FieldError::new("to", words));
        }
        Ok(said)
    }
}

/// The order, and what of it was given to somebody by itself.
fn components(order: &Order) -> impl Iterator<Item = &str> {
    let given = order.allocations.iter().map(|allocation| allocation.component.as_str());
    given.chain([order.component.as_str()]).collect::<BTreeSet<&str>>().into_iter()
}

fn last<'a>(order: &'a Order, component: &str) -> Option<&'a Allocation> {
    order.allocations.iter().rev().find(|allocation| allocation.component == component)
}

/// Whether somebody can be given cases.
fn takes(staff: &StaffRow) -> bool {
    staff.active && [Role::Practitioner.code(), Role::SeniorProbationOfficer.code()].contains(&staff.role.as_str())
}

fn takers(
    snapshot: &Snapshot,
    team: &str,
    provider: &str,
    today: Date,
    ceiling: &'static Limit,
) -> Result<Takers, StoreError> {
    let day = today.to_string();
    let held: BTreeMap<String, u64> = snapshot.counts_held(team, &day)?.into_iter().collect();
    let away = snapshot.away_in(team, &day)?;
    let officers: Vec<Officer> = snapshot
        .staff_of_team(team)?
        .into_iter()
        .filter(takes)
        .map(|staff| Officer {
            held: held.get(&staff.staff).copied().unwrap_or_default(),
            away: away.iter().rfind(|row| row.staff == staff.staff && row.from_on <= day).cloned(),
            staff,
        })
        .collect();
    let teams =
        snapshot.teams_of(provider)?.into_iter().filter(|unit| unit.team != team && !unit.office.is_empty()).collect();
    Ok(Takers { officers, teams, ceiling })
}
