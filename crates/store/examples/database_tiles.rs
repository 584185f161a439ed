//! Exports the log of a database, for other people's verifiers: `database_tiles FOLDER OUT`. A PostgreSQL of its own is
//! started, the record in FOLDER moves into it, something is recorded and sealed there, and the tiles are written to OUT.

use std::path::Path;

use cluster::{Cluster, Disk};
use store::conformance::samples::{act, person};
use store::{Database, Snapshot, Store};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out] = &arguments[..] else { return Err("usage: database_tiles FOLDER OUT".into()) };
    let cluster = Cluster::start(Disk::Quick)?;
    let keys = Path::new(out).join("keys");
    let url = cluster.database()?;
    let database =
        || Database { url: url.clone(), keys: keys.clone(), server: "tiles".into(), schema: None, standby: None };
    let rows = store::grow(Path::new(folder), &database())?;
    let store = Store::connect(database())?;
    let last = store.read_here(Snapshot::last_checkpoint)?.map_or(0, |last| last.at);
    for n in 1..=3 {
        store.append_here(act(last + n, &person(900), &format!("recorded in the database, {n}")))?;
        store.protect_here()?;
    }
    let exported = store::export_tiles(&store, Path::new(out))?;
    eprintln!("{rows} rows moved; {} leaves under root {}", exported.size, exported.root.to_base64());
    Ok(())
}
