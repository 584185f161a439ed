//! The commands, as their contracts say.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;

use crate::scratch::{json, run, text, throughcare};

fn demo(folder: &TempDir, people: &str) {
    let made = run(&["demo", "--no-serve", "--people", people, "--data", text(folder.path())]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[test]
fn a_new_demonstration_verifies_and_a_second_demo_changes_nothing() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "40");
    let (first, code) = json(&["verify", "--json", "--data", text(folder.path())]);
    assert_eq!((first["ok"].as_bool(), code), (Some(true), Some(0)), "{first}");
    demo(&folder, "40");
    let (second, _) = json(&["verify", "--json", "--data", text(folder.path())]);
    assert_eq!(first, second);
    assert!(first["entries"].as_u64() <= first["size"].as_u64(), "{first}");
}

#[test]
fn the_same_seed_makes_the_same_root_and_another_seed_another() {
    let root = |seed: &str| {
        let folder = TempDir::new().unwrap();
        run(&["demo", "--no-serve", "--people", "20", "--seed", seed, "--data", text(folder.path())]);
        json(&["verify", "--json", "--data", text(folder.path())]).0["root"].clone()
    };
    assert_eq!(root("7"), root("7"));
    assert_ne!(root("7"), root("8"));
}

#[test]
fn an_expected_entry_that_is_not_there_fails_the_verification() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "10");
    let expected = folder.path().join("expected");
    fs::write(&expected, "person-aaaaaaaaaaaaaaaaaaaaaaaaaa/1\n").unwrap();
    let (report, code) = json(&["verify", "--json", "--data", text(folder.path()), "--expect", text(&expected)]);
    assert_eq!(report["ok"], false);
    assert_eq!(report["missing"][0], "person-aaaaaaaaaaaaaaaaaaaaaaaaaa/1");
    assert_eq!(code, Some(1));
}

#[test]
fn verifying_a_folder_that_holds_no_record_says_so() {
    let folder = TempDir::new().unwrap();
    let (report, code) = json(&["verify", "--json", "--data", text(folder.path())]);
    assert_eq!((report["ok"].as_bool(), code), (Some(false), Some(1)));
}

#[test]
fn killed_at_any_moment_no_acknowledged_entry_is_lost() {
    let folder = TempDir::new().unwrap();
    let (data, acks) = (folder.path().join("data"), folder.path().join("acks"));
    for wait in [400, 150, 700] {
        let mut writer = throughcare(&["bench", "append", "--data", text(&data), "--acks", text(&acks)])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        writer.kill().unwrap();
        writer.wait().unwrap();
    }
    let (report, _) = json(&["verify", "--json", "--data", text(&data), "--expect", text(&acks)]);
    assert_eq!(report["ok"], true, "{report}");
    let acknowledged = fs::read_to_string(&acks).unwrap().lines().count();
    assert!(acknowledged > 0, "nothing was acknowledged before the kills");
}

#[test]
fn a_court_list_imported_twice_adds_nothing_the_second_time() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "60");
    let list = folder.path().join("samples/court-list.xml");
    let entries = || json(&["verify", "--json", "--data", text(folder.path())]).0["entries"].clone();
    let import = || json(&["import", "court-list", text(&list), "--json", "--data", text(folder.path())]);
    let (first, code) = import();
    assert_eq!(code, Some(0), "{first}");
    assert!(first["accepted"].as_u64() > Some(0), "{first}");
    assert!(first["matched"].as_u64() > Some(0), "{first}");
    let after_first = entries();
    let (second, _) = import();
    assert_eq!((second["accepted"].as_u64(), second["new"].as_u64()), (Some(0), Some(0)), "{second}");
    assert_eq!(second["read"], first["read"]);
    assert_eq!(entries(), after_first);
}

