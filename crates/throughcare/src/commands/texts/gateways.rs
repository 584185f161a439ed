//! Where texts and e-mails go, as the operator says: a folder for each, or for one of them.

use std::path::{Path, PathBuf};

use anyhow::bail;
use record::email::EmailAddress;
use record::facts::message::To;
use service::messages::reminders::{By, Receipt, TextToSend};

use super::Gateway;
use super::spool::Spool;

/// Where reminders are written.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Outgoing {
    /// Write texts that are due to this folder, for a gateway to pick up; its receipts are read from `receipts` in it.
    #[arg(long, value_name = "DIR")]
    pub(crate) texts: Option<PathBuf>,
    /// Write e-mails that are due to this folder, a message a file, for a mail system to pick up; its receipts are read from
    /// `receipts` in it.
    #[arg(long, value_name = "DIR", requires = "email_from")]
    pub(crate) emails: Option<PathBuf>,
    /// Whom e-mails are from. It is seen by whoever sees a list of somebody's mail: choose one that does not name the service.
    #[arg(long, value_name = "ADDRESS", requires = "emails")]
    pub(crate) email_from: Option<EmailAddress>,
}

impl Outgoing {
    /// Whether nothing is to be written anywhere.
    pub(crate) fn is_nothing(&self) -> bool {
        self.texts.is_none() && self.emails.is_none()
    }
}

/// The folders.
pub(crate) struct Gateways {
    texts: Option<Spool>,
    emails: Option<Spool>,
}

impl Gateways {
    /// Opens what was named; a folder that cannot be written is refused at once.
    pub(crate) fn open(outgoing: &Outgoing) -> anyhow::Result<Gateways> {
        let Outgoing { texts, emails, email_from } = outgoing;
        if texts == emails && texts.is_some() {
            bail!("texts and e-mails need a folder each");
        }
        let emails = match (emails, email_from) {
            (Some(folder), Some(from)) => Some(Spool::of_emails(folder, from)?),
            _ => None,
        };
        Ok(Gateways { texts: texts.as_deref().map(Spool::open).transpose()?, emails })
    }

    fn all(&self) -> impl Iterator<Item = &Spool> {
        self.texts.iter().chain(&self.emails)
    }

    /// The folder of a name that [`Gateway::receipts`] gave, and its own name for it.
    fn of_receipt<'a>(&self, name: &'a str) -> Option<(&Spool, &'a str)> {
        match name.strip_prefix(EMAILS) {
            Some(name) => Some((self.emails.as_ref()?, name)),
            None => Some((self.texts.as_ref()?, name)),
        }
    }
}

/// Before the name of a receipt for an e-mail: no name of a file has a stroke.
const EMAILS: &str = "emails/";

impl Gateway for Gateways {
    fn takes(&self) -> By {
        match (&self.texts, &self.emails) {
            (_, None) => By::Texts,
            (None, Some(_)) => By::Emails,
            (Some(_), Some(_)) => By::Both,
        }
    }

    fn hand_over(&self, text: &TextToSend) -> anyhow::Result<()> {
        let spool = match text.to {
            To::Mobile(_) => &self.texts,
            To::Email(_) => &self.emails,
        };
        let Some(spool) = spool else { bail!("nothing takes what goes to {}", what(&text.to)) };
        spool.hand_over(text)
    }

    fn holds(&self, key: &str) -> anyhow::Result<bool> {
        for spool in self.all() {
            if spool.holds(key)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn take_back(&self, key: &str) -> anyhow::Result<bool> {
        for spool in self.all() {
            if spool.take_back(key)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn taken_back(&self) -> anyhow::Result<Vec<String>> {
        let mut keys = Vec::new();
        for spool in self.all() {
            keys.extend(spool.taken_back()?);
        }
        Ok(keys)
    }

    fn let_go(&self, key: &str) -> anyhow::Result<()> {
        self.all().try_for_each(|spool| spool.let_go(key))
    }

    fn receipts(&self) -> anyhow::Result<Vec<(String, Result<Receipt, String>)>> {
        let mut all = match &self.texts {
            Some(texts) => texts.receipts()?,
            None => Vec::new(),
        };
        if let Some(emails) = &self.emails {
            all.extend(emails.receipts()?.into_iter().map(|(name, receipt)| (format!("{EMAILS}{name}"), receipt)));
        }
        Ok(all)
    }

    fn put_away(&self, name: &str, wrong: Option<&str>) -> anyhow::Result<()> {
        let Some((spool, name)) = self.of_receipt(name) else { bail!("no folder has the receipt") };
        spool.put_away(name, wrong)
    }
}

fn what(to: &To) -> &'static str {
    match to {
        To::Mobile(_) => "a telephone",
        To::Email(_) => "a mailbox",
    }
}

impl Spool {
    /// A folder for e-mails.
    fn of_emails(folder: &Path, from: &EmailAddress) -> anyhow::Result<Spool> {
        Spool::open_as(folder, super::spool::Form::Emails { from: from.clone() })
    }
}
