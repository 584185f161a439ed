//! What a question is asked with, read whole or not at all: what was mistyped is told beside its field, and never taken for
//! another question.

use jiff::civil::Date;
use record::time::Minute;
use serde::Deserialize;
use service::questions::Moment;
use service::questions::timing::EntriesFor;
use service::{FieldError, Problem};

use crate::words::{clock, read_time, short_day};

/// What was typed: days, times, numbers and codes only.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// So many days.
    pub days: String,
    /// From a day…
    pub from: String,
    /// …and a time of it.
    pub from_time: String,
    /// To a day…
    pub to: String,
    /// …and a time of it.
    pub to_time: String,
    /// On a day…
    pub on: String,
    /// …and a time of it.
    pub on_time: String,
    /// As known at the end of a day…
    pub known_at: String,
    /// …or a time of it.
    pub known_time: String,
    /// Staff code.
    pub staff: String,
    /// What the entries are wanted for; empty where figures are enough.
    #[serde(rename = "for")]
    pub what_for: String,
    /// Team code.
    pub team: String,
    /// The checkpoint to answer as of; empty for the last.
    pub checkpoint: String,
    /// `json` for the report’s own bytes, `csv` for the same as a table.
    pub format: String,
}

impl Asked {
    /// Whether a file is wanted, and not a page.
    pub fn wants_file(&self) -> bool {
        matches!(self.format.as_str(), "json" | "csv")
    }

    /// The value of a field by its name.
    pub fn typed(&self, field: &str) -> &str {
        match field {
            "days" => &self.days,
            "from" => &self.from,
            "from_time" => &self.from_time,
            "to" => &self.to,
            "to_time" => &self.to_time,
            "on" => &self.on,
            "on_time" => &self.on_time,
            "known_at" => &self.known_at,
            "known_time" => &self.known_time,
            "staff" => &self.staff,
            "for" => &self.what_for,
            "team" => &self.team,
            "checkpoint" => &self.checkpoint,
            _ => "",
        }
        .trim()
    }
}

/// Reads field by field, and keeps what is wrong.
pub struct Reader<'a> {
    asked: &'a Asked,
    wrong: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    /// Begins.
    pub fn new(asked: &'a Asked) -> Reader<'a> {
        Reader { asked, wrong: Vec::new() }
    }

    /// A number of days, `otherwise` where nothing was typed.
    pub fn days(&mut self, otherwise: u32) -> u32 {
        let typed = self.asked.typed("days");
        if typed.is_empty() {
            return otherwise;
        }
        typed.parse().unwrap_or_else(|_| {
            self.wrong.push(FieldError::new("days", "Give a whole number of days, such as 2"));
            otherwise
        })
    }

    /// The checkpoint.
    pub fn checkpoint(&mut self) -> Option<u64> {
        let typed = self.asked.typed("checkpoint");
        if typed.is_empty() {
            return None;
        }
        let size = typed.parse().ok();
        if size.is_none() {
            let words =
                "Give the size of a checkpoint as a whole number, as a report carries it, or nothing for the last";
            self.wrong.push(FieldError::new("checkpoint", words));
        }
        size
    }

    /// What entries are wanted for; none where nothing was chosen.
    pub fn what_for(&mut self) -> Option<EntriesFor> {
        let chosen = self.asked.typed("for");
        if chosen.is_empty() {
            return None;
        }
        let what_for = EntriesFor::of_code(chosen);
        if what_for.is_none() {
            self.wrong.push(FieldError::new("for", "Choose what you need the entries for, or only figures"));
        }
        what_for
    }

    /// A day; none where nothing was typed.
    pub fn day(&mut self, field: &'static str) -> Option<Date> {
        let typed = self.asked.typed(field);
        if typed.is_empty() {
            return None;
        }
        let day = read_day(typed);
        if day.is_none() {
            self.wrong.push(FieldError::new(field, "Give a day that there is, such as 20/11/2015"));
        }
        day
    }

    /// The end of a day, or a time of it; none where no day was typed.
    pub fn moment(&mut self, day_field: &'static str, time_field: &'static str) -> Option<Moment> {
        let (day, typed) = (self.day(day_field), self.asked.typed(time_field));
        if typed.is_empty() {
            return day.map(Moment::EndOf);
        }
        let Some((hour, minute)) = read_time(typed) else {
            self.wrong
                .push(FieldError::new(time_field, "Give a time such as 2pm or 14:00, or nothing for the whole day"));
            return day.map(Moment::EndOf);
        };
        if day.is_none() && self.asked.typed(day_field).is_empty() {
            self.wrong.push(FieldError::new(day_field, "Give the day of this time"));
        }
        day.map(|day| Moment::At(Minute::new(day.at(hour, minute, 0, 0))))
    }

    /// Nothing was wrong, or all that was.
    pub fn done(self) -> Result<(), Problem> {
        if self.wrong.is_empty() { Ok(()) } else { Err(Problem::Invalid(self.wrong)) }
    }
}

