//! What any engine must do, as many small tests. An engine, or an installation, is claimed to work only when these
//! have been run on it.
//!
//! Each test makes a record of its own; all people in them are invented.

mod acts;
mod among;
mod apart;
mod asides;
mod caseloads;
mod contact;
mod erasing;
mod following;
mod jobs;
mod keeping;
mod log;
mod noticing;
mod passed_over;
mod projections;
pub mod samples;
mod sending;
mod timing;
mod visiting;
mod waiting;

use std::fmt::Debug;

use crate::store::Store;

/// Runs every test on a record of its own, which `make` makes from [`samples::genesis`]; gives each test's name, a
/// sentence, and what it found wrong.
#[expect(clippy::too_many_lines, reason = "a line a test")]
pub async fn run(make: &dyn Fn() -> Store) -> Vec<(&'static str, Result<(), String>)> {
    let mut outcomes = Vec::new();
    macro_rules! tests {
        ($($module:ident::$test:ident,)*) => {
            $(
                let store = make();
                outcomes.push((stringify!($test), $module::$test(&store).await));
                store.close().await;
            )*
        };
    }
    tests! {
        acts::an_act_is_recorded_with_all_its_entries,
        acts::in_a_stream_what_is_recorded_rises_whatever_the_clock_does,
        acts::a_moved_head_makes_an_act_stale_and_leaves_nothing,
        acts::a_stream_that_must_not_exist_can_be_begun_once,
        acts::a_moved_guard_makes_an_act_stale,
        acts::a_repeat_gets_the_first_answer,
        acts::a_key_with_another_digest_is_refused,
        acts::the_same_key_of_another_actor_is_another_key,
        acts::of_many_acts_at_once_on_one_head_one_is_recorded,
        acts::a_wrong_act_fails_alone,
        acts::the_logs_own_streams_take_no_entries,
        acts::erasure_takes_content_and_salt,
        acts::what_does_not_exist_cannot_be_erased,
        erasing::a_document_goes_with_the_last_entry_that_refers_to_it,
        erasing::drafts_about_the_stream_go_and_others_stay,
        erasing::the_digest_of_an_erased_form_goes_and_its_key_stays,
        erasing::what_was_once_shown_goes_with_what_was_said,
        erasing::erasures_are_found_by_their_state,
        erasing::streams_in_which_a_hold_was_placed_are_found_some_at_a_time,
        erasing::where_else_somebody_is_listed_is_found,
        noticing::every_look_at_a_record_after_a_batch_is_found_whatever_the_clocks_showed,
        noticing::lists_come_the_latest_first_and_page_by_page,
        noticing::a_notice_stands_until_it_is_seen,
        timing::what_was_recorded_later_is_counted_by_team_and_kind,
        timing::times_projected_anew_are_the_same_rows,
        timing::views_worked_out_before_a_stream_moved_replace_nothing,
        log::an_empty_record_has_no_checkpoint,
        log::every_entry_is_soon_protected,
        log::a_record_that_others_have_seen_more_of_is_read_and_neither_written_nor_signed,
        log::a_declared_rollback_answers_the_witness_it_names_and_no_other,
        log::after_a_declared_rollback_nothing_is_recorded_before_its_erasures_are_seen_to,
        log::what_was_recorded_before_is_protected_while_others_go_on_without_a_pause,
        log::every_entry_has_a_proof_under_the_last_checkpoint,
        log::the_log_only_grows,
        log::a_checkpoint_is_found_by_its_time,
        projections::rows_follow_their_act,
        projections::rows_that_are_not_replaced_stay,
        projections::a_past_diary_is_seen_as_it_was_known,
        following::a_leavers_appointments_are_found_by_whoever_holds_the_case,
        following::what_stands_with_who_held_a_case_is_found_and_what_stands_with_a_colleague_is_not,
        projections::replacing_twice_in_one_act_keeps_the_last,
        projections::names_match_by_prefix_and_references_exactly,
        projections::a_caseload_is_of_a_day,
        projections::duties_come_by_their_day_and_pass_with_the_case,
        projections::courts_staff_places_and_imports_are_found,
        projections::a_rebuild_makes_the_same_rows,
        projections::of_what_a_newer_release_wrote_an_act_changes_only_what_it_is_about,
        projections::parts_of_a_column_are_added_to_those_of_a_newer_release,
        projections::what_a_newer_release_has_inside_a_column_stays_or_the_act_is_refused,
        visiting::who_is_expected_in_a_building_is_found_by_its_day,
        visiting::visits_are_found_by_the_day_they_began,
        visiting::those_kept_apart_are_found_in_a_buildings_day_while_it_holds,
        visiting::a_diary_is_counted_by_day_and_state_and_names_its_people,
        visiting::what_was_held_is_counted_by_place_kind_and_outcome,
        visiting::a_feed_is_found_by_its_token_until_it_is_made_anew_or_revoked,
        sending::letters_wait_in_the_office_of_whoever_manages_the_case,
        sending::a_reminder_is_due_while_its_time_is_open,
        sending::what_has_left_has_no_row,
        caseloads::a_caseload_comes_whole_and_with_nothing_of_anybody_elses,
        caseloads::cases_are_counted_by_officer_for_a_team_of_staff,
        caseloads::the_notes_somebody_wrote_come_latest_first_with_what_stands_of_them,
        caseloads::a_case_nobody_was_given_is_found_by_who_recorded_it,
        caseloads::absences_are_found_by_who_when_and_cover,
        caseloads::alarms_are_counted_by_rule_and_end,
        caseloads::news_stands_until_it_is_seen,
        caseloads::news_of_cases_without_an_officer_is_found_by_team_and_by_who_recorded_them,
        caseloads::views_are_kept_by_name_and_the_last_ten_records_by_time,
        apart::who_is_to_be_in_a_building_is_found_by_day,
        apart::when_a_room_is_taken_is_told_without_by_whom,
        apart::arrangements_are_found_by_whoever_holds_a_case_they_are_about,
        apart::windows_are_of_other_sides_only_and_of_the_days_asked_for,
        apart::a_home_is_closed_to_those_who_must_not_meet_whoever_lives_there,
        apart::who_has_not_left_since_yesterday_and_who_stays_past_midnight_is_there,
        apart::what_waits_to_be_confirmed_is_found_by_the_teams_concerned,
        apart::whoever_belongs_to_a_group_is_found,
        apart::an_officer_finds_whom_of_theirs_an_arrangement_is_about,
        waiting::the_ends_and_the_entries_of_many_streams_come_together,
        waiting::arrangements_are_found_by_pair_by_group_and_by_limited_records,
        contact::who_is_not_seen_is_listed_longest_first_and_passes_with_the_case,
        contact::contacts_are_counted_by_team_and_mode,
        contact::the_months_of_a_team_are_found_latest_first,
        contact::what_was_said_of_somebody_not_seen_is_found_by_team,
        among::what_is_open_of_many_people_is_found_in_one_question,
        among::entries_of_a_kind_are_found_in_many_records,
        among::a_change_that_waits_in_a_limited_record_is_found_by_who_holds_a_case_of_it,
        passed_over::limited_records_that_may_fall_to_somebody_are_found_and_few_others,
        among::what_is_owed_where_nobody_holds_the_case_is_found_by_who_recorded_it,
        among::whom_a_teams_people_must_not_meet_and_who_came_is_found,
        among::what_was_refused_about_some_people_is_found_by_its_purpose,
        asides::sessions_are_kept_and_ended,
        asides::whose_a_session_is_comes_with_it,
        asides::what_is_foreseen_is_answered_as_if_it_had_not_been,
        asides::attempts_are_counted_since_an_instant,
        asides::what_nobody_waits_for_is_written_within_a_moment,
        asides::drafts_are_kept_until_dropped,
        asides::side_writes_go_together_or_not_at_all,
        asides::what_was_recorded_in_one_act_is_found_by_any_of_it,
        asides::who_read_a_record_can_be_told,
        jobs::a_job_is_done_by_one_worker_until_its_lease_ends,
        jobs::what_a_job_found_stands_while_it_runs_again_and_when_it_fails,
        jobs::of_jobs_that_are_done_once_nothing_need_be_kept,
        keeping::cosignatures_are_kept_once_and_thinned_out_by_the_hour,
        keeping::how_a_witness_was_reached_and_what_it_refused_is_kept,
        keeping::the_last_backup_and_the_erasures_since_a_scrub_are_found,
    }
    outcomes
}

type Outcome = Result<(), String>;

/// That two things are equal; says both if not.
fn same<T: PartialEq + Debug>(what: &str, found: &T, wanted: &T) -> Outcome {
    if found == wanted { Ok(()) } else { Err(format!("{what}: found {found:?}, not {wanted:?}")) }
}

#[expect(clippy::needless_pass_by_value, reason = "errors are handed over by map_err")]
fn words(error: impl ToString) -> String {
    error.to_string()
}
