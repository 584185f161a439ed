//! The way to the database, secured: who is believed, who is not, and that everything works over it.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::LazyLock;

use cluster::{Authority, Cluster};
use store::conformance::{
    run,
    samples::{START, act, genesis, person},
};
use store::{Store, StoreError};

use crate::postgres::Place;
use crate::support::block_on;

/// The name in the server's certificate.
const NAME: &str = "record.example";

struct Secured {
    authority: Authority,
    cluster: Cluster,
}

fn secured() -> &'static Secured {
    static SECURED: LazyLock<Secured> = LazyLock::new(|| {
        let authority = Authority::new().expect("openssl makes certificates");
        let certificate = authority.certificate(NAME).unwrap();
        Secured { cluster: Cluster::secured(&authority, &certificate).unwrap(), authority }
    });
    &SECURED
}

impl Secured {
    /// The address of a new database over the network, by a name, with what the address says of TLS.
    fn address(&self, name: &str, says: &str) -> String {
        let database = self.cluster.database().unwrap();
        let database = database.rsplit('=').next().unwrap();
        let port = self.cluster.port().unwrap();
        format!("host={name} hostaddr=127.0.0.1 port={port} user=postgres dbname={database} {says}")
    }

    fn root(&self) -> String {
        format!("sslrootcert='{}'", self.authority.file.display())
    }
}

fn created(url: &str) -> Result<Place, StoreError> {
    let place = Place { keys: tempfile::tempdir().unwrap(), url: url.to_owned() };
    drop(Store::create_in(place.server("one"), &genesis())?);
    Ok(place)
}

fn why_not(url: &str) -> String {
    match created(url) {
        Ok(_) => panic!("{url} was believed"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_server_of_that_name_is_believed_and_everything_works_over_tls() {
    let secured = secured();
    let places = std::cell::RefCell::new(Vec::new());
    let make = || {
        let place = created(&secured.address(NAME, &format!("sslmode=verify-full {}", secured.root()))).unwrap();
        let store = Store::connect(place.server("one")).unwrap();
        places.borrow_mut().push(place);
        store
    };
    let outcomes = block_on(run(&make));
    let failed: Vec<_> = outcomes.iter().filter(|(_, outcome)| outcome.is_err()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let report = store::verify_database(&places.borrow()[0].server("auditor"), &[]).unwrap();
    assert!(report.ok, "{report:?}");
}

#[test]
fn every_connection_of_the_program_is_secured() {
    let secured = secured();
    let place = created(&secured.address(NAME, &secured.root())).unwrap();
    let store = Store::connect(place.server("one")).unwrap();
    // One to record by, one to read by.
    store.append_here(act(START, &person(1), "first")).unwrap();
    store.read_here(store::Snapshot::last_checkpoint).unwrap();
    let name = place.url.split("dbname=").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let plain = "SELECT COUNT(*) FILTER (WHERE NOT s.ssl), COUNT(*) FILTER (WHERE s.ssl) > 1
         FROM pg_stat_ssl s JOIN pg_stat_activity a ON a.pid = s.pid
         WHERE a.application_name = 'throughcare' AND a.datname = current_database()";
    assert_eq!(secured.cluster.ask(&name, plain).unwrap(), "0|t");
}

#[test]
fn a_server_of_another_name_is_not_believed() {
    let secured = secured();
    let why = why_not(&secured.address("other.example", &format!("sslmode=verify-full {}", secured.root())));
    assert!(why.contains("not valid for name"), "{why}");
    // Whoever asks for the authority alone takes any of its names.
    created(&secured.address("other.example", &format!("sslmode=verify-ca {}", secured.root()))).unwrap();
}

#[test]
fn a_certificate_of_another_authority_is_not_believed() {
    let secured = secured();
    let another = Authority::new().unwrap();
    for mode in ["verify-full", "verify-ca", "require"] {
        let says = format!("sslmode={mode} sslrootcert='{}'", another.file.display());
        let why = why_not(&secured.address(NAME, &says));
        assert!(why.contains("invalid peer certificate"), "{mode}: {why}");
    }
    // Without an authority to go by it is only kept from being read on the way.
    created(&secured.address(NAME, "sslmode=require")).unwrap();
}

#[test]
fn a_server_that_only_speaks_plainly_is_not_spoken_to() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = [0; 8];
        stream.read_exact(&mut asked).unwrap();
        stream.write_all(b"N").unwrap();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
        rest
    });
    let root = secured().root();
    let why =
        why_not(&format!("host={NAME} hostaddr=127.0.0.1 port={port} user=postgres password=secret dbname=r {root}"));
    assert!(why.contains("does not support TLS"), "{why}");
    assert!(heard.join().unwrap().is_empty(), "something was said in plain text");
}

#[test]
fn an_address_that_says_nothing_of_tls_leads_to_no_other_machine() {
    // Nobody is asked: the address alone is refused.
    let why = why_not("postgresql://postgres@record.example/record");
    assert!(why.contains("without TLS") && why.contains("sslmode=verify-full"), "{why}");
}

#[test]
fn the_program_shows_a_certificate_of_its_own_where_it_is_asked_for() {
    let secured = secured();
    let own = secured.authority.certificate("named").unwrap();
    let named = |says: &str| {
        let says = format!("sslmode=verify-full {} {says}", secured.root());
        secured.address(NAME, &says).replace("user=postgres", "user=named")
    };
    created(&named(&format!("sslcert='{}' sslkey='{}'", own.file.display(), own.key.display()))).unwrap();
    let why = why_not(&named(""));
    assert!(why.contains("certificate"), "{why}");
}

#[test]
fn a_file_that_holds_no_authority_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let name = file.path().display().to_string();
    let why = why_not(&format!("host=db1 sslmode=verify-full sslrootcert='{name}'"));
    assert!(why.contains(&name) && why.contains("no certificate"), "{why}");
}
