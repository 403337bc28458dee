//! Finds date expressions among the hits.
//!
//! Forms: day month year in any order the pack's words allow, numeric dates, weekdays, relative days, "last month",
//! "three years ago", Hijri dates, doubled month names, a Hijri date with its Gregorian twin (the twin wins).

use super::DateMention;
use super::calendar::{day_value, from_hijri, month_value, span_value, year_value};
use crate::lexicon::{Class, Names};
use crate::mention::Doc;
use crate::record::{DateValue, Precision};
use crate::text::TokenKind;
use jiff::{ToSpan, civil::Date};

/// All dates of the document; `published` is the day relative ones count from.
pub fn dates(doc: &Doc, published: Option<Date>) -> Vec<DateMention> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < doc.tokens.len() {
        let parser = Parser { doc, published };
        match parser.at(i) {
            Some(m) if m.end > i => {
                i = m.end;
                out.push(m);
            }
            _ => i += 1,
        }
    }
    join_twins(doc, &mut out);
    lend_years(doc, &mut out);
    count_from_told(doc, &mut out);
    out
}

/// A date without its year takes it from the year that heads its line (chronologies), or, where the text says "of the same
/// year", from the date before it.
fn lend_years(doc: &Doc, list: &mut Vec<DateMention>) {
    // "2022-ci il iyunun 21-də": the year stands first.
    let mut k = 0;
    while k + 1 < list.len() {
        let (y, d) = (&list[k], &list[k + 1]);
        let first = y.past.precision == Precision::Year && y.end - y.start >= 3 && d.start == y.end && d.partial.is_some() && !doc.lexicon.data.endings.is_empty();
        // "2018, 7 March – …".
        let headed = y.past.precision == Precision::Year
            && d.partial.is_some()
            && d.start == y.end + 1
            && doc.tokens.is(y.end, ',')
            && doc.lines[doc.sentences[doc.sentence_of(y.start)].line].start == y.start;
        if let (true, Some((month, day)), Some(year)) = (first || headed, d.partial, y.past.value.as_deref().and_then(|v| v.get(..4)).and_then(|v| v.parse::<i16>().ok())) {
            let value = day.and_then(|n| Date::new(year, month, n).ok()).map_or_else(|| month_value(year, month), day_value);
            let start = y.start;
            let d = &mut list[k + 1];
            (d.start, d.past, d.future, d.partial) = (start, value.clone(), value, None);
            list.remove(k);
        }
        k += 1;
    }
    let year_of = |d: &DateMention| d.past.value.as_deref().and_then(|v| v.get(..4)).and_then(|y| y.parse::<i16>().ok());
    for k in 1..list.len() {
        let Some((month, day)) = list[k].partial else { continue };
        let line = doc.sentences[doc.sentence_of(list[k].start)].line;
        let head = list.iter().find(|d| d.start == doc.lines[line].start && d.past.precision == Precision::Year);
        let same = doc.at(list[k].end).iter().any(|h| h.class == Class::Deictic && doc.value(h) == "same-year");
        let year = if same { year_of(&list[k - 1]) } else { head.and_then(year_of) };
        let Some(year) = year else { continue };
        let value = match day {
            Some(d) => Date::new(year, month, d).map(day_value).unwrap_or_else(|_| month_value(year, month)),
            None => month_value(year, month),
        };
        list[k].past = value.clone();
        list[k].future = value;
    }
}

/// "the same day", "the day before", "la víspera", "ertesi gün": counted from the day told last, a few sentences back; where none
/// is told only "the day before" has a day, counted from the publication.
fn count_from_told(doc: &Doc, list: &mut [DateMention]) {
    for k in 0..list.len() {
        let Some(offset) = told_offset(doc, list[k].start) else { continue };
        let sentence = doc.sentence_of(list[k].start);
        let told = list[..k].iter().rev().find(|d| d.past.precision == Precision::Day && doc.sentence_of(d.start) + 4 >= sentence);
        let day = told.and_then(|d| d.past.value.as_deref()?.parse::<Date>().ok()).and_then(|d| d.checked_add(offset.days()).ok());
        if let Some(d) = day {
            list[k].past = day_value(d);
            list[k].future = day_value(d);
        }
    }
}

