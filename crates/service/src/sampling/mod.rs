//! Samples of quality: a few of a team's cases, drawn by chance by whoever leads it, read, and judged by questions that are the same
//! for all. Nobody chooses the cases, no draw is taken away, and the next is made once the last is read. It is counted by question, and
//! by officer nowhere. The officer whose case it was reads what was found, and so does whoever leads the team; nobody else.
//!
//! Each team has one stream of it, named after its own. [`draw`]: the drawing itself.

mod draw;

use access::{Action, Actor};
use jiff::civil::Date;
use practice::quality::Quality;
use record::case::{Standing, View, resolve};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::sample::{CaseSampled, Judged, Judgement, SampleDrawn, SampledCaseRead};
use record::time::Happened;
use record::{EntryId, StreamId};
use serde::Serialize;
use store::{PersonRow, Scope, Snapshot, StoreError, TeamRow};

use crate::holding::held_by;
use crate::leading::leads;
use crate::supervision::{beside, words};
use crate::write::{Parts, Work, read_entries};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// Cases that were drawn together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// The number of its entry.
    pub seq: u64,
    /// What was drawn of what, and by which seed.
    pub drawn: SampleDrawn,
    /// The day.
    pub on: Date,
    /// Who drew: staff code.
    pub by: String,
    /// The cases, in the order in which they were drawn.
    pub cases: Vec<Drawn>,
}

/// A case that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The number of its entry.
    pub seq: u64,
    /// Whose case, and who held it then.
    pub sampled: CaseSampled,
    /// Who it is; none for whoever may not open the record.
    pub person: Option<PersonRow>,
    /// What was found; none while nobody has read it.
    pub read: Option<Reading>,
}

/// What was found when a case was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The answers, and what was found in words; no words for whoever may not open the record.
    pub said: SampledCaseRead,
    /// The day.
    pub on: Date,
    /// Who read it: staff code.
    pub by: String,
}

/// A team's samples.
#[derive(Debug)]
pub struct Samples {
    /// The team's code.
    pub team: String,
    /// The draws, the latest first.
    pub draws: Vec<Draw>,
}

/// A sample to be drawn.
#[derive(Clone, Debug, Serialize)]
pub struct Drawing {
    /// The team's code; empty for one's own.
    pub team: String,
}

/// What was found in a case that was drawn.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// The team's code.
    pub team: String,
    /// The number of the entry by which it was drawn.
    pub seq: u64,
    /// The answer to each question, by its code; none where nothing was chosen.
    pub answers: Vec<(String, Option<Judgement>)>,
    /// What is good, or has to change.
    pub words: String,
}

impl Draw {
    /// How many of its cases nobody has read yet.
    pub fn unread(&self) -> usize {
        self.cases.iter().filter(|case| case.read.is_none()).count()
    }

    /// How often a question was answered so.
    pub fn count(&self, question: &str, answer: Judgement) -> usize {
        let answers = self.cases.iter().filter_map(|case| case.read.as_ref()).flat_map(|read| &read.said.answers);
        answers.filter(|judged| judged.question == question && judged.answer == answer).count()
    }
}

impl Samples {
    /// The draw that is to be read before there is another.
    pub fn to_read(&self) -> Option<&Draw> {
        self.draws.iter().find(|draw| draw.unread() > 0)
    }
}

impl Service {
    /// The samples of a team that whoever asks leads.
    pub async fn samples(&self, ask: &Ask, team: &str) -> Result<Samples, Problem> {
        let (row, _) = self.led_samples(ask, team).await?;
        let (actor, today) = (ask.actor.clone(), ask.today());
        let found = self.store.read(move |snapshot| {
            let mut draws = read(snapshot, &row)?;
            for case in draws.iter_mut().flat_map(|draw| &mut draw.cases) {
                name(snapshot, &actor, case, today)?;
            }
            draws.reverse();
            Ok(Samples { team: row.team, draws })
        });
        let found = found.await?;
        let named = found.draws.iter().map(|draw| draw.cases.len()).sum();
        self.permit_list(ask, Action::Supervise, named).await?;
        Ok(found)
    }

