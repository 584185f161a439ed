//! An e-mail as a mail system takes it (RFC 5322), and what one answers when it could not be brought (RFC 3464).

use anyhow::Context;
use mail_builder::MessageBuilder;
use mail_builder::headers::date::Date;
use mail_builder::headers::raw::Raw;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use record::email::EmailAddress;
use record::facts::message::Language;
use record::time::Minute;
use service::messages::reminders::{Reached, Receipt};

/// What a message is made of.
pub(super) struct Email<'a> {
    /// What it is known by.
    pub(super) key: &'a str,
    /// Where it goes.
    pub(super) to: &'a EmailAddress,
    /// Its subject line.
    pub(super) subject: &'a str,
    /// What it says.
    pub(super) words: &'a str,
    /// Its language.
    pub(super) language: Language,
    /// When it was queued.
    pub(super) queued: Minute,
    /// After this minute it is too late.
    pub(super) not_after: Minute,
}

/// The message, the same bytes however often it is made: it is dated when it was queued.
pub(super) fn message(email: &Email<'_>, from: &EmailAddress) -> anyhow::Result<Vec<u8>> {
    let language = match email.language {
        Language::Welsh => "cy",
        Language::English | Language::NotAsked => "en",
    };
    let message = MessageBuilder::new()
        .from(from.as_str())
        .to(email.to.as_str())
        .date(Date::new(seconds(email.queued)))
        .message_id(format!("{}@{}", email.key, from.host()))
        .subject(email.subject)
        // Nobody's answering machine answers it (RFC 3834), and a mail system that can forgets it when it is too late (RFC 4021).
        .header("Auto-Submitted", Raw::new("auto-generated"))
        .header("Expires", Date::new(seconds(email.not_after)))
        .header("Content-Language", Raw::new(language))
        .text_body(format!("{}\r\n", email.words));
    message.write_to_vec().context("an e-mail cannot be written")
}

fn seconds(minute: Minute) -> i64 {
    minute.instant().0.div_euclid(1_000_000)
}