/// Days from the day told before to the one named at token `i`.
fn told_offset(doc: &Doc, i: usize) -> Option<i32> {
    doc.at(i).iter().filter(|h| h.class == Class::Deictic).find_map(|h| match doc.value(h) {
        "same-day" => Some(0),
        "day-before" => Some(-1),
        "day-after" => Some(1),
        _ => None,
    })
}

/// A Hijri date followed by its Gregorian twin, or a weekday by its date, is one mention.
fn join_twins(doc: &Doc, list: &mut Vec<DateMention>) {
    let mut k = 0;
    while k + 1 < list.len() {
        let gap = list[k + 1].start.saturating_sub(list[k].end);
        let near = gap <= 2 && doc.sentence_of(list[k].start) == doc.sentence_of(list[k + 1].start);
        let plain = (list[k].end..list[k + 1].start).all(|t| doc.tokens.kind(t) != TokenKind::Word || doc.at(t).is_empty());
        if near && plain && list[k].relative {
            // "Yesterday, Thursday": the same day; "Thursday 14 February": the later one is explicit.
            let explicit = !list[k + 1].relative;
            let b = list[k + 1].clone();
            list[k].end = b.end;
            if explicit && b.past.precision == Precision::Day {
                list[k].past = b.past;
                list[k].future = b.future;
            } else if explicit {
                list[k].end = b.start;
                k += 1;
                continue;
            }
            list.remove(k + 1);
            continue;
        }
        // "14 Mayıs 2024 Salı günü", "on 14 May, Tuesday": the weekday behind an explicit day says nothing more.
        let weekday = list[k + 1].relative && doc.find(list[k + 1].start, Class::Weekday).is_some();
        let day = !list[k].relative && list[k].past.precision == Precision::Day;
        if near && weekday && day && plain_words(doc, list[k].end, list[k + 1].start) {
            list[k].end = list[k + 1].end;
            list.remove(k + 1);
            continue;
        }
        let same_precision = list[k].past.precision == list[k + 1].past.precision;
        let joined = (list[k].end..list[k + 1].start).all(|t| doc.tokens.kind(t) != TokenKind::Word || !doc.at(t).iter().any(|h| h.class == Class::Verb));
        if gap <= 3 && gap > 0 && joined && same_precision && list[k].past == list[k + 1].past {
            list[k].end = list[k + 1].end;
            list.remove(k + 1);
            continue;
        }
        k += 1;
    }
}

/// Nothing but marks and function words stands in `from..to`.
fn plain_words(doc: &Doc, from: usize, to: usize) -> bool {
    (from..to).all(|t| doc.tokens.kind(t) == TokenKind::Punct || doc.is_particle(t) || doc.at(t).iter().any(|h| h.class == Class::Word))
}

struct Parser<'a, 'b> {
    doc: &'a Doc<'b>,
    published: Option<Date>,
}

impl Parser<'_, '_> {
    fn at(&self, i: usize) -> Option<DateMention> {
        self.numeric(i)
            .or_else(|| self.hijri(i))
            .or_else(|| self.day_month(i))
            .or_else(|| self.year_word_first(i))
            .or_else(|| self.month(i))
            .or_else(|| self.ago(i))
            .or_else(|| self.ago_after(i))
            .or_else(|| self.told_day(i))
            .or_else(|| self.relative_day(i))
            .or_else(|| self.weekday(i))
            .or_else(|| self.unit(i))
            .or_else(|| self.year_before_unit(i))
            .or_else(|| self.bare_year(i))
    }

    fn number(&self, i: usize) -> Option<i32> {
        (i < self.doc.tokens.len() && self.doc.tokens.kind(i) == TokenKind::Number).then(|| self.doc.tokens.word(i).parse().ok()).flatten()
    }

    fn value(&self, i: usize, class: Class) -> Option<(i32, usize)> {
        let h = self.doc.find(i, class)?;
        Some((self.doc.value(h).parse().ok()?, h.end))
    }

    fn deictic(&self, i: usize) -> Option<(&str, usize)> {
        let h = self.doc.at(i).iter().find(|h| h.class == Class::Deictic && !matches!(self.doc.value(h), "before" | "ago-mark"))?;
        Some((self.doc.value(h), h.end))
    }

