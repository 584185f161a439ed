//! Giving cases to officers: those nobody holds, or a colleague's.

use practice::Why as RuleWhy;
use practice::limits::Limit;
use serde::Deserialize;
use service::allocate::{Allocating, From, Officer, Takers, ToAllocate};
use service::booking::check::APART;
use service::caseload::CaseRow;
use service::directory::Names;
use service::people::read_date;
use service::{FieldError, Problem};

use super::list::{row_of, staff_of};
use super::team::away_words;
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems, Why};
use crate::handlers::appointments::refusal::override_reason;
use crate::handlers::forms::Form;
use crate::handlers::frame::why;
use crate::pages::caseload::allocate::{AllocatePage, CaseToGive};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{count, typed_day};

/// What stands in the address for cases that nobody holds.
const NOBODY: &str = "nobody";

/// Chosen for a case that stays where it is.
const LEAVE: &str = "leave";

/// Whose cases: a staff code, or `nobody`.
#[derive(Debug, Deserialize)]
pub struct AllocateForm {
    holder: String,
}

impl AllocateForm {
    fn from(&self) -> From {
        if self.holder == NOBODY { From::Nobody } else { From::Officer(self.holder.clone()) }
    }
}

impl Form for AllocateForm {
    type Page = AllocatePage;

    fn address(&self) -> String {
        format!("/allocate/{}", self.holder)
    }

