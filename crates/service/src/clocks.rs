//! The rules of practice asked about a case file: what is owed, by whom, and what is open after a failure.
//!
//! The rules take small structs of just the facts they need; here those are picked out of the case file. A rule is
//! read for a day that is given, never for "today".

use jiff::civil::Date;
use practice::contact_gap::{ContactGapFacts, contact_gap};
use practice::decision_due::{DecisionFacts, decision_due};
use practice::facts::NextAppointment;
use practice::first_contact::{FirstContactFacts, Start, first_contact};
use practice::plan::{PlanFacts, plan};
use practice::risk_assessment::{RiskAssessmentFacts, risk_assessment};
use practice::warning::{Warning, WarningFacts, WarningOpen, warning};
use practice::{Duty, DutyKind, Event, Provider, RuleError, Ruled, Standards, Why};
use record::EntryId;
use record::case::{Appointment, CaseFile, Contact, Order};
use record::entry::Entry;
use record::facts::organisation::ProviderKind;
use record::facts::person::{Decision, OrderKind};

use crate::contact::attended;
use crate::contact::reset::asked_until;
use crate::contact::seen::{review_of, work_of};
use crate::messages::letters_owed;

/// A duty and the order it is owed under. Whoever holds that order on the day owes it.
#[derive(Clone, Debug)]
pub struct Owed {
    /// What is owed.
    pub duty: Duty,
    /// The order's component.
    pub order: String,
}

/// A case as the rules read it: the file, the entries it was folded from, and the day it is read for.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The case file.
    pub file: &'a CaseFile,
    /// Its entries, for the days they were recorded.
    pub entries: &'a [Entry],
    /// The day.
    pub as_at: Date,
    /// The standards in force.
    pub standards: &'static Standards,
}

/// What is owed and not yet done in a case.
///
/// A rule that cannot be worked out (a date beyond the bank holiday table, an outcome nobody knows) is owed without a
/// day and says why: it never stands in the way of recording or reading.
pub fn owed(reading: Reading<'_>) -> Vec<Owed> {
    let mut owed = arisen(reading);
    owed.retain(|owed| owed.duty.met_on.is_none());
    owed
}

/// The same with what has been done since.
pub(crate) fn arisen(reading: Reading<'_>) -> Vec<Owed> {
    let mut owed = Vec::new();
    let running = || reading.file.orders.iter().filter(|o| o.ended.is_none() && supervised(o).is_some());
    for order in running() {
        owed.extend(settle(DutyKind::FirstContact, order, first_contact_of(reading, order)));
        owed.extend(settle(DutyKind::SentencePlan, order, plan_of(reading, order).map(Some)));
        owed.extend(settle(DutyKind::PlanReview, order, review_of(reading, order)));
    }
    if let Some(order) = running().next_back() {
        let gap = contact_gap(&contact_facts(reading, order), reading.standards).map(|ruled| Some(ruled.duty()));
        owed.extend(settle(DutyKind::RiskAssessment, order, assessment_of(reading, order).map(Some)));
        // Nobody is asked to see them after the order, nor where Probation Reset has stopped that.
        let asked = asked_until(reading, order);
        let within = |duty: &Duty| asked.is_none_or(|last| duty.due_on.is_none_or(|due| due <= last));
        owed.extend(settle(DutyKind::FaceToFaceContact, order, gap).filter(|owed| within(&owed.duty)));
    }
    for appointment in reading.file.kept_appointments() {
        let Some(order) = reading.file.order(&appointment.booked.order) else { continue };
        owed.extend(settle(DutyKind::DecisionAfterFailure, order, decision_of(reading, appointment)));
        owed.extend(settle(DutyKind::BreachReferral, order, referral_of(reading, appointment)));
        owed.extend(settle(DutyKind::WorkToRecord, order, work_of(reading, appointment)));
    }
    owed.extend(letters_owed(reading));
    owed
}

pub(crate) fn settle(kind: DutyKind, order: &Order, ruled: Result<Option<Duty>, RuleError>) -> Option<Owed> {
    let duty = ruled.unwrap_or_else(|error| {
        Some(Duty {
            duty: kind,
            subject: order.component.clone(),
            due_on: None,
            arose_on: order.made.from,
            met_on: None,
            why: Why {
                rule: "not-worked-out".into(),
                version: "1".to_owned(),
                words: format!("This could not be worked out: {error}."),
                figure: None,
                from: vec![order.entry.to_string()],
                steps: Vec::new(),
            },
        })
    })?;
    Some(Owed { duty, order: order.component.clone() })
}

