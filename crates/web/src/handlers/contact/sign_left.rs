//! Speaking of those not seen in time of whom the senior who signed the month could not: one senior is asked.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use service::contact::left::{LeftCase, SayingOfLeft};
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Field, Here, Link, Problems};
use crate::handlers::forms::Form;
use crate::pages::contact::sign_off::{CaseToSign, SignOffPage};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{count, short_day};

/// A month of a team.
#[derive(Debug, Deserialize)]
pub struct LeftForm {
    team: String,
    /// `2015-11`.
    month: String,
}

impl LeftForm {
    fn first(&self) -> Result<Date, Problem> {
        format!("{}-01", self.month).parse().map_err(|_| Problem::NotFound)
    }
}

impl Form for LeftForm {
    type Page = SignOffPage;

    fn address(&self) -> String {
        format!("/contact/left/{}/{}", self.team, self.month)
    }

    fn done(&self) -> String {
        "/contact/since?done=said".to_owned()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let actions: BTreeMap<String, String> = typed
            .answers()
            .filter_map(|(name, value)| Some((format!("person-{}", name.strip_prefix("action-")?), value.to_owned())))
            .collect();
        let said = SayingOfLeft { team: self.team.clone(), month: self.first()?, actions };
        visitor.web.service.say_of_left(&visitor.ask("sign-off"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<SignOffPage, Problem> {
        let service = &visitor.web.service;
        let month = self.first()?;
        let left = service.left_of_month(&visitor.ask("sign-off"), &self.team, month).await?;
        if left.is_empty() {
            return Err(Problem::NotFound);
        }
        let names = service.names(Vec::new()).await?;
        let cases: Vec<CaseToSign> = left.iter().map(|case| to_say(case, typed, errors)).collect();
        let first = cases.iter().find(|case| case.action.error.is_some()).map(|case| case.action.id.clone());
        let at = first.unwrap_or_else(|| "month".to_owned());
        let mut shell = visitor.shell("Not spoken of yet", Here::Contact);
        shell = shell.back("No attended contact since", "/contact/since");
        shell.has_problems = !errors.is_empty();
        Ok(SignOffPage {
            shell,
            problems: Problems { list: errors.iter().map(|e| (at.clone(), e.message.clone())).collect() },
            heading: format!("Not spoken of in {}: {}", month.strftime("%B %Y"), names.of_unit(&self.team)),
            summary: format!(
                "The month is signed off. {} not seen face to face in time, and whoever signed could not say what is done.",
                count(cases.len(), "person was", "people were"),
            ),
            why: None,
            token: visitor.token(self.address(), 0),
            cases,
            left_out: String::new(),
            as_of: "What you say stands on their record, with your name. It cannot be changed afterwards.".to_owned(),
        })
    }
}

fn to_say(case: &LeftCase, typed: &Fields, errors: &[FieldError]) -> CaseToSign {
    let part = case.stream.as_str().trim_start_matches("person-").to_owned();
    let name = format!("action-{part}");
    let field = Field::new(Kind::Line, &name, "Why, or what is done").value(typed.get(&name));
    let wrong = errors.iter().find(|e| e.field == "actions" && typed.trimmed(&name).is_empty());
    let (name, about) = match &case.person {
        Some(person) => (person.name.clone(), format!("{}. Not seen since {}.", person.crn, short_day(case.since))),
        // Nobody else is asked: what is done stands on the record, and whoever may open it reads it.
        None => (
            "Restricted record".to_owned(),
            "No senior here may open it. Ask the officer whose it is, and say whom you asked.".to_owned(),
        ),
    };
    CaseToSign {
        // It may be another team’s: what stands here is all that is shown of it.
        person: Link::new(name, ""),
        about,
        action: Field { error: wrong.map(|e| e.message.clone()), ..field },
    }
}
