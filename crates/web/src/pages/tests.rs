use askama::Template;

use super::appointments::{absence::AbsencePage, book::BookPage, letter::LetterPage, reschedule::ReschedulePage};
use super::case::{
    correction::CorrectionPage, limited::LimitedPage, note::NotePage, order::OrderPage, overview::OverviewPage,
    timeline::TimelinePage,
};
use super::court::{choose::CourtsPage, day::CourtDayPage, defendant::DefendantPage};
use super::day::{print::DayPrintPage, today::DayPage};
use super::erasures::{decide::DecidePage, hold::HoldPage, list::ErasuresPage, propose::ProposePage};
use super::people::find::FindPage;
use super::problem::{AgainPage, ConflictPage, ProblemPage};
use super::service::{failing::FailingPage, failures::FailuresPage, protected::ProtectedPage, sign_in::SignInPage};

fn samples() -> Vec<(&'static str, String)> {
    fn page(name: &'static str, template: &impl Template) -> (&'static str, String) {
        (name, template.render().expect("a sample renders"))
    }
    vec![
        page("sign_in", &SignInPage::sample()),
        page("day", &DayPage::sample()),
        page("day_print", &DayPrintPage::sample()),
        page("week", &super::day::week::WeekPage::sample()),
        page("taking_over", &super::day::taking_over::TakingOverPage::sample()),
        page("month", &super::day::month::MonthPage::sample()),
        page("calendar", &super::day::calendar::CalendarPage::sample()),
        page("find", &FindPage::sample()),
        page("overview", &OverviewPage::sample()),
        page("timeline", &TimelinePage::sample()),
        page("order", &OrderPage::sample()),
        page("risk", &super::case::risk::RiskPage::sample()),
        page("risk_unknown", &super::case::risk::RiskPage::sample_unknown()),
        page("assess", &super::case::assess::AssessPage::sample()),
        page("risk_change", &super::case::risk_change::RiskChangePage::sample()),
        page("countersign", &super::case::countersign::CountersignPage::sample()),
        page("kept_apart", &super::case::apart::CaseApartPage::sample()),
        page("apart_review", &super::case::apart_review::ApartReviewPage::sample()),
        page("plan", &super::case::plan::PlanPage::sample()),
        page("plan_review", &super::case::plan::PlanReviewPage::sample()),
        page("contacts", &super::case::contacts::ContactsPage::sample()),
        page("contact", &super::case::contacts::ContactPage::sample()),
        page("work", &super::appointments::work::WorkPage::sample()),
        page("contact_since", &super::contact::since::SincePage::sample()),
        page("contact_sign_off", &super::contact::sign_off::SignOffPage::sample()),
        page("contact_modes", &super::contact::modes::ModesPage::sample()),
        page("correction", &CorrectionPage::sample()),
        page("group", &super::case::group::GroupPage::sample()),
        page("group_end", &super::case::group_end::GroupEndPage::sample()),
        page("note", &NotePage::sample()),
        page("notice", &super::case::notice::NoticePage::sample()),
        page("readers", &super::case::readers::ReadersPage::sample()),
        page("seen", &super::case::seen::SeenPage::sample()),
        page("limited", &LimitedPage::sample()),
        page("book", &BookPage::sample()),
        page("reschedule", &ReschedulePage::sample()),
        page("cancel", &super::appointments::cancel::CancelPage::sample()),
        page("absence", &AbsencePage::sample()),
        page("letter", &LetterPage::sample()),
        page("reach", &super::case::reach::ReachPage::sample()),
        page("post", &super::post::tray::TrayPage::sample()),
        page("post_letters", &super::post::letters::LettersPage::sample()),
        page("post_sent", &super::post::sent::SentPage::sample()),
        page("addresses", &super::case::addresses::AddressesPage::sample()),
        page("address", &super::case::address::AddressPage::sample()),
        page("courts", &CourtsPage::sample()),
        page("court_day", &CourtDayPage::sample()),
        page("defendant", &DefendantPage::sample()),
        page("confirmed", &DefendantPage::sample_confirmed()),
        page("erasures", &ErasuresPage::sample()),
        page("erasure_propose", &ProposePage::sample()),
        page("erasure_decide", &DecidePage::sample()),
        page("erasure_hold", &HoldPage::sample()),
        page("questions", &super::questions::ask::QuestionsPage::sample()),
        page("answer", &super::questions::answer::AnswerPage::sample()),
        page("sites", &super::sites::list::SitesPage::sample()),
        page("site", &super::sites::show::SitePage::sample()),
        page("site_open", &super::sites::open::OpenPage::sample()),
        page("arranged", &super::questions::arranged::ArrangedPage::sample()),
        page("site_assess", &super::sites::assess::AssessPage::sample()),
        page("site_arrange", &super::sites::arrange::ArrangePage::sample()),
        page("site_close", &super::sites::close::ClosePage::sample()),
        page("site_uses", &super::sites::uses::UsesPage::sample()),
        page("reception", &super::sites::reception::ReceptionPage::sample()),
        page("register", &super::sites::register::RegisterPage::sample()),
        page("caseload", &super::caseload::list::CaseloadPage::sample()),
        page("team", &super::caseload::team::TeamPage::sample()),
        page("allocate", &super::caseload::allocate::AllocatePage::sample()),
        page("case_allocate", &super::caseload::allocate::CaseAllocatePage::sample()),
        page("away", &super::caseload::away::AwayPage::sample()),
        page("alarm", &super::caseload::alarm::AlarmPage::sample()),
        page("alarms", &super::caseload::alarms::AlarmsPage::sample()),
        page("inbox", &super::caseload::inbox::InboxPage::sample()),
        page("callers", &super::sites::callers::CallersPage::sample()),
        page("failures", &FailuresPage::sample()),
        page("scores", &super::service::scores::ScoresPage::sample()),
        page("scores-before", &super::service::scores::ScoresPage::sample_before()),
        page("protected", &ProtectedPage::sample()),
        page("failing", &FailingPage::sample()),
        page("problem", &ProblemPage::sample()),
        page("conflict", &ConflictPage::sample()),
        page("again", &AgainPage::sample()),
        page("held", &AgainPage::sample_held()),
    ]
}

