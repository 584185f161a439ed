//! Reviewing the sentence plan of the running order that was made last.

use record::case::{CaseFile, Plan, PlanObjective, View};
use record::facts::plan::ObjectiveState;
use serde::Deserialize;
use service::plan::PlanReview;
use service::{FieldError, Problem};

use super::plan::{aims, aims_of, field_of, sessions};
use crate::components::form::Kind;
use crate::components::{Choices, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::plan::{PlanReviewPage, Reviewed, states};
use crate::posted::Fields;
use crate::visitor::Visitor;

/// Rows for what is worked on besides.
const ROWS: usize = 2;

/// The review of a case's sentence plan.
#[derive(Debug, Deserialize)]
pub struct PlanReviewForm {
    case: String,
}

impl Form for PlanReviewForm {
    type Page = PlanReviewPage;

    fn address(&self) -> String {
        format!("/cases/{}/plan/review", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let stated = typed.answers().filter_map(|(name, value)| {
            let id = name.strip_prefix("state_")?;
            let reason = typed.trimmed(&format!("reason_{id}")).to_owned();
            Some((id.to_owned(), ObjectiveState::of_code(value), reason))
        });
        let said = PlanReview {
            person: person.to_string(),
            order: typed.trimmed("order").to_owned(),
            reviewed: stated.collect(),
            added: aims_of(typed, ROWS),
        };
        visitor.web.service.review_plan(&visitor.ask("plan review"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<PlanReviewPage, Problem> {
        review_page(visitor, self, typed, errors).await
    }
}

async fn review_page(
    visitor: &Visitor,
    form: &PlanReviewForm,
    typed: &Fields,
    errors: &[FieldError],
) -> Result<PlanReviewPage, Problem> {
    let person = case_id(&form.case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let ask = visitor.ask("plan review");
    let opened = service.open(&ask, access::Action::RecordContact, &person, View::default()).await?;
    let file = &opened.file;
    let names = service.names(staff_of(file)).await?;
    let running = file.active_orders(visitor.now.day()).filter_map(|order| file.plan(&order.component));
    let plan = running.last().ok_or(Problem::NotFound)?;
    let mut shell = visitor.shell("Review of the plan – Case", Here::Find);
    shell = shell.back("Sentence plan", &format!("{}/plan", case_href(&person)));
    shell.has_problems = !errors.is_empty();
    Ok(PlanReviewPage {
        shell,
        case: case_header(visitor, &person, file, &names, ""),
        problems: Problems { list: errors.iter().map(|e| (place(plan, e.field, typed), e.message.clone())).collect() },
        token: visitor.token(form.address(), file.version(&plan.order)),
        order: plan.order.clone(),
        reviewed: plan.in_progress().map(|held| reviewed(file, plan, held, typed, errors)).collect(),
        aims: aims(ROWS, typed, errors),
    })
}

fn reviewed(file: &CaseFile, plan: &Plan, held: &PlanObjective, typed: &Fields, errors: &[FieldError]) -> Reviewed {
    let (state, reason) = (format!("state_{}", held.id), format!("reason_{}", held.id));
    let wrong = |name: &str| errors.iter().find(|e| place(plan, e.field, typed) == name).map(|e| e.message.clone());
    let chosen = if typed.is_empty() { held.state.code() } else { typed.get(&state) };
    let choices = Choices::new(Look::Segments, &state, "Where it stands", states()).chosen(chosen);
    let why = Field::new(Kind::Line, &reason, "Why, if it is dropped").value(typed.get(&reason));
    Reviewed {
        words: match held.need {
            Some(need) => format!("{} ({})", held.words, need.words()),
            None => held.words.clone(),
        },
        sessions: sessions(file, &held.id).to_lowercase(),
        state: Choices { error: wrong(&state), ..choices },
        reason: Field { error: wrong(&reason), ..why },
    }
}

/// The page's name for a field of the use case: that of the first objective that lacks it.
fn place(plan: &Plan, field: &'static str, typed: &Fields) -> String {
    let state = |o: &PlanObjective| ObjectiveState::of_code(typed.get(&format!("state_{}", o.id)));
    let lacks = |o: &&PlanObjective| match field {
        "reason" => state(o) == Some(ObjectiveState::Dropped) && typed.trimmed(&format!("reason_{}", o.id)).is_empty(),
        _ => state(o).is_none(),
    };
    match field {
        "reason" | "state" => {
            let of = plan.in_progress().find(lacks).or(plan.in_progress().next());
            of.map_or_else(|| field.to_owned(), |o| format!("{field}_{}", o.id))
        }
        other => field_of(other, typed),
    }
}
