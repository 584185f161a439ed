//! `upgrade`: a record of an earlier layout brought to this program's, verified before and after.

use std::process::ExitCode;

use anyhow::bail;
use practice::Standards;
use store::Upgraded;

use super::rebuild::project;
use crate::place::Place;

/// Bring a record that an earlier release wrote to this one's layout. Take a backup before: there is no way back.
#[derive(Debug, clap::Args)]
pub(crate) struct Upgrade {
    #[command(flatten)]
    place: Place,
}

impl Upgrade {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let before = self.place.verify(&[])?;
        if !before.ok {
            bail!("the record does not verify, and is left as it is: run `throughcare verify`");
        }
        let standards = Standards::split_2014();
        let views = |stream: &_, entries: &[_]| project(stream, entries, standards);
        let upgraded = match self.place.database() {
            Some(database) => store::upgrade_database(&database, &views)?,
            None => store::upgrade(&self.place.data, &views)?,
        };
        let Upgraded::From { layout, streams } = upgraded else {
            println!("The record is of this layout already.");
            return Ok(ExitCode::SUCCESS);
        };
        let after = self.place.verify(&[])?;
        if !after.ok || (after.size, &after.root) != (before.size, &before.root) {
            bail!("the upgraded record does not verify: go back to the backup");
        }
        println!(
            "Upgraded from layout {layout}: {streams} streams projected anew, {} leaves as they were.",
            after.size
        );
        println!("root {}", after.root);
        Ok(ExitCode::SUCCESS)
    }
}
