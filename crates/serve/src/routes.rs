//! What each address answers. `openapi.json` beside this folder describes the same for programs.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request as Asked, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::routing::get;
use serde_json::json;
use view::request::Request;

use crate::answer::{Answer, error, json_with, set, with};
use crate::bundle::Sent;
use crate::guard::Token;
use crate::job::Keeps;
use crate::runs::{GONE, MOST_RUNNING, Part, Refused, Runs, name_of};
use crate::studies::Studies;
use crate::{FINEST, bundle, guard, studies};

/// The description of the interface.
pub(crate) const OPENAPI: &str = include_str!("../openapi.json");
/// Bytes that a request's body may have.
const LONGEST_BODY: usize = 16 * 1024;
/// A request is answered within this time, or told that it will not be.
const PATIENCE: Duration = Duration::from_secs(20);
/// Time in which a request's body must have come.
const BODY_TIME: Duration = Duration::from_secs(5);
/// A page that waits for the world that it opens with asks again after so long.
const MAKING: Duration = Duration::from_secs(15);

/// How often it is looked whether a world may begin that a page waits for.
const TURN: Duration = Duration::from_millis(100);

/// Longest time that a run waits for its turn, where that is asked for.
const LONGEST_TURN: Duration = Duration::from_secs(12);

/// How often it is looked whether a world that is waited for is there.
const LOOKING: Duration = Duration::from_millis(4);

/// Longest time that an answer waits for a run to be over, where that is asked for.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// What a server has at hand.
pub(crate) struct House {
    pub port: u16,
    pub token: Token,
    pub runs: Arc<Runs>,
    pub studies: Studies,
}

/// Whether a connection is of the server's own user, of whom no token is asked.
#[derive(Clone, Copy)]
pub(crate) struct Own(pub bool);

/// Every address.
pub(crate) fn router(house: Arc<House>) -> Router {
    Router::new()
        .route("/api/about", get(about))
        .route("/api/openapi.json", get(|| async { with(StatusCode::OK, "application/json", OPENAPI) }))
        .route("/api/runs", get(list).post(begin))
        .route("/api/runs/{id}", get(state).delete(cancel))
        .route("/api/runs/{id}/film", get(film))
        .route("/api/studies", get(list_studies))
        .route("/studies/{id}/{page}", get(study))
        .route("/data/cases.json", get(cases))
        .route("/data/stage.json", get(async |headers: HeaderMap| stage(view::kept::first(), headers).await))
        .route("/data/{case}/stage.json", get(async |case: Name, headers: HeaderMap| stage(name(case), headers).await))
        .route("/data/odds.json", get(async |headers: HeaderMap| odds(&view::kept::first(), &headers)))
        .route("/data/{case}/odds.json", get(async |case: Name, headers: HeaderMap| odds(&name(case), &headers)))
        .route(
            "/data/first.film.gz",
            get(async |of: Held, headers: HeaderMap| opening(of, view::kept::first(), Part::First, headers).await),
        )
        .route(
            "/data/rest.film.gz",
            get(async |of: Held, headers: HeaderMap| opening(of, view::kept::first(), Part::Rest, headers).await),
        )
        .route(
            "/data/{case}/first.film.gz",
            get(async |of: Held, case: Name, headers: HeaderMap| opening(of, name(case), Part::First, headers).await),
        )
        .route(
            "/data/{case}/rest.film.gz",
            get(async |of: Held, case: Name, headers: HeaderMap| opening(of, name(case), Part::Rest, headers).await),
        )
        .method_not_allowed_fallback(|| async {
            error(StatusCode::METHOD_NOT_ALLOWED, "method", "this address does not take this method")
        })
        .fallback(file)
        .layer(middleware::from_fn_with_state(Arc::clone(&house), watched))
        .with_state(house)
}

