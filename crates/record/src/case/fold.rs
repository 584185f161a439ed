//! The fold that makes a case file of a person's entries, a function per family of facts.

use jiff::civil::Date;
use ledger::EntryId;

use super::file::{
    Affiliation, Allocation, Appointment, Breach, Cancelled, CaseFile, Contact, Decided, Dismissed, Held, Identifier,
    Letter, Limit, Move, Need, Order, Person, Registration, Visit, Warning,
};
use super::plan::{Plan, Worked};
use super::resolve::{Standing, View, resolve};
use super::risk::{Saying, risk};
use super::{addresses, messages, raised};
use crate::entry::{Content, Entry};
use crate::facts::Fact;
use crate::facts::affiliation::group_key;
use crate::facts::person::{AppointmentMoved, PersonRecorded};

/// Folds the entries of a person's stream into the case file seen from `view`.
pub fn fold(entries: &[Entry], view: View) -> CaseFile {
    let mut file = CaseFile { head: entries.last().map_or(0, |e| e.id.seq), ..CaseFile::default() };
    for seen in resolve(entries, view) {
        let Some(content) = seen.content else { continue };
        if let Some(component) = &content.component {
            let version = file.versions.entry(component.clone()).or_default();
            *version = (*version).max(seen.entry.id.seq);
        }
        if seen.standing == Standing::Stands {
            apply(&mut file, &Seen::of(seen.entry, content));
        }
    }
    place_early(&mut file);
    if let Some(person) = &mut file.person {
        addresses::settle(person);
    }
    for appointment in &mut file.appointments {
        appointment.version = file.versions.get(&appointment.component).copied().unwrap_or(0);
    }
    file.appointments.sort_by_key(|a| (a.booked.starts, a.entry.seq));
    file
}

/// Gives allocations that came before their order to it.
fn place_early(file: &mut CaseFile) {
    for allocation in std::mem::take(&mut file.early) {
        let order = allocation.component.split('.').next().unwrap_or_default();
        if let Some(order) = file.orders.iter_mut().find(|o| o.component == order) {
            order.allocations.push(allocation);
            order.allocations.sort_by_key(|a| (a.from, a.entry.seq));
        }
    }
}

/// An entry that stands, with what every family needs of it.
struct Seen<'a> {
    entry: &'a Entry,
    content: &'a Content,
    id: EntryId,
    day: Date,
    component: String,
}

impl<'a> Seen<'a> {
    fn of(entry: &'a Entry, content: &'a Content) -> Seen<'a> {
        Seen {
            entry,
            content,
            id: entry.id.clone(),
            day: content.happened.day(),
            component: content.component.clone().unwrap_or_default(),
        }
    }
}

