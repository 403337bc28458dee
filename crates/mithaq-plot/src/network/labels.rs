//! Where each label stands, so that none lies on another or on a node.
//!
//! In: nodes with their labels, strongest first served. Out: for each node a box, or none where there was no room.

/// A rectangle: left, top, right, bottom.
pub(crate) type Rect = [f64; 4];

/// Whether two rectangles share ground.
pub(crate) fn overlap(a: &Rect, b: &Rect) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// Takes ground for labels.
pub(crate) struct Ground {
    bounds: Rect,
    taken: Vec<Rect>,
}

impl Ground {
    pub(crate) fn new(bounds: Rect, taken: Vec<Rect>) -> Self {
        Self { bounds, taken }
    }

    /// The first of the boxes that lies within bounds on free ground; it is taken.
    pub(crate) fn take(&mut self, boxes: impl IntoIterator<Item = Rect>) -> Option<Rect> {
        let b = self.bounds;
        let free = boxes.into_iter().find(|r| r[0] >= b[0] && r[1] >= b[1] && r[2] <= b[2] && r[3] <= b[3] && !self.taken.iter().any(|other| overlap(r, other)))?;
        self.taken.push(free);
        Some(free)
    }
}

/// Boxes of a label around a node: below, above, right, left.
pub(crate) fn around((x, y): (f64, f64), radius: f64, width: f64, height: f64) -> [Rect; 4] {
    let gap = radius * 1.25 + 1.5;
    let (half, mid) = (width / 2.0, height / 2.0);
    [
        [x - half, y + gap, x + half, y + gap + height],
        [x - half, y - gap - height, x + half, y - gap],
        [x + gap + 2.0, y - mid, x + gap + 2.0 + width, y + mid],
        [x - gap - 2.0 - width, y - mid, x - gap - 2.0, y + mid],
    ]
}
