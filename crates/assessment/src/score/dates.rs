//! `working_days_and_licence_dates` and `checkin_schedule`.

use std::borrow::Cow;

use jiff::civil::Date;
use practice::{
    Standards,
    business_days::{BankHolidays, OutsideTable, is_business_day},
};
use serde_json::{Value, json};

use super::{
    Asked, Refusal,
    given::{Args, Given, date, needed, no_function},
};
use crate::dates::{
    check_in::{Bound, Events, Schedule, Stop, stop},
    licence,
    working_days::{Moved, Towards, after, before, last_on_or_before, moved, only},
};

/// The name by which a line asks for the program's own table of bank holidays.
const OWN_TABLE: &str = "bank_holidays_england_wales.csv";

/// Scores a line about working days or a licence.
pub(super) fn licence(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    let holidays = holidays(&given)?;
    let name = needed("function", given.function()?)?;
    found(name, &holidays, &given)?.unwrap_or_else(|outside| Err(Refusal(outside.to_string())))
}

/// What a function finds, or that the table of bank holidays does not reach that far.
type Found = Result<Result<Value, Refusal>, OutsideTable>;

fn found(name: &str, table: &BankHolidays, given: &Given<'_>) -> Result<Found, Refusal> {
    let args = given.args()?;
    let first = args.date(0)?;
    let Some(day) = first else { return without_date(name).map(|nothing| Ok(Ok(nothing))) };
    let to_day = || needed("today", args.date(1)?.or(given.today()?));
    Ok(match name {
        "isNonWorkingDay" => shown(is_business_day(table, day).map(|working| !working)),
        "isWorkingDay" => shown(is_business_day(table, day)),
        "previousWorkingDayBefore" => shown(before(table, day, 1).map(|days| days.first().copied())),
        "nextWorkingDayAfter" => shown(after(table, day, 1).map(|days| days.first().copied())),
        "workingDaysBefore" => shown(before(table, day, many(args)?)),
        "workingDaysAfter" => shown(after(table, day, many(args)?)),
        "lastWorkingDayOnOrBefore" => shown(last_on_or_before(table, day)),
        "adjustToPreviousWorkingDay" => moved(table, day, Towards::Previous).map(|moved| Ok(adjusted(moved))),
        "adjustToNextWorkingDay" => moved(table, day, Towards::Next).map(|moved| Ok(adjusted(moved))),
        "hardStopDate" => shown(licence::hard_stop(table, day)),
        "hardStopWarningDate" => shown(licence::hard_stop_warning(table, day)),
        "timeoutCutoff" => shown(licence::timeout_cutoff(table, day)),
        "isEligibleForEarlyRelease" => shown(licence::may_be_released_early(table, day)),
        "earliestReleaseDate" => shown(licence::earliest_release(table, day, args.date(1)?)),
        "isInHardStop" => shown(licence::is_in_hard_stop(table, day, to_day()?)),
        "dueForReleaseWithin2WorkingDays" => shown(licence::is_due_for_release(table, day, to_day()?)),
        "lateAllocationWarning" => shown(licence::is_late_allocation(table, day, to_day()?)),
        "hardStop+earlyRelease+prevWorkingDay" => everything(table, day),
        _ => return no_function(name),
    })
}

/// How many days are asked for; more than a working life is refused rather than counted out.
fn many(args: Args<'_>) -> Result<u32, Refusal> {
    const MOST: u32 = 20_000;
    let many = args.whole(1)?.unwrap_or(3);
    let many = u32::try_from(many).ok().filter(|many| *many <= MOST);
    many.ok_or_else(|| Refusal(format!("the number of days should lie between 0 and {MOST}")))
}

/// What a function says when the date it turns on is not known.
fn without_date(name: &str) -> Result<Value, Refusal> {
    match name {
        "hardStopDate" | "hardStopWarningDate" | "earliestReleaseDate" => Ok(Value::Null),
        "isInHardStop" | "dueForReleaseWithin2WorkingDays" | "lateAllocationWarning" => Ok(json!(false)),
        _ => needed("the date", None),
    }
}

