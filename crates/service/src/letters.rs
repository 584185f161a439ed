//! Letters: filled from the record and the pack's wording when they are issued, then kept as they went out.

use std::collections::BTreeMap;

use access::Action;
use jiff::civil::Date;
use practice::welsh::Welsh;
use practice::working::{WorkingFigure, value};
use practice::{LimitName, Standards};
use record::case::{Appointment, CaseFile, Order, Sending, View};
use record::facts::Fact;
use record::facts::elsewhere::Elsewhere;
use record::facts::message::Language;
use record::facts::person::WarningGiven;
use record::time::Minute;
use record::{EntryId, Hash, StreamId};
use serde::{Deserialize, Serialize};

use crate::booking::NextAppointment;
use crate::directory::{Names, Place};
use crate::messages::{Readdressed, readdressed};
use crate::{Ask, Problem, Service};

/// How a letter reaches the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// By first-class post: taken to arrive on the second business day after.
    #[default]
    FirstClass,
    /// Handed over today.
    ByHand,
}

/// Business days a first-class letter is taken to need.
fn post_days() -> u32 {
    value(WorkingFigure::PostDays)
}

impl Post {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Post::FirstClass => "first-class post",
            Post::ByHand => "hand",
        }
    }

    /// The day a letter issued on `today` is served.
    pub fn served_on(self, today: Date, standards: &Standards) -> Result<Date, Problem> {
        match self {
            Post::ByHand => Ok(today),
            Post::FirstClass => practice::business_days::add_business_days(standards.holidays(), today, post_days())
                .map_err(|outside| Problem::Damaged(outside.to_string())),
        }
    }
}

/// A letter as it went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Which letter of the standards.
    pub code: String,
    /// The standards it was worded from, such as `split-2014/1`.
    pub standards: String,
    /// Its heading.
    pub title: String,
    /// The day on it, written out.
    pub date: String,
    /// Who it is to, a line each.
    pub to: Vec<String>,
    /// Who it is from, a line each.
    pub from: Vec<String>,
    /// Case reference number.
    pub reference: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// Who signs it.
    pub signed: String,
    /// Their role.
    pub role: String,
    /// A line in Welsh under a letter that stands in English alone: that it can be had in Welsh. Empty where nobody wants that.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub welsh: String,
    /// What stands in Welsh before the English, where the letter goes in both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_welsh: Option<InWelsh>,
}

/// A letter's words in Welsh: all but what the law words, which stands in English alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InWelsh {
    /// The file the words are from, such as `split-2014/2`.
    pub version: String,
    /// Who checked them, and when; empty while no translator had.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub checked: String,
    /// Its heading.
    pub title: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
}

impl Letter {
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, Problem> {
        ledger::canonical(self).map_err(|e| Problem::Damaged(e.to_string()))
    }
}

/// A letter with its entry, for its page.
#[derive(Debug)]
pub struct IssuedLetter {
    /// The letter.
    pub letter: Letter,
    /// The entry that issued it.
    pub entry: EntryId,
    /// The SHA-256 of its bytes, which the entry holds.
    pub document: Hash,
    /// How it goes out.
    pub by: String,
    /// The warning's service is on or after the next appointment.
    pub too_late: Option<TooLate>,
    /// What became of it, a step at a time.
    pub came: Vec<Sending>,
    /// Whether it goes by post, so that somebody has to send it.
    pub goes_by_post: bool,
    /// Where it would go now, while it waits and they are written to elsewhere since.
    pub readdressed: Option<Readdressed>,
}

/// A warning that does not reach the person before the next appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLate {
    /// The day it is served.
    pub served_on: Date,
    /// The next appointment.
    pub next: Minute,
}

/// What a letter is filled from besides the case.
pub(crate) struct LetterFacts<'a> {
    pub(crate) ask: &'a Ask,
    pub(crate) places: &'a Names,
    pub(crate) next: Option<&'a NextAppointment>,
    pub(crate) post: Post,
}

impl Service {
    /// The names and places a letter may need: those of the asker's team among them.
    pub(crate) async fn letter_places(&self, ask: &Ask) -> Result<Names, Problem> {
        let team = ask.actor.team.clone();
        let staff = self.store.read(move |snapshot| snapshot.staff_of_team(&team)).await?;
        self.names(staff.into_iter().map(|row| row.staff).chain([ask.actor.staff.clone()])).await
    }

    /// A letter that was issued, as it went out.
    pub async fn letter(&self, ask: &Ask, person: &StreamId, seq: u64) -> Result<IssuedLetter, Problem> {
        self.letter_for(ask, Action::ViewCase, person, seq).await
    }

