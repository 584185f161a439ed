//! Failure 51: little sign of work on offending or risk. A weak signal only: a share of a team, never a person, never an
//! accusation.
//!
//! Given somebody seen week after week of whom nobody says what was worked on. Then the officer’s day asks for it by the
//! next working day, in a line. The twin’s sessions are linked to an objective of the plan: nothing is asked, and the
//! team’s share of sessions linked to none says so, once there are enough to show.

use crate::{CAME, begun, county};
use scenarios::{Browser, Case, Stage};

/// The form of what was worked on at an appointment.
fn work(stage: &Stage, olwen: &Browser, case: &Case, appointment: &str) -> scenarios::Form {
    let path = format!("{}/appointments/{appointment}/work", case.home);
    stage.page(olwen, &path).form(&path)
}

fn objective(form: &scenarios::Form, page: &str) -> String {
    let start = page.find("name=\"objective-").expect("an objective") + 6;
    let name = page[start..].split('"').next().unwrap().to_owned();
    assert!(form.value(&name).is_empty(), "none is ticked for anybody");
    name
}

#[test]
fn attendance_takes_a_moment_and_what_was_worked_on_is_asked_for_by_the_next_working_day() {
    let (stage, olwen) = county();
    let silent = begun(&stage, &olwen, "Una Unmet", "2015-08-04T10:00");
    let linked = begun(&stage, &olwen, "Vic Visited", "2015-08-04T11:00");
    stage.held(&olwen, &silent, "2015-11-06T10:00", CAME);
    let session = stage.held(&olwen, &linked, "2015-11-06T11:00", CAME);

    let day = stage.page(&olwen, "/day/2015-11-06");
    assert_eq!(day.text().matches("What you worked on: due by Mon 9 Nov 2015").count(), 2, "{}", day.text());
    assert!(!stage.due(&olwen).contains("What was worked on"), "nothing is late, so nothing is added to what is due");

    let form = work(&stage, &olwen, &linked, &session);
    let page = stage.page(&olwen, &form.action).body;
    let empty = stage.send(&olwen, &form);
    assert_eq!(empty.status, 422);
    assert!(empty.says("Choose what was worked on, or say it in a line"), "{}", empty.text());
    let ticked = form.clone().with(&objective(&form, &page), "yes").with("words", "Two applications written.");
    stage.done(&olwen, &ticked);

    stage.set_clock("2015-11-10T09:00");
    let due = stage.due(&olwen);
    assert!(due.contains("Late by 1 day What was worked on. Unmet, Una"), "{due}");
    assert!(!due.contains("Visited"), "the twin’s was said: {due}");
    let plan = stage.page(&olwen, &format!("{}/plan", linked.home));
    assert!(
        plan.says("Keep to the order Keeping to the sentence In progress 1 session, last: Fri 6 Nov 2015"),
        "{}",
        plan.text()
    );
    let log = stage.page(&olwen, &format!("{}/contacts", linked.home));
    assert!(log.says("Worked on: Keep to the order; Two applications written."), "{}", log.text());
}

#[test]
fn a_share_of_sessions_linked_to_no_objective_is_a_teams_and_not_from_a_few() {
    let (stage, olwen) = county();
    let case = begun(&stage, &olwen, "Una Unmet", "2015-08-04T10:00");
    let sana = stage.sign_in("sana");
    let shown = |stage: &Stage| {
        stage.page(&sana, "/contact/modes?from=2015-11&to=2015-11").between("Sessions and the plan", "Throughcare")
    };
    for (at, day) in ["02", "03", "04", "05", "06", "09", "10", "11", "12", "13"].iter().enumerate() {
        if at == 4 {
            assert!(shown(&stage).contains("North team fewer than 5"), "{}", shown(&stage));
        }
        let session = stage.held(&olwen, &case, &format!("2015-11-{day}T10:00"), CAME);
        let form = work(&stage, &olwen, &case, &session).with("words", "What was most pressing.");
        let page = stage.page(&olwen, &form.action).body;
        let name = objective(&form, &page);
        stage.done(&olwen, &if at < 5 { form } else { form.with(&name, "yes") });
    }
    let all = shown(&stage);
    assert!(all.contains("North team 10 0% 50%"), "{all}");
    assert!(!all.contains("Olwen"), "nobody is named: {all}");
}

#[test]
fn nothing_is_asked_of_an_absence_or_before_there_was_a_plan() {
    let (stage, olwen) = county();
    let case = begun(&stage, &olwen, "Una Unmet", "2015-08-04T10:00");
    stage.held(&olwen, &case, "2015-11-06T10:00", crate::ILL);
    let unplanned =
        stage.person("Pat Planless", &scenarios::Sentence { planned: false, ..scenarios::Sentence::default() });
    stage.held(&olwen, &unplanned, "2015-11-06T11:00", CAME);
    assert!(!stage.page(&olwen, "/day/2015-11-06").says("What you worked on"));
}
