//! Makes the three kinds of file a browser fetches (one style sheet, one script, two or four
//! fonts) and the small table of them that `src/assets.rs` includes.
//!
//! The design systems come from npm (`npm ci` at the root of the repository), not from git, so the
//! lock file's digests pin them. What may not be used away from the government's own domain never
//! enters the program: crown, crest, GOV.UK logo, GDS Transport. Rules for components that no page
//! uses are left out, which brings 230 KB of style down to about a third.
//!
//! Absent on purpose: Sass, a bundler, anything fetched from the network.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

const GOVUK_CSS: &str = "govuk-frontend/dist/govuk/govuk-frontend.min.css";
const MOJ_CSS: &str = "@ministryofjustice/frontend/moj/moj-frontend.min.css";
const FONTS: &str = "@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next";

/// The components that pages use. A rule whose selector names any other component is left out.
const COMPONENTS: &[&str] = &[
    "govuk-back-link",
    "govuk-button",
    "govuk-button-group",
    "govuk-checkboxes",
    "govuk-error-message",
    "govuk-error-summary",
    "govuk-fieldset",
    "govuk-form-group",
    "govuk-hint",
    "govuk-input",
    "govuk-inset-text",
    "govuk-label",
    "govuk-link",
    "govuk-list",
    "govuk-pagination",
    "govuk-radios",
    "govuk-select",
    "govuk-skip-link",
    "govuk-summary-list",
    "govuk-tag",
    "govuk-template",
    "govuk-textarea",
    "govuk-visually-hidden",
    "moj-sub-navigation",
];

/// Words that would mean a protected mark or typeface slipped through.
const FORBIDDEN: &[&str] = &["GDS Transport", "crown", "crest", "logotype", "opengraph"];

const FAMILY: &str = "var(--tc-font)";

fn main() {
    #[expect(clippy::disallowed_methods, reason = "cargo tells a build script where it is this way")]
    let crate_dir = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets this"));
    let npm = crate_dir.join("../../node_modules");
    let own = crate_dir.join("static");
    println!("cargo::rerun-if-changed={}", npm.join(".package-lock.json").display());
    println!("cargo::rerun-if-changed={}", own.display());
    println!("cargo::rerun-if-changed=build.rs");

    let mut out = Output::new();
    let mut css = String::new();
    for file in [GOVUK_CSS, MOJ_CSS] {
        prune(&without_brand(&text(&npm.join(file))), &mut css);
    }
    let mut app = squeeze(&text(&own.join("app.css")));
    for face in ["latin-400", "latin-700", "latin-ext-400", "latin-ext-700"] {
        let bytes = read(&npm.join(format!("{FONTS}-{face}-normal.woff2")));
        let url = out.add(face, "woff2", "font/woff2", &bytes);
        app = app.replace(&format!("font:{face}"), &url);
    }
    css.push_str(&app);
    check(&css);

    let style = out.add("throughcare", "css", "text/css; charset=utf-8", css.as_bytes());
    let script = out.add("throughcare", "js", "text/javascript; charset=utf-8", &read(&own.join("init.js")));
    let icon = out.add("mark", "svg", "image/svg+xml", &read(&own.join("mark.svg")));
    out.constant("CSS", "The one style sheet.", &style);
    out.constant("JS", "The one script, a module; every task works without it.", &script);
    out.constant("ICON", "The mark, as a favicon.", &icon);
    out.write();
}

/// What goes into `OUT_DIR`: hashed files and the Rust table of them.
struct Output {
    dir: PathBuf,
    table: String,
    constants: String,
}

impl Output {
    #[expect(clippy::disallowed_methods, reason = "cargo gives a build script its folder only so")]
    fn new() -> Self {
        let dir = std::env::var_os("OUT_DIR").map(PathBuf::from).expect("cargo sets OUT_DIR");
        Self { dir, table: String::new(), constants: String::new() }
    }

    /// Writes one file under a name that holds its digest; gives its address.
    fn add(&mut self, stem: &str, extension: &str, content_type: &str, bytes: &[u8]) -> String {
        let digest = HEXLOWER.encode(&Sha256::digest(bytes)[..6]);
        let name = format!("{stem}.{digest}.{extension}");
        fs::write(self.dir.join(&name), bytes).expect("OUT_DIR can be written");
        writeln!(
            self.table,
            "    Asset {{ name: {name:?}, content_type: {content_type:?}, \
             bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\")) }},"
        )
        .expect("a string takes writes");
        format!("/static/{name}")
    }

