//! A witness behind TLS, with a certificate of an authority that only its own people know.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cluster::{Authority, Certificate, Cluster};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::behind::copy;
use crate::scratch::{run, text};
use crate::witnesses::{Running, Scene, metric, start, wait_until};

/// Stands before a witness and speaks TLS for it; gives the port.
fn secured(certificate: &Certificate, witness: &str) -> u16 {
    let chain = CertificateDer::pem_file_iter(&certificate.file).unwrap().collect::<Result<_, _>>().unwrap();
    let key = PrivateKeyDer::from_pem_file(&certificate.key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(chain, key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let witness = witness.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Whoever is not believed breaks off, and that is that.
            let _ = pass_on(stream, config.clone(), &witness);
        }
    });
    port
}

/// One request and its answer.
fn pass_on(stream: TcpStream, config: Arc<ServerConfig>, witness: &str) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut outside = StreamOwned::new(connection, stream);
    let mut asked = Vec::new();
    while !is_whole(&asked) {
        let mut part = [0; 4096];
        match outside.read(&mut part)? {
            0 => return Ok(()),
            count => asked.extend_from_slice(&part[..count]),
        }
    }
    let mut inside = TcpStream::connect(witness)?;
    let asked = String::from_utf8_lossy(&asked).replacen("\r\n", "\r\nConnection: close\r\n", 1);
    inside.write_all(asked.as_bytes())?;
    let mut answer = Vec::new();
    inside.read_to_end(&mut answer)?;
    outside.write_all(&answer)?;
    outside.conn.send_close_notify();
    outside.flush()
}

/// Whether the head is there, and as much behind it as it says.
fn is_whole(asked: &[u8]) -> bool {
    let asked = String::from_utf8_lossy(asked);
    let Some((head, body)) = asked.split_once("\r\n\r\n") else { return false };
    let length =
        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:").map(str::to_owned));
    length.and_then(|length| length.trim().parse::<usize>().ok()).is_none_or(|length| body.len() >= length)
}

fn serve(scene: &Scene, policy: &Path, authority: Option<&Path>) -> Running {
    let data = scene.path("data");
    let mut arguments = vec!["serve", "--listen", "127.0.0.1:0", "--data", text(&data)];
    arguments.extend(["--witnesses", text(policy), "--witness-every", "1"]);
    arguments.extend(authority.iter().flat_map(|file| ["--witness-authority", text(file)]));
    start(&arguments)
}

#[test]
fn a_witness_with_an_authority_of_its_own_is_believed_by_that_and_by_nothing_else() {
    let scene = Scene::new();
    let key = scene.witness("near");
    let witness = scene.run_witness("near", "127.0.0.1:0");
    let (ours, theirs) = (Authority::new().unwrap(), Authority::new().unwrap());
    let port = secured(&ours.certificate("localhost").unwrap(), &witness.address);
    let policy = scene.policy(&[format!("witness near {key} https://localhost:{port}"), "quorum near".to_owned()]);
    for authority in [None, Some(theirs.file.as_path())] {
        let server = serve(&scene, &policy, authority);
        std::thread::sleep(Duration::from_secs(4));
        assert_eq!(metric(&server.address, "witnessed_leaves"), Some(0), "a stranger was believed: {authority:?}");
    }
    let server = serve(&scene, &policy, Some(&ours.file));
    wait_until("it has cosigned", || {
        let leaves = metric(&server.address, "log_leaves");
        leaves.is_some() && metric(&server.address, "witnessed_leaves") == leaves
    });
}

#[test]
fn an_authority_in_the_data_folder_is_believed_as_well_by_every_command_and_goes_with_the_record() {
    let scene = Scene::new();
    let [data, older, keys] = ["data", "older", "keys"].map(|name| scene.path(name));
    copy(&data, &older);
    let key = scene.witness("near");
    let witness = scene.run_witness("near", "127.0.0.1:0");
    let (ours, theirs) = (Authority::new().unwrap(), Authority::new().unwrap());
    let port = secured(&ours.certificate("localhost").unwrap(), &witness.address);
    let policy = scene.policy(&[format!("witness near {key} https://localhost:{port}"), "quorum near".to_owned()]);
    let believed_in = |folder: &Path, authority: &Authority| {
        std::fs::copy(&authority.file, folder.join("witness-authority")).map(drop).unwrap();
    };
    believed_in(&data, &theirs);
    let server = serve(&scene, &policy, None);
    std::thread::sleep(Duration::from_secs(4));
    assert_eq!(metric(&server.address, "witnessed_leaves"), Some(0), "a stranger was believed");
    drop(server);
    // What is named is believed in place of what lies there.
    let cosigned = |server: &Running| {
        wait_until("it has cosigned", || {
            let leaves = metric(&server.address, "log_leaves");
            leaves.is_some() && metric(&server.address, "witnessed_leaves") == leaves
        });
    };
    cosigned(&serve(&scene, &policy, Some(&ours.file)));
    believed_in(&data, &ours);
    let list = data.join("samples/court-list.xml");
    let import = |folder: &Path| run(&["import", "court-list", text(&list), "--data", text(folder)]);
    assert!(import(&data).status.success());
    cosigned(&serve(&scene, &policy, None));

    // A command that opens an older copy asks by it as well, and hears what the witness has seen.
    std::fs::copy(&policy, older.join("witnesses")).unwrap();
    believed_in(&older, &ours);
    let refused = import(&older);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("until its rollback is declared"), "{said}");

    let url = Cluster::shared().database().unwrap();
    assert!(run(&["grow", "--data", text(&data), "--keys", text(&keys), "--database-url", &url]).status.success());
    assert_eq!(std::fs::read(keys.join("witness-authority")).unwrap(), std::fs::read(&ours.file).unwrap());
}

#[test]
fn an_authority_that_cannot_be_read_is_refused_before_anything_is_served() {
    let scene = Scene::new();
    let policy = scene.policy(&["quorum none".to_owned()]);
    let nothing = scene.path("nothing.pem");
    std::fs::write(&nothing, "no certificate\n").unwrap();
    let data = scene.path("data");
    for (file, why) in [(nothing, "holds no certificate"), (scene.path("absent.pem"), "cannot be read")] {
        let mut arguments = vec!["serve", "--listen", "127.0.0.1:0", "--data", text(&data)];
        arguments.extend(["--witnesses", text(&policy), "--witness-authority", text(&file)]);
        let refused = run(&arguments);
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&refused.stderr).contains(why), "{refused:?}");
    }
}
