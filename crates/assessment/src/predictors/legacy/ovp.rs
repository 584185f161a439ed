//! OVP: violent reoffending, in points.

use super::{
    super::{
        Band, Fault,
        answers::{Gender, ProblemLevel},
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
    for (words, points) in [
        ("Ever sanctioned", if_so(answers.sanctions > 0, model.any_sanction)),
        ("Number of sanctions for violence", violent),
        ("Number of other sanctions", other),
        ("Age when the follow-up starts", age),
        ("Male", if_so(answers.gender == Gender::Male, model.male)),
        ("Does not recognise the impact on others", if_so(!answers.recognises_impact, model.does_not_recognise_impact)),
        ("No fixed abode", if_so(answers.no_fixed_abode, model.no_fixed_abode)),
        ("Unemployed", if_so(answers.unemployed, model.unemployed)),
        ("Alcohol", alcohol_points(answers.alcohol, answers.binge)),
        ("Psychiatric treatment", if_so(answers.psychiatric_treatment, model.psychiatric_treatment)),
        ("Temper control", model.temper * answers.temper.level()),
        ("Pro-criminal attitudes", model.pro_criminal_attitudes * answers.attitudes.level()),
    ] {
        sum.add(Feature::Points(words), f64::from(points), 1.0);
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
