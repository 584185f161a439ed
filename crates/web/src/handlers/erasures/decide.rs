//! Deciding about an erasure that a colleague proposed.

use std::collections::BTreeMap;

use record::StreamId;
use serde::Deserialize;
use service::erasure::Decision;
use service::{FieldError, Problem};

use super::propose::held_notice;
use crate::components::form::Kind;
use crate::components::{Choices, Fact, Facts, Field, Here, Look, Problems};
use crate::handlers::forms::Form;
use crate::pages::erasures::decide::{DecidePage, decisions};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::instant;

/// A decision about a proposal.
#[derive(Debug, Deserialize)]
pub struct DecideForm {
    stream: StreamId,
    seq: u64,
}

impl Form for DecideForm {
    type Page = DecidePage;

    fn address(&self) -> String {
        format!("/erasures/decide/{}/{}", self.stream, self.seq)
    }

    fn done(&self) -> String {
        "/erasures".to_owned()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let said = Decision {
            stream: self.stream.to_string(),
            proposal: self.seq,
            erase: match typed.trimmed("decision") {
                "erase" => Some(true),
                "decline" => Some(false),
                _ => None,
            },
            reason: typed.trimmed("reason").to_owned(),
        };
        visitor.web.service.decide_erasure(&visitor.ask("erasure"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<DecidePage, Problem> {
        let service = &visitor.web.service;
        let found = service.erasure(&visitor.ask("erasure"), &self.stream, self.seq).await?;
        let content = found.entry.content.as_ref().ok_or(Problem::NotFound)?;
        let names = service.names([content.by.staff.clone()]).await?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let mut shell = visitor.shell("Decide about an erasure", Here::Erasures).back("Erasures", "/erasures");
        shell.has_problems = !errors.is_empty();
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for (_, kind) in &found.meant {
            *kinds.entry(kind.replace('_', " ")).or_default() += 1;
        }
        let decision = Choices::new(Look::Stack, "decision", "What do you decide?", decisions());
        Ok(DecidePage {
            shell,
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            proposal: Facts::from(vec![
                Fact::new("Proposed by", names.of_staff(&content.by.staff)).note(instant(found.entry.recorded)),
                Fact::new("Stream", self.stream.to_string()),
                Fact::new("Authority", found.proposed.authority.clone()),
                Fact::new("Reason", content.reason.clone().unwrap_or_default()),
            ]),
            kinds: kinds.into_iter().map(|(kind, count)| format!("{count} {kind}")).collect(),
            entries: found.meant.iter().map(|(id, _)| id.to_string()).collect(),
            held: found.held.as_ref().map(held_notice),
            token: visitor.token(self.address(), 0),
            decision: Choices { error: wrong("decision"), ..decision.chosen(typed.get("decision")) },
            reason: Field {
                error: wrong("reason"),
                ..Field::new(Kind::Line, "reason", "If not, why not?").value(typed.get("reason"))
            }
            .hint("This stays for good: name nobody."),
        })
    }
}
