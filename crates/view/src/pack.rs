//! Named columns of numbers in one piece of memory.
//!
//! `TAUV`, the length of the head as four little-endian bytes, the head as JSON, then the columns, each beginning at a
//! multiple of four. The head has `meta`, which is anybody's, and `columns`: for each its type, where it begins after the
//! head, and how many values it has. A page makes typed arrays of them where they lie.

use serde_json::{Map, Value, json};

/// Columns on their way into one piece.
#[derive(Default)]
pub struct Pack {
    columns: Map<String, Value>,
    bytes: Vec<u8>,
}

impl Pack {
    /// Nothing yet.
    pub fn new() -> Pack {
        Pack::default()
    }

    fn column(&mut self, name: &str, kind: &str, length: usize) {
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
        let entry = json!({ "type": kind, "at": self.bytes.len(), "length": length });
        let is_new = self.columns.insert(name.to_owned(), entry).is_none();
        assert!(is_new, "column {name} is packed once");
    }

    /// Adds a column of bytes.
    pub fn u8(&mut self, name: &str, values: &[u8]) {
        self.column(name, "u8", values.len());
        self.bytes.extend_from_slice(values);
    }

    /// Adds a column of small counts.
    pub fn u16(&mut self, name: &str, values: &[u16]) {
        self.column(name, "u16", values.len());
        values.iter().for_each(|x| self.bytes.extend_from_slice(&x.to_le_bytes()));
    }

    /// Adds a column of counts.
    pub fn u32(&mut self, name: &str, values: &[u32]) {
        self.column(name, "u32", values.len());
        values.iter().for_each(|x| self.bytes.extend_from_slice(&x.to_le_bytes()));
    }

    /// Adds a column of reals.
    pub fn f32(&mut self, name: &str, values: &[f32]) {
        self.column(name, "f32", values.len());
        values.iter().for_each(|x| self.bytes.extend_from_slice(&x.to_le_bytes()));
    }

    /// Adds a column that is written otherwise than it is read: see [`crate::parts`].
    pub(crate) fn coded(&mut self, name: &str, kind: &str, length: usize, bytes: &[u8], (lag, planes): (usize, bool)) {
        self.column(name, kind, length);
        if lag > 0 {
            self.columns[name]["lag"] = json!(lag);
        }
        if planes {
            self.columns[name]["planes"] = json!(true);
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// The whole.
    pub fn finish(self, meta: &Value) -> Vec<u8> {
        let mut head = json!({ "meta": meta, "columns": self.columns }).to_string().into_bytes();
        head.resize(head.len().next_multiple_of(4), b' ');
        let length = u32::try_from(head.len()).expect("a head is far shorter than four gigabytes");
        let mut out = Vec::with_capacity(8 + head.len() + self.bytes.len());
        out.extend_from_slice(b"TAUV");
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&head);
        out.extend_from_slice(&self.bytes);
        out
    }
}

/// A share as a byte: 255 is one.
pub fn byte(share: f64) -> u8 {
    // A share that is no number counts as none.
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_columns_begin_at_multiples_of_four_and_are_where_the_head_says() {
        let mut pack = Pack::new();
        pack.u8("a", &[1, 2, 3]);
        pack.u32("b", &[7]);
        let bytes = pack.finish(&json!({ "x": 1 }));
        assert_eq!(&bytes[..4], b"TAUV");
        let length = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
        let head: Value = serde_json::from_slice(&bytes[8..8 + length]).expect("the head is JSON");
        assert_eq!(head["columns"]["b"]["at"], 4);
        assert_eq!((8 + length) % 4, 0);
        assert_eq!(&bytes[8 + length + 4..], &[7, 0, 0, 0]);
        assert_eq!((byte(f64::NAN), byte(2.0), byte(0.5)), (0, 255, 128));
    }
}
