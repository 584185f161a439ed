//! Proposing a change of what is judged about risk. A raise takes effect at once. Anything less is recorded at once and takes
//! effect when a second person countersigns it; it has to name what is new.
//!
//! The flag by which contact is suspended is the other way about, for it is the one that asks for less: a senior who does not
//! hold the case puts it up, where Probation Reset is meant for them, and whoever works with them takes it down at once.

use access::{Action, Because};
use assessment::allocation::Rules;
use jiff::civil::Date;
use practice::Standards;
use record::case::{CaseFile, Registration, Standing, View, resolve};
use record::entry::{Basis, Entry};
use record::facts::Fact;
use record::facts::person::{Deregistered, Registered};
use record::facts::risk::{Change, Harm, RISK, RiskChangeProposed, TierChange, Way};
use record::time::Happened;
use record::{EntryId, StreamId};
use serde::Serialize;

use super::eras;
use crate::clocks::Reading;
use crate::contact;
use crate::letters::written;
use crate::write::{Streams, Work, unchanged};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// What somebody wants to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Wanted {
    /// The risk of serious harm to one group.
    Harm(Harm),
    /// A flag put up: code, words, and the day it is looked at again.
    FlagUp {
        /// Register code.
        register: String,
        /// What the flag says.
        words: String,
        /// When it must be looked at again.
        review_on: Option<Date>,
    },
    /// A flag taken down: its component.
    FlagDown(String),
    /// The tier acted on, by the rules of a pack.
    Tier {
        /// The pack.
        pack: String,
        /// The tier.
        to: String,
    },
}

/// A change to be proposed.
#[derive(Clone, Debug, Serialize)]
pub struct RiskProposal {
    /// The person's stream.
    pub person: String,
    /// What is to change; none when what was chosen is no change.
    pub wanted: Option<Wanted>,
    /// Entries that are the evidence, by their place in the stream.
    pub evidence: Vec<u64>,
    /// What is new, and why that changes the judgement.
    pub reason: String,
}

impl Service {
    /// Records a proposed change. Answers `waits` when a second person has to countersign it, and `stands` otherwise.
    pub async fn propose_risk_change(&self, ask: &Ask, form: &Form, said: &RiskProposal) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let is_suspension =
            matches!(&said.wanted, Some(Wanted::FlagUp { register, .. }) if contact::reset::suspends(register));
        let action = if is_suspension { Action::CountersignRisk } else { Action::AssessRisk };
        let permit = self.permit(ask, action, &person).await?;
        if is_suspension && permit.because() == Because::HoldsTheCase {
            let words = "You hold this case yourself: a colleague who leads a team has to suspend contact";
            return Err(Problem::field("what", words));
        }
        self.record_for(&[permit], ask, form, said, |streams| decide(streams, &person, ask, form, said, self.standards))
            .await
    }
}

fn decide(
    streams: &Streams,
    person: &StreamId,
    ask: &Ask,
    form: &Form,
    said: &RiskProposal,
    standards: &'static Standards,
) -> Result<Work, Problem> {
    let (entries, today) = (streams.of(person), ask.today());
    let file = streams.case(person);
    unchanged(&file, person, RISK, form)?;
    let mut wrong = Vec::new();
    if said.reason.trim().is_empty() {
        wrong.push(FieldError::new("reason", "Say what is new, and why it changes the judgement"));
    }
    let happened = Happened::On(today);
    let Some(wanted) = &said.wanted else {
        wrong.push(FieldError::new("what", "Choose what is to change, and what it is to be"));
        return Err(Problem::Invalid(wrong));
    };
    let evidence: Vec<EntryId> =
        said.evidence.iter().map(|seq| EntryId { stream: person.clone(), seq: *seq }).collect();
    if let Wanted::FlagUp { register, words, review_on } = wanted {
        wrong.extend(flag_problem(register, *review_on, today));
        if contact::reset::suspends(register) {
            wrong.extend(suspension_problem(Reading { file: &file, entries, as_at: today, standards }, *review_on));
        }
        if !wrong.is_empty() {
            return Err(Problem::Invalid(wrong));
        }
        let flag = Registered { register: register.clone(), words: words.clone(), review_on: *review_on };
        let fact = Said::new(person, flag, happened).about(next_flag(&file)).because(evidence).reason(&said.reason);
        return Ok(Work { said: vec![fact], answer: "stands".to_owned(), ..Work::default() });
    }
    if let Wanted::FlagDown(component) = wanted
        && wrong.is_empty()
        && stands(&file, component).is_some_and(|flag| contact::reset::suspends(&flag.registered.register))
    {
        let fact = Said::new(person, Deregistered {}, happened).about(component).because(evidence);
        return Ok(Work { said: vec![fact.reason(&said.reason)], answer: "stands".to_owned(), ..Work::default() });
    }
    let change = match change_of(&file, wanted, today) {
        Ok(change) => change,
        Err(error) => {
            wrong.push(error);
            return Err(Problem::Invalid(wrong));
        }
    };
    let lowers = file.would_lower(&change);
    if lowers && file.waiting_changes().any(|waiting| is_same(&waiting.change, &change)) {
        wrong.push(FieldError::new("what", "This is proposed already, and waits for countersignature"));
    }
    if lowers {
        wrong.extend(evidence_problem(entries, &said.evidence, judged_at(&file, &change)));
    }
    if !wrong.is_empty() {
        return Err(Problem::Invalid(wrong));
    }
    let fact = Said::new(person, RiskChangeProposed { change }, happened)
        .about(RISK)
        .because(evidence)
        .reason(&said.reason)
        .basis(Basis::Opinion);
    let answer = if lowers { "waits" } else { "stands" };
    Ok(Work { said: vec![fact], answer: answer.to_owned(), ..Work::default() })
}

