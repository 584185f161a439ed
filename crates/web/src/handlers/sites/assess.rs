//! Saying what a place is fit for.

use record::facts::site::Nearby;
use serde::Deserialize;
use service::people::read_date;
use service::sites::Assessing;
use service::{FieldError, Problem};

use super::list::href;
use crate::components::form::Kind;
use crate::components::{Choices, Field, Here, Problems};
use crate::handlers::forms::Form;
use crate::pages::sites::assess::{AssessPage, near, yes_or_no};
use crate::posted::Fields;
use crate::visitor::Visitor;

/// A place to be assessed.
#[derive(Debug, Deserialize)]
pub struct AssessForm {
    site: String,
}

impl Form for AssessForm {
    type Page = AssessPage;

    fn address(&self) -> String {
        format!("{}/assess", href(&self.site))
    }

    fn done(&self) -> String {
        href(&self.site)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let answer = |name: &str| match typed.trimmed(name) {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let said = Assessing {
            site: self.site.clone(),
            approved: answer("approved"),
            until: read_date(typed.trimmed("until")),
            private: answer("private"),
            alarm: answer("alarm"),
            lone_working: answer("lone_working"),
            near: read_near(typed.trimmed("near")),
            conditions: typed.trimmed("conditions").to_owned(),
        };
        visitor.web.service.assess_site(&visitor.ask("site"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<AssessPage, Problem> {
        let seen = visitor.web.service.site_to_manage(&visitor.ask("site"), &self.site).await?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let choices = |choices: Choices| {
            let chosen = {
                let value = typed.get(&choices.name).to_owned();
                choices.chosen(&value)
            };
            Choices { error: wrong(&chosen.name), ..chosen }
        };
        let field = |kind, name: &str, label: &str| Field {
            error: wrong(name),
            ..Field::new(kind, name, label).value(typed.get(name))
        };
        let mut shell = visitor.shell("Assess a site", Here::Sites).back("Site", &href(&self.site));
        shell.has_problems = !errors.is_empty();
        Ok(AssessPage {
            shell,
            problems: problems(errors, "approved"),
            heading: seen.site.name.clone(),
            token: visitor.token(self.address(), seen.version),
            approved: choices(yes_or_no("approved", "May people be seen there?", "Yes", "No")),
            private: choices(yes_or_no("private", "Is a conversation private?", "Yes", "No: it can be overheard")),
            alarm: choices(yes_or_no("alarm", "Can staff call for help?", "Yes", "No")),
            lone_working: choices(yes_or_no("lone_working", "May staff be there alone with somebody?", "Yes", "No")),
            near: choices(near()),
            until: field(Kind::Date, "until", "Approved until").hint("Like 22/12/2015: at the latest in 12 months"),
            conditions: field(Kind::Lines, "conditions", "What must be kept to, or why it is not approved"),
        })
    }
}

/// What is wrong, each leading to its field; what is wrong with the whole leads to the first.
pub fn problems(errors: &[FieldError], first: &str) -> Problems {
    let at = |field: &str| if field == "site" { first.to_owned() } else { field.to_owned() };
    Problems { list: errors.iter().map(|e| (at(e.field), e.message.clone())).collect() }
}

/// What a place is close to, as it was chosen; none where nothing was.
pub(crate) fn read_near(chosen: &str) -> Option<Vec<Nearby>> {
    match chosen {
        "none" => Some(Vec::new()),
        "both" => Some(Nearby::ALL.to_vec()),
        code => Nearby::ALL.into_iter().find(|near| near.code() == code).map(|near| vec![near]),
    }
}
