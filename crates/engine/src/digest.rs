//! A 128-bit digest of everything a run produced: equal exactly when two runs are equal (XXH3; not cryptographic).

use xxhash_rust::xxh3::Xxh3;

/// Accumulates bytes; small pieces are gathered before they are hashed.
#[derive(Clone)]
pub struct Digest {
    hash: Xxh3,
    gathered: Vec<u8>,
}

impl Default for Digest {
    fn default() -> Self {
        Digest { hash: Xxh3::new(), gathered: Vec::with_capacity(1 << 14) }
    }
}

impl Digest {
    /// An empty digest.
    pub fn new() -> Digest {
        Digest::default()
    }

    /// Adds bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        if bytes.len() > 256 {
            self.flush();
            self.hash.update(bytes);
            return;
        }
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() > (1 << 14) - 512 {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.hash.update(&self.gathered);
        self.gathered.clear();
    }

    /// The digest of all bytes so far.
    pub fn finish(&mut self) -> u128 {
        self.flush();
        self.hash.digest128()
    }
}

/// A digest as 32 hexadecimal digits.
pub fn hex(digest: u128) -> String {
    format!("{digest:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_the_cut_into_pieces_does_not_matter() {
        let bytes: Vec<u8> = (0..100_000u32).map(|i| (i * 7 % 251) as u8).collect();
        let mut whole = Digest::new();
        whole.bytes(&bytes);
        for step in [1, 3, 255, 256, 257, 5000] {
            let mut pieces = Digest::new();
            bytes.chunks(step).for_each(|c| pieces.bytes(c));
            assert_eq!(pieces.finish(), whole.clone().finish(), "pieces of {step}");
        }
        let mut other = bytes.clone();
        other[50_000] ^= 1;
        let mut changed = Digest::new();
        changed.bytes(&other);
        assert_ne!(changed.finish(), whole.finish());
    }
}
