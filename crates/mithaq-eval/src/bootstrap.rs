//! 95 % bootstrap intervals over articles: a thousand samples with replacement, each scored, the middle 95 %
//! of each figure kept. The generator is SplitMix64 with a fixed seed, so the intervals repeat exactly.

use serde::Serialize;

use crate::count::{Counts, Tally};
use crate::figures::F1;

const ROUNDS: usize = 1000;
const SEED: u64 = 1;

/// The lower and the upper bound.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval(pub f64, pub f64);

/// The interval of each figure; all but the first two are of an F1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[expect(missing_docs, reason = "each is the interval of the figure of its name")]
pub struct Intervals {
    #[serde(rename = "P")]
    pub p: Interval,
    #[serde(rename = "R")]
    pub r: Interval,
    #[serde(rename = "F1")]
    pub f1: Interval,
    pub strict: Interval,
    pub steps: Interval,
    pub areas: Interval,
    pub signatories: Interval,
    pub events: Interval,
    pub contributions: Interval,
}

impl Intervals {
    /// `None` where there is nothing to draw from.
    pub(crate) fn of(articles: &[&Counts]) -> Option<Self> {
        if articles.is_empty() {
            return None;
        }
        let mut random = SplitMix64(SEED);
        let samples: Vec<Counts> = (0..ROUNDS).map(|_| Counts::sum((0..articles.len()).map(|_| articles[random.below(articles.len())]))).collect();
        let bounds = |figure: &dyn Fn(&Counts) -> f64| {
            let mut values: Vec<f64> = samples.iter().map(figure).collect();
            values.sort_unstable_by(f64::total_cmp);
            Interval(values[ROUNDS * 25 / 1000], values[ROUNDS * 975 / 1000 - 1])
        };
        let f1 = |tally: fn(&Counts) -> Tally| bounds(&|c| F1::from(tally(c)).f1);
        Some(Intervals {
            p: bounds(&|c| F1::from(c.agreement).p),
            r: bounds(&|c| F1::from(c.agreement).r),
            f1: f1(|c| c.agreement),
            strict: f1(|c| c.strict),
            steps: f1(|c| c.steps),
            areas: f1(|c| c.areas),
            signatories: f1(|c| c.signatories),
            events: f1(|c| c.events),
            contributions: f1(|c| c.contributions),
        })
    }
}

/// Steele, Lea and Flood's SplitMix64: a counter in steps of the golden ratio, its bits mixed.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`: the high half of the product, whose bias of at most n / 2^64 does not matter here.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        // The first numbers of the published algorithm for the seed 1234567.
        let mut random = SplitMix64(1_234_567);
        assert_eq!([random.next(), random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn every_number_below_the_bound_is_drawn() {
        let mut random = SplitMix64(SEED);
        let mut seen = [0_u32; 5];
        for _ in 0..5_000 {
            seen[random.below(5)] += 1;
        }
        assert!(seen.iter().all(|&n| (800..1200).contains(&n)), "{seen:?}");
    }

    #[test]
    fn a_figure_without_spread_has_an_interval_without_width() {
        let right = Counts { documents: 1, agreement: Tally { tp: 2, fp: 0, fn_: 0 }, ..Counts::default() };
        let intervals = Intervals::of(&[&right, &right]).unwrap();
        assert_eq!(intervals.p, Interval(1.0, 1.0));
        assert_eq!(Intervals::of(&[]), None);
    }

    #[test]
    fn the_interval_of_a_share_is_near_the_known_one() {
        // 80 of 100 right: the normal approximation gives .80 plus or minus .078.
        let article = |right: bool| {
            let (tp, fp) = if right { (1, 0) } else { (0, 1) };
            Counts { documents: 1, agreement: Tally { tp, fp, fn_: 0 }, ..Counts::default() }
        };
        let articles: Vec<Counts> = (0..100).map(|i| article(i % 5 != 0)).collect();
        let Interval(low, high) = Intervals::of(&articles.iter().collect::<Vec<_>>()).unwrap().p;
        assert!((low - 0.722).abs() < 0.025 && (high - 0.878).abs() < 0.025, "[{low}, {high}]");
    }
}
