//! Follows content as the interpreter would, and pays for each step.

use std::collections::HashMap;
use std::rc::Rc;

use hayro::hayro_syntax::content::TypedIter;
use hayro::hayro_syntax::content::ops::TypedInstruction;
use hayro::hayro_syntax::object::{Dict, Name, Number, Object, Stream};
use hayro::hayro_syntax::page::Resources;
use hayro::kurbo::{Affine, Point, Rect};

use super::objects;
use super::path::{area, scale};
use super::text::Font;
use super::{Meter, Outcome, Path, TooMuch, price};

/// Forms inside forms that the interpreter draws; it leaves out what is deeper.
const DRAWN_DEPTH: u32 = 50;

/// Patterns, glyph programs and masks inside each other that are plausible. The interpreter goes on
/// until its stack ends.
const MAX_DEPTH: u32 = 8;

/// Saved states that are kept; what is saved above that is restored to the same.
const MAX_SAVED: usize = 4_096;

/// The part of the graphics state that says what things cost.
#[derive(Clone)]
pub(super) struct State<'a> {
    pub(super) transform: Affine,
    /// The transform that patterns start from: the page's or the form's.
    pub(super) root: Affine,
    /// In pixels.
    pub(super) clip: Rect,
    pub(super) line_width: f64,
    /// Length and number of the dashes and gaps of one period, in user space.
    pub(super) dashes: Option<(f64, f64)>,
    pub(super) font: Font<'a>,
    pub(super) font_size: f64,
    /// The text matrix's factor.
    pub(super) text_scale: f64,
    pub(super) text_mode: i64,
    pub(super) fill: Option<Rc<Object<'a>>>,
    pub(super) stroke: Option<Rc<Object<'a>>>,
}

impl State<'_> {
    pub(super) fn new(transform: Affine, clip: Rect) -> Self {
        Self {
            transform,
            root: transform,
            clip,
            line_width: 1.0,
            dashes: None,
            font: Font::Outlines,
            font_size: 1.0,
            text_scale: 1.0,
            text_mode: 0,
            fill: None,
            stroke: None,
        }
    }
}

/// One page that is followed.
pub(super) struct Walk<'a> {
    meter: Meter,
    target: Rect,
    /// Forms that are open.
    forms: u32,
    /// Patterns, glyph programs and masks that are open.
    inner: u32,
    /// Masks that were drawn: the rasteriser keeps them.
    masks: Vec<(&'a [u8], [f64; 6])>,
    is_print: bool,
    has_transfer: bool,
}

impl<'a> Walk<'a> {
    pub(super) const fn new(meter: Meter, target: Rect) -> Self {
        Self {
            meter,
            target,
            forms: 0,
            inner: 0,
            masks: Vec::new(),
            is_print: true,
            has_transfer: false,
        }
    }

    /// Whether nothing was found but text, and upright lines and boxes.
    pub(super) const fn is_print(&self) -> bool {
        self.is_print
    }

    /// Whether a graphics state names a transfer function.
    pub(super) const fn has_transfer(&self) -> bool {
        self.has_transfer
    }

    /// Says that there is something else than print.
    pub(super) const fn found_more(&mut self) {
        self.is_print = false;
    }

    pub(super) const fn target(&self) -> Rect {
        self.target
    }

    /// What is left of the budget.
    pub(super) const fn left(&self) -> f64 {
        self.meter.left
    }

    pub(super) fn charge(&mut self, units: f64) -> Outcome {
        self.meter.charge(units)
    }

    /// Does what is inside a pattern, a glyph program or a mask.
    pub(super) fn inside(&mut self, work: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        if self.inner >= MAX_DEPTH {
            return Err(TooMuch);
        }
        self.found_more();
        self.inner = self.inner.saturating_add(1);
        // It is drawn by a rasteriser of its own, which knows none of the masks.
        let masks = std::mem::take(&mut self.masks);
        let outcome = self.charge(price::INNER).and_then(|()| work(self));
        self.masks = masks;
        self.inner = self.inner.saturating_sub(1);
        outcome
    }

    /// A form `XObject`, or anything that is drawn as one.
    pub(super) fn form(
        &mut self,
        stream: &Stream<'a>,
        resources: &Resources<'a>,
        state: &State<'a>,
    ) -> Outcome {
        self.charge(price::FORM)?;
        let Some((matrix, bbox)) = objects::placement(stream.dict()) else {
            return Ok(());
        };
        if self.forms >= DRAWN_DEPTH {
            return Ok(());
        }
        let mut inner = state.clone();
        inner.transform *= matrix;
        inner.root = inner.transform;
        inner.clip = inner
            .clip
            .intersect(inner.transform.transform_rect_bbox(bbox));
        if stream.dict().contains_key("Group") {
            self.charge(area(self.target) * price::LAYER_PIXEL)?;
        }
        let own = stream
            .dict()
            .get::<Dict<'_>>("Resources")
            .map(Resources::new);
        let Some(content) = self.decoded(stream)? else {
            return Ok(());
        };
        self.forms = self.forms.saturating_add(1);
        let outcome = self.content(&content, own.as_ref().unwrap_or(resources), inner);
        self.forms = self.forms.saturating_sub(1);
        outcome
    }

