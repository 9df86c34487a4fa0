//! Every decision of a collective actor, one table each: on what it looks, and how much each of it weighs for each option.
//!
//! The weights are constants. Unit: utility, about -1..=1, where 1 is what power is worth to a party. Source: assumed
//! throughout; only their signs follow what is written of these actors. What an actor sees of arms and obedience is what it
//! has heard, and what it expects of a fight is [`crate::mechanisms::clash::prevails`] of that, the function by which the
//! world decides. When a decision is taken is a condition or a chance, never a date, nor a count of days.

use crate::decide::{Decision, Term};

macro_rules! decisions {
    ($(
        $key:literal, $about:literal, slope $slope:literal,
        sees { $($feature:ident: $meaning:literal),* $(,)? }
        chooses { $($option:literal = $($weight:literal $(* $name:ident)*),+ ;)* }
    )*) => {
        /// Every decision of the model.
        pub const DECISIONS: [Decision; [$($key),*].len()] = [$(
            Decision {
                key: $key,
                about: $about,
                slope: $slope,
                features: &[$((stringify!($feature), $meaning)),*],
                options: &[$($option),*],
                terms: &[$(&[$(Term { weight: $weight, features: &[$(stringify!($name)),*] }),+]),*],
            },
        )*];
    };
}

decisions! {
    "troops.order", "the commander of a place, each day while there is a crowd", slope 2.0,
    sees {
        severity: "how readily the government has troops fire",
        refusing: "the share of the force that has been lost of late because it obeys no longer",
        crowd: "the chance that the crowd would not give way to the force at hand",
        defied: "how often of late a crowd has come again after it was dispersed",
        armed: "those in the street who have arms, of all whom they and the force make up",
    }
    chooses {
        "hold" = 0.15, 0.6 * refusing, -0.3 * severity, 0.6 * armed;
        "disperse" = 0.2, 0.2 * severity, 0.1 * crowd, -0.25 * defied, -0.2 * refusing;
        "fire" = -0.25, 0.65 * severity * defied, 0.35 * severity * crowd, -0.5 * refusing, -0.6 * armed;
    }

    "regime.answer", "the old regime, now and then while a capital strikes or its garrison refuses", slope 1.0,
    sees {
        street: "workers of the capital who are out",
        refusing: "soldiers of the capital who obey no longer",
        held: "the chance that the force at hand would prevail over those in the street",
        severity: "how readily it has troops fire",
    }
    chooses {
        "hold on" = 0.2, 0.4 * held, 0.3 * severity;
        "grant liberties" = -0.2, 0.5 * street, 0.5 * refusing, -0.2 * held;
    }

    "parliament.succession", "the leaders of the parliament, when the capital obeys the old regime no longer", slope 1.0,
    sees {
        front: "soldiers of the fronts who obey",
        followed: "adults of the capital who obey the government",
        sits: "whether the capital has a council",
        council: "adults of the capital who obey the council, if there is one",
        left: "how far the parliament's parties are for councils, if there is one",
        same: "how far the parliament's parties are those of the council, if there is one",
    }
    chooses {
        "stand by the old regime" = -0.6, 0.5 * front, 0.6 * followed;
        "form a government" = 0.45;
        "leave power to the council" = -1.0, 0.6 * sits, 0.5 * council * sits, 1.0 * left * sits, 2.0 * same * sits;
    }

    "council.succession", "the council's executive, when power is left to it", slope 1.0,
    sees {
        line: "the delegates' mind on power",
        obeyed: "adults of the capital who obey the council",
        same: "how far the parliament's parties are those of the council",
    }
    chooses {
        "take power" = 0.6 * line, 0.4 * obeyed, 2.0 * same;
        "decline" = 0.2;
    }

    "council.congress", "executives of councils, now and then: a congress", slope 1.0,
    sees {
        first: "whether there was none before",
        differs: "how far the central executive differs from the councils",
        term: "how much of its term has passed",
    }
    chooses {
        "call a congress" = -0.7, 0.6 * first, 0.6 * differs, 0.5 * term;
        "wait" = 0.1;
    }

    "congress.assembly", "a congress of councils, where the councils rule", slope 1.0,
    sees {
        councils: "delegates whose party would have the councils decide",
        between: "delegates whose party stands between",
        assembly: "delegates whose party would have others decide",
    }
    chooses {
        "keep power" = 0.1, 0.8 * councils;
        "call an assembly" = 0.8 * assembly, 0.4 * between;
    }

    "government.liberty", "the coalition, now and then, on liberty", slope 2.5,
    sees { position: "the coalition's programme", felt: "how much people are believed to ask for it", cost: "what it would cost" }
    chooses {
        "put off" = 0.0;
        "deliver a part" = 0.6 * position, 1.0 * felt, -0.5 * cost;
        "deliver" = 1.0 * position, 2.0 * felt, -1.0 * cost;
    }

    "government.peace", "the coalition, now and then, on peace", slope 2.5,
    sees { position: "the coalition's programme", felt: "how much people are believed to ask for it", cost: "what it would cost" }
    chooses {
        "put off" = 0.0;
        "deliver a part" = 0.6 * position, 1.0 * felt, -0.5 * cost;
        "deliver" = 1.0 * position, 2.0 * felt, -1.0 * cost;
    }

    "government.land", "the coalition, now and then, on land", slope 2.5,
    sees { position: "the coalition's programme", felt: "how much people are believed to ask for it", cost: "what it would cost" }
    chooses {
        "put off" = 0.0;
        "deliver a part" = 0.6 * position, 1.0 * felt, -0.5 * cost;
        "deliver" = 1.0 * position, 2.0 * felt, -1.0 * cost;
    }

    "government.hours", "the coalition, now and then, on hours and conditions", slope 2.5,
    sees { position: "the coalition's programme", felt: "how much people are believed to ask for it", cost: "what it would cost" }
    chooses {
        "put off" = 0.0;
        "deliver a part" = 0.6 * position, 1.0 * felt, -0.5 * cost;
        "deliver" = 1.0 * position, 2.0 * felt, -1.0 * cost;
    }

    "government.nation", "the coalition, now and then, on national rights", slope 2.5,
    sees { position: "the coalition's programme", felt: "how much people are believed to ask for it", cost: "what it would cost" }
    chooses {
        "put off" = 0.0;
        "deliver a part" = 0.6 * position, 1.0 * felt, -0.5 * cost;
        "deliver" = 1.0 * position, 2.0 * felt, -1.0 * cost;
    }

    "government.offensive", "the government and the high command, when an attack is prepared", slope 2.5,
    sees {
        peace: "the coalition's programme on peace",
        odds: "the chance that those at the front who obey would prevail over as many as stood there at the start",
        dry: "weather at the fronts",
    }
    chooses {
        "attack" = -1.0, -0.5 * peace, 0.8 * odds, 1.0 * dry;
        "defend" = 0.15;
    }

    "government.crisis", "the government, in a crisis over a demand", slope 1.0,
    sees {
        short: "how far belief in it falls short of what it needs",
        felt: "how much the capital asks for what the crisis is about",
        position: "the coalition's programme on it",
        gain: "those in the capital who obey the council and follow parties that could join",
        severity: "how readily it has troops fire",
        held: "the chance that its force in the capital would prevail over the council's",
    }
    chooses {
        "hold on" = 0.2, -1.0 * short;
        "concede" = -0.1, 1.0 * felt, 0.5 * position;
        "bring council parties in" = -0.2, 1.5 * gain;
        "reshuffle" = 0.1, 0.3 * short;
        "repress" = -0.4, 1.0 * severity, 0.5 * held;
    }

    "party.coalition", "each party of the council that is asked to join the government", slope 1.0,
    sees {
        line: "the committee's line on power, 0 the government, 1 the councils",
        belief: "belief in the government in the capital",
        support: "whether the council supports the government",
    }
    chooses {
        "join" = 0.3, 0.3 * support, -0.8 * line, -0.2 * belief;
        "stay out" = 0.1;
    }

    "party.power", "the committee of the party that would lead a rising, while the question of power is open", slope 1.5,
    sees {
        success: "the chance to win here and to be followed elsewhere",
        failure: "the chance not to",
        share: "the party's share of the council",
        caution: "what a defeat is believed to cost",
        unmandated: "whether neither council nor congress has claimed power",
        won_over: "how far others have been won already",
    }
    chooses {
        "take power" = 0.4 * success, 0.6 * success * share, -0.5 * failure, -1.0 * failure * caution, -0.6 * unmandated;
        "restrain and wait" = 0.35, -0.6 * won_over;
        "explain" = 0.1;
    }

    "party.march", "the committee of a party in a town, now and then: a march for tomorrow", slope 1.0,
    sees {
        following: "workers and soldiers of the town who lean to it",
        anger: "their felt grievance",
        expected: "how far the date itself brings people into the street",
        risk: "the chance that they would be fired on and scattered",
        governs: "whether it sits in the government",
        defeat: "what is remembered of risings that failed",
    }
    chooses {
        "march" = -0.85, 1.0 * following, 2.0 * anger, 0.6 * expected, -0.6 * risk, -0.15 * governs, -0.6 * defeat;
        "wait" = 0.0;
    }

    "council.march", "the executive of a council, when a party outside its majority calls a march", slope 1.0,
    sees {
        following: "workers and soldiers of the town who lean to the party",
        anger: "their felt grievance",
        refusing: "soldiers of the town who obey nobody",
        supports: "whether the council supports the government",
    }
    chooses {
        "march too" = 0.6 * following;
        "forbid it" = -0.3, 0.3 * supports, 0.8 * anger, 0.5 * refusing;
        "let it be" = 0.1;
    }

    "party.defiance", "the committee of a party whose march the council's executive has forbidden", slope 1.0,
    sees {
        following: "workers and soldiers of the town who lean to it",
        anger: "their felt grievance",
    }
    chooses {
        "call it off" = 0.25;
        "march all the same" = -0.85, 1.0 * following, 2.0 * anger;
    }

    "government.yield", "the government, before a rising or a claim of the councils", slope 1.0,
    sees {
        odds: "the chance that its force would prevail",
        mandate: "whether a council or a congress has claimed power",
    }
    chooses {
        "yield" = 0.45, 0.15 * mandate, -0.9 * odds;
        "resist" = 0.5 * odds;
    }

    "government.after_rising", "the government, after a rising that failed", slope 1.0,
    sees {
        government: "adults of the capital who obey it",
        council: "adults of the capital who obey the council",
    }
    chooses {
        "strike at the opposition" = 0.25, 0.4 * government, -0.4 * council;
        "let it be" = 0.0;
    }

    "army.march", "the commander in chief, now and then", slope 1.5,
    sees {
        threat: "the council's part of those in the capital who obey government or council",
        defeat: "what is remembered in the capital of risings that failed",
        odds: "the chance that a column would prevail over those who would fight for the council",
        hold: "soldiers of the fronts who obey",
    }
    chooses {
        "march" = -0.7, 0.4 * threat, 0.3 * defeat, 0.6 * odds, -0.3 * hold;
        "wait" = 0.1;
    }

    "railwaymen.columns", "railwaymen, by the share of them who strike or obey a council, when a column is on the way", slope 1.0,
    sees { }
    chooses {
        "carry them" = 0.0;
        "stop them" = 0.0;
    }

    "employers.settle", "an employer, when talks are held", slope 1.0,
    sees {
        breadth: "the share of the works that is out",
        weeks: "how long work has stood still, up to four weeks",
        around: "workers of the town who are out",
        given: "what has been given of shorter hours already",
        lost: "how far the wage has fallen behind prices",
        control: "whether a say in the works is asked for",
        political: "whether it is asked of a government",
        unknown: "those of the works who obey a council that the old regime does not know",
    }
    chooses {
        "concede" = -0.15, 0.25 * breadth, 0.14 * weeks, 0.2 * around, -0.5 * given, 0.4 * lost, -0.2 * control, -2.0 * political, -0.3 * unknown;
        "offer half" = 0.0, 0.2 * breadth, 0.1 * weeks, 0.1 * around, -0.25 * given, 0.2 * lost, -0.1 * control, -1.0 * political;
        "hold out" = 0.2, -0.07 * weeks, -0.1 * around;
        "close" = -0.3, 0.3 * given, 0.3 * control, 0.05 * weeks;
    }

    "employers.reopen", "an employer of closed works, now and then", slope 1.0,
    sees {
        breadth: "the share of the works that is out",
        around: "workers of the town who are out",
    }
    chooses {
        "open again" = 0.3;
        "keep closed" = 0.1, 0.3 * breadth, 0.3 * around;
    }
}

/// Every option of [`DECISIONS`], each once: words of `events.option` and `event_options.option`.
pub const OPTIONS: [&str; 43] = [
    "keep power",
    "call an assembly",
    "open again",
    "keep closed",
    "hold",
    "disperse",
    "fire",
    "stand by the old regime",
    "form a government",
    "leave power to the council",
    "take power",
    "decline",
    "call a congress",
    "wait",
    "put off",
    "deliver a part",
    "deliver",
    "attack",
    "defend",
    "hold on",
    "bring council parties in",
    "reshuffle",
    "repress",
    "join",
    "stay out",
    "restrain and wait",
    "explain",
    "march",
    "march too",
    "forbid it",
    "let it be",
    "call it off",
    "march all the same",
    "yield",
    "resist",
    "strike at the opposition",
    "carry them",
    "stop them",
    "concede",
    "offer half",
    "hold out",
    "close",
    "grant liberties",
];
