//! A court's file into the record: whole or not at all, and every row accounted for.
//!
//! A file is one act. Its own stream holds the counts and, for each row that could not be read, the reason and the
//! digest of the row's bytes, which are kept beside the ledger. Each case stands in the stream of its court's day; a
//! later version corrects the one before. The same file again adds nothing.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use exchange::{FileError, Quarantined, Row};
use jiff::civil::Date;
use record::entry::Origin;
use record::facts::import::{FileImported, QuarantinedRow};
use record::time::Happened;
use record::{EntryId, Hash, StreamId};
use serde::{Deserialize, Serialize};
use store::ReadRow;

use super::rows::{FileRow, from_hearing, from_list};
use super::{courts, import_stream, listed, matching};
use crate::write::{Streams, Work, document_hash};
use crate::{Ask, Form, Problem, Said, Service};

/// What became of a file's rows. Always `read = accepted + duplicate + quarantined`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Rows in the file.
    pub read: u64,
    /// Rows recorded: new cases, and new versions of known ones.
    pub accepted: u64,
    /// Of those accepted, the defendants who may be somebody on record.
    pub matched: u64,
    /// Of those accepted, the defendants whom nobody on record resembles. Organisations are neither.
    pub new: u64,
    /// Rows that stood already, or stood earlier in the same file.
    pub duplicate: u64,
    /// Rows that could not be read.
    pub quarantined: Vec<SetAside>,
}

/// A row set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetAside {
    /// Which row of the file, from 1.
    pub row: u64,
    /// Why, in words.
    pub reason: String,
}

/// Why nothing of a file was recorded.
#[derive(Debug, thiserror::Error)]
pub enum ImportProblem {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// It could be read, and not recorded.
    #[error(transparent)]
    Record(#[from] Problem),
}

/// A file as read.
struct File {
    name: String,
    format: &'static str,
    digest: Hash,
    rows: Vec<FileRow>,
    aside: Vec<Quarantined>,
}

/// Counts that are kept with the act, for its answer.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Counts {
    accepted: u64,
    matched: u64,
    new: u64,
}

/// Whether anyone on record resembles a row's defendant; none for organisations.
type Resembled = HashMap<String, Option<bool>>;

impl Service {
    /// Records a court list. `name` is the file's, for messages and for lists that say court or day only there.
    pub async fn import_court_list(&self, ask: &Ask, name: &str, bytes: Vec<u8>) -> Result<Imported, ImportProblem> {
        self.import(ask, name, bytes, |name, bytes| {
            let rows = exchange::court_list::read_court_list(bytes, name, courts())?;
            read("court list", name, bytes, rows, from_list)
        })
        .await
    }

    /// Records the defendants of hearings.
    pub async fn import_hearing(&self, ask: &Ask, name: &str, bytes: Vec<u8>) -> Result<Imported, ImportProblem> {
        self.import(ask, name, bytes, |name, bytes| {
            let rows = exchange::hearing::read_hearing(bytes, name, courts())?;
            read("hearing", name, bytes, rows, from_hearing)
        })
        .await
    }

    /// The original bytes of a row that was set aside, by the digest of its file. The reading is logged.
    pub async fn quarantined_bytes(&self, ask: &Ask, file: &Hash, row: u64) -> Result<Option<Vec<u8>>, Problem> {
        let digest = file.to_string();
        let log = ReadRow {
            at: ask.now.0,
            staff: ask.actor.staff.clone(),
            role: ask.actor.role.code().to_owned(),
            organisation: ask.actor.provider.clone(),
            purpose: "a row that an import set aside".to_owned(),
            screen: ask.screen.to_owned(),
            subject: None,
            outcome: "shown".to_owned(),
            rows: 1,
            detail: format!("{{\"file\":\"{digest}\",\"row\":{row}}}"),
        };
        self.store.log_read(log).await?;
        let found = self.store.read(move |snapshot| {
            let Some(import) = snapshot.import_by_digest(&digest)? else { return Ok(None) };
            let Ok(file) = serde_json::from_str::<FileImported>(&import.counts) else { return Ok(None) };
            let Some(aside) = file.quarantined.iter().find(|aside| aside.row == row) else { return Ok(None) };
            snapshot.document(&aside.document)
        });
        Ok(found.await?)
    }

    async fn import<P>(&self, ask: &Ask, name: &str, bytes: Vec<u8>, parse: P) -> Result<Imported, ImportProblem>
    where
        P: FnOnce(&str, &[u8]) -> Result<File, FileError> + Send + 'static,
    {
        let digest = document_hash(&bytes);
        if let Some(before) = self.imported_before(&digest).await? {
            return Ok(before);
        }
        let name = name.to_owned();
        let file = tokio::task::spawn_blocking(move || parse(&name, &bytes)).await;
        let file = Arc::new(file.map_err(|stopped| Problem::Damaged(stopped.to_string()))??);
        let resembled = self.resembled(&file).await?;
        let import = import_stream(&digest);
        let mut streams = vec![import.clone()];
        let days: BTreeSet<&StreamId> = file.rows.iter().flat_map(|row| &row.places).map(|(day, _)| day).collect();
        streams.extend(days.into_iter().cloned());
        let form = Form { key: digest.to_string(), ..Form::default() };
        let today = ask.today();
        let decided =
            self.record(ask, &form, &digest, &streams, |streams| decide(&file, &import, streams, &resembled, today));
        match decided.await {
            Ok(saved) if !saved.repeat => {
                let counts: Counts =
                    serde_json::from_str(&saved.answer).map_err(|e| Problem::Damaged(e.to_string()))?;
                Ok(file.imported(counts))
            }
            // Somebody else imported the same file a moment ago.
            decided => match self.imported_before(&digest).await? {
                Some(before) => Ok(before),
                None => Err(decided.err().unwrap_or(Problem::Busy).into()),
            },
        }
    }

