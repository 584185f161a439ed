//! Walking the list's XML event by event: where we are, and what is said there.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::errors::{Error as XmlError, IllFormedError};
use quick_xml::events::Event;

use super::case::CaseFacts;
use super::said::{Part, Said};
use super::span::Span;
use super::{DEEPEST, LARGEST_CASE, ListedCase};
use crate::court_table::CourtTable;
use crate::decode::{Coding, Decoded};
use crate::row::{FileError, Quarantined, Reason, Row};
use crate::text;

/// An element not yet ended.
struct Open {
    part: Part,
    /// Length of the path within the case before this element.
    path: usize,
    has_children: bool,
}

/// How much of a document has been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Nothing,
    Document,
    List,
}

/// Reads one list, and any list kept whole within a CDATA section of a document that is none itself (a saved test
/// request, a message log).
pub(super) struct ListReader<'c, R> {
    reader: Reader<Span<R>>,
    buffer: Vec<u8>,
    file: String,
    courts: &'c CourtTable,
    /// The encoding of the bytes that rows are cut from.
    coding: Coding,
    row: u64,
    open: Vec<Open>,
    lists_open: usize,
    seen: Seen,
    said: Said,
    case: Option<CaseFacts>,
    path: String,
    text: String,
    within: Option<Box<ListReader<'c, Cursor<Vec<u8>>>>>,
    /// Whether this list stood in a CDATA section: then it may hold none of its own.
    nested: bool,
    ended: bool,
}

type Next = Option<Result<Row<ListedCase>, FileError>>;

impl<'c, R: Read> ListReader<'c, R> {
    pub(super) fn new(source: Decoded<R>, file: &str, courts: &'c CourtTable) -> Self {
        let coding = source.coding();
        Self::starting_at(source, file, courts, coding, 1)
    }

    fn starting_at(source: Decoded<R>, file: &str, courts: &'c CourtTable, coding: Coding, line: u64) -> Self {
        let mut reader = Reader::from_reader(Span::new(source, line, LARGEST_CASE));
        reader.config_mut().expand_empty_elements = true;
        ListReader {
            reader,
            buffer: Vec::new(),
            file: file.to_owned(),
            courts,
            coding,
            row: 0,
            open: Vec::new(),
            lists_open: 0,
            seen: Seen::Nothing,
            said: Said::in_file(file),
            case: None,
            path: String::new(),
            text: String::new(),
            within: None,
            nested: false,
            ended: false,
        }
    }

    pub(super) fn next(&mut self) -> Next {
        if self.ended {
            return None;
        }
        let next = self.advance().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }

    /// The next row, or nothing at a sound end.
    fn advance(&mut self) -> Result<Option<Row<ListedCase>>, FileError> {
        loop {
            if let Some(row) = self.advance_within()? {
                return Ok(Some(row));
            }
            if self.case.is_none() {
                self.reader.get_mut().restart();
            }
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.clear();
            let event = self.reader.read_event_into(&mut buffer);
            let done = match event {
                Ok(Event::Eof) => return self.end().map(|()| None),
                Ok(event) => self.take(event),
                Err(error) => Err(self.fault(error)),
            };
            self.buffer = buffer;
            if let Some(row) = done? {
                return Ok(Some(row));
            }
        }
    }

    fn advance_within(&mut self) -> Result<Option<Row<ListedCase>>, FileError> {
        let Some(within) = &mut self.within else { return Ok(None) };
        let row = within.next().transpose()?;
        self.row = within.row;
        if row.is_none() {
            self.within = None;
        }
        Ok(row)
    }

