use memchr::memmem;

use super::HttpError;
use super::filename::{FileName, parameter};

/// Most bytes that may stand before a form's file: part headers and small fields.
const MAX_HEAD_BYTES: usize = 16 * 1024;
/// RFC 2046 allows 70 characters.
const MAX_BOUNDARY_BYTES: usize = 70;

fn broken_form(cause: &str) -> HttpError {
    HttpError::bad_request("The form could not be read.").because(format!("multipart: {cause}"))
}

fn file_not_last() -> HttpError {
    HttpError::bad_request("Send one file a form, as the form's last field.")
}

/// The boundary of a `multipart/form-data` content type.
pub fn boundary_of(content_type: &str) -> Result<String, HttpError> {
    let boundary = parameter(content_type, "boundary").unwrap_or_default();
    let is_sound = !boundary.is_empty()
        && boundary.len() <= MAX_BOUNDARY_BYTES
        && boundary.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if is_sound {
        Ok(boundary)
    } else {
        Err(broken_form(
            "boundary is missing or not as RFC 2046 wants it",
        ))
    }
}

/// The file of a form, at the point where its bytes begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePart {
    /// The file's name.
    pub filename: Option<FileName>,
    /// Offset of the file's first byte in the form.
    pub offset: usize,
    /// Fields that stood before the file: name and value.
    pub fields: Vec<(String, String)>,
}

/// Reads a form, fed piece by piece, up to the first byte of its file (field `file` or `pdf`).
#[derive(Debug)]
pub struct FormHead {
    delimiter: Vec<u8>,
    bytes: Vec<u8>,
}

impl FormHead {
    /// A reader of a form with this boundary.
    pub fn new(boundary: &str) -> Result<Self, HttpError> {
        if boundary.is_empty() || boundary.len() > MAX_BOUNDARY_BYTES {
            return Err(broken_form("boundary has no allowed length"));
        }
        Ok(Self {
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            // The first delimiter has no line break of its own before it.
            bytes: b"\r\n".to_vec(),
        })
    }

    /// Takes the next piece; `None` while the file has not begun. At most 16 KiB are kept.
    pub fn push(&mut self, piece: &[u8]) -> Result<Option<FilePart>, HttpError> {
        let room = MAX_HEAD_BYTES.saturating_sub(self.bytes.len());
        let kept = piece.get(..room).unwrap_or(piece);
        self.bytes.extend_from_slice(kept);
        match self.find_file()? {
            Some(file) => Ok(Some(file)),
            None if kept.len() < piece.len() => {
                Err(file_not_last().because("multipart: no file in 16 KiB"))
            }
            None => Ok(None),
        }
    }

    /// The error of a form that ended before its file began.
    pub fn ended(&self) -> HttpError {
        HttpError::bad_request("The form holds no file in a field named “file” or “pdf”.")
    }

    /// Length of the file in a form of `form_bytes` bytes whose last part it is.
    pub fn file_length(&self, file: &FilePart, form_bytes: u64) -> Result<u64, HttpError> {
        let around = file
            .offset
            .saturating_add(self.delimiter.len())
            .saturating_add(CLOSING.len());
        form_bytes
            .checked_sub(around as u64)
            .ok_or_else(|| broken_form("form ends within the file's part"))
    }

    /// Checks the file's bytes and what follows them. `length` is the file's, in bytes.
    pub fn closing_scan(self, length: u64) -> ClosingScan {
        let mut end = self.delimiter.clone();
        end.extend(CLOSING);
        ClosingScan {
            delimiter: memmem::Finder::new(&self.delimiter).into_owned(),
            carry: Vec::new(),
            end,
            length,
            position: 0,
        }
    }

