//! Grouping mentions by their scores.
//!
//! In: how many mentions there are, the score of each pair, and what people decided about pairs. Out: groups, and pairs of
//! groups that a person should look at.
//!
//! Average linkage with a veto: two groups are joined where the mean score over all pairs across them reaches the threshold
//! and no pair across them contradicts outright. The pair of groups with the highest mean is joined first; where two are
//! equal, the one whose members come first in the given order. The caller gives the mentions in an order of their own (their
//! keys), so the result depends on the set alone.
//!
//! Pairs that only a person may join ([`Tie::Ask`]: a row of a register and a press report) never count towards a mean's threshold.
//!
//! What people made one comes last: the whole groups of the two mentions are joined, whatever their scores, so that "these two are
//! one" takes in every report of both. Only a pair that people keep apart stays apart.

use super::weights::{DOUBT, NEVER, SAME};
use std::collections::BTreeSet;

/// A report that fits two groups, which exclude each other, with means this near is left for a person.
pub const MARGIN: i64 = 30;

/// What people, or the documents themselves, say of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// One and the same, by decision.
    Must,
    /// Never the same, by decision.
    Cannot,
    /// Not the same by what they are: told apart within one document, or of other parties.
    Apart,
    /// Perhaps the same, for a person to say: never joined by a score, always a doubt.
    Ask,
    /// The score decides.
    Free,
}

/// The result for one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// Positions of the mentions, each group and the list of groups in ascending order.
    pub groups: Vec<Vec<usize>>,
    /// Pairs of groups (positions in `groups`) that the scores leave open, with their mean score.
    pub doubts: Vec<(usize, usize, i64)>,
}

/// Sum and number of scores across two groups; whether a pair of them forbids joining; whether people made a pair of them one.
#[derive(Clone, Copy, Default)]
struct Across {
    sum: i64,
    pairs: i64,
    veto: bool,
    must: bool,
    ask: bool,
}

impl Across {
    fn of_pair(score: i64, tie: Tie) -> Across {
        let veto = matches!(tie, Tie::Cannot | Tie::Apart) || (tie == Tie::Free && score <= NEVER);
        Across { sum: score, pairs: 1, veto, must: tie == Tie::Must, ask: tie == Tie::Ask }
    }
    fn with(self, o: Across) -> Across {
        Across { sum: self.sum + o.sum, pairs: self.pairs + o.pairs, veto: self.veto || o.veto, must: self.must || o.must, ask: self.ask || o.ask }
    }
    fn mean(self) -> i64 {
        self.sum.div_euclid(self.pairs.max(1))
    }
    fn joins(self) -> bool {
        !self.veto && !self.ask && self.mean() >= SAME
    }
}

/// Groups `n` mentions. `score` and `tie` are symmetric and asked with `i < j`.
pub fn group(n: usize, score: impl Fn(usize, usize) -> i64, tie: impl Fn(usize, usize) -> Tie) -> Grouping {
    // A mean reaches the threshold only where a pair does: what no such pair connects is grouped apart, so that a block of
    // thousands needs no table of all its pairs.
    let mut parent: Vec<usize> = (0..n).collect();
    let mut open = Vec::new();
    for i in 0..n {
        for j in i + 1..n {
            let (s, t) = (score(i, j), tie(i, j));
            if t == Tie::Must || (t == Tie::Free && s >= SAME) {
                let (a, b) = (root(&mut parent, i), root(&mut parent, j));
                parent[a.max(b)] = a.min(b);
            }
            if t == Tie::Ask || (t == Tie::Free && s >= DOUBT) {
                open.push((i, j));
            }
        }
    }
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); n];
    for i in 0..n {
        parts[root(&mut parent, i)].push(i);
    }
    let mut groups: Vec<Vec<usize>> = parts.into_iter().filter(|p| !p.is_empty()).flat_map(|part| Part::new(part, &score, &tie).groups()).collect();
    groups.sort();
    let doubts = doubts(&groups, n, &open, &score, &tie);
    Grouping { groups, doubts }
}

fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

/// Pairs of groups whose mean score lies in the open middle.
fn doubts(groups: &[Vec<usize>], n: usize, open: &[(usize, usize)], score: &impl Fn(usize, usize) -> i64, tie: &impl Fn(usize, usize) -> Tie) -> Vec<(usize, usize, i64)> {
    let mut of = vec![0; n];
    for (g, members) in groups.iter().enumerate() {
        members.iter().for_each(|&m| of[m] = g);
    }
    let pairs: BTreeSet<(usize, usize)> = open.iter().map(|&(i, j)| (of[i].min(of[j]), of[i].max(of[j]))).filter(|(a, b)| a != b).collect();
    let across = |a: usize, b: usize| {
        let pairs = groups[a].iter().flat_map(|&i| groups[b].iter().map(move |&j| (i.min(j), i.max(j))));
        pairs.fold(Across::default(), |x, (i, j)| x.with(Across::of_pair(score(i, j), tie(i, j))))
    };
    pairs.into_iter().map(|(a, b)| (a, b, across(a, b))).filter(|(_, _, x)| !x.veto && (x.ask || x.mean() >= DOUBT)).map(|(a, b, x)| (a, b, x.mean())).collect()
}

