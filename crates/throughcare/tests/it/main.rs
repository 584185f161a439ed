//! The executable as its users run it, and the rules of the house.

mod backup;
mod behind;
mod commands;
mod forger;
mod house;
mod keys;
#[path = "../../../store/tests/it/layouts.rs"]
mod layouts;
mod moving;
mod newer;
mod one_person;
mod owing;
mod rebuilding;
mod scratch;
mod shown;
mod stopping;
mod texts;
mod told_again;
mod two_people;
mod upgrade;
mod witness;
mod witness_authority;
mod witnesses;
