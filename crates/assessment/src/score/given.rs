//! What a line gives: its fields and arguments, each read as what it should be, with a refusal in words when it is not.

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{Asked, Refusal};
use crate::screens::InputError;

/// A line's input: the line itself, or the `input` of a whole example.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    fields: &'a Map<String, Value>,
    asked: Asked,
}

/// The arguments of a function, in order.
#[derive(Clone, Copy)]
pub(super) struct Args<'a>(&'a [Value]);

impl<'a> Given<'a> {
    pub(super) fn read(line: &'a Value, asked: Asked) -> Result<Given<'a>, Refusal> {
        let input = line.get("input").filter(|input| input.is_object()).unwrap_or(line);
        let fields = input.as_object().ok_or_else(|| Refusal("a line should be a JSON object".to_owned()))?;
        Ok(Given { fields, asked })
    }

    /// The function asked for, without the names of its arguments.
    pub(super) fn function(&self) -> Result<Option<&'a str>, Refusal> {
        let end =
            |name: &'a str| name.split(['(', '=']).next().unwrap_or(name).split("->").next().unwrap_or(name).trim();
        Ok(self.text("function")?.map(end))
    }

    pub(super) fn args(&self) -> Result<Args<'a>, Refusal> {
        match self.get("args") {
            None => Ok(Args(&[])),
            Some(Value::Array(args)) => Ok(Args(args)),
            Some(_) => Err(Refusal("args should be a list".to_owned())),
        }
    }

    /// What stands in a field; `null` is nothing.
    pub(super) fn get(&self, field: &str) -> Option<&'a Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }

    /// Whether the field was mentioned at all, if only to say that there is nothing.
    pub(super) fn mentions(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    pub(super) fn flag(&self, field: &str) -> Result<Option<bool>, Refusal> {
        self.get(field).map(|value| flag(field, value)).transpose()
    }

    pub(super) fn number(&self, field: &str) -> Result<Option<f64>, Refusal> {
        self.get(field).map(|value| number(field, value)).transpose()
    }

    pub(super) fn whole(&self, field: &str) -> Result<Option<i64>, Refusal> {
        self.get(field).map(|value| whole(field, value)).transpose()
    }

    pub(super) fn text(&self, field: &str) -> Result<Option<&'a str>, Refusal> {
        self.get(field).map(|value| text(field, value)).transpose()
    }

    pub(super) fn date(&self, field: &str) -> Result<Option<Date>, Refusal> {
        self.get(field).map(|value| date(field, value)).transpose()
    }

    pub(super) fn list(&self, field: &str) -> Result<Option<&'a [Value]>, Refusal> {
        self.get(field).map(|value| list(field, value)).transpose()
    }

    /// An answer by its published word.
    pub(super) fn word<T: DeserializeOwned>(&self, field: &str) -> Result<Option<T>, Refusal> {
        self.get(field).map(|value| word(field, value)).transpose()
    }

    /// An object within the line.
    pub(super) fn within(&self, field: &str) -> Result<Option<Given<'a>>, Refusal> {
        let Some(value) = self.get(field) else { return Ok(None) };
        let fields = value.as_object().ok_or_else(|| should_be(field, "an object", value))?;
        Ok(Some(Given { fields, asked: self.asked }))
    }

    /// Every field, for an object whose keys are codes.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Today: the line's own, the assessment's day, or what the caller said.
    pub(super) fn today(&self) -> Result<Option<Date>, Refusal> {
        Ok(self.date("today")?.or(self.date("assessmentDate")?).or(self.asked.today))
    }

    /// Whether the line asks for what the published service should have done.
    pub(super) fn wants_corrected(&self) -> Result<bool, Refusal> {
        Ok(self.text("version")?.is_some_and(|version| version.to_lowercase().contains("corrected")))
    }
}

