//! The scenarios that come with the program, and what may stand in any.

use engine::calendar::Calendar;
use scenario::{Files, Loaded, Mark, Problems};
use society::spec::{EXOGENOUS_KINDS, ExogenousKind, Indicator, LinkKind, Spec};

/// One town of two districts, in one file.
const TWO_DISTRICTS: &str = r#"
title = "Two districts"
start = "1917-02-18"
end = "1917-03-10"
capital = "town"
persons = 3000

[[places]]
id = "town"
kind = "town"
lat = 59.9
lon = 30.3
population = 3000
source = "assumed"

[[places]]
id = "north"
kind = "district"
parent = "town"
source = "recalled"

[[places]]
id = "south"
kind = "district"
parent = "town"
source = "assumed"

[[population]]
place = "north"
class = "textile"
persons = 2000
share_women = 0.6
source = "assumed"

[[population]]
place = "south"
class = "garrison"
persons = 1000
source = "assumed"

[[cells]]
id = "mill"
name = "The mill"
place = "north"
class = "textile"
persons = 500
share_women = 0.9
source = "assumed"

[[conditions]]
indicator = "food"
date = "1917-02-01"
place = "town"
value = 0.7
kind = "harvest"
interpolation = "linear"
source = "assumed"

[[conditions]]
indicator = "street_day"
date = 1917-02-23
place = "all"
value = 0.8
kind = "calendar"
interpolation = "step"
source = "assumed"
"#;

fn files(header: &str) -> Files {
    let mut files = Files::new("two-districts");
    files.insert("scenario.toml", header.as_bytes().to_vec());
    files
}

fn load(header: &str) -> Result<Loaded, Problems> {
    scenario::read(&files(header))
}

