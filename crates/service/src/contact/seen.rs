//! What the rules of contact are told of a case.

use assessment::allocation::Rules;
use jiff::civil::Date;
use practice::catalogue::{Harm, Mode};
use practice::contact_standard::{ContactMonth, ContactStandardFacts, Tier, contact_standard};
use practice::facts::Appointment as Contacted;
use practice::plan_review::{PlanReviewFacts, plan_review};
use practice::work::{WorkFacts, work};
use practice::{Duty, LimitName, Provider, RuleError, Ruled, Standards};
use record::case::{Appointment, Order};
use record::facts::organisation::ProviderKind;
use record::facts::risk::{HarmLevel, Setting};

use super::reset::reset_of;
use crate::clocks::{Reading, appointment_facts, noted_facts, supervised};
use crate::risk::eras::{eras, in_force};

/// Whether somebody came; none while nobody said.
pub fn attended(standards: &Standards, appointment: &Appointment) -> Option<bool> {
    standards.outcome(&appointment.held.as_ref()?.outcome)?.attended
}

/// What is due about the work of an appointment; none where nothing is asked.
pub(crate) fn work_of(reading: Reading<'_>, appointment: &Appointment) -> Result<Option<Duty>, RuleError> {
    Ok(worked(reading, appointment)?.map(|ruled| ruled.duty()))
}

/// The appointments of which it is still to be said what was worked on, by component.
pub fn work_to_say(reading: Reading<'_>) -> Vec<String> {
    let unsaid = reading.file.appointments.iter().filter(|appointment| appointment.worked.is_none());
    let asked = unsaid.filter(|appointment| worked(reading, appointment).is_ok_and(|ruled| ruled.is_some()));
    asked.map(|appointment| appointment.component.clone()).collect()
}

/// The same with its value.
pub(crate) fn worked(
    reading: Reading<'_>,
    appointment: &Appointment,
) -> Result<Option<Ruled<practice::work::Work>>, RuleError> {
    let kind = reading.standards.contact_type(&appointment.booked.contact);
    let Some(held) = appointment.held.as_ref().filter(|_| kind.is_some_and(|kind| kind.plan_work)) else {
        return Ok(None);
    };
    if attended(reading.standards, appointment) != Some(true) {
        return Ok(None);
    }
    let day = appointment.booked.starts.day();
    // Nearly all of a long record lies before the standard began.
    if !reading.standards.limit(LimitName::WorkRecorded).covers(day) {
        return Ok(None);
    }
    let mut of_order = reading.file.plans.iter().filter(|plan| plan.order == appointment.booked.order);
    let plan = of_order.rfind(|plan| plan.completed_on <= day);
    let facts = WorkFacts {
        subject: appointment.component.clone(),
        as_at: reading.as_at,
        attended: reading.event(day, &held.entry),
        plan: plan.map(|plan| reading.event(plan.completed_on, &plan.entry)),
        said: appointment.worked.as_ref().map(|said| reading.event(said.on, &said.entry)),
    };
    work(&facts, reading.standards)
}

/// The review of the plan that an order goes by; none while there is no plan, or where the order ends before.
pub(crate) fn review_of(reading: Reading<'_>, order: &Order) -> Result<Option<Duty>, RuleError> {
    let Some(plan) = reading.file.plan(&order.component) else { return Ok(None) };
    let facts = PlanReviewFacts {
        subject: order.component.clone(),
        as_at: reading.as_at,
        completed: reading.event(plan.completed_on, &plan.entry),
        reviews: plan.reviews.iter().map(|(on, entry)| reading.event(*on, entry)).collect(),
        until: order.made.until,
    };
    Ok(plan_review(&facts, reading.standards)?.map(|ruled| ruled.duty()))
}

/// How a month stands against the standard of contact: of the running order that was made last, as the contact gap is.
pub fn month_of(reading: Reading<'_>, month: Date) -> Option<Ruled<ContactMonth>> {
    let order = reading.file.orders.iter().rfind(|order| order.ended.is_none() && supervised(order).is_some())?;
    let facts = ContactStandardFacts {
        subject: order.component.clone(),
        as_at: reading.as_at,
        month,
        began: reading.event(order.made.from, &order.entry),
        until: order.made.until,
        provider: provider_of(order, month),
        tier: tier_of(reading, month),
        harm: harm_of(reading),
        reset: reset_of(reading, order),
        contacts: offered(reading, month),
    };
    contact_standard(&facts, reading.standards)
}

/// The kind of organisation that held the order at the month's end, or first held it.
fn provider_of(order: &Order, month: Date) -> Option<Provider> {
    let held = order.manager(month.last_of_month()).or(order.allocations.first())?;
    Some(match held.provider_kind {
        ProviderKind::Crc => Provider::Crc,
        ProviderKind::Nps => Provider::Nps,
    })
}

/// The tier, where the rules of 2026 are in force in the month. The rules of 2014 say who holds a case, not how often they see it.
fn tier_of(reading: Reading<'_>, month: Date) -> Option<Tier> {
    let (rules, day) = (Rules::unified_2026(), month.last_of_month().min(reading.as_at));
    if !in_force(&rules.about, day) {
        return None;
    }
    let era = eras(reading.file, day).into_iter().find(|era| era.rules.about.pack == rules.about.pack)?;
    Some(Tier { letter: era.acted_on().to_owned(), provisional: era.provisional })
}

/// A month's contacts, without those the service itself took out of the diary. A long record has thousands, and the standard
/// looks at no other month.
fn offered(reading: Reading<'_>, month: Date) -> Vec<Contacted> {
    let (file, standards) = (reading.file, reading.standards);
    let within = |day: Date| day.first_of_month() == month.first_of_month();
    let withdrawn = |appointment: &Appointment| {
        let outcome = appointment.held.as_ref().and_then(|held| standards.outcome(&held.outcome));
        outcome.is_some_and(|outcome| matches!(outcome.code.as_str(), "RSSR" | "AASD"))
    };
    // A note that was no contact with the person, as a letter, is none here; a telephone call is.
    let heard = |code: &str| standards.contact_type(code).is_some_and(|kind| kind.mode == Mode::Telephone);
    let booked = file.kept_appointments().filter(|a| within(a.booked.starts.day()) && !withdrawn(a));
    let noted = file.contacts.iter().filter(|noted| within(noted.happened.day()));
    let noted = noted.map(|noted| {
        let contact = noted_facts(reading, noted);
        Contacted { attended: if heard(&noted.contact) { Some(true) } else { contact.attended }, ..contact }
    });
    booked.map(|appointment| appointment_facts(reading, appointment)).chain(noted).collect()
}

/// The gravest level that stands for the community; none while nobody judged it.
pub(super) fn harm_of(reading: Reading<'_>) -> Option<Harm> {
    let standing = reading.file.harm.iter().filter(|harm| harm.harm.setting == Setting::Community);
    standing.map(|harm| harm.harm.level).max().map(|level| match level {
        HarmLevel::Low => Harm::Low,
        HarmLevel::Medium => Harm::Medium,
        HarmLevel::High => Harm::High,
        HarmLevel::VeryHigh => Harm::VeryHigh,
    })
}
