//! A stream as it grows: entries are drafted in the order they are thought of and stand in the order they were recorded.

use ledger::{EntryId, StreamId};
use record::entry::{Basis, By, Content, Entry, Handling, Origin};
use record::facts::Fact;
use record::time::{Happened, Instant};

use crate::chance::Chance;

/// Which draft of the stream: becomes an entry's seq when the stream is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Said(usize);

/// One user action: who does it, and when it is recorded.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    id: String,
    pub(crate) at: i64,
    by: By,
}

/// Something said in an act.
pub(crate) struct Say {
    fact: Fact,
    happened: Happened,
    component: Option<String>,
    because: Vec<Said>,
    corrects: Option<Said>,
    retracts: Option<Said>,
    reason: Option<String>,
    basis: Basis,
    handling: Handling,
    plan: Option<Said>,
}

struct Draft {
    at: i64,
    content: Content,
    because: Vec<Said>,
    corrects: Option<Said>,
    retracts: Option<Said>,
    plan: Option<Said>,
}

/// A stream in the making.
pub(crate) struct Stream {
    pub(crate) id: StreamId,
    drafts: Vec<Draft>,
    acts: Chance,
}

impl Act {
    /// The same act, entered on somebody's instruction.
    pub(crate) fn instructed_by(mut self, name: &str) -> Act {
        self.by.instructed_by = Some(name.to_owned());
        self
    }
}

impl Say {
    pub(crate) fn new(fact: impl Into<Fact>, happened: Happened) -> Say {
        Say {
            fact: fact.into(),
            happened,
            component: None,
            because: Vec::new(),
            corrects: None,
            retracts: None,
            reason: None,
            basis: Basis::Fact,
            handling: Handling::Ordinary,
            plan: None,
        }
    }

    pub(crate) fn about(mut self, component: &str) -> Say {
        self.component = Some(component.to_owned());
        self
    }

    pub(crate) fn because(mut self, said: impl IntoIterator<Item = Said>) -> Say {
        self.because.extend(said);
        self
    }

    pub(crate) fn corrects(mut self, said: Said) -> Say {
        self.corrects = Some(said);
        self
    }

    pub(crate) fn retracts(mut self, said: Said) -> Say {
        self.retracts = Some(said);
        self
    }

    pub(crate) fn reason(mut self, reason: &str) -> Say {
        self.reason = Some(reason.to_owned());
        self
    }

    pub(crate) fn handling(mut self, handling: Handling) -> Say {
        self.handling = handling;
        self
    }

    /// The plan whose objectives it names: they are known by the seq of its entry, once there is one.
    pub(crate) fn of_plan(mut self, plan: Said) -> Say {
        self.plan = Some(plan);
        self
    }

    pub(crate) fn basis(mut self, basis: Basis) -> Say {
        self.basis = basis;
        self
    }
}

impl Stream {
    /// An empty stream; `acts` gives the names of its acts.
    pub(crate) fn new(id: StreamId, acts: Chance) -> Stream {
        Stream { id, drafts: Vec::new(), acts }
    }

    pub(crate) fn len(&self) -> usize {
        self.drafts.len()
    }

    /// Begins an act recorded at `at`, in microseconds.
    pub(crate) fn act(&mut self, at: i64, by: By) -> Act {
        Act { id: StreamId::new("act", self.acts.bytes()).to_string(), at, by }
    }

    /// Says something in an act; entries of one act are a microsecond apart.
    pub(crate) fn say(&mut self, act: &mut Act, say: Say) -> Said {
        let content = Content {
            fact: say.fact,
            act: act.id.clone(),
            component: say.component,
            because: Vec::new(),
            happened: say.happened,
            by: act.by.clone(),
            corrects: None,
            retracts: None,
            reason: say.reason,
            basis: say.basis,
            origin: Origin::Direct,
            handling: say.handling,
        };
        let Say { because, corrects, retracts, plan, .. } = say;
        self.drafts.push(Draft { at: act.at, content, because, corrects, retracts, plan });
        act.at += 1;
        Said(self.drafts.len() - 1)
    }

    /// The entries, in the order they were recorded.
    pub(crate) fn finish(self) -> Vec<Entry> {
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|at| (self.drafts[*at].at, *at));
        let mut seq = vec![0_u64; order.len()];
        for (place, at) in order.iter().enumerate() {
            seq[*at] = place as u64 + 1;
        }
        let id = |said: Said| EntryId { stream: self.id.clone(), seq: seq[said.0] };
        let mut drafts: Vec<Option<Draft>> = self.drafts.into_iter().map(Some).collect();
        let mut last = 0;
        let mut entries = Vec::with_capacity(order.len());
        for at in order {
            // Each place comes once.
            let Some(draft) = drafts[at].take() else { continue };
            last = draft.at.max(last + 1);
            let content = Content {
                because: draft.because.into_iter().map(id).collect(),
                corrects: draft.corrects.map(id),
                retracts: draft.retracts.map(id),
                fact: match draft.plan {
                    Some(plan) => named(draft.content.fact, seq[plan.0]),
                    None => draft.content.fact,
                },
                ..draft.content
            };
            entries.push(Entry { id: id(Said(at)), recorded: Instant(last), content: Some(content) });
        }
        entries
    }
}

/// Objectives by the seq of their plan.
fn named(fact: Fact, plan: u64) -> Fact {
    let name = |id: &String| format!("{plan}.{id}");
    match fact {
        Fact::WorkRecorded(mut work) => {
            work.objectives = work.objectives.iter().map(name).collect();
            work.into()
        }
        Fact::PlanReviewed(mut review) => {
            for reviewed in &mut review.reviewed {
                reviewed.objective = name(&reviewed.objective);
            }
            review.into()
        }
        other => other,
    }
}
