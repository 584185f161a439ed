//! What came of an appointment, and what follows: the form of the day's slots and of the appointment's own page.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::ToSpan;
use jiff::civil::Date;
use practice::Standards;
use record::StreamId;
use record::case::{Appointment, CaseFile, View};
use record::facts::person::Decision;
use record::time::Minute;
use serde::Deserialize;
use service::attendance::{Attendance, REASON_PENDING, UNACCEPTABLE};
use service::booking::offers::Refused;
use service::booking::{Besides, NextAppointment};
use service::door::Opened;
use service::elsewhere::stands_elsewhere;
use service::letters::Post;
use service::{FieldError, Problem};

use crate::answer::{failure, page_with};
use crate::components::{Fact, Facts, Here, Link, Notice, Tone};
use crate::handlers::appointments::next::{alone, proposal, propose, way_out, when_and_where};
use crate::handlers::appointments::outcome_form::{decision, form, only_open, problems, refill};
use crate::handlers::appointments::refusal::offered_officer;
use crate::handlers::appointments::visits::{visit_again, whereabouts};
use crate::handlers::case::note::handling;
use crate::handlers::case::timeline::entry;
use crate::handlers::day::today;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::handlers::post::words as post_words;
use crate::pages::appointments::absence::AbsencePage;
use crate::posted::{Fields, Posted};
use crate::visitor::Visitor;
use crate::words::{minute, outcome_flag, short_day};

/// Where a form stood: a slot of a day, or the appointment's own page.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Stood {
    /// The day whose page it stood on.
    #[serde(default)]
    pub day: Option<Date>,
    /// The number of the slot.
    #[serde(default)]
    pub slot: Option<usize>,
}

/// The appointment's own page.
pub async fn show(visitor: Visitor, Path((case, appointment)): Path<(String, String)>) -> Response {
    let path = format!("/cases/{case}/appointments/{appointment}");
    let draft = visitor.web.service.draft(&visitor.ask("appointment"), &path, "").await;
    let typed = draft.map(|d| d.map(|row| Fields::parse(row.body.as_bytes())));
    match typed {
        Ok(typed) => {
            let kept = typed.is_some();
            let shown = appointment_page(&visitor, &case, &appointment, typed.unwrap_or_default(), &[]).await;
            let page = shown.map(|mut page| {
                if kept {
                    page.shell.notice =
                        Some(Notice::new(Tone::Note, "What you typed before is here again. It is not recorded yet."));
                }
                page_with(StatusCode::OK, &page)
            });
            page.unwrap_or_else(|problem| failure(&visitor.web, Some(&visitor), problem))
        }
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// Takes the form.
pub async fn submit(
    Path((case, appointment)): Path<(String, String)>,
    Query(stood): Query<Stood>,
    posted: Posted,
) -> Response {
    let visitor = &posted.visitor;
    if posted.sent_before {
        return Redirect::to(&after(&case, &stood, decided(&posted.fields))).into_response();
    }
    match record(visitor, &case, &appointment, &posted.fields).await {
        Ok(decided) => {
            let path = format!("/cases/{case}/appointments/{appointment}");
            visitor.web.service.drop_draft(&visitor.ask("appointment"), &path).await;
            Redirect::to(&after(&case, &stood, decided)).into_response()
        }
        Err(Problem::Invalid(errors)) => match (stood.day, stood.slot) {
            (Some(day), Some(slot)) => today::with_problems(visitor, day, slot, &posted.fields, &errors).await,
            _ => match appointment_page(visitor, &case, &appointment, posted.fields.clone(), &errors).await {
                Ok(page) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &page),
                Err(problem) => posted.failure(problem),
            },
        },
        Err(Problem::Changed { .. }) => changed(visitor, &case, &appointment, &posted.fields).await,
        Err(problem) => posted.failure(problem),
    }
}

fn after(case: &str, stood: &Stood, decided: Option<Decision>) -> String {
    match (stood.day, stood.slot, decided) {
        (_, _, Some(Decision::Warn)) => format!("/cases/{case}?done=warned"),
        (Some(day), Some(slot), _) => format!("/day/{day}?done=recorded#slot-{slot}"),
        _ => format!("/cases/{case}?done=recorded"),
    }
}

async fn record(
    visitor: &Visitor,
    case: &str,
    appointment: &str,
    fields: &Fields,
) -> Result<Option<Decision>, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let ask = visitor.ask("appointment");
    let service = &visitor.web.service;
    let opened = service.open(&ask, access::Action::RecordContact, &person, View::default()).await?;
    let held = opened.file.appointment(appointment).ok_or(Problem::NotFound)?;
    let said = read(fields, &person, held, visitor)?;
    let decision = said.decision;
    if held.held.is_some() && !fields.get("decision").is_empty() && fields.get("outcome").is_empty() {
        service.decide_failure(&ask, &fields.form(), &said).await?;
    } else {
        service.record_attendance(&ask, &fields.form(), &said).await?;
    }
    Ok(decision)
}

