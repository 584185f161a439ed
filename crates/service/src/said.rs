//! Something about to be recorded, before it has an act, an author and a place.

use access::Actor;
use record::entry::{Basis, By, Content, Handling, Origin};
use record::facts::Fact;
use record::time::Happened;
use record::{EntryId, StreamId};

/// A fact with what is said about it.
#[derive(Clone, Debug)]
pub struct Said {
    /// Where it belongs.
    pub stream: StreamId,
    content: Content,
}

impl Said {
    /// A fact that happened, in a stream.
    pub fn new(stream: &StreamId, fact: impl Into<Fact>, happened: Happened) -> Said {
        let nobody = By { staff: String::new(), role: String::new(), organisation: String::new(), instructed_by: None };
        Said {
            stream: stream.clone(),
            content: Content {
                fact: fact.into(),
                act: String::new(),
                component: None,
                because: Vec::new(),
                happened,
                by: nobody,
                corrects: None,
                retracts: None,
                reason: None,
                basis: Basis::Fact,
                origin: Origin::Direct,
                handling: Handling::Ordinary,
            },
        }
    }

    /// Which part of the case it is about.
    pub fn about(mut self, component: impl Into<String>) -> Said {
        self.content.component = Some(component.into());
        self
    }

    /// Which entries it rests on.
    pub fn because(mut self, entries: impl IntoIterator<Item = EntryId>) -> Said {
        self.content.because.extend(entries);
        self
    }

    /// Why; an empty reason is none.
    pub fn reason(mut self, reason: &str) -> Said {
        self.content.reason = Some(reason.trim().to_owned()).filter(|r| !r.is_empty());
        self
    }

    /// Which entry it replaces.
    pub fn corrects(mut self, entry: EntryId) -> Said {
        self.content.corrects = Some(entry);
        self
    }

    /// Which entry was never true of this stream.
    pub fn retracts(mut self, entry: EntryId) -> Said {
        self.content.retracts = Some(entry);
        self
    }

    /// Where it came from.
    pub fn origin(mut self, origin: Origin) -> Said {
        self.content.origin = origin;
        self
    }

    /// Whose judgement or word it is.
    pub fn basis(mut self, basis: Basis) -> Said {
        self.content.basis = basis;
        self
    }

    /// To be kept from the person's own copy.
    pub fn sensitive(mut self) -> Said {
        self.content.handling = Handling::Sensitive;
        self
    }

    /// How it must be handled.
    pub fn handling(mut self, handling: Handling) -> Said {
        self.content.handling = handling;
        self
    }

    /// On whose instruction it was entered so; empty is nobody's.
    pub fn instructed_by(mut self, name: &str) -> Said {
        self.content.by.instructed_by = Some(name.trim().to_owned()).filter(|n| !n.is_empty());
        self
    }

    /// The entries that lose their content when this is recorded.
    pub(crate) fn erases(&self) -> &[EntryId] {
        match &self.content.fact {
            Fact::Erased(erased) => &erased.entries,
            _ => &[],
        }
    }

    /// The same said of another fact.
    pub(crate) fn with_fact(mut self, fact: impl Into<Fact>) -> Said {
        self.content.fact = fact.into();
        self
    }

    /// The kind of its fact.
    pub fn kind(&self) -> &str {
        self.content.fact.kind()
    }

    /// The content, said by `actor` in an act.
    pub fn by(self, actor: &Actor, act: &str) -> Content {
        let by = By {
            staff: actor.staff.clone(),
            role: actor.role.code().to_owned(),
            organisation: actor.provider.clone(),
            instructed_by: self.content.by.instructed_by.clone(),
        };
        Content { by, act: act.to_owned(), ..self.content }
    }
}
