//! Whether a sentence on record is one the law allows for the offence on record: a murder recorded with 120 hours of unpaid
//! work cannot both be right.
//!
//! Either may be the wrong one, so the finding carries both readings. Until somebody has settled it the graver is acted on,
//! nothing is corrected by rule, and no work on risk stops. Sentences that only look impossible (detention of a child, a
//! hospital order, another verdict) are no finding; where what decides is unknown, that is said.

mod rules;

use jiff::civil::Date;

pub use rules::{Graver, Legality, Rule};

use rules::Must;

/// A conviction and its sentence, as the record has them. `None` is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRecord {
    /// The Home Office offence code, five digits.
    pub offence_code: String,
    /// What the offence is called.
    pub offence: String,
    /// The verdict it was sentenced on, where the record says it was another than charged.
    pub verdict: Verdict,
    /// Age at the offence.
    pub age_at_offence: Option<u8>,
    /// The day of sentence.
    pub sentenced_on: Date,
    /// The sentence.
    pub disposal: Disposal,
    /// What the sentence was passed for.
    pub passed_for: PassedFor,
    /// How many convictions of this kind there are, this one included.
    pub convictions_alike: Option<u8>,
    /// Whether the court said that the ordinary sentence would be unjust, or the circumstances exceptional.
    pub court_made_exception: Option<bool>,
    /// Whether the offence can be punished with imprisonment.
    pub imprisonable: Option<bool>,
    /// Whether a firearm was of a prohibited kind.
    pub prohibited_firearm: Option<bool>,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Guilty as on record.
    AsRecorded,
    /// Guilty of manslaughter and not of murder.
    Manslaughter,
    /// Insane, or unfit to plead.
    InsanityOrUnfitness,
}

/// A sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposal {
    /// Life, under whatever name fits the age: imprisonment, custody for life, detention at Her or His Majesty's pleasure.
    Life,
    /// A hospital order.
    HospitalOrder,
    /// Custody for a number of months.
    Custody {
        /// Months; none when the length is not on record.
        months: Option<u16>,
    },
    /// A suspended sentence.
    Suspended {
        /// The custodial term, days; none when it is not on record.
        custody_days: Option<u16>,
        /// Unpaid work, hours.
        unpaid_work_hours: Option<u16>,
    },
    /// A community order.
    Community {
        /// Its length, months.
        months: Option<u16>,
        /// Unpaid work, hours.
        unpaid_work_hours: Option<u16>,
    },
    /// A supervision default order.
    Default {
        /// Unpaid work, hours.
        unpaid_work_hours: Option<u16>,
    },
    /// A fine, a discharge or the like.
    Other,
}

/// What a sentence was passed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassedFor {
    /// The offence.
    Offence,
    /// Breach of an order.
    Breach,
}

/// A record the law does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The rule it breaks.
    pub rule: &'static Rule,
    /// What follows if the offence is right and the sentence wrong.
    pub if_the_offence_is_right: String,
    /// What follows if the sentence is right and the offence wrong.
    pub if_the_sentence_is_right: String,
    /// Which of the two is acted on until it is settled.
    pub act_on: Graver,
    /// What could explain it, to be looked at first.
    pub look_at_first: Vec<String>,
}

/// What comparing a sentence with its offence found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finding {
    /// What cannot both be right.
    pub contradictions: Vec<Contradiction>,
    /// Rules that could not be applied, and what is not known.
    pub unknown: Vec<(&'static Rule, &'static str)>,
}

/// Compares a sentence with its offence.
pub fn compare(record: &OnRecord) -> Finding {
    let mut finding = Finding::default();
    for rule in Legality::published().rules() {
        if !rule.is_in_force(record.sentenced_on) || !rule.is_about(&record.offence_code) {
            continue;
        }
        match breaks(rule, record) {
            Ok(true) => finding.contradictions.push(contradiction(rule, record)),
            Ok(false) => {}
            Err(unknown) => finding.unknown.push((rule, unknown)),
        }
    }
    finding
}

