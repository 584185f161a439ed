//! The month's end: a senior looks at who of the team has not been seen, says of each what is done about it, and signs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    facts::written,
    limits::LimitName,
    ruled::{RuleError, Ruled, Why},
    standards::Standards,
};

const RULE: &str = "contact-sign-off";

/// A month that is to be signed off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthToSign {
    /// Its first day.
    pub month: Date,
    /// The last day to sign it off.
    pub due_on: Date,
}

/// The month before a day, if it is to be signed off: months before the standard began are not asked for.
pub fn month_to_sign(day: Date, standards: &Standards) -> Result<Option<Ruled<MonthToSign>>, RuleError> {
    let limit = standards.limit(LimitName::ContactSignedOff);
    let last = day.first_of_month().yesterday().unwrap_or(day);
    let month = last.first_of_month();
    if !limit.covers(month) {
        return Ok(None);
    }
    let due_on = standards.due(LimitName::ContactSignedOff, last)?;
    let words = format!("{} is to be signed off by {}.", month.strftime("%B %Y"), written(due_on));
    let why = Why::new(RULE, "1", words).figure(limit, month);
    Ok(Some(Ruled { value: MonthToSign { month, due_on }, why }))
}

/// The months before a day that are to be signed off, the oldest first: every one since the standard began, and since what is
/// asked about came onto the record. One that was let pass is not done with.
pub fn months_to_sign(day: Date, began: Date, standards: &Standards) -> Result<Vec<Ruled<MonthToSign>>, RuleError> {
    let (mut months, mut before) = (Vec::new(), day);
    while let Some(ruled) =
        month_to_sign(before, standards)?.filter(|ruled| began.first_of_month() <= ruled.value.month)
    {
        before = ruled.value.month;
        months.push(ruled);
    }
    months.reverse();
    Ok(months)
}
