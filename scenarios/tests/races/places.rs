//! A booking in a building against its loss of approval: refused, or listed among what is to be moved. Where the order of the
//! two can be told, what comes after the loss is refused, and never only listed.

use access::Actor;
use record::facts::Fact;
use record::facts::organisation::Role;
use record::time::Minute;
use scenarios::Case;
use service::Ask;
use service::sites::SiteSeen;

use super::{Came, Engine, PAIRS, Race, folder_with, in_a_database, in_a_folder, times};

const SITE: &str = "P01S1";

impl Race {
    fn a_booking_and_a_lost_approval(mut self, races: usize) -> Came {
        let mut came = Came::default();
        for nth in 0..races {
            let other = self.pairs[nth % PAIRS].1.clone();
            let (now, at) = times(nth);
            let version = self.seen(now).version;
            let (lost, booked) =
                self.run(&format!("assess {SITE} no {version} {now}"), &format!("book {} {at} {now}", other.stream));
            assert!(lost.starts_with("recorded"), "race {nth}: {lost}");
            let seen = self.seen(now);
            let listed = || seen.stranded.iter().any(|one| one.person == other.stream && one.starts == at);
            if booked.starts_with("refused") {
                assert!(booked.contains("one_off"), "race {nth}: {booked}");
                came.refused += 1;
            } else {
                assert!(booked.starts_with("recorded"), "race {nth}: {booked}");
                let found = listed() && !self.booked_after_the_loss(&other, at, &seen);
                *(if found { &mut came.listed } else { &mut came.neither }) += 1;
            }
            self.alone_done(&format!("assess {SITE} yes {} {now}", seen.version));
        }
        came.told("a booking against a lost approval")
    }

    /// The building, as the senior of its team sees it.
    fn seen(&self, now: Minute) -> SiteSeen {
        let actor = Actor {
            staff: "P01T1A0".into(),
            name: String::new(),
            role: Role::SeniorProbationOfficer,
            team: "P01T1A".into(),
            provider: "P01".into(),
            courts: Vec::new(),
        };
        let ask = Ask { actor, now: now.instant(), screen: "race" };
        self.stage.wait(self.stage.service.site(&ask, SITE)).expect("a building")
    }

    /// Only one engine stamps what two record at once in the order in which it was recorded.
    fn booked_after_the_loss(&self, case: &Case, at: Minute, seen: &SiteSeen) -> bool {
        if self.engine == Engine::Database {
            return false;
        }
        let lost = seen.changes.first().expect("what was said last").recorded;
        let entries = self.stage.entries_of(&case.stream);
        let booked = entries.iter().find(|entry| {
            let fact = entry.content.as_ref().map(|content| &content.fact);
            matches!(fact, Some(Fact::AppointmentBooked(booked)) if booked.starts == at)
        });
        booked.expect("it was booked").recorded > lost
    }
}

#[test]
fn a_booking_beside_a_lost_approval_in_a_folder_is_refused_or_listed() {
    assert_eq!(in_a_folder().a_booking_and_a_lost_approval(100).neither, 0);
}

#[test]
fn a_booking_beside_a_lost_approval_in_a_database_is_refused_or_listed() {
    assert_eq!(in_a_database().a_booking_and_a_lost_approval(100).neither, 0);
}

#[test]
fn where_the_guard_over_a_building_is_never_raised_the_races_find_it() {
    let unseen = || folder_with("site/P01S1").a_booking_and_a_lost_approval(60).neither > 0;
    assert!((0..5).any(|_| unseen()));
}

/// Run by `make faults`.
#[test]
#[ignore = "a thousand races in each engine take minutes"]
fn a_thousand_races_of_a_booking_against_a_lost_approval_in_each_engine() {
    assert_eq!(in_a_folder().a_booking_and_a_lost_approval(1_000).neither, 0);
    assert_eq!(in_a_database().a_booking_and_a_lost_approval(1_000).neither, 0);
}
