//! What waits to be seen, and alarms that somebody puts aside.

use record::facts::person::Registered;
use record::time::Happened;
use scenarios::{Browser, Case, Stage, day};
use service::Said;

use crate::{ABSENT, CAME, county};

fn raise(stage: &Stage, case: &Case) {
    let flag = Registered { register: "ALSH".to_owned(), words: "Self-harm".to_owned(), review_on: None };
    stage.say(vec![Said::new(&case.stream, flag, Happened::On(day("2015-08-03"))).about("register-1")]);
}

#[test]
fn what_a_colleague_records_waits_for_whoever_manages_the_case_until_one_press() {
    let (stage, olwen, sam) = county();
    let waits = |browser: &Browser| stage.page(browser, "/find").between("Court", "Find");
    raise(&stage, &sam);
    assert!(waits(&olwen).contains("Inbox ("), "{}", waits(&olwen));
    let inbox = stage.page(&olwen, "/inbox");
    assert!(inbox.says("Sentenced, Sam") && inbox.says("Register flag raised") && inbox.says("by Sana Senior"));
    let peter = stage.sign_in("peter");
    assert!(stage.page(&peter, "/inbox").says("Nothing waits for you to see it"), "it is not his case");
    assert!(!waits(&peter).contains("Inbox ("));

    let before = stage.entries();
    stage.done(&olwen, &inbox.form("/inbox"));
    assert!(stage.entries() > before, "it is on record that she saw it");
    assert!(stage.page(&olwen, "/inbox").says("Nothing waits for you to see it"));
    assert!(!waits(&olwen).contains("Inbox ("), "{}", waits(&olwen));
    assert_eq!(stage.send(&olwen, &inbox.form("/inbox")).status, 303, "pressed twice is seen once");

    stage.held(&olwen, &sam, "2015-08-04T10:00", CAME);
    assert!(stage.page(&olwen, "/inbox").says("Nothing waits"), "what one records oneself is no news");
}

/// A failure on 11 August, whose decision is late.
fn undecided(stage: &Stage, olwen: &Browser, case: &Case) {
    stage.held(olwen, case, "2015-08-04T10:00", CAME);
    stage.held(olwen, case, "2015-08-11T10:00", ABSENT);
    stage.set_clock("2015-08-26T09:00");
}

#[test]
fn an_alarm_put_aside_is_quiet_until_its_ground_changes_and_stays_owed() {
    let (stage, olwen, sam) = county();
    stage.held(&olwen, &sam, "2015-08-04T10:00", CAME);
    stage.set_clock("2015-09-08T09:00");
    let due = stage.due(&olwen);
    assert!(due.contains("Face-to-face contact") && due.contains("Put aside"), "{due}");
    let path = format!("{}/alarms/face-to-face-contact.case", sam.home);
    let form = stage.page(&olwen, &path).form(&path);
    let empty = stage.send(&olwen, &form);
    assert_eq!(empty.status, 422);
    assert!(empty.says("Choose why it is put aside") && empty.says("Say why, for whoever looks next"));
    stage.done(&olwen, &form.with("why", "in_hand").with("reason", "In hospital until Friday; seen on the ward then."));
    assert!(!stage.due(&olwen).contains("Face-to-face contact"), "{}", stage.due(&olwen));
    assert!(stage.page(&olwen, "/day").says("1 put aside"));
    assert!(stage.page(&olwen, &sam.home).says("Face-to-face contact. Put aside"), "it stays owed");
    assert!(stage.page(&olwen, "/caseload").says("1 late, put aside"));
    let line = stage.timeline(&olwen, &sam);
    assert!(line.says("Alarm put aside: Face-to-face contact. In hand"), "{}", line.text());

    stage.held(&olwen, &sam, "2015-09-10T10:00", CAME);
    stage.set_clock("2015-10-20T09:00");
    assert!(stage.due(&olwen).contains("Face-to-face contact"), "seen since: another ground, another alarm");
}

#[test]
fn a_form_made_on_another_ground_is_not_taken() {
    let (stage, olwen, sam) = county();
    undecided(&stage, &olwen, &sam);
    let due = stage.page(&olwen, "/day?due=all");
    let path =
        due.addresses().into_iter().find(|href| href.contains("/alarms/decision-after-failure.")).expect("a way");
    let form = stage.page(&olwen, &path).form(&path).with("why", "in_hand").with("reason", "Because.");
    let before = stage.entries();
    assert_eq!(stage.send(&olwen, &form.clone().with("ground", "2015-08-01")).status, 409);
    assert_eq!(stage.entries(), before);
    stage.done(&olwen, &form);
    assert_eq!(stage.get(&stage.sign_in("adil"), &path).status, 403, "an administrator judges nothing");
    let gone = stage.page(&olwen, &format!("{}/alarms/sentence-plan.order-1", sam.home));
    assert!(gone.says("This is no longer due"), "{}", gone.text());
}

#[test]
fn how_often_alarms_were_right_is_told_by_team_and_small_counts_are_not() {
    let (stage, olwen, sam) = county();
    undecided(&stage, &olwen, &sam);
    let page = stage.page(&olwen, "/alarms");
    assert!(page.says("North team") && page.says("not shown") && page.says("Unknown"), "{}", page.text());
    assert!(!page.says("Olwen Officer An alarm"), "no officer is named in it");
    let ada = stage.sign_in("ada");
    assert!(stage.page(&ada, "/alarms?team=P01T1A").says("North team"));
    assert!(stage.page(&ada, "/alarms?team=Q02T1A").says("No alarm was ever raised"));
    assert!(stage.page(&olwen, "/alarms?team=Q02T1A").says("North team"), "others see their own");
    assert_eq!(stage.get(&stage.sign_in("cora"), "/alarms").status, 403);
}

#[test]
fn the_gravest_few_are_shown_and_the_rest_is_a_press_away() {
    let (stage, olwen, _) = county();
    for number in 0..6 {
        stage.person(&format!("Ann Person{number}"), &scenarios::Sentence::default());
    }
    stage.set_clock("2015-09-08T09:00");
    let page = stage.page(&olwen, "/day");
    let due = page.between("Due Late", "Outcomes still to record");
    assert_eq!(due.matches("Late by").count(), 3, "{due}");
    assert!(due.contains("4 more people with something due"), "{due}");
    assert_eq!(stage.due(&olwen).matches("Late by").count(), 7);
}
