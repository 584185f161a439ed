//! A record that was put back from an older copy, or has gone on from one, while a real witness has seen how it went on.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

use cluster::Cluster;

use crate::scratch::{json, run, text};
use crate::witnesses::{Running, Scene, metric, start, wait_until};

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &there);
        } else {
            fs::copy(entry.path(), there).map(drop).unwrap();
        }
    }
}

/// A witness that has seen the whole record in `data`; `older` is that record as it was before.
fn seen() -> (Scene, Running, String) {
    let scene = Scene::new();
    let (data, older) = (scene.path("data"), scene.path("older"));
    copy(&data, &older);
    let key = scene.witness("near");
    let witness = scene.run_witness("near", "127.0.0.1:0");
    scene.policy(&[format!("witness near {key} http://{}", witness.address), "quorum near".to_owned()]);
    let list = data.join("samples/court-list.xml");
    assert!(run(&["import", "court-list", text(&list), "--data", text(&data)]).status.success());
    let server = serve(&scene, &["--data", text(&data)]);
    wait_until("it has cosigned", || metric(&server.address, "unwitnessed_seconds") == Some(0));
    drop(server);
    let address = witness.address.clone();
    (scene, witness, address)
}

pub(crate) fn serve(scene: &Scene, place: &[&str]) -> Running {
    let policy = scene.path("policy");
    start(
        &[&["serve", "--listen", "127.0.0.1:0", "--witness-every", "1", "--witnesses", text(&policy)], place].concat(),
    )
}

/// It is read, says so, and signs nothing; its rollback is declared, and it goes on.
fn is_held_until_its_rollback_is_declared(scene: &Scene, place: &[&str], declare: &[&str]) {
    let size = || json(&[&["verify", "--json"], place].concat()).0["size"].as_u64();
    let list = scene.path("data/samples/court-list.xml");
    let import = || run(&[&["import", "court-list", text(&list)], place].concat());
    let before = size();
    let server = serve(scene, place);
    wait_until("it is held", || metric(&server.address, "behind_leaves") > Some(0));
    assert!(crate::witnesses::get(&server.address, "/ready").contains("until its rollback is declared"));
    drop(server);
    let refused = import();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("until its rollback is declared"));
    assert_eq!(size(), before, "nothing was signed");

    let declared = run(&[
        &["restore", "--declare-rollback", "the disk was put back", "--no-erasures", "the register has none"],
        declare,
    ]
    .concat());
    assert!(declared.status.success(), "{}", String::from_utf8_lossy(&declared.stderr));
    assert!(import().status.success());
    let server = serve(scene, place);
    std::thread::sleep(std::time::Duration::from_secs(3));
    assert_eq!(metric(&server.address, "behind_leaves"), Some(0), "what was declared is not held against it again");
}

#[test]
fn a_folder_of_which_a_witness_has_seen_more_is_held_until_its_rollback_is_declared() {
    let (scene, _witness, _) = seen();
    let older = scene.path("older");
    let (older, place) = (text(&older), ["--data", text(&older)]);
    is_held_until_its_rollback_is_declared(&scene, &place, &["--to", older]);
}

#[test]
fn so_is_a_database() {
    let (scene, _witness, _) = seen();
    let (older, url) = (scene.path("older"), Cluster::shared().database().unwrap());
    let keys = scene.path("keys");
    let place = ["--data", text(&keys), "--database-url", &url];
    let grown = run(&["grow", "--data", text(&older), "--keys", text(&keys), "--database-url", &url]);
    assert!(grown.status.success(), "{}", String::from_utf8_lossy(&grown.stderr));
    is_held_until_its_rollback_is_declared(&scene, &place, &["--to", text(&keys), "--database-url", &url]);
}

#[test]
fn a_witness_that_is_not_reached_keeps_nobody_from_working_and_is_told_of() {
    let (scene, witness, address) = seen();
    drop(witness);
    let older = scene.path("older");
    let server = serve(&scene, &["--data", text(&older)]);
    let unknown = || crate::witnesses::get(&server.address, "/ready").contains("not known: whether a witness");
    wait_until("it is said", unknown);
    assert_eq!(metric(&server.address, "behind_leaves"), Some(0));
    let _witness = scene.run_witness("near", &address);
    wait_until("it is held once the witness is back", || metric(&server.address, "behind_leaves") > Some(0));
}

