//! An insider with everything: the folder, the database, the log's key, and this program's own code. Whatever they
//! change, they hash, chain, seal and sign anew from the beginning, so that the record by itself is without fault.

use std::path::Path;

use ledger::{SigningKey, StreamId};
use rusqlite::Connection;
use store::{BulkEntry, BulkPart, Genesis};

/// The insider's copy of a record, in the order of its log.
pub(crate) struct Forger {
    pub(crate) entries: Vec<BulkEntry>,
    pub(crate) key: SigningKey,
    seals: Vec<i64>,
    streams: [StreamId; 2],
    meta: Vec<(String, String)>,
}

impl Forger {
    /// Reads a record whole.
    pub(crate) fn read(data: &Path) -> Forger {
        let conn = Connection::open(data.join("record.db")).unwrap();
        let meta = |name: &str| -> String {
            conn.query_row("SELECT value FROM meta WHERE name = $1", [name], |row| row.get(0)).unwrap()
        };
        let mut statement = conn
            .prepare(
                "SELECT e.stream, e.recorded, e.salt, e.content FROM log l
                 JOIN entry e ON e.stream = l.stream AND e.seq = l.seq WHERE l.mark = 0 ORDER BY l.position",
            )
            .unwrap();
        let rows = statement.query_map([], |row| {
            let (stream, salt): (String, Vec<u8>) = (row.get(0)?, row.get(2)?);
            Ok(BulkEntry {
                stream: stream.parse().unwrap(),
                recorded: row.get(1)?,
                salt: salt.try_into().unwrap(),
                content: row.get(3)?,
            })
        });
        let entries = rows.unwrap().collect::<Result<_, _>>().unwrap();
        let mut statement = conn.prepare("SELECT at FROM checkpoint ORDER BY size").unwrap();
        let seals = statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        let mut statement = conn
            .prepare(
                "SELECT name, value FROM meta WHERE name NOT IN ('layout', 'origin', 'seal_stream', 'reads_stream')",
            )
            .unwrap();
        let others = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        Forger {
            entries,
            key: SigningKey::from_key_file(&std::fs::read_to_string(data.join("key")).unwrap()).unwrap(),
            seals,
            streams: [meta("seal_stream").parse().unwrap(), meta("reads_stream").parse().unwrap()],
            meta: others.unwrap().collect::<Result<_, _>>().unwrap(),
        }
    }

    /// The id that the entry at this place of the list has.
    pub(crate) fn id(&self, place: usize) -> String {
        let stream = &self.entries[place].stream;
        let seq = self.entries[..=place].iter().filter(|entry| entry.stream == *stream).count();
        format!("{stream}/{seq}")
    }

    /// Makes the record anew.
    pub(crate) fn write(self, data: &Path) {
        let [seal_stream, reads_stream] = self.streams;
        let origin = self.key.public().name().to_owned();
        let genesis = Genesis { origin, key: self.key, seal_stream, reads_stream, meta: self.meta };
        let mut entries = self.entries;
        entries.sort_by(|a, b| (&a.stream, a.recorded).cmp(&(&b.stream, b.recorded)));
        store::bulk_load(data, genesis, entries.into_iter().map(BulkPart::Entry), &self.seals).unwrap();
    }
}
