//! Text: glyphs of outlines, and those of Type 3 fonts, which are content of their own.

use std::collections::HashMap;
use std::rc::Rc;

use hayro::hayro_syntax::content::ops::TypedInstruction;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro::hayro_syntax::page::Resources;
use hayro::kurbo::Affine;

use super::path::area;
use super::walk::{State, Walk, em};
use super::{Outcome, price};

/// Pixels of an em up to which the rasteriser keeps glyphs.
const KEPT_EM: f64 = 128.0;

/// Lines and curves of a glyph.
const GLYPH_SEGMENTS: f64 = 20.0;

/// A font, as far as it decides what a glyph costs.
#[derive(Clone)]
pub(super) enum Font<'a> {
    /// Glyphs are outlines.
    Outlines,
    /// Glyphs are content.
    Type3(Rc<Type3<'a>>),
}

/// A Type 3 font (ISO 32000-2, 9.6.4).
pub(super) struct Type3<'a> {
    matrix: Affine,
    programs: Dict<'a>,
    names: HashMap<u8, Name<'a>>,
    /// Whether a table of standard names stands behind `names`.
    has_table: bool,
    resources: Option<Resources<'a>>,
}

impl<'a> Font<'a> {
    pub(super) fn of(dict: &Dict<'a>) -> Self {
        if dict.get::<Name<'_>>("Subtype").as_deref() != Some(b"Type3") {
            return Self::Outlines;
        }
        let matrix = dict.get::<[f64; 6]>("FontMatrix");
        Self::Type3(Rc::new(Type3 {
            matrix: Affine::new(matrix.unwrap_or([0.001, 0.0, 0.0, 0.001, 0.0, 0.0])),
            programs: dict.get::<Dict<'_>>("CharProcs").unwrap_or_default(),
            names: differences(dict),
            has_table: match dict.get::<Object<'_>>("Encoding") {
                Some(Object::Dict(encoding)) => encoding.contains_key("BaseEncoding"),
                encoding => encoding.is_some(),
            },
            resources: dict.get::<Dict<'_>>("Resources").map(Resources::new),
        }))
    }
}

fn differences<'a>(font: &Dict<'a>) -> HashMap<u8, Name<'a>> {
    let mut names = HashMap::new();
    let list = font
        .get::<Dict<'_>>("Encoding")
        .and_then(|encoding| encoding.get::<Array<'_>>("Differences"));
    let mut code = 0_i64;
    for item in list.iter().flat_map(Array::iter::<Object<'_>>) {
        match item {
            Object::Number(number) => code = number.as_i64(),
            Object::Name(name) => {
                if let Ok(code) = u8::try_from(code) {
                    names.insert(code, name);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    names
}

impl<'a> Type3<'a> {
    /// The programs that a code may mean: one, or all of them where a table of standard names
    /// decides.
    fn programs(&self, code: u8) -> Vec<Stream<'a>> {
        if let Some(name) = self.names.get(&code) {
            return self.programs.get::<Stream<'_>>(name).into_iter().collect();
        }
        if !self.has_table {
            return Vec::new();
        }
        self.programs
            .keys()
            .filter_map(|name| self.programs.get::<Stream<'_>>(name))
            .collect()
    }
}

impl<'a> Walk<'a> {
    /// Follows an instruction about text; whether it was one. `fonts` are those that the content has
    /// named so far.
    pub(super) fn text<'c>(
        &mut self,
        instruction: &TypedInstruction<'_, 'c>,
        resources: &Resources<'a>,
        fonts: &mut HashMap<Name<'c>, Font<'a>>,
        state: &mut State<'a>,
    ) -> Outcome<bool> {
        match instruction {
            TypedInstruction::BeginText(_) => state.text_scale = 1.0,
            TypedInstruction::SetTextMatrix(matrix) => {
                let (a, b) = (matrix.0.as_f64(), matrix.1.as_f64());
                let (c, d) = (matrix.2.as_f64(), matrix.3.as_f64());
                state.text_scale = a.hypot(b).max(c.hypot(d));
            }
            TypedInstruction::TextRenderingMode(mode) => state.text_mode = mode.0.as_i64(),
            TypedInstruction::TextFont(font) => {
                state.font_size = font.1.as_f64();
                let named = fonts.entry(font.0.clone()).or_insert_with(|| {
                    resources
                        .get_font(font.0)
                        .map_or(Font::Outlines, |dict| Font::of(&dict))
                });
                state.font = named.clone();
            }
            TypedInstruction::ShowText(text) => self.show(text.0.as_bytes(), resources, state)?,
            TypedInstruction::NextLineAndShowText(text) => {
                self.show(text.0.as_bytes(), resources, state)?;
            }
            TypedInstruction::ShowTextWithParameters(text) => {
                self.show(text.2.as_bytes(), resources, state)?;
            }
            TypedInstruction::ShowTexts(texts) => {
                for item in texts.0.iter::<Object<'_>>() {
                    if let Object::String(text) = item {
                        self.show(text.as_bytes(), resources, state)?;
                    }
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn show(&mut self, text: &[u8], resources: &Resources<'a>, state: &State<'a>) -> Outcome {
        let em = em(state);
        let square = (em * em).min(area(self.target()));
        let count = text.len() as f64;
        self.charge(price::PAINT + count * price::GLYPH)?;
        if state.text_mode == 3 {
            return Ok(());
        }
        if state.text_mode != 0 {
            self.found_more();
        }
        if let Some(pattern) = &state.fill {
            self.pattern(pattern, state, square * count)?;
        }
        if let Font::Type3(font) = &state.font {
            return self.show_type3(text, font, resources, state);
        }
        let mut glyph = square * price::PIXEL;
        if em > KEPT_EM {
            glyph += GLYPH_SEGMENTS * price::SEGMENT + 4.0 * em * price::EDGE;
        }
        if state.text_mode != 0 {
            glyph += GLYPH_SEGMENTS * price::STROKED_SEGMENT + 8.0 * em * price::EDGE;
        }
        self.charge(count * glyph)
    }

    fn show_type3(
        &mut self,
        text: &[u8],
        font: &Type3<'a>,
        resources: &Resources<'a>,
        state: &State<'a>,
    ) -> Outcome {
        // Where on the page it stands is not followed: in the middle, all of it is seen.
        let middle = Affine::translate(self.target().center().to_vec2());
        let transform = middle * Affine::scale(em(state)) * font.matrix;
        for code in text {
            for program in font.programs(*code) {
                let mut inner = state.clone();
                inner.transform = transform;
                inner.clip = self.target();
                self.inside(|walk| {
                    let Some(content) = walk.decoded(&program)? else {
                        return Ok(());
                    };
                    let own = program
                        .dict()
                        .get::<Dict<'_>>("Resources")
                        .map(Resources::new);
                    let own = own.as_ref().or(font.resources.as_ref());
                    walk.content(&content, own.unwrap_or(resources), inner)
                })?;
            }
        }
        Ok(())
    }
}
