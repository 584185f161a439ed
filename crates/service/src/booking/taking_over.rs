//! Taking over what an earlier officer had booked. A case passes from one officer to another, and what is booked stands in the
//! first one's diary still; whoever holds the case now takes it into their own with one press. Time and place stay: whoever is
//! to come is told nothing new. Each is checked as a booking is, and is an act of its own: one that cannot be had as it stands
//! holds up no other, and is listed until it is moved.

use access::Action;
use record::StreamId;
use record::case::Appointment;
use record::facts::person::{AppointmentMoved, AskedBy, InDiary};
use record::time::{Happened, Minute};
use serde::Serialize;
use store::PersonRow;

use super::check::{APART, Slot, wrong_officer};
use super::{Asked, is_apart};
use crate::diaries::holder_of;
use crate::elsewhere::{marks_without_postcode, whereabouts};
use crate::project::SlotDetail;
use crate::write::Parts;
use crate::{Ask, Form, Problem, Said, Service};

/// As many are taken over by one press, each an act of its own: a form is answered within the time that a page is waited for.
pub const MOST: usize = 60;
/// Why, as it is recorded.
const WHY: &str = "Taken over with the case";

/// An appointment that stands in the diary of somebody who has left, or who held the case and no longer does.
#[derive(Clone, Debug)]
pub struct LeftBehind {
    /// Whose.
    pub person: StreamId,
    /// Their line in the register; none when access to their record is limited.
    pub row: Option<PersonRow>,
    /// Which.
    pub appointment: String,
    /// What for.
    pub what: String,
    /// When it starts.
    pub starts: Minute,
    /// Where: site code.
    pub site: String,
    /// What else is shown of it.
    pub detail: SlotDetail,
    /// In whose diary it stands; staff code.
    pub officer: String,
}

/// One that could not be taken over as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTaken {
    /// Whose.
    pub person: StreamId,
    /// Which.
    pub appointment: String,
    /// Why, in words.
    pub why: String,
}

/// What one press did.
#[derive(Clone, Debug, Default)]
pub struct TakenOver {
    /// How many stand in the asker's diary now.
    pub taken: usize,
    /// Those that do not.
    pub refused: Vec<NotTaken>,
}

/// What is asked for, for telling a repeat from another.
#[derive(Serialize)]
struct Taking<'a> {
    person: &'a str,
    appointment: &'a str,
    staff: &'a str,
}

impl Service {
    /// The appointments still to come of the asker's cases that stand with an earlier officer, by time.
    pub async fn left_behind(&self, ask: &Ask) -> Result<Vec<LeftBehind>, Problem> {
        let (staff, now) = (ask.actor.staff.clone(), ask.now);
        let found = self.store.read(move |snapshot| {
            let today = now.day();
            let mut found = Vec::new();
            for row in snapshot.left_behind(&staff, &today.to_string(), &now.london().to_string())? {
                // A case may be held in parts: the appointment goes with its own order.
                let own = holder_of(snapshot, &row, today)?.is_some_and(|holder| holder.staff == staff);
                let (true, Ok(starts)) = (own, row.starts.parse::<Minute>()) else { continue };
                let person = crate::day::visible(snapshot, &row.stream, &staff, today)?;
                let detail = serde_json::from_str(&row.detail).unwrap_or_default();
                found.push(LeftBehind {
                    person: row.stream,
                    row: person,
                    appointment: row.appointment,
                    what: row.what,
                    starts,
                    site: row.site,
                    detail,
                    officer: row.officer,
                });
            }
            Ok(found)
        });
        Ok(found.await?)
    }

    /// The same, for the page that lists them: it is logged.
    pub async fn to_take_over(&self, ask: &Ask) -> Result<Vec<LeftBehind>, Problem> {
        let found = self.left_behind(ask).await?;
        self.permit_list(ask, Action::ViewDay, found.len()).await?;
        Ok(found)
    }

    /// Takes them into the asker's own diary, the first of them first.
    pub async fn take_over(&self, ask: &Ask, form: &Form) -> Result<TakenOver, Problem> {
        let mut done = TakenOver::default();
        for left in self.left_behind(ask).await? {
            if done.taken == MOST {
                break;
            }
            let why = match self.take_one(ask, form, &left).await {
                Ok(()) => {
                    done.taken += 1;
                    continue;
                }
                Err(Problem::Invalid(errors)) => errors.into_iter().map(|error| error.message).collect(),
                Err(Problem::Refused { refusal, .. }) => vec![refusal.words().to_owned()],
                // Somebody else changed it meanwhile: it is listed again if it still stands so.
                Err(Problem::NotFound) => continue,
                Err(problem) => return Err(problem),
            };
            let why = why.join(". ");
            done.refused.push(NotTaken { person: left.person, appointment: left.appointment, why });
        }
        Ok(done)
    }

