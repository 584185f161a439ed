//! What can be asked.

use access::Action;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;

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
    let month_ago = today.saturating_sub(30.days());
    page(&QuestionsPage {
        shell: visitor.shell("Questions", Here::Questions),
        questions: vec![
            later(2, month_ago, today),
            announced(month_ago, None),
            caseload("", today, None),
            diary("", today, None),
        ],
    })
}

pub(super) fn later(days: u32, from: Date, to: Date) -> QuestionForm {
    QuestionForm {
        id: "later".to_owned(),
        heading: "What was recorded later than it happened?".to_owned(),
        about: "By team and kind. Recorded later is neutral until it is explained.".to_owned(),
        action: "/questions/later".to_owned(),
        fields: vec![
            QuestionField::new("number", "days", "More than so many days", days.to_string()),
            QuestionField::new("date", "from", "Recorded from", from.to_string()),
            QuestionField::new("date", "to", "Recorded to", to.to_string()),
        ],
    }
}

pub(super) fn announced(on: Date, to: Option<Date>) -> QuestionForm {
    QuestionForm {
        id: "announced".to_owned(),
        heading: "What was recorded after an announcement, about a time before it?".to_owned(),
        about: "An inspection or audit was announced on a day: what of the days before was recorded from then on."
            .to_owned(),
        action: "/questions/announced".to_owned(),
        fields: vec![
            QuestionField::new("date", "on", "Announced on", on.to_string()),
            QuestionField::new("date", "to", "Recorded to", optional(to)),
        ],
    }
}

pub(super) fn caseload(staff: &str, on: Date, known_at: Option<Date>) -> QuestionForm {
    QuestionForm {
        id: "caseload".to_owned(),
        heading: "Whose cases were they?".to_owned(),
        about: "An officer’s cases on a day, as known on a day.".to_owned(),
        action: "/questions/caseload".to_owned(),
        fields: vec![
            QuestionField::new("text", "staff", "Staff code", staff),
            QuestionField::new("date", "on", "On", on.to_string()),
            QuestionField::new("date", "known_at", "As known at the end of", optional(known_at)),
        ],
    }
}

pub(super) fn diary(staff: &str, on: Date, known_at: Option<Date>) -> QuestionForm {
    QuestionForm {
        id: "diary".to_owned(),
        heading: "What stood in the diary?".to_owned(),
        about: "An officer’s appointments of a day, as known on a day.".to_owned(),
        action: "/questions/diary".to_owned(),
        fields: vec![
            QuestionField::new("text", "staff", "Staff code", staff),
            QuestionField::new("date", "on", "On", on.to_string()),
            QuestionField::new("date", "known_at", "As known at the end of", optional(known_at)),
        ],
    }
}

fn optional(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
