//! What a reminder says: day, time, place and telephone, in the language they want. No name, no offence, no order.

use std::collections::BTreeMap;

use jiff::civil::Date;
use practice::messages::{MessageWording, Messages, Reminds, filled};
use practice::welsh::Welsh;
use record::case::{Appointment, CaseFile};
use record::facts::message::Language;
use record::time::Minute;

use super::is_discreet;
use crate::directory::Names;
use crate::letters::clock;
use crate::{Ask, Problem, Service};

/// Names of places and organisations, and where each team can be rung: read once for many texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    names: Names,
    /// The organisation and the office, by team.
    teams: BTreeMap<String, (String, String)>,
}

impl Around {
    /// The telephone of a place; empty where none is known.
    fn telephone(&self, site: &str) -> String {
        self.names.place(site).map(|place| place.telephone.clone()).unwrap_or_default()
    }
}

impl Service {
    pub(super) async fn around(&self) -> Result<Around, Problem> {
        let names = self.names([]).await?;
        let teams = self.store.read(store::Snapshot::teams).await?;
        let teams = teams.into_iter().map(|unit| (unit.team, (unit.provider, unit.office))).collect();
        Ok(Around { names, teams })
    }
}

/// The wording of a reminder, in the language they want it in.
pub(super) fn wording(file: &CaseFile, reminds: Reminds) -> &'static MessageWording {
    match file.language() {
        Language::Welsh => Welsh::split_2014().wording(reminds),
        Language::English | Language::NotAsked => Messages::split_2014().wording(reminds),
    }
}

/// The subject line of a reminder by e-mail: whoever sees the list of somebody's mail reads it.
pub(super) fn subject_of(file: &CaseFile) -> &'static str {
    let subject = match file.language() {
        Language::Welsh => Welsh::split_2014().subject(),
        Language::English | Language::NotAsked => Messages::split_2014().subject(),
    };
    if is_discreet(file) { &subject.discreet } else { &subject.plain }
}

/// What a reminder of an appointment says; the telephone is that of whoever holds the case.
pub(super) fn words_of(
    file: &CaseFile,
    appointment: &Appointment,
    reminds: Reminds,
    around: &Around,
) -> Result<String, Problem> {
    let booked = &appointment.booked;
    let held = file.order(&booked.order).and_then(|order| order.allocations.last());
    let team = held.map_or(booked.team.as_str(), |to| to.team.as_str());
    let (organisation, office) = around.teams.get(team).cloned().unwrap_or_default();
    let telephone = [office.as_str(), &booked.site].map(|site| around.telephone(site));
    let telephone = telephone.into_iter().find(|number| !number.is_empty()).unwrap_or_default();
    let values: BTreeMap<&str, String> = [
        ("day", day(file, booked.starts.day())),
        ("time", time(file, booked.starts)),
        ("place", around.names.of_place(&booked.site)),
        ("telephone", telephone),
        ("organisation", around.names.of_unit(&organisation)),
    ]
    .into();
    let words = wording(file, reminds).words(is_discreet(file));
    filled(words, &values).map_err(|error| Problem::Damaged(format!("a reminder cannot be worded: {error}")))
}

/// `Wednesday 16 December`: the year would say nothing.
fn day(file: &CaseFile, day: Date) -> String {
    match file.language() {
        Language::Welsh => Welsh::split_2014().day(day),
        Language::English | Language::NotAsked => day.strftime("%A %-d %B").to_string(),
    }
}

fn time(file: &CaseFile, at: Minute) -> String {
    let (hour, minute) = at.clock();
    match file.language() {
        Language::Welsh => Welsh::split_2014().clock(hour, minute),
        Language::English | Language::NotAsked => clock(at),
    }
}

impl Service {
    /// What a reminder of somebody's next appointment would say; with gaps while none is booked.
    pub async fn sample_reminder(&self, ask: &Ask, file: &CaseFile) -> Result<String, Problem> {
        let next = file.next_appointment_after(ask.now.london());
        let kind = next.and_then(|next| self.standards.contact_type(&next.booked.contact)).and_then(Reminds::of);
        if let (Some(next), Some(reminds)) = (next, kind)
            && let Ok(words) = words_of(file, next, reminds, &self.around().await?)
        {
            return Ok(words);
        }
        let gap = |name: &str| format!("({name})");
        let names = ["day", "time", "place", "telephone", "organisation"];
        let values = names.map(|name| (name, gap(name))).into();
        let wording = wording(file, Reminds::AtPlace);
        filled(wording.words(is_discreet(file)), &values).map_err(|error| Problem::Damaged(error.to_string()))
    }
}
