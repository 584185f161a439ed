//! The predictors before OGRS4, whose scores stay on records.
//!
//! - [`ogrs3`]: all reoffending. [`ogp`], [`ovp`]: general and violent reoffending, in points.
//! - [`snsv`]: serious non-sexual violence. [`osp`]: the two sexual predictors. [`rsr`]: their sum, the risk of serious recidivism.

pub mod ogp;
pub mod ogrs3;
pub mod osp;
pub mod ovp;
pub mod rsr;
pub mod snsv;

use super::{
    Band,
    rounding::{logistic, whole_percent},
};

/// A score in points, and what it says of one year and of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PointScore {
    /// The points.
    pub points: i32,
    /// Within one year, in whole percent.
    pub one_year: i32,
    /// Within two years, in whole percent.
    pub two_years: i32,
    /// The band of two years.
    pub band: Band,
}

/// Points as a whole percentage.
fn percent_of_points(points: i32, each_point: f64, constant: f64) -> i32 {
    whole_percent(logistic(each_point * f64::from(points) + constant))
}
