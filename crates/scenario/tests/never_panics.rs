//! Whatever stands in the files, the answer is a scenario or a list of faults, never a panic.

use proptest::prelude::*;
use scenario::Files;

/// One town in files of every kind, so that every reader is met.
fn town() -> Vec<(String, Vec<u8>)> {
    let bundled = scenario::bundled_files("one-town").expect("one-town comes with the program");
    let own = bundled.own();
    let mut files: Vec<(String, Vec<u8>)> =
        own.paths().filter_map(|path| Some((path.to_string(), own.get(path)?.to_vec()))).collect();
    let shared = ["classes.toml", "parties.toml", "government.toml"];
    let common = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/common");
    for name in shared {
        let text = std::fs::read(format!("{common}/{name}")).expect("what all scenarios share");
        files.push((name.to_string(), text));
    }
    files
}

/// The same town with its tables as CSV files.
fn tables() -> Vec<(String, Vec<u8>)> {
    let file = |name: &str, text: &str| (name.to_string(), text.as_bytes().to_vec());
    vec![
        file(
            "scenario.toml",
            "title = 'T'\nstart = '1917-02-18'\nend = '1917-03-10'\ncapital = 'town'\npersons = 3000\n",
        ),
        file(
            "places.csv",
            "id,name,name_ru,kind,parent,lat,lon,population,area_km2,source,confidence,note\n\
             town,Town,Город,town,,59.9,30.3,3000,,assumed,C,\"a, b\"\n\
             north,North,,district,town,,,2000,,assumed,C,\nsouth,South,,district,town,,,1000,,assumed,C,\n",
        ),
        file(
            "population.csv",
            "place,class,persons,share_women,source,confidence,note\nnorth,metal,2000,0.2,assumed,C,\n\
             # a comment\nsouth,garrison,1000,0,assumed,C,\n",
        ),
        file("links.csv", "from,to,kind,hours,source,confidence,note\nnorth,south,street,0.5,assumed,C,\n"),
        file(
            "conditions.csv",
            "indicator,date,place,value,unit,kind,interpolation,source,confidence,note\n\
             food,1917-02-01,all,0.7,share,harvest,linear,assumed,C,\nfood,1917-03-01,all,0.6,share,harvest,linear,assumed,C,\n",
        ),
        file(
            "interventions/what_if.toml",
            "title = 'W'\nfrom = '1917-02-25'\n[[change]]\nkind = 'input'\nindicator = 'food'\nplace = 'north'\nshift_days = 3\n\
             [[change]]\nkind = 'persons'\nfrom = '1917-02-18'\nclass = 'metal'\nshare = 0.5\nto = 'south'\n\
             [[change]]\nkind = 'parameter'\nkey = 'council.recall_per_day'\nfactor = 2\nuntil = '1917-03-01'\n\
             [[change]]\nkind = 'impose'\ndecision = 'party.power'\noption = 'explain'\nparty = 'sr'\n",
        ),
        file(
            "claims.toml",
            "[[rule]]\nid = 'crowd'\ntitle = 'T'\nabout = 'A'\nsource = 'assumed'\nsettings = ['social_proof.weight=1']\n\
             [[claim]]\nid = 'A'\nstatement = 'S'\nwho = 'W'\nsource = 'assumed'\nschool = 'rival'\ncause = 'leaders'\n\
             contradicted_if = 'not'\nneeds = 'any'\n[[claim.test]]\nasks = 'Q'\nwith = ['what_if']\nmeasure = 'delegates'\n\
             parties = ['sr']\nof = 'capital'\non = '1917-03-01'\nexpects = 'greater'\nsmallest = 0.1\n\
             [[claim.test]]\nasks = 'R'\nmeasure = 'within'\nevent = 'fall'\nsince = 'wave'\ndays = 3\nexpects = 'above'\nbound = 0.5\n",
        ),
        file(
            "evidence/strikes.csv",
            "series,date_start,date_end,place,value,low,high,unit,kind,source,locator,confidence,note\n\
             strikers,1917-02-23,1917-02-23,town,1500,1000,2000,workers,count,assumed,,B,\n\
             councils,1917-02-23,1917-02-23,town,1,,,soviets,count,assumed,,B,\n\
             votes,1917-02-23,1917-02-23,town,0.5,,,share,count,assumed,,B,\n\
             actions,1917-02-23,1917-02-23,town,1,,,actions,count,assumed,,B,\n\
             dead,1917-02-23,1917-02-23,town,1,,,people,count,assumed,,B,\n",
        ),
        file(
            "evidence/measures.csv",
            "series,place,measure,scale,label,unit,note\nstrikers,town,strikers,1,workers on strike,persons,\n",
        ),
        file(
            "evidence/split.toml",
            "until = '1917-03-01'\n[aside]\nstrikes = ['strikers@town']\ncouncils = ['councils']\nvotes = ['votes']\n\
             countryside = ['actions']\narmy = ['dead']\n[fit]\nparameters = ['grievance.food_need']\n\
             [outcome]\nkind = 'crushed'\nsource = 'assumed'\n",
        ),
        file(
            "posterior.toml",
            "command = 'c'\nversion = '0'\nsociety = '1'\nsplit = '2'\ntraining = '3'\nseed = 1\ndigest = 'c5002eb63b75ec1b0a3b5aed55051095'\n\
             parameters = ['grievance.food_need']\ndraws = [[0.5], [1]]\n",
        ),
    ]
}

