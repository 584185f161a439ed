//! Who asks, where a command shows what is recorded: the log of reads has to name somebody.

use anyhow::bail;
use service::Ask;
use tokio::runtime::Runtime;

use super::Opened;
use super::restore::operator;

/// Who asks.
#[derive(Debug, clap::Args)]
pub(crate) struct Asker {
    /// Who asks, by staff code: leave is asked as they have it, and the read is logged under their name, with a word that
    /// the operator of the system asked as them. Without it the operator is logged.
    // Of a name that no question has for what it asks about.
    #[arg(long = "as", value_name = "STAFF", global = true)]
    asked_by: Option<String>,
}

impl Asker {
    /// A question of theirs. Whoever gives a name at a command has proved nothing: what `opened` shows from now on is logged as
    /// asked by the operator.
    pub(crate) fn ask(&self, opened: &mut Opened, runtime: &Runtime, screen: &'static str) -> anyhow::Result<Ask> {
        let actor = match &self.asked_by {
            None => operator(),
            Some(staff) => match runtime.block_on(opened.service.member(staff))? {
                Some(actor) => {
                    opened.service = opened.service.clone().by_operator();
                    actor
                }
                None => bail!("nobody works under the staff code {staff}"),
            },
        };
        if self.asked_by.is_none() {
            eprintln!("Logged as read by the operator of the system: --as STAFF names who asks.");
        }
        Ok(Ask { actor, now: opened.clocks.record(), screen })
    }
}
