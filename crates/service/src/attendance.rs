//! What came of an appointment: outcome, decision about a failure, warning and letter, and the next appointment, in one
//! act. Each part is a fact of its own, resting on the one before.

use access::Action;
use jiff::civil::Date;
use practice::warning::OpenTo;
use practice::{LimitName, Ruled, Standards};
use record::StreamId;
use record::case::{Appointment, CaseFile};
use record::entry::Handling;
use record::facts::person::{
    BreachReferred, Decision, FailureDecided, InDiary, LetterIssued, OutcomeRecorded, WarningGiven, WarningWithdrawn,
};
use record::time::Happened;
use serde::Serialize;

use crate::booking::{Asked, NextAppointment, asked, booking};
use crate::clocks::{self, Reading, warning_open};
use crate::diaries::{holder_of, next_with};
use crate::elsewhere::stands_elsewhere;
use crate::letters::{LetterFacts, Post, warning_letter};
use crate::write::{Parts, Streams, document_hash, unchanged};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// The outcome that leaves the reason open.
pub const REASON_PENDING: &str = "AFTA";
/// Said of the next appointment while others change what it is decided over.
const BUSY: &str = "Others are booking at this very moment. Nothing is recorded: send it again in a moment";
/// The outcome of an absence that is not excused.
pub const UNACCEPTABLE: &str = "UAAB";

/// What an officer says of an appointment.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Attendance {
    /// The person's stream.
    pub person: String,
    /// The appointment's component.
    pub appointment: String,
    /// Outcome code.
    pub outcome: String,
    /// Note, as typed.
    pub note: String,
    /// Whether the note is folded shut wherever it is shown.
    pub handling: Handling,
    /// What to do about a failure.
    pub decision: Option<Decision>,
    /// Why, where a reason is needed.
    pub decision_reason: String,
    /// How a letter goes out.
    pub post: Post,
    /// The next appointment, booked in the same act.
    pub next: Option<NextAppointment>,
    /// On whose instruction it is entered so.
    pub instructed_by: String,
}

impl Service {
    /// Records what came of an appointment and, for a failure, what follows. Answers with the person's stream.
    pub async fn record_attendance(&self, ask: &Ask, form: &Form, said: &Attendance) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let action = if said.decision.is_some() { Action::DecideFailure } else { Action::RecordContact };
        let permit = self.permit(ask, action, &person).await?;
        let (next, bookings) = self.next_booking(ask, &person, said).await?;
        let (places, today) = (self.letter_places(ask).await?, ask.today());
        let recorded = self.record_booking(std::slice::from_ref(&permit), &bookings, ask, form, said, |streams| {
            let file = streams.case(&person);
            let appointment = file.appointment(&said.appointment).ok_or(Problem::NotFound)?;
            unchanged(&file, &person, &said.appointment, form)?;
            check(&file, appointment, said, ask, self.standards)?;
            let day = appointment.booked.starts.day();
            let mut parts = Parts::new(streams);
            let outcome = OutcomeRecorded { outcome: said.outcome.clone(), note: said.note.trim().to_owned() };
            let fact = Said::new(&person, outcome, Happened::On(day))
                .about(&said.appointment)
                .because([appointment.entry.clone()])
                .handling(said.handling)
                .instructed_by(&said.instructed_by);
            let failure = parts.say(fact);
            let context =
                Context { streams, person: &person, file: &file, appointment, today, standards: self.standards };
            if let Some(decision) = said.decision {
                refuse_closed(context, decision)?;
            }
            if let Some(next) = &next {
                let nth = parts.said(&person);
                booking(streams, &person, next, ask, self.standards, nth)?.say(&mut parts, None);
            }
            if let Some(decision) = said.decision {
                let facts = LetterFacts { ask, places: &places, next: next.as_ref(), post: said.post };
                decide(&mut parts, context, said, decision, &failure, &facts)?;
            }
            Ok(parts.answer(person.to_string()))
        });
        self.recorded_within_limits(ask, &person, next.as_ref(), Box::pin(recorded)).await
    }

    /// Decides about a failure recorded earlier. Answers with the person's stream.
    pub async fn decide_failure(&self, ask: &Ask, form: &Form, said: &Attendance) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::DecideFailure, &person).await?;
        let (next, bookings) = self.next_booking(ask, &person, said).await?;
        let (places, today) = (self.letter_places(ask).await?, ask.today());
        let recorded = self.record_booking(std::slice::from_ref(&permit), &bookings, ask, form, said, |streams| {
            let file = streams.case(&person);
            let appointment = file.appointment(&said.appointment).ok_or(Problem::NotFound)?;
            unchanged(&file, &person, &said.appointment, form)?;
            let held = appointment.held.as_ref().ok_or(Problem::NotFound)?;
            let decision = said.decision.ok_or_else(|| Problem::field("decision", "Choose what to do about this"))?;
            check_decision(&file, appointment, said, decision, ask)?;
            let context =
                Context { streams, person: &person, file: &file, appointment, today, standards: self.standards };
            refuse_closed(context, decision)?;
            let mut parts = Parts::new(streams);
            if let Some(next) = &next {
                let nth = parts.said(&person);
                booking(streams, &person, next, ask, self.standards, nth)?.say(&mut parts, None);
            }
            let facts = LetterFacts { ask, places: &places, next: next.as_ref(), post: said.post };
            decide(&mut parts, context, said, decision, &held.entry, &facts)?;
            Ok(parts.answer(person.to_string()))
        });
        self.recorded_within_limits(ask, &person, next.as_ref(), Box::pin(recorded)).await
    }
}

