//! Refusals and errors, and "someone else changed this".

use askama::Template;

use crate::components::{Fact, Facts, Here, Link, Shell, Token};

const HELD: &str = "Not recorded: the record is held";
const HELD_BECAUSE: &str = "Nobody can record anything at the moment, in any office. Somebody outside who checks this record has \
                            said that they saw more of it than it has now. Until whoever keeps the service has seen to that, \
                            everything can be read and nothing is added.";
const HELD_MEANWHILE: &str = "If something cannot wait, do it and note it on paper: it can be recorded afterwards, with the time at which \
                              it happened.";

/// A page for a request that was refused or failed: 403, 404, 413, 422, 429, 500, 503.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/problem.html")]
pub struct ProblemPage {
    /// The frame.
    pub shell: Shell,
    /// What happened, in a heading.
    pub heading: String,
    /// What it means, a paragraph each.
    pub text: Vec<String>,
    /// Why, a line each; only for refusals.
    pub because: Vec<String>,
    /// Who to ask: name and role, phone.
    pub ask: Vec<(String, String)>,
    /// Where to go on.
    pub actions: Vec<Link>,
    /// A reference for the help desk.
    pub reference: Option<String>,
}

impl ProblemPage {
    /// A page with a heading and paragraphs in this frame.
    pub fn new(shell: Shell, heading: &str, text: &[&str]) -> Self {
        Self {
            shell,
            heading: heading.into(),
            text: text.iter().map(ToString::to_string).collect(),
            because: Vec::new(),
            ask: Vec::new(),
            actions: vec![Link::new("My day", "/day")],
            reference: None,
        }
    }

    /// 403: what was asked is not this reader's to see or do.
    pub fn refused(shell: Shell) -> Self {
        Self::new(
            shell,
            "You can't open this",
            &["What you asked for needs a role or a working relationship you don't have now. The refusal is recorded."],
        )
    }

    /// 404: nothing stands at this address.
    pub fn not_found(shell: Shell) -> Self {
        Self::new(
            shell,
            "Page not found",
            &[
                "Nothing stands at this address. If you followed a link here, the thing it led to may have been put right since.",
            ],
        )
    }

    /// 413: what was sent is too big.
    pub fn too_big(shell: Shell) -> Self {
        Self::new(shell, "Too big to save", &["What you sent is larger than the service takes. Nothing was recorded."])
    }

    /// 422: the form could not be read.
    pub fn unreadable(shell: Shell) -> Self {
        Self::new(
            shell,
            "This form could not be read",
            &["Nothing was recorded. Go back, check the form and send it again."],
        )
    }

    /// 409: others were faster, each time.
    pub fn busy(shell: Shell) -> Self {
        Self::new(
            shell,
            "Many people are recording at this moment",
            &["Nothing was recorded, and nothing of it is wrong. Go back and send it again in a moment."],
        )
    }

    /// 503: nothing may be recorded, by anybody, until whoever keeps the service has looked into it.
    pub fn held(shell: Shell) -> Self {
        Self::new(
            shell,
            HELD,
            &[
                HELD_BECAUSE,
                "Nothing was recorded, and nothing of what you sent is wrong. Go back: what you typed is still in the form.",
                HELD_MEANWHILE,
            ],
        )
    }

    /// 429: too many requests.
    pub fn too_many(shell: Shell) -> Self {
        Self::new(
            shell,
            "Please wait a minute",
            &["Too many requests came from your account in a short time. Nothing is lost: try again in a minute."],
        )
    }

    /// 500: something on our side failed.
    pub fn failed(shell: Shell) -> Self {
        Self::new(
            shell,
            "Something went wrong on our side",
            &[
                "You can safely send the same form again: it is never recorded twice.",
                "If the page before said \"Recorded\", it is.",
            ],
        )
    }

    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            because: vec![
                "You are not working with this person.".into(),
                "Your role, auditor, reads and does not record.".into(),
            ],
            ask: vec![("Sam Okoro, senior probation officer".into(), "01632 960041".into())],
            reference: Some("7DQ-0412".into()),
            ..Self::refused(Shell::sample("You can't open this", Here::Elsewhere))
        }
    }
}

/// 503: a form that has no answer yet. What was typed stands in the page, to be sent once more as it was, under its key.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/again.html")]
pub struct AgainPage {
    /// The frame.
    pub shell: Shell,
    /// What happened, in a heading.
    pub heading: String,
    /// What it means, a paragraph each.
    pub text: Vec<String>,
    /// The form that sends it again.
    pub again: Token,
    /// What was typed, by posted name.
    pub kept: Vec<(String, String)>,
    /// The words of the button.
    pub button: String,
}

