//! Signed notes (C2SP `signed-note`): a text, an empty line, and a line for each signature. Keys are Ed25519. The keys
//! of witnesses, which sign something else, are in `cosignature`.

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

/// A note taken apart, its signatures not yet checked.
pub(crate) struct Parts<'a> {
    /// The text, its last line break included.
    pub(crate) text: &'a str,
    lines: Vec<SignatureLine<'a>>,
}

struct SignatureLine<'a> {
    name: &'a str,
    hash: [u8; 4],
    signature: Vec<u8>,
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
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        format!("{text}\n{}", write_signature_line(&self.name, self.public().hash, &signature))
    }
}

impl VerifyingKey {
    /// The key's name: by custom the origin of the log it signs for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The signed text of a note, if a signature by this key verifies. Signatures by other keys are passed over.
    pub fn open<'a>(&self, note: &'a str) -> Result<&'a str, NoteError> {
        let parts = Parts::of(note)?;
        let signature = parts.signature(&self.name, self.hash).ok_or(NoteError::NotSigned)?;
        check_signature(&self.key, parts.text.as_bytes(), signature)?;
        Ok(parts.text)
    }

    fn new(name: String, key: ed25519::VerifyingKey) -> VerifyingKey {
        let hash = key_hash(&name, ED25519, &key);
        VerifyingKey { name, hash, key }
    }
}

impl<'a> Parts<'a> {
    pub(crate) fn of(note: &'a str) -> Result<Parts<'a>, NoteError> {
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(NoteError::Layout);
        }
        let at = note.rfind("\n\n").ok_or(NoteError::Layout)?;
        let (text, signatures) = (&note[..=at], &note[at + 2..]);
        let signatures = signatures.strip_suffix('\n').ok_or(NoteError::Layout)?;
        let mut lines = Vec::new();
        for line in signatures.split('\n') {
            if lines.len() >= MAX_SIGNATURES {
                return Err(NoteError::Layout);
            }
            lines.push(signature_line(line).ok_or(NoteError::Layout)?);
        }
        Ok(Parts { text, lines })
    }

    /// The bytes of the first signature by the key with this name and hash.
    pub(crate) fn signature(&self, name: &str, hash: [u8; 4]) -> Option<&[u8]> {
        let ours = self.lines.iter().find(|line| line.name == name && line.hash == hash)?;
        Some(&ours.signature)
    }
}

/// Whether a name can stand in a note.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c < ' ' || c == '+')
}

/// What tells keys of one name apart: the algorithm is part of it, so that a signature of one kind is never taken for
/// one of another.
pub(crate) fn key_hash(name: &str, algorithm: u8, key: &ed25519::VerifyingKey) -> [u8; 4] {
    let [a, b, c, d, ..] = sha256([name.as_bytes(), &[b'\n', algorithm], key.as_bytes()]).0;
    [a, b, c, d]
}

/// Reads `name+hash+base64`, for a key of this algorithm.
pub(crate) fn parse_vkey(text: &str, algorithm: u8) -> Result<(String, ed25519::VerifyingKey), KeyError> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(hash), Some(bytes)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(KeyError::Layout);
    };
    if !is_name(name) {
        return Err(KeyError::Name);
    }
    let bytes = BASE64.decode(bytes.as_bytes()).map_err(|_| KeyError::Layout)?;
    let key = match bytes.split_first() {
        Some((found, key)) if *found == algorithm => key,
        _ => return Err(KeyError::Algorithm),
    };
    let key = <[u8; 32]>::try_from(key).map_err(|_| KeyError::Algorithm)?;
    let key = ed25519::VerifyingKey::from_bytes(&key).map_err(|_| KeyError::Algorithm)?;
    if hash != HEXLOWER.encode(&key_hash(name, algorithm, &key)) {
        return Err(KeyError::Hash);
    }
    Ok((name.to_owned(), key))
}

/// Writes `name+hash+base64`.
pub(crate) fn write_vkey(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    algorithm: u8,
    key: &ed25519::VerifyingKey,
) -> fmt::Result {
    let bytes = [&[algorithm], &key.as_bytes()[..]].concat();
    let hash = HEXLOWER.encode(&key_hash(name, algorithm, key));
    write!(f, "{name}+{hash}+{}", BASE64.encode(&bytes))
}

/// Ed25519, checked strictly: no signature that some implementations accept and others do not.
pub(crate) fn check_signature(key: &ed25519::VerifyingKey, message: &[u8], signature: &[u8]) -> Result<(), NoteError> {
    let signature = ed25519::Signature::from_slice(signature).map_err(|_| NoteError::BadSignature)?;
    key.verify_strict(message, &signature).map_err(|_| NoteError::BadSignature)
}

/// A line of a note that says `name` signed: what it signed depends on the algorithm in `hash`.
pub(crate) fn write_signature_line(name: &str, hash: [u8; 4], signature: &[u8]) -> String {
    format!("\u{2014} {name} {}\n", BASE64.encode(&[&hash, signature].concat()))
}

/// "— name base64", where the bytes are the key's hash and the signature.
fn signature_line(line: &str) -> Option<SignatureLine<'_>> {
    let (name, bytes) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    let bytes = BASE64.decode(bytes.as_bytes()).ok()?;
    let (hash, signature) = bytes.split_first_chunk::<4>()?;
    (is_name(name) && !signature.is_empty()).then(|| SignatureLine { name, hash: *hash, signature: signature.to_vec() })
}

impl FromStr for VerifyingKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<VerifyingKey, KeyError> {
        let (name, key) = parse_vkey(text, ED25519)?;
        Ok(VerifyingKey::new(name, key))
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_vkey(f, &self.name, ED25519, &self.key)
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
