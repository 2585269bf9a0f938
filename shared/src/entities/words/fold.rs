//! Folding of letters for comparison: no case, no accents, one form for every spelling of a letter.
//!
//! `Número` → `numero`, `ŁÓDŹ` → `lodz`.

/// Appends the folded form of `c`; combining marks vanish, other signs are appended as they are.
#[allow(dead_code)] // The build script folds phrases only.
pub(crate) fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    fold_sign(c, &mut |part| out.push_str(part));
}

/// Gives the folded form of a sign beyond ASCII in parts.
pub(crate) fn fold_sign(c: char, put: &mut dyn FnMut(&str)) {
    let plain = match c {
        'À'..='Å' | 'à'..='å' | 'Ā' | 'ā' | 'Ă' | 'ă' | 'Ą' | 'ą' | 'ª' | 'ạ' | 'ả' | 'ấ' | 'ầ' => {
            "a"
        }
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć' | 'ć' | 'Č' | 'č' | 'Ĉ' | 'ĉ' => "c",
        'Ð' | 'ð' | 'Đ' | 'đ' | 'Ď' | 'ď' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē' | 'ē' | 'Ė' | 'ė' | 'Ę' | 'ę' | 'Ě' | 'ě' | 'ế' | 'ệ' => {
            "e"
        }
        'Ğ' | 'ğ' | 'Ģ' | 'ģ' => "g",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ī' | 'ī' | 'Į' | 'į' | 'İ' | 'ı' => "i",
        'Ķ' | 'ķ' => "k",
        'Ł' | 'ł' | 'Ļ' | 'ļ' | 'Ĺ' | 'ĺ' | 'Ľ' | 'ľ' => "l",
        'Ñ' | 'ñ' | 'Ń' | 'ń' | 'Ņ' | 'ņ' | 'Ň' | 'ň' => "n",
        'Ò'..='Ö' | 'ò'..='ö' | 'Ø' | 'ø' | 'Ō' | 'ō' | 'Ő' | 'ő' | 'º' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ' | 'ŕ' | 'Ř' | 'ř' => "r",
        'Ś' | 'ś' | 'Ş' | 'ş' | 'Š' | 'š' | 'Ș' | 'ș' => "s",
        'ß' => "ss",
        'Ť' | 'ť' | 'Ţ' | 'ţ' | 'Ț' | 'ț' => "t",
        'Þ' | 'þ' => "th",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ū' | 'ū' | 'Ů' | 'ů' | 'Ű' | 'ű' | 'Ų' | 'ų' | 'Ŭ' | 'ŭ' => {
            "u"
        }
        'Ý' | 'ý' | 'Ÿ' | 'ÿ' => "y",
        'Ź' | 'ź' | 'Ż' | 'ż' | 'Ž' | 'ž' => "z",
        '¹' => "1",
        '²' => "2",
        '³' => "3",
        '№' => "no",
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' => "",
        _ => {
            // Full-width Latin letters and digits as Japanese registers print them.
            let wide = u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32);
            let c = wide.filter(char::is_ascii_alphanumeric).unwrap_or(c);
            for small in c.to_lowercase() {
                put(small.encode_utf8(&mut [0; 4]));
            }
            return;
        }
    };
    put(plain);
}

/// True for the signs a word is made of.
pub(crate) fn is_word_char(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        // Most other signs are letters of Latin, or dashes and quotation marks.
        'À'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '№' | '\u{ad}'),
    }
}

/// Appends a text of ASCII in lower case.
fn append_lower(run: &str, out: &mut String) {
    let from = out.len();
    out.push_str(run);
    if let Some(tail) = out.get_mut(from..) {
        tail.make_ascii_lowercase();
    }
}

/// A text in small letters, each where it was: one whose small form is longer or shorter stays as it is.
#[allow(dead_code)] // The build script folds phrases only.
pub(crate) fn lowered(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let plain = rest.bytes().take_while(u8::is_ascii).count();
        append_lower(rest.get(..plain).unwrap_or(""), &mut out);
        let mut signs = rest.get(plain..).unwrap_or("").chars();
        let Some(sign) = signs.next() else {
            return out;
        };
        let mut small = sign.to_lowercase();
        let own = small.next().filter(|s| s.len_utf8() == sign.len_utf8());
        out.push(own.filter(|_| small.next().is_none()).unwrap_or(sign));
        rest = signs.as_str();
    }
}

