//! Where somebody lives, has lived, or can be written to; and recording another address.

use access::Action;
use jiff::civil::Date;
use record::StreamId;
use record::case::{Address, CaseFile, Person, View};
use record::facts::address::{AddressKind, AddressRecorded};
use record::facts::elsewhere::Elsewhere;
use serde::Deserialize;
use service::addresses::{Living, Typed, touched, version};
use service::case::Beside;
use service::door::Opened;
use service::people::read_date;
use service::{FieldError, Problem};

use super::apart::until;
use crate::components::{Choice, Flag, Here, Link, Problems, Tone};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::handlers::post::words::went_elsewhere;
use crate::pages::case::addresses::{AddressFields, AddressLine, AddressesPage};
use crate::pages::case::overview::Concern;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{minute, short_day};

/// An address to be recorded.
#[derive(Debug, Deserialize)]
pub struct AddressesForm {
    case: String,
}

impl Form for AddressesForm {
    type Page = AddressesPage;

    fn address(&self) -> String {
        format!("/cases/{}/addresses", self.case)
    }

    fn done(&self) -> String {
        self.address()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let said = Living { person: person.to_string(), typed: read(typed)? };
        visitor.web.service.record_address(&visitor.ask("addresses"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<AddressesPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let (service, ask) = (&visitor.web.service, visitor.ask("addresses"));
        let opened = service.open(&ask, Action::RecordContact, &person, View::default()).await?;
        let (file, home) = (&opened.file, case_href(&person));
        let Beside { names, lives_too_near } = service.beside(&ask, &opened, staff_of(file)).await?;
        let known = file.person.as_ref().ok_or(Problem::NotFound)?;
        let lines = |current: bool| {
            let of = known.addresses.iter().rev().filter(move |address| known.is_current(address) == current);
            of.map(|address| line(known, address, &home)).collect::<Vec<_>>()
        };
        let mut shell = visitor.shell("Addresses – Case", Here::Find).back("Case overview", &home);
        shell.has_problems = !errors.is_empty();
        Ok(AddressesPage {
            shell,
            case: case_header(visitor, &person, file, &names, ""),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            touched: concerns(visitor, &person, &opened, lives_too_near),
            now: lines(true),
            before: lines(false),
            token: visitor.token(self.address(), version(file)),
            form: fields(typed, errors, None),
        })
    }
}

/// What was typed of an address.
pub(super) fn read(typed: &Fields) -> Result<Typed, Problem> {
    Ok(Typed {
        kind: AddressKind::of_code(typed.trimmed("kind")),
        address: typed.get("address").to_owned(),
        from: read_date(typed.trimmed("from")),
        until: until(typed)?,
        said_by: typed.trimmed("said_by").to_owned(),
    })
}

/// The fields of an address, with what was typed, or else as it stands.
pub(super) fn fields(typed: &Fields, errors: &[FieldError], stands: Option<&AddressRecorded>) -> AddressFields {
    let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
    let day = |day: Date| day.strftime("%d/%m/%Y").to_string();
    let first = |name: &str| {
        let Some(stands) = stands else { return String::new() };
        match name {
            "kind" => stands.kind.code().to_owned(),
            "address" => stands.lines.iter().chain([&stands.postcode]).cloned().collect::<Vec<_>>().join("\n"),
            "from" => day(stands.from),
            "until" => stands.until.map(day).unwrap_or_default(),
            _ => stands.said_by.clone(),
        }
    };
    let kept = |name: &str| if typed.is_empty() { first(name) } else { typed.get(name).to_owned() };
    let mut fields =
        AddressFields::new(AddressKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.words())).collect());
    fields.kind = fields.kind.chosen(&kept("kind"));
    fields.kind.error = wrong("kind");
    for field in [&mut fields.address, &mut fields.from, &mut fields.until, &mut fields.said_by] {
        field.value = kept(&field.name);
        field.error = wrong(&field.name);
    }
    fields
}

