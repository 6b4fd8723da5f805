import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { connect, MpregError } from "./mpreg.mjs";

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

/* A client that stays open would keep the process alive after a test that has failed. */
const open = [];
afterEach(() => {
  while (open.length > 0) {
    open.pop().close();
  }
});

/** A node whose answers a test writes down. */
function node(answers = {}) {
  const it = { sockets: [], seen: [], refuse: false };
  it.WebSocket = class {
    constructor(url, protocols) {
      assert.deepEqual(protocols, ["mpreg.v1.json"]);
      this.url = url;
      it.sockets.push(this);
      setTimeout(() => (it.refuse ? this.end(1006) : this.onopen()));
    }
    send(text) {
      for (const frame of [].concat(JSON.parse(text))) {
        it.seen.push(frame);
        const answer = answers[frame.op] ?? (() => ({}));
        const fields = answer(frame, this);
        if (fields) {
          this.push({ op: "ok", id: frame.id, ...fields });
        }
      }
    }
    push(frame) {
      setTimeout(() => this.ended || this.onmessage({ data: JSON.stringify(frame) }));
    }
    end(code, reason = "") {
      this.ended = true;
      this.onclose({ code, reason });
    }
    close() {
      if (!this.ended) {
        setTimeout(() => this.end(1000));
      }
    }
  };
  it.ops = () => it.seen.map((frame) => frame.op);
  it.of = (op) => it.seen.filter((frame) => frame.op === op);
  it.last = () => it.sockets.at(-1);
  it.connect = async (options = {}) => {
    const settings = { WebSocket: it.WebSocket, firstRetryMs: 2, longestRetryMs: 4, ...options };
    const mpreg = await connect("ws://node/mpreg/ws", settings);
    open.push(mpreg);
    return mpreg;
  };
  return it;
}

test("greets and publishes", async () => {
  const it = node({ publish: () => ({ messageId: "m", matched: 2 }) });
  const mpreg = await it.connect({ client: "test" });
  assert.equal(mpreg.state, "connected");
  assert.equal(it.seen[0].client, "test");
  const receipt = await mpreg.publish("a.b", { n: 1 }, { headers: { k: "v" } });
  assert.equal(receipt.matched, 2);
  const { id, ...frame } = it.of("publish")[0];
  assert.deepEqual(frame, { op: "publish", topic: "a.b", payload: { n: 1 }, headers: { k: "v" } });
  mpreg.close();
  assert.equal(mpreg.state, "closed");
});

test("runs the example of the README", async () => {
  const it = node({
    subscribe: () => ({ subscription: "s", replayed: 0 }),
    "rpc.call": () => ({ requestId: "r", results: { echo: "LAX" }, outcomes: {}, successRate: 100 }),
  });
  const mpreg = await it.connect();
  const seen = [];
  await mpreg.subscribe(["quake.#"], (message) => seen.push(message.topic));
  const { results } = await mpreg.call([
    { name: "here", function: "geo.nearest-airport", args: [34.05, -118.25] },
    { name: "echo", function: "mpreg.echo", args: [{ $ref: "here.name" }] },
  ]);
  await mpreg.publish("quake.browser.micro", { note: results.echo });
  assert.deepEqual(it.of("publish")[0].payload, { note: "LAX" });
  it.last().push({ op: "message", subscription: it.of("subscribe")[0].subscription, topic: "quake.x", messageId: "m" });
  await tick();
  assert.deepEqual(seen, ["quake.x"]);
  mpreg.close();
});

test("rejects with the node's code and details", async () => {
  const it = node({
    publish: (frame, socket) => {
      socket.push({ op: "error", id: frame.id, code: "MPREG-1403", message: "no", details: { op: "publish" } });
    },
  });
  const mpreg = await it.connect();
  await assert.rejects(mpreg.publish("mpreg.x"), (failure) => {
    assert(failure instanceof MpregError);
    assert.equal(failure.code, "MPREG-1403");
    assert.deepEqual(failure.details, { op: "publish" });
    return true;
  });
  mpreg.close();
});

test("sends what is asked for in one go as one frame, and takes batches", async () => {
  let frames = 0;
  const it = node();
  const mpreg = await it.connect();
  const socket = it.last();
  const send = socket.send.bind(socket);
  socket.send = (text) => (frames++, send(text));
  await Promise.all([mpreg.publish("a"), mpreg.publish("b"), mpreg.publish("c")]);
  assert.equal(frames, 1);
  mpreg.close();
});

