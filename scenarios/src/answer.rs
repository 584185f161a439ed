//! What came back from an address, read as a browser reads it: text, links, forms with what they are filled with.

use axum::http::HeaderMap;

/// An answer of the service.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

/// A form of a page, filled as the page filled it.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// What it is filled with.
    pub fields: Vec<(String, String)>,
}

/// A tag with where it stands in the page.
struct Tag<'a> {
    name: &'a str,
    inside: &'a str,
    ends: usize,
}

impl Answer {
    /// A header; empty when it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where the answer leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The words on the page, tags taken out.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut rest = self.body.as_str();
        while let Some(at) = rest.find('<') {
            text.push_str(&rest[..at]);
            text.push(' ');
            rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
        }
        text.push_str(rest);
        unescaped(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the words stand on the page.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The text between two marks, to look at a part of a page; empty when they are not there.
    pub fn between(&self, from: &str, to: &str) -> String {
        let text = self.text();
        let Some(start) = text.find(from) else { return String::new() };
        let part = &text[start..];
        part[..part.find(to).unwrap_or(part.len())].to_owned()
    }

    /// The title in the browser's tab.
    pub fn title(&self) -> String {
        let start = self.body.find("<title>").map_or(0, |at| at + 7);
        let end = self.body.find("</title>").unwrap_or(start);
        unescaped(&self.body[start..end.max(start)])
    }

    /// Every address the page leads or sends to.
    pub fn addresses(&self) -> Vec<String> {
        let attribute = |tag: &Tag<'_>| ["href", "action", "src", "formaction"].map(|name| value(tag.inside, name));
        tags(&self.body).iter().flat_map(attribute).flatten().collect()
    }

    /// The forms of the page, in order.
    pub fn forms(&self) -> Vec<Form> {
        let all = tags(&self.body);
        let mut forms: Vec<Form> = Vec::new();
        let mut open = false;
        for (at, tag) in all.iter().enumerate() {
            match tag.name {
                "form" => {
                    open = true;
                    forms.push(Form { action: value(tag.inside, "action").unwrap_or_default(), fields: Vec::new() });
                }
                "/form" => open = false,
                "input" | "select" | "textarea" if open => {
                    if let (Some(form), Some(field)) = (forms.last_mut(), self.field(&all, at)) {
                        form.fields.push(field);
                    }
                }
                _ => {}
            }
        }
        forms
    }

    /// The form sent to this path; the last one, which holds most where a page has several.
    pub fn form(&self, path: &str) -> Form {
        let mut forms = self.forms();
        forms.retain(|form| form.action.split('?').next() == Some(path));
        forms.pop().unwrap_or_else(|| panic!("no form is sent to {path}: {} {}", self.status, self.text()))
    }

    fn field(&self, all: &[Tag<'_>], at: usize) -> Option<(String, String)> {
        let tag = &all[at];
        let name = value(tag.inside, "name")?;
        let text = match (tag.name, value(tag.inside, "type").as_deref()) {
            ("input", Some("radio" | "checkbox")) if !has(tag.inside, "checked") => return None,
            ("input", _) => value(tag.inside, "value").unwrap_or_default(),
            ("textarea", _) => {
                let end = self.body[tag.ends..].find("</textarea>")?;
                unescaped(&self.body[tag.ends..tag.ends + end])
            }
            _ => {
                let options =
                    || all[at + 1..].iter().take_while(|t| t.name != "/select").filter(|t| t.name == "option");
                let chosen = options().find(|t| has(t.inside, "selected")).or_else(|| options().next());
                chosen.and_then(|option| value(option.inside, "value")).unwrap_or_default()
            }
        };
        Some((name, text))
    }
}

impl Form {
    /// The form with a field filled in, or chosen.
    pub fn with(mut self, name: &str, value: &str) -> Form {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What a field is filled with; empty when the form has no such field.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// As it is sent.
    pub fn encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish()
    }
}

fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|n| at + n) {
        let Some(close) = html[open..].find('>').map(|n| open + n) else { break };
        let inside = &html[open + 1..close];
        let name = inside.split([' ', '\n', '\t']).next().unwrap_or_default();
        found.push(Tag { name, inside, ends: close + 1 });
        at = close + 1;
    }
    found
}

fn value(inside: &str, name: &str) -> Option<String> {
    let start = inside.find(&format!(" {name}=\""))? + name.len() + 3;
    let end = inside[start..].find('"')?;
    Some(unescaped(&inside[start..start + end]))
}

fn has(inside: &str, name: &str) -> bool {
    inside.split_whitespace().any(|word| word == name)
}

fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').filter(|end| *end < 10).and_then(|end| Some((end, character(&rest[1..end])?)));
        let (used, character) = entity.map_or((1, '&'), |(end, character)| (end + 1, character));
        plain.push(character);
        rest = &rest[used..];
    }
    plain + rest
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some(' '),
        _ => char::from_u32(entity.strip_prefix('#')?.parse().ok()?),
    }
}
