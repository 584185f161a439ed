//! Failure 34: members of rival gangs were put on one programme together.
//!
//! Given two people of rival groups, one of them invited to a group session. When the other is invited to the same session,
//! or to another one in the same building within half an hour, then that is refused. The twins, who are of one group, are
//! invited together, by one facilitator into one room, until the room is full.

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
