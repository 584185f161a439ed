//! Where somebody lives, has lived, or can be written to: recorded, ended, put right; and what that touches.
//!
//! A new home stands in place of the one before, from its day on. What was booked or written before is not changed by it: it is
//! shown ([`touched`]), and every arrangement to keep people apart that it touches says so by the same act.

use access::{Action, Permit};
use jiff::civil::Date;
use practice::Standards;
use record::case::{Address, AddressEnding, Appointment, CaseFile, Letter, Person};
use record::entry::Entry;
use record::facts::address::{AddressEnded, AddressKind, AddressRecorded};
use record::facts::person::Retracted;
use record::time::{Happened, Minute};
use record::{EntryId, StreamId};
use serde::Serialize;

use crate::apart::homes;
use crate::correction::versions;
use crate::elsewhere::{home_marks, is_at_home, is_elsewhere, read_address};
use crate::letters::written;
use crate::messages::{Readdressed, readdressed};
use crate::notices::told_of;
use crate::readers::{Stood, first_of};
use crate::write::{Parts, Streams, Work};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// An address, as typed.
#[derive(Clone, Debug, Serialize)]
pub struct Typed {
    /// What it is to them; none when nothing was chosen.
    pub kind: Option<AddressKind>,
    /// The lines, the postcode last.
    pub address: String,
    /// From when; none when what was typed is no day.
    pub from: Option<Date>,
    /// Its last day, if it is over.
    pub until: Option<Date>,
    /// Who says so.
    pub said_by: String,
}

/// An address to be recorded.
#[derive(Clone, Debug, Serialize)]
pub struct Living {
    /// The person's stream.
    pub person: String,
    /// The address.
    pub typed: Typed,
}

/// What somebody says of an address that is on record.
#[derive(Clone, Debug, Serialize)]
pub enum Change {
    /// It is over; on its last day, none when what was typed is no day.
    Ended(Option<Date>),
    /// It was written down wrongly, and is this.
    Wrong(Typed),
    /// It was never theirs.
    NeverTheirs,
}

/// A change of an address.
#[derive(Clone, Debug, Serialize)]
pub struct Changing {
    /// The person's stream.
    pub person: String,
    /// The seq of the entry that says where.
    pub seq: u64,
    /// What is said of it; none when nothing was chosen.
    pub change: Option<Change>,
    /// Why.
    pub reason: String,
}

/// What no longer fits where somebody lives.
#[derive(Debug, Default)]
pub struct Touched<'a> {
    /// Home visits that are booked where they live no longer.
    pub visits: Vec<&'a Appointment>,
    /// Letters that wait, with an address that is theirs no longer.
    pub letters: Vec<(&'a Letter, Readdressed)>,
}

/// What no longer fits where somebody lives, of what is still to come.
pub fn touched<'a>(entries: &[Entry], file: &'a CaseFile, now: Minute, standards: &Standards) -> Touched<'a> {
    let astray = |held: &&Appointment| {
        let booked = &held.booked;
        let home_visit =
            is_elsewhere(&booked.contact, standards) && booked.at.as_ref().is_some_and(|at| at.whose.is_empty());
        held.is_open() && booked.starts > now && home_visit && !is_at_home(file, booked.at.as_ref())
    };
    let letters = file.letters_waiting().filter_map(|letter| Some((letter, readdressed(entries, file, letter)?)));
    Touched { visits: file.appointments.iter().filter(astray).collect(), letters: letters.collect() }
}

/// The version of somebody's addresses that a form has to carry: the seq of the last entry about one of them.
pub fn version(file: &CaseFile) -> u64 {
    let all = file.person.iter().flat_map(|person| &person.addresses);
    let last = |address: &Address| {
        address.ended.as_ref().map_or(address.entry.seq, |ended| ended.entry.seq.max(address.entry.seq))
    };
    all.map(last).max().unwrap_or(0)
}