test("keeps what the node would not take, and what is no JSON, from the connection", async () => {
  const it = node({ hello: () => ({ limits: { frameBytes: 70_000 } }), "rpc.register": () => ({ provider: "p" }) });
  const mpreg = await it.connect();
  const sizes = [];
  const socket = it.last();
  const send = socket.send.bind(socket);
  socket.send = (text) => (sizes.push(new TextEncoder().encode(text).length), send(text));
  const failure = await mpreg.publish("a", "ä".repeat(35_000)).catch((e) => e);
  assert.equal(failure.code, "MPREG-1413");
  assert.equal(failure.details.limit, 70_000);
  assert.deepEqual(sizes, []);
  await assert.rejects(mpreg.publish("a", 1n), TypeError);
  await Promise.all(Array.from({ length: 100 }, (ignored, n) => mpreg.publish("a", "ä".repeat(50 * n))));
  assert.equal(it.of("publish").length, 100);
  assert(sizes.length > 5 && Math.max(...sizes) <= 65_536, sizes.join());
  await mpreg.register("long", () => "x".repeat(70_000));
  it.last().push({ op: "rpc.invoke", invocation: "i", provider: "p", args: [] });
  await tick();
  await tick();
  assert.match(it.of("rpc.return")[0].error.message, /at most 70000/);
  assert.equal(mpreg.state, "connected");
  mpreg.close();
});

test("learns of the end of a subscription, and does not bring it back", async () => {
  const it = node({ subscribe: () => ({ replayed: 0 }) });
  const mpreg = await it.connect();
  const subscription = await mpreg.subscribe("a.#", () => {}, { subscription: "s", onSlow: "DISCONNECT" });
  await mpreg.subscribe("b.#", () => {}, { subscription: "other" });
  const end = { op: "subscription.ended", subscription: "s", code: "MPREG-1429", message: "too slow", details: { limit: 4 } };
  it.last().push({ ...end, tag: "another" });
  it.last().push({ ...end, tag: it.of("subscribe")[0].tag });
  const failure = await subscription.ended;
  assert(failure instanceof MpregError);
  assert.equal(failure.code, "MPREG-1429");
  assert.deepEqual(failure.details, { limit: 4 });
  assert.equal(await subscription.close(), false);
  it.seen.length = 0;
  it.last().end(1006);
  await mpreg.publish("x");
  assert.deepEqual(it.of("subscribe").map((frame) => frame.subscription), ["other"]);
  mpreg.close();
});

test("tells a subscription that is replaced, closed or refused its place from one that the node ends", async () => {
  let refuse = false;
  const it = node({
    subscribe: (frame, socket) => {
      if (!refuse) {
        return { replayed: 0 };
      }
      // The end of the one before was on its way when this one was refused.
      const tag = it.of("subscribe")[1].tag;
      socket.push({ op: "subscription.ended", subscription: "s", tag, code: "MPREG-1409", message: "taken", details: {} });
      socket.push({ op: "error", id: frame.id, code: "MPREG-1429", message: "full", details: {} });
      return null;
    },
  });
  const mpreg = await it.connect();
  const subscribe = () => mpreg.subscribe("a", () => {}, { subscription: "s" });
  const first = await subscribe();
  const second = await subscribe();
  assert.equal(await first.ended, null);
  refuse = true;
  await assert.rejects(subscribe(), { code: "MPREG-1429" });
  assert.equal((await second.ended).code, "MPREG-1409");
  refuse = false;
  const third = await subscribe();
  assert.equal(await third.close(), true);
  assert.equal(await third.ended, null);
  const fourth = await subscribe();
  mpreg.close();
  assert.equal(await fourth.ended, null);
});

