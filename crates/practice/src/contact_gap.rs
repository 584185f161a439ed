//! No attended face-to-face contact for thirty days. Bookings nobody came to, telephone calls and letters cannot hide it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    duty::{Duty, DutyKind},
    facts::{Appointment, Event, written},
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "contact-gap";

/// What the rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactGapFacts {
    /// What the duty is about, usually the person's case or order.
    pub subject: String,
    /// The day it is read for; later facts are left out.
    pub as_at: Date,
    /// The day supervision in the community began.
    pub began: Event,
    /// The person's contacts.
    pub contacts: Vec<Appointment>,
}

/// What the rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactGap {
    /// What the duty is about.
    pub subject: String,
    /// The last day the person was seen face to face.
    pub last_seen_on: Option<Date>,
    /// The day the gap runs from: that day, or the start.
    pub since: Date,
    /// The last day before it is a gap.
    pub due_on: Date,
    /// Days since, on the day it is read for.
    pub days: i32,
    /// Whether it is a gap on that day.
    pub gap: bool,
    /// Appointments since then that nobody is known to have come to.
    pub unattended_since: usize,
}

/// Whether the person has been seen lately.
pub fn contact_gap(facts: &ContactGapFacts, standards: &Standards) -> Result<Ruled<ContactGap>, RuleError> {
    let past = || facts.contacts.iter().filter(|contact| contact.on <= facts.as_at);
    let seen = past()
        .filter(|contact| contact.face_to_face && contact.attended == Some(true))
        .max_by_key(|contact| contact.on);
    let last_seen_on = seen.map(|contact| contact.on);
    let since = last_seen_on.map_or(facts.began.on, |day| day.max(facts.began.on));
    let due_on = standards.due(LimitName::ContactGap, since)?;
    let unattended = past().filter(|contact| contact.on > since && contact.attended != Some(true));
    let unattended_since = unattended.count();
    let days = (facts.as_at - since).get_days();
    let gap = facts.as_at > due_on;

    let words = match last_seen_on {
        Some(day) => format!("No attended contact face to face since {}.", written(day)),
        None => format!("No attended contact face to face since supervision began on {}.", written(facts.began.on)),
    };
    let mut why = Why::new(RULE, "1", words).figure(standards.limit(LimitName::ContactGap), since);
    if unattended_since > 0 {
        why = why.step(format!(
            "Appointments since then without attendance: {unattended_since}. They do not count as contact."
        ));
    }
    let why = why.rests_on([&facts.began.entry]).rests_on(seen.map(|contact| &contact.entry));
    let value = ContactGap { subject: facts.subject.clone(), last_seen_on, since, due_on, days, gap, unattended_since };
    Ok(Ruled { value, why })
}

impl Ruled<ContactGap> {
    /// The standing duty to see the person: due thirty days after they were last seen, and never met until they are seen again.
    pub fn duty(&self) -> Duty {
        Duty {
            duty: DutyKind::FaceToFaceContact,
            subject: self.value.subject.clone(),
            due_on: Some(self.value.due_on),
            arose_on: self.value.since,
            met_on: None,
            why: self.why.clone(),
        }
    }
}
