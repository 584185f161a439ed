//! Two people act at the same moment, a pause between what each decides and what each records: two bookings of people who
//! must be kept apart; a booking and what would have forbidden it: an arrangement, somebody's joining of a group, the loss of a
//! building's approval; or two seniors who give somebody to an officer with room for one. Whichever comes second is refused, or
//! lists the other. On a database the two are processes of their own; a folder has one writing process, so there they are two
//! threads of it.

mod places;
mod racer;
mod staff;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use cluster::Cluster;
use jiff::civil::Date;
use practice::business_days::is_business_day;
use practice::{LimitName, Standards};
use record::StreamId;
use record::apart::Arrangement;
use record::case::{View, fold};
use record::time::Minute;
use scenarios::{Case, Sentence, Stage, day};
use store::{Database, Store};

/// People who must be kept apart, in pairs: each pair races many times.
const PAIRS: usize = 20;

/// One of the two.
struct Racer {
    tell: Option<Box<dyn Write>>,
    hear: Box<dyn BufRead>,
    process: Option<Child>,
}

impl Drop for Racer {
    /// Nothing more is said, so a process ends.
    fn drop(&mut self) {
        self.tell = None;
        if let Some(process) = &mut self.process {
            process.wait().expect("it ended");
        }
    }
}

impl Racer {
    /// A thread of this process.
    fn thread(store: &Store, nth: u8) -> Racer {
        let (hears, tell) = std::io::pipe().expect("a pipe");
        let (hear, tells) = std::io::pipe().expect("a pipe");
        let store = store.clone();
        std::thread::spawn(move || racer::run(store, nth, BufReader::new(hears), tells));
        Racer { tell: Some(Box::new(tell)), hear: Box::new(BufReader::new(hear)), process: None }
    }

    /// A process of its own, told where the database is.
    fn process(database: &Database, nth: u8) -> Racer {
        let this = std::env::current_exe().expect("this test");
        let mut child = Command::new(this)
            .args(["--ignored", "--exact", "one_of_two", "--nocapture", "--quiet"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a process");
        let mut tell = child.stdin.take().expect("its input");
        writeln!(tell, "{}\n{}\n{nth}", database.url, database.keys.display()).expect("it listens");
        let mut hear = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        while line.trim() != "ready" {
            line.clear();
            assert!(hear.read_line(&mut line).expect("it speaks") > 0, "it ended");
        }
        Racer { tell: Some(Box::new(tell)), hear: Box::new(hear), process: Some(child) }
    }

    fn go(&mut self, command: &str) {
        let tell = self.tell.as_mut().expect("it is still spoken to");
        writeln!(tell, "{command}").expect("it listens");
        tell.flush().expect("it listens");
    }

    fn came(&mut self) -> String {
        let mut line = String::new();
        // A process of its own is a test too, and says when it takes long.
        while line.is_empty() || line.starts_with("test ") {
            line.clear();
            assert!(self.hear.read_line(&mut line).expect("it speaks") > 0, "it ended");
        }
        line.trim().to_owned()
    }
}

/// Whoever races in a process of their own; begun by the other tests only.
#[test]
#[ignore = "begun by the races"]
fn one_of_two() {
    let mut input = BufReader::new(std::io::stdin());
    let mut line = || {
        let mut line = String::new();
        input.read_line(&mut line).expect("a line");
        line.trim().to_owned()
    };
    let (url, keys, nth) = (line(), line(), line());
    let nth: u8 = nth.parse().expect("a number");
    let server = format!("racer-{nth}");
    let database = Database { url, keys: keys.into(), server, schema: None, standby: None };
    let store = Store::connect(database).expect("the database");
    println!("ready");
    racer::run(store, nth, input, std::io::stdout());
}

/// Where the record lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    Folder,
    Database,
}

/// How often the booking was refused, or was listed, and how often it went through unseen.
#[derive(Clone, Copy, Debug, Default)]
struct Came {
    refused: usize,
    listed: usize,
    neither: usize,
}

impl Came {
    fn told(self, race: &str) -> Came {
        println!("{race}: {} refused, {} listed, {} neither", self.refused, self.listed, self.neither);
        self
    }
}

struct Race {
    engine: Engine,
    stage: Stage,
    pairs: Vec<(Case, Case)>,
    first: Racer,
    second: Racer,
}

/// People in a county, half of them Olwen's, the other half Peter's, and two who race.
fn prepared(engine: Engine, stage: Stage, first: Racer, second: Racer) -> Race {
    let sentence = Sentence { until: day("2017-08-02"), ..Sentence::default() };
    let pair = |_| {
        let (one, other) = (stage.person("Una One", &sentence), stage.person("Otto Other", &sentence));
        stage.allocate(&other, "P01T1A2", day("2015-08-03"));
        (one, other)
    };
    let pairs = (0..PAIRS).map(pair).collect();
    Race { engine, stage, pairs, first, second }
}

fn in_a_folder() -> Race {
    let stage = Stage::new("2015-08-03T09:00");
    let store = stage.service.store().clone();
    prepared(Engine::Folder, stage, Racer::thread(&store, 1), Racer::thread(&store, 2))
}

/// A folder in which a guard of this name is never raised: whoever rests on it might as well not have read it.
fn folder_with(never_raised: &str) -> Race {
    let race = in_a_folder();
    let file = rusqlite::Connection::open(race.stage.folder().join("record.db")).expect("the record opens");
    let planted = format!(
        "CREATE TRIGGER planted BEFORE INSERT ON guard WHEN NEW.name = '{never_raised}' BEGIN SELECT RAISE(IGNORE); END"
    );
    file.execute_batch(&planted).expect("planted");
    race
}

fn in_a_database() -> Race {
    let folder = tempfile::tempdir().expect("a folder");
    let url = Cluster::shared().database().expect("a database");
    let keys = folder.path().to_path_buf();
    let database = Database { url, keys, server: "stage".into(), schema: None, standby: None };
    let store = Store::create_in(database.clone(), &scenarios::genesis()).expect("a record");
    let stage = Stage::in_record(folder, store, "2015-08-03T09:00");
    prepared(Engine::Database, stage, Racer::process(&database, 1), Racer::process(&database, 2))
}

/// When the `nth` race is run, and what is booked in it: nobody is booked twice in an hour, nobody is refused so often that
/// they are told to stop.
fn times(nth: usize) -> (Minute, Minute) {
    let now = Minute::new(day("2015-08-03").at(9, 0, 0, 0)).plus_minutes(20 * i64::try_from(nth).expect("a number"));
    let holidays = Standards::split_2014().holidays();
    let works = |day: &Date| is_business_day(holidays, *day).expect("a day of the table");
    let days = std::iter::successors(Some(day("2016-01-11")), |day| day.tomorrow().ok()).filter(works);
    let on = days.into_iter().nth(nth / 12).expect("a working day");
    let slot = i64::try_from(nth % 12).expect("a number");
    (now, Minute::new(on.at(8, 0, 0, 0)).plus_minutes(slot * 60))
}

impl Race {
    /// Both set off at once; how each came in.
    fn run(&mut self, first: &str, second: &str) -> (String, String) {
        self.first.go(first);
        self.second.go(second);
        (self.first.came(), self.second.came())
    }