/// Answers one question of the service: that it has seen so many leaves.
fn claim(mut line: TcpStream, status: &str, seen: &str) -> std::io::Result<()> {
    let mut asked = BufReader::new(line.try_clone()?);
    let (mut header, mut length) = (String::new(), 0);
    while asked.read_line(&mut header)? > 2 {
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
        header.clear();
    }
    let mut body = vec![0; length];
    asked.read_exact(&mut body)?;
    let size = seen.len();
    write!(line, "HTTP/1.1 {status}\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n{seen}")
}

/// A witness that says what it is told to, until the test ends: a status, and what follows.
#[derive(Clone)]
struct Says(Arc<Mutex<(&'static str, String, u32)>>);

impl Says {
    fn new(status: &'static str, body: &str) -> Says {
        Says(Arc::new(Mutex::new((status, body.to_owned(), 0))))
    }

    fn says(&self, status: &'static str, body: &str) {
        *self.0.lock().unwrap() = (status, body.to_owned(), 0);
    }

    /// How often it has said so.
    fn said(&self) -> u32 {
        self.0.lock().unwrap().2
    }
}

const ELSEWHERE: &str = "409 Conflict";

fn parrot(says: &Says) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, says) = (listener.local_addr().unwrap().to_string(), says.clone());
    std::thread::spawn(move || {
        for line in listener.incoming().flatten() {
            let (status, seen, _) = says.0.lock().unwrap().clone();
            // Whoever asked has gone: nobody to tell.
            let _ = claim(line, status, &seen);
            says.0.lock().unwrap().2 += 1;
        }
    });
    address
}

/// A witness that says of every log that it has seen so many leaves.
fn liar(seen: &str) -> String {
    parrot(&Says::new(ELSEWHERE, seen))
}

/// A size that was answered is that size: the same witness is heard when it says another, be it a smaller one.
fn an_answered_size_silences_no_other_of_the_same_witness(scene: &Scene, place: &[&str], declare: &[&str]) {
    let (says, key) = (Says::new(ELSEWHERE, "9007199254740991\n"), scene.witness("parrot"));
    scene.policy(&[format!("witness parrot {key} http://{}", parrot(&says)), "quorum parrot".to_owned()]);
    let is_held = |why: &str| {
        let server = serve(scene, place);
        wait_until(why, || metric(&server.address, "behind_leaves") > Some(0));
    };
    let answer = ["restore", "--declare-rollback", "that cannot be", "--no-erasures", "the register has none"];
    let answered = || {
        let declared = run(&[&answer, declare].concat());
        assert!(declared.status.success(), "{}", String::from_utf8_lossy(&declared.stderr));
        if place.len() == 2 {
            // It is said with the declaration, and the folder owes nothing more.
            assert!(!store::owes_erasures(Path::new(place[1])).unwrap());
        }
    };
    is_held("the largest size there is");
    answered();
    let server = serve(scene, place);
    std::thread::sleep(std::time::Duration::from_secs(3));
    assert_eq!(metric(&server.address, "behind_leaves"), Some(0), "it says the same as before");
    says.says(ELSEWHERE, "5000000\n");
    // It is asked again once something new is signed, or at the next start.
    drop(server);
    is_held("less than what was answered, and more than there is");
    answered();
    drop(serve(scene, place));
}

#[test]
fn a_witness_whose_huge_size_was_answered_holds_a_folder_again_when_it_says_another() {
    let scene = Scene::new();
    let data = scene.path("data");
    let (data, place) = (text(&data), ["--data", text(&data)]);
    an_answered_size_silences_no_other_of_the_same_witness(&scene, &place, &["--to", data]);
}

#[test]
fn so_it_does_a_database() {
    let scene = Scene::new();
    let (data, keys, url) = (scene.path("data"), scene.path("keys"), Cluster::shared().database().unwrap());
    let place = ["--data", text(&keys), "--database-url", &url];
    let grown = run(&["grow", "--data", text(&data), "--keys", text(&keys), "--database-url", &url]);
    assert!(grown.status.success(), "{}", String::from_utf8_lossy(&grown.stderr));
    let declare = ["--to", text(&keys), "--database-url", &url];
    an_answered_size_silences_no_other_of_the_same_witness(&scene, &place, &declare);
}