    fn year_at(&self, i: usize) -> Option<(i16, usize)> {
        // "2003", "عام 2003", "of 2003"; the year stands at most two tokens on, after a unit word or a preposition.
        let mut j = i;
        for _ in 0..3 {
            if let Some(n) = self.number(j).filter(|n| (1900..=2100).contains(n)) {
                let mut end = j + 1;
                // The era's mark.
                if self.doc.word(end, "era").is_some() {
                    end += 1;
                }
                return Some((n as i16, end));
            }
            let unit = self.doc.find(j, Class::Unit).is_some_and(|h| self.doc.value(h) == "year");
            let of = self.doc.word(j, "from").is_some() || self.doc.word(j, "of").is_some();
            if unit || of || self.doc.tokens.is(j, ',') && j == i {
                j += 1;
            } else {
                break;
            }
        }
        None
    }

    fn numeric(&self, i: usize) -> Option<DateMention> {
        let a = self.number(i)?;
        // "8 / 12 / 2020": a slash may stand between spaces.
        let sep = |j: usize| ['/', '-', '.'].into_iter().find(|&c| self.doc.tokens.is(j, c) && (c == '/' || !self.doc.tokens.list[j].spaced));
        // "5. 9. 2023": the next number may stand spaced.
        let s = sep(i + 1)?;
        let b = self.number(i + 2)?;
        if sep(i + 3) != Some(s) {
            return None;
        }
        let c = self.number(i + 4)?;
        let (y, m, d) = if a > 1300 {
            (a, b, c)
        } else if c > 1300 {
            (c, b, a)
        } else if (0..100).contains(&c) && a <= 31 && s != '.' {
            (2000 + c, b, a)
        } else {
            return None;
        };
        let (m, d) = if m > 12 && d <= 12 { (d, m) } else { (m, d) };
        if (1300..1600).contains(&y) && (1..=12).contains(&m) && (1..=30).contains(&d) {
            let end = if self.doc.word(i + 5, "era").is_some() { i + 6 } else { i + 5 };
            return Some(exact(i, end, day_value(from_hijri(y, m as u8, d as u8)?)));
        }
        if !(1900..=2100).contains(&y) || !(1..=12).contains(&m) || !(1..=31).contains(&d) {
            return None;
        }
        let date = Date::new(y as i16, m as i8, d as i8).ok()?;
        // A year of two digits is of this century where that is not in the future, else of the last.
        let date = match self.published {
            Some(p) if c < 100 && a < 1900 && date > p => Date::new(y as i16 - 100, m as i8, d as i8).ok()?,
            _ => date,
        };
        let mut end = i + 5;
        if self.doc.word(end, "era").is_some() {
            end += 1;
        }
        Some(exact(i, end, day_value(date)))
    }

    fn hijri(&self, i: usize) -> Option<DateMention> {
        let d = self.number(i).or_else(|| self.value(i, Class::Ordinal).map(|v| v.0)).filter(|d| (1..=30).contains(d))?;
        let mut j = self.doc.find(i, Class::Ordinal).map_or(i + 1, |h| h.end);
        if self.doc.word(j, "from").is_some() {
            j += 1;
        }
        let (m, mut j) = self.value(j, Class::HijriMonth)?;
        let mut year = None;
        for _ in 0..3 {
            if let Some(y) = self.number(j).filter(|y| (1300..1600).contains(y)) {
                year = Some(y);
                j += 1;
                break;
            }
            if self.doc.find(j, Class::Unit).is_some() || self.doc.tokens.is(j, ',') { j += 1 } else { break }
        }
        if self.doc.word(j, "era").is_some() {
            j += 1;
        }
        let year = year.or_else(|| self.hijri_year_near(m))?;
        Some(exact(i, j, day_value(from_hijri(year, m as u8, d as u8)?)))
    }

    /// The Hijri year whose month lies nearest before the publication day.
    fn hijri_year_near(&self, month: i32) -> Option<i32> {
        let p = self.published?;
        let approx = ((p.year() as i32 - 622) * 33) / 32;
        (approx - 1..=approx + 2).rev().find(|&y| from_hijri(y, month as u8, 1).is_some_and(|d| d <= p.saturating_add(15.days())))
    }

