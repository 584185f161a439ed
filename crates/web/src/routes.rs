//! Every address of the service. Read top to bottom it is the site map.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use tower_http::catch_panic::CatchPanicLayer;

use crate::handlers::forms::{self, Form};
use crate::handlers::{
    self, appointments, case, caseload, contact, court, day, erasures, people, questions, service, sites,
};
use crate::posted::{LARGEST_FORM, LARGEST_LIST};
use crate::to_the_end::to_the_end;
use crate::visitor::Visitor;
use crate::{Web, answer, assets};

/// Who may come to an address: the test that walks every address reads it here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Anybody.
    Open,
    /// Whoever is signed in.
    SignedIn,
}

/// Every address with its methods and its door.
pub const ADDRESSES: &[(&str, &[&str], Door)] = &[
    ("/", &["GET"], Door::SignedIn),
    ("/sign-in", &["GET", "POST"], Door::Open),
    ("/sign-out", &["POST"], Door::SignedIn),
    ("/day", &["GET"], Door::SignedIn),
    ("/day/{date}", &["GET"], Door::SignedIn),
    ("/day/{date}/print", &["GET"], Door::SignedIn),
    ("/week/{date}", &["GET"], Door::SignedIn),
    ("/month/{month}", &["GET"], Door::SignedIn),
    ("/taking-over", &["GET", "POST"], Door::SignedIn),
    ("/to-move", &["GET"], Door::SignedIn),
    ("/calendar", &["GET", "POST"], Door::SignedIn),
    ("/calendar/{feed}", &["GET"], Door::Open),
    ("/caseload", &["GET"], Door::SignedIn),
    ("/caseload/csv", &["GET"], Door::SignedIn),
    ("/caseload/views", &["POST"], Door::SignedIn),
    ("/teams/{team}/cases", &["GET"], Door::SignedIn),
    ("/teams/{team}/cases/csv", &["GET"], Door::SignedIn),
    ("/teams/{team}/cases/views", &["POST"], Door::SignedIn),
    ("/team", &["GET"], Door::SignedIn),
    ("/teams/{team}", &["GET"], Door::SignedIn),
    ("/away/{staff}", &["GET", "POST"], Door::SignedIn),
    ("/away/{staff}/back", &["POST"], Door::SignedIn),
    ("/supervision/{staff}", &["GET", "POST"], Door::SignedIn),
    ("/supervision/{staff}/held", &["GET", "POST"], Door::SignedIn),
    ("/asked/{team}", &["GET", "POST"], Door::SignedIn),
    ("/asked/{team}/{seq}", &["GET", "POST"], Door::SignedIn),
    ("/samples/{team}", &["GET", "POST"], Door::SignedIn),
    ("/samples/{team}/{seq}", &["GET", "POST"], Door::SignedIn),
    ("/allocate/{holder}", &["GET", "POST"], Door::SignedIn),
    ("/alarms", &["GET"], Door::SignedIn),
    ("/inbox", &["GET", "POST"], Door::SignedIn),
    ("/callers", &["GET", "POST"], Door::SignedIn),
    ("/find", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}", &["GET"], Door::SignedIn),
    ("/cases/{case}/timeline", &["GET"], Door::SignedIn),
    ("/cases/{case}/contacts", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/contacts/csv", &["GET"], Door::SignedIn),
    ("/cases/{case}/contacts/{seq}", &["GET"], Door::SignedIn),
    ("/cases/{case}/order", &["GET"], Door::SignedIn),
    ("/cases/{case}/risk", &["GET"], Door::SignedIn),
    ("/cases/{case}/assess", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/risk/change", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/risk/countersign", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/raised", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/raised/{seq}", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/book", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/allocate", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/apart", &["GET", "POST"], Door::SignedIn),
    ("/apart/{stream}", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/group", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/group/end", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/note", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/plan", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/plan/review", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/alarms/{alarm}", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/appointments/{appointment}", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/appointments/{appointment}/move", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/appointments/{appointment}/cancel", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/appointments/{appointment}/work", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/appointments/{appointment}/undo", &["POST"], Door::SignedIn),
    ("/cases/{case}/entries/{seq}/correct", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/entries/{seq}/readers", &["GET"], Door::SignedIn),
    ("/cases/{case}/entries/{seq}/history", &["GET"], Door::SignedIn),
    ("/cases/{case}/difference", &["GET"], Door::SignedIn),
    ("/cases/{case}/then", &["GET"], Door::SignedIn),
    ("/cases/{case}/seen", &["GET"], Door::SignedIn),
    ("/cases/{case}/letters/{seq}", &["GET"], Door::SignedIn),
    ("/cases/{case}/letters/{seq}/sent", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/reach", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/addresses", &["GET", "POST"], Door::SignedIn),
    ("/cases/{case}/addresses/{seq}", &["GET", "POST"], Door::SignedIn),
    ("/post", &["GET"], Door::SignedIn),
    ("/post/letters", &["GET"], Door::SignedIn),
    ("/post/posted", &["POST"], Door::SignedIn),
    ("/notices/{stream}/{seq}", &["GET", "POST"], Door::SignedIn),
    ("/sites", &["GET"], Door::SignedIn),
    ("/sites/new", &["GET", "POST"], Door::SignedIn),
    ("/sites/{site}", &["GET"], Door::SignedIn),
    ("/sites/{site}/assess", &["GET", "POST"], Door::SignedIn),
    ("/sites/{site}/arrange", &["GET", "POST"], Door::SignedIn),
    ("/sites/{site}/close", &["GET", "POST"], Door::SignedIn),
    ("/sites/{site}/uses", &["GET", "POST"], Door::SignedIn),
    ("/sites/{site}/{date}", &["GET"], Door::SignedIn),
    ("/sites/{site}/{date}/print", &["GET"], Door::SignedIn),
    ("/sites/{site}/{date}/came", &["POST"], Door::SignedIn),
    ("/sites/{site}/{date}/left", &["POST"], Door::SignedIn),
    ("/sites/{site}/{date}/find", &["POST"], Door::SignedIn),
    ("/sites/{site}/{date}/caller", &["POST"], Door::SignedIn),
    ("/contact/since", &["GET"], Door::SignedIn),
    ("/contact/since/csv", &["GET"], Door::SignedIn),
    ("/contact/sign-off/{month}", &["GET", "POST"], Door::SignedIn),
    ("/contact/sign-off/{month}/{team}", &["GET", "POST"], Door::SignedIn),
    ("/contact/left/{team}/{month}", &["GET", "POST"], Door::SignedIn),
    ("/contact/modes", &["GET"], Door::SignedIn),
    ("/courts", &["GET"], Door::SignedIn),
    ("/courts/import", &["GET", "POST"], Door::SignedIn),
    ("/courts/{court}/{day}", &["GET"], Door::SignedIn),
    ("/courts/{court}/{day}/{listed}", &["GET", "POST"], Door::SignedIn),
    ("/erasures", &["GET", "POST"], Door::SignedIn),
    ("/erasures/propose/{stream}", &["GET", "POST"], Door::SignedIn),
    ("/erasures/decide/{stream}/{seq}", &["GET", "POST"], Door::SignedIn),
    ("/erasures/hold/{stream}", &["GET", "POST"], Door::SignedIn),
    ("/questions", &["GET"], Door::SignedIn),
    ("/questions/later", &["GET"], Door::SignedIn),
    ("/questions/announced", &["GET"], Door::SignedIn),
    ("/questions/caseload", &["GET"], Door::SignedIn),
    ("/questions/diary", &["GET"], Door::SignedIn),
    ("/questions/arranged", &["GET"], Door::SignedIn),
    ("/questions/owed", &["GET"], Door::SignedIn),
    ("/questions/alarms", &["GET"], Door::SignedIn),
    ("/scores", &["GET", "POST"], Door::SignedIn),
    ("/drafts", &["POST"], Door::SignedIn),
    ("/failures", &["GET"], Door::SignedIn),
    ("/protected", &["GET"], Door::SignedIn),
    ("/protected/failing", &["GET"], Door::SignedIn),
    ("/health", &["GET"], Door::Open),
    ("/ready", &["GET"], Door::Open),
    ("/metrics", &["GET"], Door::Open),
    ("/static/{name}", &["GET"], Door::Open),
];

/// The whole service.
pub fn router(web: Web) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/sign-in", get(service::sign_in::show).post(service::sign_in::submit))
        .route("/sign-out", post(service::sign_in::sign_out))
        // the day
        .route("/day", get(day::today::show))
        .route("/day/{date}", get(day::today::show_on))
        .route("/day/{date}/print", get(day::print::show))
        .route("/week/{date}", get(day::week::show))
        .route("/month/{month}", get(day::month::show))
        .route("/taking-over", get(day::taking_over::show).post(day::taking_over::submit))
        .route("/to-move", get(day::to_move::show))
        .route("/calendar", get(day::calendar::show).post(day::calendar::submit))
        .route("/calendar/{feed}", get(day::calendar::feed))
        // caseload and team
        .route("/caseload", get(caseload::list::show))
        .route("/caseload/csv", get(caseload::list::download))
        .route("/caseload/views", post(caseload::list::keep))
        .route("/teams/{team}/cases", get(caseload::list::show_team))
        .route("/teams/{team}/cases/csv", get(caseload::list::download_team))
        .route("/teams/{team}/cases/views", post(caseload::list::keep_team))
        .route("/team", get(caseload::team::show))
        .route("/teams/{team}", get(caseload::team::show_team))
        .route("/away/{staff}", form::<caseload::away::AwayForm>())
        .route("/away/{staff}/back", post(caseload::away::back))
        .route("/supervision/{staff}", form::<caseload::supervision::AgendaForm>())
        .route("/supervision/{staff}/held", form::<caseload::supervision::HeldForm>())
        .route("/asked/{team}", form::<caseload::asked::AskedForm>())
        .route("/asked/{team}/{seq}", form::<caseload::asked::SettleForm>())
        .route("/samples/{team}", form::<caseload::sample::SamplesForm>())
        .route("/samples/{team}/{seq}", form::<caseload::sample::SampledForm>())
        .route("/allocate/{holder}", form::<caseload::allocate::AllocateForm>())
        .route("/alarms", get(caseload::alarms::show))
        .route("/inbox", get(caseload::inbox::show).post(caseload::inbox::submit))
        .route("/callers", get(sites::callers::show).post(sites::callers::submit))
        // people and cases
        .route("/find", get(people::find::show).post(people::find::submit))
        .route("/cases/{case}", get(case::overview::show))
        .route("/cases/{case}/timeline", get(case::timeline::show))
        .route("/cases/{case}/contacts", get(case::contacts::show).post(case::contacts::submit))
        .route("/cases/{case}/contacts/csv", get(case::contacts::file))
        .route("/cases/{case}/contacts/{seq}", get(case::contacts::open))
        .route("/cases/{case}/order", get(case::order::show))
        .route("/cases/{case}/risk", get(case::risk::show))
        .route("/cases/{case}/assess", form::<case::assess::AssessForm>())
        .route("/cases/{case}/risk/change", form::<case::risk_change::RiskChangeForm>())
        .route("/cases/{case}/risk/countersign", form::<case::countersign::CountersignForm>())
        .route("/cases/{case}/raised", form::<case::raised::RaiseForm>())
        .route("/cases/{case}/raised/{seq}", form::<case::raised::AnswerForm>())
        .route("/cases/{case}/book", form::<appointments::book::BookForm>())
        .route("/cases/{case}/allocate", form::<case::allocate::CaseAllocateForm>())
        .route("/cases/{case}/apart", form::<case::apart::KeepApartForm>())
        .route("/apart/{stream}", form::<case::apart_review::ReviewApartForm>())
        .route("/cases/{case}/group", form::<case::group::GroupForm>())
        .route("/cases/{case}/group/end", form::<case::group_end::GroupEndForm>())
        .route("/cases/{case}/note", form::<case::note::NoteForm>())
        .route("/cases/{case}/plan", form::<case::plan::PlanForm>())
        .route("/cases/{case}/plan/review", form::<case::plan_review::PlanReviewForm>())
        .route("/cases/{case}/alarms/{alarm}", form::<caseload::alarm::AlarmForm>())
        .route(
            "/cases/{case}/appointments/{appointment}",
            get(appointments::outcome::show).post(appointments::outcome::submit),
        )
        .route("/cases/{case}/appointments/{appointment}/move", form::<appointments::reschedule::MoveForm>())
        .route("/cases/{case}/appointments/{appointment}/cancel", form::<appointments::cancel::CancelForm>())
        .route("/cases/{case}/appointments/{appointment}/work", form::<appointments::work::WorkForm>())
        .route("/cases/{case}/appointments/{appointment}/undo", post(appointments::undo::submit))
        .route("/cases/{case}/entries/{seq}/correct", form::<case::correction::CorrectionForm>())
        .route("/cases/{case}/entries/{seq}/readers", get(case::readers::show))
        .route("/notices/{stream}/{seq}", form::<case::notice::NoticeForm>())
        .route("/cases/{case}/entries/{seq}/history", get(questions::case::history))
        .route("/cases/{case}/difference", get(questions::case::difference))
        .route("/cases/{case}/then", get(questions::then::show))
        .route("/cases/{case}/seen", get(case::seen::show))
        .route("/cases/{case}/letters/{seq}", get(appointments::letter::show))
        .merge(what_is_sent())
        .merge(places())
        .merge(contact_across_cases())
        // court
        .route("/courts", get(court::choose::show))
        .route(
            "/courts/import",
            get(court::import::show).post(court::import::submit).layer(DefaultBodyLimit::max(LARGEST_LIST)),
        )
        .route("/courts/{court}/{day}", get(court::day::show))
        .route("/courts/{court}/{day}/{listed}", get(court::defendant::show).post(court::defendant::submit))
        .merge(about_the_record())
        // the service itself
        .route("/drafts", post(service::drafts::submit))
        .route("/scores", get(service::scores::show).post(service::scores::submit))
        .route("/failures", get(service::failures::show))
        .route("/protected", get(service::protected::show))
        .route("/protected/failing", get(service::failing::show))
        .route("/health", get(|| async { "ok\n" }))
        .route("/ready", get(service::vitals::ready))
        .route("/metrics", get(service::vitals::metrics))
        .route("/static/{name}", get(assets::serve))
        .fallback(lost)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn_with_state(web.forms.clone(), to_the_end))
        .layer(from_fn(guarded))
        .layer(CatchPanicLayer::new())
        .with_state(web)
}

/// Who is not seen, and by which mode people are.
fn contact_across_cases() -> Router<Web> {
    Router::new()
        .route("/contact/since", get(contact::since::show))
        .route("/contact/since/csv", get(contact::since::file))
        .route("/contact/sign-off/{month}", form::<contact::sign_off::SignOffForm>())
        .route("/contact/sign-off/{month}/{team}", form::<contact::sign_off::SignOffForm>())
        .route("/contact/left/{team}/{month}", form::<contact::sign_left::LeftForm>())
        .route("/contact/modes", get(contact::modes::show))
}

/// What is asked of the record, and taken from it.
fn about_the_record() -> Router<Web> {
    Router::new()
        // erasure, by two
        .route("/erasures", get(erasures::list::show).post(erasures::list::submit))
        .route("/erasures/propose/{stream}", form::<erasures::propose::ProposeForm>())
        .route("/erasures/decide/{stream}/{seq}", form::<erasures::decide::DecideForm>())
        .route("/erasures/hold/{stream}", form::<erasures::hold::HoldForm>())
        // questions about both times of the record
        .route("/questions", get(questions::ask::show))
        .route("/questions/later", get(questions::across::later))
        .route("/questions/announced", get(questions::across::announced))
        .route("/questions/caseload", get(questions::past::caseload))
        .route("/questions/diary", get(questions::past::diary))
        .route("/questions/arranged", get(questions::arranged::show))
        .route("/questions/owed", get(questions::team::owed))
        .route("/questions/alarms", get(questions::team::alarms))
}

/// Reaching people: where they live, how they may be reached, what waits to be sent, and what became of it.
fn what_is_sent() -> Router<Web> {
    Router::new()
        .route("/cases/{case}/letters/{seq}/sent", form::<handlers::post::sent::SentForm>())
        .route("/cases/{case}/reach", form::<case::reach::ReachForm>())
        .route("/cases/{case}/addresses", form::<case::addresses::AddressesForm>())
        .route("/cases/{case}/addresses/{seq}", form::<case::address::AddressForm>())
        .route("/post", get(handlers::post::tray::show))
        .route("/post/letters", get(handlers::post::letters::show))
        .route("/post/posted", post(handlers::post::tray::posted))
}

/// Sites and their reception.
fn places() -> Router<Web> {
    Router::new()
        .route("/sites", get(sites::list::show))
        .route("/sites/new", form::<sites::open::OpenForm>())
        .route("/sites/{site}", get(sites::show::show))
        .route("/sites/{site}/assess", form::<sites::assess::AssessForm>())
        .route("/sites/{site}/arrange", form::<sites::arrange::ArrangeForm>())
        .route("/sites/{site}/close", form::<sites::close::CloseForm>())
        .route("/sites/{site}/uses", form::<sites::uses::UsesForm>())
        .route("/sites/{site}/{date}", get(sites::reception::show))
        .route("/sites/{site}/{date}/print", get(sites::register::show))
        .route("/sites/{site}/{date}/came", post(sites::reception::came))
        .route("/sites/{site}/{date}/left", post(sites::reception::left))
        .route("/sites/{site}/{date}/find", post(sites::reception::find))
        .route("/sites/{site}/{date}/caller", post(sites::reception::caller))
}

/// Where each role's work begins.
async fn home(visitor: Visitor) -> Redirect {
    use record::facts::organisation::Role;
    Redirect::to(match visitor.actor().role {
        Role::CourtOfficer => "/courts",
        Role::Auditor => "/find",
        Role::InformationOfficer => "/erasures",
        _ => "/day",
    })
}

async fn lost(State(web): State<Web>) -> Response {
    answer::not_found(&web, None)
}

async fn guarded(request: Request, next: Next) -> Response {
    answer::guard(next.run(request).await).into_response()
}

/// The page of a form and the taking of it.
fn form<F: Form>() -> MethodRouter<Web> {
    get(forms::show::<F>).post(forms::submit::<F>)
}
