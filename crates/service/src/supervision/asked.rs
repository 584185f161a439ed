//! What was asked for that the work needs, of whom and by when; and whether it was got. Whoever asked sees their own, whoever leads the
//! team all of it; nobody can take any of it away. Each team has one stream of it, named after its own.

use access::Action;
use jiff::civil::Date;
use record::StreamId;
use record::case::{Standing, View, resolve};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::supervision::{Came, HelpAnswered, HelpAsked};
use record::time::Happened;
use serde::Serialize;
use store::{Snapshot, StoreError};

use super::{beside, words};
use crate::leading::leads;
use crate::write::{Work, read_entries};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// Something that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The number of its entry.
    pub seq: u64,
    /// What, of whom, by when.
    pub asked: HelpAsked,
    /// Who asked: staff code.
    pub staff: String,
    /// The day it was asked for.
    pub on: Date,
    /// What came of it, why, when, and who said so; none while nobody did.
    pub came: Option<Answered>,
}

/// What came of something that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What came of it.
    pub said: HelpAnswered,
    /// The day it was said.
    pub on: Date,
    /// Who said it: staff code.
    pub by: String,
}

/// What a team asked for, as whoever asks may see it.
#[derive(Debug)]
pub struct Requests {
    /// The team's code.
    pub team: String,
    /// Whether it is all of the team's, and not only one's own.
    pub all: bool,
    /// Nothing came of these yet, the longest due first.
    pub open: Vec<Request>,
    /// Of these something did, the latest first.
    pub settled: Vec<Request>,
}

/// Something to be asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Requesting {
    /// The team's code; empty for one's own.
    pub team: String,
    /// What.
    pub what: String,
    /// Of whom.
    pub of: String,
    /// By when; none where what was typed is no day.
    pub by: Option<Date>,
}

/// What came of something.
#[derive(Clone, Debug, Serialize)]
pub struct Settling {
    /// The team's code.
    pub team: String,
    /// The number of the entry that says what was asked for.
    pub seq: u64,
    /// What came of it.
    pub came: Option<Came>,
    /// Why not, or what was got.
    pub why: String,
}

impl Request {
    /// Whether its day is over and nothing came of it.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.came.is_none() && self.asked.by < today
    }
}

impl Service {
    /// What a team asked for: all of it for whoever leads it, one's own for anybody else in it.
    pub async fn asked_for(&self, ask: &Ask, team: &str) -> Result<Requests, Problem> {
        let found = self.requests(ask, team).await?;
        self.permit_list(ask, Action::Supervise, found.open.len() + found.settled.len()).await?;
        Ok(found)
    }

    /// What whoever asks has asked for of which the day is over and nothing came: for their day.
    pub async fn asked_and_overdue(&self, ask: &Ask) -> Result<Vec<Request>, Problem> {
        if !access::role_does(ask.actor.role, Action::Supervise) {
            return Ok(Vec::new());
        }
        let (actor, today) = (ask.actor.clone(), ask.today());
        let rows = self.store.read(move |snapshot| read(snapshot, &actor.team));
        let mut rows = rows.await?;
        rows.retain(|row| row.staff == ask.actor.staff && row.is_overdue(today));
        rows.sort_by_key(|row| row.asked.by);
        Ok(rows)
    }

    /// Notes that something was asked for. Answers with the team's code.
    pub async fn ask_for(&self, ask: &Ask, form: &Form, said: &Requesting) -> Result<Saved, Problem> {
        let (team, stream) = self.stream_of_asked(ask, &said.team).await?;
        let (mut wrong, mut typed) = (Vec::new(), Vec::new());
        for (text, field, missing) in
            [(&said.what, "what", "Say what you asked for"), (&said.of, "of", "Say whom you asked")]
        {
            match words(text, field, missing) {
                Ok(text) => typed.push(text),
                Err(Problem::Invalid(errors)) => wrong.extend(errors),
                Err(problem) => return Err(problem),
            }
        }
        if said.by.is_none() {
            wrong.push(FieldError::new("by", "Enter the day by which you need it, such as 21/12/2015"));
        }
        let (Some(by), [what, of]) = (said.by, typed.as_slice()) else { return Err(Problem::Invalid(wrong)) };
        let fact = HelpAsked { team: team.clone(), what: what.clone(), of: of.clone(), by };
        self.record(ask, form, said, std::slice::from_ref(&stream), |_| {
            let fact = Said::new(&stream, fact.clone(), Happened::On(ask.today()));
            Ok(Work { said: vec![fact], answer: team.clone(), ..Work::default() })
        })
        .await
    }

