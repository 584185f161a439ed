//! Cutting a stream of JSON into its hearings without parsing them.

use std::io::{BufRead, Read};

use super::LARGEST_HEARING;
use crate::decode::{Coding, Decoded, Fault};
use crate::row::FileError;
use crate::text;

/// One JSON object of the file, as text.
pub(super) struct Value {
    /// Not yet known to be UTF-8, nor sound JSON.
    pub(super) text: Vec<u8>,
    pub(super) line: u64,
    pub(super) coding: Coding,
    pub(super) file: String,
}

/// The objects of a file: one, an array of them, or one after another.
pub(super) struct Values<R> {
    source: Decoded<R>,
    file: String,
    line: u64,
    place: Place,
    limit: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    /// In an array, before its first element.
    First,
    /// In an array, after a comma.
    Another,
    /// In an array, after an element.
    Between,
    /// After an object outside any array.
    After,
    /// After the array.
    End,
}

impl<R: Read> Values<R> {
    pub(super) fn new(source: Decoded<R>, file: &str) -> Result<Values<R>, FileError> {
        let mut values = Values { source, file: file.to_owned(), line: 1, place: Place::Start, limit: LARGEST_HEARING };
        match values.next_mark()? {
            Some(b'{' | b'[') => Ok(values),
            Some(_) => Err(values.wrong_format("something that is not JSON")),
            None => Err(FileError::Empty { file: file.to_owned() }),
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<Value>, FileError> {
        loop {
            let mark = self.next_mark()?;
            let (place, what) = match (self.place, mark) {
                (Place::After | Place::End, None) => return Ok(None),
                (_, None) => return Err(FileError::Truncated { file: self.file.clone(), line: self.line }),
                (Place::Start | Place::First | Place::Another | Place::After, Some(b'{')) => {
                    let value = self.object()?;
                    let in_array = matches!(self.place, Place::First | Place::Another);
                    self.place = if in_array { Place::Between } else { Place::After };
                    return Ok(Some(value));
                }
                (Place::Start, Some(b'[')) => (Place::First, "["),
                (Place::First | Place::Between, Some(b']')) => (Place::End, "]"),
                (Place::Between, Some(b',')) => (Place::Another, ","),
                (Place::First | Place::Another, Some(b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' | b'[')) => {
                    return Err(self.wrong_format("an array of something else"));
                }
                (_, Some(byte)) => {
                    let what = format!("“{}” is not expected here", char::from(byte).escape_default());
                    return Err(FileError::NotJson { file: self.file.clone(), line: self.line, what });
                }
            };
            self.place = place;
            self.source.consume(what.len());
        }
    }

    /// The next byte that is not white space, left in place.
    fn next_mark(&mut self) -> Result<Option<u8>, FileError> {
        loop {
            let ready = self.source.fill_buf().map_err(|e| FileError::from_read(&e, &self.file, self.line))?;
            if ready.is_empty() {
                return Ok(None);
            }
            let space = ready.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')).count();
            let mark = ready.get(space).copied();
            self.line += text::lines(&ready[..space]);
            self.source.consume(space);
            if mark.is_some() {
                return Ok(mark);
            }
        }
    }

    /// From an opening brace to the one that closes it.
    fn object(&mut self) -> Result<Value, FileError> {
        let mut value =
            Value { text: Vec::new(), line: self.line, coding: self.source.coding(), file: self.file.clone() };
        let mut depth = 0_u64;
        let (mut in_string, mut escaped) = (false, false);
        loop {
            let ready = self.source.fill_buf().map_err(|e| FileError::from_read(&e, &self.file, self.line))?;
            if ready.is_empty() {
                return Err(FileError::Truncated { file: self.file.clone(), line: self.line });
            }
            let mut end = None;
            for (at, byte) in ready.iter().enumerate() {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    _ if in_string => {}
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        depth -= 1;
                        if depth == 0 {
                            end = Some(at + 1);
                            break;
                        }
                    }
                    _ => {}
                }
            }
            let taken = end.unwrap_or(ready.len());
            value.text.extend_from_slice(&ready[..taken]);
            self.line += text::lines(&ready[..taken]);
            self.source.consume(taken);
            if end.is_some() {
                return Ok(value);
            }
            if value.text.len() > self.limit {
                let fault = std::io::Error::other(Fault::TooLarge(self.limit));
                return Err(FileError::from_read(&fault, &self.file, self.line));
            }
        }
    }

    fn wrong_format(&self, found: &str) -> FileError {
        FileError::WrongFormat {
            file: self.file.clone(),
            line: self.line,
            expected: "a hearing (JSON)",
            found: found.to_owned(),
        }
    }
}