/// What a mail system says of a message that it could not bring, or that it did; or why that cannot be read.
pub(super) fn receipt(bytes: &[u8]) -> Result<Receipt, String> {
    let answer = MessageParser::default().parse(bytes).ok_or("It is no message.")?;
    let report = answer.parts.iter().find(|part| is(part, "delivery-status")).ok_or("It holds no delivery status.")?;
    let report = match &report.body {
        PartType::Text(text) => text.to_string(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        PartType::Message(message) => String::from_utf8_lossy(message.raw_message()).into_owned(),
        _ => return Err("Its delivery status cannot be read.".to_owned()),
    };
    let key = answer.parts.iter().find_map(named).ok_or("It does not say of which message.")?;
    let said = |name: &str| {
        report.lines().find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let status = said("Status").unwrap_or_default();
    let why = said("Diagnostic-Code").unwrap_or_else(|| status.clone());
    let reached = match said("Action").unwrap_or_default().to_ascii_lowercase().as_str() {
        "delayed" => Reached::Delayed(why),
        // Whatever says no more than that: a status of this class is not the last word (RFC 3463).
        "" if status.starts_with("4.") => Reached::Delayed(why),
        "failed" if !why.is_empty() => Reached::Failed(why),
        "failed" => Reached::Failed("the mail system gave no reason".to_owned()),
        "delivered" => Reached::Delivered,
        other => return Err(format!("Its action is “{other}”, which is neither failed, delayed nor delivered.")),
    };
    Ok(Receipt { key, reached })
}

/// The key of the message that a part holds, or whose headers it holds.
fn named(part: &mail_parser::MessagePart<'_>) -> Option<String> {
    let id = match &part.body {
        PartType::Message(message) => message.message_id().map(str::to_owned),
        PartType::Text(text) if is(part, "rfc822-headers") => message_id(text.as_bytes()),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) if is(part, "rfc822-headers") => message_id(bytes),
        _ => None,
    }?;
    id.split_once('@').map(|(key, _)| key.to_owned())
}

fn message_id(headers: &[u8]) -> Option<String> {
    let parsed: Message<'_> = MessageParser::default().parse_headers(headers)?;
    parsed.message_id().map(str::to_owned)
}

fn is(part: &mail_parser::MessagePart<'_>, subtype: &str) -> bool {
    part.content_type().and_then(|kind| kind.subtype()).is_some_and(|found| found.eq_ignore_ascii_case(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNCE: &str = "From: MAILER-DAEMON@mx.example.org\r\nTo: replies@example.net\r\nSubject: Undelivered\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n\
        --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n\
        Final-Recipient: rfc822; ada@example.org\r\nAction: ACTION\r\nStatus: 5.1.1\r\n\
        Diagnostic-Code: smtp; 550 no such mailbox\r\n\r\n\
        --b\r\nContent-Type: PART\r\n\r\nFrom: replies@example.net\r\nMessage-ID: <k3v9@example.net>\r\n\
        Subject: Reminder\r\n\r\nReminder.\r\n--b--\r\n";

    fn read(action: &str, part: &str) -> Result<(String, Reached), String> {
        let bounce = BOUNCE.replace("ACTION", action).replace("PART", part);
        receipt(bounce.as_bytes()).map(|receipt| (receipt.key, receipt.reached))
    }

    fn made(subject: &str, words: &str, language: Language) -> Vec<u8> {
        let minute = |text: &str| text.parse::<Minute>().expect("a minute");
        let (to, from): (EmailAddress, EmailAddress) =
            ("ada@example.org".parse().expect("an address"), "replies@example.net".parse().expect("an address"));
        let (queued, not_after) = (minute("2015-12-15T10:00"), minute("2015-12-16T09:00"));
        let email = Email { key: "k3v9", to: &to, subject, words, language, queued, not_after };
        message(&email, &from).expect("a message")
    }

    #[test]
    fn a_message_is_read_by_others_as_it_was_meant_and_made_again_it_is_the_same() {
        let words = "Nodyn atgoffa: mae gennych apwyntiad ar ddydd Mercher 16 Rhagfyr am 10yb – ffôn 01632 960111.";
        let bytes = made("Nodyn atgoffa", words, Language::Welsh);
        assert_eq!(bytes, made("Nodyn atgoffa", words, Language::Welsh));
        let read = MessageParser::default().parse(&bytes).expect("a message");
        let address = |list: Option<&mail_parser::Address<'_>>| {
            list.and_then(|list| list.first()).and_then(|one| one.address()).map(str::to_owned)
        };
        assert_eq!(address(read.to()).as_deref(), Some("ada@example.org"));
        assert_eq!(address(read.from()).as_deref(), Some("replies@example.net"));
        assert_eq!(read.message_id(), Some("k3v9@example.net"));
        assert_eq!(read.subject(), Some("Nodyn atgoffa"));
        assert_eq!(read.body_text(0).as_deref().map(str::trim), Some(words));
        assert_eq!(read.date().map(mail_parser::DateTime::to_rfc3339).as_deref(), Some("2015-12-15T10:00:00Z"));
        assert!(bytes.iter().all(u8::is_ascii), "any mail system takes it");
        let text = String::from_utf8(bytes).expect("text");
        assert!(text.contains("Auto-Submitted: auto-generated") && text.contains("Content-Language: cy"), "{text}");
        assert!(text.contains("Expires: ") && !text.contains("Bcc"), "{text}");
    }

    #[test]
    fn what_a_mail_system_sends_back_says_which_message_failed_and_why() {
        let failed = Ok(("k3v9".to_owned(), Reached::Failed("smtp; 550 no such mailbox".to_owned())));
        assert_eq!(read("failed", "message/rfc822"), failed);
        assert_eq!(read("Failed", "text/rfc822-headers"), failed);
        assert_eq!(read("delivered", "message/rfc822"), Ok(("k3v9".to_owned(), Reached::Delivered)));
        let delayed = Ok(("k3v9".to_owned(), Reached::Delayed("smtp; 550 no such mailbox".to_owned())));
        assert_eq!(read("delayed", "message/rfc822"), delayed, "it may still arrive");
        assert!(read("relayed", "message/rfc822").is_err(), "where to, nobody says");
        assert!(read("failed", "text/plain").is_err(), "of which message nobody knows");
        assert!(receipt(b"Subject: Out of office\r\n\r\nI am away.\r\n").is_err());
    }
}
