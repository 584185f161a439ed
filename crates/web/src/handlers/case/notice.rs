//! A notice that an entry one may have read was about somebody else.

use record::{EntryId, StreamId};
use serde::Deserialize;
use service::notices::{Acknowledged, Saw};
use service::{FieldError, Problem};

use crate::components::{Fact, Facts, Here, Link, Problems};
use crate::handlers::forms::Form;
use crate::handlers::frame::case_href;
use crate::pages::case::notice::NoticePage;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::instant;

/// One's own notice.
#[derive(Debug, Deserialize)]
pub struct NoticeForm {
    stream: StreamId,
    seq: u64,
}

impl NoticeForm {
    fn id(&self) -> EntryId {
        EntryId { stream: self.stream.clone(), seq: self.seq }
    }
}

impl Form for NoticeForm {
    type Page = NoticePage;

    fn address(&self) -> String {
        format!("/notices/{}", self.id())
    }

    fn done(&self) -> String {
        "/day".to_owned()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let said = Acknowledged { notice: self.id().to_string() };
        visitor.web.service.acknowledge(&visitor.ask("notice"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, _typed: &Fields, _errors: &[FieldError]) -> Result<NoticePage, Problem> {
        let own = visitor.web.service.notices(&visitor.ask("notice")).await?;
        let notice = own.into_iter().find(|notice| notice.id == self.id()).ok_or(Problem::NotFound)?;
        let record = || Link::new("Open the record", format!("{}/timeline", case_href(&self.stream)));
        let (about, saw, gone, case) = match notice.saw {
            _ if self.stream.kind() == "court" => (
                "You opened a record while a case from a court’s list was linked with it that is somebody else’s. The link \
                 has been taken back.",
                "You opened the record last",
                "The link was taken back",
                Link::new("See the courts’ lists", "/courts"),
            ),
            Saw::Record => (
                "You opened a record while an entry stood in it that was about somebody else. The entry has been taken off.",
                "You opened the record last",
                "The entry was taken off",
                record(),
            ),
            Saw::List => (
                "While an entry stood on somebody’s record that was about somebody else, you saw a list that may have held \
                 them: a day, a caseload, a team’s week or a reception. The entry has been taken off.",
                "You saw such a list last",
                "The entry was taken off",
                record(),
            ),
        };
        Ok(NoticePage {
            shell: visitor.shell("You read an entry about somebody else", Here::Day).back("My day", "/day"),
            problems: Problems::default(),
            heading: words(notice.saw),
            about,
            facts: Facts::from(vec![Fact::new(saw, instant(notice.read)), Fact::new(gone, instant(notice.told))]),
            case,
            token: visitor.token(self.address(), 0),
        })
    }
}

/// What somebody is told that they saw.
pub(crate) fn words(saw: Saw) -> &'static str {
    match saw {
        Saw::Record => "You read an entry that was recorded on the wrong person",
        Saw::List => "You may have seen in a list what was recorded on the wrong person",
    }
}
