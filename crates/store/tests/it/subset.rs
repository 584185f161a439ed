//! Every SQL text of the store keeps to the subset that SQLite, PostgreSQL and engines that speak its protocol share.

use std::fs;
use std::path::{Path, PathBuf};

use sqlparser::dialect::{Dialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer};

/// What begins a statement.
const VERBS: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "COPY", "DECLARE", "FETCH"];

/// What no statement may begin with, and is looked for all the same: or it would never be found.
const REFUSED: &[&str] =
    &["WITH", "LOCK", "TRUNCATE", "REPLACE", "MERGE", "LISTEN", "NOTIFY", "CALL", "DO", "GRANT", "EXECUTE"];

/// Settings and upkeep, which no two engines have in common: each verb with the files that may use it. They change no row.
const OF_ONE_ENGINE: &[(&str, &[&str])] = &[
    (
        "SET",
        &[
            "postgres/alone.rs",
            "postgres/connect.rs",
            "postgres/seal.rs",
            "postgres/scrub.rs",
            "postgres/shrink.rs",
            "postgres/views.rs",
        ],
    ),
    ("PRAGMA", &["batch.rs", "bulk.rs", "folder.rs", "reads.rs", "backup/restore.rs", "backup/take.rs"]),
    ("VACUUM", &["postgres/scrub.rs", "backup/take.rs"]),
    ("ALTER", &["postgres/scrub.rs"]),
    ("ANALYZE", &["postgres/grow.rs"]),
    ("CHECKPOINT", &["postgres/scrub.rs"]),
];

/// Words that lead out of the subset: sequences, locks that some engines only pretend to take, the clock and chance of
/// the server, and what is missing or different on one engine or another.
const FORBIDDEN: &[&str] = &[
    "SERIAL",
    "BIGSERIAL",
    "IDENTITY",
    "NEXTVAL",
    "SEQUENCE",
    "PG_ADVISORY_LOCK",
    "PG_TRY_ADVISORY_LOCK",
    "PG_ADVISORY_XACT_LOCK",
    "LISTEN",
    "NOTIFY",
    "TRIGGER",
    "INHERITS",
    "DEFERRABLE",
    "EXCLUDE",
    "XML",
    "JSONB",
    "JSON",
    "CITEXT",
    "ARRAY",
    "UNNEST",
    "TSTZRANGE",
    "GENERATED",
    "TEMP",
    "TEMPORARY",
    "SKIP",
    "NOW",
    "CURRENT_TIMESTAMP",
    "CURRENT_DATE",
    "RANDOM",
    "GEN_RANDOM_UUID",
    "TIMESTAMP",
    "TIMESTAMPTZ",
    "ILIKE",
    "LATERAL",
    "RETURNING",
    "WITH",
    "AUTOINCREMENT",
    "REPLACE",
    "GLOB",
    "ROWID",
    "LOCK",
    "TRUNCATE",
    "LASTVAL",
];

struct Text {
    file: PathBuf,
    sql: String,
}

#[test]
fn every_statement_is_of_the_subset() {
    let texts = texts();
    assert!(texts.len() > 100, "only {} statements were found", texts.len());
    let wrong: Vec<String> = texts.iter().flat_map(wrong_with).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_statement_outside_the_subset_is_noticed() {
    let noticed = |file: &str, literal: &str| {
        let statements = statements(literal).into_iter().map(|sql| Text { file: file.into(), sql });
        statements.flat_map(|text| wrong_with(&text)).count() > 0
    };
    let bad = [
        "INSERT INTO entry (id) VALUES (nextval('ids')) RETURNING id",
        "SELECT 1 FROM (SELECT",
        "LOCK TABLE entry IN EXCLUSIVE MODE",
        "WITH last AS (SELECT 1) SELECT seq FROM last",
        "TRUNCATE entry",
        "REPLACE INTO entry (seq) VALUES (1)",
        "LISTEN heads",
        "NOTIFY heads",
        "MERGE INTO entry USING head ON entry.seq = head.seq WHEN MATCHED THEN DELETE",
        "ALTER TABLE entry ADD COLUMN more TEXT",
        "VACUUM entry",
        "ANALYZE entry",
        "SET lock_timeout = 0",
        "PRAGMA synchronous = OFF",
        "DELETE FROM entry; LOCK TABLE entry",
        "DELETE FROM entry; EXPLAIN SELECT 1",
        "SELECT seq FROM entry WHERE seq = $2 AND stream = $1",
    ];
    for literal in bad {
        assert!(noticed("src/entries.rs", literal), "{literal}");
    }
    // The twins.
    for good in ["SELECT seq FROM entry WHERE stream = $1", "DELETE FROM entry; DELETE FROM head;", "Without a verb"] {
        assert!(!noticed("src/entries.rs", good), "{good}");
    }
    assert!(!noticed("src/postgres/connect.rs", "SET lock_timeout = '8s'; SET statement_timeout = 0;"));
    assert!(noticed("src/postgres/connect.rs", "SET lock_timeout = '8s'; TRUNCATE entry"));
    assert!(noticed("src/postgres/connect.rs", "SET = 8"), "it is parsed");
}

/// What is wrong with a statement, if anything is.
fn wrong_with(Text { file, sql }: &Text) -> Vec<String> {
    let name = file.display();
    let Some(verb) = verb(sql) else { return vec![format!("{name}: no statement begins so: {sql:?}")] };
    let mut wrong = Vec::new();
    if REFUSED.contains(&verb) {
        wrong.push(format!("{name}: {verb} begins no statement of the subset: {sql:?}"));
    }
    let own = OF_ONE_ENGINE.iter().find(|(of, _)| *of == verb);
    if own.is_some_and(|(_, files)| !files.iter().any(|at| file.ends_with(at))) {
        wrong.push(format!("{name}: {verb} is not for this file: {sql:?}"));
    }
    for (engine, dialect) in &engines(file, sql) {
        if let Err(error) = Parser::parse_sql(&**dialect, sql) {
            wrong.push(format!("{name}: {engine} does not understand {sql:?}: {error}"));
        }
    }
    let both = engines(file, sql).len() == 2;
    if both && !is_in_order(sql) {
        wrong.push(format!("{name}: SQLite counts $1, $2 … in the order in which they first appear: {sql:?}"));
    }
    let forbidden = words(sql).filter(|word| own.is_none() && FORBIDDEN.contains(&&**word));
    wrong.extend(forbidden.map(|word| format!("{name}: {word} is outside the subset: {sql:?}")));
    wrong
}

/// Whether the parameters first appear in the order of their numbers; some may stand in what is filled in.
fn is_in_order(sql: &str) -> bool {
    let number = |part: &str| part.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok());
    let numbers: Vec<u32> = sql.split('$').skip(1).filter_map(number).collect();
    let mut first = numbers.iter().enumerate().filter(|(at, number)| !numbers[..*at].contains(number));
    first.all(|(at, number)| numbers[..at].iter().all(|before| before < number))
}

