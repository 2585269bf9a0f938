//! Object streams are unpacked as soon as one of their objects is asked for, the cross-references when
//! the document is opened. So they are measured in the file, before anything reads it, and cost the
//! whole document: which page needs which of them is only known once they are unpacked.

use std::borrow::Cow;

use hayro::hayro_syntax::Filter;
use memchr::{memchr, memmem};

use crate::error::{PipelineError, Result};

use super::MAX_DECODED_BYTES;
use super::length::decoded_length;

/// Bytes before a stream in which its dictionary is looked for.
const DICTIONARY_BYTES: usize = 4_096;

/// Refuses a document whose object and cross-reference streams would fill the memory.
pub(in crate::render) fn check_object_streams(file: &[u8]) -> Result<()> {
    // What is encrypted cannot be measured here.
    if memmem::find(file, b"/Encrypt").is_some() {
        return Ok(());
    }
    let most = MAX_DECODED_BYTES.saturating_sub(file.len() as u64);
    let mut sum = 0_u64;
    for at in memmem::find_iter(file, b"stream") {
        let Some(dict) = dictionary(file, at) else {
            continue;
        };
        let data = file.get(at.saturating_add(b"stream".len())..);
        let data = data.unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let end = memmem::find(data, b"endstream").unwrap_or(data.len());
        let packed = data.get(..end).unwrap_or_default();
        let length = match filters(&dict) {
            Some(filters) => decoded_length(&filters, packed, most),
            None => u64::MAX,
        };
        sum = sum.saturating_add(length);
        if sum > most {
            return Err(PipelineError::policy(
                "The PDF's objects would fill the memory once they are unpacked.",
            ));
        }
    }
    Ok(())
}

/// The dictionary of a stream of objects or cross-references that begins here.
fn dictionary(file: &[u8], at: usize) -> Option<Cow<'_, [u8]>> {
    let before = file.get(at.saturating_sub(DICTIONARY_BYTES)..at)?;
    if before.ends_with(b"end") {
        return None;
    }
    let dict = match memmem::rfind(before, b"obj") {
        Some(object) => before.get(object..)?,
        None => before,
    };
    let dict = plain_names(dict);
    [&b"/ObjStm"[..], b"/XRef"]
        .iter()
        .any(|name| memmem::find(&dict, name).is_some())
        .then_some(dict)
}

/// The same with characters that are written as numbers as themselves (ISO 32000-2, 7.3.5).
fn plain_names(dict: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'#', dict).is_none() {
        return Cow::Borrowed(dict);
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut plain = Vec::with_capacity(dict.len());
    let mut rest = dict;
    while let [byte, behind @ ..] = rest {
        let number = match rest {
            [b'#', high, low, ..] => digit(*high).zip(digit(*low)),
            _ => None,
        };
        let number = number.and_then(|(high, low)| u8::try_from(high << 4 | low).ok());
        plain.push(number.unwrap_or(*byte));
        rest = match number {
            Some(_) => behind.get(2..).unwrap_or_default(),
            None => behind,
        };
    }
    Cow::Owned(plain)
}

/// The filters that a dictionary names, as they are written; `None` where they stand elsewhere or in a
/// way that no writer has.
fn filters(dict: &[u8]) -> Option<Vec<Filter>> {
    let Some(at) = memmem::find(dict, b"/Filter") else {
        return Some(Vec::new());
    };
    let value = dict.get(at.saturating_add(b"/Filter".len())..)?;
    let value = value.trim_ascii_start();
    let names = if let Some(list) = value.strip_prefix(b"[") {
        list.get(..memchr(b']', list)?)?
    } else {
        let name = value.strip_prefix(b"/")?;
        let end = name.iter().position(|byte| !byte.is_ascii_alphanumeric());
        value.get(..end.unwrap_or(name.len()).saturating_add(1))?
    };
    names
        .split(|byte| *byte == b'/')
        .map(<[u8]>::trim_ascii)
        .filter(|name| !name.is_empty())
        .map(|name| match name {
            b"FlateDecode" | b"Fl" => Some(Filter::FlateDecode),
            b"LZWDecode" | b"LZW" => Some(Filter::LzwDecode),
            b"ASCIIHexDecode" | b"AHx" => Some(Filter::AsciiHexDecode),
            b"ASCII85Decode" | b"A85" => Some(Filter::Ascii85Decode),
            b"RunLengthDecode" | b"RL" => Some(Filter::RunLengthDecode),
            _ => None,
        })
        .collect()
}
