//! A page that the program writes: one HTML file with the bundle of `web/`, which draws it, and its data inside.

use serde_json::Value;

const TEMPLATE: &str = include_str!("../../../web/src/report/page.html");
const STYLE: &str = include_str!("../../../web/dist/report.css");
const SCRIPT: &str = include_str!("../../../web/dist/report.js");

/// The whole page of these data. Their `kind` says which page of the bundle draws them (`web/src/report/kinds.ts`). The
/// base map is that of the scenario, for a page that draws maps.
#[must_use]
pub fn page(data: &Value, basemap: Option<&str>) -> String {
    // `<` would let a text of the data end the script element that holds it.
    let safe = |json: &str| json.replace('<', "\\u003c");
    fill(
        TEMPLATE,
        &[
            ("/*STYLE*/", STYLE.to_owned()),
            ("/*BASEMAP*/", basemap.map_or_else(String::new, safe)),
            ("/*DATA*/", safe(&data.to_string())),
            ("/*SCRIPT*/", SCRIPT.to_owned()),
        ],
    )
}

/// A template with every marker replaced by its text.
fn fill(template: &str, parts: &[(&str, String)]) -> String {
    let mut page = String::with_capacity(template.len() + parts.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut rest = template;
    // Each marker is looked for in what is left of the template alone, so that nothing put in can be taken for a marker.
    while let Some((at, (marker, text))) =
        parts.iter().filter_map(|part| Some((rest.find(part.0)?, part))).min_by_key(|(at, _)| *at)
    {
        page.push_str(&rest[..at]);
        page.push_str(text);
        rest = &rest[at + marker.len()..];
    }
    page.push_str(rest);
    page
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn law_every_part_is_put_in_once_and_closes_no_script() {
        let page = page(&json!({ "kind": "run", "title": "</script><b>/*STYLE*/" }), Some("{}"));
        assert!(page.contains(r#""title":"\u003c/script>\u003cb>/*STYLE*/"#));
        for marker in ["/*SCRIPT*/", "/*BASEMAP*/", "/*DATA*/"] {
            assert!(TEMPLATE.matches(marker).count() == 1 && !page.contains(marker), "{marker}");
        }
        assert!(!SCRIPT.contains("</script"), "the script would end its own element");
    }
}
