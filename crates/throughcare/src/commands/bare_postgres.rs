//! The peer that `bench acts` on a database is measured against: bare transactions, one an act, that write the same rows
//! with prepared statements sent without waiting between them; no hash, no JSON, no check, no seal.

use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Statement};

const TABLES: &str = "
CREATE SCHEMA bare; SET search_path = bare;
CREATE TABLE entry (stream TEXT, seq BIGINT, recorded BIGINT, hash BYTEA, leaf BYTEA, salt BYTEA, content BYTEA, PRIMARY KEY (stream, seq));
CREATE TABLE head (stream TEXT PRIMARY KEY, seq BIGINT, hash BYTEA, recorded BIGINT);
CREATE TABLE log (position BIGINT PRIMARY KEY, stream TEXT, seq BIGINT, hash BYTEA, recorded BIGINT, mark BIGINT);
CREATE INDEX log_by_stream ON log (stream, seq, position, hash, recorded, mark);
CREATE TABLE diary (stream TEXT, appointment TEXT, officer TEXT, team TEXT, site TEXT, starts TEXT, minutes BIGINT, what TEXT, mode TEXT, state TEXT, outcome TEXT, detail TEXT, known_from BIGINT, known_to BIGINT, PRIMARY KEY (stream, appointment, known_from));
CREATE INDEX diary_officer ON diary (officer, starts);
CREATE INDEX diary_team ON diary (team, starts);
";
const WRITES: [&str; 5] = [
    "INSERT INTO bare.entry VALUES ($1, $2, $2, $3, $4, $3, $4)",
    "INSERT INTO bare.head VALUES ($1, $2, $3, $2) ON CONFLICT (stream) DO UPDATE SET seq = $2, hash = $3, recorded = $2",
    "INSERT INTO bare.log VALUES ($2, $1, $2, $3, $2, 0)",
    "UPDATE bare.diary SET known_to = $2 WHERE stream = $1 AND appointment = 'appointment-1' AND known_to = 9223372036854775807",
    "INSERT INTO bare.diary VALUES ($1, 'appointment-1', 'P00T1A1', 'P00T1A', 'P00S1', '2015-12-15T09:30', 30, 'Planned office appointment', 'COAP', 'booked', NULL, '{\"version\":1}', $2, 9223372036854775807)",
];

/// Acts per second of so many connections at once, each with streams of its own.
pub(crate) async fn acts_per_second(url: &str, length: Duration, connections: usize) -> anyhow::Result<f64> {
    connect(url).await?.batch_execute(TABLES).await?;
    let begun = Instant::now();
    let writers = (0..connections).map(|n| {
        let url = url.to_owned();
        tokio::spawn(async move { write(&connect(&url).await?, n, begun, length).await })
    });
    let mut acts = 0;
    for writer in writers.collect::<Vec<_>>() {
        acts += writer.await??;
    }
    connect(url).await?.batch_execute("DROP SCHEMA bare CASCADE").await?;
    Ok(f64::from(acts) / length.as_secs_f64())
}

async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn write(client: &Client, n: usize, begun: Instant, length: Duration) -> anyhow::Result<u32> {
    let statements = try_join_all(WRITES.iter().map(|text| client.prepare(text))).await?;
    let (hash, bytes) = ([7_u8; 32], [0_u8; 360]);
    let mut acts = 0;
    while begun.elapsed() < length {
        let number = i64::from(acts) * 1_000 + i64::try_from(n)?;
        let stream = format!("person-{n:04}{:022}", acts % 20);
        let parts: [&(dyn ToSql + Sync); 4] = [&stream, &number, &&hash[..], &&bytes[..]];
        let sent =
            statements.iter().zip([4, 3, 3, 2, 2]).map(|(statement, count)| put(client, statement, &parts[..count]));
        futures_util::try_join!(client.batch_execute("BEGIN"), try_join_all(sent), client.batch_execute("COMMIT"),)?;
        acts += 1;
    }
    Ok(acts)
}

async fn put(
    client: &Client,
    statement: &Statement,
    params: &[&(dyn ToSql + Sync)],
) -> Result<u64, tokio_postgres::Error> {
    client.execute(statement, params).await
}
