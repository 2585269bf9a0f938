//! The form of state in a country's name: `Republic of Panama`, `Moldova, Republic of`.

use crate::entities::words::lexicon::phrases;

/// Longest form of state before a country's name, in bytes.
const TITLE: usize = 40;

/// `Islamic Republic of Mauritania`: where the name begins with the form of state before it.
pub(super) fn before(text: &str, start: usize, free: usize) -> usize {
    let from = text.ceil_char_boundary(start.saturating_sub(TITLE).max(free));
    let Some(head) = text.get(from..start) else {
        return start;
    };
    let line = head.rsplit('\n').next().unwrap_or("").to_lowercase();
    let bare = line.trim_end_matches(' ');
    let elided = bare.ends_with(['\'', '’']);
    if bare.len() == line.len() && !elided {
        return start;
    }
    let cuts = std::iter::once(0).chain(bare.match_indices(' ').map(|(at, _)| at + 1));
    let mut titled = cuts
        .filter_map(|at| bare.get(at..))
        .filter(|words| phrases::STATE_TITLES.holds(words));
    match titled.next() {
        // Small and large letters may differ in length; such a form is left out.
        Some(words) => text
            .get(start - (words.len() + line.len() - bare.len())..start)
            .filter(|printed| printed.to_lowercase().starts_with(words))
            .map_or(start, |printed| start - printed.len()),
        None => start,
    }
}

/// `Moldova, Republic of`, `Bolivia (Plurinational State of)`: where the name ends with the form of state behind it.
pub(super) fn behind(text: &str, end: usize, limit: usize) -> usize {
    let tail = text.get(end..limit.max(end)).unwrap_or("");
    let Some(rest) = tail.strip_prefix(", ").or_else(|| tail.strip_prefix(" (")) else {
        return end;
    };
    let bracket = tail.starts_with(" (");
    let stop = if bracket {
        rest.find(')')
    } else {
        Some(rest.find([',', ';', '\n', '/', '(']).unwrap_or(rest.len()))
    };
    let words = stop.and_then(|stop| rest.get(..stop)).map(str::trim_end);
    match words {
        Some(words) if phrases::STATE_TITLES.holds(&words.to_lowercase()) => {
            end + (tail.len() - rest.len()) + words.len() + usize::from(bracket)
        }
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_state_s_title_belongs_to_its_name_and_tells_states_apart() {
        for (printed, code) in [
            ("Islamic Republic of Mauritania", "MRT"),
            ("Moldova, Republic of", "MDA"),
            ("Bolivia (Plurinational State of)", "BOL"),
            ("Korea, Republic of", "KOR"),
            ("Korea, Democratic People's Republic of", "PRK"),
            ("Congo, Democratic Republic of the", "COD"),
            ("Republic of Guinea-Bissau", "GNB"),
            ("Bosnia and Herzegovina", "BIH"),
            ("République du Sénégal", "SEN"),
        ] {
            let (page, _) = crate::entities::extract_page(
                &format!("Vessel: ALBA NOVA\nFlag: {printed}"),
                &crate::entities::Carried::default(),
            );
            let flag = page.entities.get(1);
            assert_eq!(
                flag.map(|e| (e.text.as_str(), e.norm_value.as_str())),
                Some((printed, code)),
                "{printed}"
            );
        }
        assert_eq!(found("Vessel: ALBA NOVA\nFlag: the State of Peru").len(), 2);
    }
}