impl Service {
    /// The next appointment, and what it is decided over.
    async fn next_booking(
        &self,
        ask: &Ask,
        person: &StreamId,
        said: &Attendance,
    ) -> Result<(Option<NextAppointment>, Vec<Asked>), Problem> {
        let next = self.check_next(ask, person, said).await.map_err(as_next)?;
        let bookings = next.iter().map(|next| asked(person, next)).collect();
        Ok((next, bookings))
    }

    /// Records it, counted as a booking where it books: what books nothing tells nothing of others.
    async fn recorded_within_limits(
        &self,
        ask: &Ask,
        person: &StreamId,
        next: Option<&NextAppointment>,
        recorded: impl Future<Output = Result<Saved, Problem>>,
    ) -> Result<Saved, Problem> {
        let Some(next) = next else { return recorded.await.map_err(as_next) };
        match self.booking_within_limits(ask, (person, &asked(person, next).site), recorded).await {
            // What happened can be recorded without it, and is not lost because others book at the same moment.
            Err(Problem::Busy) => Err(Problem::field("next_date", BUSY)),
            saved => saved.map_err(as_next),
        }
    }

    /// In whose diary the appointment after this one goes: in this one's; where its officer has left or no longer has the case,
    /// in that of whoever has it by now, and else the asker's.
    pub async fn next_with(&self, ask: &Ask, person: &StreamId, appointment: &str) -> Result<InDiary, Problem> {
        Ok(self.next_or_holder(ask, person, appointment).await?.0)
    }

    /// The same, and beside it whoever has the case, if somebody does.
    async fn next_or_holder(
        &self,
        ask: &Ask,
        person: &StreamId,
        appointment: &str,
    ) -> Result<(InDiary, Option<InDiary>), Problem> {
        let (person, wanted, today) = (person.clone(), appointment.to_owned(), ask.today());
        let own = InDiary { staff: ask.actor.staff.clone(), team: ask.actor.team.clone() };
        let found = self.store.read(move |snapshot| {
            let rows = snapshot.diary_of(&person)?;
            let Some(row) = rows.into_iter().find(|row| row.appointment == wanted) else { return Ok(None) };
            let (holder, next) = (holder_of(snapshot, &row, today)?, next_with(snapshot, &row, &own, today)?);
            Ok(Some((next.unwrap_or(InDiary { staff: row.officer, team: row.team }), holder)))
        });
        found.await?.ok_or(Problem::NotFound)
    }