    fn constant(&mut self, name: &str, doc: &str, url: &str) {
        writeln!(self.constants, "/// {doc}\npub const {name}: &str = {url:?};").expect("a string takes writes");
    }

    fn write(self) {
        let code = format!("static ASSETS: &[Asset] = &[\n{}];\n{}", self.table, self.constants);
        fs::write(self.dir.join("assets.rs"), code).expect("OUT_DIR can be written");
    }
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| {
        panic!("{}: {error}. The design system comes from npm. Run `npm ci` first", path.display())
    })
}

fn text(path: &Path) -> String {
    String::from_utf8(read(path)).unwrap_or_else(|_| panic!("{} is not UTF-8", path.display()))
}

/// Takes out the licensed typeface: its `@font-face` rules and every use of its name.
fn without_brand(css: &str) -> String {
    let mut kept = css.to_owned();
    while let Some(start) = kept.find("@font-face{") {
        let end = kept[start..].find('}').map_or(kept.len(), |n| start + n + 1);
        kept.replace_range(start..end, "");
    }
    kept.replace("\"GDS Transport\",arial,sans-serif", FAMILY).replace("GDS Transport,arial,sans-serif", FAMILY)
}

/// Copies the rules whose selectors name only [`COMPONENTS`] (or no component at all).
fn prune(css: &str, out: &mut String) {
    let mut rest = css.trim();
    while let Some(open) = rest.find(['{', ';']) {
        let head = rest[..open].trim();
        if rest.as_bytes()[open] == b';' {
            // @charset and the like: the sheet is served with its charset.
            rest = &rest[open + 1..];
            continue;
        }
        let close = matching(rest, open);
        let body = &rest[open + 1..close];
        rest = &rest[close + 1..];
        if head.starts_with("@media") || head.starts_with("@supports") {
            let mut inner = String::new();
            prune(body, &mut inner);
            if !inner.is_empty() {
                write!(out, "{head}{{{inner}}}").expect("a string takes writes");
            }
        } else if head.starts_with('@') {
            write!(out, "{head}{{{body}}}").expect("a string takes writes");
        } else {
            let wanted: Vec<&str> = selectors(head).into_iter().filter(|s| is_used(s)).collect();
            if !wanted.is_empty() {
                write!(out, "{}{{{body}}}", wanted.join(",")).expect("a string takes writes");
            }
        }
    }
}

fn matching(css: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in css.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    panic!("a style sheet from npm has an unclosed brace");
}

/// Splits at the commas that stand outside brackets.
fn selectors(head: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_i32, 0);
    for (at, byte) in head.bytes().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b',' if depth == 0 => {
                parts.push(&head[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&head[from..]);
    parts
}

fn is_used(selector: &str) -> bool {
    selector.split('.').skip(1).all(|class| {
        let end = class.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '\\' | '!')));
        let class = &class[..end.unwrap_or(class.len())];
        if class.starts_with('\\') {
            // `.\:focus` stands in for a state in the design system's own examples.
            return true;
        }
        let block = class.split("--").next().unwrap_or(class);
        let block = block.split("__").next().unwrap_or(block);
        COMPONENTS
            .iter()
            .any(|c| block == *c || block.strip_prefix(c).is_some_and(|size| size.len() <= 3 && size.starts_with('-')))
    })
}

/// Our own sheet without comments and indents.
fn squeeze(css: &str) -> String {
    let mut kept = css.to_owned();
    while let Some(start) = kept.find("/*") {
        let end = kept[start..].find("*/").map_or(kept.len(), |n| start + n + 2);
        kept.replace_range(start..end, "");
    }
    kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn check(css: &str) {
    for word in FORBIDDEN {
        assert!(!css.contains(word), "the style sheet still holds {word:?}");
    }
    for url in css.split("url(").skip(1) {
        assert!(
            url.trim_start_matches('"').starts_with("/static/"),
            "the style sheet asks for a file we don't serve: {}",
            &url[..60.min(url.len())]
        );
    }
}
