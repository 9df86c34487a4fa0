//! The server among clients that mean ill or are slow, and over a longer time. Figures stand under `--nocapture`; `cargo xtask soak`
//! has the last test go on for minutes (`TAURIDE_SOAK_SECONDS`).

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Connections that the server has at a time.
const CONNECTIONS: usize = 256;

struct Server {
    child: Child,
    port: u16,
    token: String,
    dir: PathBuf,
}

impl Server {
    fn start(name: &str) -> Server {
        let dir = std::env::temp_dir().join(format!("tauride-served-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        let mut command = Command::new(env!("CARGO_BIN_EXE_tauride"));
        command
            .args(["serve", "--port", "0", "--always-token", "--out"])
            .arg(&dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().split_once("http://localhost:").unwrap().1;
        let (port, token) = address.split_once("/?token=").unwrap();
        Server { child, port: port.parse().unwrap(), token: token.to_owned(), dir }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends a request with these lines in its head; the status, the head and the body of the answer.
    fn ask(&self, method: &str, path: &str, lines: &[&str], body: &str) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        if !lines.iter().any(|line| line.starts_with("Host:")) {
            head += &format!("Host: localhost:{}\r\n", self.port);
        }
        lines.iter().for_each(|line| head += &format!("{line}\r\n"));
        let mut stream = self.connect();
        let mut said = Vec::new();
        // A request that is refused before its end may be answered by a connection that breaks off.
        let _ = stream.write_all(format!("{head}\r\n{body}").as_bytes());
        let _ = stream.read_to_end(&mut said);
        let end = said.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(said.len());
        let head = String::from_utf8_lossy(&said[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        Answer { status, head, body: said[(end + 4).min(said.len())..].to_vec() }
    }

    fn read(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }

    fn bearer(&self) -> String {
        format!("Authorization: Bearer {}", self.token)
    }

    fn begin(&self, body: &str) -> Answer {
        self.ask("POST", "/api/runs", &[JSON, &self.bearer()], body)
    }

    fn give_up(&self, id: &str) -> u16 {
        self.ask("DELETE", &format!("/api/runs/{id}"), &[&self.bearer()], "").status
    }

    fn state(&self, id: &str) -> String {
        self.read(&format!("/api/runs/{id}")).json()["state"].as_str().unwrap_or_default().to_owned()
    }

    /// Bytes of memory that are its own.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.dir);
        }
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    fn id(&self) -> String {
        self.json()["id"].as_str().unwrap_or_default().to_owned()
    }
}

const JSON: &str = "Content-Type: application/json";
/// Worlds that take some seconds.
fn long(seed: u64) -> String {
    format!(r#"{{"scenario":"russia-1917","scale":100,"seed":{seed}}}"#)
}

#[test]
fn law_only_who_opened_the_printed_address_starts_and_ends_runs() {
    let server = Server::start("token");
    let small = r#"{"scenario":"one-town","scale":10}"#;
    let cookie = format!("Cookie: a=b; tauride-{}={}", server.port, server.token);
    let others = format!("Cookie: tauride-{}={}", server.port, "0".repeat(32));
    let foreign = "Origin: http://elsewhere.example";
    let known = server.bearer();
    let refused: [(&str, &str, Vec<&str>, &str, u16); 12] = [
        ("POST", "/api/runs", vec![JSON], small, 403),
        ("POST", "/api/runs", vec![JSON, &others], small, 403),
        ("POST", "/api/runs", vec![JSON, &known, foreign], small, 403),
        ("POST", "/api/runs", vec![JSON, &known, "Sec-Fetch-Site: cross-site"], small, 403),
        ("POST", "/api/runs", vec![JSON, &known, "Host: elsewhere.example"], small, 421),
        ("POST", "/api/runs", vec!["Content-Type: text/plain", &known], small, 415),
        ("POST", "/api/runs", vec![JSON, &known], r#"{"scenario":"../../etc"}"#, 400),
        ("POST", "/api/runs", vec![JSON, &known], r#"{"with":["/etc/passwd"]}"#, 400),
        ("GET", "/api/about", vec!["Host: elsewhere.example"], "", 421),
        ("GET", "/data/italy-1920/first.film.gz", vec![], "", 403),
        ("GET", "/?token=0123", vec![], "", 403),
        ("GET", "/api/runs/..%2f..%2fetc%2fpasswd", vec![], "", 404),
    ];
    for (method, path, lines, body, status) in &refused {
        let answer = server.ask(method, path, lines, body);
        let message = answer.json()["error"]["message"].as_str().unwrap_or_default().to_owned();
        assert_eq!(answer.status, *status, "{method} {path} {lines:?}: {message}");
        assert!(!message.is_empty(), "{method} {path}");
        // What was asked for may be named, where things lie on this machine may not.
        for place in [env!("CARGO_MANIFEST_DIR"), server.dir.to_str().unwrap(), "/home", "/root", "/tmp", ".rs"] {
            assert!(!message.contains(place), "{message}");
        }
    }
    let door = server.read(&format!("/?token={}", server.token));
    assert_eq!(door.status, 303);
    assert!(
        door.head.contains(&format!("tauride-{}={}; Path=/; HttpOnly; SameSite=Strict", server.port, server.token))
    );
    let begun = server.ask("POST", "/api/runs", &[JSON, &cookie], small);
    assert_eq!(begun.status, 202, "{}", begun.head);
    let path = format!("/api/runs/{}", begun.id());
    assert_eq!(server.ask("DELETE", &path, &[&others], "").status, 403);
    assert!(server.read(&path).status == 200, "everybody may read");
}

#[test]
fn law_of_many_starts_at_once_four_begin_and_the_others_are_told() {
    let server = Server::start("starts");
    // The world that the page opens with is a run too, and is one until its film is written.
    let is_running = |runs: serde_json::Value| runs["runs"].as_array().unwrap().iter().any(|r| r["state"] == "running");
    while server.ask("GET", "/data/first.film.gz", &[&server.bearer()], "").status != 200
        || is_running(server.read("/api/runs").json())
    {
        std::thread::sleep(Duration::from_millis(20));
    }
    let answers = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for seed in 0..64 {
            let (server, answers) = (&server, &answers);
            scope.spawn(move || answers.lock().unwrap().push(server.begin(&long(seed))));
        }
    });
    let answers = answers.into_inner().unwrap();
    let with = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    println!("64 starts at once: {} begun, {} told that the server is busy", with(202), with(503));
    assert_eq!((with(202), with(503)), (4, 60));
    assert!(answers.iter().all(|a| a.status == 202 || a.head.to_lowercase().contains("retry-after: ")));
    for answer in answers.iter().filter(|answer| answer.status == 202) {
        assert_eq!(server.give_up(&answer.id()), 202);
    }
}

/// Time until a plain read is answered.
fn until_answered(server: &Server) -> Duration {
    let since = Instant::now();
    let answer = server.read("/api/about");
    assert_eq!(answer.status, 200, "after {:?}", since.elapsed());
    since.elapsed()
}

#[test]
fn law_clients_that_never_read_or_never_end_stop_nobody() {
    let server = Server::start("slow");
    let host = format!("Host: localhost:{}\r\n", server.port);
    until_answered(&server);
    // More than the system keeps for them.
    let greedy = format!("GET /engine.wasm.gz HTTP/1.1\r\n{host}\r\n").repeat(40);
    let floods: [(&str, String); 4] = [
        ("that ask for much and never read", greedy),
        ("that never end their head", format!("GET / HTTP/1.1\r\n{host}X: y\r\n")),
        ("that say nothing", String::new()),
        (
            "that never end their body",
            format!("POST /api/runs HTTP/1.1\r\n{host}{JSON}\r\n{}\r\nContent-Length: 9000\r\n\r\n{{", server.bearer()),
        ),
    ];
    for (what, bytes) in floods {
        let held: Vec<TcpStream> = (0..CONNECTIONS)
            .map(|_| {
                let mut stream = server.connect();
                stream.set_write_timeout(Some(Duration::from_secs(5))).unwrap();
                let _ = stream.write_all(bytes.as_bytes());
                stream
            })
            .collect();
        let took = until_answered(&server);
        println!("beside {CONNECTIONS} clients {what}: a read is answered after {:.1} s", took.as_secs_f64());
        assert!(took < Duration::from_secs(20), "{what}");
        drop(held);
        assert!(until_answered(&server) < Duration::from_secs(5), "{what}: afterwards");
    }
    let head = (0..200).map(|n| format!("X-{n}: {}\r\n", "y".repeat(1000))).collect::<String>();
    let long_head = server.ask("GET", "/", &[head.trim_end()], "");
    let many = server.ask("GET", "/", &["A: b"; 500], "");
    let large = server.begin(&format!(r#"{{"scenario":"{}"}}"#, "x".repeat(5_000_000)));
    println!("a head of 200 kB: {}; 500 lines: {}; a body of 5 MB: {}", long_head.status, many.status, large.status);
    assert_eq!((long_head.status, many.status), (431, 431));
    // The connection may break off before the answer could be read.
    assert!(matches!(large.status, 413 | 0), "{}", large.status);
    assert!(until_answered(&server) < Duration::from_secs(5));
}

/// What clients of a soak have seen.
#[derive(Default)]
struct Seen {
    reads: Mutex<Vec<f64>>,
    /// Films of finished runs, by what was asked.
    films: Mutex<BTreeMap<u64, (String, Vec<u8>)>>,
    /// Finished runs whose films had gone before they were read.
    unread: AtomicUsize,
    hostile: AtomicU64,
    let_in: AtomicU64,
    faults: Mutex<Vec<String>>,
}

impl Seen {
    fn fault(&self, what: String) {
        self.faults.lock().unwrap().push(what);
    }
}

/// Runs worlds one after another, each with a seed of its own, and keeps what came of them.
fn run_worlds(server: &Server, seen: &Seen, first: u64, over: &AtomicBool) {
    for seed in (first..).step_by(4) {
        let begun = server.begin(&format!(r#"{{"scenario":"one-town","scale":5,"seed":{seed}}}"#));
        if over.load(Ordering::Relaxed) {
            return;
        }
        if begun.status == 503 {
            std::thread::sleep(Duration::from_millis(50));
            continue;
        }
        let id = begun.id();
        while server.state(&id) == "running" {
            std::thread::sleep(Duration::from_millis(50));
        }
        let film = server.read(&format!("/api/runs/{id}/film"));
        match (film.status, film.body.starts_with(&[0x1f, 0x8b])) {
            (200, true) => drop(seen.films.lock().unwrap().insert(seed, (id, film.body))),
            // Somebody else's films came after it.
            (410, _) => drop(seen.unread.fetch_add(1, Ordering::Relaxed)),
            (status, _) => seen.fault(format!("the film of seed {seed}: {status}")),
        }
    }
}

/// Reads what a page reads, and how long each answer takes.
fn read_on(server: &Server, seen: &Seen, over: &AtomicBool) {
    let paths = ["/api/about", "/api/runs", "/data/cases.json", "/", "/data/one-town/stage.json"];
    for path in paths.iter().cycle() {
        if over.load(Ordering::Relaxed) {
            return;
        }
        let since = Instant::now();
        let answer = server.read(path);
        seen.reads.lock().unwrap().push(since.elapsed().as_secs_f64() * 1000.0);
        if answer.status != 200 {
            seen.fault(format!("{path}: {}", answer.status));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Tries what must be refused, and holds connections without reading.
fn mean_ill(server: &Server, seen: &Seen, over: &AtomicBool) {
    let known = server.bearer();
    let mut held = Vec::new();
    for turn in 0.. {
        if over.load(Ordering::Relaxed) {
            return;
        }
        let attempts: [(&str, Vec<&str>); 4] = [
            ("POST", vec![JSON]),
            ("POST", vec![JSON, &known, "Origin: http://elsewhere.example"]),
            ("POST", vec![JSON, &known, "Host: elsewhere.example"]),
            ("PUT", vec![JSON, &known]),
        ];
        let (method, lines) = &attempts[turn % attempts.len()];
        let answer = server.ask(method, "/api/runs", lines, &long(1_000_000));
        seen.hostile.fetch_add(1, Ordering::Relaxed);
        if !matches!(answer.status, 403 | 405 | 421) {
            seen.let_in.fetch_add(1, Ordering::Relaxed);
        }
        if held.len() < 64 {
            let mut stream = server.connect();
            let request = format!("GET /engine.wasm.gz HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
            let _ = stream.set_write_timeout(Some(Duration::from_millis(500)));
            let _ = stream.write_all(request.repeat(20).as_bytes());
            held.push(stream);
        } else {
            held.clear();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Names of films that have gone, which the server remembers; see the limits in docs/browser.md.
const REMEMBERED: usize = 16_384;

#[test]
fn law_a_soak_leaves_memory_flat_and_loses_nothing() {
    let seconds = std::env::var("TAURIDE_SOAK_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(8);
    let server = Server::start("soak");
    until_answered(&server);
    let (seen, over) = (Seen::default(), AtomicBool::new(false));
    let mut memory = Vec::new();
    std::thread::scope(|scope| {
        for first in 1..=4 {
            let (server, seen, over) = (&server, &seen, &over);
            scope.spawn(move || run_worlds(server, seen, first, over));
        }
        for _ in 0..4 {
            scope.spawn(|| read_on(&server, &seen, &over));
        }
        scope.spawn(|| mean_ill(&server, &seen, &over));
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(seconds) {
            std::thread::sleep(Duration::from_millis(200));
            memory.push(server.memory());
        }
        over.store(true, Ordering::Relaxed);
    });
    let films = seen.films.into_inner().unwrap();
    // Nothing is lost: a film is as it was or is said to be gone, and its world run again is the same to the byte.
    let (mut same, mut gone, mut forgotten) = (0, 0, 0);
    for (seed, (id, film)) in &films {
        let answer = server.read(&format!("/api/runs/{id}/film"));
        match answer.status {
            200 if answer.body == *film => same += 1,
            410 => gone += 1,
            404 => forgotten += 1,
            status => panic!("the film of seed {seed}: {status}"),
        }
    }
    let mut reads = seen.reads.into_inner().unwrap();
    reads.sort_by(f64::total_cmp);
    let [median, late] = [reads.len() / 2, reads.len() * 95 / 100].map(|at| reads[at]);
    // The first tenth warms up.
    let mean = |from: usize, to: usize| {
        let part = &memory[memory.len() * from / 10..memory.len() * to / 10];
        part.iter().sum::<u64>() as f64 / part.len().max(1) as f64 / f64::from(1 << 20)
    };
    let (first, last) = (mean(1, 4), mean(7, 10));
    let (hostile, let_in) = (seen.hostile.into_inner(), seen.let_in.into_inner());
    println!("{seconds} s, four runs at a time, {} worlds run, {} reads", films.len(), reads.len());
    println!("median read {median:.1} ms, 95 of 100 within {late:.1} ms");
    println!("memory {first:.0} MiB in the second to fourth tenth, {last:.0} MiB in the last three");
    println!(
        "{same} films as they were, {gone} said to be gone, {forgotten} forgotten; {hostile} hostile requests, {let_in} \
         let in"
    );
    // Those that nobody read in time are remembered too.
    let made = films.len() + seen.unread.into_inner();
    assert!(forgotten == 0 || forgotten + REMEMBERED <= made, "{forgotten} of {made} films forgotten");
    assert_eq!(seen.faults.into_inner().unwrap(), Vec::<String>::new());
    assert!(films.len() >= 2 && hostile > 4 && reads.len() > 20, "too little was done");
    assert_eq!(let_in, 0);
    assert!(median <= 200.0, "{median} ms");
    assert!(last <= first * 1.5 + 32.0, "memory grows from {first} to {last} MiB");
}
