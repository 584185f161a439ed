//! A case to be read: the file as seen from a view, what is owed, who saw it.

use access::Action;
use practice::Ruled;
use practice::warning::WarningOpen;
use record::StreamId;
use record::case::{Appointment, View};

use crate::apart::homes::lives_too_near;
use crate::clocks::{Owed, Reading, owed, warning_open};
use crate::directory::Names;
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

/// What stands beside a case's file.
#[derive(Debug)]
pub struct Beside {
    /// The names of the staff that were asked for, and of every unit and place.
    pub names: Names,
    /// Whether the person lives where somebody lives whom they must not meet, as far as whoever asks may be told.
    pub lives_too_near: bool,
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

    /// What the pages of a case say that its file does not.
    pub async fn beside(
        &self,
        ask: &Ask,
        opened: &Opened,
        staff: impl IntoIterator<Item = String>,
    ) -> Result<Beside, Problem> {
        let person = opened.permit.case().cloned().ok_or(Problem::NotFound)?;
        let (ask, kept, codes) = (ask.clone(), self.directory.clone(), Names::asked(staff));
        let found = self.store.read(move |snapshot| {
            snapshot.foresee(|ahead| {
                Names::foresee(ahead, &codes)?;
                lives_too_near(ahead, &ask, &person).map(drop)
            })?;
            let lives_too_near = lives_too_near(snapshot, &ask, &person)?;
            Ok(Beside { names: Names::of(snapshot, &kept, codes)?, lives_too_near })
        });
        Ok(found.await?)
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