impl Service {
    /// Records an address. Answers with the person's stream.
    pub async fn record_address(&self, ask: &Ask, form: &Form, said: &Living) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::RecordContact, &person).await?;
        let given = checked(&said.typed, ask.today()).map_err(Problem::Invalid)?;
        self.count_home(ask, &person).await?;
        self.record_moving(&permit, ask, form, said, |streams| {
            let (file, stood) = stands(streams, &person, form)?;
            if let Some(wrong) = contradicts(&stood, &given) {
                return Err(Problem::Invalid(vec![wrong]));
            }
            let mut parts = Parts::new(streams);
            let (name, on) = (format!("address-{}", file.head + 1), sorted_by(&stood, &given, ask.today()));
            let entry = parts.say(Said::new(&person, given.clone(), Happened::On(on)).about(&name));
            let mut after = stood.clone();
            after.addresses.push(Address { recorded: given.clone(), name, on, ended: None, entry: entry.clone() });
            Ok(moved(parts, streams, &person, (&stood, &after), &entry, ask))
        })
        .await
    }

    /// Says of an address that it is over, is another, or was never theirs. Answers with the person's stream.
    pub async fn change_address(&self, ask: &Ask, form: &Form, said: &Changing) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let action =
            if matches!(said.change, Some(Change::Ended(_))) { Action::RecordContact } else { Action::Correct };
        let permit = self.permit(ask, action, &person).await?;
        let change = said.change.as_ref().ok_or_else(|| Problem::field("what", "Choose what is to be said of it"))?;
        if said.reason.trim().is_empty() {
            let words = match change {
                Change::Ended(_) => "Say why, and where they went if anybody knows",
                Change::Wrong(_) => "Say what was wrong",
                Change::NeverTheirs => "Say how it came to be here",
            };
            return Err(Problem::field("reason", words));
        }
        self.count_home(ask, &person).await?;
        match change {
            Change::Ended(on) => self.end_address(&permit, &person, ask, form, said, *on).await,
            Change::Wrong(typed) => self.right_address(&permit, &person, ask, form, said, typed).await,
            Change::NeverTheirs => self.take_off_address(&permit, &person, ask, form, said).await,
        }
    }

    async fn end_address(
        &self,
        permit: &Permit,
        person: &StreamId,
        ask: &Ask,
        form: &Form,
        said: &Changing,
        on: Option<Date>,
    ) -> Result<Saved, Problem> {
        let until = on.ok_or_else(|| Problem::field("on", "Enter the day, such as 15/12/2015"))?;
        if until > ask.today() {
            return Err(Problem::field("on", "That day is still to come: say it when they have left"));
        }
        self.record_moving(permit, ask, form, said, |streams| {
            let (_, stood) = stands(streams, person, form)?;
            let address = address_of(&stood, said.seq)?;
            if !stood.is_current(address) {
                return Err(Problem::field("what", "It is over already"));
            }
            if until < address.recorded.from {
                let since = written(address.recorded.from);
                return Err(Problem::field("on", format!("It is theirs since {since}")));
            }
            let mut parts = Parts::new(streams);
            let on = until.max(address.on);
            let fact = Said::new(person, AddressEnded { until }, Happened::On(on)).about(&address.name);
            let entry = parts.say(fact.because([address.entry.clone()]).reason(&said.reason));
            let reason = Some(said.reason.trim().to_owned());
            let after = with(&stood, &address.name, |address| {
                address.ended = Some(AddressEnding { until, reason: reason.clone(), entry: entry.clone() });
            });
            Ok(moved(parts, streams, person, (&stood, &after), &entry, ask))
        })
        .await
    }

    async fn right_address(
        &self,
        permit: &Permit,
        person: &StreamId,
        ask: &Ask,
        form: &Form,
        said: &Changing,
        typed: &Typed,
    ) -> Result<Saved, Problem> {
        let given = checked(typed, ask.today()).map_err(Problem::Invalid)?;
        self.record_moving(permit, ask, form, said, |streams| {
            let (_, stood) = stands(streams, person, form)?;
            let address = address_of(&stood, said.seq)?;
            let mut parts = Parts::new(streams);
            // It keeps its place among the others: what is put right is what was said, not when.
            let fact = Said::new(person, given.clone(), Happened::On(address.on)).about(&address.name);
            let entry = parts.say(fact.corrects(address.entry.clone()).reason(&said.reason));
            let after = with(&stood, &address.name, |address| {
                address.recorded = given.clone();
                address.entry = entry.clone();
            });
            Ok(moved(parts, streams, person, (&stood, &after), &entry, ask))
        })
        .await
    }

    async fn take_off_address(
        &self,
        permit: &Permit,
        person: &StreamId,
        ask: &Ask,
        form: &Form,
        said: &Changing,
    ) -> Result<Saved, Problem> {
        let id = EntryId { stream: person.clone(), seq: said.seq };
        let stood = Stood::since(first_of(&self.entries_unasked(person).await?, &id).ok_or(Problem::NotFound)?);
        let readers = self.shown(ask, &stood).await?;
        let saved = self.record_moving(permit, ask, form, said, |streams| {
            let (_, stood) = stands(streams, person, form)?;
            let address = address_of(&stood, said.seq)?;
            let entries = streams.of(person);
            let entry = entries.iter().find(|entry| entry.id == address.entry).ok_or(Problem::NotFound)?;
            let mut parts = Parts::new(streams);
            let mut because = None;
            // Every version of it was wrong: taking back only the last would let the one before stand.
            for version in versions(entries, entry) {
                let retracted = Retracted { of_another: version == entry.id, ..Retracted::default() };
                let fact = Said::new(person, retracted, Happened::On(ask.today()));
                because = Some(parts.say(fact.about(&address.name).retracts(version).reason(&said.reason)));
            }
            if let Some(told) = told_of(person, &address.entry, &readers, ask.today()) {
                parts.say(told);
            }
            let mut after = stood.clone();
            after.addresses.retain(|other| other.name != address.name);
            let because = because.ok_or(Problem::NotFound)?;
            Ok(moved(parts, streams, person, (&stood, &after), &because, ask))
        });
        let saved = saved.await?;
        self.tell_missed(ask, permit, &id).await?;
        Ok(saved)
    }
}

