//! A case page as bare as can be, to measure ours against: the person's entries are read by plain SQL, each is parsed, and
//! they are sent as a list. Nobody is asked who they are, nothing is logged, folded, named or laid out.
//! `cargo run --release -p web --example bare_page -- DIR PORT`, then `bench/pages.py DIR URL http://127.0.0.1:PORT`; of a record in
//! a database its address in place of DIR, then `BARE=http://127.0.0.1:PORT bench/growth.py KEYS URL`.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::{Path as Asked, State};
use axum::response::Html;
use axum::routing::get;
use rusqlite::{Connection, OpenFlags};
use tokio_postgres::{Client, NoTls, Statement};

/// As many connections as our own server reads with.
const CONNECTIONS: usize = 16;

thread_local! {
    static RECORD: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let mut args = std::env::args().skip(1);
    let record = args.next().expect("a data folder, or the address of a database");
    let port: u16 = args.next().and_then(|port| port.parse().ok()).expect("a port");
    let app = if record.starts_with("postgres") {
        Router::new().route("/cases/{id}", get(page_from_database)).with_state(Arc::new(Database::open(&record).await))
    } else {
        Router::new().route("/cases/{id}", get(page)).with_state(PathBuf::from(record).join("record.db"))
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("a free port");
    axum::serve(listener, app).await.expect("a server");
}

async fn page(State(record): State<PathBuf>, Asked(id): Asked<String>) -> Html<String> {
    let read = tokio::task::spawn_blocking(move || RECORD.with_borrow_mut(|open| entries(open, &record, &id)));
    Html(read.await.expect("a page"))
}

fn entries(open: &mut Option<Connection>, record: &Path, id: &str) -> String {
    let conn = open.get_or_insert_with(|| {
        Connection::open_with_flags(record, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the record")
    });
    let mut statement =
        conn.prepare_cached("SELECT content FROM entry WHERE stream = ?1 ORDER BY seq").expect("a question");
    let mut rows = statement.query([format!("person-{id}")]).expect("rows");
    let mut page = Page::begun();
    while let Some(row) = rows.next().expect("a row") {
        page.entry(row.get_ref(0).expect("a column").as_blob_or_null().expect("bytes").unwrap_or_default());
    }
    page.done()
}

/// Connections that take turns, with the question prepared on each.
struct Database {
    open: Vec<(Client, Statement)>,
    turn: AtomicUsize,
}

impl Database {
    async fn open(url: &str) -> Database {
        let mut open = Vec::new();
        for _ in 0..CONNECTIONS {
            let (client, line) = tokio_postgres::connect(url, NoTls).await.expect("the database");
            tokio::spawn(line);
            let asked = client.prepare("SELECT content FROM entry WHERE stream = $1 ORDER BY seq").await;
            open.push((client, asked.expect("a question")));
        }
        Database { open, turn: AtomicUsize::new(0) }
    }
}

async fn page_from_database(State(record): State<Arc<Database>>, Asked(id): Asked<String>) -> Html<String> {
    let (client, asked) = &record.open[record.turn.fetch_add(1, Ordering::Relaxed) % CONNECTIONS];
    let rows = client.query(asked, &[&format!("person-{id}")]).await.expect("rows");
    let mut page = Page::begun();
    for row in &rows {
        page.entry(row.get::<_, Option<&[u8]>>(0).unwrap_or_default());
    }
    Html(page.done())
}

/// A list of entries.
struct Page(String);

impl Page {
    fn begun() -> Page {
        Page("<!doctype html><title>Entries</title><ul>".to_owned())
    }

    fn entry(&mut self, content: &[u8]) {
        let fact: serde_json::Value = serde_json::from_slice(content).unwrap_or_default();
        let (kind, body) = (&fact["kind"], &fact["body"]);
        let _ = write!(self.0, "<li>{kind} {body}</li>");
    }

    fn done(mut self) -> String {
        self.0.push_str("</ul>");
        self.0
    }
}