    /// The same, for whoever has another reason to see it than the case.
    pub(crate) async fn letter_for(
        &self,
        ask: &Ask,
        action: Action,
        person: &StreamId,
        seq: u64,
    ) -> Result<IssuedLetter, Problem> {
        let opened = self.open(ask, action, person, View::default()).await?;
        let at = usize::try_from(seq).ok().and_then(|s| s.checked_sub(1)).ok_or(Problem::NotFound)?;
        let entry = opened.entries.get(at).ok_or(Problem::NotFound)?;
        let Some(Fact::LetterIssued(issued)) = entry.content.as_ref().map(|c| &c.fact) else {
            return Err(Problem::NotFound);
        };
        let document = issued.document;
        let bytes = self.store.read(move |snapshot| snapshot.document(&document)).await?.ok_or(Problem::NotFound)?;
        if Hash::of(&bytes) != document {
            return Err(Problem::Damaged(format!("the document of entry {} is not the one that was issued", entry.id)));
        }
        let letter = serde_json::from_slice(&bytes).map_err(|e| Problem::Damaged(e.to_string()))?;
        let component = entry.content.as_ref().and_then(|c| c.component.clone());
        let stands = opened.file.letter_of(seq);
        Ok(IssuedLetter {
            letter,
            entry: entry.id.clone(),
            document,
            by: issued.by.clone(),
            too_late: component.and_then(|c| too_late(&opened.file, &c)),
            came: opened.file.sendings_of(&entry.id).cloned().collect(),
            goes_by_post: stands.is_some_and(record::case::Letter::goes_by_post),
            readdressed: stands.and_then(|letter| readdressed(&opened.entries, &opened.file, letter)),
        })
    }
}

/// Whether the warning about an appointment reaches the person only on or after their next one.
pub fn too_late(file: &CaseFile, appointment: &str) -> Option<TooLate> {
    let warning = file.warnings.iter().find(|w| w.appointment == appointment && w.withdrawn.is_none())?;
    let failed = file.appointment(appointment)?;
    let next = file.appointments.iter().find(|a| a.booked.starts > failed.booked.starts)?;
    let late = warning.served_on >= next.booked.starts.day();
    late.then_some(TooLate { served_on: warning.served_on, next: next.booked.starts })
}

/// The warning for a failure, filled in.
pub(crate) fn warning_letter(
    standards: &Standards,
    file: &CaseFile,
    order: &Order,
    appointment: &Appointment,
    outcome: &str,
    warning: &WarningGiven,
    facts: &LetterFacts<'_>,
) -> Result<Letter, Problem> {
    let code = match order.made.kind {
        record::facts::person::OrderKind::SuspendedSentenceOrder => "warning-suspended-sentence-order",
        _ => "warning-community-order",
    };
    let wording = standards.letter(code).ok_or_else(|| Problem::Damaged(format!("the standards lack {code}")))?;
    let mut values = BTreeMap::new();
    let mut put = |name: &str, value: String| values.insert(name.to_owned(), value);
    let mut days = vec![("order_made_on", order.made.from), ("evidence_by", warning.evidence_by)];
    let actor = &facts.ask.actor;
    let booked = &appointment.booked;
    let site = facts.places.place(&booked.site);
    put("order_made_on", written(order.made.from));
    put("order_kind", order.made.kind.words().to_lowercase());
    put("court", order.made.court.clone());
    put("instruction", format!("attend an appointment at {}", clock(booked.starts)));
    put("told_on", written(appointment.booked_on));
    put("failure_day", written(booked.starts.day()));
    let until = standards.due(LimitName::WarningLasts, warning.served_on).map_err(practice::RuleError::from)?;
    put("warned_until", written(until));
    let outcome =
        if outcome.is_empty() { appointment.held.as_ref().map_or("", |h| h.outcome.as_str()) } else { outcome };
    put("circumstances", circumstances(standards, outcome).to_owned());
    put("evidence_by", written(warning.evidence_by));
    put("officer", actor.name.clone());
    put("telephone", site.map(|s| s.telephone.clone()).unwrap_or_default());
    let (starts, place, staff) = if let Some(next) = facts.next {
        (next.starts, line_of(facts, &next.site, next.besides.at.as_ref()), next.staff.as_str())
    } else {
        // A slot that has gone by is no next appointment, whether or not its outcome was recorded.
        let after = booked.starts.max(facts.ask.now.london());
        let next = file
            .next_appointment_after(after)
            .ok_or_else(|| Problem::field("next_date", "A warning letter gives the next appointment. Book it here"))?;
        (next.booked.starts, line_of(facts, &next.booked.site, next.booked.at.as_ref()), next.booked.staff.as_str())
    };
    days.push(("appointment_day", starts.day()));
    put("appointment_day", written(starts.day()));
    put("appointment_time", clock(starts));
    put("appointment_place", place);
    if let Some(name) = facts.places.known_staff(staff) {
        put("officer", name.to_owned());
    }
    let damaged = |error: practice::letters::LetterError| Problem::Damaged(error.to_string());
    let filled = wording.fill(&values).map_err(damaged)?;
    // What a warning has to say is the law's: that stands in English alone, and the Welsh says where to ask about it.
    let is_bilingual = file.language() == Language::Welsh || Welsh::split_2014().is_bilingual(&actor.provider);
    let in_welsh = if is_bilingual { in_welsh(code, &values, &days, starts).transpose()? } else { None };
    let welsh = match file.language() {
        Language::Welsh if in_welsh.is_none() => {
            Welsh::split_2014().offer(values.get("telephone").map_or("", String::as_str)).map_err(damaged)?
        }
        _ => String::new(),
    };
    let person = file.person.as_ref().ok_or(Problem::NotFound)?;
    let mut to = vec![person.recorded.name.plain()];
    if let Some(address) = person.posts_to() {
        to.extend(address.recorded.lines.iter().cloned());
        to.extend(Some(address.recorded.postcode.clone()).filter(|p| !p.is_empty()));
    }
    let mut from = vec![facts.places.of_unit(&actor.provider)];
    from.extend(site.into_iter().flat_map(|s| std::iter::once(s.name.clone()).chain(s.address.iter().cloned())));
    Ok(Letter {
        code: code.to_owned(),
        standards: standards.version().to_owned(),
        title: wording.title.clone(),
        date: written(facts.ask.today()),
        to,
        from,
        reference: person.recorded.crn.to_string(),
        paragraphs: filled.into_iter().map(|p| p.words).collect(),
        signed: actor.name.clone(),
        role: actor.role.words().to_owned(),
        welsh,
        in_welsh,
    })
}