/// Mentions that pairs above the threshold connect.
struct Part {
    n: usize,
    across: Vec<Across>,
    /// Members by group; a group is known by its first mention, joined ones are empty.
    members: Vec<Vec<usize>>,
    /// The part's mentions, as the caller counts them.
    all: Vec<usize>,
    /// Positions of pairs that people made one.
    must: Vec<(usize, usize)>,
    /// And that they keep apart.
    cannot: BTreeSet<(usize, usize)>,
}

impl Part {
    fn new(part: Vec<usize>, score: &impl Fn(usize, usize) -> i64, tie: &impl Fn(usize, usize) -> Tie) -> Part {
        let n = part.len();
        let mut p = Part { n, across: vec![Across::default(); n * n], members: (0..n).map(|i| vec![i]).collect(), all: part, must: Vec::new(), cannot: BTreeSet::new() };
        for i in 0..n {
            for j in i + 1..n {
                let t = tie(p.all[i], p.all[j]);
                match t {
                    Tie::Must => p.must.push((i, j)),
                    Tie::Cannot => {
                        p.cannot.insert((i, j));
                    }
                    Tie::Apart | Tie::Ask | Tie::Free => {}
                }
                p.put(i, j, Across::of_pair(score(p.all[i], p.all[j]), t));
            }
        }
        p.keep_apart();
        p
    }

    fn put(&mut self, a: usize, b: usize, x: Across) {
        self.across[a * self.n + b] = x;
        self.across[b * self.n + a] = x;
    }

    /// What is kept apart from one of two that are one is kept apart from the other too.
    fn keep_apart(&mut self) {
        if self.must.is_empty() || self.cannot.is_empty() {
            return;
        }
        let mut one: Vec<usize> = (0..self.n).collect();
        for &(i, j) in &self.must {
            let (a, b) = (root(&mut one, i), root(&mut one, j));
            one[a.max(b)] = a.min(b);
        }
        let of: Vec<usize> = (0..self.n).map(|i| root(&mut one, i)).collect();
        for (x, y) in self.cannot.clone() {
            for i in (0..self.n).filter(|&i| of[i] == of[x] && of[x] != of[y]) {
                for j in (0..self.n).filter(|&j| of[j] == of[y]) {
                    self.cannot.insert((i.min(j), i.max(j)));
                    let cell = self.across[i * self.n + j];
                    self.put(i, j, Across { veto: true, ..cell });
                }
            }
        }
    }

    fn groups(mut self) -> Vec<Vec<usize>> {
        while let Some((a, b)) = self.best() {
            self.join(a, b);
        }
        for (i, j) in std::mem::take(&mut self.must) {
            self.make_one(i, j);
        }
        let all = self.all;
        let mut groups: Vec<Vec<usize>> = self.members.into_iter().filter(|m| !m.is_empty()).map(|m| m.into_iter().map(|i| all[i]).collect()).collect();
        groups.iter_mut().for_each(|g| g.sort_unstable());
        groups
    }

    /// Joins the groups of two mentions; those of them that people keep apart from what is there already are left behind.
    fn make_one(&mut self, i: usize, j: usize) {
        let group = |p: &Part, m: usize| p.members.iter().position(|g| g.contains(&m));
        let (Some(a), Some(b)) = (group(self, i), group(self, j)) else { return };
        if a == b {
            return;
        }
        let mut rest = std::mem::take(&mut self.members[b]);
        rest.sort_unstable_by_key(|&m| (m != j, m));
        let mut left = Vec::new();
        for m in rest {
            let apart = m != j && self.members[a].iter().any(|&x| self.cannot.contains(&(x.min(m), x.max(m))));
            if apart { left.push(m) } else { self.members[a].push(m) }
        }
        self.members[b] = left;
    }

    fn join(&mut self, a: usize, b: usize) {
        let moved = std::mem::take(&mut self.members[b]);
        self.members[a].extend(moved);
        for c in (0..self.n).filter(|&c| c != a && c != b) {
            let both = self.across[a * self.n + c].with(self.across[b * self.n + c]);
            self.put(a, c, both);
        }
    }

