//! Tables of points, and the two sexual predictors that both packs have.

use serde::Deserialize;

use super::StandardsError;

/// Points from some value on, up to the next row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointsFrom {
    /// From this value.
    pub from: i32,
    /// So many points.
    pub points: i32,
}

/// The points of the last row that `value` reaches; none below the first row.
pub fn reached(rows: &[PointsFrom], value: i32) -> Option<i32> {
    rows.iter().rev().find(|row| value >= row.from).map(|row| row.points)
}

/// The points for a count, the last place standing for all greater ones; nothing for a negative count.
pub fn counted(places: &[i32], count: i32) -> i32 {
    usize::try_from(count).ok().and_then(|count| places.get(count).or(places.last())).copied().unwrap_or(0)
}

pub(super) fn rising(rows: &[PointsFrom], name: &str) -> Result<(), StandardsError> {
    let in_order = !rows.is_empty() && rows.is_sorted_by(|before, after| before.from < after.from);
    if in_order { Ok(()) } else { Err(StandardsError::Disordered(name.to_owned())) }
}

/// Points for the age when the follow-up starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowupAge {
    /// The most.
    pub most: i32,
    /// One fewer for every so many years.
    pub less_one_every: i32,
    /// After this age.
    pub after: i32,
    /// None from this age.
    pub none_from: i32,
}

/// Direct contact sexual reoffending, in points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectContact {
    /// For sanctions against adults.
    pub contact_adult: Vec<i32>,
    /// For sanctions against children.
    pub contact_child: Vec<i32>,
    /// For sanctions without contact.
    pub non_contact: Vec<i32>,
    /// For the age when the follow-up starts.
    pub followup_age: FollowupAge,
    /// For the age at the last sexual offence.
    pub age_at_last_offence: Vec<PointsFrom>,
    /// For more than one sanction of any kind.
    pub more_than_one_sanction: i32,
    /// For a stranger as victim.
    pub stranger_victim: i32,
    /// Of the logistic curve.
    pub intercept: f64,
    /// Of the logistic curve.
    pub each_point: f64,
    /// Where medium, high and very high begin.
    pub bands: [i32; 3],
    /// The most points there are.
    pub most: i32,
    /// The band falls one step after so many years without an offence.
    pub reduction_years: i32,
}

impl DirectContact {
    pub(super) fn check(self) -> Result<DirectContact, StandardsError> {
        rising(&self.age_at_last_offence, "the ages at the last sexual offence")?;
        let lists = [&self.contact_adult, &self.contact_child, &self.non_contact];
        let ordered =
            lists.iter().all(|list| !list.is_empty() && list.is_sorted()) && self.followup_age.less_one_every > 0;
        if ordered && self.bands.is_sorted() && self.bands[2] <= self.most {
            Ok(self)
        } else {
            Err(StandardsError::Disordered("a list of direct contact".to_owned()))
        }
    }
}

/// Images and indirect contact sexual reoffending: the first that fits, as a probability.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImagesIndirect {
    /// Two or more sanctions for images.
    pub two_or_more_images: f64,
    /// One sanction for images.
    pub one_image: f64,
    /// Two or more contact offences against children.
    pub two_or_more_contact_child: f64,
    /// One contact offence against a child.
    pub one_contact_child: f64,
    /// No sanction of any of these kinds (before OGRS4).
    pub none: Option<f64>,
    /// What is left.
    pub other: f64,
}
