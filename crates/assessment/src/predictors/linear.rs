//! The linear predictor that OGRS4's reoffending predictors and SNSV share: one shape, each with coefficients of its own.

use super::{
    answers::{Answers, Gender},
    dates::{months, years},
    items::{Item, Items},
    steps::{Feature, Sink, Sum},
};

/// What the record says of one person, as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// Sex.
    pub gender: Gender,
    /// Age at the current conviction.
    pub age_at_conviction: i32,
    /// Age when the follow-up starts.
    pub age_at_followup: i32,
    /// Age at the first sanction.
    pub age_at_first: i32,
    /// Sanctions.
    pub sanctions: i32,
    /// Violent sanctions; none where a model does not ask.
    pub violent: i32,
    /// Whole months since the follow-up started, as far as the model counts them; none before it starts.
    pub months: i32,
}

impl History {
    /// Reads the record; `None` when something needed is missing. Without a follow-up day the conviction stands for it.
    pub fn of(answers: &Answers, most_months: i32) -> Option<History> {
        let (born, convicted) = (answers.born?, answers.convicted_on?);
        let followup = answers.followup_from.unwrap_or(convicted);
        let assessed = answers.assessed_on?;
        Some(History {
            gender: answers.gender?,
            age_at_conviction: years(born, convicted),
            age_at_followup: years(born, followup),
            age_at_first: answers.first_sanction_age?,
            sanctions: answers.sanctions?,
            violent: answers.violent_sanctions.unwrap_or(0),
            months: if assessed < followup { 0 } else { months(followup, assessed).min(most_months) },
        })
    }

    fn years_since_first(&self) -> f64 {
        f64::from(self.age_at_conviction) - f64::from(self.age_at_first)
    }
}

/// A figure for each sex.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BySex<T> {
    /// For males.
    pub male: T,
    /// For females.
    pub female: T,
}

impl<T> BySex<T> {
    /// The figure for this sex.
    pub fn of(&self, gender: Gender) -> &T {
        match gender {
            Gender::Male => &self.male,
            Gender::Female => &self.female,
        }
    }
}

/// What violence adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Violence {
    /// Never violent.
    pub never: BySex<f64>,
    /// Violent once.
    pub once: f64,
    /// For each violent sanction.
    pub each: f64,
    /// Years added to those since the first sanction.
    pub rate_years: f64,
    /// For the rate.
    pub rate: f64,
}

/// The coefficients of one model.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// Where everybody begins.
    pub intercept: f64,
    /// For females.
    pub female: f64,
    /// For the powers of the age.
    pub age: BySex<[f64; 4]>,
    /// For a first sanction.
    pub first_sanction: f64,
    /// For a second sanction.
    pub second_sanction: f64,
    /// For each sanction.
    pub each_sanction: f64,
    /// For each year between the first and the second.
    pub years_between: BySex<f64>,
    /// For the powers of the months.
    pub months: [f64; 4],
    /// Years added to those since the first sanction.
    pub rate_years: f64,
    /// For the rate.
    pub rate: BySex<f64>,
    /// For its square, where the model has one.
    pub rate_squared: Option<BySex<f64>>,
    /// For violence, where the model asks.
    pub violence: Option<Violence>,
    /// For the answers of an assessment: none for a static model.
    pub answers: Vec<(Item, f64)>,
}

impl Linear {
    /// The linear predictor without the current offence, which the caller has added to `sum` already.
    pub fn add_to<S: Sink>(&self, sum: &mut Sum<'_, S>, history: &History, items: &Items) {
        let sanctions = f64::from(history.sanctions);
        let is = |yes: bool| f64::from(yes);
        sum.add(Feature::Intercept, 1.0, self.intercept);
        sum.powers(Feature::Age, f64::from(history.age_at_followup), self.age.of(history.gender));
        sum.add(Feature::Gender, is(history.gender == Gender::Female), self.female);
        sum.add(Feature::FirstSanction, is(history.sanctions == 1), self.first_sanction);
        sum.add(Feature::SecondSanction, is(history.sanctions == 2), self.second_sanction);
        sum.add(Feature::Sanctions, sanctions, self.each_sanction);
        let between = if history.sanctions == 2 { history.years_since_first() } else { 0.0 };
        sum.add(Feature::YearsBetween, between, *self.years_between.of(history.gender));
        sum.powers(Feature::Months, f64::from(history.months), &self.months);
        let rate = if history.sanctions >= 3 {
            (sanctions / (history.years_since_first() + self.rate_years)).ln()
        } else {
            0.0
        };
        sum.add(Feature::Rate, rate, *self.rate.of(history.gender));
        if let Some(squared) = &self.rate_squared {
            sum.add(Feature::RateSquared, rate * rate, *squared.of(history.gender));
        }
        if let Some(violence) = &self.violence {
            violence.add_to(sum, history);
        }
        for &(item, coefficient) in &self.answers {
            sum.add(Feature::Answer(item), items.value(item), coefficient);
        }
    }
}

impl Violence {
    fn add_to<S: Sink>(&self, sum: &mut Sum<'_, S>, history: &History) {
        let violent = f64::from(history.violent);
        let is = |yes: bool| f64::from(yes);
        sum.add(Feature::NeverViolent, is(history.violent == 0), *self.never.of(history.gender));
        sum.add(Feature::OnceViolent, is(history.violent == 1), self.once);
        sum.add(Feature::ViolentSanctions, violent, self.each);
        let rate =
            if history.violent > 0 { (violent / (history.years_since_first() + self.rate_years)).ln() } else { 0.0 };
        sum.add(Feature::ViolentRate, rate, self.rate);
    }
}
