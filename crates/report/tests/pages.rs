//! Pages and documents of studies and of published models, each made of a small one.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use run::case::Changes;
use run::scale::Scale;
use study::{Ended, Resources, Study, sensitivity};

/// A directory of the test's own, removed when the test is over.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Dir {
        let path = std::env::temp_dir().join(format!("tauride-pages-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Dir(path)
    }

    /// The page of the directory's answer, and that it is of this kind.
    fn page(&self, kind: &str) -> String {
        let path = report::answer::write(&self.0).expect("it can be written").expect("there is an answer");
        let page = std::fs::read_to_string(path).expect("it was written");
        assert!(page.contains(&format!(r#""kind":"{kind}""#)), "it is of the kind {kind}");
        assert!(!page.contains("<script src") && !page.contains("<link rel=\"stylesheet"), "the page needs no network");
        // Written again from the answer alone it is the same.
        report::write_again(&self.0).unwrap_or_else(|error| panic!("{error}"));
        assert!(std::fs::read_to_string(self.0.join("report.html")).is_ok_and(|again| again == page));
        page
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn done<S: Study>(study: &S, dir: &Dir) -> S::Answer {
    let stop = AtomicBool::new(false);
    let resources = Resources { dir: &dir.0, resume: false, threads: 2, stop: &stop, say: &|_, _, _| () };
    match study::run(study, &resources) {
        Ok(Ended::Done(answer)) => *answer,
        Ok(Ended::Interrupted(_)) => panic!("nobody interrupted it"),
        Err(error) => panic!("{error}"),
    }
}

/// Claims of the tests of that study, so that both speak of the same.
const CLAIMS: &str = include_str!("../../claims/src/tests/claims.toml");

#[test]
fn law_the_page_tells_of_every_claim() {
    let dir = Dir::new("claims");
    std::fs::create_dir_all(dir.0.join("town/interventions")).expect("it can be made");
    let write =
        |file: &str, text: &str| std::fs::write(dir.0.join("town").join(file), text).expect("it can be written");
    write("scenario.toml", "title = 'A town with claims'\nbase = 'one-town'\nend = '1917-04-10'\n");
    let calm = "title = 'Nobody is hungry'\n[[change]]\nkind = 'parameter'\nkey = 'grievance.food_need'\nvalue = 0.0\n";
    write("interventions/calm.toml", calm);
    write("claims.toml", CLAIMS);
    let name = dir.0.join("town").display().to_string();
    let changes = Changes { scale: Scale::OneTo(10), ..Changes::default() };
    let plan = claims::Plan::open(&name, &changes, claims::Choice::all(3)).unwrap_or_else(|e| panic!("{e}"));
    let out = Dir::new("claims-study");
    done(&plan, &out);
    let page = out.page("claims");
    for part in ["It is hunger.", "untestable", "Nobody is hungry", "People look at the others", r#""id":"H2""#] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn law_the_page_says_what_changed_nothing() {
    let dir = Dir::new("sensitivity");
    let changes = Changes { scale: Scale::OneTo(10), until: Some("1917-03-20".into()), ..Changes::default() };
    // `rural.fear` is read by villagers, and the town has none; it has no land hunger either.
    let inputs = ["grievance.rise_per_day", "rural.fear", "conditions.food", "conditions.land"].map(str::to_owned);
    let size = sensitivity::Size { trajectories: 4, base: 4, factors: 3, second_order: true, screen_only: false };
    let plan = sensitivity::Plan::open("one-town", &changes, &inputs, size).expect("the names are right");
    done(&plan, &dir);
    let nothing = r#""without_effect":["rural.fear","conditions.land"]"#;
    assert!(dir.page("sensitivity").contains(nothing));
}

#[test]
fn law_a_published_model_has_a_page() {
    let dir = Dir::new("model");
    let case = run::reference::Case::open("granovetter", 1, &[]).expect("there is such a model");
    let ended = run::reference::run(&case, &dir.0, &AtomicBool::new(false), &mut |_, _| {}).expect("it can be written");
    let run::reference::Ended::Done(manifest, outcome) = ended else { panic!("nobody interrupted it") };
    report::model::write(&dir.0, &case, &manifest, &outcome).expect("it can be written");
    let page = dir.page("model");
    let digest = manifest.digest.as_deref().expect("a finished run has one");
    assert!(page.contains(&manifest.command) && page.contains(digest));
}
