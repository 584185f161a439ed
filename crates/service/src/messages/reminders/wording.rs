//! What a reminder says: day, time, place and telephone. No name, no offence, no order.

use std::collections::BTreeMap;

use jiff::civil::Date;
use practice::messages::{Messages, Reminds, filled};
use record::case::{Appointment, CaseFile};

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
        ("day", day(booked.starts.day())),
        ("time", clock(booked.starts)),
        ("place", around.names.of_place(&booked.site)),
        ("telephone", telephone),
        ("organisation", around.names.of_unit(&organisation)),
    ]
    .into();
    let words = Messages::split_2014().wording(reminds).words(is_discreet(file));
    filled(words, &values).map_err(|error| Problem::Damaged(format!("a reminder cannot be worded: {error}")))
}

/// `Wednesday 16 December`: the year would say nothing.
fn day(day: Date) -> String {
    day.strftime("%A %-d %B").to_string()
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
        let wording = Messages::split_2014().wording(Reminds::AtPlace);
        filled(wording.words(is_discreet(file)), &values).map_err(|error| Problem::Damaged(error.to_string()))
    }
}