    /// The next appointment is with whoever holds this one or has the case, or a colleague of the asker, here or at another place of theirs; a visit is made
    /// where the last one was.
    async fn check_next(
        &self,
        ask: &Ask,
        person: &StreamId,
        said: &Attendance,
    ) -> Result<Option<NextAppointment>, Problem> {
        let Some(mut next) = said.next.clone() else { return Ok(None) };
        self.may_override(ask, person, &next.besides).await?;
        let stood = self.held_by(person, &said.appointment).await?;
        let (with, holder) = self.next_or_holder(ask, person, &said.appointment).await?;
        let with = match holder {
            Some(holder) if holder.staff == next.staff => holder,
            _ if next.staff == stood.staff || next.staff == with.staff => with,
            // A free time that was offered with somebody else of the team.
            _ if self.colleagues(ask).await?.iter().any(|(code, _)| *code == next.staff) => {
                InDiary { staff: next.staff.clone(), team: ask.actor.team.clone() }
            }
            _ => {
                let words = "The next appointment is with whoever holds this one, or has the case by now";
                return Err(Problem::field("next_place", words));
            }
        };
        (next.staff, next.team) = (with.staff, with.team);
        if next.site == stood.site && !stands_elsewhere(&next.contact, stood.visited(), self.standards) {
            self.check_still_used(&next.staff, &next.site, "next_place").await?;
            next.besides.at = None;
            return Ok(Some(next));
        }
        self.placed(ask, person, &next, stood.visited(), "next_place").await.map(Some)
    }
}

#[derive(Clone, Copy)]
struct Context<'a> {
    streams: &'a Streams,
    person: &'a StreamId,
    file: &'a CaseFile,
    appointment: &'a Appointment,
    today: Date,
    standards: &'static Standards,
}

/// The decision, and the warning, letter or referral that carries it out.
fn decide(
    parts: &mut Parts<'_>,
    context: Context<'_>,
    said: &Attendance,
    decision: Decision,
    failure: &record::EntryId,
    facts: &LetterFacts<'_>,
) -> Result<(), Problem> {
    let Context { person, file, appointment, today, .. } = context;
    let order = file.order(&appointment.booked.order).ok_or(Problem::NotFound)?;
    let open = refuse_closed(context, decision)?;
    let on = |fact: Said| fact.about(&said.appointment).because([failure.clone()]);
    let decided = Said::new(person, FailureDecided { decision }, Happened::On(today));
    let decided = parts.say(on(decided).reason(&said.decision_reason));
    match decision {
        Decision::Warn => {
            let served_on = facts.post.served_on(today, context.standards)?;
            let warning = WarningGiven {
                order: order.component.clone(),
                served_on,
                // A letter that goes out late still leaves time to answer it.
                evidence_by: open.value.evidence_by.max(Post::FirstClass.served_on(served_on, context.standards)?),
            };
            let letter = warning_letter(context.standards, file, order, appointment, &said.outcome, &warning, facts)?;
            let bytes = letter.to_bytes()?;
            let warned = parts.say(on(Said::new(person, warning, Happened::On(today))).because([decided]));
            let issued = LetterIssued {
                letter: letter.code.clone(),
                document: document_hash(&bytes),
                bytes: bytes.len() as u64,
                by: facts.post.words().to_owned(),
            };
            parts.say(on(Said::new(person, issued, Happened::On(today))).because([warned]));
            parts.keep(bytes);
        }
        Decision::ReferBreach => {
            let referred = BreachReferred { order: order.component.clone(), failures: vec![said.appointment.clone()] };
            parts.say(on(Said::new(person, referred, Happened::On(today))).because([decided]));
        }
        Decision::AcceptExcuse => {
            let standing = file.warnings.iter().find(|w| w.appointment == said.appointment && w.withdrawn.is_none());
            if let Some(warning) = standing {
                let withdrawn = WarningWithdrawn { evidence: said.decision_reason.trim().to_owned() };
                let fact = Said::new(person, withdrawn, Happened::On(today));
                parts.say(on(fact).because([decided, warning.entry.clone()]));
            }
        }
        Decision::NoFurtherAction => {}
    }
    Ok(())
}

/// What is open to the officer, once the decision is. It is looked at before a booking is: a decision that cannot be taken
/// must not tell whether a time could be had.
fn refuse_closed(context: Context<'_>, decision: Decision) -> Result<Ruled<practice::warning::WarningOpen>, Problem> {
    let open = open_to(context)?;
    if open.value.open.contains(&opens(decision)) {
        return Ok(open);
    }
    Err(Problem::field("decision", open.why.words))
}

fn open_to(context: Context<'_>) -> Result<Ruled<practice::warning::WarningOpen>, Problem> {
    let reading = Reading {
        file: context.file,
        entries: context.streams.of(context.person),
        as_at: context.today,
        standards: context.standards,
    };
    warning_open(reading, context.appointment)?.ok_or_else(|| {
        Problem::field("decision", "This appointment is under no order that is enforced in the community")
    })
}

