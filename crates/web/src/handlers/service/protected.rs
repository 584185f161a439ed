//! What is recorded and protected, in plain words.

use axum::response::Response;

use crate::answer::{failure, page};
use crate::components::{Fact, Facts, Here, Tone};
use crate::pages::service::protected::ProtectedPage;
use crate::visitor::Visitor;
use crate::words;

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    let protection = match visitor.web.service.protection(&visitor.ask("protected")).await {
        Ok(protection) => protection,
        Err(problem) => return failure(&visitor.web, Some(&visitor), problem),
    };
    let at = protection.at.map_or_else(|| "never".to_owned(), words::instant);
    let waiting = protection.unsealed > 0;
    let summary = match (protection.size, waiting) {
        (0, _) => "Nothing has been recorded yet".to_owned(),
        (_, false) => format!("Everything recorded up to {at} is protected"),
        (_, true) => {
            format!("{} waiting to be protected", words::count(count(protection.unsealed), "entry is", "entries are"))
        }
    };
    page(&ProtectedPage {
        shell: visitor.shell("Protected", Here::Protected),
        summary,
        tone: if waiting { Tone::Soon } else { Tone::Good },
        facts: Facts::from(vec![
            Fact::new("Last checkpoint", at),
            Fact::new("Its size", protection.size.to_string())
                .note("Entries, and the log's own: seals, and batches of the log of who read what."),
            Fact::new("Its root", protection.root)
                .note("The fingerprint of all of them: another one if any was altered, removed, added or moved."),
            Fact::new("Waiting to be protected", protection.unsealed.to_string()),
            Fact::new("Cosigned by", "Not known here")
                .note("Witnesses keep what they cosigned: whatever lay here, an insider could exchange. Ask them."),
        ]),
        checkpoint: protection.note,
        commands: vec![
            "throughcare verify --data FOLDER".to_owned(),
            "throughcare verify --data FOLDER --held CHECKPOINT --witness WITNESS.pub --tiles DIR".to_owned(),
            "throughcare export tiles DIR --data FOLDER".to_owned(),
        ],
    })
}

fn count(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