fn flag_problem(register: &str, review_on: Option<Date>, today: Date) -> Option<FieldError> {
    if register.is_empty() {
        return Some(FieldError::new("what", "Choose which flag to put up"));
    }
    match review_on {
        Some(day) if day > today => None,
        _ => Some(FieldError::new("review", "Enter the day the flag is looked at again, such as 15/6/2016")),
    }
}

/// Why contact cannot be suspended, or not for so long.
fn suspension_problem(reading: Reading<'_>, review_on: Option<Date>) -> Option<FieldError> {
    match contact::reset::can_be_suspended(reading) {
        Err(words) => Some(FieldError::new("what", words)),
        Ok(until) => review_on.filter(|day| *day > until).map(|_| {
            let words = format!("Their supervision ends on {}: look at it again before that", written(until));
            FieldError::new("review", words)
        }),
    }
}

fn stands<'a>(file: &'a CaseFile, component: &str) -> Option<&'a Registration> {
    file.registrations.iter().find(|flag| flag.component == component && flag.ended.is_none())
}

fn next_flag(file: &CaseFile) -> String {
    let number = |name: &str| name.strip_prefix("flag-").and_then(|n| n.parse::<u32>().ok());
    let last = file.registrations.iter().filter_map(|flag| number(&flag.component)).max().unwrap_or(0);
    format!("flag-{}", last + 1)
}

fn change_of(file: &CaseFile, wanted: &Wanted, today: Date) -> Result<Change, FieldError> {
    match wanted {
        Wanted::Harm(harm) => match file.harm_to(harm.group, harm.setting) {
            Some(stands) if stands.harm.level == harm.level => {
                Err(FieldError::new("to", "That is what stands already: choose another level"))
            }
            _ => Ok(Change::Harm(*harm)),
        },
        Wanted::FlagDown(component) => {
            let up = stands(file, component).is_some();
            let error = || FieldError::new("what", "That flag is down already: choose again");
            up.then(|| Change::FlagDown(component.clone())).ok_or_else(error)
        }
        Wanted::Tier { pack, to } => tier_change(file, pack, to, today).map(Change::Tier),
        Wanted::FlagUp { .. } => Err(FieldError::new("what", "Choose what is to change")),
    }
}

fn tier_change(file: &CaseFile, pack: &str, to: &str, today: Date) -> Result<TierChange, FieldError> {
    let eras = eras::eras(file, today);
    let era = eras.iter().find(|era| era.about().pack == pack && era.in_force);
    let error = |words: &str| FieldError::new("to", words);
    let era = era.ok_or_else(|| error("Those rules are not in force"))?;
    let rank = |tier: &str| Rules::rank(era.rules, tier);
    let wanted = rank(to).ok_or_else(|| error("Choose one of the tiers of these rules"))?;
    let from = era.acted_on();
    if from == to {
        return Err(error("That is what is acted on already"));
    }
    // Without a tier to come from, any tier is more than nothing known.
    let way = if rank(from).is_some_and(|from| wanted < from) { Way::Down } else { Way::Up };
    Ok(TierChange { pack: pack.to_owned(), from: from.to_owned(), to: to.to_owned(), way })
}

fn is_same(one: &Change, other: &Change) -> bool {
    match (one, other) {
        (Change::Harm(one), Change::Harm(other)) => one.is_about(other.group, other.setting),
        (Change::FlagDown(one), Change::FlagDown(other)) => one == other,
        (Change::Tier(one), Change::Tier(other)) => one.pack == other.pack,
        _ => false,
    }
}

/// The place of the entry by which what stands was judged: evidence for less has to be newer.
fn judged_at(file: &CaseFile, change: &Change) -> u64 {
    let assessed = || file.assessments.last().map_or(0, |last| last.entry.seq);
    match change {
        Change::Harm(harm) => file.harm_to(harm.group, harm.setting).map_or(0, |stands| stands.entry.seq),
        Change::FlagDown(component) => {
            file.registrations.iter().find(|flag| flag.component == *component).map_or(0, |flag| flag.entry.seq)
        }
        Change::Tier(tier) => file.tier_kept(&tier.pack).map_or_else(assessed, |kept| kept.entry.seq),
    }
}

fn evidence_problem(entries: &[Entry], named: &[u64], judged_at: u64) -> Option<FieldError> {
    let standing = resolve(entries, View::default());
    let is_evidence = |seq: &u64| {
        standing.iter().any(|line| {
            line.entry.id.seq == *seq
                && line.standing == Standing::Stands
                && line.content.is_some_and(|c| bears(&c.fact))
        })
    };
    if named.is_empty() || !named.iter().all(is_evidence) {
        return Some(FieldError::new("evidence", "Name the entry that is the new evidence: less risk needs one"));
    }
    if named.iter().all(|seq| *seq <= judged_at) {
        return Some(FieldError::new(
            "evidence",
            "That was known when it was last judged. Name an entry that was made since then",
        ));
    }
    None
}

/// A proposal is no evidence for another.
fn bears(fact: &Fact) -> bool {
    !matches!(fact, Fact::RiskChangeProposed(_) | Fact::RiskChangeCountersigned(_))
}
