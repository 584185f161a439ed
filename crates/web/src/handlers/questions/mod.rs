//! Questions about both times of the record: who asks is an auditor, or whoever may see the case.
//!
//! - [`asked`]: what was typed, read whole or not at all. [`answering`]: how an answer is given, and how old it is.
//! - [`ask`]: the forms. [`across`], [`past`], [`team`], [`case`], [`then`], [`arranged`]: the answers.

pub mod across;
pub mod answering;
pub mod arranged;
pub mod ask;
pub mod asked;
pub mod case;
pub mod past;
pub mod team;
pub mod then;

/// A kind of fact in words.
fn kind_words(kind: &str) -> String {
    kind.replace('_', " ")
}
