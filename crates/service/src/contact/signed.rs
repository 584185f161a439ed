//! The months that were signed off, each with what stands of what was said: to whoever may read it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;
use record::StreamId;
use record::facts::organisation::{SaidOfCase, SignedCase};
use store::{SignedLineRow, SignedOffRow, Snapshot, StoreError};

use crate::door::limits;

/// A month that was signed off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedOff {
    /// The month, who signed it when, and over what.
    pub row: SignedOffRow,
    /// The cases of those who had not been seen, with what was said of each.
    pub cases: Vec<(StreamId, OfCase)>,
}

/// What was said of somebody who had not been seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfCase {
    /// This.
    Said(SaidOfCase),
    /// Access to their record is limited, and not to whoever reads it.
    Limited,
    /// Access to their record is limited, and nobody has said anything yet.
    Left,
    /// They were another team's when the month was signed, and nobody has said anything yet.
    Passed,
    /// It was erased since.
    Erased,
}

/// Those of a team, the latest first.
pub(super) fn signed_off(
    snapshot: &Snapshot,
    team: &str,
    staff: &str,
    today: Date,
) -> Result<Vec<SignedOff>, StoreError> {
    let lines = snapshot.signed_lines(team)?;
    let mut limited: BTreeMap<StreamId, bool> = BTreeMap::new();
    let mut months = Vec::new();
    for row in snapshot.signed_off(team)? {
        let named = named(&row)?;
        let mut cases = Vec::with_capacity(named.len());
        for signed in named {
            let is_limited = match limited.entry(signed.case.clone()) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(unknown) => {
                    let (excluded, restricted_to) = limits(snapshot, &signed.case, today)?;
                    *unknown.insert(access::limited(staff, &excluded, &restricted_to))
                }
            };
            let line = lines.iter().find(|line| line.month == row.month && line.stream == signed.case);
            let said = match signed.said.clone().map_or_else(|| line.map(said_in).transpose(), |said| Ok(Some(said)))? {
                Some(_) if is_limited => OfCase::Limited,
                Some(said) => OfCase::Said(said),
                None if is_left(&signed) && is_limited => OfCase::Left,
                None if is_left(&signed) => OfCase::Passed,
                None => OfCase::Erased,
            };
            cases.push((signed.case, said));
        }
        months.push(SignedOff { row, cases });
    }
    Ok(months)
}

/// The cases of a month, as they were signed.
pub(super) fn named(row: &SignedOffRow) -> Result<Vec<SignedCase>, StoreError> {
    let unreadable = |error| StoreError::Damaged(format!("what {} signed of {}: {error}", row.team, row.month));
    serde_json::from_str(&row.cases).map_err(unreadable)
}

fn said_in(line: &SignedLineRow) -> Result<SaidOfCase, StoreError> {
    let unreadable = |error| StoreError::Damaged(format!("a line of {}: {error}", line.month));
    Ok(SaidOfCase { since: line.since_on.parse().map_err(unreadable)?, action: line.action.clone() })
}

/// Whether a case was counted and not spoken of.
pub(super) fn is_left(signed: &SignedCase) -> bool {
    signed.entry.is_none() && signed.said.is_none()
}
