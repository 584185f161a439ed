//! What a list says outside its cases, and the place that it gives them.

use jiff::civil::Date;

use super::Block;
use super::case::{self, Place};
use super::file_name::{self, Named};
use crate::court_table::{CourtCode, CourtKind, CourtRef, CourtTable};
use crate::row::Reason;
use crate::{dates, text};

/// What an element is, as far as a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    List,
    Document,
    Info,
    Session,
    Block,
    Case,
    Other,
}

/// What has been said so far, outermost first.
#[derive(Default)]
pub(super) struct Said {
    /// By the name of the file in hand.
    file: Named,
    list: CourtAndDay,
    /// By the name of the file that the list was made from.
    source_file: Named,
    info: CourtAndDay,
    session: Session,
    block: Block,
    block_id: Option<String>,
}

#[derive(Default)]
struct CourtAndDay {
    court: Option<String>,
    day: Option<String>,
}

#[derive(Default)]
struct Session {
    says: CourtAndDay,
    id: Option<String>,
    ou_code: Option<String>,
    room: Option<String>,
    starts: Option<String>,
    ends: Option<String>,
    /// The court, once found: finding it by name is not cheap.
    found: Option<Result<CourtRef, Reason>>,
}

impl Said {
    pub(super) fn in_file(name: &str) -> Said {
        Said { file: file_name::read(name), ..Said::default() }
    }

    pub(super) fn begin_document(&mut self) {
        let (file, list) = (std::mem::take(&mut self.file), std::mem::take(&mut self.list));
        *self = Said { file, list, ..Said::default() };
    }

    pub(super) fn begin_session(&mut self) {
        self.session = Session::default();
        self.begin_block();
    }

    pub(super) fn begin_block(&mut self) {
        self.block = Block::default();
        self.block_id = None;
    }

    /// The text of an element within `parent`. The error says how a fact that counts was damaged.
    pub(super) fn hear(&mut self, parent: Part, name: &str, given: &str) -> Result<(), String> {
        let fact = match (parent, name) {
            (Part::List, "courtName") => &mut self.list.court,
            (Part::List, "date") => &mut self.list.day,
            (Part::Info, "courtHouse") => &mut self.info.court,
            (Part::Info, "dateOfHearing") => &mut self.info.day,
            (Part::Session, "court") => &mut self.session.says.court,
            (Part::Session, "doh") => &mut self.session.says.day,
            (Part::Session, "s_id") => &mut self.session.id,
            (Part::Session, "ou_code") => &mut self.session.ou_code,
            (Part::Session, "room") => &mut self.session.room,
            (Part::Session, "sstart") => &mut self.session.starts,
            (Part::Session, "send") => &mut self.session.ends,
            (Part::Block, "sb_id") => &mut self.block_id,
            (Part::Block, "desc") => &mut self.block.purpose,
            (Part::Block, "bstart") => {
                self.block.starts = dates::time(given);
                return Ok(());
            }
            (Part::Block, "bend") => {
                self.block.ends = dates::time(given);
                return Ok(());
            }
            (Part::Info, "source_file_name") => {
                self.source_file = file_name::read(given);
                return Ok(());
            }
            _ => return Ok(()),
        };
        *fact = text::some(given);
        text::damage(given).map_or(Ok(()), Err)
    }

    /// Where and when the case now being read is heard.
    pub(super) fn place(&mut self, courts: &CourtTable) -> Result<Place, Reason> {
        let day = self.day()?;
        if self.session.found.is_none() {
            self.session.found = Some(self.court(courts));
        }
        let session = &self.session;
        Ok(Place {
            court: session.found.clone().unwrap_or(Err(Reason::NoCourt))?,
            day,
            session: case::session(session.starts.as_deref(), session.ends.as_deref()),
            session_id: session.id.clone(),
            room: session.room.clone().unwrap_or_default(),
            block: self.block.clone(),
            block_id: self.block_id.clone(),
        })
    }

    /// The session's own day, else the document's or list's, else what a file name says.
    fn day(&self) -> Result<Date, Reason> {
        let spoken = [&self.session.says.day, &self.info.day, &self.list.day].into_iter().flatten().next();
        if let Some(given) = spoken {
            return dates::day(given).ok_or_else(|| Reason::BadDay { given: given.clone() });
        }
        self.source_file.day.or(self.file.day).ok_or(Reason::NoDay)
    }

    fn court(&self, courts: &CourtTable) -> Result<CourtRef, Reason> {
        let name = [&self.session.says.court, &self.info.court, &self.list.court].into_iter().flatten().next();
        let codes = [
            self.session.ou_code.as_deref(),
            self.source_file.court.as_ref().map(CourtCode::as_str),
            // The name of the file in hand is the weakest witness: it serves only when no court is named at all.
            self.file.court.as_ref().filter(|_| name.is_none()).map(CourtCode::as_str),
        ];
        let found = courts.resolve(&codes, name.map(String::as_str), CourtKind::Magistrates);
        found.ok_or_else(|| name.map_or(Reason::NoCourt, |name| Reason::UnknownCourt { name: name.clone() }))
    }
}
