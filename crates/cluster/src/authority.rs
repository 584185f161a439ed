//! Certificates for tests, made with the `openssl` program.

use std::io;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use super::run;

/// An authority of one's own.
pub struct Authority {
    dir: TempDir,
    /// Its certificate.
    pub file: PathBuf,
    key: PathBuf,
}

/// A certificate that an authority gave.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The certificate.
    pub file: PathBuf,
    /// Its secret key.
    pub key: PathBuf,
}

impl Authority {
    /// Makes one.
    pub fn new() -> io::Result<Authority> {
        let dir = tempfile::Builder::new().prefix("authority").tempdir()?;
        let [file, key] = ["authority.pem", "authority.key"].map(|name| dir.path().join(name));
        run(openssl()
            .args(["req", "-x509", "-days", "2", "-subj", "/CN=an authority for tests"])
            .args(NEW_KEY)
            .arg("-out")
            .arg(&file)
            .arg("-keyout")
            .arg(&key))?;
        Ok(Authority { dir, file, key })
    }

    /// Gives a certificate in a name: of a machine or of a user.
    pub fn certificate(&self, name: &str) -> io::Result<Certificate> {
        let [file, key, request, names] =
            ["pem", "key", "request", "names"].map(|ending| self.dir.path().join(format!("{name}.{ending}")));
        std::fs::write(&names, format!("subjectAltName = DNS:{name}\n"))?;
        run(openssl()
            .args(["req", "-subj", &format!("/CN={name}")])
            .args(NEW_KEY)
            .arg("-out")
            .arg(&request)
            .arg("-keyout")
            .arg(&key))?;
        run(openssl()
            .args(["x509", "-req", "-days", "2", "-CAcreateserial"])
            .arg("-in")
            .arg(&request)
            .arg("-CA")
            .arg(&self.file)
            .arg("-CAkey")
            .arg(&self.key)
            .arg("-extfile")
            .arg(&names)
            .arg("-out")
            .arg(&file))?;
        Ok(Certificate { file, key })
    }
}

/// Without a passphrase, of a kind that is quick to make.
const NEW_KEY: [&str; 5] = ["-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];

fn openssl() -> Command {
    Command::new("openssl")
}