/// Reads the form: what was chosen decides which of the other fields count.
fn read(fields: &Fields, person: &StreamId, held: &Appointment, visitor: &Visitor) -> Result<Attendance, Problem> {
    let chosen = fields.trimmed("outcome");
    let failed = matches!(chosen, "absent" | "not_complied") || (chosen.is_empty() && held.held.is_some());
    let decision = decided(fields).filter(|_| failed);
    let mut errors = Vec::new();
    if failed && fields.trimmed("decision").is_empty() {
        errors.push(FieldError::new("decision", "Choose what to do about this, or “Decide later”"));
    }
    let outcome = match chosen {
        "complied" => "ATTC",
        "not_complied" => "AFTC",
        "acceptable" => acceptable(fields.trimmed("acceptable_reason")).unwrap_or_else(|| {
            errors.push(FieldError::new("acceptable_reason", "Choose the reason you accepted"));
            ""
        }),
        "absent" if decision.is_some() || fields.trimmed("excuse") == "rejected" => UNACCEPTABLE,
        "absent" => REASON_PENDING,
        _ if held.held.is_some() => "",
        _ => {
            errors.push(FieldError::new("outcome", "Choose what came of the appointment"));
            ""
        }
    };
    let next = next(fields, held, visitor, &mut errors);
    if !errors.is_empty() {
        return Err(Problem::Invalid(errors));
    }
    Ok(Attendance {
        person: person.to_string(),
        appointment: held.component.clone(),
        outcome: outcome.to_owned(),
        note: fields.trimmed("note").to_owned(),
        handling: handling(fields),
        decision,
        decision_reason: fields.trimmed("decision_reason").to_owned(),
        post: if fields.trimmed("serve_by") == "hand" { Post::ByHand } else { Post::FirstClass },
        next,
        instructed_by: String::new(),
    })
}

fn next(
    fields: &Fields,
    held: &Appointment,
    visitor: &Visitor,
    errors: &mut Vec<FieldError>,
) -> Option<NextAppointment> {
    let (starts, place) = when_and_where(fields, visitor.now.london(), errors)?;
    Some(NextAppointment {
        contact: held.booked.contact.clone(),
        order: held.booked.order.clone(),
        starts,
        minutes: held.booked.minutes,
        site: if place.is_empty() { held.booked.site.clone() } else { place },
        staff: offered_officer(fields).unwrap_or(&held.booked.staff).to_owned(),
        team: held.booked.team.clone(),
        purpose: String::new(),
        besides: Besides { override_reason: fields.trimmed("override").to_owned(), ..Besides::default() },
    })
}

fn acceptable(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "medical" => "AAME",
        "employment" => "AAEM",
        "family" => "AAFC",
        "court" => "AACL",
        "religious" => "AARE",
        "custody" => "AARC",
        "service" => "AASD",
        "other" => "AAAA",
        _ => return None,
    })
}

/// What is decided with it. Where the outcome is recorded alone no warning is: its letter gives the next appointment.
fn decided(fields: &Fields) -> Option<Decision> {
    decision(fields.trimmed("decision")).filter(|decision| !alone(fields) || *decision != Decision::Warn)
}

