//! Supervision from an agenda that both see: the officer whose it is, and whoever leads their team today. Either puts lines on it; what
//! the rules know of that officer's cases stands there by itself. A supervision that was held says of each line what was agreed, or
//! that it is carried over; nothing is ever taken away. Nobody else sees any of it.
//!
//! Each member of staff has one stream of it, named after their own ([`beside`]); the pages read that one and no other.

mod agenda;
pub mod asked;

use std::collections::BTreeSet;

use access::{Action, Actor};
use jiff::civil::Date;
use practice::Standards;
use record::facts::supervision::{AgendaLineAdded, LineDealtWith, SupervisionHeld};
use record::time::Happened;
use record::{EntryId, StreamId};
use serde::Serialize;
use store::{PersonRow, Scope, Snapshot, StaffRow, StoreError};

pub use agenda::{Dealt, Held, Line};

use crate::caseload::{CaseRow, Show, Sort, sort};
use crate::holding::{held_by, named};
use crate::leading::{leads, led, signed_for};
use crate::sampling::{Drawn, of_officer};
use crate::write::{Work, read_entries};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// What the rules are asked about an officer's cases, in the order it is shown.
const KNOWN: [Show; 5] = [Show::Late, Show::Undecided, Show::Breach, Show::Unseen, Show::Unknown];
/// No line and no agreement is longer.
const LONGEST: usize = 2_000;

/// Somebody's supervision, as whoever asks may see it.
#[derive(Debug)]
pub struct Supervision {
    /// Whose.
    pub staff: StaffRow,
    /// Whether whoever asks leads them, and so records that a supervision was held.
    pub leads: bool,
    /// What is still to be talked about, the oldest first.
    pub open: Vec<Line>,
    /// Supervisions that were held, the latest first.
    pub held: Vec<Held>,
    /// Who each line is about, of those whose record whoever asks may open.
    pub people: Vec<PersonRow>,
    /// What the rules find among the cases that the officer holds: how many, and which of them whoever asks may open.
    pub known: Vec<(Show, usize, Vec<PersonRow>)>,
    /// Everybody whom the officer holds and whoever asks may see, by name: whom a line may be about.
    pub cases: Vec<PersonRow>,
    /// Their cases that were drawn by chance and read, the latest first.
    pub sampled: Vec<Drawn>,
    /// On one's own: those whom one leads today, by name, a cover as well; their agendas are open to one meanwhile.
    pub led: Vec<StaffRow>,
}

/// A line to be put on an agenda.
#[derive(Clone, Debug, Serialize)]
pub struct AddingLine {
    /// Whose agenda: staff code.
    pub staff: String,
    /// What is to be talked about.
    pub words: String,
    /// The stream of the person whom it is about; empty for nobody.
    pub case: String,
}

/// A supervision that was held.
#[derive(Clone, Debug, Serialize)]
pub struct Holding {
    /// Whose: staff code.
    pub staff: String,
    /// The day; none where what was typed is none.
    pub on: Option<Date>,
    /// Each line that was on the table, by the number of its entry, with what was agreed; empty carries it over.
    pub lines: Vec<(u64, String)>,
}

impl Service {
    /// The agenda of somebody's supervision.
    pub async fn supervision(&self, ask: &Ask, staff: &str) -> Result<Supervision, Problem> {
        let (row, leads) = self.may_supervise(ask, staff).await?;
        let (actor, today, standards) = (ask.actor.clone(), ask.today(), self.standards());
        let stream = beside("supervision", &row.stream)?;
        let found = self.store.read(move |snapshot| {
            let entries = read_entries(&stream, &snapshot.entries(&stream)?)
                .map_err(|problem| StoreError::Damaged(problem.to_string()))?;
            let (mut open, mut held) = agenda::fold(&entries);
            let people = shown(snapshot, &actor, (&mut open, &mut held), today)?;
            let (known, cases) = known(snapshot, &actor, &row.staff, today, standards)?;
            let sampled = of_officer(snapshot, &actor, (&row.staff, &row.team), today)?;
            let led = if row.staff == actor.staff { led_by(snapshot, &actor, today)? } else { Vec::new() };
            Ok(Supervision { staff: row, leads, open, held, people, known, cases, sampled, led })
        });
        let found = found.await?;
        let rows = found.cases.len() + found.people.len() + found.sampled.len();
        self.permit_list(ask, Action::Supervise, rows).await?;
        Ok(found)
    }

    /// The same, for whoever leads them and is to say that a supervision was held.
    pub async fn supervision_to_hold(&self, ask: &Ask, staff: &str) -> Result<Supervision, Problem> {
        let found = self.supervision(ask, staff).await?;
        if found.leads { Ok(found) } else { self.not_with_them(ask, Action::LeadTeam).await }
    }

