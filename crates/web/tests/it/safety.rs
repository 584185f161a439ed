//! What is sent by others than our own pages, what is too large, what is no address; and the headers of every answer.

use axum::body::Body;
use axum::http::{Request, header};
use scenarios::{Answer, Form};
use web::posted::LARGEST_FORM;

use crate::{county, since};

/// An answer carries what keeps browsers and caches from spreading it.
pub(crate) fn safe(path: &str, answer: &Answer) {
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    if !(path.starts_with("/static/") && answer.status == 200) {
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    assert!(answer.status < 500, "{path}: {}", answer.status);
}

#[test]
fn a_form_without_our_secret_or_with_another_is_not_taken() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-03T10:00");
    let path = format!("{}/appointments/{appointment}", case.home);
    let form =
        stage.page(&olwen, &path).form(&path).with("outcome", "complied").with("next_date", "").with("next_time", "");
    let before = stage.entries();
    let peters = stage.page(&stage.sign_in("peter"), "/find").form("/sign-out").value("csrf").to_owned();
    for wrong in ["", "0000", &peters] {
        let answer = stage.send(&olwen, &form.clone().with("csrf", wrong));
        safe(&path, &answer);
        assert_eq!(answer.status, 422, "{}", answer.text());
    }
    let bare = Form { fields: vec![("outcome".into(), "complied".into())], ..form.clone() };
    assert_eq!(stage.send(&olwen, &bare).status, 422);
    assert_eq!(stage.entries(), before);
    stage.done(&olwen, &form);
}

#[test]
fn a_form_sent_from_another_site_is_not_taken_even_with_our_secret() {
    let (stage, olwen, case) = county();
    let path = format!("{}/note", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("note", "Not ours");
    let before = stage.entries();
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://elsewhere.example"),
        ("origin", "null"),
    ] {
        let request = Request::post(&path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = stage.request(&olwen, request.header(name, value), Body::from(form.encoded()));
        assert_eq!(answer.status, 422, "{name}: {value}");
    }
    let request = Request::post("/sign-in").header("sec-fetch-site", "cross-site");
    let answer = stage.request(&olwen, request, Body::from("user=olwen&password=x"));
    assert_eq!(answer.status, 422, "nobody is signed in from elsewhere");
    assert_eq!(stage.entries(), before);
}

#[test]
fn a_form_larger_than_any_of_ours_is_refused_with_a_page() {
    let (stage, olwen, case) = county();
    let path = format!("{}/note", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("note", &"x".repeat(LARGEST_FORM + 1));
    let before = stage.entries_of(&case.stream).len();
    for browser in [&olwen, &scenarios::Browser::default()] {
        let answer = stage.send(browser, &form);
        safe(&path, &answer);
        assert_eq!(answer.status, 413);
        assert!(answer.title().starts_with("Too big"), "{}", answer.title());
    }
    assert!(since(&stage, &case, before).is_empty());
}

#[test]
fn what_is_no_address_is_not_found_and_nothing_breaks() {
    let (stage, olwen, case) = county();
    let home = &case.home;
    for (path, expected) in [
        ("/nowhere".to_owned(), 404),
        ("/day/2015-13-45".to_owned(), 400),
        ("/day/yesterday/print".to_owned(), 400),
        ("/day?due=%00&whose=nobody".to_owned(), 200),
        ("/courts/B90WM/2015-99-99".to_owned(), 404),
        ("/cases/not-a-case".to_owned(), 404),
        ("/cases/%3Cscript%3E".to_owned(), 404),
        ("/cases/..%2f..%2fetc".to_owned(), 404),
        (format!("{home}/appointments/appointment-99"), 404),
        (format!("{home}/appointments/appointment-99/move"), 404),
        (format!("{home}/entries/99/correct"), 404),
        (format!("{home}/entries/0/correct"), 404),
        (format!("{home}/entries/none/correct"), 400),
        (format!("{home}/entries/1/correct"), 404),
        (format!("{home}/letters/1"), 404),
        (format!("{home}/letters/18446744073709551615"), 404),
        (format!("{home}/timeline?known_at=rubbish"), 200),
        (format!("{home}/timeline?page=65535&show=%3Cscript%3E"), 200),
        (format!("{home}/timeline?page=18446744073709551615"), 400),
        (format!("{home}/timeline?as_at=0001-01-01"), 200),
        (format!("{home}/timeline?as_at=9999-12-31&known_at=9999-12-31"), 200),
        ("/static/nothing.css".to_owned(), 404),
    ] {
        let answer = stage.get(&olwen, &path);
        safe(&path, &answer);
        assert_eq!(answer.status, expected, "{path}: {}", answer.text());
    }
}

#[test]
fn a_search_that_finds_nobody_says_what_to_try() {
    let (stage, olwen, _) = county();
    for typed in
        ["Z999999", "nobody at all", "31/02/1999", "<script>alert(1)</script>", "%", "'; DROP TABLE person; --", "🙂"]
    {
        let answer = stage.send(&olwen, &stage.page(&olwen, "/find").form("/find").with("q", typed));
        safe("/find", &answer);
        assert_eq!(answer.status, 200, "{typed}");
        assert!(answer.says("0 people") && answer.says("Check the spelling"), "{typed}: {}", answer.text());
        assert!(!answer.body.contains("<script>alert"), "{typed}");
    }
    let empty = stage.send(&olwen, &stage.page(&olwen, "/find").form("/find").with("q", "  "));
    assert_eq!(empty.status, 422);
}