    async fn take_one(&self, ask: &Ask, form: &Form, left: &LeftBehind) -> Result<(), Problem> {
        let person = &left.person;
        let permit = self.permit(ask, Action::Book, person).await?;
        let (site, also) = self.whereabouts_of(person, &left.appointment).await?;
        let asked = Asked {
            person: person.clone(),
            staff: ask.actor.staff.clone(),
            site,
            also,
            room: String::new(),
            with: left.detail.with.clone(),
            day: left.starts.day(),
            overriding: false,
        };
        let taking = Taking { person: person.as_str(), appointment: &left.appointment, staff: &ask.actor.staff };
        let form = Form { key: key_of(form, left), ..form.clone() };
        let permits = std::slice::from_ref(&permit);
        let saved = self.record_booking(permits, std::slice::from_ref(&asked), ask, &form, &taking, |streams| {
            let file = streams.case(person);
            let appointment = file.appointment(&left.appointment).ok_or(Problem::NotFound)?;
            let around = streams.around(&asked).ok_or(Problem::NotFound)?;
            if !stands_as_listed(appointment, left) || whereabouts(&appointment.booked, self.standards) != asked.site {
                return Err(Problem::NotFound);
            }
            let slot = Slot {
                person,
                file: &file,
                moved: &left.appointment,
                contact: &appointment.booked.contact,
                starts: appointment.booked.starts,
                minutes: appointment.booked.minutes,
                around,
                at: appointment.booked.at.as_ref(),
                one_off: "",
                override_reason: "",
            };
            if let Some(wrong) = wrong_officer(&slot, self.standards) {
                return Err(Problem::Invalid(vec![wrong]));
            }
            let own = InDiary { staff: ask.actor.staff.clone(), team: ask.actor.team.clone() };
            let fact = Said::new(person, over_to(appointment, own), Happened::On(ask.today()))
                .about(&left.appointment)
                .because([appointment.entry.clone()])
                .reason(WHY);
            let mut parts = Parts::new(streams);
            parts.say(fact);
            parts.bump(around.bumps());
            Ok(parts.answer(person.to_string()))
        });
        // A colleague’s diary can be filled by others: what is refused here tells as much as a booking does, and counts as one.
        match self.booking_within_limits(ask, (person, &asked.site), Box::pin(saved)).await {
            Err(problem) if is_apart(&problem) => {
                Err(Problem::field(APART, "It can’t be held by you then and there. Move it, or ask your senior"))
            }
            saved => saved.map(drop),
        }
    }

    /// Where somebody is to be by an appointment: a building, or the mark of an address and those it has without its postcode.
    async fn whereabouts_of(&self, person: &StreamId, appointment: &str) -> Result<(String, Vec<String>), Problem> {
        let entries = self.entries_unasked(person).await?;
        let file = record::case::fold(&entries, record::case::View::default());
        let held = file.appointment(appointment).ok_or(Problem::NotFound)?;
        let also = held.booked.at.as_ref().map(marks_without_postcode).unwrap_or_default();
        Ok((whereabouts(&held.booked, self.standards), also))
    }
}

/// The same appointment in another diary.
fn over_to(appointment: &Appointment, diary: InDiary) -> AppointmentMoved {
    let booked = &appointment.booked;
    AppointmentMoved {
        starts: booked.starts,
        minutes: booked.minutes,
        site: booked.site.clone(),
        room: booked.room.clone(),
        asked_by: AskedBy::Service,
        at: booked.at.clone(),
        one_off: appointment.one_off.clone().unwrap_or_default(),
        diary: Some(diary),
    }
}

fn stands_as_listed(appointment: &Appointment, left: &LeftBehind) -> bool {
    appointment.is_open() && appointment.booked.starts == left.starts && appointment.booked.staff == left.officer
}

/// Each is recorded once by one press, whichever others are.
fn key_of(form: &Form, left: &LeftBehind) -> String {
    if form.key.is_empty() { String::new() } else { format!("{}/{}/{}", form.key, left.person, left.appointment) }
}
