//! The processes of a cluster: standing still, and killed, all at once.

use std::fs;
use std::io;
use std::path::Path;

use super::{Cluster, as_postgres, run};

impl Cluster {
    /// Lets every process of the server stand still, as they are when the power goes.
    pub fn freeze(&self) -> io::Result<()> {
        self.signal("-STOP")
    }

    /// Lets them go on.
    pub fn thaw(&self) -> io::Result<()> {
        self.signal("-CONT")
    }

    /// Kills every process of the server, frozen or not; it does not start again by itself.
    pub fn kill_all(&self) -> io::Result<()> {
        run(as_postgres(Path::new("touch")).arg(self.host().join("down")))?;
        self.signal("-KILL")
    }

    fn signal(&self, signal: &str) -> io::Result<()> {
        let first = self.first()?;
        // It stands still first, and starts no others then. It goes last: without it nobody would know whose the others are.
        run(as_postgres(Path::new("kill")).args(["-STOP", &first.to_string()]))?;
        for child in children(first)? {
            // One that has just ended by itself needs no signal.
            let _ = run(as_postgres(Path::new("kill")).args([signal, &child.to_string()]));
        }
        run(as_postgres(Path::new("kill")).args([signal, &first.to_string()])).map(drop)
    }

    /// The number of the server's first process.
    pub(super) fn first(&self) -> io::Result<u32> {
        let file = fs::read_to_string(self.data().join("postmaster.pid"))?;
        let number = file.lines().next().and_then(|line| line.trim().parse().ok());
        number.ok_or_else(|| io::Error::other("the server does not say which process it is"))
    }
}

/// The processes that a process started.
fn children(parent: u32) -> io::Result<Vec<u32>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Some(number) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        // The name in brackets may hold anything; what follows it is its state and its parent.
        let stat = fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        let of = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1)).and_then(|of| of.parse().ok());
        if of == Some(parent) {
            found.push(number);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Disk;

    #[test]
    fn a_cluster_that_is_frozen_and_killed_leaves_no_process_behind() {
        let cluster = Cluster::start(Disk::Quick).expect("PostgreSQL starts");
        let first = cluster.first().expect("it says which process it is");
        let others = children(first).expect("they are listed");
        assert!(others.len() > 2, "a server has processes of its own: {others:?}");
        cluster.freeze().expect("it stands still");
        cluster.kill_all().expect("it is killed");
        let left = || others.iter().filter(|one| !is_over(**one)).count();
        let gone = (0..100).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            left() == 0
        });
        assert!(gone, "{} of {} are still there", left(), others.len());
    }

    /// Whether a process has ended, even if nobody has asked how.
    fn is_over(number: u32) -> bool {
        let stat = fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        stat.rsplit(')').next().is_none_or(|rest| rest.trim().is_empty() || rest.trim().starts_with('Z'))
    }
}
