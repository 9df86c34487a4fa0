//! What happened, as facts: kinds, actors, results, numbers. No sentence is made here; readers make them from these facts.
//!
//! An event goes into three tables: `events` has a row for it, `event_facts` a row for each number that belongs to it, and,
//! where somebody chose, `event_options` a row for each option with the utility expected of it.

use crate::decide::Chosen;
use crate::demand::Demand;

engine::words! {
    /// What happened.
    pub enum EventKind {
        /// A unit of workers stops work.
        Strike = "strike",
        /// A strike ends.
        StrikeEnd = "strike_end",
        /// Half of a town's workers are out.
        GeneralStrike = "general_strike",
        /// People without a workplace in common go into the street.
        Demonstration = "demonstration",
        /// A crowd under arms in the capital.
        ArmedDemonstration = "armed_demonstration",
        /// Shots at a crowd.
        Shots = "shots",
        /// Arrests in a crowd.
        Arrests = "arrests",
        /// A unit under arms refuses orders.
        Refusal = "refusal",
        /// Half of a garrison refuses orders.
        Mutiny = "mutiny",
        /// A council is founded.
        CouncilFounded = "council_founded",
        /// Another party has most delegates of a council.
        CouncilMajority = "council_majority",
        /// A council resolves on power.
        Resolution = "resolution",
        /// A congress of councils meets.
        Congress = "congress",
        /// A collective actor chooses.
        Decision = "decision",
        /// The regime of the start is no longer the government.
        GovernmentFalls = "government_falls",
        /// A government is formed or changed.
        GovernmentFormed = "government_formed",
        /// The government falls into a crisis.
        Crisis = "crisis",
        /// The government decides on a demand.
        Policy = "policy",
        /// An offensive at the front begins.
        Offensive = "offensive",
        /// A column is sent.
        TroopsSent = "troops_sent",
        /// A column is stopped on its way.
        TroopsStopped = "troops_stopped",
        /// A column arrives.
        TroopsArrive = "troops_arrive",
        /// A party's committee crosses the mark between the government and the councils.
        PartyLine = "party_line",
        /// A leader begins to work in a committee.
        Leader = "leader",
        /// A rising ends without power.
        Rising = "rising",
        /// Power passes to others.
        PowerChanges = "power_changes",
        /// Villagers act against the estates.
        PeasantUnrest = "peasant_unrest",
        /// A march that was called for a day.
        March = "march",
    }
}

impl EventKind {
    /// What `events.size` counts.
    pub fn size_unit(self) -> &'static str {
        match self {
            EventKind::Resolution | EventKind::CouncilMajority | EventKind::Congress => "delegates",
            EventKind::PartyLine => "members",
            _ => "persons",
        }
    }
}

engine::words! {
    /// Who acted.
    pub enum Actor {
        /// The members of a unit: `events.cell` and `events.class` say which.
        Unit = "unit",
        /// The workers of a place.
        Workers = "workers",
        /// Workers and soldiers of a place.
        WorkersAndSoldiers = "workers_and_soldiers",
        /// The garrison of a place.
        Garrison = "garrison",
        /// Troops and police set against a crowd.
        TroopsAndPolice = "troops_and_police",
        /// Delegates and organisers who call a council together.
        Organisers = "organisers",
        /// A council.
        Council = "council",
        /// The executive of a council.
        CouncilExecutive = "council_executive",
        /// A congress of councils.
        Congress = "congress",
        /// The councils of the country.
        Councils = "councils",
        /// The committee of a party: `events.party` says which.
        PartyCommittee = "party_committee",
        /// A leader: `events.leader` says which; where that is missing, leaders who were in hiding, in prison or abroad.
        Leader = "leader",
        /// The regime of the start.
        OldRegime = "old_regime",
        /// The leaders of the parliament.
        Parliament = "parliament",
        /// The government.
        Government = "government",
        /// The high command.
        HighCommand = "high_command",
        /// The commander in chief, for himself.
        Commander = "commander",
        /// A column on its way.
        TroopColumn = "column",
        /// Railwaymen.
        Railwaymen = "railwaymen",
    }
}