/// A day as a browser sends it (`2015-11-20`), or as people type it (`20/11/2015`).
fn read_day(text: &str) -> Option<Date> {
    if let [day, month, year] = text.split('/').collect::<Vec<_>>()[..] {
        return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    }
    if text.len() == "2015-11-20".len() { text.parse().ok() } else { None }
}

/// `the end of Fri 20 Nov 2015`, or `2pm on Fri 20 Nov 2015`.
pub fn moment_words(moment: Moment) -> String {
    match moment {
        Moment::EndOf(day) => format!("the end of {}", short_day(day)),
        Moment::At(minute) => format!("{} on {}", clock(minute), short_day(minute.day())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(asked: &Asked) -> Vec<&'static str> {
        let mut read = Reader::new(asked);
        read.days(2);
        read.checkpoint();
        read.day("from");
        read.moment("known_at", "known_time");
        match read.done() {
            Err(Problem::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect(),
            _ => Vec::new(),
        }
    }

    fn with(fields: &[(&str, &str)]) -> Asked {
        let mut asked = Asked::default();
        for (name, value) in fields {
            let field = match *name {
                "days" => &mut asked.days,
                "from" => &mut asked.from,
                "known_at" => &mut asked.known_at,
                "known_time" => &mut asked.known_time,
                _ => &mut asked.checkpoint,
            };
            (*value).clone_into(field);
        }
        asked
    }

    #[test]
    fn what_is_mistyped_is_named_and_what_is_left_out_is_not() {
        let check = |fields: &[(&str, &str)], fields_wrong: &[&str]| {
            assert_eq!(wrong(&with(fields)), fields_wrong, "{fields:?}");
        };
        check(&[], &[]);
        check(&[("days", "0"), ("checkpoint", "12"), ("from", "2015-11-20")], &[]);
        check(&[("days", "x")], &["days"]);
        check(&[("days", "-1"), ("checkpoint", "abc")], &["days", "checkpoint"]);
        check(&[("from", "31/2/2015")], &["from"]);
        check(&[("from", "2015-11-20T14:00")], &["from"]);
        check(&[("known_at", "20/11/2015"), ("known_time", "2pm")], &[]);
        check(&[("known_at", "2015-11-20"), ("known_time", "25:00")], &["known_time"]);
        check(&[("known_time", "2pm")], &["known_at"]);
        check(&[("known_at", "soon"), ("known_time", "2pm")], &["known_at"]);
    }

    #[test]
    fn a_time_of_a_day_is_a_minute_and_none_is_its_end() {
        let asked = with(&[("known_at", "20/11/2015"), ("known_time", "2pm")]);
        let moment = Reader::new(&asked).moment("known_at", "known_time");
        assert_eq!(moment.map(|moment| moment.to_string()).as_deref(), Some("2015-11-20T14:00"));
        assert_eq!(moment.map(moment_words).as_deref(), Some("2pm on Fri 20 Nov 2015"));
        let moment = Reader::new(&with(&[("known_at", "2015-11-20")])).moment("known_at", "known_time");
        assert_eq!(moment.map(moment_words).as_deref(), Some("the end of Fri 20 Nov 2015"));
    }
}
