//! A booking with a member of staff against an arrangement that keeps somebody from them, who is expected in the same
//! building then. Whoever is booked is in no arrangement: nothing but the officer joins the two.

use record::apart::Arrangement;
use record::case::View;

use super::{Came, PAIRS, Race, folder_with, in_a_database, in_a_folder, times};

impl Race {
    fn a_booking_and_an_arrangement_with_its_officer(mut self, races: usize) -> Came {
        let mut came = Came::default();
        for nth in 0..races {
            let (one, other) = self.pairs[nth % PAIRS].clone();
            let (now, at) = times(nth);
            self.alone(&format!("book {} {at} {now}", one.stream));
            let (first, second) =
                (format!("apart {} P01T1A2 {now}", one.stream), format!("book {} {at} {now}", other.stream));
            let (made, booked) = self.run(&first, &second);
            let stream = made.strip_prefix("recorded ").unwrap_or_else(|| panic!("race {nth}: {made}"));
            let stream = stream.parse().expect("a stream");
            let stands = Arrangement::fold(&self.stage.entries_of(&stream), View::default()).expect("arranged");
            if booked.starts_with("refused apart") {
                came.refused += 1;
            } else {
                assert!(booked.starts_with("recorded"), "race {nth}: {booked}");
                let listed = stands.made.touches.contains(&self.named(&one, at));
                *(if listed { &mut came.listed } else { &mut came.neither }) += 1;
            }
            self.alone(&format!("end {stream} {now}"));
        }
        came.told("a booking against an arrangement with its officer")
    }
}

#[test]
fn a_booking_beside_an_arrangement_with_its_officer_in_a_folder_is_refused_or_listed() {
    assert_eq!(in_a_folder().a_booking_and_an_arrangement_with_its_officer(100).neither, 0);
}

#[test]
fn a_booking_beside_an_arrangement_with_its_officer_in_a_database_is_refused_or_listed() {
    assert_eq!(in_a_database().a_booking_and_an_arrangement_with_its_officer(100).neither, 0);
}

#[test]
fn where_one_of_the_two_guards_is_never_raised_the_races_find_it() {
    for guard in ["apart/P01T1A2", "diary/P01T1A2"] {
        let unseen = || folder_with(guard).a_booking_and_an_arrangement_with_its_officer(60).neither > 0;
        assert!((0..5).any(|_| unseen()), "{guard}");
    }
}

/// Run by `make faults`.
#[test]
#[ignore = "a thousand races in each engine take minutes"]
fn a_thousand_races_of_a_booking_against_an_arrangement_with_its_officer_in_each_engine() {
    assert_eq!(in_a_folder().a_booking_and_an_arrangement_with_its_officer(1_000).neither, 0);
    assert_eq!(in_a_database().a_booking_and_an_arrangement_with_its_officer(1_000).neither, 0);
}
