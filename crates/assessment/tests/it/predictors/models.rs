//! The models as data: pinned, so that no figure changes unseen, and refused whole when they do not hold.

use assessment::predictors::{
    Percent,
    items::Item,
    linear::Linear,
    standards::{
        StandardsError,
        legacy::Legacy,
        offences::{Category, LegacyOffences, Offences},
        ogrs4::Ogrs4,
    },
};

const OGRS4: &str = include_str!("../../../../../standards/assessment/ogrs4-1.0.toml");
const LEGACY: &str = include_str!("../../../../../standards/assessment/legacy-1.0.toml");
const OFFENCES: &str = include_str!("../../../../../standards/assessment/offences-2026.toml");
const LEGACY_OFFENCES: &str = include_str!("../../../../../standards/assessment/legacy-offences-2025.toml");

// Sums worked out from the published lists, each figure once.
const PIN_ALL_DYNAMIC: f64 = -1.569_040_411_690_23;
const PIN_ALL_DYNAMIC_OFFENCE: f64 = -0.576_621_812_563_842_7;
const PIN_ALL_STATIC: f64 = -2.601_492_473_834_378_8;
const PIN_ALL_STATIC_OFFENCE: f64 = -0.488_436_392_682_711_9;
const PIN_SERIOUS_DYNAMIC: f64 = -3.051_415_850_617_495;
const PIN_SERIOUS_DYNAMIC_OFFENCE: f64 = -1.332_318_447_139_571_5;
const PIN_SERIOUS_STATIC: f64 = -8.318_002_022_762_839;
const PIN_SERIOUS_STATIC_OFFENCE: f64 = -0.704_837_955_363_163_3;
const PIN_VIOLENT_DYNAMIC: f64 = -3.493_277_940_141_499_7;
const PIN_VIOLENT_DYNAMIC_OFFENCE: f64 = 0.702_551_605_193_053_8;
const PIN_VIOLENT_STATIC: f64 = -5.206_521_930_828_052;
const PIN_VIOLENT_STATIC_OFFENCE: f64 = 0.170_254_925_974_586_86;
const PIN_SNSV_STATIC: f64 = -17.972_823_396_933_18;
const PIN_SNSV_DYNAMIC: f64 = -14.720_207_819_209_812;
const PIN_OGRS3_AGES: f64 = -17.359_33;

/// The sum of everything in a model: any figure that changes, changes it.
fn sum(linear: &Linear) -> f64 {
    let violence = linear.violence.map_or(0.0, |violence| {
        violence.never.male + violence.never.female + violence.once + violence.each + violence.rate
    });
    let squared = linear.rate_squared.map_or(0.0, |squared| squared.male + squared.female);
    linear.intercept
        + linear.female
        + linear.age.male.iter().chain(&linear.age.female).chain(&linear.months).sum::<f64>()
        + linear.first_sanction
        + linear.second_sanction
        + linear.each_sanction
        + linear.years_between.male
        + linear.years_between.female
        + linear.rate.male
        + linear.rate.female
        + squared
        + violence
        + linear.answers.iter().map(|(_, coefficient)| coefficient).sum::<f64>()
}

fn near(found: f64, pinned: f64, what: &str) {
    assert!((found - pinned).abs() < 1e-12, "{what}: {found}, pinned at {pinned}");
}

#[test]
fn the_coefficients_of_ogrs4_are_the_published_ones() {
    let pack = Ogrs4::published();
    assert_eq!((pack.about.version.as_str(), pack.about.thresholds_version.as_str()), ("1.0", "1.0"));
    for (weighed, linear, offence, answers) in [
        (&pack.all.on_record, PIN_ALL_STATIC, PIN_ALL_STATIC_OFFENCE, 0),
        (&pack.all.assessed, PIN_ALL_DYNAMIC, PIN_ALL_DYNAMIC_OFFENCE, 21),
        (&pack.violent.on_record, PIN_VIOLENT_STATIC, PIN_VIOLENT_STATIC_OFFENCE, 0),
        (&pack.violent.assessed, PIN_VIOLENT_DYNAMIC, PIN_VIOLENT_DYNAMIC_OFFENCE, 21),
        (&pack.serious_violent.on_record, PIN_SERIOUS_STATIC, PIN_SERIOUS_STATIC_OFFENCE, 0),
        (&pack.serious_violent.assessed, PIN_SERIOUS_DYNAMIC, PIN_SERIOUS_DYNAMIC_OFFENCE, 15),
    ] {
        near(sum(&weighed.linear), linear, "a model");
        near(weighed.offence.iter().sum(), offence, "its categories");
        assert_eq!(weighed.linear.answers.len(), answers);
    }
    let weapon = pack.serious_violent.assessed.linear.answers.iter().find(|(item, _)| *item == Item::Weapon);
    near(weapon.map_or(0.0, |(_, coefficient)| *coefficient), 0.385_215_247_009_075, "a weapon");
    near(pack.female_with_sexual_offence, 0.003_831_417_624_521_1, "a female's sexual offence");
    assert_eq!(pack.serious_violent.bands.very_high, Percent::rounded(6.9));
}