/// What surrounds every answer: who may ask, how long it may take, and what it bears.
async fn watched(State(house): State<Arc<House>>, mut asked: Asked, next: Next) -> Answer {
    if asked.extensions().get::<Own>().is_some_and(|own| own.0) {
        house.token.show(asked.headers_mut());
    }
    let mut answer = match guard::refusal(asked.method(), asked.headers(), house.port, &house.token) {
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
        "at_once": std::thread::available_parallelism().map_or(1, usize::from).min(MOST_RUNNING),
    });
    json_with(StatusCode::OK, &about)
}

/// The server, as a handler is given it.
type Held = State<Arc<House>>;

async fn cases() -> Answer {
    json_with(StatusCode::OK, &bundle::cases(&|_| true))
}

/// What is known of the worlds of a case; `null` where nothing is.
fn odds(case: &str, headers: &HeaderMap) -> Answer {
    let odds = Sent::of("odds.json", bundle::odds(case).unwrap_or(b"null").to_vec());
    sent(&odds, "odds.json", headers, "no-cache")
}

async fn stage(case: String, headers: HeaderMap) -> Answer {
    // Reading a scenario takes a while, and must not hold up those who only ask.
    let read = tokio::task::spawn_blocking(move || {
        view::stage::of(&case).map(|stage| Sent::of("stage.json", stage.into_bytes()))
    });
    match read.await {
        Ok(Ok(stage)) => sent(&stage, "stage.json", &headers, "no-cache"),
        Ok(Err(text)) => error(StatusCode::NOT_FOUND, "no-case", &text),
        Err(_) => error(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the case could not be read"),
    }
}

/// Begins a run, and waits so long for its turn while as many as allowed are under way. Reading a scenario takes a while, and must
/// not hold up those who only ask.
async fn in_turn<T: Send + 'static>(
    patience: Duration,
    begin: impl Fn() -> Result<T, Refused> + Send + Sync + 'static,
) -> Result<Result<T, Refused>, tokio::task::JoinError> {
    let (asked, begin) = (std::time::Instant::now(), Arc::new(begin));
    loop {
        let begin = Arc::clone(&begin);
        match tokio::task::spawn_blocking(move || begin()).await {
            Ok(Err(Refused::Busy)) if asked.elapsed() < patience => tokio::time::sleep(TURN).await,
            begun => return begun,
        }
    }
}

