//! The words a picture adds to those of its data: heads of legends, months, notes.
//!
//! In: nothing. Out: [`Words`] in English, French or Arabic; a caller in another language fills in their own. `{}` in a
//! word stands for a number or a name.

use crate::Phase;

/// Words of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// In place of a picture that has nothing to show.
    pub empty: String,
    /// Before the day the data stand for: `As of {}`.
    pub as_of: String,
    /// Head of the legend of regions or communities.
    pub region: String,
    /// A state of no region.
    pub no_region: String,
    /// Head of the legend of node sizes.
    pub strength: String,
    /// Head of the legend of line widths.
    pub weight: String,
    /// Head of the row of states without ties: `Without ties ({})`.
    pub isolates: String,
    /// Land or cells without a value.
    pub no_data: String,
    /// States with data that a map cannot show: `Not on this map: {}`.
    pub off_map: String,
    /// Where the borders of a map come from.
    pub borders: String,
    /// Rows or labels that had no room: `{} more are not shown`.
    pub more: String,
    /// Rows whose dates are unknown.
    pub undated: String,
    /// Something that happened within a row of a timeline.
    pub event: String,
    /// Short names of the months, January first.
    pub months: [String; 12],
    /// What an agreement goes through, in the order of [`Phase::ALL`].
    pub phases: [String; Phase::ALL.len()],
    /// Digits 0 to 9.
    pub digits: [char; 10],
}

const WESTERN: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

impl Words {
    /// English.
    pub fn english() -> Self {
        Self {
            empty: "Nothing to show".into(),
            as_of: "As of {}".into(),
            region: "Region".into(),
            no_region: "No region".into(),
            strength: "Ties of a state".into(),
            weight: "Agreements of a pair".into(),
            isolates: "Without ties ({})".into(),
            no_data: "No data".into(),
            off_map: "Not on this map: {}".into(),
            borders: "Borders as in Natural Earth, which follows who holds the land; no position is taken.".into(),
            more: "{} more are not shown".into(),
            undated: "No date known".into(),
            event: "Event".into(),
            months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].map(String::from),
            phases: ["Negotiating", "Signed", "Ratified", "In force", "Renewed", "Suspended", "Terminated"].map(String::from),
            digits: WESTERN,
        }
    }

    /// French.
    pub fn french() -> Self {
        Self {
            empty: "Rien à montrer".into(),
            as_of: "Au {}".into(),
            region: "Région".into(),
            no_region: "Sans région".into(),
            strength: "Liens d’un État".into(),
            weight: "Accords d’une paire".into(),
            isolates: "Sans liens ({})".into(),
            no_data: "Sans données".into(),
            off_map: "Hors de cette carte : {}".into(),
            borders: "Frontières d’après Natural Earth, qui suit le contrôle effectif ; aucune position n’est prise.".into(),
            more: "{} autres ne sont pas montrés".into(),
            undated: "Date inconnue".into(),
            event: "Événement".into(),
            months: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."].map(String::from),
            phases: ["En négociation", "Signé", "Ratifié", "En vigueur", "Renouvelé", "Suspendu", "Dénoncé"].map(String::from),
            digits: WESTERN,
        }
    }

    /// Arabic, with the digits 0 to 9 that the press of the Maghreb and most data use.
    pub fn arabic() -> Self {
        Self {
            empty: "لا شيء للعرض".into(),
            as_of: "حتى {}".into(),
            region: "المنطقة".into(),
            no_region: "بلا منطقة".into(),
            strength: "روابط الدولة".into(),
            weight: "اتفاقيات الطرفين".into(),
            isolates: "بلا روابط ({})".into(),
            no_data: "لا بيانات".into(),
            off_map: "خارج هذه الخريطة: {}".into(),
            borders: "الحدود كما في Natural Earth الذي يتبع السيطرة الفعلية، دون اتخاذ أي موقف.".into(),
            more: "لم يُعرض {} غيرها".into(),
            undated: "التاريخ غير معروف".into(),
            event: "حدث".into(),
            months: ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"].map(String::from),
            phases: ["قيد التفاوض", "موقّعة", "مصادق عليها", "سارية", "مجدّدة", "معلّقة", "منتهية"].map(String::from),
            digits: WESTERN,
        }
    }

    /// The same with the digits ٠ to ٩.
    pub fn with_eastern_digits(mut self) -> Self {
        self.digits = ['٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩'];
        self
    }

    /// A number in the digits of the picture, with two decimals at most.
    pub(crate) fn number(&self, value: f64) -> String {
        let plain = if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.2}") };
        let plain = if plain.contains('.') { plain.trim_end_matches('0').trim_end_matches('.') } else { &plain };
        self.digits_of(plain)
    }

    /// A text with its digits as the picture writes them.
    pub(crate) fn digits_of(&self, text: &str) -> String {
        text.chars().map(|c| c.to_digit(10).map_or(c, |d| self.digits[d as usize])).collect()
    }
}

/// `{}` in a word, filled.
pub(crate) fn fill(word: &str, value: &str) -> String {
    word.replacen("{}", value, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_the_digits_of_the_picture() {
        assert_eq!(Words::english().number(1990.0), "1990");
        assert_eq!(Words::english().number(0.5), "0.5");
        assert_eq!(Words::english().number(100.0), "100");
        assert_eq!(Words::arabic().with_eastern_digits().number(12.0), "١٢");
    }
}