    fn find_file(&self) -> Result<Option<FilePart>, HttpError> {
        let mut fields = Vec::new();
        let mut position = 0_usize;
        loop {
            let rest = self.bytes.get(position..).unwrap_or_default();
            let common = rest.len().min(self.delimiter.len());
            if rest.get(..common) != self.delimiter.get(..common) {
                return Err(broken_form("a part does not begin with the boundary"));
            }
            let Some(headers) = rest
                .get(self.delimiter.len()..)
                .filter(|rest| rest.len() >= 2)
            else {
                return Ok(None);
            };
            if headers.starts_with(b"--") {
                return Err(self.ended());
            }
            if !headers.starts_with(b"\r\n") {
                return Err(broken_form("no line break after the boundary"));
            }
            let Some(header_length) = memmem::find(headers, b"\r\n\r\n") else {
                return Ok(None);
            };
            let header_text =
                String::from_utf8_lossy(headers.get(..header_length).unwrap_or_default());
            let disposition = header_text
                .split("\r\n")
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))
                .map(|(_, value)| value)
                .ok_or_else(|| broken_form("a part has no content-disposition"))?;
            let name = parameter(disposition, "name").unwrap_or_default();
            let body_start = position
                .saturating_add(self.delimiter.len())
                .saturating_add(header_length)
                .saturating_add(4);
            if let Some(filename) = parameter(disposition, "filename") {
                if name != "file" && name != "pdf" {
                    let message = "The file must be in a field named “file” or “pdf”.";
                    return Err(HttpError::bad_request(message));
                }
                return Ok(Some(FilePart {
                    // Browsers percent-encode quotes and line breaks only; a name that holds them
                    // is shown as it was sent.
                    filename: FileName::new(&filename),
                    offset: body_start.saturating_sub(2),
                    fields,
                }));
            }
            let body = self.bytes.get(body_start..).unwrap_or_default();
            let Some(length) = memmem::find(body, &self.delimiter) else {
                return Ok(None);
            };
            let value = String::from_utf8_lossy(body.get(..length).unwrap_or_default());
            fields.push((name, value.into_owned()));
            position = body_start.saturating_add(length);
        }
    }
}

/// What ends a form after the last delimiter.
const CLOSING: &[u8] = b"--\r\n";

/// Watches a form's file go by and makes sure that it is the form's last part: no delimiter within
/// the expected length, exactly the closing delimiter after it.
#[derive(Debug)]
pub struct ClosingScan {
    delimiter: memmem::Finder<'static>,
    /// The last bytes seen, fewer than the delimiter has.
    carry: Vec<u8>,
    end: Vec<u8>,
    length: u64,
    position: u64,
}

impl ClosingScan {
    /// Takes the next piece; returns how many of its first bytes belong to the file.
    pub fn push(&mut self, piece: &[u8]) -> Result<usize, HttpError> {
        let overlap = self.delimiter.needle().len().saturating_sub(1);
        let of_file = self.length.saturating_sub(self.position);
        let of_file = usize::try_from(of_file)
            .unwrap_or(usize::MAX)
            .min(piece.len());
        let after_file = piece.get(of_file..).unwrap_or_default();

        // Only bytes of the file are searched: the delimiter after it is compared byte by byte.
        let file_bytes = piece.get(..of_file).unwrap_or_default();
        self.carry.extend(file_bytes.iter().take(overlap));
        if self.delimiter.find(&self.carry).is_some() || self.delimiter.find(file_bytes).is_some() {
            return Err(file_not_last());
        }
        if file_bytes.len() >= overlap {
            self.carry.clear();
            let tail = file_bytes.len().saturating_sub(overlap);
            self.carry
                .extend_from_slice(file_bytes.get(tail..).unwrap_or_default());
        } else {
            let surplus = self.carry.len().saturating_sub(overlap);
            self.carry.drain(..surplus);
        }

        let seen_of_end = self
            .position
            .saturating_add(of_file as u64)
            .saturating_sub(self.length);
        let seen_of_end = usize::try_from(seen_of_end).unwrap_or(usize::MAX);
        let expected = self.end.get(seen_of_end..).unwrap_or_default();
        if !expected.starts_with(after_file) {
            return Err(file_not_last());
        }
        self.position = self.position.saturating_add(piece.len() as u64);
        Ok(of_file)
    }

