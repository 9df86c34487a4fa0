//! Numbers of a day: how many do what, by place or by scope.

use society::tables::{Daily, National};

/// How a number of one day goes with those of other days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Course {
    /// It is of the day.
    OfTheDay,
    /// It counts from the start of the world on.
    SinceTheStart,
}

/// A number of a day.
#[derive(Clone, Copy)]
pub struct Quantity {
    /// Identifier.
    pub id: &'static str,
    /// Title for readers.
    pub title: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// What is counted, in a line.
    pub meaning: &'static str,
    /// How it goes with other days.
    pub course: Course,
    /// Its value in a row of the table `national`: a scope of the country.
    pub national: fn(&National<'_>, usize) -> f64,
    /// Its value in a row of the table `daily`, to be summed over the rows of a place; none where it is no sum.
    pub daily: Option<fn(&Daily<'_>, usize) -> f64>,
}

macro_rules! quantities {
    ($($name:ident: $id:literal, $title:literal, $unit:literal, $course:ident, $meaning:literal,
        $national:expr, $daily:expr;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "positions of the list below, by name")]
        enum At { $($name,)* N }
        $(#[doc = $meaning] pub const $name: usize = At::$name as usize;)*
        /// Every number of a day.
        pub static QUANTITIES: [Quantity; At::N as usize] = [$(Quantity {
            id: $id, title: $title, unit: $unit, meaning: $meaning, course: Course::$course,
            national: $national, daily: $daily,
        },)*];
    };
}

quantities! {
    PERSONS: "persons", "Persons", "persons", OfTheDay, "Persons present, children included.",
        |t, row| f64::from(t.persons[row]), Some(|t, row| f64::from(t.persons[row]));
    ADULTS: "adults", "Adults", "persons", OfTheDay, "Adults present.",
        |t, row| f64::from(t.adults[row]), None;
    STRIKERS: "strikers", "Workers on strike", "persons", OfTheDay,
        "Workers on strike, in the street or under arms.",
        |t, row| f64::from(t.strikers[row]), Some(|t, row| f64::from(t.strikers[row]));
    REFUSING: "refusing", "Soldiers and sailors who refuse orders", "persons", OfTheDay,
        "Soldiers and sailors who refuse orders; police and cadets are not counted.",
        |t, row| f64::from(t.refusing[row]), Some(|t, row| f64::from(t.refusing[row]));
    PEASANT_ACTIONS: "peasant_actions", "Villagers who act against the estates", "persons", OfTheDay,
        "Villagers who act against the estates.",
        |t, row| f64::from(t.peasant_actions[row]), Some(|t, row| f64::from(t.peasant_actions[row]));
    DEMONSTRATING: "demonstrating", "Civilians in the street without arms", "persons", OfTheDay,
        "Civilians of towns in the street without arms.",
        |t, row| f64::from(t.demonstrating[row]), Some(|t, row| f64::from(t.demonstrating[row]));
    UNDER_ARMS: "under_arms", "Civilians under arms", "persons", OfTheDay,
        "Civilians of towns in the street under arms of their own.",
        |t, row| f64::from(t.under_arms[row]), Some(|t, row| f64::from(t.under_arms[row]));
    IN_STREET: "in_street", "Civilians in the street", "persons", OfTheDay,
        "Civilians of towns in the street, with arms or without.",
        |t, row| f64::from(t.demonstrating[row]) + f64::from(t.under_arms[row]),
        Some(|t, row| f64::from(t.demonstrating[row]) + f64::from(t.under_arms[row]));
    SOLDIERS: "soldiers", "Soldiers and sailors", "persons", OfTheDay, "Soldiers and sailors present.",
        |t, row| f64::from(t.soldiers[row]), None;
    DEAD: "dead", "Killed in clashes", "persons", SinceTheStart, "Killed in clashes.",
        |t, row| f64::from(t.dead[row]), Some(|t, row| f64::from(t.dead[row]));
    WOUNDED: "wounded", "Wounded in clashes", "persons", SinceTheStart, "Wounded in clashes.",
        |t, row| f64::from(t.wounded[row]), None;
    IN_CUSTODY: "in_custody", "In custody", "persons", OfTheDay, "In custody.",
        |t, row| f64::from(t.in_custody[row]), Some(|t, row| f64::from(t.in_custody[row]));
    DESERTIONS: "desertions", "Soldiers who have left", "persons", SinceTheStart, "Soldiers who have left their units.",
        |t, row| f64::from(t.desertions[row]), None;
    COUNCILS: "councils", "Councils", "councils", OfTheDay, "Councils that exist.",
        |t, row| f64::from(t.councils[row]), None;
    AUTHORITY_GOVERNMENT: "authority_government", "Those who follow the government", "share of adults", OfTheDay,
        "Adults whose cell follows the government, of all adults.",
        |t, row| f64::from(t.authority_government[row]), None;
    AUTHORITY_COUNCIL: "authority_council", "Those who follow a council", "share of adults", OfTheDay,
        "Adults whose cell follows a council, of all adults.",
        |t, row| f64::from(t.authority_council[row]), None;
    AUTHORITY_COMMITTEE: "authority_committee", "Those who follow a public committee", "share of adults", OfTheDay,
        "Adults whose cell follows a public committee, of all adults.",
        |t, row| f64::from(t.authority_committee[row]), None;
    AUTHORITY_NOBODY: "authority_nobody", "Those who follow nobody", "share of adults", OfTheDay,
        "Adults whose cell follows nobody, of all adults.",
        |t, row| f64::from(t.authority_nobody[row]), None;
    DUAL_POWER: "dual_power_people", "Index of dual power", "0 to 1", OfTheDay,
        "One less the difference of those who follow government and council over their sum, weighed by adults.",
        |t, row| f64::from(t.dual_power_people[row]), None;
    DUAL_POWER_ARMS: "dual_power_arms", "Index of dual power under arms", "0 to 1", OfTheDay,
        "The same, weighed by persons under arms.",
        |t, row| f64::from(t.dual_power_arms[row]), None;
    GRIEVANCE: "grievance", "Grievance", "mean, 0 to 1", OfTheDay, "Mean grievance of adults.",
        |t, row| f64::from(t.grievance[row]), None;
    TRUST: "trust", "Trust in whoever governs", "mean, 0 to 1", OfTheDay, "Mean trust of adults in whoever governs.",
        |t, row| f64::from(t.trust[row]), None;
    POWER: "power", "Attitude to power", "mean, 0 to 1", OfTheDay,
        "Mean attitude of adults to who should hold power: 0 government, 1 councils.",
        |t, row| f64::from(t.power[row]), None;
}

#[cfg(test)]
mod tests {
    use super::*;
    use society::tables::NationalRow;

    #[test]
    fn law_quantities_have_the_names_and_units_of_their_columns() {
        let declared = <NationalRow as engine::record::Row>::DECL.columns;
        for quantity in QUANTITIES.iter().filter(|q| q.id != "in_street") {
            let column = declared.iter().find(|column| column.name == quantity.id);
            let column = column.unwrap_or_else(|| panic!("`national` has no column `{}`", quantity.id));
            assert!(quantity.unit.contains(column.unit) || column.unit == "0..1", "{}", quantity.id);
        }
    }
}
