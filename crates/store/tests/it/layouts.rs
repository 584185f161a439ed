//! Records of earlier layouts, made from one of today's: tables as they were then, rows as they are. What each layout was is
//! kept in `layout_N.sql` beside this.

use std::collections::BTreeSet;
use std::path::Path;

use cluster::Cluster;
use rusqlite::Connection;

/// An earlier layout, and its tables.
pub(crate) type Layout = (&'static str, &'static str);

/// Every layout that was ever released, the first one first.
pub(crate) const LAYOUTS: [Layout; 6] = [
    ("1", include_str!("layout_1.sql")),
    ("2", include_str!("layout_2.sql")),
    ("3", include_str!("layout_3.sql")),
    ("4", include_str!("layout_4.sql")),
    ("5", include_str!("layout_5.sql")),
    ("6", include_str!("layout_6.sql")),
];

/// Tables that only a database has, and the first layout that had each. They are made by the store itself, not by a layout's
/// text.
const SERVERS: [(&str, u8); 5] = [("lease", 1), ("gate", 1), ("reads_head", 1), ("read", 1), ("vouched", 4)];

/// Makes the record of a folder one of an earlier layout.
pub(crate) fn lay_down(folder: &Path, (layout, text): Layout) {
    let old = folder.join("record.old");
    let conn = Connection::open(&old).unwrap();
    conn.execute_batch(&format!("PRAGMA journal_mode = WAL; {text}")).unwrap();
    let now = folder.join("record.db");
    conn.execute("ATTACH ? AS now", [now.to_str().unwrap()]).unwrap();
    let mut statement = conn.prepare("SELECT name FROM main.sqlite_master WHERE type = 'table'").unwrap();
    let tables: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for table in tables {
        conn.execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM now.{table}")).unwrap();
    }
    conn.execute("UPDATE main.meta SET value = ? WHERE name = 'layout'", [layout]).unwrap();
    drop(statement);
    conn.execute_batch("DETACH now").unwrap();
    conn.close().unwrap();
    std::fs::rename(old, now).unwrap();
}

/// Makes a record in a database of the shared cluster one of an earlier layout: what that had not is taken away again, and its
/// indexes are made as they were.
pub(crate) fn lay_down_in(name: &str, (layout, text): Layout) {
    let ask = |sql: &str| Cluster::shared().ask(name, sql).unwrap();
    let number: u8 = layout.parse().unwrap();
    let servers = SERVERS.iter().filter(|(_, since)| *since <= number).map(|(table, _)| *table);
    let then: BTreeSet<&str> = named(text, "CREATE TABLE ").chain(servers).collect();
    let tables = ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    let later = tables.lines().filter(|table| !then.contains(table)).map(|table| format!("DROP TABLE {table};"));
    ask(&later.collect::<String>());
    // Those of keys belong to their tables; those of the tables of servers stay.
    let indexes = "SELECT i.indexname FROM pg_indexes i WHERE i.schemaname = 'public' AND i.tablename <> 'read'
         AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)";
    let indexes = ask(indexes);
    let dropped = indexes.lines().map(|index| format!("DROP INDEX {index};"));
    let is_index = |text: &&str| text.starts_with("CREATE") && text.contains(" INDEX ");
    let made = text.split(';').map(str::trim).filter(is_index).map(|text| format!("{text};"));
    let said = format!("UPDATE meta SET value = '{layout}' WHERE name = 'layout'");
    ask(&dropped.chain(made).chain([said]).collect::<String>());
}

/// The names of what a text makes.
fn named<'a>(text: &'a str, verb: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(verb).skip(1).filter_map(|rest| rest.split([' ', '(']).next())
}
