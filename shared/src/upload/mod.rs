/*!
What the upload portal decides without touching a binding: whether bytes begin like a PDF, what a
file name is once it is only data, where the file of a form begins and ends, what a receipt is and
how a request that is sent again gets the same one, how rows become files that people download, and
which two messages an HTTP error carries.

```
use vessel_ner_shared::upload::{FileName, FormHead, has_pdf_signature};

let mut head = FormHead::new("x")?;
let form = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../a.pdf\"\r\n\r\n%PDF-";
let Some(file) = head.push(form)? else { panic!("the file has begun") };
assert_eq!(file.filename.as_ref().map(FileName::as_str), Some("a.pdf"));
assert!(has_pdf_signature(b"%PDF-"));
# Ok::<(), vessel_ner_shared::upload::HttpError>(())
```

# Limits

A form's file must be its last field: its length then follows from the request's length, which is
what lets it be streamed. Everything before it has to fit into 16 KiB.
*/

mod error;
mod export;
mod filename;
mod form;
mod receipt;
mod request_key;

pub use error::HttpError;
pub use export::{entities_as_csv, entities_as_jsonl, pages_as_markdown};
pub use filename::{FileName, filename_from_disposition};
pub use form::{ClosingScan, FilePart, FormHead, boundary_of};
pub use receipt::Receipt;
pub use request_key::RequestKey;

/// Bytes at the beginning of a file among which its signature must stand (ISO 32000-1, Annex H,
/// implementation note 13).
pub const SIGNATURE_WINDOW: usize = 1024;

/// Whether `%PDF-` stands within the first [`SIGNATURE_WINDOW`] bytes.
pub fn has_pdf_signature(beginning: &[u8]) -> bool {
    let window = beginning.get(..SIGNATURE_WINDOW).unwrap_or(beginning);
    memchr::memmem::find(window, b"%PDF-").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signature_stands_in_the_first_kibibyte() {
        let mut late = vec![b' '; SIGNATURE_WINDOW - 5];
        late.extend(b"%PDF-");
        let mut too_late = vec![b' '; SIGNATURE_WINDOW - 4];
        too_late.extend(b"%PDF-");
        for (bytes, expected) in [
            (&b"%PDF-1.7"[..], true),
            (b"\xef\xbb\xbf%PDF-1.4", true),
            (&late, true),
            (&too_late, false),
            (b"%PDF", false),
            (b"PK\x03\x04", false),
            (b"", false),
        ] {
            assert_eq!(has_pdf_signature(bytes), expected);
        }
    }
}
