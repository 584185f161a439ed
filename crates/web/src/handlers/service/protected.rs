//! What is recorded and protected, in plain words.

use axum::response::Response;
use practice::keeping::{Keeping, KeepingFigure};
use record::time::Instant;
use service::protection::{Missing, OneWitness, Protection, Taken, Witnessing};
use service::verifying::Verified;

use crate::answer::{failure, page};
use crate::components::{Fact, Facts, Here, Tone};
use crate::pages::service::protected::{Disagreement, ProtectedPage};
use crate::visitor::Visitor;
use crate::words;

/// What lies between recorded and protected, in a folder…
const FOLDER: &str = "Entries are protected as they are recorded. What was read is protected within a second or two; until \
                      then whoever can write to the folder could take it away. This service would notice, as long as it \
                      runs.";
/// …and in a database.
const SHARED: &str = "Between the two lies a second or so. In it, whoever can write to the database could take an entry \
                      away, or alter it; the server that took it looks for it until it is protected, and would say so here. \
                      What they add could not be told from what is recorded.";

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    let ask = visitor.ask("protected");
    let protection = match visitor.web.service.protection(&ask).await {
        Ok(protection) => protection,
        Err(problem) => return failure(&visitor.web, Some(&visitor), problem),
    };
    let at = protection.at.map_or_else(|| "never".to_owned(), words::instant);
    let waiting = protection.unsealed > 0;
    let summary = match (protection.size, waiting) {
        (0, _) => "Nothing has been recorded yet".to_owned(),
        (_, false) => format!("Everything recorded up to {at} is protected"),
        (_, true) => {
            format!("{} waiting to be protected", words::count(count(protection.unsealed), "entry is", "entries are"))
        }
    };
    let mut facts = vec![
        Fact::new("Last checkpoint", at),
        Fact::new("Its size", protection.size.to_string())
            .note("Entries, and the log's own: seals, and batches of the log of who read what."),
        Fact::new("Its root", protection.root.clone())
            .note("The fingerprint of all of them: another one if any was altered, removed, added or moved."),
        Fact::new("Waiting to be protected", protection.unsealed.to_string()),
    ];
    facts.extend(witnesses(&protection, ask.now));
    facts.push(backup(&protection, ask.now));
    facts.push(verified(&protection, ask.now));
    facts.extend(protection.unscrubbed.map(scrubbed));
    page(&ProtectedPage {
        shell: visitor.shell("Protected", Here::Protected),
        summary,
        tone: if waiting { Tone::Soon } else { Tone::Good },
        alarms: alarms(&protection, ask.now),
        window: if protection.unscrubbed.is_some() { SHARED } else { FOLDER },
        facts: Facts::from(facts),
        disagreements: protection.witnessing.iter().flat_map(disagreements).collect(),
        checkpoint: protection.note,
        commands: commands(visitor.web.service.is_shared()),
    })
}

/// The commands by which anybody who has the record checks it.
fn commands(is_shared: bool) -> Vec<String> {
    let place = if is_shared { "--data KEYS --database-url URL" } else { "--data FOLDER" };
    vec![
        format!("throughcare verify {place}"),
        format!("throughcare verify {place} --witnesses POLICY"),
        format!("throughcare verify {place} --held CHECKPOINT --witness WITNESS.pub --tiles DIR"),
        format!("throughcare export tiles DIR {place}"),
    ]
}

