//! What it touches when somebody whom arrangements are about lives elsewhere: visits that are booked there for others, and
//! others who live there. Where somebody lives is a fact, and never refused: it is listed at once.

use jiff::civil::Date;
use record::apart::Arrangement;
use record::case::View;
use record::facts::keepapart::{KeepApartMoved, Member};
use record::time::Happened;
use record::{EntryId, StreamId};
use store::{HomeRow, Snapshot, StoreError};

use super::{Touch, person_of, touching};
use crate::booking::around::kept_apart;
use crate::elsewhere::whole_mark;
use crate::probing::may_be_told_of_homes;
use crate::write::{Parts, Streams};
use crate::{Ask, Said};

/// Says in each arrangement that somebody is in what their new home touches, and raises the guards that bookings of the others
/// read. `home` has the marks of where they live now, none where that is nowhere, and `because` the entry that says so.
pub(crate) fn moved(
    parts: &mut Parts<'_>,
    streams: &Streams,
    person: &StreamId,
    home: Option<&str>,
    because: &EntryId,
    today: Date,
) {
    let before = streams.whereabouts();
    let after = before.with_home(person, home);
    for stream in streams.arrangements() {
        parts.bump([kept_apart(stream.as_str())]);
        let stands = Arrangement::fold(streams.of(stream), View::default());
        let Some(stands) = stands.filter(|stands| stands.holds(today)) else { continue };
        let members = stands.members();
        let stood = touching(&members, before);
        let touches: Vec<String> =
            touching(&members, &after).iter().filter(|touch| !stood.contains(touch)).map(Touch::named).collect();
        let beside = beside(&members, after.homes(), person);
        if touches.is_empty() && beside.is_empty() {
            continue;
        }
        let fact = KeepApartMoved { person: person.clone(), touches, beside };
        let fact = Said::new(stream, fact, Happened::On(today));
        parts.say(fact.because([stands.entry.clone(), because.clone()]).sensitive());
    }
}

/// The members who live where somebody of another side lives.
pub(super) fn sharing(members: &[Member], homes: &[HomeRow]) -> Vec<StreamId> {
    let people = members.iter().filter_map(person_of);
    people.filter(|person| !beside(members, homes, person).is_empty()).cloned().collect()
}

/// Those of other sides who live where somebody lives.
fn beside(members: &[Member], homes: &[HomeRow], person: &StreamId) -> Vec<StreamId> {
    let side = |who: &StreamId| {
        let of = members.iter().find(|member| person_of(member) == Some(who));
        of.map(|member| member.side.as_str())
    };
    let (Some(own), Some(home)) = (side(person), homes.iter().find(|home| home.stream == *person)) else {
        return Vec::new();
    };
    let others = homes.iter().filter(|other| whole_mark(&other.place) == whole_mark(&home.place));
    others.filter(|other| side(&other.stream).is_some_and(|of| of != own)).map(|other| other.stream.clone()).collect()
}

/// Whether somebody whose case was opened lives, as far as is recorded, where another lives whom they must not meet. Who that is
/// is not said; nor anything to those who arrange nothing, or who recorded one home after another. The arrangement itself says it
/// to those who may see that.
pub(crate) fn lives_too_near(snapshot: &Snapshot, ask: &Ask, person: &StreamId) -> Result<bool, StoreError> {
    if !access::role_does(ask.actor.role, access::Action::KeepApart) {
        return Ok(false);
    }
    let today = ask.today().to_string();
    // Of most there is nobody, and then nothing more is asked.
    let others = snapshot.homes_against(person.as_str(), &today, &today)?;
    if others.is_empty() || !may_be_told_of_homes(snapshot, ask)? {
        return Ok(false);
    }
    let Some(home) = snapshot.home(person)? else { return Ok(false) };
    Ok(others.iter().any(|other| other.site == whole_mark(&home.place)))
}