#[test]
fn nothing_in_a_page_breaks_the_content_security_policy() {
    for (name, html) in samples() {
        assert!(!html.contains("style="), "{name} has an inline style");
        assert!(!html.contains("<style"), "{name} has a style element");
        assert!(!html.contains(" onclick") && !html.contains("javascript:"), "{name} has inline script");
        assert_eq!(
            html.matches("<script").count(),
            html.matches("<script type=\"module\" src=\"/static/").count(),
            "{name}"
        );
    }
}

#[test]
fn no_title_or_address_holds_a_name_or_a_case_number() {
    for (name, html) in samples() {
        let title = html.split("<title>").nth(1).and_then(|t| t.split("</title>").next()).expect("a title");
        let addresses = html.split("href=\"").skip(1).filter_map(|part| part.split('"').next());
        for text in addresses.chain([title]) {
            for word in ["Sample", "Ada", "Example", "X0000"] {
                assert!(!text.contains(word), "{name}: {text}");
            }
        }
    }
}

#[test]
fn every_posted_form_carries_its_secret() {
    for (name, html) in samples() {
        for form in html.split("<form ").skip(1).filter(|form| form.starts_with("method=\"post\"")) {
            let form = form.split("</form>").next().unwrap_or_default();
            assert!(form.contains("name=\"csrf\""), "{name}: {}", &form[..form.len().min(90)]);
        }
    }
}

#[test]
fn an_id_stands_once_on_a_page() {
    for (name, html) in samples() {
        let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
        ids.sort_unstable();
        for pair in ids.windows(2) {
            assert_ne!(pair[0], pair[1], "{name}");
        }
    }
}

#[test]
fn every_problem_links_to_a_field_on_its_page() {
    for (name, html) in samples() {
        let Some(summary) = html.split("govuk-error-summary__list").nth(1) else { continue };
        let list = summary.split("</ul>").next().unwrap_or_default();
        for id in list.split("href=\"#").skip(1).filter_map(|part| part.split('"').next()) {
            assert!(html.contains(&format!(" id=\"{id}\"")), "{name}: {id}");
        }
        assert!(html.contains("<title>Error: "), "{name}");
    }
}

#[test]
fn what_is_typed_is_escaped() {
    let page = FindPage { typed: "<script>\"".into(), ..FindPage::sample() };
    let html = page.render().expect("renders");
    assert!(!html.contains("<script>\""));
    assert!(html.contains("&#60;script&#62;&#34;"));
}