    fn two_bookings(mut self, races: usize) {
        for (one, other) in self.pairs.clone() {
            self.first.go(&format!("apart {} {} {}", one.stream, other.crn, times(0).0));
            assert!(self.first.came().starts_with("recorded"));
        }
        for nth in 0..races {
            let (one, other) = &self.pairs[nth % PAIRS];
            let (now, at) = times(nth);
            let (first, second) =
                (format!("book {} {at} {now}", one.stream), format!("book {} {at} {now}", other.stream));
            let (first, second) = self.run(&first, &second);
            let recorded = [&first, &second].into_iter().filter(|came| came.starts_with("recorded")).count();
            let refused = [&first, &second].into_iter().filter(|came| came.starts_with("refused apart")).count();
            assert_eq!((recorded, refused), (1, 1), "race {nth}: {first}; {second}");
        }
    }

    fn a_booking_and_an_arrangement(mut self, races: usize) {
        let (mut refused, mut listed) = (0, 0);
        for nth in 0..races {
            let (one, other) = self.pairs[nth % PAIRS].clone();
            let (now, at) = times(nth);
            self.first.go(&format!("book {} {at} {now}", one.stream));
            assert!(self.first.came().starts_with("recorded"), "race {nth}");
            let (first, second) =
                (format!("apart {} {} {now}", one.stream, other.crn), format!("book {} {at} {now}", other.stream));
            let (made, booked) = self.run(&first, &second);
            let made = made.strip_prefix("recorded ").unwrap_or_else(|| panic!("race {nth}: {made}")).to_owned();
            let stream: StreamId = made.parse().expect("a stream");
            if booked.starts_with("refused apart") {
                refused += 1;
            } else {
                assert!(booked.starts_with("recorded"), "race {nth}: {booked}");
                let stands = Arrangement::fold(&self.stage.entries_of(&stream), View::default()).expect("arranged");
                let told = |case: &Case| stands.made.touches.contains(&self.named(case, at));
                assert!(told(&one) && told(&other), "race {nth}: {:?}", stands.made.touches);
                listed += 1;
            }
            self.first.go(&format!("end {stream} {now}"));
            assert!(self.first.came().starts_with("recorded"));
        }
        println!("a booking against an arrangement: {refused} refused, {listed} listed");
    }
}

impl Race {
    /// An arrangement names a group, and somebody who is expected joins it while they are booked, or while another joins.
    fn joining(mut self, races: usize) {
        let (mut refused, mut listed) = (0, 0);
        for nth in 0..races {
            let (one, other) = self.pairs[nth % PAIRS].clone();
            let third = self.pairs[(nth + 1) % PAIRS].1.clone();
            let ((now, at), group) = (times(nth), format!("group-{nth}"));
            let stream = self.alone(&format!("from {} {group} {now}", one.stream));
            self.alone(&format!("book {} {at} {now}", one.stream));
            let (first, second) =
                (format!("join {} {group} {now}", other.stream), format!("book {} {at} {now}", other.stream));
            let (joined, booked) = self.run(&first, &second);
            assert!(joined.starts_with("recorded"), "race {nth}: {joined}");
            if booked.starts_with("refused apart") {
                refused += 1;
            } else {
                assert!(booked.starts_with("recorded"), "race {nth}: {booked}");
                assert!(self.tells(&stream, &other, &[(&one, at), (&other, at)]), "race {nth}");
                listed += 1;
            }
            // Two more join at once, one of them with a booking that stands.
            let fourth = self.pairs[(nth + 2) % PAIRS].1.clone();
            let after = at.plus_minutes(30);
            self.alone(&format!("book {} {after} {now}", third.stream));
            let (first, second) =
                (format!("join {} {group} {now}", third.stream), format!("join {} {group} {now}", fourth.stream));
            let (first, second) = self.run(&first, &second);
            assert!(first.starts_with("recorded") && second.starts_with("recorded"), "race {nth}: {first}; {second}");
            assert!(self.tells(&stream, &third, &[(&third, after)]) && self.tells(&stream, &fourth, &[]), "race {nth}");
            self.first.go(&format!("end-at {stream} {} {now}", self.stage.entries_of(&stream).len()));
            assert!(self.first.came().starts_with("recorded"));
        }
        println!("a booking against a joining: {refused} refused, {listed} listed");
    }