/// Every kind of fact is named here, so that a new one cannot go by unfolded.
fn apply(file: &mut CaseFile, seen: &Seen<'_>) {
    match &seen.content.fact {
        Fact::PersonRecorded(_)
        | Fact::AliasRecorded(_)
        | Fact::IdentifierRecorded(_)
        | Fact::AddressRecorded(_)
        | Fact::AddressEnded(_)
        | Fact::NeedRecorded(_) => identity(file, seen),
        Fact::OrderMade(_)
        | Fact::OrderEnded(_)
        | Fact::Allocated(_)
        | Fact::PlanCompleted(_)
        | Fact::PlanReviewed(_) => order(file, seen),
        Fact::AppointmentBooked(_)
        | Fact::AppointmentMoved(_)
        | Fact::AppointmentCancelled(_)
        | Fact::OutcomeRecorded(_)
        | Fact::WorkRecorded(_)
        | Fact::ContactNoted(_) => contact(file, seen),
        Fact::Arrived(_) | Fact::Left(_) => visit(file, seen),
        Fact::FailureDecided(_)
        | Fact::WarningGiven(_)
        | Fact::WarningWithdrawn(_)
        | Fact::BreachReferred(_)
        | Fact::LetterIssued(_) => enforcement(file, seen),
        Fact::ContactDetails(_)
        | Fact::MessageQueued(_)
        | Fact::EmailQueued(_)
        | Fact::MessageDispatched(_)
        | Fact::MessageDelivered(_)
        | Fact::MessageDelayed(_)
        | Fact::MessageFailed(_)
        | Fact::MessageReturned(_) => messages::fold(file, seen.content, &seen.id),
        Fact::Registered(_) | Fact::Deregistered(_) => register(file, seen),
        Fact::AffiliationRecorded(_) | Fact::AffiliationEnded(_) => belonging(file, seen),
        Fact::AssessmentCompleted(_) | Fact::RiskChangeProposed(_) | Fact::RiskChangeCountersigned(_) => {
            risk(file, &Saying { content: seen.content, recorded: seen.entry.recorded, id: seen.id.clone() });
        }
        Fact::Raised(_) | Fact::RaisedAnswered(_) => raised::fold(file, seen.content, &seen.id),
        Fact::AccessLimited(_) | Fact::AccessLimitEnded(_) => limit(file, seen),
        Fact::AlarmDismissed(dismissed) => file.dismissed.push(Dismissed {
            alarm: dismissed.clone(),
            on: seen.day,
            reason: seen.content.reason.clone(),
            entry: seen.id.clone(),
        }),
        Fact::Unknown { .. } => file.newer.push(seen.component.clone()),
        // Retractions and erasures have done their work in `resolve`; proposals, holds and what a senior signs change nothing
        // of the case; the others are facts of other streams than a person's.
        Fact::Retracted(_)
        | Fact::Erased(_)
        | Fact::ReadersTold(_)
        | Fact::UnseenSignedOff(_)
        | Fact::NoticeAcknowledged(_)
        | Fact::ErasureProposed(_)
        | Fact::ErasureDeclined(_)
        | Fact::LegalHoldPlaced(_)
        | Fact::LegalHoldLifted(_)
        | Fact::CaseListed(_)
        | Fact::MatchConfirmed(_)
        | Fact::NoRecordConfirmed(_)
        | Fact::FileImported(_)
        | Fact::ProviderEstablished(_)
        | Fact::TeamFormed(_)
        | Fact::SiteOpened(_)
        | Fact::SiteArranged(_)
        | Fact::SiteAssessed(_)
        | Fact::SiteClosed(_)
        | Fact::CallerNoted(_)
        | Fact::CallerLeft(_)
        | Fact::CallerSeen(_)
        | Fact::KeepApartMade(_)
        | Fact::KeepApartConfirmed(_)
        | Fact::KeepApartJoined(_)
        | Fact::KeepApartGroupLeft(_)
        | Fact::KeepApartReleased(_)
        | Fact::KeepApartRetained(_)
        | Fact::KeepApartMoved(_)
        | Fact::KeepApartTouched(_)
        | Fact::KeepApartReviewed(_)
        | Fact::KeepApartEnded(_)
        | Fact::KeepApartOverridden(_)
        | Fact::KeepApartEntrusted(_)
        | Fact::StaffJoined(_)
        | Fact::StaffLeft(_)
        | Fact::ContactSignedOff(_)
        | Fact::ContactSpokenOf(_)
        | Fact::StaffAway(_)
        | Fact::StaffBack(_)
        | Fact::AgendaLineAdded(_)
        | Fact::SupervisionHeld(_)
        | Fact::HelpAsked(_)
        | Fact::HelpAnswered(_)
        | Fact::SampleDrawn(_)
        | Fact::CaseSampled(_)
        | Fact::SampledCaseRead(_)
        | Fact::PackInForce(_)
        | Fact::RollbackDeclared(_)
        | Fact::ReadsReleased(_)
        | Fact::BackupTaken(_)
        | Fact::DatabaseScrubbed(_)
        | Fact::ErasuresCarriedOver(_) => {}
    }
}

fn identity(file: &mut CaseFile, seen: &Seen<'_>) {
    let entry = seen.id.clone();
    if let Fact::PersonRecorded(recorded) = &seen.content.fact {
        file.person = Some(person(file.person.take(), recorded, entry));
        return;
    }
    let Some(person) = &mut file.person else { return };
    match &seen.content.fact {
        Fact::AliasRecorded(alias) => person.aliases.push(alias.name.clone()),
        Fact::IdentifierRecorded(recorded) => {
            person.identifiers.push(Identifier { recorded: recorded.clone(), entry });
        }
        Fact::AddressRecorded(_) | Fact::AddressEnded(_) => addresses::fold(person, seen.content, &entry),
        Fact::NeedRecorded(need) => {
            person.needs.push(Need { need: need.need.clone(), detail: need.detail.clone(), entry });
        }
        _ => {}
    }
}

