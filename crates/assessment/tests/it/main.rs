//! The published examples, and the laws every score keeps.

mod allocation;
mod caseload;
mod dates;
mod door;
mod identifiers;
mod legality;
mod packs;
mod predictors;
mod programme_needs;
mod scored;
mod screens;
mod tiers;
mod workload;
