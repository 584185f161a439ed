//! The sentence plan: what stands, and completing one.

use record::case::{CaseFile, Plan as Held, PlanObjective, View};
use record::facts::plan::{NeedArea, ObjectiveState};
use serde::Deserialize;
use service::plan::{Aim as Said, SentencePlan};
use service::{FieldError, Problem};

use crate::components::{Choice, Choices, Field, Flag, Here, Link, Look, Problems, Tone};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::plan::{Aim, Objective, Plan, PlanPage};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{count, short_day};

/// Rows of the form.
const ROWS: usize = 5;
/// Sessions that are named, of those that worked on an objective.
const LATEST: usize = 3;

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
    let said = SentencePlan {
        person: person.to_string(),
        order: fields.trimmed("order").to_owned(),
        objectives: aims_of(fields, ROWS),
    };
    visitor.web.service.complete_plan(&visitor.ask("plan"), &fields.form(), &said).await.map(drop)
}

async fn plan_page(visitor: &Visitor, case: &str, typed: &Fields, errors: &[FieldError]) -> Result<PlanPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let opened = service.open(&visitor.ask("plan"), access::Action::RecordContact, &person, View::default()).await?;
    let (file, home) = (&opened.file, case_href(&person));
    let names = service.names(staff_of(file)).await?;
    let running: Vec<_> = file.active_orders(visitor.now.day()).collect();
    let first = running.last().map_or("", |order| order.component.as_str());
    let chosen = if typed.is_empty() { first } else { typed.get("order") };
    let options = running.iter().map(|o| Choice::new(&o.component, o.made.kind.words())).collect();
    let order = Choices::new(Look::List, "order", "For", options).chosen(chosen);
    let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
    let planned = running.iter().any(|order| file.plan(&order.component).is_some());
    let mut shell = visitor.shell("Sentence plan – Case", Here::Find).back("Case overview", &home);
    shell.has_problems = !errors.is_empty();
    Ok(PlanPage {
        shell,
        case: case_header(visitor, &person, file, &names, ""),
        problems: Problems { list: errors.iter().map(|e| (field_of(e.field, typed), e.message.clone())).collect() },
        plans: file.plans.iter().rev().map(|held| plan(file, held, &home)).collect(),
        review: planned.then(|| Link::new("Review the plan", format!("{home}/plan/review"))),
        token: visitor.token(format!("{home}/plan"), 0),
        order: Choices { error: wrong("order"), ..order },
        aims: aims(ROWS, typed, errors),
    })
}

/// What was typed into the rows; those left empty are none.
pub fn aims_of(fields: &Fields, rows: usize) -> Vec<Said> {
    let row = |n: usize| Said {
        need: NeedArea::of_code(fields.trimmed(&format!("need_{n}"))),
        words: fields.trimmed(&format!("objective_{n}")).to_owned(),
    };
    (1..=rows).map(row).filter(|aim| !aim.words.is_empty()).collect()
}

/// The rows of a form, with what was typed and what is wrong.
pub fn aims(rows: usize, typed: &Fields, errors: &[FieldError]) -> Vec<Aim> {
    let wrong = |name: &str, of: &str| {
        let found = errors.iter().find(|e| field_of(e.field, typed) == name && e.field == of);
        found.map(|e| e.message.clone())
    };
    let needs = || NeedArea::ALL.into_iter().map(|need| Choice::new(need.code(), need.words())).collect();
    (1..=rows)
        .map(|n| {
            let Aim { need, words } = Aim::new(n, needs());
            let need = need.chosen(typed.get(&format!("need_{n}")));
            let words = words.value(typed.get(&format!("objective_{n}")));
            Aim {
                need: Choices { error: wrong(&format!("need_{n}"), "need"), ..need },
                words: Field { error: wrong(&format!("objective_{n}"), "objectives"), ..words },
            }
        })
        .collect()
}

/// The page's name for a field of the use case: the first row that lacks it.
pub fn field_of(field: &'static str, typed: &Fields) -> String {
    match field {
        "objectives" => "objective_1".to_owned(),
        "need" => {
            let lacks = |n: &usize| {
                !typed.trimmed(&format!("objective_{n}")).is_empty()
                    && NeedArea::of_code(typed.trimmed(&format!("need_{n}"))).is_none()
            };
            format!("need_{}", (1..=ROWS).find(lacks).unwrap_or(1))
        }
        other => other.to_owned(),
    }
}

fn plan(file: &CaseFile, held: &Held, home: &str) -> Plan {
    let order = file.order(&held.order).map_or("Order", |order| order.made.kind.words());
    let reviewed = held.reviews.last().map(|(on, _)| format!(", reviewed {}", short_day(*on))).unwrap_or_default();
    Plan {
        heading: format!("{order}: completed {}{reviewed}", short_day(held.completed_on)),
        objectives: held.objectives.iter().map(|one| objective(file, one, home)).collect(),
    }
}

fn objective(file: &CaseFile, held: &PlanObjective, home: &str) -> Objective {
    let tone = match held.state {
        ObjectiveState::InProgress => Tone::Note,
        ObjectiveState::Achieved => Tone::Good,
        ObjectiveState::Dropped => Tone::Neutral,
    };
    let settled = held.state != ObjectiveState::InProgress;
    let because = if held.reason.is_empty() { String::new() } else { format!(": {}", held.reason) };
    let latest = file.appointments.iter().rev().filter(|a| works_on(a, &held.id)).take(LATEST);
    Objective {
        words: held.words.clone(),
        need: held.need.map_or_else(String::new, |need| need.words().to_owned()),
        state: Flag::new(tone, held.state.words()),
        note: if settled { format!("{}{because}", short_day(held.since)) } else { String::new() },
        sessions: sessions(file, &held.id),
        latest: latest
            .map(|a| Link::new(short_day(a.booked.starts.day()), format!("{home}/appointments/{}", a.component)))
            .collect(),
    }
}

fn works_on(appointment: &record::case::Appointment, objective: &str) -> bool {
    appointment.worked.as_ref().is_some_and(|worked| worked.objectives.iter().any(|id| id == objective))
}

/// How many sessions worked on an objective, in words.
pub fn sessions(file: &CaseFile, objective: &str) -> String {
    match file.appointments.iter().filter(|a| works_on(a, objective)).count() {
        0 => "No session".to_owned(),
        n => count(n, "session", "sessions"),
    }
}
