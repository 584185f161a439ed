//! The values within a column that is a structure, taken apart as far as anybody can: what the act changes is put on top of what
//! stands, field by field and element by element. What is neither told apart nor the same is not guessed at.

use serde_json::{Map, Value};

/// What the act changes cannot be told from what the newer release has there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CannotTell;

/// What is to stand of a value, where `before` is what this program makes of it without the act and `after` with it. `named` are
/// the fields that an element of a list is known by.
pub(super) fn merged(
    stands: Option<&Value>,
    before: Option<&Value>,
    after: Option<&Value>,
    named: &[&str],
) -> Result<Option<Value>, CannotTell> {
    if before == after || stands == after {
        return Ok(stands.cloned());
    }
    let Some(stands) = stands.filter(|stands| !stands.is_null() && Some(*stands) != before) else {
        return Ok(after.cloned());
    };
    match (stands, before, after) {
        (Value::Object(stands), before, Some(Value::Object(after))) => {
            let before = before.and_then(Value::as_object).cloned().unwrap_or_default();
            fields(stands, &before, after, named).map(|fields| Some(Value::Object(fields)))
        }
        (Value::Array(stands), before, Some(Value::Array(after))) => {
            let before = before.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            elements(stands, before, after, named).map(|elements| Some(Value::Array(elements)))
        }
        // It goes, and the newer release has more of it; or it is of another kind to the two.
        (stands, _, after) if is_made_of_parts(stands) || after.is_some_and(is_made_of_parts) => Err(CannotTell),
        // A value that is one: what is said last holds.
        (.., after) => Ok(after.cloned()),
    }
}

fn fields(
    stands: &Map<String, Value>,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    named: &[&str],
) -> Result<Map<String, Value>, CannotTell> {
    let mut fields = Map::new();
    for name in stands.keys().chain(after.keys()) {
        if fields.contains_key(name) {
            continue;
        }
        if let Some(value) = merged(stands.get(name), before.get(name), after.get(name), named)? {
            fields.insert(name.clone(), value);
        }
    }
    Ok(fields)
}

/// Elements that stand, without those that went, with those that came; one that is known by a name stays in its place.
fn elements(stands: &[Value], before: &[Value], after: &[Value], named: &[&str]) -> Result<Vec<Value>, CannotTell> {
    if [stands, before, after].into_iter().any(|elements| repeats(elements, named)) {
        return Err(CannotTell);
    }
    let mut elements = stands.to_vec();
    let mut came: Vec<&Value> = after.iter().filter(|element| !before.contains(element)).collect();
    for went in before.iter().filter(|element| !after.contains(element)) {
        let is_it = |other: &Value| other == went || is_same(other, went, named);
        let becomes = came.iter().position(|new| is_it(new)).map(|at| came.remove(at));
        match elements.iter().position(is_it) {
            Some(at) => match merged(Some(&elements[at]), Some(went), becomes, named)? {
                Some(element) => elements[at] = element,
                None => drop(elements.remove(at)),
            },
            // Nobody can say whether it was taken away, or stands otherwise.
            None if is_made_of_parts(went) && name(went, named).is_none() => return Err(CannotTell),
            None => elements.extend(becomes.cloned()),
        }
    }
    for new in came {
        match elements.iter().position(|element| element == new || is_same(element, new, named)) {
            Some(at) => elements[at] = merged(Some(&elements[at]), None, Some(new), named)?.unwrap_or_default(),
            None => elements.push(new.clone()),
        }
    }
    Ok(elements)
}

/// Whether two elements are one by the name that they are known by.
fn is_same(one: &Value, other: &Value, named: &[&str]) -> bool {
    name(one, named).is_some_and(|known_by| name(other, named) == Some(known_by))
}

fn name<'a>(element: &'a Value, named: &[&'a str]) -> Option<(&'a str, &'a Value)> {
    named.iter().find_map(|field| Some((*field, element.get(field)?)))
}

/// Whether a list holds one element twice, or two of one name.
fn repeats(elements: &[Value], named: &[&str]) -> bool {
    let again = |(at, one): (usize, &Value)| elements[..at].iter().any(|two| two == one || is_same(two, one, named));
    elements.iter().enumerate().any(again)
}