async fn appointment_page(
    visitor: &Visitor,
    case: &str,
    appointment: &str,
    typed: Fields,
    errors: &[FieldError],
) -> Result<AbsencePage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let ask = visitor.ask("appointment");
    let opened = service.open(&ask, access::Action::ViewCase, &person, View::default()).await?;
    let held = opened.file.appointment(appointment).ok_or(Problem::NotFound)?.clone();
    let with = service.next_with(&ask, &person, appointment).await?.staff;
    let names = service.names(staff_of(&opened.file).into_iter().chain([with.clone()])).await?;
    let places = service.own_places(&ask).await?;
    // Where the rule cannot be worked out (a day beyond the bank holidays known), the appointment is still shown.
    let open = service.open_after_failure(&ask, &opened, &held).unwrap_or_default();
    let may = |action| access::role_does(visitor.actor().role, action);
    // After a warning one thing is open still: evidence of an excuse, which takes the warning back.
    let warned = opened.file.warnings.iter().any(|w| w.appointment == appointment && w.withdrawn.is_none());
    let undecided =
        held.held.as_ref().is_some_and(|h| service::clocks::needs_decision(service.standards(), &h.outcome))
            && (held.decided.is_none() || warned)
            && may(access::Action::DecideFailure);
    let to_record = held.is_open() && may(access::Action::RecordContact);
    let mut form = (to_record || undecided).then(|| {
        let action = format!("/cases/{case}/appointments/{appointment}");
        let today = visitor.now.day();
        let mut form = form("a", visitor.token(action, held.version), &places, &held.booked.site, open.as_ref(), today);
        visit_again(&mut form, &held.booked.contact, held.booked.at.as_ref());
        if !may(access::Action::DecideFailure) {
            only_open(&mut form, &[]);
        }
        let after = held.booked.starts.max(visitor.now.london());
        let booked = opened.file.next_appointment_after(after).map(|a| a.booked.starts);
        if !warned {
            propose(&mut form, booked, proposal(service.standards(), held.booked.starts, today));
        }
        if with != held.booked.staff {
            form.next_is_with(&names.of_staff(&with));
        }
        if undecided {
            form.outcome.options.clear();
            "Decide".clone_into(&mut form.button);
        }
        if warned {
            form.decision.options.retain(|option| option.value == "excuse");
            form.excuse.options.clear();
        }
        if typed.is_empty() { form } else { refill(form, &typed, errors) }
    });
    if let Some(form) = form.as_mut().filter(|_| !errors.is_empty()) {
        let visited = stands_elsewhere(&held.booked.contact, held.booked.at.as_ref(), service.standards());
        let stood = Refused {
            person: person.clone(),
            contact: held.booked.contact.clone(),
            staff: with.clone(),
            site: if visited { String::new() } else { held.booked.site.clone() },
            room: String::new(),
            starts: held.booked.starts,
            minutes: held.booked.minutes,
        };
        form.way_out = way_out(visitor, form, stood, &names, &typed, errors).await?;
    }
    let mut shell = visitor.shell("Appointment", Here::Find).back("Case overview", &case_href(&person));
    shell.has_problems = !errors.is_empty();
    Ok(AbsencePage {
        shell,
        case: case_header(visitor, &person, &opened.file, &names, ""),
        problems: problems("a", errors),
        heading: format!("{}, {}", contact_words(service.standards(), &held), minute(held.booked.starts)),
        facts: facts(&held, &names, &opened.file, visitor.now.london()),
        change: change(visitor, case, &held),
        form,
        earlier: earlier(visitor, &opened, &held, &names),
        recorded: entries_about(visitor, &opened, appointment, &names),
    })
}

/// What kind of appointment it is, in words.
pub fn contact_words(standards: &Standards, held: &Appointment) -> String {
    standards.contact_type(&held.booked.contact).map_or_else(|| held.booked.contact.clone(), |kind| kind.words.clone())
}

/// Every member of staff a case file names as holding it or an appointment.
pub fn staff_of(file: &CaseFile) -> Vec<String> {
    let holders = file.orders.iter().flat_map(|o| &o.allocations).map(|a| a.staff.clone());
    holders.chain(file.appointments.iter().map(|a| a.booked.staff.clone())).collect()
}

/// Where an appointment that is still to come is moved or called off.
fn change(visitor: &Visitor, case: &str, held: &Appointment) -> Vec<Link> {
    let to_come = held.is_open() && held.booked.starts > visitor.now.london();
    if !to_come || !access::role_does(visitor.actor().role, access::Action::Book) {
        return Vec::new();
    }
    let own = format!("/cases/{case}/appointments/{}", held.component);
    vec![Link::new("Move it", format!("{own}/move")), Link::new("Call it off", format!("{own}/cancel"))]
}