test("brings messages to a subscription until the node agrees to the one that replaces it", async () => {
  let agrees = true;
  const it = node({
    subscribe: (frame, socket) => {
      const message = (messageId) => ({ op: "message", subscription: "s", topic: "a", messageId });
      const reply = agrees ? { op: "ok" } : { op: "error", code: "MPREG-1429", message: "full", details: {} };
      socket.push([message("m1"), { ...reply, id: frame.id, replayed: 0 }, message("m2")]);
      return null;
    },
  });
  const mpreg = await it.connect();
  const got = [];
  const subscribe = (name) =>
    mpreg.subscribe("a", ({ messageId }) => got.push(name + messageId), { subscription: "s" });
  await subscribe("one ");
  got.length = 0;
  agrees = false;
  await assert.rejects(subscribe("two "), { code: "MPREG-1429" });
  agrees = true;
  await subscribe("three ");
  await tick();
  assert.deepEqual(got, ["one m1", "one m2", "one m1", "three m2"]);
  mpreg.close();
});

test("times out", async () => {
  const it = node({ latest: () => null });
  const mpreg = await it.connect();
  await assert.rejects(mpreg.request("latest", {}, { timeoutMs: 5 }), { code: "MPREG-1408" });
  mpreg.close();
});

test("reconnects and puts everything in place again", async () => {
  let providers = 0;
  const it = node({
    subscribe: () => ({ replayed: 0 }),
    "rpc.register": () => ({ provider: `p${++providers}` }),
    latest: () => null,
  });
  const mpreg = await it.connect();
  const states = [];
  mpreg.onState((state) => states.push(state));
  const subscription = await mpreg.subscribe("a.#", () => {}, { backlogSeconds: 5 });
  await mpreg.consume("q", () => {}, { consumer: "k" });
  const provider = await mpreg.register("f", ({ args }) => args[0] * 2);
  it.last().push({ op: "message", subscription: subscription.id, topic: "a.b", messageId: "M1" });
  await tick();
  const open = mpreg.request("latest", {});
  await tick();
  it.seen.length = 0;
  it.refuse = true;
  it.last().end(1006);
  await assert.rejects(open, { code: "MPREG-1503" });
  const early = mpreg.publish("early");
  while (!it.sockets[1]?.ended) {
    await tick();
  }
  it.refuse = false;
  await early;
  assert.deepEqual(states, ["connecting", "connected"]);
  assert(it.sockets.length >= 3);
  assert.deepEqual(it.ops(), ["hello", "subscribe", "queue.consume", "rpc.register", "publish"]);
  assert.equal(it.of("subscribe")[0].sinceMessageId, "M1");
  assert.equal(it.of("subscribe")[0].backlogSeconds, undefined);
  it.last().push({ op: "rpc.invoke", invocation: "i", provider: "p2", args: [21], kwargs: {} });
  await tick();
  assert.equal(it.of("rpc.return")[0].value, 42);
  await provider.close();
  assert.equal(it.of("rpc.unregister")[0].provider, "p2");
  mpreg.close();
});

test("shows a ticket of its own at each connection", async () => {
  let tickets = 0;
  const it = node();
  const mpreg = await it.connect({
    ticket: async () => {
      if (++tickets === 2) {
        throw new Error("on purpose");
      }
      return `t-${tickets}`;
    },
  });
  it.last().end(1006);
  await mpreg.publish("a");
  assert.deepEqual(
    it.sockets.map((socket) => socket.url),
    ["ws://node/mpreg/ws?ticket=t-1", "ws://node/mpreg/ws?ticket=t-3"],
  );
  mpreg.close();
});

test("settles deliveries", async () => {
  const it = node({ "queue.ack": () => ({ acknowledged: 1 }) });
  const mpreg = await it.connect();
  const acked = [];
  await mpreg.consume("q", async (delivery) => {
    if (delivery.payload === "bad") {
      throw new Error("on purpose");
    }
    acked.push(await delivery.ack());
  }, { consumer: "k" });
  it.last().push({ op: "delivery", consumer: "k", delivery: "d1", payload: "good" });
  it.last().push({ op: "delivery", consumer: "k", delivery: "d2", payload: "bad" });
  await tick();
  await tick();
  assert.deepEqual(acked, [true]);
  assert.equal(it.of("queue.ack")[0].delivery, "d1");
  assert.deepEqual([it.of("queue.nack")[0].delivery, it.of("queue.nack")[0].reason], ["d2", "on purpose"]);
  mpreg.close();
});