/// A part of the world that the page of a case opens with: kept from an earlier time, or made now for those who may start one.
async fn opening(State(house): Held, case: String, part: Part, headers: HeaderMap) -> Answer {
    let may_start = house.token.is_shown(&headers, house.port);
    let began = std::time::Instant::now();
    let runs = Arc::clone(&house.runs);
    let begun = in_turn(MAKING, move || match may_start {
        true => begin_first(&runs, &case).map(Some),
        false => first_of(&case).map(|request| Some(name_of(&request, Keeps::Film)).filter(|name| runs.is_there(name))),
    });
    let name = match begun.await {
        Ok(Ok(Some(name))) => name,
        Ok(Ok(None)) => return guard::without_token(),
        Ok(Err(Refused::Wrong(text))) => return error(StatusCode::NOT_FOUND, "no-case", &text),
        Ok(Err(Refused::Busy)) => return later("other worlds are being made; ask again"),
        Err(_) => return error(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the first world could not be begun"),
    };
    while began.elapsed() < MAKING {
        let (runs, own) = (Arc::clone(&house.runs), name.clone());
        let kept = tokio::task::spawn_blocking(move || runs.part(&own, part));
        if let Ok(Some(film)) = kept.await {
            let mut answer = with(StatusCode::OK, "application/gzip", film.as_ref().clone());
            set(&mut answer, header::CACHE_CONTROL, "no-cache");
            return answer;
        }
        if house.runs.state(&name).is_none_or(|state| state["state"] != "running" && state["state"] != "finished") {
            return error(StatusCode::INTERNAL_SERVER_ERROR, "failed", "the first world could not be made");
        }
        tokio::time::sleep(LOOKING).await;
    }
    later("the first world is being made; ask again")
}

/// The world that the page of a case opens with.
fn first_of(case: &str) -> Result<Request, Refused> {
    Request::opening(case, bundle::typical(case)).map_err(Refused::Wrong)
}

/// Begins the world that the page of a case opens with, unless it is there; its name.
pub(crate) fn begin_first(runs: &Arc<Runs>, case: &str) -> Result<String, Refused> {
    let request = first_of(case)?;
    let name = name_of(&request, Keeps::Film);
    if runs.kept_film(&name).is_some() {
        return Ok(name);
    }
    // A page waits for this one, or will.
    runs.begin_on(request, Keeps::Film, std::thread::available_parallelism().map_or(1, usize::from), false)
}

fn later(message: &str) -> Answer {
    let mut answer = error(StatusCode::SERVICE_UNAVAILABLE, "busy", message);
    set(&mut answer, header::RETRY_AFTER, "1");
    answer
}

/// A file of the page.
async fn file(State(house): Held, method: Method, uri: Uri, headers: HeaderMap) -> Answer {
    if !matches!(method, Method::GET | Method::HEAD) {
        return error(StatusCode::METHOD_NOT_ALLOWED, "method", "this address is only read");
    }
    let token = uri.query().and_then(|query| query.strip_prefix("token="));
    if let Some(token) = token.filter(|_| uri.path() == "/") {
        return known(&house, token);
    }
    let path = if uri.path() == "/" { "index.html" } else { uri.path().trim_start_matches('/') };
    // A name with a digest is another when its bytes are; all others stay the same from one version to the next.
    let is_named_by_digest = uri.query().is_some_and(|query| query.starts_with("v="));
    let keeping = if is_named_by_digest { "public, max-age=31536000, immutable" } else { "no-cache" };
    match bundle::sent().get(path) {
        Some(found) => sent(found, path, &headers, keeping),
        None => error(StatusCode::NOT_FOUND, "nothing", "there is nothing at this address; see /api/openapi.json"),
    }
}

/// Has a browser that opened the printed address keep the token, and shows it the page without it.
fn known(house: &House, token: &str) -> Answer {
    if !house.token.is(token) {
        return error(
            StatusCode::FORBIDDEN,
            "token",
            "this is the address of another server; open the one printed last",
        );
    }
    let mut answer = with(StatusCode::SEE_OTHER, "text/plain", Body::empty());
    set(&mut answer, header::LOCATION, "/");
    set(&mut answer, header::CACHE_CONTROL, "no-store");
    if let Ok(cookie) = house.token.cookie(house.port).parse() {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

/// A file: nothing of it where the browser has it already, packed where the browser takes that.
fn sent(file: &Sent, path: &str, headers: &HeaderMap, keeping: &'static str) -> Answer {
    let said = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_known = said(header::IF_NONE_MATCH).split(',').any(|tag| tag.trim() == file.tag);
    let takes_packed = said(header::ACCEPT_ENCODING).split(',').any(|way| way.trim().split(';').next() == Some("gzip"));
    let mut answer = match &file.packed {
        _ if is_known => with(StatusCode::NOT_MODIFIED, bundle::kind(path), Body::empty()),
        Some(packed) if takes_packed => {
            let mut answer = with(StatusCode::OK, bundle::kind(path), packed.clone());
            set(&mut answer, header::CONTENT_ENCODING, "gzip");
            answer
        }
        _ => with(StatusCode::OK, bundle::kind(path), file.plain.clone()),
    };
    set(&mut answer, header::CACHE_CONTROL, keeping);
    set(&mut answer, header::VARY, "accept-encoding");
    if let Ok(tag) = file.tag.parse() {
        answer.headers_mut().insert(header::ETAG, tag);
    }
    answer
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

/// How a run stands; with `?wait=over`, once it is over or some seconds have passed.
async fn state(State(house): State<Arc<House>>, uri: Uri, id: Name) -> Answer {
    let id = name(id);
    let waits = match uri.query() {
        None | Some("") => false,
        Some("wait=over") => true,
        Some(_) => {
            return error(StatusCode::BAD_REQUEST, "request", "how a run stands is asked plainly or with `?wait=over`");
        }
    };
    let began = std::time::Instant::now();
    loop {
        let Some(state) = house.runs.state(&id) else { return no_run() };
        if !waits || state["state"] != "running" || began.elapsed() > LONGEST_WAIT {
            return json_with(StatusCode::OK, &state);
        }
        tokio::time::sleep(LOOKING).await;
    }
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

/// What is kept of a run, and whether its beginning waits for its turn, by the query of its address.
fn how_to_begin(query: &str) -> Option<(Keeps, bool)> {
    let mut how = (Keeps::Film, false);
    for part in query.split('&').filter(|part| !part.is_empty()) {
        match part.split_once('=')? {
            ("keeps", keeps) => how.0 = Keeps::read(keeps)?,
            ("wait", "turn") => how.1 = true,
            _ => return None,
        }
    }
    Some(how)
}

async fn begin(State(house): State<Arc<House>>, uri: Uri, headers: HeaderMap, body: Body) -> Answer {
    if !guard::is_json(&headers) {
        let message = "send a JSON body with `content-type: application/json`";
        return error(StatusCode::UNSUPPORTED_MEDIA_TYPE, "type", message);
    }
    let bytes = match tokio::time::timeout(BODY_TIME, to_bytes(body, LONGEST_BODY)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => {
            let message = format!("a request's body has at most {LONGEST_BODY} bytes");
            return error(StatusCode::PAYLOAD_TOO_LARGE, "large", &message);
        }
        Err(_) => return error(StatusCode::REQUEST_TIMEOUT, "slow", "the request's body took too long"),
    };
    let request = match std::str::from_utf8(&bytes).map_err(|e| e.to_string()).and_then(Request::read) {
        Ok(request) => request,
        Err(text) => return error(StatusCode::BAD_REQUEST, "request", &text),
    };
    let Some((keeps, waits)) = how_to_begin(uri.query().unwrap_or("")) else {
        let message =
            "of a run `?keeps=film` or `?keeps=ending` can be kept, and `wait=turn` waits while others are made";
        return error(StatusCode::BAD_REQUEST, "request", message);
    };
    let runs = Arc::clone(&house.runs);
    match in_turn(if waits { LONGEST_TURN } else { Duration::ZERO }, move || runs.begin(request.clone(), keeps)).await {
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

async fn list_studies(State(house): Held) -> Answer {
    let list = tokio::task::spawn_blocking(move || house.studies.list()).await.unwrap_or_default();
    json_with(StatusCode::OK, &list)
}

/// A written page, as an origin of its own.
async fn study(State(house): Held, names: Result<Path<(String, String)>, PathRejection>) -> Answer {
    let (id, page) = names.map(|Path(names)| names).unwrap_or_default();
    match tokio::task::spawn_blocking(move || house.studies.page(&id, &page)).await {
        Ok(Some(page)) => {
            let mut answer = with(StatusCode::OK, "text/html; charset=utf-8", page);
            set(&mut answer, header::CONTENT_SECURITY_POLICY, studies::POLICY);
            set(&mut answer, header::CACHE_CONTROL, "no-cache");
            answer
        }
        _ => error(StatusCode::NOT_FOUND, "nothing", "there is no such page of a finished study; see /api/studies"),
    }
}

async fn film(State(house): State<Arc<House>>, id: Name) -> Answer {
    let id = name(id);
    let (runs, name) = (Arc::clone(&house.runs), id.clone());
    match tokio::task::spawn_blocking(move || runs.kept_film(&name)).await {
        Ok(Some(film)) => with(StatusCode::OK, "application/gzip", film),
        _ if house.runs.state(&id).is_some_and(|state| state["state"] == "gone") => {
            error(StatusCode::GONE, "gone", GONE)
        }
        _ if house.runs.state(&id).is_some() => error(StatusCode::CONFLICT, "unfinished", "this run has no film yet"),
        _ => no_run(),
    }
}