/// Bytes of a text that is folded without any memory.
const ROOM: usize = 64;

/// What `read` says of a text folded as `fold_phrase` does; a short text is folded without any memory.
pub(crate) fn with_folded<T>(text: &str, read: impl FnOnce(&str) -> T) -> T {
    let mut room = [0; ROOM];
    let folded = fold_into(text, &mut room).and_then(|length| room.get(..length));
    match folded.map(str::from_utf8) {
        Some(Ok(folded)) => read(folded),
        _ => read(&fold_long(text)),
    }
}

/// The folded words of `text`, joined by single spaces: the form in which phrases are stored and looked up.
pub(crate) fn fold_phrase(text: &str) -> String {
    with_folded(text, str::to_string)
}

/// A text is folded that needs more room.
fn fold_long(text: &str) -> String {
    let mut room = vec![0; text.len() + 8];
    loop {
        if let Some(length) = fold_into(text, &mut room) {
            room.truncate(length);
            return String::from_utf8(room).unwrap_or_default();
        }
        room.resize(room.len() * 2, 0);
    }
}

/// What parts words, among `FOLDED`.
const GAP: u8 = 0;
/// A byte of a sign beyond ASCII, among `FOLDED`.
const BEYOND: u8 = 1;

/// What each byte is folded to: a small letter or a figure.
static FOLDED: [u8; 256] = {
    let mut all = [GAP; 256];
    let mut rest: &mut [u8] = &mut all;
    let mut byte = 0u8;
    while let [own, tail @ ..] = rest {
        if byte.is_ascii_alphanumeric() {
            *own = byte.to_ascii_lowercase();
        } else if !byte.is_ascii() {
            *own = BEYOND;
        }
        byte = byte.wrapping_add(1);
        rest = tail;
    }
    all
};

/// The folded form of a byte of a word; `None` of what is no letter or figure of ASCII.
#[inline]
pub(crate) fn fold_byte(byte: u8) -> Option<u8> {
    let folded = FOLDED.get(usize::from(byte)).copied();
    folded.filter(|folded| *folded > BEYOND)
}

/// Writes the folded words of `text` to the head of `room`: how many bytes they take; none where there is less room.
pub(crate) fn fold_into(text: &str, room: &mut [u8]) -> Option<usize> {
    let all = room.len();
    let mut free = room.iter_mut();
    // A blank is owed before the next word.
    let mut gap = false;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(folded) = fold_byte(byte) {
            if gap {
                *free.next()? = b' ';
                gap = false;
            }
            *free.next()? = folded;
            continue;
        }
        // What follows the first byte of a sign is read with it.
        if matches!(byte, 0x80..0xC0) {
            continue;
        }
        let beyond = if byte.is_ascii() {
            None
        } else {
            text.get(at..)
        };
        let sign = beyond.and_then(|tail| tail.chars().next());
        let Some(sign) = sign.filter(|c| is_word_char(*c)) else {
            gap = free.len() < all;
            continue;
        };
        if gap {
            *free.next()? = b' ';
            gap = false;
        }
        let mut full = false;
        fold_sign(sign, &mut |part| {
            for byte in part.bytes() {
                match free.next() {
                    Some(own) => *own = byte,
                    None => full = true,
                }
            }
        });
        if full {
            return None;
        }
    }
    Some(all - free.len())
}

#[cfg(test)]
mod tests {
    use super::lowered;

    #[test]
    fn small_letters_stand_where_the_large_ones_stood() {
        for (text, small) in [
            ("", ""),
            ("ALBA Nova 12", "alba nova 12"),
            ("ÑANDÚ – Łódź", "ñandú – łódź"),
            ("İZMİR", "İzmİr"),
            ("第三 Maru’S", "第三 maru’s"),
        ] {
            assert_eq!(lowered(text), small);
        }
    }
}
