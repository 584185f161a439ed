//! Failure 26: nobody could say who was accountable.
//!
//! Given a decision that is overdue while the officer is away. Then exactly one named person answers for it: the colleague who
//! covers, and when that one is away too, the senior, with the clock running; the others see who it is. The twin's officer is at
//! work: the officer answers, and no page says anything else.

use scenarios::{Browser, Stage};

use crate::{ABSENT, begun, county};

fn away(stage: &Stage, sana: &Browser, staff: &str, cover: &str) {
    let path = format!("/away/{staff}");
    let form =
        stage.page(sana, &path).form(&path).with("from", "2/9/2015").with("kind", "illness").with("cover", cover);
    stage.done(sana, &form);
}

/// A failure on 11 August that nobody decided about.
fn overdue(stage: &Stage, olwen: &Browser) {
    let case = begun(stage, olwen, "Ada Adrift", "2015-08-04T10:00");
    stage.held(olwen, &case, "2015-08-11T10:00", ABSENT);
    stage.set_clock("2015-09-02T09:00");
}

#[test]
fn in_every_absence_one_named_person_answers_and_everybody_can_see_who() {
    let (stage, olwen) = county();
    overdue(&stage, &olwen);
    let (peter, sana) = (stage.sign_in("peter"), stage.sign_in("sana"));
    away(&stage, &sana, "P01T1A1", "P01T1A2");
    assert!(stage.due(&peter).contains("You answer while Olwen Officer is away"), "{}", stage.due(&peter));
    assert!(stage.due(&sana).contains("Peter Practitioner answers while Olwen Officer is away"));

    away(&stage, &sana, "P01T1A2", "P01T1A1");
    assert!(!stage.due(&peter).contains("Adrift, Ada"), "he is away as well");
    let due = stage.due(&sana);
    assert!(due.contains("Late by") && due.contains("You answer while Olwen Officer is away"), "{due}");
    let list = stage.page(&olwen, "/teams/P01T1A/cases?show=unattended");
    assert!(list.says("Sana Senior answers: Olwen Officer is away or has left"), "{}", list.text());
}

#[test]
fn while_the_officer_is_at_work_the_officer_answers_and_nothing_else_is_said() {
    let (stage, olwen) = county();
    overdue(&stage, &olwen);
    let (peter, sana) = (stage.sign_in("peter"), stage.sign_in("sana"));
    let due = stage.due(&olwen);
    assert!(due.contains("Decision to make after a failure.") && due.contains("Adrift, Ada"), "{due}");
    assert!(!stage.due(&peter).contains("Adrift, Ada"));
    assert!(!stage.due(&sana).contains("answer") && !stage.page(&sana, "/teams/P01T1A/cases").says("answers:"));
    assert!(stage.page(&sana, "/team").says("Every case is with somebody who is at work"));
}
