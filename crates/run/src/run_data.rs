//! A finished run's places and days, for whoever reads its tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use engine::calendar::{Calendar, Day};
use observables::question::town_that_holds;
use scenario::Loaded;
use society::spec::{PLACE_KINDS, PlaceKind};

use crate::Error;
use crate::manifest::Manifest;
use crate::scale::scale_of;
use crate::store::read::{Table, Texts};
use crate::store::{part_path, table_path};

/// A row of the table `places`.
pub struct PlaceRow {
    /// Identifier.
    pub id: String,
    /// Name in English.
    pub name: String,
    /// Name in Russian, or empty.
    pub name_ru: String,
    /// Kind of place.
    pub kind: PlaceKind,
    /// Position of the place that holds it.
    pub parent: Option<usize>,
    /// Latitude in degrees.
    pub lat: f32,
    /// Longitude in degrees.
    pub lon: f32,
    /// Persons at the start, children and contained places included.
    pub population: u32,
    /// Whether a number of the place is unverified.
    pub unverified: bool,
}

/// Where a table of a directory is.
type PathOf = fn(&Path, &str) -> PathBuf;

/// What is known of a run before its tables are read.
pub struct RunData {
    dir: PathBuf,
    path_of: PathOf,
    calendar: Calendar,
    start: Day,
    end: Day,
    /// Persons that one simulated person stands for.
    pub scale: u32,
    /// The places, in the order of the table.
    pub places: Vec<PlaceRow>,
    by_id: BTreeMap<String, usize>,
    /// Position of the capital.
    pub capital: usize,
    /// Identifiers of the parties, in order.
    pub parties: Vec<String>,
}

impl RunData {
    /// Reads the places of a run.
    ///
    /// # Errors
    /// When the table of places cannot be read, or does not fit the manifest.
    pub fn read(dir: &Path, manifest: &Manifest, loaded: &Loaded) -> Result<RunData, Error> {
        if !manifest.tables.iter().any(|table| table.name == "places") {
            return Err(Error::Request(format!(
                "{} holds a run without all its tables, of which neither a report nor a score can be made; make it again with\n  {} --out {}",
                dir.display(),
                manifest.command,
                crate::case::quoted(&dir.display().to_string())
            )));
        }
        RunData::open(dir, manifest, loaded, table_path)
    }

    /// The same of a run whose tables are complete but still under their working names.
    pub(crate) fn unpublished(dir: &Path, manifest: &Manifest, loaded: &Loaded) -> Result<RunData, Error> {
        RunData::open(dir, manifest, loaded, part_path)
    }

    fn open(dir: &Path, manifest: &Manifest, loaded: &Loaded, path_of: PathOf) -> Result<RunData, Error> {
        let path = path_of(dir, "places");
        let table = Table::read(&path, &[])?;
        let ids = table.texts("id");
        let by_id: BTreeMap<String, usize> = (0..table.len()).map(|row| (ids.get(row).to_owned(), row)).collect();
        let damaged = |what: &str| Error::Damaged { path: path.clone(), what: what.to_owned() };
        let kind = |word: &str| {
            let known = PLACE_KINDS.iter().find(|(name, _)| *name == word);
            known.map(|(_, kind)| *kind).ok_or_else(|| damaged("has a kind of place that does not exist"))
        };
        let place = |row: usize| -> Result<PlaceRow, Error> {
            Ok(PlaceRow {
                id: ids.get(row).to_owned(),
                name: table.texts("name").get(row).to_owned(),
                name_ru: table.texts("name_ru").get(row).to_owned(),
                kind: kind(table.texts("kind").get(row))?,
                parent: by_id.get(table.texts("parent").get(row)).copied(),
                lat: table.reals("lat")[row],
                lon: table.reals("lon")[row],
                population: table.counts("population")[row],
                unverified: table.counts("unverified")[row] != 0,
            })
        };
        let places = (0..table.len()).map(place).collect::<Result<Vec<_>, Error>>()?;
        let capital = *by_id.get(&manifest.capital).ok_or_else(|| damaged("does not name the capital"))?;
        let day = |text| {
            Day::parse(Calendar::NewStyle, text).ok_or_else(|| damaged("stands beside a manifest without dates"))
        };
        Ok(RunData {
            dir: dir.to_owned(),
            path_of,
            calendar: manifest.calendar(),
            start: day(&manifest.identity.start)?,
            end: day(&manifest.identity.end)?,
            scale: scale_of(&manifest.identity.scale)
                .ok_or_else(|| damaged("stands beside a manifest without a scale"))?,
            places,
            by_id,
            capital,
            parties: loaded.spec.parties.iter().map(|party| party.id.clone()).collect(),
        })
    }

    /// Reads columns of a table of the run; all of them where none is named.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn table(&self, name: &str, columns: &[&str]) -> Result<Table, Error> {
        Table::read(&(self.path_of)(&self.dir, name), columns)
    }

    /// Number of days from the first to the last.
    pub fn n_days(&self) -> usize {
        usize::try_from(self.end.since(self.start) + 1).unwrap_or(0)
    }

    /// The day at a position.
    pub fn day(&self, index: usize) -> Day {
        self.start.plus(i32::try_from(index).unwrap_or(0))
    }

    /// The position of a day, where it lies within the run.
    pub fn index(&self, day: i32) -> Option<usize> {
        usize::try_from(day - self.start.0).ok().filter(|&i| i < self.n_days())
    }

    /// First and last day.
    pub fn span(&self) -> (Day, Day) {
        (self.start, self.end)
    }

    /// For each word of a column of places, its position.
    pub fn places_of(&self, texts: &Texts) -> Vec<usize> {
        texts.words.iter().map(|id| self.by_id.get(id).copied().unwrap_or(self.capital)).collect()
    }

    /// For each word of a column of parties, its position.
    pub fn parties_of(&self, texts: &Texts) -> Vec<usize> {
        texts.words.iter().map(|id| self.parties.iter().position(|party| party == id).unwrap_or(0)).collect()
    }

    /// The position of a place.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The place and all that hold it, from the inside out.
    pub fn upwards(&self, place: usize) -> impl Iterator<Item = usize> {
        // The bound keeps a circle in a damaged table from hanging the program.
        std::iter::successors(Some(place), |&place| self.places[place].parent).take(8)
    }

    /// Whether a place is another, or lies in it.
    pub fn is_in(&self, place: usize, outer: usize) -> bool {
        self.upwards(place).any(|p| p == outer)
    }

    /// The town that a district belongs to; any other place itself.
    pub fn town_of(&self, place: usize) -> usize {
        let here = &self.places[place];
        town_that_holds(place, here.kind, here.parent)
    }

    /// `23 February (8 March) 1917` where the scenario's calendar is the Old Style, with the New Style in brackets; else the one
    /// date that its readers know.
    pub fn long_date(&self, new_style: &str) -> String {
        let Some(day) = Day::parse(Calendar::NewStyle, new_style) else { return new_style.to_owned() };
        let year = day.ymd(self.calendar).0;
        let here = day.day_and_month(self.calendar);
        match self.calendar {
            Calendar::NewStyle => format!("{here} {year}"),
            Calendar::OldStyle => format!("{here} ({}) {year}", day.day_and_month(Calendar::NewStyle)),
        }
    }
}
