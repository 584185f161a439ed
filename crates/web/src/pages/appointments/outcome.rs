//! The form that records an outcome and, for an absence, the whole of what follows from it.
//!
//! It stands in a slot of the day and on a page of its own. Sections that don't apply are hidden by
//! the style sheet once an outcome is chosen; each says when it applies, so it reads the same where
//! the style sheet can't.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Look, Token, Why};
use crate::pages::appointments::refusal::WayOut;
use crate::pages::case::note::sensitive;

/// An outcome and what follows from it, in one form.
#[derive(Clone, Debug, Template)]
#[template(path = "components/outcome_form.html")]
pub struct OutcomeForm {
    /// The form.
    pub token: Token,
    /// Posted as `outcome`: `complied`, `not_complied`, `acceptable` or `absent`.
    pub outcome: Choices,
    /// Posted as `note`. Optional.
    pub note: Field,
    /// Posted as `sensitive`: `yes`, or not at all.
    pub sensitive: Choices,
    /// Posted as `acceptable_reason`; only for an acceptable absence.
    pub acceptable_reason: Choices,
    /// Posted as `excuse`: `none`, `awaited` or `rejected`.
    pub excuse: Choices,
    /// Posted as `decision`: `warning`, `breach`, `excuse`, `none` or `later`.
    pub decision: Choices,
    /// What the rule says about the decision, as "First failure in 12 months".
    pub guidance: Option<String>,
    /// Why.
    pub why: Option<Why>,
    /// Posted as `decision_reason`; only when an excuse is accepted or no action follows.
    pub decision_reason: Field,
    /// Posted as `serve_by`: how the letter goes, as `hand`, `post` or `email`.
    pub serve_by: Choices,
    /// What is known of service, as "Post now arrives Thu 17 Dec, before the next appointment".
    pub service_note: Option<String>,
    /// Where a preview of the letter is posted; it opens beside the form.
    pub preview: Option<String>,
    /// Posted as `next_date`.
    pub next_date: Field,
    /// Posted as `next_time`.
    pub next_time: Field,
    /// Posted as `next_place`.
    pub next_place: Choices,
    /// What is offered, as "Tue 22 Dec, 9:30am is free".
    pub next_note: Option<String>,
    /// The ways out, where the form came back because the next appointment can't be had.
    pub way_out: WayOut,
    /// The words of the button, as "Record".
    pub button: String,
    /// What its ids start with.
    pub prefix: String,
}

impl HtmlSafe for OutcomeForm {}

/// The four outcomes, as posted and as read.
pub fn outcomes() -> Vec<Choice> {
    vec![
        Choice::new("complied", "Attended, complied"),
        Choice::new("not_complied", "Attended, did not comply"),
        Choice::new("acceptable", "Acceptable absence"),
        Choice::new("absent", "Did not attend"),
    ]
}

impl OutcomeForm {
    /// An empty form whose ids start with `prefix`.
    pub fn new(prefix: &str, token: Token) -> Self {
        let choice = Choice::new;
        Self {
            token,
            outcome: Choices::new(Look::Segments, "outcome", "Outcome", outcomes()).within(prefix),
            note: Field::new(Kind::Lines, "note", "Note (optional)").within(prefix),
            sensitive: sensitive().within(prefix),
            acceptable_reason: Choices::new(
                Look::List,
                "acceptable_reason",
                "Reason accepted",
                vec![
                    choice("medical", "Medical"),
                    choice("employment", "Work"),
                    choice("family", "Family or childcare"),
                    choice("court", "Court or legal"),
                    choice("religious", "Religious"),
                    choice("custody", "In custody"),
                    choice("service", "Our side cancelled"),
                    choice("other", "Other: say in the note"),
                ],
            )
            .within(prefix),
            excuse: Choices::new(
                Look::Stack,
                "excuse",
                "Excuse",
                vec![
                    choice("none", "None given yet"),
                    choice("awaited", "Given, evidence to come"),
                    choice("rejected", "Given, not accepted: say why in the note"),
                ],
            )
            .within(prefix),
            decision: Choices::new(
                Look::Stack,
                "decision",
                "Decision",
                vec![
                    choice("warning", "Send a warning letter"),
                    choice("breach", "Refer for breach"),
                    choice("excuse", "Accept an excuse, with a reason"),
                    choice("none", "No further action, with a reason"),
                    choice("later", "Decide later").hint("The clock keeps running."),
                ],
            )
            .within(prefix),
            guidance: None,
            why: None,
            decision_reason: Field::new(Kind::Line, "decision_reason", "Why? Say what was shown or told")
                .within(prefix),
            serve_by: Choices::new(
                Look::List,
                "serve_by",
                "Letter goes by",
                vec![choice("post", "First-class post"), choice("hand", "Hand"), choice("email", "Email")],
            )
            .within(prefix),
            service_note: None,
            preview: None,
            next_date: Field::new(Kind::Date, "next_date", "Date").within(prefix),
            next_time: Field::new(Kind::Time, "next_time", "Time").within(prefix),
            next_place: Choices::new(Look::List, "next_place", "Place", Vec::new()).within(prefix),
            next_note: None,
            way_out: WayOut::default(),
            button: "Record".into(),
            prefix: prefix.into(),
        }
    }

    /// The id of a part of it, unique on the page.
    pub fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.prefix)
    }

    /// A made-up example.
    pub fn sample(prefix: &str) -> Self {
        let form = Self::new(prefix, Token::sample("/appointments/7dq/outcome"));
        Self {
            decision: form.decision.hint("Due by Wed 23 Dec 2015, 6 working days after the absence."),
            guidance: Some(
                "First failure without a reasonable excuse in 12 months: a warning is what the rule calls for.".into(),
            ),
            why: Some(Why::sample()),
            service_note: Some("Posted today, it is served on Thu 17 Dec, before the next appointment.".into()),
            preview: Some("/appointments/7dq/letter-preview".into()),
            next_date: form.next_date.value("22/12/2015"),
            next_time: form.next_time.value("9:30am"),
            next_place: Choices {
                options: vec![
                    Choice::new("mill", "Mill Lane office"),
                    Choice::new("home", "Home visit"),
                    Choice::new("phone", "Phone"),
                ],
                ..form.next_place
            }
            .chosen("mill"),
            next_note: Some("Tue 22 Dec, 9:30am is free for both of you.".into()),
            ..form
        }
    }
}
