//! A table as a file that any spreadsheet opens.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A file of comma-separated values, to be kept. Its name holds nothing of whom it is about.
pub fn file(name: &'static str, head: &[&str], rows: &[Vec<String>]) -> Response {
    let text = line(head.iter().copied()) + &text(rows);
    let kept = format!("attachment; filename=\"{name}.csv\"");
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, kept)], text)
        .into_response()
}

/// Rows as comma-separated values.
pub fn text(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| line(row.iter().map(String::as_str))).collect()
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

/// What a spreadsheet would take for a formula is marked as text: a note is never run.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_out_as_text_and_is_never_run() {
        assert_eq!(line(["a", "b, c", "say \"no\""].into_iter()), "a,\"b, c\",\"say \"\"no\"\"\"\r\n");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@home, he said"), "\"'@home, he said\"");
        assert_eq!(cell("two\nlines"), "\"two\nlines\"");
    }
}
