//! Failure 69: staff were short and workloads too heavy.
//!
//! Given an officer who was given so many cases in a few weeks that more are held than can be done, and a colleague who is ill.
//! Then the senior's week says how many they were four weeks ago and are now, against a ceiling with its source, and names who
//! answers for the cases of the one who is ill. The twin holds as many as can be done, and everybody is at work: nothing is
//! flagged.

use scenarios::{Sentence, Stage, day};

use crate::county;

const LATER: &str = "2015-09-14T09:00";

/// So many people for Olwen, half of them since a week, and one for Peter.
fn cases(stage: &Stage, many: u32) {
    for number in 0..many {
        let from = if number % 2 == 0 { day("2015-08-03") } else { day("2015-09-07") };
        let case = stage.unallocated(&format!("Ann Person{number}"), &Sentence::default());
        stage.allocate(&case, "P01T1A1", from);
    }
    let case = stage.unallocated("Pia Peters", &Sentence::default());
    stage.allocate(&case, "P01T1A2", day("2015-08-03"));
    stage.set_clock(LATER);
}

#[test]
fn more_cases_than_can_be_done_and_those_of_somebody_ill_stand_on_the_seniors_week() {
    let (stage, _) = county();
    cases(&stage, 52);
    let sana = stage.sign_in("sana");
    let path = "/away/P01T1A2";
    stage.done(&sana, &stage.page(&sana, path).form(path).with("from", "14/9/2015").with("kind", "illness"));
    let week = stage.page(&sana, "/team");
    let carries = week.between("Olwen Officer", "Peter Practitioner");
    assert!(carries.contains("26 52 Above 50 26"), "before, now, new since: {carries}");
    assert!(week.says("Away, no day set; nobody named to cover"), "{}", week.text());
    let nobody = week.between("Whose officer is not at work", "Lower risk");
    assert!(nobody.contains("Peters, Pia Sana Senior answers"), "{nobody}");
    assert!(week.says("HM Inspectorate of Probation") && week.says("from a secondary source"));
}

#[test]
fn as_many_as_can_be_done_and_everybody_at_work_flags_nothing() {
    let (stage, _) = county();
    cases(&stage, 49);
    let week = stage.page(&stage.sign_in("sana"), "/team");
    let carries = week.between("Olwen Officer", "By name.");
    assert!(carries.contains("25 49 24"), "{carries}");
    assert!(!carries.contains("Above") && !carries.contains("Away, "), "{carries}");
    assert!(week.says("Every case is with somebody who is at work"));
}
