//! A seeded simulator of the record: what several people do to it at once, with restarts and kills between, beside a
//! model that says what must hold.
//!
//! - `chance`, `plan`: what is tried, from a seed. `actors`: a plan's acts, from what each actor last saw.
//! - `model`, `views`: what a record must hold, in plain maps. `check`: the record compared with it. `broken`: what must
//!   hold, each in a sentence.
//! - `subject`: a record in a folder; `servers`: two servers on one database. `planted`, `planted_servers`: records
//!   and servers that misbehave, each in one way, which the simulator has to notice.
//!
//! A run of a folder is the same every time but for the moment at which a kill strikes. `simulate SEED` (an example of
//! this crate) runs one again.

mod actors;
mod broken;
mod chance;
mod check;
mod model;
mod plan;
pub(crate) mod planted;
pub(crate) mod planted_servers;
pub(crate) mod servers;
pub(crate) mod subject;
mod views;

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use store::conformance::samples::{START, person, read_row};
use store::{Act, Appended, DraftRow, ReadRow, SideWrite, StoreError};

use actors::{Actors, staff};
use broken::{Broken, CUT, GOES_ON, Held, REFUSED, broken};
use chance::Chance;
use model::{Answer, Model, erased_by, name};
use plan::{Op, plan};
use subject::Subject;

/// What runs did, and what they were answered.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) runs: u64,
    pub(crate) steps: u64,
    pub(crate) entries: u64,
    pub(crate) erased: u64,
    pub(crate) answers: Answers,
}

/// How often each answer was given.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Answers {
    pub(crate) recorded: u64,
    pub(crate) repeat: u64,
    pub(crate) stale: u64,
    pub(crate) key_reused: u64,
    pub(crate) refused: u64,
    /// Recorded, it turned out, when a kill cut the answer off.
    pub(crate) in_doubt: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Tally) {
        self.runs += other.runs;
        self.steps += other.steps;
        self.entries += other.entries;
        self.erased += other.erased;
        let (all, other) = (&mut self.answers, other.answers);
        all.recorded += other.recorded;
        all.repeat += other.repeat;
        all.stale += other.stale;
        all.key_reused += other.key_reused;
        all.refused += other.refused;
        all.in_doubt += other.in_doubt;
    }
}

impl Answers {
    fn count(&mut self, answer: &Answer) {
        *match answer {
            Ok(Appended::Recorded(_)) => &mut self.recorded,
            Ok(Appended::Repeat(_)) => &mut self.repeat,
            Ok(Appended::Stale) => &mut self.stale,
            Ok(Appended::KeyReused) => &mut self.key_reused,
            Err(_) => &mut self.refused,
        } += 1;
    }
}

/// A run in which something did not hold.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// What did not.
    pub(crate) invariant: &'static str,
    /// The seed, what was found, and the fewest steps that lead there.
    pub(crate) story: String,
}

/// Carries out the plan of a seed on records that `make` makes: on one, and if something does not hold, on as many as it
/// takes to find the fewest steps that lead there.
pub(crate) fn run<S: Subject>(seed: u64, make: &dyn Fn() -> S) -> Result<Tally, Failure> {
    let mut steps = plan(seed);
    let (at, mut broken) = match carry_out(seed, &steps, make) {
        Ok(tally) => return Ok(tally),
        Err(found) => found,
    };
    steps.truncate(at + 1);
    let prefix = steps.len();
    for at in (0..steps.len()).rev() {
        let mut fewer = steps.clone();
        fewer.remove(at);
        if let Err((last, found)) = carry_out(seed, &fewer, make)
            && found.invariant == broken.invariant
        {
            fewer.truncate(last + 1);
            (steps, broken) = (fewer, found);
        }
    }
    let Broken { invariant, found } = broken;
    let mut story = format!("seed {seed}: it does not hold that {invariant}.\n  {found}\n");
    let _ = writeln!(story, "  It took {prefix} steps, of which these are enough:");
    for step in steps {
        let _ = writeln!(story, "  - {step:?}");
    }
    Err(Failure { invariant, story })
}

