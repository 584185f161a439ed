//! What waits for somebody to have seen it.

use askama::Template;

use crate::components::{Here, Link, Shell, Token};

/// What waits.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/inbox.html")]
pub struct InboxPage {
    /// The frame.
    pub shell: Shell,
    /// Decisions that wait for this visitor, with when or about whom.
    pub decisions: Vec<(Link, String)>,
    /// Notices that they read an entry about somebody else.
    pub told: Vec<Link>,
    /// What others recorded about the people they manage.
    pub news: Vec<News>,
}

/// What others recorded about one person.
#[derive(Clone, Debug)]
pub struct News {
    /// The id on the page.
    pub id: String,
    /// About whom.
    pub person: Link,
    /// What, when and by whom, the latest first; each leads to its entry.
    pub lines: Vec<(Link, String)>,
    /// Says that it was seen.
    pub token: Token,
    /// The person's stream, posted as `person`.
    pub stream: String,
    /// The last entry shown, posted as `up_to`.
    pub up_to: String,
}

impl InboxPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Inbox", Here::Inbox),
            decisions: vec![(
                Link::new("Other, Dee", "/cases/d4/risk/countersign"),
                "lower risk to countersign".into(),
            )],
            told: vec![Link::new(
                "You read an entry that was recorded on the wrong person, Mon 14 Dec 2015",
                "/notices/person-k3v/42",
            )],
            news: vec![News {
                id: "news-1".into(),
                person: Link::new("Sample, Ada", "/cases/k3v"),
                lines: vec![
                    (
                        Link::new("Register flag raised", "/cases/k3v/timeline#entry-52"),
                        "Tue 15 Dec 2015, 8:10am, by Sam Okoro".into(),
                    ),
                    (
                        Link::new("Outcome of an appointment", "/cases/k3v/timeline#entry-51"),
                        "Mon 14 Dec 2015, 5:40pm, by Sam Okoro".into(),
                    ),
                ],
                token: Token::sample("/inbox"),
                stream: "person-k3v".into(),
                up_to: "52".into(),
            }],
        }
    }
}
