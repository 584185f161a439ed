//! The log, position by position: no gaps, times within their seals, and the root.

use super::Fault;
use crate::hash::Hash;
use crate::tree::Frontier;

/// One position of the log as it is stored.
#[derive(Clone, Copy, Debug)]
pub struct LogLine<'a> {
    /// The position, from 0.
    pub position: u64,
    /// The hash of the leaf at this position.
    pub hash: &'a [u8],
    /// When it was recorded, in microseconds UTC.
    pub recorded: i64,
    /// Whether this leaf is a seal.
    pub seal: bool,
}

/// Judges the log, which comes in order of position.
#[derive(Debug, Default)]
pub struct LogCheck {
    frontier: Frontier,
    next: u64,
    last_seal: Option<i64>,
    /// Lines since the last seal that are later than every one before them: the first line that the next seal turns
    /// out to precede is among them.
    latest: Vec<(u64, i64)>,
}

impl LogCheck {
    /// Begins at position 0.
    pub fn new() -> LogCheck {
        LogCheck::default()
    }

    /// Judges the next line. An entry lies in a bracket: recorded after the seal before it and no later than the seal
    /// after it. That a line is later than its seal comes to light with the seal, and the fault names the line. The
    /// line counts towards the size and root whatever is wrong with it.
    pub fn line(&mut self, line: &LogLine<'_>) -> Result<(), Fault> {
        let hash = Hash::try_from(line.hash);
        self.frontier.push(hash.unwrap_or(Hash::ZERO));
        let expected = std::mem::replace(&mut self.next, line.position.saturating_add(1));
        let in_bracket = self.bracket(line);
        if line.position != expected {
            return Err(Fault::PositionGap { expected, found: line.position });
        }
        if hash.is_err() {
            return Err(Fault::HashUnreadable { position: line.position });
        }
        in_bracket
    }

    /// How many lines there were.
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root of the tree over them.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    fn bracket(&mut self, line: &LogLine<'_>) -> Result<(), Fault> {
        let after = self.last_seal;
        let LogLine { position, recorded, .. } = *line;
        if line.seal {
            let late = self.latest.iter().copied().find(|(_, latest)| *latest > recorded);
            self.latest.clear();
            // The later of the two, so that one seal set back does not widen the next bracket.
            self.last_seal = Some(after.map_or(recorded, |after| after.max(recorded)));
            if let Some((position, late)) = late {
                return Err(Fault::OutsideBracket { position, recorded: late, after, until: Some(recorded) });
            }
        } else if self.latest.last().is_none_or(|(_, latest)| *latest < recorded) {
            self.latest.push((position, recorded));
        }
        if after.is_some_and(|after| recorded <= after) {
            return Err(Fault::OutsideBracket { position, recorded, after, until: None });
        }
        Ok(())
    }
}
