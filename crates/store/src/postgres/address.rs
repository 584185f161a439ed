//! The address of a database, and what it says of the way there.
//!
//! The words are those of PostgreSQL's own programs: `sslmode`, `sslrootcert`, `sslcert`, `sslkey`. Two things are
//! stricter here. To another machine nothing goes in plain text unless the address says so; and a file of authorities
//! without a mode means `verify-full`.

use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::tls::{Identity, Secured, Trust};
use crate::error::StoreError;

const PREFIXES: [&str; 2] = ["postgresql://", "postgres://"];

/// Reads an address; gives what secures the way there, unless nothing does.
pub(super) fn read(text: &str) -> Result<(Config, Option<Secured>), StoreError> {
    let (said, rest) =
        if PREFIXES.iter().any(|prefix| text.starts_with(prefix)) { of_url(text)? } else { of_words(text)? };
    let mut config: Config = rest.parse().map_err(|error: tokio_postgres::Error| refused(&error.to_string()))?;
    let secured = match said.trust(Way::of(&config))? {
        Some(trust) => Some(Secured::new(trust, said.identity()?)?),
        None => None,
    };
    config.ssl_mode(if secured.is_some() { SslMode::Require } else { SslMode::Disable });
    Ok((config, secured))
}

fn refused(why: &str) -> StoreError {
    StoreError::Refused(format!("the database's address: {why}"))
}

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Sockets in a folder: there is no network, and no TLS either.
    Socket,
    /// This machine.
    Local,
    /// Another machine.
    Far,
}

impl Way {
    fn of(config: &Config) -> Way {
        let addresses = config.get_hostaddrs();
        if !addresses.is_empty() {
            return if addresses.iter().all(std::net::IpAddr::is_loopback) { Way::Local } else { Way::Far };
        }
        let ways = config.get_hosts().iter().map(|host| match host {
            Host::Unix(_) => Way::Socket,
            Host::Tcp(name) if name == "localhost" => Way::Local,
            Host::Tcp(name) => match name.parse::<std::net::IpAddr>() {
                Ok(address) if address.is_loopback() => Way::Local,
                _ => Way::Far,
            },
        });
        // The farthest of them is what must be answered for.
        ways.fold(Way::Socket, |far, way| match (far, way) {
            (Way::Far, _) | (_, Way::Far) => Way::Far,
            (Way::Local, _) | (_, Way::Local) => Way::Local,
            (Way::Socket, Way::Socket) => Way::Socket,
        })
    }
}

/// What an address says of encryption.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    mode: Option<String>,
    roots: Option<PathBuf>,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
}

impl Said {
    /// Takes what is ours to read; gives back what is not.
    fn take(&mut self, name: &str, value: &str) -> bool {
        match name {
            "sslmode" => self.mode = Some(value.to_owned()),
            "sslrootcert" => self.roots = Some(value.into()),
            "sslcert" => self.certificate = Some(value.into()),
            "sslkey" => self.key = Some(value.into()),
            _ => return false,
        }
        true
    }

    fn trust(&self, way: Way) -> Result<Option<Trust>, StoreError> {
        match (self.mode.as_deref(), self.roots.clone()) {
            (None, Some(roots)) if way != Way::Socket => Ok(Some(Trust::Name(roots))),
            (None | Some("prefer" | "allow"), _) if way == Way::Far => Err(refused(
                "it leads to another machine without TLS. Say sslmode=verify-full and sslrootcert=FILE; or \
                 sslmode=disable, if nobody else is on the network between",
            )),
            (None | Some("disable" | "prefer" | "allow"), _) => Ok(None),
            // As with PostgreSQL's own programs: whoever names authorities wants them asked.
            (Some("verify-ca" | "require"), Some(roots)) => Ok(Some(Trust::Authority(roots))),
            (Some("verify-full"), Some(roots)) => Ok(Some(Trust::Name(roots))),
            (Some("require"), None) => Ok(Some(Trust::Anybody)),
            (Some(mode @ ("verify-ca" | "verify-full")), None) => {
                Err(refused(&format!("sslmode={mode} needs sslrootcert=FILE, the authorities to go by")))
            }
            (Some(mode), _) => {
                Err(refused(&format!("sslmode={mode} is none of disable, prefer, require, verify-ca and verify-full")))
            }
        }
    }

    fn identity(&self) -> Result<Option<Identity>, StoreError> {
        match (&self.certificate, &self.key) {
            (Some(certificate), Some(key)) => Ok(Some(Identity { certificate: certificate.clone(), key: key.clone() })),
            (None, None) => Ok(None),
            _ => Err(refused("sslcert and sslkey go together")),
        }
    }
}

/// Of `postgresql://…?name=value&…`.
fn of_url(text: &str) -> Result<(Said, String), StoreError> {
    let mut said = Said::default();
    // A password comes first, and may have a question mark in it.
    let from = text.find('@').unwrap_or(0);
    let Some(at) = text[from..].find('?').map(|at| from + at) else {
        return Ok((said, text.to_owned()));
    };
    let mut rest = Vec::new();
    for pair in text[at + 1..].split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_decode_str(value).decode_utf8().map_err(|_| refused("it is not UTF-8"))?;
        if !said.take(name, &value) {
            rest.push(pair);
        }
    }
    let stroke = if rest.is_empty() { "" } else { "?" };
    Ok((said, format!("{}{stroke}{}", &text[..at], rest.join("&"))))
}

