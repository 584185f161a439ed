//! A witness: whom it trusts, what it cosigns, and what it never does.

use ledger::{
    Checkpoint, Frontier, Hash, HeldError, KnownLog, Misbehaviour, Nodes, NoteError, Quorum, QuorumError, Refusal,
    SigningKey, Submission, WitnessKey, WitnessSigningKey, consistency_proof, empty_root, leaf_hash, root_of,
};
use proptest::prelude::*;

const ORIGIN: &str = "example.org/throughcare";
/// The key, the note and the cosignature were made with Python's `cryptography`, not with this crate.
const WITNESS: &str = "inspectorate.example/w1+39ebdaf1+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
const TEXT: &str = "example.org/throughcare\n1234067\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n";
const COSIGNATURE: &str = concat!(
    "\u{2014} inspectorate.example/w1 Oeva8QAAAABWb9dQr5RBfxEaKUs/My9HbVUH0kfIv8m2cIDDFMWFRMlM",
    "9nk5EQcyocwKFiWz1JHuOczXs27C19C2NFXu3vPcqN7cDA==\n"
);

fn log_key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, [1; 32])
}

fn witness(n: u8) -> WitnessSigningKey {
    WitnessSigningKey::from_seed(&format!("witness.example/w{n}"), [n; 32])
}

/// A log of numbered leaves; `turn` is where it becomes another log.
struct Log(Vec<Hash>);

impl Log {
    fn new(size: u64, turn: u64) -> Log {
        let leaf = |n| if n < turn { format!("leaf {n}") } else { format!("other leaf {n}") };
        Log((0..size).map(|n| leaf_hash(leaf(n).as_bytes())).collect())
    }

    fn root(&self, size: u64) -> Hash {
        root_of(self, size).unwrap()
    }

    fn note(&self, size: u64) -> String {
        log_key().sign(&Checkpoint { origin: ORIGIN.into(), size, root: self.root(size) }.text())
    }

    fn submission(&self, old: u64, size: u64) -> Submission {
        Submission { old, proof: consistency_proof(self, old, size).unwrap(), note: self.note(size) }
    }
}

impl Nodes for Log {
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        let from = usize::try_from(index << level).ok()?;
        let mut frontier = Frontier::default();
        self.0.get(from..from + (1 << level))?.iter().for_each(|leaf| frontier.push(*leaf));
        Some(frontier.root())
    }
}

fn known(last: Option<(&Log, u64)>) -> KnownLog {
    let last = last.map(|(log, size)| Checkpoint { origin: ORIGIN.into(), size, root: log.root(size) });
    KnownLog { key: log_key().public(), last }
}

#[test]
fn a_cosignature_is_the_one_that_other_implementations_make() {
    let key =
        WitnessSigningKey::from_seed("inspectorate.example/w1", std::array::from_fn(|n| u8::try_from(n).unwrap()));
    assert_eq!(key.public().to_string(), WITNESS);
    assert_eq!(key.cosign(TEXT, 1_450_170_192), COSIGNATURE);
    let public: WitnessKey = WITNESS.parse().unwrap();
    assert_eq!(public.cosigned_at(&format!("{TEXT}\n{COSIGNATURE}")), Ok(1_450_170_192));
    let other = TEXT.replace("1234067", "1234068");
    assert_eq!(public.cosigned_at(&format!("{other}\n{COSIGNATURE}")), Err(NoteError::BadSignature));
}

#[test]
fn a_witness_key_is_never_taken_for_a_logs() {
    assert!(WITNESS.parse::<ledger::VerifyingKey>().is_err());
    assert!(log_key().public().to_string().parse::<WitnessKey>().is_err());
    let key = WitnessSigningKey::from_key_file(&witness(3).to_key_file()).unwrap();
    assert_eq!(key.public(), witness(3).public());
    assert!(!format!("{key:?}").contains("0303"), "Debug must not show the secret");
}

#[test]
fn a_checkpoint_is_believed_when_enough_witnesses_have_cosigned_it() {
    let note = log_key().sign(TEXT);
    let keys = || (1..=3).map(|n| witness(n).public().clone()).collect::<Vec<_>>();
    let two_of_three = Quorum::new(keys(), 2).unwrap();
    assert_eq!(two_of_three.check(&note), Err(HeldError::Witnesses { found: 0, need: 2 }));
    let one = format!("{note}{}", witness(2).cosign(TEXT, 10));
    assert_eq!(two_of_three.check(&one), Err(HeldError::Witnesses { found: 1, need: 2 }));
    let twice = format!("{one}{}", witness(2).cosign(TEXT, 11));
    assert_eq!(two_of_three.check(&twice), Err(HeldError::Witnesses { found: 1, need: 2 }), "a witness counts once");
    let two = format!("{one}{}", witness(3).cosign(TEXT, 11));
    let believed = two_of_three.open(&two, &log_key().public()).unwrap();
    assert_eq!(believed.by, [("witness.example/w2", 10), ("witness.example/w3", 11)]);
    assert_eq!(believed.checkpoint.size, 1_234_067);
    let elsewhere = SigningKey::from_seed("elsewhere", [1; 32]);
    let taken = Quorum::new(vec![], 0).unwrap();
    assert_eq!(taken.open(&elsewhere.sign(TEXT), &elsewhere.public()), Err(HeldError::Origin(ORIGIN.into())));
    assert_eq!(Quorum::new(keys(), 4), Err(QuorumError::TooMany { need: 4, witnesses: 3 }));
    let alias = WitnessSigningKey::from_seed("alias", [1; 32]).public().clone();
    assert_eq!(Quorum::new([keys(), vec![alias]].concat(), 2), Err(QuorumError::Twice("alias".into())));
}

