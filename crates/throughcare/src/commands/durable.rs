//! Files that must be whole and there, whatever happens a moment later.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::Context;

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Secrecy {
    /// Whoever may read the folder.
    Public,
    /// This account only.
    OwnerOnly,
}

/// Replaces a file by another content, all or nothing: written beside it, made durable, then renamed over it.
pub(crate) fn write_durably(path: &Path, text: &str, secrecy: Secrecy) -> anyhow::Result<()> {
    let told = || format!("{} cannot be written", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut name = path.file_name().with_context(told)?.to_owned();
    name.push(".new");
    let beside = folder.join(name);
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    if secrecy == Secrecy::OwnerOnly {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&beside).with_context(told)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).with_context(told)?;
    std::fs::rename(&beside, path).with_context(told)?;
    File::open(folder).and_then(|folder| folder.sync_all()).with_context(told)
}
