//! OVP: violent reoffending, in points.

use super::{
    super::{
        Answers, Band, Fault, FaultKind,
        answers::{Gender, ProblemLevel},
        dates::years,
        rounding::half_up,
        standards::{
            legacy::Legacy,
            points::{counted, reached},
        },
        steps::{Feature, Sink, Sum},
    },
    PointScore, percent_of_points,
};

/// What earns points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the published form asks each by itself")]
pub struct OvpAnswers {
    /// Sanctions for all offences.
    pub sanctions: i32,
    /// Sanctions for violence among them.
    pub violent: i32,
    /// Age when the follow-up starts.
    pub age: i32,
    /// Sex.
    pub gender: Gender,
    /// Recognises the impact of offending on others.
    pub recognises_impact: bool,
    /// No fixed abode, or transient.
    pub no_fixed_abode: bool,
    /// Unemployed.
    pub unemployed: bool,
    /// Current alcohol use.
    pub alcohol: ProblemLevel,
    /// Excessive alcohol use.
    pub binge: ProblemLevel,
    /// Current psychiatric treatment, or pending.
    pub psychiatric_treatment: bool,
    /// Temper control.
    pub temper: ProblemLevel,
    /// Pro-criminal attitudes.
    pub attitudes: ProblemLevel,
}

/// What it asks, out of all that is known; or everything that is missing, without which there is no score.
pub fn asked(answers: &Answers) -> Result<OvpAnswers, Box<Fault>> {
    let of = || {
        Some(OvpAnswers {
            sanctions: answers.sanctions?,
            violent: answers.violent_sanctions?,
            age: years(answers.born?, answers.followup_from?),
            gender: answers.gender?,
            recognises_impact: answers.recognises_impact?,
            no_fixed_abode: answers.no_fixed_abode?,
            unemployed: answers.unemployed?,
            alcohol: answers.alcohol?,
            binge: answers.binge?,
            psychiatric_treatment: answers.psychiatric_treatment?,
            temper: answers.temper?,
            attitudes: answers.attitudes?,
        })
    };
    of().ok_or_else(|| {
        let asked = [
            ("gender", answers.gender.is_some()),
            ("dateOfBirth", answers.born.is_some()),
            ("dateAtStartOfFollowupCalculated", answers.followup_from.is_some()),
            ("totalNumberOfSanctionsForAllOffences", answers.sanctions.is_some()),
            ("totalNumberOfViolentSanctions", answers.violent_sanctions.is_some()),
            ("doesRecogniseImpactOfOffendingOnOthers", answers.recognises_impact.is_some()),
            ("isCurrentlyOfNoFixedAbodeOrTransientAccommodation", answers.no_fixed_abode.is_some()),
            ("isUnemployed", answers.unemployed.is_some()),
            ("currentAlcoholUseProblems", answers.alcohol.is_some()),
            ("excessiveAlcoholUse", answers.binge.is_some()),
            ("hasCurrentPsychiatricTreatment", answers.psychiatric_treatment.is_some()),
            ("temperControl", answers.temper.is_some()),
            ("proCriminalAttitudes", answers.attitudes.is_some()),
        ];
        let missing = Fault::missing(FaultKind::MissingMandatory, &asked);
        Box::new(missing.unwrap_or_else(|| Fault::unexpected("something is missing")))
    })
}

/// Scores one person, or says why not; the points go to `sink`.
pub fn score<S: Sink>(answers: &OvpAnswers, sink: &mut S) -> Result<PointScore, Box<Fault>> {
    let model = &Legacy::published().ovp;
    let unexpected = |why| Box::new(Fault::unexpected(why));
    let violent = violent_points(answers.violent).ok_or_else(|| unexpected("violent sanctions are negative"))?;
    let other = answers.sanctions.saturating_sub(answers.violent);
    let other =
        non_violent_points(other).ok_or_else(|| unexpected("there are more violent sanctions than sanctions"))?;
    let age = age_points(answers.age).ok_or_else(|| unexpected("nobody is scored at that age"))?;
    let if_so = |yes: bool, points: i32| if yes { points } else { 0 };
    let mut sum = Sum::new(sink);
    for (feature, points) in [
        (Feature::Points("Ever sanctioned"), if_so(answers.sanctions > 0, model.any_sanction)),
        (Feature::Points("Number of sanctions for violence"), violent),
        (Feature::Points("Number of other sanctions"), other),
        (Feature::Points("Age when the follow-up starts"), age),
        (Feature::Points("Male"), if_so(answers.gender == Gender::Male, model.male)),
        (
            Feature::Need("Does not recognise the impact on others"),
            if_so(!answers.recognises_impact, model.does_not_recognise_impact),
        ),
        (Feature::Need("No fixed abode"), if_so(answers.no_fixed_abode, model.no_fixed_abode)),
        (Feature::Need("Unemployed"), if_so(answers.unemployed, model.unemployed)),
        (Feature::Need("Alcohol"), alcohol_points(answers.alcohol, answers.binge)),
        // It can change, and nobody should be led to end a treatment for the sake of a score.
        (Feature::Points("Psychiatric treatment"), if_so(answers.psychiatric_treatment, model.psychiatric_treatment)),
        (Feature::Need("Temper control"), model.temper * answers.temper.level()),
        (Feature::Need("Pro-criminal attitudes"), model.pro_criminal_attitudes * answers.attitudes.level()),
    ] {
        sum.add(feature, f64::from(points), 1.0);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a sum of whole points; a cast saturates")]
    let points = sum.total() as i32;
    let two_years = percent_two_years(points);
    Ok(PointScore { points, one_year: percent_one_year(points), two_years, band: band(two_years) })
}

/// For sanctions for violence; none are negative.
pub fn violent_points(count: i32) -> Option<i32> {
    (count >= 0).then(|| counted(&Legacy::published().ovp.violent_sanctions, count))
}

/// For other sanctions; none are negative.
pub fn non_violent_points(count: i32) -> Option<i32> {
    (count >= 0).then(|| reached(&Legacy::published().ovp.non_violent_sanctions, count).unwrap_or(0))
}

/// For the age when the follow-up starts; nobody is scored below the least.
pub fn age_points(age: i32) -> Option<i32> {
    reached(&Legacy::published().ovp.age, age)
}

/// For alcohol, rounded up.
pub fn alcohol_points(alcohol: ProblemLevel, binge: ProblemLevel) -> i32 {
    let points = Legacy::published().ovp.alcohol * f64::from(alcohol.level() + binge.level());
    #[expect(clippy::cast_possible_truncation, reason = "at most ten")]
    let whole = half_up(points.ceil(), 1.0) as i32;
    whole
}

/// Within one year, in whole percent.
pub fn percent_one_year(points: i32) -> i32 {
    let model = &Legacy::published().ovp;
    percent_of_points(points, model.each_point, model.one_year)
}

/// Within two years, in whole percent.
pub fn percent_two_years(points: i32) -> i32 {
    let model = &Legacy::published().ovp;
    percent_of_points(points, model.each_point, model.two_years)
}

/// The band of a whole percentage.
pub fn band(percent: i32) -> Band {
    Legacy::published().ovp_bands.of_whole(percent)
}
