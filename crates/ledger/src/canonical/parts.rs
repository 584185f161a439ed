//! The parts of a canonical value that hold others: arrays and objects while they are being written.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Serialize, ser};

use super::{CanonicalError, Done, Writer, canonical, check_name};
use crate::leaf::write_string;

/// An array being written.
pub(super) struct Items<'a> {
    out: &'a mut Vec<u8>,
    depth: usize,
    /// What closes it: `]`, and `}` too for a variant with its name around it.
    close: &'static [u8],
    first: bool,
}

/// An object being written: its members wait here until all are known and can be sorted.
pub(super) struct Members<'a> {
    out: &'a mut Vec<u8>,
    depth: usize,
    close: &'static [u8],
    /// Names, and where in `values` each one's value stands.
    waiting: Vec<(Cow<'static, str>, Range<usize>)>,
    values: Vec<u8>,
    name: Option<String>,
}

impl<'a> Items<'a> {
    pub(super) fn open(out: &'a mut Vec<u8>, depth: usize, close: &'static [u8]) -> Items<'a> {
        out.push(b'[');
        Items { out, depth, close, first: true }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
        value.serialize(Writer { out: self.out, depth: self.depth })
    }

    fn close(self) {
        self.out.extend_from_slice(self.close);
    }
}

impl<'a> Members<'a> {
    pub(super) fn open(out: &'a mut Vec<u8>, depth: usize, close: &'static [u8]) -> Members<'a> {
        Members { out, depth, close, waiting: Vec::new(), values: Vec::new(), name: None }
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: Cow<'static, str>, value: &T) -> Done {
        check_name(&name)?;
        let from = self.values.len();
        value.serialize(Writer { out: &mut self.values, depth: self.depth })?;
        self.waiting.push((name, from..self.values.len()));
        Ok(())
    }

    fn close(mut self) -> Done {
        // In ASCII the order of bytes is the order of UTF-16 code units, which RFC 8785 asks for.
        self.waiting.sort_by(|a, b| a.0.cmp(&b.0));
        if let Some(pair) = self.waiting.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(CanonicalError::DuplicateName(pair[0].0.clone().into_owned()));
        }
        self.out.push(b'{');
        for (n, (name, value)) in self.waiting.iter().enumerate() {
            if n > 0 {
                self.out.push(b',');
            }
            write_string(self.out, name);
            self.out.push(b':');
            self.out.extend_from_slice(&self.values[value.clone()]);
        }
        self.out.extend_from_slice(self.close);
        Ok(())
    }
}

/// The name a map's key becomes: itself if it is written as a string, its digits if it is a number.
fn name_of<T: Serialize + ?Sized>(key: &T) -> Result<String, CanonicalError> {
    let bytes = canonical(key)?;
    // Nearly every name stands between its quotation marks as it is.
    if let [b'"', name @ .., b'"'] = &bytes[..]
        && !name.contains(&b'\\')
    {
        return String::from_utf8(name.to_vec()).map_err(|_| CanonicalError::Name);
    }
    match serde_json::from_slice(&bytes) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        Ok(serde_json::Value::Number(number)) => Ok(number.to_string()),
        _ => Err(CanonicalError::Name),
    }
}

macro_rules! items {
    ($($trait:ident :: $method:ident),*) => {$(
        impl ser::$trait for Items<'_> {
            type Ok = ();
            type Error = CanonicalError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
                self.item(value)
            }

            fn end(self) -> Done {
                self.close();
                Ok(())
            }
        }
    )*};
}
items!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

macro_rules! fields {
    ($($trait:ident),*) => {$(
        impl ser::$trait for Members<'_> {
            type Ok = ();
            type Error = CanonicalError;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Done {
                self.member(Cow::Borrowed(name), value)
            }

            fn end(self) -> Done {
                self.close()
            }
        }
    )*};
}
fields!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Members<'_> {
    type Ok = ();
    type Error = CanonicalError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        self.name = Some(name_of(key)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        let name = self.name.take().ok_or(CanonicalError::Name)?;
        self.member(Cow::Owned(name), value)
    }

    fn end(self) -> Done {
        self.close()
    }
}
