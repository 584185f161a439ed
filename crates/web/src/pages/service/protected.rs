//! What is recorded and protected, in plain words.

use askama::Template;

use crate::components::{Fact, Facts, Here, Shell, Tone};

/// What is recorded and protected.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/protected.html")]
pub struct ProtectedPage {
    /// The frame.
    pub shell: Shell,
    /// As "Everything recorded up to 9:51am is protected".
    pub summary: String,
    /// [`Tone::Good`] when nothing waits, [`Tone::Soon`] when something does.
    pub tone: Tone,
    /// Last checkpoint, size, root, what waits, who has cosigned.
    pub facts: Facts,
    /// The last checkpoint as signed, line by line, to compare with a copy held elsewhere.
    pub checkpoint: String,
    /// The commands that check it, a line each.
    pub commands: Vec<String>,
}

impl ProtectedPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("What is protected", Here::Protected),
            summary: "Everything recorded up to 9:51am is protected.".into(),
            tone: Tone::Good,
            facts: Facts::from(vec![
                Fact::new("Entries recorded", "412,306"),
                Fact::new("Protected", "412,306").note("Sealed into the log and covered by a signed checkpoint"),
                Fact::new("Waiting to be protected", "0").note("Usually under a second"),
                Fact::new("Last checkpoint", "Tue 15 Dec 2015, 9:51am").note("Size 413,118; the difference is seals and batches of the reading log"),
                Fact::new("Cosigned by", "Not known here").note("Witnesses keep what they cosigned"),
                Fact::new("Erased by two people", "0").note("An erasure leaves its place and its proof"),
            ]),
            checkpoint: "throughcare.example/westmarch\n413118\nqK0mJ1x0gWZ3rT7y9vYbq2nC8sVd4uEo5pLhA6fRkXw=\n\n— throughcare.example/westmarch Az3xq0…".into(),
            commands: vec![
                "throughcare verify --data DIR".into(),
                "throughcare export tiles OUT --data DIR".into(),
            ],
        }
    }
}
