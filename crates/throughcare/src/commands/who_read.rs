//! `who-read`: who has seen somebody's record, and when. Asking is logged.

use std::process::ExitCode;

use anyhow::{Context, bail};
use jiff::civil::Date;
use record::ids::Crn;
use record::time::Instant;
use serde::Serialize;
use service::seen::{Seen, WhatFor, was_by_operator};
use store::{ReadPlace, SeenRow, Standing};

use super::asker::Asker;
use super::{open, runtime};
use crate::place::Place;

/// Ask who has seen a record, or was refused it: newest first.
#[derive(Debug, clap::Args)]
pub(crate) struct WhoRead {
    /// Case reference number.
    crn: Crn,
    /// What for (Data Protection Act 2018 s.62(4)): `lawfulness`, `self_monitoring`, `integrity` or `criminal_proceedings`.
    #[arg(long = "for", value_name = "PURPOSE")]
    what_for: String,
    /// From this day.
    #[arg(long)]
    from: Option<Date>,
    /// To this day.
    #[arg(long)]
    to: Option<Date>,
    /// At most so many.
    #[arg(long, default_value_t = 100)]
    limit: u32,
    /// Go on after this place, as an answer gives it.
    #[arg(long, value_name = "PLACE")]
    after: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    asker: Asker,
}

#[derive(Serialize)]
struct Told<'a> {
    rows: Vec<Line<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    row: &'a store::ReadRow,
    when: String,
    standing: &'static str,
}

impl WhoRead {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Some(what_for) = WhatFor::of_code(&self.what_for) else {
            bail!("{} is nothing that the log of reads may be used for: see --help", self.what_for);
        };
        let after = self.after.as_deref().map(place_of).transpose()?;
        let mut opened = open(&self.place)?;
        let Some(case) = opened.service.store().read_here(|snapshot| snapshot.stream_of_crn(self.crn.as_str()))? else {
            bail!("there is nobody with CRN {}", self.crn);
        };
        let runtime = runtime()?;
        let ask = self.asker.ask(&mut opened, &runtime, "who-read")?;
        let asked = Seen { what_for, from: self.from, to: self.to, after };
        let page = runtime.block_on(opened.service.who_has_seen(&ask, &case, &asked, self.limit))?;
        let told = Told { rows: page.rows.iter().map(line).collect(), next: page.next.map(written) };
        if self.json {
            println!("{}", serde_json::to_string(&told)?);
            return Ok(ExitCode::SUCCESS);
        }
        for &Line { row, ref when, standing } in &told.rows {
            let store::ReadRow { staff, role, organisation, purpose, screen, outcome, .. } = row;
            let by = if was_by_operator(row) { "an operator, as " } else { "" };
            println!("{when}  {by}{staff} ({role}, {organisation})  {screen}: {outcome}, {purpose}  [{standing}]");
        }
        if let Some(next) = &told.next {
            println!("There are more: --after {next}");
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn line(seen: &SeenRow) -> Line<'_> {
    let standing = match seen.standing {
        Standing::Sealed => "sealed",
        Standing::Open => "not sealed yet",
        Standing::FoundUnsealed => "found unsealed; no running program answers for it",
    };
    Line { row: &seen.row, when: Instant(seen.row.at).london().to_string(), standing }
}

fn written(place: ReadPlace) -> String {
    format!("{}.{}.{}", place.at, place.batch, place.n)
}

fn place_of(text: &str) -> anyhow::Result<ReadPlace> {
    let parts: Vec<&str> = text.split('.').collect();
    let [at, batch, n] = parts[..] else { bail!("{text} is no place of an answer") };
    let wrong = || format!("{text} is no place of an answer");
    Ok(ReadPlace {
        at: at.parse().with_context(wrong)?,
        batch: batch.parse().with_context(wrong)?,
        n: n.parse().with_context(wrong)?,
    })
}
