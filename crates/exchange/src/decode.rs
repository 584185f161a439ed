//! From the file's encoding to UTF-8 and back, as a stream.

use std::io::{self, BufRead, Read};

use encoding_rs::WINDOWS_1252;

const CHUNK: usize = 64 * 1024;
/// How far into a file its XML declaration may reach.
const PROLOGUE: usize = 1024;

/// How a file's bytes stand for text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Utf8,
    Ascii,
    Utf16Le,
    Utf16Be,
    /// Windows-1252, which is also what files declared as ISO-8859-1 hold.
    Windows1252,
}

/// What went wrong below the parser; carried through it inside an `io::Error`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("{0}")]
    Encoding(String),
    #[error("larger than {0} bytes")]
    TooLarge(usize),
}

impl Fault {
    pub(crate) fn of(error: &io::Error) -> Option<&Fault> {
        error.get_ref()?.downcast_ref()
    }
}

impl Coding {
    /// The bytes that `text` had in the file.
    pub(crate) fn restore(self, text: &[u8]) -> Vec<u8> {
        match self {
            Coding::Utf8 | Coding::Ascii => text.to_vec(),
            Coding::Utf16Le => units(text).flat_map(u16::to_le_bytes).collect(),
            Coding::Utf16Be => units(text).flat_map(u16::to_be_bytes).collect(),
            Coding::Windows1252 => WINDOWS_1252.encode(&String::from_utf8_lossy(text)).0.into_owned(),
        }
    }
}

fn units(text: &[u8]) -> impl Iterator<Item = u16> {
    // What was decoded from UTF-16 is valid UTF-8, so nothing is lost here.
    String::from_utf8_lossy(text).encode_utf16().collect::<Vec<_>>().into_iter()
}

/// A file as UTF-8. Bytes that are no text in the file's encoding are an error, except in UTF-8 itself, which passes
/// through unchecked so that one damaged case need not spoil a list.
pub(crate) struct Decoded<R> {
    source: R,
    coding: Coding,
    /// Bytes read and not yet decoded; for UTF-8, `raw[at..]` is what is handed out.
    raw: Vec<u8>,
    at: usize,
    text: Vec<u8>,
    text_at: usize,
    /// What is wrong after `text`: said only once the text before it has been taken, however the source is cut up.
    wrong: Option<String>,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    /// Reads the beginning of `source` and works out its encoding: byte order mark, else the look of the first
    /// bytes, else the XML declaration, else UTF-8.
    pub(crate) fn open(source: R) -> io::Result<Decoded<R>> {
        let mut decoded = Decoded {
            source,
            coding: Coding::Utf8,
            raw: Vec::new(),
            at: 0,
            text: Vec::new(),
            text_at: 0,
            wrong: None,
            ended: false,
        };
        while decoded.raw.len() < PROLOGUE && !decoded.ended {
            decoded.read_more()?;
        }
        let (coding, mark) = detect(&decoded.raw)?;
        decoded.coding = coding;
        decoded.at = mark;
        Ok(decoded)
    }

    pub(crate) fn coding(&self) -> Coding {
        self.coding
    }

    /// What is ready to be read without asking the source.
    pub(crate) fn ready(&self) -> &[u8] {
        match self.coding {
            Coding::Utf8 => &self.raw[self.at..],
            _ => &self.text[self.text_at..],
        }
    }