/// As [`run`], but for the fewest steps: on a database they would take too long to find.
pub(crate) fn run_once<S: Subject>(seed: u64, make: &dyn Fn() -> S) -> Result<Tally, Failure> {
    carry_out(seed, &plan(seed), make).map_err(|(at, Broken { invariant, found })| {
        let story = format!("seed {seed}: after step {at} it does not hold that {invariant}.\n  {found}\n");
        Failure { invariant, story }
    })
}

/// Gives the step after which something did not hold.
fn carry_out<S: Subject>(seed: u64, steps: &[Op], make: &dyn Fn() -> S) -> Result<Tally, (usize, Broken)> {
    let mut world = World {
        subject: make(),
        model: Model::default(),
        actors: Actors::default(),
        // The clock goes on by chance, and never with the plan: a step left out changes little else.
        chance: Chance::new(!seed),
        now: START,
        answers: Answers::default(),
    };
    for (at, step) in steps.iter().enumerate() {
        let last = at + 1 == steps.len();
        let held = catch_unwind(AssertUnwindSafe(|| {
            world.step(step)?;
            if last { world.end() } else { Ok(()) }
        }));
        held.unwrap_or_else(|_| Err(broken(GOES_ON, "it panicked"))).map_err(|broken| (at, broken))?;
    }
    let World { model, answers, .. } = world;
    let (entries, erased) = (model.ids().count() as u64, model.erased.len() as u64);
    Ok(Tally { runs: 1, steps: steps.len() as u64, entries, erased, answers })
}

struct World<S> {
    subject: S,
    model: Model,
    actors: Actors,
    chance: Chance,
    now: i64,
    answers: Answers,
}

impl<S: Subject> World<S> {
    fn step(&mut self, step: &Op) -> Held {
        // Most things come within a second or two of each other, many at the same instant.
        self.now += i64::try_from(self.chance.below(2_000_000) * self.chance.below(2)).unwrap_or_default();
        match step {
            Op::Look { actor } => self.actors.look(*actor, &self.model),
            Op::Acts(plans) => {
                let acts: Vec<_> = plans.iter().map(|plan| self.actors.act(plan, self.now, &self.model)).collect();
                self.append(&acts)?;
            }
            Op::Crash(plans) => {
                let acts: Vec<_> = plans.iter().map(|plan| self.actors.act(plan, self.now, &self.model)).collect();
                self.crash(&acts)?;
            }
            Op::Restart => {
                self.subject.restart()?;
                check::everything(&self.subject, &mut self.model)?;
            }
            Op::Jump(by) => self.now += by,
            Op::Shown { actor, person } => self.show(*actor, *person)?,
            Op::Draft { actor, person } => {
                let draft = self.draft(*actor, *person);
                self.subject.put(SideWrite::PutDraft(draft.clone()))?;
                let name = (draft.staff.clone(), draft.form.clone(), draft.subject.clone());
                self.model.drafts.insert(name, draft);
            }
            Op::DropDraft { actor, person } => {
                let DraftRow { staff, form, subject, .. } = self.draft(*actor, *person);
                self.model.drafts.remove(&(staff.clone(), form.clone(), subject.clone()));
                self.subject.put(SideWrite::DropDraft { staff, form, subject })?;
            }
            Op::RefusedTogether { actor, person } => self.refuse_together(*actor, *person)?,
            Op::Rebuild => self.rebuild()?,
            Op::Inspect => check::everything(&self.subject, &mut self.model)?,
        }
        Ok(())
    }

    /// Whatever the steps were, at the end everything holds, after a rebuild and a restart as well.
    fn end(&mut self) -> Held {
        check::everything(&self.subject, &mut self.model)?;
        self.rebuild()?;
        self.subject.restart()?;
        check::everything(&self.subject, &mut self.model)
    }

