//! Answers: JSON, files, and errors as JSON.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

pub(crate) type Answer = Response<Body>;

pub(crate) fn with(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Answer {
    let mut answer = Response::new(body.into());
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}

pub(crate) fn json_with(status: StatusCode, value: &Value) -> Answer {
    let mut answer = with(status, "application/json", value.to_string());
    set(&mut answer, header::CACHE_CONTROL, "no-store");
    answer
}

pub(crate) fn set(answer: &mut Answer, name: HeaderName, value: &'static str) {
    answer.headers_mut().insert(name, HeaderValue::from_static(value));
}

/// An error: a word for programs and a sentence for people.
pub(crate) fn error(status: StatusCode, code: &str, message: &str) -> Answer {
    json_with(status, &json!({ "error": { "code": code, "message": message } }))
}