    /// Says what came of it, by whoever asked or leads the team. Answers with the team's code.
    pub async fn settle_asked(&self, ask: &Ask, form: &Form, said: &Settling) -> Result<Saved, Problem> {
        let (team, stream) = self.stream_of_asked(ask, &said.team).await?;
        let theirs = self.requests(ask, &team).await?;
        if theirs.open.iter().chain(&theirs.settled).all(|row| row.seq != said.seq) {
            return Err(Problem::NotFound);
        }
        let Some(came) = said.came else { return Err(Problem::field("came", "Say whether you got it")) };
        let why = match came {
            Came::NotGot => words(&said.why, "why", "Say why not")?,
            Came::Got => said.why.trim().to_owned(),
        };
        self.record(ask, form, said, std::slice::from_ref(&stream), |streams| {
            let rows = fold(streams.of(&stream));
            let row = rows.iter().find(|row| row.seq == said.seq).ok_or(Problem::NotFound)?;
            if row.came.is_some() {
                return Err(Problem::field("came", "Somebody has said what came of it meanwhile"));
            }
            let id = record::EntryId { stream: stream.clone(), seq: said.seq };
            let fact = HelpAnswered { came, why: why.clone() };
            let fact = Said::new(&stream, fact, Happened::On(ask.today())).because([id]);
            Ok(Work { said: vec![fact], answer: team.clone(), ..Work::default() })
        })
        .await
    }

    /// Without a word in the log of reads.
    async fn requests(&self, ask: &Ask, team: &str) -> Result<Requests, Problem> {
        let team = self.team_to_see(ask, team).await?;
        let (actor, today) = (ask.actor.clone(), ask.today());
        let found = self.store.read(move |snapshot| {
            let all = leads(snapshot, &actor, &team, today)?;
            let mut rows = read(snapshot, &team)?;
            rows.retain(|row| all || row.staff == actor.staff);
            let (mut open, mut settled): (Vec<Request>, Vec<Request>) =
                rows.into_iter().partition(|row| row.came.is_none());
            open.sort_by_key(|row| (row.asked.by, row.seq));
            settled.reverse();
            Ok(Requests { team, all, open, settled })
        });
        Ok(found.await?)
    }

    async fn stream_of_asked(&self, ask: &Ask, team: &str) -> Result<(String, StreamId), Problem> {
        self.permit_list(ask, Action::Supervise, 1).await?;
        let team = self.team_to_see(ask, team).await?;
        let wanted = team.clone();
        let row = self.store.read(move |snapshot| snapshot.team(&wanted)).await?.ok_or(Problem::NotFound)?;
        Ok((team, beside("asked", &row.stream)?))
    }
}

/// Everything that a team asked for; nothing of a team that does not exist.
fn read(snapshot: &Snapshot, team: &str) -> Result<Vec<Request>, StoreError> {
    let Some(row) = snapshot.team(team)? else { return Ok(Vec::new()) };
    let damaged = |problem: Problem| StoreError::Damaged(problem.to_string());
    let stream = beside("asked", &row.stream).map_err(damaged)?;
    let entries = read_entries(&stream, &snapshot.entries(&stream)?).map_err(damaged)?;
    let mut rows = fold(&entries);
    rows.retain(|row| row.asked.team == team);
    Ok(rows)
}

/// Everything that was asked for, as it was recorded.
fn fold(entries: &[Entry]) -> Vec<Request> {
    let mut rows: Vec<Request> = Vec::new();
    for seen in resolve(entries, View::default()).into_iter().filter(|seen| seen.standing == Standing::Stands) {
        let Some(content) = seen.content else { continue };
        let (on, staff) = (content.happened.day(), content.by.staff.clone());
        match &content.fact {
            Fact::HelpAsked(asked) => {
                rows.push(Request { seq: seen.entry.id.seq, asked: asked.clone(), staff, on, came: None });
            }
            Fact::HelpAnswered(said) => {
                for row in &mut rows {
                    if content.because.iter().any(|id| id.seq == row.seq) {
                        row.came = Some(Answered { said: said.clone(), on, by: staff.clone() });
                    }
                }
            }
            _ => {}
        }
    }
    rows
}
