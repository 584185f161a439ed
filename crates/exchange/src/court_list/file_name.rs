//! Court and day from a list's file name: `5_26102020_2992_B10JQ00_ADULT_COURT_LIST_DAILY`.

use jiff::civil::Date;

use crate::court_table::CourtCode;
use crate::dates;

/// What a file name says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) court: Option<CourtCode>,
    pub(super) day: Option<Date>,
}

pub(super) fn read(name: &str) -> Named {
    let words = || name.split(|c: char| !c.is_ascii_alphanumeric());
    let court = words().filter(|word| word.starts_with(['B', 'C'])).find_map(CourtCode::parse);
    let day = words().find_map(dates::run_together);
    Named { court, day }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_gives_court_and_day_or_not() {
        let check = |name: &str, court: Option<&str>, day: Option<&str>| {
            let named = read(name);
            assert_eq!(named.court.as_ref().map(CourtCode::as_str), court, "{name}");
            assert_eq!(named.day.map(|d| d.to_string()).as_deref(), day, "{name}");
        };
        check("5_26102020_2992_B10JQ00_ADULT_COURT_LIST_DAILY", Some("B10JQ"), Some("2020-10-26"));
        check("lists/5_27022020_2992_B14LO_ADULT.xml", Some("B14LO"), Some("2020-02-27"));
        check("massive-file.xml", None, None);
        check("", None, None);
    }
}
