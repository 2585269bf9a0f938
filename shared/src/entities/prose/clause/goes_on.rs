//! What follows capital words and shows that they are a ship's name.

use super::super::names;
use super::{Item, Kind, Passage, Span};

/// Most bytes behind a name in which what the vessel is may stand.
const NEAR: usize = 48;

impl Passage<'_> {
    /// `, longliner`, ` es un cerquero`, `, Kiribati, IMO`: what the vessel is follows, or her particulars.
    pub(super) fn goes_on_as_ship(&self, name: &Span) -> bool {
        let tail = self.gap(name.end, self.span.end);
        let bare = tail.trim_start_matches(['"', '”', '»', '“']);
        let parted =
            bare.starts_with([',', '(']) || bare.starts_with(" (") || bare.starts_with(" – ");
        let copula = [
            " is ", " was ", " es ", " era ", " est ", " é ", " è ", " ist ",
        ]
        .iter()
        .any(|w| bare.starts_with(w));
        if !(parted || copula) {
            return false;
        }
        self.items
            .iter()
            .filter(|p| p.span.start >= name.end && p.span.start - name.end <= NEAR)
            .take_while(|p| p.item != Item::Stop)
            .take(if copula { 4 } else { 3 })
            .any(|p| match &p.item {
                Item::Value(Kind::VesselType | Kind::GenericVessel) => true,
                Item::Value(Kind::Country { .. }) => parted,
                Item::Cue { concepts, .. } => parted && concepts.any(names::PARTICULARS),
                _ => false,
            })
    }
}
