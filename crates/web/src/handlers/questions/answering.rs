//! How an answer is given: as a page or as the report’s own bytes, with how old it is, and where it can be had again.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use record::time::Instant;
use serde::Serialize;
use service::packs::PackThen;
use service::questions::{Moment, Pinned, Report, table};
use service::{FieldError, Problem};

use super::asked::{Asked, moment_words};
use crate::answer::{failure, page, page_with};
use crate::components::{Fact, Facts, Here, Problems};
use crate::csv;
use crate::pages::questions::answer::{Again, AnswerPage};
use crate::pages::questions::ask::QuestionForm;
use crate::pages::questions::mistyped::MistypedPage;
use crate::visitor::Visitor;
use crate::words::{count, instant};

/// An answer.
pub enum Answered {
    /// To be looked at.
    Page(Box<AnswerPage>),
    /// A file: what it is called, of which kind, and its bytes.
    File(String, &'static str, Vec<u8>),
}

impl Answered {
    /// A report as a file: its bytes, with the line break that the command ends them with, or the same as a table.
    pub fn file<Q: Serialize, A: Serialize>(report: &Report<Q, A>, asked: &Asked) -> Result<Answered, Problem> {
        let mut bytes = report.to_bytes()?;
        let name = format!("{}-{}", report.question.replace('_', "-"), report.checkpoint.size);
        if asked.format == "csv" {
            let text = csv::text(&table::rows_of(&bytes)?);
            return Ok(Answered::File(format!("{name}.csv"), "text/csv; charset=utf-8", text.into_bytes()));
        }
        bytes.push(b'\n');
        Ok(Answered::File(format!("{name}.json"), "application/json", bytes))
    }
}

/// The answer, or the form again with what is wrong beside its field.
pub fn shown(visitor: &Visitor, form: QuestionForm, answered: Result<Answered, Problem>) -> Response {
    match answered {
        Ok(Answered::Page(shown)) => page(&*shown),
        Ok(Answered::File(name, kind, bytes)) => {
            let kept = format!("attachment; filename=\"{name}\"");
            let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, kept)];
            (headers, bytes).into_response()
        }
        Err(Problem::Invalid(errors)) => mistyped(visitor, form, &errors),
        Err(problem) => failure(&visitor.web, Some(visitor), problem),
    }
}

fn mistyped(visitor: &Visitor, form: QuestionForm, errors: &[FieldError]) -> Response {
    let mut shell = visitor.shell("Not asked", Here::Questions).back("Questions", "/questions");
    shell.has_problems = true;
    let list = errors.iter().map(|error| (format!("{}-{}", form.id, error.field), error.message.clone())).collect();
    let wrong = |name: &str| errors.iter().find(|error| error.field == name).map(|error| error.message.clone());
    let question = form.with_errors(wrong);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &MistypedPage { shell, problems: Problems { list }, question })
}

/// Where the very same answer is had again: as a page, as bytes, by command.
pub fn again(path: &str, asked: &Asked, fields: &[&str], at: &Pinned, command: String) -> Again {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for field in fields {
        if !asked.typed(field).is_empty() {
            pairs.append_pair(field, asked.typed(field));
        }
    }
    let page = format!("{path}?{}", pairs.append_pair("checkpoint", &at.size.to_string()).finish());
    Again { bytes: format!("{page}&format=json"), table: format!("{page}&format=csv"), page, command }
}

/// How old an answer is, in words.
pub async fn stood(visitor: &Visitor, at: &Pinned) -> Result<String, Problem> {
    if visitor.web.service.has_gone_on_since(at).await? {
        return Ok(stood_words(at.at, visitor.web.clocks.record()));
    }
    Ok("As the record stands now.".to_owned())
}