    fn done(&self) -> String {
        "/team?done=allocated".to_owned()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let all = typed.trimmed("all");
        let to = typed.answers().filter_map(|(name, value)| {
            let (case, value) = (name.strip_prefix("to-")?, value.trim());
            let to = if value.is_empty() { all } else { value };
            (to != LEAVE).then(|| (format!("person-{case}"), to.to_owned()))
        });
        let said = Allocating {
            to: to.collect(),
            held_by: typed.trimmed("held_by").to_owned(),
            from: read_date(typed.trimmed("from")),
            why: typed.trimmed("why").to_owned(),
            override_reason: typed.trimmed("override").to_owned(),
        };
        visitor.web.service.allocate(&visitor.ask("allocate"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<AllocatePage, Problem> {
        let service = &visitor.web.service;
        let found = service.to_allocate(&visitor.ask("allocate"), self.from()).await?;
        let names = service.names(staff_of(&found.cases).into_iter().chain(covers(&found.takers))).await?;
        let options = options(&found.takers, &names);
        let mut shell = visitor.shell("Allocate cases", Here::Team).back("My team’s week", "/team");
        shell.has_problems = !errors.is_empty();
        let today = visitor.now.day();
        let cases = found.cases.iter().map(|row| {
            let shown = row_of(row, today, &names);
            let name = format!("to-{}", row.stream.as_str().trim_start_matches("person-"));
            let about = format!("{}. Next: {}.", shown.order, shown.next);
            let to = shown.person.as_ref().map(|person| {
                let mut options = options.clone();
                options.push(Choice::new(LEAVE, "Stays where it is"));
                Choices::new(Look::List, &name, &format!("{} to", person.text), options).chosen(typed.get(&name))
            });
            CaseToGive { person: shown.person, about, flags: shown.risk.into_iter().chain(shown.due).collect(), to }
        });
        Ok(AllocatePage {
            shell,
            problems: problems(errors, "all"),
            heading: found
                .officer
                .as_ref()
                .map_or_else(|| "Cases that nobody holds".to_owned(), |officer| format!("Cases of {}", officer.name)),
            summary: summary(&found, &names),
            token: visitor.token(self.address(), 0),
            held_by: found.officer.as_ref().map(|officer| officer.staff.clone()).unwrap_or_default(),
            all: Choices {
                error: wrong_taker(errors),
                ..Choices::new(Look::List, "all", "All of them to", options.clone()).chosen(typed.get("all"))
            },
            cases: cases.collect(),
            more: match found.more {
                0 => String::new(),
                more => format!("{} more after these.", count(more, "case", "cases")),
            },
            from: from(visitor, typed, errors),
            why: reason(typed, errors, found.takers.ceiling),
            override_reason: entrusting(visitor, typed, errors),
            ceiling: ceiling(found.takers.ceiling),
        })
    }
}

fn summary(found: &ToAllocate, names: &Names) -> String {
    let cases = count(found.cases.len() + found.more, "case", "cases");
    let answers = |row: &CaseRow| row.owner.staff.as_ref().map(|staff| names.of_staff(staff));
    match (&found.officer, found.cases.first().and_then(answers)) {
        (None, Some(who)) => format!("{cases}. {who} answers for them until they are allocated, every clock running."),
        _ => format!("{cases}."),
    }
}

/// Whoever covers for somebody away.
pub(crate) fn covers(takers: &Takers) -> Vec<String> {
    takers.officers.iter().filter_map(|officer| officer.away.as_ref()?.cover.clone()).collect()
}

/// What is to be known of an officer before a case is given to them.
pub(crate) fn carries(officer: &Officer, ceiling: &Limit, names: &Names) -> String {
    let held = usize::try_from(officer.held).unwrap_or(usize::MAX);
    let load = match u64::from(ceiling.value) {
        most if officer.held >= most => format!(": one more is above {most}, and asks for a reason"),
        _ => String::new(),
    };
    let away = officer.away.as_ref().map(|away| format!(". {}", away_words(away, names))).unwrap_or_default();
    format!("{}{load}{away}", count(held, "case", "cases"))
}

fn options(takers: &Takers, names: &Names) -> Vec<Choice> {
    let officer = |officer: &Officer| {
        let label = format!("{}, {}", officer.staff.name, carries(officer, takers.ceiling, names));
        Choice::new(&officer.staff.staff, &label)
    };
    let teams =
        takers.teams.iter().map(|team| Choice::new(&team.team, &format!("{}, without an officer yet", team.name)));
    takers.officers.iter().map(officer).chain(teams).collect()
}

/// What is wrong with the form, each a link to its field.
pub(crate) fn problems(errors: &[FieldError], to: &str) -> Problems {
    let of_taker = |error: &FieldError| error.field == "to" || error.field == APART;
    let field = |error: &FieldError| if of_taker(error) { to.to_owned() } else { error.field.to_owned() };
    Problems { list: errors.iter().map(|error| (field(error), error.message.clone())).collect() }
}

/// What is wrong with a field.
pub(crate) fn wrong(errors: &[FieldError], name: &str) -> Option<String> {
    errors.iter().find(|error| error.field == name).map(|error| error.message.clone())
}

/// What is wrong with whoever was chosen: whatever the cause, it is said there.
pub(crate) fn wrong_taker(errors: &[FieldError]) -> Option<String> {
    wrong(errors, "to").or_else(|| wrong(errors, APART))
}

/// Where a senior says why it must be them although somebody must not meet them: beside that refusal, and wherever they have
/// said so already.
pub(crate) fn entrusting(visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Option<Field> {
    let field = override_reason(visitor, typed, errors)?;
    let hint = "It is recorded with your name in what keeps them apart";
    Some(Field { label: "If it must be them, say why".to_owned(), ..field.hint(hint) })
}

/// The day it begins: today, unless another was typed.
pub(crate) fn from(visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Field {
    let today = typed_day(visitor.now.day());
    let value = if typed.is_empty() { today } else { typed.get("from").to_owned() };
    Field { error: wrong(errors, "from"), ..Field::new(Kind::Date, "from", "From").value(value) }
}

/// Why somebody is to hold more than can be done.
pub(crate) fn reason(typed: &Fields, errors: &[FieldError], ceiling: &Limit) -> Field {
    let hint = format!("Asked for where somebody would hold more than {}", ceiling.value);
    Field { error: wrong(errors, "why"), ..Field::new(Kind::Line, "why", "Why").hint(hint).value(typed.get("why")) }
}

/// The ceiling, who says so and how far to trust it.
pub(crate) fn ceiling(limit: &Limit) -> Why {
    let rule = RuleWhy {
        rule: "caseload-ceiling".into(),
        version: format!("1 with {}", limit.version),
        words: format!("{}.", limit.words),
        figure: Some(limit.into()),
        from: Vec::new(),
        steps: limit.note.iter().cloned().collect(),
    };
    why(format!("Why {} {}?", limit.value, limit.unit), &rule)
}
