//! What became of letters and texts, in words: for the case, the letter's own page and the form about it.

use jiff::civil::Date;
use practice::Standards;
use record::case::{Appointment, CaseFile, Letter, SendState, Sending, Text};
use record::facts::message::{Channel, ContactDetails, Language, Prefers, TextsSafe, To, Wording};
use record::time::Minute;
use service::messages::{Readdressed, posted_late};

use crate::components::Fact;
use crate::words::{happened, minute, short_day};

/// What became of something that was sent, and when: `Posted, Mon 14 Dec 2015`.
pub fn came_of(sending: &Sending) -> String {
    let what = match sending.state {
        SendState::Sent(Channel::Post) => "Posted",
        SendState::Sent(Channel::Hand) => "Handed over",
        SendState::Sent(Channel::Text) => "Sent",
        SendState::Delayed => "Delayed, and still on its way",
        SendState::Delivered => "Reached the telephone",
        SendState::Failed => "Could not be sent",
        SendState::Returned => "Came back",
    };
    format!("{what}, {}", happened(sending.happened))
}

/// The same of a reminder, which may have gone by e-mail.
fn came_of_reminder(text: &Text, sending: &Sending) -> String {
    match (&text.queued.to, sending.state) {
        (To::Email(_), SendState::Sent(_)) => format!("Sent by e-mail, {}", happened(sending.happened)),
        (To::Email(_), SendState::Delivered) => format!("Reached the mailbox, {}", happened(sending.happened)),
        _ => came_of(sending),
    }
}

/// Said beside a letter in English to somebody who wants Welsh.
pub const IN_ENGLISH: &str = " They want Welsh, and no Welsh wording of this letter is there: it is in English, with a line in Welsh that no translator has checked. Have it translated, or explain it to them.";

/// Said beside a letter in both languages while no translator has checked it.
pub const IN_BOTH: &str = " It is in Welsh and in English. What the law words is in English alone, and no translator has checked the Welsh: have it looked at, and explain the warning to them.";

/// What to do with a letter whose address is theirs no longer.
pub fn went_elsewhere(moved: &Readdressed) -> String {
    match &moved.to {
        Some(to) => {
            format!("Its address is theirs no longer: send it in an envelope to {to}, or hand it over when they come.")
        }
        None => {
            "Its address is theirs no longer, and where they live is not known: hand it over when they come.".to_owned()
        }
    }
}

/// A letter with what became of it, as a row of the case.
pub fn letter_row(file: &CaseFile, letter: &Letter, home: &str, today: Date, standards: &Standards) -> Fact {
    let title = standards.letter(&letter.letter).map_or("Letter", |known| known.title.as_str());
    let short = title.split(':').next().unwrap_or(title).to_owned();
    let words = match file.came_of(&letter.entry) {
        Some(last) => came_of(last),
        None if !letter.goes_by_post() => format!("Issued {}, to be handed over", short_day(letter.on)),
        None if file.is_overtaken(letter) => {
            format!("Issued {}, and not to be sent: the warning was withdrawn", short_day(letter.on))
        }
        None if service::messages::is_asked_for(file, letter, standards) => {
            format!("Issued {}, not yet posted", short_day(letter.on))
        }
        None => format!("Issued {}. Whether it was posted is not recorded", short_day(letter.on)),
    };
    let fact = Fact::new(short, words).link("See it", format!("{home}/letters/{}", letter.entry.seq));
    let late = posted_late(file, letter, today, standards).map(|late| {
        let (says, would_be) = (short_day(late.served_on), short_day(late.would_be));
        format!("The warning says it is served on {says}. Counted from when it left, it is {would_be}.")
    });
    match file.came_of(&letter.entry).and_then(|last| last.reason.clone()).or(late) {
        Some(note) => fact.note(note),
        None => fact,
    }
}

/// What is said of a reminder of which nobody says what became: once it may not go out any more, nothing sends it.
fn waiting(text: &Text, now: Minute) -> String {
    let since = happened(text.happened);
    if now < text.queued.not_after {
        return format!("To be sent since {since}");
    }
    let what = match text.queued.to {
        To::Email(_) => "e-mails",
        To::Mobile(_) => "texts",
    };
    format!("Not sent: nothing has sent {what} since {since}")
}

/// A reminder with what became of it.
pub fn text_row(file: &CaseFile, text: &Text, now: Minute) -> Fact {
    let words = file.came_of(&text.entry).map_or_else(|| waiting(text, now), |last| came_of_reminder(text, last));
    let fact = Fact::new(format!("Reminder of {}", minute(text.queued.starts)), words);
    match file.came_of(&text.entry).and_then(|last| last.reason.clone()) {
        Some(reason) => fact.note(reason),
        None => fact,
    }
}

/// How somebody may be reached, in a line.
pub fn reach(details: Option<&ContactDetails>) -> (String, String) {
    let Some(details) = details else {
        return ("None recorded".to_owned(), "Nobody has asked whether texts are safe: none is sent.".to_owned());
    };
    let number = details.mobile.as_ref().map_or_else(|| "No mobile number".to_owned(), ToString::to_string);
    if let Some(To::Email(address)) = details.reminders_to() {
        let how = if details.wording == Wording::Discreet { ", and do not name the service" } else { "" };
        let words = format!("Reminders go by e-mail{how}. Given by: {}.", details.email_source);
        return (format!("{number}. {address}"), format!("{words}{}", wants(details)));
    }
    let texts = match (details.texts, details.prefers) {
        (TextsSafe::Yes, Prefers::Text) if details.wording == Wording::Discreet => {
            "Texts are safe. Reminders go by text, and do not name the service."
        }
        (TextsSafe::Yes, Prefers::Text) => "Texts are safe. Reminders go by text.",
        (TextsSafe::Yes, Prefers::Post) => "Texts are safe, but they would rather have letters: no reminder is sent.",
        (TextsSafe::Yes, Prefers::Neither) => "They want neither texts nor letters: no reminder is sent.",
        (TextsSafe::No, _) => "Texts are not safe: none is sent.",
        (TextsSafe::NotAsked, _) => "Nobody has asked whether texts are safe: none is sent.",
    };
    (number, format!("{texts}{}", wants(details)))
}

fn wants(details: &ContactDetails) -> &'static str {
    match details.language {
        Language::Welsh => " They want Welsh.",
        Language::English | Language::NotAsked => "",
    }
}

/// Whether somebody was reminded of an appointment: it stands beside the form that says what came of it.
pub fn reminded(file: &CaseFile, appointment: &Appointment, now: Minute) -> Fact {
    let Some(text) = file.texts_about(&appointment.component).next_back() else {
        let wanted = file.reach.as_ref().is_some_and(|reach| reach.details.reminders_to().is_some());
        let note = if wanted { "" } else { "They are sent no texts, and no e-mails." };
        let fact = Fact::new("Reminder", "None was sent");
        return if note.is_empty() { fact } else { fact.note(note) };
    };
    let words = file.came_of(&text.entry).map_or_else(|| waiting(text, now), |last| came_of_reminder(text, last));
    let fact = Fact::new("Reminder", words);
    let moved = text.queued.starts != appointment.booked.starts;
    if moved { fact.note(format!("It gave the time before: {}", minute(text.queued.starts))) } else { fact }
}