    /// The first acts alone, and gives the stream it answers with.
    fn alone(&mut self, command: &str) -> StreamId {
        self.alone_done(command).parse().expect("a stream")
    }

    /// The first acts alone, and gives what it answers with.
    fn alone_done(&mut self, command: &str) -> String {
        self.first.go(command);
        let came = self.first.came();
        came.strip_prefix("recorded ").unwrap_or_else(|| panic!("{command}: {came}")).to_owned()
    }

    /// A booking as an arrangement names it.
    fn named(&self, case: &Case, at: Minute) -> String {
        let rows = self.stage.read(|snapshot| snapshot.diary_of(&case.stream));
        let row = rows.into_iter().find(|row| row.starts == at.to_string()).expect("it is in the diary");
        format!("{}/{}", case.stream, row.appointment)
    }

    /// Whether somebody came to an arrangement with a group, and that told of all of these bookings.
    fn tells(&self, stream: &StreamId, person: &Case, of: &[(&Case, Minute)]) -> bool {
        let stands = Arrangement::fold(&self.stage.entries_of(stream), View::default()).expect("arranged");
        let mut joined = stands.joined.iter().map(|(joined, _)| joined);
        let Some(joined) = joined.find(|joined| joined.person == person.stream) else { return false };
        of.iter().all(|(case, at)| joined.touches.contains(&self.named(case, *at)))
    }
}

impl Race {
    /// Somebody moves while another, whom they must not meet, is booked to be visited in that very house.
    fn moving(mut self, races: usize) {
        let mut arranged = Vec::new();
        for (one, other) in self.pairs.clone() {
            arranged.push(self.alone(&format!("apart {} {} {}", one.stream, other.crn, times(0).0)));
        }
        let (mut refused, mut listed) = (0, 0);
        for nth in 0..races {
            let (one, other) = self.pairs[nth % PAIRS].clone();
            let ((now, at), number) = (times(nth), nth + 1);
            let file = fold(&self.stage.entries_of(&one.stream), View::default());
            let version = service::addresses::version(&file);
            let (first, second) = (
                format!("move {} {number} {version} {now}", one.stream),
                format!("visit {} {number} {at} {now}", other.stream),
            );
            let (moved, booked) = self.run(&first, &second);
            assert!(moved.starts_with("recorded"), "race {nth}: {moved}");
            if booked.starts_with("refused apart") {
                refused += 1;
                continue;
            }
            assert!(booked.starts_with("recorded"), "race {nth}: {booked}");
            let entries = self.stage.entries_of(&arranged[nth % PAIRS]);
            let stands = Arrangement::fold(&entries, View::default()).expect("arranged");
            let of = format!("{}/", other.stream);
            let told = stands.moved.last().is_some_and(|(moved, _)| moved.touches.iter().any(|t| t.starts_with(&of)));
            assert!(told, "race {nth}: {:?}", stands.moved.last());
            listed += 1;
        }
        println!("a visit against a move: {refused} refused, {listed} listed");
    }

