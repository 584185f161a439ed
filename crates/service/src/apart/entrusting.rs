//! A case that is given, or left for a while, to a colleague whom its person must not meet. It is refused, and a senior can let
//! it be by name and with a reason: the arrangements that it goes against say so, as they do of a booking.

use access::{Action, role_does};
use jiff::civil::Date;
use record::StreamId;
use record::facts::keepapart::KeepApartEntrusted;
use record::time::Happened;

use crate::{Ask, Problem, Said, Service};

/// What an arrangement says of a case that is with a colleague all the same.
pub(crate) fn entrusted(arrangement: &StreamId, case: KeepApartEntrusted, today: Date, why: &str) -> Said {
    Said::new(arrangement, case, Happened::On(today)).reason(why.trim()).sensitive()
}

impl Service {
    /// Whether the asker lets it be that a colleague sees to these people all the same: they gave a reason, and may decide it of
    /// each. A senior who may not open one of the records is answered as if they had given none, for whose it is would be told.
    pub(crate) async fn may_entrust(&self, ask: &Ask, people: &[StreamId], why: &str) -> Result<bool, Problem> {
        if why.trim().is_empty() {
            return Ok(false);
        }
        for person in people {
            match self.permit(ask, Action::OverrideApart, person).await {
                Ok(_) => {}
                Err(Problem::Refused { .. }) if role_does(ask.actor.role, Action::OverrideApart) => return Ok(false),
                Err(problem) => return Err(problem),
            }
        }
        Ok(true)
    }
}
