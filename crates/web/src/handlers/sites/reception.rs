//! Reception: one press for each who comes in or leaves. What is typed to find somebody is posted, never in an address.

use std::collections::BTreeSet;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use record::ids::Crn;
use record::time::{Happened, Minute};
use serde::Deserialize;
use service::directory::Names;
use service::people::{Found, Search};
use service::project::Flag as StoredFlag;
use service::reception::{Arriving, Caller, CallerLeaving, Calling, Expected, Leaving, PersonRow, Reception, Visit};
use service::{FieldError, Problem};

use super::list::href;
use crate::answer::{failure, page_with};
use crate::components::form::Kind;
use crate::components::{Field, Here, Link, Problems};
use crate::handlers::frame::recorded;
use crate::pages::sites::reception::{ExpectedLine, Find, FoundLine, Press, ReceptionPage, VisitLine};
use crate::posted::Posted;
use crate::visitor::Visitor;
use crate::words::{clock, count, happened, plain_day, read_time};

/// What stands in place of a name that is not theirs to see.
pub const WITHHELD: &str = "Name withheld";

/// What was just done: closed codes only.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// What was typed to find somebody, and who was found.
struct Typed<'a> {
    words: &'a str,
    search: Option<&'a Search>,
    /// Before whom of them the senior is to be asked, as they are named in the form.
    ask: BTreeSet<String>,
}

