//! A wave of riots: contagion within places and between them, without anybody moving.
//!
//! Claim (Bonnasse-Gahot, Berestycki, Depuiset, Gordon, Roché, Rodriguez and Nadal 2018): the riots of autumn 2005 in
//! France behave like an epidemic. In each place some persons are ready to join; they join the faster the more rioting
//! they learn of, near ones counting more than far ones; rioters tire at a constant rate and do not come back. Nobody
//! travels, and yet the rioting passes over the country as a wave.
//!
//! Equations (recalled, not read: the paper's beginning was at hand, its equations and its fitted values were not). For
//! site k with susceptible S, rioters I and those who have withdrawn R:
//!
//! ```text
//! dS/dt = -S f(A)      dI/dt = S f(A) - w I      dR/dt = w I      A_k = sum over j of W(d_kj) I_j
//! W(d) = m + (1 - m) K(d / d0)     K(x) = (1 + x)^-delta or exp(-x)
//! f(A) = c A^2 / (h^2 + A^2)  (sigmoid)   or   c (1 - exp(-(A - a)/h)) for A > a, else 0  (threshold)   or   c A / h  (linear)
//! ```
//!
//! One site alone is the same with A = I. With the linear f it is the epidemic of Kermack and McKendrick, which breaks out
//! exactly when c S(0) > w h. With the sigmoid a small beginning dies, and one large enough carries everybody along.
//! Which f and K the paper fits to which data is not known here; all three and both are offered.
//!
//! Every value of a parameter here is an illustration: none is fitted, and none is the paper's.
//!
//! Scheme: the classical Runge-Kutta method of fourth order with a fixed step, sums over sites in their order.
//!
//! Known limits: no days and nights, no police, no weather, the same rates everywhere, and places on a line or a square
//! instead of a map.

mod course;

use crate::declare::reported;
use crate::model::{Model, Needs, Outcome, Param, Range, Settings, Watch};
use course::{Course, TABLES};

/// The model.
pub static MODEL: Model = Model {
    name: "riots-2005",
    title: "The French riots of 2005 as a spreading wave",
    paper: "Laurent Bonnasse-Gahot, Henri Berestycki, Marie-Aude Depuiset, Mirta B. Gordon, Sebastian Roché, Nancy \
            Rodriguez and Jean-Pierre Nadal (2018), Epidemiological modelling of the 2005 French riots: a spreading wave \
            and the role of contagion, Scientific Reports 8:107",
    explains: "How rioting can pass over a country as a wave though no rioter travels: persons who are ready join the \
               faster the more rioting they learn of, near places counting more than far ones, and rioters tire. The \
               equations are recalled, not read, and every value is an illustration: none is fitted to the record.",
    equations: &[
        "dS_k/dt = -S_k f(A_k): the susceptible of site k join (recalled)",
        "dI_k/dt = S_k f(A_k) - w I_k: rioters withdraw at the rate w (recalled)",
        "dR_k/dt = w I_k: who has withdrawn does not come back (recalled)",
        "A_k = sum over sites j of W(distance from k to j) I_j: the rioting that site k learns of (recalled)",
        "W(d) = m + (1 - m) K(d / d0), with K(x) = (1 + x)^-delta or exp(-x), W(0) = 1 (recalled)",
        "f(A) = c A^2 / (h^2 + A^2), or c (1 - exp(-(A - a) / h)) above A = a, or c A / h (recalled; three forms)",
        "One site alone: A = I. With the linear f there is an outbreak exactly when c S(0) > w h.",
        "Integrated with the Runge-Kutta method of fourth order and a fixed step.",
    ],
    params: &PARAMS,
    reported: &[
        reported(
            "The record: events; municipalities hit; days",
            "6,877; 853; 44",
            "a note quoting the paper; seen; the data are not public, and nothing here is compared with them",
        ),
        reported(
            "One site, linear f: condition of an outbreak",
            "c S(0) / (w h) > 1",
            "theory of epidemics (Kermack and McKendrick 1927, recalled); recomputed from the equations",
        )
        .with(&[("sites", "1"), ("response", "linear")]),
    ],
    needs: &[
        Needs { keys: &["least_activity"], of: "response", words: &["threshold"] },
        Needs { keys: &["power"], of: "kernel", words: &["power"] },
    ],
    fits: |_| None,
    tables: &TABLES,
    run,
};