fn shown<T: serde::Serialize>(found: Result<T, OutsideTable>) -> Found {
    found.map(|found| Ok(json!(found)))
}

fn adjusted(moved: Moved) -> Value {
    json!({
        "date": moved.date,
        "adjustedForWeekend": moved.past_weekend,
        "adjustedForBankHoliday": moved.past_bank_holiday,
    })
}

fn everything(table: &BankHolidays, day: Date) -> Found {
    Ok(Ok(json!({
        "isNonWorkingDay": !is_business_day(table, day)?,
        "hardStopDate": licence::hard_stop(table, day)?,
        "hardStopWarningDate": licence::hard_stop_warning(table, day)?,
        "earliestReleaseDate": licence::earliest_release(table, day, None)?,
        "lastWorkingDayOnOrBefore": last_on_or_before(table, day)?,
    })))
}

/// The line's own list, or the program's table under its name. No file is ever opened.
fn holidays(given: &Given<'_>) -> Result<Cow<'static, BankHolidays>, Refusal> {
    match given.get("bankHolidays") {
        None => Ok(Cow::Borrowed(Standards::split_2014().holidays())),
        Some(Value::String(name)) if name == OWN_TABLE => Ok(Cow::Borrowed(Standards::split_2014().holidays())),
        Some(Value::Array(dates)) => {
            let dates = dates.iter().map(|value| date("a bank holiday", value)).collect::<Result<Vec<_>, _>>()?;
            Ok(Cow::Owned(only(dates)))
        }
        Some(_) => {
            Err(Refusal(format!("bankHolidays should be a list of dates, or {OWN_TABLE:?} for the built-in table")))
        }
    }
}

/// Scores a line about remote check-ins.
pub(super) fn check_in(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    let args = given.args()?;
    match needed("function", given.function()?)? {
        "checkinSchedule" => {
            let today = needed("today", given.today()?)?;
            let schedule = schedule(given.date("firstCheckin")?, given.whole("intervalDays")?)?;
            Ok(json!({
                "isCheckinDay": schedule.is_due_on(today),
                "nextExcludingToday": schedule.next(today, Bound::ExcludeToday),
                "nextIncludingToday": schedule.next(today, Bound::IncludeToday),
                "isOfferedInterval": schedule.is_offered(),
            }))
        }
        "nextCheckinDay" => {
            let today = needed("today", args.date(2)?)?;
            Ok(json!(schedule(args.date(0)?, args.whole(1)?)?.next(today, bound(args)?)))
        }
        "isCheckinDay" => {
            let today = needed("today", args.date(2)?)?;
            Ok(json!(schedule(args.date(0)?, args.whole(1)?)?.is_due_on(today)))
        }
        "ineligibility" => Ok(json!(stop(events(args), args.flag(2)?.unwrap_or(false)).map(published))),
        name => no_function(name),
    }
}

fn schedule(first: Option<Date>, interval: Option<i64>) -> Result<Schedule, Refusal> {
    let interval = needed("the interval", interval)?;
    Schedule::new(needed("the first check-in", first)?, interval).map_err(|error| Refusal(error.to_string()))
}

fn bound(args: Args<'_>) -> Result<Bound, Refusal> {
    match args.text(3)? {
        Some("INCLUDE_TODAY") => Ok(Bound::IncludeToday),
        Some("EXCLUDE_TODAY") | None => Ok(Bound::ExcludeToday),
        Some(other) => Err(Refusal(format!("{other:?} is neither INCLUDE_TODAY nor EXCLUDE_TODAY"))),
    }
}

fn events(args: Args<'_>) -> Events {
    match (args.get(0), args.get(1)) {
        (None, Some(Value::Array(events))) if events.is_empty() => Events::NoneActive,
        (None, None) => Events::NotSaid,
        _ => Events::Active,
    }
}

fn published(stop: Stop) -> &'static str {
    match stop {
        Stop::NoActiveEvents => "NO_ACTIVE_EVENTS",
        Stop::ContactSuspended => "CONTACT_SUSPENDED",
    }
}