    /// The instructions of a content stream.
    pub(super) fn content(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        mut state: State<'a>,
    ) -> Outcome {
        let mut saved = Vec::new();
        let mut unsaved = 0_usize;
        let mut path = Path::default();
        let mut clips = false;
        let mut fonts = HashMap::new();
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.charge(price::INSTRUCTION)?;
            match instruction {
                TypedInstruction::SaveState(_) if saved.len() >= MAX_SAVED => {
                    unsaved = unsaved.saturating_add(1);
                }
                TypedInstruction::SaveState(_) => saved.push(state.clone()),
                TypedInstruction::RestoreState(_) if unsaved > 0 => {
                    unsaved = unsaved.saturating_sub(1);
                }
                TypedInstruction::RestoreState(_) => {
                    if let Some(before) = saved.pop() {
                        state = before;
                    }
                }
                TypedInstruction::ClipNonZero(_) | TypedInstruction::ClipEvenOdd(_) => clips = true,
                TypedInstruction::XObject(object) => {
                    path = Path::default();
                    self.x_object(object.0, resources, &state)?;
                }
                TypedInstruction::InlineImage(image) => {
                    objects::check_inflated(image.0)?;
                    self.image(image.0, resources, &state)?;
                }
                TypedInstruction::Shading(shading) => {
                    if let Some(shading) = resources.get_shading(shading.0) {
                        self.shading(&shading, state.clip)?;
                    }
                }
                instruction => {
                    if build(&mut path, &instruction) {
                        continue;
                    }
                    if let Some(painting) = Painting::of(&instruction) {
                        if painting.closes {
                            path.close();
                        }
                        self.paint(&path, painting, &state)?;
                        if std::mem::take(&mut clips) {
                            self.clip(&path, &mut state)?;
                        }
                        path = Path::default();
                    } else if !self.text(&instruction, resources, &mut fonts, &mut state)? {
                        self.set(&instruction, resources, &mut state)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn x_object(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
        state: &State<'a>,
    ) -> Outcome {
        let Some(stream) = resources.get_x_object(name) else {
            return Ok(());
        };
        match stream.dict().get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => self.image(&stream, resources, state),
            Some(b"Form") => self.form(&stream, resources, state),
            _ => Ok(()),
        }
    }

    fn clip(&mut self, path: &Path, state: &mut State<'a>) -> Outcome {
        let Some(bounds) = path.bounds(state.transform) else {
            return Ok(());
        };
        let edge = path.visible_length(state.transform, state.clip);
        self.charge(path.segments * price::SEGMENT + edge * price::EDGE)?;
        self.charge(path.pixels(state.transform, state.clip) * price::PIXEL)?;
        state.clip = state.clip.intersect(bounds);
        Ok(())
    }

    /// Instructions that change the state.
    fn set(
        &mut self,
        instruction: &TypedInstruction<'_, '_>,
        resources: &Resources<'a>,
        state: &mut State<'a>,
    ) -> Outcome {
        match instruction {
            TypedInstruction::Transform(matrix) => {
                let numbers = [matrix.0, matrix.1, matrix.2, matrix.3, matrix.4, matrix.5];
                state.transform *= Affine::new(numbers.map(|number| number.as_f64()));
            }
            TypedInstruction::LineWidth(width) => state.line_width = width.0.as_f64(),
            TypedInstruction::DashPattern(pattern) => {
                state.dashes = dashes(pattern.0.iter::<Number>());
            }
            TypedInstruction::SetGraphicsState(name) => {
                if let Some(dict) = resources.get_ext_g_state(name.0) {
                    self.graphics_state(&dict, resources, state)?;
                }
            }
            TypedInstruction::ColorSpaceNonStroke(name) => {
                state.fill = None;
                self.named_color_space(name.0, resources)?;
            }
            TypedInstruction::ColorSpaceStroke(name) => {
                state.stroke = None;
                self.named_color_space(name.0, resources)?;
            }
            TypedInstruction::NonStrokeColorNamed(color) => {
                state.fill = pattern(color.1, resources);
            }
            TypedInstruction::StrokeColorNamed(color) => {
                state.stroke = pattern(color.1, resources);
            }
            TypedInstruction::NonStrokeColorDeviceGray(_)
            | TypedInstruction::NonStrokeColorDeviceRgb(_)
            | TypedInstruction::NonStrokeColorCmyk(_) => state.fill = None,
            TypedInstruction::StrokeColorDeviceGray(_)
            | TypedInstruction::StrokeColorDeviceRgb(_)
            | TypedInstruction::StrokeColorCmyk(_) => state.stroke = None,
            _ => {}
        }
        Ok(())
    }

    fn graphics_state(
        &mut self,
        dict: &Dict<'a>,
        resources: &Resources<'a>,
        state: &mut State<'a>,
    ) -> Outcome {
        if let Some(width) = dict.get::<Number>("LW") {
            state.line_width = width.as_f64();
        }
        if let Some(Object::Array(dash)) = dict.get::<Object<'_>>("D") {
            let array = dash
                .iter::<Object<'_>>()
                .next()
                .and_then(Object::into_array);
            state.dashes = array.and_then(|array| dashes(array.iter::<Number>()));
        }
        if let Some(Object::Array(font)) = dict.get::<Object<'_>>("Font") {
            let mut items = font.iter::<Object<'_>>();
            if let Some(dict) = items.next().and_then(Object::into_dict) {
                state.font = Font::of(&dict);
            }
            if let Some(size) = items.next().and_then(Object::into_number) {
                state.font_size = size.as_f64();
            }
        }
        for key in ["ca", "CA"] {
            if dict
                .get::<Number>(key)
                .is_some_and(|opacity| opacity.as_f64() < 1.0)
            {
                self.found_more();
            }
        }
        for key in ["TR", "TR2"] {
            if let Some(function) = dict.get::<Object<'_>>(key) {
                self.has_transfer = true;
                self.function(&function, 0)?;
            }
        }
        let Some(mask) = dict.get::<Dict<'_>>("SMask") else {
            return Ok(());
        };
        let id = (mask.data(), state.transform.as_coeffs());
        if self.masks.contains(&id) {
            return Ok(());
        }
        // Each is looked up among the others.
        self.charge(self.masks.len() as f64)?;
        self.masks.push(id);
        if let Some(function) = mask.get::<Object<'_>>("TR") {
            self.function(&function, 0)?;
        }
        let Some(group) = mask.get::<Stream<'_>>("G") else {
            return Ok(());
        };
        let masked = State::new(state.transform, self.target);
        self.inside(|walk| {
            walk.charge(3.0 * area(walk.target) * price::LAYER_PIXEL)?;
            walk.form(&group, resources, &masked)
        })
    }
}

