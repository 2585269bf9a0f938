//! Folding of letters for comparison: no case, no accents, one form for every spelling of a letter.
//!
//! `Número` → `numero`, `ŁÓDŹ` → `lodz`.

/// Appends the folded form of `c`; combining marks vanish, other signs are appended as they are.
pub(crate) fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
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
        '²' => "2",
        '³' => "3",
        '№' => "no",
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' => "",
        _ => {
            // Full-width Latin letters and digits as Japanese registers print them.
            if let Some(ascii) = u32::from(c)
                .checked_sub(0xFEE0)
                .and_then(char::from_u32)
                .filter(char::is_ascii_alphanumeric)
            {
                out.push(ascii.to_ascii_lowercase());
            } else {
                out.extend(c.to_lowercase());
            }
            return;
        }
    };
    out.push_str(plain);
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

/// The letters and figures of ASCII that stand at byte `at`.
#[allow(dead_code)] // The build script folds phrases only.
pub(crate) fn plain_run(text: &str, at: usize) -> &str {
    let tail = text.get(at..).unwrap_or("");
    let width = tail
        .bytes()
        .position(|b| !b.is_ascii_alphanumeric())
        .unwrap_or(tail.len());
    tail.get(..width).unwrap_or("")
}

/// Appends letters and figures of ASCII in lower case.
pub(crate) fn append_lower(run: &str, out: &mut String) {
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

/// The folded words of `text`, joined by single spaces: the form in which phrases are stored and looked up.
pub(crate) fn fold_phrase(text: &str) -> String {
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut folded = String::new();
    let mut gap = false;
    for (at, byte) in text.bytes().enumerate() {
        let sign = match byte {
            0..0x80 => None,
            // What follows the first byte of a sign.
            0x80..0xC0 => continue,
            _ => text
                .get(at..)
                .and_then(|tail| tail.chars().next())
                .filter(|c| is_word_char(*c)),
        };
        if sign.is_none() && !byte.is_ascii_alphanumeric() {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(b' ');
            gap = false;
        }
        if let Some(sign) = sign {
            folded.clear();
            fold_char(sign, &mut folded);
            out.extend_from_slice(folded.as_bytes());
        } else {
            out.push(byte.to_ascii_lowercase());
        }
    }
    String::from_utf8(out).unwrap_or_default()
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
