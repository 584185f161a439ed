//! How many people are scored a second, beside the bare arithmetic of the same models with nothing around it: the predictors on
//! one core, and every score with both tiers of a whole caseload on two.
//!
//! `cargo run --release -p assessment --example rates`. A number after it says how many rounds: run under something that
//! counts allocations with one round and with two, the counts show what a person costs.

use std::{hint::black_box, thread, time::Instant};

use assessment::{
    answers::Band,
    caseload::{Packs, Person, score_all as score_everybody},
    predictors::{
        Answers, Kind, Percent, Variant,
        answers::{
            Drugs, Gender, Motivation, OffenceCode, PastOffence, PastOffences, ProblemLevel, Relationship, Supervision,
        },
        items::{Item, Items},
        linear::History,
        ogrs4::{reoffending::category_of, score_all},
        standards::{
            offences::Offences,
            ogrs4::{Model, Ogrs4},
        },
    },
    tiers::{v2::Counted, v3::TierFacts},
};
use jiff::{ToSpan, civil::date};

const PEOPLE: usize = 250_000;
const ROUNDS: usize = 15;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn small(&mut self, limit: u64) -> i32 {
        i32::try_from(self.below(limit)).unwrap_or(0)
    }

    fn yes(&mut self) -> bool {
        self.below(3) == 0
    }

    fn level(&mut self) -> ProblemLevel {
        match self.below(3) {
            0 => ProblemLevel::No,
            1 => ProblemLevel::Some,
            _ => ProblemLevel::Significant,
        }
    }
}

/// Somebody with every answer, so that every predictor is scored with an assessment.
fn person(dice: &mut Dice, codes: &[u32]) -> Answers {
    let born = date(1960, 1, 1) + i64::from(dice.small(15_000)).days();
    let first_sanction_age = 10 + dice.small(20);
    let convicted = born + i64::from(first_sanction_age + 1 + dice.small(15)).years();
    let followup = convicted + i64::from(dice.small(400)).days();
    let sanctions = 3 + dice.small(30);
    let sexual = dice.yes();
    let count = |number: i32| Some(if sexual { number } else { 0 });
    let past = if dice.yes() { PastOffences::default().with(PastOffence::Robbery) } else { PastOffences::default() };
    Answers {
        assessed_on: Some(followup + i64::from(dice.small(40)).months()),
        born: Some(born),
        gender: Some(if dice.yes() { Gender::Female } else { Gender::Male }),
        convicted_on: Some(convicted),
        followup_from: Some(followup),
        first_sanction_age: Some(first_sanction_age),
        offence: Some(OffenceCode::Digits(codes[usize::try_from(dice.below(codes.len() as u64)).unwrap_or(0)])),
        sanctions: Some(sanctions),
        violent_sanctions: Some(dice.small(3)),
        supervision: Some(Supervision::Community),
        weapon: Some(dice.yes()),
        accommodation: Some(dice.level()),
        unemployed: Some(dice.yes()),
        partner: Some(dice.level()),
        relationship: Some(if dice.yes() { Relationship::LivingTogether } else { Relationship::None }),
        domestic_abuse: Some(dice.yes()),
        activities: Some(dice.level()),
        motivation: Some(Motivation::Partial),
        drugs: Drugs { cannabis: dice.yes(), crack_cocaine: dice.yes(), ..Drugs::default() },
        alcohol: Some(dice.level()),
        binge: Some(dice.level()),
        impulsivity: Some(dice.level()),
        temper: Some(dice.level()),
        attitudes: Some(dice.level()),
        past_offences: Some(past),
        sexual_history: Some(sexual),
        contact_adult: count(1),
        contact_child: count(0),
        non_contact: count(1),
        images: count(0),
        last_sexual_offence: Some(convicted),
        ..Answers::default()
    }
}

