//! A writer under load, and what is asked of its record afterwards.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::machine::text;

/// A folder with a record, and the file of what was acknowledged beside it.
pub(crate) struct Record {
    pub(crate) data: PathBuf,
    pub(crate) acks: PathBuf,
}

/// What was found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) acknowledged: usize,
    pub(crate) lost: usize,
    pub(crate) report: serde_json::Value,
}

impl Record {
    /// A record in a folder, acknowledged outside of it.
    pub(crate) fn new(data: PathBuf, acks: PathBuf) -> Record {
        Record { data, acks }
    }

    /// The arguments of a writer of this record.
    pub(crate) fn arguments<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let own = ["bench", "append", "--data", text(&self.data), "--acks", text(&self.acks)];
        own.into_iter().chain(more.iter().copied()).collect()
    }

    /// Starts a writer.
    pub(crate) fn write(&self, more: &[&str]) -> Child {
        quiet(Command::new(executable()).args(self.arguments(more))).spawn().expect("the executable starts")
    }

    /// Lets a writer do a few acts undisturbed, which it must.
    pub(crate) fn write_on(&self, acts: &str) {
        let status = self.write(&["--writers", "2", "--acts", acts]).wait().expect("the writer ends");
        assert!(status.success(), "{} cannot be written to any more", self.data.display());
    }

    /// Entries acknowledged so far.
    pub(crate) fn acknowledged(&self) -> usize {
        std::fs::read_to_string(&self.acks).map_or(0, |acks| acks.lines().count())
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
        Found { acknowledged, lost, report }
    }

    /// As [`Record::verify`], and everything must be there, unaltered, once.
    pub(crate) fn must_be_whole(&self) -> Found {
        let found = self.verify();
        assert_eq!((found.report["ok"].as_bool(), found.lost), (Some(true), 0), "{}: {found:?}", self.data.display());
        let repeats = self.recorded_twice();
        assert_eq!(repeats, 0, "{repeats} acts were recorded twice");
        found
    }

    /// Acts of which there is more than one entry: each turn of a writer's stream is one act.
    fn recorded_twice(&self) -> i64 {
        let record = rusqlite::Connection::open(self.data.join("record.db")).expect("the record opens");
        let twice = "SELECT COUNT(*) - COUNT(DISTINCT stream || content) FROM entry";
        record.query_row(twice, [], |row| row.get(0)).expect("the record answers")
    }
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