static PARAMS: [Param; 17] = [
    Param {
        key: "sites",
        unit: "sites",
        range: Range::Whole(40, 1, 400),
        meaning: "Places; 1 is the model of a single site.",
    },
    Param {
        key: "layout",
        unit: "",
        range: Range::Word(&["line", "square"]),
        meaning: "Places on a line, from whose end the riot starts, or on a square, from whose middle it does; a square takes the largest square number.",
    },
    Param {
        key: "spacing_km",
        unit: "km",
        range: Range::Real(10.0, 0.1, 100.0),
        meaning: "Distance between neighbouring sites. Illustrative.",
    },
    Param {
        key: "reservoir",
        unit: "persons",
        range: Range::Real(500.0, 1.0, 1e6),
        meaning: "Persons of a site who may join, on average (S at the start). Illustrative.",
    },
    Param {
        key: "reservoir_spread",
        unit: "share",
        range: Range::Real(0.0, 0.0, 0.9),
        meaning: "How far reservoirs differ: each is drawn evenly from 1 - spread to 1 + spread times the average.",
    },
    Param {
        key: "first_rioters",
        unit: "persons",
        range: Range::Real(100.0, 0.0, 1e6),
        meaning: "Rioters at the first site at the start, at most its reservoir. Illustrative.",
    },
    Param {
        key: "response",
        unit: "",
        range: Range::Word(&["sigmoid", "threshold", "linear"]),
        meaning: "How joining answers to the rioting that is learnt of (f).",
    },
    Param {
        key: "join_per_day",
        unit: "per day",
        range: Range::Real(0.8, 0.0, 50.0),
        meaning: "Highest rate of joining; for the linear response the rate at half_activity (c). Illustrative.",
    },
    Param {
        key: "half_activity",
        unit: "rioters",
        range: Range::Real(100.0, 0.01, 1e6),
        meaning: "Scale of the rioting that moves people (h). Illustrative.",
    },
    Param {
        key: "least_activity",
        unit: "rioters",
        range: Range::Real(10.0, 0.0, 1e6),
        meaning: "Rioting below which nobody joins, for the response threshold (a). Illustrative.",
    },
    Param {
        key: "recovery_per_day",
        unit: "per day",
        range: Range::Real(0.3, 0.001, 20.0),
        meaning: "Rate at which rioters withdraw (w). Illustrative.",
    },
    Param {
        key: "kernel",
        unit: "",
        range: Range::Word(&["power", "exponential"]),
        meaning: "How attention falls with distance (K).",
    },
    Param {
        key: "range_km",
        unit: "km",
        range: Range::Real(10.0, 0.01, 1000.0),
        meaning: "Distance over which attention falls (d0). Illustrative.",
    },
    Param {
        key: "power",
        unit: "",
        range: Range::Real(3.0, 0.1, 10.0),
        meaning: "Exponent of the kernel power (delta). Illustrative.",
    },
    Param {
        key: "media_share",
        unit: "share",
        range: Range::Real(0.0, 0.0, 1.0),
        meaning: "Attention that does not depend on distance, as through the media (m). Illustrative.",
    },
    Param { key: "days", unit: "days", range: Range::Whole(44, 1, 1000), meaning: "How long." },
    Param {
        key: "steps_per_day",
        unit: "steps per day",
        range: Range::Whole(20, 1, 1000),
        meaning: "Steps of the integration.",
    },
];

fn run(settings: &Settings, watch: &mut dyn Watch) -> Outcome {
    match Course::run(settings, watch) {
        Some(course) => Outcome { figures: course.figures(), pictures: course.pictures(), is_cut: false },
        None => Outcome { is_cut: true, ..Outcome::default() },
    }
}

#[cfg(test)]
mod tests {
    use engine::math;

    use super::course::State;
    use super::*;
    use crate::model::NoWatch;

    fn course(changes: &[(&str, &str)]) -> Course {
        let settings =
            changes.iter().fold(Settings::new(&MODEL, 1), |settings, (key, value)| settings.with(key, value));
        Course::run(&settings, &mut NoWatch).expect("nobody breaks it")
    }

    /// One site with the linear response: 1,000 persons, one rioter, c = 1, w = 0.5, h so that c S / (w h) is `ratio`.
    fn epidemic(ratio: f64, steps_per_day: &str) -> Course {
        let half = (999.0 / (0.5 * ratio)).to_string();
        course(&[
            ("sites", "1"),
            ("reservoir", "1000"),
            ("first_rioters", "1"),
            ("response", "linear"),
            ("join_per_day", "1"),
            ("recovery_per_day", "0.5"),
            ("half_activity", &half),
            ("days", "400"),
            ("steps_per_day", steps_per_day),
        ])
    }