/// The same person as a caseload has them. One in five lacks an answer of the assessment, and is scored from the record alone.
fn on_caseload(dice: &mut Dice, answers: &Answers) -> Person {
    let lacks = dice.below(5) == 0;
    let rosh =
        [None, Some(Band::Low), Some(Band::Medium), Some(Band::High)][usize::try_from(dice.below(4)).unwrap_or(0)];
    Person {
        answers: Answers { temper: if lacks { None } else { answers.temper }, ..*answers },
        tier: TierFacts {
            has_active_event: true,
            arp: None,
            csrp: None,
            dc_srp: None,
            rosh,
            mappa: Some(dice.yes()),
            lifer_or_ipp: Some(dice.below(50) == 0),
            latest_release: answers.followup_from,
            domestic_abuse: Some(dice.yes()),
            stalking: Some(dice.below(20) == 0),
            child_protection: Some(dice.below(10) == 0),
            sexual_offence: answers.sexual_history,
            today: answers.assessed_on.unwrap_or_default(),
        },
        two_part: Counted {
            rsr: Some(f64::from(dice.small(900)) / 100.0),
            ogrs: u32::try_from(dice.small(100)).ok(),
            rosh,
            mappa_level: dice.yes().then_some("M1"),
            needs: u32::try_from(dice.small(18)).unwrap_or(0),
            mandate: true,
            assessed: !lacks,
            ..Counted::default()
        },
    }
}

/// One person as nothing but numbers.
struct Numbers {
    female: usize,
    age: f64,
    months: f64,
    since_first: f64,
    sanctions: f64,
    violent: f64,
    category: usize,
    items: [f64; Item::COUNT],
}

/// One model as nothing but numbers.
struct Arrays {
    constant: [f64; 2],
    age: [[f64; 4]; 2],
    months: [f64; 4],
    offence: Vec<f64>,
    sanctions: f64,
    rate_years: f64,
    rate: [f64; 2],
    rate_squared: [f64; 2],
    never: [f64; 2],
    once: f64,
    violent: f64,
    violent_rate: f64,
    items: [f64; Item::COUNT],
}

fn arrays(model: &Model) -> Arrays {
    let linear = &model.assessed.linear;
    let violence = linear.violence;
    let mut items = [0.0; Item::COUNT];
    for &(item, coefficient) in &linear.answers {
        items[item as usize] = coefficient;
    }
    Arrays {
        constant: [linear.intercept, linear.intercept + linear.female],
        age: [linear.age.male, linear.age.female],
        months: linear.months,
        offence: model.assessed.offence.to_vec(),
        sanctions: linear.each_sanction,
        rate_years: linear.rate_years,
        rate: [linear.rate.male, linear.rate.female],
        rate_squared: linear.rate_squared.map_or([0.0; 2], |squared| [squared.male, squared.female]),
        never: violence.map_or([0.0; 2], |violence| [violence.never.male, violence.never.female]),
        once: violence.map_or(0.0, |violence| violence.once),
        violent: violence.map_or(0.0, |violence| violence.each),
        violent_rate: violence.map_or(0.0, |violence| violence.rate),
        items,
    }
}

/// The models' arithmetic for somebody with three sanctions or more, and nothing else: no dates, checks, bands or rounding.
fn bare(numbers: &Numbers, model: &Arrays) -> f64 {
    let sex = numbers.female;
    let power =
        |value: f64, list: &[f64; 4]| value * (list[0] + value * (list[1] + value * (list[2] + value * list[3])));
    let rate = (numbers.sanctions / (numbers.since_first + model.rate_years)).ln();
    let mut total = model.constant[sex]
        + power(numbers.age, &model.age[sex])
        + power(numbers.months, &model.months)
        + model.offence[numbers.category]
        + numbers.sanctions * model.sanctions
        + rate * (model.rate[sex] + rate * model.rate_squared[sex]);
    if model.violent_rate != 0.0 {
        total += if numbers.violent == 0.0 {
            model.never[sex]
        } else {
            (if numbers.violent < 2.0 { model.once } else { 0.0 })
                + numbers.violent * model.violent
                + (numbers.violent / (numbers.since_first + 30.0)).ln() * model.violent_rate
        };
    }
    total += numbers.items.iter().zip(&model.items).map(|(value, coefficient)| value * coefficient).sum::<f64>();
    1.0 / (1.0 + (-total).exp())
}

