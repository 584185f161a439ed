//! The service in one process, and the browsers that come to it.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use axum::http::{Request, header};
use practice::Standards;
use record::time::{Instant, Minute};
use service::{Chance, Service};
use store::{Snapshot, Store, StoreError};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use web::{Clocks, Web};

use crate::{Answer, Form};

/// The password of everybody on a stage.
pub const PASSWORD: &str = "correct horse battery staple";

/// The whole service over a folder of its own, on clocks that stand still until they are set.
pub struct Stage {
    /// The use cases, for what no page shows.
    pub service: Service,
    router: Router,
    clock: Arc<Hands>,
    runtime: Runtime,
    folder: TempDir,
    people: Mutex<u8>,
}

/// Somebody's browser; the default is nobody's.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// The cookie, as it is sent.
    pub cookie: Option<String>,
}

struct Hands {
    record: AtomicI64,
    machine: AtomicI64,
}

impl Clocks for Hands {
    fn record(&self) -> Instant {
        Instant(self.record.load(Ordering::SeqCst))
    }

    fn machine(&self) -> i64 {
        self.machine.load(Ordering::SeqCst)
    }
}

struct Seeded(Mutex<u64>);

impl Chance for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().expect("no test panics while it draws");
        for byte in bytes {
            // Constants of splitmix64; the quality of the bytes does not matter here.
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            *byte = mixed.to_be_bytes()[3];
        }
    }
}

impl Stage {
    /// A stage over a folder with a record in it, at a London minute.
    pub fn over(folder: TempDir, store: Store, now: &str) -> Stage {
        let service = Service::new(store, Standards::split_2014(), Arc::new(Seeded(Mutex::new(1))));
        let clock = Arc::new(Hands { record: AtomicI64::new(0), machine: AtomicI64::new(1_450_000_000_000_000) });
        let (vitals, forms) = (web::Vitals::default(), web::Forms::default());
        let web = Web { service: service.clone(), clocks: clock.clone(), demonstration: None, vitals, forms };
        let router = web::router(web);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let stage = Stage { service, router, clock, runtime, folder, people: Mutex::new(0) };
        stage.set_clock(now);
        stage
    }

    /// Sets the record's clock to a London minute, such as `2015-12-15T09:00`.
    pub fn set_clock(&self, now: &str) {
        let minute: Minute = now.parse().expect("a minute");
        self.clock.record.store(minute.instant().0, Ordering::SeqCst);
    }

    /// What the record's clock shows.
    pub fn now(&self) -> Instant {
        self.clock.record()
    }

    /// What the machine's clock shows, in microseconds.
    pub fn machine(&self) -> i64 {
        self.clock.machine()
    }

    /// Lets minutes pass on the machine's clock, by which sessions, leases and limits on signing in are counted.
    pub fn let_pass(&self, minutes: i64) {
        self.clock.machine.fetch_add(minutes * 60_000_000, Ordering::SeqCst);
    }

    /// The folder.
    pub fn folder(&self) -> &std::path::Path {
        self.service.store().folder()
    }

    /// A stage over a copy of this one’s files as they stand, as a backup makes it and a restore lays it down.
    pub fn copied(&self) -> Stage {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        std::fs::create_dir(&data).expect("a folder");
        for name in ["key", "key.pub", "record.db", "record.db-wal", "reads.db", "reads.db-wal"] {
            if self.folder().join(name).exists() {
                std::fs::copy(self.folder().join(name), data.join(name)).expect("copied");
            }
        }
        let store = Store::open(&data).expect("a record");
        Stage::over(folder, store, &self.now().london().to_string())
    }

    /// Closes the service; what it recorded stays while the folder is held.
    pub fn close(self) -> TempDir {
        let Stage { service, router, folder, .. } = self;
        drop((service, router));
        folder
    }

    /// What the program does when it begins to serve a record that an earlier release wrote: how many who left a group before are
    /// asked about.
    pub fn asks_about_leavers(&self) -> usize {
        let ask = service::Ask { actor: crate::county::migrator(), now: self.now(), screen: "serve" };
        self.wait(self.service.ask_about_leavers(&ask)).expect("they can be asked about")
    }

