//! Which of an officer's own appointments bring people together who must be kept apart.

use jiff::Span;
use practice::keep_apart::{Stay, meets};
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::time::Minute;
use store::PersonRow;

use crate::booking::check::{civil, stay};
use crate::{Ask, Problem, Service};

/// An appointment of an officer's that is too near to somebody who must not be met: who else it is is not said.
#[derive(Debug)]
pub struct TooNear {
    /// Whose appointment.
    pub person: StreamId,
    /// Their line in the register; none when access to their record is limited.
    pub row: Option<PersonRow>,
    /// When it starts.
    pub starts: Minute,
    /// Where.
    pub site: String,
}

impl Service {
    /// The appointments of whoever asks, within two weeks, that bring people together who must be kept apart: arranged
    /// after they were booked, let be by a senior, or moved here by a colleague.
    pub async fn too_near(&self, ask: &Ask) -> Result<Vec<TooNear>, Problem> {
        let (staff, today) = (ask.actor.staff.clone(), ask.today());
        let buffer = Places::split_2014().value(PlaceFigure::BufferMinutes);
        let found = self.store.read(move |snapshot| {
            let to = today.saturating_add(Span::new().days(14)).to_string();
            let mut near: Vec<TooNear> = Vec::new();
            for meeting in snapshot.meetings_of_officer(&staff, &today.to_string(), &to)? {
                let Ok(starts) = meeting.starts.parse::<Minute>() else { continue };
                let ends = civil(starts.plus_minutes(meeting.minutes));
                let asked = Stay { site: &meeting.other.site, starts: civil(starts), ends };
                let other: Vec<Stay<'_>> = stay(&meeting.other).into_iter().collect();
                let known = near.iter().any(|one| one.person == meeting.stream && one.starts == starts);
                if known || meets(asked, &other, buffer).is_none() {
                    continue;
                }
                let row = crate::day::visible(snapshot, &meeting.stream, &staff, today)?;
                near.push(TooNear { person: meeting.stream, row, starts, site: meeting.other.site });
            }
            for visit in snapshot.visits_of_officer_to_others(&staff, &today.to_string(), &to)? {
                let Ok(starts) = visit.starts.parse::<Minute>() else { continue };
                if near.iter().all(|one| one.person != visit.stream || one.starts != starts) {
                    let row = crate::day::visible(snapshot, &visit.stream, &staff, today)?;
                    near.push(TooNear { person: visit.stream, row, starts, site: visit.site });
                }
            }
            Ok(near)
        });
        Ok(found.await?)
    }
}