fn numbers(answers: &Answers) -> Numbers {
    let months = Ogrs4::published().limits.months_counted_at_most;
    let history = History::of(answers, months).expect("a person with every answer");
    let items = Items::of(answers);
    let mut values = [0.0; Item::COUNT];
    for (place, item) in Item::all().enumerate() {
        values[place] = items.value(item);
    }
    Numbers {
        female: usize::from(history.gender == Gender::Female),
        age: f64::from(history.age_at_followup),
        months: f64::from(history.months),
        since_first: f64::from(history.age_at_conviction - history.age_at_first),
        sanctions: f64::from(history.sanctions),
        violent: f64::from(history.violent),
        category: answers.offence.and_then(category_of).expect("a known offence") as usize,
        items: values,
    }
}

#[expect(clippy::disallowed_methods, reason = "an example that measures has to ask for the time")]
fn seconds(work: impl Fn() -> f64) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64()
}

/// The work of a slice, half of it on a thread of its own.
fn on_two_threads<T: Sync>(all: &[T], work: impl Fn(&[T]) -> f64 + Sync) -> f64 {
    let (one, other) = all.split_at(all.len() / 2);
    thread::scope(|scope| {
        let other = scope.spawn(|| work(other));
        work(one) + other.join().unwrap_or(f64::NAN)
    })
}

/// In turns, so that what else the machine does falls on both; the best of each is what the work takes.
fn in_turns(rounds: usize, work: impl Fn() -> f64, bare: impl Fn() -> f64) -> (f64, f64) {
    (0..rounds).fold((f64::INFINITY, f64::INFINITY), |(best, best_bare), _| {
        (best.min(seconds(&work)), best_bare.min(seconds(&bare)))
    })
}

fn told(what: &str, bare_what: &str, (took, bare): (f64, f64)) {
    #[expect(clippy::cast_precision_loss, reason = "a count of people")]
    let people = PEOPLE as f64;
    for (what, took) in [(what, took), (bare_what, bare)] {
        println!("{what}: {took:.3} s, {:.0} people a second, {:.0} ns each", people / took, took / people * 1e9);
    }
    println!("ratio: {:.2}", took / bare);
}

fn main() {
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let offences = Offences::published();
    let codes: Vec<_> = offences.codes().filter(|&code| offences.category(code).is_some()).collect();
    let mut dice = Dice(7);
    let people: Vec<_> = (0..PEOPLE).map(|_| person(&mut dice, &codes)).collect();
    let caseload: Vec<_> = people.iter().map(|answers| on_caseload(&mut dice, answers)).collect();
    let as_numbers: Vec<_> = people.iter().map(numbers).collect();
    let pack = Ogrs4::published();
    let models = [&pack.all, &pack.violent, &pack.serious_violent].map(arrays);

    let sample = score_all(&people[0], Variant::Published);
    assert_eq!(sample.all.kind, Some(Kind::Dynamic), "{:?}", sample.all.faults);
    for (answers, numbers) in people.iter().zip(&as_numbers).take(1000) {
        let scores = score_all(answers, Variant::Published);
        let bare = bare(numbers, &models[0]);
        assert!(scores.all.probability.is_none_or(|probability| (probability - bare).abs() < 1e-9));
    }

    let predictors = || {
        let score = |answers: &Answers| {
            let scores = score_all(black_box(answers), Variant::Published);
            scores.combined.score.map_or(0.0, Percent::value) + scores.all.score.map_or(0.0, Percent::value)
        };
        people.iter().map(score).sum()
    };
    let only_arithmetic = |numbers: &[Numbers]| {
        numbers.iter().map(|numbers| models.iter().map(|model| bare(black_box(numbers), model)).sum::<f64>()).sum()
    };
    println!("{PEOPLE} people, best of {rounds} rounds");
    told(
        "one core, all six predictors with an assessment, checks and bands",
        "one core, the bare arithmetic of three of them",
        in_turns(rounds, predictors, || only_arithmetic(&as_numbers)),
    );

    let packs = Packs::published();
    let everything = |people: &[Person]| {
        let tiers = score_everybody(&packs, black_box(people)).map(|scored| {
            let percent = scored.all.map_or(0.0, |said| said.percent.value());
            percent + f64::from(u8::from(scored.tier.is_some_and(|(_, provisional)| provisional)))
        });
        tiers.sum()
    };
    told(
        "two threads, all six predictors, the tier of 2026 and the two-part tier",
        "two threads, the bare arithmetic of three predictors",
        in_turns(rounds, || on_two_threads(&caseload, everything), || on_two_threads(&as_numbers, only_arithmetic)),
    );
}
