//! Records that misbehave, each in one way, and tell their callers that all is well. The simulator has to notice each.
//!
//! Most change an act on its way in, or the answer on its way out; the others change the stored record behind the
//! program's back.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;

use ledger::EntryId;
use rusqlite::{Connection, Params};
use store::conformance::samples::person;
use store::{
    Act, Appended, DiaryRow, IdemKey, ReadRow, Receipt, Report, Rows, SideWrite, Store, StoreError, WholeEntry,
};

use super::model::{Answer, erased_by, name};
use super::subject::{Folder, Subject, copy};

macro_rules! bugs {
    ($($bug:ident,)*) => {
        /// What is wrong with a record.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Bug {
            $($bug,)*
        }

        /// Each of them.
        pub(crate) const BUGS: &[Bug] = &[$(Bug::$bug,)*];
    };
}

bugs! {
    LosesAnAct, RecordsARepeatAgain, IgnoresAMovedHead, IgnoresAMovedGuard, ForgetsABump, BumpsTwice,
    SwapsTwoEntries, RecordsInAnotherStream, StepsBackInTime, LosesARow, KeepsAReplacedRow, AnswersWithAnothersAnswer,
    AcceptsAReusedKey, RecordsHalfAnAct, LosesARead, TellsUnsealedAsSealed, CutsContent, ErasesAnother, ErasesNothing,
    BringsErasedBack, KnowsTooLate, ForgetsTooLate, LosesTheLastActInACrash, RecordsWhatItCallsStale,
    ForgetsAKeyWhenClosed, LosesADraft, LosesALetter, RebuildsAllButOne, SignsThePastAnew,
    KeepsAnErasedLetter, KeepsADraftOfWhatWasErased, KeepsThePastOfWhatWasErased,
}

/// A record in a folder, with something wrong with it.
pub(crate) struct Planted {
    bug: Bug,
    folder: Folder,
    /// Occasions to do wrong so far.
    occasions: Cell<u32>,
    receipts: BTreeMap<(String, String), (IdemKey, Receipt)>,
    /// What was erased, as it was.
    erased: Vec<WholeEntry>,
}

impl Planted {
    pub(crate) fn create(bug: Bug) -> Planted {
        Planted {
            bug,
            folder: Folder::create(),
            occasions: Cell::new(0),
            receipts: BTreeMap::new(),
            erased: Vec::new(),
        }
    }

    /// Whether to do wrong if there is an occasion: once a run, at the second.
    fn strikes(&self, bug: Bug, occasion: bool) -> bool {
        if self.bug != bug || !occasion {
            return false;
        }
        self.occasions.set(self.occasions.get() + 1);
        self.occasions.get() == 2
    }

    fn append_one(&mut self, act: &Act) -> Answer {
        let is_bare = act.key.is_none() && act.expects.is_empty() && act.guards.is_empty() && act.rows.is_empty();
        if self.strikes(Bug::LosesAnAct, is_bare && erased_by(act).next().is_none()) {
            return Ok(Appended::Recorded(self.invented(act)));
        }
        if self.bug == Bug::LosesTheLastActInACrash {
            // There is never more than one copy: the record as it was before its last act.
            let _ = std::fs::remove_dir_all(self.folder.aside());
            copy(&self.folder.path(), &self.folder.aside());
        }
        let invented = self.invented(act);
        let before: Vec<WholeEntry> = erased_by(act).filter_map(|id| self.whole(&id)).collect();
        let kept = self.kept_from_erasure(act);
        if let Some((table, rows)) = kept {
            self.sql(&format!("CREATE TABLE kept AS SELECT * FROM {table} WHERE {rows}"), []);
        }
        let sent = self.twisted(act.clone());
        let answer = self.folder.append(std::slice::from_ref(&sent)).remove(0);
        if let Some((table, _)) = kept {
            self.sql(&format!("INSERT OR IGNORE INTO {table} SELECT * FROM kept"), []);
            self.sql("DROP TABLE kept", []);
        }
        let answer = self.told(act, answer, &invented);
        if let Ok(Appended::Recorded(receipt)) = &answer {
            self.erased.extend(before.clone());
            self.tampered(act, receipt, &before);
        }
        answer
    }

    /// What a true receipt of the act would look like, were it recorded now.
    fn invented(&self, act: &Act) -> Receipt {
        let mut ids: Vec<EntryId> = Vec::new();
        for entry in &act.entries {
            let head = self.store().read_here(|snapshot| snapshot.head(&entry.stream)).ok().flatten();
            let of_act = ids.iter().filter(|id| id.stream == entry.stream).count() as u64;
            ids.push(EntryId { stream: entry.stream.clone(), seq: head.map_or(0, |head| head.seq) + of_act + 1 });
        }
        let recorded = self.store().read_here(|snapshot| Ok(snapshot.last_checkpoint()?.map_or(0, |last| last.at)));
        let recorded = recorded.unwrap_or(0).max(act.at) + micros(act.entries.len());
        Receipt { act: act.act.clone(), answer: act.answer.clone(), ids, recorded, protected: true }
    }