/// It agrees at the start, and while the record is served it answers that it has cosigned another past.
fn another_past_that_is_heard_of_while_serving_holds_the_record(scene: &Scene, place: &[&str]) {
    let (says, key) = (Says::new("503 Busy", ""), scene.witness("parrot"));
    scene.policy(&[format!("witness parrot {key} http://{}", parrot(&says)), "quorum parrot".to_owned()]);
    // At the start nothing is heard against it.
    let server = serve(scene, place);
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert_eq!(metric(&server.address, "behind_leaves"), Some(0), "a witness that is busy says nothing");
    assert_eq!(metric(&server.address, "witness_disagreements"), Some(0));
    // It says where it stands, within the record; then that what it is shown does not go on from there.
    says.says(ELSEWHERE, "5\n");
    wait_until("it was asked, and once more from there", || says.said() > 1);
    assert_eq!(metric(&server.address, "behind_leaves"), Some(0), "a witness that is behind is no quarrel");
    says.says("422 Unprocessable", "");
    wait_until("it is held while it is served", || metric(&server.address, "behind_leaves") > Some(0));
    wait_until("and the quarrel is kept", || metric(&server.address, "witness_disagreements") == Some(1));
    let ready = crate::witnesses::get(&server.address, "/ready");
    assert!(ready.contains("has cosigned another past") && ready.contains("said by parrot.example/w"), "{ready}");
    drop(server);
    let list = scene.path("data/samples/court-list.xml");
    let refused = run(&[&["import", "court-list", text(&list)], place].concat());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("has seen another past of 5 leaves"), "{said}");
}

#[test]
fn another_past_heard_of_while_a_folder_is_served_holds_it() {
    let scene = Scene::new();
    let data = scene.path("data");
    another_past_that_is_heard_of_while_serving_holds_the_record(&scene, &["--data", text(&data)]);
}

#[test]
fn another_past_heard_of_while_a_database_is_served_holds_it() {
    let scene = Scene::new();
    let (data, keys, url) = (scene.path("data"), scene.path("keys"), Cluster::shared().database().unwrap());
    let grown = run(&["grow", "--data", text(&data), "--keys", text(&keys), "--database-url", &url]);
    assert!(grown.status.success(), "{}", String::from_utf8_lossy(&grown.stderr));
    let place = ["--data", text(&keys), "--database-url", &url];
    another_past_that_is_heard_of_while_serving_holds_the_record(&scene, &place);
}

/// Tiles of an older copy are written for whoever compares, and it is said which witness has seen how much more.
fn tiles_of_an_older_copy_are_no_success(scene: &Scene, place: &[&str]) {
    let tiles = scene.path("tiles");
    let export = || run(&[&["export", "tiles", text(&tiles)], place].concat());
    let policy = |folder: &Path| fs::copy(scene.path("policy"), folder.join("witnesses")).map(drop).unwrap();
    let before = export();
    assert!(before.status.success(), "nobody was asked: {}", String::from_utf8_lossy(&before.stderr));
    policy(Path::new(place[1]));
    for again in ["when it is asked", "and while it is held"] {
        let (output, size) = (export(), json(&[&["verify", "--json"], place].concat()).0["size"].to_string());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{again}: {said}");
        assert!(said.contains("witness near has seen") && said.contains(&format!("among these {size}.")), "{said}");
        assert!(tiles.join("checkpoint").exists());
    }
}

#[test]
fn tiles_of_a_folder_that_is_an_older_copy_are_no_success() {
    let (scene, _witness, _) = seen();
    let older = scene.path("older");
    tiles_of_an_older_copy_are_no_success(&scene, &["--data", text(&older)]);
}

#[test]
fn nor_are_those_of_such_a_database() {
    let (scene, _witness, _) = seen();
    let (older, keys, url) = (scene.path("older"), scene.path("keys"), Cluster::shared().database().unwrap());
    let grown = run(&["grow", "--data", text(&older), "--keys", text(&keys), "--database-url", &url]);
    assert!(grown.status.success(), "{}", String::from_utf8_lossy(&grown.stderr));
    tiles_of_an_older_copy_are_no_success(&scene, &["--data", text(&keys), "--database-url", &url]);
}

/// Whoever claims a size that is not true is answered, and another witness that has seen more still holds the record.
fn one_answered_size_does_not_speak_for_another_witness(scene: &Scene, place: &[&str], declare: &[&str]) {
    let (near, key) = (fs::read_to_string(scene.path("policy")).unwrap(), scene.witness("liar"));
    let lies = format!("witness liar {key} http://{}", liar("1000000000\n"));
    let of = |line: &str| near.lines().find(|said| said.starts_with(line)).unwrap().to_owned();
    scene.policy(&[lies.clone(), of("witness near"), "quorum near".to_owned()]);
    let held = |server: &Running| metric(&server.address, "behind_leaves");
    let server = serve(scene, place);
    wait_until("it is held", || held(&server) > Some(900_000_000));
    assert!(crate::witnesses::get(&server.address, "/ready").contains("said by liar.example/w"));
    drop(server);
    let answer = ["restore", "--declare-rollback", "that witness lies", "--no-erasures", "the register has none"];
    let declared = run(&[&answer, declare].concat());
    let said = String::from_utf8_lossy(&declared.stderr).into_owned();
    assert!(declared.status.success() && said.contains("liar.example/w") && said.contains("1000000000"), "{said}");

    let _witness = scene.run_witness("near", of("witness near").rsplit("http://").next().unwrap());
    let server = serve(scene, place);
    wait_until("it is held by what the other has seen", || held(&server) > Some(0));
    assert!(held(&server) < Some(900_000_000), "the liar was answered");
    let ready = crate::witnesses::get(&server.address, "/ready");
    assert!(ready.contains("said by near.example/w") && !ready.contains("liar.example"), "{ready}");
}

