//! Drafts: what somebody has typed and not yet sent, kept on the server so that nothing typed is lost.

use record::time::Instant;
use store::{DraftRow, SideWrite};

use crate::{Ask, Problem, Service};

/// Nobody keeps more drafts: a bound on what a browser can fill the disk with, far above a day's open forms.
const MOST: usize = 50;
/// No draft is longer than 64 KiB: several times the longest note.
const LONGEST: usize = 64 * 1024;

impl Service {
    /// Keeps what was typed into a form about something, in place of what was kept before.
    pub async fn keep_draft(&self, ask: &Ask, form: &str, subject: &str, body: String) -> Result<(), Problem> {
        if body.len() > LONGEST {
            return Err(Problem::field("note", "This is too long to keep as a draft"));
        }
        let staff = ask.actor.staff.clone();
        let kept = self.store.read(move |snapshot| snapshot.drafts_of(&staff)).await?;
        if kept.len() >= MOST && kept.iter().all(|draft| draft.form != form) {
            return Err(Problem::field("note", "You have too many drafts: send or clear some first"));
        }
        let row = DraftRow {
            staff: ask.actor.staff.clone(),
            form: form.to_owned(),
            subject: subject.to_owned(),
            body,
            saved_at: ask.now.0,
        };
        Ok(self.store.put(SideWrite::PutDraft(row)).await?)
    }

    /// Keeps a form that was sent after its session had run out, as the draft of whoever had the session.
    ///
    /// The form must carry the secret of that session: a dead cookie alone writes nothing.
    pub async fn keep_after_session(
        &self,
        token: &str,
        csrf: &str,
        form: &str,
        body: String,
        now: Instant,
    ) -> Result<(), Problem> {
        let key = crate::sign_in::session_key(token);
        let Some(session) = self.store.read(move |snapshot| snapshot.session(&key)).await? else { return Ok(()) };
        if body.len() > LONGEST || session.csrf != csrf {
            return Ok(());
        }
        let row =
            DraftRow { staff: session.staff, form: form.to_owned(), subject: String::new(), body, saved_at: now.0 };
        Ok(self.store.put(SideWrite::PutDraft(row)).await?)
    }

    /// One's own draft of a form about something.
    pub async fn draft(&self, ask: &Ask, form: &str, subject: &str) -> Result<Option<DraftRow>, Problem> {
        let (staff, form, subject) = (ask.actor.staff.clone(), form.to_owned(), subject.to_owned());
        Ok(self.store.read(move |snapshot| snapshot.draft(&staff, &form, &subject)).await?)
    }

    /// Drops one's own draft, once it was sent. What was recorded is recorded, whether or not its draft can be dropped.
    pub async fn drop_draft(&self, ask: &Ask, form: &str) {
        let drop =
            SideWrite::DropDraft { staff: ask.actor.staff.clone(), form: form.to_owned(), subject: String::new() };
        if let Err(error) = self.store.put(drop).await {
            tracing::warn!(%error, "a draft could not be dropped");
        }
    }
}