/// What a statement begins with.
fn verb(sql: &str) -> Option<&'static str> {
    let first = sql.split(|c: char| !c.is_ascii_uppercase()).next()?;
    let own = OF_ONE_ENGINE.iter().map(|(verb, _)| verb);
    VERBS.iter().chain(REFUSED).chain(own).find(|verb| **verb == first).copied()
}

fn engines(file: &Path, sql: &str) -> Vec<(&'static str, Box<dyn Dialect>)> {
    let postgres: (_, Box<dyn Dialect>) = ("PostgreSQL", Box::new(PostgreSqlDialect {}));
    let sqlite: (_, Box<dyn Dialect>) = ("SQLite", Box::new(SQLiteDialect {}));
    let servers = file.components().any(|part| part.as_os_str() == "postgres") || file.ends_with("sql/postgres.rs");
    match verb(sql) {
        // How answers are walked and rows loaded on a server, and upkeep: the parser knows no such forms.
        Some("FETCH" | "DECLARE" | "COPY" | "PRAGMA" | "VACUUM" | "ALTER" | "CHECKPOINT") => return Vec::new(),
        Some("SET") => return vec![postgres],
        _ => {}
    }
    if servers {
        vec![postgres]
    } else if sql.contains("sqlite_master") {
        vec![sqlite]
    } else {
        vec![postgres, sqlite]
    }
}

/// Words outside quotes, in capitals.
fn words(sql: &str) -> impl Iterator<Item = String> {
    let tokens = Tokenizer::new(&PostgreSqlDialect {}, sql).tokenize().unwrap_or_default();
    tokens.into_iter().filter_map(|token| match token {
        Token::Word(word) if word.quote_style.is_none() => Some(word.value.to_uppercase()),
        _ => None,
    })
}

/// Every literal of the store's code that reads like a statement, with a word in place of what is filled in.
fn texts() -> Vec<Text> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let file = entry.unwrap().path();
            if file.is_dir() {
                folders.push(file);
            } else {
                let code = fs::read_to_string(&file).unwrap();
                let of_file = literals(&code).into_iter().flat_map(|text| statements(&text));
                found.extend(of_file.map(|sql| Text { file: file.clone(), sql }));
            }
        }
    }
    found
}

fn statements(literal: &str) -> Vec<String> {
    let trimmed = literal.trim();
    // A verb and more: a single word is a name, as of what a test or a lock is called.
    if verb(trimmed).is_none_or(|verb| trimmed == verb && verb != "CHECKPOINT") {
        return Vec::new();
    }
    trimmed.split(';').map(|sql| filled(sql.trim())).filter(|sql| !sql.is_empty()).collect()
}

fn filled(sql: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for c in sql.chars() {
        match c {
            '{' => {
                if depth == 0 {
                    out.push_str("filled");
                }
                depth += 1;
            }
            '}' => depth -= 1,
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    // A parameter whose number is filled in, conditions and rows that are built.
    let out = out.replace("$filled", "$1").replace("(filled)filled", "(filled)");
    // How SQLite's tables are declared; for the other engine it is left out in the same way.
    out.replace(" STRICT, WITHOUT ROWID", "").replace(" STRICT", "")
}

/// The string literals of a file of Rust.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line_or_more in split_comments(code) {
        let mut chars = line_or_more.chars().peekable();
        let mut before = ' ';
        while let Some(c) = chars.next() {
            if c == '"' && before != '\'' {
                let mut text = String::new();
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => text.extend(chars.next().filter(|next| *next == '"')),
                        c => text.push(c),
                    }
                }
                found.push(text);
            }
            before = c;
        }
    }
    found
}

/// The code without its comments, which may hold half a quotation.
fn split_comments(code: &str) -> Vec<String> {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    vec![lines.collect::<Vec<_>>().join("\n")]
}
