//! Maps of a case: that every place is on one, wherever on the earth it lies.

use scenario::{Display, Files, Loaded, MapFrame};

/// Whether a map marks what lies there.
fn holds(frame: &MapFrame, lon: f64, lat: f64) -> bool {
    let [west, south, east, north] = frame.marks;
    lon > west && lon < east && lat > south && lat < north
}

fn maps_of(display: &Display, lon: f64, lat: f64) -> Vec<bool> {
    display.frames.iter().map(|frame| holds(frame, display.longitude(lon), lat)).collect()
}

fn read(files: &Files) -> Loaded {
    scenario::read(files).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn law_every_place_is_on_a_map_of_its_case() {
    for (name, _) in scenario::bundled() {
        let loaded = scenario::load_bundled(&name).unwrap_or_else(|problems| panic!("{problems}"));
        for place in loaded.spec.places.iter().filter(|place| place.lon.is_finite()) {
            let on = maps_of(&loaded.display, place.lon, place.lat);
            assert!(on.contains(&true), "{name}: {} is on no map", place.id);
        }
    }
}

/// Uelen lies at 169.8 degrees west, beside Siberia and not beside Petrograd.
#[test]
fn law_a_place_east_of_the_180th_meridian_is_on_the_map_of_the_east() {
    for name in ["russia-1917", "russia-1905"] {
        let display = scenario::load_bundled(name).unwrap_or_else(|problems| panic!("{problems}")).display;
        assert_eq!(maps_of(&display, -169.81, 66.16), [false, true], "{name}");
        assert!((display.longitude(-169.81) - 190.19).abs() < 1e-9, "{name}");
        assert_eq!(display.longitude(30.3).to_bits(), 30.3_f64.to_bits(), "{name}: Petrograd stays where it is");
    }
}

#[test]
fn law_a_map_by_general_rules_goes_on_over_the_180th_meridian() {
    let place = |id: &str, lon: f64, people: u32| {
        format!(
            "{{ id = '{id}', name = '{id}', kind = 'town', lat = 66.0, lon = {lon}, population = {people}, \
             source = 'assumed', confidence = 'C', note = 'invented' }}"
        )
    };
    let people = |place: &str| {
        format!(
            "{{ place = '{place}', class = 'metal', persons = 1000, share_women = 0.5, source = 'assumed', \
             confidence = 'C' }},"
        )
    };
    let places = [place("milltown", 179.5, 40_000), place("uelen", -169.8, 1000), place("anadyr", 177.5, 1000)];
    let bundled = scenario::bundled_files("one-town").expect("it is bundled");
    let town = bundled.own().get("scenario.toml").expect("it has a header");
    let town = String::from_utf8(town.to_vec()).expect("a header is text");
    let line = town.lines().find(|line| line.starts_with("places = ")).expect("it has places");
    let header = town
        .replace(line, &format!("places = [{}]", places.join(", ")))
        .replace("population = [\n", &format!("population = [\n{}{}\n", people("uelen"), people("anadyr")))
        .replace("persons = 40000", "persons = 42000");
    let link = |to: &str| {
        format!(
            "{{ from = 'milltown', to = '{to}', kind = 'road', hours = 99.0, source = 'assumed', confidence = 'C' }}"
        )
    };
    let header =
        header.replacen("places = ", &format!("links = [{}, {}]\nplaces = ", link("uelen"), link("anadyr")), 1);
    let mut files = Files::new("mine");
    files.insert("scenario.toml", header.into_bytes());
    let loaded = read(&files);
    let [frame] = &loaded.display.frames[..] else { panic!("one map") };
    let lons = || frame.corners.iter().map(|corner| corner[0]);
    let (west, east) = (lons().fold(f64::MAX, f64::min), lons().fold(f64::MIN, f64::max));
    assert!(east - west < 20.0, "the map is {} degrees wide", east - west);
    for place in &loaded.spec.places {
        let lon = loaded.display.longitude(place.lon);
        assert!(west < lon && lon < east && holds(frame, lon, place.lat), "{} is at {lon}", place.id);
    }
}