impl AgainPage {
    /// Nobody knows whether it was recorded.
    pub fn in_doubt(shell: Shell, again: Token, kept: Vec<(String, String)>) -> Self {
        Self {
            shell,
            heading: "Not known yet if this was recorded".into(),
            text: vec![
                "The record did not answer in time. What you sent may be recorded already, or may be in a moment.".into(),
                "Wait a little, then press the button. If it was recorded, it is found and not recorded twice. If it was                  not, it is recorded now."
                    .into(),
                "What you typed is kept on this page: leave it open until you have an answer.".into(),
            ],
            again,
            kept,
            button: "Find out, and record it if it is not".into(),
        }
    }

    /// It was not recorded: others were faster, each time it was tried.
    pub fn busy(shell: Shell, again: Token, kept: Vec<(String, String)>) -> Self {
        Self {
            heading: "Not recorded yet: many people are recording at this moment".into(),
            text: vec![
                "Nothing was recorded, and nothing of it is wrong.".into(),
                "What you typed is kept on this page: wait a moment, and send it again.".into(),
            ],
            button: "Send it again".into(),
            ..Self::in_doubt(shell, again, kept)
        }
    }

    /// It was not recorded: nothing is, until whoever keeps the service has looked into it.
    pub fn held(shell: Shell, again: Token, kept: Vec<(String, String)>) -> Self {
        Self {
            heading: HELD.into(),
            text: vec![
                HELD_BECAUSE.into(),
                "Nothing of what you sent is wrong, and nothing you typed is lost: it is kept on this page. Leave it open, \
                 and press the button later. Once recording goes on, it is recorded then, and never twice."
                    .into(),
                HELD_MEANWHILE.into(),
            ],
            button: "Send it again".into(),
            ..Self::in_doubt(shell, again, kept)
        }
    }

    /// It was not recorded, and cannot be kept for later either.
    pub fn not_recorded(shell: Shell, again: Token, kept: Vec<(String, String)>) -> Self {
        Self {
            heading: "Not recorded: the record cannot be reached".into(),
            text: vec![
                "Nothing was recorded. The record does not answer at the moment.".into(),
                "What you typed is kept on this page: leave it open, wait a little, and send it again.".into(),
            ],
            button: "Send it again".into(),
            ..Self::in_doubt(shell, again, kept)
        }
    }

    /// A made-up example.
    pub fn sample() -> Self {
        let kept = vec![("outcome".into(), "absent".into()), ("note".into(), "No call by 9:50am.".into())];
        let shell = Shell::sample("Send it again", Here::Elsewhere);
        Self::in_doubt(shell, Token::sample("/appointments/7dq/outcome"), kept)
    }

    /// A made-up example of a record that is held.
    pub fn sample_held() -> Self {
        let Self { shell, again, kept, .. } = Self::sample();
        Self::held(shell, again, kept)
    }
}

/// 409: the component changed while the form was filled in. Both versions are shown, nothing is lost.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/conflict.html")]
pub struct ConflictPage {
    /// The frame.
    pub shell: Shell,
    /// As "Sam Okoro changed this at 9:50am, while you were filling in the form".
    pub summary: String,
    /// What stands now.
    pub theirs: Facts,
    /// What the reader typed.
    pub yours: Facts,
    /// The form that sends the reader's version again, with the new version and a new key.
    pub again: Token,
    /// Everything else the form held, by posted name, so that it is sent again unchanged.
    pub kept: Vec<(String, String)>,
    /// The words of the button, as "Record mine as well".
    pub button: String,
    /// Back to the form, filled in as it was.
    pub edit: Option<Link>,
    /// Leave it as it stands.
    pub leave: Link,
}

impl ConflictPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Someone else changed this", Here::Day),
            summary:
                "Sam Okoro recorded an outcome for this appointment at 9:50am, while you were filling in the form."
                    .into(),
            theirs: Facts::from(vec![
                Fact::new("Outcome", "Acceptable absence: medical"),
                Fact::new("Note", "Rang at 9:20am from A and E."),
            ]),
            yours: Facts::from(vec![
                Fact::new("Outcome", "Did not attend"),
                Fact::new("Decision", "Send a warning letter"),
                Fact::new("Note", "No call by 9:50am."),
            ]),
            again: Token::sample("/appointments/7dq/outcome"),
            kept: vec![("outcome".into(), "absent".into()), ("note".into(), "No call by 9:50am.".into())],
            button: "Record mine instead".into(),
            edit: None,
            leave: Link::new("Leave it as it stands", "/day#slot-2"),
        }
    }
}
