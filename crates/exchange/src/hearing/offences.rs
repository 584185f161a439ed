//! Offences and results.

use serde_json::Value;

use super::values::{day, lines, list, moment, number, truth, words};
use super::{HeardOffence, JudicialResult, NextHearing, Prompt};

pub(super) fn offence(value: &Value) -> HeardOffence {
    HeardOffence {
        id: words(value, "/id"),
        code: words(value, "/offenceCode"),
        title: words(value, "/offenceTitle"),
        wording: words(value, "/wording"),
        act: words(value, "/offenceLegislation"),
        listing: number(value, "/listingNumber"),
        from: day(value, "/startDate"),
        to: day(value, "/endDate"),
        plea: words(value, "/plea/pleaValue"),
        plea_on: day(value, "/plea/pleaDate"),
        verdict: words(value, "/verdict/verdictType/description"),
        convicted_on: day(value, "/convictionDate"),
        results: list(value, "/judicialResults").map(result).collect(),
    }
}

pub(super) fn result(value: &Value) -> JudicialResult {
    JudicialResult {
        type_id: words(value, "/judicialResultTypeId"),
        cjs_code: words(value, "/cjsCode"),
        label: words(value, "/label"),
        category: words(value, "/category"),
        qualifier: words(value, "/qualifier"),
        text: lines(value, "/resultText"),
        ordered_on: day(value, "/orderedDate"),
        convicted: truth(value, "/isConvictedResult"),
        adjourns: truth(value, "/isAdjournmentResult"),
        deleted: truth(value, "/isDeleted"),
        prompts: list(value, "/judicialResultPrompts").map(prompt).collect(),
        next_hearing: value.get("nextHearing").filter(|v| v.is_object()).map(next_hearing),
    }
}

fn prompt(value: &Value) -> Prompt {
    Prompt { reference: words(value, "/promptReference"), label: words(value, "/label"), value: lines(value, "/value") }
}

fn next_hearing(value: &Value) -> NextHearing {
    let start = moment(value, "/listedStartDateTime");
    NextHearing {
        court: words(value, "/courtCentre/code"),
        court_name: words(value, "/courtCentre/name"),
        day: start.map(|(day, _)| day).or_else(|| day(value, "/weekCommencingDate")),
        starts: start.and_then(|(_, time)| time),
        hearing_type: words(value, "/type/description"),
        reason: lines(value, "/adjournmentReason"),
    }
}
