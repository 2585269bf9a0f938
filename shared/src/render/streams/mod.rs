/*!
What the streams that a page can reach become once they are decoded, found out without keeping it: a
kilobyte of PDF can hold a gigabyte of font, mask or content. A page whose streams would fill the
memory is refused before any of them is decoded.

# Limits

Dimensions of JBIG2 symbols stand inside of arithmetic code and are not foreseen, nor is what an
encrypted object stream becomes.
*/

mod jbig2;
mod length;
mod objects;

use std::collections::{HashMap, HashSet};

use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro::hayro_syntax::page::{Page, Resources};

use crate::error::{FailureCategory, PipelineError, Result};

use super::preflight::decoded_bytes;

pub(super) use jbig2::jbig2_bytes;
pub(super) use length::{DEFLATE_FACTOR, decoded_length};
pub(super) use objects::check_object_streams;

/// What the document and what is decoded of it may need together. An isolate has 128 MB for all.
const MAX_DECODED_BYTES: u64 = 96 << 20;

/// Dictionaries, arrays and streams that a page may reach.
const MAX_OBJECTS: usize = 50_000;

/// Samples of a row that a filter's parameters may name.
const MAX_COLUMNS: i64 = 1 << 20;

/// Entries that lead back to the document, or to what is not drawn.
const ASIDE: [&[u8]; 9] = [
    b"Parent",
    b"P",
    b"Dest",
    b"A",
    b"AA",
    b"OC",
    b"Metadata",
    b"PieceInfo",
    b"IRT",
];

/// Lengths of streams that were found out before, by where they stand in the file.
#[derive(Default)]
pub(super) struct Lengths(HashMap<usize, u64>);

fn refused(external: &str, internal: String) -> PipelineError {
    PipelineError::new(FailureCategory::Render, external, internal)
}

/// Refuses a page that reaches more than would fit into the memory beside the document: any image by
/// itself, because one is decoded after the other, and everything else together.
pub(super) fn check(page: &Page<'_>, document_bytes: usize, lengths: &mut Lengths) -> Result<()> {
    let most = MAX_DECODED_BYTES.saturating_sub(document_bytes as u64);
    let mut others = 0_u64;
    let mut seen = HashSet::new();
    let mut open = roots(page);
    while let Some(object) = open.pop() {
        let (place, dict) = match &object {
            Object::Dict(dict) => (dict.data(), dict),
            Object::Stream(stream) => (stream.dict().data(), stream.dict()),
            Object::Array(array) => {
                if seen.insert(array.data().as_ptr() as usize) {
                    open.extend(array.iter::<Object<'_>>().filter(has_parts));
                }
                continue;
            }
            _ => continue,
        };
        if !seen.insert(place.as_ptr() as usize) {
            continue;
        }
        if seen.len() > MAX_OBJECTS {
            return Err(refused(
                "The page is made of more parts than can be looked at.",
                format!("pdf: more than {MAX_OBJECTS} objects"),
            ));
        }
        if let Object::Stream(stream) = &object {
            let is_image = dict.get::<Name<'_>>("Subtype").as_deref() == Some(b"Image");
            if is_image && decoded_bytes(stream) > most {
                return Err(refused(
                    "The page holds an image that is too large to be opened.",
                    format!("pdf: an image of more than {most} bytes"),
                ));
            }
            let length = lengths.of(stream, most);
            others = others.saturating_add(if is_image { 0 } else { length });
            if length.max(others) > most {
                return Err(refused(
                    "The page holds data that would fill the memory once it is unpacked.",
                    format!("pdf: streams of more than {most} bytes"),
                ));
            }
        }
        let entries = dict.keys().filter(|key| !ASIDE.contains(&&**key));
        open.extend(
            entries
                .filter_map(|key| dict.get::<Object<'_>>(&*key))
                .filter(has_parts),
        );
    }
    Ok(())
}

fn has_parts(object: &Object<'_>) -> bool {
    matches!(
        object,
        Object::Dict(_) | Object::Stream(_) | Object::Array(_)
    )
}

/// What a page is drawn from: its content, resources, its own and inherited, and annotations.
fn roots<'a>(page: &Page<'a>) -> Vec<Object<'a>> {
    let Resources {
        ext_g_states,
        fonts,
        color_spaces,
        x_objects,
        patterns,
        shadings,
        ..
    } = page.resources().clone();
    let mut roots: Vec<Object<'a>> = [
        ext_g_states,
        fonts,
        color_spaces,
        x_objects,
        patterns,
        shadings,
    ]
    .map(Object::Dict)
    .into();
    roots.extend(page.raw().get::<Object<'_>>("Contents"));
    let annotations = page.raw().get::<Array<'_>>("Annots");
    for annotation in annotations.iter().flat_map(Array::iter::<Dict<'_>>) {
        roots.extend(annotation.get::<Object<'_>>("AP"));
    }
    roots
}

impl Lengths {
    /// Bytes that a stream becomes; where that is more than `most`, something above it.
    fn of(&mut self, stream: &Stream<'_>, most: u64) -> u64 {
        let place = stream.dict().data().as_ptr() as usize;
        *self.0.entry(place).or_insert_with(|| {
            if has_wide_rows(stream.dict()) {
                return u64::MAX;
            }
            decoded_length(&stream.filters(), &stream.raw_data(), most)
        })
    }
}

/// Whether the parameters of a filter name a row that nobody has: a decoder makes room for it.
fn has_wide_rows(dict: &Dict<'_>) -> bool {
    let is_wide = |parameters: &Dict<'_>| {
        let columns = parameters.get::<Number>("Columns");
        columns.is_some_and(|columns| columns.as_i64() > MAX_COLUMNS)
    };
    ["DecodeParms", "DP"].iter().any(|key| {
        let object = dict.get::<Object<'_>>(*key);
        match &object {
            Some(Object::Dict(parameters)) => is_wide(parameters),
            Some(Object::Array(all)) => all.iter::<Object<'_>>().any(|one| match one {
                Object::Dict(parameters) => is_wide(&parameters),
                _ => false,
            }),
            _ => false,
        }
    })
}

/// Whether a filter makes an image, whose size its own header or the dictionary tells.
const fn is_for_images(filter: Filter) -> bool {
    matches!(
        filter,
        Filter::CcittFaxDecode | Filter::Jbig2Decode | Filter::DctDecode | Filter::JpxDecode
    )
}

#[cfg(test)]
mod tests;
