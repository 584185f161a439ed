//! A group that somebody is said to belong to.

use access::Action;
use record::case::View;
use record::facts::keepapart::Confidence;
use serde::Deserialize;
use service::apart::groups::Belonging;
use service::{FieldError, Problem};

use super::apart::{HERE, unheard_of};
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::group::GroupPage;
use crate::posted::Fields;
use crate::visitor::Visitor;

/// A group to be recorded.
#[derive(Debug, Deserialize)]
pub struct GroupForm {
    case: String,
}

impl Form for GroupForm {
    type Page = GroupPage;

    fn address(&self) -> String {
        format!("/cases/{}/group", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}/apart", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let said = Belonging {
            person: person.to_string(),
            group: typed.get("belongs_to").to_owned(),
            source: typed.get("said_by").to_owned(),
            confidence: Confidence::of_code(typed.trimmed("believed")),
            unheard_of: !typed.get("unheard_of").is_empty(),
        };
        visitor.web.service.record_affiliation(&visitor.ask("apart"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<GroupPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let (service, ask) = (&visitor.web.service, visitor.ask("apart"));
        let opened = service.open(&ask, Action::KeepApart, &person, View::default()).await?;
        let names = service.names(staff_of(&opened.file)).await?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let field = |name: &str, label: &str| Field {
            error: wrong(name),
            ..Field::new(Kind::Line, name, label).value(typed.get(name))
        };
        let own = format!("{}/apart", case_href(&person));
        let mut shell = visitor.shell("A group they belong to – Case", Here::Find).back("Kept apart", &own);
        shell.has_problems = !errors.is_empty();
        let degrees = Confidence::ALL.iter().map(|degree| Choice::new(degree.code(), degree.words())).collect();
        Ok(GroupPage {
            shell,
            case: case_header(visitor, &person, &opened.file, &names, HERE),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            token: visitor.token(self.address(), 0),
            group: field("belongs_to", "Which group").hint("As police and staff call it"),
            unheard_of: unheard_of(
                typed,
                errors,
                "If nobody else is recorded as belonging to it",
                "It is another group: record it as it is written here",
            ),
            source: field("said_by", "Who says so").hint("Police intelligence, the court, the person"),
            confidence: Choices {
                error: wrong("believed"),
                ..Choices::new(Look::List, "believed", "How far that is believed", degrees)
                    .chosen(typed.get("believed"))
            },
        })
    }
}