engine::words! {
    /// What an event came to, where its kind leaves that open.
    pub enum EventResult {
        /// A strike: the employer conceded.
        Won = "won",
        /// A strike: something was given.
        Compromise = "compromise",
        /// A strike: the employer held out.
        Lost = "lost",
        /// A strike: the works were closed.
        LockOut = "lock_out",
        /// A strike: those on strike gave out.
        Exhaustion = "exhaustion",
        /// A strike: it was called for one day.
        DayOver = "day_over",
        /// A council or a congress: it gives its support to the government.
        Support = "support",
        /// A council or a congress: it opposes the government.
        Oppose = "oppose",
        /// A council or a congress: it claims power.
        Claim = "claim",
        /// A council or a congress: it has no resolution.
        NoResolution = "no_resolution",
        /// A government: the parliament's parties formed it when the old regime fell.
        FormedByParliament = "formed_by_parliament",
        /// A government: parties of the council joined it.
        Joined = "joined",
        /// A government: parties of the council were asked and none joined.
        NobodyJoined = "nobody_joined",
        /// A government: the same parties with other ministers.
        Reshuffled = "reshuffled",
        /// A government, or a change of power: the council claimed power when the old regime had fallen.
        ClaimedAfterTheFall = "claimed_after_the_fall",
        /// A government, or a change of power: the parliament left power to the council, and it took it.
        LeftToTheCouncil = "left_to_the_council",
        /// A government, or a change of power: the government yielded to the council's majority.
        Yielded = "yielded",
        /// A government, or a change of power: a rising won.
        RisingWon = "rising_won",
        /// A government, or a change of power: an elected assembly, to which the councils handed their power, formed it.
        FormedByTheAssembly = "formed_by_the_assembly",
        /// A change of power: a commander took it.
        CommanderWon = "commander_won",
        /// A rising: the crowd under arms went home.
        WentHome = "went_home",
        /// A rising: it was put down.
        PutDown = "put_down",
        /// A commander's march: it failed.
        MarchFailed = "march_failed",
        /// A column: it is to hold the capital.
        ForTheGovernment = "for_the_government",
        /// A column: it marches against the capital.
        AgainstTheCapital = "against_the_capital",
        /// A party: its committee now stands for power to the councils.
        ForTheCouncils = "for_the_councils",
        /// A party: its committee no longer does.
        NotForTheCouncils = "not_for_the_councils",
        /// A march: one party called it.
        CalledByAParty = "called_by_a_party",
        /// A march: a party and the council called it.
        CalledWithTheCouncil = "called_with_the_council",
    }
}

/// A number that events may have.
#[derive(Clone, Copy, Debug)]
pub struct FactDecl {
    /// Its word in `event_facts.fact`.
    pub key: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// One line of meaning.
    pub meaning: &'static str,
}