    fn day_month(&self, i: usize) -> Option<DateMention> {
        let mut j = i + 1;
        let d = match self.number(i) {
            Some(d) => {
                j = self.suffix(j);
                d
            }
            None => {
                let (d, e) = self.value(i, Class::Ordinal)?;
                j = e;
                d
            }
        };
        if !(1..=31).contains(&d) {
            return None;
        }
        // "14-16 March", "14 and 16 March": the first day counts.
        if (self.doc.tokens.is(j, '-') || self.doc.tokens.is(j, '/')) && self.number(j + 1).is_some() && self.value(j + 2, Class::Month).is_some() {
            j += 2;
        }
        let and = self.doc.is_word(j) && self.doc.lexicon.data.proclitics.iter().any(|p| p.means == "and" && p.form == self.doc.tokens.word(j));
        // "22 y 23 de febrero", "от 3. до 16. července": behind the second number the month, with the word for "of" or not.
        let month = |k: usize| self.value(self.suffix(k), Class::Month).is_some() || self.doc.word(k, "of").is_some() && self.value(k + 1, Class::Month).is_some();
        if (and || self.doc.joins_word(j)) && self.number(j + 1).is_some_and(|n| n > d) && month(j + 2) {
            j = self.suffix(j + 2);
        }
        // "from 20 to 25 September", "с 3 по 16 июля": the first day counts.
        if (self.doc.word(j, "to").is_some() || self.doc.word(j, "until").is_some()) && self.number(j + 1).is_some_and(|n| n > d) && month(j + 2) {
            j = self.suffix(j + 2);
        }
        for _ in 0..2 {
            if self.doc.word(j, "from").is_some() || self.doc.word(j, "of").is_some() || self.doc.find(j, Class::Unit).is_some_and(|h| self.doc.value(h) == "month") {
                j += 1;
            }
        }
        // "the fourth of this month".
        if let (true, Some((dir, e)), Some(p)) = (self.doc.find(j - 1, Class::Unit).is_some_and(|h| self.doc.value(h) == "month"), self.deictic(j), self.published) {
            let base = month_of(p, dir)?;
            return Some(exact(i, e, day_value(Date::new(base.year(), base.month(), d as i8).ok()?)));
        }
        let (m, j) = self.month_name(j)?;
        let (year, end, direction) = self.year_or_deictic(j);
        Some(match year {
            Some(y) => exact(i, end, day_value(Date::new(y, m, d as i8).ok()?)),
            None => {
                let mut found = self.nearest(i, end, direction, |y| Date::new(y, m, d as i8).ok())?;
                found.partial = direction.is_empty().then_some((m, Some(d as i8)));
                found
            }
        })
    }

    /// Past the ending written with a number ("30th", "1er", "30-го") or the full stop of an ordinal before a month ("30. října").
    fn suffix(&self, j: usize) -> usize {
        let joined = |k: usize| k < self.doc.tokens.len() && !self.doc.tokens.list[k].spaced;
        let short = |k: usize| self.doc.is_word(k) && self.doc.tokens.word(k).chars().count() <= 3 && self.doc.find(k, Class::Month).is_none();
        if joined(j) && short(j) {
            return j + 1;
        }
        if joined(j) && (self.doc.tokens.is(j, '-') || self.doc.tokens.is(j, '\'')) && joined(j + 1) && short(j + 1) {
            return j + 2;
        }
        let month = |k: usize| self.doc.find(k, Class::Month).is_some();
        if self.doc.tokens.is(j, '.') && month(j + 1) { j + 1 } else { j }
    }

    /// A month's name, doubled ("ديسمبر (كانون الأول)", "تموز/يوليو") or single.
    fn month_name(&self, i: usize) -> Option<(i8, usize)> {
        let (m, mut j) = self.value(i, Class::Month)?;
        for open in ['(', '/', '-'] {
            if self.doc.tokens.is(j, open)
                && let Some((n, e)) = self.value(j + 1, Class::Month)
                && n == m
            {
                j = if open == '(' && self.doc.tokens.is(e, ')') { e + 1 } else { e };
            }
        }
        // "مايو أيار 2012": the two names side by side.
        if let Some((n, e)) = self.value(j, Class::Month).filter(|_| self.doc.is_word(j))
            && n == m
        {
            j = e;
        }
        Some((m as i8, j))
    }

    fn year_or_deictic(&self, j: usize) -> (Option<i16>, usize, &str) {
        if let Some((y, e)) = self.year_at(j) {
            return (Some(y), e, "");
        }
        if let (Some((d, e)), Some(p)) = (self.deictic(j), self.published) {
            match d {
                d if year_shift(d).is_some() => return (year_shift(d).map(|n| p.year() + n), e, ""),
                "past" | "future" | "current" => return (None, e, d),
                _ => {}
            }
        }
        (None, j, "")
    }

