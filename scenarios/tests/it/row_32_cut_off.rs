//! Failure 32, on a bad line: that bookings are counted so that nobody tries them out must not keep an officer from their work.
//!
//! Given bookings that are sent on a line that is cut before the answer comes. When the service goes on, then each of them is
//! recorded, and the next is booked as if nothing had been. Given a server that died with as many bookings in hand as are
//! looked at together. When another is sent, then it is said in its own words to send it again, an outcome is recorded alone
//! meanwhile, and a minute later it is booked. The twin: whoever has nothing in hand.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use scenarios::{Case, Stage};
use service::Form;

use crate::row_32_probing::{half_an_hour, olwen_asks};
use crate::row_32_rivals::booking;
use crate::{county, sentenced};

/// As many as are looked at together.
const IN_HAND: u64 = 5;

fn in_hand(stage: &Stage) -> u64 {
    stage.read(|snapshot| snapshot.attempts("apart-open P01T1A1", 0))
}

/// Olwen's server dies while a booking is looked at.
fn lost(stage: &Stage, case: &Case, from: &str) {
    let (before, ask, said, form) = (in_hand(stage), olwen_asks(stage), half_an_hour(case, from), Form::default());
    stage.wait(async {
        let mut booked = pin!(stage.service.book(&ask, &form, &said));
        poll_fn(|context| {
            // Asked first: once it is counted it is driven no further, or it might be recorded.
            if in_hand(stage) > before {
                return Poll::Ready(());
            }
            assert!(booked.as_mut().poll(context).is_pending(), "it is still looked at");
            Poll::Pending
        })
        .await;
    });
}

#[test]
fn what_was_sent_is_recorded_though_the_line_is_cut_and_the_next_is_booked_as_ever() {
    let (stage, olwen) = county();
    let case = sentenced(&stage, "Wyn Waiting");
    let hours = ["9am", "10am", "11am", "noon", "1pm", "2pm"];
    let forms = hours
        .map(|hour| booking(&stage, &olwen, &case, &format!("11/8/2015 {hour}").replace("noon", "12:00"), "P01S1"));
    let before = stage.entries();
    for (nth, form) in (1..).zip(&forms) {
        stage.send_and_go(&olwen, form);
        stage.until(|| stage.entries() == before + nth);
    }
    stage.until(|| in_hand(&stage) == 0);
    stage.done(&olwen, &booking(&stage, &olwen, &case, "11/8/2015 4pm", "P01S1"));
}

#[test]
fn a_server_that_died_holds_nobody_up_for_longer_than_a_minute() {
    let (stage, olwen) = county();
    let case = sentenced(&stage, "Wyn Waiting");
    for hour in ["09:00", "10:00", "11:00", "12:00", "13:00"] {
        lost(&stage, &case, hour);
    }
    assert_eq!(in_hand(&stage), IN_HAND);
    let before = stage.entries();
    let form = booking(&stage, &olwen, &case, "11/8/2015 4pm", "P01S1");
    let again = stage.send(&olwen, &form);
    assert_eq!(again.status, 422);
    assert!(
        again.says("Other bookings of yours are still being looked at. Nothing of this one is recorded"),
        "{}",
        again.text()
    );
    assert!(!again.says("Someone else changed this"), "{}", again.text());
    assert_eq!(stage.entries(), before);
    // The twin: a colleague has nothing in hand.
    let sana = stage.sign_in("sana");
    stage.done(&sana, &booking(&stage, &sana, &case, "11/8/2015 6pm", "P01S1"));

    stage.set_clock("2015-08-03T09:01");
    stage.done(&olwen, &form);
}

#[test]
fn what_happened_is_recorded_alone_while_nothing_can_be_booked() {
    let (stage, olwen) = county();
    let case = sentenced(&stage, "Wyn Waiting");
    let appointment = stage.book(&olwen, &case, "2015-08-03T10:00");
    stage.set_clock("2015-08-03T10:30");
    for hour in ["09:00", "10:00", "11:00", "12:00", "13:00"] {
        lost(&stage, &case, hour);
    }
    let said = stage.outcome_form(&olwen, &case, &appointment).with("outcome", "complied");
    let again = stage.send(&olwen, &said.with("next_date", "11/8/2015").with("next_time", "4pm"));
    assert_eq!(again.status, 422, "{}", again.text());
    assert!(again.says("Other bookings of yours are still being looked at"), "{}", again.text());
    assert!(again.says("Record the outcome alone"), "{}", again.text());
    let before = stage.entries();
    stage.done(&olwen, &again.form(&format!("{}/appointments/{appointment}", case.home)).with("alone", "yes"));
    assert_eq!(stage.entries(), before + 1);
}
