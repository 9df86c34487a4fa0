//! What each address answers. `openapi.json` beside this folder describes the same for programs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request as Asked, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::routing::get;
use serde_json::json;
use tokio::sync::watch;
use view::request::Request;

use crate::answer::{Answer, error, json_with, set, with};
use crate::runs::{MOST_RUNNING, Refused, Runs};
use crate::{FINEST, bundle, guard};

/// The description of the interface.
pub(crate) const OPENAPI: &str = include_str!("../openapi.json");
/// Bytes that a request's body may have.
const LONGEST_BODY: usize = 16 * 1024;
/// A request is answered within this time, or told that it will not be.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a server has at hand.
pub(crate) struct House {
    pub port: u16,
    pub files: BTreeMap<String, &'static [u8]>,
    pub stage: Bytes,
    /// The packed film of the first world, once there is one.
    pub first: watch::Receiver<Option<Bytes>>,
    pub runs: Arc<Runs>,
}

/// Every address.
pub(crate) fn router(house: Arc<House>) -> Router {
    Router::new()
        .route("/api/about", get(about))
        .route("/api/openapi.json", get(|| async { with(StatusCode::OK, "application/json", OPENAPI) }))
        .route("/api/runs", get(list).post(begin))
        .route("/api/runs/{id}", get(state).delete(cancel))
        .route("/api/runs/{id}/film", get(film))
        .route("/data/stage.json", get(stage))
        .route("/data/first.film.gz", get(first))
        .method_not_allowed_fallback(|| async {
            error(StatusCode::METHOD_NOT_ALLOWED, "method", "this address does not take this method")
        })
        .fallback(file)
        .layer(middleware::from_fn_with_state(Arc::clone(&house), watched))
        .with_state(house)
}

/// What surrounds every answer: who may ask, how long it may take, and what it bears.
async fn watched(State(house): State<Arc<House>>, asked: Asked, next: Next) -> Answer {
    let mut answer = match guard::refusal(asked.method(), asked.headers(), house.port) {
        Some(refusal) => refusal,
        None => match tokio::time::timeout(PATIENCE, next.run(asked)).await {
            Ok(answer) => answer,
            Err(_) => error(StatusCode::REQUEST_TIMEOUT, "slow", "the request took too long"),
        },
    };
    guard::dress(&mut answer);
    answer
}

async fn about() -> Answer {
    let about = json!({
        "name": "tauride", "version": env!("CARGO_PKG_VERSION"), "finest": FINEST, "most_running": MOST_RUNNING,
    });
    json_with(StatusCode::OK, &about)
}

async fn stage(State(house): State<Arc<House>>) -> Answer {
    with(StatusCode::OK, "application/json", house.stage.clone())
}

async fn first(State(house): State<Arc<House>>) -> Answer {
    let mut first = house.first.clone();
    let film = first.wait_for(Option::is_some).await.ok().and_then(|film| film.clone());
    match film {
        Some(film) => with(StatusCode::OK, "application/gzip", film),
        None => error(StatusCode::NOT_FOUND, "nothing", "the first world could not be made"),
    }
}

/// A file of the page.
async fn file(State(house): State<Arc<House>>, method: Method, uri: Uri) -> Answer {
    if !matches!(method, Method::GET | Method::HEAD) {
        return error(StatusCode::METHOD_NOT_ALLOWED, "method", "this address is only read");
    }
    let path = if uri.path() == "/" { "index.html" } else { uri.path().trim_start_matches('/') };
    match house.files.get(path) {
        Some(bytes) => {
            let mut answer = with(StatusCode::OK, bundle::kind(path), *bytes);
            // Names stay the same from one version to the next.
            set(&mut answer, header::CACHE_CONTROL, "no-cache");
            answer
        }
        None => error(StatusCode::NOT_FOUND, "nothing", "there is nothing at this address; see /api/openapi.json"),
    }
}

async fn list(State(house): State<Arc<House>>) -> Answer {
    let runs = Arc::clone(&house.runs);
    let list = tokio::task::spawn_blocking(move || runs.list()).await.unwrap_or_default();
    json_with(StatusCode::OK, &list)
}

/// The name of a run in an address; what is no text names no run.
type Name = Result<Path<String>, PathRejection>;

fn name(name: Name) -> String {
    name.map(|Path(name)| name).unwrap_or_default()
}

async fn state(State(house): State<Arc<House>>, id: Name) -> Answer {
    let id = name(id);
    house.runs.state(&id).map_or_else(no_run, |state| json_with(StatusCode::OK, &state))
}

async fn cancel(State(house): State<Arc<House>>, id: Name) -> Answer {
    let id = name(id);
    match (house.runs.cancel(&id), house.runs.state(&id)) {
        (true, Some(state)) => json_with(StatusCode::ACCEPTED, &state),
        (_, Some(_)) => error(StatusCode::CONFLICT, "over", "this run is over"),
        (_, None) => no_run(),
    }
}

fn no_run() -> Answer {
    error(StatusCode::NOT_FOUND, "no-run", "there is no run of this name")
}

async fn begin(State(house): State<Arc<House>>, headers: HeaderMap, body: Body) -> Answer {
    if !guard::is_json(&headers) {
        let message = "send a JSON body with `content-type: application/json`";
        return error(StatusCode::UNSUPPORTED_MEDIA_TYPE, "type", message);
    }
    let Ok(bytes) = to_bytes(body, LONGEST_BODY).await else {
        let message = format!("a request's body has at most {LONGEST_BODY} bytes");
        return error(StatusCode::PAYLOAD_TOO_LARGE, "large", &message);
    };
    let request = match std::str::from_utf8(&bytes).map_err(|e| e.to_string()).and_then(Request::read) {
        Ok(request) => request,
        Err(text) => return error(StatusCode::BAD_REQUEST, "request", &text),
    };
    if request.scale < FINEST {
        let message = format!("this server runs worlds of 1:{FINEST} or coarser; for finer ones use `tauride run`");
        return error(StatusCode::BAD_REQUEST, "scale", &message);
    }
    let runs = Arc::clone(&house.runs);
    // Reading a scenario takes a while, and must not hold up those who only ask.
    match tokio::task::spawn_blocking(move || runs.begin(request)).await {
        Ok(Ok(name)) => {
            let state = house.runs.state(&name).unwrap_or_else(|| json!({ "id": name }));
            json_with(StatusCode::ACCEPTED, &state)
        }
        Ok(Err(Refused::Busy)) => {
            let message = format!(
                "{MOST_RUNNING} runs are under way, which is all that this server does at a time; try again later, or cancel one"
            );
            let mut answer = error(StatusCode::SERVICE_UNAVAILABLE, "busy", &message);
            set(&mut answer, header::RETRY_AFTER, "5");
            answer
        }
        Ok(Err(Refused::Wrong(text))) => error(StatusCode::BAD_REQUEST, "request", &text),
        Err(_) => error(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the run could not be begun"),
    }
}

async fn film(State(house): State<Arc<House>>, id: Name) -> Answer {
    let id = name(id);
    let (runs, name) = (Arc::clone(&house.runs), id.clone());
    match tokio::task::spawn_blocking(move || runs.kept_film(&name)).await {
        Ok(Some(film)) => with(StatusCode::OK, "application/gzip", film),
        _ if house.runs.state(&id).is_some() => error(StatusCode::CONFLICT, "unfinished", "this run has no film yet"),
        _ => no_run(),
    }
}
