//! Deciding about an erasure that a colleague proposed.

use std::collections::BTreeMap;

use record::StreamId;
use serde::Deserialize;
use service::erasure::Decision;
use service::erasure::named::NamedElsewhere;
use service::{FieldError, Problem};

use super::propose::held_notice;
use crate::components::form::Kind;
use crate::components::{Choices, Fact, Facts, Field, Here, Link, Look, Problems};
use crate::handlers::forms::Form;
use crate::pages::erasures::decide::{DecidePage, decisions};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{instant, plain_day};

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
            elsewhere: found.elsewhere.looked.then(|| elsewhere(&found.elsewhere)),
            more: found.elsewhere.more.then(|| "There is more than is listed: erase these, and look again.".to_owned()),
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

/// Where else somebody is named, each leading to where it is proposed.
fn elsewhere(named: &NamedElsewhere) -> Vec<Link> {
    let to = |words: String, stream: &StreamId| Link::new(words, format!("/erasures/propose/{stream}"));
    let arrangements = named.arrangements.iter().map(|one| to("An arrangement to keep people apart".to_owned(), one));
    let agenda = "The agenda of an officer’s supervision, with a line about them and what was agreed on it";
    let agendas = named.agendas.iter().map(|one| to(agenda.to_owned(), one));
    let sample = "The samples of a team in which their case was drawn, with what was found in it";
    let samples = named.samples.iter().map(|one| to(sample.to_owned(), one));
    let moved = named
        .moved_to
        .iter()
        .map(|one| to("A record that an entry was moved to, because it was about that person".to_owned(), one));
    let before = "A record that shares an entry with this one: it was moved from the one to the other, some time ago";
    let before = named.moved_before.iter().map(|one| to(before.to_owned(), one));
    let listed = named.listed.iter().map(|one| {
        let day = one.day.map(|day| format!(" of {}", plain_day(day))).unwrap_or_default();
        let court = one.court.as_ref().map(|court| format!(" at {court}")).unwrap_or_default();
        to(format!("A case on a court’s list{court}{day} that was not linked with them"), &one.stream)
    });
    let set_aside = named
        .set_aside
        .iter()
        .map(|(stream, row)| to(format!("Row {row} of an import, set aside, with their surname in it"), stream));
    arrangements.chain(agendas).chain(samples).chain(moved).chain(before).chain(listed).chain(set_aside).collect()
}
