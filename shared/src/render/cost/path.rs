//! Size of a path: its pieces, its length, and what it covers at most.

use hayro::kurbo::{Affine, Point, Rect};

/// A path as it is built, in user space.
#[derive(Default)]
pub(super) struct Path {
    /// Lines and curves.
    pub(super) segments: f64,
    /// Sum of the lengths along both axes; of a curve, those of its control polygon.
    pub(super) length: f64,
    /// Areas of the triangles from each subpath's first point, which cover what the path covers.
    area: f64,
    bounds: Option<Rect>,
    /// Whether it has a curve or a line aslant.
    is_aslant: bool,
    start: Point,
    last: Point,
}

impl Path {
    pub(super) fn move_to(&mut self, point: Point) {
        self.start = point;
        self.last = point;
        self.include(point);
    }

    pub(super) fn line_to(&mut self, point: Point) {
        self.segments += 1.0;
        let (step, side) = (point - self.last, self.last - self.start);
        self.length += step.x.abs() + step.y.abs();
        self.is_aslant |= step.x != 0.0 && step.y != 0.0;
        self.area += side.cross(point - self.start).abs() / 2.0;
        self.last = point;
        self.include(point);
    }

    pub(super) fn curve_to(&mut self, control: [Point; 2], end: Point) {
        for point in control {
            self.line_to(point);
        }
        self.line_to(end);
        self.is_aslant = true;
    }

    /// Whether it is made of level and upright lines only.
    pub(super) const fn is_upright(&self) -> bool {
        !self.is_aslant
    }

    /// The current point.
    pub(super) const fn last(&self) -> Point {
        self.last
    }

    pub(super) fn close(&mut self) {
        self.line_to(self.start);
    }

    pub(super) fn rect(&mut self, origin: Point, width: f64, height: f64) {
        self.move_to(origin);
        self.line_to(Point::new(origin.x + width, origin.y));
        self.line_to(Point::new(origin.x + width, origin.y + height));
        self.line_to(Point::new(origin.x, origin.y + height));
        self.close();
    }

    fn include(&mut self, point: Point) {
        let rect = Rect::from_points(point, point);
        self.bounds = Some(self.bounds.map_or(rect, |bounds| bounds.union(rect)));
    }

    /// The rectangle around it in pixels; none if there is no path.
    pub(super) fn bounds(&self, transform: Affine) -> Option<Rect> {
        Some(transform.transform_rect_bbox(self.bounds?))
    }

    /// Pixels that filling it paints at most.
    pub(super) fn pixels(&self, transform: Affine, clip: Rect) -> f64 {
        let visible = self
            .bounds(transform)
            .map_or(0.0, |bounds| area(bounds.intersect(clip)));
        visible.min(self.area * transform.determinant().abs())
    }

    /// Length in pixels of what of it may be seen.
    pub(super) fn visible_length(&self, transform: Affine, clip: Rect) -> f64 {
        let along = clip.width().abs() + clip.height().abs();
        (self.length * scale(transform)).min(self.segments * along)
    }
}

/// Area of a rectangle, none if it is inside out.
pub(super) fn area(rect: Rect) -> f64 {
    rect.width().max(0.0) * rect.height().max(0.0)
}

/// The factor by which a transform stretches most.
pub(in crate::render) fn scale(transform: Affine) -> f64 {
    let [a, b, c, d, ..] = transform.as_coeffs();
    a.hypot(b).max(c.hypot(d))
}