#[test]
fn a_row_that_was_set_aside_comes_back_byte_for_byte() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "60");
    let list = folder.path().join("samples/court-list-dirty.xml");
    let output = run(&["import", "court-list", text(&list), "--json", "--data", text(folder.path())]);
    assert_eq!(output.status.code(), Some(3));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let row = told["quarantined"][0]["row"].to_string();
    let original = fs::read(&list).unwrap();
    let digest = ledger::Hash::of(&original).to_string();
    let bytes = run(&["export", "quarantined", &digest, &row, "--data", text(folder.path())]).stdout;
    assert!(!bytes.is_empty());
    assert!(original.windows(bytes.len()).any(|part| part == bytes), "it stands so in the file");
}

#[test]
fn a_question_carries_its_checkpoint_and_is_answered_again_as_of_it() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "200");
    let ask = |more: &[&str]| {
        let question = ["question", "later", "--days", "5", "--from", "2015-01-01", "--to", "2015-12-31", "--json"];
        run(&[&question[..], &["--data", text(folder.path())], more].concat())
    };
    let first = ask(&[]).stdout;
    let report: serde_json::Value = serde_json::from_slice(&first).unwrap();
    let rows = report["answer"]["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["later"].as_u64() > Some(0)), "{report}");
    assert!(rows.iter().all(|row| row["later"].is_null() || row["later"] == 0 || row["later"].as_u64() >= Some(5)));
    let list = folder.path().join("samples/court-list.xml");
    run(&["import", "court-list", text(&list), "--data", text(folder.path())]);
    let size = report["checkpoint"]["size"].to_string();
    assert_eq!(ask(&["--checkpoint", &size]).stdout, first, "the same bytes");
    assert_ne!(ask(&[]).stdout, first);
    let wrong = ask(&["--checkpoint", "1"]);
    assert!(!wrong.status.success() && String::from_utf8_lossy(&wrong.stderr).contains("no checkpoint of this size"));
}

#[test]
fn a_rebuild_changes_no_answer() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "60");
    let ask = || {
        let question =
            ["question", "announced", "--on", "2015-11-01", "--for", "audit", "--json", "--data", text(folder.path())];
        let report: serde_json::Value = serde_json::from_slice(&run(&question).stdout).unwrap();
        report["answer"].clone()
    };
    let before = ask();
    assert!(!before["entries"].as_array().unwrap().is_empty());
    assert!(run(&["rebuild", "--data", text(folder.path())]).status.success());
    assert_eq!(ask(), before);
}

#[test]
fn a_list_of_erasures_is_signed_where_nothing_was_erased_too() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "10");
    let list = run(&["export", "erasures", "--data", text(folder.path())]);
    let lines = String::from_utf8(list.stdout).unwrap();
    assert!(
        list.status.success() && lines.lines().count() == 1 && lines.contains("throughcare/erasures/v1"),
        "{lines}"
    );
    let file = folder.path().join("erasures");
    fs::write(&file, &lines).unwrap();
    let refused = run(&["replay-erasures", text(&file), "--data", text(folder.path())]);
    assert!(!refused.status.success(), "a record that is at work is not one that was restored");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("was not just restored"), "{refused:?}");
}

