//! The door for machines: one line of JSON in, one line out, in the same order. A line that cannot be scored gets an
//! `{"error": …}` of its own, and the rest go on.

mod acp_pni;
mod allocation;
mod call;
pub mod coded;
mod dates;
mod e2e;
mod feature_names;
mod given;
mod identifiers;
mod legacy;
mod legacy_functions;
mod legacy_points;
mod legality;
mod ogrs4;
mod ogrs4_functions;
mod pni;
mod read;
mod registers;
mod screens;
mod tell;
mod tier_v2;
mod tier_v3;
mod workload_hmpps;
mod workload_wmt;

use jiff::civil::Date;
use serde_json::{Value, json};

/// What a line is scored with, beside what it says itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// Today, for a line that names no day of its own.
    pub today: Option<Date>,
}

/// Why a line cannot be scored, in words for whoever sent it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

/// Scores one line's input.
pub type Scorer = fn(&Value, Asked) -> Result<Value, Refusal>;

/// Every algorithm by its name, in the order to show them.
pub const ALGORITHMS: &[(&str, Scorer)] = &[
    ("ogrs4_all_reoffending", ogrs4::all),
    ("ogrs4_violent_reoffending", ogrs4::violent),
    ("ogrs4_serious_violent_reoffending", ogrs4::serious_violent),
    ("ogrs4_direct_contact_sexual", ogrs4::direct_contact),
    ("ogrs4_images_indirect_sexual", ogrs4::images_indirect),
    ("ogrs4_combined_serious", ogrs4::combined),
    ("ogrs4_e2e", e2e::all),
    ("legacy_ogrs3", legacy::ogrs3),
    ("legacy_ogp", legacy_points::ogp),
    ("legacy_ovp", legacy_points::ovp),
    ("legacy_snsv", legacy::snsv),
    ("legacy_osp", legacy::osp),
    ("legacy_rsr", legacy::rsr),
    ("tier_v3", tier_v3::score),
    ("tier_v2", tier_v2::score),
    ("allocation_2014", allocation::score),
    ("disposal_legality", legality::score),
    ("arns_mst", screens::mst),
    ("arns_lds", screens::lds),
    ("arns_opd", screens::opd),
    ("arns_pni", pni::score),
    ("acp_pni_ogrs3_based", acp_pni::score),
    ("workload_hmpps", workload_hmpps::score),
    ("workload_wmt_rules", workload_wmt::score),
    ("identifiers_pnc_cro", identifiers::score),
    ("working_days_and_licence_dates", dates::licence),
    ("checkin_schedule", dates::check_in),
];

/// The algorithm of this name.
pub fn named(name: &str) -> Option<Scorer> {
    ALGORITHMS.iter().find(|(known, _)| *known == name).map(|(_, scorer)| *scorer)
}

/// Scores one line of text. Always gives one line of JSON.
pub fn line(scorer: Scorer, text: &str, asked: Asked) -> String {
    let answer = serde_json::from_str::<Value>(text)
        .map_err(|error| Refusal(format!("not JSON: {error}")))
        .and_then(|input| scorer(&input, asked));
    answer.unwrap_or_else(|refusal| json!({ "error": refusal.0 })).to_string()
}
