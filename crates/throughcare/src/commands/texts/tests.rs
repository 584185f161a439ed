//! Two gateways beside one another: what one of them cannot do, or that it was taken away, holds up nothing of the other, and nobody
//! waits for ever.

use anyhow::bail;
use record::time::Instant;
use scenarios::{Browser, Case, Sentence, Stage, day};
use tempfile::TempDir;

use super::*;

struct At(Instant);

impl Clocks for At {
    fn record(&self) -> Instant {
        self.0
    }

    fn machine(&self) -> i64 {
        1_450_000_000_000_000
    }
}

/// A gateway whose disk is gone.
struct Gone;

impl Gateway for Gone {
    fn hand_over(&self, _: &TextToSend) -> anyhow::Result<()> {
        bail!("it is gone")
    }

    fn holds(&self, _: &str) -> anyhow::Result<bool> {
        bail!("it is gone")
    }

    fn take_back(&self, _: &str) -> anyhow::Result<bool> {
        bail!("it is gone")
    }

    fn taken_back(&self) -> anyhow::Result<Vec<String>> {
        bail!("it is gone")
    }

    fn let_go(&self, _: &str) -> anyhow::Result<()> {
        bail!("it is gone")
    }

    fn receipts(&self) -> anyhow::Result<Vec<(String, Result<Receipt, String>)>> {
        bail!("it is gone")
    }

    fn put_away(&self, _: &str, _: Option<&str>) -> anyhow::Result<()> {
        bail!("it is gone")
    }
}

/// Sam, reminded by e-mail of 16 December 2015 at 10am; it is the day before.
fn sam(stage: &Stage, olwen: &Browser) -> Case {
    let sentence = Sentence { from: day("2015-12-01"), until: day("2016-11-30"), ..Sentence::default() };
    let case = stage.person("Sam Sentenced", &sentence);
    stage.book(olwen, &case, "2015-12-16T10:00");
    let path = format!("{}/reach", case.home);
    let form = stage.page(olwen, &path).form(&path).with("texts", "no").with("prefers", "post");
    let form = form.with("email", "sam@example.org").with("email_source", "He gave it at induction");
    stage.done(olwen, &form.with("emails", "yes"));
    stage.set_clock("2015-12-15T10:00");
    case
}

fn emails(folder: &TempDir) -> Outgoing {
    let from = "replies@example.net".parse().expect("an address");
    Outgoing { texts: None, emails: Some(folder.path().join("emails")), email_from: Some(from) }
}

fn texts(folder: &TempDir) -> Outgoing {
    Outgoing { texts: Some(folder.path().join("texts")), ..Outgoing::default() }
}

fn send(stage: &Stage, gateways: &Gateways) -> Done {
    let done = stage.wait(go(&stage.service, &At(stage.now()), gateways));
    done.expect("it goes on").expect("nobody else sends")
}

fn messages(folder: &TempDir) -> Vec<String> {
    let names = std::fs::read_dir(folder.path().join("emails")).expect("the folder");
    let names = names.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    names.filter_map(|name| name.strip_suffix(".eml").map(str::to_owned)).collect()
}