#[test]
fn every_question_is_answered_by_command_and_again_as_of_its_checkpoint() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "60");
    let data = text(folder.path());
    let conn = rusqlite::Connection::open(folder.path().join("record.db")).unwrap();
    let of = |query: &str| conn.query_row::<(String, String), _, _>(query, [], |row| Ok((row.get(0)?, row.get(1)?)));
    let (stream, crn) = of("SELECT stream, crn FROM person ORDER BY crn LIMIT 1").unwrap();
    let (staff, day) =
        of("SELECT officer, substr(starts, 1, 10) FROM diary ORDER BY starts DESC, officer LIMIT 1").unwrap();
    drop(conn);
    let entry = format!("{stream}/1");
    let (morning, noon) = (format!("{day}T09:00"), format!("{day}T12:00"));
    let questions: [&[&str]; 7] = [
        &["caseload", &staff, "--as-at", &day],
        &["caseload", &staff, "--as-at", &day, "--known-at", &noon],
        &["diary", &staff, "--on", &day],
        &["diary", &staff, "--on", &day, "--known-at", "2015-12-31"],
        &["difference", &crn, "--before", "2014-01-01"],
        &["difference", &crn, "--before", &morning, "--after", &noon],
        &["history", &entry],
    ];
    for question in questions {
        let ask = |more: &[&str]| run(&[&["question"], question, &["--json", "--data", data], more].concat());
        let first = ask(&[]);
        assert!(first.status.success(), "{question:?}: {}", String::from_utf8_lossy(&first.stderr));
        let report: serde_json::Value = serde_json::from_slice(&first.stdout).unwrap();
        assert_eq!(report["question"], question[0], "{report}");
        let size = report["checkpoint"]["size"].to_string();
        // The question itself was noted, and the log has gone on.
        assert_eq!(ask(&["--checkpoint", &size]).stdout, first.stdout, "{question:?}: the same bytes");
        let wrong = ask(&["--checkpoint", "1"]);
        assert!(String::from_utf8_lossy(&wrong.stderr).contains("no checkpoint of this size"), "{question:?}");
    }
    let rows = |question: &[&str]| {
        let (report, _) = json(&[&["question"], question, &["--json", "--data", data]].concat());
        report["answer"].as_array().map_or(0, Vec::len)
    };
    assert!(rows(questions[0]) > 0 && rows(questions[2]) > 0 && rows(questions[4]) > 0);
    assert_eq!(rows(questions[6]), 1, "one version");
    let wrong = run(&["question", "difference", &crn, "--before", "yesterday", "--data", data]);
    assert!(!wrong.status.success(), "{wrong:?}");
}

#[test]
fn a_file_that_is_no_court_list_is_refused_by_name() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "10");
    let file = folder.path().join("holiday.txt");
    fs::write(&file, "Dear all,\n").unwrap();
    let output = run(&["import", "court-list", text(&file), "--data", text(folder.path())]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("holiday.txt"), "{said}");
}

#[test]
fn the_service_answers_and_ends_when_told_to() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "20");
    let mut server = throughcare(&["serve", "--data", text(folder.path()), "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(server.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    let address = line.trim().trim_start_matches("Throughcare is at http://").trim_end_matches('/').to_owned();
    let answer = get(&address, "/sign-in");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(get(&address, "/").starts_with("HTTP/1.1 303"));
    let pid = server.id().to_string();
    std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    let code = server.wait().unwrap().code();
    assert_eq!(code, Some(0));
}

fn get(address: &str, path: &str) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn months_of_the_log_of_reads_are_let_go_by_authority_and_the_rest_is_told() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "10");
    let data = text(folder.path());
    let conn = rusqlite::Connection::open(folder.path().join("record.db")).unwrap();
    let crn: String = conn.query_row("SELECT crn FROM person ORDER BY crn LIMIT 1", [], |row| row.get(0)).unwrap();
    drop(conn);
    for _ in 0..2 {
        assert!(run(&["question", "case", &crn, "--json", "--data", data]).status.success());
    }
    let ask = ["who-read", &crn, "--for", "lawfulness", "--json", "--data", data];
    let told = json(&ask).0;
    let found = told["rows"].as_array().unwrap();
    assert_eq!(found.len(), 3, "two looks, and this question: {told}");
    assert_eq!((&found[1]["screen"], &found[1]["standing"]), (&"question".into(), &"sealed".into()), "{told}");
    assert!(!run(&["who-read", &crn, "--for", "curiosity", "--data", data]).status.success());

    let release = |month: &str| {
        run(&["release-reads", "--through", month, "--authority", "Rule 7", "--reason", "Over", "--data", data])
    };
    let early = release("2015-12");
    assert!(String::from_utf8_lossy(&early.stderr).contains("Only months that are over"), "{early:?}");
    let nothing = release("2015-01");
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("Nothing was read by then"), "{nothing:?}");
    let (report, code) = json(&["verify", "--json", "--data", data]);
    assert_eq!((report["ok"].as_bool(), code), (Some(true), Some(0)), "{report}");
}

