//! The figures hold together, and say whose they are.

use assessment::{
    allocation::Rules,
    legality::Legality,
    pack::{Pack, PackError, read},
    tiers::registers::Registers,
};

#[test]
fn every_embedded_pack_can_be_read_and_names_its_source_and_version() {
    let abouts = [
        Rules::split_2014().about(),
        Rules::unified_2026().about(),
        Legality::published().about(),
        Registers::published().about(),
        assessment::tiers::Figures::published().about(),
        assessment::screens::Figures::published().about(),
        assessment::needs::Figures::published().about(),
        assessment::workload::Figures::published().about(),
        assessment::dates::Figures::published().about(),
        assessment::scored::InForce::published().about(),
    ];
    let names: Vec<String> = abouts.iter().map(|about| about.name()).collect();
    assert_eq!(
        names,
        [
            "split-2014/1",
            "unified-2026/1",
            "disposal-legality/1",
            "registers/1",
            "tier-v2/1",
            "screens/1.0",
            "programme-needs/1",
            "workload/1",
            "dates/1",
            "scores-in-force/2"
        ]
    );
    assert!(abouts.iter().all(|about| !about.source.is_empty()));
}

fn rules(step: &str) -> Result<Rules, PackError> {
    let head = "outcomes = [\"G\", \"A\"]\n[about]\npack = \"p\"\nversion = \"1\"\nwords = \"w\"\nsource = \"s\"\nstatus = \"design\"\n";
    read(&format!("{head}{step}"))
}

fn refused(step: &str, because: &str) {
    let error = rules(step).unwrap_err().to_string();
    assert!(error.contains(because), "{error}");
}

#[test]
fn a_pack_that_contradicts_itself_is_refused_whole() {
    let step = "[[step]]\nname = \"S\"\nwords = \"w\"\n";
    assert!(
        rules(&format!("{step}rule = [{{ when = [{{ fact = \"stalking\", is = true }}], gives = \"A\" }}]")).is_ok()
    );
    refused(&format!("{step}rule = []"), "needs a rule");
    refused(&format!("{step}rule = [{{ when = [], gives = \"Z\" }}]"), "no outcome");
    refused(&format!("{step}rule = [{{ when = [{{ fact = \"stalking\" }}], gives = \"A\" }}]"), "exactly one thing");
    refused(
        &format!("{step}rule = [{{ when = [{{ fact = \"luck\", is = true }}], gives = \"A\" }}]"),
        "unknown variant",
    );
    let table = "[step.table]\nrows = \"csrp\"\ncolumns = \"arp\"\nat_least = [50, 0]\n";
    refused(
        &format!("{step}{table}row = [{{ at_least = 0, gives = [\"G\", \"A\"] }}]"),
        "more risk may never give less",
    );
    refused(&format!("{step}{table}row = [{{ at_least = 0, gives = [\"A\"] }}]"), "more risk may never give less");
}

#[test]
fn a_pack_nobody_is_named_for_is_refused() {
    let text = "outcomes = [\"G\"]\nstep = []\n[about]\npack = \"p\"\nversion = \"1\"\nwords = \"w\"\nsource = \" \"\nstatus = \"design\"\n";
    assert_eq!(read::<Rules>(text).unwrap_err(), PackError::NoSource("p/1".to_owned()));
}
