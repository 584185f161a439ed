//! What to do on the day verification fails.

use axum::response::Response;

use super::protected::failed;
use crate::answer::page;
use crate::components::{Fact, Facts, Here};
use crate::pages::service::failing::{FailingPage, Step};
use crate::visitor::Visitor;

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    // It is read on the worst day: what cannot be found out then is left out, and the rest is shown.
    let found = visitor.web.service.vitals(visitor.now).await.ok().and_then(|vitals| vitals.verified);
    page(&FailingPage {
        found: found.as_ref().and_then(failed),
        shell: visitor.shell("When verification fails", Here::Protected),
        steps: if visitor.web.service.is_shared() { steps_on_a_database() } else { steps() },
        tell: tell(),
        rely: rely(),
        words: words(),
    })
}

fn steps() -> Vec<Step> {
    vec![
        Step::new("See to today's people first", "Appointments go on from the printed day. What happens is written on paper, and typed in later with its own day."),
        Step::new("Change nothing", "Do not repair, restore, restart or delete. Stop the service. Write down the time, who is there, and what was seen."),
        Step::new("Copy the whole folder", "To a disk that is only read from then on. Everything after this is done on the copy.").command("cp -a DATA COPY"),
        Step::new("Let the copy say what is damaged", "It names the first entry at fault. If all is well there, the disk or the first copy is at fault: go on all the same.").command("throughcare verify --data COPY"),
        Step::new("Ask the witness for what is held", "The cosigned checkpoint, the witness's key, the log's key and the exported log: from the witness, by another way than this machine. Whatever lay here could have been exchanged."),
        Step::new("Hold the copy to it", "It says whether the record continues what was witnessed; if not, which entry was touched first, and how.").command("throughcare verify --data COPY --held CHECKPOINT --witness WITNESS.pub --log-key LOG.pub --tiles EXPORTED"),
        Step::new("Tell", "Those below, in that order, with the printed answer of the two commands. Do not name the person whose entry it is in a message."),
        Step::new("Go on from a copy that verifies", "On another machine: the latest that continues what is held. What was recorded since comes from paper, letters and the reads log. The damaged folder stays as it is, for those who will ask."),
    ]
}

/// The same where servers share a database.
fn steps_on_a_database() -> Vec<Step> {
    let mut steps = steps();
    steps[1] = Step::new(
        "Change nothing",
        "Do not repair, restore, fail over or delete. Stop every server of the service, and leave the database running for the copy. Write down the time, who is there, and what was seen.",
    );
    steps[2] = Step::new("Copy the whole database", "As its files are, with its write-ahead log, to a disk that is only read from then on; and the folder with the key. Then stop the database, and its standby: they stay as they are.").command("pg_basebackup --pgdata=COPY --wal-method=stream --checkpoint=fast --dbname=DATABASE-URL");
    steps[3] = Step::new("Let the copy say what is damaged", "Start a PostgreSQL of the same release on a second copy of the copy, on a machine and port of its own. It names the first entry at fault. If all is well there, the disk or the first copy is at fault: go on all the same.").command("throughcare verify --data KEYS --database-url COPY-URL");
    steps[5] = Step::new("Hold the copy to it", "It says whether the record continues what was witnessed; if not, which entry was touched first, and how.").command("throughcare verify --data KEYS --database-url COPY-URL --held CHECKPOINT --witness WITNESS.pub --log-key LOG.pub --tiles EXPORTED");
    steps[7] = Step::new(
        "Go on from a copy that verifies",
        "On other machines: the latest backup that continues what is held, restored with its segments and moved into a new database. What was recorded since comes from paper, letters and the reads log. The damaged database stays as it is, for those who will ask.",
    );
    steps
}

fn tell() -> Facts {
    Facts::from(vec![
        Fact::new("Whoever answers for the service", "At once")
            .note("They decide whether work goes on, and from which copy."),
        Fact::new("The witness", "At once").note("So that it keeps what it has, and cosigns nothing meanwhile."),
        Fact::new("The data protection officer", "At once").note(
            "If personal data were altered, lost or disclosed, the Information Commissioner may have to be told within \
             72 hours: Data Protection Act 2018, section 67. From memory, not checked against the Act.",
        ),
        Fact::new("The officers of the people concerned", "The same day").note(
            "A decision may rest on the entry that was touched: Why? beside what is due shows the entries it rests on.",
        ),
        Fact::new("Courts and boards that were given a report from it", "Once it is known what was touched"),
    ])
}

fn rely() -> Facts {
    Facts::from(vec![
        Fact::new("Entries before the one that is named", "Are as they were sealed."),
        Fact::new(
            "Entries up to the size at which what is held agrees",
            "Are as they were witnessed, whatever else is wrong.",
        ),
        Fact::new("Letters and reports on paper", "Say what the record said when they were printed."),
        Fact::new(
            "The entry that is named, and all after it",
            "Are not to be relied on until they are compared with what is held.",
        )
        .note("Most will be sound. Nothing in the damaged record can show which."),
        Fact::new("Times of recording after it", "Are not to be relied on: they are what an insider would change."),
    ])
}

fn words() -> Facts {
    Facts::from(vec![
        Fact::new(
            "The content was altered",
            "What is written there is not what was sealed, and it was not sealed anew.",
        ),
        Fact::new(
            "Edited",
            "Other words stand in the place of those that were witnessed, and everything was sealed anew.",
        ),
        Fact::new("Inserted", "It was not there when the log was witnessed."),
        Fact::new(
            "Removed",
            "It was there. What it said is in the witness's export only as a fingerprint: look for paper.",
        ),
        Fact::new("Moved", "It stands elsewhere in the order of recording."),
        Fact::new(
            "Back-dated or post-dated",
            "It says it was recorded at another time than it was; both times are given.",
        ),
        Fact::new("Re-hashed", "The same content, sealed anew in another way."),
        Fact::new("Rolled back", "The log ends before what was witnessed: an older copy, or the end was cut off."),
        Fact::new(
            "The log's key is not the one",
            "The key in the folder was exchanged, or it is the record of another service.",
        ),
        Fact::new(
            "The log's own key signed both",
            "Somebody with the key made a second past. Both checkpoints are shown: keep them.",
        ),
        Fact::new(
            "It cannot be believed",
            "What is held is not signed by whom it should be. This says nothing of the record: ask the witness again.",
        ),
    ])
}
