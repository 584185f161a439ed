//! The register of people: one line each, and the keys they are searched by.

use std::fmt::Write as _;

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{Projected, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::{Cell, ToCell as _, cells};

/// No search counts further than this: more would tell nobody anything.
pub const MATCHES_COUNTED: usize = 1000;

/// The scheme of [`PersonKeyRow`] under which words of names stand; it alone is matched by prefix.
pub const NAME: &str = "name";

projected! {
    /// A person's line in the register.
    PersonRow, "person", versioned: false,
    keys {}
    values {
        /// Case reference number.
        crn: String,
        /// The name as it is shown.
        name: String,
        /// Surname, for order.
        surname: String,
        /// Forenames, for order.
        forenames: String,
        /// Date of birth, `YYYY-MM-DD`, if known.
        dob: Option<String>,
        /// Sex as recorded.
        sex: String,
        /// What is flagged beside the name: JSON.
        flags: String,
        /// The order in one line.
        order_line: String,
        /// The responsible officer; empty if there is none.
        officer: String,
        /// The officer's team; empty if there is none.
        team: String,
        /// The provider; empty if there is none.
        provider: String,
        /// Whether anything is in force.
        active: bool,
    }
}

projected! {
    /// Something that a person is searched by: a reference, a date of birth, a word of a name.
    PersonKeyRow, "person_key", versioned: false,
    keys {
        /// What kind of key: `crn`, `pnc`, `cro`, `noms`, `dob`, `name`…
        scheme: String,
        /// The key, normalised by whoever projects it; for a name one word, lower case.
        value: String,
    }
    values {}
}

/// A word of a search: by scheme `name` it matches as a prefix, by any other it must be equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchKey {
    /// The scheme of [`PersonKeyRow`].
    pub scheme: String,
    /// The value, normalised as the projected keys are.
    pub value: String,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matches {
    /// The first so many, by surname, forenames and stream.
    pub rows: Vec<PersonRow>,
    /// How many match, counted up to [`MATCHES_COUNTED`].
    pub total: usize,
    /// Whether counting stopped there: then `rows` come from those counted, not from all.
    pub capped: bool,
}

impl Snapshot {
    /// The stream of the person with this CRN.
    pub fn stream_of_crn(&self, crn: &str) -> Result<Option<StreamId>, StoreError> {
        self.conn().first("SELECT stream FROM person WHERE crn = $1", cells![crn], |row| row.get(0))
    }

    /// The people who have this key, by surname, forenames and stream.
    pub fn stream_of_key(&self, scheme: &str, value: &str) -> Result<Vec<PersonRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM person
             WHERE stream IN (SELECT stream FROM person_key WHERE scheme = $1 AND value = $2)
             ORDER BY surname, forenames, stream",
            cells![scheme, value],
        )
    }

    /// The person's line in the register.
    pub fn person(&self, stream: &StreamId) -> Result<Option<PersonRow>, StoreError> {
        let rows = query(self.conn(), "SELECT {} FROM person WHERE stream = $1", cells![stream.as_str()])?;
        Ok(rows.into_iter().next())
    }

    /// The keys a person is searched by, by scheme and value.
    pub fn person_keys(&self, stream: &StreamId) -> Result<Vec<PersonKeyRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM person_key WHERE stream = $1 ORDER BY scheme, value",
            cells![stream.as_str()],
        )
    }

    /// The people whom every key matches; nobody for no keys.
    pub fn people_matching(&self, keys: &[SearchKey], limit: usize) -> Result<Matches, StoreError> {
        let nobody = Matches { rows: Vec::new(), total: 0, capped: false };
        if keys.is_empty() {
            return Ok(nobody);
        }
        let streams = self.streams_matching(keys)?;
        let capped = streams.len() > MATCHES_COUNTED;
        let mut rows = Vec::new();
        let text = format!("SELECT {} FROM person WHERE stream = $1", PersonRow::sql().columns);
        for stream in streams.iter().take(MATCHES_COUNTED) {
            rows.extend(self.conn().first(&text, cells![stream], PersonRow::from_row)?);
        }
        rows.sort_by(|a, b| (&a.surname, &a.forenames, &a.stream).cmp(&(&b.surname, &b.forenames, &b.stream)));
        let total = rows.len();
        rows.truncate(limit);
        Ok(Matches { rows, total, capped })
    }

    /// Starts from the key that is likely to match fewest, and tests the others person by person.
    fn streams_matching(&self, keys: &[SearchKey]) -> Result<Vec<String>, StoreError> {
        let mut keys: Vec<_> = keys.iter().collect();
        keys.sort_by_key(|key| (key.scheme == NAME, std::cmp::Reverse(key.value.len())));
        let bounds: Vec<_> = keys.iter().map(|key| upper_bound(key)).collect();
        let mut text = "SELECT DISTINCT k.stream FROM person_key k
             WHERE k.scheme = $1 AND k.value >= $2 AND k.value <= $3"
            .to_owned();
        for at in 1..keys.len() {
            let (scheme, from, to) = (at * 3 + 1, at * 3 + 2, at * 3 + 3);
            // Writing to a string cannot fail.
            let _ = write!(
                text,
                " AND EXISTS (SELECT 1 FROM person_key e WHERE e.stream = k.stream AND e.scheme = ${scheme}
                     AND e.value >= ${from} AND e.value <= ${to})"
            );
        }
        let _ = write!(text, " LIMIT {}", MATCHES_COUNTED + 1);
        let params: Vec<Cell<'_>> =
            keys.iter().zip(&bounds).flat_map(|(key, to)| [key.scheme.cell(), key.value.cell(), to.cell()]).collect();
        self.conn().all(&text, &params, |row| row.get(0))
    }
}

/// The last value that the key matches.
fn upper_bound(key: &SearchKey) -> String {
    if key.scheme == NAME { format!("{}\u{10FFFF}", key.value) } else { key.value.clone() }
}
