//! A linear model as a file has it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::StandardsError;
use crate::predictors::{
    items::Item,
    linear::{BySex, Linear, Violence},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinearFile {
    intercept: f64,
    female: f64,
    age_male: Vec<f64>,
    age_female: Vec<f64>,
    first_sanction: f64,
    second_sanction: f64,
    each_sanction: f64,
    years_between_first_two_male: f64,
    years_between_first_two_female: f64,
    months: Vec<f64>,
    rate_years: f64,
    rate_male: f64,
    rate_female: f64,
    rate_squared_male: Option<f64>,
    rate_squared_female: Option<f64>,
    violence: Option<ViolenceFile>,
    #[serde(default)]
    answers: BTreeMap<String, f64>,
    /// What the category of the offence adds, where the model has categories.
    #[serde(default)]
    pub(super) offence: BTreeMap<String, f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ViolenceFile {
    never_male: f64,
    never_female: f64,
    once: f64,
    each: f64,
    rate_years: f64,
    rate: f64,
}

impl LinearFile {
    /// The model, if the file holds together. A dynamic model has answers; a static one has none.
    pub(super) fn check(&self, name: &str) -> Result<Linear, StandardsError> {
        let powers = |list: &[f64], of: &str| -> Result<[f64; 4], StandardsError> {
            let wrong = || StandardsError::Disordered(format!("{of} of {name}"));
            let mut all = [0.0; 4];
            all.get_mut(..list.len()).filter(|_| !list.is_empty()).ok_or_else(wrong)?.copy_from_slice(list);
            Ok(all)
        };
        if let Some(unknown) = self.answers.keys().find(|key| Item::named(key).is_none()) {
            return Err(StandardsError::Unknown(format!("the answer {unknown} of {name}")));
        }
        let rate_squared = match (self.rate_squared_male, self.rate_squared_female) {
            (Some(male), Some(female)) => Some(BySex { male, female }),
            (None, None) => None,
            _ => return Err(StandardsError::Missing(format!("the squared rate of one sex, of {name},"))),
        };
        // In the order of the items, so that the steps always come in one order.
        let mut answers: Vec<_> =
            self.answers.iter().filter_map(|(key, &coefficient)| Some((Item::named(key)?, coefficient))).collect();
        answers.sort_by_key(|(item, _)| *item as usize);
        Ok(Linear {
            intercept: self.intercept,
            female: self.female,
            age: BySex {
                male: powers(&self.age_male, "the ages of males")?,
                female: powers(&self.age_female, "the ages of females")?,
            },
            first_sanction: self.first_sanction,
            second_sanction: self.second_sanction,
            each_sanction: self.each_sanction,
            years_between: BySex {
                male: self.years_between_first_two_male,
                female: self.years_between_first_two_female,
            },
            months: powers(&self.months, "the months")?,
            rate_years: self.rate_years,
            rate: BySex { male: self.rate_male, female: self.rate_female },
            rate_squared,
            violence: self.violence.as_ref().map(|file| Violence {
                never: BySex { male: file.never_male, female: file.never_female },
                once: file.once,
                each: file.each,
                rate_years: file.rate_years,
                rate: file.rate,
            }),
            answers,
        })
    }
}
