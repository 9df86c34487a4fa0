//! The site of the documentation, and the commands of its pages.

use super::step::Said;
use crate::site;

pub(super) fn check() -> Said {
    let folder = site::make()?;
    site::pages()?;
    Ok(format!("{} with no broken link; commands and notebook as printed", folder.display()))
}
