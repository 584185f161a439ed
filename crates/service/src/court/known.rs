//! What the court asks of us about somebody on record: orders, who holds them, how it goes, what comes next.

use access::{Action, Refusal};
use jiff::Span;
use jiff::civil::Date;
use practice::working::{WorkingFigure, value};
use practice::{LimitName, Standards};
use record::StreamId;
use record::case::{Appointment, CaseFile, Order, View};
use record::time::{Instant, Minute};
use store::{Snapshot, StoreError};

use crate::{Ask, Problem, Service};

/// What a court officer needs of somebody on record.
#[derive(Debug)]
pub struct Known {
    /// The person's stream.
    pub person: StreamId,
    /// The case file as it is now.
    pub file: CaseFile,
    /// Who holds the orders that run, in their order.
    pub holders: Vec<Holder>,
    /// How appointments went in the last twelve months.
    pub compliance: Compliance,
    /// The last days of the warnings in force.
    pub warned_until: Vec<Date>,
    /// The next appointment, with the name of its place.
    pub next: Option<(Minute, String)>,
}

/// Who holds an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The order's component.
    pub order: String,
    /// The officer's name.
    pub officer: String,
    /// The team's name.
    pub team: String,
    /// The organisation's name.
    pub provider: String,
    /// The office's telephone; empty when not known.
    pub telephone: String,
}

/// How appointments went from a day on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compliance {
    /// From when it is counted.
    pub since: Option<Date>,
    /// Appointments that were to be held.
    pub booked: usize,
    /// Attended, whether or not they complied.
    pub attended: usize,
    /// Failures to comply.
    pub failed: usize,
    /// Absent for an acceptable reason.
    pub excused: usize,
    /// Absent, the reason not yet known.
    pub awaited: usize,
    /// No outcome recorded.
    pub unrecorded: usize,
}

impl Service {
    /// What the court asks of somebody on record; the refusal where their record does not open to the asker.
    pub(super) async fn known(&self, ask: &Ask, person: &StreamId) -> Result<Result<Known, Refusal>, Problem> {
        let opened = match self.open(ask, Action::ViewCase, person, View::default()).await {
            Ok(opened) => opened,
            Err(Problem::Refused { refusal, .. }) => return Ok(Err(refusal)),
            Err(problem) => return Err(problem),
        };
        let (file, today) = (opened.file, ask.today());
        let running: Vec<Order> = file.active_orders(today).cloned().collect();
        let holders = self.store.read(move |snapshot| {
            running.iter().filter_map(|order| holder(snapshot, order, today).transpose()).collect()
        });
        let holders = holders.await?;
        let next = match file.next_appointment_after(ask.now.london()) {
            Some(next) => Some((next.booked.starts, self.names([]).await?.of_place(&next.booked.site))),
            None => None,
        };
        Ok(Ok(Known {
            person: person.clone(),
            compliance: compliance(&file, ask.now, self.standards),
            warned_until: warned_until(&file, today, self.standards),
            holders,
            next,
            file,
        }))
    }
}

fn holder(snapshot: &Snapshot, order: &Order, today: Date) -> Result<Option<Holder>, StoreError> {
    let Some(held) = order.manager(today) else { return Ok(None) };
    let team = snapshot.team(&held.team)?;
    let site = match &team {
        Some(team) => snapshot.site(&team.office)?,
        None => None,
    };
    let detail: serde_json::Value = site.and_then(|s| serde_json::from_str(&s.detail).ok()).unwrap_or_default();
    Ok(Some(Holder {
        order: order.component.clone(),
        officer: snapshot.staff(&held.staff)?.map_or_else(|| held.staff.clone(), |s| s.name),
        team: team.map_or_else(|| held.team.clone(), |t| t.name),
        provider: snapshot.team(&held.provider)?.map_or_else(|| held.provider.clone(), |p| p.name),
        telephone: detail["telephone"].as_str().unwrap_or_default().to_owned(),
    }))
}

fn compliance(file: &CaseFile, now: Instant, standards: &Standards) -> Compliance {
    let since = now.day().saturating_sub(Span::new().months(value(WorkingFigure::ComplianceMonths)));
    let mut counted = Compliance { since: Some(since), ..Compliance::default() };
    let past = |a: &&Appointment| a.booked.starts.day() > since && a.booked.starts <= now.london();
    for appointment in file.appointments.iter().filter(past) {
        counted.booked += 1;
        let Some(held) = &appointment.held else {
            counted.unrecorded += 1;
            continue;
        };
        let Some(outcome) = standards.outcome(&held.outcome) else { continue };
        counted.attended += usize::from(outcome.attended == Some(true));
        counted.failed += usize::from(outcome.complied == Some(false));
        counted.excused += usize::from(outcome.attended == Some(false) && outcome.acceptable == Some(true));
        counted.awaited += usize::from(outcome.attended == Some(false) && outcome.complied.is_none());
    }
    counted
}

fn warned_until(file: &CaseFile, today: Date, standards: &Standards) -> Vec<Date> {
    let standing = file.warnings.iter().filter(|w| w.withdrawn.is_none() && w.served_on <= today);
    let untils = standing.filter_map(|w| standards.due(LimitName::WarningLasts, w.served_on).ok());
    untils.filter(|until| today <= *until).collect()
}
