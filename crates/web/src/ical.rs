//! A calendar in the words of RFC 5545: lines end with CR LF and are folded at 75 octets, times are London's.

use record::time::{Instant, Minute};

/// An appointment, as a calendar program is told of it. Nothing in it says who it is with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same for the same appointment for ever, and telling nobody anything.
    pub uid: String,
    /// Rises when it is moved or called off.
    pub sequence: u64,
    /// When it starts.
    pub starts: Minute,
    /// When it ends.
    pub ends: Minute,
    /// As `Office appointment, Mill Lane`.
    pub summary: String,
    /// Where, in words.
    pub location: String,
    /// Whether it still stands.
    pub status: Status,
}

/// Whether an appointment still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Confirmed,
    /// It was called off.
    Cancelled,
}

/// No line is longer, in octets.
const LONGEST: usize = 75;

/// London's clocks since 1996.
const LONDON: [&str; 17] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/London",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "TZNAME:BST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "TZNAME:GMT",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// The calendar of these events, as it was at an instant.
pub fn calendar(name: &str, events: &[Event], at: Instant) -> String {
    let mut text = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Throughcare//Diary//EN", "CALSCALE:GREGORIAN"] {
        push(&mut text, line);
    }
    push(&mut text, &format!("X-WR-CALNAME:{}", escaped(name)));
    for line in LONDON {
        push(&mut text, line);
    }
    let stamp = jiff::Timestamp::from_microsecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let stamp = stamp.strftime("%Y%m%dT%H%M%SZ").to_string();
    for event in events {
        push(&mut text, "BEGIN:VEVENT");
        push(&mut text, &format!("UID:{}", escaped(&event.uid)));
        push(&mut text, &format!("DTSTAMP:{stamp}"));
        push(&mut text, &format!("SEQUENCE:{}", event.sequence));
        push(&mut text, &format!("DTSTART;TZID=Europe/London:{}", local(event.starts)));
        push(&mut text, &format!("DTEND;TZID=Europe/London:{}", local(event.ends)));
        push(&mut text, &format!("SUMMARY:{}", escaped(&event.summary)));
        if !event.location.is_empty() {
            push(&mut text, &format!("LOCATION:{}", escaped(&event.location)));
        }
        push(
            &mut text,
            match event.status {
                Status::Confirmed => "STATUS:CONFIRMED",
                Status::Cancelled => "STATUS:CANCELLED",
            },
        );
        push(&mut text, "END:VEVENT");
    }
    push(&mut text, "END:VCALENDAR");
    text
}

/// `20151215T093000`.
fn local(at: Minute) -> String {
    let (hour, minute) = at.clock();
    format!("{}T{hour:02}{minute:02}00", at.day().strftime("%Y%m%d"))
}

/// Text as a value: what has a meaning is escaped, and no other control character is let through.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

/// Adds a line, folded: every further part begins with a blank, and no letter is cut in two.
fn push(text: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LONGEST {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(summary: &str) -> Event {
        Event {
            uid: "a1".into(),
            sequence: 7,
            starts: "2015-12-15T09:30".parse().unwrap(),
            ends: "2015-12-15T10:00".parse().unwrap(),
            summary: summary.into(),
            location: String::new(),
            status: Status::Cancelled,
        }
    }

    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn every_line_ends_as_it_must_and_is_no_longer_than_75_octets() {
        let long = "Swyddfa’r Ŵyl; ".repeat(20);
        let text = calendar("Diary", &[event(&long)], Instant(1_450_170_000_000_000));
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "no bare line break");
        for line in text.split("\r\n") {
            assert!(line.len() <= LONGEST, "{} octets: {line}", line.len());
        }
        let summary = format!("SUMMARY:{}", long.replace(';', "\\;"));
        assert!(unfolded(&text).contains(&summary), "nothing is lost by folding");
    }

    #[test]
    fn an_event_says_when_by_londons_clock_and_that_it_was_called_off() {
        let text = calendar("Diary", &[event("Office appointment")], Instant(1_450_170_000_000_000));
        let lines = unfolded(&text);
        for line in [
            "DTSTAMP:20151215T090000Z",
            "DTSTART;TZID=Europe/London:20151215T093000",
            "DTEND;TZID=Europe/London:20151215T100000",
            "SEQUENCE:7",
            "STATUS:CANCELLED",
            "TZID:Europe/London",
        ] {
            assert!(lines.iter().any(|found| found == line), "{line}: {text}");
        }
    }

    #[test]
    fn what_has_a_meaning_is_escaped_and_no_line_can_be_smuggled_in() {
        let text = calendar("Diary", &[event("A, B; C\\D\r\nEND:VEVENT")], Instant(0));
        assert!(unfolded(&text).contains(&"SUMMARY:A\\, B\\; C\\\\D\\nEND:VEVENT".to_owned()), "{text}");
        assert_eq!(unfolded(&text).iter().filter(|line| *line == "END:VEVENT").count(), 1);
    }
}
