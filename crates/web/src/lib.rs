//! The pages.
//!
//! - [`routes`]: every address of the service, top to bottom as a site map.
//! - [`handlers`]: who fills a page and takes its form; the files mirror those of [`pages`].
//! - [`pages`]: what a page shows, as a struct, beside its template of the same name in `templates/pages`.
//! - [`components`]: the pieces pages are made of. [`assets`]: styles, script and fonts, embedded.
//! - [`visitor`]: who is behind a request. [`posted`]: a form that was sent. [`answer`]: refusals and failures as pages.
//! - `to_the_end`: a form that was sent is taken, whether or not anybody still waits.
//! - [`ical`]: a diary in the words of calendar programs.
//! - [`words`]: dates, times and codes in words. [`csv`]: a table as a file.
//!
//! Deliberately absent: the store, rules, decisions about access. A handler asks `service` and shows the answer.

pub mod answer;
pub mod assets;
pub mod components;
pub mod csv;
pub mod handlers;
pub mod ical;
pub mod pages;
pub mod posted;
pub mod routes;
mod to_the_end;
pub mod visitor;
pub mod words;

use std::sync::Arc;

use record::time::Instant;
use service::Service;

pub use handlers::service::vitals::Kept as Vitals;
pub use routes::router;
pub use to_the_end::Forms;

/// What every handler can reach.
#[derive(Clone)]
pub struct Web {
    /// The use cases.
    pub service: Service,
    /// The clocks.
    pub clocks: Arc<dyn Clocks>,
    /// What a demonstration says of itself; none in a real service.
    pub demonstration: Option<Arc<Demonstration>>,
    /// What whoever watches the machine was told last.
    pub vitals: Vitals,
    /// The forms that are being taken: whoever stops the service waits for them.
    pub forms: Forms,
}

/// Two clocks: the record's, which a demonstration sets, and the machine's, which nothing sets.
pub trait Clocks: Send + Sync {
    /// What time it is for the record.
    fn record(&self) -> Instant;
    /// The machine's microseconds, for sessions and rate limits.
    fn machine(&self) -> i64;
}

/// A demonstration: its banner, and who can be tried.
#[derive(Clone, Debug)]
pub struct Demonstration {
    /// The line at the head of every page.
    pub banner: String,
    /// The password all its staff share.
    pub password: String,
    /// The named roles on the sign-in page.
    pub roles: Vec<pages::service::sign_in::DemoRole>,
}
