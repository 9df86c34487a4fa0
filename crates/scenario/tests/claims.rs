//! The claims that come with the program. What must fail stands in `scenarios/faulty/claims_*.toml`.

use scenario::{Cause, Expects, Loaded, School};

fn load(name: &str) -> Loaded {
    scenario::load_bundled(name).unwrap_or_else(|problems| panic!("{name}:\n{problems}"))
}

#[test]
fn law_the_claims_of_russia_are_whole() {
    let loaded = load("russia-1917");
    scenario::check_claims(&loaded).unwrap_or_else(|problems| panic!("{problems}"));
    let of = |school| loaded.claims.iter().filter(|claim| claim.school == school).count();
    assert_eq!((of(School::Essay), of(School::Rival)), (16, 26));
    let listed: Vec<String> = scenario::bundled_claims("russia-1917").into_iter().map(|(id, _)| id).collect();
    assert!(loaded.claims.iter().map(|claim| &claim.id).eq(&listed), "{listed:?}");
    for claim in &loaded.claims {
        let decides = claim.tests.iter().any(|test| test.expects != Expects::Report);
        assert_eq!(decides, claim.untestable.is_none(), "{}: tests or the reason why there is none", claim.id);
    }
    // What students rank must be there to be ranked.
    for cause in [Cause::Structure, Cause::Organisation, Cause::Leaders, Cause::Decisions, Cause::Accident] {
        let is_tested = |claim: &&scenario::Claim| claim.cause == cause && claim.untestable.is_none();
        assert!(loaded.claims.iter().any(|claim| is_tested(&claim)), "{cause:?}");
    }
}

#[test]
fn law_claims_change_no_world() {
    let mut files = scenario::Files::new("mine");
    files.insert("scenario.toml", b"title = 'Mine'\nbase = 'one-town'\n".to_vec());
    let without = scenario::read(&files).unwrap_or_else(|problems| panic!("{problems}"));
    assert!(without.claims.is_empty());
    let claim =
        b"[[claim]]\nid = 'A'\nstatement = 'S'\nwho = 'W'\nsource = 'assumed'\nschool = 'rival'\ncause = 'leaders'\n\
        contradicted_if = 'not'\nuntestable = 'No.'\n";
    files.insert("claims.toml", claim.to_vec());
    let with = scenario::read(&files).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(with.claims.len(), 1);
    assert_eq!(with.content_hash, without.content_hash, "the hash of a scenario is of what its worlds are made from");
}

#[test]
fn law_a_scenario_takes_over_the_claims_of_its_base_that_fit() {
    let (base, peace) = (load("russia-1917"), load("peace-1913"));
    assert!(!peace.claims.is_empty() && peace.claims.iter().all(|claim| base.claims.contains(claim)));
    assert_eq!(peace.person_rules, base.person_rules);
    let mut files = scenario::Files::new("short");
    // By this end, the measures of later days have no sense.
    files.insert("scenario.toml", b"title = 'Short'\nbase = 'russia-1917'\nend = '1917-06-30'\n".to_vec());
    let short = scenario::read(&files).unwrap_or_else(|problems| panic!("{problems}"));
    assert!((1..base.claims.len()).contains(&short.claims.len()), "{} claims", short.claims.len());
}
