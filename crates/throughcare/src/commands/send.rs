//! `send`: hands over the texts that are due, and records what the gateway says of earlier ones.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::bail;
use service::messages::reminders::Done;

use super::texts::gateways::{Gateways, Outgoing};
use super::{Opened, open, runtime, texts};
use crate::place::Place;

/// How long `--once` waits for another server that is sending, or for the lease of one that was stopped.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked again.
const PAUSE: Duration = Duration::from_secs(1);

/// Send the texts and e-mails that are due: one file each, for a gateway to pick up.
#[derive(Debug, clap::Args)]
pub(crate) struct Send {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    outgoing: Outgoing,
    /// Once, and no more: for scripts. `serve --texts` goes on by itself.
    #[arg(long, required = true)]
    once: bool,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

impl Send {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        if self.outgoing.is_nothing() {
            bail!("say where to: --texts DIR, or --emails DIR with --email-from ADDRESS");
        }
        let gateway = Gateways::open(&self.outgoing)?;
        let opened = open(&self.place)?;
        let done = runtime()?.block_on(patiently(&opened, &gateway))?;
        if self.json {
            println!("{}", serde_json::to_string(&done)?);
        } else {
            println!(
                "{} reminders queued, {} texts handed over, {} not to be sent any more. {} receipts recorded, {} set aside.",
                done.queued, done.handed_over, done.not_sent, done.receipts, done.unreadable
            );
        }
        if done.left > 0 {
            eprintln!("{} texts could not be seen to: they are tried again the next time", done.left);
        }
        Ok(if done.left == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

async fn patiently(opened: &Opened, gateway: &Gateways) -> anyhow::Result<Done> {
    let begun = Instant::now();
    loop {
        if let Some(done) = texts::go(&opened.service, opened.clocks.as_ref(), gateway).await? {
            return Ok(done);
        }
        if begun.elapsed() > PATIENCE {
            bail!("another server is sending the texts of this record");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
