//! One arrangement to keep people apart: looked at again, or ended.

use access::{Action, role_does};
use record::StreamId;
use record::apart::{Arrangement, Entrusted, Leaving, Settled};
use record::facts::keepapart::{Confidence, Who};
use serde::Deserialize;
use service::apart::confirming::{Confirming, OfLeaver, Settling};
use service::apart::{Reviewing, Seen, SeenMember};
use service::directory::Names;
use service::people::read_date;
use service::{FieldError, Problem};

use super::apart::{arranged, review_hint, until};
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems};
use crate::handlers::forms::Form;
use crate::pages::case::apart_review::{ApartReviewPage, ReviewForm};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{count, minute, short_day, typed_day};

/// A look at an arrangement.
#[derive(Debug, Deserialize)]
pub struct ReviewApartForm {
    stream: StreamId,
}

impl Form for ReviewApartForm {
    type Page = ApartReviewPage;

    fn address(&self) -> String {
        format!("/apart/{}", self.stream)
    }

    fn done(&self) -> String {
        self.address()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        if typed.trimmed("what") == "confirm" {
            let said = Confirming { stream: self.stream.to_string(), reason: typed.get("reason").to_owned() };
            let ask = visitor.ask("apart");
            return visitor.web.service.confirm_apart(&ask, &typed.form(), &said).await.map(drop);
        }
        if let Some((what, of)) = settling(typed.trimmed("what")) {
            let (person, group) = of.split_once(' ').ok_or(Problem::NotFound)?;
            let (stream, reason) = (self.stream.to_string(), typed.get("reason").to_owned());
            let said = OfLeaver { stream, person: person.to_owned(), group: group.to_owned(), what, reason };
            return visitor.web.service.settle_leaver(&visitor.ask("apart"), &typed.form(), &said).await.map(drop);
        }
        let said = Reviewing {
            stream: self.stream.to_string(),
            end: typed.trimmed("what") == "end",
            reason: typed.get("reason").to_owned(),
            confidence: Confidence::of_code(typed.trimmed("confidence")),
            review_on: read_date(typed.trimmed("review_on")),
            until: until(typed)?,
        };
        visitor.web.service.review_apart(&visitor.ask("apart"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<ApartReviewPage, Problem> {
        let (service, ask) = (&visitor.web.service, visitor.ask("apart"));
        let seen = service.seen_apart(&ask, &self.stream).await?;
        let stands = &seen.arrangement;
        let confirmed = stands.confirmed.iter().map(|(by, _)| by.clone());
        let by = stands.overridden.iter().map(|one| one.by.clone()).chain(confirmed).chain([stands.by.clone()]);
        let with = |one: &Entrusted| {
            [one.by.clone(), one.case.staff.clone()].into_iter().chain(one.case.covers_for.clone()).collect::<Vec<_>>()
        };
        let by = by.chain(stands.entrusted.iter().flat_map(with)).chain(seen.answering.staff());
        let names = service.names(by).await?;
        let mut shell = visitor.shell("Kept apart", Here::Find).back("Find", "/find");
        shell.has_problems = !errors.is_empty();
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let kept =
            |name: &str, first: &str| if typed.is_empty() { first.to_owned() } else { typed.get(name).to_owned() };
        let field = |kind, name: &str, label: &str| Field {
            error: wrong(name),
            ..Field::new(kind, name, label).value(typed.get(name))
        };
        let let_be = |one: &record::apart::Overridden| {
            let (at, site) = (minute(one.booking.starts), &one.booking.site);
            let place = if site.is_empty() { "a visit".to_owned() } else { names.of_place(site) };
            let why = one.reason.as_deref().unwrap_or_default();
            format!("{at}, {place}: let be by {}. {why}", names.of_staff(&one.by))
        };
        let until = stands.until.map(typed_day).unwrap_or_default();
        let mut ways = vec![Choice::new("on", "It goes on")];
        let leads = role_does(visitor.actor().role, Action::OverrideApart);
        let confirms = leads && stands.confirm_by().is_some();
        if confirms {
            ways.insert(0, Choice::new("confirm", "I confirm it: it goes on as it was made"));
        }
        if leads {
            ways.push(Choice::new("end", "It ends today"));
        }
        // What waits for a senior stands first.
        let leavers: Vec<Choice> =
            if leads { stands.leaving.iter().flat_map(|one| of_leaver(&seen, one)).collect() } else { Vec::new() };
        ways.splice(0..0, leavers);
        let first = if confirms { "confirm" } else { "on" };
        Ok(ApartReviewPage {
            shell,
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            arranged: arranged(visitor, &seen, &names),
            overridden: stands
                .overridden
                .iter()
                .filter(|one| seen.is_theirs(&one.booking.person))
                .map(let_be)
                .chain(
                    stands
                        .entrusted
                        .iter()
                        .filter(|one| seen.is_theirs(&one.case.person))
                        .map(|one| entrusted(one, &names)),
                )
                .collect(),
            later: later(&seen, stands),
            form: stands.ended.is_none().then_some(ReviewForm {
                token: visitor.token(self.address(), stands.version),
                what: Choices::new(Look::Stack, "what", "What now?", ways).chosen(&kept("what", first)),
                reason: field(Kind::Lines, "reason", "What was found, or why it ends"),
                confidence: Choices::new(
                    Look::List,
                    "confidence",
                    "How far the source is believed now",
                    Confidence::ALL.iter().map(|degree| Choice::new(degree.code(), degree.words())).collect(),
                )
                .chosen(&kept("confidence", stands.confidence.code())),
                review_on: field(Kind::Date, "review_on", "Looked at again by").hint(review_hint()),
                until: Field {
                    value: kept("until", &until),
                    ..field(Kind::Date, "until", "Last day, if one is known")
                },
            }),
        })
    }
}

/// What a senior can say of somebody who left a group, and whose code it is.
fn of_leaver(seen: &Seen, left: &Leaving) -> [Choice; 2] {
    let (who, group) = (named(seen, &left.person), &left.group);
    let of = format!("{} {group}", left.person);
    [
        Choice::new(&format!("release {of}"), &format!("{who} need not be kept apart for {group} any more")),
        Choice::new(&format!("retain {of}"), &format!("{who} stays kept apart, though they left {group}")),
    ]
}

/// Whoever is meant by name, where whoever looks works with them.
fn named(seen: &Seen, person: &StreamId) -> String {
    let is_them = |one: &&SeenMember| one.member.who == Who::Person(person.clone());
    let row = seen.members.iter().find(is_them).and_then(|one| one.person.as_ref());
    row.map_or_else(|| "Somebody you do not work with".to_owned(), |row| row.name.clone())
}

/// What was chosen of somebody who left a group: which of the two, and of whom.
fn settling(chosen: &str) -> Option<(Settling, &str)> {
    let released = chosen.strip_prefix("release ").map(|of| (Settling::Release, of));
    released.or_else(|| chosen.strip_prefix("retain ").map(|of| (Settling::Retain, of)))
}

/// What it came to touch after it was made: with somebody who joined a group, or because a booking stands again.
fn later(seen: &Seen, stands: &Arrangement) -> Vec<String> {
    let joined = stands.joined.iter().map(|(joined, on)| {
        let touches = match joined.touches.len() {
            0 => "no booking was touched".to_owned(),
            n => format!("{} touched", count(n, "booking was", "bookings were")),
        };
        format!("Somebody came to it with {}, {}: {touches}", joined.group, short_day(*on))
    });
    let moved = stands.moved.iter().map(|(moved, on)| {
        let beside = if moved.beside.is_empty() { "" } else { ", and somebody whom they must not meet lives there" };
        let touches = match moved.touches.len() {
            0 => "no booking was touched".to_owned(),
            n => format!("{} touched", count(n, "booking was", "bookings were")),
        };
        format!("Somebody in it has another address, {}: {touches}{beside}", short_day(*on))
    });
    let theirs = stands.touched.iter().filter(|(touched, _)| seen.is_theirs(&touched.person));
    let again = theirs.map(|(touched, why)| {
        format!("{} stands again. {}", minute(touched.starts), why.as_deref().unwrap_or_default())
    });
    let leaving = stands.leaving.iter().map(|one| {
        let who = named(seen, &one.person);
        format!(
            "{who} left {} on {}: still kept apart until a senior confirms that it ends",
            one.group,
            short_day(one.on)
        )
    });
    let settled = stands.settled.iter().map(|one| match one {
        Settled::Released(_, group, on) => {
            format!("Somebody who left {group} is not kept apart for it any more, since {}", short_day(*on))
        }
        Settled::Retained(person, group, on) => {
            format!("{} left {group} and stays kept apart: a senior said so on {}", named(seen, person), short_day(*on))
        }
    });
    joined.chain(leaving).chain(settled).chain(moved).chain(again).collect()
}

/// A case that a senior let be with a colleague whom its person must not meet.
fn entrusted(one: &Entrusted, names: &Names) -> String {
    let (case, from) = (&one.case, short_day(one.case.from));
    let colleague = names.of_staff(&case.staff);
    let until = case.until.map(|day| format!(" to {}", short_day(day))).unwrap_or_default();
    let what = case.covers_for.as_ref().map_or_else(
        || format!("{from}: the case is given to {colleague}"),
        |absent| format!("{from}{until}: {colleague} covers for {}", names.of_staff(absent)),
    );
    format!("{what}: let be by {}. {}", names.of_staff(&one.by), one.reason.as_deref().unwrap_or_default())
}
