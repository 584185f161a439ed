//! A PostgreSQL of one's own, for tests and measurements: a cluster in a temporary folder, reached by a socket in it,
//! gone with the process that started it, however that ends.
//!
//! - [`Cluster::start`]: a new cluster. [`Cluster::shared`]: the one that the tests of a process share.
//! - [`Cluster::database`]: an empty database in it. [`Cluster::restart`], [`Cluster::kill`]: the ways it may go.
//! - [`Cluster::standby`]: a second cluster that follows the first, synchronously. [`Cluster::promote`].
//!
//! PostgreSQL does not run as root: then it runs as the user `postgres`, which its Debian package makes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Whether the cluster waits for its disk. A test of what survives needs that; most tests do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disk {
    /// It waits: what was acknowledged survives.
    Durable,
    /// It does not, and is faster.
    Quick,
}

/// A running cluster.
pub struct Cluster {
    bin: PathBuf,
    dir: PathBuf,
    /// Its standard input is held open: when it closes the cluster is stopped, and its folder removed.
    _keeper: Child,
    databases: AtomicU64,
}

/// Runs the server again whenever it ends, until its input ends; so a restart is a stop.
const KEEPER: &str = r#"
dir=$1; bin=$2
( while [ -d "$dir/data" ] && [ ! -e "$dir/over" ]; do
    if [ ! -e "$dir/down" ]; then "$bin/postgres" -D "$dir/data" >>"$dir/log" 2>&1; fi
    sleep 0.05
  done ) &
cat >/dev/null
touch "$dir/over"
"$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1
wait
rm -rf "$dir"
"#;