    /// The table, and which of its rows, that erasure leaves as they were.
    fn kept_from_erasure(&self, act: &Act) -> Option<(&'static str, &'static str)> {
        erased_by(act).next()?;
        match self.bug {
            Bug::KeepsAnErasedLetter => Some(("document", "TRUE")),
            Bug::KeepsADraftOfWhatWasErased => Some(("draft", "TRUE")),
            Bug::KeepsThePastOfWhatWasErased => Some(("diary", "known_to < 9223372036854775807")),
            _ => None,
        }
    }

    fn whole(&self, id: &EntryId) -> Option<WholeEntry> {
        let found = self.store().read_here(|snapshot| snapshot.whole_entries(&id.stream)).ok()?;
        found.into_iter().find(|whole| whole.entry.seq == id.seq)
    }

    fn known(&self, act: &Act) -> Option<(IdemKey, Receipt)> {
        act.key.as_ref().and_then(|key| self.receipts.get(&name(key)).cloned())
    }

    /// The act as it is recorded.
    fn twisted(&mut self, mut act: Act) -> Act {
        let known = self.known(&act).map(|(key, _)| act.key.as_ref().is_some_and(|now| now.digest == key.digest));
        let several = act.entries.len() > 1;
        match self.bug {
            Bug::RecordsARepeatAgain if known == Some(true) => {
                act = Act { key: None, expects: Vec::new(), guards: Vec::new(), ..act };
            }
            Bug::AcceptsAReusedKey if known == Some(false) => act.key = None,
            Bug::IgnoresAMovedHead => act.expects.clear(),
            Bug::IgnoresAMovedGuard => act.guards.clear(),
            Bug::ForgetsABump if self.strikes(Bug::ForgetsABump, !act.bumps.is_empty()) => act.bumps.clear(),
            Bug::BumpsTwice if self.strikes(Bug::BumpsTwice, !act.bumps.is_empty()) => {
                act.bumps.extend_from_within(..);
            }
            Bug::SwapsTwoEntries if self.strikes(Bug::SwapsTwoEntries, several) => act.entries.swap(0, 1),
            Bug::RecordsHalfAnAct if self.strikes(Bug::RecordsHalfAnAct, several) => act.entries.truncate(1),
            Bug::RecordsInAnotherStream if self.strikes(Bug::RecordsInAnotherStream, true) => {
                act.entries[0].stream = person(77);
            }
            Bug::CutsContent if self.strikes(Bug::CutsContent, true) => drop(act.entries[0].content.pop()),
            Bug::LosesALetter => act.documents.clear(),
            Bug::LosesARow | Bug::KeepsAReplacedRow => self.twist_rows(&mut act),
            _ => {}
        }
        act
    }

    fn twist_rows(&mut self, act: &mut Act) {
        for rows in &mut act.rows {
            let Rows::Diary { stream, rows } = rows else { continue };
            let before = self.store().read_here(|snapshot| snapshot.diary_of(stream)).unwrap_or_default();
            let is_new = |row: &DiaryRow| rows.iter().all(|new| new.appointment != row.appointment);
            let replaced: Vec<_> = before.into_iter().filter(is_new).collect();
            if self.strikes(Bug::LosesARow, !rows.is_empty()) {
                rows.pop();
            }
            if self.strikes(Bug::KeepsAReplacedRow, !replaced.is_empty()) {
                rows.extend(replaced);
            }
        }
    }

    /// What the caller is told.
    fn told(&mut self, act: &Act, answer: Answer, invented: &Receipt) -> Answer {
        let known = self.known(act);
        if let (Some(key), Ok(Appended::Recorded(receipt)), None) = (&act.key, &answer, &known) {
            self.receipts.insert(name(key), (key.clone(), receipt.clone()));
        }
        match (self.bug, answer) {
            (Bug::RecordsARepeatAgain, Ok(Appended::Recorded(new))) => {
                Ok(known.map_or(Appended::Recorded(new), |(_, first)| Appended::Repeat(first)))
            }
            (Bug::AnswersWithAnothersAnswer, Ok(Appended::Repeat(_))) => {
                let another = self.receipts.values().next().map(|(_, receipt)| receipt.clone());
                Ok(Appended::Repeat(another.unwrap_or_else(|| invented.clone())))
            }
            (Bug::RecordsWhatItCallsStale, Ok(Appended::Stale)) => {
                let anyway = Act { key: None, expects: Vec::new(), guards: Vec::new(), ..act.clone() };
                let _ = self.folder.append(&[anyway]);
                Ok(Appended::Stale)
            }
            (
                Bug::RecordsHalfAnAct | Bug::RecordsInAnotherStream | Bug::SwapsTwoEntries,
                Ok(Appended::Recorded(new)),
            ) => {
                let recorded = new.recorded + micros(invented.ids.len() - new.ids.len());
                Ok(Appended::Recorded(Receipt { ids: invented.ids.clone(), recorded, ..new }))
            }
            (_, answer) => answer,
        }
    }

