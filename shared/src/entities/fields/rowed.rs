//! Captions in a row over their values in a row, both parted by the same sign.
//!
//! `ESLORA (m) – MANGA (m) – PUNTAL (m)` over `55,70 – 10,92 – 5,10`.

use crate::entities::context::Reader;
use crate::entities::page::Span;
use crate::entities::values::list;
use crate::entities::words::seek;

/// What parts captions and values.
const BARS: [&str; 5] = [" – ", " — ", " | ", " · ", " • "];

/// Longest row of captions, in bytes.
const LONGEST: usize = 160;

/// The fields of two lines; none where they are not so.
pub(crate) fn row_over_row(
    reader: &mut Reader<'_>,
    captions: &Span,
    values: &Span,
) -> Option<Vec<(Span, Span)>> {
    let above = reader.page.slice(captions);
    if above.len() > LONGEST || seek::has_figure(above) || above.contains(':') {
        return None;
    }
    let bar = BARS.into_iter().find(|bar| above.contains(bar))?;
    let text = &reader.page.text;
    let (keys, below) = (
        list::parted(text, captions, bar),
        list::parted(text, values, bar),
    );
    if keys.len() != below.len() {
        return None;
    }
    let (mut labelled, mut understood) = (0, 0);
    for (key, value) in keys.iter().zip(&below) {
        let meaning = reader.caption(key);
        labelled += usize::from(meaning.understood() && !meaning.labels.is_empty());
        understood += usize::from(meaning.understood());
        if reader.understood(value).is_some() {
            return None;
        }
    }
    (labelled > 0 && understood * 2 > keys.len()).then(|| keys.into_iter().zip(below).collect())
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn captions_in_a_row_have_the_values_in_the_row_below() {
        let page = "NOMBRE DE LA NAVE\nALBA NOVA\nESLORA TOTAL (m) – MANGA (m) – PUNTAL (m)\n\
                    55,70 – 10,92 – 5,1\nARQUEO BRUTO – ARQUEO NETO\n1028,63 – 319,29";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 LENGTH=55.7",
            "0 TONNAGE=1028.63",
        ];
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn a_caption_and_its_value_over_others_are_no_row() {
        let page = "Name – ALBA NOVA\nFlag – Fiji";
        assert_eq!(found(page), ["0 VESSEL_NAME=ALBA NOVA", "0 FLAG=FJI"]);
        let page = "Name | ALBA NOVA\nFlag | Fiji\nIMO | 9281310\nOwner | Sur Sea Transport SAL\n\
                    Included on | 4 May 2022";
        assert!(found(page).contains(&"0 OWNER=Sur Sea Transport SAL".to_string()));
    }
}
