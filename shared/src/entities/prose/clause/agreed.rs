//! States that no word announces and that a vessel's own numbers speak for: `hailing port Lae, Papua New Guinea … 553062135
//! (MMSI)`, `inscrit à Kaohsiung (Taipei chinois) … BI4946`.

use super::{Item, Kind, Label, Passage, Source, Span, identity};
use crate::entities::values::call_sign;

impl Passage<'_> {
    /// Makes flags of the States whose series a call sign or whose digits an MMSI of the same vessel has, where nothing
    /// else tells her flag.
    pub(super) fn flags_by_numbers(&mut self) {
        let states: Vec<(Span, &'static str)> = self
            .items
            .iter()
            .filter_map(|p| match p.item {
                Item::Value(Kind::Country {
                    code,
                    demonym: false,
                }) => Some((p.span.clone(), code)),
                _ => None,
            })
            .collect();
        for (place, code) in states {
            let told = self
                .hits
                .iter()
                .position(|h| h.value.span.start < place.end && place.start < h.value.span.end);
            // A country that a cue tells is a person's.
            let open = told.is_none_or(|at| {
                self.hits
                    .get(at)
                    .is_some_and(|h| h.value.label == Label::Country && h.source == Source::Shape)
            });
            if !open
                || self.person_near(&place)
                || self.her_numbers_agree(&place, code) != Some(true)
            {
                continue;
            }
            if let Some(hit) = told.and_then(|at| self.hits.get_mut(at)) {
                hit.value.label = Label::Flag;
                hit.source = Source::Cue;
            } else {
                self.push(
                    Label::Flag,
                    place,
                    code.to_string(),
                    0.9,
                    "country name",
                    Source::Cue,
                    "the vessel's own number",
                );
            }
        }
    }

    /// Whether a call sign or an MMSI between the names before and behind the State is the State's; none where there is
    /// neither, and where a flag stands there.
    pub(super) fn her_numbers_agree(&self, place: &Span, code: &str) -> Option<bool> {
        let names = || {
            let named = self
                .hits
                .iter()
                .filter(|h| h.value.label == Label::VesselName);
            named.map(|h| h.value.span.start)
        };
        let from = names().filter(|at| *at < place.start).max();
        let to = names().filter(|at| *at > place.start).min();
        let from = from.unwrap_or(self.span.start);
        let to = to.unwrap_or(self.span.end);
        let mut agree = None;
        for hit in &self.hits {
            let at = hit.value.span.start;
            if at < from || at >= to {
                continue;
            }
            let country = identity::country(code);
            match hit.value.label {
                Label::Flag => return None,
                Label::Mmsi => {
                    if let Some(own) = identity::mmsi_country(&hit.value.norm) {
                        agree = Some(agree == Some(true) || own.alpha3 == code);
                    }
                }
                Label::Ircs => {
                    let own = country.is_some_and(|c| call_sign::in_series(c, &hit.value.norm));
                    agree = Some(agree == Some(true) || own);
                }
                _ => {}
            }
        }
        agree
    }

    /// A person or a firm stands right before: the State is theirs.
    fn person_near(&self, place: &Span) -> bool {
        const NEAR: usize = 40;
        self.hits.iter().any(|h| {
            (h.value.label.is_party() || h.value.label == Label::Address)
                && h.value.span.end <= place.start
                && place.start - h.value.span.end <= NEAR
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_state_is_her_flag_where_her_numbers_are_its_own() {
        let page = "GREY HERON, longliner, hailing port Suva, Fiji. MMSI 520877573, IMO 9074729.";
        assert!(
            found(page).contains(&"0 FLAG=FJI".to_string()),
            "{:?}",
            found(page)
        );
        let other = "GREY HERON, longliner, last seen off Lae, Papua New Guinea. MMSI 520877573, IMO 9074729.";
        assert!(
            !found(other).iter().any(|e| e.contains("FLAG")),
            "{:?}",
            found(other)
        );
    }
}