    /// Whether file and form are complete.
    pub fn finish(&self) -> Result<(), HttpError> {
        let expected = self.length.saturating_add(self.end.len() as u64);
        if self.position == expected {
            Ok(())
        } else {
            Err(broken_form("form is shorter than its length says"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDARY: &str = "----WebKitFormBoundaryx";

    fn form(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (disposition, body) in parts {
            bytes.extend(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n")
                    .bytes(),
            );
            bytes.extend(format!("Content-Type: text/plain\r\n\r\n{body}\r\n").bytes());
        }
        bytes.extend(format!("--{BOUNDARY}--\r\n").bytes());
        bytes
    }

    /// Reads a form in pieces; gives the fields and the file.
    fn read(form: &[u8], piece: usize) -> Result<(FilePart, Vec<u8>), HttpError> {
        let mut head = FormHead::new(BOUNDARY)?;
        let mut pieces = form.chunks(piece);
        let mut fed = 0;
        let file = loop {
            let Some(bytes) = pieces.next() else {
                return Err(head.ended());
            };
            fed += bytes.len();
            if let Some(file) = head.push(bytes)? {
                break file;
            }
        };
        let length = head.file_length(&file, form.len() as u64)?;
        let mut scan = head.closing_scan(length);
        let mut bytes = Vec::new();
        let rest = form.get(file.offset..fed).unwrap_or_default();
        for piece in std::iter::once(rest).chain(pieces) {
            let kept = scan.push(piece)?;
            bytes.extend_from_slice(piece.get(..kept).unwrap_or_default());
        }
        scan.finish()?;
        Ok((file, bytes))
    }

    #[test]
    fn file_is_found_however_the_form_is_cut() -> Result<(), HttpError> {
        let body = "%PDF-1.7\r\n--\r\n------WebKitFormBoundary\r\n-\r\r\n";
        let form = form(&[
            ("name=\"cf-turnstile-response\"", "a token"),
            ("name=\"file\"; filename=\"C:\\\\x\\\\list é.pdf\"", body),
        ]);
        for piece in 1..=form.len() {
            let (file, bytes) = read(&form, piece)?;
            assert_eq!(bytes, body.as_bytes(), "pieces of {piece}");
            assert_eq!(
                file.filename.as_ref().map(FileName::as_str),
                Some("list é.pdf")
            );
            assert_eq!(
                file.fields,
                [("cf-turnstile-response".to_owned(), "a token".to_owned())]
            );
        }
        Ok(())
    }

    #[test]
    fn empty_file_is_empty() -> Result<(), HttpError> {
        let (file, bytes) = read(&form(&[("name=\"pdf\"; filename=\"\"", "")]), 7)?;
        assert_eq!((file.filename, bytes.len()), (None, 0));
        Ok(())
    }

    #[test]
    fn file_that_is_not_last_is_refused_however_the_form_is_cut() {
        let file = ("name=\"file\"; filename=\"a.pdf\"", "%PDF-1.7");
        for second in [file, ("name=\"note\"", "x")] {
            let form = form(&[file, second]);
            for piece in 1..=form.len() {
                let error = read(&form, piece).err().map(|error| error.external);
                let expected = "Send one file a form, as the form's last field.";
                assert_eq!(error.as_deref(), Some(expected), "pieces of {piece}");
            }
        }
    }

    #[test]
    fn forms_without_a_file_and_broken_forms_are_refused() {
        let sound = form(&[("name=\"file\"; filename=\"a.pdf\"", "%PDF-")]);
        let truncated = sound.get(..sound.len() - 9).unwrap_or_default();
        let oversized = form(&[
            ("name=\"note\"", &"x".repeat(20_000)),
            ("name=\"file\"; filename=\"a\"", ""),
        ]);
        for bytes in [
            &form(&[("name=\"note\"", "x")])[..],
            &form(&[("name=\"other\"; filename=\"a.pdf\"", "%PDF-")]),
            &form(&[]),
            b"",
            b"%PDF-1.7",
            &oversized,
            truncated,
        ] {
            for piece in [1, 5, 100_000] {
                let error = read(bytes, piece).err();
                assert_eq!(error.map(|error| error.status), Some(400));
            }
        }
    }

    #[test]
    fn boundary_is_bounded() {
        assert_eq!(
            boundary_of("multipart/form-data; boundary=\"a b\"").as_deref(),
            Ok("a b")
        );
        assert_eq!(
            boundary_of("multipart/form-data; charset=x; boundary=ab").as_deref(),
            Ok("ab")
        );
        let long = format!("multipart/form-data; boundary={}", "a".repeat(71));
        for header in [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            &long,
        ] {
            assert!(boundary_of(header).is_err());
        }
    }
}