/// On this form the fields of a booking are called otherwise. That people must be kept apart is a field of its own on every
/// form.
fn as_next(problem: Problem) -> Problem {
    let Problem::Invalid(errors) = problem else { return problem };
    let renamed = errors.into_iter().map(|error| {
        let field = match error.field {
            "time" => "next_time",
            "place" | "room" | "one_off" | "visit" | "whose" => "next_place",
            "date" | "length" | "contact" => "next_date",
            other => other,
        };
        FieldError::new(field, error.message)
    });
    Problem::Invalid(renamed.collect())
}

/// What has to be open for a decision to be taken.
pub fn opens(decision: Decision) -> OpenTo {
    match decision {
        Decision::Warn => OpenTo::GiveWarning,
        Decision::ReferBreach => OpenTo::ReferForBreach,
        Decision::NoFurtherAction => OpenTo::NoFurtherAction,
        Decision::AcceptExcuse => OpenTo::AcceptEvidence,
    }
}

/// What a form must hold before it is recorded. What happened is never refused; what it lacks is asked for.
fn check(
    file: &CaseFile,
    appointment: &Appointment,
    said: &Attendance,
    ask: &Ask,
    standards: &Standards,
) -> Result<(), Problem> {
    let mut wrong = Vec::new();
    if appointment.held.is_some() {
        wrong.push(FieldError::new(
            "outcome",
            "The outcome of this appointment has been recorded. To change it, correct the entry",
        ));
    }
    if standards.outcome(&said.outcome).is_none() {
        wrong.push(FieldError::new("outcome", "Choose what came of the appointment"));
    }
    wrong.extend(too_soon(appointment, &said.outcome, ask, standards));
    if said.decision.is_some() && !clocks::needs_decision(standards, &said.outcome) {
        wrong.push(FieldError::new("decision", "There is no failure to decide about"));
    }
    if let Some(decision) = said.decision
        && let Err(Problem::Invalid(more)) = check_decision(file, appointment, said, decision, ask)
    {
        wrong.extend(more);
    }
    if wrong.is_empty() { Ok(()) } else { Err(Problem::Invalid(wrong)) }
}

/// Only an acceptable absence can be known before the day of the appointment.
pub(crate) fn too_soon(
    appointment: &Appointment,
    outcome: &str,
    ask: &Ask,
    standards: &Standards,
) -> Option<FieldError> {
    let excused = |o: &practice::catalogue::Outcome| o.attended == Some(false) && o.acceptable == Some(true);
    let outcome = standards.outcome(outcome)?;
    let starts = appointment.booked.starts;
    if starts <= ask.now.london() || excused(outcome) {
        return None;
    }
    if starts.day() > ask.today() {
        let message = "This appointment is on a day to come. Only an acceptable absence can be recorded ahead of it";
        return Some(FieldError::new("outcome", message));
    }
    // People come early; nobody has stayed away before the time.
    let message =
        format!("This appointment is at {}. Record an absence after it has started", crate::letters::clock(starts));
    (outcome.attended == Some(false)).then(|| FieldError::new("outcome", message))
}

fn check_decision(
    file: &CaseFile,
    appointment: &Appointment,
    said: &Attendance,
    decision: Decision,
    ask: &Ask,
) -> Result<(), Problem> {
    let settled = appointment.decided.as_ref().is_some_and(|d| d.decision != Decision::Warn);
    let mut wrong = Vec::new();
    if settled || (appointment.decided.is_some() && decision != Decision::AcceptExcuse) {
        wrong.push(FieldError::new("decision", "This failure has been decided. To change that, correct the entry"));
    }
    let wants_reason = matches!(decision, Decision::NoFurtherAction | Decision::AcceptExcuse);
    if wants_reason && said.decision_reason.trim().is_empty() {
        wrong.push(FieldError::new("decision_reason", "Say why"));
    }
    let after = appointment.booked.starts.max(ask.now.london());
    let next = said.next.is_some() || file.next_appointment_after(after).is_some();
    if decision == Decision::Warn && !next {
        let message = "A warning letter gives the next appointment. Book it here";
        wrong.push(FieldError::new("next_date", message));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Problem::Invalid(wrong)) }
}

/// The last day to decide about a failure on `day`.
pub fn decision_due(standards: &Standards, day: Date) -> Option<Date> {
    standards.due(LimitName::DecisionAfterFailure, day).ok()
}
