//! The documented failures, a file each, its twin beside it.

mod row_01_lost_files;
mod row_05_cannot_see;
mod row_13_murder_unpaid_work;
mod row_21_dozens_in_weeks;
mod row_22_not_assessed;
mod row_23_split;
mod row_26_accountable;
mod row_27_changed_hands;
mod row_28_downgraded;
mod row_32_before_they_come;
mod row_32_colleagues;
mod row_32_cut_off;
mod row_32_gangs;
mod row_32_groups;
mod row_32_homes;
mod row_32_offers;
mod row_32_one_building;
mod row_32_probing;
mod row_32_refused;
mod row_32_review;
mod row_32_rivals;
mod row_32_staff;
mod row_32_visits;
mod row_32_works;
mod row_34_one_group;
mod row_36_lost_approval;
mod row_36_unapproved_place;
mod row_36_unfit_later;
mod row_37_from_their_cars;
mod row_38_no_contact;
mod row_39_let_pass;
mod row_39_not_supervised;
mod row_40_not_enforced;
mod row_43_warned_too_late;
mod row_44_nobody_to_send;
mod row_45_no_printers;
mod row_47_wrong_dates;
mod row_48_by_telephone;
mod row_51_no_work_seen;
mod row_60_told_to_change;
mod row_62_dated_back;
mod row_69_too_much;

use scenarios::{Browser, Case, Sentence, Stage};

/// The morning every scenario starts: the day of sentence.
pub(crate) const START: &str = "2015-08-03T09:00";

pub(crate) const CAME: &[(&str, &str)] = &[("outcome", "complied")];
pub(crate) const ILL: &[(&str, &str)] = &[("outcome", "acceptable"), ("acceptable_reason", "medical")];
pub(crate) const ABSENT: &[(&str, &str)] = &[("outcome", "absent"), ("excuse", "none"), ("decision", "later")];

/// The county on the day of sentence, and its practitioner.
pub(crate) fn county() -> (Stage, Browser) {
    let stage = Stage::new(START);
    let olwen = stage.sign_in("olwen");
    (stage, olwen)
}

/// Somebody sentenced today.
pub(crate) fn sentenced(stage: &Stage, name: &str) -> Case {
    stage.person(name, &Sentence::default())
}

/// Somebody sentenced on the first day who came to their first appointment at `starts`.
pub(crate) fn begun(stage: &Stage, olwen: &Browser, name: &str, starts: &str) -> Case {
    let case = sentenced(stage, name);
    stage.held(olwen, &case, starts, CAME);
    case
}
