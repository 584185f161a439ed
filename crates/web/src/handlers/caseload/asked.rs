//! What was asked for that the work needs, and what came of it.

use record::facts::supervision::Came;
use serde::Deserialize;
use service::directory::Names;
use service::people::read_date;
use service::supervision::asked::{Request, Requesting, Requests, Settling};
use service::{FieldError, Problem};

use super::supervision::{problems, shell};
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Link, Look};
use crate::handlers::forms::Form;
use crate::pages::caseload::asked::{AskedPage, AskedRow, SettlePage};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::short_day;

/// What a team asked for, with the form that notes another.
#[derive(Debug, Deserialize)]
pub struct AskedForm {
    team: String,
}

impl Form for AskedForm {
    type Page = AskedPage;

    fn address(&self) -> String {
        href(&self.team)
    }

    fn done(&self) -> String {
        self.address()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let said = Requesting {
            team: self.team.clone(),
            what: typed.trimmed("what").to_owned(),
            of: typed.trimmed("of").to_owned(),
            by: read_date(typed.trimmed("by")),
        };
        visitor.web.service.ask_for(&visitor.ask("asked"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<AskedPage, Problem> {
        let service = &visitor.web.service;
        let found = service.asked_for(&visitor.ask("asked"), &self.team).await?;
        let names = service.names(found.open.iter().chain(&found.settled).flat_map(staff_of)).await?;
        let field = |kind: Kind, name: &str, label: &str, hint: Option<&str>| Field {
            error: errors.iter().find(|e| e.field == name).map(|e| e.message.clone()),
            hint: hint.map(str::to_owned),
            ..Field::new(kind, name, label).value(typed.get(name))
        };
        let rows = |rows: &[Request]| rows.iter().map(|row| told(visitor, &self.team, row, &names)).collect();
        Ok(AskedPage {
            shell: shell(visitor, "Asked for", !found.all, !errors.is_empty()),
            problems: problems(errors),
            heading: if found.all {
                format!("What {} asked for", names.of_unit(&found.team))
            } else {
                "What I asked for".to_owned()
            },
            seen_by: if found.all {
                "You lead the team: all that it asked for is here.".to_owned()
            } else {
                "You and whoever leads the team see what you asked for.".to_owned()
            },
            open: rows(&found.open),
            settled: rows(&found.settled),
            token: visitor.token(self.address(), 0),
            what: field(Kind::Line, "what", "What", Some("Name nobody on probation here")),
            of: field(Kind::Line, "of", "Of whom", None),
            by: field(Kind::Date, "by", "By when", Some("Like 21/12/2015")),
        })
    }
}

/// What came of something.
#[derive(Debug, Deserialize)]
pub struct SettleForm {
    team: String,
    seq: u64,
}

impl Form for SettleForm {
    type Page = SettlePage;

    fn address(&self) -> String {
        format!("{}/{}", href(&self.team), self.seq)
    }

    fn done(&self) -> String {
        href(&self.team)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let said = Settling {
            team: self.team.clone(),
            seq: self.seq,
            came: Came::of_code(typed.trimmed("came")),
            why: typed.trimmed("why").to_owned(),
        };
        visitor.web.service.settle_asked(&visitor.ask("asked"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<SettlePage, Problem> {
        let service = &visitor.web.service;
        let found = service.asked_for(&visitor.ask("asked"), &self.team).await?;
        let row = found.open.iter().chain(&found.settled).find(|row| row.seq == self.seq).ok_or(Problem::NotFound)?;
        let names = service.names(staff_of(row)).await?;
        let error = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let mut frame = shell(visitor, "What came of it", !found.all, !errors.is_empty());
        frame = frame.back("What was asked for", &href(&self.team));
        Ok(SettlePage {
            shell: frame,
            problems: problems(errors),
            what: row.asked.what.clone(),
            about: about(row, &names),
            token: visitor.token(self.address(), 0),
            came: Choices {
                error: error("came"),
                ..Choices::new(
                    Look::Segments,
                    "came",
                    "What came of it",
                    Came::ALL.iter().map(|came| Choice::new(came.code(), came.words())).collect(),
                )
                .chosen(typed.get("came"))
            },
            why: Field {
                error: error("why"),
                ..Field::new(Kind::Lines, "why", "Why not, or what you got").value(typed.get("why"))
            },
        })
    }
}

/// The address of what a team asked for.
pub(crate) fn href(team: &str) -> String {
    format!("/asked/{team}")
}

/// What a team asked for and did not get in time, for its week.
pub(super) async fn overdue(visitor: &Visitor, asked: &Requests) -> Result<Vec<(Link, String)>, Problem> {
    let overdue: Vec<&Request> = asked.open.iter().filter(|row| row.is_overdue(visitor.now.day())).collect();
    let names = visitor.web.service.names(overdue.iter().flat_map(|row| staff_of(row))).await?;
    Ok(overdue.into_iter().map(|row| (link(&asked.team, row), about(row, &names))).collect())
}

/// The same of what one asked for oneself, for one's day.
pub(crate) async fn own_overdue(visitor: &Visitor) -> Result<Vec<Link>, Problem> {
    let found = visitor.web.service.asked_and_overdue(&visitor.ask("day")).await?;
    let line = |row: &Request| {
        let words = format!("You asked for this by {}: {}", short_day(row.asked.by), row.asked.what);
        Link::new(words, link(&row.asked.team, row).href)
    };
    Ok(found.iter().map(line).collect())
}

fn link(team: &str, row: &Request) -> Link {
    Link::new(row.asked.what.clone(), format!("{}/{}", href(team), row.seq))
}

fn staff_of(row: &Request) -> Vec<String> {
    std::iter::once(row.staff.clone()).chain(row.came.iter().map(|came| came.by.clone())).collect()
}

fn about(row: &Request, names: &Names) -> String {
    let (by, on) = (short_day(row.asked.by), short_day(row.on));
    format!("Of {}, by {by}. Asked by {}, {on}", row.asked.of, names.of_staff(&row.staff))
}

fn told(visitor: &Visitor, team: &str, row: &Request, names: &Names) -> AskedRow {
    let came = match &row.came {
        Some(came) => {
            let why = if came.said.why.is_empty() { String::new() } else { format!(": {}", came.said.why) };
            format!("{}, {}, said {}{why}", came.said.came.words(), short_day(came.on), names.of_staff(&came.by))
        }
        None if row.is_overdue(visitor.now.day()) => "Overdue".to_owned(),
        None => String::new(),
    };
    AskedRow { what: link(team, row), about: about(row, names), came }
}
