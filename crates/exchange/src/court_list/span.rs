//! A reader that remembers the bytes of what is being read, and counts lines.

use std::io::{self, BufRead, Read};

use crate::decode::{Decoded, Fault, copy_ready};
use crate::text;

/// Remembers everything consumed since [`Span::restart`].
pub(super) struct Span<R> {
    source: Decoded<R>,
    kept: Vec<u8>,
    line: u64,
    limit: usize,
}

impl<R: Read> Span<R> {
    pub(super) fn new(source: Decoded<R>, line: u64, limit: usize) -> Span<R> {
        Span { source, kept: Vec::new(), line, limit }
    }

    pub(super) fn restart(&mut self) {
        self.kept.clear();
    }

    pub(super) fn kept(&self) -> &[u8] {
        &self.kept
    }

    /// The line that reading has come to, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn at_end(&mut self) -> bool {
        self.source.fill_buf().is_ok_and(<[u8]>::is_empty)
    }
}

impl<R: Read> Read for Span<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        copy_ready(self, out)
    }
}

impl<R: Read> BufRead for Span<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.kept.len() > self.limit {
            return Err(io::Error::other(Fault::TooLarge(self.limit)));
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        let consumed = &self.source.ready()[..n];
        self.line += text::lines(consumed);
        self.kept.extend_from_slice(consumed);
        self.source.consume(n);
    }
}
