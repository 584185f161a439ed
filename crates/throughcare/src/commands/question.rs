//! `question`: when things were recorded, what was known when, and how an entry came to say what it says.
//!
//! The bytes of a report are the same as the pages'; asked as of the checkpoint it carries, it comes out the same again.

use std::process::ExitCode;

use anyhow::bail;
use jiff::civil::Date;
use record::ids::Crn;
use record::{EntryId, StreamId};
use service::questions::Moment;
use service::questions::case::{CaseAt, Difference, History};
use service::questions::past::{Caseload, PastDiary};
use service::questions::team::OfTeam;
use service::questions::timing::{Announced, EntriesFor, Later};
use service::{Ask, Problem, Service};

use super::asker::Asker;
use super::{Opened, open, runtime};
use crate::place::Place;

/// Ask about both times of the record. Every question is logged.
#[derive(Debug, clap::Args)]
pub(crate) struct Question {
    #[command(subcommand)]
    asked: Asked,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    asker: Asker,
    /// Answer as of the checkpoint of this size, as a report carries it.
    #[arg(long, value_name = "SIZE", global = true)]
    checkpoint: Option<u64>,
    /// Answer in canonical JSON, the report’s own bytes.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Asked {
    /// What was recorded more than some days after it happened, by team and kind.
    Later {
        /// More than so many days.
        #[arg(long, default_value_t = 2)]
        days: u32,
        /// Recorded from this day.
        #[arg(long)]
        from: Date,
        /// Recorded to this day.
        #[arg(long)]
        to: Date,
    },
    /// What was recorded after an announcement about a time before it.
    Announced {
        /// The day of the announcement, or its minute.
        #[arg(long, value_name = "MOMENT")]
        on: Moment,
        /// Recorded to this day.
        #[arg(long)]
        until: Option<Date>,
        /// List the entries as well, for `audit`, `conduct` or `putting_right`: that is logged.
        #[arg(long = "for", value_name = "PURPOSE", value_parser = what_for)]
        what_for: Option<EntriesFor>,
    },
    /// An officer’s caseload as at a day, as known at a moment.
    Caseload {
        /// Staff code.
        staff: String,
        /// The day.
        #[arg(long)]
        as_at: Date,
        /// As known at the end of this day, or at a minute of it (`2015-11-20T14:00`).
        #[arg(long, value_name = "MOMENT")]
        known_at: Option<Moment>,
    },
    /// An officer’s diary of a day, as known at a moment.
    Diary {
        /// Staff code.
        staff: String,
        /// The day.
        #[arg(long)]
        on: Date,
        /// As known at the end of this day, or at a minute of it (`2015-11-20T14:00`).
        #[arg(long, value_name = "MOMENT")]
        known_at: Option<Moment>,
    },
    /// A case as at a day, as known at a moment.
    Case {
        /// Case reference number.
        crn: Crn,
        /// The day.
        #[arg(long)]
        as_at: Option<Date>,
        /// As known at the end of this day, or at a minute of it (`2015-11-20T14:00`).
        #[arg(long, value_name = "MOMENT")]
        known_at: Option<Moment>,
    },
    /// What a team owed on a day, as known at a moment.
    Owed(OfTeamOn),
    /// What had become of a team’s alarms on a day, as known at a moment.
    Alarms(OfTeamOn),
    /// What changed in a case between two moments.
    Difference {
        /// Case reference number.
        crn: Crn,
        /// From the end of this day, or from a minute of it.
        #[arg(long, value_name = "MOMENT")]
        before: Moment,
        /// To the end of this day, or to a minute of it.
        #[arg(long, value_name = "MOMENT")]
        after: Option<Moment>,
    },
    /// How an entry came to say what it says.
    History {
        /// The entry, `stream/seq`.
        entry: EntryId,
    },
}

