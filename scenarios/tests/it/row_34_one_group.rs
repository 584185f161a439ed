//! Failure 34: members of rival gangs were put on one programme together.
//!
//! Given two people of rival groups, one of them invited to a group session. When the other is invited to the same session,
//! or to another one in the same building within half an hour, then that is refused. The twins, who are of one group, are
//! invited together, by one facilitator into one room, until the room is full.

use scenarios::{Case, Form, Stage};

use crate::row_32_rivals::{booking, keep_apart};
use crate::{county, sentenced};

#[test]
fn rivals_are_not_invited_to_one_session_and_members_of_one_group_are() {
    let (stage, olwen) = county();
    let people = ["Rafe North", "Nia North", "Riva South"].map(|name| sentenced(&stage, name));
    let [rafe, nia, riva] = &people;
    keep_apart(&stage, &olwen, riva, &[rafe, nia], "rival_group");
    let invited =
        |case, at: &str| booking(&stage, &olwen, case, at, "P01S1").with("kind", "GROUP").with("length", "90");
    stage.done(&olwen, &invited(rafe, "11/8/2015 2pm"));
    stage.done(&olwen, &invited(nia, "11/8/2015 2pm"));
    let refused = stage.send(&olwen, &invited(riva, "11/8/2015 2pm"));
    assert!(refused.says("can’t be booked for this person"), "{}", refused.text());
    let after = stage.send(&olwen, &invited(riva, "11/8/2015 3:45pm"));
    assert!(after.says("can’t be booked for this person"), "{}", after.text());
    stage.done(&olwen, &invited(riva, "11/8/2015 4pm"));
}

/// The office gets a room for two, and one for three.
fn with_rooms(stage: &Stage) {
    let sana = stage.sign_in("sana");
    let path = "/sites/P01S1/arrange";
    let form = stage.page(&sana, path).form(path).with("rooms", "Group room, 2\nInterview 1, 3");
    stage.done(&sana, &form);
}

#[test]
fn one_facilitator_has_a_group_in_one_room_until_it_is_full() {
    let (stage, olwen) = county();
    with_rooms(&stage);
    let [rafe, nia, ned] = ["Rafe North", "Nia North", "Ned North"].map(|name| sentenced(&stage, name));
    let invited = |case: &Case, at: &str, room: &str| -> Form {
        let form = booking(&stage, &olwen, case, at, "P01S1").with("kind", "GROUP").with("length", "90");
        form.with("room", room)
    };
    stage.done(&olwen, &invited(&rafe, "11/8/2015 2pm", "Group room"));
    stage.done(&olwen, &invited(&nia, "11/8/2015 2pm", "Group room"));
    let before = stage.entries();
    let refused = stage.send(&olwen, &invited(&ned, "11/8/2015 2pm", "Group room"));
    assert_eq!(refused.status, 422);
    assert!(refused.says("That room seats 2 and is full then"), "{}", refused.text());
    assert!(!refused.says("Rafe") && !refused.says("Nia"), "{}", refused.text());
    assert_eq!(stage.entries(), before);
    // The twins: the same session in a larger room, and the same room at another time.
    stage.done(&olwen, &invited(&ned, "11/8/2015 2pm", "Interview 1"));
    stage.done(&olwen, &invited(&ned, "12/8/2015 2pm", "Group room"));
}

#[test]
fn a_room_is_not_given_to_two_officers_at_one_time() {
    let (stage, olwen) = county();
    with_rooms(&stage);
    let peter = stage.sign_in("peter");
    let [rafe, nia] = ["Rafe North", "Nia North"].map(|name| sentenced(&stage, name));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1").with("room", "Interview 1"));
    let beside = |at: &str, room: &str| booking(&stage, &peter, &nia, at, "P01S1").with("room", room);
    // A group begins at the same minute as well: who is seen alone is seen alone.
    for (kind, at) in [("COAP", "2:15pm"), ("GROUP", "2:15pm"), ("GROUP", "2pm")] {
        let at = format!("11/8/2015 {at}");
        let refused = stage.send(&peter, &beside(&at, "Interview 1").with("kind", kind));
        assert_eq!(refused.status, 422, "{kind}");
        assert!(refused.says("That room is taken then. Choose another, or none"), "{kind}: {}", refused.text());
        assert!(!refused.says("Rafe"), "{kind}: {}", refused.text());
    }
    // The twins: another room, none, and the same one when it is free again.
    stage.done(&peter, &beside("11/8/2015 2:15pm", "Group room"));
    stage.done(&peter, &beside("11/8/2015 3pm", ""));
    stage.done(&peter, &beside("12/8/2015 2:15pm", "Interview 1"));
    stage.done(&peter, &beside("11/8/2015 2:45pm", "Interview 1").with("length", "15"));
}

#[test]
fn one_officer_is_not_with_two_groups_in_two_buildings_at_one_time() {
    let (stage, olwen) = county();
    let [rafe, nia, ned] = ["Rafe North", "Nia North", "Ned North"].map(|name| sentenced(&stage, name));
    let invited = |case: &Case, place: &str| {
        booking(&stage, &olwen, case, "11/8/2015 2pm", place).with("kind", "GROUP").with("length", "90")
    };
    stage.done(&olwen, &invited(&rafe, "P01S1"));
    let refused = stage.send(&olwen, &invited(&nia, "P01S2"));
    assert!(refused.status == 422 && refused.says("has another appointment at 2pm"), "{}", refused.text());
    stage.done(&olwen, &invited(&ned, "P01S1"));
}

#[test]
fn no_room_is_kept_for_a_call() {
    let (stage, olwen) = county();
    with_rooms(&stage);
    let rafe = sentenced(&stage, "Rafe North");
    let call = booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1").with("kind", "COVC");
    let refused = stage.send(&olwen, &call.clone().with("room", "Interview 1"));
    assert!(
        refused.status == 422 && refused.says("No room is kept for an appointment of this kind"),
        "{}",
        refused.text()
    );
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1").with("kind", "COVC"));
}

#[test]
fn an_appointment_is_not_moved_into_a_room_that_is_taken() {
    let (stage, olwen) = county();
    with_rooms(&stage);
    let peter = stage.sign_in("peter");
    let [rafe, nia] = ["Rafe North", "Nia North"].map(|name| sentenced(&stage, name));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1").with("room", "Interview 1"));
    let appointment = stage.book(&peter, &nia, "2015-08-11T10:00");
    let path = format!("{}/appointments/{appointment}/move", nia.home);
    let form = stage.page(&peter, &path).form(&path).with("date", "11/8/2015").with("reason", "School run");
    let into = |time: &str| form.clone().with("time", time).with("room", "P01S1/Interview 1");
    assert!(stage.send(&peter, &into("2:15pm")).says("That room is taken then"));
    stage.done(&peter, &into("2:30pm"));
    // What stands in a room may be moved within it.
    let form = stage.page(&peter, &path).form(&path).with("date", "11/8/2015").with("reason", "Later still");
    stage.done(&peter, &form.with("time", "2:45pm"));
}
