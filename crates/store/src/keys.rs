//! The log's key, laid down in a folder: whole or not at all, and never over another. Without it nobody can go on with its
//! record, so that nothing here takes one away.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use ledger::{SigningKey, VerifyingKey};

use crate::error::StoreError;
use crate::folder::Folder;

/// Who may read a file.
#[derive(Clone, Copy)]
pub(crate) enum Secrecy {
    OwnerOnly,
    Public,
}

/// A half of the key, and where it is to stand.
pub(crate) struct Half {
    path: PathBuf,
    text: String,
    secrecy: Secrecy,
    key: VerifyingKey,
    whose: fn(&str) -> Option<VerifyingKey>,
}

impl Half {
    pub(crate) fn secret(path: PathBuf, key: &SigningKey) -> Half {
        let whose = |text: &str| SigningKey::from_key_file(text).ok().map(|key| key.public());
        Half { path, text: key.to_key_file(), secrecy: Secrecy::OwnerOnly, key: key.public(), whose }
    }

    pub(crate) fn public(path: PathBuf, key: VerifyingKey) -> Half {
        let whose = |text: &str| text.trim_end().parse().ok();
        Half { path, text: format!("{key}\n"), secrecy: Secrecy::Public, key, whose }
    }

    /// Whether it stands there already. Refuses where another log's does; what is no key is none.
    pub(crate) fn stands(&self) -> Result<bool, StoreError> {
        let text = match std::fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(StoreError::file(&self.path, &error)),
        };
        match (self.whose)(&text) {
            Some(found) if found == self.key => Ok(true),
            Some(_) => Err(StoreError::OtherKey(self.path.clone())),
            None => Ok(false),
        }
    }

    /// Puts it there, unless it stands there: written whole beside its place, and then given its name, which fails where
    /// somebody else was faster.
    pub(crate) fn lay_down(&self) -> Result<(), StoreError> {
        if self.stands()? {
            return Ok(());
        }
        let mut name = self.path.file_name().unwrap_or_default().to_os_string();
        name.push(".new");
        let new = self.path.with_file_name(name);
        if let Err(error) = std::fs::remove_file(&new)
            && error.kind() != ErrorKind::NotFound
        {
            return Err(StoreError::file(&new, &error));
        }
        write_durably(&new, &self.text, self.secrecy)?;
        let named = match std::fs::hard_link(&new, &self.path) {
            Ok(()) => Ok(()),
            // Or what stands there is no key, or this file system knows no second name of a file.
            Err(_) => match self.stands() {
                Ok(true) => Ok(()),
                Ok(false) => std::fs::rename(&new, &self.path).map_err(|error| StoreError::file(&self.path, &error)),
                Err(other) => Err(other),
            },
        };
        // Where it was renamed it is gone.
        let _ = std::fs::remove_file(&new);
        named?;
        if self.stands()? { Ok(()) } else { Err(StoreError::OtherKey(self.path.clone())) }
    }
}

/// Whether the signing key of a folder may be copied into another: not onto itself, nor where another log's stands.
pub fn may_copy_key(from: &Path, to: &Path) -> Result<(), StoreError> {
    copying(from, to, |half| half.stands().map(drop))
}

/// Copies the signing key of a folder into another. Where it stands there already there is nothing to do.
pub fn copy_key(from: &Path, to: &Path) -> Result<(), StoreError> {
    std::fs::create_dir_all(to).map_err(|error| StoreError::file(to, &error))?;
    copying(from, to, Half::lay_down)?;
    Folder::new(to).sync()
}

fn copying(from: &Path, to: &Path, what: impl Fn(&Half) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let (from, to) = (Folder::new(from), Folder::new(to));
    let key = from.read_key()?;
    // Also by another name: a link, or a way round.
    let place = |folder: &Folder| folder.key().canonicalize().ok();
    if place(&to).is_some_and(|there| place(&from) == Some(there)) {
        return Err(StoreError::SameKey(to.path().to_path_buf()));
    }
    what(&Half::secret(to.key(), &key))
}

/// Stands in a folder while a record is made in it, and names the key that is made for it.
fn creating(folder: &Folder) -> PathBuf {
    folder.path().join("creating")
}

impl Folder {
    /// Begins to make a record here. A key that stands here is refused, but for one that a creation of a record here made and was
    /// cut off before there was any: with that one nothing was signed that anybody has.
    pub(crate) fn begin_creation(&self, key: &SigningKey) -> Result<(), StoreError> {
        let named = |text: String| text.trim_end().parse::<VerifyingKey>().ok();
        if let Some(left) = std::fs::read_to_string(creating(self)).ok().and_then(named) {
            for half in
                [Half { key: left.clone(), ..Half::secret(self.key(), key) }, Half::public(self.public_key(), left)]
            {
                if half.stands()? {
                    std::fs::remove_file(&half.path).map_err(|error| StoreError::file(&half.path, &error))?;
                }
            }
        }
        self.refuse_other_key(key)?;
        let (mark, new) = (creating(self), self.path().join("creating.new"));
        if let Err(error) = std::fs::remove_file(&new)
            && error.kind() != ErrorKind::NotFound
        {
            return Err(StoreError::file(&new, &error));
        }
        write_durably(&new, &format!("{}\n", key.public()), Secrecy::Public)?;
        std::fs::rename(&new, &mark).map_err(|error| StoreError::file(&mark, &error))?;
        self.sync()
    }

    /// Says that there is a record. Where that cannot be said the next opening says it.
    pub(crate) fn end_creation(&self) {
        let _ = std::fs::remove_file(creating(self));
    }
}

/// Writes a file that does not exist, for good.
pub(crate) fn write_durably(path: &Path, text: &str, secrecy: Secrecy) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    if matches!(secrecy, Secrecy::OwnerOnly) {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let written = options.open(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| StoreError::file(path, &error))
}