    /// What a repeat of a file comes to: nothing new.
    async fn imported_before(&self, digest: &Hash) -> Result<Option<Imported>, Problem> {
        let wanted = digest.to_string();
        let Some(row) = self.store.read(move |snapshot| snapshot.import_by_digest(&wanted)).await? else {
            return Ok(None);
        };
        let file: FileImported = serde_json::from_str(&row.counts).map_err(|e| Problem::Damaged(e.to_string()))?;
        let aside = |q: QuarantinedRow| SetAside { row: q.row, reason: q.reason };
        Ok(Some(Imported {
            read: file.read,
            duplicate: file.accepted + file.duplicate,
            quarantined: file.quarantined.into_iter().map(aside).collect(),
            ..Imported::default()
        }))
    }

    async fn resembled(&self, file: &Arc<File>) -> Result<Resembled, Problem> {
        let file = Arc::clone(file);
        let found = self.store.read(move |snapshot| {
            let mut found = Resembled::new();
            for row in &file.rows {
                let Some((_, case)) = row.places.first().filter(|_| !found.contains_key(&row.digest)) else { continue };
                let person = !case.defendant.organisation;
                let anyone = person.then(|| matching::anyone_like(snapshot, case)).transpose()?;
                found.insert(row.digest.clone(), anyone);
            }
            Ok(found)
        });
        Ok(found.await?)
    }
}

/// Reads every row before anything is decided: a file that breaks off counts for nothing.
fn read<T>(
    format: &'static str,
    name: &str,
    bytes: &[u8],
    rows: impl Iterator<Item = Result<Row<T>, FileError>>,
    take: impl Fn(&T) -> FileRow,
) -> Result<File, FileError> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let mut file = File { name, format, digest: document_hash(bytes), rows: Vec::new(), aside: Vec::new() };
    for row in rows {
        match row? {
            Row::Read(facts) => file.rows.push(take(&facts)),
            Row::Quarantined(aside) => file.aside.push(aside),
        }
    }
    Ok(file)
}

impl File {
    fn imported(&self, counts: Counts) -> Imported {
        let rows = self.rows.len() as u64;
        let aside = |q: &Quarantined| SetAside { row: q.row, reason: q.reason.to_string() };
        Imported {
            read: rows + self.aside.len() as u64,
            accepted: counts.accepted,
            matched: counts.matched,
            new: counts.new,
            duplicate: rows - counts.accepted,
            quarantined: self.aside.iter().map(aside).collect(),
        }
    }

    fn fact(&self, counts: Counts) -> FileImported {
        let imported = self.imported(counts);
        let aside = |q: &Quarantined| QuarantinedRow {
            row: q.row,
            reason: q.reason.to_string(),
            document: document_hash(&q.bytes),
        };
        FileImported {
            name: self.name.clone(),
            digest: self.digest,
            format: self.format.to_owned(),
            read: imported.read,
            accepted: imported.accepted,
            duplicate: imported.duplicate,
            quarantined: self.aside.iter().map(aside).collect(),
        }
    }
}

/// The cases of a day as they stand, with what this file adds as it goes.
struct DayStands {
    stands: HashMap<String, (EntryId, String)>,
    added: u64,
}

fn decide(
    file: &File,
    import: &StreamId,
    streams: &Streams,
    resembled: &Resembled,
    today: Date,
) -> Result<Work, Problem> {
    if !streams.of(import).is_empty() {
        return Err(Problem::Busy);
    }
    let imported = streams.next_id(import, 0);
    let mut days: HashMap<&StreamId, DayStands> = HashMap::new();
    let mut seen = HashSet::new();
    let mut counts = Counts::default();
    let mut said = Vec::new();
    for row in &file.rows {
        let mut accepted = false;
        for (stream, case) in &row.places {
            if !seen.insert((stream, &row.key, &row.digest)) {
                continue;
            }
            let day = days.entry(stream).or_insert_with(|| stands(streams, stream));
            let before = day.stands.get(&row.key);
            if before.is_some_and(|(_, digest)| *digest == row.digest) {
                continue;
            }
            let origin = Origin::Import { reference: row.reference.clone(), digest: row.digest.clone() };
            let fact = Said::new(stream, case.clone(), Happened::On(today))
                .about(row.key.as_str())
                .because([imported.clone()])
                .origin(origin);
            said.push(match before {
                Some((entry, _)) => fact.corrects(entry.clone()),
                None => fact,
            });
            let id = streams.next_id(stream, day.added);
            day.added += 1;
            day.stands.insert(row.key.clone(), (id, row.digest.clone()));
            accepted = true;
        }
        if accepted {
            counts.accepted += 1;
            match resembled.get(&row.digest).copied().flatten() {
                Some(true) => counts.matched += 1,
                Some(false) => counts.new += 1,
                None => {}
            }
        }
    }
    said.insert(0, Said::new(import, file.fact(counts), Happened::On(today)));
    Ok(Work {
        said,
        documents: file.aside.iter().map(|aside| aside.bytes.clone()).collect(),
        answer: serde_json::to_string(&counts).map_err(|e| Problem::Damaged(e.to_string()))?,
        ..Work::default()
    })
}

fn stands(streams: &Streams, stream: &StreamId) -> DayStands {
    let listed = listed(streams.of(stream)).into_iter();
    let stands = listed.map(|(key, case)| (key.to_owned(), (case.entry, case.digest.to_owned()))).collect();
    DayStands { stands, added: 0 }
}