    fn nearest(&self, start: usize, end: usize, direction: &str, make: impl Fn(i16) -> Option<Date>) -> Option<DateMention> {
        let p = self.published?;
        let y = p.year();
        let past = (y - 1..=y).rev().filter_map(&make).find(|d| *d <= p);
        let future = (y..=y + 1).filter_map(&make).find(|d| *d >= p);
        let (past, future) = match direction {
            "past" => (past, past),
            "future" => (future, future),
            "current" => (make(y), make(y)),
            _ => (past, future),
        };
        Some(DateMention {
            start,
            end,
            past: past.map_or_else(DateValue::unknown, day_value),
            future: future.map_or_else(DateValue::unknown, day_value),
            relative: false,
            partial: None,
        })
    }

    /// "loni v březnu", "last year in March": the year's word stands first.
    fn year_word_first(&self, i: usize) -> Option<DateMention> {
        let (d, e) = self.deictic(i)?;
        let y = self.published?.year() + year_shift(d)?;
        let j = self.doc.word(e, "in").map_or(e, |h| h.end);
        if let Some(day) = self.number(j).filter(|d| (1..=31).contains(d)) {
            let (m, end) = self.month_name(self.suffix(j + 1))?;
            return Some(exact(i, end, day_value(Date::new(y, m, day as i8).ok()?)));
        }
        let (m, end) = self.month_name(j)?;
        // "bu il iyunun 13-də": the day behind its month.
        if let Some(day) = self.number(end).filter(|d| (1..=31).contains(d) && !self.doc.lexicon.data.endings.is_empty()) {
            return Some(exact(i, self.suffix(end + 1), day_value(Date::new(y, m, day as i8).ok()?)));
        }
        Some(exact(i, end, month_value(y, m)))
    }

    fn month(&self, i: usize) -> Option<DateMention> {
        let (m, j) = self.month_name(i)?;
        // An English-style "May 14, 2003", "Oct. 30".
        let j = if self.doc.tokens.is(j, '.') && self.number(j + 1).is_some() { j + 1 } else { j };
        let own_day = self.number(j).filter(|d| (1..=31).contains(d) && self.doc.lexicon.data.names == Names::Capitalised && !self.doc.tokens.is(j + 1, ':'));
        if let Some(d) = own_day.filter(|_| self.year_at(self.suffix(j + 1)).is_none()) {
            let end = self.suffix(j + 1);
            let mut found = self.nearest(i, end, "", |y| Date::new(y, m, d as i8).ok())?;
            found.partial = Some((m, Some(d as i8)));
            return Some(found);
        }
        if let Some(d) = self.number(j).filter(|d| (1..=31).contains(d))
            && let Some((y, e)) = self.year_at(self.suffix(j + 1))
        {
            return Some(exact(i, e, day_value(Date::new(y, m, d as i8).ok()?)));
        }
        let (year, end, direction) = self.year_or_deictic(j);
        if let Some(y) = year {
            return Some(exact(i, end, month_value(y, m)));
        }
        // "last November", told in November: the one of the year before.
        let direction = if direction.is_empty() { self.direction_before(i) } else { direction };
        let p = self.published?;
        let past = if m <= p.month() && !(direction == "past" && m == p.month()) { p.year() } else { p.year() - 1 };
        let future = if m >= p.month() { p.year() } else { p.year() + 1 };
        let (past, future) = match direction {
            "past" => (past, past),
            "future" => (future, future),
            "current" => (p.year(), p.year()),
            _ => (past, future),
        };
        let partial = direction.is_empty().then_some((m, None));
        Some(DateMention { start: i, end, past: month_value(past, m), future: month_value(future, m), relative: false, partial })
    }

    /// "last", "next" or "this" as a word of its own right before token `i`.
    fn direction_before(&self, i: usize) -> &str {
        let doc = self.doc;
        let before = i.checked_sub(1).filter(|_| doc.lexicon.separate()).map_or(&[][..], |b| doc.at(b));
        let found = before.iter().find(|h| h.class == Class::Deictic && h.end == i).map(|h| doc.value(h));
        found.filter(|d| matches!(*d, "past" | "future" | "current")).unwrap_or("")
    }

