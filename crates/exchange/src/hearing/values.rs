//! Asking a JSON value for facts, forgiving the types they come in.

use jiff::civil::{Date, Time};
use serde_json::Value;

use crate::{dates, text};

/// A text, number or truth value as text, tidied; nothing when empty.
pub(super) fn words(value: &Value, pointer: &str) -> Option<String> {
    text::some(&raw(value, pointer)?)
}

/// The same with line breaks kept.
pub(super) fn lines(value: &Value, pointer: &str) -> Option<String> {
    let given = raw(value, pointer)?;
    let trimmed = given.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

fn raw(value: &Value, pointer: &str) -> Option<String> {
    match value.pointer(pointer)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Yes or no, also in quotation marks.
pub(super) fn truth(value: &Value, pointer: &str) -> Option<bool> {
    words(value, pointer)?.to_ascii_lowercase().parse().ok()
}

pub(super) fn number(value: &Value, pointer: &str) -> Option<u32> {
    words(value, pointer)?.parse().ok()
}

pub(super) fn day(value: &Value, pointer: &str) -> Option<Date> {
    Some(dates::london(&words(value, pointer)?)?.0)
}

pub(super) fn moment(value: &Value, pointer: &str) -> Option<(Date, Option<Time>)> {
    dates::london(&words(value, pointer)?)
}

pub(super) fn list<'v>(value: &'v Value, pointer: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

/// The first text anywhere within that shows damage.
pub(super) fn damage(value: &Value) -> Option<String> {
    match value {
        Value::String(given) => text::damage(given),
        Value::Array(items) => items.iter().find_map(damage),
        Value::Object(fields) => {
            fields.iter().find_map(|(name, inner)| damage(inner).map(|what| format!("{name}: {what}")))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}
