/* The server alone: limits, strangers, many clients, and a sudden end. */
import { connect } from "node:net";
import { bearer, median, opened, serve, sleep } from "./host.mjs";

export async function server(program, dir, expect, told) {
  const house = await serve(program, dir),
    at = (path) => house.address + path,
    known = bearer(house.address),
    JSON_TYPE = { "content-type": "application/json", ...known };
  const post = (body, headers = JSON_TYPE) =>
    fetch(at("api/runs"), { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });
  const read = async (answer) => ({ status: answer.status, body: await answer.json().catch(() => null) });

  // What every answer bears, and what the server says of itself.
  const first = await fetch(at(""));
  const policy = first.headers.get("content-security-policy") ?? "";
  expect("the policy is strict", policy.includes("default-src 'none'") && !/script-src[^;]*unsafe-inline/.test(policy));
  expect("kinds are not guessed", first.headers.get("x-content-type-options") === "nosniff");
  const paths = Object.keys((await (await fetch(at("api/openapi.json"))).json()).paths);
  for (const path of paths) {
    const answer = await fetch(at(path.slice(1).replace("{id}", "0".repeat(32))));
    expect(
      `${path} is there as described`,
      [200, 404].includes(answer.status) && answer.headers.get("content-type").includes("json"),
    );
  }

  // Strangers and nonsense.
  const refused = async (what, wanted, answer) => {
    const { status, body } = await read(await answer);
    expect(`${what}: ${wanted}, not ${status}`, status === wanted && Boolean(body?.error?.message));
  };
  await refused("a page of another origin", 403, post({}, { ...JSON_TYPE, origin: "http://elsewhere.example" }));
  await refused("nobody who knows the token", 403, post({}, { "content-type": "application/json" }));
  await refused("another token", 403, fetch(at(`?token=${"0".repeat(32)}`)));
  const door = await fetch(opened(house.address), { redirect: "manual" });
  expect(
    "the printed address leads to the page, with a cookie that scripts do not see",
    door.status === 303 && /HttpOnly; SameSite=Strict/.test(door.headers.get("set-cookie")),
  );
  await refused("a form", 415, post("seed=1", { ...known, "content-type": "application/x-www-form-urlencoded" }));
  await refused("no JSON", 400, post("{"));
  await refused("an unknown key", 400, post({ out: "/tmp" }));
  await refused("an unknown scenario", 400, post({ scenario: "../../etc" }));
  await refused("an unknown what-if", 400, post({ with: ["no-such-thing"] }));
  await refused("an unknown setting", 400, post({ set: ["grievance.fod_need=1"] }));
  await refused("a setting out of range", 400, post({ set: ["grievance.food_need=1e308"] }));
  await refused("settings that are no list", 400, post({ set: "fatigue=off" }));
  await refused("sixty-five settings", 400, post({ set: Array(65).fill("fatigue=off") }));
  await refused("a what-if of one's own that is none", 400, post({ own: "title = 1" }));
  await refused("a what-if of one's own that nests", 400, post({ own: `a = ${"[".repeat(12_000)}` }));
  await refused(
    "a what-if of one's own for all the people of the earth",
    400,
    post({ own: `title = "x"\n${'[[change]]\nkind = "persons"\nclass = "peasant"\nfactor = 10.0\n'.repeat(9)}` }),
  );
  await refused("too fine a scale", 400, post({ scale: 1 }));
  await refused("a negative seed", 400, post({ seed: -1 }));
  await refused("a body too large", 413, post(`{"scenario":"${"x".repeat(200_000)}"}`));
  await refused("a path upwards", 404, fetch(at("api/runs/..%2f..%2fetc%2fpasswd")));
  await refused("an address that is no text", 404, fetch(at("api/runs/%ff%fe")));
  await refused("another method", 405, fetch(at("api/runs"), { method: "PUT", headers: JSON_TYPE, body: "{}" }));
  await raw(house.address, "GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n").then((said) =>
    expect("another name is refused", said.startsWith("HTTP/1.1 421")),
  );
  for (const nonsense of [
    "\0\0\0\0",
    "GET\r\n\r\n",
    `GET /${"a".repeat(100_000)} HTTP/1.1\r\n\r\n`,
    "POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
    `GET / HTTP/1.1\r\nX: ${"y".repeat(500_000)}`,
  ])
    await raw(house.address, nonsense);
  const held = Array.from({ length: 100 }, () => {
    const socket = connect(Number(new URL(house.address).port), "127.0.0.1");
    socket.on("error", () => {});
    socket.write("GET / HTTP/1.1\r\n");
    return socket;
  });
  expect("it answers while a hundred others dawdle", (await fetch(at("api/about"))).status === 200);
  held.forEach((socket) => socket.destroy());

  // Four runs, a fifth that is told so, fifty clients that ask.
  const fine = (seed) => ({ seed, scale: 20 });
  const begun = await Promise.all([1, 2, 3, 4].map(async (seed) => read(await post(fine(seed)))));
  expect(
    "four runs begin",
    begun.every(({ status }) => status === 202),
  );
  const fifth = await read(await post(fine(5)));
  expect("a fifth run is told busy", fifth.status === 503 && fifth.body.error.code === "busy");
  const took = await crowd(
    house.address,
    begun.map(({ body }) => body.id),
  );
  const slow = [...took].sort((a, b) => a - b)[Math.floor(took.length * 0.95)];
  told.push(`50 clients beside 4 runs: median ${median(took).toFixed(0)} ms, 95 % within ${slow.toFixed(0)} ms`);
  expect(`fifty clients are answered within a second (95 %: ${slow.toFixed(0)} ms)`, slow < 1000);
  const waits = fetch(at("api/runs?wait=turn"), { method: "POST", headers: JSON_TYPE, body: JSON.stringify(fine(6)) });
  const gone = await fetch(at(`api/runs/${begun[0].body.id}`), { method: "DELETE", headers: known });
  expect("a run can be given up", gone.status === 202);
  const until = async (id, state) => {
    for (let i = 0; i < 600; i++) {
      const { body } = await read(await fetch(at(`api/runs/${id}`)));
      if (body.state === state) return true;
      if (body.state !== "running") return false;
      await sleep(100);
    }
    return false;
  };
  expect("it is given up soon", await until(begun[0].body.id, "cancelled"));
  const turn = await read(await waits);
  expect("a run that waits for its turn gets it", turn.status === 202);
  begun.push(turn);
  for (const { body } of begun.slice(1)) await fetch(at(`api/runs/${body.id}`), { method: "DELETE", headers: known });
  for (const { body } of begun.slice(1)) await until(body.id, "cancelled");

  // Killed in the middle: what was finished is there afterwards.
  const small = await read(await post({ scenario: "one-town", scale: 10 }));
  expect("a small run finishes", await until(small.body.id, "finished"));
  const film = Buffer.from(await (await fetch(at(`api/runs/${small.body.id}/film`))).arrayBuffer());
  await post(fine(6));
  await sleep(200);
  await house.stop("SIGKILL");
  const again = await serve(program, dir);
  const kept = Buffer.from(await (await fetch(`${again.address}api/runs/${small.body.id}/film`)).arrayBuffer());
  expect("a finished run outlives a kill", kept.length > 100 && kept.equals(film));
  await again.stop();
}

/** Fifty clients who ask ten times each how some runs stand; how long each answer took, in milliseconds. */
export async function crowd(address, ids) {
  const took = [];
  await Promise.all(
    Array.from({ length: 50 }, async (_, client) => {
      for (let i = 0; i < 10; i++) {
        const since = performance.now(),
          answer = await fetch(`${address}api/runs/${ids[client % ids.length]}`);
        await answer.json();
        took.push(performance.now() - since);
        await sleep(50);
      }
    }),
  );
  return took;
}

/** Sends bytes as they are and takes what comes back. */
function raw(address, bytes) {
  return new Promise((done) => {
    const socket = connect(Number(new URL(address).port), "127.0.0.1");
    let said = "";
    const end = () => {
      socket.destroy();
      done(said);
    };
    socket.setTimeout(1500, end);
    socket.on("data", (data) => {
      said += data;
      end();
    });
    socket.on("error", end);
    socket.on("close", end);
    socket.write(bytes);
  });
}
