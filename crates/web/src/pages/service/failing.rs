//! What to do on the day verification fails: to be printed while it does not.

use askama::Template;

use crate::components::{Fact, Facts, Here, Shell};

/// What to do on the day verification fails.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/protected_failing.html")]
pub struct FailingPage {
    /// The frame.
    pub shell: Shell,
    /// What the last verification found, if it failed.
    pub found: Option<String>,
    /// The steps, the first first.
    pub steps: Vec<Step>,
    /// Whom to tell, each with what for.
    pub tell: Facts,
    /// What can still be relied on, and what cannot.
    pub rely: Facts,
    /// What verification may say, and what it means.
    pub words: Facts,
}

/// Something to do, with the command that does it if there is one.
#[derive(Clone, Debug)]
pub struct Step {
    /// What to do, in a few words.
    pub what: String,
    /// How, and why so.
    pub how: String,
    /// The command.
    pub command: Option<String>,
}

impl Step {
    /// A step.
    pub fn new(what: impl Into<String>, how: impl Into<String>) -> Self {
        Self { what: what.into(), how: how.into(), command: None }
    }

    /// The same step with its command.
    pub fn command(self, command: impl Into<String>) -> Self {
        Self { command: Some(command.into()), ..self }
    }
}

impl FailingPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("When verification fails", Here::Protected),
            found: None,
            steps: vec![
                Step::new(
                    "Change nothing",
                    "Do not repair, restore or delete. Stop the service, and write down the time.",
                ),
                Step::new("Copy the whole folder", "To a disk that is then only read.").command("cp -a DATA COPY"),
            ],
            tell: Facts::from(vec![
                Fact::new("The data protection officer", "At once")
                    .note("Data Protection Act 2018, section 67 (memory)"),
            ]),
            rely: Facts::from(vec![Fact::new("What stands before the entry that is named", "Is as it was sealed")]),
            words: Facts::from(vec![Fact::new("Back-dated", "It says it was recorded earlier than it was")]),
        }
    }
}
