//! Who may ask: pages of this server alone. Who may start and end runs: whoever opened the address that the program printed. And
//! the headers that every answer bears.
//!
//! A page of another origin can make a browser send requests here. It cannot make one bear this server's own name in
//! `Host` (which also stops names that are made to point at this machine), or its own origin in `Origin`, or send JSON
//! without asking first.
//!
//! Another user of the same machine can reach the server as well; of the own user's programs nothing more is asked, where the
//! system says whose they are ([`crate::peer`]). The printed address has a token, which a page's browser keeps in
//! a cookie and a program sends as `Authorization: Bearer`; without it everything can be read and nothing be started or ended.

use axum::http::{HeaderMap, Method, StatusCode, header};

use crate::Error;
use crate::answer::{Answer, error, set};

/// Scripts and data come from here alone; the engine may be compiled; an element may have a style of its own.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr \
                      'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What tells those who opened the printed address from others.
pub(crate) struct Token(String);

impl Token {
    /// One that nobody has seen.
    pub(crate) fn new() -> Result<Token, Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(|e| Error::Failed(format!("the system gives no random numbers: {e}")))?;
        Ok(Token(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// Whether a text is this token, found out in a time that does not depend on how much of it is right.
    pub(crate) fn is(&self, text: &str) -> bool {
        text.len() == self.0.len() && text.bytes().zip(self.0.bytes()).fold(0, |wrong, (a, b)| wrong | (a ^ b)) == 0
    }

    /// The cookie by which a browser shows it. Cookies of one name are shared between ports.
    pub(crate) fn cookie(&self, port: u16) -> String {
        format!("tauride-{port}={}; Path=/; HttpOnly; SameSite=Strict", self.0)
    }

    /// Has a request show it.
    pub(crate) fn show(&self, headers: &mut HeaderMap) {
        if let Ok(value) = header::HeaderValue::from_str(&format!("Bearer {}", self.0)) {
            headers.insert(header::AUTHORIZATION, value);
        }
    }

    /// Whether a request shows it.
    pub(crate) fn is_shown(&self, headers: &HeaderMap, port: u16) -> bool {
        let texts =
            |name: header::HeaderName| headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        let name = format!("tauride-{port}");
        let mut cookies =
            texts(header::COOKIE).flat_map(|line| line.split(';')).filter_map(|one| one.trim().split_once('='));
        let mut bearers = texts(header::AUTHORIZATION).filter_map(|text| text.strip_prefix("Bearer "));
        cookies.any(|(key, value)| key == name && self.is(value)) || bearers.any(|text| self.is(text.trim()))
    }
}

/// What those are told who do not show the token.
pub(crate) fn without_token() -> Answer {
    let message = "runs are started and ended from the address that the program printed as it began; open that one";
    error(StatusCode::FORBIDDEN, "token", message)
}

/// Refuses what no page of this server would send.
pub(crate) fn refusal(method: &Method, headers: &HeaderMap, port: u16, token: &Token) -> Option<Answer> {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let own = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}"));
    let host = text(header::HOST).unwrap_or("");
    let is_plain = port == 80 && ["127.0.0.1", "localhost", "[::1]"].contains(&host);
    if !is_plain && !own.iter().any(|name| name == host) {
        let message = format!("this server answers to the name localhost:{port} only");
        return Some(error(StatusCode::MISDIRECTED_REQUEST, "host", &message));
    }
    if matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    let is_own_origin = text(header::ORIGIN).is_none_or(|origin| origin == format!("http://{host}"));
    let site = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or("?"));
    if !is_own_origin || site.is_some_and(|site| !["same-origin", "none"].contains(&site)) {
        return Some(error(StatusCode::FORBIDDEN, "origin", "a page of another origin starts and ends nothing here"));
    }
    if matches!(*method, Method::POST | Method::DELETE) && !token.is_shown(headers, port) {
        return Some(without_token());
    }
    None
}

/// Whether a body says that it is JSON: a form of another page cannot say so without asking first.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    kind.split(';').next().unwrap_or("").trim().eq_ignore_ascii_case("application/json")
}

/// Adds what every answer bears; a written page has a policy of its own.
pub(crate) fn dress(answer: &mut Answer) {
    // A page that is an origin of its own is opened by none of this server's windows.
    if !answer.headers().contains_key(header::CONTENT_SECURITY_POLICY) {
        set(answer, header::CONTENT_SECURITY_POLICY, POLICY);
        set(answer, header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    }
    set(answer, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(answer, header::REFERRER_POLICY, "no-referrer");
    set(answer, header::X_FRAME_OPTIONS, "DENY");
    set(answer, header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(answer, header::HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asked(method: Method, pairs: &[(&'static str, &'static str)]) -> Option<u16> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().expect("a header"));
        }
        refusal(&method, &headers, 8017, &Token("5ec2e7".into())).map(|answer| answer.status().as_u16())
    }

    #[test]
    fn law_only_a_page_of_this_server_starts_anything() {
        let json = ("content-type", "application/json; charset=utf-8");
        let host = ("host", "localhost:8017");
        let known = ("cookie", "other=1; tauride-8017=5ec2e7");
        assert_eq!(asked(Method::GET, &[host]), None);
        assert_eq!(asked(Method::GET, &[("host", "evil.example:8017")]), Some(421));
        assert_eq!(asked(Method::GET, &[]), Some(421));
        assert_eq!(asked(Method::POST, &[host, json, known]), None);
        assert_eq!(asked(Method::POST, &[host, json, known, ("origin", "http://localhost:8017")]), None);
        assert_eq!(asked(Method::POST, &[host, json, known, ("origin", "http://evil.example")]), Some(403));
        assert_eq!(asked(Method::POST, &[host, json, known, ("origin", "null")]), Some(403));
        assert_eq!(asked(Method::POST, &[host, json, known, ("sec-fetch-site", "cross-site")]), Some(403));
        assert_eq!(asked(Method::POST, &[host, json, ("authorization", "Bearer 5ec2e7")]), None);
        for other in
            [json, ("cookie", "tauride-8018=5ec2e7"), ("cookie", "tauride-8017=5ec2e8"), ("authorization", "5ec2e7")]
        {
            assert_eq!(asked(Method::POST, &[host, json, other]), Some(403), "{other:?}");
        }
        let kind = |text: &'static str| HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(text))]);
        assert!(is_json(&kind("application/json")) && is_json(&kind("Application/JSON; charset=utf-8")));
        assert!(!is_json(&kind("text/plain")) && !is_json(&kind("text/plain; application/json")));
        assert!(!is_json(&HeaderMap::new()));
        assert_eq!(asked(Method::DELETE, &[host, ("origin", "http://127.0.0.1:8017")]), Some(403));
        assert_eq!(asked(Method::DELETE, &[host]), Some(403));
        assert_eq!(asked(Method::DELETE, &[host, known]), None);
        let tokens = [Token::new(), Token::new()].map(|token| token.unwrap_or_else(|e| panic!("{e}")));
        assert!(tokens[0].is(tokens[0].text()) && !tokens[0].is(tokens[1].text()) && !tokens[0].is(""));
    }
}