    /// Draws from the cases that a team holds today, as far as whoever draws may open them. Answers with the team's code.
    pub async fn draw_sample(&self, ask: &Ask, form: &Form, said: &Drawing) -> Result<Saved, Problem> {
        let (row, stream) = self.led_samples(ask, &said.team).await?;
        if let Some(saved) = self.sent_before(ask, form).await? {
            return Ok(saved);
        }
        self.permit_list(ask, Action::Supervise, 0).await?;
        let (team, reader, today) = (row.team.clone(), ask.actor.staff.clone(), ask.today());
        let held = self.store.read(move |snapshot| held_by(snapshot, &Scope::Team(team), &reader, today)).await?;
        let (shut, open): (Vec<_>, Vec<_>) = held.into_iter().partition(|row| row.limited);
        let list: Vec<StreamId> = open.iter().map(|row| row.stream.clone()).collect();
        if list.is_empty() {
            return Err(Problem::field(
                "draw",
                "The team holds no case that you may open: there is nothing to draw from",
            ));
        }
        let seed = self.fresh_key();
        let quality = Quality::now();
        let many = usize::try_from(quality.sample().value).unwrap_or(usize::MAX);
        let drawn = SampleDrawn {
            team: row.team.clone(),
            held: list.len() as u64,
            list: draw::list_hash(&list),
            left_out: shut.len() as u64,
            asked: quality.version().to_owned(),
            seed,
        };
        let officer = |case: &StreamId| open.iter().find(|row| row.stream == *case).map(|row| row.officer.clone());
        self.record(ask, form, said, std::slice::from_ref(&stream), |streams| {
            if fold(streams.of(&stream)).iter().any(|draw| draw.unread() > 0) {
                return Err(Problem::field(
                    "draw",
                    "Read the cases of the last sample first: nobody draws until they like it",
                ));
            }
            let mut parts = Parts::new(streams);
            let made = parts.say(Said::new(&stream, drawn.clone(), Happened::On(today)));
            for case in draw::draw(&drawn.seed, &list, many) {
                let sampled = CaseSampled { officer: officer(&case).unwrap_or_default(), case };
                parts.say(Said::new(&stream, sampled, Happened::On(today)).because([made.clone()]));
            }
            Ok(parts.answer(row.team.clone()))
        })
        .await
    }

    /// A case that was drawn, for whoever leads the team and may open it; what was found, for the officer whose case it was as well.
    /// Says whether whoever asks leads.
    pub async fn sampled(&self, ask: &Ask, team: &str, seq: u64) -> Result<(Drawn, bool), Problem> {
        let (row, _) = self.team_of_samples(team).await?;
        let (actor, today) = (ask.actor.clone(), ask.today());
        let found = self.store.read(move |snapshot| {
            let leads = leads(snapshot, &actor, &row.team, today)?;
            let cases = read(snapshot, &row)?.into_iter().flat_map(|draw| draw.cases);
            let Some(mut case) = cases.into_iter().find(|case| case.seq == seq) else { return Ok(None) };
            name(snapshot, &actor, &mut case, today)?;
            let own = case.read.is_some() && case.sampled.officer == actor.staff;
            Ok(Some((case, leads, leads || own)))
        });
        let (case, leads, may) = found.await?.ok_or(Problem::NotFound)?;
        if !may {
            return self.not_with_them(ask, Action::Supervise).await;
        }
        if case.person.is_none() {
            return Err(Problem::NotFound);
        }
        self.permit_list(ask, Action::Supervise, 1).await?;
        Ok((case, leads))
    }

    /// Records what was found in a case that was drawn. Answers with the team's code.
    pub async fn sampled_case_read(&self, ask: &Ask, form: &Form, said: &Found) -> Result<Saved, Problem> {
        let (case, leads) = self.sampled(ask, &said.team, said.seq).await?;
        let (row, stream) = self.team_of_samples(&said.team).await?;
        if !leads {
            return self.not_with_them(ask, Action::LeadTeam).await;
        }
        if let Some(saved) = self.sent_before(ask, form).await? {
            return Ok(saved);
        }
        let (mut answers, mut wrong) = (Vec::new(), Vec::new());
        for question in Quality::now().questions() {
            let given = said.answers.iter().find(|(code, _)| *code == question.code).and_then(|(_, answer)| *answer);
            match given {
                Some(answer) => answers.push(Judged { question: question.code.clone(), answer }),
                None => wrong.push(FieldError::new(question.code.as_str(), format!("Answer this: {}", question.words))),
            }
        }
        let found = words(&said.words, "words", "Say in a line what you found: what is good, or what has to change");
        let found = match found {
            Ok(found) => found,
            Err(Problem::Invalid(errors)) => {
                wrong.extend(errors);
                String::new()
            }
            Err(problem) => return Err(problem),
        };
        if !wrong.is_empty() {
            return Err(Problem::Invalid(wrong));
        }
        let fact = SampledCaseRead { case: case.sampled.case.clone(), answers, found };
        let id = EntryId { stream: stream.clone(), seq: said.seq };
        self.record(ask, form, said, std::slice::from_ref(&stream), |streams| {
            let cases = fold(streams.of(&stream)).into_iter().flat_map(|draw| draw.cases);
            match cases.into_iter().find(|case| case.seq == said.seq) {
                None => Err(Problem::NotFound),
                Some(case) if case.read.is_some() => {
                    Err(Problem::field("words", "Somebody has read this case meanwhile. Look at what they found"))
                }
                Some(_) => {
                    let fact = Said::new(&stream, fact.clone(), Happened::On(ask.today())).because([id.clone()]);
                    Ok(Work { said: vec![fact], answer: row.team.clone(), ..Work::default() })
                }
            }
        })
        .await
    }