#[test]
fn everybodys_scores_are_counted_and_other_figures_move_nobody_but_say_who_would() {
    let folder = TempDir::new().unwrap();
    demo(&folder, "60");
    let data = text(folder.path());
    let size = || json(&["verify", "--json", "--data", data]).0["entries"].clone();
    let before = size();
    let (counted, code) = json(&["scores", "--json", "--data", data]);
    let found = &counted["found"];
    assert_eq!((code, found["as_at"].as_str()), (Some(0), Some("2015-12-15")), "{counted}");
    let people = found["people"].as_u64().unwrap();
    assert!(people > 40 && found["measures"].as_array().unwrap().len() == 5, "{found}");
    for measure in found["measures"].as_array().unwrap() {
        let bands = measure["bands"].as_array().unwrap().iter().map(|band| band["people"].as_u64().unwrap());
        assert_eq!(bands.sum::<u64>() + measure["unknown"].as_u64().unwrap(), people, "{measure}");
    }
    let (earlier, _) = json(&["scores", "--json", "--as-at", "2015-01-15", "--data", data]);
    assert!(earlier["found"]["people"].as_u64() < Some(people), "{earlier}");

    let ours = include_str!("../../../../standards/allocation/split-2014.toml");
    let changed = ours.replace("at_least = 6.9,", "at_least = 1.0,").replace("version = \"1\"", "version = \"2\"");
    assert_ne!(changed, ours, "the lines this test changes have gone");
    let pack = folder.path().join("other.toml");
    fs::write(&pack, &changed).unwrap();
    let (moved, _) = json(&["scores", "--json", "--rows", "--data", data, "--beside", text(&pack)]);
    let (movement, rows) = (&moved["movement"], moved["rows"].as_array().unwrap());
    assert_eq!(movement["moved"].as_u64(), Some(rows.len() as u64), "{moved}");
    assert!(rows.iter().all(|row| row["from"] == "CRC" && row["to"] == "NPS"), "{moved}");
    assert!(!rows.is_empty() && rows[0]["person"].as_str().unwrap().starts_with("person-"));
    let (unnamed, _) = json(&["scores", "--json", "--data", data, "--beside", text(&pack)]);
    assert!(unnamed["rows"].is_null() && unnamed["movement"]["ways"] == movement["ways"], "{unnamed}");
    assert_eq!(size(), before, "nothing is recorded");

    let predictors = include_str!("../../../../standards/assessment/ogrs4-1.0.toml");
    let changed = predictors.replace("version = \"1.0\"\nthresholds", "version = \"1.1\"\nthresholds");
    let changed = changed.replace("all-reoffending = [50.0, 75.0, 90.0]", "all-reoffending = [20.0, 75.0, 90.0]");
    fs::write(&pack, changed).unwrap();
    let (moved, _) = json(&["scores", "--json", "--data", data, "--beside", text(&pack)]);
    let way = &moved["movement"]["ways"][0];
    assert_eq!((way["from"].as_str(), way["to"].as_str()), (Some("LOW"), Some("MEDIUM")), "{moved}");
}

#[test]
fn figures_that_do_not_hold_or_cannot_be_compared_are_refused_by_name() {
    let folder = TempDir::new().unwrap();
    let pack = folder.path().join("other.toml");
    let ours = include_str!("../../../../standards/allocation/split-2014.toml");
    let check = |contents: &str, says: &str| {
        fs::write(&pack, contents).unwrap();
        let refused = run(&["scores", "--data", text(folder.path()), "--beside", text(&pack)]);
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(refused.status.code() == Some(2) && told.contains(says), "{says}: {told}");
    };
    check("not toml", "this is no pack of figures");
    check("rules = 1", "does not say which pack it is");
    check(ours, "calls itself split-2014/1, as the one in force does");
    check(&ours.replace("[\"CRC\", \"NPS\"]", "[\"NPS\", \"CRC\"]"), "the outcomes of split-2014/1 are not those");
    check(&ours.replace("gives = \"NPS\"", "gives = \"ELSEWHERE\""), "this pack does not hold");
    check(
        include_str!("../../../../standards/assessment/legacy-1.0.toml"),
        "a pack legacy cannot be set beside another",
    );
    check(include_str!("../../../../standards/assessment/tier-v2.toml"), "a pack tier-v2 cannot be set beside another");
}