fn count(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// What somebody has to see to, a sentence each.
fn alarms(protection: &Protection, now: Instant) -> Vec<String> {
    let failed = protection.verified.as_ref().and_then(failed);
    let mut found: Vec<String> = failed.into_iter().chain(protection.missing.iter().map(missing)).collect();
    let keeping = Keeping::now();
    if let Some(seen) = protection.behind {
        found.push(format!(
            "A witness has seen {seen} entries of the log that are not all among the {} of this record: if that is true, a part \
             of it is lost, or there are two records under one key. \
             It can be read; nothing is recorded or signed until whoever keeps the service has put back what is missing, or \
             has declared the rollback. This was said by: {}.",
            protection.size,
            protection.behind_by.join(", ")
        ));
    }
    if protection.owes_erasures {
        found.push(
            "The record was put back to an earlier moment, and what was erased since may stand in it again. Nothing is recorded until \
             whoever keeps the service has carried out the list of erasures, or has said that there are none."
                .to_owned(),
        );
    }
    if let Some(witnessing) = &protection.witnessing {
        if !witnessing.disagreements.is_empty() {
            found.push(
                "A witness has cosigned another past than this record shows. Change nothing, and go by the page When \
                 verification fails."
                    .to_owned(),
            );
        }
        if let (true, Some(since)) = (witnessing.late, witnessing.since) {
            let allowed = keeping.figure(KeepingFigure::WitnessMinutes);
            found.push(format!(
                "Too few witnesses have been reached for {}: at most {} minutes are allowed ({}). What was recorded \
                 since {} is protected, but not witnessed.",
                ago(since, now),
                allowed.value,
                allowed.status,
                words::instant(since)
            ));
        }
    }
    if protection.backup_late {
        let asked = keeping.figure(KeepingFigure::BackupHours);
        let asked = format!("one every {} hours is asked for ({})", asked.value, asked.status);
        found.push(match &protection.backup {
            Some(backup) => format!("The last backup that is known verified is {} old: {asked}.", ago(backup.at, now)),
            None => format!("No backup is known here that was verified: {asked}."),
        });
    }
    found
}

/// What verification found, in words; none when nothing.
pub fn failed(verified: &Verified) -> Option<String> {
    let when = words::instant(verified.at);
    let faults = words::count(count(verified.faults), "thing is", "things are");
    let first = verified.first.as_ref().map(|first| {
        let place = first.position.map(|at| format!(", at position {at} of the log")).unwrap_or_default();
        format!(" First damaged: {}{place}: {}.", first.id, first.fault)
    });
    (verified.faults > 0).then(|| {
        format!(
            "The record is not as it was sealed: verification of {when} found that {faults} wrong.{} Change nothing, and go by \
             the page When verification fails.",
            first.unwrap_or_default()
        )
    })
}

fn verified(protection: &Protection, now: Instant) -> Fact {
    match &protection.verified {
        Some(found) if found.faults == 0 => Fact::new("Last verified", format!("{} ago", ago(found.at, now)))
            .note(format!("Every hash worked out anew: {} entries as they were sealed.", found.entries)),
        Some(found) => Fact::new("Last verified", format!("{} ago, and it failed", ago(found.at, now))),
        None => Fact::new("Last verified", "Not by this service")
            .note("It may have been by command. A service that verifies by itself is started with --verify-every."),
    }
}

/// What this server told somebody was kept, and it was not.
fn missing(missing: &Missing) -> String {
    let number = count(missing.count);
    let what = match missing.what {
        Taken::EntryGone => format!("{} gone before it was protected", words::count(number, "entry is", "entries are")),
        Taken::EntryAltered => {
            format!("{} altered before it was protected", words::count(number, "entry was", "entries were"))
        }
        Taken::ReadGone => {
            format!("{} of who read what gone before it was protected", words::count(number, "line is", "lines are"))
        }
        Taken::NotWatched => format!("{} not looked for", words::count(number, "record is", "records are")),
        Taken::ReadAltered => "Lines of who read what were altered before they were protected".to_owned(),
    };
    let from = words::instant(Instant(missing.from));
    if missing.what == Taken::NotWatched {
        return format!(
            "{what}: too many waited for protection already. Since {from}. This service would not notice if one of \
             them were taken before all is protected. Look why sealing is late."
        );
    }
    let when =
        if missing.from == missing.to { from } else { format!("{from} to {}", words::instant(Instant(missing.to))) };
    format!(
        "{what}, though this service had said that it was recorded: {when} ({}). Somebody has written to the data by \
         another way. Change nothing, and go by the page When verification fails.",
        missing.named.join(", ")
    )
}

fn witnesses(protection: &Protection, now: Instant) -> Vec<Fact> {
    let Some(witnessing) = &protection.witnessing else {
        return vec![
            Fact::new("Witnessed", "By nobody that this service sends its checkpoints to")
                .note("Somebody outside may hold one all the same: they keep what they cosigned. Ask them."),
        ];
    };
    let all = match (&witnessing.last, witnessing.since) {
        (Some(last), None) => format!("Everything, by {}", last.by.join(", ")),
        (Some(last), Some(_)) => {
            format!("Up to {} leaves, {} ago, by {}", last.size, ago(last.at, now), last.by.join(", "))
        }
        (None, _) => "Nothing yet".to_owned(),
    };
    let note = "Witnesses keep what they cosigned themselves. Whoever has this record could take cosignatures away here, \
                not make any.";
    let each = witnessing.each.iter().map(|witness| one(witness, now));
    std::iter::once(Fact::new("Witnessed", all).note(note)).chain(each).collect()
}

fn one(witness: &OneWitness, now: Instant) -> Fact {
    let said = match witness.cosigned {
        Some((size, at)) => format!("Cosigned up to {size} leaves, {} ago", ago(at, now)),
        None => "Has cosigned nothing yet".to_owned(),
    };
    let fact = Fact::new(format!("Witness {}", witness.name), said);
    match &witness.failing {
        Some((since, why)) => fact.note(format!("Since {}: {why}", words::instant(*since))),
        None => fact,
    }
}

fn backup(protection: &Protection, now: Instant) -> Fact {
    match &protection.backup {
        Some(backup) => Fact::new("Last backup", format!("{} ago, verified", ago(backup.at, now)))
            .note(format!("{} leaves, to {}", backup.size, backup.detail)),
        None => Fact::new("Last backup", "None is known here"),
    }
}

fn scrubbed(erasures: u64) -> Fact {
    let said = match erasures {
        0 => "Nothing".to_owned(),
        n => format!("{} since it was last scrubbed", words::count(count(n), "erasure", "erasures")),
    };
    Fact::new("Erased, and still in the database's files", said)
        .note("What is erased is gone from every answer at once; its bytes go when the database is scrubbed.")
}

fn disagreements(witnessing: &Witnessing) -> Vec<Disagreement> {
    let told = witnessing.disagreements.iter().map(|row| Disagreement {
        heading: format!("{}, {}", row.witness, words::instant(Instant(row.at))),
        proved: !row.proof.is_empty(),
        held: row.held.clone(),
        offered: row.offered.clone(),
        proof: row.proof.clone(),
    });
    told.collect()
}

/// How long ago, in the largest unit that says enough.
fn ago(then: Instant, now: Instant) -> String {
    let seconds = count(u64::try_from((now.0 - then.0) / 1_000_000).unwrap_or_default());
    match seconds {
        0..120 => words::count(seconds, "second", "seconds"),
        120..7_200 => words::count(seconds / 60, "minute", "minutes"),
        7_200..172_800 => words::count(seconds / 3_600, "hour", "hours"),
        _ => words::count(seconds / 86_400, "day", "days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_ago_is_said_in_the_unit_that_says_enough() {
        let said = |seconds: i64| ago(Instant(0), Instant(seconds * 1_000_000));
        assert_eq!(said(1), "1 second");
        assert_eq!(said(119), "119 seconds");
        assert_eq!(said(120), "2 minutes");
        assert_eq!(said(7_200), "2 hours");
        assert_eq!(said(200_000), "2 days");
        assert_eq!(said(-5), "0 seconds");
    }
}