fn is_made_of_parts(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMED: [&str; 1] = ["code"];

    fn told(stands: &str, before: &str, after: &str) -> Result<Option<Value>, CannotTell> {
        let read = |text: &str| serde_json::from_str::<Value>(text).ok();
        merged(read(stands).as_ref(), read(before).as_ref(), read(after).as_ref(), &NAMED)
    }

    #[track_caller]
    fn check(stands: &str, before: &str, after: &str, expected: &str) {
        assert_eq!(told(stands, before, after), Ok(serde_json::from_str(expected).ok()));
    }

    #[track_caller]
    fn nobody_can_tell(stands: &str, before: &str, after: &str) {
        assert_eq!(told(stands, before, after), Err(CannotTell));
    }

    #[test]
    fn what_only_the_newer_release_knows_stays_however_deep_it_stands() {
        check(
            r#"{"room":"1","kept":{"from":["a"],"zones":["z"]}}"#,
            r#"{"room":"1","kept":{"from":["a"]}}"#,
            r#"{"room":"2","kept":{"from":["b"]}}"#,
            r#"{"room":"2","kept":{"from":["b"],"zones":["z"]}}"#,
        );
        check(r#"{"new":1,"room":"1"}"#, r#"{"room":"1"}"#, "{}", r#"{"new":1}"#);
        check(r#"{"new":{"deep":1}}"#, "{}", r#"{"new":{"own":2}}"#, r#"{"new":{"deep":1,"own":2}}"#);
    }

    #[test]
    fn what_the_newer_release_took_away_or_says_otherwise_stays_so_unless_the_act_says_something_of_it() {
        check("{}", r#"{"room":"1","with":"A"}"#, r#"{"room":"2","with":"A"}"#, r#"{"room":"2"}"#);
        check(
            r#"{"room":"9","with":"B"}"#,
            r#"{"room":"1","with":"A"}"#,
            r#"{"room":"2","with":"A"}"#,
            r#"{"room":"2","with":"B"}"#,
        );
    }

    #[test]
    fn an_element_is_known_by_its_name_or_by_being_the_same() {
        check(r#"["new","both"]"#, r#"["both"]"#, r#"["own"]"#, r#"["new","own"]"#);
        check(
            r#"[{"code":"a","seats":4,"lift":true},{"code":"n"}]"#,
            r#"[{"code":"a","seats":4}]"#,
            r#"[{"code":"a","seats":6},{"code":"b"}]"#,
            r#"[{"code":"a","seats":6,"lift":true},{"code":"n"},{"code":"b"}]"#,
        );
        check(r#"[{"words":"x"},{"words":"n"}]"#, r#"[{"words":"x"}]"#, "[]", r#"[{"words":"n"}]"#);
    }

    #[test]
    fn what_cannot_be_told_apart_is_not_guessed_at() {
        // The newer release has more of what goes.
        nobody_can_tell(r#"{"kept":{"from":["a"],"zones":["z"]}}"#, r#"{"kept":{"from":["a"]}}"#, "{}");
        nobody_can_tell(r#"[{"code":"a","lift":true}]"#, r#"[{"code":"a"}]"#, "[]");
        // It may be the same that stands otherwise: it has no name.
        nobody_can_tell(r#"[{"words":"x","more":1}]"#, r#"[{"words":"x"}]"#, r#"[{"words":"y"}]"#);
        nobody_can_tell(r#"["a","a","n"]"#, r#"["a","a"]"#, r#"["a"]"#);
        nobody_can_tell(r#"{"at":["a"]}"#, r#"{"at":"a"}"#, r#"{"at":"b"}"#);
        // The twins: nothing of the newer release stands there.
        check(r#"{"kept":{"from":["a"]}}"#, r#"{"kept":{"from":["a"]}}"#, "{}", "{}");
        check(r#"["a","a"]"#, r#"["a","a"]"#, r#"["a"]"#, r#"["a"]"#);
    }
}