macro_rules! facts {
    ($($value:ident = $key:literal, $unit:literal, $meaning:literal;)*) => {
        engine::words! {
            /// A number that belongs to an event; see [`FACTS`].
            pub enum Fact {
                $(#[doc = $meaning] $value = $key,)*
            }
        }
        /// Every number that an event may have, in the order of [`Fact`].
        pub const FACTS: [FactDecl; Fact::ALL.len()] =
            [$(FactDecl { key: $key, unit: $unit, meaning: $meaning },)*];
    };
}
facts! {
    Grievance = "grievance", "0..1", "Mean grievance of the group.";
    Trust = "trust", "0..1", "Mean trust of those concerned in whoever governs.";
    Hardship = "hardship", "0..1", "Hardship of the group.";
    Anger = "anger", "0..1", "Felt grievance, not soothed by trust, of those who follow the party.";
    ActingHere = "acting_here", "share", "Those of the same kind here who act.";
    ActingElsewhere = "acting_elsewhere", "share", "Those of the same kind who are heard to act elsewhere.";
    WorkersOut = "workers_out", "share", "Workers of the place who are out.";
    WorkersArmed = "workers_armed", "share", "Workers of the place who are under arms.";
    Refusing = "refusing", "share", "Soldiers and sailors of the place who refuse orders.";
    Days = "days", "days", "How long it lasted.";
    Order = "order", "0..1", "What the troops are told: 0 hold, 0.5 disperse, 1 fire.";
    Hold = "hold", "0..1", "Hold of the officers over their men.";
    Crowd = "crowd", "persons", "Persons in the street.";
    Force = "force", "persons", "Men who can be set against the crowd.";
    Killed = "killed", "persons", "Killed.";
    Wounded = "wounded", "persons", "Wounded.";
    Arrested = "arrested", "persons", "Arrested.";
    Obeying = "obeying", "share", "Men who still obey.";
    Hours = "hours", "hours", "Hours on the way.";
    Railwaymen = "railwaymen", "share", "Railwaymen who carry no columns.";
    Men = "men", "persons", "Men of the column who still obey.";
    Defenders = "defenders", "persons", "Men who stand against it.";
    Arms = "arms", "share", "Arms with the councils, of all arms in the capital.";
    Elsewhere = "elsewhere", "share", "Support in other towns and at the fronts.";
    Success = "success", "probability", "Success that the actor expects.";
    Chance = "chance", "probability", "The chance by which it was drawn.";
    FollowGovernment = "follow_government", "share", "Adults of the capital who follow the government.";
    FollowCouncil = "follow_council", "share", "Adults of the capital who follow the council.";
    Threat = "threat", "share", "The council's part of those in the capital who follow government or council.";
    CouncilSupports = "council_supports", "0 or 1", "Whether the capital's council supports the government.";
    Position = "position", "-1..1", "Position of the coalition on the demand.";
    Felt = "felt", "0..1", "How much people are believed to feel the demand.";
    Line = "line", "-1..1", "Line on who should hold power: 1 the councils, -1 the government.";
    BaseLine = "base_line", "-1..1", "The same of the rank and file.";
    Leaders = "leaders", "persons", "Leaders at work in the committee.";
    ForTheGovernment = "for_the_government", "share", "Delegates for the government.";
    Between = "between", "share", "Delegates between government and councils.";
    ForTheCouncils = "for_the_councils", "share", "Delegates for power to the councils.";
    Share = "share", "share", "Delegates of the party.";
    Following = "following", "share", "Workers and soldiers of the place who lean to the party.";
    Risk = "risk", "0..1", "Danger that the committee sees for the marchers.";
    WordOfCouncils = "word_of_councils", "0..1", "News of councils elsewhere.";
    Police = "police", "share", "Police at their posts.";
    Memory = "memory", "0..1", "Memory of earlier councils.";
    Organisers = "organisers", "per 1,000 adults", "Organisers.";
    Councils = "councils", "councils", "Councils outside the villages.";
    DaysSinceCongress = "days_since_congress", "days", "Since the central executive was elected.";
    Number = "number", "", "The how manieth of its kind.";
    PartiesJoined = "parties_joined", "parties", "Parties that joined the government.";
}

/// Something that happened, on its way to the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// 0 morning to 3 night.
    pub round: u32,
    /// Place in the scenario.
    pub place: u32,
    /// 0 local, 1 of a town, 2 of the capital or a great town, 3 national.
    pub importance: u32,
    /// Who.
    pub actor: Actor,
    /// The party that acts or is meant.
    pub party: Option<u8>,
    /// The class of the unit that acts.
    pub class: Option<u8>,
    /// First cell of the unit that acts.
    pub cell: Option<u32>,
    /// The leader, a position in the scenario's list.
    pub leader: Option<u16>,
    /// What a strike is for.
    pub demand: Option<Demand>,
    /// What it came to.
    pub result: Option<EventResult>,
    /// Parties in the government, bit by bit.
    pub parties: u32,
    /// How many; [`EventKind::size_unit`] says of what. Real persons, whatever the scale.
    pub size: Option<f64>,
    /// Its numbers.
    pub facts: Vec<(Fact, f64)>,
    /// The choice behind it.
    pub chosen: Option<Chosen>,
}

impl Event {
    /// An event without anything optional.
    pub fn new(kind: EventKind, actor: Actor, place: u32, round: u32, importance: u32) -> Event {
        Event {
            kind,
            round,
            place,
            importance,
            actor,
            party: None,
            class: None,
            cell: None,
            leader: None,
            demand: None,
            result: None,
            parties: 0,
            size: None,
            facts: Vec::new(),
            chosen: None,
        }
    }

    /// A decision, with the options as they were weighed.
    pub fn decision(chosen: Chosen, actor: Actor, place: u32, round: u32, importance: u32) -> Event {
        Event { chosen: Some(chosen), ..Event::new(EventKind::Decision, actor, place, round, importance) }
    }

    /// With a number.
    pub fn fact(mut self, fact: Fact, value: impl Into<f64>) -> Event {
        self.facts.push((fact, value.into()));
        self
    }

    /// With how many.
    pub fn size(mut self, size: f64) -> Event {
        self.size = Some(size);
        self
    }

    /// With a party.
    pub fn party(mut self, party: usize) -> Event {
        self.party = Some(party as u8);
        self
    }

    /// With what it came to.
    pub fn result(mut self, result: EventResult) -> Event {
        self.result = Some(result);
        self
    }

    /// A number of the event, where it has it.
    pub fn number(&self, fact: Fact) -> Option<f64> {
        self.facts.iter().find(|(known, _)| *known == fact).map(|(_, value)| *value)
    }

    /// The option that was taken, where somebody chose.
    pub fn option(&self) -> Option<&'static str> {
        self.chosen.as_ref().map(|chosen| chosen.options[chosen.taken].0)
    }
}
