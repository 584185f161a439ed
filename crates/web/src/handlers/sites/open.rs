//! Opening a new place.

use serde::Deserialize;
use service::sites::opening::Opening;
use service::{FieldError, Problem};

use super::arrange::{hours, rooms};
use super::assess::problems;
use super::list::href;
use crate::components::form::Kind;
use crate::components::{Field, Here};
use crate::handlers::forms::Form;
use crate::pages::sites::arrange::day;
use crate::pages::sites::open::OpenPage;
use crate::posted::Fields;
use crate::visitor::Visitor;

/// A place to be opened.
#[derive(Debug, Deserialize)]
pub struct OpenForm {}

impl Form for OpenForm {
    type Page = OpenPage;

    fn address(&self) -> String {
        href("new")
    }

    fn done(&self) -> String {
        "/sites".to_owned()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let lines = typed.get("address").lines().map(str::trim).filter(|line| !line.is_empty());
        let said = Opening {
            code: typed.trimmed("code").to_uppercase(),
            name: typed.trimmed("name").to_owned(),
            address: lines.map(str::to_owned).collect(),
            telephone: typed.trimmed("telephone").to_owned(),
            rooms: rooms(typed.get("rooms"))?,
            hours: hours(typed)?,
        };
        visitor.web.service.open_site(&visitor.ask("site"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<OpenPage, Problem> {
        let free = visitor.web.service.free_site_code(&visitor.ask("site")).await?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let field = |kind, name: &str, label: &str| Field {
            error: wrong(name),
            ..Field::new(kind, name, label).value(typed.get(name))
        };
        let mut shell = visitor.shell("Open a site", Here::Sites).back("Sites", "/sites");
        shell.has_problems = !errors.is_empty();
        let days = (0..7).map(|nth| {
            let typed = |key: &str| typed.get(&format!("{key}_{}", nth + 1)).to_owned();
            let (mut opens, closes) = day(nth, &typed("opens"), &typed("closes"));
            opens.error = if nth == 0 { wrong("hours") } else { None };
            (opens, closes)
        });
        Ok(OpenPage {
            shell,
            problems: problems(&at_first_day(errors), "code"),
            token: visitor.token(self.address(), 0),
            code: Field {
                value: if typed.is_empty() { free } else { typed.get("code").to_owned() },
                ..field(Kind::Short, "code", "Code").hint("Your organisation’s, an S, and a number")
            },
            name: field(Kind::Line, "name", "Name"),
            address: field(Kind::Lines, "address", "Address").hint("A line each, postcode last"),
            telephone: field(Kind::Line, "telephone", "Telephone (optional)"),
            rooms: field(Kind::Lines, "rooms", "Rooms (optional)")
                .hint("A line each: its name, a comma, how many it seats"),
            days: days.collect(),
        })
    }
}

/// What is wrong with the hours leads to the first day of the week.
fn at_first_day(errors: &[FieldError]) -> Vec<FieldError> {
    let moved = |error: &FieldError| {
        let field = if error.field == "hours" { "opens_1" } else { error.field };
        FieldError::new(field, error.message.clone())
    };
    errors.iter().map(moved).collect()
}
