//! E-mail addresses, in the plain form that every mail system takes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest address, and the longest part before the @, in bytes (RFC 5321, 4.5.3.1).
const LONGEST: usize = 254;
const LONGEST_NAME: usize = 64;
/// What may stand in the name besides letters and digits (RFC 5322, 3.2.3).
const IN_NAMES: &str = "!#$%&'*+-/=?^_`{|}~.";

/// The text is not an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Enter an e-mail address in full, such as name@example.org")]
pub struct NotAnEmail;

/// An e-mail address: a name, an @, and a host of two parts or more. Quoted names and addresses beyond ASCII are refused: not every
/// mail system takes them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl FromStr for EmailAddress {
    type Err = NotAnEmail;

    fn from_str(text: &str) -> Result<EmailAddress, NotAnEmail> {
        let text = text.trim();
        let (name, host) = text.rsplit_once('@').ok_or(NotAnEmail)?;
        let part = |part: &str| !part.is_empty();
        let named = name.len() <= LONGEST_NAME
            && name.split('.').all(part)
            && name.chars().all(|c| c.is_ascii_alphanumeric() || IN_NAMES.contains(c));
        let label = |label: &str| {
            part(label)
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        let hosted = host.contains('.') && host.split('.').all(label);
        (text.len() <= LONGEST && named && hosted).then(|| EmailAddress(text.to_owned())).ok_or(NotAnEmail)
    }
}

impl EmailAddress {
    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the @.
    pub fn host(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, host)| host)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = NotAnEmail;

    fn try_from(text: String) -> Result<EmailAddress, NotAnEmail> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> String {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_host_and_nothing_that_could_start_another_line() {
        for typed in ["ada@example.org", " a.b+c@mail.example.co.uk ", "o'neil@example.org"] {
            assert_eq!(typed.parse::<EmailAddress>().unwrap().as_str(), typed.trim());
        }
        assert_eq!("ada@example.org".parse::<EmailAddress>().unwrap().host(), "example.org");
        let long = format!("{}@example.org", "a".repeat(65));
        let wrong =
            ["", "ada", "ada@", "@example.org", "ada@example", "a b@example.org", "ada@ex..org", "a@b@c.org", &long];
        for typed in wrong.into_iter().chain(["ada@example.org\r\nBcc: x@example.org", "ada@-x.org", ".a@example.org"])
        {
            assert_eq!(typed.parse::<EmailAddress>(), Err(NotAnEmail), "{typed}");
        }
    }
}