#[test]
fn the_coefficients_before_ogrs4_are_the_published_ones() {
    let pack = Legacy::published();
    near(sum(&pack.snsv.on_record), PIN_SNSV_STATIC, "static SNSV");
    near(sum(&pack.snsv.assessed), PIN_SNSV_DYNAMIC, "dynamic SNSV");
    near(pack.ogrs3.age.iter().map(|row| row.male + row.female).sum(), PIN_OGRS3_AGES, "the ages of OGRS3");
    assert_eq!(pack.ovp.violent_sanctions.iter().sum::<i32>(), 290);
    assert_eq!(pack.snsv.assessed.answers.len(), 19);
}

#[test]
fn every_offence_code_has_the_category_it_was_published_with() {
    let offences = Offences::published();
    assert_eq!(offences.codes().count(), 3039);
    let of = |code| offences.get(code).map(|offence| (offence.category, offence.violent, offence.violent_or_sexual));
    assert_eq!(of(100), Some((Category::ViolenceAgainstThePersonAbhPlus, true, true)));
    assert_eq!(of(0), Some((Category::Unknown, false, false)));
    assert_eq!(of(99_999_999), None);
    assert_eq!(offences.category(0), None, "a code that says nothing has no category");
    let (violent, either) =
        offences.codes().filter_map(|code| offences.get(code)).fold((0, 0), |(violent, either), offence| {
            (violent + u32::from(offence.violent), either + u32::from(offence.violent_or_sexual))
        });
    assert_eq!((violent, either), (634, 567));
    let legacy = LegacyOffences::published();
    let with_weight = (0..100_000).filter_map(|code| legacy.get(code));
    let (codes, broad) =
        with_weight.fold((0, 0), |(codes, broad), weight| (codes + 1, broad + i32::from(weight.ogrs3.is_none())));
    assert_eq!((codes, broad), (3028, 18));
}

#[test]
fn a_pack_that_does_not_hold_is_refused_whole() {
    let ogrs4 = |from: &str, to: &str| {
        assert!(OGRS4.contains(from), "{from}");
        Ogrs4::parse(&OGRS4.replacen(from, to, 1)).expect_err(to)
    };
    assert!(matches!(
        ogrs4("source = \"Ministry", "source = \"\"\nwas = \"Ministry"),
        StandardsError::Unreadable { .. }
    ));
    assert!(matches!(ogrs4("heroin = ", "heroine = "), StandardsError::Unknown(_)));
    assert!(matches!(ogrs4("drunkenness = ", "drunk = "), StandardsError::Missing(_)));
    assert!(matches!(ogrs4("[50.0, 75.0, 90.0]", "[50.0, 40.0, 90.0]"), StandardsError::Disordered(_)));
    let start = OGRS4.find("source = ").expect("a source");
    let end = start + OGRS4[start..].find('\n').expect("a line");
    let nobody = format!("{}source = \" \"{}", &OGRS4[..start], &OGRS4[end..]);
    assert!(matches!(Ogrs4::parse(&nobody), Err(StandardsError::NoSource(_))));

    let offences = |text: String| Offences::parse(&text).expect_err("a list that does not hold");
    assert!(matches!(offences(OFFENCES.replacen("00000", "00100", 1)), StandardsError::Twice(_)));
    assert!(matches!(offences(OFFENCES.replacen("codes = 3039", "codes = 3038", 1)), StandardsError::Count { .. }));
    assert!(matches!(
        offences(OFFENCES.replacen("\"motoring-offences\"", "\"motoring\"", 1)),
        StandardsError::Unknown(_)
    ));
    assert!(LegacyOffences::parse(&LEGACY_OFFENCES.replacen("00200", "0200", 1)).is_err());
    assert!(Legacy::parse(&LEGACY.replacen("none = 0.00062", "", 1)).is_err());
}
