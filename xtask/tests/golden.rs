//! The kept results are those of the code as it is, on one thread and on two, in memory and on the disk.

use std::sync::atomic::AtomicBool;

use run::case::{Case, Changes};
use run::scale::Scale;
use run::write::{Ended, Options, Tables};
use xtask::golden::{ALL, Golden};

fn assert_as_kept(golden: &Golden, threads: usize) {
    let kept = golden.kept().unwrap_or_else(|what| panic!("{what}"));
    let made = golden.made_anew(threads).unwrap_or_else(|what| panic!("{what}"));
    assert_eq!(
        made, kept,
        "{} differs on {threads} thread(s); if the change is meant: `cargo xtask golden`, and a line in the changelog",
        golden.path
    );
}

#[test]
fn same_digest_as_golden() {
    for golden in &ALL {
        assert_as_kept(golden, 1);
        assert_as_kept(golden, 2);
    }
}

#[test]
fn same_digest_in_the_manifest_as_in_memory() {
    let golden = &ALL[0];
    let changes = Changes { scale: Scale::OneTo(golden.scale), ..Changes::default() };
    let case = Case::open(golden.scenario, &changes).unwrap_or_else(|e| panic!("{e}"));
    let out = std::env::temp_dir().join(format!("tauride-golden-{}", std::process::id()));
    let options = Options { out: out.clone(), resume: false, force: false, checkpoint_days: None, tables: Tables::All };
    let ended = run::write::run(&case, &options, 1, &AtomicBool::new(false), &mut |_| {});
    let digest = match ended {
        Ok(Ended::Done(manifest)) => manifest.digest,
        other => panic!("the run did not end: {other:?}"),
    };
    std::fs::remove_dir_all(&out).expect("the run wrote a directory");
    assert_eq!(digest, Some(golden.kept_digest().unwrap_or_else(|what| panic!("{what}"))));
}
