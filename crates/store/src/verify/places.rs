//! The log stands in its table by position, and once more in its index by stream. The two walks of a verification read
//! one each: that both say the same is shown by a sum over all places, which does not mind their order.

use std::hash::{DefaultHasher, Hasher as _};

use super::{Findings, id_of};
use crate::sql::{Conn, cells};

/// A sum over places in the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places(u64);

impl Places {
    pub(crate) fn add(&mut self, position: i64, stream: &str, seq: i64, kind: i64) {
        let mut hasher = DefaultHasher::new();
        for number in [position, seq, kind] {
            hasher.write_i64(number);
        }
        hasher.write(stream.as_bytes());
        self.0 = self.0.wrapping_add(hasher.finish());
    }

    pub(crate) fn merge(&mut self, other: Places) {
        self.0 = self.0.wrapping_add(other.0);
    }
}

/// Compares what the walks met, and finds where they differ.
pub(crate) fn compare(conn: &Conn, by_position: Places, by_stream: Places, findings: &mut Findings) {
    if by_position == by_stream {
        return;
    }
    let words = "the log by position and the log by stream do not say the same";
    // The plus signs keep SQLite from looking up a row of the table where the index is to be asked.
    let text = "SELECT t.position, t.stream, t.seq FROM log t WHERE NOT EXISTS (
                    SELECT 1 FROM log i WHERE i.stream = t.stream AND i.seq = t.seq
                    AND +i.position = t.position AND +i.mark = t.mark)
                ORDER BY t.position LIMIT 1";
    let first = conn.first(text, cells![], |row| Ok((row.get(0)?, row.get::<String>(1)?, row.get(2)?)));
    match first {
        Ok(Some((position, stream, seq))) => findings.add(id_of(&stream, seq), Some(position), words),
        Ok(None) | Err(_) => findings.add("log", None, words),
    }
}