fn good(header: &str) -> Loaded {
    load(header).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn law_a_small_scenario_becomes_a_society() {
    let loaded = good(TWO_DISTRICTS);
    let spec: &Spec = &loaded.spec;
    assert_eq!(spec.start.iso(Calendar::NewStyle), "1917-03-03");
    assert_eq!(spec.places[spec.capital].id, "town");
    assert_eq!(spec.parties[0].id, "none");
    assert_eq!(spec.classes.len(), 19);
    assert_eq!(spec.groups.iter().map(|g| g.persons).sum::<u32>(), 3000);
    // Two districts of one town are an hour on foot from one another, where nothing else is said.
    assert_eq!(spec.links.len(), 1);
    assert_eq!((spec.links[0].kind, spec.links[0].hours), (LinkKind::Street, 1.0));
    // A place without coordinates has those of its town.
    let north = spec.places.iter().find(|place| place.id == "north").expect("it is there");
    assert_eq!((north.lat, north.unverified), (59.9, true));
    assert_eq!(
        loaded.unverified.iter().filter(|u| u.item == "place north").map(|u| u.mark).collect::<Vec<_>>(),
        [Mark::Unverified]
    );
    assert!(loaded.files.iter().any(|f| f.file == "russia-1917/classes.toml" && f.rows == 19));
}

#[test]
fn law_named_cells_are_part_of_their_group() {
    let spec = good(TWO_DISTRICTS).spec;
    let mill = spec.groups.iter().find(|g| g.name.is_some()).expect("the mill");
    let rest = spec.groups.iter().find(|g| g.name.is_none() && g.place == mill.place).expect("the rest");
    assert_eq!((mill.persons, rest.persons), (500, 1500));
    let women = mill.share_women * f64::from(mill.persons) + rest.share_women * f64::from(rest.persons);
    assert!((women - 0.6 * 2000.0).abs() < 1e-6, "{women}");
    let soldiers = spec.groups.iter().find(|g| g.place != mill.place).expect("the garrison");
    assert_eq!(soldiers.share_women, 0.0, "no row says it, and they bear arms");
}

#[test]
fn law_a_street_day_is_over_the_next_day() {
    let spec = good(TWO_DISTRICTS).spec;
    let series = spec.conditions.iter().find(|c| c.indicator == Indicator::StreetDay).expect("the series");
    let day = series.points[1].0;
    assert_eq!([series.at(day.plus(-3)), series.at(day), series.at(day.plus(1))], [0.0, 0.8, 0.0]);
}

#[test]
fn law_an_unknown_kind_of_input_is_refused() {
    for kind in ["strike", "mutiny", "election", "decree", "arrest", "Harvest", ""] {
        let text = TWO_DISTRICTS.replace("kind = \"harvest\"", &format!("kind = {kind:?}"));
        let problems = load(&text).expect_err("what actors decide is no input");
        assert_eq!(problems.len(), 1, "{problems}");
    }
}

#[test]
fn law_what_is_missing_comes_from_the_base() {
    let mut files = Files::new("mine");
    files.insert(
        "scenario.toml",
        &b"title = 'Mine'\nbase = 'theirs'\nend = '1917-02-28'\n[mechanisms]\ncouncils = false\n"[..],
    );
    let mut theirs = scenario::Folder::new();
    theirs.insert("scenario.toml", TWO_DISTRICTS.as_bytes().to_vec());
    files.insert_sibling("theirs", theirs);
    let mine = scenario::read(&files).unwrap_or_else(|p| panic!("{p}"));
    let base = good(TWO_DISTRICTS);
    assert_eq!(mine.base.as_deref(), Some("theirs"));
    assert_eq!(mine.spec.start, base.spec.start);
    assert!(mine.spec.end < base.spec.end && !mine.spec.switches.is_on("councils"));
    assert_eq!(mine.spec.places.len(), base.spec.places.len());
    assert_ne!(mine.content_hash, base.content_hash);
}

#[test]
fn law_inherited_dates_keep_the_calendar_of_their_file() {
    let mut files = Files::new("mine");
    files.insert("scenario.toml", &b"title = 'Mine'\nbase = 'theirs'\ncalendar = 'new'\nend = '1917-03-23'\n"[..]);
    let mut theirs = scenario::Folder::new();
    theirs.insert("scenario.toml", TWO_DISTRICTS.as_bytes().to_vec());
    files.insert_sibling("theirs", theirs);
    let mine = scenario::read(&files).unwrap_or_else(|p| panic!("{p}")).spec;
    let base = good(TWO_DISTRICTS).spec;
    assert_eq!((mine.start, mine.end), (base.start, base.end), "23 March New Style is 10 March Old Style");
}

#[test]
fn law_bases_that_go_round_in_a_circle_are_refused() {
    let mut files = Files::new("a");
    files.insert("scenario.toml", &b"title = 'A'\nbase = 'b'\n"[..]);
    let mut b = scenario::Folder::new();
    b.insert("scenario.toml", &b"title = 'B'\nbase = 'a'\n"[..]);
    files.insert_sibling("b", b);
    let problems = scenario::read(&files).expect_err("a circle");
    assert!(problems.to_string().contains("comes back to `a`"), "{problems}");
}

#[test]
fn law_an_absurdly_large_file_is_refused_unread() {
    let mut files = files(TWO_DISTRICTS);
    files.insert_too_large("links.csv", 1 << 40);
    files.insert("conditions.csv", vec![b'x'; scenario::LARGEST_FILE as usize + 1]);
    let problems = scenario::read(&files).expect_err("too large").to_string();
    assert!(problems.contains("links.csv: the file has 1099511627776 bytes"), "{problems}");
    assert!(problems.contains("conditions.csv: the file has 16777217 bytes"), "{problems}");
}

#[test]
fn law_too_many_places_are_refused() {
    let mut places = String::from("id,kind,source,name,parent,lat,lon,population,confidence\n");
    for i in 0..60_001 {
        places += &format!("p{i},town,assumed,,,0,0,,C\n");
    }
    let header = &TWO_DISTRICTS[..TWO_DISTRICTS.find("[[places]]").expect("the places")];
    let mut files = files(header);
    files.insert("places.csv", places.into_bytes());
    files.insert(
        "population.csv",
        &b"place,class,persons,source,share_women,confidence\np1,metal,3000,assumed,,C\n"[..],
    );
    let problems = scenario::read(&files).expect_err("too many").to_string();
    assert!(problems.contains("there are 60001 places; expected 60000 at most"), "{problems}");
}

#[test]
fn law_settings_are_checked_as_files_are() {
    let mut spec = good(TWO_DISTRICTS).spec;
    scenario::apply_settings(&mut spec, &["grievance.rise_per_day=0.25", "councils = off"]).expect("right settings");
    assert_eq!(spec.rules.get("grievance.rise_per_day"), Some(0.25));
    assert!(!spec.switches.is_on("councils"));
    let before = spec.rules.clone();
    let wrong =
        ["grievance.rise_per_dey=1", "grievance.rise_per_day=9", "grievance.food_need=1", "councils=perhaps", "x"];
    let problems = scenario::apply_settings(&mut spec, &wrong).expect_err("wrong settings");
    assert_eq!(problems.len(), 4, "{problems}");
    assert!(problems.to_string().contains("did you mean `rise_per_day`?"), "{problems}");
    assert_eq!(spec.rules, before, "nothing is set when one of them is wrong");
}

#[test]
fn law_parameters_as_written_are_the_rules() {
    let text = scenario::parameters_toml(&society::spec::Rules::default());
    let mut files = files(TWO_DISTRICTS);
    files.insert("parameters.toml", text.into_bytes());
    let loaded = scenario::read(&files).unwrap_or_else(|p| panic!("{p}"));
    assert_eq!(loaded.spec.rules, society::spec::Rules::default());
}

#[test]
fn law_the_committed_parameters_are_those_declared() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/common/parameters.toml");
    let text = std::fs::read_to_string(path).expect("scenarios/common/parameters.toml, written from the declarations");
    let declared = scenario::parameters_toml(&society::spec::Rules::default());
    assert!(text == declared, "parameters.toml differs from the declarations; write it anew:\n{declared}");
}

