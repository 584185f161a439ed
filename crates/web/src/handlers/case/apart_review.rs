//! One arrangement to keep people apart: looked at again, or ended.

use access::{Action, role_does};
use record::StreamId;
use record::facts::keepapart::Confidence;
use serde::Deserialize;
use service::apart::Reviewing;
use service::people::read_date;
use service::{FieldError, Problem};

use super::apart::{arranged, until};
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems};
use crate::handlers::forms::Form;
use crate::pages::case::apart_review::{ApartReviewPage, ReviewForm};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::minute;

/// A look at an arrangement.
#[derive(Debug, Deserialize)]
pub struct ReviewApartForm {
    stream: StreamId,
}

impl Form for ReviewApartForm {
    type Page = ApartReviewPage;

    fn address(&self) -> String {
        format!("/apart/{}", self.stream)
    }

    fn done(&self) -> String {
        self.address()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let said = Reviewing {
            stream: self.stream.to_string(),
            end: typed.trimmed("what") == "end",
            reason: typed.get("reason").to_owned(),
            confidence: Confidence::of_code(typed.trimmed("confidence")),
            review_on: read_date(typed.trimmed("review_on")),
            until: until(typed)?,
        };
        visitor.web.service.review_apart(&visitor.ask("apart"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<ApartReviewPage, Problem> {
        let (service, ask) = (&visitor.web.service, visitor.ask("apart"));
        let seen = service.seen_apart(&ask, &self.stream).await?;
        let stands = &seen.arrangement;
        let names = service.names(stands.overridden.iter().map(|one| one.by.clone())).await?;
        let mut shell = visitor.shell("Kept apart", Here::Find).back("Find", "/find");
        shell.has_problems = !errors.is_empty();
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let kept =
            |name: &str, first: &str| if typed.is_empty() { first.to_owned() } else { typed.get(name).to_owned() };
        let field = |kind, name: &str, label: &str| Field {
            error: wrong(name),
            ..Field::new(kind, name, label).value(typed.get(name))
        };
        let let_be = |one: &record::apart::Overridden| {
            let (at, place) = (minute(one.booking.starts), names.of_place(&one.booking.site));
            let why = one.reason.as_deref().unwrap_or_default();
            format!("{at}, {place}: let be by {}. {why}", names.of_staff(&one.by))
        };
        let until = stands.until.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default();
        let mut ways = vec![Choice::new("on", "It goes on")];
        if role_does(visitor.actor().role, Action::OverrideApart) {
            ways.push(Choice::new("end", "It ends today"));
        }
        Ok(ApartReviewPage {
            shell,
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            arranged: arranged(visitor, &seen, &names),
            overridden: stands
                .overridden
                .iter()
                .filter(|one| seen.is_theirs(&one.booking.person))
                .map(let_be)
                .collect(),
            form: stands.ended.is_none().then_some(ReviewForm {
                token: visitor.token(self.address(), stands.version),
                what: Choices::new(Look::Stack, "what", "What now?", ways).chosen(&kept("what", "on")),
                reason: field(Kind::Lines, "reason", "What was found, or why it ends"),
                confidence: Choices::new(
                    Look::List,
                    "confidence",
                    "How far the source is believed now",
                    Confidence::ALL.iter().map(|degree| Choice::new(degree.code(), degree.words())).collect(),
                )
                .chosen(&kept("confidence", stands.confidence.code())),
                review_on: field(Kind::Date, "review_on", "Looked at again by").hint("Like 22/4/2016"),
                until: Field {
                    value: kept("until", &until),
                    ..field(Kind::Date, "until", "Last day, if one is known")
                },
            }),
        })
    }
}