/// What is open to the officer after a failure, and why.
pub fn warning_open(reading: Reading<'_>, appointment: &Appointment) -> Result<Option<Ruled<WarningOpen>>, RuleError> {
    let Some(order) = reading.file.order(&appointment.booked.order) else { return Ok(None) };
    let Some(kind) = supervised(order) else { return Ok(None) };
    let failure = appointment.held.as_ref().map_or_else(
        // Before its outcome is recorded, the appointment itself is what would fail.
        || reading.event(appointment.booked.starts.day(), &appointment.entry),
        |held| reading.event(held.happened.day(), &held.entry),
    );
    let warnings = reading.file.warnings.iter().filter(|w| w.order == order.component);
    let facts = WarningFacts {
        subject: appointment.component.clone(),
        as_at: reading.as_at,
        order: kind,
        provider: provider(order, reading.as_at),
        warnings: warnings.map(|w| issued(reading, w)).collect(),
        excused: decided(reading, appointment, Decision::AcceptExcuse),
        referred: decided(reading, appointment, Decision::ReferBreach),
        next_appointment: reading
            .file
            .next_appointment_after(appointment.booked.starts)
            .map(|next| NextAppointment { on: next.booked.starts.day(), entry: next.entry.to_string() }),
        failure,
    };
    warning(&facts, reading.standards).map(Some)
}

impl Reading<'_> {
    /// Something that happened on a day, as an entry has it.
    pub(crate) fn event(&self, on: Date, entry: &EntryId) -> Event {
        let at = usize::try_from(entry.seq).unwrap_or(usize::MAX).saturating_sub(1);
        let recorded_on = self.entries.get(at).map_or(on, |e| e.recorded.day());
        Event { on, recorded_on, entry: entry.to_string() }
    }
}

fn first_contact_of(reading: Reading<'_>, order: &Order) -> Result<Option<Duty>, RuleError> {
    let start = match (supervised(order), order.allocations.first()) {
        (Some(practice::OrderKind::Licence), _) => Start::Released(reading.event(order.made.from, &order.entry)),
        (_, Some(first)) => Start::OrderAllocated(reading.event(first.from, &first.entry)),
        _ => return Ok(None),
    };
    let facts = FirstContactFacts {
        subject: order.component.clone(),
        as_at: reading.as_at,
        start,
        appointments: appointments(reading, order),
    };
    Ok(Some(first_contact(&facts, reading.standards)?.duty()))
}

fn plan_of(reading: Reading<'_>, order: &Order) -> Result<Duty, RuleError> {
    let attended = |a: &&Appointment| a.booked.order == order.component && attended(reading.standards, a) == Some(true);
    let first = reading.file.appointments.iter().find(attended);
    let facts = PlanFacts {
        subject: order.component.clone(),
        as_at: reading.as_at,
        began: reading.event(order.made.from, &order.entry),
        first_attended: first.map(|a| reading.event(a.booked.starts.day(), &a.entry)),
        completed: reading
            .file
            .plans
            .iter()
            .find(|p| p.order == order.component)
            .map(|p| reading.event(p.completed_on, &p.entry)),
    };
    Ok(plan(&facts, reading.standards)?.duty())
}

/// Asked, as the contact gap is, about the running order that was made last.
fn assessment_of(reading: Reading<'_>, order: &Order) -> Result<Duty, RuleError> {
    let facts = RiskAssessmentFacts {
        subject: order.component.clone(),
        as_at: reading.as_at,
        began: reading.event(order.made.from, &order.entry),
        completed: reading.file.assessments.iter().map(|a| reading.event(a.on, &a.entry)).collect(),
    };
    Ok(risk_assessment(&facts, reading.standards)?.duty())
}

/// Every contact: appointments, and notes that tell of one.
pub(crate) fn contacts_of(reading: Reading<'_>) -> Vec<practice::facts::Appointment> {
    let mut contacts: Vec<_> = reading.file.kept_appointments().map(|a| appointment_facts(reading, a)).collect();
    contacts.extend(reading.file.contacts.iter().map(|noted| noted_facts(reading, noted)));
    contacts
}

/// A note that tells of a contact.
pub(crate) fn noted_facts(reading: Reading<'_>, noted: &Contact) -> practice::facts::Appointment {
    let face_to_face = reading.standards.contact_type(&noted.contact).is_some_and(|kind| kind.face_to_face);
    practice::facts::Appointment {
        made_on: noted.happened.day(),
        on: noted.happened.day(),
        face_to_face,
        attended: Some(face_to_face),
        entry: noted.entry.to_string(),
    }
}

