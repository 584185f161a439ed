//! Proposing an erasure.

use record::StreamId;
use serde::Deserialize;
use service::erasure::Proposal;
use service::erasure::scope::Held;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choices, Fact, Facts, Field, Here, Look, Notice, Problems, Tone};
use crate::handlers::forms::Form;
use crate::pages::erasures::propose::{ProposePage, scopes};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::plain_day;

/// A proposal about a stream.
#[derive(Debug, Deserialize)]
pub struct ProposeForm {
    stream: StreamId,
}

impl Form for ProposeForm {
    type Page = ProposePage;

    fn address(&self) -> String {
        format!("/erasures/propose/{}", self.stream)
    }

    fn done(&self) -> String {
        "/erasures".to_owned()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let whole = typed.trimmed("what") == "whole";
        let said = Proposal {
            stream: self.stream.to_string(),
            whole,
            seqs: if whole { Vec::new() } else { seqs(typed.trimmed("seqs"))? },
            authority: typed.trimmed("authority").to_owned(),
            reason: typed.trimmed("reason").to_owned(),
        };
        visitor.web.service.propose_erasure(&visitor.ask("erasure"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<ProposePage, Problem> {
        let found = visitor.web.service.erasable(&visitor.ask("erasure"), &self.stream).await?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let field = |kind, name: &str, label: &str| Field {
            error: wrong(name),
            ..Field::new(kind, name, label).value(typed.get(name))
        };
        let mut shell = visitor.shell("Propose erasure", Here::Erasures).back("Erasures", "/erasures");
        shell.has_problems = !errors.is_empty();
        let what = if typed.get("what").is_empty() { "entries" } else { typed.get("what") };
        Ok(ProposePage {
            shell,
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            about: Facts::from(vec![
                Fact::new("Stream", self.stream.to_string()),
                Fact::new("Entries", format!("{}, of which {} still say something", found.entries, found.standing)),
            ]),
            held: found.held.as_ref().map(held_notice),
            token: visitor.token(self.address(), 0),
            what: Choices::new(Look::Stack, "what", "What is to be erased?", scopes()).chosen(what),
            seqs: field(Kind::Line, "seqs", "Numbers of the entries")
                .hint("As the timeline numbers them: 12, 14-16. Leave empty for everything."),
            authority: field(Kind::Line, "authority", "By what authority?")
                .hint("The law, the retention schedule, the order of a court."),
            reason: field(Kind::Lines, "reason", "Why?").hint("This stays for good: name nobody."),
        })
    }
}

/// Said wherever a hold stands in the way.
pub fn held_notice(held: &Held) -> Notice {
    let words = format!(
        "A legal hold stands since {} ({}). It can be proposed; it cannot be approved.",
        plain_day(held.since),
        held.authority
    );
    Notice::new(Tone::Soon, words)
}

/// Nobody names more entries one by one.
const MOST: u64 = 10_000;

/// `12, 14-16` as numbers.
fn seqs(text: &str) -> Result<Vec<u64>, Problem> {
    let wrong = || Problem::field("seqs", "Give numbers, such as 12, 14-16");
    let mut all = Vec::new();
    for part in text.split([',', ' ', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to): (u64, u64) = (from.parse().map_err(|_| wrong())?, to.parse().map_err(|_| wrong())?);
        if from == 0 || to < from || to - from > MOST {
            return Err(wrong());
        }
        all.extend(from..=to);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::seqs;

    #[test]
    fn numbers_of_entries_are_read_as_they_are_typed() {
        for (typed, expected) in [
            ("12", Some(vec![12])),
            ("12, 14-16", Some(vec![12, 14, 15, 16])),
            ("3 5", Some(vec![3, 5])),
            ("", Some(vec![])),
            ("0", None),
            ("16-14", None),
            ("1-99999999999", None),
            ("twelve", None),
        ] {
            assert_eq!(seqs(typed).ok(), expected, "{typed}");
        }
    }
}