    /// Whose samples these are, for whoever leads that team; anybody else is refused, which is logged.
    async fn led_samples(&self, ask: &Ask, team: &str) -> Result<(TeamRow, StreamId), Problem> {
        let team = if team.is_empty() { ask.actor.team.as_str() } else { team };
        let (row, stream) = self.team_of_samples(team).await?;
        let (actor, today, wanted) = (ask.actor.clone(), ask.today(), row.team.clone());
        if !self.store.read(move |snapshot| leads(snapshot, &actor, &wanted, today)).await? {
            return self.not_with_them(ask, Action::LeadTeam).await;
        }
        Ok((row, stream))
    }

    async fn team_of_samples(&self, team: &str) -> Result<(TeamRow, StreamId), Problem> {
        let wanted = team.to_owned();
        let row = self.store.read(move |snapshot| snapshot.team(&wanted)).await?.ok_or(Problem::NotFound)?;
        let stream = beside("sample", &row.stream)?;
        Ok((row, stream))
    }
}

/// What was found in an officer's cases that were drawn, the latest first, with the number of the entry by which each was.
pub(crate) fn of_officer(
    snapshot: &Snapshot,
    actor: &Actor,
    (staff, team): (&str, &str),
    today: Date,
) -> Result<Vec<Drawn>, StoreError> {
    let Some(row) = snapshot.team(team)? else { return Ok(Vec::new()) };
    let mut found: Vec<Drawn> = read(snapshot, &row)?.into_iter().flat_map(|draw| draw.cases).collect();
    found.retain(|case| case.read.is_some() && case.sampled.officer == staff);
    for case in &mut found {
        name(snapshot, actor, case, today)?;
    }
    found.reverse();
    Ok(found)
}

/// Says who it is, where whoever looks may open the record; otherwise what was found is nothing for them either.
fn name(snapshot: &Snapshot, actor: &Actor, case: &mut Drawn, today: Date) -> Result<(), StoreError> {
    if crate::door::may(snapshot, actor, Action::ViewCase, &case.sampled.case, today)? {
        case.person = snapshot.person(&case.sampled.case)?;
    }
    if let (None, Some(read)) = (&case.person, &mut case.read) {
        read.said.found = String::new();
    }
    Ok(())
}

/// Every draw of a team, the earliest first.
fn read(snapshot: &Snapshot, team: &TeamRow) -> Result<Vec<Draw>, StoreError> {
    let damaged = |problem: Problem| StoreError::Damaged(problem.to_string());
    let stream = beside("sample", &team.stream).map_err(damaged)?;
    Ok(fold(&read_entries(&stream, &snapshot.entries(&stream)?).map_err(damaged)?))
}

fn fold(entries: &[Entry]) -> Vec<Draw> {
    let mut draws: Vec<Draw> = Vec::new();
    for seen in resolve(entries, View::default()).into_iter().filter(|seen| seen.standing == Standing::Stands) {
        let Some(content) = seen.content else { continue };
        let (seq, on, by) = (seen.entry.id.seq, content.happened.day(), content.by.staff.clone());
        let rests_on = |seq: u64| content.because.iter().any(|id| id.seq == seq);
        match &content.fact {
            Fact::SampleDrawn(how) => draws.push(Draw { seq, drawn: how.clone(), on, by, cases: Vec::new() }),
            Fact::CaseSampled(sampled) => {
                if let Some(draw) = draws.iter_mut().find(|draw| rests_on(draw.seq)) {
                    draw.cases.push(Drawn { seq, sampled: sampled.clone(), person: None, read: None });
                }
            }
            Fact::SampledCaseRead(said) => {
                let cases = draws.iter_mut().flat_map(|draw| &mut draw.cases);
                for case in cases.filter(|case| rests_on(case.seq)) {
                    case.read = Some(Reading { said: said.clone(), on, by: by.clone() });
                }
            }
            _ => {}
        }
    }
    draws
}
