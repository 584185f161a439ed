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
    /// What somebody has to see to, a sentence each; none when all is well.
    pub alarms: Vec<String>,
    /// What can be done to the record before something is protected, and what tells of it.
    pub window: &'static str,
    /// Last checkpoint, size, root, what waits, who has cosigned, the last backup.
    pub facts: Facts,
    /// What witnesses refused because they had cosigned another past.
    pub disagreements: Vec<Disagreement>,
    /// The last checkpoint as signed, line by line, to compare with a copy held elsewhere.
    pub checkpoint: String,
    /// The commands that check it, a line each.
    pub commands: Vec<String>,
}

/// A witness's refusal, with what shows that there are two pasts.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// As "inspectorate, Tue 15 Dec 2015, 9:51am".
    pub heading: String,
    /// Whether the log's own signatures prove it, to anybody who has its key.
    pub proved: bool,
    /// The checkpoint that the witness had cosigned; empty if it is not kept here.
    pub held: String,
    /// The one that it was sent.
    pub offered: String,
    /// The root the log has now at the held size, and the proof of it.
    pub proof: String,
}

impl ProtectedPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("What is protected", Here::Protected),
            summary: "Everything recorded up to 9:51am is protected.".into(),
            tone: Tone::Good,
            alarms: vec!["The last backup that is known verified is 31 hours old: one every 26 hours is asked for.".into()],
            disagreements: Vec::new(),
            window: "Between the two lies a second or so. The server that took an entry looks for it until it is protected.",
            facts: Facts::from(vec![
                Fact::new("Entries recorded", "412,306"),
                Fact::new("Protected", "412,306").note("Sealed into the log and covered by a signed checkpoint"),
                Fact::new("Waiting to be protected", "0").note("Usually under a second"),
                Fact::new("Last checkpoint", "Tue 15 Dec 2015, 9:51am").note("Size 413,118; the difference is seals and batches of the reading log"),
                Fact::new("Witnessed", "Up to 413,090 leaves, 20 seconds ago, by inspectorate.example/w1, west.example/w1").note("Witnesses keep what they cosigned themselves"),
                Fact::new("Witness region", "Cosigned up to 412,980 leaves, 14 minutes ago").note("Since Tue 15 Dec 2015, 9:38am: it was not reached"),
                Fact::new("Last backup", "31 hours ago, verified").note("398,211 leaves, to /backups/2015-12-14 by store-2"),
                Fact::new("Erased by two people", "0").note("An erasure leaves its place and its proof"),
            ]),
            checkpoint: "throughcare.example/westmarch\n413118\nqK0mJ1x0gWZ3rT7y9vYbq2nC8sVd4uEo5pLhA6fRkXw=\n\n— throughcare.example/westmarch Az3xq0…".into(),
            commands: vec![
                "throughcare verify --data DIR".into(),
                "throughcare export tiles OUT --data DIR".into(),
            ],
        }
    }

    /// One of a record whose witness has cosigned another past.
    pub fn sample_with_disagreement() -> Self {
        let note = |root: &str| {
            format!("throughcare.example/westmarch\n413090\n{root}\n\n— throughcare.example/westmarch Az3xq0…\n")
        };
        Self {
            alarms: vec![
                "A witness has cosigned another past than this record shows. Change nothing, and go by the page When \
                 verification fails."
                    .into(),
            ],
            disagreements: vec![Disagreement {
                heading: "inspectorate, Tue 15 Dec 2015, 9:51am".into(),
                proved: true,
                held: note("qK0mJ1x0gWZ3rT7y9vYbq2nC8sVd4uEo5pLhA6fRkXw="),
                offered: note("Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE="),
                proof: "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE=\n".into(),
            }],
            ..Self::sample()
        }
    }
}
