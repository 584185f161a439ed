//! An office's outgoing tray: the letters that wait, those waiting longest first.

use askama::Template;

use crate::components::{Fact, Facts, Flag, Here, Link, Notice, Problems, Shell, Token, Tone};

/// An office's outgoing tray.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/post_tray.html")]
pub struct TrayPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with what was sent.
    pub problems: Problems,
    /// As "Post: Mill Lane office".
    pub heading: String,
    /// As "7 letters wait, 2 late".
    pub summary: String,
    /// Where they are printed together; none when there is nothing to print.
    pub print: Option<Link>,
    /// The press that says they were posted.
    pub posted: Option<Posted>,
    /// The letters, oldest first.
    pub letters: Vec<TrayLine>,
    /// As "1 letter of a restricted record is left to those who may open it"; empty for none.
    pub left_out: String,
    /// How many wait in each office of the organisation.
    pub offices: Facts,
    /// Reminders by text, and whether anything sends them.
    pub texts: Facts,
}

/// One press for the letters of a run.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The form.
    pub token: Token,
    /// Posted as `letters`: which.
    pub letters: String,
    /// As "All 7 were posted today".
    pub words: String,
}

/// A letter that waits.
#[derive(Clone, Debug)]
pub struct TrayLine {
    /// Whose; without an address where it is withheld.
    pub person: Link,
    /// Their number.
    pub crn: String,
    /// What it is.
    pub letter: Option<Link>,
    /// As "Issued Fri 11 Dec 2015".
    pub issued: String,
    /// As "Late by 2 days".
    pub flag: Option<Flag>,
    /// That it could not be sent and why, goes to an address that is theirs no longer, or would come too late; and what to do
    /// next. Empty where it is printed with the others.
    pub stuck: Vec<String>,
    /// Where somebody says what became of it.
    pub say: Option<Link>,
}

impl TrayPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let line = |name: &str, number: u32, issued: &str, flag: Flag, stuck: &[&str]| TrayLine {
            person: Link::new(name, "/cases/k3v"),
            crn: format!("X00000{number}"),
            letter: Some(Link::new(
                "Warning: you did not keep to your community order",
                format!("/cases/k3v/letters/{number}"),
            )),
            issued: format!("Issued {issued}"),
            flag: Some(flag),
            stuck: stuck.iter().map(ToString::to_string).collect(),
            say: Some(Link::new("Something else", format!("/cases/k3v/letters/{number}/sent"))),
        };
        Self {
            shell: Shell {
                notice: Some(Notice::new(Tone::Good, "Recorded and protected.")),
                ..Shell::sample("Post", Here::Post)
            },
            problems: Problems::default(),
            heading: "Post: Mill Lane office".into(),
            summary: "3 letters wait, 2 late".into(),
            print: Some(Link::new("Print all 3", "/post/letters")),
            posted: Some(Posted {
                token: Token::sample("/post/posted"),
                letters: "person-k3v/1 person-k3v/2 person-k3v/3".into(),
                words: "All 3 were posted today".into(),
            }),
            letters: vec![
                line(
                    "Sample, Ada",
                    1,
                    "Wed 9 Dec 2015",
                    Flag::new(Tone::Act, "Late by 5 days"),
                    &[
                        "Could not be sent on Mon 14 Dec 2015: The franking machine is not paid for.",
                        "Next: print and post it again once that is put right, or have it handed over. They are to come on Thu 17 Dec 2015, 10am.",
                    ],
                ),
                line("Example, Ben", 2, "Fri 11 Dec 2015", Flag::new(Tone::Act, "Late by 1 day"), &[]),
                line("Other, Dee", 3, "Mon 14 Dec 2015", Flag::new(Tone::Soon, "Due today"), &[]),
            ],
            left_out: "1 letter of a restricted record is left to those who may open it.".into(),
            offices: Facts::from(vec![
                Fact::new("Mill Lane office", "4 letters, the oldest issued Wed 9 Dec 2015")
                    .note("1 could not be sent"),
                Fact::new("Quay Street office", "1 letter, issued Mon 14 Dec 2015"),
            ]),
            texts: Facts::from(vec![
                Fact::new("Reminders", "12 to go out until tomorrow evening"),
                Fact::new("Text messages", "Not set up: no reminder goes out")
                    .note("Whoever runs the service starts it with a folder for texts."),
            ]),
        }
    }
}
