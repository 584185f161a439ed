//! Long files: little is held at a time, and what is beyond any real size is refused.

use std::cell::Cell;
use std::io::Read;

use exchange::court_list::{LARGEST_CASE, read_court_list};
use exchange::hearing::read_hearing;
use exchange::{FileError, Row};

use super::{COURTS, hearing, list};

const HEAD: &str =
    "<CourtList><sessions><session><doh>14/12/2015</doh><court>Sheffield</court><room>1</room><blocks><block><cases>";
const TAIL: &str = "</cases></block></blocks></session></sessions></CourtList>";

fn case(n: usize) -> String {
    format!(
        "<case><caseno>{n}</caseno><def_name>Mr Test CASE{n}</def_name><offences><offence><code>TH68010</code><sum>{}</sum></offence></offences></case>",
        "stole articles ".repeat(60)
    )
}

fn one_hearing(n: usize) -> String {
    format!(
        "{{\"hearing\": {{\"id\": \"h{n}\", \"courtCentre\": {{\"code\": \"B14LO\"}}, \"hearingDays\": [{{\"sittingDay\": \"2015-12-14\"}}], \"prosecutionCases\": [{{\"id\": \"c\", \"defendants\": [{{\"id\": \"d\", \"personDefendant\": {{\"personDetails\": {{\"firstName\": \"Test\", \"lastName\": \"Case\", \"x\": \"{}\"}}}}}}]}}]}}}}\n",
        "y".repeat(900)
    )
}

/// A long file made as it is read, which counts how much of it was asked for.
struct Made<'c, I> {
    parts: I,
    part: Vec<u8>,
    at: usize,
    given: &'c Cell<usize>,
}

impl<I: Iterator<Item = String>> Read for Made<'_, I> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while self.at == self.part.len() {
            let Some(next) = self.parts.next() else { return Ok(0) };
            (self.part, self.at) = (next.into_bytes(), 0);
        }
        let size = out.len().min(self.part.len() - self.at);
        out[..size].copy_from_slice(&self.part[self.at..self.at + size]);
        self.at += size;
        self.given.set(self.given.get() + size);
        Ok(size)
    }
}

/// No row may need more than this of the file read beyond its own end.
const AHEAD: usize = 192 * 1024;

#[test]
fn a_long_list_is_read_with_little_of_it_in_hand() {
    const CASES: usize = 5_000;
    let given = Cell::new(0);
    let parts = std::iter::once(HEAD.to_owned()).chain((0..CASES).map(case)).chain([TAIL.to_owned()]);
    let (mut used, mut read) = (HEAD.len(), 0);
    let source = Made { parts, part: Vec::new(), at: 0, given: &given };
    for row in read_court_list(source, "long.xml", &COURTS).expect("a list") {
        assert!(matches!(row, Ok(Row::Read(_))), "{row:?}");
        used += case(read).len();
        read += 1;
        assert!(given.get() <= used + AHEAD, "{} bytes asked for at row {read}, which ends at {used}", given.get());
    }
    assert_eq!(read, CASES);
    assert!(given.get() > 5_000_000);
}

#[test]
fn a_long_file_of_hearings_is_read_one_hearing_at_a_time() {
    const COUNT: usize = 1_000;
    let given = Cell::new(0);
    let (mut used, mut read) = (0, 0);
    let source = Made { parts: (0..COUNT).map(one_hearing), part: Vec::new(), at: 0, given: &given };
    for row in read_hearing(source, "long.jsonl", &COURTS).expect("hearings") {
        assert!(matches!(row, Ok(Row::Read(_))), "{row:?}");
        used += one_hearing(read).len();
        read += 1;
        assert!(given.get() <= used + AHEAD);
    }
    assert_eq!(read, COUNT);
}

#[test]
fn a_case_beyond_any_real_size_is_refused_before_it_is_held() {
    let given = Cell::new(0);
    let endless = std::iter::once(format!("{HEAD}<case><caseno>")).chain(std::iter::repeat("9".repeat(4096)));
    let source = Made { parts: endless, part: Vec::new(), at: 0, given: &given };
    let last = read_court_list(source, "endless.xml", &COURTS).expect("a list").last();
    assert!(matches!(last, Some(Err(FileError::TooLarge { limit: LARGEST_CASE, .. }))), "{last:?}");
    assert!(given.get() < LARGEST_CASE + 2 * AHEAD);
}

#[test]
fn deep_nesting_is_refused_or_set_aside() {
    let deep = format!("{HEAD}<case>{}</case>{TAIL}", "<a>".repeat(100_000));
    assert!(matches!(list(deep.as_bytes()).1, Some(FileError::TooDeep { .. })));
    let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep = one_hearing(1).replace("\"lastName\"", &format!("\"deep\": {nested}, \"lastName\""));
    let (rows, error) = hearing(deep.as_bytes());
    assert_eq!((rows.len(), error), (1, None));
    assert!(matches!(rows[0], Row::Quarantined(_)));
}
