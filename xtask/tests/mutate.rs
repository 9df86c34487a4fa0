//! Damaged files of every case: none ends the program, and no slip of a known kind is taken in silence. `cargo xtask mutate`
//! does the same with more of them and says how long each takes.

/// Files and what-ifs that are damaged; more with `TAURIDE_MUTATIONS=500`.
const FILES: usize = 40;

#[test]
fn law_no_damaged_file_is_a_panic_and_no_slip_is_taken_in_silence() {
    let files = std::env::var("TAURIDE_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(FILES);
    let found = xtask::mutate::run(1917, files, files / 5);
    assert!(found.files > files / 3, "only {} files could be damaged", found.files);
    assert_eq!((found.panics, found.silent), (Vec::<String>::new(), Vec::new()));
}