    /// "three years ago": the mark follows.
    fn ago_after(&self, i: usize) -> Option<DateMention> {
        let p = self.published?;
        let (n, j) = self.number(i).map(|n| (n, i + 1)).or_else(|| self.value(i, Class::Number)).filter(|(n, _)| (1..=100).contains(n))?;
        let u = self.doc.find(j, Class::Unit)?;
        let mark = self.doc.at(u.end).iter().find(|h| h.class == Class::Deictic && self.doc.value(h) == "before")?;
        let value = match self.doc.value(u) {
            "day" => day_value(p.checked_sub(n.days()).ok()?),
            "month" => {
                let d = p.checked_sub(n.months()).ok()?;
                month_value(d.year(), d.month())
            }
            "year" if (1..200).contains(&n) => year_value(p.year() - n as i16),
            _ => return None,
        };
        Some(DateMention { start: i, end: mark.end, past: value.clone(), future: value, relative: false, partial: None })
    }

    fn ago(&self, i: usize) -> Option<DateMention> {
        let h = self.doc.at(i).iter().find(|h| h.class == Class::Deictic && self.doc.value(h) == "before")?;
        let p = self.published?;
        let mut j = h.end;
        let mut n = 1;
        if let Some(x) = self.number(j) {
            n = x;
            j += 1;
        } else if let Some((x, e)) = self.value(j, Class::Number) {
            n = x;
            j = e;
        }
        let u = self.doc.find(j, Class::Unit)?;
        if u.clitics.the {
            return None;
        }
        if n == 1 {
            match u.form {
                crate::lexicon::Form::Dual => n = 2,
                crate::lexicon::Form::Plural => return None,
                _ => {}
            }
        }
        if n > 100 || (n == 1 && self.number(u.end).is_some()) {
            return None;
        }
        // "a day before the holding of the summit" (قبل يوم من): counted from what stands behind, not from the publication.
        let place = |h: &crate::lexicon::Hit| {
            matches!(h.class, Class::State | Class::Capital | Class::Nisba | Class::Ambiguous | Class::City | Class::Company | Class::Force | Class::RelativeDay)
        };
        if let Some(w) = self.doc.word(u.end, "from").filter(|_| !self.doc.lexicon.separate())
            && !self.doc.at(w.end).iter().any(place)
        {
            return None;
        }
        let value = match self.doc.value(u) {
            "day" => day_value(p.checked_sub(n.days()).ok()?),
            "week" => {
                let d = p.checked_sub((n * 7).days()).ok()?;
                span_value(d.checked_sub(3.days()).ok()?, d.checked_add(3.days()).ok()?)
            }
            "month" => {
                let d = p.checked_sub(n.months()).ok()?;
                month_value(d.year(), d.month())
            }
            _ => year_value(p.year() - n as i16),
        };
        Some(DateMention { start: i, end: u.end, past: value.clone(), future: value, relative: false, partial: None })
    }

    /// A day counted from the one told before: [`count_from_told`] says which it is.
    fn told_day(&self, i: usize) -> Option<DateMention> {
        let offset = told_offset(self.doc, i)?;
        let end = self.doc.at(i).iter().filter(|h| h.class == Class::Deictic).map(|h| h.end).max()?;
        // "a day before the summit", "un día antes de la cumbre": counted from what stands behind.
        let noun = self.doc.is_article(end) || self.doc.word(end, "of").is_some() || self.doc.word(end, "from").is_some();
        if offset < 0 && noun && self.doc.lexicon.separate() && !self.doc.lexicon.verb_final() {
            return None;
        }
        let day = self.published.filter(|_| offset < 0).and_then(|p| p.checked_add(offset.days()).ok()).map_or_else(DateValue::unknown, day_value);
        Some(DateMention { start: i, end, past: day.clone(), future: day, relative: false, partial: None })
    }

    fn relative_day(&self, i: usize) -> Option<DateMention> {
        let (offset, end) = self.value(i, Class::RelativeDay)?;
        let d = self.published?.checked_add(offset.days()).ok()?;
        Some(DateMention { start: i, end, past: day_value(d), future: day_value(d), relative: true, partial: None })
    }

