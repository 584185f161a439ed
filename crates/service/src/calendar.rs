//! A calendar feed: an officer's own appointments for a calendar program, without the name of anybody.
//!
//! The token in its address is all that opens it, and it opens nothing else. Only its hash is kept.

use access::{Action, Question};
use jiff::Span;
use jiff::civil::Date;
use practice::working::{WorkingFigure, value};
use record::time::Instant;
use store::{CalendarRow, DiaryRow, SideWrite};

use crate::directory::Names;
use crate::project::SlotDetail;
use crate::{Ask, Problem, Service, sign_in};

/// What stands about somebody's feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// When its token was made, by the record's clock.
    pub made: Instant,
}

/// The appointments of a feed.
#[derive(Debug)]
pub struct FeedSlots {
    /// Each with its detail, by time.
    pub slots: Vec<(DiaryRow, SlotDetail)>,
    /// Names of places.
    pub names: Names,
}

impl Service {
    /// The asker's feed, if they made one.
    pub async fn calendar(&self, ask: &Ask) -> Result<Option<Feed>, Problem> {
        let staff = ask.actor.staff.clone();
        let row = self.store.read(move |snapshot| snapshot.calendar_of(&staff)).await?;
        Ok(row.map(|row| Feed { made: Instant(row.made) }))
    }

    /// Makes the asker's feed anew, and gives the token that opens it: it is kept nowhere, and shown once. The one they
    /// had opens nothing from now on.
    pub async fn make_calendar(&self, ask: &Ask) -> Result<String, Problem> {
        self.permit_list(ask, Action::ViewDay, 0).await?;
        let token = ledger::Hash(self.random_bytes()).to_string();
        let token_hash = hash_of(&token);
        let row = CalendarRow { staff: ask.actor.staff.clone(), token_hash, made: ask.now.0, read_on: String::new() };
        self.store.put(SideWrite::PutCalendar(row)).await?;
        Ok(token)
    }

    /// Ends the asker's feed.
    pub async fn revoke_calendar(&self, ask: &Ask) -> Result<(), Problem> {
        Ok(self.store.put(SideWrite::RevokeCalendar { staff: ask.actor.staff.clone() }).await?)
    }

    /// What the feed of a token shows. Calendar programs ask every few minutes: the log of reads has it once a day.
    pub async fn calendar_feed(&self, token: &str, now: Instant) -> Result<FeedSlots, Problem> {
        let token_hash = hash_of(token);
        let today = now.day();
        let (before, ahead) = (value(WorkingFigure::CalendarDaysBefore), value(WorkingFigure::CalendarDaysAhead));
        let (from, to) = (shifted(today, -i64::from(before)), shifted(today, i64::from(ahead)));
        let read = self.store.read(move |snapshot| {
            let Some(feed) = snapshot.calendar_of_token(&token_hash)? else { return Ok(None) };
            let Some(staff) = snapshot.staff(&feed.staff)?.filter(|staff| staff.active) else { return Ok(None) };
            let rows = snapshot.diary_of_officer(&feed.staff, &from, &to)?;
            Ok(Some((feed, staff, rows)))
        });
        let (feed, staff, rows) = read.await?.ok_or(Problem::NotFound)?;
        let actor = sign_in::actor(&staff).ok_or(Problem::NotFound)?;
        let ask = Ask { actor, now, screen: "calendar feed" };
        let may = Question { actor: &ask.actor, action: Action::ViewDay, case: None, today };
        if access::decide(may).is_err() {
            return Err(Problem::NotFound);
        }
        if feed.read_on != today.to_string() {
            self.permit_list(&ask, Action::ViewDay, rows.len()).await?;
            let day = today.to_string();
            self.store.put(SideWrite::CalendarRead { token_hash: feed.token_hash, day }).await?;
        }
        let names = self.names([]).await?;
        let slots = rows.into_iter().map(|row| (serde_json::from_str(&row.detail).unwrap_or_default(), row));
        Ok(FeedSlots { slots: slots.map(|(detail, row)| (row, detail)).collect(), names })
    }
}

fn hash_of(token: &str) -> Vec<u8> {
    ledger::Hash::of(format!("calendar/{token}").as_bytes()).0.to_vec()
}

fn shifted(day: Date, days: i64) -> String {
    day.saturating_add(Span::new().days(days)).to_string()
}
