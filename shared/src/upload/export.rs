use std::fmt::Write as _;

use super::HttpError;
use crate::model::{EntityRow, PageRow};

const CSV_COLUMNS: [&str; 16] = [
    "doc_id",
    "page_number",
    "record",
    "label",
    "text",
    "norm_value",
    "confidence",
    "corrected",
    "span_start",
    "span_end",
    "box",
    "reason",
    "entity_id",
    "run_id",
    "document_sha256",
    "rules_version",
];

/// Entities as CSV (RFC 4180) with a header line.
pub fn entities_as_csv(entities: &[EntityRow]) -> String {
    let mut csv = CSV_COLUMNS.join(",");
    csv.push_str("\r\n");
    for entity in entities {
        let record = entity.record.map(|record| record.to_string());
        let cells = [
            entity.doc_id.as_str(),
            &entity.page_number.to_string(),
            record.as_deref().unwrap_or_default(),
            &entity.label,
            &entity.text,
            &entity.norm_value,
            &entity.confidence.to_string(),
            if entity.corrected { "true" } else { "false" },
            &entity.span_start.to_string(),
            &entity.span_end.to_string(),
            entity.bounds.as_deref().unwrap_or_default(),
            &entity.reason,
            &entity.entity_id,
            &entity.run_id,
            &entity.document_sha256,
            &entity.rules_version,
        ];
        let cells: Vec<String> = cells.into_iter().map(csv_cell).collect();
        csv.push_str(&cells.join(","));
        csv.push_str("\r\n");
    }
    csv
}

/// A cell, quoted where it has to be. Text that a spreadsheet would run as a formula gets an
/// apostrophe before it; numbers keep their sign.
fn csv_cell(text: &str) -> String {
    let looks_like_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let escaped = if looks_like_formula && text.parse::<f64>().is_err() {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if escaped.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", escaped.replace('"', "\"\""))
    } else {
        escaped
    }
}

/// Entities as JSON Lines, with the columns of the table.
pub fn entities_as_jsonl(entities: &[EntityRow]) -> Result<String, HttpError> {
    let mut lines = String::new();
    for entity in entities {
        lines.push_str(&serde_json::to_string(entity).map_err(HttpError::internal)?);
        lines.push('\n');
    }
    Ok(lines)
}

/// The pages' text as one Markdown file. A page that could not be read says why.
pub fn pages_as_markdown(pages: &[PageRow]) -> String {
    let mut markdown = String::new();
    for page in pages {
        // Writing to a string cannot fail.
        let _ = write!(
            markdown,
            "<!-- page {} of {}",
            page.page_number, page.page_count
        );
        if page.status != "ok" {
            let reason = page.reason.as_deref().unwrap_or_default();
            let _ = write!(
                markdown,
                ": {} {}",
                page.status,
                reason.replace("--", "- -")
            );
        }
        let _ = write!(markdown, " -->\n\n{}\n\n", page.text.trim_end());
    }
    markdown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(text: &str) -> EntityRow {
        EntityRow {
            entity_id: "e".to_owned(),
            doc_id: "d".to_owned(),
            run_id: "r".to_owned(),
            page_number: 1,
            first_page: 1,
            last_page: 1,
            label: "VESSEL_NAME".to_owned(),
            text: text.to_owned(),
            span_start: 0,
            span_end: 1,
            norm_value: text.to_owned(),
            confidence: 0.5,
            record: None,
            corrected: false,
            reason: String::new(),
            block_index: None,
            bounds: Some("[1,2,3,4]".to_owned()),
            text_sha256: String::new(),
            document_sha256: "s".to_owned(),
            rules_version: "1".to_owned(),
            program_version: String::new(),
        }
    }

    #[test]
    fn every_line_has_every_column_and_says_no_more_than_the_text() {
        for (text, cell) in [
            ("ANTARCTIC \"BAY\"", "\"ANTARCTIC \"\"BAY\"\"\""),
            ("a,b", "\"a,b\""),
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
            ("-12.5", "-12.5"),
            ("@x", "'@x"),
            ("Þór", "Þór"),
        ] {
            let csv = entities_as_csv(&[entity(text)]);
            let line = csv.lines().nth(1).unwrap_or_default();
            let expected =
                format!("d,1,,VESSEL_NAME,{cell},{cell},0.5,false,0,1,\"[1,2,3,4]\",,e,r,s,1");
            assert_eq!(line, expected);
        }
    }

    #[test]
    fn json_lines_are_one_object_an_entity() -> Result<(), HttpError> {
        let lines = entities_as_jsonl(&[entity("a\nb"), entity("c")])?;
        assert_eq!(lines.lines().count(), 2);
        Ok(())
    }
}