/// A team on a day.
#[derive(Debug, clap::Args)]
struct OfTeamOn {
    /// Team code.
    team: String,
    /// The day.
    #[arg(long)]
    on: Date,
    /// As known at the end of this day, or at a minute of it (`2015-11-20T14:00`).
    #[arg(long, value_name = "MOMENT")]
    known_at: Option<Moment>,
}

impl OfTeamOn {
    fn asked(&self) -> OfTeam {
        OfTeam { team: self.team.clone(), on: self.on, known_at: self.known_at.map(Moment::instant) }
    }
}

impl Question {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let mut opened = open(&self.place)?;
        let runtime = runtime()?;
        let ask = self.asker.ask(&mut opened, &runtime, "question")?;
        let told = runtime.block_on(answer(&opened, &ask, &self));
        let bytes = told?;
        if self.json {
            println!("{}", String::from_utf8(bytes)?);
        } else {
            let report: serde_json::Value = serde_json::from_slice(&bytes)?;
            println!("{}", serde_json::to_string_pretty(&report)?);
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn answer(opened: &Opened, ask: &Ask, question: &Question) -> anyhow::Result<Vec<u8>> {
    let (service, of) = (&opened.service, question.checkpoint);
    match &question.asked {
        Asked::Later { days, from, to } => {
            let asked = Later { days: *days, from: *from, to: *to };
            told(service.recorded_later(ask, asked, of).await.and_then(|report| report.to_bytes()))
        }
        Asked::Announced { on, until, what_for } => {
            let asked = Announced::at(*on, *until).listing(*what_for);
            told(service.recorded_after(ask, asked, of).await.and_then(|report| report.to_bytes()))
        }
        Asked::Caseload { staff, as_at, known_at } => {
            let asked = Caseload { staff: staff.clone(), as_at: *as_at, known_at: known_at.map(Moment::instant) };
            told(service.past_caseload(ask, asked, of).await.and_then(|report| report.to_bytes()))
        }
        Asked::Diary { staff, on, known_at } => {
            let asked = PastDiary { staff: staff.clone(), on: *on, known_at: known_at.map(Moment::instant) };
            told(service.past_diary(ask, asked, of).await.and_then(|report| report.to_bytes()))
        }
        Asked::Owed(of_team) => {
            told(service.team_owed(ask, of_team.asked(), of).await.and_then(|report| report.to_bytes()))
        }
        Asked::Alarms(of_team) => {
            told(service.team_alarms(ask, of_team.asked(), of).await.and_then(|report| report.to_bytes()))
        }
        Asked::Case { crn, as_at, known_at } => {
            let asked =
                CaseAt { case: stream_of(service, crn)?, as_at: *as_at, known_at: known_at.map(Moment::instant) };
            told(service.case_at(ask, asked, of).await.and_then(|report| report.to_bytes()))
        }
        Asked::Difference { crn, before, after } => {
            let case = stream_of(service, crn)?;
            let asked = Difference { case, before: before.instant(), after: after.map(Moment::instant) };
            told(service.case_difference(ask, asked, of).await.and_then(|report| report.to_bytes()))
        }
        Asked::History { entry } => told(
            service.entry_history(ask, History { entry: entry.clone() }, of).await.and_then(|report| report.to_bytes()),
        ),
    }
}

fn what_for(code: &str) -> Result<EntriesFor, String> {
    EntriesFor::of_code(code).ok_or_else(|| format!("{code} is nothing that entries are listed for"))
}

fn told(bytes: Result<Vec<u8>, Problem>) -> anyhow::Result<Vec<u8>> {
    match bytes {
        Ok(bytes) => Ok(bytes),
        Err(Problem::Invalid(errors)) => {
            bail!("{}", errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join("; "))
        }
        Err(problem) => Err(problem.into()),
    }
}

fn stream_of(service: &Service, crn: &Crn) -> anyhow::Result<StreamId> {
    match service.store().read_here(|snapshot| snapshot.stream_of_crn(crn.as_str()))? {
        Some(stream) => Ok(stream),
        None => bail!("there is nobody with CRN {crn}"),
    }
}
