//! A booking with a member of staff against an arrangement that keeps somebody from them, who is expected in the same
//! building then. Whoever is booked is in no arrangement: nothing but the officer joins the two.

use record::apart::Arrangement;
use record::case::View;
use record::facts::organisation::Role;

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

impl Race {
    /// Somebody of Olwen's is kept apart from Peter while it is recorded that Peter answers for her cases one day. In a folder only:
    /// which of two came first is told by when they were recorded, and a database gives two of one moment the same.
    fn covering(mut self, races: usize) -> Came {
        let mut came = Came::default();
        let olwen = self.stage.read(|snapshot| snapshot.staff("P01T1A1")).expect("she works here").stream;
        for nth in 0..races {
            let (one, _) = self.pairs[nth % PAIRS].clone();
            let days = jiff::Span::new().days(i64::try_from(nth).expect("a number"));
            let (now, away_on) = (times(nth).0, scenarios::day("2016-01-11").saturating_add(days));
            let (first, second) =
                (format!("apart {} P01T1A2 {now}", one.stream), format!("cover P01T1A1 P01T1A2 {away_on} {now}"));
            let (made, covers) = self.run(&first, &second);
            let stream = made.strip_prefix("recorded ").unwrap_or_else(|| panic!("race {nth}: {made}"));
            let arranged = self.stage.entries_of(&stream.parse().expect("a stream")).remove(0).recorded;
            if covers.starts_with("refused apart") {
                came.refused += 1;
            } else {
                assert!(covers.starts_with("recorded"), "race {nth}: {covers}");
                let answers = self.stage.entries_of(&olwen).pop().expect("an absence").recorded;
                // What is arranged afterwards is on the day of whoever answers.
                *(if answers < arranged { &mut came.listed } else { &mut came.neither }) += 1;
            }
            self.alone(&format!("end {stream} {now}"));
        }
        came.told("a cover against an arrangement")
    }

    /// Somebody who is kept apart from Peter is given to an officer while it is recorded that Peter answers for that officer's cases
    /// one day: each time another officer, who is never away but then.
    fn giving_and_covering(mut self, races: usize) -> Came {
        let mut came = Came::default();
        for nth in 0..races.min(PAIRS) {
            let (one, _) = self.pairs[nth].clone();
            self.alone(&format!("apart {} P01T1A2 {}", one.stream, times(0).0));
        }
        for nth in 0..races {
            let (one, _) = self.pairs[nth % PAIRS].clone();
            let taker = format!("P01T1A1{nth}");
            self.stage.joins(&format!("taker{nth}"), &taker, "Tay Taker", Role::Practitioner);
            let now = times(nth).0;
            let first = format!("give {} P01T1A1 {taker} {now}", one.stream);
            let (given, covers) = self.run(&first, &format!("cover {taker} P01T1A2 2016-01-11 {now}"));
            for answer in [&given, &covers] {
                assert!(answer == "refused apart" || answer.starts_with("recorded"), "race {nth}: {answer}");
            }
            let (given, covers) = (given.starts_with("recorded"), covers.starts_with("recorded"));
            *(if given && covers { &mut came.neither } else { &mut came.refused }) += 1;
            if given {
                self.alone_done(&format!("give {} {taker} P01T1A1 {now}", one.stream));
            }
        }
        came.told("a case given against a cover")
    }
}

#[test]
fn a_case_that_is_given_beside_a_cover_is_refused_or_refuses_it_in_either_engine() {
    assert_eq!(in_a_folder().giving_and_covering(60).neither, 0);
    assert_eq!(in_a_database().giving_and_covering(60).neither, 0);
}

#[test]
fn where_the_guard_over_what_an_officer_holds_is_never_raised_a_cover_beside_a_case_that_is_given_finds_it() {
    assert!((0..5).any(|_| folder_with("holds/P01T1A1*").giving_and_covering(60).neither > 0));
}

#[test]
fn a_cover_beside_an_arrangement_in_a_folder_is_refused_or_came_first() {
    assert_eq!(in_a_folder().covering(60).neither, 0);
}

#[test]
fn where_the_guard_over_whom_a_colleague_must_not_meet_is_never_raised_a_cover_finds_it() {
    assert!((0..5).any(|_| folder_with("apart/P01T1A2").covering(60).neither > 0));
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
