//! Names as they are searched: words in lower case, without accents or punctuation.

/// The words of a name, folded: `O’Brien-Łuczak, Siân` gives `obrien`, `luczak`, `sian`.
///
/// An apostrophe joins, everything else that is no letter or digit parts.
pub(crate) fn words(name: &str) -> Vec<String> {
    let plain = deunicode::deunicode(name).to_lowercase().replace(['\'', '`'], "");
    let mut words: Vec<String> =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        for typed in ["O’Brien-Łuczak, Siân", "SIAN OBRIEN LUCZAK", "luczak o'brien  sian"] {
            assert_eq!(words(typed), ["luczak", "obrien", "sian"], "{typed}");
        }
    }
}