#[test]
fn a_folder_whose_declared_rollback_answered_a_liar_is_held_by_an_honest_witness_that_has_seen_more() {
    let (scene, witness, _) = seen();
    drop(witness);
    let older = scene.path("older");
    let (older, place) = (text(&older), ["--data", text(&older)]);
    one_answered_size_does_not_speak_for_another_witness(&scene, &place, &["--to", older]);
}

#[test]
fn so_is_a_database_whose_rollback_answered_a_liar() {
    let (scene, witness, _) = seen();
    drop(witness);
    let (older, url) = (scene.path("older"), Cluster::shared().database().unwrap());
    let keys = scene.path("keys");
    let place = ["--data", text(&keys), "--database-url", &url];
    let grown = run(&["grow", "--data", text(&older), "--keys", text(&keys), "--database-url", &url]);
    assert!(grown.status.success(), "{}", String::from_utf8_lossy(&grown.stderr));
    let declare = ["--to", text(&keys), "--database-url", &url];
    one_answered_size_does_not_speak_for_another_witness(&scene, &place, &declare);
}

#[test]
fn a_size_that_no_log_can_have_holds_nothing_and_the_largest_that_one_can_have_does() {
    let scene = Scene::new();
    let (key, data) = (scene.witness("liar"), scene.path("data"));
    let place = ["--data", text(&data)];
    // 2^53 and 2^53 - 1: a declaration could not name the first.
    for (seen, holds) in
        [("9007199254740992\n", false), ("18446744073709551616\n", false), ("9007199254740991\n", true)]
    {
        scene.policy(&[format!("witness liar {key} http://{}", liar(seen)), "quorum liar".to_owned()]);
        let server = serve(&scene, &place);
        wait_until("it was answered", || metric(&server.address, "unwitnessed_seconds").is_some());
        std::thread::sleep(std::time::Duration::from_secs(2));
        assert_eq!(metric(&server.address, "behind_leaves") > Some(0), holds, "{seen}");
    }
}