impl<'a> Args<'a> {
    pub(super) fn get(&self, place: usize) -> Option<&'a Value> {
        self.0.get(place).filter(|value| !value.is_null())
    }

    pub(super) fn flag(&self, place: usize) -> Result<Option<bool>, Refusal> {
        self.get(place).map(|value| flag(&named(place), value)).transpose()
    }

    pub(super) fn number(&self, place: usize) -> Result<Option<f64>, Refusal> {
        self.get(place).map(|value| number(&named(place), value)).transpose()
    }

    pub(super) fn whole(&self, place: usize) -> Result<Option<i64>, Refusal> {
        self.get(place).map(|value| whole(&named(place), value)).transpose()
    }

    pub(super) fn text(&self, place: usize) -> Result<Option<&'a str>, Refusal> {
        self.get(place).map(|value| text(&named(place), value)).transpose()
    }

    pub(super) fn date(&self, place: usize) -> Result<Option<Date>, Refusal> {
        self.get(place).map(|value| date(&named(place), value)).transpose()
    }

    pub(super) fn list(&self, place: usize) -> Result<&'a [Value], Refusal> {
        self.get(place).map_or(Ok(&[]), |value| list(&named(place), value))
    }

    pub(super) fn word<T: DeserializeOwned>(&self, place: usize) -> Result<Option<T>, Refusal> {
        self.get(place).map(|value| word(&named(place), value)).transpose()
    }

    /// Every argument as points, where one may be missing.
    pub(super) fn points(&self) -> Result<Vec<Option<u32>>, Refusal> {
        (0..self.0.len()).map(|place| self.whole(place)?.map(|given| count(&named(place), given)).transpose()).collect()
    }
}

/// What cannot be left out.
pub(super) fn needed<T>(what: &str, given: Option<T>) -> Result<T, Refusal> {
    given.ok_or_else(|| Refusal(format!("{what} is needed")))
}

/// A function this algorithm has not got.
pub(super) fn no_function<T>(name: &str) -> Result<T, Refusal> {
    Err(Refusal(format!("there is no function {name:?} here")))
}

/// A number that cannot be less than nothing.
pub(super) fn count(what: &str, given: i64) -> Result<u32, Refusal> {
    u32::try_from(given).map_err(|_| Refusal(format!("{what} should be a count, not {given}")))
}

/// A figure as JSON, whole where it is whole.
pub(super) fn figure(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    if number.fract() == 0.0 && number.abs() <= EXACT {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is whole and within the integers a double holds exactly"
        )]
        return json!(number as i64);
    }
    json!(number)
}

/// Complaints about an input as the published service lists them.
pub(super) fn complaints(errors: &[InputError]) -> Value {
    let listed = errors.iter().map(
        |error| json!({ "type": error.kind.published(), "message": error.kind.message(), "fields": error.fields }),
    );
    listed.collect()
}

fn named(place: usize) -> String {
    format!("argument {}", place + 1)
}

fn flag(what: &str, value: &Value) -> Result<bool, Refusal> {
    value.as_bool().ok_or_else(|| should_be(what, "true or false", value))
}

pub(super) fn number(what: &str, value: &Value) -> Result<f64, Refusal> {
    value.as_f64().ok_or_else(|| should_be(what, "a number", value))
}

fn whole(what: &str, value: &Value) -> Result<i64, Refusal> {
    let number = number(what, value)?;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and far from the ends of an i64")]
    let whole = (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64);
    whole.ok_or_else(|| should_be(what, "a whole number", value))
}

pub(super) fn text<'a>(what: &str, value: &'a Value) -> Result<&'a str, Refusal> {
    value.as_str().ok_or_else(|| should_be(what, "text", value))
}

pub(super) fn date(what: &str, value: &Value) -> Result<Date, Refusal> {
    let text = text(what, value)?;
    text.parse().map_err(|_| should_be(what, "a date such as 2026-08-17", value))
}

fn list<'a>(what: &str, value: &'a Value) -> Result<&'a [Value], Refusal> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| should_be(what, "a list", value))
}

fn word<T: DeserializeOwned>(what: &str, value: &Value) -> Result<T, Refusal> {
    let spelt = text(what, value)?.trim().to_uppercase().replace([' ', '-'], "_");
    serde_json::from_value(Value::String(spelt)).map_err(|_| should_be(what, "one of the published answers", value))
}

fn should_be(what: &str, wanted: &str, value: &Value) -> Refusal {
    let shown: String = value.to_string().chars().take(40).collect();
    Refusal(format!("{what} should be {wanted}, not {shown}"))
}
