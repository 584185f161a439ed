//! Serves every page with its sample, for the eye and for the accessibility checks.
//!
//! `cargo run -p web --example gallery -- 4100`, then open <http://127.0.0.1:4100/>.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use web::assets;
use web::pages::appointments::cancel::CancelPage;
use web::pages::appointments::work::WorkPage;
use web::pages::appointments::{absence::AbsencePage, book::BookPage, letter::LetterPage, reschedule::ReschedulePage};
use web::pages::case::address::AddressPage;
use web::pages::case::addresses::AddressesPage;
use web::pages::case::assess::AssessPage;
use web::pages::case::contacts::{ContactPage, ContactsPage};
use web::pages::case::group_end::GroupEndPage;
use web::pages::case::plan::PlanReviewPage;
use web::pages::case::raised::{AnswerPage as RaisedAnswerPage, RaisedPage};
use web::pages::case::reach::ReachPage;
use web::pages::case::{apart::CaseApartPage, apart_review::ApartReviewPage};
use web::pages::case::{
    correction::CorrectionPage, group::GroupPage, limited::LimitedPage, note::NotePage, notice::NoticePage,
    order::OrderPage, overview::OverviewPage, plan::PlanPage, readers::ReadersPage, seen::SeenPage,
    timeline::TimelinePage,
};
use web::pages::case::{countersign::CountersignPage, risk::RiskPage, risk_change::RiskChangePage};
use web::pages::caseload::{
    alarm::AlarmPage, alarms::AlarmsPage, allocate::AllocatePage, allocate::CaseAllocatePage, asked::AskedPage,
    asked::SettlePage, away::AwayPage, inbox::InboxPage, list::CaseloadPage, sample::SampledPage, sample::SamplesPage,
    supervision::HeldPage, supervision::SupervisionPage, team::TeamPage,
};
use web::pages::contact::{modes::ModesPage, sign_off::SignOffPage, since::SincePage};
use web::pages::court::{choose::CourtsPage, day::CourtDayPage, defendant::DefendantPage};
use web::pages::day::taking_over::TakingOverPage;
use web::pages::day::to_move::ToMovePage;
use web::pages::day::{calendar::CalendarPage, month::MonthPage, print::DayPrintPage, today::DayPage, week::WeekPage};
use web::pages::erasures::{decide::DecidePage, hold::HoldPage, list::ErasuresPage, propose::ProposePage};
use web::pages::people::find::FindPage;
use web::pages::post::{letters::LettersPage, sent::SentPage, tray::TrayPage};
use web::pages::problem::{AgainPage, ConflictPage, ProblemPage};
use web::pages::questions::{answer::AnswerPage, arranged::ArrangedPage, ask::QuestionsPage, mistyped::MistypedPage};
use web::pages::service::{
    failing::FailingPage, failures::FailuresPage, protected::ProtectedPage, scores::ScoresPage, sign_in::SignInPage,
};

use web::pages::sites::callers::CallersPage;
use web::pages::sites::{
    arrange::ArrangePage, assess::AssessPage as SiteAssessPage, close::ClosePage, list::SitesPage, open::OpenPage,
    reception::ReceptionPage, register::RegisterPage, show::SitePage, uses::UsesPage,
};

const NAMES: &[&str] = &[
    "sign-in",
    "day",
    "day-open",
    "day-print",
    "week",
    "month",
    "calendar",
    "taking-over",
    "to-move",
    "find",
    "find-none",
    "overview",
    "timeline",
    "order",
    "risk",
    "risk-unknown",
    "assess",
    "risk-change",
    "countersign",
    "raised",
    "raised-answer",
    "correction",
    "limited",
    "notice",
    "readers",
    "seen",
    "group",
    "note",
    "plan",
    "kept-apart",
    "apart-review",
    "plan-review",
    "contacts",
    "contact",
    "work",
    "contact-since",
    "contact-sign-off",
    "contact-modes",
    "book",
    "move",
    "cancel",
    "absence",
    "absence-refused",
    "letter",
    "reach",
    "post",
    "post-letters",
    "post-sent",
    "addresses",
    "address",
    "group-end",
    "courts",
    "court-day",
    "defendant",
    "confirmed",
    "erasures",
    "erasure-propose",
    "erasure-decide",
    "erasure-hold",
    "questions",
    "answer",
    "question-mistyped",
    "sites",
    "site",
    "site-open",
    "arranged",
    "site-assess",
    "site-arrange",
    "site-close",
    "site-uses",
    "reception",
    "register",
    "caseload",
    "team",
    "allocate",
    "case-allocate",
    "away",
    "supervision",
    "supervision-held",
    "asked",
    "samples",
    "sampled",
    "asked-settle",
    "alarm",
    "alarms",
    "inbox",
    "callers",
    "failures",
    "scores",
    "scores-before",
    "protected",
    "protected-failing",
    "protected-quarrel",
    "refused",
    "not-found",
    "failed",
    "conflict",
    "again",
];

