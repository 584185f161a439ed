//! Policies: which witnesses, and how many of them.

use ledger::{Policy, PolicyError, WitnessSigningKey};

fn key(n: u8) -> String {
    WitnessSigningKey::from_seed(&format!("w{n}.example"), [n; 32]).public().to_string()
}

#[test]
fn a_policy_names_its_witnesses_where_they_are_and_how_many_are_enough() {
    let text = format!(
        "# whom we asked\nlog log.example+00000000+AAAA https://log.example\n\nwitness one {} https://one.example\n\
         witness two {}\nwitness three {} http://10.0.0.3:8090\ngroup some 2 one two three\nquorum some\n",
        key(1),
        key(2),
        key(3)
    );
    let policy = Policy::parse(&text).unwrap();
    let urls: Vec<_> = policy.witnesses.iter().map(|one| (one.name.as_str(), one.url.as_deref())).collect();
    assert_eq!(urls, [("one", Some("https://one.example")), ("two", None), ("three", Some("http://10.0.0.3:8090"))]);
    let keys = policy.witnesses.iter().map(|one| one.key.clone()).collect();
    assert_eq!(policy.quorum, ledger::Quorum::new(keys, 2).unwrap());
    let one = Policy::parse(&format!("witness one {}\nquorum one", key(1))).unwrap();
    assert!(!one.quorum.is_empty());
    assert!(Policy::parse("quorum none").unwrap().quorum.is_empty());
}

#[test]
fn what_is_no_policy_is_refused_with_its_line() {
    let witness = format!("witness one {}\n", key(1));
    let refused = |text: &str| Policy::parse(text).unwrap_err();
    assert_eq!(refused("wittness one"), PolicyError::Line(1));
    assert_eq!(refused(&witness), PolicyError::NoQuorum);
    assert_eq!(refused(&format!("{witness}quorum one\nquorum none")), PolicyError::NoQuorum);
    assert_eq!(refused(&format!("{witness}quorum two")), PolicyError::Name { line: 2, name: "two".into() });
    assert_eq!(refused(&format!("{witness}{witness}quorum one")), PolicyError::Name { line: 2, name: "one".into() });
    assert_eq!(refused(&format!("{witness}group g some one\nquorum g")), PolicyError::Line(2));
    assert!(matches!(refused("witness one nonsense\nquorum one"), PolicyError::Key { line: 1, .. }));
    assert!(matches!(refused(&format!("{witness}group g 2 one\nquorum g")), PolicyError::Quorum(_)));
    assert!(
        matches!(refused(&format!("{witness}group g all one one\nquorum g")), PolicyError::Quorum(_)),
        "one counts once"
    );
}
