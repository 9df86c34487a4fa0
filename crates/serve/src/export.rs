//! The page without a server: as a folder for any web host, or as one file that opens from a disk.

use std::path::Path;

use base64::Engine as _;
use view::film::Filming;
use view::request::Request;

use crate::{Error, bundle, io, packed_small, write_whole};

/// The policy of the page in a folder; a single file carries its own scripts, styles and data within.
const POLICY_START: &str = "<meta http-equiv=\"Content-Security-Policy\"";

/// What a case needs to be shown, with the names: its stage, the world that it opens with in its two parts, and the odds.
fn data(name: &str, threads: usize) -> Result<Vec<(&'static str, Vec<u8>)>, Error> {
    let stage = view::stage::of(name).map_err(Error::Request)?;
    let request = Request::opening(name, bundle::typical(name)).map_err(Error::Request)?;
    let mut filming = Filming::begin(request, threads).map_err(Error::Failed)?;
    while filming.step() {}
    let [first, rest] = view::parts::split(&filming.finish()).ok_or(Error::Failed("the film is not whole".into()))?;
    let odds = bundle::odds(name).unwrap_or(b"null");
    Ok(vec![
        ("stage.json", stage.into_bytes()),
        ("first.film.gz", packed_small(&first)),
        ("rest.film.gz", packed_small(&rest)),
        ("odds.json", odds.to_vec()),
    ])
}

/// Writes the page of these cases, or of those that its engine carries where none is named: a folder with the engine and the
/// world that each case opens with; or one file, when `to` ends in `.html`, which holds one case.
///
/// # Errors
/// When there is no such case, the folder holds something else, or nothing can be written.
pub fn export(to: &Path, cases: &[String], threads: usize) -> Result<(), Error> {
    if to.extension().is_some_and(|end| end == "html") {
        return match cases {
            [] => single(to, &view::kept::first(), threads),
            [one] => single(to, one, threads),
            _ => Err(Error::Request("a single file holds one case; name one, or a folder".into())),
        };
    }
    let is_export = to.join("engine.wasm.gz").is_file();
    let is_taken = std::fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some());
    if to.is_file() || (is_taken && !is_export) {
        let text = format!("{} holds something else; name a new folder, or one of an earlier export", to.display());
        return Err(Error::Request(text));
    }
    let wanted = |name: &str| match cases {
        [] => bundle::is_carried(name),
        _ => cases.iter().any(|case| case == name),
    };
    let listed = bundle::cases(&wanted);
    let mut named: Vec<&str> =
        listed.as_array().into_iter().flatten().filter_map(|case| case["name"].as_str()).collect();
    // A name that no scenario has is told as the loader tells it.
    let unknown: Vec<&str> = cases.iter().map(String::as_str).filter(|name| !named.contains(name)).collect();
    named.extend(unknown);
    let mut all = vec![("data/cases.json".to_owned(), listed.to_string().into_bytes())];
    for (i, name) in named.iter().enumerate() {
        for (file, bytes) in data(name, threads)? {
            // What lies beside the list is the case that is meant where none is named.
            if i == 0 {
                all.push((format!("data/{file}"), bytes.clone()));
            }
            all.push((format!("data/{name}/{file}"), bytes));
        }
    }
    all.extend(bundle::files().into_iter().map(|(path, bytes)| (path, bytes.to_vec())));
    for (path, bytes) in all {
        let path = to.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(io(format!("make {}", folder.display())))?;
        }
        write_whole(&path, &bytes)?;
    }
    Ok(())
}

/// One file with everything in it.
fn single(to: &Path, name: &str, threads: usize) -> Result<(), Error> {
    let mut data = data(name, threads)?;
    let listed = bundle::cases(&|case| case == name);
    data.push(("cases.json", listed.to_string().into_bytes()));
    data.push(("worker.js", bundle::text("assets/worker.js").as_bytes().to_vec()));
    if bundle::is_carried(name) {
        data.push(("engine.wasm.gz", bundle::ENGINE.to_vec()));
    }
    let blocks = data.iter().map(|(file, bytes)| {
        format!("<script type=\"application/octet-stream\" id=\"data:{file}\">{}</script>\n", base64(bytes))
    });
    // What ends a script must not stand within one; as a part of a text of a program it means the same.
    let script = bundle::text("assets/index.js").replace("</script", "<\\/script");
    let mut page = String::new();
    for line in bundle::text("index.html").lines() {
        // The policy is that of a folder, and the script stands at the end, below the data that it reads.
        if line.contains(POLICY_START) || line.contains("./assets/index.js") {
            continue;
        }
        if line.contains("./assets/index.css") {
            page.push_str(&format!("<style>{}</style>\n", bundle::text("assets/index.css")));
        } else if line.contains("icon.svg") {
            let icon = base64(bundle::text("icon.svg").as_bytes());
            page.push_str(&format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\">\n"));
        } else if line.contains("</body>") {
            page.extend(blocks.clone());
            page.push_str(&format!("<script type=\"module\">{script}</script>\n</body>\n"));
        } else {
            page.push_str(line);
            page.push('\n');
        }
    }
    write_whole(to, page.as_bytes())
}

/// Bytes as text, as RFC 4648 has it.
fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_vectors_of_rfc_4648() {
        let vectors =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (plain, text) in vectors {
            assert_eq!(base64(plain.as_bytes()), text);
        }
    }

    #[test]
    fn law_a_file_on_a_disk_holds_all_that_it_needs() {
        let path = std::env::temp_dir().join(format!("tauride-single-{}.html", std::process::id()));
        export(&path, &["one-town".to_owned()], 2).expect("it is written");
        let page = std::fs::read_to_string(&path).expect("it is text");
        std::fs::remove_file(&path).expect("it was there");
        for block in ["data:stage.json", "data:first.film.gz", "data:rest.film.gz", "data:cases.json", "data:worker.js"]
        {
            assert!(page.contains(block), "{block}");
        }
        assert!(!page.contains("./assets/") && !page.contains(POLICY_START) && page.contains("<style>"));
        let unknown = export(&path, &["one-twon".to_owned()], 2).expect_err("there is no such case");
        assert!(unknown.to_string().contains("one-town"), "{unknown}");
        assert!(!path.exists());
    }
}
