//! Tags of a table that lost a sign or took a blank: `< td>`, `</ tr>`, `</td<td>`.

use super::apply::Edit;
use crate::entities::words::seek;

/// Adds what makes the tags whole again.
pub(super) fn tags(text: &str, edits: &mut Vec<Edit>) {
    for open in ["< ", "</ "] {
        for at in seek::places(text, open) {
            let end = at + open.len();
            if names_tag(text, end) {
                edits.push(Edit {
                    span: end - 1..end,
                    text: String::new(),
                });
            }
        }
    }
    for at in seek::places(text, "</t") {
        let end = at + "</td".len();
        if names_tag(text, at + 2) && text.as_bytes().get(end) == Some(&b'<') {
            edits.push(Edit {
                span: end..end,
                text: ">".to_string(),
            });
        }
    }
}

/// True if the name of a cell's or row's tag, or what closes one, stands at byte `at`.
fn names_tag(text: &str, at: usize) -> bool {
    let tail = text.get(at..).unwrap_or("");
    let tail = tail.strip_prefix('/').unwrap_or(tail);
    let name = ["td", "tr", "th"].iter().any(|name| tail.starts_with(name));
    name && matches!(tail.as_bytes().get(2), Some(b'>' | b' ' | b'<'))
}

#[cfg(test)]
mod tests {
    use crate::entities::mend::mend;

    #[test]
    fn a_damaged_tag_is_whole_again() {
        for (text, meant) in [
            ("<tr>< td>ALBA</td></tr>", "<tr><td>ALBA</td></tr>"),
            ("<td>ALBA</ td></tr>", "<td>ALBA</td></tr>"),
            ("<td>ALBA</td<td>Togo</td>", "<td>ALBA</td><td>Togo</td>"),
        ] {
            assert_eq!(mend(text).map(|m| m.text).as_deref(), Some(meant));
        }
        assert!(mend("<td>LOA < trawl net</td>").is_none());
    }
}