/// Up to when an answer knows the record, to stand behind the day that it is about; nothing where no moment was asked for. A moment
/// that is still to come, or that the checkpoint does not reach, is not said to be known.
pub async fn known_words(visitor: &Visitor, asked: Option<Moment>, at: &Pinned) -> Result<String, Problem> {
    let Some(moment) = asked else { return Ok(String::new()) };
    let words = moment_words(moment);
    if moment.instant() <= at.at {
        return Ok(format!(", as known at {words}"));
    }
    Ok(if visitor.web.service.has_gone_on_since(at).await? {
        format!(", as known at the checkpoint, signed {}, which is before {words}", instant(at.at))
    } else if visitor.web.clocks.record() < moment.instant() {
        format!(", as known now, for {words} is still to come")
    } else {
        format!(", as known at {words}")
    })
}

fn stood_words(at: Instant, now: Instant) -> String {
    let seconds = usize::try_from(now.0.saturating_sub(at.0) / 1_000_000).unwrap_or(0);
    match seconds {
        ..60 => format!("As the record stood {} ago.", count(seconds, "second", "seconds")),
        60..3600 => format!("As the record stood {} ago.", count(seconds / 60, "minute", "minutes")),
        _ => format!("As the record stood at {}: nothing that was recorded since is in it.", instant(at)),
    }
}

/// When figures were drawn up that have no past to be asked about again.
pub fn drawn_up(at: Option<&Pinned>) -> Option<String> {
    at.map(|at| {
        format!(
            "Drawn up when the log had {} leaves, signed {} under the root {}. It shows what stood then, and cannot be \
             asked again as of then.",
            at.size,
            instant(at.at),
            at.root
        )
    })
}

/// What has to be known to read any answer: what is left out of it, which standards it goes by, what was erased since.
pub fn said_of<Q, A>(report: &Report<Q, A>) -> Vec<String> {
    let standards = report.standards.as_ref().map(by_which);
    left_out(report.left_out).into_iter().chain(standards).chain(erased(report)).collect()
}

fn by_which(pack: &PackThen) -> String {
    match pack {
        PackThen { kept: false, pack, .. } => format!(
            "The standards in force then, {pack}, are not kept by this program: nothing is worked out by them, and by no \
             others in their place."
        ),
        PackThen { entry: None, pack, .. } => format!(
            "Nothing on record said then which standards were in force: worked out by {pack}, the first that this program \
             keeps."
        ),
        PackThen { pack, .. } => format!("By the standards {pack}, in force then as far as was known."),
    }
}

fn erased<Q, A>(report: &Report<Q, A>) -> Option<String> {
    let told: Vec<String> = report.erased_since.iter().map(ToString::to_string).collect();
    let erasures = count(told.len(), "erasure was", "erasures were");
    (!told.is_empty()).then(|| {
        format!(
            "{erasures} carried out since this checkpoint, by recorded authority: what was taken is not in the answer any \
             more, and so it may differ from the one given then. By what authority, and why, say the entries {}.",
            told.join(", ")
        )
    })
}

/// What is said of records that are kept from whoever asks.
fn left_out(count_left_out: usize) -> Option<String> {
    (count_left_out > 0).then(|| {
        format!(
            "{} left out: access to them is limited, and they are kept from you. Whoever is not kept from them gets them \
             in the answer, and so other bytes.",
            count(count_left_out, "record is", "records are")
        )
    })
}

/// The checkpoint of an answer, for its page.
pub fn pinned(at: &Pinned) -> Facts {
    Facts::from(vec![
        Fact::new("Size of the log", at.size.to_string()),
        Fact::new("Root", at.root.clone()),
        Fact::new("Signed", instant(at.at)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_an_answer_is_told_in_the_unit_that_people_would_use() {
        let check = |seconds: i64, words: &str| {
            let told =
                stood_words(Instant(1_447_977_600_000_000), Instant(1_447_977_600_000_000 + seconds * 1_000_000));
            assert_eq!(told, words);
        };
        check(-5, "As the record stood 0 seconds ago.");
        check(3, "As the record stood 3 seconds ago.");
        check(60, "As the record stood 1 minute ago.");
        check(3599, "As the record stood 59 minutes ago.");
        check(3600, "As the record stood at Fri 20 Nov 2015, midnight: nothing that was recorded since is in it.");
    }
}
