//! Whether two addresses are one place: somebody on probation is visited where somebody else lives whom they must not meet.
//!
//! Nobody types an address twice in the same way. Two are taken for one place when the postcode and the number of the
//! house are the same, whatever stands before it: a flat and the house it is in are one, for they have one front door.

/// What an address has in common with every other way to write it; none when there is nothing to tell it by.
pub fn place_of(lines: &[String], postcode: &str) -> Option<String> {
    let postcode = letters_and_digits(postcode);
    let words: Vec<&str> = lines.iter().flat_map(|line| line.split([' ', ',', ';', '/'])).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let told = if postcode.is_empty() { None } else { number(&words) };
    let place = match told {
        Some(number) => format!("{postcode} {number}"),
        // Without a postcode a number is that of many houses, and without a number a postcode is.
        None => format!("{postcode} {}", letters_and_digits(&words.concat())),
    };
    (!place.trim().is_empty()).then(|| place.trim().to_owned())
}

/// The number of the house: the first that is not of a part of it.
fn number(words: &[&str]) -> Option<String> {
    let part =
        |word: &str| ["flat", "room", "unit", "apartment", "apt", "floor"].contains(&word.to_lowercase().as_str());
    let numbered = words.iter().enumerate().filter(|(_, word)| word.starts_with(|c: char| c.is_ascii_digit()));
    let mut houses = numbered.filter(|(at, _)| *at == 0 || !part(words[at - 1]));
    houses.next().map(|(_, word)| letters_and_digits(word))
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