    /// Puts a line on it. Answers with the staff code.
    pub async fn add_line(&self, ask: &Ask, form: &Form, said: &AddingLine) -> Result<Saved, Problem> {
        let (row, _) = self.may_supervise(ask, &said.staff).await?;
        let words = words(&said.words, "words", "Say what is to be talked about")?;
        let case: Option<StreamId> = match said.case.as_str() {
            "" => None,
            case => Some(case.parse().map_err(|_| not_theirs())?),
        };
        if let Some(case) = &case {
            let (actor, today, wanted, staff) = (ask.actor.clone(), ask.today(), case.clone(), row.staff.clone());
            let theirs = self.store.read(move |snapshot| {
                let held = held_by(snapshot, &Scope::Officer(staff), &actor.staff, today)?;
                let is_held = held.iter().any(|row| row.stream == wanted && !row.limited);
                Ok(is_held && crate::door::may(snapshot, &actor, Action::ViewCase, &wanted, today)?)
            });
            if !theirs.await? {
                return Err(not_theirs());
            }
        }
        let stream = beside("supervision", &row.stream)?;
        self.record(ask, form, said, std::slice::from_ref(&stream), |_| {
            let line = AgendaLineAdded { words: words.clone(), case: case.clone() };
            let line = Said::new(&stream, line, Happened::On(ask.today()));
            Ok(Work { said: vec![line], answer: row.staff.clone(), ..Work::default() })
        })
        .await
    }

    /// Records that a supervision was held, by whoever leads the officer. Answers with the staff code.
    pub async fn supervision_held(&self, ask: &Ask, form: &Form, said: &Holding) -> Result<Saved, Problem> {
        let seen = self.supervision_to_hold(ask, &said.staff).await?;
        let mut wrong = Vec::new();
        let on = said.on.filter(|on| *on <= ask.today());
        if on.is_none() {
            wrong.push(FieldError::new("on", "Enter the day it was held, today or before"));
        }
        if said.lines.iter().any(|(_, agreed)| agreed.chars().count() > LONGEST) {
            wrong.push(FieldError::new("lines", format!("Say it in at most {LONGEST} letters")));
        }
        let (Some(on), true) = (on, wrong.is_empty()) else { return Err(Problem::Invalid(wrong)) };
        if let Some(saved) = self.sent_before(ask, form).await? {
            return Ok(saved);
        }
        // What somebody may not read is not theirs to close either.
        let readable: Vec<u64> = seen.open.iter().filter(|line| line.words.is_some()).map(|line| line.seq).collect();
        if said.lines.iter().any(|(seq, _)| !readable.contains(seq)) {
            return Err(Problem::field("lines", "Somebody has dealt with one of these lines meanwhile. Look again"));
        }
        let row = &seen.staff;
        let stream = beside("supervision", &row.stream)?;
        self.record(ask, form, said, std::slice::from_ref(&stream), |streams| {
            let (open, _) = agenda::fold(streams.of(&stream));
            if said.lines.iter().any(|(seq, _)| open.iter().all(|line| line.seq != *seq)) {
                return Err(Problem::field(
                    "lines",
                    "Somebody has dealt with one of these lines meanwhile. Look again",
                ));
            }
            let line = |(seq, agreed): &(u64, String)| LineDealtWith {
                line: EntryId { stream: stream.clone(), seq: *seq },
                agreed: Some(agreed.trim().to_owned()).filter(|agreed| !agreed.is_empty()),
            };
            // What was agreed of somebody on probation can be erased without what was agreed of another.
            let is_about = |seq: u64| open.iter().any(|line| line.seq == seq && line.case.is_some());
            let (about, rest): (Vec<_>, Vec<_>) = said.lines.iter().partition(|(seq, _)| is_about(*seq));
            let mut parts: Vec<Vec<LineDealtWith>> = about.into_iter().map(|one| vec![line(one)]).collect();
            if !rest.is_empty() || parts.is_empty() {
                parts.push(rest.into_iter().map(line).collect());
            }
            let part = |lines| Said::new(&stream, SupervisionHeld { lines }, Happened::On(on));
            let held = parts.into_iter().map(part).collect();
            Ok(Work { said: held, answer: row.staff.clone(), ..Work::default() })
        })
        .await
    }