    /// What becomes of the stored record afterwards.
    fn tampered(&mut self, act: &Act, receipt: &Receipt, before: &[WholeEntry]) {
        let last = receipt.ids.last().expect("an act has entries");
        let (stream, seq) = (last.stream.as_str(), last.seq);
        let at = receipt.recorded - micros(act.entries.len()) + 1;
        match self.bug {
            Bug::StepsBackInTime if self.strikes(Bug::StepsBackInTime, true) => {
                for table in ["entry", "head", "log"] {
                    let text = format!("UPDATE {table} SET recorded = 1 WHERE stream = ?1 AND seq = ?2");
                    self.sql(&text, (stream, seq));
                }
            }
            Bug::TellsUnsealedAsSealed if self.strikes(Bug::TellsUnsealedAsSealed, true) => {
                self.sql("INSERT INTO unsealed (stream, seq) VALUES (?1, ?2)", (stream, seq));
                self.sql("DELETE FROM log WHERE stream = ?1 AND seq = ?2", (stream, seq));
            }
            Bug::ErasesAnother => {
                for whole in before {
                    self.bring_back(whole);
                }
                if !before.is_empty() {
                    self.sql(
                        "UPDATE entry SET salt = NULL, content = NULL WHERE stream = ?1 AND seq = ?2",
                        (stream, seq),
                    );
                }
            }
            Bug::ErasesNothing => before.iter().for_each(|whole| self.bring_back(whole)),
            Bug::KnowsTooLate => self.sql("UPDATE diary SET known_from = known_from + 1 WHERE known_from = ?1", [at]),
            Bug::ForgetsTooLate => self.sql("UPDATE diary SET known_to = known_to + 1 WHERE known_to = ?1", [at]),
            Bug::SignsThePastAnew if self.strikes(Bug::SignsThePastAnew, !act.bumps.is_empty()) => {
                self.sql(
                    "UPDATE checkpoint SET root = zeroblob(32) WHERE size = (SELECT MIN(size) FROM checkpoint)",
                    [],
                );
            }
            _ => {}
        }
    }

    fn bring_back(&self, whole: &WholeEntry) {
        let (entry, salt) = (&whole.entry, &whole.salt);
        let text = "UPDATE entry SET salt = ?1, content = ?2 WHERE stream = ?3 AND seq = ?4";
        self.sql(text, (salt, &entry.content, entry.stream.as_str(), entry.seq));
    }

    fn sql(&self, text: &str, params: impl Params) {
        sql(&self.folder.path(), text, params);
    }
}

/// The entries of an act lie a microsecond apart.
fn micros(entries: usize) -> i64 {
    i64::try_from(entries).unwrap_or_default()
}

fn sql(folder: &Path, text: &str, params: impl Params) {
    let conn = Connection::open(folder.join("record.db")).expect("the record can be opened");
    conn.execute(text, params).expect("the record can be tampered with");
}

impl Subject for Planted {
    fn store(&self) -> &Store {
        self.folder.store()
    }

    fn is_in_order(&self) -> bool {
        true
    }

    fn append(&mut self, acts: &[Act]) -> Vec<Answer> {
        acts.iter().map(|act| self.append_one(act)).collect()
    }

    fn put(&mut self, side: SideWrite) -> Result<(), StoreError> {
        match (self.bug, side) {
            (Bug::LosesADraft, SideWrite::PutDraft(_)) => Ok(()),
            (Bug::RebuildsAllButOne, SideWrite::All(mut writes)) => {
                if matches!(writes.last(), Some(SideWrite::Project { .. })) {
                    writes.pop();
                }
                self.folder.put(SideWrite::All(writes))
            }
            (_, side) => self.folder.put(side),
        }
    }

    fn log_read(&mut self, row: ReadRow) -> Result<(), StoreError> {
        if self.strikes(Bug::LosesARead, true) {
            return Ok(());
        }
        self.folder.log_read(row)
    }

    fn restart(&mut self) -> Result<(), StoreError> {
        self.folder.restart()?;
        match self.bug {
            Bug::BringsErasedBack => self.erased.iter().for_each(|whole| self.bring_back(whole)),
            Bug::ForgetsAKeyWhenClosed => {
                self.sql("DELETE FROM act WHERE recorded = (SELECT MAX(recorded) FROM act)", []);
            }
            _ => {}
        }
        Ok(())
    }

    fn still_holds(&self, bytes: &[u8]) -> bool {
        self.folder.still_holds(bytes)
    }

    fn crash(&mut self, acts: &[Act]) -> Result<(), StoreError> {
        let aside = self.folder.aside();
        if self.bug == Bug::LosesTheLastActInACrash && aside.exists() {
            return self.folder.go_on_from(&aside);
        }
        self.folder.crash(acts)
    }

    fn verify(&self, expect: &[String]) -> Result<Report, StoreError> {
        self.folder.verify(expect)
    }
}
