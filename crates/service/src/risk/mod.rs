//! Risk, said right: what stands and since when, what waits for a second person, scores as they stood and as they would be
//! now, the tiers of two eras side by side, and sentences the law does not allow for their offence.
//!
//! [`scores`]: answers and record into scores. [`eras`]: who supervises (2014) and how intensively (2026). [`sentences`]: a
//! sentence against its offence. [`assess`], with its [`questions`], [`change`] and [`countersign`]: the three acts; [`signing`]:
//! who is asked to countersign.

pub mod assess;
pub mod change;
pub mod countersign;
pub mod eras;
pub mod questions;
pub mod scores;
pub mod sentences;
pub mod signing;

use access::Action;
use record::StreamId;
use record::case::View;

pub use assessment::legality::Graver;
pub use assessment::predictors::{Band, Kind};
pub use assessment::scored::{Scored, Shown, bands_of};
pub use eras::Era;
pub use scores::Assessed;
pub use sentences::Sentence;

use crate::clocks::{Owed, Reading, owed};
use crate::door::Opened;
use crate::{Ask, Problem, Service};

/// A case as its risk page shows it.
#[derive(Debug)]
pub struct Risk {
    /// The permit, the entries and the file; who may be harmed and what waits stand in the file.
    pub opened: Opened,
    /// The assessments with their scores, oldest first.
    pub assessed: Vec<Assessed>,
    /// The rules of 2014 and of 2026, oldest first.
    pub eras: Vec<Era>,
    /// Every order's sentence against its offence, where there is something to say.
    pub sentences: Vec<Sentence>,
    /// When risk has to be assessed next; none when nothing is running.
    pub due: Option<Owed>,
}

impl Service {
    /// The risk of somebody, as known now.
    pub async fn risk(&self, ask: &Ask, person: &StreamId) -> Result<Risk, Problem> {
        let opened = self.open(ask, Action::ViewCase, person, View::default()).await?;
        let (file, today) = (&opened.file, ask.today());
        let reading = Reading { file, entries: &opened.entries, as_at: today, standards: self.standards };
        Ok(Risk {
            assessed: scores::assessed(&opened.entries, file),
            eras: eras::eras(file, today),
            sentences: sentences::sentences(file),
            due: owed(reading).into_iter().find(|owed| owed.duty.duty == practice::DutyKind::RiskAssessment),
            opened,
        })
    }
}
