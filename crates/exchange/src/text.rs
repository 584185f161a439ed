//! Cleaning and distrusting text.

use std::borrow::Cow;

/// Runs of white space become one space, and none is left at either end: a list printed prettily says the same.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(is_space);
    let bytes = trimmed.as_bytes();
    let uneven = bytes.windows(2).any(|w| is_space_byte(w[0]) && (w[0] != b' ' || is_space_byte(w[1])));
    if !uneven {
        return Cow::Borrowed(trimmed);
    }
    let mut out = String::with_capacity(trimmed.len());
    for word in trimmed.split(is_space).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// Tidied, and nothing when nothing is left.
pub(crate) fn some(text: &str) -> Option<String> {
    let tidy = tidy(text);
    (!tidy.is_empty()).then(|| tidy.into_owned())
}

/// What shows that text was damaged before or on its way here, if anything does: control characters, the replacement
/// character, or letters that are UTF-8 read as if it were Windows-1252 (“Ã©” for “é”).
pub(crate) fn damage(text: &str) -> Option<String> {
    if let Some(byte) = text.bytes().find(|b| *b < 0x20 && !is_space_byte(*b) || *b == 0x7f) {
        return Some(format!("control character {byte:#04x}"));
    }
    if text.is_ascii() {
        return None;
    }
    for c in text.chars().filter(|c| !c.is_ascii()) {
        match c {
            '\u{80}'..='\u{9f}' => return Some(format!("control character {:#06x}", u32::from(c))),
            '\u{fffd}' => return Some("a character was already lost (U+FFFD)".to_owned()),
            '\u{fffe}' | '\u{ffff}' => return Some("not a character".to_owned()),
            _ => {}
        }
    }
    text.split(|c: char| c.is_ascii()).filter(|run| !run.is_empty()).find_map(misread)
}

/// The run of other letters read again as the UTF-8 that it once was, when it can be.
fn misread(run: &str) -> Option<String> {
    let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(run);
    if lost {
        return None;
    }
    let meant = std::str::from_utf8(&bytes).ok()?;
    Some(format!("“{run}” looks like “{meant}” read in the wrong encoding"))
}

/// How many lines end within.
pub(crate) fn lines(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

fn is_space(c: char) -> bool {
    c.is_ascii() && is_space_byte(c as u8)
}

fn is_space_byte(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_evened_out() {
        for (given, expected) in [
            ("a b", "a b"),
            (" a\n\t  b ", "a b"),
            ("a  b", "a b"),
            ("a\nb", "a b"),
            ("", ""),
            (" \r\n", ""),
            ("é  ô", "é ô"),
        ] {
            assert_eq!(tidy(given), expected);
        }
    }

    #[test]
    fn text_read_in_the_wrong_encoding_is_noticed_and_honest_text_is_not() {
        for honest in ["£116.18", "Siân Prîs", "Ŵyn tŷ", "D’Arcy – “x”", "Łódź", "BÉBÉ", "Zoë Müller", "100°C", "½"]
        {
            assert_eq!(damage(honest), None, "{honest}");
        }
        for bad in ["SiÃ¢n", "â€™", "Â£10", "a\u{0}b", "a\u{81}", "Si\u{fffd}n"] {
            assert!(damage(bad).is_some(), "{bad}");
        }
    }
}
