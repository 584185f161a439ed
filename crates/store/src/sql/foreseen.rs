//! Questions that will be asked: a database is sent them together, and their answers wait until they are. What costs there is
//! the journey, and not the question; a page that knows what it will ask next makes one journey of many.
//!
//! They hold for one transaction that only reads: it sees one state, and an answer is the same whenever it is asked.

use std::cell::RefCell;
use std::sync::Arc;

use tokio_postgres::Row;

use super::Cell;

/// The rows of an answer; the same question of the same transaction is given the same.
pub(super) type Answer = Arc<Vec<Row>>;

/// What was foreseen in the transaction that is open.
#[derive(Default)]
pub(super) struct Foreseen(RefCell<State>);

#[derive(Default)]
struct State {
    /// Whether a transaction is open that only reads: elsewhere an answer may be another the next time, and nothing is foreseen.
    open: bool,
    /// Those that are being noted now, unanswered; none while questions are put in earnest.
    noting: Option<Vec<Question>>,
    answered: Vec<(Question, Answer)>,
}

/// A text and its parameters.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) text: String,
    pub(super) params: Vec<Owned>,
}

/// A parameter that is held until it is sent.
#[derive(Debug)]
pub(super) enum Owned {
    Null,
    Integer(i64),
    Text(String),
    Blob(Vec<u8>),
}

impl Foreseen {
    /// A transaction that only reads has begun.
    pub(super) fn open(&self) {
        *self.0.borrow_mut() = State { open: true, ..State::default() };
    }

    /// What `ask` asks, and nobody has foreseen yet: while it runs, nothing is answered. None if that is nothing, or if it is
    /// itself part of what is being noted.
    pub(super) fn noted(&self, ask: impl FnOnce()) -> Option<Vec<Question>> {
        if !self.0.borrow().open {
            return None;
        }
        if self.0.borrow().noting.is_some() {
            ask();
            return None;
        }
        self.0.borrow_mut().noting = Some(Vec::new());
        ask();
        self.0.borrow_mut().noting.take().filter(|questions| !questions.is_empty())
    }

    /// The answer to a question that was foreseen; an empty one while questions are noted.
    pub(super) fn answer(&self, text: &str, params: &[Cell<'_>]) -> Option<Answer> {
        let mut state = self.0.borrow_mut();
        let State { noting, answered, .. } = &mut *state;
        let found = answered.iter().find(|(question, _)| question.is(text, params)).map(|(_, answer)| answer.clone());
        let Some(questions) = noting else { return found };
        if found.is_none() && !questions.iter().any(|question| question.is(text, params)) {
            let params = params.iter().map(|cell| Owned::of(*cell)).collect();
            questions.push(Question { text: text.to_owned(), params });
        }
        Some(found.unwrap_or_default())
    }

    /// Keeps answers, in the order of the questions.
    pub(super) fn keep(&self, questions: Vec<Question>, answers: Vec<Vec<Row>>) {
        self.0.borrow_mut().answered.extend(questions.into_iter().zip(answers.into_iter().map(Answer::from)));
    }

    /// The transaction is over.
    pub(super) fn forget(&self) {
        self.0.take();
    }
}

impl Question {
    fn is(&self, text: &str, params: &[Cell<'_>]) -> bool {
        self.text == text
            && self.params.len() == params.len()
            && self.params.iter().zip(params).all(|(mine, cell)| mine.cell() == *cell)
    }
}

impl Owned {
    pub(super) fn of(cell: Cell<'_>) -> Owned {
        match cell {
            Cell::Null => Owned::Null,
            Cell::Integer(integer) => Owned::Integer(integer),
            Cell::Text(text) => Owned::Text(text.to_owned()),
            Cell::Blob(bytes) => Owned::Blob(bytes.to_vec()),
        }
    }

    pub(super) fn cell(&self) -> Cell<'_> {
        match self {
            Owned::Null => Cell::Null,
            Owned::Integer(integer) => Cell::Integer(*integer),
            Owned::Text(text) => Cell::Text(text),
            Owned::Blob(bytes) => Cell::Blob(bytes),
        }
    }
}
