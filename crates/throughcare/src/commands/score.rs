//! `throughcare score ALGORITHM`: JSON Lines in, JSON Lines out.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use anyhow::Context;
use assessment::score::{ALGORITHMS, Asked, line, named};
use jiff::civil::Date;

/// Scores every line of standard input.
#[derive(Debug, clap::Args)]
pub(crate) struct Score {
    /// The algorithm, such as `tier_v3`.
    algorithm: String,
    /// Today, for lines that name no day of their own.
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

impl Score {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        let Some(scorer) = named(&self.algorithm) else {
            let known: Vec<_> = ALGORITHMS.iter().map(|(name, _)| *name).collect();
            anyhow::bail!("there is no algorithm {:?}; there are {}", self.algorithm, known.join(", "));
        };
        let asked = Asked { today: self.today };
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for (number, text) in (1..).zip(std::io::stdin().lock().split(b'\n')) {
            let text = text.with_context(|| format!("line {number} cannot be read"))?;
            let answer = line(scorer, &String::from_utf8_lossy(&text), asked);
            writeln!(out, "{answer}").context("the answer cannot be written")?;
        }
        out.flush().context("the answer cannot be written")?;
        Ok(ExitCode::SUCCESS)
    }
}