impl Cluster {
    /// The cluster that the tests of this process share; it does not wait for its disk.
    ///
    /// # Panics
    ///
    /// If PostgreSQL is not installed or does not start: the tests that need it cannot run.
    pub fn shared() -> &'static Cluster {
        static SHARED: LazyLock<Cluster> = LazyLock::new(|| {
            Cluster::start(Disk::Quick).unwrap_or_else(|error| {
                panic!("these tests need PostgreSQL 15 or later (apt-get install postgresql): {error}")
            })
        });
        &SHARED
    }

    /// Starts a new cluster.
    pub fn start(disk: Disk) -> io::Result<Cluster> {
        let (bin, dir) = (programs()?, folder()?);
        let data = dir.join("data");
        run(as_postgres(&bin.join("initdb")).arg("-D").arg(&data).args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]))?;
        let waits = if disk == Disk::Durable { "on" } else { "off" };
        let settings = format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nmax_connections = 200\nfsync = {waits}\n\
             full_page_writes = {waits}\nshared_buffers = '256MB'\nmax_wal_size = '2GB'\nwal_level = replica\n",
            dir.display()
        );
        append(&data.join("postgresql.conf"), &settings)?;
        Cluster::run(bin, dir)
    }

    /// Starts a cluster that follows this one; a commit here is answered only when it is durable there as well.
    pub fn standby(&self) -> io::Result<Cluster> {
        let dir = folder()?;
        let data = dir.join("data");
        let from = format!("host={} user=postgres application_name=standby", self.dir.display());
        run(as_postgres(&self.bin.join("pg_basebackup"))
            .arg("-D")
            .arg(&data)
            .arg("-d")
            .arg(&from)
            .args(["-R", "-X", "stream", "-c", "fast"]))?;
        append(&data.join("postgresql.conf"), &format!("unix_socket_directories = '{}'\n", dir.display()))?;
        let standby = Cluster::run(self.bin.clone(), dir)?;
        self.ask("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'")?;
        self.ask("postgres", "SELECT pg_reload_conf()")?;
        Ok(standby)
    }

    fn run(bin: PathBuf, dir: PathBuf) -> io::Result<Cluster> {
        let keeper = as_postgres(Path::new("sh"))
            .args(["-c", KEEPER, "keeper"])
            .args([&dir, &bin])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let cluster = Cluster { bin, dir, _keeper: keeper, databases: AtomicU64::new(0) };
        cluster.wait()?;
        Ok(cluster)
    }

    /// Makes an empty database; gives its address.
    pub fn database(&self) -> io::Result<String> {
        let name = format!("record_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.ask("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(self.address(&name))
    }

    /// The address of a database.
    pub fn address(&self, name: &str) -> String {
        format!("host={} user=postgres dbname={name}", self.dir.display())
    }

    /// The folder of the socket, for addresses of several hosts.
    pub fn host(&self) -> &Path {
        &self.dir
    }

    /// Puts a statement to a database; gives what it answers, a line a row.
    pub fn ask(&self, name: &str, sql: &str) -> io::Result<String> {
        let output = run(Command::new(self.bin.join("psql"))
            .args(["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", name, "-c", sql])
            .arg("-h")
            .arg(&self.dir))?;
        Ok(output.trim_end().to_owned())
    }

    /// Stops the server at once, as a power cut would, and starts it again.
    pub fn restart(&self) -> io::Result<()> {
        self.down()?;
        run(as_postgres(Path::new("rm")).arg(self.dir.join("down")))?;
        self.wait()
    }

    /// Kills the server's first process; it starts again when the others have noticed.
    pub fn kill(&self) -> io::Result<()> {
        let file = fs::read_to_string(self.data().join("postmaster.pid"))?;
        let pid = file.lines().next().unwrap_or_default().to_owned();
        run(as_postgres(Path::new("kill")).args(["-9", &pid])).map(drop)
    }

    /// Stops the server at once, for good.
    pub fn down(&self) -> io::Result<()> {
        run(as_postgres(Path::new("touch")).arg(self.dir.join("down")))?;
        run(as_postgres(&self.bin.join("pg_ctl")).arg("-D").arg(self.data()).args(["-m", "immediate", "stop"]))
            .map(drop)
    }

    /// Makes a standby the one that takes writes.
    pub fn promote(&self) -> io::Result<()> {
        run(as_postgres(&self.bin.join("pg_ctl")).arg("-D").arg(self.data()).args(["-w", "promote"])).map(drop)
    }

    /// Waits until the server answers.
    pub fn wait(&self) -> io::Result<()> {
        for _ in 0..600 {
            if self.ask("postgres", "SELECT 1").is_ok() {
                return Ok(());
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.dir.join("log")).unwrap_or_default();
        Err(io::Error::other(format!("the server did not start:\n{log}")))
    }

    fn data(&self) -> PathBuf {
        self.dir.join("data")
    }
}

/// The folder of the newest PostgreSQL's programs.
fn programs() -> io::Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").map_err(|_| io::Error::other("PostgreSQL is not installed"))?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|version| {
            let path = version.ok()?.path();
            Some((path.file_name()?.to_str()?.parse().ok()?, path.join("bin")))
        })
        .filter(|(_, bin)| bin.join("postgres").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin).ok_or_else(|| io::Error::other("PostgreSQL's server is not installed"))
}

/// A folder that the server's user may write to.
fn folder() -> io::Result<PathBuf> {
    let dir = tempfile::Builder::new().prefix("pg").tempdir()?.keep();
    if is_root()? {
        run(Command::new("chown").arg("postgres").arg(&dir))?;
    }
    Ok(dir)
}

fn is_root() -> io::Result<bool> {
    Ok(run(Command::new("id").arg("-u"))?.trim() == "0")
}

fn as_postgres(program: &Path) -> Command {
    let mut command = if is_root().unwrap_or(false) {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/");
    command
}

fn append(path: &Path, text: &str) -> io::Result<()> {
    use std::io::Write as _;
    fs::OpenOptions::new().append(true).open(path)?.write_all(text.as_bytes())
}

fn run(command: &mut Command) -> io::Result<String> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(io::Error::other(format!("{}: {words}", command.get_program().display())))
}