#[test]
fn law_every_bundled_scenario_is_good() {
    let names = scenario::bundled();
    assert!(!names.is_empty());
    for (name, title) in names {
        let loaded = scenario::load_bundled(&name).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(loaded.title, title);
        assert!(!loaded.title.is_empty());
    }
}

/// Prints every dated input of every bundled scenario, so that a reader can see that none of them names an outcome.
#[test]
fn law_dated_inputs_are_exogenous() {
    for (name, _) in scenario::bundled() {
        let loaded = scenario::load_bundled(&name).unwrap_or_else(|problems| panic!("{problems}"));
        for input in &loaded.dated_inputs {
            let kind = EXOGENOUS_KINDS.iter().find(|(_, k)| *k == input.kind).map(|(word, _)| *word);
            let day = input.day.iso(loaded.calendar);
            let kind = kind.unwrap_or_else(|| panic!("{name}: {} on {day} is of no exogenous kind", input.what));
            println!("{name}: {day} {kind}: {} {} = {} ({})", input.what, input.place, input.value, input.source);
        }
        let n_leaders = loaded.spec.leaders.len();
        let n_journeys = loaded.dated_inputs.iter().filter(|i| i.kind == ExogenousKind::Travel).count();
        let n_present = loaded.dated_inputs.iter().filter(|i| i.what.ends_with("is there")).count();
        assert_eq!(n_journeys + n_present, n_leaders, "{name}: every leader's date is listed");
        let n_points = loaded.dated_inputs.len() - n_leaders;
        assert!(n_points >= loaded.spec.conditions.len(), "{name}: every series is listed");
    }
}

/// A scenario may replace a file of its base's record, and is not to blame for what the rest of it names.
#[test]
fn law_an_inherited_table_of_measures_need_not_fit_the_record() {
    let columns = "series,date_start,date_end,place,value,low,high,unit,kind,source,locator,confidence,note";
    let strikes =
        |series: &str| format!("{columns}\n{series},1917-02-23,1917-02-23,north,9,,,workers,count,assumed,,A,\n");
    let measures = "series,place,measure,scale,label,unit,note\nstrikers,north,strikers,1,,,\n";
    let mut base = scenario::Folder::new();
    base.insert("scenario.toml", TWO_DISTRICTS.as_bytes());
    base.insert("evidence/strikes.csv", strikes("strikers").into_bytes());
    base.insert("evidence/measures.csv", measures.as_bytes());
    let mut mine = files("title = 'Mine'\nbase = 'town'\n");
    mine.insert_sibling("town", base);
    mine.insert("evidence/strikes.csv", strikes("other").into_bytes());
    let loaded = scenario::read(&mine).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((loaded.evidence.len(), loaded.measures.len()), (1, 1));
    mine.insert("evidence/measures.csv", measures.as_bytes());
    let problems = scenario::read(&mine).expect_err("its own table names a series that it does not have");
    assert_eq!(problems.to_string(), "two-districts/evidence/measures.csv:2:1: the record has no series `strikers`");
}