fn sample(name: &str) -> Option<askama::Result<String>> {
    Some(match name {
        "sign-in" => SignInPage::sample().render(),
        "day" => DayPage::sample().render(),
        "day-open" => DayPage::sample_with_problem().render(),
        "day-print" => DayPrintPage::sample().render(),
        "week" => WeekPage::sample().render(),
        "month" => MonthPage::sample().render(),
        "taking-over" => TakingOverPage::sample().render(),
        "to-move" => ToMovePage::sample().render(),
        "calendar" => CalendarPage::sample().render(),
        "find" => FindPage::sample().render(),
        "find-none" => FindPage::sample_without_results().render(),
        "overview" => OverviewPage::sample().render(),
        "timeline" => TimelinePage::sample().render(),
        "order" => OrderPage::sample().render(),
        "risk" => RiskPage::sample().render(),
        "risk-unknown" => RiskPage::sample_unknown().render(),
        "assess" => AssessPage::sample().render(),
        "risk-change" => RiskChangePage::sample().render(),
        "countersign" => CountersignPage::sample().render(),
        "raised" => RaisedPage::sample().render(),
        "raised-answer" => RaisedAnswerPage::sample().render(),
        "correction" => CorrectionPage::sample().render(),
        "notice" => NoticePage::sample().render(),
        "readers" => ReadersPage::sample().render(),
        "seen" => SeenPage::sample().render(),
        "limited" => LimitedPage::sample().render(),
        "group" => GroupPage::sample().render(),
        "note" => NotePage::sample().render(),
        "kept-apart" => CaseApartPage::sample().render(),
        "apart-review" => ApartReviewPage::sample().render(),
        "plan" => PlanPage::sample().render(),
        "plan-review" => PlanReviewPage::sample().render(),
        "contacts" => ContactsPage::sample().render(),
        "contact" => ContactPage::sample().render(),
        "work" => WorkPage::sample().render(),
        "contact-since" => SincePage::sample().render(),
        "contact-sign-off" => SignOffPage::sample().render(),
        "contact-modes" => ModesPage::sample().render(),
        "book" => BookPage::sample().render(),
        "move" => ReschedulePage::sample().render(),
        "cancel" => CancelPage::sample().render(),
        "absence" => AbsencePage::sample().render(),
        "absence-refused" => AbsencePage::sample_refused().render(),
        "letter" => LetterPage::sample().render(),
        "reach" => ReachPage::sample().render(),
        "post" => TrayPage::sample().render(),
        "post-letters" => LettersPage::sample().render(),
        "post-sent" => SentPage::sample().render(),
        "addresses" => AddressesPage::sample().render(),
        "address" => AddressPage::sample().render(),
        "group-end" => GroupEndPage::sample().render(),
        "courts" => CourtsPage::sample().render(),
        "court-day" => CourtDayPage::sample().render(),
        "defendant" => DefendantPage::sample().render(),
        "confirmed" => DefendantPage::sample_confirmed().render(),
        "erasures" => ErasuresPage::sample().render(),
        "erasure-propose" => ProposePage::sample().render(),
        "erasure-decide" => DecidePage::sample().render(),
        "erasure-hold" => HoldPage::sample().render(),
        "questions" => QuestionsPage::sample().render(),
        "answer" => AnswerPage::sample().render(),
        "question-mistyped" => MistypedPage::sample().render(),
        "sites" => SitesPage::sample().render(),
        "site" => SitePage::sample().render(),
        "site-open" => OpenPage::sample().render(),
        "arranged" => ArrangedPage::sample().render(),
        "site-assess" => SiteAssessPage::sample().render(),
        "site-arrange" => ArrangePage::sample().render(),
        "site-close" => ClosePage::sample().render(),
        "site-uses" => UsesPage::sample().render(),
        "reception" => ReceptionPage::sample().render(),
        "register" => RegisterPage::sample().render(),
        "callers" => CallersPage::sample().render(),
        "failures" => FailuresPage::sample().render(),
        "scores" => ScoresPage::sample().render(),
        "scores-before" => ScoresPage::sample_before().render(),
        "protected" => ProtectedPage::sample().render(),
        "protected-failing" => FailingPage::sample().render(),
        "protected-quarrel" => ProtectedPage::sample_with_disagreement().render(),
        "refused" => ProblemPage::sample().render(),
        "not-found" => ProblemPage::not_found(ProblemPage::sample().shell).render(),
        "failed" => ProblemPage::failed(ProblemPage::sample().shell).render(),
        "conflict" => ConflictPage::sample().render(),
        "again" => AgainPage::sample().render(),
        "held" => AgainPage::sample_held().render(),
        _ => return of_a_team(name),
    })
}

/// Those of a caseload, a team and its week.
fn of_a_team(name: &str) -> Option<askama::Result<String>> {
    Some(match name {
        "caseload" => CaseloadPage::sample().render(),
        "team" => TeamPage::sample().render(),
        "allocate" => AllocatePage::sample().render(),
        "case-allocate" => CaseAllocatePage::sample().render(),
        "away" => AwayPage::sample().render(),
        "supervision" => SupervisionPage::sample().render(),
        "supervision-held" => HeldPage::sample().render(),
        "asked" => AskedPage::sample().render(),
        "samples" => SamplesPage::sample().render(),
        "sampled" => SampledPage::sample().render(),
        "asked-settle" => SettlePage::sample().render(),
        "alarm" => AlarmPage::sample().render(),
        "alarms" => AlarmsPage::sample().render(),
        "inbox" => InboxPage::sample().render(),
        _ => return None,
    })
}

async fn page(Path(name): Path<String>) -> Response {
    match sample(&name) {
        Some(Ok(html)) => {
            ([(header::CONTENT_SECURITY_POLICY, assets::CONTENT_SECURITY_POLICY)], Html(html)).into_response()
        }
        Some(Err(error)) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The names of all pages, a line each.
async fn index() -> String {
    NAMES.join("\n")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(4100);
    let app = Router::new()
        .route("/", get(index))
        .route("/p/{name}", get(page))
        .route("/p/{name}", post(page))
        .route("/static/{name}", get(assets::serve));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    axum::serve(listener, app).await
}
