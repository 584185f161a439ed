//! Whether two addresses are one place: somebody on probation is visited where somebody else lives whom they must not meet.
//!
//! Nobody types an address twice in the same way. Two are taken for one place when the postcode and the number of the
//! house are the same, whatever stands before it: a flat and the house it is in are one, for they have one front door.
//! The postcode counts wherever it was typed, on a line of its own or behind the town.
//!
//! Of some homes no postcode is recorded. Those are compared by number, street and town as they are written
//! ([`ways_without_postcode`]): somebody may be kept from a house of the same number and street in another town, where a
//! senior lets it be, but not be sent to the house itself.

/// What an address has in common with every other way to write it; none when there is nothing to tell it by.
pub fn place_of(lines: &[String], postcode: &str) -> Option<String> {
    let (lines, found) = without_postcode(lines);
    let postcode = if postcode.trim().is_empty() { found.unwrap_or_default() } else { postcode.to_owned() };
    let postcode = letters_and_digits(&postcode);
    let parts: Vec<Vec<&str>> = lines.iter().flat_map(|line| line.split([',', ';'])).map(words).collect();
    let told = if postcode.is_empty() { None } else { number(&parts) };
    let place = match told {
        Some(number) => format!("{postcode} {number}"),
        // Without a postcode a number is that of many houses, and without a number a postcode is.
        None => format!("{postcode} {}", letters_and_digits(&parts.concat().concat())),
    };
    (!place.trim().is_empty()).then(|| place.trim().to_owned())
}

/// What [`place_of`] says of the same address where it stands without its postcode: whatever is written before the number of
/// the house, and however much behind the street. Where it has no number: its beginning, by two parts of it or more.
pub fn ways_without_postcode(lines: &[String]) -> Vec<String> {
    let (lines, _) = without_postcode(lines);
    let parts: Vec<Vec<&str>> = lines.iter().flat_map(|line| line.split([',', ';'])).map(words).collect();
    let all = parts.concat();
    let ends: Vec<usize> = (1..=parts.len()).map(|n| parts[..n].iter().map(Vec::len).sum()).collect();
    let (starts, least): (Vec<usize>, usize) = match number_at(&parts) {
        // The number, and the street or what is left of it.
        Some(house) => {
            let before = ends.iter().copied().filter(|end| *end < house);
            (before.chain([0, house]).collect(), all.len().min(house + 2))
        }
        None => (vec![0], ends.get(1).copied().unwrap_or(all.len())),
    };
    let ends = ends.iter().filter(|end| **end >= least);
    let mut ways: Vec<String> =
        ends.flat_map(|end| starts.iter().map(|start| letters_and_digits(&all[*start..*end].concat()))).collect();
    ways.retain(|way| !way.is_empty());
    ways.sort();
    ways.dedup();
    ways
}

/// A line without the postcode that it ends in, and that, as `ZZ1 1ZZ`; none where it ends in no such thing.
pub fn split_postcode(line: &str) -> Option<(&str, String)> {
    let between = |c: char| c.is_whitespace() || c == ',' || c == ';';
    let line = line.trim_matches(|c: char| between(c) || c == '.');
    // It is the last word, or, written with a space in it, the last two.
    let word = |end: usize| line[..end].trim_end_matches(between).rfind(between).map_or(0, |at| at + 1);
    let last = word(line.len());
    let starts = [last, word(last)];
    let (at, code) = starts.into_iter().find_map(|at| Some((at, postcode(&line[at..])?)))?;
    Some((line[..at].trim_end_matches(between), code))
}

/// The lines without the postcode in them, and that: nothing stands behind it but a country.
fn without_postcode(lines: &[String]) -> (Vec<&str>, Option<String>) {
    let mut left: Vec<&str> = lines.iter().map(String::as_str).collect();
    let found = left.iter().enumerate().rev().find_map(|(at, line)| Some((at, split_postcode(line)?)));
    let Some((at, (rest, code))) = found else { return (left, None) };
    left[at] = rest;
    (left, Some(code))
}

/// As `ZZ1 1ZZ`: one or two letters, a figure and at most one sign more, then a figure and two letters.
fn postcode(text: &str) -> Option<String> {
    let signs: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    let (outward, inward) = signs.split_at_checked(signs.len().checked_sub(3)?)?;
    let letters = outward.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    let district = &outward[letters..];
    let fits = (1..=2).contains(&letters)
        && (1..=2).contains(&district.len())
        && district[0].is_ascii_digit()
        && district.iter().all(char::is_ascii_alphanumeric)
        && inward[0].is_ascii_digit()
        && inward[1..].iter().all(char::is_ascii_alphabetic);
    fits.then(|| format!("{} {}", outward.iter().collect::<String>(), inward.iter().collect::<String>()))
}

fn words(part: &str) -> Vec<&str> {
    part.split_whitespace().collect()
}

/// The number of the house: the one nearest to the street, in the last part of the address that begins with a number. What
/// stands before it has numbers of its own: flats, floors, and the cottages behind the house.
fn number(parts: &[Vec<&str>]) -> Option<String> {
    let all = parts.concat();
    let word = all.get(number_at(parts)?)?;
    // Of `14-16` and `14/2` the first tells the house.
    Some(word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(word).to_uppercase())
}

/// Which of all their words it is.
fn number_at(parts: &[Vec<&str>]) -> Option<usize> {
    let begins = |part: &Vec<&str>| part.first().is_some_and(|word| is_number(word));
    match parts.iter().rposition(begins) {
        Some(at) => Some(parts[..at].iter().map(Vec::len).sum::<usize>() + last_number(&parts[at])?),
        None => last_number(&parts.concat()),
    }
}

/// Which of these words is the last number that is not of a part of a house.
fn last_number(words: &[&str]) -> Option<usize> {
    let of_part =
        |word: &str| ["flat", "room", "unit", "apartment", "apt", "floor"].contains(&word.to_lowercase().as_str());
    let numbered = words.iter().enumerate().filter(|(_, word)| is_number(word));
    let mut houses = numbered.filter(|(at, _)| *at == 0 || !of_part(words[at - 1]));
    houses.next_back().map(|(at, _)| at)
}

/// `14` and `14a`; a `2nd` floor has no number.
fn is_number(word: &str) -> bool {
    let word = word.to_lowercase();
    let figures = word.trim_start_matches(|c: char| c.is_ascii_digit());
    figures.len() < word.len() && !["st", "nd", "rd", "th"].contains(&figures)
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
