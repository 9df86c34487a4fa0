//! The server: loopback only, a bounded number of connections, slow ones cut off.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::guard::Token;
use crate::patient::Patient;
use crate::peer;
use crate::routes::{House, Own, begin_first, router};
use crate::runs::Runs;
use crate::studies::Studies;
use crate::{Error, bundle, io};

/// Connections at a time.
const MOST_CONNECTIONS: usize = 256;
/// Time in which a request's head must have come.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// Time in which a client must have read what it was sent.
const READING_TIME: Duration = Duration::from_secs(10);
/// Bytes that a request's head may have.
const LONGEST_HEAD: usize = 32 * 1024;

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// Port on this machine; 0 takes any that is free.
    pub port: u16,
    /// Directory of the runs: the only place that is written to.
    pub dir: PathBuf,
    /// Directories of finished studies to show, or of such directories, beside those in `dir`.
    pub studies: Vec<PathBuf>,
    /// Threads of each run.
    pub threads: usize,
    /// Whether programs of the own user must show the token too.
    pub always_token: bool,
}

/// Serves until Ctrl-C; `say` is given the address once it answers. Whoever opens it may start and end runs.
///
/// # Errors
/// When the port is taken or the directory cannot be made.
pub fn serve(options: &Options, say: &dyn Fn(&str)) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(io("start the server"))?;
    let runs = Arc::new(Runs::open(&options.dir, options.threads)?);
    let done = runtime.block_on(listen(options, Arc::clone(&runs), say));
    runs.cancel_all();
    runtime.shutdown_timeout(Duration::from_secs(1));
    done
}

async fn listen(options: &Options, runs: Arc<Runs>, say: &dyn Fn(&str)) -> Result<(), Error> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port)))
        .await
        .map_err(io(format!("listen on port {}", options.port)))?;
    let port = listener.local_addr().map_err(io("read the server's address"))?.port();
    let token = Token::new()?;
    let address = format!("http://localhost:{port}/?token={}", token.text());
    let studies = Studies::of(options.studies.iter().chain([&options.dir]).cloned().collect());
    let house = Arc::new(House { port, token, runs: Arc::clone(&runs), studies });
    // The main case is the one that most pages ask for: it is read and its first world made before they do.
    tokio::task::spawn_blocking(move || begin_first(&runs, &view::kept::first()).is_ok());
    tokio::task::spawn_blocking(|| bundle::sent().len());
    let router = router(house);
    let connections = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    // One listener for the signal, from before the first connection: a signal between two of them would be lost.
    let mut ended = tokio::spawn(tokio::signal::ctrl_c());
    let always_token = options.always_token;
    say(&address);
    loop {
        // Who comes when all are taken waits in the system's queue.
        let next = async {
            let permit = Arc::clone(&connections).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            next = next => next,
            _ = &mut ended => return Ok(()),
        };
        let permit = permit.map_err(|e| Error::Failed(e.to_string()))?;
        let Ok((stream, from)) = accepted else {
            // Out of file handles, perhaps: others may close theirs.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            let is_own = !always_token && peer::is_own(from, port);
            let service = TowerToHyperService::new(router.layer(Extension(Own(is_own))));
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_TIME)
                .max_buf_size(LONGEST_HEAD)
                .serve_connection(TokioIo::new(Patient::new(stream, READING_TIME)), service);
            // A client that breaks off, or talks nonsense, is its own affair.
            let _ = connection.await;
            drop(permit);
        });
    }
}