fn read(parts: Vec<(String, Vec<u8>)>) -> bool {
    let mut files = Files::new("town");
    for (name, bytes) in parts {
        files.insert(name, bytes);
    }
    match scenario::read(&files) {
        Ok(loaded) => {
            let _ = scenario::check_interventions(&loaded);
            let _ = scenario::check_claims(&loaded);
            true
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|p| !p.to_string().is_empty()));
            false
        }
    }
}

#[test]
fn law_the_untouched_town_is_good() {
    assert!(read(town()));
    assert!(read(tables()));
}

/// One change to one file: where, and what.
#[derive(Clone, Debug)]
enum Change {
    Flip { at: usize, bits: u8 },
    Cut { at: usize },
    Insert { at: usize, text: &'static str },
    Double { at: usize, length: usize },
}

const ODD: [&str; 12] =
    ["\"", ",", "\n", "\r", "\u{0}", "é", "[[places]]\n", "1e999", "-", "nan", "\"\"\"", "9999999999999999999999"];

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<usize>(), 1..=255u8).prop_map(|(at, bits)| Change::Flip { at, bits }),
        any::<usize>().prop_map(|at| Change::Cut { at }),
        (any::<usize>(), proptest::sample::select(&ODD[..])).prop_map(|(at, text)| Change::Insert { at, text }),
        (any::<usize>(), 1..200usize).prop_map(|(at, length)| Change::Double { at, length }),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let within = |at: usize| at % (bytes.len() + 1);
    match *change {
        Change::Flip { at, bits } => {
            let at = within(at);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= bits;
            }
        }
        Change::Cut { at } => bytes.truncate(within(at)),
        Change::Insert { at, text } => {
            let at = within(at);
            bytes.splice(at..at, text.bytes());
        }
        Change::Double { at, length } => {
            let at = within(at);
            let piece = bytes[at..(at + length).min(bytes.len())].to_vec();
            bytes.splice(at..at, piece);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn law_no_damage_to_a_file_is_a_panic(
        inline in any::<bool>(),
        changes in proptest::collection::vec((any::<usize>(), change()), 1..5),
    ) {
        let mut files = if inline { town() } else { tables() };
        for (file, change) in &changes {
            let n = files.len();
            apply(&mut files[file % n].1, change);
        }
        read(files);
    }

    #[test]
    fn law_no_text_is_a_panic(name in proptest::sample::select(&["scenario.toml", "places.csv", "links.csv", "classes.toml", "evidence/x.csv"][..]), bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut files = tables();
        files.push((name.to_string(), bytes));
        read(files);
    }
}