test("answers invocations, tells failures, and is told when nobody waits", async () => {
  const it = node({ "rpc.register": (frame) => ({ provider: frame.function }) });
  const mpreg = await it.connect();
  let aborted = false;
  await mpreg.register("bad", () => {
    throw new TypeError("no");
  });
  await mpreg.register("slow", ({ signal, progress }) => {
    progress(50, "half").catch(() => {});
    return new Promise((resolve) => signal.addEventListener("abort", () => resolve((aborted = true))));
  });
  it.last().push({ op: "rpc.invoke", invocation: "i1", provider: "bad", args: [] });
  it.last().push({ op: "rpc.invoke", invocation: "i2", provider: "slow", args: [] });
  it.last().push({ op: "rpc.invoke", invocation: "i3", provider: "gone", args: [] });
  it.last().push({ op: "rpc.cancelled", invocation: "i2" });
  await tick();
  const returns = Object.fromEntries(it.of("rpc.return").map((frame) => [frame.invocation, frame.error]));
  assert.deepEqual(returns.i1, { message: "no", type: "TypeError" });
  assert.match(returns.i3.message, /no longer/);
  assert.equal(returns.i2, undefined);
  assert.equal(it.of("rpc.progress")[0].percent, 50);
  assert(aborted);
  await assert.rejects(mpreg.register("bad", () => {}), { code: "MPREG-1409" });
  mpreg.close();
});

test("warms and compares the cache", async () => {
  const it = node({
    "cache.get": (frame) => ({ found: frame.key === "here", value: 1 }),
    "cache.put": (frame) => ({ stored: frame.key !== "raced", version: 1 }),
    "cache.warm": () => ({ peer: "n2", fetched: 3, entries: 4 }),
    "cache.check": (frame) => ({ agrees: true, repaired: frame.repair ? 1 : 0 }),
  });
  const mpreg = await it.connect();
  const cache = mpreg.cache("r");
  const seen = [];
  const load = (key) => {
    if (key === "bad") {
      throw new Error("no");
    }
    return key;
  };
  const end = await cache.warm(["here", "new", "raced", "bad", "new"], load, { onProgress: (state) => seen.push(state) });
  assert.equal(end.keys, 4);
  assert.equal(end.loaded, 1);
  assert.equal(end.present, 2);
  assert.equal(end.failures.bad.message, "no");
  assert.equal(seen.length, 4);
  assert.equal((await cache.warmFromPeers()).fetched, 3);
  assert.equal((await cache.check({ repair: true })).repaired, 1);
  mpreg.close();
});

test("reads and writes the cache", async () => {
  const it = node({
    "cache.get": (frame) => (frame.key === "a" ? { found: true, value: null } : { found: false }),
    "cache.put": () => ({ stored: true, version: 1 }),
    "cache.remove": () => ({ removed: true }),
    "cache.invalidate": () => ({ invalidated: 3 }),
  });
  const mpreg = await it.connect();
  const cache = mpreg.cache("r");
  assert.equal(await cache.get("a"), null);
  assert.equal(await cache.get("b"), undefined);
  assert.equal((await cache.put("a", 1, { tags: ["t"] })).stored, true);
  assert.equal(await cache.remove("a"), true);
  assert.equal(await cache.invalidate({ tag: "t" }), 3);
  assert.deepEqual(it.of("cache.invalidate")[0].tag, "t");
  assert(it.seen.filter((frame) => frame.op.startsWith("cache.")).every((frame) => frame.region === "r"));
  mpreg.close();
});

test("gives up when no node answers", async () => {
  const it = node();
  it.refuse = true;
  await assert.rejects(it.connect({ patienceMs: 20 }), { code: "MPREG-1503" });
});

test("gives up a connection that gives no sign of life", async () => {
  const silent = { on: false };
  const it = node({ ping: () => (silent.on ? null : {}) });
  const mpreg = await it.connect({ heartbeatMs: 5, timeoutMs: 1000 });
  silent.on = true;
  await new Promise((resolve) => mpreg.onState((state) => state === "connecting" && resolve()));
  assert(it.sockets[0].ended !== undefined || it.sockets.length >= 1);
  mpreg.close();
});

test("refuses everything once it is closed", async () => {
  const it = node({ latest: () => null });
  const mpreg = await it.connect();
  const open = mpreg.latest("a");
  mpreg.close();
  await assert.rejects(open, { code: "MPREG-1503" });
  await assert.rejects(mpreg.publish("a"), { code: "MPREG-1503" });
});
