//! A caseload, a team's week, absences, alarms, and what waits to be seen.

pub mod alarm;
pub mod alarms;
pub mod allocate;
pub mod asked;
pub mod away;
pub mod inbox;
pub mod list;
pub mod sample;
pub mod supervision;
pub mod team;
