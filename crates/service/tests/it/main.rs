//! Use cases, through the service and a folder of its own for each test.

mod court_day;
mod court_import;
mod court_matching;
mod court_world;
mod holding_off;