/// A later statement of who they are keeps what else is known of them.
fn person(before: Option<Person>, recorded: &PersonRecorded, entry: EntryId) -> Person {
    let empty = Person {
        recorded: recorded.clone(),
        entry: entry.clone(),
        aliases: Vec::new(),
        identifiers: Vec::new(),
        addresses: Vec::new(),
        endings: Vec::new(),
        needs: Vec::new(),
    };
    let before = before.unwrap_or(empty);
    Person { recorded: recorded.clone(), entry, ..before }
}

fn order(file: &mut CaseFile, seen: &Seen<'_>) {
    let (id, component) = (seen.id.clone(), seen.component.clone());
    match &seen.content.fact {
        Fact::OrderMade(made) => {
            file.orders.push(Order { component, made: made.clone(), entry: id, allocations: Vec::new(), ended: None });
        }
        Fact::OrderEnded(ended) => {
            if let Some(order) = file.orders.iter_mut().find(|o| o.component == component) {
                order.ended = Some((seen.day, ended.ending.words().to_owned(), id));
            }
        }
        Fact::Allocated(to) => {
            let order = component.split('.').next().unwrap_or_default().to_owned();
            let allocation = Allocation {
                component,
                from: seen.day,
                provider: to.provider.clone(),
                provider_kind: to.provider_kind,
                team: to.team.clone(),
                staff: to.staff.clone(),
                entry: id,
            };
            match file.orders.iter_mut().find(|o| o.component == order) {
                Some(order) => order.allocations.push(allocation),
                // A licence is allocated before the release that begins it.
                None => file.early.push(allocation),
            }
        }
        Fact::PlanCompleted(plan) => {
            file.plans.push(Plan::completed(component, seen.day, &plan.objectives, id));
        }
        Fact::PlanReviewed(review) => {
            if let Some(plan) = file.plans.iter_mut().rev().find(|plan| plan.order == component) {
                plan.review(review, seen.day, id);
            }
        }
        _ => {}
    }
}

fn contact(file: &mut CaseFile, seen: &Seen<'_>) {
    let (id, component) = (seen.id.clone(), seen.component.clone());
    match &seen.content.fact {
        Fact::AppointmentBooked(booked) => file.appointments.push(Appointment {
            component,
            booked: booked.clone(),
            booked_on: seen.day,
            one_off: seen.content.reason.clone(),
            entry: id,
            moves: Vec::new(),
            cancelled: None,
            held: None,
            decided: None,
            worked: None,
            version: 0,
        }),
        Fact::AppointmentMoved(to) => with_appointment(file, &component, |a| moved(a, to, seen.content, id)),
        Fact::AppointmentCancelled(off) => {
            let reason = seen.content.reason.clone();
            let cancelled = Cancelled { on: seen.day, asked_by: off.asked_by, reason, entry: id };
            with_appointment(file, &component, |a| a.cancelled = Some(cancelled));
        }
        Fact::OutcomeRecorded(outcome) => {
            let held = Held {
                outcome: outcome.outcome.clone(),
                note: outcome.note.clone(),
                happened: seen.content.happened,
                recorded: seen.entry.recorded,
                by: seen.content.by.staff.clone(),
                handling: seen.content.handling,
                entry: id,
            };
            with_appointment(file, &component, |a| a.held = Some(held));
        }
        Fact::WorkRecorded(work) => {
            let worked = Worked {
                objectives: work.objectives.clone(),
                words: work.words.clone(),
                on: seen.day,
                by: seen.content.by.staff.clone(),
                entry: id,
            };
            with_appointment(file, &component, |a| a.worked = Some(worked));
        }
        Fact::ContactNoted(noted) => file.contacts.push(Contact {
            contact: noted.contact.clone(),
            note: noted.note.clone(),
            happened: seen.content.happened,
            by: seen.content.by.staff.clone(),
            handling: seen.content.handling,
            entry: id,
        }),
        _ => {}
    }
}

fn moved(appointment: &mut Appointment, to: &AppointmentMoved, content: &Content, entry: EntryId) {
    // Whoever is to come need not know in whose diary it stands: only another time or place is a move to them.
    if to.diary.is_none() || !is_as_it_stood(appointment, to) {
        appointment.moves.push(Move {
            from: appointment.booked.starts,
            to: to.starts,
            asked_by: to.asked_by,
            reason: content.reason.clone(),
            entry,
        });
    }
    if let Some(diary) = &to.diary {
        appointment.booked.staff.clone_from(&diary.staff);
        appointment.booked.team.clone_from(&diary.team);
    }
    appointment.booked.starts = to.starts;
    appointment.booked.minutes = to.minutes;
    appointment.booked.site.clone_from(&to.site);
    appointment.booked.room.clone_from(&to.room);
    appointment.booked.at.clone_from(&to.at);
    appointment.one_off = Some(to.one_off.clone()).filter(|why| !why.is_empty());
}

