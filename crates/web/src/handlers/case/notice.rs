//! A notice that an entry one may have read was about somebody else.

use record::{EntryId, StreamId};
use serde::Deserialize;
use service::notices::Acknowledged;
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
        let (what, gone, case) = if self.stream.kind() == "court" {
            (
                "You opened a record while a case from a court’s list was linked with it that is somebody else’s. The link \
                 has been taken back.",
                "The link was taken back",
                Link::new("See the courts’ lists", "/courts"),
            )
        } else {
            (
                "You opened a record while an entry stood in it that was about somebody else. The entry has been taken off.",
                "The entry was taken off",
                Link::new("Open the record", format!("{}/timeline", case_href(&self.stream))),
            )
        };
        Ok(NoticePage {
            shell: visitor.shell("You read an entry about somebody else", Here::Day).back("My day", "/day"),
            problems: Problems::default(),
            what: what.to_owned(),
            facts: Facts::from(vec![
                Fact::new("You opened the record last", instant(notice.read)),
                Fact::new(gone, instant(notice.told)),
            ]),
            case,
            token: visitor.token(self.address(), 0),
        })
    }
}
