//! That a letter has to leave; and what a warning says of its service when it left later.

use jiff::civil::Date;
use practice::letter_posted::{LetterPostedFacts, letter_posted};
use practice::{Duty, DutyKind, LimitName, RuleError, Standards};
use record::case::{CaseFile, Letter, Order, Person, SendState, View, fold};
use record::entry::Entry;
use record::facts::Fact;
use record::time::Minute;

use crate::clocks::{Owed, Reading, settle};
use crate::letters::Post;

/// Whether a letter is one that somebody has to see leave: it goes by post, was issued since the standard began, and what
/// it says still stands under an order that runs.
pub fn is_asked_for(file: &CaseFile, letter: &Letter, standards: &Standards) -> bool {
    let covered = standards.limit(LimitName::LetterPosted).covers(letter.on);
    letter.goes_by_post() && covered && !file.is_overtaken(letter) && order_of(file, letter).is_some()
}

/// The running order that a letter is about: of its appointment, or the one made last.
pub(crate) fn order_of<'a>(file: &'a CaseFile, letter: &Letter) -> Option<&'a Order> {
    let appointment = letter.component.as_deref().and_then(|component| file.appointment(component));
    let order = appointment.and_then(|appointment| file.order(&appointment.booked.order)).or(file.orders.last());
    order.filter(|order| order.ended.is_none())
}

/// The duties to post letters, done and undone.
pub(crate) fn letters_owed(reading: Reading<'_>) -> Vec<Owed> {
    let asked_for = |letter: &&Letter| is_asked_for(reading.file, letter, reading.standards);
    let letters = reading.file.letters.iter().filter(asked_for);
    letters
        .filter_map(|letter| {
            let order = order_of(reading.file, letter)?;
            settle(DutyKind::LetterToPost, order, duty(reading, letter))
        })
        .collect()
}

fn duty(reading: Reading<'_>, letter: &Letter) -> Result<Option<Duty>, RuleError> {
    let file = reading.file;
    let left = file.sent(&letter.entry).map(|sent| reading.event(sent.happened.day(), &sent.entry));
    let failed = file.came_of(&letter.entry).filter(|last| last.state == SendState::Failed);
    let facts = LetterPostedFacts {
        subject: format!("letter-{}", letter.entry.seq),
        as_at: reading.as_at,
        issued: reading.event(letter.on, &letter.entry),
        left,
        failed: failed.map(|failed| {
            let reason = failed.reason.clone().unwrap_or_else(|| "no reason was given".to_owned());
            (reading.event(failed.happened.day(), &failed.entry), reason)
        }),
        served_on: warning_of(file, letter).map(|warning| warning.served_on),
    };
    Ok(letter_posted(&facts, reading.standards)?.map(|ruled| ruled.duty()))
}

/// The warning that a letter gives.
pub(crate) fn warning_of<'a>(file: &'a CaseFile, letter: &Letter) -> Option<&'a record::case::Warning> {
    let standing = |warning: &&record::case::Warning| {
        letter.component.as_deref() == Some(warning.appointment.as_str()) && warning.withdrawn.is_none()
    };
    file.warnings.iter().rev().find(standing).filter(|_| letter.letter.starts_with("warning-"))
}

/// A letter that waits, and was written to another address than the one they are written to by now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readdressed {
    /// Where a letter to them goes now, in a line; none where nobody knows.
    pub to: Option<String>,
}

/// Whether a letter that waits would go to an address that is theirs no longer: they have moved since it was written, or the
/// address was wrong. What it says is never changed: whoever sends it writes the envelope.
pub fn readdressed(entries: &[Entry], file: &CaseFile, letter: &Letter) -> Option<Readdressed> {
    if !file.letters_waiting().any(|waiting| waiting.entry == letter.entry) {
        return None;
    }
    let issued = usize::try_from(letter.entry.seq).ok()?;
    let (before, since) = entries.split_at_checked(issued)?;
    let told = |entry: &Entry| {
        let fact = entry.content.as_ref().map(|content| &content.fact);
        matches!(fact, Some(Fact::AddressRecorded(_) | Fact::AddressEnded(_) | Fact::Retracted(_)) | None)
    };
    if !since.iter().any(told) {
        return None;
    }
    let (then, now) = (written_to(fold(before, View::default()).person.as_ref()), written_to(file.person.as_ref()));
    (then != now).then_some(Readdressed { to: now })
}

fn written_to(person: Option<&Person>) -> Option<String> {
    person.and_then(Person::posts_to).map(|address| address.recorded.line())
}

/// A warning whose letter left, or still waits, after the day from which its service is counted. What the warning says of its
/// service is never changed by that: it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostedLate {
    /// The day the warning says it is served.
    pub served_on: Date,
    /// The day the letter left; none while it waits.
    pub left_on: Option<Date>,
    /// The day it is served at the earliest if it is counted from when it left, or from today.
    pub would_be: Date,
    /// The day the letter is to have left.
    pub due_on: Date,
    /// The next appointment, where it reaches the person only then or later: a failure there is to be reviewed for fairness.
    pub after: Option<Minute>,
}

/// Whether the letter of a warning leaves too late to be served on the day that the warning says.
pub fn posted_late(file: &CaseFile, letter: &Letter, today: Date, standards: &Standards) -> Option<PostedLate> {
    if !is_asked_for(file, letter, standards) {
        return None;
    }
    let warning = warning_of(file, letter)?;
    let left_on = file.sent(&letter.entry).map(|sent| sent.happened.day());
    let would_be = Post::FirstClass.served_on(left_on.unwrap_or(today), standards).ok()?;
    let failed = file.appointment(&warning.appointment)?;
    let next = file.kept_appointments().find(|a| a.booked.starts > failed.booked.starts).map(|a| a.booked.starts);
    let after = next.filter(|next| warning.served_on < next.day() && next.day() <= would_be);
    let due_on = standards.due(LimitName::LetterPosted, letter.on).ok()?;
    (would_be > warning.served_on).then_some(PostedLate {
        due_on,
        served_on: warning.served_on,
        left_on,
        would_be,
        after,
    })
}