    /// Does something that waits.
    pub fn wait<T>(&self, task: impl Future<Output = T>) -> T {
        self.runtime.block_on(task)
    }

    /// Puts questions to the record.
    pub fn read<T>(&self, f: impl FnOnce(&Snapshot) -> Result<T, StoreError>) -> T {
        self.service.store().read_here(f).expect("the record can be read")
    }

    /// How many entries there are, whoever they are about.
    pub fn entries(&self) -> u64 {
        self.read(|snapshot| {
            let mut count = 0;
            for kind in ["person", "court", "import", "staff", "team", "site"] {
                for stream in snapshot.streams(kind)? {
                    count += snapshot.head(&stream)?.map_or(0, |head| head.seq);
                }
            }
            Ok(count)
        })
    }

    /// A number nobody had yet.
    pub(crate) fn next_person(&self) -> u8 {
        let mut people = self.people.lock().expect("no test panics while it counts");
        *people += 1;
        *people
    }

    /// Tries to sign in.
    pub fn try_sign_in(&self, name: &str, password: &str) -> Answer {
        let form = Form { action: "/sign-in".to_owned(), fields: Vec::new() };
        self.send(&Browser::default(), &form.with("user", name).with("password", password))
    }

    /// Signs somebody in.
    pub fn sign_in(&self, name: &str) -> Browser {
        let answer = self.try_sign_in(name, PASSWORD);
        assert_eq!(answer.status, 303, "{name} signs in: {}", answer.text());
        let cookie = answer.header("set-cookie").split(';').next().map(str::to_owned);
        Browser { cookie }
    }

    /// Asks for a page.
    pub fn get(&self, browser: &Browser, path: &str) -> Answer {
        let request = Request::get(path);
        self.request(browser, request, Body::empty())
    }

    /// Asks for a page that must come.
    pub fn page(&self, browser: &Browser, path: &str) -> Answer {
        let answer = self.get(browser, path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer
    }

    /// Sends a form as a browser does.
    pub fn send(&self, browser: &Browser, form: &Form) -> Answer {
        self.post(browser, &form.action, &form.encoded())
    }

    /// Sends a form that must be taken.
    pub fn done(&self, browser: &Browser, form: &Form) -> Answer {
        let answer = self.send(browser, form);
        assert_eq!(answer.status, 303, "{}: {}", form.action, answer.text());
        answer
    }

    /// Sends a body to an address, as a form of ours.
    pub fn post(&self, browser: &Browser, path: &str, body: &str) -> Answer {
        self.request(browser, as_a_form(path), Body::from(body.to_owned()))
    }

    /// Sends a form as a browser does whose line is cut at once: nobody waits for the answer.
    pub fn send_and_go(&self, browser: &Browser, form: &Form) {
        let request = as_a_form(&form.action);
        let request = from_browser(browser, request, Body::from(form.encoded()));
        let mut answer = Box::pin(self.router.clone().oneshot(request));
        self.wait(poll_fn(|context| Poll::Ready(answer.as_mut().poll(context).is_ready())));
    }

    /// Lets what was begun go on until something holds.
    pub fn until(&self, holds: impl Fn() -> bool) {
        let waits = (0..1000).take_while(|_| !holds());
        waits.for_each(|_| self.wait(async { tokio::time::sleep(Duration::from_millis(5)).await }));
        assert!(holds(), "what was begun is ended");
    }

    /// Sends any request.
    pub fn request(&self, browser: &Browser, request: Builder, body: Body) -> Answer {
        let request = from_browser(browser, request, body);
        let router = self.router.clone();
        self.wait(async {
            let answer = router.oneshot(request).await.expect("a router does not fail");
            let (parts, body) = answer.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.expect("a body");
            let body = String::from_utf8_lossy(&bytes).into_owned();
            Answer { status: parts.status.as_u16(), headers: parts.headers, body }
        })
    }
}

fn as_a_form(path: &str) -> Builder {
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
}

fn from_browser(browser: &Browser, request: Builder, body: Body) -> Request<Body> {
    let request = match &browser.cookie {
        Some(cookie) => request.header(header::COOKIE, cookie),
        None => request,
    };
    let mut request = request.header(header::HOST, "throughcare.example").body(body).expect("a request");
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 40_000))));
    request
}