/// A row of measures of one's own is added to those of the base, and stands in place of the one of its series and place.
#[test]
fn law_measures_of_ones_own_are_added_to_those_of_the_base() {
    let columns = "series,date_start,date_end,place,value,low,high,unit,kind,source,locator,confidence,note";
    let row = |series: &str| format!("{series},1917-02-23,1917-02-23,north,9,,,workers,count,assumed,,A,\n");
    let head = "series,place,measure,scale,label,unit,note\n";
    let mut base = scenario::Folder::new();
    base.insert("scenario.toml", TWO_DISTRICTS.as_bytes());
    base.insert("evidence/strikes.csv", format!("{columns}\n{}{}", row("strikers"), row("out")).into_bytes());
    base.insert(
        "evidence/measures.csv",
        format!("{head}strikers,north,strikers,1,,,\nout,north,none,1,,,\n").into_bytes(),
    );
    let read = |own: Option<String>| {
        let mut mine = files("title = 'Mine'\nbase = 'town'\n");
        mine.insert_sibling("town", base.clone());
        mine.insert("evidence/mine.csv", format!("{columns}\n{}", row("mine")).into_bytes());
        if let Some(own) = own {
            mine.insert("evidence/measures.csv", own.into_bytes());
        }
        scenario::read(&mine).unwrap_or_else(|problems| panic!("{problems}"))
    };
    let told = |loaded: &scenario::Loaded| -> Vec<String> {
        loaded.measures.iter().map(|row| format!("{}:{} {} {}", row.file, row.line, row.series, row.measure)).collect()
    };
    let inherited = read(None);
    assert_eq!(
        told(&inherited),
        ["town/evidence/measures.csv:2 strikers strikers", "town/evidence/measures.csv:3 out none"]
    );
    // Added: nothing of the base goes.
    let added = read(Some(format!("{head}mine,north,strikers,1,,,\n")));
    assert_eq!(told(&added)[0], "two-districts/evidence/measures.csv:2 mine strikers");
    assert_eq!(told(&added)[1..], told(&inherited)[..]);
    assert!(added.measures.iter().all(|row| row.replacement().is_none()));
    assert_ne!(added.content_hash, inherited.content_hash);
    // Replaced: one row for a series and place, and it says what it replaces.
    let replaced =
        read(Some(format!("{head}mine,north,strikers,1,,,\nout,north,strikers,2,,,\nstrikers,north,strikers,1,,,\n")));
    assert_eq!(replaced.measures.len(), 3);
    let said: Vec<String> = replaced.measures.iter().filter_map(scenario::MeasureRow::replacement).collect();
    assert_eq!(
        said,
        [
            "two-districts/evidence/measures.csv:3: `out` in `north` is compared with `strikers` with scale 2, in place of `none` \
          with scale 1 in town/evidence/measures.csv:3"
        ]
    );
}

#[test]
fn law_a_new_scenario_is_good_as_it_is() {
    for (from, title) in scenario::bundled() {
        let mut files = Files::new("mine");
        files.insert("scenario.toml", scenario::scenario_toml("mine", &from, &title).into_bytes());
        let mine = scenario::read(&files).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(mine.base, Some(from));
    }
    assert!(scenario::check_name("a b").is_err() && scenario::check_name("towns/mine").is_ok());
}

#[test]
fn same_scenario_from_a_directory_and_from_the_bundle() {
    for (name, _) in scenario::bundled() {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios").join(&name);
        let files = scenario::from_dir(&dir).expect("the directory is readable");
        let loaded = scenario::read(&files).unwrap_or_else(|problems| panic!("{problems}"));
        let bundled = scenario::load_bundled(&name).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(loaded.content_hash, bundled.content_hash, "{name}");
    }
}

/// The kinds of thing that stand in a display are shown to be found: those of the case that has the files, and the general
/// rules of one that has not.
#[test]
fn law_a_case_without_a_file_is_shown_by_general_rules() {
    let own = scenario::load_bundled("russia-1917").unwrap();
    let plain = scenario::load_bundled("one-town").unwrap();
    assert!(own.basemap.is_some() && plain.basemap.is_none());
    assert_eq!((own.display.frames.len(), plain.display.frames.len()), (2, 1));
    let line = |rank: usize| {
        let party = plain.display.parties.iter().position(|party| party.rank == rank).unwrap();
        plain.spec.parties[party].power_line
    };
    assert!((1..plain.display.parties.len()).all(|rank| line(rank - 1) >= line(rank)));
    let colours = |of: &scenario::Display| of.parties.iter().map(|party| party.colour[0].clone()).collect::<Vec<_>>();
    let mut seen = colours(&plain.display);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), plain.display.parties.len(), "two parties have one colour");
    let frame = &plain.display.frames[0];
    let within = |place: &society::spec::PlaceSpec| {
        let corner = |axis: usize| frame.corners.iter().map(move |corner| corner[axis]);
        let is_in = |x: f64, axis| corner(axis).any(|end| end < x) && corner(axis).any(|end| end > x);
        is_in(place.lon, 0) && is_in(place.lat, 1)
    };
    assert!(plain.spec.places.iter().all(within));
}

#[test]
fn same_scenario_when_its_tables_are_written_out() {
    for name in ["one-town", "peace-1913"] {
        let mut files = Files::new("mine");
        files.insert("scenario.toml", format!("title = 'Mine'\nbase = '{name}'\n").into_bytes());
        let tables = scenario::whole_files(&scenario::bundled_files(name).expect("it is bundled"), false)
            .expect("it can be read");
        assert!(tables.iter().any(|(path, _)| path == "places.csv") && tables.len() >= 7, "{name}");
        tables.into_iter().for_each(|(path, text)| files.insert(path, text.into_bytes()));
        let (mine, base) = (
            scenario::read(&files).unwrap_or_else(|e| panic!("{name}: {e}")),
            scenario::load_bundled(name).expect("it is"),
        );
        assert_eq!(format!("{:?}", mine.spec), format!("{:?}", base.spec), "{name}");
    }
}
