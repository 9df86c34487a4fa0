//! Whose program asks. Where the system says which user holds the other end of a connection on this machine, programs of the
//! server's own user need no token.

use std::net::{SocketAddr, SocketAddrV4};

/// Whether the other end of a connection to a port of this machine is held by the user who runs the server; false where the
/// system does not say.
pub(crate) fn is_own(peer: SocketAddr, port: u16) -> bool {
    let (SocketAddr::V4(peer), Some(own)) = (peer, own_user()) else { return false };
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    holder(&table, peer, SocketAddrV4::new(*peer.ip(), port)) == Some(own)
}

/// The user of this process.
#[cfg(target_os = "linux")]
fn own_user() -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").ok().map(|facts| facts.uid())
}

#[cfg(not(target_os = "linux"))]
fn own_user() -> Option<u32> {
    None
}

/// The user who holds the end `here` of the connection to `there`, by the kernel's table of connections.
fn holder(table: &str, here: SocketAddrV4, there: SocketAddrV4) -> Option<u32> {
    // The kernel writes the four bytes of an address as one number of this machine.
    let word = |end: SocketAddrV4| format!("{:08X}:{:04X}", u32::from_ne_bytes(end.ip().octets()), end.port());
    let (here, there) = (word(here), word(there));
    table.lines().find_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let is_it = words.next() == Some(&here) && words.next() == Some(&there);
        is_it.then(|| words.nth(4)?.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_the_user_is_that_of_the_other_end() {
        let table =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
        let line = |here: &str, there: &str, user: u32| {
            format!(
                "   0: {here} {there} 01 00000000:00000000 00:00000000 00000000  {user}        0 1 1 0 20 4 0 10 -1\n"
            )
        };
        let word = |port: u16| format!("{:08X}:{port:04X}", u32::from_ne_bytes([127, 0, 0, 1]));
        let table = table.to_owned()
            + &line(&word(1917), &word(40_000), 7)
            + &line(&word(40_001), &word(1917), 8)
            + &line(&word(40_000), &word(1917), 1000);
        let end = |port| SocketAddrV4::new([127, 0, 0, 1].into(), port);
        assert_eq!(holder(&table, end(40_000), end(1917)), Some(1000));
        assert_eq!(holder(&table, end(40_001), end(1917)), Some(8));
        assert_eq!(holder(&table, end(40_002), end(1917)), None);
        assert_eq!(holder("", end(40_000), end(1917)), None);
    }
}
