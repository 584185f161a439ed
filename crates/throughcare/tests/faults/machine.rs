//! What the tests need of the machine.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Something is not there that a test needs. Where everything has to be run (`CI` is set) that is a failure; elsewhere it is
/// said, past the harness, which keeps what a test prints to itself.
pub(crate) fn lacking(what: &str) {
    assert!(std::env::var_os("CI").is_none(), "this must not be passed over here: {what}");
    let _ = writeln!(std::io::stderr(), "PASSED OVER: {what}");
}

/// Whether the machine can mount file systems for us; says so if it cannot.
pub(crate) fn can_mount() -> bool {
    let root = Command::new("id").arg("-u").output().is_ok_and(|told| told.stdout == b"0\n");
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let can = root && Mounted::memory(scratch.path(), "1m").is_some();
    if !can {
        lacking("mounting a file system needs root");
    }
    can
}

/// Whether system calls can be made to fail; says so if they cannot.
pub(crate) fn can_trace() -> bool {
    let can = Command::new("strace").args(["-f", "-qq", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let can = can.is_ok_and(|status| status.success());
    if !can {
        lacking("failing system calls needs strace (apt-get install strace)");
    }
    can
}

/// Runs a tool that must succeed.
pub(crate) fn tool(name: &str, arguments: &[&str]) {
    let output = Command::new(name).args(arguments).output().unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(output.status.success(), "{name} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A path as text.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("scratch paths are plain")
}

/// A file system that is unmounted when it is dropped.
pub(crate) struct Mounted(PathBuf);

impl Mounted {
    /// Of so much memory.
    pub(crate) fn memory(at: &Path, size: &str) -> Option<Mounted> {
        let mount = ["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs", text(at)].map(str::to_owned);
        let done = Command::new("mount").args(mount).stderr(Stdio::null()).status();
        done.is_ok_and(|status| status.success()).then(|| Mounted(at.to_path_buf()))
    }

    /// Of what stands in a file.
    pub(crate) fn image(image: &Path, at: &Path) -> Mounted {
        std::fs::create_dir_all(at).expect("a place to mount at");
        tool("mount", &["-o", "loop", text(image), text(at)]);
        Mounted(at.to_path_buf())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // A process that was just killed may still hold a file for a moment.
        for _ in 0..100 {
            if Command::new("umount").arg(&self.0).stderr(Stdio::null()).status().is_ok_and(|done| done.success()) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}

/// Numbers that look random and are the same at every run.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn of(seed: u64) -> Chance {
        Chance(seed)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
