//! Raising something about a case with whoever leads, from any page of it: one entry, and one senior whose it is to answer. To whom
//! it falls goes by the rule of the second person ([`crate::risk::signing`]): whoever signs for the team, of those who are not its
//! author and may open the record. So what a senior cannot do herself, because it was she who judged it, falls by name to another.

use access::{Action, Actor};
use jiff::civil::Date;
use record::case::RaisedLine;
use record::facts::raised::{Raised, RaisedAnswered};
use record::time::Happened;
use record::{EntryId, StreamId};
use serde::Serialize;
use store::{PersonRow, Snapshot, StoreError};

use crate::day::visible_among;
use crate::desks::Desks;
use crate::risk::signing::{asked_of, raised_by};
use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// What is said is no longer than this, in letters: a bound on what one page shows.
const LONGEST: usize = 2000;

/// Something that was raised and waits for an answer.
#[derive(Clone, Debug)]
pub struct RaisedWith {
    /// About whom.
    pub person: PersonRow,
    /// What, by whom, when.
    pub line: RaisedLine,
    /// Of what whoever asks raised themselves, to whom it falls today; none while no other senior may open the record. None for what
    /// was raised with whoever asks.
    pub with: Option<String>,
}

/// What is raised.
#[derive(Clone, Debug, Serialize)]
pub struct Raising {
    /// The person's stream.
    pub person: String,
    /// What is asked.
    pub words: String,
}

/// What is answered.
#[derive(Clone, Debug, Serialize)]
pub struct Answering {
    /// The person's stream.
    pub person: String,
    /// The place of the entry that raised it.
    pub seq: u64,
    /// The answer.
    pub words: String,
}

impl Service {
    /// Raises something with whoever leads. Answers with the person's stream.
    pub async fn raise(&self, ask: &Ask, form: &Form, said: &Raising) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::RecordContact, &person).await?;
        let words = words(&said.words, "Say what you ask, or what they should know")?;
        self.record_for(&[permit], ask, form, said, |streams| {
            if streams.case(&person).active_orders(ask.today()).next().is_none() {
                return Err(Problem::field("words", "No order is running: nobody leads this case"));
            }
            let raised = Said::new(&person, Raised { words: words.clone() }, Happened::On(ask.today()));
            Ok(Work { said: vec![raised], answer: person.to_string(), ..Work::default() })
        })
        .await
    }

    /// Answers what somebody else raised. Answers with the person's stream.
    pub async fn answer_raised(&self, ask: &Ask, form: &Form, said: &Answering) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::AnswerRaised, &person).await?;
        let words = words(&said.words, "Say what you decided, or did")?;
        let id = EntryId { stream: person.clone(), seq: said.seq };
        self.record_for(&[permit], ask, form, said, |streams| {
            let file = streams.case(&person);
            let line = file.raised.iter().find(|line| line.entry == id).ok_or(Problem::NotFound)?;
            if line.by == ask.actor.staff {
                return Err(Problem::field("words", "You raised this yourself: somebody else has to answer it"));
            }
            if line.answer.is_some() {
                return Err(Problem::field("words", "Somebody has answered this meanwhile. Look again"));
            }
            let answered = RaisedAnswered { words: words.clone() };
            let answered = Said::new(&person, answered, Happened::On(ask.today())).because([id.clone()]);
            Ok(Work { said: vec![answered], answer: person.to_string(), ..Work::default() })
        })
        .await
    }

    /// What was raised with whoever asks; and what they raised themselves, in the cases they hold or cover, with to whom it falls.
    pub async fn raised(&self, ask: &Ask, desks: &Desks) -> Result<Vec<RaisedWith>, Problem> {
        let (actor, today, desks) = (ask.actor.clone(), ask.today(), desks.clone());
        let found = self.store.read(move |snapshot| {
            let asked = asked_of(snapshot, &actor, &desks, today)?.raised.iter().cloned();
            let mut lines: Vec<_> = asked.map(|(case, line)| (case, line, None)).collect();
            lines.extend(raised_by(snapshot, &actor, &desks, today)?);
            with_people(snapshot, &actor, lines, today)
        });
        let found = found.await?;
        self.permit_list(ask, Action::ViewDay, found.len()).await?;
        Ok(found)
    }
}

/// The same with who they are, of those whose record somebody may open, the oldest first.
pub(crate) fn with_people(
    snapshot: &Snapshot,
    actor: &Actor,
    lines: Vec<(StreamId, RaisedLine, Option<String>)>,
    today: Date,
) -> Result<Vec<RaisedWith>, StoreError> {
    let cases: Vec<StreamId> = lines.iter().map(|(case, ..)| case.clone()).collect();
    let people = visible_among(snapshot, &cases, &actor.staff, today)?;
    let row = |(case, line, with): (StreamId, RaisedLine, Option<String>)| {
        Some(RaisedWith { person: people.get(&case)?.clone(), line, with })
    };
    let mut found: Vec<RaisedWith> = lines.into_iter().filter_map(row).collect();
    found.sort_by(|a, b| (a.line.on, &a.line.entry).cmp(&(b.line.on, &b.line.entry)));
    Ok(found)
}

fn words(typed: &str, missing: &'static str) -> Result<String, Problem> {
    let words = typed.trim();
    match words.chars().count() {
        0 => Err(Problem::field("words", missing)),
        n if n > LONGEST => Err(Problem::field("words", format!("Say it in at most {LONGEST} letters"))),
        _ => Ok(words.to_owned()),
    }
}
