//! A form of the day that came back because something on it was wrong.

use service::booking::offers::Refused;
use service::day::Day;
use service::directory::Names;
use service::elsewhere::stands_elsewhere;
use service::{FieldError, Problem};

use crate::handlers::appointments::next::way_out;
use crate::pages::day::today::{Slot, SlotState, Whole};
use crate::posted::Fields;
use crate::visitor::Visitor;

/// What a form on the page got wrong.
pub(super) struct Wrong<'a> {
    pub(super) slot: usize,
    pub(super) typed: &'a Fields,
    pub(super) errors: &'a [FieldError],
}

/// In the form that came back, the ways out where the next appointment is what cannot be had.
pub(super) async fn ways_out(
    visitor: &Visitor,
    day: &Day,
    slots: &mut [Slot],
    names: &Names,
    wrong: &Wrong<'_>,
) -> Result<(), Problem> {
    let at = wrong.slot.saturating_sub(1);
    let (Some(shown), Some(stood)) = (slots.get_mut(at), day.slots.get(at)) else { return Ok(()) };
    let (SlotState::ToRecord { form: Whole::Here(form), .. }, Ok(starts)) =
        (&mut shown.state, stood.row.starts.parse())
    else {
        return Ok(());
    };
    let row = &stood.row;
    let visited = stands_elsewhere(&row.mode, stood.detail.at.as_ref(), visitor.web.service.standards());
    let stood = Refused {
        person: row.stream.clone(),
        contact: row.mode.clone(),
        staff: stood.next_with.as_ref().map_or_else(|| row.officer.clone(), |next| next.staff.clone()),
        site: if visited { String::new() } else { row.site.clone() },
        room: String::new(),
        starts,
        minutes: u32::try_from(row.minutes).unwrap_or_default(),
    };
    form.way_out = way_out(visitor, form, stood, names, wrong.typed, wrong.errors).await?;
    Ok(())
}
