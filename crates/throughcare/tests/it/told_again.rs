//! A disk is lost after an entry of somebody else was taken off a record, and before all who saw it were told: they are told by
//! whoever serves what was restored.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use access::{Action, Actor};
use record::EntryId;
use record::entry::Entry;
use record::facts::Fact;
use record::time::Instant;
use service::correction::WrongPerson;
use service::{Ask, Chance, Form, Service};
use store::{NoticeRow, ReadRow, Segments, Snapshot, Store};

use crate::scratch::{json, run, text};
use crate::witnesses::{Scene, start, wait_until};

/// Bytes that do not repeat; nothing rests on their quality.
struct Counted(AtomicU64);

impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
            byte.copy_from_slice(&next[..byte.len()]);
        }
    }
}

/// A note that stands, whose officer is at work, and two others of the team.
struct Found {
    note: EntryId,
    officer: String,
    colleagues: [String; 2],
}

fn found(snapshot: &Snapshot) -> Result<Option<Found>, store::StoreError> {
    for person in snapshot.streams("person")? {
        let Some(slot) = snapshot.diary_of(&person)?.into_iter().find(|slot| !slot.officer.is_empty()) else {
            continue;
        };
        let team = snapshot.staff_of_team(&slot.team)?.into_iter().filter(|staff| staff.active);
        let others: Vec<String> = team.map(|staff| staff.staff).filter(|staff| *staff != slot.officer).collect();
        let rows = snapshot.entries(&person)?;
        let mut entries = rows.iter().filter_map(|row| {
            let entry = Entry::read(&person, row.seq, row.recorded, row.content.as_deref()).ok()?;
            matches!(entry.content.as_ref()?.fact, Fact::ContactNoted(_)).then_some(entry.id)
        });
        if let (Some(note), [one, two, ..]) = (entries.next_back(), others.as_slice()) {
            return Ok(Some(Found { note, officer: slot.officer, colleagues: [one.clone(), two.clone()] }));
        }
    }
    Ok(None)
}

fn looked(actor: &Actor, at: Instant, action: Action, of: Option<&EntryId>) -> ReadRow {
    let upto = of.map(|entry| format!(r#","upto":{}"#, entry.seq)).unwrap_or_default();
    ReadRow {
        at: at.0,
        staff: actor.staff.clone(),
        role: actor.role.code().to_owned(),
        organisation: actor.provider.clone(),
        purpose: "job".to_owned(),
        screen: "caseload".to_owned(),
        subject: of.map(|entry| entry.stream.to_string()),
        outcome: "shown".to_owned(),
        rows: 1,
        detail: format!(r#"{{"to":"{}"{upto}}}"#, action.words()),
    }
}

/// Somebody sees a list, the note is taken off, and the line of somebody else's page comes only then. Nobody goes on from there.
fn taken_off_and_not_told(data: &Path) -> Found {
    let store = Store::open(data).unwrap();
    let last = store.read_here(Snapshot::last_checkpoint).unwrap().map_or(0, |last| last.at);
    let found = store.read_here(found).unwrap().expect("a note");
    let chance = Arc::new(Counted(AtomicU64::new(last.unsigned_abs())));
    let service = Service::new(store, practice::Standards::split_2014(), chance);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let member = async |code: &str| service.member(code).await.unwrap().expect("they work here");
        let [one, two] = [member(&found.colleagues[0]).await, member(&found.colleagues[1]).await];
        let caseload = looked(&one, Instant(last + 1), Action::ViewCaseload, None);
        service.store().log_read(caseload).await.unwrap();
        let ask = Ask { actor: member(&found.officer).await, now: Instant(last + 2), screen: "correction" };
        let said = WrongPerson {
            person: found.note.stream.to_string(),
            seq: found.note.seq,
            right_crn: String::new(),
            reason: "Wrong window.".to_owned(),
        };
        service.wrong_person(&ask, &Form::default(), &said).await.unwrap();
        let page = looked(&two, Instant(last + 3), Action::ViewCase, Some(&found.note));
        service.store().log_read(page).await.unwrap();
        service.store().clone().close().await;
    });
    found
}

fn notices(data: &Path, staff: &str) -> Vec<NoticeRow> {
    Store::open_read_only(data).unwrap().read_here(|snapshot| snapshot.notices_of(staff)).unwrap()
}

#[test]
fn whoever_was_still_to_be_told_when_the_disk_was_lost_is_told_by_whoever_serves_what_was_restored() {
    let scene = Scene::new();
    let [data, backup, segments, tiles, to] =
        ["data", "backup", "segments", "tiles", "to"].map(|name| scene.path(name));
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let Found { note, colleagues: [list, page], .. } = taken_off_and_not_told(&data);
    let mut written = Segments::open(&data, &segments).unwrap();
    while written.write_next().unwrap().is_some() {}
    assert!(run(&["export", "tiles", text(&tiles), "--data", text(&data)]).status.success());
    let of_it = |row: &NoticeRow| row.stream == note.stream;
    assert!(!notices(&data, &list).iter().any(of_it) && !notices(&data, &page).iter().any(of_it), "nobody was told");
    fs::remove_file(data.join("record.db")).unwrap();

    let held = tiles.join("checkpoint");
    let restore = ["restore", text(&backup), "--to", text(&to), "--keys", text(&data), "--held", text(&held)];
    let (told, _) = json(&[&restore[..], &["--segments", text(&segments), "--json"]].concat());
    assert_eq!((&told["ok"], &told["erasures_owed"]), (&true.into(), &false.into()), "{told}");
    let _server = start(&["serve", "--listen", "127.0.0.1:0", "--data", text(&to)]);
    for staff in [&list, &page] {
        wait_until("they are told", || notices(&to, staff).iter().any(of_it));
    }
}