/// The page.
pub async fn show(visitor: Visitor, Path((site, date)): Path<(String, Date)>, Query(asked): Query<Asked>) -> Response {
    match reception_page(&visitor, &site, date, None).await {
        Ok(mut page) => {
            if asked.done == "recorded" {
                page.shell.notice = recorded(&visitor).await.ok();
            }
            page_with(StatusCode::OK, &page)
        }
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// Finds whoever came without an appointment.
pub async fn find(Path((site, date)): Path<(String, Date)>, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let words = posted.fields.trimmed("q");
    let search = match words {
        "" => Ok(None),
        words => visitor.web.service.find(&visitor.ask("reception"), words).await.map(Some),
    };
    let shown = match search {
        Ok(search) => found_page(visitor, &site, date, words, search.as_ref()).await,
        Err(problem) => Err(problem),
    };
    match shown {
        Ok(page) => page_with(if words.is_empty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page),
        Err(problem) => posted.failure(problem),
    }
}

async fn found_page(
    visitor: &Visitor,
    site: &str,
    date: Date,
    words: &str,
    search: Option<&Search>,
) -> Result<ReceptionPage, Problem> {
    let mut ask = BTreeSet::new();
    if date == visitor.now.day() {
        // Nothing is said of a number that nobody has, nor of that of a record that is limited to others.
        let people: Vec<String> =
            search.iter().flat_map(|search| search.found.iter().filter_map(known)).map(|one| one.2).collect();
        ask = visitor.web.service.ask_before(&visitor.ask("reception"), site, &people).await?;
    }
    reception_page(visitor, site, date, Some(Typed { words, search, ask })).await
}

/// Somebody came in.
pub async fn came(Path((site, date)): Path<(String, Date)>, posted: Posted) -> Response {
    let fields = &posted.fields;
    let said = Arriving {
        person: fields.trimmed("person").to_owned(),
        appointment: fields.trimmed("appointment").to_owned(),
        at: typed_time(fields.trimmed("at"), date),
        site,
        date,
    };
    match posted.visitor.web.service.arrive(&posted.visitor.ask("reception"), &fields.form(), &said).await {
        Err(Problem::Invalid(errors)) => in_words(&posted, &said, errors).await,
        saved => done(&posted, &said.site, date, saved.map(drop)),
    }
}

/// After a few numbers no more are taken: whoever came is noted in words, which stand there already.
async fn in_words(posted: &Posted, said: &Arriving, errors: Vec<FieldError>) -> Response {
    match reception_page(&posted.visitor, &said.site, said.date, None).await {
        Ok(mut page) => {
            if let Some((_, note)) = &mut page.caller {
                note.value = format!("Came with the number {}.", said.person);
                note.error = errors.first().map(|error| error.message.clone());
            }
            page.problems =
                Problems { list: errors.into_iter().map(|error| (error.field.to_owned(), error.message)).collect() };
            page.shell.has_problems = true;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => posted.failure(problem),
    }
}

/// Somebody left.
pub async fn left(Path((site, date)): Path<(String, Date)>, posted: Posted) -> Response {
    let fields = &posted.fields;
    if let Ok(caller) = fields.trimmed("caller").parse() {
        let said = CallerLeaving { caller, at: typed_time(fields.trimmed("at"), date), site };
        let saved =
            posted.visitor.web.service.caller_leaves(&posted.visitor.ask("reception"), &fields.form(), &said).await;
        return done(&posted, &said.site, date, saved.map(drop));
    }
    let said = Leaving {
        person: fields.trimmed("person").to_owned(),
        visit: fields.trimmed("visit").to_owned(),
        at: typed_time(fields.trimmed("at"), date),
        site,
        date,
    };
    let saved = posted.visitor.web.service.leave(&posted.visitor.ask("reception"), &fields.form(), &said).await;
    done(&posted, &said.site, date, saved.map(drop))
}

/// Somebody came in whom nobody can find on record.
pub async fn caller(Path((site, date)): Path<(String, Date)>, posted: Posted) -> Response {
    let fields = &posted.fields;
    let said =
        Calling { note: fields.trimmed("note").to_owned(), at: typed_time(fields.trimmed("at"), date), site, date };
    let saved = posted.visitor.web.service.note_caller(&posted.visitor.ask("reception"), &fields.form(), &said).await;
    done(&posted, &said.site, date, saved.map(drop))
}

/// What cannot be read is no reason to refuse: then only the day is known.
fn typed_time(text: &str, date: Date) -> Option<Minute> {
    read_time(text).map(|(hour, minute)| Minute::new(date.at(hour, minute, 0, 0)))
}

fn done(posted: &Posted, site: &str, date: Date, saved: Result<(), Problem>) -> Response {
    match saved {
        Ok(()) => Redirect::to(&format!("{}/{date}?done=recorded", href(site))).into_response(),
        Err(problem) => posted.failure(problem),
    }
}

async fn reception_page(
    visitor: &Visitor,
    site: &str,
    date: Date,
    typed: Option<Typed<'_>>,
) -> Result<ReceptionPage, Problem> {
    let service = &visitor.web.service;
    let seen = service.reception(&visitor.ask("reception"), site, date).await?;
    let names = service.names(officers(&seen)).await?;
    let today = visitor.now.day();
    let home = href(site);
    let on = Desk { visitor, seen: &seen, names: &names, home: home.clone(), nth: 0 };
    let beside = (1..).zip(&seen.beside);
    let beside = beside.map(|(nth, seen)| Desk { visitor, seen, names: &names, home: href(&seen.site.code), nth });
    // The building's own lines first, then those of whoever opened it by another code.
    let desks: Vec<Desk<'_>> = std::iter::once(on).chain(beside).collect();
    let on = &desks[0];
    let link = |day: Date| Link::new(day.strftime("%A %-d").to_string(), format!("{home}/{day}"));
    let (before, after) = (date.yesterday().unwrap_or(date), date.tomorrow().unwrap_or(date));
    let mut links = vec![link(before)];
    if date != today {
        links.push(Link::new("Today", format!("{home}/{today}")));
    }
    links.extend([link(after), Link::new("Register, to print", format!("{home}/{date}/print"))]);
    let mut shell = visitor.shell("Reception", Here::Sites).back("Site", &home);
    let empty = typed.as_ref().is_some_and(|typed| typed.words.is_empty());
    shell.has_problems = empty;
    let due = desks.iter().flat_map(|desk| &desk.seen.expected).filter(|expected| expected.visit.is_none()).count();
    let inside: Vec<VisitLine> = desks.iter().flat_map(Desk::inside).collect();
    let mut expected: Vec<(&str, ExpectedLine)> = desks.iter().flat_map(Desk::all_expected).collect();
    expected.sort_by_key(|(at, _)| *at);
    Ok(ReceptionPage {
        shell,
        problems: Problems {
            list: if empty { vec![("q".to_owned(), "Type a name or a CRN".to_owned())] } else { Vec::new() },
        },
        heading: format!("Reception: {}", seen.site.name),
        summary: format!(
            "{}: {} expected, {} in the building",
            date.strftime("%A %-d %B"),
            count(due, "person", "people"),
            inside.len()
        ),
        beside: beside_words(&seen),
        links,
        to_keep_to: seen.site.assessed.as_ref().map(|found| found.conditions.clone()).unwrap_or_default(),
        expected: expected.into_iter().map(|(_, line)| line).collect(),
        stranger: seen.stranger.then(|| {
            format!(
                "Somebody is in the building whose record cannot be seen here. Ask {} before anybody else sits down.",
                seen.senior
            )
        }),
        inside,
        gone: desks.iter().flat_map(Desk::gone).collect(),
        find: (date <= today).then(|| on.find(typed.as_ref())),
        callers: desks
            .iter()
            .flat_map(|desk| &desk.seen.callers)
            .map(|caller| (happened(caller.came), said(caller)))
            .collect(),
        caller: (date <= today).then(|| {
            let note = Field::new(Kind::Lines, "note", "Who they say they are, and what they want");
            (visitor.token(format!("{home}/{date}/caller"), 0), note)
        }),
        senior: seen.senior.clone(),
    })
}

/// Those whom people are expected by, in a building by any code that it has.
pub fn officers(seen: &Reception) -> Vec<String> {
    let lists = std::iter::once(seen).chain(&seen.beside);
    lists.flat_map(|list| &list.expected).map(|expected| expected.row.officer.clone()).collect()
}

/// That a building has another code, and whose people stand on this page too.
fn beside_words(seen: &Reception) -> Option<String> {
    let names: Vec<String> =
        seen.beside.iter().map(|list| format!("{} ({})", list.site.name, list.site.code)).collect();
    (!names.is_empty()).then(|| {
        format!(
            "This is one building with {}: whoever is expected or in it there stands here too.",
            names.join(" and ")
        )
    })
}

fn said(caller: &Caller) -> String {
    match (&caller.number, caller.note.as_str()) {
        (_, "") => "Said nothing.".to_owned(),
        (Some(_), note) => format!("{}: {note}", called(caller)),
        (None, note) => note.to_owned(),
    }
}

/// What whoever came with a number is called at the desk.
fn called(caller: &Caller) -> String {
    format!("Caller {}", caller.nth)
}

/// What every line of the page is made with.
struct Desk<'a> {
    visitor: &'a Visitor,
    seen: &'a Reception,
    names: &'a Names,
    home: String,
    /// 0 for the list that was asked for; above it the building's other codes.
    nth: usize,
}

impl<'a> Desk<'a> {
    /// Everybody who is expected, each with the minute they are sorted by.
    fn all_expected(&self) -> impl Iterator<Item = (&'a str, ExpectedLine)> {
        self.seen.expected.iter().map(|expected| (expected.row.starts.as_str(), self.expected(expected)))
    }

    /// Everybody who is in the building.
    fn inside(&self) -> Vec<VisitLine> {
        let unknown = self.seen.numbered.iter().filter(|caller| caller.left.is_none());
        self.seen.inside.iter().map(|visit| self.visit(visit)).chain(unknown.map(|one| self.caller(one))).collect()
    }

    /// Everybody who came and left.
    fn gone(&self) -> Vec<VisitLine> {
        let left = self.seen.numbered.iter().filter(|caller| caller.left.is_some());
        self.seen.gone.iter().map(|visit| self.visit(visit)).chain(left.map(|one| self.caller(one))).collect()
    }

    /// On which list somebody stands, where it is another than the one that was asked for.
    fn on_list(&self) -> String {
        if self.nth == 0 { String::new() } else { format!(", {}", self.seen.site.name) }
    }

    fn press(&self, way: &str, words: &'static str, whom: &str, fields: Vec<(&'static str, String)>) -> Press {
        let date = self.seen.date;
        // From paper: the time is asked for, and can be left out.
        let past = date < self.visitor.now.day();
        let list = (self.nth > 0).then(|| self.nth.to_string());
        let id = fields.iter().map(|(_, value)| value.rsplit('-').next().unwrap_or_default().to_owned());
        let id: Vec<String> = id.chain(list).collect();
        Press {
            token: self.visitor.token(format!("{}/{date}/{way}", self.home), 0),
            at: past.then(|| Field { id: format!("at-{way}-{}", id.join("-")), ..Field::new(Kind::Time, "at", "At") }),
            fields,
            words,
            whom: whom.to_owned(),
        }
    }

    fn ask(&self, first: bool) -> Option<String> {
        first.then(|| format!("Ask {} before they sit down", self.seen.senior))
    }

    fn expected(&self, expected: &Expected) -> ExpectedLine {
        let row = &expected.row;
        let name = name_of(expected.person.as_ref());
        let came = expected.visit.as_ref().map(|visit| match visit.went.as_str() {
            "" => format!("In the building since {}", of_minute(&visit.arrived)),
            went => format!("Left {}", of_minute(went)),
        });
        let receives = self.seen.date <= self.visitor.now.day() && came.is_none();
        let fields = vec![("person", row.stream.to_string()), ("appointment", row.appointment.clone())];
        ExpectedLine {
            time: of_minute(&row.starts),
            what: format!("{}{}", what(self.visitor, self.names, expected), self.on_list()),
            needs: needs(expected.person.as_ref()),
            ask: self.ask(expected.ask_first || (self.seen.stranger && receives)).or_else(|| {
                let early = expected.ask_now && receives;
                early.then(|| format!("If they come now, ask {} before they sit down", self.seen.senior))
            }),
            press: receives.then(|| self.press("came", "Came in", &name, fields)),
            came: came.unwrap_or_default(),
            name,
        }
    }

    fn visit(&self, visit: &Visit) -> VisitLine {
        let row = &visit.row;
        let name = name_of(visit.person.as_ref());
        let earlier = !row.arrived.starts_with(&self.seen.date.to_string());
        let came = if earlier { long_minute(&row.arrived) } else { of_minute(&row.arrived) };
        let mut when = match row.went.as_str() {
            "" => format!("Since {came}"),
            went => format!("{came} to {}", of_minute(went)),
        };
        if earlier {
            when.push_str(": nobody recorded that they left");
        }
        if row.appointment.is_empty() {
            when.push_str(", without an appointment");
        }
        when.push_str(&self.on_list());
        let fields = vec![("person", row.stream.to_string()), ("visit", row.visit.clone())];
        VisitLine {
            when,
            needs: needs(visit.person.as_ref()),
            ask: self.ask(visit.ask_first),
            press: row.went.is_empty().then(|| self.press("left", "Left", &name, fields)),
            name,
        }
    }

    /// Whoever came with a number, of a record that is not seen here or that nobody has.
    fn caller(&self, caller: &Caller) -> VisitLine {
        let name = format!("{}{}", called(caller), self.on_list());
        let at = |when: Happened| match when {
            Happened::At(at) if at.day() == self.seen.date => clock(at),
            when => happened(when),
        };
        let came = at(caller.came);
        let when = match caller.left {
            Some(left) => format!("{came} to {}", at(left)),
            None if caller.came.day() == self.seen.date => format!("Since {came}"),
            None => format!("Since {came}: nobody recorded that they left"),
        };
        let fields = vec![("caller", caller.entry.seq.to_string())];
        VisitLine {
            when,
            needs: Vec::new(),
            ask: self.ask(caller.left.is_none() && self.seen.stranger),
            press: caller.left.is_none().then(|| self.press("left", "Left", &name, fields)),
            name,
        }
    }

    fn find(&self, typed: Option<&Typed<'_>>) -> Find {
        let date = self.seen.date;
        let words = typed.map_or("", |typed| typed.words);
        let search = typed.and_then(|typed| typed.search);
        let line = |(name, known_by, who): (String, String, String)| {
            let ask = self.ask(self.seen.stranger || typed.is_some_and(|typed| typed.ask.contains(&who)));
            FoundLine { known_by, ask, press: self.press("came", "Came in", &name, vec![("person", who)]), name }
        };
        let mut lines: Vec<FoundLine> =
            search.iter().flat_map(|search| search.found.iter().filter_map(known)).map(line).collect();
        if lines.is_empty() && search.is_some() && words.parse::<Crn>().is_ok() {
            // A number that nobody has, or that of a record which is limited to others: nothing here tells which.
            lines.push(line((WITHHELD.to_owned(), "the number you typed".to_owned(), words.to_owned())));
        }
        Find {
            token: self.visitor.token(format!("{}/{date}/find", self.home), 0),
            typed: Field::new(Kind::Line, "q", "Name or CRN").value(words),
            summary: search.map(|_| count(lines.len(), "person", "people")),
            found: lines,
        }
    }
}

/// Somebody who was found: their name, what they are known by, and their stream. Whose record is limited is found by nothing.
fn known(found: &Found) -> Option<(String, String, String)> {
    let Found::Person { row, .. } = found else { return None };
    let born = row.dob.as_deref().and_then(|day| day.parse::<Date>().ok());
    let born = born.map_or_else(|| "date of birth not known".to_owned(), |b| format!("born {}", plain_day(b)));
    Some((row.name.clone(), format!("{}, {born}", row.crn), row.stream.to_string()))
}

/// What an appointment is in general, in which room and with whom.
pub fn what(visitor: &Visitor, names: &Names, expected: &Expected) -> String {
    let kind = visitor.web.service.standards().contact_type(&expected.row.mode);
    let mut parts = vec![kind.map_or("Appointment", |kind| kind.in_general()).to_owned()];
    if !expected.row.room.is_empty() {
        parts.push(expected.row.room.clone());
    }
    parts.push(format!("with {}", names.of_staff(&expected.row.officer)));
    if !expected.with.is_empty() {
        parts.push(format!("also there: {}", expected.with));
    }
    parts.join(", ")
}

/// Their name, as in a list.
pub fn name_of(person: Option<&PersonRow>) -> String {
    person.map_or_else(|| WITHHELD.to_owned(), |person| person.name.clone())
}

/// Interpreter, adjustments; nothing else of what is flagged.
pub fn needs(person: Option<&PersonRow>) -> Vec<String> {
    let Some(person) = person else { return Vec::new() };
    let flags: Vec<StoredFlag> = serde_json::from_str(&person.flags).unwrap_or_default();
    flags.into_iter().filter(|flag| flag.code == "need").map(|flag| flag.words).collect()
}

/// `9:30am`, of a minute; of a mere day that the time is not known.
pub fn of_minute(text: &str) -> String {
    text.parse::<Minute>().map_or_else(|_| "a time not known".to_owned(), clock)
}

fn long_minute(text: &str) -> String {
    text.parse::<Minute>().map_or_else(|_| crate::words::day_of(text), crate::words::minute)
}
