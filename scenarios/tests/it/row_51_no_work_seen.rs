//! Failure 51: little sign of work on offending or risk. A weak signal only: a share of a team, never a person, never an
//! accusation.
//!
//! Given somebody seen week after week of whom nobody says what was worked on. Then the officer’s day asks for it by the
//! next working day, in a line. The twin’s sessions are linked to an objective of the plan: nothing is asked, and the
//! team’s share of sessions linked to none says so, once there are enough to show.

use crate::{CAME, begun, county};
use scenarios::{Answer, Browser, Case, Stage};

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
            assert!(shown(&stage).contains("North team not shown"), "{}", shown(&stage));
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

const WEEK: &str = "Attended on time and in good spirits. We talked through the week: the hostel is settled, the key worker has \
    seen him twice, and he has an interview at the depot on Thursday for which he has bought a shirt. We looked at the triggers \
    he named last time and he could say what he would do instead on a Friday night.";

fn noted(stage: &Stage, olwen: &Browser, case: &Case, words: &str) -> Answer {
    let path = format!("{}/note", case.home);
    stage.send(olwen, &stage.page(olwen, &path).form(&path).with("note", words))
}

#[test]
fn a_note_that_was_pasted_is_said_to_stand_elsewhere_before_it_is_saved_and_on_the_log_and_is_never_refused() {
    let (stage, olwen) = county();
    let case = begun(&stage, &olwen, "Una Unmet", "2015-08-04T10:00");
    let other = begun(&stage, &olwen, "Vic Visited", "2015-08-04T11:00");
    assert_eq!(noted(&stage, &olwen, &case, WEEK).status, 303);
    stage.set_clock("2015-11-10T10:00");
    let before = stage.entries();
    let asked = noted(&stage, &olwen, &case, &format!("{WEEK} Next week at ten."));
    assert!(asked.says("Much of this stands in the note of Tue 4 Aug 2015."), "{}", asked.text());
    assert!(!asked.says("There is a problem"), "it is nothing wrong: {}", asked.text());
    assert_eq!(stage.entries(), before);
    let path = format!("{}/note", case.home);
    stage.done(&olwen, &asked.form(&path));
    let log = stage.page(&olwen, &format!("{}/contacts", case.home));
    assert_eq!(log.text().matches("Much of this stands in the note of Tue 4 Aug 2015.").count(), 1, "{}", log.text());

    stage.set_clock("2015-11-11T10:00");
    let asked = noted(&stage, &olwen, &other, WEEK);
    assert!(asked.says("Much of this stands in another record that the same person wrote in."), "{}", asked.text());
    assert!(!asked.says("Unmet") && !asked.says("4 Aug"), "not whose, and not when: {}", asked.text());
    let path = format!("{}/note", other.home);
    stage.done(&olwen, &asked.form(&path));
    let log = stage.page(&olwen, &format!("{}/contacts", other.home));
    assert!(log.says("Much of this stands in another record") && !log.says("Unmet"), "{}", log.text());
}

#[test]
fn what_is_quoted_what_is_short_and_what_is_new_is_saved_without_a_word() {
    let (stage, olwen) = county();
    let case = begun(&stage, &olwen, "Una Unmet", "2015-08-04T10:00");
    assert_eq!(noted(&stage, &olwen, &case, WEEK).status, 303);
    for words in [
        &format!("For the hearing, from my note of the 4th: “{WEEK}” Nothing has changed since."),
        "Attended on time and in good spirits.",
        "Came late because the bus did not run, which he had rung about. The rest of the hour went on his benefit letter, and on \
         whom to ring at the job centre; nothing else was worth the writing down today, and next week is as it was.",
    ] {
        let answer = noted(&stage, &olwen, &case, words);
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
    let log = stage.page(&olwen, &format!("{}/contacts", case.home));
    assert!(!log.says("Much of this stands"), "{}", log.text());
}
