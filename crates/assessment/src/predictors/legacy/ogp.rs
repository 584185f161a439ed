//! OGP: general reoffending, in points on top of OGRS3.

use super::{
    super::{
        Answers, Fault, FaultKind,
        answers::{Motivation, ProblemLevel},
        rounding::half_up,
        standards::legacy::Legacy,
        steps::{Feature, Sink, Sum},
    },
    PointScore, percent_of_points,
};

/// What earns points. Motivation, awareness of consequences and the like are answers of 0, 1 or 2 too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OgpAnswers {
    /// OGRS3 within two years, in whole percent.
    pub ogrs3_two_years: i32,
    /// No fixed abode, or transient.
    pub no_fixed_abode: bool,
    /// Unemployed.
    pub unemployed: bool,
    /// Regular offending activities.
    pub activities: ProblemLevel,
    /// Current drug misuse.
    pub drug_misuse: ProblemLevel,
    /// Motivation to tackle it.
    pub motivation: ProblemLevel,
    /// Problem solving.
    pub problem_solving: ProblemLevel,
    /// Awareness of consequences.
    pub consequences: ProblemLevel,
    /// Understanding of other people's views.
    pub others_views: ProblemLevel,
    /// Pro-criminal attitudes.
    pub attitudes: ProblemLevel,
}

/// What it asks, out of all that is known, and OGRS3; or everything that is missing, without which there is no score.
pub fn asked(answers: &Answers, ogrs3_two_years: Option<i32>) -> Result<OgpAnswers, Box<Fault>> {
    let of = || {
        Some(OgpAnswers {
            ogrs3_two_years: ogrs3_two_years?,
            no_fixed_abode: answers.no_fixed_abode?,
            unemployed: answers.unemployed?,
            activities: answers.activities?,
            drug_misuse: answers.drug_misuse?,
            motivation: match answers.motivation? {
                Motivation::Full => ProblemLevel::No,
                Motivation::Partial => ProblemLevel::Some,
                Motivation::None => ProblemLevel::Significant,
            },
            problem_solving: answers.problem_solving?,
            consequences: answers.consequences?,
            others_views: answers.others_views?,
            attitudes: answers.attitudes?,
        })
    };
    of().ok_or_else(|| {
        let asked = [
            ("ogrs3TwoYear", ogrs3_two_years.is_some()),
            ("isCurrentlyOfNoFixedAbodeOrTransientAccommodation", answers.no_fixed_abode.is_some()),
            ("isUnemployed", answers.unemployed.is_some()),
            ("regularOffendingActivities", answers.activities.is_some()),
            ("currentDrugMisuse", answers.drug_misuse.is_some()),
            ("motivationToTackleDrugMisuse", answers.motivation.is_some()),
            ("problemSolvingSkills", answers.problem_solving.is_some()),
            ("awarenessOfConsequences", answers.consequences.is_some()),
            ("understandsOtherPeoplesViews", answers.others_views.is_some()),
            ("proCriminalAttitudes", answers.attitudes.is_some()),
        ];
        let missing = Fault::missing(FaultKind::MissingMandatory, &asked);
        Box::new(missing.unwrap_or_else(|| Fault::unexpected("something is missing")))
    })
}

/// Scores one person; the points go to `sink`.
pub fn score<S: Sink>(answers: &OgpAnswers, sink: &mut S) -> PointScore {
    let model = &Legacy::published().ogp;
    let whole = |points: f64| half_up(points, 1.0);
    let [parts, of] = model.thinking.map(f64::from);
    let thinking = answers.problem_solving.level() + answers.consequences.level() + answers.others_views.level();
    let drugs = answers.drug_misuse.level() + answers.motivation.level();
    let if_so = |yes: bool, points: i32| if yes { f64::from(points) } else { 0.0 };
    let place = |level: ProblemLevel| level as usize;
    let mut sum = Sum::new(sink);
    for (feature, points) in [
        (
            Feature::Points("OGRS3 within two years"),
            whole(model.each_ogrs3_percent * f64::from(answers.ogrs3_two_years)),
        ),
        (Feature::Need("No fixed abode"), if_so(answers.no_fixed_abode, model.no_fixed_abode)),
        (Feature::Need("Unemployed"), if_so(answers.unemployed, model.unemployed)),
        (
            Feature::Need("Regular activities that encourage offending"),
            f64::from(model.activities[place(answers.activities)]),
        ),
        (Feature::Need("Drug misuse, and motivation to tackle it"), whole(model.drugs * f64::from(drugs))),
        (
            Feature::Need("Problem solving, awareness of consequences and of other people's views"),
            whole(parts / of * f64::from(thinking)),
        ),
        (Feature::Need("Pro-criminal attitudes"), f64::from(model.pro_criminal_attitudes[place(answers.attitudes)])),
    ] {
        sum.add(feature, points, 1.0);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a sum of whole points; a cast saturates")]
    let points = sum.total() as i32;
    let two_years = percent_of_points(points, model.each_point, model.two_years);
    PointScore {
        points,
        one_year: percent_of_points(points, model.each_point, model.one_year),
        two_years,
        band: Legacy::published().ogp_bands.of_whole(two_years),
    }
}
