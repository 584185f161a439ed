//! What is read from the entries of a restored record: whom nobody may have told yet.

use record::case::View;
use record::facts::correction::{ListsExamined, ReadersTold};
use record::time::Happened;
use scenarios::day;
use service::Said;
use service::unfinished::jobs_left;

use crate::correcting::{correction, noted};
use crate::{CAME, county};

#[test]
fn of_what_was_about_somebody_else_readers_are_looked_for_again_and_lists_until_they_were_told() {
    let (stage, olwen, sam) = county();
    let seq = noted(&stage, &olwen, &sam);
    let left = || jobs_left(&stage.entries_of(&sam.stream));
    assert!(left().is_empty());
    let entry = record::EntryId { stream: sam.stream.clone(), seq };
    let said = service::correction::WrongPerson {
        person: sam.stream.to_string(),
        seq,
        right_crn: String::new(),
        reason: "Wrong window.".to_owned(),
    };
    let by = crate::correcting::ask("P01T1A1", record::facts::organisation::Role::Practitioner, stage.now());
    stage.wait(stage.service.wrong_person(&by, &service::Form::default(), &said)).expect("taken off");
    assert_eq!(left(), [format!("late {entry} {}", seq + 1), format!("lists {entry}")]);
    let lists = ListsExamined { examined: 0, unknown: 0, unknown_readers: 0, left: 0 };
    let told = ReadersTold { entry: entry.clone(), readers: Vec::new(), lists: Some(lists) };
    stage.say(vec![Said::new(&sam.stream, told, Happened::On(day("2015-08-03")))]);
    assert_eq!(left(), [format!("late {entry} {}", seq + 1)], "to look once too often tells nobody twice");
}

#[test]
fn of_every_version_of_an_entry_it_is_the_last_that_is_looked_for() {
    let (stage, olwen, sam) = county();
    let seq = noted(&stage, &olwen, &sam);
    stage.done(&olwen, &correction(&stage, &olwen, &sam, seq).with("note", "Another.").with("reason", "A slip."));
    let form = correction(&stage, &olwen, &sam, seq + 1).with("what", "wrong_person");
    stage.done(&olwen, &form.with("reason", "Wrong window."));
    let left = jobs_left(&stage.entries_of(&sam.stream));
    let late: Vec<&String> = left.iter().filter(|name| name.starts_with("late ")).collect();
    assert!(late.len() == 1 && late[0].starts_with(&format!("late {}/{} ", sam.stream, seq + 1)), "{left:?}");
}

#[test]
fn an_address_that_was_never_theirs_stood_in_no_list_and_what_was_merely_taken_back_is_nobodys_business() {
    let (stage, olwen, sam) = county();
    stage.held(&olwen, &sam, "2015-08-04T10:00", CAME);
    let forms = stage.page(&olwen, "/day").forms();
    stage.done(&olwen, &forms.into_iter().find(|form| form.action.contains("/undo")).expect("it can be taken back"));
    assert_eq!(jobs_left(&stage.entries_of(&sam.stream)), Vec::<String>::new(), "the twin");

    let file = record::case::fold(&stage.entries_of(&sam.stream), View::default());
    let address = file.person.as_ref().and_then(|known| known.addresses.first()).expect("an address").entry.clone();
    let path = format!("{}/addresses/{}", sam.home, address.seq);
    let form = stage.page(&olwen, &path).form(&path).with("what", "never").with("reason", "Of his brother.");
    stage.done(&olwen, &form);
    let left = jobs_left(&stage.entries_of(&sam.stream));
    assert!(left.len() == 1 && left[0].starts_with(&format!("late {address} ")), "{left:?}");
}