    /// Peter has room for one more, and two are given to him at once: who is given second needs a reason, and there is none.
    /// Neither is asked where he ends with both.
    fn giving(mut self, races: usize) -> Came {
        let ceiling = Standards::split_2014().limit(LimitName::CaseloadCeiling).value;
        let sentence = Sentence { until: day("2017-08-02"), ..Sentence::default() };
        let held = u32::try_from(PAIRS).expect("a number");
        for nth in held + 1..ceiling {
            let case = self.stage.person(&format!("Ann Person{nth}"), &sentence);
            self.stage.allocate(&case, "P01T1A2", day("2015-08-03"));
        }
        let new = ["Ned New", "Nia New"].map(|name| self.stage.unallocated(name, &sentence).stream);
        let mut all = Came::default();
        for nth in 0..races {
            let now = times(nth).0;
            let [first, second] = &new.each_ref().map(|person| format!("give {person} nobody P01T1A2 {now}"));
            let came: [String; 2] = self.run(first, second).into();
            let given: Vec<usize> = (0..2).filter(|at| came[*at] == "recorded 1").collect();
            match given[..] {
                [only] => {
                    let asked_why = came[1 - only].contains(&format!("would hold {}", ceiling + 1));
                    assert!(asked_why, "race {nth}: {came:?}");
                    all.refused += 1;
                }
                [_, _] => all.neither += 1,
                _ => panic!("race {nth}: {came:?}"),
            }
            // He gives them back to the team, and has room for one again.
            for at in given {
                self.first.go(&format!("give {} P01T1A2 P01T1A {now}", new[at]));
                assert_eq!(self.first.came(), "recorded 1", "race {nth}");
            }
        }
        all.told("two seniors who fill a caseload")
    }
}

#[test]
fn whoever_moves_beside_a_visit_in_a_folder_is_refused_or_listed() {
    in_a_folder().moving(60);
}

#[test]
fn whoever_moves_beside_a_visit_in_a_database_is_refused_or_listed() {
    in_a_database().moving(60);
}

#[test]
fn of_two_seniors_who_fill_a_caseload_at_once_in_a_folder_one_is_asked_why() {
    assert_eq!(in_a_folder().giving(100).neither, 0);
}

#[test]
fn of_two_seniors_who_fill_a_caseload_at_once_in_a_database_one_is_asked_why() {
    assert_eq!(in_a_database().giving(100).neither, 0);
}

#[test]
fn where_the_guard_over_what_somebody_holds_is_never_raised_the_races_find_it() {
    assert!((0..5).any(|_| folder_with("holds/P01T1A2").giving(60).neither > 0));
}

#[test]
fn whoever_joins_a_group_beside_a_booking_in_a_folder_is_refused_or_listed() {
    in_a_folder().joining(40);
}

#[test]
fn whoever_joins_a_group_beside_a_booking_in_a_database_is_refused_or_listed() {
    in_a_database().joining(40);
}

#[test]
fn of_two_bookings_at_once_in_a_folder_one_is_refused() {
    in_a_folder().two_bookings(150);
}

#[test]
fn of_two_bookings_at_once_in_a_database_one_is_refused() {
    in_a_database().two_bookings(150);
}

#[test]
fn a_booking_beside_an_arrangement_in_a_folder_is_refused_or_listed() {
    in_a_folder().a_booking_and_an_arrangement(150);
}

#[test]
fn a_booking_beside_an_arrangement_in_a_database_is_refused_or_listed() {
    in_a_database().a_booking_and_an_arrangement(150);
}

/// Run by `make faults`.
#[test]
#[ignore = "a thousand races of each kind in each engine take minutes"]
fn a_thousand_races_of_each_kind_in_each_engine() {
    in_a_folder().two_bookings(1_000);
    in_a_database().two_bookings(1_000);
    in_a_folder().a_booking_and_an_arrangement(1_000);
    in_a_database().a_booking_and_an_arrangement(1_000);
    in_a_folder().joining(500);
    in_a_database().joining(500);
    in_a_folder().moving(500);
    in_a_database().moving(500);
    assert_eq!(in_a_folder().giving(500).neither, 0);
    assert_eq!(in_a_database().giving(500).neither, 0);
}
