//! Notes that say what earlier ones say.

use practice::Standards;
use practice::pasted::{Runs, Shelf};
use proptest::prelude::*;

const NOTE: &str = "Attended on time and in good spirits. We talked through the week: the hostel is settled, the key worker has \
    seen him twice, and he has an interview at the depot on Thursday for which he has bought a shirt. We looked at the triggers \
    he named last time and he could say what he would do instead on a Friday night.";

fn pasted(note: &str, earlier: &str) -> bool {
    let standards = Standards::split_2014();
    Runs::own(note, standards).stands_in(&Runs::of(earlier, standards), standards)
}

#[test]
fn much_of_the_same_words_in_the_same_order_is_seen_and_little_is_not() {
    assert!(pasted(NOTE, NOTE));
    assert!(pasted(&NOTE.to_uppercase().replace(',', ";"), NOTE), "case and marks are no difference");
    assert!(pasted(&format!("{NOTE} Next week at ten."), NOTE), "nor is a line that is added");
    assert!(pasted(NOTE, &format!("Something else first. {NOTE} And more of something else, at any length.")));
    let (half, rest) = NOTE.split_at(NOTE.find("We looked").unwrap());
    let other = "Came late because the bus did not run, which he had rung about. The rest of the hour went on his benefit letter, \
        and on whom to ring at the job centre; nothing else was worth the writing down today.";
    assert!(!pasted(&format!("{rest} {other}"), NOTE), "a third of it");
    assert!(!pasted(other, NOTE));
    assert!(!pasted(half.split_at(60).0, NOTE), "what is short is often said");
}

#[test]
fn words_in_another_order_are_other_words() {
    let mut words: Vec<&str> = NOTE.split_whitespace().collect();
    words.sort_unstable();
    assert!(!pasted(&words.join(" "), NOTE));
}

#[test]
fn what_is_quoted_counts_for_nothing() {
    assert!(!pasted(&format!("As was noted on the 3rd: “{NOTE}” I agree with that."), NOTE));
    assert!(!pasted(&format!("From the hostel:\n> {NOTE}\nNothing to add."), NOTE));
    let own = NOTE.replace("hostel", "“hostel”");
    assert!(pasted(&own, NOTE), "one quoted word takes away itself only");
    assert!(pasted(&format!("\" {NOTE}"), NOTE), "a mark that is not closed opens nothing");
}

#[test]
fn of_many_earlier_texts_the_last_that_says_it_is_named_and_never_a_later_one() {
    let standards = Standards::split_2014();
    let mut shelf = Shelf::default();
    for text in ["Nothing of it.", NOTE, "Nothing of it either.", NOTE, NOTE] {
        shelf.add(Runs::of(text, standards));
    }
    let own = Runs::own(NOTE, standards);
    let last = |before| shelf.last_with(&own, before, standards);
    assert_eq!([last(5), last(4), last(3), last(1), last(0)], [Some(4), Some(3), Some(1), None, None]);
}

proptest! {
    #[test]
    fn any_long_text_stands_in_itself_whatever_is_round_it(
        words in prop::collection::vec("[a-z]{1,9}", 45..90),
        before in prop::collection::vec("[a-z]{1,9}", 0..20),
    ) {
        let text = words.join(" ");
        let earlier = format!("{} {text}", before.join(" "));
        prop_assert!(pasted(&text, &earlier));
    }
}
