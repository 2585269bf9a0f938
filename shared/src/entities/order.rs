//! One sort for every list: the code of a sort is large and would be written anew for each type.

use super::Label;

/// Sorts a list by keys of up to three numbers; what has equal keys keeps its order.
pub(crate) fn by_key<T>(list: &mut Vec<T>, key: impl Fn(&T) -> [usize; 3]) {
    let places = list.iter().enumerate().map(|(place, item)| {
        let [first, second, third] = key(item);
        [first, second, third, place]
    });
    let places: Vec<[usize; 4]> = places.collect();
    if places.is_sorted() {
        return;
    }
    let places = sorted(places);
    let mut items: Vec<Option<T>> = list.drain(..).map(Some).collect();
    let taken = places
        .iter()
        .filter_map(|[.., place]| items.get_mut(*place)?.take());
    list.extend(taken);
}

/// The different labels of a list, in order.
pub(crate) fn labels(mut list: Vec<Label>) -> Vec<Label> {
    by_key(&mut list, |label| [*label as usize, 0, 0]);
    list.dedup();
    list
}

/// The keys in order.
#[inline(never)]
pub(crate) fn sorted(mut keys: Vec<[usize; 4]>) -> Vec<[usize; 4]> {
    keys.sort_unstable();
    keys
}

#[cfg(test)]
mod tests {
    use super::by_key;

    #[test]
    fn equal_keys_keep_their_order() {
        let mut list = vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')];
        by_key(&mut list, |(number, _)| [*number, 0, 0]);
        assert_eq!(list, [(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
    }
}
