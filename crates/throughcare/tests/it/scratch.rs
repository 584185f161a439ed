//! Running the executable in a scratch folder.

use std::path::Path;
use std::process::{Command, Output};

/// The executable with arguments.
pub(crate) fn throughcare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughcare"));
    command.args(arguments).env("RUST_LOG", "warn");
    command
}

/// Runs it to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    throughcare(arguments).output().expect("the executable starts")
}

/// What it said in JSON, with its exit code.
pub(crate) fn json(arguments: &[&str]) -> (serde_json::Value, Option<i32>) {
    let output = run(arguments);
    let said = String::from_utf8_lossy(&output.stdout);
    let value = serde_json::from_str(said.trim())
        .unwrap_or_else(|e| panic!("{e}: {said}{}", String::from_utf8_lossy(&output.stderr)));
    (value, output.status.code())
}

/// A path as text.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("scratch paths are plain")
}
