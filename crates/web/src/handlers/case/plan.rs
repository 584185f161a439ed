//! Completing a sentence plan.

use record::case::View;
use serde::Deserialize;
use service::plan::SentencePlan;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Fact, Facts, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::plan::PlanPage;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::short_day;

/// The sentence plan of a case.
#[derive(Debug, Deserialize)]
pub struct PlanForm {
    case: String,
}

impl Form for PlanForm {
    type Page = PlanPage;

    fn address(&self) -> String {
        format!("/cases/{}/plan", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        complete(visitor, &self.case, typed).await
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<PlanPage, Problem> {
        plan_page(visitor, &self.case, typed, errors).await
    }
}

async fn complete(visitor: &Visitor, case: &str, fields: &Fields) -> Result<(), Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let lines = fields.get("objectives").lines().map(str::trim).filter(|line| !line.is_empty());
    let said = SentencePlan {
        person: person.to_string(),
        order: fields.trimmed("order").to_owned(),
        objectives: lines.map(str::to_owned).collect(),
    };
    visitor.web.service.complete_plan(&visitor.ask("plan"), &fields.form(), &said).await.map(drop)
}

async fn plan_page(visitor: &Visitor, case: &str, typed: &Fields, errors: &[FieldError]) -> Result<PlanPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let opened = service.open(&visitor.ask("plan"), access::Action::RecordContact, &person, View::default()).await?;
    let file = &opened.file;
    let names = service.names(staff_of(file)).await?;
    let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
    let running: Vec<_> = file.active_orders(visitor.now.day()).collect();
    let first = running.last().map_or("", |order| order.component.as_str());
    let chosen = if typed.is_empty() { first } else { typed.get("order") };
    let options = running.iter().map(|o| Choice::new(&o.component, o.made.kind.words())).collect();
    let order = Choices::new(Look::List, "order", "For", options).chosen(chosen);
    let objectives = Field::new(Kind::Lines, "objectives", "What is to be worked on").hint("A line each.");
    let mut shell = visitor.shell("Sentence plan – Case", Here::Find).back("Case overview", &case_href(&person));
    shell.has_problems = !errors.is_empty();
    Ok(PlanPage {
        shell,
        case: case_header(visitor, &person, file, &names, ""),
        problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
        token: visitor.token(format!("{}/plan", case_href(&person)), 0),
        order: Choices { error: wrong("order"), ..order },
        objectives: Field { error: wrong("objectives"), ..objectives.value(typed.get("objectives")) },
        plans: Facts::from(
            file.plans
                .iter()
                .map(|p| Fact::new(short_day(p.completed_on), p.objectives.join("; ")))
                .collect::<Vec<_>>(),
        ),
    })
}
