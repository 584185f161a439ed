//! A folder that a gateway's own program picks texts or e-mails up from, and lays its receipts down in: of e-mails also what a mail
//! system sends back, as it comes.
//!
//! One file a text or an e-mail, named by its key: written beside, flushed, and only then given its name, so that whoever picks up
//! never sees half of one. One that is taken back is moved to `taken-back/`, and stays there until that is on record. Receipts are
//! read from `receipts/`, and go to `receipts/recorded/` or, with the reason beside
//! them, to `receipts/unreadable/`.

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use record::email::EmailAddress;
use record::facts::message::To;
use serde::Deserialize;
use service::messages::reminders::{Reached, Receipt, TextToSend};

use super::Gateway;
use super::mail::{Email, message};

/// No receipt is larger, in bytes.
const LARGEST: u64 = 64 * 1024;
/// No receipt's name is longer, in bytes.
const LONGEST: usize = 200;
/// So much of a receipt's reason is recorded, in characters.
const REASON: usize = 300;
/// Receipts read in one go.
const MOST: usize = 500;

/// What the files of a folder are.
pub(crate) enum Form {
    /// Texts, as JSON.
    Texts,
    /// E-mails, as a mail system takes them.
    Emails {
        /// Whom they are from.
        from: EmailAddress,
    },
}

/// The folder.
pub(crate) struct Spool {
    folder: PathBuf,
    form: Form,
}

/// A receipt as a gateway writes it; what it says besides is its own.
#[derive(Deserialize)]
struct Written {
    id: String,
    status: String,
    #[serde(default)]
    reason: String,
}

impl Spool {
    /// Makes the folders that are missing, for the service and the gateway's group alone, and clears what was half written.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Spool> {
        Spool::open_as(folder, Form::Texts)
    }

    pub(super) fn open_as(folder: &Path, form: Form) -> anyhow::Result<Spool> {
        let spool = Spool { folder: folder.to_owned(), form };
        let receipts = spool.receipts();
        let taken_back = spool.taken();
        let folders =
            [folder.to_owned(), taken_back, receipts.clone(), receipts.join("recorded"), receipts.join("unreadable")];
        for made in folders {
            Spool::make(&made).with_context(|| format!("nothing can be written to {}", folder.display()))?;
        }
        spool.clear()?;
        Ok(spool)
    }

    /// A folder that is there keeps whatever leave its owner gave.
    fn make(folder: &Path) -> std::io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        fs::set_permissions(folder, Permissions::from_mode(0o770))
    }

    /// What was half written when the program was stopped is written again under its name.
    fn clear(&self) -> std::io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if hidden && path.extension().is_some_and(|end| end == "part") {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    fn receipts(&self) -> PathBuf {
        self.folder.join("receipts")
    }

    /// Where the gateway does not look.
    fn taken(&self) -> PathBuf {
        self.folder.join("taken-back")
    }

    fn taken_file(&self, key: &str) -> PathBuf {
        self.taken().join(format!("{key}.{}", self.end()))
    }

    fn file(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.{}", self.end()))
    }

    /// What the names of its files end in.
    fn end(&self) -> &'static str {
        match self.form {
            Form::Texts => "json",
            Form::Emails { .. } => "eml",
        }
    }

    fn bytes(&self, text: &TextToSend) -> anyhow::Result<Vec<u8>> {
        match (&self.form, &text.to) {
            (Form::Texts, To::Mobile(to)) => {
                let until = jiff::Timestamp::from_microsecond(text.not_after.instant().0)?;
                let body = serde_json::json!({
                    "id": text.key,
                    "to": to.as_str(),
                    "text": text.words,
                    "not_after": until.to_string(),
                });
                Ok(format!("{body}\n").into_bytes())
            }
            (Form::Emails { from }, To::Email(to)) => {
                let TextToSend { key, subject, words, language, queued, not_after, .. } = text;
                let (language, queued, not_after) = (*language, *queued, *not_after);
                message(&Email { key, to, subject, words, language, queued, not_after }, from)
            }
            _ => anyhow::bail!("this folder does not take what goes there"),
        }
    }

    /// A name is on the disk only when its folder is.
    fn flush(folder: &Path) -> std::io::Result<()> {
        File::open(folder)?.sync_all()
    }
}

