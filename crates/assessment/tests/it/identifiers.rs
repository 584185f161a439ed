//! PNC and CRO numbers as the person record reads them.

use assessment::identifiers::{Version, cro, lenient_dates_of_birth, pnc, same_pnc};
use jiff::civil::date;
use proptest::prelude::*;
use record::ids::{Cro, Pnc, check_letter};

#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    assert_eq!(pnc(text, 2026, Version::Published).as_deref(), expected, "{text}");
}

#[test]
fn a_pnc_number_is_canonical_from_every_published_shape() {
    let whole = Pnc::from_parts(1907, 1234);
    let letter = whole.as_str().chars().last().unwrap();
    check(whole.as_str(), Some("1907/0001234X"));
    check(&format!("19070001234{letter}"), Some("1907/0001234X"));
    // A two-digit year is of this century up to the current year.
    check(&format!("07/1234{letter}"), Some("2007/0001234X"));
    check(&format!("071234{letter}"), Some("2007/0001234X"));
    assert_eq!(pnc(&format!("07/1234{letter}"), 2006, Version::Published).as_deref(), Some("1907/0001234X"));
    check(" 1907/0001234X", None);
    check("1907/0001234v", None);
    check("1907/0001234A", None);
    for text in
        ["", "V", "7/1V", "1907/X", "1907//1V", "19071/1V", "1907/00012345V", "1907/0001234XV", "Ü", "1907/000１234V"]
    {
        check(text, None);
    }
}

#[test]
fn a_whole_year_with_a_short_serial_is_read_as_published_and_corrected_when_asked() {
    // Twelve characters make a four-digit year; this has fewer, so the year is 20 and the serial 0311.
    let letter = check_letter(200_000_311);
    let text = format!("2003/11{letter}");
    check(&text, Some(&format!("2020/0000311{letter}")));
    assert_eq!(pnc(&text, 2026, Version::Corrected), None);
    let meant = Pnc::from_parts(2003, 11);
    let short = format!("2003/11{}", meant.as_str().chars().last().unwrap());
    assert_eq!(pnc(&short, 2026, Version::Corrected).as_deref(), Some(meant.as_str()));
}

#[test]
fn two_texts_are_one_number_or_not_and_no_number_is_like_no_number() {
    assert!(same_pnc("1907/0001234X", "19070001234X", 2026));
    assert!(!same_pnc("1907/0001234X", "07/1234X", 2026));
    assert!(!same_pnc("", "", 2026));
}

#[test]
fn a_cro_number_for_summary_offences_has_its_letter_on_the_serial_unpadded() {
    let standard = Cro::from_parts(345, 7);
    let letter = standard.as_str().chars().last().unwrap();
    assert_eq!(cro(&format!("345/07{letter}")).as_deref(), Some(standard.as_str()));
    let summary = format!("SF07/345{}", check_letter(7345));
    assert_eq!(cro(&summary).as_deref(), Some(summary.as_str()));
    assert_eq!(cro(&format!("SF07/345{letter}")), None);
    for text in ["", "SF07/345", "sf07/345V", "345/7A", "1234567/07A", "345/07a", " 345/07A"] {
        assert_eq!(cro(text), None, "{text}");
    }
}

#[test]
fn a_lenient_date_of_birth_may_have_day_and_month_exchanged() {
    let days: Vec<String> = lenient_dates_of_birth(date(1990, 3, 31)).iter().map(ToString::to_string).collect();
    assert_eq!(
        days,
        [
            "1990-01-31",
            "1990-03-30",
            "1990-03-31",
            "1990-05-31",
            "1990-07-31",
            "1990-08-31",
            "1990-10-31",
            "1990-12-31"
        ]
    );
    assert!(lenient_dates_of_birth(date(1990, 3, 4)).contains(&date(1990, 4, 3)));
}

proptest! {
    #[test]
    fn what_is_canonical_stays_as_it_is(year in 1950_u16..2030, serial in 0_u32..9_999_999) {
        let number = Pnc::from_parts(year, serial);
        let read = pnc(number.as_str(), 2026, Version::Published);
        prop_assert_eq!(read.as_deref(), Some(number.as_str()));
        let number = Cro::from_parts(serial % 1_000_000, year);
        let read = cro(number.as_str());
        prop_assert_eq!(read.as_deref(), Some(number.as_str()));
    }

    #[test]
    fn what_comes_out_reads_back_as_itself(text in "[0-9]{2,4}/?[0-9]{1,7}[A-Z]") {
        if let Some(canonical) = pnc(&text, 2026, Version::Published).filter(|found| found.len() == 13) {
            let again = pnc(&canonical, 2026, Version::Published);
            prop_assert_eq!(again.as_deref(), Some(canonical.as_str()));
        }
    }

    #[test]
    fn no_text_makes_them_panic(text in ".{0,16}", year in any::<i16>()) {
        let _ = pnc(&text, year, Version::Published);
        let _ = pnc(&text, year, Version::Corrected);
        let _ = cro(&text);
    }
}
