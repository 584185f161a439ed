//! Unwrapping: a hearing may stand bare, in an object, or as text within a notification within a queue's message.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;
use serde_json::value::RawValue;

use super::HearingEvent;
use super::values::words;
use crate::decode::Coding;
use crate::row::FileError;

/// How many messages may lie within one another.
const MOST_LAYERS: usize = 3;

/// A JSON object, its fields unparsed.
pub(super) type Fields<'t> = BTreeMap<String, &'t RawValue>;

/// A hearing out of its envelopes.
pub(super) struct Opened {
    /// Outermost first; the last holds the hearing.
    layers: Vec<Layer>,
    /// Where the hearing's object lies in the last layer.
    pub(super) hearing: Range<usize>,
    pub(super) event: Option<HearingEvent>,
    pub(super) shared_at: Option<String>,
    coding: Coding,
}

struct Layer {
    text: String,
    /// Where in `text` the string literal with the next layer begins.
    next_at: usize,
}

impl Opened {
    pub(super) fn text(&self) -> &str {
        self.layers.last().map_or("", |layer| &layer.text)
    }

    /// The file's own bytes for a part of the hearing's text.
    pub(super) fn original(&self, part: Range<usize>) -> Vec<u8> {
        let Some((last, outer)) = self.layers.split_last() else { return Vec::new() };
        let mut part = part;
        for layer in outer.iter().rev() {
            let inner = escaped(&layer.text[layer.next_at..], part);
            part = layer.next_at + inner.start..layer.next_at + inner.end;
        }
        let outermost = outer.first().unwrap_or(last);
        self.coding.restore(&outermost.text.as_bytes()[part])
    }
}

/// The object's fields, or nothing when it is no object.
pub(super) fn fields(text: &str) -> serde_json::Result<Fields<'_>> {
    serde_json::from_str(text)
}

/// Where `part` lies in `whole`, which it was borrowed from.
pub(super) fn place(whole: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len());
    start..(start + part.len()).min(whole.len())
}

pub(super) fn open(text: String, coding: Coding, file: &str, line: u64) -> Result<Opened, FileError> {
    let mut opened =
        Opened { layers: vec![Layer { text, next_at: 0 }], hearing: 0..0, event: None, shared_at: None, coding };
    loop {
        let outermost = opened.layers.len() == 1;
        let depth = opened.layers.len();
        let Some(layer) = opened.layers.last_mut() else { return Err(other(file, line, "nothing")) };
        let fields = match fields(&layer.text) {
            Ok(fields) => fields,
            Err(error) if outermost => return Err(FileError::from_json(&error, file, line)),
            Err(_) => return Err(other(file, line, "a message that holds no JSON object")),
        };
        let parsed = |name: &str| fields.get(name).and_then(|raw| serde_json::from_str::<Value>(raw.get()).ok());
        if let Some(found) = ["MessageAttributes", "messageAttributes"].iter().find_map(|name| parsed(name)) {
            opened.event = event(&found).or(opened.event);
        }
        if let Some(hearing) = fields.get("hearing").filter(|raw| raw.get().starts_with('{')) {
            opened.hearing = place(&layer.text, hearing.get());
            opened.shared_at = parsed("sharedTime").and_then(|v| words(&v, ""));
            return Ok(opened);
        }
        if ["hearingDays", "prosecutionCases", "courtApplications", "courtCentre"]
            .iter()
            .any(|n| fields.contains_key(*n))
        {
            opened.hearing = 0..layer.text.len();
            return Ok(opened);
        }
        let message = ["Message", "message", "Body", "body"].iter().find_map(|name| fields.get(*name));
        let Some(message) = message.filter(|_| depth < MOST_LAYERS) else {
            return Err(other(file, line, "other JSON"));
        };
        let Ok(inner) = serde_json::from_str::<String>(message.get()) else {
            return Err(other(file, line, "a message that holds no text"));
        };
        layer.next_at = place(&layer.text, message.get()).start;
        opened.layers.push(Layer { text: inner, next_at: 0 });
    }
}

fn event(attributes: &Value) -> Option<HearingEvent> {
    let names = ["/hearingEventType/Value", "/hearingEventType/StringValue", "/hearingEventType"];
    match names.iter().find_map(|name| words(attributes, name))?.as_str() {
        "ConfirmedOrUpdated" => Some(HearingEvent::ConfirmedOrUpdated),
        "Resulted" => Some(HearingEvent::Resulted),
        "Deleted" => Some(HearingEvent::Deleted),
        _ => None,
    }
}

fn other(file: &str, line: u64, found: &str) -> FileError {
    FileError::WrongFormat { file: file.to_owned(), line, expected: "a hearing (JSON)", found: found.to_owned() }
}

/// Where a part of a string's value lies in the string literal that stands for it.
fn escaped(literal: &str, part: Range<usize>) -> Range<usize> {
    let mut found = 0..literal.len();
    let (mut at, mut value) = (1, 0);
    while at < literal.len() {
        if value == part.start {
            found.start = at;
        }
        if value == part.end {
            found.end = at;
            break;
        }
        let (width, worth) = character(&literal[at..]);
        at += width;
        value += worth;
    }
    found
}

/// How many bytes the next character takes in the literal, and in the value.
fn character(literal: &str) -> (usize, usize) {
    let Some(first) = literal.chars().next() else { return (1, 1) };
    if first != '\\' {
        return (first.len_utf8(), first.len_utf8());
    }
    let unit = |at: usize| literal.get(at..at + 4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    match (literal.as_bytes().get(1), unit(2)) {
        (Some(b'u'), Some(high)) if (0xd800..0xdc00).contains(&high) => (12, 4),
        (Some(b'u'), Some(code)) => (6, char::from_u32(code).map_or(1, char::len_utf8)),
        _ => (2, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_string_is_found_in_its_literal() {
        for value in ["plain", "a \"b\" c\n", "é\u{1F600}x\t/", "{\"k\":\"v\\\"\"}"] {
            for literal in [serde_json::to_string(value).unwrap(), ascii(value)] {
                let places: Vec<usize> = value.char_indices().map(|(at, _)| at).chain([value.len()]).collect();
                for (n, start) in places.iter().enumerate() {
                    for end in &places[n..] {
                        let range = escaped(&literal, *start..*end);
                        let again: String = serde_json::from_str(&format!("\"{}\"", &literal[range])).unwrap();
                        assert_eq!(again, value[*start..*end], "{literal}");
                    }
                }
            }
        }
    }

    fn ascii(value: &str) -> String {
        let units: Vec<String> = value.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        format!("\"{}\"", units.concat())
    }
}
