//! Canonical JSON (RFC 8785), restricted so that no two readers can disagree about it: whole numbers only, within
//! 2^53 either side of zero; names of members in ASCII, each once; at most 64 levels deep.

mod parts;

use std::fmt::Display;

use serde::Serialize;
use serde::ser::{self, Serializer};

use self::parts::{Items, Members};
use crate::leaf::write_string;

/// The largest number that every reader of JSON holds exactly: 2^53 - 1 (RFC 8785, section 3.2.2.3; RFC 7493,
/// section 2.2). The smallest is its negative.
pub const MAX_INTEGER: u64 = (1 << 53) - 1;
/// How many arrays and objects may stand inside one another.
pub const MAX_DEPTH: usize = 64;

/// Why a value has no canonical writing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// A number with a fraction or an exponent, or no number at all. Decimals are written as strings.
    #[error("a number that is not whole has no canonical form: write it as a string")]
    Float,
    /// A whole number of 2^53 or more, either side of zero.
    #[error("a whole number of 2^53 or more has no canonical form: write it as a string")]
    BigInteger,
    /// The name of a member is not a string of ASCII characters.
    #[error("the name of a member must be a string of ASCII characters")]
    Name,
    /// Two members of one object have the same name.
    #[error("an object has two members of the name {0:?}")]
    DuplicateName(String),
    /// More than 64 arrays and objects inside one another.
    #[error("more than {MAX_DEPTH} levels of arrays and objects")]
    TooDeep,
    /// The value itself refused to be written.
    #[error("{0}")]
    Value(String),
}

impl ser::Error for CanonicalError {
    fn custom<T: Display>(message: T) -> CanonicalError {
        CanonicalError::Value(message.to_string())
    }
}

/// Writes a value as canonical JSON: no white space, members in order of their names.
pub fn canonical<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    let mut out = Vec::with_capacity(256);
    value.serialize(Writer { out: &mut out, depth: 0 })?;
    Ok(out)
}

struct Writer<'a> {
    out: &'a mut Vec<u8>,
    depth: usize,
}

type Done = Result<(), CanonicalError>;

impl<'a> Writer<'a> {
    fn number(self, digits: impl Display, in_range: bool) -> Done {
        if !in_range {
            return Err(CanonicalError::BigInteger);
        }
        self.out.extend_from_slice(digits.to_string().as_bytes());
        Ok(())
    }

    fn deeper(&self) -> Result<usize, CanonicalError> {
        if self.depth >= MAX_DEPTH { Err(CanonicalError::TooDeep) } else { Ok(self.depth + 1) }
    }

    fn items(self, close: &'static [u8]) -> Result<Items<'a>, CanonicalError> {
        let depth = self.deeper()?;
        Ok(Items::open(self.out, depth, close))
    }

    fn members(self, close: &'static [u8]) -> Result<Members<'a>, CanonicalError> {
        let depth = self.deeper()?;
        Ok(Members::open(self.out, depth, close))
    }

    /// Opens the object of one member that stands for a variant with something in it.
    fn variant(self, name: &str) -> Result<Writer<'a>, CanonicalError> {
        let depth = self.deeper()?;
        check_name(name)?;
        self.out.push(b'{');
        write_string(self.out, name);
        self.out.push(b':');
        Ok(Writer { out: self.out, depth })
    }
}

fn check_name(name: &str) -> Done {
    if name.is_ascii() { Ok(()) } else { Err(CanonicalError::Name) }
}

macro_rules! small_integers {
    ($($method:ident($type:ty)),*) => {$(
        fn $method(self, v: $type) -> Done {
            self.number(v, true)
        }
    )*};
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = CanonicalError;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Items<'a>;
    type SerializeTupleVariant = Items<'a>;
    type SerializeMap = Members<'a>;
    type SerializeStruct = Members<'a>;
    type SerializeStructVariant = Members<'a>;

    fn serialize_bool(self, v: bool) -> Done {
        self.out.extend_from_slice(if v { b"true" } else { b"false" });
        Ok(())
    }

    small_integers!(
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32)
    );

    fn serialize_i64(self, v: i64) -> Done {
        self.number(v, v.unsigned_abs() <= MAX_INTEGER)
    }

    fn serialize_i128(self, v: i128) -> Done {
        self.number(v, v.unsigned_abs() <= u128::from(MAX_INTEGER))
    }

    fn serialize_u64(self, v: u64) -> Done {
        self.number(v, v <= MAX_INTEGER)
    }

    fn serialize_u128(self, v: u128) -> Done {
        self.number(v, v <= u128::from(MAX_INTEGER))
    }

    fn serialize_f32(self, _: f32) -> Done {
        Err(CanonicalError::Float)
    }

    fn serialize_f64(self, _: f64) -> Done {
        Err(CanonicalError::Float)
    }

    fn serialize_char(self, v: char) -> Done {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, v: &str) -> Done {
        write_string(self.out, v);
        Ok(())
    }

    fn serialize_bytes(self, v: &[u8]) -> Done {
        self.collect_seq(v)
    }

    fn serialize_none(self) -> Done {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        let inner = self.variant(variant)?;
        value.serialize(Writer { out: &mut *inner.out, depth: inner.depth })?;
        inner.out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, CanonicalError> {
        self.items(b"]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, CanonicalError> {
        self.items(b"]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, CanonicalError> {
        self.items(b"]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a>, CanonicalError> {
        self.variant(variant)?.items(b"]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'a>, CanonicalError> {
        self.members(b"}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'a>, CanonicalError> {
        self.members(b"}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members<'a>, CanonicalError> {
        self.variant(variant)?.members(b"}}")
    }
}
