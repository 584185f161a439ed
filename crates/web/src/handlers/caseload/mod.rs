//! A caseload, a team's week, absences, alarms, and what waits to be seen.

pub mod alarm;
pub mod alarms;
pub mod allocate;
pub mod away;
mod csv;
pub mod inbox;
pub mod list;
pub mod team;