/// The person, if nobody changed an address since the form was made.
fn stands(streams: &Streams, person: &StreamId, form: &Form) -> Result<(CaseFile, Person), Problem> {
    let file = streams.case(person);
    let known = file.person.clone().ok_or(Problem::NotFound)?;
    if version(&file) != form.version {
        let last = known.addresses.last().map(|address| address.name.clone()).unwrap_or_default();
        return Err(Problem::Changed { case: person.clone(), component: last, shown: form.version });
    }
    Ok((file, known))
}

fn address_of(person: &Person, seq: u64) -> Result<&Address, Problem> {
    person.addresses.iter().find(|address| address.entry.seq == seq).ok_or(Problem::NotFound)
}

fn with(person: &Person, name: &str, change: impl Fn(&mut Address)) -> Person {
    let mut after = person.clone();
    after.addresses.iter_mut().filter(|address| address.name == name).for_each(change);
    after
}

/// All that is said, with what follows where they live elsewhere now than before.
fn moved(
    parts: Parts<'_>,
    streams: &Streams,
    person: &StreamId,
    (before, after): (&Person, &Person),
    because: &EntryId,
    ask: &Ask,
) -> Work {
    let mut parts = parts;
    let home = home_marks(after);
    if home != home_marks(before) {
        homes::moved(&mut parts, streams, person, home.as_deref(), because, ask.today());
    }
    parts.answer(person.to_string())
}

/// The day an address is sorted by: a home stands behind the one before it, whenever that was told.
fn sorted_by(person: &Person, given: &AddressRecorded, today: Date) -> Date {
    if given.kind == AddressKind::Proposed {
        return today;
    }
    let homes = person.addresses.iter().filter(|address| address.recorded.is_home());
    homes
        .map(|address| address.on)
        .max()
        .filter(|_| given.is_home())
        .map_or(given.from, |before| before.max(given.from))
}

/// What was known of where they live, where that is later than what is said now.
fn contradicts(person: &Person, given: &AddressRecorded) -> Option<FieldError> {
    let lives = &person.lives()?.recorded;
    if !given.is_home() || lives.from <= given.from {
        return None;
    }
    let since = written(lives.from);
    let known = match lives.line() {
        line if line.is_empty() => format!("they are of no fixed abode since {since}"),
        line => format!("they live at {line} since {since}"),
    };
    let words = format!("On record {known}. If they lived here before that, say until when");
    Some(FieldError::new("until", words))
}

fn checked(typed: &Typed, today: Date) -> Result<AddressRecorded, Vec<FieldError>> {
    let mut wrong = Vec::new();
    if typed.kind.is_none() {
        wrong.push(FieldError::new("kind", "Choose what the address is to them"));
    }
    let kind = typed.kind.unwrap_or_default();
    let read = read_address(&typed.address, "");
    if read.is_none() && kind != AddressKind::NoFixedAbode {
        wrong.push(FieldError::new("address", "Type the address, a line each, with the postcode last"));
    }
    match typed.from {
        None => wrong.push(FieldError::new("from", "Enter the day, such as 15/12/2015")),
        Some(day) if day > today && kind != AddressKind::Proposed => {
            wrong.push(FieldError::new("from", "That day is still to come. Until then it is a proposed address"));
        }
        Some(_) => {}
    }
    if let (Some(from), Some(until)) = (typed.from, typed.until)
        && until < from
    {
        wrong.push(FieldError::new("until", "It ends before it begins"));
    }
    if typed.until.is_some_and(|until| until > today) {
        wrong.push(FieldError::new("until", "That day is still to come: say it when they have left"));
    }
    if typed.said_by.trim().is_empty() {
        wrong.push(FieldError::new("said_by", "Say who says so: themselves, the court, a colleague who was there"));
    }
    let (Some(from), true) = (typed.from, wrong.is_empty()) else { return Err(wrong) };
    let (lines, postcode) = read.map(|at| (at.lines, at.postcode)).unwrap_or_default();
    let said_by = typed.said_by.trim().to_owned();
    Ok(AddressRecorded { lines, postcode, from, until: typed.until, kind, said_by })
}
