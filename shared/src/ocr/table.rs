/*!
HTML tables as the model writes them, brought into one form: one line, every row and cell closed,
nothing between them. Contents of cells stay as they are, HTML entities included.
*/

/// What the text is made of, as far as tables are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    TableStart(&'a str),
    TableEnd,
    RowStart,
    RowEnd,
    /// `td` or `th`, with its attributes.
    CellStart(&'a str, &'a str),
    CellEnd,
    /// `thead`, `tbody`, `tfoot` and their ends.
    Section,
    Text(&'a str),
}

/// Longest tag that is taken for one; a `<` without a near `>` is text.
const MAX_TAG_BYTES: usize = 200;

fn tag_at(text: &str) -> Option<(Piece<'_>, usize)> {
    let window_end = text.len().min(MAX_TAG_BYTES);
    let end = text
        .as_bytes()
        .get(..window_end)?
        .iter()
        .position(|byte| *byte == b'>')?;
    let inside = text.get(1..end)?;
    let (closing, inside) = match inside.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, inside),
    };
    let name_length = inside.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, attributes) = inside.split_at_checked(name_length)?;
    if !attributes.is_empty()
        && !attributes.starts_with(|letter: char| letter.is_ascii_whitespace())
    {
        return None;
    }
    let attributes = attributes.trim();
    if attributes.contains(['<', '\n']) {
        return None;
    }
    let name = ["table", "tr", "td", "th", "thead", "tbody", "tfoot"]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name))?;
    let piece = match (name, closing) {
        ("table", false) => Piece::TableStart(attributes),
        ("table", true) => Piece::TableEnd,
        ("tr", false) => Piece::RowStart,
        ("tr", true) => Piece::RowEnd,
        ("td" | "th", false) => Piece::CellStart(name, attributes),
        ("td" | "th", true) => Piece::CellEnd,
        _ => Piece::Section,
    };
    Some((piece, end.saturating_add(1)))
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at.saturating_add(offset);
        match text.get(start..).and_then(tag_at) {
            Some((piece, length)) => {
                if let Some(before) = text.get(text_start..start).filter(|part| !part.is_empty()) {
                    pieces.push(Piece::Text(before));
                }
                pieces.push(piece);
                at = start.saturating_add(length);
                text_start = at;
            }
            None => at = start.saturating_add(1),
        }
    }
    if let Some(rest) = text.get(text_start..).filter(|part| !part.is_empty()) {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

#[derive(Default)]
struct Builder {
    out: String,
    in_table: bool,
    in_row: bool,
    cell: Option<&'static str>,
}

impl Builder {
    fn open_table(&mut self, attributes: &str) {
        self.close_table();
        if !self.out.is_empty() {
            self.out.push_str("\n\n");
        }
        self.open_tag("table", attributes);
        self.in_table = true;
    }

    fn open_tag(&mut self, name: &str, attributes: &str) {
        self.out.push('<');
        self.out.push_str(name);
        if !attributes.is_empty() {
            self.out.push(' ');
            self.out.push_str(attributes);
        }
        self.out.push('>');
    }

    fn open_row(&mut self) {
        self.close_row();
        if !self.in_table {
            self.open_table("");
        }
        self.out.push_str("<tr>");
        self.in_row = true;
    }

    fn open_cell(&mut self, name: &str, attributes: &str) {
        self.close_cell();
        if !self.in_row {
            self.open_row();
        }
        self.open_tag(name, attributes);
        self.cell = Some(if name == "th" { "th" } else { "td" });
    }

    fn close_cell(&mut self) {
        if let Some(name) = self.cell.take() {
            let trimmed = self.out.trim_end().len();
            self.out.truncate(trimmed);
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    fn close_row(&mut self) {
        self.close_cell();
        if std::mem::take(&mut self.in_row) {
            self.out.push_str("</tr>");
        }
    }

    fn close_table(&mut self) {
        self.close_row();
        if std::mem::take(&mut self.in_table) {
            self.out.push_str("</table>\n\n");
        }
    }

    fn text(&mut self, text: &str) {
        if !self.in_table {
            self.out.push_str(text);
            return;
        }
        let mut words = text.split_whitespace().peekable();
        if words.peek().is_none() {
            return;
        }
        if self.cell.is_none() {
            self.open_cell("td", "");
        }
        // Lines inside a cell become blanks: a table stays on one line.
        let starts_apart = text.starts_with(char::is_whitespace) && !self.out.ends_with(['>', ' ']);
        if starts_apart {
            self.out.push(' ');
        }
        let mut first = true;
        for word in words {
            if !std::mem::take(&mut first) {
                self.out.push(' ');
            }
            self.out.push_str(word);
        }
    }
}

/// `text` with its tables closed, on one line each and apart from the text around them. Text without table tags is returned as it is.
pub(super) fn normalize_tables(text: &str) -> String {
    let pieces = pieces(text);
    if pieces.iter().all(|piece| matches!(piece, Piece::Text(_))) {
        return text.to_owned();
    }
    let mut builder = Builder::default();
    for piece in pieces {
        match piece {
            Piece::TableStart(attributes) => builder.open_table(attributes),
            Piece::TableEnd => builder.close_table(),
            Piece::RowStart => builder.open_row(),
            Piece::RowEnd => builder.close_row(),
            Piece::CellStart(name, attributes) => builder.open_cell(name, attributes),
            Piece::CellEnd => builder.close_cell(),
            Piece::Section => {}
            Piece::Text(text) => builder.text(text),
        }
    }
    builder.close_table();
    builder.out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_come_out_closed_and_on_one_line() {
        for (text, expected) in [
            (
                "<table><tr><td>a</td></tr></table>",
                "<table><tr><td>a</td></tr></table>",
            ),
            (
                "<table>\n<tr>\n<td>a\nb</td><td rowspan=\"2\">c",
                "<table><tr><td>a b</td><td rowspan=\"2\">c</td></tr></table>",
            ),
            // A row that was not closed, a row closed twice.
            (
                "<table><tr><td>a</td><tr><td></td><td>X</td></tr></tr></table>",
                "<table><tr><td>a</td></tr><tr><td></td><td>X</td></tr></table>",
            ),
            ("x = y </table>", "x = y "),
            ("</td>a", "a"),
            ("<td>a</td>", "<table><tr><td>a</td></tr></table>"),
            (
                "<table>lost<tr><td>a</td></tr></table>",
                "<table><tr><td>lost</td></tr><tr><td>a</td></tr></table>",
            ),
            ("a < b, c > d <tdx> <t", "a < b, c > d <tdx> <t"),
            (
                "<table><tr><td>2<br>3 &gt; 1</td></tr></table> after",
                "<table><tr><td>2<br>3 &gt; 1</td></tr></table>\n\n after",
            ),
        ] {
            assert_eq!(
                normalize_tables(text).trim_end_matches('\n'),
                expected,
                "{text}"
            );
        }
    }
}
