//! Court applications: what they are, and whom they are about.

use serde_json::Value;

use super::Application;
use super::offences::result;
use super::values::{day, list, words};

pub(super) fn application(value: &Value) -> Application {
    Application {
        id: words(value, "/id"),
        reference: words(value, "/applicationReference"),
        code: words(value, "/type/code"),
        kind: words(value, "/type/type"),
        breach: words(value, "/type/breachType"),
        status: words(value, "/applicationStatus"),
        received_on: day(value, "/applicationReceivedDate"),
        urns: list(value, "/courtApplicationCases")
            .filter_map(|case| words(case, "/prosecutionCaseIdentifier/caseURN"))
            .collect(),
        results: list(value, "/judicialResults").map(result).collect(),
    }
}

/// The defendant it is about: its subject, else the applicant, else a respondent.
pub(super) fn person(value: &Value) -> Option<&Value> {
    let parties = ["/subject", "/applicant"].iter().filter_map(|party| value.pointer(party));
    parties.chain(list(value, "/respondents")).find_map(|party| party.get("masterDefendant").filter(|v| v.is_object()))
}

/// Everything the courts may call that person by.
pub(super) fn ids(person: &Value) -> Vec<String> {
    let in_cases = list(person, "/defendantCase").filter_map(|case| words(case, "/defendantId"));
    words(person, "/masterDefendantId").into_iter().chain(in_cases).collect()
}

/// Ids and reference numbers of the prosecution cases it belongs to.
pub(super) fn cases(value: &Value) -> Vec<String> {
    list(value, "/courtApplicationCases")
        .flat_map(|case| [words(case, "/prosecutionCaseId"), words(case, "/prosecutionCaseIdentifier/caseURN")])
        .flatten()
        .collect()
}