    /// Whose supervision it is, and whether whoever asks leads them; anybody else is refused, which is logged.
    async fn may_supervise(&self, ask: &Ask, staff: &str) -> Result<(StaffRow, bool), Problem> {
        let (actor, today, wanted) = (ask.actor.clone(), ask.today(), staff.to_owned());
        if !access::role_does(actor.role, Action::Supervise) {
            self.permit_list(ask, Action::Supervise, 0).await?;
        }
        let found = self.store.read(move |snapshot| {
            let Some(row) = snapshot.staff(&wanted)?.filter(|row| row.active && row.provider == actor.provider) else {
                return Ok(None);
            };
            // Nobody leads themselves.
            let leads = row.staff != actor.staff && leads(snapshot, &actor, &row.team, today)?;
            Ok(Some((row, leads)))
        });
        let (row, leads) = found.await?.ok_or(Problem::NotFound)?;
        if !leads && row.staff != ask.actor.staff {
            return self.not_with_them(ask, Action::Supervise).await;
        }
        Ok((row, leads))
    }
}

/// Everybody at work in the teams that somebody leads today, or signs for, but themselves.
fn led_by(snapshot: &Snapshot, actor: &Actor, today: Date) -> Result<Vec<StaffRow>, StoreError> {
    let teams = led(snapshot, actor, today)?.into_iter().chain(signed_for(snapshot, actor, today)?);
    let teams: BTreeSet<String> = teams.map(|led| led.team).collect();
    let mut staff = Vec::new();
    for team in teams {
        staff.extend(snapshot.staff_of_team(&team)?.into_iter().filter(|row| row.active && row.staff != actor.staff));
    }
    staff.sort_by(|a, b| (&a.name, &a.staff).cmp(&(&b.name, &b.staff)));
    Ok(staff)
}

/// The stream of a kind that stands beside a member of staff's own, or a team's: the same name with another kind.
pub(crate) fn beside(kind: &str, own: &StreamId) -> Result<StreamId, Problem> {
    let bits = own.as_str().trim_start_matches(own.kind());
    format!("{kind}{bits}").parse().map_err(|_| Problem::Damaged(format!("{own} has no stream beside it")))
}

/// Takes the words from the lines about records that a reader may not open, and gives whom the others are about.
fn shown(
    snapshot: &Snapshot,
    actor: &Actor,
    (open, held): (&mut [Line], &mut [Held]),
    today: Date,
) -> Result<Vec<PersonRow>, StoreError> {
    let lines = open.iter_mut().chain(held.iter_mut().flat_map(|held| &mut held.lines).map(|dealt| &mut dealt.line));
    let mut people: Vec<PersonRow> = Vec::new();
    for line in lines {
        let Some(case) = line.case.clone() else { continue };
        if people.iter().any(|person| person.stream == case) {
            continue;
        }
        let person = if crate::door::may(snapshot, actor, Action::ViewCase, &case, today)? {
            snapshot.person(&case)?
        } else {
            None
        };
        match person {
            Some(person) => people.push(person),
            None => line.words = None,
        }
    }
    for dealt in held.iter_mut().flat_map(|held| &mut held.lines).filter(|dealt| dealt.line.words.is_none()) {
        dealt.agreed = dealt.agreed.take().map(|_| String::new());
    }
    Ok(people)
}

/// What the rules find among the cases that somebody holds; and all of those, of which a reader may see who they are.
type Known = (Vec<(Show, usize, Vec<PersonRow>)>, Vec<PersonRow>);

fn known(
    snapshot: &Snapshot,
    actor: &Actor,
    staff: &str,
    today: Date,
    standards: &'static Standards,
) -> Result<Known, StoreError> {
    let rows = held_by(snapshot, &Scope::Officer(staff.to_owned()), &actor.staff, today)?;
    let mut rows: Vec<CaseRow> = named(snapshot, rows)?;
    sort(&mut rows, Sort::Name, false);
    let of = |show: Show| {
        let found: Vec<&CaseRow> = rows.iter().filter(|row| row.is_shown(show, today, standards)).collect();
        (show, found.len(), found.into_iter().filter_map(|row| row.person.clone()).collect::<Vec<_>>())
    };
    let known = KNOWN.into_iter().map(of).collect();
    Ok((known, rows.into_iter().filter_map(|row| row.person).collect()))
}

/// What was typed, without blanks round it, where it can be taken.
pub(crate) fn words(typed: &str, field: &'static str, missing: &'static str) -> Result<String, Problem> {
    let words = typed.trim();
    match words.chars().count() {
        0 => Err(Problem::field(field, missing)),
        n if n > LONGEST => Err(Problem::field(field, format!("Say it in at most {LONGEST} letters"))),
        _ => Ok(words.to_owned()),
    }
}

fn not_theirs() -> Problem {
    Problem::field("case", "Choose somebody whom they hold, or nobody")
}
