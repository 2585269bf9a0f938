//! One sort for every list: the code of a sort is large and would be written anew for each type.

/// Sorts a list by keys of up to three numbers; what has equal keys keeps its order.
pub(crate) fn by_key<T>(list: &mut Vec<T>, key: impl Fn(&T) -> [usize; 3]) {
    let places = list.iter().enumerate().map(|(place, item)| {
        let [first, second, third] = key(item);
        [first, second, third, place]
    });
    let Some(places) = sorted(places.collect()) else {
        return;
    };
    let mut items: Vec<Option<T>> = list.drain(..).map(Some).collect();
    let taken = places
        .iter()
        .filter_map(|[.., place]| items.get_mut(*place)?.take());
    list.extend(taken);
}

/// The keys in order; none where they were in order before.
#[inline(never)]
fn sorted(mut keys: Vec<[usize; 4]>) -> Option<Vec<[usize; 4]>> {
    if keys.is_sorted() {
        return None;
    }
    keys.sort_unstable();
    Some(keys)
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