    fn weekday(&self, i: usize) -> Option<DateMention> {
        let mut start = i;
        if self.doc.find(i, Class::Unit).is_some_and(|h| self.doc.value(h) == "day") {
            start = i + 1;
        }
        // "last Wednesday": the word that says which may stand before.
        let ahead_of = self.deictic(start).filter(|(d, e)| matches!(*d, "past" | "future") && self.value(*e, Class::Weekday).is_some()).map(|(d, e)| (d.to_string(), e));
        if let Some((_, e)) = &ahead_of {
            start = *e;
        }
        let (w, end) = self.value(start, Class::Weekday)?;
        let p = self.published?;
        let today = p.weekday().to_monday_one_offset() as i32;
        let back = (today - w).rem_euclid(7);
        let ahead = (w - today).rem_euclid(7);
        let (direction, end) = match self.deictic(end) {
            Some((d, e)) if matches!(d, "past" | "future") => (d, e),
            _ => ahead_of.as_ref().map_or(("", end), |(d, _)| (d.as_str(), end)),
        };
        let day = |n: i32| p.checked_add(n.days()).ok().map_or_else(DateValue::unknown, day_value);
        let (past, future) = match direction {
            "past" => (day(if back == 0 { -7 } else { -back }), day(if back == 0 { -7 } else { -back })),
            "future" => (day(if ahead == 0 { 7 } else { ahead }), day(if ahead == 0 { 7 } else { ahead })),
            _ => (day(-back), day(ahead)),
        };
        Some(DateMention { start: i, end, past, future, relative: true, partial: None })
    }

    /// "last week", "the past month", "this year", "the year 2003".
    fn unit(&self, i: usize) -> Option<DateMention> {
        // "last month", "this year": the word that says which stands before.
        let which =
            self.deictic(i).filter(|(d, e)| matches!(*d, "past" | "future" | "current") && self.doc.find(*e, Class::Unit).is_some_and(|u| !u.clitics.the || *d == "current"));
        // "last year" as one phrase.
        if let (Some((d, e)), Some(p)) = (self.deictic(i), self.published)
            && let Some(shift) = year_shift(d)
            && self.doc.find(i, Class::Unit).is_none()
        {
            let value = year_value(p.year() + shift);
            return Some(DateMention { start: i, end: e, past: value.clone(), future: value, relative: false, partial: None });
        }
        let h = self.doc.find(which.map_or(i, |w| w.1), Class::Unit)?;
        let unit = self.doc.value(h);
        if unit == "year"
            && let Some(y) = self.number(h.end).filter(|y| (1900..=2100).contains(y))
        {
            return Some(exact(i, h.end + 1, year_value(y as i16)));
        }
        let p = self.published?;
        let (d, end) = match self.deictic(i) {
            Some((d, e)) if year_shift(d).is_some() => (d, e),
            Some((d, _)) if which.is_some() => (d, h.end),
            _ => self.deictic(h.end)?,
        };
        if h.form != crate::lexicon::Form::Base {
            return None;
        }
        // "bu ayın 5'inde", "on the 5th of this month" told month first: that day.
        if unit == "month"
            && !self.doc.lexicon.data.endings.is_empty()
            && let Some(day) = self.number(end).filter(|d| (1..=31).contains(d))
        {
            let base = month_of(p, d).unwrap_or(p);
            return Some(exact(i, self.suffix(end + 1), day_value(Date::new(base.year(), base.month(), day as i8).ok()?)));
        }
        // "geçen hafta salı günü", "last week on Tuesday": that weekday of that week.
        let on = self.doc.word(end, "in").map_or(end, |h| h.end);
        if unit == "week"
            && let (Some(w), Some(monday)) = (self.doc.find(on, Class::Weekday), week_of(p, d))
            && let Ok(n) = self.doc.value(w).parse::<i32>()
        {
            let value = day_value(monday.checked_add((n - 1).days()).ok()?);
            let end = self.doc.find(w.end, Class::Unit).filter(|u| self.doc.value(u) == "day").map_or(w.end, |u| u.end);
            return Some(DateMention { start: i, end, past: value.clone(), future: value, relative: true, partial: None });
        }
        let year = year_shift(d).or(match (unit, d) {
            ("year", "past") => Some(-1),
            ("year", "current") => Some(0),
            ("year", "future") => Some(1),
            _ => None,
        });
        let value = match (year, unit) {
            (Some(shift), _) => year_value(p.year() + shift),
            (None, "month") => month_of(p, d).map(|m| month_value(m.year(), m.month()))?,
            (None, "week") => {
                let monday = week_of(p, d)?;
                span_value(monday, monday.checked_add(6.days()).ok()?)
            }
            _ => return None,
        };
        Some(DateMention { start: i, end, past: value.clone(), future: value, relative: false, partial: None })
    }

