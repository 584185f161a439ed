//! Where texts and e-mails go, as the operator says: a folder for each, or for one of them.

use std::path::{Path, PathBuf};

use anyhow::bail;
use record::email::EmailAddress;
use record::facts::message::To;
use service::messages::reminders::By;

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

/// What brings texts, and what brings e-mails: both, or one of them.
pub(crate) struct Gateways {
    pub(super) texts: Option<Box<dyn Gateway>>,
    pub(super) emails: Option<Box<dyn Gateway>>,
}

impl Gateways {
    /// Opens what was named; a folder that cannot be written is refused at once.
    pub(crate) fn open(outgoing: &Outgoing) -> anyhow::Result<Gateways> {
        let Outgoing { texts, emails, email_from } = outgoing;
        let of_emails = match (emails, email_from) {
            (Some(folder), Some(from)) => Some(Spool::of_emails(folder, from)?),
            _ => None,
        };
        let of_texts = texts.as_deref().map(Spool::open).transpose()?;
        // One folder may have two names.
        if let (Some(texts), Some(emails)) = (texts, emails)
            && texts.canonicalize()? == emails.canonicalize()?
        {
            bail!("texts and e-mails need a folder each");
        }
        let boxed = |spool: Spool| Box::new(spool) as Box<dyn Gateway>;
        Ok(Gateways { texts: of_texts.map(boxed), emails: of_emails.map(boxed) })
    }

    /// Each of them: what one cannot do holds up nothing of the other.
    pub(crate) fn all(&self) -> impl Iterator<Item = &dyn Gateway> {
        self.texts.iter().chain(&self.emails).map(Box::as_ref)
    }

    /// What they take.
    pub(crate) fn takes(&self) -> By {
        match (&self.texts, &self.emails) {
            (_, None) => By::Texts,
            (None, Some(_)) => By::Emails,
            (Some(_), Some(_)) => By::Both,
        }
    }

    /// What brings something there; none where nothing does.
    pub(crate) fn to(&self, to: &To) -> Option<&dyn Gateway> {
        let gateway = match to {
            To::Mobile(_) => &self.texts,
            To::Email(_) => &self.emails,
        };
        gateway.as_deref()
    }
}

impl Spool {
    /// A folder for e-mails.
    fn of_emails(folder: &Path, from: &EmailAddress) -> anyhow::Result<Spool> {
        Spool::open_as(folder, super::spool::Form::Emails { from: from.clone() })
    }
}
