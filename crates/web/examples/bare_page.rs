//! A case page as bare as can be, to measure ours against: the person's entries are read by plain SQL, each is parsed, and
//! they are sent as a list. Nobody is asked who they are, nothing is logged, folded, named or laid out.
//! `cargo run --release -p web --example bare_page -- DIR PORT`, then `bench/pages.py DIR URL http://127.0.0.1:PORT`

use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::{Path as Asked, State};
use axum::response::Html;
use axum::routing::get;
use rusqlite::{Connection, OpenFlags};

thread_local! {
    static RECORD: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().expect("a data folder"));
    let port: u16 = args.next().and_then(|port| port.parse().ok()).expect("a port");
    let app = Router::new().route("/cases/{id}", get(page)).with_state(folder.join("record.db"));
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
    let mut page = String::from("<!doctype html><title>Entries</title><ul>");
    while let Some(row) = rows.next().expect("a row") {
        let content = row.get_ref(0).expect("a column").as_blob_or_null().expect("bytes").unwrap_or_default();
        let fact: serde_json::Value = serde_json::from_slice(content).unwrap_or_default();
        let (kind, body) = (&fact["kind"], &fact["body"]);
        let _ = write!(page, "<li>{kind} {body}</li>");
    }
    page.push_str("</ul>");
    page
}