    /// "1998-ci ildə", "в 2017-м году": number, its ending, the word for year.
    fn year_before_unit(&self, i: usize) -> Option<DateMention> {
        let y = self.number(i).filter(|y| (1900..=2100).contains(y))?;
        let j = self.suffix(i + 1);
        let u = self.doc.find(j, Class::Unit).filter(|u| self.doc.value(u) == "year")?;
        (self.doc.lexicon.data.names == Names::Capitalised).then(|| exact(i, u.end, year_value(y as i16)))
    }

    /// A year without a unit word counts after a preposition, in brackets, or at the head of a line ("2011: …").
    /// "the 1998 agreement": a year between the article and an instrument's noun.
    fn names(&self, i: usize) -> bool {
        let doc = self.doc;
        doc.modifies_before()
            && doc.is_article(i - 1)
            && (i + 1..i + 6).any(|t| doc.find(t, Class::Instrument).is_some())
            && !doc.within(i + 1, i + 6).iter().take_while(|h| h.class != Class::Instrument).any(Doc::is_finite)
    }

    fn bare_year(&self, i: usize) -> Option<DateMention> {
        let y = self.number(i).filter(|y| (1900..=2100).contains(y))?;
        let before = i > 0
            && (["in", "from", "of"].iter().any(|w| self.doc.word(i - 1, w).is_some() || self.doc.word_before(i, w))
                || self.names(i)
                || self.doc.tokens.is(i - 1, '(')
                || self.doc.tokens.kind(i - 1) == TokenKind::Newline);
        let head = i == 0 || self.doc.tokens.kind(i - 1) == TokenKind::Newline;
        // "2018, 7 March – …": the year of a chronology's line before its day.
        let month = |k: usize| self.doc.find(k, Class::Month).is_some();
        let dated = head && self.doc.tokens.is(i + 1, ',') && (month(i + 2) || self.number(i + 2).is_some() && month(i + 3));
        let noun = i > 0 && self.doc.find(i - 1, Class::Instrument).is_some();
        // "2015'te": a year with its case.
        let cased =
            self.doc.tokens.is(i + 1, '\'') && self.doc.is_word(i + 2) && !self.doc.tokens.list[i + 2].spaced && self.doc.lexicon.ending(self.doc.tokens.word(i + 2)).is_some();
        if cased {
            return Some(exact(i, i + 3, year_value(y as i16)));
        }
        ((before && !head)
            || noun
            || dated
            || (head && (self.doc.tokens.is(i + 1, ':') || (self.doc.lexicon.separate() && self.doc.tokens.is(i + 1, '-') && self.doc.tokens.list[i + 1].spaced))))
            .then(|| exact(i, i + 1, year_value(y as i16)))
    }
}

fn exact(start: usize, end: usize, value: DateValue) -> DateMention {
    DateMention { start, end, past: value.clone(), future: value, relative: false, partial: None }
}

/// The Monday of the last, this or the next week.
fn week_of(p: Date, direction: &str) -> Option<Date> {
    let monday = p.checked_sub((p.weekday().to_monday_zero_offset() as i32).days()).ok()?;
    let shift = match direction {
        "past" => -7,
        "future" => 7,
        "current" => 0,
        _ => return None,
    };
    monday.checked_add(shift.days()).ok()
}

/// A day of the last, this or the next month.
fn month_of(p: Date, direction: &str) -> Option<Date> {
    match direction {
        "past" => p.checked_sub(1.months()).ok(),
        "future" => p.checked_add(1.months()).ok(),
        "current" => Some(p),
        _ => None,
    }
}

/// Years from the year of publication to the one told of; nothing where the word names no year.
fn year_shift(deictic: &str) -> Option<i16> {
    match deictic {
        "year-before-last" => Some(-2),
        "last-year" => Some(-1),
        "this-year" => Some(0),
        "next-year" => Some(1),
        _ => None,
    }
}
