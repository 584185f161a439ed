//! A case to be read: the file as seen from a view, what is owed, who saw it.

use access::Action;
use practice::Ruled;
use practice::warning::WarningOpen;
use record::StreamId;
use record::case::{Appointment, View};

use crate::clocks::{Owed, Reading, owed, warning_open};
use crate::door::Opened;
use crate::{Ask, Problem, Service};

/// A case, and what is owed in it as seen from the same view.
#[derive(Debug)]
pub struct Case {
    /// The permit, the entries and the file.
    pub opened: Opened,
    /// What is owed, by due day.
    pub owed: Vec<Owed>,
}

impl Service {
    /// A case as at a day, as known at a moment.
    pub async fn case(&self, ask: &Ask, person: &StreamId, view: View) -> Result<Case, Problem> {
        let opened = self.open(ask, Action::ViewCase, person, view).await?;
        let known: Option<Vec<_>> = view
            .known_at
            .map(|moment| opened.entries.iter().filter(|entry| entry.recorded <= moment).cloned().collect());
        // All of them are not copied: of a long case that takes longer than reading it.
        let entries = known.as_deref().unwrap_or(&opened.entries);
        let as_at = view.as_at.unwrap_or(ask.today());
        let reading = Reading { file: &opened.file, entries, as_at, standards: self.standards };
        let mut owed = owed(reading);
        owed.sort_by_key(|o| (o.duty.due_on.is_none(), o.duty.due_on));
        Ok(Case { opened, owed })
    }

    /// What is open to the officer about a failure, as at today.
    pub fn open_after_failure(
        &self,
        ask: &Ask,
        opened: &Opened,
        appointment: &Appointment,
    ) -> Result<Option<Ruled<WarningOpen>>, Problem> {
        let reading =
            Reading { file: &opened.file, entries: &opened.entries, as_at: ask.today(), standards: self.standards };
        Ok(warning_open(reading, appointment)?)
    }
}