/// Of `name=value name='a value'`.
fn of_words(text: &str) -> Result<(Said, String), StoreError> {
    let mut said = Said::default();
    let mut rest = Vec::new();
    let mut left = text.trim_start();
    while !left.is_empty() {
        let (name, after) = left.split_once('=').ok_or_else(|| refused("a name without a value"))?;
        let (value, after) = word(after.trim_start())?;
        let name = name.trim();
        if !said.take(name, &value) {
            rest.push(format!("{name}='{}'", value.replace('\\', "\\\\").replace('\'', "\\'")));
        }
        left = after.trim_start();
    }
    Ok((said, rest.join(" ")))
}

/// A value, which may be quoted; and what comes after it.
fn word(text: &str) -> Result<(String, &str), StoreError> {
    let quoted = text.starts_with('\'');
    let mut value = String::new();
    let mut characters = text.char_indices().skip(usize::from(quoted));
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            '\'' if quoted => return Ok((value, &text[at + 1..])),
            _ if !quoted && character.is_whitespace() => return Ok((value, &text[at..])),
            _ => value.push(character),
        }
    }
    if quoted { Err(refused("a quotation that does not end")) } else { Ok((value, "")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusted(text: &str) -> Result<Option<Trust>, String> {
        let url = PREFIXES.iter().any(|prefix| text.starts_with(prefix));
        let (said, rest) = if url { of_url(text) } else { of_words(text) }.map_err(|error| error.to_string())?;
        let config: Config = rest.parse().map_err(|error: tokio_postgres::Error| error.to_string())?;
        said.trust(Way::of(&config)).map_err(|error| error.to_string())
    }

    #[test]
    fn to_this_machine_plain_text_will_do() {
        for address in [
            "postgresql://u@localhost/record",
            "postgresql://u@127.0.0.1:5433/record",
            "postgresql://u@[::1]/record",
            "host=/run/postgresql user=u",
            "host=database hostaddr=127.0.0.1",
            "host=/run/postgresql,localhost sslmode=prefer",
        ] {
            assert_eq!(trusted(address), Ok(None), "{address}");
        }
    }

    #[test]
    fn to_another_machine_nothing_goes_in_plain_text_unless_that_is_said() {
        for address in [
            "postgresql://u@db1/record",
            "postgresql://u@localhost,db2/record?target_session_attrs=read-write",
            "postgresql://u@10.0.0.1/record?sslmode=prefer",
            "host=localhost hostaddr=10.0.0.1",
            "host=db1 sslmode=allow",
        ] {
            let answer = trusted(address);
            assert!(answer.as_ref().is_err_and(|why| why.contains("without TLS")), "{address}: {answer:?}");
        }
        assert_eq!(trusted("postgresql://u@db1/record?sslmode=disable"), Ok(None));
        assert_eq!(trusted("host=db1 sslmode=disable"), Ok(None));
    }

    #[test]
    fn the_modes_are_those_of_postgresql() {
        let roots = || PathBuf::from("/etc/the roots.pem");
        let root = "sslrootcert=%2Fetc%2Fthe%20roots.pem";
        for (mode, trust) in [
            ("sslmode=verify-full&", Trust::Name(roots())),
            ("", Trust::Name(roots())),
            ("sslmode=verify-ca&", Trust::Authority(roots())),
            ("sslmode=require&", Trust::Authority(roots())),
        ] {
            assert_eq!(trusted(&format!("postgresql://u:p%3F@db1,db2:5433/r?{mode}{root}")), Ok(Some(trust)), "{mode}");
        }
        let words = r"host=db1 password='it\'s' sslmode = verify-full sslrootcert='/etc/the roots.pem' user=u";
        assert_eq!(trusted(words), Ok(Some(Trust::Name(roots()))));
        assert_eq!(trusted("host=db1 sslmode=require"), Ok(Some(Trust::Anybody)));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_in_words() {
        for (address, word) in [
            ("host=db1 sslmode=verify-full", "sslrootcert"),
            ("host=db1 sslmode=verify", "is none of"),
            ("host=db1 sslmode='verify-full", "does not end"),
            ("host=db1 sslmode", "without a value"),
        ] {
            let answer = trusted(address);
            assert!(answer.as_ref().is_err_and(|why| why.contains(word)), "{address}: {answer:?}");
        }
        assert!(read("host=db1 sslmode=require sslcert=/a").is_err_and(|error| error.to_string().contains("together")));
    }

    #[test]
    fn what_is_not_of_encryption_is_left_as_it_was() {
        let (said, rest) = of_url("postgresql://u:a?b@db1/r?sslmode=require&application_name=x").unwrap();
        assert_eq!(
            (said.mode.as_deref(), rest.as_str()),
            (Some("require"), "postgresql://u:a?b@db1/r?application_name=x")
        );
        let (_, rest) = of_words(r"host=db1 password='a \\ b\' c' sslmode=require").unwrap();
        assert_eq!(rest, r"host='db1' password='a \\ b\' c'");
    }
}