/// Whether the record breaks the rule, or what would have to be known to say.
fn breaks(rule: &Rule, record: &OnRecord) -> Result<bool, &'static str> {
    match rule.must() {
        Must::Life => Ok(murder_without_life(record)),
        Must::Hours { ordinary, for_breach, in_default_order } => Ok(record.unpaid_work_hours().is_some_and(|hours| {
            let [least, most] = match (record.disposal, record.passed_for) {
                (Disposal::Default { .. }, _) => in_default_order,
                (_, PassedFor::Breach) => for_breach,
                _ => ordinary,
            };
            !(least..=most).contains(&hours)
        })),
        Must::CommunityOrderMonths(most) => {
            Ok(matches!(record.disposal, Disposal::Community { months: Some(months), .. } if months > most))
        }
        Must::SuspendedCustodyDays { least, most } => match record.disposal {
            Disposal::Suspended { custody_days: None, .. } => Err("the custodial term"),
            Disposal::Suspended { custody_days: Some(days), .. } => Ok(!(least..=most).contains(&days)),
            _ => Ok(false),
        },
        Must::CustodyMonths { least, under_18 } => too_short(rule, record, least, under_18),
        Must::Imprisonable => match (record.disposal, record.imprisonable) {
            (Disposal::Community { .. }, None) => Err("whether the offence can be punished with imprisonment"),
            (Disposal::Community { .. }, Some(imprisonable)) => Ok(!imprisonable),
            _ => Ok(false),
        },
    }
}

/// Murder brings life under one name or another. A hospital order or another verdict is no contradiction, at any age.
fn murder_without_life(record: &OnRecord) -> bool {
    record.verdict == Verdict::AsRecorded && !matches!(record.disposal, Disposal::Life | Disposal::HospitalOrder)
}

fn too_short(rule: &Rule, record: &OnRecord, least: u16, under_18: Option<u16>) -> Result<bool, &'static str> {
    if matches!(record.disposal, Disposal::Life | Disposal::HospitalOrder) || record.verdict != Verdict::AsRecorded {
        return Ok(false);
    }
    let months = match record.disposal {
        Disposal::Custody { months } => months.ok_or("the length of the sentence")?,
        _ => 0,
    };
    let needed = match (under_18, record.age_at_offence) {
        (Some(younger), None) if months < least && months >= younger => return Err("age at the offence"),
        (Some(younger), Some(age)) if age < 18 => younger,
        _ => least,
    };
    if months >= needed {
        return Ok(false);
    }
    if rule.is_for_the_third() && record.convictions_alike.ok_or("how many such convictions there are")? < 3 {
        return Ok(false);
    }
    if rule.is_for_prohibited_firearms() && !record.prohibited_firearm.ok_or("whether the firearm was prohibited")? {
        return Ok(false);
    }
    Ok(!record.court_made_exception.ok_or("whether the court made an exception")?)
}

fn contradiction(rule: &'static Rule, record: &OnRecord) -> Contradiction {
    let sentence = record.in_words();
    Contradiction {
        rule,
        if_the_offence_is_right: format!(
            "If the conviction of {} is right, {}: the sentence on record, {sentence}, is not the one that was passed.",
            record.offence, rule.words
        ),
        if_the_sentence_is_right: format!(
            "If {sentence} is right, the offence on record, {} ({}), is not the one that was sentenced: a slip in its code, \
             or another person's conviction.",
            record.offence, record.offence_code
        ),
        act_on: rule.graver,
        look_at_first: rule.exceptions.clone(),
    }
}

impl OnRecord {
    fn unpaid_work_hours(&self) -> Option<u16> {
        match self.disposal {
            Disposal::Suspended { unpaid_work_hours, .. }
            | Disposal::Community { unpaid_work_hours, .. }
            | Disposal::Default { unpaid_work_hours } => unpaid_work_hours,
            _ => None,
        }
    }

    fn in_words(&self) -> String {
        let order = match self.disposal {
            Disposal::Life => "life".to_owned(),
            Disposal::HospitalOrder => "a hospital order".to_owned(),
            Disposal::Custody { months: Some(months) } => format!("{months} months of custody"),
            Disposal::Custody { months: None } => "custody of a length that is not on record".to_owned(),
            Disposal::Suspended { custody_days: Some(days), .. } => format!("{days} days of custody, suspended"),
            Disposal::Suspended { .. } => "a suspended sentence".to_owned(),
            Disposal::Community { months: Some(months), .. } => format!("a community order of {months} months"),
            Disposal::Community { .. } => "a community order".to_owned(),
            Disposal::Default { .. } => "a supervision default order".to_owned(),
            Disposal::Other => "a sentence without custody or supervision".to_owned(),
        };
        match self.unpaid_work_hours() {
            Some(hours) => format!("{order} with {hours} hours of unpaid work"),
            None => order,
        }
    }
}