    #[test]
    fn law_persons_are_conserved_at_every_site() {
        for response in ["sigmoid", "threshold", "linear"] {
            let course = course(&[("response", response), ("reservoir_spread", "0.5"), ("sites", "12")]);
            for k in 0..12 {
                let State { susceptible, rioters, withdrawn } = &course.last;
                let sum = susceptible[k] + rioters[k] + withdrawn[k];
                // The sums of about 900 steps round in the last of sixteen digits.
                assert!((sum / course.reservoirs[k] - 1.0).abs() < 1e-12, "{response}, site {k}: {sum}");
                assert!(susceptible[k] >= 0.0 && rioters[k] >= 0.0 && withdrawn[k] >= 0.0, "{response}, site {k}");
            }
        }
    }

    #[test]
    fn law_a_single_site_breaks_out_exactly_above_the_threshold() {
        for ratio in [0.5, 0.9, 0.99] {
            let (day, most) = epidemic(ratio, "20").peak(0);
            assert_eq!((day, most), (0.0, 1.0), "ratio {ratio}: it only declines");
        }
        for ratio in [1.01, 1.1, 2.0] {
            let (day, most) = epidemic(ratio, "20").peak(0);
            assert!(day > 1.0 && most > 1.0, "ratio {ratio}: day {day}, {most} rioters");
        }
    }

    #[test]
    fn agrees_with_the_final_size_of_an_epidemic() {
        // ln(S0 / S) = (c / (w h)) (N - S) at the end: the integral of the linear equations, which no step of the scheme
        // uses. What is allowed is ten times the error of the scheme where it is largest, at the highest ratio.
        for ratio in [1.2, 1.5, 2.0, 4.0] {
            let course = epidemic(ratio, "20");
            let (start, end) = (999.0, course.last.susceptible[0]);
            let left = math::ln(start / end);
            let right = ratio / 999.0 * (1000.0 - end);
            assert!((left / right - 1.0).abs() < 1e-7, "ratio {ratio}: {left} and {right}");
        }
    }

    #[test]
    fn law_the_scheme_is_of_fourth_order() {
        let at = |steps: &str| epidemic(4.0, steps).rioters[0][steps.parse::<usize>().expect("a number") * 8];
        let (coarse, middle, fine) = (at("2"), at("4"), at("8"));
        // Halving the step divides the error by about 16; between 10 and 24 no other order is possible.
        let gain = (coarse - middle) / (middle - fine);
        assert!((10.0..24.0).contains(&gain), "{gain}");
    }

    #[test]
    fn law_under_a_sigmoid_a_small_beginning_dies_and_a_large_one_does_not() {
        let joined = |first: &str| course(&[("sites", "1"), ("first_rioters", first)]).joined_share(0);
        assert!(joined("1") < 0.01, "{}", joined("1"));
        assert!(joined("100") > 0.5, "{}", joined("100"));
    }

    #[test]
    fn law_the_wave_passes_the_sites_in_order_of_distance() {
        for kernel in ["power", "exponential"] {
            let course = course(&[("kernel", kernel)]);
            assert!((0..course.n()).all(|k| course.is_reached(k)), "{kernel}: every site is reached");
            let peaks: Vec<f64> = (0..course.n()).map(|k| course.peak(k).0).collect();
            // The first site begins with rioters of its own, and the last ones have nobody beyond them.
            assert!(peaks[1..course.n() - 1].is_sorted_by(|a, b| a < b), "{kernel}: {peaks:?}");
        }
    }

    #[test]
    fn law_no_first_rioters_no_riot() {
        let course = course(&[("first_rioters", "0"), ("response", "linear")]);
        assert!(course.total().iter().all(|(_, rioters)| *rioters == 0.0));
    }

    #[test]
    fn more_attention_to_the_far_makes_the_wave_faster() {
        let speeds = ["6", "10", "20"].map(|range| course(&[("range_km", range), ("days", "200")]).speed());
        assert!(speeds.is_sorted_by(|a, b| a < b), "{speeds:?}");
    }

    #[test]
    fn same_rioting_to_the_left_and_the_right_of_the_middle() {
        let course = course(&[("layout", "square"), ("sites", "81"), ("days", "10")]);
        assert_eq!((course.n(), course.width, course.first), (81, 9, 40));
        for (k, mirror) in [(0, 8), (9, 17), (3, 5), (36, 44)] {
            let (a, b) = (course.last.rioters[k], course.last.rioters[mirror]);
            // Sums run in the order of sites, so mirrored sites differ in the last digits.
            assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
        }
    }
}