/// What the rule of the contact gap is told.
pub(crate) fn contact_facts(reading: Reading<'_>, order: &Order) -> ContactGapFacts {
    ContactGapFacts {
        subject: "case".to_owned(),
        as_at: reading.as_at,
        began: reading.event(order.made.from, &order.entry),
        contacts: contacts_of(reading),
    }
}

fn decision_of(reading: Reading<'_>, appointment: &Appointment) -> Result<Option<Duty>, RuleError> {
    let Some(held) = &appointment.held else { return Ok(None) };
    let facts = DecisionFacts {
        subject: appointment.component.clone(),
        as_at: reading.as_at,
        failure: reading.event(held.happened.day(), &held.entry),
        outcome: held.outcome.clone(),
        decision: appointment.decided.as_ref().map(|d| reading.event(d.on, &d.entry)),
    };
    Ok(decision_due(&facts, reading.standards)?.duty())
}

/// A failure after a warning has to go to an enforcement officer: that clock runs beside the decision's.
fn referral_of(reading: Reading<'_>, appointment: &Appointment) -> Result<Option<Duty>, RuleError> {
    let failed = appointment.held.as_ref().is_some_and(|held| needs_decision(reading.standards, &held.outcome));
    let settled = appointment.decided.as_ref().is_some_and(|d| d.decision != Decision::Warn);
    if !failed || settled {
        return Ok(None);
    }
    Ok(warning_open(reading, appointment)?.and_then(|open| open.duty()))
}

fn appointments(reading: Reading<'_>, order: &Order) -> Vec<practice::facts::Appointment> {
    let of_order = reading.file.kept_appointments().filter(|a| a.booked.order == order.component);
    of_order.map(|a| appointment_facts(reading, a)).collect()
}

pub(crate) fn appointment_facts(reading: Reading<'_>, appointment: &Appointment) -> practice::facts::Appointment {
    let kind = reading.standards.contact_type(&appointment.booked.contact);
    practice::facts::Appointment {
        made_on: appointment.booked_on,
        on: appointment.booked.starts.day(),
        face_to_face: kind.is_some_and(|k| k.face_to_face),
        attended: attended(reading.standards, appointment),
        entry: appointment.held.as_ref().map_or(&appointment.entry, |held| &held.entry).to_string(),
    }
}

/// Whether an outcome asks somebody to decide what follows.
pub fn needs_decision(standards: &Standards, outcome: &str) -> bool {
    standards.outcome(outcome).is_some_and(|o| o.needs_decision)
}

fn issued(reading: Reading<'_>, warning: &record::case::Warning) -> Warning {
    let about = reading.file.appointment(&warning.appointment).and_then(|a| a.held.as_ref());
    Warning {
        about: about.map(|held| held.entry.to_string()).unwrap_or_default(),
        issued_on: reading.event(warning.served_on, &warning.entry).recorded_on.min(warning.served_on),
        served_on: Some(warning.served_on),
        withdrawn_on: warning.withdrawn.as_ref().map(|(on, _)| *on),
        entry: warning.entry.to_string(),
    }
}

fn decided(reading: Reading<'_>, appointment: &Appointment, wanted: Decision) -> Option<Event> {
    let decided = appointment.decided.as_ref().filter(|d| d.decision == wanted)?;
    Some(reading.event(decided.on, &decided.entry))
}

fn provider(order: &Order, as_at: Date) -> Provider {
    match order.manager(as_at).or(order.allocations.last()).map(|m| m.provider_kind) {
        Some(ProviderKind::Crc) => Provider::Crc,
        _ => Provider::Nps,
    }
}

/// The rules' name for a kind of order; none for custody, which is not supervised in the community.
pub fn supervised(order: &Order) -> Option<practice::OrderKind> {
    match order.made.kind {
        OrderKind::CommunityOrder => Some(practice::OrderKind::CommunityOrder),
        OrderKind::SuspendedSentenceOrder => Some(practice::OrderKind::SuspendedSentenceOrder),
        OrderKind::Licence | OrderKind::LifeLicence => Some(practice::OrderKind::Licence),
        OrderKind::PostSentenceSupervision => Some(practice::OrderKind::PostSentenceSupervision),
        OrderKind::Custody => None,
    }
}
