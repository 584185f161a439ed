//! What contributed what. A score is a sum; whoever wants to see its parts passes a [`Sink`], and whoever does not pays nothing.

use super::items::Item;

/// One part of a linear predictor, or of a score in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// Where everybody begins.
    Intercept,
    /// A power of the age when the follow-up starts.
    Age,
    /// Being female.
    Gender,
    /// The kind of the current offence.
    Offence,
    /// The current offence is one against the person (SNSV).
    OffenceAgainstPerson,
    /// This is the first sanction.
    FirstSanction,
    /// This is the second sanction.
    SecondSanction,
    /// The number of sanctions.
    Sanctions,
    /// Years between the first and the second sanction.
    YearsBetween,
    /// A power of the months without an offence.
    Months,
    /// How often sanctioned, for the years since the first time.
    Rate,
    /// The same, squared.
    RateSquared,
    /// Never sanctioned for violence.
    NeverViolent,
    /// Once sanctioned for violence.
    OnceViolent,
    /// The number of violent sanctions.
    ViolentSanctions,
    /// How often sanctioned for violence, for the years since the first sanction.
    ViolentRate,
    /// An answer of the assessment.
    Answer(Item),
    /// Convicted before (OGRS3).
    ConvictedBefore,
    /// Sanctions for contact offences against adults.
    ContactAdult,
    /// Sanctions for contact offences against children.
    ContactChild,
    /// Sanctions for sexual offences without contact.
    NonContact,
    /// Age at the last sexual offence.
    LastSexualOffence,
    /// More than one sanction.
    MoreThanOneSanction,
    /// A stranger as victim.
    Stranger,
    /// Images and indirect contact, by the first rule that fits.
    Images,
    /// A count or a fact of the record that earns points (OGP and OVP).
    Points(&'static str),
    /// An answer that earns points and may change (OGP and OVP).
    Need(&'static str),
}

impl Feature {
    /// In words an officer may read to the person.
    pub fn words(self) -> &'static str {
        match self {
            Feature::Intercept => "Where everybody begins",
            Feature::Age => "Age when the follow-up starts",
            Feature::Gender => "Sex",
            Feature::Offence => "The kind of the current offence",
            Feature::OffenceAgainstPerson => "The current offence is against the person",
            Feature::FirstSanction => "This is the first sanction",
            Feature::SecondSanction => "This is the second sanction",
            Feature::Sanctions => "Number of sanctions",
            Feature::YearsBetween => "Years between the first and the second sanction",
            Feature::Months => "Months without a new offence since the follow-up started",
            Feature::Rate => "How often sanctioned in the years since the first time",
            Feature::RateSquared => "How often sanctioned in the years since the first time, squared",
            Feature::NeverViolent => "Never sanctioned for violence",
            Feature::OnceViolent => "Sanctioned once for violence",
            Feature::ViolentSanctions => "Number of sanctions for violence",
            Feature::ViolentRate => "How often sanctioned for violence in the years since the first sanction",
            Feature::Answer(item) => item.words(),
            Feature::ConvictedBefore => "First conviction, or convicted before",
            Feature::ContactAdult => "Sanctions for contact offences against adults",
            Feature::ContactChild => "Sanctions for contact offences against children",
            Feature::NonContact => "Sanctions for sexual offences without contact",
            Feature::LastSexualOffence => "Age at the last sexual offence",
            Feature::MoreThanOneSanction => "More than one sanction",
            Feature::Stranger => "The victim was a stranger",
            Feature::Images => "Images and contact offences against children, by the first rule that fits",
            Feature::Points(words) | Feature::Need(words) => words,
        }
    }

    /// Whether it can change while somebody is supervised. What is on record cannot; time alone moves age and months.
    pub fn can_change(self) -> bool {
        match self {
            Feature::Months | Feature::Need(_) => true,
            Feature::Answer(item) => item.can_change(),
            _ => false,
        }
    }
}

/// One step: a value, what it is multiplied with, and so what it adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// What it is about.
    pub feature: Feature,
    /// Its value.
    pub value: f64,
    /// The model's coefficient.
    pub coefficient: f64,
}

impl Step {
    /// What the step adds to the sum.
    pub fn contribution(&self) -> f64 {
        self.value * self.coefficient
    }
}

/// Takes the steps as they are added up.
pub trait Sink {
    /// One step was added.
    fn step(&mut self, step: Step);
}

/// Nobody is looking.
impl Sink for () {
    fn step(&mut self, _: Step) {}
}

impl Sink for Vec<Step> {
    fn step(&mut self, step: Step) {
        self.push(step);
    }
}

/// A sum that tells its sink every step.
#[derive(Debug)]
pub struct Sum<'s, S> {
    total: f64,
    sink: &'s mut S,
}

impl<'s, S: Sink> Sum<'s, S> {
    /// Nothing yet.
    pub fn new(sink: &'s mut S) -> Self {
        Sum { total: 0.0, sink }
    }

    /// Adds one step.
    pub fn add(&mut self, feature: Feature, value: f64, coefficient: f64) {
        let step = Step { feature, value, coefficient };
        self.total += step.contribution();
        self.sink.step(step);
    }

    /// Adds the powers of one value, from the first.
    pub fn powers(&mut self, feature: Feature, value: f64, coefficients: &[f64]) {
        let mut power = 1.0;
        for &coefficient in coefficients {
            power *= value;
            self.add(feature, power, coefficient);
        }
    }

    /// The sum of all steps.
    pub fn total(&self) -> f64 {
        self.total
    }
}
