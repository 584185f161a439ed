//! Every SQL text of the store keeps to the subset that SQLite, PostgreSQL and engines that speak its protocol share.

use std::fs;
use std::path::{Path, PathBuf};

use sqlparser::dialect::{Dialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer};

/// What begins a statement.
const VERBS: &[&str] = &["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "DROP ", "COPY ", "DECLARE ", "FETCH "];

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
    let mut wrong = Vec::new();
    for Text { file, sql } in &texts {
        let name = file.file_name().unwrap().to_string_lossy();
        let engines = engines(file, sql);
        for (engine, dialect) in &engines {
            if let Err(error) = Parser::parse_sql(&**dialect, sql) {
                wrong.push(format!("{name}: {engine} does not understand {sql:?}: {error}"));
            }
        }
        for word in words(sql) {
            if FORBIDDEN.contains(&&*word) {
                wrong.push(format!("{name}: {word} is outside the subset: {sql:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_statement_outside_the_subset_is_noticed() {
    let bad = "INSERT INTO entry (id) VALUES (nextval('ids')) RETURNING id";
    assert!(words(bad).any(|word| FORBIDDEN.contains(&&*word)));
    assert!(Parser::parse_sql(&PostgreSqlDialect {}, "SELECT 1 FROM (SELECT").is_err());
}

fn engines(file: &Path, sql: &str) -> Vec<(&'static str, Box<dyn Dialect>)> {
    let postgres: (_, Box<dyn Dialect>) = ("PostgreSQL", Box::new(PostgreSqlDialect {}));
    let sqlite: (_, Box<dyn Dialect>) = ("SQLite", Box::new(SQLiteDialect {}));
    let servers = file.components().any(|part| part.as_os_str() == "postgres") || file.ends_with("sql/postgres.rs");
    // How answers are walked and rows loaded on a server: the parser knows no such forms.
    if ["FETCH", "DECLARE", "COPY"].iter().any(|verb| sql.starts_with(verb)) {
        return Vec::new();
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
    if !VERBS.iter().any(|verb| trimmed.starts_with(verb)) {
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
