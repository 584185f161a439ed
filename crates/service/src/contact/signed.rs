//! The months that were signed off, each with what stands of what was said: to whoever may read it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::StreamId;
use record::facts::organisation::{SaidOfCase, SignedCase};
use store::{SignedOffRow, Snapshot, StoreError};

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
    /// Whoever signed could not open their record, and nobody who can has said anything yet.
    Left,
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
        let named: Vec<SignedCase> = serde_json::from_str(&row.cases).unwrap_or_default();
        let mut cases = Vec::with_capacity(named.len());
        for signed in named {
            if !limited.contains_key(&signed.case) {
                let (excluded, restricted_to) = limits(snapshot, &signed.case, today)?;
                limited.insert(signed.case.clone(), access::limited(staff, &excluded, &restricted_to));
            }
            let line = lines.iter().find(|line| line.month == row.month && line.stream == signed.case);
            let line = line
                .and_then(|line| Some(SaidOfCase { since: line.since_on.parse().ok()?, action: line.action.clone() }));
            let is_limited = limited.get(&signed.case).copied().unwrap_or_default();
            let said = match signed.said.clone().or(line) {
                Some(_) if is_limited => OfCase::Limited,
                Some(said) => OfCase::Said(said),
                None if is_left(&signed) => OfCase::Left,
                None => OfCase::Erased,
            };
            cases.push((signed.case, said));
        }
        months.push(SignedOff { row, cases });
    }
    Ok(months)
}

/// Whether a case was counted and not spoken of.
pub(super) fn is_left(signed: &SignedCase) -> bool {
    signed.entry.is_none() && signed.said.is_none()
}
