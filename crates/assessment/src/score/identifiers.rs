//! `identifiers_pnc_cro`: identity numbers as the person record reads them.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::{
    Asked, Refusal,
    given::{Given, needed, no_function},
};
use crate::identifiers::{PUBLISHED_IN, Version, cro, lenient_dates_of_birth, pnc, same_pnc};

/// Scores a line.
pub(super) fn score(line: &Value, asked: Asked) -> Result<Value, Refusal> {
    let given = Given::read(line, asked)?;
    let args = given.args()?;
    let year = current_year(&given)?;
    let version = if given.wants_corrected()? { Version::Corrected } else { Version::Published };
    let name = needed("function", given.function()?)?;
    let text = |place: usize| Ok::<&str, Refusal>(args.text(place)?.unwrap_or_default());
    Ok(match name {
        "pnc" => json!(pnc(text(0)?, year, version).unwrap_or_default()),
        "cro" => json!(cro(text(0)?).unwrap_or_default()),
        "pncEqual" => json!(same_pnc(text(0)?, text(1)?, year)),
        "dobLenientVariations" => {
            let born_on = needed("the date of birth", args.date(0)?)?;
            json!(lenient_dates_of_birth(born_on).iter().map(ToString::to_string).collect::<Vec<_>>())
        }
        _ => return no_function(name),
    })
}

/// The year two-digit years are read in: the line's, or today's; failing both, the year the rule was published.
fn current_year(given: &Given<'_>) -> Result<i16, Refusal> {
    let stated = given.whole("currentYear")?.and_then(|year| i16::try_from(year).ok());
    let today = given.today()?.map(Date::year);
    let year = stated.or(today).unwrap_or(PUBLISHED_IN);
    if (1000..=9999).contains(&year) { Ok(year) } else { Err(Refusal(format!("{year} is no year"))) }
}
