//! Booking an appointment.

use record::case::{CaseFile, View};
use record::time::Minute;
use serde::Deserialize;
use service::booking::{Booking, NextAppointment};
use service::directory::Names;
use service::people::read_date;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Fact, Facts, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::{contact_words, staff_of};
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::appointments::book::BookPage;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{minute, read_time, short_day};

/// A booking on a case.
#[derive(Debug, Deserialize)]
pub struct BookForm {
    case: String,
}

impl Form for BookForm {
    type Page = BookPage;

    fn address(&self) -> String {
        format!("/cases/{}/book", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        book(visitor, &self.case, typed).await
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<BookPage, Problem> {
        book_page(visitor, &self.case, typed, errors).await
    }
}

async fn book(visitor: &Visitor, case: &str, fields: &Fields) -> Result<(), Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let starts = read_start(fields)?;
    let actor = visitor.actor();
    let officer = fields.trimmed("officer");
    let appointment = NextAppointment {
        contact: fields.trimmed("kind").to_owned(),
        order: fields.trimmed("component").to_owned(),
        starts,
        minutes: fields.trimmed("length").parse().unwrap_or(30),
        site: fields.trimmed("place").to_owned(),
        staff: if officer.is_empty() { actor.staff.clone() } else { officer.to_owned() },
        team: actor.team.clone(),
        purpose: fields.trimmed("note").to_owned(),
    };
    let although_away = fields.trimmed("although_away") == "yes";
    let said = Booking { person: person.to_string(), appointment, although_away };
    let ask = visitor.ask("book");
    visitor.web.service.book(&ask, &fields.form(), &said).await.map(drop)
}

/// The day and time of a form with `date` and `time`.
pub fn read_start(fields: &Fields) -> Result<Minute, Problem> {
    let mut wrong = Vec::new();
    let date = read_date(fields.trimmed("date"));
    let time = read_time(fields.trimmed("time"));
    if date.is_none() {
        wrong.push(FieldError::new("date", "Enter a day, such as 22/12/2015"));
    }
    if time.is_none() {
        wrong.push(FieldError::new("time", "Enter a time, such as 9:30am"));
    }
    match (date, time) {
        (Some(date), Some((hour, minutes))) => Ok(Minute::new(date.at(hour, minutes, 0, 0))),
        _ => Err(Problem::Invalid(wrong)),
    }
}

async fn book_page(visitor: &Visitor, case: &str, typed: &Fields, errors: &[FieldError]) -> Result<BookPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let ask = visitor.ask("book");
    let opened = service.open(&ask, access::Action::Book, &person, View::default()).await?;
    let file = &opened.file;
    let names = service.names(staff_of(file)).await?;
    let places = service.own_places(&ask).await?;
    let colleagues = service.colleagues(&ask).await?;
    let wrong = |name: &str| {
        errors.iter().find(|e| e.field == name || (e.field == "contact" && name == "kind")).map(|e| e.message.clone())
    };
    let kept = |name: &str, first: &str| if typed.is_empty() { first.to_owned() } else { typed.get(name).to_owned() };
    let list = |name: &str, label: &str, options: Vec<Choice>, first: &str| Choices {
        error: wrong(name),
        ..Choices::new(Look::List, name, label, options).chosen(&kept(name, first))
    };
    let field = |kind, name: &str, label: &str| Field {
        error: wrong(name),
        ..Field::new(kind, name, label).value(kept(name, ""))
    };
    let kinds = service.standards().contact_types().iter().filter(|kind| kind.attendance && kind.code != "WALKIN");
    let orders: Vec<_> = file.active_orders(visitor.now.day()).collect();
    let mut shell = visitor.shell("Book an appointment – Case", Here::Find).back("Case overview", &case_href(&person));
    shell.has_problems = !errors.is_empty();
    let first_place = places.first().map(|p| p.code.clone()).unwrap_or_default();
    Ok(BookPage {
        shell,
        case: case_header(visitor, &person, file, &names, ""),
        problems: Problems {
            list: errors
                .iter()
                .map(|e| (if e.field == "contact" { "kind" } else { e.field }.to_owned(), e.message.clone()))
                .collect(),
        },
        refusal: None,
        token: visitor.token(format!("{}/book", case_href(&person)), 0),
        kind: list("kind", "Kind", kinds.map(|k| Choice::new(&k.code, &k.words)).collect(), "COAP"),
        component: list(
            "component",
            "Under",
            orders.iter().map(|o| Choice::new(&o.component, o.made.kind.words())).collect(),
            orders.last().map_or("", |o| o.component.as_str()),
        ),
        date: field(Kind::Date, "date", "Date").hint("Like 22/12/2015"),
        time: field(Kind::Time, "time", "Time").hint("Like 9:30am"),
        length: list(
            "length",
            "Length",
            [
                ("15", "15 minutes"),
                ("30", "30 minutes"),
                ("45", "45 minutes"),
                ("60", "1 hour"),
                ("90", "1 hour 30 minutes"),
                ("420", "7 hours"),
            ]
            .map(|(value, words)| Choice::new(value, words))
            .to_vec(),
            "30",
        ),
        place: list("place", "Place", places.iter().map(|p| Choice::new(&p.code, &p.name)).collect(), &first_place),
        officer: list(
            "officer",
            "With",
            colleagues.iter().map(|(code, name)| Choice::new(code, name)).collect(),
            &visitor.actor().staff,
        ),
        although_away: (wrong("although_away").is_some() || !typed.get("although_away").is_empty()).then(|| Choices {
            error: wrong("although_away"),
            ..Choices::new(
                Look::Ticks,
                "although_away",
                "Whoever is to see them is away",
                vec![Choice::new("yes", "Book it all the same: they will be there")],
            )
            .chosen(typed.get("although_away"))
        }),
        note: field(Kind::Lines, "note", "What for (optional)"),
        mind: mind(visitor, file, &names),
    })
}

/// Beside the form: what to bear in mind.
pub fn mind(visitor: &Visitor, file: &CaseFile, names: &Names) -> Facts {
    let standards = visitor.web.service.standards();
    let needs: Vec<String> = file
        .person
        .iter()
        .flat_map(|p| &p.needs)
        .map(|n| format!("{} {}", n.need, n.detail).trim().to_owned())
        .collect();
    let came = |a: &&record::case::Appointment| {
        a.held.as_ref().and_then(|h| standards.outcome(&h.outcome)).is_some_and(|o| o.attended == Some(true))
    };
    let seen = file.appointments.iter().rev().find(came);
    let next = file.next_appointment_after(visitor.now.london());
    Facts::from(vec![
        Fact::new("Needs", if needs.is_empty() { "None recorded".to_owned() } else { needs.join(", ") }),
        Fact::new("Last attended", seen.map_or_else(|| "Never".to_owned(), |a| short_day(a.booked.starts.day()))),
        Fact::new(
            "Next",
            next.map_or_else(
                || "Nothing booked".to_owned(),
                |a| {
                    format!(
                        "{}, {}, {}",
                        contact_words(standards, a),
                        minute(a.booked.starts),
                        names.of_place(&a.booked.site)
                    )
                },
            ),
        ),
    ])
}
