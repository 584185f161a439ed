//! A line that asks for one published function by its name and arguments.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::{Refusal, read};
use crate::predictors::{
    Band,
    answers::{Gender, ProblemLevel, Supervision},
};

/// One function, asked for.
#[derive(Debug)]
pub(super) struct Call<'v> {
    /// Its name, without the names of its arguments.
    pub(super) function: &'v str,
    args: &'v [Value],
}

impl<'v> Call<'v> {
    /// The function an input asks for, if it does.
    pub(super) fn of(input: &'v Map<String, Value>) -> Option<Call<'v>> {
        let function = input.get("function")?.as_str()?;
        let function = function.split_once('(').map_or(function, |(name, _)| name);
        Some(Call { function, args: input.get("args").and_then(Value::as_array).map_or(&[], Vec::as_slice) })
    }

    /// Nobody knows a function of this name.
    pub(super) fn unknown(&self) -> Refusal {
        Refusal(format!("there is no function {:?} here", self.function))
    }

    fn arg<T>(&self, place: usize, wanted: &str, reader: impl Fn(&Value) -> Option<T>) -> Result<T, Refusal> {
        let value = self.args.get(place).unwrap_or(&Value::Null);
        let refusal =
            || Refusal(format!("argument {} of {} should be {wanted}, not {value}", place + 1, self.function));
        reader(value).ok_or_else(refusal)
    }

    fn optional<T>(
        &self,
        place: usize,
        wanted: &str,
        reader: impl Fn(&Value) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        match self.args.get(place) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.arg(place, wanted, reader).map(Some),
        }
    }

    pub(super) fn whole(&self, place: usize) -> Result<i32, Refusal> {
        self.arg(place, "a whole number", read::whole)
    }

    pub(super) fn whole_or_none(&self, place: usize) -> Result<Option<i32>, Refusal> {
        self.optional(place, "a whole number", read::whole)
    }

    pub(super) fn number(&self, place: usize) -> Result<f64, Refusal> {
        self.arg(place, "a number", Value::as_f64)
    }

    pub(super) fn number_or_none(&self, place: usize) -> Result<Option<f64>, Refusal> {
        self.optional(place, "a number", Value::as_f64)
    }

    pub(super) fn flag(&self, place: usize) -> Result<bool, Refusal> {
        self.arg(place, "true or false", Value::as_bool)
    }

    pub(super) fn flag_or_none(&self, place: usize) -> Result<Option<bool>, Refusal> {
        self.optional(place, "true or false", Value::as_bool)
    }

    pub(super) fn day(&self, place: usize) -> Result<Date, Refusal> {
        self.arg(place, "a day", read::date)
    }

    pub(super) fn day_or_none(&self, place: usize) -> Result<Option<Date>, Refusal> {
        self.optional(place, "a day", read::date)
    }

    pub(super) fn gender(&self, place: usize) -> Result<Gender, Refusal> {
        self.arg(place, "MALE or FEMALE", |value| read::among(value, &read::GENDERS))
    }

    pub(super) fn supervision(&self, place: usize) -> Result<Supervision, Refusal> {
        self.arg(place, "where somebody is supervised", |value| read::among(value, &read::SUPERVISIONS))
    }

    pub(super) fn band_or_none(&self, place: usize) -> Result<Option<Band>, Refusal> {
        self.optional(place, "a band", |value| Band::named(value.as_str()?))
    }

    /// An answer of 0, 1 or 2, as a number or as a word.
    pub(super) fn level(&self, place: usize) -> Result<ProblemLevel, Refusal> {
        self.arg(place, "0, 1 or 2", level)
    }
}

/// An answer of 0, 1 or 2, as a number or as a word.
pub(super) fn level(value: &Value) -> Option<ProblemLevel> {
    match read::whole(value) {
        Some(0) => Some(ProblemLevel::No),
        Some(1) => Some(ProblemLevel::Some),
        Some(2) => Some(ProblemLevel::Significant),
        Some(_) => None,
        None => read::among(value, &read::LEVELS),
    }
}

/// What a published function answers, or `"error"` where it throws.
pub(super) fn or_error<T: Into<Value>>(answer: Option<T>) -> Value {
    answer.map_or_else(|| json!("error"), Into::into)
}

/// A band by its name, or nothing.
pub(super) fn band_value(band: Option<Band>) -> Value {
    band.map_or(Value::Null, |band| json!(band.name()))
}