#[test]
fn a_folder_that_is_gone_holds_up_nothing_of_the_other() {
    let (stage, folder) = (Stage::new("2015-12-01T09:00"), TempDir::new().expect("a folder"));
    let olwen = stage.sign_in("olwen");
    let case = sam(&stage, &olwen);
    let mut gateways = Gateways::open(&emails(&folder)).expect("the folder");
    gateways.texts = Some(Box::new(Gone));
    let done = send(&stage, &gateways);
    assert_eq!((done.queued, done.handed_over), (1, 1), "{done:?}");
    assert_eq!(done.left, 2, "neither what it took back nor its receipts can be read: {done:?}");
    let key = messages(&folder).remove(0);

    // A receipt of the one that is there is recorded, and what no longer holds is taken back from it.
    let receipt = folder.path().join("emails/receipts/1.json");
    std::fs::write(&receipt, format!(r#"{{"id":"{key}","status":"delayed","reason":"greylisted"}}"#))
        .expect("laid down");
    let done = send(&stage, &gateways);
    assert_eq!((done.receipts, done.unreadable), (1, 0), "{done:?}");
    let page = stage.page(&olwen, &case.home);
    assert!(page.says("Delayed, and still on its way") && page.says("greylisted"), "{}", page.text());
    let appointment = stage.read(|snapshot| snapshot.diary_of(&case.stream)).remove(0).appointment;
    let path = format!("{}/appointments/{appointment}/cancel", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("asked_by", "service").with("reason", "Closed that day.");
    stage.done(&olwen, &form);
    let done = send(&stage, &gateways);
    assert_eq!(done.not_sent, 1, "{done:?}");
    assert!(messages(&folder).is_empty());
}

#[test]
fn an_e_mail_that_was_queued_before_e_mails_were_taken_away_is_not_sent_and_said_so() {
    let (stage, folder) = (Stage::new("2015-12-01T09:00"), TempDir::new().expect("a folder"));
    let olwen = stage.sign_in("olwen");
    let case = sam(&stage, &olwen);
    // Its disk is gone as it is queued; then the operator takes it away.
    let gone = Gateways { texts: None, emails: Some(Box::new(Gone)) };
    let done = send(&stage, &gone);
    assert_eq!((done.queued, done.handed_over), (1, 0), "{done:?}");
    let gateways = Gateways::open(&texts(&folder)).expect("the folder");
    assert_eq!(send(&stage, &gateways).not_sent, 0, "it may be put back in time");
    assert!(stage.page(&olwen, &case.home).says("To be sent since Tue 15 Dec 2015, 10am"));

    // From an hour before it would come too late to be of use: whoever looks is told, whether or not anything is sent at all.
    stage.set_clock("2015-12-16T09:00");
    let page = stage.page(&olwen, &case.home);
    assert!(page.says("Not sent: nothing has sent e-mails since Tue 15 Dec 2015, 10am"), "{}", page.text());
    let done = send(&stage, &gateways);
    assert_eq!((done.not_sent, done.left), (1, 0), "{done:?}");
    let page = stage.page(&olwen, &case.home);
    assert!(page.says("Could not be sent") && page.says("Nothing sends e-mails any more"), "{}", page.text());
    assert_eq!(send(&stage, &gateways).not_sent, 0, "it is said once");
}

#[test]
fn one_folder_by_two_names_is_one_folder() {
    let folder = TempDir::new().expect("a folder");
    let both = |name: &str| Outgoing { texts: Some(folder.path().join(name)), ..emails(&folder) };
    std::fs::create_dir(folder.path().join("emails")).expect("a folder");
    std::os::unix::fs::symlink(folder.path().join("emails"), folder.path().join("link")).expect("a link");
    for name in ["emails", "link", "emails/../emails"] {
        let refused = Gateways::open(&both(name)).err().map(|error| error.to_string());
        assert_eq!(refused.as_deref(), Some("texts and e-mails need a folder each"), "{name}");
    }
    assert!(Gateways::open(&both("texts")).is_ok(), "the twin: a folder each");
}

#[test]
fn an_answer_of_a_mail_system_that_a_message_is_late_is_no_trouble() {
    let (stage, folder) = (Stage::new("2015-12-01T09:00"), TempDir::new().expect("a folder"));
    let olwen = stage.sign_in("olwen");
    let case = sam(&stage, &olwen);
    let gateways = Gateways::open(&emails(&folder)).expect("the folder");
    send(&stage, &gateways);
    let key = messages(&folder).remove(0);
    let answer = |name: &str, action: &str, status: &str| {
        let report = format!(
            "Subject: Your mail\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; \
             boundary=\"b\"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n\
             Final-Recipient: rfc822; sam@example.org\r\n{action}Status: {status}\r\n\r\n--b\r\nContent-Type: \
             message/rfc822\r\n\r\nMessage-ID: <{key}@example.net>\r\nSubject: Reminder\r\n\r\nReminder.\r\n--b--\r\n"
        );
        std::fs::write(folder.path().join("emails/receipts").join(name), report).expect("laid down");
        let done = send(&stage, &gateways);
        assert_eq!((done.receipts, done.unreadable), (1, 0), "{name}: {done:?}");
        stage.page(&olwen, &case.home).text()
    };
    let late = answer("1.eml", "Action: delayed\r\n", "4.4.1");
    assert!(late.contains("Delayed, and still on its way"), "{late}");
    let again = answer("2.eml", "", "4.4.1");
    assert!(again.contains("Delayed, and still on its way"), "{again}");
    let arrived = answer("3.eml", "Action: delivered\r\n", "2.0.0");
    assert!(arrived.contains("Reached the mailbox"), "{arrived}");
}