fn facts(held: &Appointment, names: &service::directory::Names, file: &CaseFile, now: Minute) -> Facts {
    let mut rows = vec![
        Fact::new("Place", whereabouts(names, &held.booked.site, held.booked.at.as_ref(), &held.booked.room)),
        Fact::new("With", names.of_staff(&held.booked.staff)),
        Fact::new("Length", format!("{} minutes", held.booked.minutes)),
    ];
    if !held.booked.with.is_empty() {
        rows.push(Fact::new("Also there", held.booked.with.clone()));
    }
    for moved in &held.moves {
        let why = moved.reason.clone().unwrap_or_default();
        rows.push(Fact::new("Moved from", minute(moved.from)).note(why));
    }
    rows.push(post_words::reminded(file, held, now));
    if let Some(off) = &held.cancelled {
        rows.push(Fact::new("Called off", short_day(off.on)).note(off.reason.clone().unwrap_or_default()));
    }
    Facts::from(rows)
}

/// Failures of the last twelve months: what a decision rests on.
fn earlier(
    visitor: &Visitor,
    opened: &Opened,
    held: &Appointment,
    names: &service::directory::Names,
) -> Vec<crate::components::Entry> {
    let standards = visitor.web.service.standards();
    let since = visitor.now.day().saturating_sub(12.months());
    let failed = opened.file.appointments.iter().filter(|a| {
        a.component != held.component
            && a.booked.starts.day() >= since
            && a.held.as_ref().is_some_and(|h| service::clocks::needs_decision(standards, &h.outcome))
    });
    let seqs: Vec<u64> = failed.filter_map(|a| a.held.as_ref()).map(|h| h.entry.seq).collect();
    let lines = record::case::timeline(&opened.entries, View::default());
    lines.iter().filter(|l| seqs.contains(&l.entry.id.seq)).map(|l| entry(visitor, l, &opened.file, names)).collect()
}

fn entries_about(
    visitor: &Visitor,
    opened: &Opened,
    appointment: &str,
    names: &service::directory::Names,
) -> Vec<crate::components::Entry> {
    let lines = record::case::timeline(&opened.entries, View::default());
    let about = lines.iter().filter(|l| l.content.is_some_and(|c| c.component.as_deref() == Some(appointment)));
    about.map(|l| entry(visitor, l, &opened.file, names)).collect()
}

/// Somebody else changed the appointment while the form was open: both are shown, nothing typed is lost.
async fn changed(visitor: &Visitor, case: &str, appointment: &str, typed: &Fields) -> Response {
    let shown = async {
        let person = case_id(case).ok_or(Problem::NotFound)?;
        let ask = visitor.ask("appointment");
        let service = &visitor.web.service;
        let opened = service.open(&ask, access::Action::RecordContact, &person, View::default()).await?;
        let held = opened.file.appointment(appointment).ok_or(Problem::NotFound)?;
        let standards = service.standards();
        let stands = match &held.held {
            Some(h) => Fact::new("Outcome", outcome_flag(standards, &h.outcome).text).note(format!(
                "Recorded {} by {}",
                crate::words::instant(h.recorded),
                h.by
            )),
            None => Fact::new("Time", minute(held.booked.starts)).note("It was moved while you were typing."),
        };
        let mine: Vec<Fact> =
            typed.answers().filter(|(_, v)| !v.is_empty()).map(|(n, v)| Fact::new(n.replace('_', " "), v)).collect();
        let action = format!("/cases/{case}/appointments/{appointment}");
        Ok::<_, Problem>(crate::pages::problem::ConflictPage {
            shell: visitor.shell("Someone else changed this", Here::Find),
            summary: "This appointment was changed after you opened the form. Nothing of yours was recorded."
                .to_owned(),
            theirs: Facts::from(vec![stands]),
            yours: Facts::from(mine),
            again: visitor.token(action.clone(), held.version),
            kept: typed.answers().map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
            button: "Record mine as well".to_owned(),
            edit: Some(Link::new("Look at the appointment", action)),
            leave: Link::new("Leave it as it stands", case_href(&person)),
        })
    };
    match shown.await {
        Ok(page) => page_with(StatusCode::CONFLICT, &page),
        Err(problem) => failure(&visitor.web, Some(visitor), problem),
    }
}