    fn read_more(&mut self) -> io::Result<()> {
        if self.at > 0 {
            self.raw.drain(..self.at);
            self.at = 0;
        }
        let start = self.raw.len();
        self.raw.resize(start + CHUNK, 0);
        let read = loop {
            match self.source.read(&mut self.raw[start..]) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        self.raw.truncate(start + read.as_ref().map_or(0, |n| *n));
        self.ended = read? == 0;
        Ok(())
    }

    fn decode_more(&mut self) -> io::Result<()> {
        self.text.clear();
        self.text_at = 0;
        while self.text.is_empty() {
            if let Some(what) = &self.wrong {
                return fault(what);
            }
            let waiting = self.raw.len() - self.at;
            if waiting < 4 && !self.ended {
                self.read_more()?;
            } else if waiting == 0 {
                return Ok(());
            }
            self.decode_ready();
        }
        Ok(())
    }

    fn decode_ready(&mut self) {
        let raw = &self.raw[self.at..];
        match self.coding {
            Coding::Utf8 => {}
            Coding::Ascii => {
                let sound = raw.iter().take_while(|b| b.is_ascii()).count();
                self.text.extend_from_slice(&raw[..sound]);
                self.wrong = raw.get(sound).map(|byte| format!("byte {byte:#04x} in a file declared as ASCII"));
                self.at = self.raw.len();
            }
            Coding::Windows1252 => {
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(raw);
                self.text.extend_from_slice(text.as_bytes());
                self.at = self.raw.len();
            }
            Coding::Utf16Le => self.decode_wide(u16::from_le_bytes),
            Coding::Utf16Be => self.decode_wide(u16::from_be_bytes),
        }
    }

    fn decode_wide(&mut self, unit: fn([u8; 2]) -> u16) {
        let raw = &self.raw[self.at..];
        let mut whole = raw.len() / 2;
        let last_unit = whole.checked_sub(1).map(|n| unit([raw[2 * n], raw[2 * n + 1]]));
        // A pair may straddle two reads: its first half waits for the second.
        if !self.ended && last_unit.is_some_and(|u| (0xd800..0xdc00).contains(&u)) {
            whole -= 1;
        }
        let units = raw[..2 * whole].chunks_exact(2).map(|b| unit([b[0], b[1]]));
        let mut utf8 = [0; 4];
        for decoded in char::decode_utf16(units) {
            match decoded {
                Ok(c) => self.text.extend_from_slice(c.encode_utf8(&mut utf8).as_bytes()),
                Err(e) => {
                    self.wrong = Some(format!("{e} in UTF-16"));
                    break;
                }
            }
        }
        self.at += 2 * whole;
        if self.ended && self.at < self.raw.len() && self.wrong.is_none() {
            self.wrong = Some("half a character at the end".to_owned());
        }
    }
}

/// Reads what stands ready in a buffer.
pub(crate) fn copy_ready(buffered: &mut impl BufRead, out: &mut [u8]) -> io::Result<usize> {
    let ready = buffered.fill_buf()?;
    let n = ready.len().min(out.len());
    out[..n].copy_from_slice(&ready[..n]);
    buffered.consume(n);
    Ok(n)
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        copy_ready(self, out)
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.ready().is_empty() {
            match self.coding {
                Coding::Utf8 if self.ended => {}
                Coding::Utf8 => self.read_more()?,
                _ => self.decode_more()?,
            }
        }
        Ok(self.ready())
    }

    fn consume(&mut self, n: usize) {
        match self.coding {
            Coding::Utf8 => self.at += n,
            _ => self.text_at += n,
        }
    }
}

/// The encoding, and how many bytes its mark takes.
fn detect(start: &[u8]) -> io::Result<(Coding, usize)> {
    match start {
        [0xef, 0xbb, 0xbf, ..] => return Ok((Coding::Utf8, 3)),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return fault("UTF-32 is not read here"),
        [0xff, 0xfe, ..] => return Ok((Coding::Utf16Le, 2)),
        [0xfe, 0xff, ..] => return Ok((Coding::Utf16Be, 2)),
        [b'<' | b'{' | b'[' | b' ' | b'\n' | b'\r', 0, ..] => return Ok((Coding::Utf16Le, 0)),
        [0, b'<' | b'{' | b'[' | b' ' | b'\n' | b'\r', ..] => return Ok((Coding::Utf16Be, 0)),
        _ => {}
    }
    let coding = match declared(start) {
        None => Coding::Utf8,
        Some(label) => match label.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Coding::Utf8,
            "us-ascii" | "ascii" => Coding::Ascii,
            "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" | "windows-1252" | "cp1252" => {
                Coding::Windows1252
            }
            "utf-16" | "utf-16le" | "utf-16be" | "utf16" => {
                return fault("declared as UTF-16, and the bytes are not");
            }
            _ => return fault(&format!("“{label}” is not an encoding that is read here")),
        },
    };
    Ok((coding, 0))
}

/// The encoding that an XML declaration names.
fn declared(start: &[u8]) -> Option<String> {
    let start = &start[..start.len().min(PROLOGUE)];
    let body = start.strip_prefix(b"<?xml")?;
    let end = body.windows(2).position(|w| w == b"?>")?;
    let body = &body[..end];
    let at = body.windows(8).position(|w| w == b"encoding")?;
    let rest = body[at + 8..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, rest) = rest.split_first()?;
    let close = rest.iter().position(|b| b == quote)?;
    Some(String::from_utf8_lossy(&rest[..close]).trim().to_owned())
}

fn fault<T>(what: &str) -> io::Result<T> {
    Err(io::Error::other(Fault::Encoding(what.to_owned())))
}