    /// The two groups to join next: the highest mean, the first in order among equals.
    fn best(&self) -> Option<(usize, usize)> {
        let live: Vec<usize> = (0..self.n).filter(|&i| !self.members[i].is_empty()).collect();
        let mut best: Option<(i64, usize, usize)> = None;
        for (k, &a) in live.iter().enumerate() {
            for &b in &live[k + 1..] {
                let x = self.across[a * self.n + b];
                if x.joins() && best.is_none_or(|(m, _, _)| x.mean() > m) && !self.torn(&live, a, b, x.mean()) && !self.torn(&live, b, a, x.mean()) {
                    best = Some((x.mean(), a, b));
                }
            }
        }
        best.map(|(_, a, b)| (a, b))
    }

    /// `a` fits another group about as well as `b`, and that group and `b` exclude each other: nobody can say which it is of. Where
    /// people made the two one, it is of both.
    fn torn(&self, live: &[usize], a: usize, b: usize, mean: i64) -> bool {
        live.iter().any(|&c| {
            let (rival, between) = (self.across[a * self.n + c], self.across[b * self.n + c]);
            c != a && c != b && rival.joins() && (rival.mean() - mean).abs() <= MARGIN && between.veto && !between.must
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(n: usize, table: &[(usize, usize, i64)], ties: &[(usize, usize, Tie)]) -> Grouping {
        let at = |i, j| table.iter().find(|t| (t.0, t.1) == (i, j)).map_or(-200, |t| t.2);
        let tie = |i, j| ties.iter().find(|t| (t.0, t.1) == (i, j)).map_or(Tie::Free, |t| t.2);
        group(n, at, tie)
    }

    #[test]
    fn joins_what_agrees_and_keeps_the_rest_apart() {
        let g = run(4, &[(0, 1, 500), (2, 3, 400)], &[]);
        assert_eq!(g.groups, [vec![0, 1], vec![2, 3]]);
        assert!(g.doubts.is_empty());
    }

    #[test]
    fn a_vague_report_does_not_bridge_two_that_contradict() {
        // 1 is vague and fits both; 0 and 2 exclude each other. It goes to the better one, and the other stays apart.
        let g = run(3, &[(0, 1, 300), (1, 2, 350), (0, 2, NEVER)], &[]);
        assert_eq!(g.groups, [vec![0], vec![1, 2]]);
    }

    #[test]
    fn a_report_that_fits_two_rivals_alike_is_left_to_a_person() {
        let g = run(3, &[(0, 1, 300), (1, 2, 310), (0, 2, NEVER)], &[]);
        assert_eq!(g.groups, [vec![0], vec![1], vec![2]]);
        assert_eq!(g.doubts, [(0, 1, 300), (1, 2, 310)]);
    }

    #[test]
    fn people_have_the_last_word() {
        let g = run(2, &[(0, 1, -2000)], &[(0, 1, Tie::Must)]);
        assert_eq!(g.groups, [vec![0, 1]]);
        let g = run(2, &[(0, 1, 900)], &[(0, 1, Tie::Cannot)]);
        assert_eq!(g.groups, [vec![0], vec![1]]);
    }

    #[test]
    fn two_made_one_bring_all_their_reports() {
        // 0 and 2, 1 and 3 belong together; across, everything contradicts. People say that 0 and 1 are one.
        let table = [(0, 1, NEVER), (0, 2, 400), (1, 2, NEVER), (1, 3, 400), (0, 3, NEVER), (2, 3, NEVER)];
        assert_eq!(run(4, &table, &[(0, 1, Tie::Must)]).groups, [vec![0, 1, 2, 3]]);
        let parties = [(0, 1, Tie::Must), (0, 3, Tie::Apart), (1, 2, Tie::Apart), (2, 3, Tie::Apart)];
        assert_eq!(run(4, &table, &parties).groups, [vec![0, 1, 2, 3]]);
        // One that fits both is of the one they became.
        let table = [(0, 1, NEVER), (0, 2, 400), (1, 2, 400)];
        assert_eq!(run(3, &table, &[(0, 1, Tie::Must)]).groups, [vec![0, 1, 2]]);
    }

    #[test]
    fn what_is_kept_apart_from_one_is_kept_apart_from_what_it_became() {
        let table = [(0, 1, 400), (1, 2, 400)];
        assert_eq!(run(3, &table, &[(0, 1, Tie::Must), (0, 2, Tie::Cannot)]).groups, [vec![0, 1], vec![2]]);
        // Of two groups made one, a pair that people keep apart does not come together again.
        let table = [(0, 2, 400), (1, 3, 400)];
        assert_eq!(run(4, &table, &[(0, 1, Tie::Must), (2, 3, Tie::Cannot)]).groups, [vec![0, 1, 2], vec![3]]);
    }

    #[test]
    fn the_middle_is_doubtful() {
        let g = run(2, &[(0, 1, 50)], &[]);
        assert_eq!((g.groups.len(), g.doubts), (2, vec![(0, 1, 50)]));
    }
}
