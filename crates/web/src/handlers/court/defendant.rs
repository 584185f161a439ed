//! One defendant: who they may be, who they are, and what the court asks of us about them.

use access::Refusal;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use record::facts::court::CaseListed;
use service::Problem;
use service::court::compare;
use service::court::confirm::Choice;
use service::court::day::{Answer, Defendant};
use service::court::known::{Compliance, Known};
use service::court::matching::FoundBy;

use super::day::{room_name, title};
use super::{day_href, day_part};
use crate::answer::{failure, page};
use crate::components::{Fact, Facts, Flag, Here, Link, Problems, Tone};
use crate::handlers::frame::{case_href, case_id};
use crate::pages::court::defendant::{Agreement, Candidate, Compared, Confirmed, DefendantPage};
use crate::posted::Posted;
use crate::visitor::Visitor;
use crate::words::{clock, count, day_of, instant, minute, plain_day, short_day, written};

/// Where a defendant stands: court, day, key.
type Place = (String, String, String);

/// The page.
pub async fn show(visitor: Visitor, Path((court, day, key)): Path<Place>) -> Response {
    let found = match day_part(&day) {
        Ok(date) => {
            let ask = visitor.ask("defendant");
            visitor.web.service.listed_defendant(&ask, &court, date, &key).await
        }
        Err(problem) => Err(problem),
    };
    match found {
        Ok(found) => page(&filled(&visitor, &found, &court, &day, &key)),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// Somebody says who it is, that it is nobody on record, or takes that back.
pub async fn submit(Path((court, day, key)): Path<Place>, posted: Posted) -> Response {
    let (service, ask) = (&posted.visitor.web.service, posted.visitor.ask("defendant"));
    let (fields, form) = (&posted.fields, posted.fields.form());
    let here = format!("/courts/{court}/{day}/{key}");
    let mut choice = Choice { court, day, case: key, person: String::new() };
    let saved = if !fields.trimmed("person").is_empty() {
        match case_id(fields.trimmed("person")) {
            Some(person) => {
                choice.person = person.to_string();
                service.confirm_match(&ask, &form, &choice).await
            }
            None => Err(Problem::NotFound),
        }
    } else if !fields.trimmed("none").is_empty() {
        service.confirm_no_record(&ask, &form, &choice).await
    } else if !fields.trimmed("undo").is_empty() {
        service.undo_match(&ask, &form, &choice, posted.visitor.web.clocks.machine()).await
    } else {
        Err(Problem::field("person", "Choose who this is, or say that it is nobody on record"))
    };
    match saved {
        Ok(_) => Redirect::to(&here).into_response(),
        Err(problem) => posted.failure(problem),
    }
}

fn filled(visitor: &Visitor, found: &Defendant, court: &str, day: &str, key: &str) -> DefendantPage {
    let case = &found.case;
    let here = format!("/courts/{court}/{day}/{key}");
    let may_say = found.may_confirm && found.answer.is_none() && !case.defendant.organisation && !case.taken_off;
    let people = &found.candidates.people;
    let label = if people.is_empty() { "Nobody on record" } else { "None of these" };
    DefendantPage {
        shell: visitor.shell("Defendant", Here::Court).back("Court list", &day_href(court, case.day)),
        problems: Problems::default(),
        name: case.defendant.name.clone(),
        place: place(found),
        listed: Facts::from(listed(found)),
        candidates: people
            .iter()
            .map(|candidate| Candidate {
                name: candidate.name.clone(),
                crn: candidate.crn.clone(),
                strength: strength(candidate.found_by),
                rows: candidate.compared.iter().map(compared).collect(),
                confirm: visitor.token(here.clone(), found.version),
                value: candidate.person.as_str().trim_start_matches("person-").to_owned(),
            })
            .collect(),
        advice: if may_say { advice(found) } else { closed(found) },
        none: may_say.then(|| (label.to_owned(), visitor.token(here.clone(), found.version))),
        confirmed: found.answer.as_ref().map(|answer| {
            let undo = found.may_confirm.then(|| visitor.token(here.clone(), found.version));
            Confirmed { undo, ..confirmed(answer, visitor.now.day()) }
        }),
        walk: found
            .next_to_check
            .iter()
            .filter(|_| found.may_confirm)
            .map(|(key, name)| Link::new(format!("Next to check: {name}"), format!("/courts/{court}/{day}/{key}")))
            .collect(),
    }
}

fn place(found: &Defendant) -> String {
    let case = &found.case;
    let number = case.listing.map(|n| format!("number {n}")).unwrap_or_default();
    let parts = [found.court.clone(), room_name(case), number, written(case.day), case.session.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What the list says. "Not given" is said, a row is never left out.
fn listed(found: &Defendant) -> Vec<Fact> {
    let CaseListed { defendant, .. } = &found.case;
    let given = |text: &str| if text.is_empty() { "Not given".to_owned() } else { text.to_owned() };
    let number = |what: &str, raw: &str, canonical: Option<&String>| {
        let fact = Fact::new(what, given(canonical.map_or(raw, String::as_str)));
        if canonical.is_some() || raw.is_empty() {
            return fact;
        }
        fact.note("As the court gave it: its check letter or its form is wrong")
    };
    let offences: Vec<String> = found.case.offences.iter().map(|o| title(&o.title, &o.code)).collect();
    let sex = match defendant.sex.as_str() {
        "M" => "Male",
        "F" => "Female",
        _ => "Not given",
    };
    let mut facts = vec![
        Fact::new("Name", defendant.name.clone()),
        Fact::new("Date of birth", defendant.born.map_or_else(|| "Not given".to_owned(), plain_day)),
        Fact::new("Sex", sex),
        number("PNC number", &defendant.pnc, defendant.pnc_canonical.as_ref()),
        number("CRO number", &defendant.cro, defendant.cro_canonical.as_ref()),
        Fact::new("Address", given(&defendant.address.join(", "))),
        Fact::new("Offences", given(&offences.join("; "))),
        Fact::new("Listed for", given(&found.case.listed_for)),
        Fact::new("Case number", given(&found.case.case_no)),
        Fact::new(
            "Result",
            match found.case.results.as_slice() {
                [] => "None received".to_owned(),
                results => results.join("; "),
            },
        ),
    ];
    let versions = match found.versions {
        0 | 1 => String::new(),
        n => format!(", version {n}"),
    };
    facts.push(Fact::new("List received", format!("{}{versions}", instant(found.received))));
    facts
}

fn advice(found: &Defendant) -> Vec<String> {
    let mut lines = Vec::new();
    let limited = found.candidates.limited;
    if limited > 0 {
        let records = if limited == 1 {
            "1 more record may match".to_owned()
        } else {
            format!("{limited} more records may match")
        };
        lines.push(format!("{records}. Access is limited to named staff: ask a senior probation officer."));
    }
    let who = &found.case.defendant;
    if found.candidates.people.is_empty() && limited == 0 {
        lines
            .push("No record found that agrees with the list in a number, or in surname and date of birth.".to_owned());
    }
    if who.born.is_none() && who.pnc.is_empty() && who.cro.is_empty() {
        lines.push("The list gives no date of birth and no number, so only the name could be compared.".to_owned());
    }
    lines
}

fn closed(found: &Defendant) -> Vec<String> {
    let line = match (&found.answer, found.case.taken_off, found.case.defendant.organisation) {
        (_, true, _) => "The court has taken this case off the day.",
        (Some(_), ..) => return Vec::new(),
        (None, _, true) => "An organisation: there is no record to look for.",
        (None, ..) => "A court officer says who this is. Until then no record opens.",
    };
    vec![line.to_owned()]
}

fn strength(found_by: FoundBy) -> Flag {
    let tone = match found_by {
        FoundBy::Pnc | FoundBy::Cro | FoundBy::NameAndBirth => Tone::Good,
        FoundBy::NameAndSwappedBirth | FoundBy::SurnameAndBirth => Tone::Soon,
        FoundBy::Name => Tone::Unknown,
    };
    Flag::new(tone, found_by.words())
}

fn compared(row: &compare::Compared) -> Compared {
    let shown = |text: &str, nothing: &str| match text {
        "" => nothing.to_owned(),
        text => day_of_birth(row.what, text),
    };
    Compared {
        label: row.what.words().to_owned(),
        listed: shown(&row.listed, "Not given"),
        held: shown(&row.held, "Not held"),
        agreement: match row.agreement {
            compare::Agreement::Same => Agreement::Agrees,
            compare::Agreement::Near => Agreement::Near,
            compare::Agreement::Differs => Agreement::Differs,
            compare::Agreement::Unknown => Agreement::Unknown,
        },
    }
}

fn day_of_birth(what: compare::What, text: &str) -> String {
    match text.parse::<Date>() {
        Ok(day) if what == compare::What::Born => plain_day(day),
        _ => text.to_owned(),
    }
}

fn confirmed(answer: &Answer, today: Date) -> Confirmed {
    let at = if answer.at.day() == today { clock(answer.at.london()) } else { instant(answer.at) };
    let when = format!("Confirmed {at} by {}", answer.by);
    let (heading, case, facts) = match &answer.known {
        None => ("Nobody on record", None, Vec::new()),
        Some(Err(refusal)) => ("On record", None, vec![Fact::new("Record", not_open(refusal))]),
        Some(Ok(known)) => {
            ("On record", Some(Link::new("Open the case", case_href(&known.person))), on_record(known, today))
        }
    };
    Confirmed { heading: heading.to_owned(), case, when, facts: Facts::from(facts), undo: None }
}

fn not_open(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Limited => "Access to this record is limited to named staff.".to_owned(),
        Refusal::NotTheirRole => "Your role does not let you see it.".to_owned(),
        Refusal::NoRelationship { ask: Some(team) } => {
            format!("Not open to you: nothing ties you to this person today. Ask team {team}.")
        }
        Refusal::NoRelationship { ask: None } => "Not open to you: nothing ties you to this person today.".to_owned(),
    }
}

/// What the court asks of us about somebody on record.
fn on_record(known: &Known, today: Date) -> Vec<Fact> {
    let file = &known.file;
    let none = |text: String, nothing: &str| if text.is_empty() { nothing.to_owned() } else { text };
    let mut facts = Vec::new();
    if let Some(person) = &file.person {
        facts.push(Fact::new("Person", person.recorded.name.plain()).note(format!("CRN {}", person.recorded.crn)));
    }
    for order in file.active_orders(today) {
        let ends = order.made.until.map_or_else(|| "for life".to_owned(), |last| format!("ends {}", short_day(last)));
        let holder = known.holders.iter().find(|h| h.order == order.component);
        facts.push(Fact::new("Order", format!("{}, {ends}", order.made.kind.words())).note(holder.map_or_else(
            || "Held by nobody: not allocated".to_owned(),
            |h| {
                let telephone = none(h.telephone.clone(), "no telephone held");
                format!("{}, {}, {}, {telephone}", h.officer, h.team, h.provider)
            },
        )));
        let requirements = order.made.requirements.iter().map(|r| match (r.amount, &r.unit) {
            (Some(amount), Some(unit)) => format!("{}, {amount} {unit}", r.category),
            _ => r.category.clone(),
        });
        let requirements = requirements.collect::<Vec<_>>().join("; ");
        facts.push(Fact::new("Requirements", none(requirements, "None recorded")));
    }
    if file.active_orders(today).next().is_none() {
        facts.push(Fact::new("Order", "None running today"));
    }
    let warned: Vec<String> = known.warned_until.iter().map(|last| format!("until {}", short_day(*last))).collect();
    let breaches: Vec<String> = file.breaches.iter().map(|b| short_day(b.on)).collect();
    let flags = file.registrations.iter().filter(|r| r.ended.is_none()).map(|r| r.registered.words.clone());
    let flags = flags.collect::<Vec<_>>().join("; ");
    let needs = file.person.iter().flat_map(|p| &p.needs).map(|n| match n.detail.as_str() {
        "" => n.need.clone(),
        detail => format!("{}: {detail}", n.need),
    });
    let needs = needs.collect::<Vec<_>>().join("; ");
    facts.push(compliance(&known.compliance));
    facts.push(Fact::new("Warnings in force", none(warned.join("; "), "None")));
    facts.push(Fact::new("Breaches referred", none(breaches.join("; "), "None recorded")));
    facts.push(Fact::new("Flags", none(flags, "None recorded")));
    facts.push(Fact::new(
        "Next appointment",
        match &known.next {
            Some((at, place)) => format!("{}, {place}", minute(*at)),
            None => "None booked".to_owned(),
        },
    ));
    facts.push(Fact::new("Needs", none(needs, "None recorded")));
    facts
}

fn compliance(counted: &Compliance) -> Fact {
    let since = counted.since.map(|day| format!("Since {}", day_of(&day.to_string())));
    if counted.booked == 0 {
        return Fact::new("Last 12 months", "No appointments").note(since.unwrap_or_default());
    }
    let mut parts = vec![
        format!("{} of {} appointments attended", counted.attended, counted.booked),
        count(counted.failed, "failure to comply", "failures to comply"),
    ];
    let rest = [
        (counted.excused, "acceptable absence", "acceptable absences"),
        (counted.awaited, "absence whose reason is not yet known", "absences whose reason is not yet known"),
        (counted.unrecorded, "without an outcome recorded", "without an outcome recorded"),
    ];
    parts.extend(rest.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(n, one, many)));
    Fact::new("Last 12 months", parts.join("; ")).note(since.unwrap_or_default())
}
