//! Which rows of the reads log a server answers for.
//!
//! A batch of the reads log is open for a second or so, and many servers write into it. Whoever has the database could
//! write there as well, and nothing in the database can tell: so each server puts a MAC under every group of rows it
//! adds, keyed by a secret that stands beside the log's key and never in the database. What nobody vouches for, row for
//! row, is sealed as *found*, and `verify` and the page of who has seen a record say so.
//!
//! The secret is worked out from the log's key. A server without that key reads it from the file `vouch`.

use hmac::{Hmac, KeyInit as _, Mac as _};
use ledger::SigningKey;
use sha2::Sha256;

use crate::error::StoreError;
use crate::folder::Folder;
use crate::reads::{Digesting, ReadRow, ReadsBatch, from_row};
use crate::sql::{Conn, cells};

/// What is vouched with.
#[derive(Clone)]
pub(crate) struct Voucher(Option<[u8; 32]>);

impl Voucher {
    /// From the log's key.
    pub(crate) fn of(key: &SigningKey) -> Voucher {
        Voucher(Some(mac(key.seed(), [&b"throughcare/v1/vouch"[..]])))
    }

    /// From what stands in the folder of the keys: the log's key, or the file `vouch`, which is put there for servers
    /// that are not to have the key. Without either nothing is vouched for.
    pub(crate) fn open(keys: &Folder) -> Result<Voucher, StoreError> {
        match keys.read_key() {
            Ok(key) => {
                let voucher = Voucher::of(&key);
                if let Voucher(Some(secret)) = &voucher {
                    keys.offer_vouch(secret);
                }
                Ok(voucher)
            }
            Err(StoreError::File { .. }) => Ok(Voucher(keys.read_vouch()?)),
            Err(error) => Err(error),
        }
    }

    /// Vouches for rows that are added to a batch from the nth on.
    pub(crate) fn vouch(&self, conn: &Conn, batch: u64, n: u64, rows: &[ReadRow]) -> Result<(), StoreError> {
        let Some(secret) = &self.0 else { return Ok(()) };
        let mac = of_rows(secret, batch, n, rows)?;
        let text = "INSERT INTO vouched (batch, n, count, mac) VALUES ($1, $2, $3, $4)";
        conn.write(text, cells![batch, n, rows.len() as u64, mac])
    }

    /// A closed batch: as found, unless every row of it is vouched for.
    pub(crate) fn closed_batch(&self, conn: &Conn, batch: u64) -> Result<ReadsBatch, StoreError> {
        let text = "SELECT at, staff, role, organisation, purpose, screen, subject, outcome, row_count, detail, n
             FROM read WHERE batch = $1 ORDER BY n";
        let rows = conn.all(text, cells![batch], |row| Ok((row.get::<u64>(10)?, from_row(row)?)))?;
        let in_order = (0..).zip(&rows).all(|(n, (is, _))| n == *is);
        let rows: Vec<ReadRow> = rows.into_iter().map(|(_, row)| row).collect();
        let mut digesting = Digesting::default();
        rows.iter().try_for_each(|row| digesting.add(row))?;
        if in_order && self.answers_for(conn, batch, &rows)? {
            Ok(digesting.close(batch))
        } else {
            Ok(digesting.close_found(batch))
        }
    }

    /// Whether the rows are vouched for, from the first to the last.
    fn answers_for(&self, conn: &Conn, batch: u64, rows: &[ReadRow]) -> Result<bool, StoreError> {
        let Some(secret) = &self.0 else { return Ok(false) };
        let text = "SELECT n, count, mac FROM vouched WHERE batch = $1 ORDER BY n";
        let groups: Vec<(u64, u64, Vec<u8>)> =
            conn.all(text, cells![batch], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut next = 0;
        for (n, count, found) in groups {
            let from = usize::try_from(n).unwrap_or(usize::MAX);
            let to = from.saturating_add(usize::try_from(count).unwrap_or(usize::MAX));
            let Some(group) = rows.get(from..to).filter(|_| from == next) else { return Ok(false) };
            if of_rows(secret, batch, n, group)?[..] != found[..] {
                return Ok(false);
            }
            next = to;
        }
        Ok(next == rows.len())
    }
}

/// Over the place of the first row and the canonical JSON of each in turn.
fn of_rows(secret: &[u8; 32], batch: u64, n: u64, rows: &[ReadRow]) -> Result<[u8; 32], StoreError> {
    let refused = |error: ledger::CanonicalError| StoreError::Refused(error.to_string());
    let rows = rows.iter().map(ledger::canonical).collect::<Result<Vec<_>, _>>().map_err(refused)?;
    let head = format!("{batch}/{n}\n").into_bytes();
    let lines = rows.into_iter().map(|mut row| {
        row.push(b'\n');
        row
    });
    let parts: Vec<Vec<u8>> = std::iter::once(head).chain(lines).collect();
    Ok(mac(secret, parts.iter().map(Vec::as_slice)))
}

fn mac<'a>(secret: &[u8; 32], parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    // A shorter key is filled up with zeros: RFC 2104.
    let mut key = [0; 64];
    key[..32].copy_from_slice(secret);
    let mut mac = Hmac::<Sha256>::new(&key.into());
    parts.into_iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}
