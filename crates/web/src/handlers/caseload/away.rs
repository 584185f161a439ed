//! Saying that somebody is away, and that they are back.

use access::{Action, role_does};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use record::facts::organisation::AwayKind;
use serde::Deserialize;
use service::away::{Away, AwayRow, Back};
use service::booking::check::APART;
use service::directory::Names;
use service::people::read_date;
use service::{FieldError, Problem};

use crate::answer::page_with;
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look};
use crate::handlers::caseload::allocate::{entrusting, problems, wrong};
use crate::handlers::forms::Form;
use crate::pages::caseload::away::AwayPage;
use crate::posted::{Fields, Posted};
use crate::visitor::Visitor;
use crate::words::{day_of, typed_day};

/// Somebody's absences.
#[derive(Debug, Deserialize)]
pub struct AwayForm {
    staff: String,
}

impl Form for AwayForm {
    type Page = AwayPage;

    fn address(&self) -> String {
        format!("/away/{}", self.staff)
    }

    fn done(&self) -> String {
        self.address()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let until = typed.trimmed("until");
        let said = Away {
            staff: self.staff.clone(),
            from: read_date(typed.trimmed("from")),
            until: read_date(until),
            until_unread: !until.is_empty() && read_date(until).is_none(),
            kind: AwayKind::of_code(typed.trimmed("kind")),
            cover: typed.trimmed("cover").to_owned(),
            override_reason: typed.trimmed("override").to_owned(),
        };
        visitor.web.service.record_away(&visitor.ask("away"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<AwayPage, Problem> {
        let (service, ask) = (&visitor.web.service, visitor.ask("away"));
        let found = service.absences(&ask, &self.staff).await?;
        let own = self.staff == visitor.actor().staff;
        let leads = role_does(visitor.actor().role, Action::LeadTeam);
        let names = service.names(found.rows.iter().filter_map(|row| row.cover.clone()).collect::<Vec<_>>()).await?;
        let today = visitor.now.day();
        let day = today.to_string();
        let field = |name: &str, label: &str, hint: &str| Field {
            error: wrong(errors, name),
            ..Field::new(Kind::Date, name, label).hint(hint).value(typed.get(name))
        };
        let covers = service.colleagues(&ask).await?.into_iter().filter(|(code, _)| *code != self.staff);
        let (back_text, back_href) = if leads { ("My team’s week", "/team") } else { ("My caseload", "/caseload") };
        let mut shell =
            visitor.shell("Away", if leads { Here::Team } else { Here::Caseload }).back(back_text, back_href);
        shell.has_problems = !errors.is_empty();
        Ok(AwayPage {
            shell,
            problems: problems(errors, "cover"),
            heading: if own { "When I am away".to_owned() } else { format!("When {} is away", found.staff.name) },
            absences: found.rows.iter().map(|row| sentence(row, &names)).collect(),
            back: found.rows.iter().any(|row| row.from_on <= day).then(|| {
                let on = Field::new(Kind::Date, "on", "First day at work again");
                let kept = if typed.get("on").is_empty() { typed_day(today) } else { typed.get("on").to_owned() };
                (
                    visitor.token(format!("{}/back", self.address()), 0),
                    Field { error: wrong(errors, "on"), ..on.value(kept) },
                )
            }),
            token: visitor.token(self.address(), 0),
            from: field("from", "First day away", "Like 21/12/2015"),
            until: field("until", "Last day away", "Leave it empty while nobody knows"),
            kind: Choices {
                error: wrong(errors, "kind"),
                ..Choices::new(
                    Look::Segments,
                    "kind",
                    "Why",
                    AwayKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.words())).collect(),
                )
                .chosen(typed.get("kind"))
            },
            cover: Choices {
                error: wrong(errors, "cover").or_else(|| wrong(errors, APART)),
                ..Choices::new(
                    Look::List,
                    "cover",
                    "Who answers for the cases meanwhile",
                    covers.map(|(code, name)| Choice::new(&code, &name)).collect(),
                )
                .hint("Left empty, whoever leads the team answers")
                .chosen(typed.get("cover"))
            },
            override_reason: entrusting(visitor, typed, errors),
        })
    }
}

/// Says that somebody is back.
pub async fn back(Path(form): Path<AwayForm>, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let said = Back { staff: form.staff.clone(), on: read_date(posted.fields.trimmed("on")) };
    let done = visitor.web.service.record_back(&visitor.ask("away"), &posted.fields.form(), &said).await;
    match done {
        Ok(_) => Redirect::to(&form.address()).into_response(),
        Err(Problem::Invalid(errors)) => match form.page(visitor, &posted.fields, &errors).await {
            Ok(page) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &page),
            Err(problem) => posted.failure(problem),
        },
        Err(problem) => posted.failure(problem),
    }
}

fn sentence(row: &AwayRow, names: &Names) -> String {
    let until =
        row.until_on.as_deref().map_or_else(|| ", no day of return set".to_owned(), |d| format!(" to {}", day_of(d)));
    let why = AwayKind::of_code(&row.kind).map_or("", AwayKind::words).to_lowercase();
    let cover = row.cover.as_ref().map_or_else(
        || "Whoever leads the team answers.".to_owned(),
        |cover| format!("{} covers.", names.of_staff(cover)),
    );
    format!("{}{until}: {why}. {cover}", day_of(&row.from_on))
}