    fn take(&mut self, event: Event<'_>) -> Result<Option<Row<ListedCase>>, FileError> {
        match event {
            Event::Start(tag) => self.start(&name(tag.local_name().as_ref()))?,
            Event::End(tag) => return self.close(&name(tag.local_name().as_ref())),
            Event::Text(text) => self.say(&text)?,
            Event::CData(text) => {
                if self.lists_open == 0 && !self.nested && holds_list(&text) {
                    self.enter(text.to_vec())?;
                } else {
                    self.say(&text)?;
                }
            }
            Event::GeneralRef(reference) => {
                let written: &[u8] = &reference;
                let known = match written {
                    b"lt" => Some('<'),
                    b"gt" => Some('>'),
                    b"amp" => Some('&'),
                    b"apos" => Some('\''),
                    b"quot" => Some('"'),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                match known {
                    Some(c) if self.open.is_empty() => return Err(self.not_xml(&format!("“{c}” outside the document"))),
                    Some(c) => self.text.push(c),
                    None => return Err(self.not_xml("a reference to something undefined")),
                }
            }
            Event::DocType(_) => return Err(FileError::Doctype { file: self.file.clone(), line: self.line() }),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(None)
    }

    fn start(&mut self, name: &str) -> Result<(), FileError> {
        if self.open.is_empty() && self.seen != Seen::Nothing {
            return Err(self.not_xml("a second document follows the first"));
        }
        if self.open.len() >= DEEPEST {
            return Err(FileError::TooDeep { file: self.file.clone(), line: self.line(), limit: DEEPEST });
        }
        if self.seen == Seen::Nothing {
            self.seen = Seen::Document;
        }
        let mixed = !self.text.trim_ascii().is_empty();
        self.text.clear();
        if let Some(parent) = self.open.last_mut() {
            parent.has_children = true;
        }
        let open = Open { part: self.part(name), path: self.path.len(), has_children: false };
        if let Some(case) = &mut self.case {
            if mixed {
                case.blame(Reason::Misshapen { what: format!("text beside the element “{name}”") });
            }
            if !self.path.is_empty() {
                self.path.push('/');
            }
            self.path.push_str(name);
            case.begin(&self.path);
        }
        match open.part {
            Part::List => {
                self.lists_open += 1;
                self.seen = Seen::List;
            }
            Part::Document => self.said.begin_document(),
            Part::Session => self.said.begin_session(),
            Part::Block => self.said.begin_block(),
            Part::Case => self.case = Some(CaseFacts::default()),
            Part::Info | Part::Other => {}
        }
        self.open.push(open);
        Ok(())
    }

    fn part(&self, name: &str) -> Part {
        let root = self.open.is_empty();
        match name {
            _ if self.case.is_some() => Part::Other,
            "ExternalDocumentRequest" | "CourtList" => Part::List,
            "documents" | "document" | "job" if root => Part::List,
            _ if self.lists_open == 0 => Part::Other,
            "document" => Part::Document,
            "info" => Part::Info,
            "session" => Part::Session,
            "block" => Part::Block,
            "case" => Part::Case,
            _ => Part::Other,
        }
    }

    fn say(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        if self.case.is_some() {
            // Whether the case's bytes are text at all is asked once, at its end.
            self.text.push_str(&String::from_utf8_lossy(bytes));
            return Ok(());
        }
        if self.open.is_empty() {
            let blank = bytes.trim_ascii().is_empty();
            return if blank { Ok(()) } else { Err(self.not_xml("text outside the document")) };
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => self.text.push_str(text),
            Err(_) => return Err(self.bad_encoding("bytes that are not UTF-8")),
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<Option<Row<ListedCase>>, FileError> {
        let Some(open) = self.open.pop() else {
            return Err(self.not_xml("an element ends that never began"));
        };
        let text = std::mem::take(&mut self.text);
        if open.part == Part::Case {
            return Ok(self.case.take().map(|case| self.finish(case, &text)));
        }
        if let Some(case) = &mut self.case {
            if !open.has_children {
                case.set(&self.path, &text);
            } else if !text.trim_ascii().is_empty() {
                case.blame(Reason::Misshapen { what: format!("text beside the elements of “{}”", self.path) });
            }
            self.path.truncate(open.path);
        } else {
            if let (false, Some(parent)) = (open.has_children, self.open.last()) {
                let heard = self.said.hear(parent.part, name, &text);
                heard.map_err(|what| self.bad_encoding(&format!("{name}: {what}")))?;
            }
            if open.part == Part::List {
                self.lists_open -= 1;
            }
        }
        self.text = text;
        self.text.clear();
        Ok(None)
    }

    fn finish(&mut self, mut case: CaseFacts, loose_text: &str) -> Row<ListedCase> {
        self.path.clear();
        self.row += 1;
        let kept = self.reader.get_ref().kept();
        if std::str::from_utf8(kept).is_err() {
            let reason = Reason::Garbled { what: "bytes that are not UTF-8".to_owned() };
            return self.quarantine(reason);
        }
        if !loose_text.trim_ascii().is_empty() {
            case.blame(Reason::Misshapen { what: "text beside the elements of the case".to_owned() });
        }
        match case.finish(|| self.said.place(self.courts)) {
            Ok(case) => Row::Read(case),
            Err(reason) => self.quarantine(reason),
        }
    }

    fn quarantine(&self, reason: Reason) -> Row<ListedCase> {
        let bytes = self.coding.restore(self.reader.get_ref().kept());
        Row::Quarantined(Quarantined { row: self.row, reason, bytes })
    }

    fn enter(&mut self, list: Vec<u8>) -> Result<(), FileError> {
        let line = self.line().saturating_sub(text::lines(&list));
        let source = Decoded::open(Cursor::new(list)).map_err(|e| FileError::from_read(&e, &self.file, line))?;
        let mut within = ListReader::starting_at(source, &self.file, self.courts, self.coding, line);
        within.row = self.row;
        within.nested = true;
        self.within = Some(Box::new(within));
        self.seen = Seen::List;
        Ok(())
    }

    fn end(&mut self) -> Result<(), FileError> {
        if !self.open.is_empty() {
            return Err(FileError::Truncated { file: self.file.clone(), line: self.line() });
        }
        let file = self.file.clone();
        match self.seen {
            Seen::List => Ok(()),
            Seen::Nothing => Err(FileError::Empty { file }),
            Seen::Document => {
                let (expected, found) = ("a court list (XML)", "other XML".to_owned());
                Err(FileError::WrongFormat { file, line: 1, expected, found })
            }
        }
    }

    fn fault(&mut self, error: XmlError) -> FileError {
        let line = self.line();
        match error {
            XmlError::Io(error) => FileError::from_read(&error, &self.file, line),
            XmlError::Syntax(_) | XmlError::IllFormed(IllFormedError::UnclosedReference)
                if self.reader.get_mut().at_end() =>
            {
                FileError::Truncated { file: self.file.clone(), line }
            }
            XmlError::Encoding(_) => self.bad_encoding("bytes that are not UTF-8"),
            other => self.not_xml(&other.to_string()),
        }
    }

    fn line(&self) -> u64 {
        self.reader.get_ref().line()
    }

    fn not_xml(&self, what: &str) -> FileError {
        FileError::NotXml { file: self.file.clone(), line: self.line(), what: what.to_owned() }
    }

    fn bad_encoding(&self, what: &str) -> FileError {
        FileError::Encoding { file: self.file.clone(), line: self.line(), what: what.to_owned() }
    }
}

fn name(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// Whether a CDATA section is itself an XML document with a court list in it, judged by how it begins.
fn holds_list(cdata: &[u8]) -> bool {
    let start = cdata.trim_ascii_start();
    let start = &start[..start.len().min(2048)];
    let has = |needle: &[u8]| start.windows(needle.len()).any(|w| w == needle);
    start.first() == Some(&b'<') && (has(b"Envelope") || has(b"<CourtList")) && !has(b"definitions")
}
