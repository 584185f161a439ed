//! A PostgreSQL of one's own, for tests and measurements: a cluster in a temporary folder, reached by a socket in it,
//! gone with the process that started it, however that ends.
//!
//! - [`Cluster::start`]: a new cluster. [`Cluster::shared`]: the one that the tests of a process share.
//! - [`Cluster::database`]: an empty database in it. [`Cluster::restart`], [`Cluster::kill`]: the ways it may go.
//! - [`Cluster::on`], [`Cluster::again`]: on a disk of the caller's, and from what such a disk held when it was copied.
//! - [`Authority`]: certificates; [`Cluster::secured`]: a cluster that is reached by TLS.
//! - [`Cluster::standby`]: a second cluster that follows the first, synchronously. [`Cluster::promote`].
//! - [`Cluster::freeze`], [`Cluster::thaw`]: all its processes stand still, and go on. [`between`]: somebody on the line to
//!   it, who cuts it or changes a word.
//!
//! PostgreSQL does not run as root: then it runs as the user `postgres`, which its Debian package makes.

mod authority;
mod processes;
mod proxy;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

pub use authority::{Authority, Certificate};
pub use proxy::{Then, between};

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
    /// Its socket, its log, and what is said to its keeper.
    dir: PathBuf,
    /// What it keeps.
    data: PathBuf,
    /// Where it listens beside its socket, if it does.
    port: Option<u16>,
    /// Its standard input is held open: when it closes the cluster is stopped, and its folder removed.
    _keeper: Child,
    databases: AtomicU64,
}

/// Runs the server again whenever it ends, until its input ends; so a restart is a stop.
const KEEPER: &str = r#"
dir=$1; data=$2; bin=$3
( while [ -d "$data" ] && [ ! -e "$dir/over" ]; do
    if [ ! -e "$dir/down" ]; then "$bin/postgres" -D "$data" >>"$dir/log" 2>&1; fi
    sleep 0.05
  done ) &
cat >/dev/null
touch "$dir/over"
"$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1
wait
rm -rf "$data" "$dir"
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
        let dir = folder()?;
        let data = dir.join("data");
        Cluster::make(dir, data, disk, "")
    }

    /// Starts a new cluster that keeps everything in an empty folder of the caller's: on a disk that is small, or that
    /// can be copied.
    pub fn on(disk: &Path, waits: Disk) -> io::Result<Cluster> {
        give(disk)?;
        // It takes little room before there is something to keep.
        let small = "max_wal_size = '32MB'\nmin_wal_size = '32MB'\nshared_buffers = '16MB'\n";
        Cluster::make(folder()?, disk.join("data"), waits, small)
    }

    /// Starts the cluster whose disk was copied while it ran, as a machine does when its power is back.
    pub fn again(disk: &Path) -> io::Result<Cluster> {
        let (dir, data) = (folder()?, disk.join("data"));
        // What the copy says of running processes is of the one that it was copied from.
        run(as_postgres(Path::new("rm")).arg("-f").arg(data.join("postmaster.pid")))?;
        append(&data.join("postgresql.conf"), &format!("unix_socket_directories = '{}'\n", dir.display()))?;
        Cluster::run(programs()?, dir, data, None)
    }

    /// Starts a new cluster that also listens on this machine's own address, for TLS only, and shows this certificate.
    /// A user `named` has to show one of the authority's own.
    pub fn secured(authority: &Authority, certificate: &Certificate) -> io::Result<Cluster> {
        let dir = folder()?;
        let [ours, key, roots] = ["server.pem", "server.key", "roots.pem"].map(|name| dir.join(name));
        for (from, to) in [(&certificate.file, &ours), (&certificate.key, &key), (&authority.file, &roots)] {
            fs::copy(from, to)?;
            give(to)?;
            run(Command::new("chmod").arg("600").arg(to))?;
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nssl = on\nssl_cert_file = '{}'\nssl_key_file = '{}'\n\
             ssl_ca_file = '{}'\n",
            ours.display(),
            key.display(),
            roots.display()
        );
        let data = dir.join("data");
        let cluster = Cluster::make(dir, data, Disk::Quick, &settings)?;
        // Written over, it stays the server's own.
        let rules = "local all all trust\nhostssl all named 127.0.0.1/32 cert\nhostssl all all 127.0.0.1/32 trust\n";
        fs::write(cluster.data().join("pg_hba.conf"), rules)?;
        cluster.ask("postgres", "SELECT pg_reload_conf()")?;
        cluster.ask("postgres", "CREATE ROLE named LOGIN SUPERUSER")?;
        Ok(cluster)
    }

    fn make(dir: PathBuf, data: PathBuf, disk: Disk, more: &str) -> io::Result<Cluster> {
        let bin = programs()?;
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
             full_page_writes = {waits}\nshared_buffers = '256MB'\nmax_wal_size = '2GB'\nwal_level = replica\n{more}",
            dir.display()
        );
        append(&data.join("postgresql.conf"), &settings)?;
        let port = more.lines().find_map(|line| line.strip_prefix("port = ")).and_then(|port| port.parse().ok());
        Cluster::run(bin, dir, data, port)
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
        let standby = Cluster::run(self.bin.clone(), dir, data, None)?;
        self.ask("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'")?;
        self.ask("postgres", "SELECT pg_reload_conf()")?;
        Ok(standby)
    }

    fn run(bin: PathBuf, dir: PathBuf, data: PathBuf, port: Option<u16>) -> io::Result<Cluster> {
        let keeper = as_postgres(Path::new("sh"))
            .args(["-c", KEEPER, "keeper"])
            .args([&dir, &data, &bin])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let cluster = Cluster { bin, dir, data, port, _keeper: keeper, databases: AtomicU64::new(0) };
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
        let port = self.port.map_or_else(String::new, |port| format!(" port={port}"));
        format!("host={}{port} user=postgres dbname={name}", self.dir.display())
    }

    /// Where it listens beside its socket, if it does.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// The socket.
    pub fn socket(&self) -> PathBuf {
        self.dir.join(format!(".s.PGSQL.{}", self.port.unwrap_or(5432)))
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
            .arg(&self.dir)
            .args(["-p", &self.port.unwrap_or(5432).to_string()]))?;
        Ok(output.trim_end().to_owned())
    }

    /// Stops the server at once, as a power cut would, and starts it again.
    pub fn restart(&self) -> io::Result<()> {
        self.down()?;
        self.up()
    }

    /// Starts a server that was stopped for good, as it was.
    pub fn up(&self) -> io::Result<()> {
        run(as_postgres(Path::new("rm")).arg(self.dir.join("down")))?;
        self.wait()
    }

    /// Kills the server's first process; it starts again when the others have noticed.
    pub fn kill(&self) -> io::Result<()> {
        run(as_postgres(Path::new("kill")).args(["-9", &self.first()?.to_string()])).map(drop)
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

    fn data(&self) -> &Path {
        &self.data
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
    give(&dir)?;
    Ok(dir)
}

/// Gives a file or folder to the server's user.
fn give(path: &Path) -> io::Result<()> {
    if is_root()? {
        run(Command::new("chown").arg("postgres").arg(path))?;
    }
    Ok(())
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