    fn append(&mut self, acts: &[Act]) -> Held {
        let answers = self.subject.append(acts);
        for answer in &answers {
            self.answers.count(answer);
        }
        self.settle(acts, &answers, |subject, model| {
            check::touched(subject, model, acts, &answers)?;
            if subject.is_in_order() { Ok(()) } else { check::past(subject, model) }
        })
    }

    /// Goes on with the first of the models that the answers allow and the record bears out.
    fn settle(&mut self, acts: &[Act], answers: &[Answer], look: impl Fn(&S, &mut Model) -> Held) -> Held {
        let mut first = None;
        for mut model in self.model.after(acts, answers, self.subject.is_in_order())? {
            match look(&self.subject, &mut model) {
                Ok(()) => {
                    self.model = model;
                    return Ok(());
                }
                Err(broken) => first = first.or(Some(broken)),
            }
        }
        first.map_or(Ok(()), Err)
    }

    /// Whoever was cut off sends the same form again, and gets the answer.
    fn crash(&mut self, acts: &[Act]) -> Held {
        let said: Vec<_> = acts.iter().flat_map(erased_by).filter_map(|id| self.model.content(&id)).collect();
        self.subject.crash(acts)?;
        self.model.doubts.extend(acts.iter().filter_map(|act| act.key.as_ref()).map(name));
        let again = |act: &Act| (act.clone(), self.subject.append(std::slice::from_ref(act)).remove(0));
        let answered: Vec<_> = acts.iter().map(again).collect();
        // What was recorded before the kill came before whatever is answered now.
        let is_before = |answer: &Answer| matches!(answer, Ok(Appended::Repeat(_)));
        let (before, now): (Vec<_>, Vec<_>) = answered.into_iter().partition(|(_, answer)| is_before(answer));
        self.answers.in_doubt += before.len() as u64;
        let (acts, answers): (Vec<_>, Vec<_>) = before.into_iter().chain(now).unzip();
        self.settle(&acts, &answers, |subject, model| check::everything(subject, model))?;
        let left =
            said.iter().find(|(id, content)| self.model.erased.contains(id) && self.subject.still_holds(content));
        left.map_or(Ok(()), |(id, _)| Err(broken(CUT, format!("{id} can still be read in the files"))))
    }

    fn show(&mut self, actor: u64, number: u64) -> Held {
        let (staff, detail) = (staff(actor), format!(r#"{{"n":{}}}"#, self.model.reads.len()));
        let row = ReadRow { staff, detail, ..read_row(self.now, number, "case") };
        self.subject.log_read(row.clone())?;
        self.model.reads.push(row);
        Ok(())
    }

    fn draft(&self, actor: u64, number: u64) -> DraftRow {
        let (staff, subject) = (staff(actor), person(number).to_string());
        DraftRow { staff, form: "contact".into(), subject, body: format!("typed at {}", self.now), saved_at: self.now }
    }

    fn refuse_together(&mut self, actor: u64, number: u64) -> Held {
        let own = SideWrite::PutMeta { name: "origin".into(), value: "elsewhere".into() };
        let both = SideWrite::All(vec![SideWrite::PutDraft(self.draft(actor, number)), own]);
        match self.subject.put(both) {
            Err(StoreError::Refused(_)) => Ok(()),
            other => Err(broken(REFUSED, format!("{other:?}"))),
        }
    }

    /// Every view from scratch, stream by stream as it came to be known.
    fn rebuild(&mut self) -> Held {
        let mut writes = vec![SideWrite::ClearProjections];
        for (stream, history) in &self.model.views {
            writes.extend(history.iter().map(|(at, views)| views.project(stream, *at)));
        }
        self.subject.put(SideWrite::All(writes))?;
        check::everything(&self.subject, &mut self.model)
    }
}
