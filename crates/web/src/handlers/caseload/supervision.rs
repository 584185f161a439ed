//! Somebody's supervision: the agenda, a line more, and that one was held.

use std::collections::BTreeSet;

use serde::Deserialize;
use service::caseload::PersonRow;
use service::directory::Names;
use service::people::read_date;
use service::supervision::{AddingLine, Dealt, Held, Holding, Line, Supervision};
use service::{FieldError, Problem};

use super::sample;
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Link, Look, Problems, Shell};
use crate::handlers::forms::Form;
use crate::handlers::frame::case_href;
use crate::pages::caseload::supervision::{HeldPage, HeldRow, LineRow, SupervisionPage};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{count, happened, typed_day};

/// The agenda, with the form that puts a line on it.
#[derive(Debug, Deserialize)]
pub struct AgendaForm {
    staff: String,
}

impl Form for AgendaForm {
    type Page = SupervisionPage;

    fn address(&self) -> String {
        href(&self.staff)
    }

    fn done(&self) -> String {
        self.address()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let said = AddingLine {
            staff: self.staff.clone(),
            words: typed.trimmed("words").to_owned(),
            case: typed.trimmed("case").to_owned(),
        };
        visitor.web.service.add_line(&visitor.ask("supervision"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<SupervisionPage, Problem> {
        let service = &visitor.web.service;
        let found = service.supervision(&visitor.ask("supervision"), &self.staff).await?;
        let names = service.names(staff_of(&found)).await?;
        let own = self.staff == visitor.actor().staff;
        let error = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let cases = found.cases.iter().map(|person| Choice::new(person.stream.as_str(), &person.name)).collect();
        let whose = if own { "You" } else { found.staff.name.as_str() };
        let known = found.known.iter().map(|(show, many, people)| {
            let many = if *many == 0 { "Nobody".to_owned() } else { count(*many, "person", "people") };
            (format!("{many}: {}", show.words().to_lowercase()), people.iter().map(link).collect())
        });
        Ok(SupervisionPage {
            shell: shell(visitor, "Supervision", own, !errors.is_empty()),
            problems: problems(errors),
            heading: if own { "My supervision".to_owned() } else { format!("Supervision of {}", found.staff.name) },
            seen_by: format!("{whose} and whoever leads the team see this page, and nobody else."),
            open: found.open.iter().map(|line| row(line, &found, &names)).collect(),
            known: known.collect(),
            held: found.held.iter().map(|held| meeting(held, &found, &names)).collect(),
            led: led(&found, &names),
            sampled: super::sample::of_officer(&found.staff.team, &found.sampled),
            hold: found
                .leads
                .then(|| Link::new("Record that a supervision was held", format!("{}/held", self.address()))),
            token: visitor.token(self.address(), 0),
            words: Field {
                error: error("words"),
                ..Field::new(Kind::Lines, "words", "What is to be talked about")
                    .hint("Name nobody on probation here: choose them below")
                    .value(typed.get("words"))
            },
            case: Choices {
                error: error("case"),
                ..Choices::new(Look::List, "case", "About", cases)
                    .hint("Left empty, it is about nobody in particular. Only those who may open the record are shown the line")
                    .chosen(typed.get("case"))
            },
        })
    }
}

/// A supervision that was held.
#[derive(Debug, Deserialize)]
pub struct HeldForm {
    staff: String,
}

impl Form for HeldForm {
    type Page = HeldPage;

    fn address(&self) -> String {
        format!("{}/held", href(&self.staff))
    }

    fn done(&self) -> String {
        href(&self.staff)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let line = |(name, value): (&str, &str)| Some((name.strip_prefix("agreed-")?.parse().ok()?, value.to_owned()));
        let said = Holding {
            staff: self.staff.clone(),
            on: read_date(typed.trimmed("on")),
            lines: typed.answers().filter_map(line).collect(),
        };
        visitor.web.service.supervision_held(&visitor.ask("supervision"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<HeldPage, Problem> {
        let service = &visitor.web.service;
        let found = service.supervision_to_hold(&visitor.ask("supervision"), &self.staff).await?;
        let names = service.names(staff_of(&found)).await?;
        let on = if typed.get("on").is_empty() { typed_day(visitor.now.day()) } else { typed.get("on").to_owned() };
        let to_deal = |line: &Line| {
            let name = format!("agreed-{}", line.seq);
            let label = format!("What was agreed of: {}", line.words.as_deref().unwrap_or_default());
            (row(line, &found, &names), Field::new(Kind::Lines, &name, &label).value(typed.get(&name)))
        };
        let left = found.open.iter().filter(|line| line.words.is_none()).count();
        let mut shell = visitor.shell("Supervision held", Here::Team).back("Supervision", &href(&self.staff));
        shell.has_problems = !errors.is_empty();
        Ok(HeldPage {
            shell,
            problems: problems(errors),
            heading: format!("Supervision of {} was held", found.staff.name),
            token: visitor.token(self.address(), 0),
            on: Field {
                error: errors.iter().find(|e| e.field == "on").map(|e| e.message.clone()),
                ..Field::new(Kind::Date, "on", "The day").value(on)
            },
            lines: found.open.iter().filter(|line| line.words.is_some()).map(to_deal).collect(),
            left: if left == 0 {
                String::new()
            } else {
                format!(
                    "{} about records that you may not open. They stay on the agenda.",
                    count(left, "line is", "lines are")
                )
            },
        })
    }
}

/// The agendas of those whom one leads today, and their teams' samples.
fn led(found: &Supervision, names: &Names) -> Vec<Link> {
    let teams: BTreeSet<&str> = found.led.iter().map(|staff| staff.team.as_str()).collect();
    let agendas = found.led.iter().map(|staff| Link::new(staff.name.clone(), href(&staff.staff)));
    let sample =
        |team: &str| Link::new(format!("Cases of {}, drawn by chance", names.of_unit(team)), sample::href(team));
    agendas.chain(teams.into_iter().map(sample)).collect()
}

/// The address of somebody's agenda.
pub(crate) fn href(staff: &str) -> String {
    format!("/supervision/{staff}")
}

pub(super) fn problems(errors: &[FieldError]) -> Problems {
    Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() }
}

pub(super) fn shell(visitor: &Visitor, title: &str, own: bool, has_problems: bool) -> Shell {
    let mut shell = if own {
        visitor.shell(title, Here::Caseload).back("My caseload", "/caseload")
    } else {
        visitor.shell(title, Here::Team).back("My team’s week", "/team")
    };
    shell.has_problems = has_problems;
    shell
}

fn staff_of(found: &Supervision) -> Vec<String> {
    let dealt = found.held.iter().flat_map(|held| &held.lines).map(|dealt| dealt.line.by.clone());
    let held = found.held.iter().map(|held| held.by.clone());
    found.open.iter().map(|line| line.by.clone()).chain(dealt).chain(held).collect()
}

fn link(person: &PersonRow) -> Link {
    Link::new(person.name.clone(), case_href(&person.stream))
}

fn row(line: &Line, found: &Supervision, names: &Names) -> LineRow {
    let carried = match line.carried {
        0 => String::new(),
        1 => "; carried over once".to_owned(),
        many => format!("; carried over {many} times"),
    };
    let person = line.case.as_ref().and_then(|case| found.people.iter().find(|person| person.stream == *case));
    LineRow {
        words: line.words.clone().unwrap_or_else(|| "A line about a record that you may not open".to_owned()),
        person: person.map(link),
        about: format!("{}, {}{carried}", names.of_staff(&line.by), happened(line.on)),
    }
}

fn meeting(held: &Held, found: &Supervision, names: &Names) -> HeldRow {
    let dealt = |dealt: &Dealt| {
        let agreed = match &dealt.agreed {
            None => "Carried over".to_owned(),
            Some(agreed) if agreed.is_empty() => "Dealt with".to_owned(),
            Some(agreed) => format!("Agreed: {agreed}"),
        };
        (row(&dealt.line, found, names), agreed)
    };
    HeldRow {
        heading: format!("{}, recorded by {}", happened(held.on), names.of_staff(&held.by)),
        lines: held.lines.iter().map(dealt).collect(),
    }
}