/// A letter's words in Welsh, with its days and times said as they are there; none where nobody has put it into Welsh.
fn in_welsh(
    code: &str,
    values: &BTreeMap<String, String>,
    days: &[(&str, Date)],
    starts: Minute,
) -> Option<Result<InWelsh, Problem>> {
    let welsh = Welsh::split_2014();
    let letter = welsh.letter(code)?;
    let mut said: BTreeMap<&str, String> = values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    said.extend(days.iter().map(|(name, day)| (*name, welsh.written(*day))));
    let (hour, minute) = starts.clock();
    said.insert("appointment_time", welsh.clock(hour, minute));
    let filled = letter.fill(&said).map_err(|error| Problem::Damaged(error.to_string()));
    Some(filled.map(|paragraphs| InWelsh {
        version: welsh.version().to_owned(),
        checked: welsh.checked().unwrap_or_default().to_owned(),
        title: letter.title.clone(),
        paragraphs,
    }))
}

/// Where an appointment is to be, in a line: a building, or the address of a visit.
fn line_of(facts: &LetterFacts<'_>, site: &str, at: Option<&Elsewhere>) -> String {
    match at {
        Some(at) if at.whose.is_empty() => format!("your home, {}", at.line()),
        Some(at) => at.line(),
        None => facts.places.place(site).map_or_else(|| site.to_owned(), line),
    }
}

/// What the person did, in the words of the letter.
fn circumstances(standards: &Standards, outcome: &str) -> &'static str {
    match standards.outcome(outcome).and_then(|o| o.attended) {
        Some(true) => "You came, but you did not do what was asked of you there.",
        _ => "You did not attend.",
    }
}

/// A place in one line, its town once.
fn line(place: &Place) -> String {
    let town = |line: &&String| !place.name.contains(line.as_str());
    std::iter::once(&place.name).chain(place.address.iter().filter(town)).cloned().collect::<Vec<_>>().join(", ")
}

/// A day as a letter has it: `Tuesday 15 December 2015`.
pub fn written(day: Date) -> String {
    day.strftime("%A %-d %B %Y").to_string()
}

/// A time as a letter has it: `9am`, `2:30pm`, `midday`.
pub fn clock(minute: Minute) -> String {
    let (hour, minutes) = minute.clock();
    let half = if hour < 12 { "am" } else { "pm" };
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    match (hour, minutes) {
        (12, 0) => "midday".to_owned(),
        (0, 0) => "midnight".to_owned(),
        (_, 0) => format!("{twelve}{half}"),
        _ => format!("{twelve}:{minutes:02}{half}"),
    }
}
