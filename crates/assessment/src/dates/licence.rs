//! What falls due round a release on licence (`ministryofjustice/create-and-vary-a-licence-api`, a6d373427).

use jiff::civil::Date;
use practice::business_days::{BankHolidays, OutsideTable, add_business_days, is_business_day, subtract_business_days};

use super::{
    Figures,
    working_days::{last_on_or_before, outside},
};

/// The day from which a licence can no longer be changed in the ordinary way: two working days before the licence starts.
pub fn hard_stop(holidays: &BankHolidays, starts_on: Date) -> Result<Date, OutsideTable> {
    subtract_business_days(holidays, last_on_or_before(holidays, starts_on)?, Figures::published().licence.hard_stop)
}

/// The day of the warning before the hard stop.
pub fn hard_stop_warning(holidays: &BankHolidays, starts_on: Date) -> Result<Date, OutsideTable> {
    let days = Figures::published().licence.warning_before_hard_stop;
    subtract_business_days(holidays, hard_stop(holidays, starts_on)?, days)
}

/// Whether `today` lies between the hard stop and the start of the licence.
pub fn is_in_hard_stop(holidays: &BankHolidays, starts_on: Date, today: Date) -> Result<bool, OutsideTable> {
    Ok(hard_stop(holidays, starts_on)? <= today && today <= starts_on)
}

/// The last day on which a licence not yet approved still times out: the second working day after `today`.
pub fn timeout_cutoff(holidays: &BankHolidays, today: Date) -> Result<Date, OutsideTable> {
    add_business_days(holidays, today, Figures::published().licence.timeout)
}

/// Whether the release comes within the next two working days.
pub fn is_due_for_release(holidays: &BankHolidays, starts_on: Date, today: Date) -> Result<bool, OutsideTable> {
    let last = add_business_days(holidays, today, Figures::published().licence.due_for_release_within)?;
    Ok(today <= starts_on && starts_on <= last)
}

/// Whether release may come earlier, because the day is a Friday, in a weekend or a bank holiday.
pub fn may_be_released_early(holidays: &BankHolidays, on: Date) -> Result<bool, OutsideTable> {
    Ok(!is_business_day(holidays, on)? || Figures::published().licence.is_avoided(on.weekday()))
}

/// The earliest day of release. On home detention curfew it is the day itself.
pub fn earliest_release(
    holidays: &BankHolidays,
    starts_on: Date,
    curfew_from: Option<Date>,
) -> Result<Date, OutsideTable> {
    if curfew_from == Some(starts_on) || !may_be_released_early(holidays, starts_on)? {
        return Ok(starts_on);
    }
    days_before(holidays, starts_on, Figures::published().licence.early_release)
}

/// Whether allocating the case today is late: five such days or fewer before a release still to come.
pub fn is_late_allocation(holidays: &BankHolidays, release: Date, today: Date) -> Result<bool, OutsideTable> {
    let first = days_before(holidays, release, Figures::published().licence.late_allocation)?;
    Ok(release >= today && today >= first)
}

/// The `count`-th day before on which people are released: working days, Fridays left out.
fn days_before(holidays: &BankHolidays, date: Date, count: u32) -> Result<Date, OutsideTable> {
    let mut reached = date;
    let mut left = count;
    while left > 0 {
        reached = reached.yesterday().map_err(|_| outside(holidays, reached))?;
        left -= u32::from(!may_be_released_early(holidays, reached)?);
    }
    Ok(reached)
}

/// Which date a licence starts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The conditional release date.
    ConditionalRelease,
    /// After recall: the post-recall release date.
    Recall,
    /// Home detention curfew.
    Curfew,
}

/// The dates a licence starts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReleaseDates {
    /// Conditional release date.
    pub conditional: Option<Date>,
    /// Confirmed release date.
    pub confirmed: Option<Date>,
    /// Post-recall release date.
    pub post_recall: Option<Date>,
    /// Home detention curfew, actual date.
    pub curfew_actual: Option<Date>,
    /// Home detention curfew, eligibility date.
    pub curfew_eligible: Option<Date>,
    /// Held on remand, convicted and unsentenced, or for immigration.
    pub held_otherwise: bool,
}

/// The day a licence starts; nothing when the date it goes by is missing.
pub fn starts_on(holidays: &BankHolidays, kind: Kind, dates: &ReleaseDates) -> Result<Option<Date>, OutsideTable> {
    match kind {
        Kind::Curfew => Ok(dates.curfew_actual.or(dates.curfew_eligible)),
        Kind::ConditionalRelease => {
            let Some(conditional) = dates.conditional else { return Ok(None) };
            let last = last_on_or_before(holidays, conditional)?;
            let usable = |confirmed: &Date| *confirmed <= conditional && (!dates.held_otherwise || *confirmed >= last);
            Ok(Some(dates.confirmed.filter(usable).unwrap_or(last)))
        }
        Kind::Recall => {
            let Some(post_recall) = dates.post_recall else { return Ok(None) };
            let after_conditional =
                |confirmed: &Date| dates.conditional.is_none_or(|conditional| *confirmed > conditional);
            match dates.confirmed.filter(|confirmed| *confirmed <= post_recall).filter(after_conditional) {
                Some(confirmed) => Ok(Some(confirmed)),
                None => last_on_or_before(holidays, post_recall).map(Some),
            }
        }
    }
}

/// Whether the sentence was served on the day it began, no more than four weeks ago.
pub fn is_time_served(sentence_start: Date, conditional: Date, today: Date) -> bool {
    let since = today.checked_sub(jiff::Span::new().days(Figures::published().licence.time_served_within));
    sentence_start == conditional && since.is_ok_and(|since| (since..=today).contains(&conditional))
}
