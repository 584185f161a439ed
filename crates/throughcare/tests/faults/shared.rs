//! Servers on one database under load, and what is asked of their record afterwards. With each act a server notes that its stream
//! was shown, as a page does before it is sent: what was acknowledged of either must be there.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use cluster::Cluster;
use tempfile::TempDir;

use crate::machine::text;
use crate::writer::{Found, executable, lose_answers, quiet};

/// A record in a database, the folder of its keys, and beside it the files of what each server acknowledged.
pub(crate) struct Shared {
    scratch: TempDir,
    name: String,
    /// Checkpoints that were seen: what was signed once stands for ever.
    seen: BTreeMap<u64, String>,
}

impl Shared {
    /// A record in a new database.
    pub(crate) fn new(cluster: &Cluster) -> Shared {
        let url = cluster.database().expect("a database is made");
        let name = url.rsplit('=').next().expect("it has a name").to_owned();
        let shared = Shared { scratch: tempfile::tempdir().expect("a scratch folder"), name, seen: BTreeMap::new() };
        shared.write_on(cluster);
        shared
    }

    /// The name of the database.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    fn keys(&self) -> PathBuf {
        self.scratch.path().join("keys")
    }

    fn acks(&self, server: &str) -> PathBuf {
        self.scratch.path().join(format!("{server}.acks"))
    }

    fn reads(&self, server: &str) -> PathBuf {
        self.scratch.path().join(format!("{server}.reads"))
    }

    /// A server with writers of its own, to be started; it reaches the database at an address.
    pub(crate) fn command(&self, server: &str, address: &str, more: &[&str]) -> Command {
        let mut command = Command::new(executable());
        command.args(["bench", "append", "--data", text(&self.keys()), "--database-url", address]);
        command.args(["--acks", text(&self.acks(server)), "--seed", seed(server)]);
        command.args(["--reads", text(&self.reads(server))]).args(more);
        quiet(&mut command);
        command
    }

    /// Starts a server that sends an act again until it is answered.
    pub(crate) fn serve(&self, server: &str, cluster: &Cluster) -> Child {
        self.serve_at(server, &cluster.address(&self.name))
    }

    /// The same, at another address of the database.
    pub(crate) fn serve_at(&self, server: &str, address: &str) -> Child {
        let more = ["--patient", "--writers", "8"];
        self.command(server, address, &more).spawn().expect("the executable starts")
    }

    /// Lets a server that has ended lose its last answers: started again it sends those acts again.
    pub(crate) fn lose_answers(&self, server: &str) {
        lose_answers(&self.acks(server));
    }

    /// Lets both servers send again what they have no answer to, undisturbed, which they must.
    pub(crate) fn send_again(&self, cluster: &Cluster) {
        for server in ["one", "two"] {
            self.lose_answers(server);
            let mut again = self.command(server, &cluster.address(&self.name), &["--writers", "8", "--acts", "2"]);
            assert!(again.status().expect("the server ends").success(), "{} cannot be written to", self.name);
        }
    }

    /// Lets a server do a few acts undisturbed, which it must.
    pub(crate) fn write_on(&self, cluster: &Cluster) {
        let mut server = self.command("undisturbed", &cluster.address(&self.name), &["--writers", "2", "--acts", "2"]);
        assert!(server.status().expect("the server ends").success(), "{} cannot be written to", self.name);
    }

    /// Entries that a server acknowledged so far.
    pub(crate) fn acknowledged_by(&self, server: &str) -> usize {
        std::fs::read_to_string(self.acks(server)).map_or(0, |acks| acks.lines().count())
    }

    /// Waits until a server has acknowledged more than so many; gives how long that took, or nothing if it did not.
    pub(crate) fn wait_for_more(&self, server: &str, than: usize, patience: Duration) -> Option<Duration> {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            if self.acknowledged_by(server) > than {
                return Some(begun.elapsed());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        None
    }

    /// Both servers acknowledge something more, which they must; gives how long the slower took.
    pub(crate) fn both_go_on(&self, servers: [&str; 2]) -> Duration {
        let (begun, before) = (Instant::now(), servers.map(|server| self.acknowledged_by(server)));
        for (server, before) in servers.iter().zip(before) {
            let more = self.wait_for_more(server, before, Duration::from_mins(1));
            assert!(more.is_some(), "server {server} acknowledged nothing for a minute");
        }
        begun.elapsed()
    }

    /// Notes the checkpoints that were signed since it was last asked.
    pub(crate) fn note_checkpoints(&mut self, cluster: &Cluster) {
        let last = self.seen.last_key_value().map_or(0, |(size, _)| *size);
        for (size, root) in checkpoints(cluster, &self.name, last) {
            self.seen.insert(size, root);
        }
    }

    /// Verifies the record against everything that any server acknowledged.
    pub(crate) fn verify(&self, cluster: &Cluster) -> Found {
        let all = self.scratch.path().join("all");
        let acks = self.told("acks");
        std::fs::write(&all, &acks).expect("the list is written");
        let output = Command::new(executable())
            .args(["verify", "--json", "--data", text(&self.keys()), "--database-url", &cluster.address(&self.name)])
            .args(["--expect", text(&all)])
            .output()
            .expect("the executable starts");
        let said = String::from_utf8_lossy(&output.stdout);
        let report: serde_json::Value = serde_json::from_str(&said)
            .unwrap_or_else(|error| panic!("{error}: {said}{}", String::from_utf8_lossy(&output.stderr)));
        let acknowledged = acks.lines().count();
        let lost = report["missing"].as_array().map_or(acknowledged, Vec::len);
        let (reads, reads_lost) = self.reads_at(cluster);
        Found { acknowledged, lost, reads, reads_lost, report }
    }

    /// What every server was told, from its files of one kind.
    fn told(&self, kind: &str) -> String {
        let files = std::fs::read_dir(self.scratch.path()).expect("the scratch folder is read");
        files
            .map(|file| file.expect("a file").path())
            .filter(|file| file.extension().is_some_and(|ending| ending == kind))
            .map(|file| std::fs::read_to_string(file).expect("it is text"))
            .collect()
    }

    /// Looks that were acknowledged so far.
    pub(crate) fn looks(&self) -> usize {
        self.told("reads").lines().count()
    }

    /// Looks that were acknowledged, and how many of them the log of reads does not have.
    fn reads_at(&self, cluster: &Cluster) -> (usize, usize) {
        let told = self.told("reads");
        // A log that cannot be read has none of them.
        let kept = cluster.ask(&self.name, "SELECT subject || ' ' || detail FROM read").unwrap_or_default();
        let kept: HashSet<&str> = kept.lines().collect();
        (told.lines().count(), told.lines().filter(|line| !kept.contains(line)).count())
    }

    /// Acts of which there is more than one entry.
    pub(crate) fn recorded_twice(&self, cluster: &Cluster) -> u64 {
        let twice = "SELECT COUNT(*) - COUNT(DISTINCT (stream, content)) FROM entry";
        cluster.ask(&self.name, twice).expect("the database answers").parse().expect("a number")
    }

    /// Looks that were noted more than once. Nobody sends one again, so none may be where every server went on.
    pub(crate) fn noted_twice(&self, cluster: &Cluster) -> u64 {
        let twice = "SELECT COUNT(*) - COUNT(DISTINCT (subject, detail)) FROM read";
        cluster.ask(&self.name, twice).expect("the database answers").parse().expect("a number")
    }

    /// As [`Shared::verify`]: everything must be there, unaltered, once, and every checkpoint that was ever seen. Each batch of
    /// the log of reads was vouched for by who wrote it, whatever came between.
    pub(crate) fn must_be_whole(&self, cluster: &Cluster) -> Found {
        let found = self.verify(cluster);
        let lost = (found.lost, found.reads_lost);
        assert_eq!((found.report["ok"].as_bool(), lost), (Some(true), (0, 0)), "{found:?}");
        assert!(found.reads > 0, "nothing was looked at");
        assert!(!found.report["notes"].to_string().contains("found unsealed"), "{found:?}");
        assert_eq!(self.recorded_twice(cluster), 0, "acts were recorded twice");
        let now = checkpoints(cluster, &self.name, 0);
        for (size, root) in &self.seen {
            assert_eq!(now.get(size), Some(root), "another root was signed for {size} leaves");
        }
        found
    }
}

/// What a server's streams follow from, the same whenever it is started.
fn seed(server: &str) -> &'static str {
    match server {
        "one" => "1",
        "two" => "2",
        _ => "3",
    }
}

fn checkpoints(cluster: &Cluster, name: &str, above: u64) -> BTreeMap<u64, String> {
    let text = format!("SELECT size, encode(root, 'hex') FROM checkpoint WHERE size > {above}");
    let told = cluster.ask(name, &text).expect("the database answers");
    let pairs = told.lines().filter_map(|line| line.split_once('|'));
    pairs.map(|(size, root)| (size.parse().expect("a size"), root.to_owned())).collect()
}