/// An address as a line of the list.
pub(super) fn line(person: &Person, address: &Address, home: &str) -> AddressLine {
    let recorded = &address.recorded;
    let current = person.is_current(address);
    let tone = if current && recorded.kind.is_lived_at() { Tone::Good } else { Tone::Neutral };
    let since = short_day(recorded.from);
    let mut known = match address.until() {
        Some(until) => format!("{since} to {}.", short_day(until)),
        None if current => format!("Since {since}."),
        None => format!("From {since}, until they lived elsewhere."),
    };
    if let Some(reason) = address.ended.as_ref().and_then(|ended| ended.reason.as_deref()) {
        known = format!("{known} {}.", reason.trim_end_matches('.'));
    }
    if !recorded.said_by.is_empty() {
        known = format!("{known} Source: {}.", recorded.said_by.trim_end_matches('.'));
    }
    AddressLine {
        kind: Flag::new(tone, recorded.kind.words()),
        line: recorded.line(),
        known,
        change: Link::new(
            if current { "They left, or it is wrong" } else { "It is wrong" },
            format!("{home}/addresses/{}", address.entry.seq),
        ),
    }
}

/// What no longer fits where they live: visits, letters, and others who live there.
pub fn concerns(visitor: &Visitor, person: &StreamId, opened: &Opened, lives_too_near: bool) -> Vec<Concern> {
    let (service, home) = (&visitor.web.service, case_href(person));
    let found = touched(&opened.entries, &opened.file, visitor.now.london(), service.standards());
    let mut all = Vec::new();
    if lives_too_near {
        all.push(Concern {
            tone: Tone::Act,
            text: "Somebody whom they must not meet lives at the same address, as far as is recorded.".to_owned(),
            change: "Finding out where both live now. Tell your senior today.".to_owned(),
            why: None,
            actions: vec![Link::new("Kept apart", format!("{home}/apart"))],
        });
    }
    all.extend(found.visits.iter().map(|visit| {
        let at = visit.booked.at.as_ref().map(Elsewhere::line).unwrap_or_default();
        Concern {
            tone: Tone::Soon,
            text: format!(
                "A home visit on {} is booked at {at}, where they live no longer.",
                minute(visit.booked.starts)
            ),
            change: "Moving it: it is then where they live now.".to_owned(),
            why: None,
            actions: vec![Link::new("Move it", format!("{home}/appointments/{}/move", visit.component))],
        }
    }));
    all.extend(found.letters.iter().map(|(letter, moved)| Concern {
        tone: Tone::Soon,
        text: format!("A letter of {} waits with an address that is theirs no longer.", short_day(letter.on)),
        change: went_elsewhere(moved),
        why: None,
        actions: vec![
            Link::new("Print it", format!("{home}/letters/{}", letter.entry.seq)),
            Link::new("Say what became of it", format!("{home}/letters/{}/sent", letter.entry.seq)),
        ],
    }));
    all
}

/// Where they live, in a line, with what is known of that.
pub fn lives(file: &CaseFile) -> (String, String) {
    let Some(person) = &file.person else { return (String::new(), String::new()) };
    if let Some(lives) = person.lives() {
        let recorded = &lives.recorded;
        let plain = recorded.kind == AddressKind::Main;
        let words = match (plain, recorded.line()) {
            (true, line) => line,
            (false, line) if line.is_empty() => recorded.kind.words().to_owned(),
            (false, line) => format!("{}: {line}", recorded.kind.words()),
        };
        return (words, format!("Since {}", short_day(recorded.from)));
    }
    let last =
        person.addresses.iter().rev().find(|address| address.recorded.kind.is_lived_at() && address.ended.is_some());
    match last.and_then(|last| Some((last, last.until()?))) {
        Some((last, until)) => {
            ("Not known".to_owned(), format!("They left {} on {}", last.recorded.line(), short_day(until)))
        }
        None => ("None recorded".to_owned(), String::new()),
    }
}
