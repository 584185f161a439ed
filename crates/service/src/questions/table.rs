//! A report as rows of a table, from its own canonical JSON: the same checkpoint gives the same rows. First what it is an
//! answer to and the checkpoint it carries, then the answer, list by list.

use serde_json::{Map, Value};

use crate::Problem;

/// The rows of a report, given as [`super::Report::to_bytes`] gives it. An empty row parts one list from the next.
pub fn rows_of(report: &[u8]) -> Result<Vec<Vec<String>>, Problem> {
    let unreadable = |error: &dyn std::fmt::Display| Problem::Damaged(format!("a report cannot be read: {error}"));
    let report: Map<String, Value> = serde_json::from_slice(report).map_err(|error| unreadable(&error))?;
    let mut rows = Vec::new();
    for (name, value) in report.iter().filter(|(name, _)| *name != "answer") {
        head(&mut rows, name, value);
    }
    match report.get("answer") {
        Some(Value::Object(answer)) => {
            for (name, value) in answer.iter().filter(|(_, value)| !value.is_array()) {
                head(&mut rows, name, value);
            }
            for (name, value) in answer {
                if let Value::Array(list) = value {
                    rows.push(Vec::new());
                    rows.push(vec![name.clone()]);
                    listed(&mut rows, list);
                }
            }
        }
        Some(Value::Array(list)) => {
            rows.push(Vec::new());
            listed(&mut rows, list);
        }
        _ => {}
    }
    Ok(rows)
}

/// A name and what it says; one level down a name has two parts.
fn head(rows: &mut Vec<Vec<String>>, name: &str, value: &Value) {
    match value {
        Value::Object(inner) => {
            for (part, value) in inner {
                rows.push(vec![format!("{name} {part}"), text(value)]);
            }
        }
        value => rows.push(vec![name.to_owned(), text(value)]),
    }
}

/// The heads of a list's columns, and a row for each of it. What is left out of one is an empty cell.
fn listed(rows: &mut Vec<Vec<String>>, list: &[Value]) {
    let mut columns: Vec<&String> = list.iter().filter_map(Value::as_object).flat_map(Map::keys).collect();
    columns.sort();
    columns.dedup();
    rows.push(columns.iter().map(|column| (*column).clone()).collect());
    for one in list {
        rows.push(columns.iter().map(|column| one.get(column.as_str()).map(text).unwrap_or_default()).collect());
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_and_its_checkpoint_come_first_then_the_answer_with_a_cell_for_everything() {
        let report = br#"{"answer":{"fewest":5,"rows":[{"a":1},{"a":null,"b":"x"}]},"asked":{"team":"T"},
            "checkpoint":{"root":"r=","size":7},"question":"later"}"#;
        let rows = rows_of(report).expect("a report");
        let rows: Vec<String> = rows.into_iter().map(|row| row.join("|")).collect();
        let head = ["asked team|T", "checkpoint root|r=", "checkpoint size|7", "question|later", "fewest|5"];
        assert_eq!(rows[..5], head);
        assert_eq!(rows[5..], ["", "rows", "a|b", "1|", "|x"]);
    }

    #[test]
    fn an_answer_without_anything_still_carries_its_checkpoint() {
        let rows = rows_of(br#"{"answer":[],"checkpoint":{"size":7}}"#).expect("a report");
        assert_eq!(rows, [vec!["checkpoint size".to_owned(), "7".to_owned()], vec![], vec![]]);
    }
}
