//! Giving one case to an officer, or to another team of the organisation.

use access::Action;
use record::case::{CaseFile, View};
use serde::Deserialize;
use service::allocate::Allocating;
use service::directory::Names;
use service::people::read_date;
use service::{FieldError, Problem};

use crate::components::{Choice, Choices, Here, Look};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::caseload::allocate::{carries, ceiling, covers, entrusting, from, problems, reason, wrong_taker};
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::caseload::allocate::CaseAllocatePage;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::short_day;

/// A case to be given to somebody.
#[derive(Debug, Deserialize)]
pub struct CaseAllocateForm {
    case: String,
}

impl Form for CaseAllocateForm {
    type Page = CaseAllocatePage;

    fn address(&self) -> String {
        format!("/cases/{}/allocate", self.case)
    }

    fn done(&self) -> String {
        "/team?done=allocated".to_owned()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let (officer, team) = (typed.trimmed("to"), typed.trimmed("team"));
        if !officer.is_empty() && !team.is_empty() {
            return Err(Problem::field("to", "Choose an officer or a team, not both"));
        }
        let to = if officer.is_empty() { team } else { officer };
        let said = Allocating {
            to: [(person.to_string(), to.to_owned())].into(),
            held_by: typed.trimmed("held_by").to_owned(),
            from: read_date(typed.trimmed("from")),
            why: typed.trimmed("why").to_owned(),
            override_reason: typed.trimmed("override").to_owned(),
        };
        visitor.web.service.allocate(&visitor.ask("allocate"), &typed.form(), &said).await.map(drop)
    }

    async fn page(
        &self,
        visitor: &Visitor,
        typed: &Fields,
        errors: &[FieldError],
    ) -> Result<CaseAllocatePage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let (service, ask) = (&visitor.web.service, visitor.ask("allocate"));
        let opened = service.open(&ask, Action::Allocate, &person, View::default()).await?;
        let takers = service.takers(&ask).await?;
        let (file, home) = (&opened.file, case_href(&person));
        let names = service.names(staff_of(file).into_iter().chain(covers(&takers))).await?;
        let held_by = holder(file);
        let others = takers.officers.iter().filter(|officer| officer.staff.staff != held_by);
        let others = others.map(|officer| {
            let hint = carries(officer, takers.ceiling, &names);
            Choice::new(&officer.staff.staff, &officer.staff.name).hint(hint)
        });
        let others: Vec<Choice> = others.collect();
        let teams = takers.teams.iter().map(|team| Choice::new(&team.team, &team.name)).collect::<Vec<_>>();
        let mut shell = visitor.shell("Allocate – Case", Here::Find).back("Case overview", &home);
        shell.has_problems = !errors.is_empty();
        Ok(CaseAllocatePage {
            shell,
            case: case_header(visitor, &person, file, &names, ""),
            problems: problems(errors, "to"),
            holds: holds(file, &names),
            token: visitor.token(self.address(), 0),
            held_by,
            to: Choices {
                error: wrong_taker(errors),
                ..Choices::new(Look::Stack, "to", "Who is to have it", others).chosen(typed.get("to"))
            },
            team: (!teams.is_empty()).then(|| {
                let legend = format!("Or another team of {}", names.of_unit(&visitor.actor().provider));
                Choices::new(Look::List, "team", &legend, teams)
                    .hint("It does without an officer until whoever leads that team gives it on")
                    .chosen(typed.get("team"))
            }),
            from: from(visitor, typed, errors),
            why: reason(typed, errors, takers.ceiling),
            override_reason: entrusting(visitor, typed, errors),
            ceiling: ceiling(takers.ceiling),
        })
    }
}

/// Whoever was last given the running order that was made last; empty for nobody.
fn holder(file: &CaseFile) -> String {
    let running = file.orders.iter().rev().find(|order| order.ended.is_none());
    let held = running.and_then(|order| order.allocations.iter().rev().find(|a| a.component == order.component));
    held.map(|held| held.staff.clone()).unwrap_or_default()
}

fn holds(file: &CaseFile, names: &Names) -> String {
    let Some(order) = file.orders.iter().rev().find(|order| order.ended.is_none()) else {
        return "No order runs: there is nothing to allocate.".to_owned();
    };
    match order.allocations.iter().rev().find(|held| held.component == order.component) {
        None => "Nobody holds it: a senior of your organisation answers until it is allocated.".to_owned(),
        Some(held) if held.staff.is_empty() => format!(
            "{} has it without an officer since {}: whoever leads the team answers.",
            names.of_unit(&held.team),
            short_day(held.from)
        ),
        Some(held) => format!("Held by {} since {}.", names.of_staff(&held.staff), short_day(held.from)),
    }
}
