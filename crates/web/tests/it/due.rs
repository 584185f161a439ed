//! What is due, why, and what discharges it.

use scenarios::Sentence;

use crate::{CAME, county};

#[test]
fn a_completed_plan_discharges_what_was_due_and_is_shown() {
    let (stage, olwen, _) = county();
    let case = stage.person("Una Unplanned", &Sentence { planned: false, ..Sentence::default() });
    stage.held(&olwen, &case, "2015-08-04T10:00", CAME);
    stage.set_clock("2015-08-20T09:00");
    assert!(stage.due(&olwen).contains("Sentence plan"), "{}", stage.due(&olwen));

    let path = format!("{}/plan", case.home);
    let form = stage.page(&olwen, &path).form(&path);
    let before = stage.entries();
    let empty = stage.send(&olwen, &form.clone().with("objective_1", " "));
    assert_eq!(empty.status, 422);
    assert!(empty.says("Say what is to be worked on"), "{}", empty.text());
    assert_eq!(stage.entries(), before);

    let unlinked = form.clone().with("objective_1", "Find work by spring.");
    let answer = stage.send(&olwen, &unlinked);
    assert_eq!(answer.status, 422);
    assert!(answer.says("Choose what each objective answers"), "{}", answer.text());

    let form = form.with("objective_1", "Find work by spring.").with("need_1", "employment");
    let form = form.with("objective_3", "See the alcohol nurse monthly.").with("need_3", "alcohol");
    stage.done(&olwen, &form);
    assert!(!stage.due(&olwen).contains("Sentence plan"), "{}", stage.due(&olwen));
    let plan = stage.page(&olwen, &path);
    assert!(
        plan.says("Find work by spring.") && plan.says("See the alcohol nurse monthly. Alcohol In progress"),
        "{}",
        plan.text()
    );
}

#[test]
fn a_plan_is_for_an_order_that_runs() {
    let (stage, olwen, case) = county();
    let path = format!("{}/plan", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("objective_1", "Find work.").with("need_1", "employment");
    let answer = stage.send(&olwen, &form.with("order", "nonesuch"));
    assert_eq!(answer.status, 422);
    assert!(answer.says("Choose the order the plan is for"), "{}", answer.text());
}

#[test]
fn an_outcome_nobody_recorded_is_asked_for_and_says_by_when() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-04T10:00");
    stage.set_clock("2015-08-06T09:00");
    let day = stage.page(&olwen, "/day");
    let left = day.between("Outcomes still to record", "Throughcare uses");
    assert!(left.contains("Sentenced, Sam"), "{left}");
    assert!(left.contains("appointment of 4 August 2015 is to be recorded by 5 August 2015"), "{left}");
    assert!(day.addresses().contains(&format!(
        "{}/timeline#entry-{}",
        case.home,
        stage.entries_of(&case.stream).len()
    )));

    let answer = stage.record(&olwen, &case, &appointment, CAME);
    assert_eq!(answer.status, 303);
    let left = stage.page(&olwen, "/day").between("Outcomes still to record", "Throughcare uses");
    assert!(left.contains("None from earlier days"), "{left}");
}

#[test]
fn a_diary_is_shown_as_it_was_known_to_its_officer_and_to_the_team() {
    let (stage, olwen, case) = county();
    stage.book(&olwen, &case, "2015-08-04T10:00");
    stage.set_clock("2015-08-05T09:00");
    let sana = stage.sign_in("sana");
    for reader in [&olwen, &sana] {
        let before = stage.page(reader, "/day/2015-08-04?known_at=2015-08-02");
        assert!(before.says("No appointments on this day"), "nothing was booked yet: {}", before.text());
        let then = stage.page(reader, "/day/2015-08-04?known_at=2015-08-03");
        assert!(then.says("as they were known at the end of") && then.says("No outcome was known"), "{}", then.text());
        assert!(!then.says("Nothing due") && !then.says("None from earlier days"), "{}", then.text());
        assert!(!then.body.contains("tc-slot--off") && !then.body.contains(r#"name="outcome""#), "{}", then.body);
    }
    assert!(stage.page(&olwen, "/day/2015-08-04").body.contains(r#"name="outcome""#));
}
