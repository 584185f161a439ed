//! The two sexual predictors, as far as both families share them.

use super::{
    answers::{Answers, Gender, Supervision},
    bands::Band,
    dates::years,
    rounding::logistic,
    standards::points::{DirectContact, ImagesIndirect, counted, reached},
    steps::{Feature, Sink, Sum},
};
use jiff::civil::Date;

/// What earns points for direct contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earning {
    /// Sanctions against adults.
    pub contact_adult: i32,
    /// Sanctions against children.
    pub contact_child: i32,
    /// Sanctions without contact.
    pub non_contact: i32,
    /// Age when the follow-up starts.
    pub age_at_followup: i32,
    /// Age at the last sexual offence, if its day is known.
    pub age_at_last_offence: Option<i32>,
    /// Sanctions of any kind.
    pub sanctions: i32,
    /// The victim was a stranger.
    pub stranger: bool,
}

impl Earning {
    /// Reads the answers; `None` when something needed is missing.
    pub fn of(answers: &Answers) -> Option<Earning> {
        let born = answers.born?;
        Some(Earning {
            contact_adult: answers.contact_adult?,
            contact_child: answers.contact_child?,
            non_contact: answers.non_contact?,
            age_at_followup: years(born, answers.followup_from?),
            age_at_last_offence: answers.last_sexual_offence.map(|day| years(born, day)),
            sanctions: answers.sanctions?,
            stranger: answers.stranger_victim == Some(true),
        })
    }
}

/// The points of direct contact.
pub fn points<S: Sink>(table: &DirectContact, earning: &Earning, sink: &mut S) -> i32 {
    let mut sum = Sum::new(sink);
    let earned = [
        (Feature::ContactAdult, counted(&table.contact_adult, earning.contact_adult)),
        (Feature::ContactChild, counted(&table.contact_child, earning.contact_child)),
        (Feature::NonContact, counted(&table.non_contact, earning.non_contact)),
        (Feature::Age, followup_points(table, earning.age_at_followup)),
        (Feature::LastSexualOffence, last_offence_points(table, earning.age_at_last_offence)),
        (Feature::MoreThanOneSanction, more_than_one_points(table, earning.sanctions)),
        (Feature::Stranger, stranger_points(table, earning.stranger)),
    ];
    for (feature, points) in earned {
        sum.add(feature, f64::from(points), 1.0);
    }
    earned.iter().map(|(_, points)| points).sum()
}

/// For the age when the follow-up starts.
pub fn followup_points(table: &DirectContact, age: i32) -> i32 {
    let rule = table.followup_age;
    if age >= rule.none_from { 0 } else { rule.most - (age.saturating_sub(rule.after) / rule.less_one_every).max(0) }
}

/// For the age at the last sexual offence.
pub fn last_offence_points(table: &DirectContact, age: Option<i32>) -> i32 {
    age.and_then(|age| reached(&table.age_at_last_offence, age)).unwrap_or(0)
}

/// For more than one sanction.
pub fn more_than_one_points(table: &DirectContact, sanctions: i32) -> i32 {
    if sanctions >= 2 { table.more_than_one_sanction } else { 0 }
}

/// For a stranger as victim.
pub fn stranger_points(table: &DirectContact, stranger: bool) -> i32 {
    if stranger { table.stranger_victim } else { 0 }
}

/// The probability that points stand for.
pub fn probability(table: &DirectContact, points: i32) -> f64 {
    if points == 0 { 0.0 } else { logistic(table.intercept + table.each_point * f64::from(points)) }
}

/// The band of points; `None` where no points can lie.
pub fn band(table: &DirectContact, points: i32) -> Option<Band> {
    let [medium, high, very_high] = table.bands;
    match points {
        points if points < 0 || points > table.most => None,
        points if points >= very_high => Some(Band::VeryHigh),
        points if points >= high => Some(Band::High),
        points if points >= medium => Some(Band::Medium),
        _ => Some(Band::Low),
    }
}

/// What decides whether the band falls one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// Sex.
    pub gender: Gender,
    /// Where somebody is supervised.
    pub supervision: Supervision,
    /// Day of the last offence of any kind.
    pub last_offence: Option<Date>,
    /// Day of the last sexual offence.
    pub last_sexual_offence: Option<Date>,
    /// Day the follow-up starts.
    pub followup_from: Date,
    /// The day of the score. Without it nothing falls.
    pub assessed_on: Option<Date>,
    /// The band.
    pub band: Option<Band>,
}

impl Reduction {
    /// Whether the band falls: years without an offence, outside custody. `remand_is_custody` is the corrected reading.
    pub fn applies(&self, table: &DirectContact, remand_is_custody: RemandIs) -> bool {
        let at_large = match self.supervision {
            Supervision::Community => true,
            Supervision::Custody => false,
            Supervision::Remand => remand_is_custody == RemandIs::NotCustody,
        };
        let can_fall = self.band.is_some_and(|band| band > Band::Low);
        let Some(assessed) = self.assessed_on else { return false };
        let long_ago = |day: Date| years(day, assessed) >= table.reduction_years;
        self.gender == Gender::Male
            && at_large
            && can_fall
            && self.last_offence.is_none_or(long_ago)
            && self.last_sexual_offence.is_none_or(long_ago)
            && long_ago(self.followup_from)
    }
}

/// How remand counts when a band is reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemandIs {
    /// As published.
    NotCustody,
    /// As its own comment says it should.
    Custody,
}

/// Sanctions that images and indirect contact looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// For indecent images.
    pub images: i32,
    /// Against adults.
    pub contact_adult: i32,
    /// Against children.
    pub contact_child: i32,
    /// Without contact.
    pub non_contact: i32,
}

impl Counts {
    /// Reads the answers; `None` when one is missing.
    pub fn of(answers: &Answers) -> Option<Counts> {
        Some(Counts {
            images: answers.images?,
            contact_adult: answers.contact_adult?,
            contact_child: answers.contact_child?,
            non_contact: answers.non_contact?,
        })
    }

    /// The weight of the first rule that fits, if one of the first four does.
    pub fn first_that_fits(&self, table: &ImagesIndirect) -> Option<f64> {
        if self.images >= 2 {
            Some(table.two_or_more_images)
        } else if self.images == 1 {
            Some(table.one_image)
        } else if self.contact_child >= 2 {
            Some(table.two_or_more_contact_child)
        } else if self.contact_child == 1 {
            Some(table.one_contact_child)
        } else {
            None
        }
    }
}

/// The band of a weight of images and indirect contact.
pub fn images_band(table: &ImagesIndirect, weight: f64) -> Band {
    let same = |other: f64| (weight - other).abs() < 1e-12;
    if same(table.two_or_more_images) {
        Band::High
    } else if same(table.one_image) {
        Band::Medium
    } else {
        Band::Low
    }
}
