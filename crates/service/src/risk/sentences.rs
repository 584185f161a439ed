//! The sentences on record, each against its offence.

use assessment::legality::{Disposal, Finding, Graver, OnRecord, PassedFor, Verdict, compare};
use jiff::civil::Date;
use record::case::{CaseFile, Order};
use record::facts::person::{OrderKind, Requirement};

/// An order and what comparing its sentence with its offence found.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The order's component.
    pub order: String,
    /// The order's entry.
    pub entry: record::EntryId,
    /// What cannot both be right, and what could not be looked at.
    pub finding: Finding,
}

/// Every order's finding, where there is something to say.
pub fn sentences(file: &CaseFile) -> Vec<Sentence> {
    let found = file.orders.iter().map(|order| Sentence {
        order: order.component.clone(),
        entry: order.entry.clone(),
        finding: compare(&on_record(order)),
    });
    found.filter(|s| !s.finding.contradictions.is_empty() || !s.finding.unknown.is_empty()).collect()
}

/// Whether somebody is to be treated as sentenced to life: by the order, or by an offence that brings life whatever
/// sentence is on record with it.
pub fn life(file: &CaseFile) -> bool {
    let murder = |order: &Order| {
        let contradictions = compare(&on_record(order)).contradictions;
        contradictions.iter().any(|found| found.act_on == Graver::Offence && found.rule.asks_life())
    };
    file.orders.iter().any(|order| order.made.kind == OrderKind::LifeLicence || murder(order))
}

fn on_record(order: &Order) -> OnRecord {
    let made = &order.made;
    let unpaid_work_hours = made.requirements.iter().find_map(hours);
    OnRecord {
        offence_code: made.main_offence.code.clone(),
        offence: made.main_offence.title.clone(),
        verdict: Verdict::AsRecorded,
        age_at_offence: None,
        sentenced_on: made.from,
        disposal: match made.kind {
            OrderKind::LifeLicence => Disposal::Life,
            // A licence says when it ends, not how long the sentence was.
            OrderKind::Licence | OrderKind::Custody | OrderKind::PostSentenceSupervision => {
                Disposal::Custody { months: None }
            }
            OrderKind::SuspendedSentenceOrder => Disposal::Suspended { custody_days: None, unpaid_work_hours },
            OrderKind::CommunityOrder => {
                Disposal::Community { months: made.until.map(|last| whole_months(made.from, last)), unpaid_work_hours }
            }
        },
        passed_for: PassedFor::Offence,
        convictions_alike: None,
        court_made_exception: None,
        imprisonable: None,
        // Most of the offences in that group have nothing to do with firearms; the title says which do.
        prohibited_firearm: if made.main_offence.title.to_lowercase().contains("firearm") { None } else { Some(false) },
    }
}

fn hours(requirement: &Requirement) -> Option<u16> {
    let of_work = requirement.category == "Unpaid work" && requirement.unit.as_deref() == Some("hours");
    requirement.amount.filter(|_| of_work).map(|hours| u16::try_from(hours).unwrap_or(u16::MAX))
}

/// Whole months from the first day to the last, both counted.
fn whole_months(from: Date, last: Date) -> u16 {
    let after = last.tomorrow().unwrap_or(last);
    let months =
        (i32::from(after.year()) - i32::from(from.year())) * 12 + i32::from(after.month()) - i32::from(from.month());
    u16::try_from(months - i32::from(after.day() < from.day())).unwrap_or(0)
}
