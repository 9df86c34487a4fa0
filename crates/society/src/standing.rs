//! The tables that are written once, at the start, from a scenario and the society that was made of it.

use crate::inputs::Section;
use crate::society::Society;
use crate::spec::Spec;
use crate::tables::{CellRow, ClassRow, PartyRow, PlaceRow, STANDING};
use engine::record::Record;

/// The rows of [`STANDING`] for a scenario; those of `cells` and `start` where a society made from it is given, before its first
/// day.
pub fn standing(spec: &Spec, society: Option<&Society>) -> Record {
    let mut record = identifiers(spec, society);
    if let Some(society) = society {
        society.start_rows(&mut record);
    }
    record
}

/// The same without `start`: what the identifiers of the other tables mean.
pub fn identifiers(spec: &Spec, society: Option<&Society>) -> Record {
    let mut record = Record::new(&STANDING);
    let mut population = vec![0_u64; spec.places.len()];
    for group in &spec.groups {
        let holders = std::iter::successors(Some(group.place), |place| spec.places[*place].parent);
        holders.for_each(|place| population[place] += u64::from(group.persons));
    }
    for (number, (place, population)) in spec.places.iter().zip(population).enumerate() {
        record.add(PlaceRow {
            number: number as u32,
            id: place.id.clone(),
            name: place.name.clone(),
            name_ru: place.name_ru.clone(),
            kind: place.kind.code(),
            parent: place.parent.map(|parent| parent as u16),
            lat: place.lat as f32,
            lon: place.lon as f32,
            population: u32::try_from(population).unwrap_or(u32::MAX),
            unverified: u32::from(place.unverified),
        });
    }
    for (cell, row) in society.into_iter().flat_map(|society| society.cell_rows(spec)).enumerate() {
        record.add(CellRow {
            cell: cell as u32,
            place: row.place as u16,
            class: row.class as u16,
            name: row.name.unwrap_or_default().to_owned(),
            persons: row.persons,
        });
    }
    for (number, class) in spec.classes.iter().enumerate() {
        record.add(ClassRow {
            number: number as u32,
            id: class.id.clone(),
            name: class.name.clone(),
            role: class.role.clone(),
            section: class.section.map(Section::code),
        });
    }
    for (number, party) in spec.parties.iter().enumerate() {
        record.add(PartyRow {
            number: number as u32,
            id: party.id.clone(),
            name: party.name.clone(),
            short: party.short.clone(),
            line: party.power_line as f32,
        });
    }
    record
}
