//! Signing in: wrong passwords, the limit on them, and when a session ends.

use record::StreamId;
use record::facts::organisation::StaffLeft;
use record::time::Happened;
use scenarios::{PASSWORD, Stage, day};
use service::Said;

use crate::{START, county};

#[test]
fn a_wrong_name_and_a_wrong_password_are_told_apart_by_nobody() {
    let stage = Stage::new(START);
    let (name, password) = (stage.try_sign_in("nobody", PASSWORD), stage.try_sign_in("olwen", "wrong"));
    for answer in [&name, &password] {
        assert_eq!(answer.status, 422);
        assert!(answer.says("The name or the password is wrong"));
        assert_eq!(answer.header("set-cookie"), "");
    }
    assert_eq!(name.body.replace("nobody", "olwen"), password.body);
}

#[test]
fn ten_wrong_passwords_lock_a_name_for_a_quarter_of_an_hour_and_no_other() {
    let stage = Stage::new(START);
    for attempt in 1..=10 {
        assert_eq!(stage.try_sign_in("olwen", "wrong").status, 422, "attempt {attempt}");
    }
    let locked = stage.try_sign_in("Olwen ", PASSWORD);
    assert_eq!(locked.status, 429, "not even the right password");
    assert_eq!(locked.header("retry-after"), "900");
    stage.sign_in("peter");
    stage.let_pass(16);
    stage.sign_in("olwen");
}

#[test]
fn a_session_ends_after_two_idle_hours_and_after_twelve_in_all() {
    let (stage, olwen, case) = county();
    for _ in 0..7 {
        stage.let_pass(100);
        stage.page(&olwen, &case.home);
    }
    stage.let_pass(21);
    assert_eq!(stage.get(&olwen, &case.home).status, 303, "twelve hours have gone by");
    let olwen = stage.sign_in("olwen");
    stage.let_pass(119);
    stage.page(&olwen, &case.home);
    stage.let_pass(121);
    assert_eq!(stage.get(&olwen, &case.home).status, 303, "idle for two hours");
}

#[test]
fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let (stage, olwen, case) = county();
    let form = stage.page(&olwen, "/find").form("/sign-out");
    let answer = stage.done(&olwen, &form);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(stage.get(&olwen, &case.home).status, 303);
}

#[test]
fn whoever_leaves_is_out_at_once() {
    let (stage, olwen, case) = county();
    let left = Said::new(&StreamId::new("staff", [1; 16]), StaffLeft {}, Happened::On(day("2015-08-03")));
    stage.page(&olwen, &case.home);
    stage.say(vec![left]);
    assert_eq!(stage.get(&olwen, &case.home).status, 303);
    assert_eq!(stage.try_sign_in("olwen", PASSWORD).status, 422);
}

#[test]
fn signing_in_leads_only_to_pages_of_ours() {
    let stage = Stage::new(START);
    for (then, leads) in
        [("/day", "/day"), ("//elsewhere.example", "/"), ("https://elsewhere.example/", "/"), ("/\\elsewhere", "/")]
    {
        let body = format!("user=olwen&password={}&then={then}", PASSWORD.replace(' ', "+"));
        let answer = stage.post(&scenarios::Browser::default(), "/sign-in", &body);
        assert_eq!((answer.status, answer.location()), (303, leads));
        let cookie = answer.header("set-cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    }
}