/// The witness has seen how a record went on after its backup; the backup is put back without a held checkpoint.
fn restored() -> (Scene, Running, std::path::PathBuf) {
    let scene = Scene::new();
    let (data, copy, to) = (scene.path("data"), scene.path("backup"), scene.path("restored"));
    let key = scene.witness("near");
    let witness = scene.run_witness("near", "127.0.0.1:0");
    scene.policy(&[format!("witness near {key} http://{}", witness.address), "quorum near".to_owned()]);
    let cosigned = || {
        let server = serve(&scene, &["--data", text(&data)]);
        wait_until("it has cosigned", || metric(&server.address, "unwitnessed_seconds") == Some(0));
    };
    let done = |arguments: &[&str]| {
        let output = run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    cosigned();
    done(&["backup", "--data", text(&data), "--to", text(&copy)]);
    done(&["import", "court-list", text(&data.join("samples/court-list.xml")), "--data", text(&data)]);
    cosigned();
    let none = ["--no-erasures", "the register has none"];
    done(&[&["restore", text(&copy), "--to", text(&to), "--keys", text(&data)], &none[..]].concat());
    (scene, witness, to)
}

/// Served as the guide says: nobody names the witnesses again.
fn is_held_when_served(place: &[&str]) {
    let server = start(&[&["serve", "--listen", "127.0.0.1:0"], place].concat());
    wait_until("it is held", || metric(&server.address, "behind_leaves") > Some(0));
}

#[test]
fn a_restored_record_asks_the_witnesses_it_remembers() {
    let (_scene, _witness, to) = restored();
    is_held_when_served(&["--data", text(&to)]);
}

#[test]
fn so_does_one_that_was_moved_into_a_database_and_its_folder_stays_shut() {
    let (scene, _witness, to) = restored();
    let (keys, url) = (scene.path("keys"), Cluster::shared().database().unwrap());
    let grown = run(&["grow", "--data", text(&to), "--keys", text(&keys), "--database-url", &url]);
    assert!(grown.status.success(), "{}", String::from_utf8_lossy(&grown.stderr));
    is_held_when_served(&["--data", text(&keys), "--database-url", &url]);
    let refused = run(&["serve", "--listen", "127.0.0.1:0", "--data", text(&to)]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("moved"), "{}", String::from_utf8_lossy(&refused.stderr));
}

#[test]
fn a_command_asks_them_before_it_writes_to_a_restored_record() {
    let (scene, _witness, to) = restored();
    let list = scene.path("data/samples/court-list.xml");
    let refused = run(&["import", "court-list", text(&list), "--data", text(&to)]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("until its rollback is declared"));
}

#[test]
fn what_was_erased_since_a_database_was_put_back_is_asked_for_before_its_rollback_is_declared() {
    let (scene, _witness, to) = restored();
    let (keys, url) = (scene.path("keys"), Cluster::shared().database().unwrap());
    let grown = run(&["grow", "--data", text(&to), "--keys", text(&keys), "--database-url", &url]);
    assert!(grown.status.success(), "{}", String::from_utf8_lossy(&grown.stderr));
    is_held_when_served(&["--data", text(&keys), "--database-url", &url]);
    let declare = ["restore", "--to", text(&keys), "--database-url", &url, "--declare-rollback", "put back"];
    let refused = run(&declare);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--no-erasures"));
    let declared = run(&[&declare[..], &["--no-erasures", "the register has none"]].concat());
    assert!(declared.status.success(), "{}", String::from_utf8_lossy(&declared.stderr));
}

/// The older copy goes on by itself, past what the witness has seen, while nobody reaches the witness.
fn outgrown() -> (Scene, Running) {
    let (scene, witness, address) = seen();
    drop(witness);
    let (data, older) = (scene.path("data"), scene.path("older"));
    let size = |folder: &Path| json(&["verify", "--json", "--data", text(folder)]).0["size"].as_u64();
    let list = fs::read_to_string(data.join("samples/court-list.xml")).unwrap();
    let again = scene.path("again.xml");
    for n in 0.. {
        if size(&older) > size(&data) {
            break;
        }
        fs::write(&again, format!("{list}<!-- sent again, {n} -->")).unwrap();
        assert!(run(&["import", "court-list", text(&again), "--data", text(&older)]).status.success());
    }
    let witness = scene.run_witness("near", &address);
    (scene, witness)
}

#[test]
fn a_copy_that_outgrew_what_a_witness_has_seen_is_held_for_its_other_past_and_once_declared_no_more() {
    let (scene, _witness) = outgrown();
    let older = scene.path("older");
    let (older, place) = (text(&older), ["--data", text(&older)]);
    is_held_until_its_rollback_is_declared(&scene, &place, &["--to", older]);
}

#[test]
fn a_folder_that_a_witness_held_is_not_served_before_it_is_said_what_was_erased_since() {
    let (scene, _witness, to) = restored();
    is_held_when_served(&["--data", text(&to)]);
    let declared = run(&["restore", "--to", text(&to), "--declare-rollback", "put back"]);
    let said = String::from_utf8_lossy(&declared.stderr).into_owned();
    assert!(declared.status.success() && said.contains("what was erased since may stand in it again"), "{said}");
    let list = scene.path("data/samples/court-list.xml");
    let import = || run(&["import", "court-list", text(&list), "--data", text(&to)]);
    assert!(String::from_utf8_lossy(&import().stderr).contains("what was erased since may stand in it again"));
    assert!(run(&["restore", "--to", text(&to), "--no-erasures", "the register has none"]).status.success());
    assert!(import().status.success());
}

#[test]
fn a_record_that_could_not_be_moved_goes_on_in_its_folder() {
    let scene = Scene::new();
    let (data, keys, url) = (scene.path("data"), scene.path("keys"), Cluster::shared().database().unwrap());
    let elsewhere = scene.path("elsewhere");
    copy(&data, &elsewhere);
    let grow = |folder: &Path| run(&["grow", "--data", text(folder), "--keys", text(&keys), "--database-url", &url]);
    assert!(grow(&elsewhere).status.success());
    let refused = grow(&data);
    assert!(!refused.status.success(), "a record is there already");
    let list = data.join("samples/court-list.xml");
    let import = |folder: &Path| run(&["import", "court-list", text(&list), "--data", text(folder)]);
    assert!(import(&data).status.success());
    assert!(String::from_utf8_lossy(&import(&elsewhere).stderr).contains("was moved into a database"));
}
