//! Signed notes (C2SP `signed-note`): a text, an empty line, and a line for each signature. Keys are Ed25519.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek as ed25519;
use ed25519_dalek::Signer;

use crate::hash::sha256;

/// Signature type 1 of the format: Ed25519 over the note's text.
const ED25519: u8 = 0x01;
/// Notes with more signatures than this are refused unread, so that a hostile note costs little.
const MAX_SIGNATURES: usize = 100;

/// A named key that signs notes. Its `Debug` text does not show the secret.
#[derive(Clone)]
pub struct SigningKey {
    name: String,
    key: ed25519::SigningKey,
}

/// A named key that notes are checked with. Written as a "vkey": `name+hash+base64`, where hash is the key's eight
/// hexadecimal digits and base64 holds a byte 0x01 and the Ed25519 public key.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    hash: [u8; 4],
    key: ed25519::VerifyingKey,
}

/// Why a text is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A name that a note could not carry.
    #[error("a key's name is not empty and holds no white space, control character or plus sign")]
    Name,
    /// Not laid out as a key.
    #[error("not a key: expected name+hash+base64, or for a signing key a line with the name and one with the seed")]
    Layout,
    /// The hash in the text is not the hash of the name and the key.
    #[error("the key's hash does not belong to its name and bytes")]
    Hash,
    /// Not a point of the curve, or an algorithm other than Ed25519.
    #[error("not an Ed25519 public key")]
    Algorithm,
}

/// Why a note is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not a text, an empty line and lines of signatures.
    #[error("not a signed note")]
    Layout,
    /// No signature by the key it was checked with.
    #[error("the note carries no signature by this key")]
    NotSigned,
    /// A signature by that key, but not of this text.
    #[error("the note's signature is not by this key over this text")]
    BadSignature,
}

impl SigningKey {
    /// The key of a name and 32 secret random bytes.
    ///
    /// # Panics
    /// If the name is empty or holds white space, a control character or a plus sign. For a name from outside the
    /// program use [`SigningKey::from_key_file`].
    pub fn from_seed(name: &str, seed: [u8; 32]) -> SigningKey {
        assert!(is_name(name), "{}", KeyError::Name);
        SigningKey { name: name.to_owned(), key: ed25519::SigningKey::from_bytes(&seed) }
    }

    /// Reads the text of a key file: a line with the name, a line with the seed in lower-case hexadecimal.
    pub fn from_key_file(text: &str) -> Result<SigningKey, KeyError> {
        let mut lines = text.lines();
        let (Some(name), Some(seed), None) = (lines.next(), lines.next(), lines.next()) else {
            return Err(KeyError::Layout);
        };
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        let seed = HEXLOWER.decode(seed.as_bytes()).map_err(|_| KeyError::Layout)?;
        let seed = <[u8; 32]>::try_from(seed).map_err(|_| KeyError::Layout)?;
        Ok(SigningKey::from_seed(name, seed))
    }

    /// The text of a key file. It holds the secret.
    pub fn to_key_file(&self) -> String {
        format!("{}\n{}\n", self.name, HEXLOWER.encode(self.seed()))
    }

    /// The key that others check this one's signatures with.
    pub fn public(&self) -> VerifyingKey {
        VerifyingKey::new(self.name.clone(), self.key.verifying_key())
    }

    /// The secret.
    pub fn seed(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Signs a text and returns the whole note. A text that does not end in a line break is given one, as the format
    /// requires.
    pub fn sign(&self, text: &str) -> String {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let text = format!("{text}{end}");
        let mut signature = self.public().hash.to_vec();
        signature.extend_from_slice(&self.key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n\u{2014} {} {}\n", self.name, BASE64.encode(&signature))
    }
}

impl VerifyingKey {
    /// The key's name: by custom the origin of the log it signs for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The signed text of a note, if a signature by this key verifies. Signatures by other keys are passed over.
    /// Ed25519 is checked strictly: no signature that some implementations accept and others do not.
    pub fn open<'a>(&self, note: &'a str) -> Result<&'a str, NoteError> {
        if note.chars().any(|c| c.is_ascii_control() && c != '\n') {
            return Err(NoteError::Layout);
        }
        let at = note.rfind("\n\n").ok_or(NoteError::Layout)?;
        let (text, signatures) = (&note[..=at], &note[at + 2..]);
        let signatures = signatures.strip_suffix('\n').ok_or(NoteError::Layout)?;
        let mut ours = None;
        for (n, line) in signatures.split('\n').enumerate() {
            let (name, hash, signature) = signature_line(line).ok_or(NoteError::Layout)?;
            if n >= MAX_SIGNATURES {
                return Err(NoteError::Layout);
            }
            if name == self.name && hash == self.hash && ours.is_none() {
                ours = Some(signature);
            }
        }
        let signature = ours.ok_or(NoteError::NotSigned)?;
        let signature = ed25519::Signature::from_slice(&signature).map_err(|_| NoteError::BadSignature)?;
        match self.key.verify_strict(text.as_bytes(), &signature) {
            Ok(()) => Ok(text),
            Err(_) => Err(NoteError::BadSignature),
        }
    }

    fn new(name: String, key: ed25519::VerifyingKey) -> VerifyingKey {
        let digest = sha256([name.as_bytes(), &[b'\n', ED25519], key.as_bytes()]).0;
        VerifyingKey { name, hash: [digest[0], digest[1], digest[2], digest[3]], key }
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

/// "— name base64", where the bytes are the key's hash and the signature.
fn signature_line(line: &str) -> Option<(&str, [u8; 4], Vec<u8>)> {
    let (name, bytes) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    let bytes = BASE64.decode(bytes.as_bytes()).ok()?;
    let (hash, signature) = bytes.split_first_chunk::<4>()?;
    (is_name(name) && !signature.is_empty()).then(|| (name, *hash, signature.to_vec()))
}

impl FromStr for VerifyingKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<VerifyingKey, KeyError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(hash), Some(bytes)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::Layout);
        };
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        let bytes = BASE64.decode(bytes.as_bytes()).map_err(|_| KeyError::Layout)?;
        let Some((&ED25519, key)) = bytes.split_first() else {
            return Err(KeyError::Algorithm);
        };
        let key = <[u8; 32]>::try_from(key).map_err(|_| KeyError::Algorithm)?;
        let key = ed25519::VerifyingKey::from_bytes(&key).map_err(|_| KeyError::Algorithm)?;
        let key = VerifyingKey::new(name.to_owned(), key);
        if hash != HEXLOWER.encode(&key.hash) {
            return Err(KeyError::Hash);
        }
        Ok(key)
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![ED25519];
        bytes.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{}+{}", self.name, HEXLOWER.encode(&self.hash), BASE64.encode(&bytes))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public())
    }
}
