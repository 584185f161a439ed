//! Warnings as they went out: worded from the pack, filled from the case, as the pages do it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use practice::{LimitName, Standards};
use record::facts::person::{OrderKind, WarningGiven};
use record::time::Minute;
use service::letters::{Letter, clock, written};

use crate::PilotError;
use crate::network::{Network, PROVIDERS};
use crate::profile::Profile;

/// What a warning letter is about.
pub(crate) struct About<'a> {
    pub(crate) who: &'a Profile,
    pub(crate) court: &'a str,
    pub(crate) network: &'a Network,
    pub(crate) member: usize,
    pub(crate) failed: Minute,
    pub(crate) circumstances: String,
    pub(crate) next: Minute,
    /// Where the next appointment is: an index into the network's sites, unless the kind of contact says otherwise.
    pub(crate) next_at: usize,
    pub(crate) next_contact: &'static str,
    /// The day the appointment that failed was given.
    pub(crate) told_on: Date,
    pub(crate) today: Date,
    pub(crate) warning: &'a WarningGiven,
}

/// The letter's code and its bytes.
pub(crate) fn warning(about: &About<'_>) -> Result<(String, Vec<u8>), PilotError> {
    let standards = Standards::split_2014();
    let code = match about.who.order.kind {
        OrderKind::SuspendedSentenceOrder => "warning-suspended-sentence-order",
        _ => "warning-community-order",
    };
    let wording = standards.letter(code).ok_or_else(|| PilotError::Standards(code.to_owned()))?;
    let member = &about.network.members[about.member];
    let team = about.network.team_of(about.member);
    let site = &about.network.sites[team.site];
    let next_at = &about.network.sites[about.next_at];
    let place = match about.next_contact {
        "CHVS" => "your home address".to_owned(),
        "COPT" => "your telephone: we will ring you".to_owned(),
        _ => std::iter::once(&next_at.name).chain(&next_at.address).cloned().collect::<Vec<_>>().join(", "),
    };
    let until = standards.due(LimitName::WarningLasts, about.warning.served_on);
    let until = until.map_err(|error| PilotError::Standards(error.to_string()))?;
    let values: BTreeMap<String, String> = [
        ("order_made_on", written(about.who.order.from)),
        ("told_on", written(about.told_on)),
        ("warned_until", written(until)),
        ("court", about.court.to_owned()),
        ("instruction", format!("attend an appointment at {}", clock(about.failed))),
        ("failure_day", written(about.failed.day())),
        ("circumstances", about.circumstances.clone()),
        ("evidence_by", written(about.warning.evidence_by)),
        ("officer", member.name.clone()),
        ("telephone", site.telephone.clone()),
        ("appointment_day", written(about.next.day())),
        ("appointment_time", clock(about.next)),
        ("appointment_place", place),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let filled = wording.fill(&values).map_err(|error| PilotError::Standards(error.to_string()))?;
    let (lines, postcode) = &about.who.address;
    let to = [about.who.name.plain()].into_iter().chain(lines.iter().cloned()).chain([postcode.clone()]);
    let from = [PROVIDERS[team.provider].name.to_owned(), site.name.clone()].into_iter().chain(site.address.clone());
    let letter = Letter {
        code: code.to_owned(),
        standards: standards.version().to_owned(),
        title: wording.title.clone(),
        date: written(about.today),
        to: to.collect(),
        from: from.collect(),
        reference: about.who.crn.to_string(),
        paragraphs: filled.into_iter().map(|paragraph| paragraph.words).collect(),
        signed: member.name.clone(),
        role: member.role.words().to_owned(),
        welsh: String::new(),
        in_welsh: None,
    };
    let bytes = ledger::canonical(&letter).map_err(|error| PilotError::Standards(error.to_string()))?;
    Ok((code.to_owned(), bytes))
}
