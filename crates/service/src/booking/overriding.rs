//! A senior lets a booking be although people must be kept apart: by name, with a reason, in the arrangements it goes against.

use access::Action;
use record::StreamId;
use record::facts::keepapart::KeepApartOverridden;
use record::time::Happened;

use super::Besides;
use super::check::{Slot, meeting};
use crate::{Ask, Problem, Said, Service};

impl Service {
    /// Only a senior lets a booking be that would bring people together.
    pub(super) async fn may_override(&self, ask: &Ask, person: &StreamId, besides: &Besides) -> Result<(), Problem> {
        if besides.override_reason.trim().is_empty() {
            return Ok(());
        }
        self.permit(ask, Action::OverrideApart, person).await.map(drop)
    }
}

/// Where a senior lets it be, the arrangements that it goes against say so, and no others.
pub(super) fn overridden(slot: &Slot<'_>, appointment: &str, ask: &Ask) -> Vec<Said> {
    let reason = slot.override_reason.trim();
    let near = meeting(slot);
    let fact = |stream: &StreamId| {
        let booking = KeepApartOverridden {
            person: slot.person.clone(),
            appointment: appointment.to_owned(),
            site: slot.around.asked.site.clone(),
            starts: slot.starts,
        };
        Said::new(stream, booking, Happened::On(ask.today())).reason(reason).sensitive()
    };
    let concerned = |tokens: &[String]| tokens.iter().any(|token| near.contains(&token.as_str()));
    let sides = slot.around.sides.iter().filter(|(_, tokens)| slot.around.must_not_see || concerned(tokens));
    sides.filter(|_| !reason.is_empty()).map(|(stream, _)| fact(stream)).collect()
}