impl Gateway for Spool {
    fn hand_over(&self, text: &TextToSend) -> anyhow::Result<()> {
        let bytes = self.bytes(text)?;
        let beside = self.folder.join(format!(".{}.part", text.key));
        let mut file = File::create(&beside)?;
        file.set_permissions(Permissions::from_mode(0o660))?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&beside, self.file(&text.key))?;
        Ok(Spool::flush(&self.folder)?)
    }

    fn holds(&self, key: &str) -> anyhow::Result<bool> {
        Ok(self.file(key).try_exists()?)
    }

    fn take_back(&self, key: &str) -> anyhow::Result<bool> {
        match fs::rename(self.file(key), self.taken_file(key)) {
            Ok(()) => {
                Spool::flush(&self.taken())?;
                Spool::flush(&self.folder)?;
                Ok(true)
            }
            // It may have been taken back by a program that was stopped before it could say so.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(self.taken_file(key).try_exists()?),
            Err(error) => Err(error.into()),
        }
    }

    fn taken_back(&self) -> anyhow::Result<Vec<String>> {
        let mut keys = Vec::new();
        for entry in fs::read_dir(self.taken())? {
            let name = PathBuf::from(entry?.file_name());
            let key = name.file_stem().and_then(|stem| stem.to_str()).filter(|_| ends_in(&name, self.end()));
            keys.extend(key.map(str::to_owned));
        }
        keys.sort_unstable();
        Ok(keys)
    }

    fn let_go(&self, key: &str) -> anyhow::Result<()> {
        match fs::remove_file(self.taken_file(key)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn receipts(&self) -> anyhow::Result<Vec<(String, Result<Receipt, String>)>> {
        let mut names: Vec<String> = fs::read_dir(self.receipts())?
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.'))
            .filter(|name| ends_in(Path::new(name), "json") || ends_in(Path::new(name), self.end()))
            .collect();
        names.sort_unstable();
        names.truncate(MOST);
        let read = |name: &str| match name.len() {
            long if long > LONGEST => Err(format!("Its name has {long} bytes; at most {LONGEST} are read.")),
            _ => read(&self.receipts().join(name)),
        };
        Ok(names.into_iter().map(|name| (name.clone(), read(&name))).collect())
    }

    fn put_away(&self, name: &str, wrong: Option<&str>) -> anyhow::Result<()> {
        let to = self.receipts().join(if wrong.is_some() { "unreadable" } else { "recorded" });
        if let Some(wrong) = wrong {
            // A name may be as long as the folder takes; with an end to it, it would be longer.
            let beside = if name.len() > LONGEST { short(name) } else { name.to_owned() };
            fs::write(to.join(format!("{beside}.reason")), format!("{wrong}\n"))?;
        }
        fs::rename(self.receipts().join(name), to.join(name))?;
        Ok(())
    }
}

/// The first signs of a name that is too long.
fn short(name: &str) -> String {
    format!("{}-{} bytes", name.chars().take(40).collect::<String>(), name.len())
}

fn ends_in(name: &Path, wanted: &str) -> bool {
    name.extension().is_some_and(|end| end == wanted)
}

fn read(path: &Path) -> Result<Receipt, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > LARGEST {
        return Err(format!("It has {size} bytes; no receipt is so large."));
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    if ends_in(path, "eml") {
        let Receipt { key, reached } = super::mail::receipt(&bytes)?;
        let short = |why: String| why.chars().take(REASON).collect();
        let reached = match reached {
            Reached::Failed(why) => Reached::Failed(short(why)),
            Reached::Delayed(why) => Reached::Delayed(short(why)),
            Reached::Delivered => Reached::Delivered,
        };
        return Ok(Receipt { key, reached });
    }
    let written: Written = serde_json::from_slice(&bytes).map_err(|error| format!("It is no receipt: {error}."))?;
    let reached = match (written.status.as_str(), written.reason.trim()) {
        ("delivered", _) => Reached::Delivered,
        ("delayed", why) => Reached::Delayed(why.chars().take(REASON).collect()),
        ("failed", "") => return Err("It says that a text failed, and not why.".to_owned()),
        ("failed", why) => Reached::Failed(why.chars().take(REASON).collect()),
        _ => return Err("Its status is neither `delivered`, `delayed` nor `failed`.".to_owned()),
    };
    Ok(Receipt { key: written.id, reached })
}