/// Whether it is to be at the time and the place that it was to be at.
fn is_as_it_stood(appointment: &Appointment, to: &AppointmentMoved) -> bool {
    let stood = &appointment.booked;
    (stood.starts, stood.minutes) == (to.starts, to.minutes)
        && (&stood.site, &stood.room, &stood.at) == (&to.site, &to.room, &to.at)
}

fn visit(file: &mut CaseFile, seen: &Seen<'_>) {
    let (entry, component) = (seen.id.clone(), seen.component.clone());
    let happened = seen.content.happened;
    if let Fact::Arrived(came) = &seen.content.fact {
        let (site, appointment) = (came.site.clone(), came.appointment.clone());
        file.visits.push(Visit { component, site, appointment, arrived: happened, left: None, entry });
    } else if let Some(visit) = file.visits.iter_mut().rev().find(|v| v.component == component) {
        visit.left = Some(happened);
    }
}

fn enforcement(file: &mut CaseFile, seen: &Seen<'_>) {
    let (id, component) = (seen.id.clone(), seen.component.clone());
    match &seen.content.fact {
        Fact::FailureDecided(failure) => {
            let reason = seen.content.reason.clone();
            let decided = Decided { decision: failure.decision, on: seen.day, reason, entry: id };
            with_appointment(file, &component, |a| a.decided = Some(decided));
        }
        Fact::WarningGiven(warning) => file.warnings.push(Warning {
            order: warning.order.clone(),
            appointment: component,
            served_on: warning.served_on,
            evidence_by: warning.evidence_by,
            withdrawn: None,
            entry: id,
        }),
        Fact::WarningWithdrawn(_) => {
            let standing = file.warnings.iter_mut().rev().find(|w| w.appointment == component && w.withdrawn.is_none());
            if let Some(warning) = standing {
                warning.withdrawn = Some((seen.day, id));
            }
        }
        Fact::BreachReferred(breach) => file.breaches.push(Breach {
            order: breach.order.clone(),
            failures: breach.failures.clone(),
            on: seen.day,
            entry: id,
        }),
        Fact::LetterIssued(letter) => file.letters.push(Letter {
            letter: letter.letter.clone(),
            component: seen.content.component.clone(),
            document: letter.document,
            on: seen.day,
            by: letter.by.clone(),
            entry: id,
        }),
        _ => {}
    }
}

fn register(file: &mut CaseFile, seen: &Seen<'_>) {
    let (id, component) = (seen.id.clone(), seen.component.clone());
    if let Fact::Registered(registered) = &seen.content.fact {
        let registered = registered.clone();
        file.registrations.push(Registration { component, registered, on: seen.day, ended: None, entry: id });
    } else if let Some(flag) = file.registrations.iter_mut().find(|r| r.component == component) {
        flag.ended = Some(seen.day);
    }
}

fn belonging(file: &mut CaseFile, seen: &Seen<'_>) {
    if let Fact::AffiliationRecorded(said) = &seen.content.fact {
        let (group, words, entry) = (group_key(&said.group), said.group.clone(), seen.id.clone());
        file.affiliations.push(Affiliation { group, words, on: seen.day, ended: None, entry });
        return;
    }
    let of = seen.content.because.first();
    if let Some(said) = file.affiliations.iter_mut().find(|said| Some(&said.entry) == of) {
        said.ended = Some((seen.day, seen.content.reason.clone()));
    }
}

fn limit(file: &mut CaseFile, seen: &Seen<'_>) {
    let (id, component) = (seen.id.clone(), seen.component.clone());
    if let Fact::AccessLimited(limit) = &seen.content.fact {
        let (kind, staff) = (limit.kind, limit.staff.clone());
        file.limits.push(Limit { component, kind, staff, from: seen.day, until: None, entry: id });
    } else if let Some(limit) = file.limits.iter_mut().find(|l| l.component == component) {
        limit.until = Some(seen.day);
    }
}

fn with_appointment(file: &mut CaseFile, component: &str, change: impl FnOnce(&mut Appointment)) {
    if let Some(appointment) = file.appointments.iter_mut().rev().find(|a| a.component == component) {
        change(appointment);
    }
}
