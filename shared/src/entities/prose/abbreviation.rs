//! Words whose dot ends no sentence.

/// True if the word that ends at `at` is an abbreviation, so that its dot ends no sentence.
pub(super) fn abbreviation(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or("");
    let start = head
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | '.' | '-' | '/'))
        .map_or(0, |i| i + 1);
    let word = head.get(start..).unwrap_or("");
    let lower = word.to_lowercase();
    let single = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    single
        || matches!(
            lower.as_str(),
            "no" | "nos"
                | "nr"
                | "num"
                | "núm"
                | "co"
                | "ltd"
                | "inc"
                | "corp"
                | "st"
                | "sta"
                | "sto"
                | "mr"
                | "mrs"
                | "ms"
                | "dr"
                | "capt"
                | "cap"
                | "cmdt"
                | "reg"
                | "ref"
                | "tel"
                | "jl"
                | "kel"
                | "kec"
                | "prov"
                | "kab"
                | "jr"
                | "sr"
                | "sra"
                | "d"
                | "dª"
                | "av"
                | "avda"
                | "rd"
                | "ave"
                | "bldg"
                | "lat"
                | "long"
                | "approx"
                | "ca"
                | "gt"
                | "art"
                | "b"
                | "p.o"
                | "s.a"
                | "s.l"
                | "cía"
                | "cia"
                | "pt"
                | "ext"
                | "ident"
                | "lic"
                | "aut"
                | "mat"
                | "matr"
                | "esq"
                | "int"
                | "dept"
                | "n"
                | "nº"
                | "tlf"
                | "fax"
                | "vs"
                | "viz"
                | "cf"
                | "i.e"
                | "e.g"
        )
}
