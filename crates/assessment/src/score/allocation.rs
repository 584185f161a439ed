//! `allocation_2014`: who supervises in the split service. A fact a line leaves out is not known; `rosh` may be `NONE_RECORDED`
//! only where somebody looked.

use serde_json::{Value, json};

use super::{Asked, Refusal, given::Given};
use crate::{
    allocation::{Fact, Facts, Rules, Value as Known, decide},
    answers::Band,
};

const FLAGS: [(&str, Fact); 8] = [
    ("mappaEligible", Fact::Mappa),
    ("deportation", Fact::Deportation),
    ("hasLiferIpp", Fact::LiferOrIpp),
    ("publicInterest", Fact::PublicInterest),
    ("terrorism", Fact::Terrorism),
    ("hospitalOrder", Fact::HospitalOrder),
    ("deferredSentence", Fact::DeferredSentence),
    ("wasHighWithNps", Fact::WasHighWithNps),
];

/// Scores a line.
pub(super) fn score(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    // No rule of 2014 looks at the day.
    let mut facts = Facts::on(given.today()?.unwrap_or_default())
        .with(Fact::Rsr, given.number("rsr")?.map(Known::Number))
        .with(Fact::Rosh, rosh(&given)?);
    for (field, fact) in FLAGS {
        facts = facts.flag(fact, given.flag(field)?);
    }
    let rules = Rules::split_2014();
    let decision = decide(rules, &facts);
    let outcome = |rank: usize| rules.outcomes[rank].as_str();
    let steps: Vec<Value> = decision
        .steps
        .iter()
        .map(|found| {
            json!({
                "step": found.step.name,
                "looksAt": found.step.words,
                "gives": found.gives.map(outcome),
                "known": found.unknown.is_empty(),
                "source": found.step.source,
                "status": found.step.status.map(|status| status.to_string()),
            })
        })
        .collect();
    Ok(json!({
        "outcome": outcome(decision.rank),
        "provisional": decision.is_provisional(),
        "couldBe": outcome(decision.could_be),
        "steps": steps,
        "rules": rules.about.name(),
    }))
}

fn rosh(given: &Given<'_>) -> Result<Option<Known>, Refusal> {
    if given.text("rosh")? == Some("NONE_RECORDED") {
        return Ok(Some(Known::None));
    }
    Ok(given.word::<Band>("rosh")?.map(Known::Band))
}
