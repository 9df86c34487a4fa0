//! Saving and loading a state, field by field, as little-endian bytes.
//!
//! The state of a model is not serialisable by accident: a type can be saved only where it says how, with
//! [`snapshot!`](crate::snapshot!), which lists every field, so that a forgotten one does not compile.

/// Where saved bytes go.
pub type Put<'a> = &'a mut dyn FnMut(&[u8]);
/// Where loaded bytes come from: fills the slice, or returns `false` when there are too few.
pub type Take<'a> = &'a mut dyn FnMut(&mut [u8]) -> bool;

/// A value that can be saved and loaded.
pub trait Snapshot: Sized {
    /// Writes the value.
    fn save(&self, put: Put);
    /// Reads a value; `None` when the bytes end or make no sense.
    fn load(take: Take) -> Option<Self>;
}

macro_rules! numbers {
    ($($t:ty),*) => {$(
        impl Snapshot for $t {
            fn save(&self, put: Put) {
                put(&self.to_le_bytes());
            }
            fn load(take: Take) -> Option<Self> {
                let mut bytes = [0; size_of::<$t>()];
                take(&mut bytes).then(|| <$t>::from_le_bytes(bytes))
            }
        }
    )*};
}
numbers!(u8, u16, u32, u64, i16, i32, i64, f32, f64);

impl Snapshot for bool {
    fn save(&self, put: Put) {
        u8::from(*self).save(put);
    }
    fn load(take: Take) -> Option<Self> {
        match u8::load(take)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Snapshot for usize {
    fn save(&self, put: Put) {
        (*self as u64).save(put);
    }
    fn load(take: Take) -> Option<Self> {
        usize::try_from(u64::load(take)?).ok()
    }
}

impl Snapshot for crate::calendar::Day {
    fn save(&self, put: Put) {
        self.0.save(put);
    }
    fn load(take: Take) -> Option<Self> {
        i32::load(take).map(crate::calendar::Day)
    }
}

impl Snapshot for String {
    fn save(&self, put: Put) {
        self.len().save(put);
        put(self.as_bytes());
    }
    fn load(take: Take) -> Option<Self> {
        let n = usize::load(take)?;
        String::from_utf8(load_bytes(n, take)?).ok()
    }
}

/// Reads `n` bytes, in pieces, so that a nonsensical length fails before it is allocated.
pub fn load_bytes(n: usize, take: Take) -> Option<Vec<u8>> {
    const PIECE: usize = 1 << 24;
    let mut bytes = Vec::new();
    while bytes.len() < n {
        let start = bytes.len();
        bytes.resize((start + PIECE).min(n), 0);
        if !take(&mut bytes[start..]) {
            return None;
        }
    }
    Some(bytes)
}

impl<T: Snapshot> Snapshot for Vec<T> {
    fn save(&self, put: Put) {
        self.len().save(put);
        self.iter().for_each(|x| x.save(put));
    }
    fn load(take: Take) -> Option<Self> {
        let n = usize::load(take)?;
        let mut values = Vec::new();
        for _ in 0..n {
            values.push(T::load(take)?);
        }
        Some(values)
    }
}

impl<T: Snapshot> Snapshot for Option<T> {
    fn save(&self, put: Put) {
        self.is_some().save(put);
        if let Some(x) = self {
            x.save(put);
        }
    }
    fn load(take: Take) -> Option<Self> {
        if bool::load(take)? { T::load(take).map(Some) } else { Some(None) }
    }
}

impl<T: Snapshot + Copy + Default, const N: usize> Snapshot for [T; N] {
    fn save(&self, put: Put) {
        self.iter().for_each(|x| x.save(put));
    }
    fn load(take: Take) -> Option<Self> {
        let mut values = [T::default(); N];
        for value in &mut values {
            *value = T::load(take)?;
        }
        Some(values)
    }
}

impl<A: Snapshot, B: Snapshot> Snapshot for (A, B) {
    fn save(&self, put: Put) {
        self.0.save(put);
        self.1.save(put);
    }
    fn load(take: Take) -> Option<Self> {
        Some((A::load(take)?, B::load(take)?))
    }
}

/// Says how a struct (all its fields) or a plain enum (all its variants) is saved.
///
/// ```
/// #[derive(Debug, PartialEq)]
/// struct Point { x: u32, y: Option<f64> }
/// engine::snapshot!(struct Point { x, y });
/// #[derive(Debug, PartialEq, Clone, Copy)]
/// enum Side { Left, Right }
/// engine::snapshot!(enum Side { Left, Right });
/// ```
#[macro_export]
macro_rules! snapshot {
    (struct $name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::snapshot::Snapshot for $name {
            fn save(&self, put: $crate::snapshot::Put) {
                let $name { $($field),* } = self;
                $($crate::snapshot::Snapshot::save($field, put);)*
            }
            fn load(take: $crate::snapshot::Take) -> Option<Self> {
                $(let $field = $crate::snapshot::Snapshot::load(take)?;)*
                Some($name { $($field),* })
            }
        }
    };
    (words $name:ident) => {
        impl $crate::snapshot::Snapshot for $name {
            fn save(&self, put: $crate::snapshot::Put) {
                $crate::snapshot::Snapshot::save(&(*self as u8), put);
            }
            fn load(take: $crate::snapshot::Take) -> Option<Self> {
                $name::from_code(u16::from(<u8 as $crate::snapshot::Snapshot>::load(take)?))
            }
        }
    };
    (enum $name:ident { $($variant:ident),* $(,)? }) => {
        impl $crate::snapshot::Snapshot for $name {
            fn save(&self, put: $crate::snapshot::Put) {
                $crate::snapshot::Snapshot::save(&(*self as u8), put);
            }
            fn load(take: $crate::snapshot::Take) -> Option<Self> {
                let code = <u8 as $crate::snapshot::Snapshot>::load(take)?;
                $(if code == $name::$variant as u8 { return Some($name::$variant); })*
                None
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Clone)]
    struct Sample {
        a: Vec<(u16, f64)>,
        b: Option<String>,
        c: [i32; 3],
        d: bool,
    }
    crate::snapshot!(struct Sample { a, b, c, d });

    #[test]
    fn same_value_after_saving_and_loading_and_none_when_cut() {
        let value = Sample { a: vec![(1, 0.5), (9, -3.25)], b: Some("Выборг".into()), c: [-1, 0, 7], d: true };
        let mut bytes = Vec::new();
        value.save(&mut |b| bytes.extend_from_slice(b));
        let load = |bytes: &[u8]| {
            let mut at = 0;
            Sample::load(&mut |out: &mut [u8]| {
                let Some(piece) = bytes.get(at..at + out.len()) else { return false };
                out.copy_from_slice(piece);
                at += out.len();
                true
            })
        };
        assert_eq!(load(&bytes), Some(value));
        for cut in 0..bytes.len() {
            assert_eq!(load(&bytes[..cut]), None, "cut after {cut} bytes");
        }
    }
}