/// Builds on a path if the instruction does.
fn build(path: &mut Path, instruction: &TypedInstruction<'_, '_>) -> bool {
    let point = |x: &Number, y: &Number| Point::new(x.as_f64(), y.as_f64());
    match instruction {
        TypedInstruction::MoveTo(to) => path.move_to(point(&to.0, &to.1)),
        TypedInstruction::LineTo(to) => path.line_to(point(&to.0, &to.1)),
        TypedInstruction::CubicTo(to) => {
            let control = [point(&to.0, &to.1), point(&to.2, &to.3)];
            path.curve_to(control, point(&to.4, &to.5));
        }
        TypedInstruction::CubicStartTo(to) => {
            let control = [path.last(), point(&to.0, &to.1)];
            path.curve_to(control, point(&to.2, &to.3));
        }
        TypedInstruction::CubicEndTo(to) => {
            let end = point(&to.2, &to.3);
            path.curve_to([point(&to.0, &to.1), end], end);
        }
        TypedInstruction::RectPath(rect) => {
            let (width, height) = (rect.2.as_f64(), rect.3.as_f64());
            path.rect(point(&rect.0, &rect.1), width, height);
        }
        TypedInstruction::ClosePath(_) => path.close(),
        _ => return false,
    }
    true
}

/// What an instruction does with the path.
#[derive(Clone, Copy)]
pub(super) struct Painting {
    pub(super) fills: bool,
    pub(super) strokes: bool,
    closes: bool,
}

impl Painting {
    fn of(instruction: &TypedInstruction<'_, '_>) -> Option<Self> {
        let (fills, strokes, closes) = match instruction {
            TypedInstruction::EndPath(_) => (false, false, false),
            TypedInstruction::FillPathNonZero(_)
            | TypedInstruction::FillPathNonZeroCompatibility(_)
            | TypedInstruction::FillPathEvenOdd(_) => (true, false, false),
            TypedInstruction::StrokePath(_) => (false, true, false),
            TypedInstruction::CloseAndStrokePath(_) => (false, true, true),
            TypedInstruction::FillAndStrokeNonZero(_)
            | TypedInstruction::FillAndStrokeEvenOdd(_) => (true, true, false),
            TypedInstruction::CloseFillAndStrokeNonZero(_)
            | TypedInstruction::CloseFillAndStrokeEvenOdd(_) => (true, true, true),
            _ => return None,
        };
        Some(Self {
            fills,
            strokes,
            closes,
        })
    }
}

fn pattern<'a>(name: Option<&Name<'_>>, resources: &Resources<'a>) -> Option<Rc<Object<'a>>> {
    Some(Rc::new(resources.get_pattern(name?)?))
}

/// Length and number of the dashes and gaps of one period. The interpreter takes 0.01 for no length.
fn dashes(lengths: impl Iterator<Item = Number>) -> Option<(f64, f64)> {
    let (mut length, mut count) = (0.0, 0.0);
    for number in lengths {
        let number = number.as_f64().abs();
        length += if number > 0.0 { number } else { 0.01 };
        count += 1.0;
    }
    (count > 0.0).then_some((length, count))
}

/// Pixels of an em at this state's size.
pub(super) fn em(state: &State<'_>) -> f64 {
    state.font_size.abs() * state.text_scale * scale(state.transform)
}