#[test]
fn a_witness_cosigns_what_only_grew() {
    let log = Log::new(40, 40);
    assert_eq!(known(None).judge(&log.submission(0, 7)).unwrap().size, 7);
    assert_eq!(known(Some((&log, 7))).judge(&log.submission(7, 40)).unwrap().root, log.root(40));
    assert!(known(Some((&log, 7))).judge(&log.submission(7, 7)).is_ok(), "the same again, with a new time");
}

#[test]
fn each_refusal_has_the_status_of_the_protocol() {
    let (log, other) = (Log::new(40, 40), Log::new(40, 5));
    let at_seven = known(Some((&log, 7)));
    let check = |submission: Submission, expected: &Refusal, status| {
        let refused = at_seven.judge(&submission).unwrap_err();
        assert_eq!((&refused, refused.status()), (expected, status));
    };
    check(log.submission(5, 40), &Refusal::Stale { last: 7, old: 5 }, 409);
    check(log.submission(3, 5), &Refusal::Stale { last: 7, old: 3 }, 409);
    check(Submission { old: 7, ..log.submission(5, 6) }, &Refusal::OldTooLarge { old: 7, size: 6 }, 400);
    check(other.submission(7, 7), &Refusal::SplitView { size: 7 }, 409);
    check(other.submission(7, 40), &Refusal::BadProof, 422);
    check(Submission { proof: vec![], ..log.submission(7, 40) }, &Refusal::BadProof, 422);
    let note = SigningKey::from_seed(ORIGIN, [2; 32]).sign(&Log::new(9, 9).note(9));
    check(Submission { old: 7, proof: vec![], note }, &Refusal::NotSigned(NoteError::NotSigned), 403);
    let note = log_key().sign("somebody else\n9\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
    check(Submission { old: 7, proof: vec![], note }, &Refusal::UnknownOrigin, 404);
    check(Submission { old: 7, proof: vec![], note: log_key().sign("no checkpoint") }, &Refusal::Malformed, 400);
    check(Submission { old: 7, proof: vec![], note: "nothing".into() }, &Refusal::Malformed, 400);
    let empty = Checkpoint { origin: ORIGIN.into(), size: 0, root: Hash::ZERO };
    let wrong = Submission { old: 0, proof: vec![], note: log_key().sign(&empty.text()) };
    assert_eq!(known(None).judge(&wrong), Err(Refusal::BadProof));
    let right = Checkpoint { root: empty_root(), ..empty };
    assert!(known(None).judge(&Submission { note: log_key().sign(&right.text()), ..wrong }).is_ok());
}

#[test]
fn a_request_is_read_as_it_was_written() {
    let submission = Log::new(40, 40).submission(7, 40);
    assert_eq!(Submission::parse(&submission.to_string()), Ok(submission.clone()));
    assert_eq!(submission.origin(), ORIGIN);
    let body = submission.to_string();
    for bad in [
        "",
        "old 7\n",
        &body.replacen("old 7", "old 07", 1),
        &body.replacen("old 7", "old -7", 1),
        &body.replacen("old 7", "7", 1),
        &body.replacen('=', "", 1),
        &format!("old 7\n{}\nnote", format!("{}\n", Hash::ZERO.to_base64()).repeat(64)),
    ] {
        assert_eq!(Submission::parse(bad), Err(Refusal::Malformed), "{bad}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is offered in whatever order, all that was ever cosigned is one log; and a fork that the witness is shown
    /// with its tree is proved to anybody.
    #[test]
    fn a_witness_never_cosigns_two_pasts(offers in prop::collection::vec((any::<bool>(), 1..60_u64), 1..12), turn in 0..60_u64) {
        let logs = [Log::new(60, 60), Log::new(60, turn)];
        let mut state = known(None);
        let mut cosigned: Vec<(usize, u64)> = Vec::new();
        for (fork, size) in offers {
            let log = &logs[usize::from(fork)];
            if state.size() > size {
                continue;
            }
            match state.judge(&log.submission(state.size(), size)) {
                Ok(next) => {
                    state.last = Some(next);
                    cosigned.push((usize::from(fork), size));
                }
                Err(refusal) => {
                    let (which, held) = *cosigned.last().unwrap();
                    prop_assert!(held > turn && which != usize::from(fork), "{refusal}");
                    let proof = Misbehaviour::of(&state.key, &logs[which].note(held), &log.note(size), log).unwrap();
                    prop_assert!(proof.is_proved(&log_key().public()));
                    prop_assert!(!proof.is_proved(&SigningKey::from_seed(ORIGIN, [9; 32]).public()));
                }
            }
        }
        for pair in cosigned.windows(2) {
            let ((a, small), (b, large)) = (pair[0], pair[1]);
            prop_assert_eq!(logs[a].root(small), logs[b].root(small), "{} then {}", small, large);
        }
    }

    #[test]
    fn an_honest_log_is_never_proved_guilty(small in 1..60_u64, more in 0..60_u64) {
        let log = Log::new(120, 120);
        let size = small + more;
        prop_assert_eq!(Misbehaviour::of(&log_key().public(), &log.note(small), &log.note(size), &log), None);
        let forged = Misbehaviour {
            held: log.note(small), offered: log.note(size), root_there: Hash::ZERO,
            proof: consistency_proof(&log, small, size).unwrap(),
        };
        prop_assert!(!forged.is_proved(&log_key().public()));
    }
}
