//! What can be asked.

use access::Action;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use service::questions::timing::EntriesFor;

use super::asked::Asked;
use crate::answer::{failure, page};
use crate::components::Here;
use crate::pages::questions::ask::{QuestionField, QuestionForm, QuestionsPage};
use crate::visitor::Visitor;

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    if let Err(problem) = visitor.web.service.permit_list(&visitor.ask("questions"), Action::AskTheRecord, 0).await {
        return failure(&visitor.web, Some(&visitor), problem);
    }
    let today = visitor.now.day();
    let month_ago = today.saturating_sub(30.days()).to_string();
    let announced_then = Asked { on: month_ago, ..Asked::default() };
    let day = Asked { on: today.to_string(), ..Asked::default() };
    page(&QuestionsPage {
        shell: visitor.shell("Questions", Here::Questions),
        questions: vec![
            later(&later_filled(&Asked::default(), today)),
            announced(&announced_then),
            caseload(&day),
            diary(&day),
            owed(&day),
            alarms(&day),
        ],
    })
}

/// What is asked where nothing was typed: more than two days late, the last thirty days.
pub(super) fn later_filled(asked: &Asked, today: Date) -> Asked {
    let mut filled = asked.clone();
    if filled.typed("days").is_empty() {
        "2".clone_into(&mut filled.days);
    }
    if filled.typed("to").is_empty() {
        filled.to = today.to_string();
    }
    if filled.typed("from").is_empty() {
        let to = filled.to.parse().unwrap_or(today);
        filled.from = to.saturating_sub(30.days()).to_string();
    }
    filled
}

/// The same of a question about one day: today.
pub(super) fn on_filled(asked: &Asked, today: Date) -> Asked {
    let mut filled = asked.clone();
    if filled.typed("on").is_empty() {
        filled.on = today.to_string();
    }
    filled
}

pub(super) fn later(asked: &Asked) -> QuestionForm {
    form(
        "later",
        "What was recorded later than it happened?",
        "By team and kind. Recorded later is neutral until it is explained.",
        "/questions/later",
        vec![
            field(asked, "number", "days", "More than so many days"),
            field(asked, "date", "from", "Recorded from"),
            field(asked, "date", "to", "Recorded to"),
            as_of(asked),
        ],
    )
}

pub(super) fn announced(asked: &Asked) -> QuestionForm {
    form(
        "announced",
        "What was recorded after an announcement, about a time before it?",
        "An inspection or audit was announced: what of the days before was recorded from then on.",
        "/questions/announced",
        vec![
            field(asked, "date", "on", "Announced on"),
            field(asked, "time", "on_time", "At, if you know"),
            field(asked, "date", "to", "Recorded to"),
            entries(asked),
            as_of(asked),
        ],
    )
}

pub(super) fn caseload(asked: &Asked) -> QuestionForm {
    form(
        "caseload",
        "Whose cases were they?",
        "An officer’s cases on a day, as known at the end of a day or at a time of it.",
        "/questions/caseload",
        of_an_officer(asked),
    )
}

pub(super) fn diary(asked: &Asked) -> QuestionForm {
    form(
        "diary",
        "What stood in the diary?",
        "An officer’s appointments of a day, as known at the end of a day or at a time of it.",
        "/questions/diary",
        of_an_officer(asked),
    )
}

pub(super) fn owed(asked: &Asked) -> QuestionForm {
    form(
        "owed",
        "What did a team owe?",
        "What was to be done in its cases on a day, by the standards in force then, as known at the end of a day or at a time \
         of it.",
        "/questions/owed",
        of_a_team(asked),
    )
}

pub(super) fn alarms(asked: &Asked) -> QuestionForm {
    form(
        "alarms",
        "What had become of a team’s alarms?",
        "How many of each rule were raised, acted on and put aside by a day, as known at the end of a day or at a time of it.",
        "/questions/alarms",
        of_a_team(asked),
    )
}

pub(super) fn then(asked: &Asked, action: String) -> QuestionForm {
    let fields = vec![
        field(asked, "date", "on", "As at"),
        field(asked, "date", "known_at", "As known at the end of"),
        field(asked, "time", "known_time", "Or at a time of it"),
        as_of(asked),
    ];
    let about = "What the record said and what was owed, by the standards in force on the day as far as was known.";
    QuestionForm { action, ..form("then", "Another day, or another moment", about, "", fields) }
}

pub(super) fn difference(asked: &Asked, action: String) -> QuestionForm {
    let fields = vec![
        field(asked, "date", "from", "From the end of"),
        field(asked, "time", "from_time", "Or from a time of it"),
        field(asked, "date", "to", "To the end of"),
        field(asked, "time", "to_time", "Or to a time of it"),
        as_of(asked),
    ];
    let about = "What was recorded between two moments, and what lost its standing.";
    QuestionForm { action, ..form("difference", "Two other moments", about, "", fields) }
}

pub(super) fn history(asked: &Asked, action: String) -> QuestionForm {
    let about = "Every version of an entry, as known at a checkpoint.";
    QuestionForm { action, ..form("history", "As of another checkpoint", about, "", vec![as_of(asked)]) }
}

fn of_an_officer(asked: &Asked) -> Vec<QuestionField> {
    vec![
        field(asked, "text", "staff", "Staff code"),
        field(asked, "date", "on", "On"),
        field(asked, "date", "known_at", "As known at the end of"),
        field(asked, "time", "known_time", "Or at a time of it"),
        as_of(asked),
    ]
}

fn of_a_team(asked: &Asked) -> Vec<QuestionField> {
    vec![
        field(asked, "text", "team", "Team code"),
        field(asked, "date", "on", "On"),
        field(asked, "date", "known_at", "As known at the end of"),
        field(asked, "time", "known_time", "Or at a time of it"),
        as_of(asked),
    ]
}

fn form(id: &str, heading: &str, about: &str, action: &str, fields: Vec<QuestionField>) -> QuestionForm {
    QuestionForm {
        id: id.to_owned(),
        heading: heading.to_owned(),
        about: about.to_owned(),
        action: action.to_owned(),
        fields,
    }
}

fn field(asked: &Asked, kind: &'static str, name: &'static str, label: &'static str) -> QuestionField {
    QuestionField::new(kind, name, label, asked.typed(name))
}

/// The entries themselves are listed for whoever says what for.
fn entries(asked: &Asked) -> QuestionField {
    let purposes = EntriesFor::ALL.map(|one| (one.code(), one.words()));
    let options = std::iter::once(("", "No, figures only")).chain(purposes).collect();
    QuestionField::choice("for", "List the entries", options, asked.typed("for"))
}

fn as_of(asked: &Asked) -> QuestionField {
    field(asked, "number", "checkpoint", "As of the checkpoint of size")
}
