//! Countersigning what a colleague proposes to lower.

use access::{Action, role_does};
use record::case::View;
use record::facts::risk::{RISK, Signature};
use serde::Deserialize;
use service::risk::countersign::Countersignature;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::case::risk::risk_staff;
use crate::handlers::case::risk_words::{change_words, falls_to, waiting};
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::countersign::{CountersignPage, decisions};
use crate::posted::Fields;
use crate::visitor::Visitor;

/// A second person's decision.
#[derive(Debug, Deserialize)]
pub struct CountersignForm {
    case: String,
}

impl Form for CountersignForm {
    type Page = CountersignPage;

    fn address(&self) -> String {
        format!("/cases/{}/risk/countersign", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}/risk?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let said = Countersignature {
            person: person.to_string(),
            proposal: typed.trimmed("proposal").parse().ok(),
            decided: match typed.trimmed("decided") {
                "agreed" => Some(Signature::Agreed),
                "declined" => Some(Signature::Declined),
                _ => None,
            },
            reason: typed.trimmed("reason").to_owned(),
        };
        visitor.web.service.countersign_risk_change(&visitor.ask("countersign"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<CountersignPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let service = &visitor.web.service;
        let opened = service.open(&visitor.ask("countersign"), Action::ViewCase, &person, View::default()).await?;
        let (file, home) = (&opened.file, case_href(&person));
        let authors: Vec<String> = file.waiting_changes().map(|change| change.by.clone()).collect();
        let signing = service.countersigners(&visitor.ask("countersign"), &person, authors).await?;
        let told_of = staff_of(file).into_iter().chain(risk_staff(file)).chain(signing.staff());
        let names = service.names(told_of.collect::<Vec<_>>()).await?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let for_them = || file.waiting_changes().filter(|change| change.by != visitor.actor().staff);
        let options: Vec<Choice> = for_them()
            .map(|change| Choice::new(&change.entry.seq.to_string(), &change_words(&change.change, file)))
            .collect();
        let only = if options.len() == 1 { options[0].value.clone() } else { String::new() };
        let chosen = if typed.is_empty() { only } else { typed.get("proposal").to_owned() };
        let mut shell = visitor.shell("Countersign – Case", Here::Find).back("Risk", &format!("{home}/risk"));
        shell.has_problems = !errors.is_empty();
        Ok(CountersignPage {
            shell,
            case: case_header(visitor, &person, file, &names, ""),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            waiting: file
                .waiting_changes()
                .map(|change| waiting(change, &opened, &signing, &names, &home, service.standards()))
                .collect(),
            cannot: cannot(visitor, options.is_empty(), file.waiting_changes().next().is_none(), || {
                falls_to(&signing, &visitor.actor().staff, &names)
            }),
            token: visitor.token(self.address(), file.version(RISK)),
            proposal: Choices {
                error: wrong("proposal"),
                ..Choices::new(Look::List, "proposal", "Which change", options).chosen(&chosen)
            },
            decided: Choices {
                error: wrong("decided"),
                ..Choices::new(Look::Stack, "decided", "Do you agree?", decisions()).chosen(typed.get("decided"))
            },
            reason: Field {
                error: wrong("reason"),
                ..Field::new(Kind::Lines, "reason", "What you looked at, and why you decide so")
                    .value(typed.get("reason"))
            },
        })
    }
}

/// Why the visitor has no form to send.
fn cannot(
    visitor: &Visitor,
    nothing_for_them: bool,
    nothing_waits: bool,
    falls_to: impl FnOnce() -> String,
) -> Option<String> {
    if nothing_waits {
        return Some("What stands was judged or countersigned; there is nothing to sign.".to_owned());
    }
    if !role_does(visitor.actor().role, Action::CountersignRisk) {
        return Some("A senior probation officer countersigns. What stands goes on standing until then.".to_owned());
    }
    nothing_for_them
        .then(|| format!("You proposed this yourself: another senior has to countersign it. {}", falls_to()))
}
