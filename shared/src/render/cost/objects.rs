//! What the objects of a PDF say about cost: where a form is placed, how long a stream becomes,
//! functions and colour spaces.

use std::borrow::Cow;

use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream, dict_or_stream};
use hayro::hayro_syntax::page::Resources;
use hayro::kurbo::{Affine, Rect};

use super::walk::Walk;
use super::{Outcome, TooMuch, price};
use crate::render::streams::{DEFLATE_FACTOR, decoded_length};

/// Bytes of content that one stream may decode to: a drawing of a million lines has a quarter.
const MAX_CONTENT: u64 = 64 << 20;

/// Functions of functions and colour spaces on colour spaces that are plausible. The interpreter
/// goes on until its stack ends.
const MAX_NESTING: u32 = 8;

/// A form's matrix and box.
pub(super) fn placement(dict: &Dict<'_>) -> Option<(Affine, Rect)> {
    let matrix = dict
        .get::<[f64; 6]>("Matrix")
        .map_or(Affine::IDENTITY, Affine::new);
    let [x0, y0, x1, y1] = dict.get::<[f64; 4]>("BBox")?;
    Some((matrix, Rect::new(x0, y0, x1, y1).abs()))
}

/// Refuses a stream that would fill the memory once unpacked.
pub(super) fn check_inflated(stream: &Stream<'_>) -> Outcome {
    let (filters, raw) = (stream.filters(), stream.raw_data());
    // A form may be drawn a thousand times: what cannot be too long is not measured each time.
    let is_short = (raw.len() as u64).saturating_mul(DEFLATE_FACTOR) <= MAX_CONTENT;
    if filters.len() <= 1 && is_short && filters.first() != Some(&Filter::LzwDecode) {
        return Ok(());
    }
    if decoded_length(&filters, &raw, MAX_CONTENT) > MAX_CONTENT {
        return Err(TooMuch);
    }
    Ok(())
}

impl Walk<'_> {
    /// The bytes of a stream that is content; none if it cannot be decoded.
    pub(super) fn decoded<'s>(&mut self, stream: &Stream<'s>) -> Outcome<Option<Cow<'s, [u8]>>> {
        check_inflated(stream)?;
        let Ok(content) = stream.decoded_data() else {
            return Ok(None);
        };
        self.charge(content.len() as f64 * price::CONTENT_BYTE)?;
        Ok(Some(content))
    }

    /// Pays for the making of a function and says what a call of it costs.
    pub(super) fn function(&mut self, object: &Object<'_>, nesting: u32) -> Outcome<f64> {
        if nesting > MAX_NESTING {
            return Err(TooMuch);
        }
        self.charge(price::INSTRUCTION)?;
        if let Object::Array(functions) = object {
            return self.functions(functions, nesting);
        }
        let Some((dict, stream)) = dict_or_stream(object) else {
            return Ok(0.0);
        };
        match (dict.get::<u8>("FunctionType"), stream) {
            (Some(0), Some(samples)) => {
                self.charge(samples.raw_data().len() as f64)?;
                Ok(8.0)
            }
            (Some(3), _) => {
                let parts = dict.get::<Array<'_>>("Functions").unwrap_or_default();
                self.functions(&parts, nesting)
            }
            (Some(4), Some(program)) => {
                let length = self.decoded(program)?.map_or(0, |program| program.len());
                Ok(16.0 + length as f64)
            }
            _ => Ok(1.0),
        }
    }

    fn functions(&mut self, functions: &Array<'_>, nesting: u32) -> Outcome<f64> {
        let mut sum = 0.0;
        for function in functions.iter::<Object<'_>>() {
            sum += self.function(&function, nesting.saturating_add(1))?;
        }
        Ok(sum)
    }

    /// Pays for the making of a colour space and says what one colour of it costs.
    pub(super) fn color_space(&mut self, object: &Object<'_>, nesting: u32) -> Outcome<f64> {
        if nesting > MAX_NESTING {
            return Err(TooMuch);
        }
        self.charge(price::INSTRUCTION)?;
        let Object::Array(parts) = object else {
            return Ok(0.0);
        };
        let mut parts = parts.iter::<Object<'_>>();
        let Some(kind) = parts.next().and_then(Object::into_name) else {
            return Ok(0.0);
        };
        let deeper = nesting.saturating_add(1);
        match &*kind {
            // A name or names, the space that stands in, the function that leads to it.
            b"Separation" | b"DeviceN" => {
                let mut rest = parts.skip(1);
                let mut units = 0.0;
                if let Some(alternate) = rest.next() {
                    units += self.color_space(&alternate, deeper)?;
                }
                if let Some(function) = rest.next() {
                    units += self.function(&function, 0)?;
                }
                Ok(units)
            }
            b"Indexed" | b"I" | b"Pattern" => match parts.next() {
                Some(base) => self.color_space(&base, deeper),
                None => Ok(0.0),
            },
            b"ICCBased" => match parts.next() {
                Some(Object::Stream(profile)) => {
                    match profile.dict().get::<Object<'_>>("Alternate") {
                        Some(alternate) => self.color_space(&alternate, deeper),
                        None => Ok(1.0),
                    }
                }
                _ => Ok(1.0),
            },
            _ => Ok(1.0),
        }
    }

    pub(super) fn named_color_space(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
    ) -> Outcome<f64> {
        match resources.get_color_space(name) {
            Some(space) => self.color_space(&space, 0),
            None => Ok(0.0),
        }
    }

    /// The colour space of an image, by name or in full.
    pub(super) fn image_color_space(
        &mut self,
        image: &Dict<'_>,
        resources: &Resources<'_>,
    ) -> Outcome<f64> {
        let space = image
            .get::<Object<'_>>("ColorSpace")
            .or_else(|| image.get::<Object<'_>>("CS"));
        match space {
            Some(Object::Name(name)) => self.named_color_space(&name, resources),
            Some(space) => self.color_space(&space, 0),
            None => Ok(0.0),
        }
    }
}

/// Names of a stream's filters in the order of decoding.
pub(in crate::render) fn filters<'a>(dict: &Dict<'a>) -> Vec<Name<'a>> {
    ["F", "Filter"]
        .into_iter()
        .find_map(|key| match dict.get::<Object<'_>>(key)? {
            Object::Name(name) => Some(vec![name]),
            Object::Array(names) => Some(names.iter::<Name<'_>>().collect()),
            _ => None,
        })
        .unwrap_or_default()
}

/// A whole number of a dictionary under either of its names; none is 0.
pub(super) fn number(dict: &Dict<'_>, names: [&str; 2]) -> f64 {
    names
        .into_iter()
        .find_map(|name| dict.get::<Number>(name))
        .map_or(0.0, |number| number.as_f64().max(0.0))
}
