//! The files a browser fetches, embedded at build and served under names that hold their digest.
//!
//! A name never changes its bytes, so a browser may keep it for good. Pages themselves are
//! `no-store`: they hold people's records.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One embedded file.
struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Content type and bytes of an embedded file, by its hashed name (`throughcare.0123456789ab.css`).
pub fn find(name: &str) -> Option<(&'static str, &'static [u8])> {
    ASSETS.iter().find(|asset| asset.name == name).map(|asset| (asset.content_type, asset.bytes))
}

/// Serves `/static/{name}`.
pub async fn serve(Path(name): Path<String>) -> Response {
    let Some((content_type, bytes)) = find(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, bytes).into_response()
}

/// The content security policy every page is sent with: own files only, nothing inline, no frames.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_a_page_uses_is_served() {
        for url in [CSS, JS, ICON] {
            let name = url.strip_prefix("/static/").expect("addresses start with /static/");
            assert!(find(name).is_some(), "{url}");
        }
        assert!(find("throughcare.css").is_none());
    }

    #[test]
    fn no_protected_mark_or_typeface_is_embedded() {
        for asset in ASSETS {
            let text = String::from_utf8_lossy(asset.bytes).to_lowercase();
            for word in ["gds transport", "crown", "royal", "crest"] {
                assert!(!text.contains(word), "{} holds {word}", asset.name);
            }
        }
    }

    #[test]
    fn the_first_visit_weighs_less_than_150_kilobytes() {
        let first: usize = ASSETS.iter().filter(|a| !a.name.starts_with("latin-ext")).map(|a| a.bytes.len()).sum();
        assert!(first < 150_000, "{first} bytes");
    }
}
