//! What all worlds of a case share, as pages are given it.

use scenario::Files;

/// A case whose only town lies at 169.81 degrees west; of its two maps the one of the east goes on beyond 180.
fn beyond() -> Files {
    let mut files = Files::new("beyond");
    let header = "title = 'Beyond'\nbase = 'one-town'\nplaces = [{ id = 'milltown', name = 'Milltown', kind = 'town', \
                  lat = 66.16, lon = -169.81, population = 40000, source = 'assumed', confidence = 'C', note = 'invented' }]\n";
    let frame = |name: &str, marks: &str| {
        format!(
            "[[frame]]\nname = '{name}'\nprojection = [98, 56, 46, 66]\ncorners = [[53, 38], [58, 68], [188, 65]]\n\
             marks = {marks}\nland = {marks}\n"
        )
    };
    let display = frame("West", "[0, -90, 70, 72]") + &frame("East", "[52, -90, 360, 90]");
    files.insert("scenario.toml", header.as_bytes().to_vec());
    files.insert("display.toml", display.into_bytes());
    files
}

#[test]
fn law_a_page_is_given_longitudes_as_its_maps_have_them() {
    view::kept::offer(scenario::read(&beyond()).unwrap_or_else(|problems| panic!("{problems}")));
    let stage: serde_json::Value = serde_json::from_str(&view::stage::of("beyond").unwrap()).unwrap();
    assert_eq!(stage["places"][0]["lon"], 190.19);
}
