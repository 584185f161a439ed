//! A writer under load, and what is asked of its record afterwards.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::machine::text;

/// Whoever is started again is the same writer, and sends again what it has no answer to.
const SEED: &str = "7";
/// Answers that are lost on their way.
const LOST: usize = 8;

/// A folder with a record, and the file of what was acknowledged beside it.
pub(crate) struct Record {
    pub(crate) data: PathBuf,
    pub(crate) acks: PathBuf,
    /// And that of the looks that were acknowledged.
    reads: PathBuf,
}

/// What was found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) acknowledged: usize,
    pub(crate) lost: usize,
    /// Looks that were acknowledged, and how many of them the log of reads does not have.
    pub(crate) reads: usize,
    pub(crate) reads_lost: usize,
    pub(crate) report: serde_json::Value,
}

impl Record {
    /// A record in a folder, acknowledged outside of it.
    pub(crate) fn new(data: PathBuf, acks: PathBuf) -> Record {
        let reads = acks.with_extension("reads");
        Record { data, acks, reads }
    }

    /// The arguments of a writer of this record.
    pub(crate) fn arguments<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let own = ["bench", "append", "--data", text(&self.data), "--acks", text(&self.acks), "--seed", SEED];
        own.into_iter().chain(["--reads", text(&self.reads)]).chain(more.iter().copied()).collect()
    }

    /// Starts a writer.
    pub(crate) fn write(&self, more: &[&str]) -> Child {
        quiet(Command::new(executable()).args(self.arguments(more))).spawn().expect("the executable starts")
    }

    /// Lets so many writers do two acts each undisturbed, which they must.
    pub(crate) fn write_on(&self, writers: &str) {
        let status = self.write(&["--writers", writers, "--acts", "2"]).wait().expect("the writer ends");
        assert!(status.success(), "{} cannot be written to any more", self.data.display());
    }

    /// Entries acknowledged so far.
    pub(crate) fn acknowledged(&self) -> usize {
        std::fs::read_to_string(&self.acks).map_or(0, |acks| acks.lines().count())
    }

    /// Loses the last answers on their way: whoever is started again sends those acts again.
    pub(crate) fn lose_answers(&self) {
        lose_answers(&self.acks);
    }

    /// Waits until more than `than` entries are acknowledged; gives how long that took, or nothing if it did not.
    pub(crate) fn wait_for_more(&self, than: usize, patience: Duration) -> Option<Duration> {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            if self.acknowledged() > than {
                return Some(begun.elapsed());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        None
    }

    /// Verifies the record against everything that was acknowledged.
    pub(crate) fn verify(&self) -> Found {
        self.verify_at(&self.data)
    }

    /// Verifies another copy of it.
    pub(crate) fn verify_at(&self, data: &Path) -> Found {
        let output = Command::new(executable())
            .args(["verify", "--json", "--data", text(data), "--expect", text(&self.acks)])
            .output()
            .expect("the executable starts");
        let said = String::from_utf8_lossy(&output.stdout);
        let report: serde_json::Value = serde_json::from_str(&said)
            .unwrap_or_else(|error| panic!("{error}: {said}{}", String::from_utf8_lossy(&output.stderr)));
        let acknowledged = self.acknowledged();
        // Without a report nothing is there at all.
        let lost = report["missing"].as_array().map_or(acknowledged, Vec::len);
        let (reads, reads_lost) = self.reads_at(data);
        Found { acknowledged, lost, reads, reads_lost, report }
    }

    /// Looks that were acknowledged, and how many of them a copy of the log of reads does not have.
    fn reads_at(&self, data: &Path) -> (usize, usize) {
        let told = std::fs::read_to_string(&self.reads).unwrap_or_default();
        let told: Vec<&str> = told.lines().collect();
        if told.is_empty() {
            return (0, 0);
        }
        let kept = rusqlite::Connection::open(data.join("reads.db")).and_then(|log| {
            let mut rows = log.prepare("SELECT subject || ' ' || detail FROM read")?;
            rows.query_map([], |row| row.get(0))?.collect::<Result<HashSet<String>, _>>()
        });
        // A log that is not there, or cannot be read, has none of them.
        let kept = kept.unwrap_or_default();
        (told.len(), told.iter().filter(|line| !kept.contains(**line)).count())
    }

    /// As [`Record::verify`], and everything must be there, unaltered, once.
    pub(crate) fn must_be_whole(&self) -> Found {
        let found = self.verify();
        let lost = (found.lost, found.reads_lost);
        assert_eq!((found.report["ok"].as_bool(), lost), (Some(true), (0, 0)), "{}: {found:?}", self.data.display());
        let repeats = self.recorded_twice();
        assert_eq!(repeats, 0, "{repeats} acts were recorded twice");
        found
    }

    /// Acts of which there is more than one entry: each turn of a writer's stream is one act.
    pub(crate) fn recorded_twice(&self) -> i64 {
        let record = rusqlite::Connection::open(self.data.join("record.db")).expect("the record opens");
        let twice = "SELECT COUNT(*) - COUNT(DISTINCT stream || content) FROM entry";
        record.query_row(twice, [], |row| row.get(0)).expect("the record answers")
    }
}

/// Loses the last answers in a file of them.
pub(crate) fn lose_answers(acks: &Path) {
    let Ok(text) = std::fs::read_to_string(acks) else { return };
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    std::fs::write(acks, lines[..lines.len().saturating_sub(LOST)].concat()).expect("the list is written");
}

/// Stops a writer as `kill -9` does.
pub(crate) fn kill(mut writer: Child) {
    writer.kill().expect("it can be killed");
    writer.wait().expect("it ends");
}

pub(crate) fn executable() -> &'static str {
    env!("CARGO_BIN_EXE_throughcare")
}

pub(crate) fn quiet(command: &mut Command) -> &mut Command {
    command.env("RUST_LOG", "off").stdout(Stdio::null()).stderr(Stdio::null())
}
