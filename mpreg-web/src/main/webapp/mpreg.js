/**
 * MPREG for browsers, and for everything else that has a WebSocket: topics, queues, calls and cache of a node over one
 * connection. It reconnects by itself and puts subscriptions, consumers and functions in place again.
 *
 *     import { connect } from "/mpreg/mpreg.js";
 *     const mpreg = await connect();
 *     await mpreg.subscribe(["orders.#"], (message) => console.log(message.topic, message.payload));
 *     await mpreg.publish("orders.eu.placed", { id: 17 });
 *
 * The protocol is `mpreg.v1.json`, see docs/reference/wire.md. No dependencies.
 *
 * @module mpreg
 */

const SUBPROTOCOL = "mpreg.v1.json";
const UNAVAILABLE = "MPREG-1503";
const TIMED_OUT = "MPREG-1408";
const TOO_LARGE = "MPREG-1413";
/** Requests gather in a frame up to so many characters. */
const BATCH_CHARACTERS = 16_384;
const MISSED_BEATS = 3;

/**
 * @typedef {object} Options
 * @property {string} [client] the name of the application, for the node
 * @property {number} [timeoutMs] how long a request may take; 30 000 unless set
 * @property {number} [patienceMs] how long a request waits for a connection; 10 000 unless set
 * @property {number} [heartbeatMs] the time between two signs of life; 20 000 unless set
 * @property {number} [firstRetryMs] the wait before the first new attempt to connect; 200 unless set
 * @property {number} [longestRetryMs] the longest such wait; 10 000 unless set
 * @property {number} [openRequests] how many requests may wait for replies; 10 000 unless set
 * @property {() => Promise<string>} [ticket] gets a ticket for each connection, where the node is secured: {@link ticket}
 * @property {typeof WebSocket} [WebSocket] the WebSocket to use, where there is no global one
 */

/**
 * @typedef {object} Message
 * @property {string} subscription
 * @property {string} topic
 * @property {any} payload
 * @property {Record<string, string>} headers
 * @property {string} messageId
 * @property {string} timestamp ISO-8601
 * @property {boolean} replayed whether it came from the backlog
 */

/**
 * @typedef {object} Delivery
 * @property {string} queue
 * @property {string} messageId
 * @property {string|null} topic
 * @property {any} payload
 * @property {Record<string, string>} headers
 * @property {number} attempt 1 for the first one
 * @property {string} timestamp
 * @property {() => Promise<boolean>} ack acknowledges it; false if it was settled before
 * @property {(refusal?: {action?: "REQUEUE"|"DELAY"|"DEAD_LETTER", delayMs?: number, reason?: string}) => Promise<any>} nack refuses it
 * @property {(ms: number) => Promise<any>} extend allows more time
 */

/**
 * @typedef {object} Invocation
 * @property {any[]} args
 * @property {Record<string, any>} kwargs
 * @property {string} function
 * @property {string} version
 * @property {string} command
 * @property {string} requestId
 * @property {string} idempotencyKey
 * @property {number} deadlineMs milliseconds left when it came
 * @property {AbortSignal} signal aborted when the caller gives up
 * @property {(percent: number, step?: string) => Promise<any>} progress tells how far it is
 */

/**
 * @typedef {object} WarmUp
 * @property {number} keys how many there are to do
 * @property {number} loaded how many were loaded
 * @property {number} present how many had a value already
 * @property {Record<string, any>} failures why a key has none now
 */

/**
 * @typedef {object} Registration
 * @property {string} id
 * @property {() => Promise<any>} close takes it back
 */

/** What a node refuses, or what keeps a request from its node. */
export class MpregError extends Error {
  /**
   * @param {string} code a stable code such as `MPREG-1404`
   * @param {string} message
   * @param {Record<string, any>} [details]
   */
  constructor(code, message, details = {}) {
    super(`${code}: ${message}`);
    this.name = "MpregError";
    this.code = code;
    this.details = details;
  }
}

/**
 * Connects to a node; resolves when the connection is there for the first time.
 *
 * @param {string|URL} [url] `ws://HOST:PORT/mpreg/ws`; the node that this module came from unless given
 * @param {Options} [options]
 * @returns {Promise<Mpreg>}
 */
export async function connect(url, options = {}) {
  const mpreg = new Mpreg(url ?? ownNode(), options);
  try {
    await mpreg.request("ping");
  } catch (failure) {
    mpreg.close();
    throw failure;
  }
  return mpreg;
}

/**
 * A ticket of the node that this module came from, for the user of this page: give this function as
 * option `ticket`.
 *
 * @returns {Promise<string>}
 */
export async function ticket() {
  const answer = await fetch(new URL("api/ticket", import.meta.url), { method: "POST" });
  if (!answer.ok) {
    throw new MpregError("MPREG-1401", `no ticket: HTTP ${answer.status}`);
  }
  return (await answer.json()).ticket;
}

function ownNode() {
  const url = new URL("ws", import.meta.url);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url;
}

/** A client of one node. Make it with {@link connect}. */
export class Mpreg {
  #url;
  #options;
  #socket = null;
  #state = "connecting";
  #ids = 0;
  #attempts = 0;
  #missed = 0;
  #heard = false;
  #retry = null;
  #heartbeat = null;
  /** How many bytes of a frame the node takes. */
  #frameBytes = Infinity;
  /** Texts of requests that leave as soon as the present task is over. */
  #outgoing = [];
  /** Requests by id; those that were sent have `sent`. */
  #requests = new Map();
  /** What is put in place again on each connection, by kind and id. */
  #subscriptions = new Map();
  #consumers = new Map();
  #functions = new Map();
  /** Functions by the id that the present connection knows them by. */
  #providers = new Map();
  #running = new Map();
  #listeners = new Set();

  constructor(url, options) {
    this.#url = String(url);
    this.#options = {
      timeoutMs: 30_000,
      patienceMs: 10_000,
      heartbeatMs: 20_000,
      firstRetryMs: 200,
      longestRetryMs: 10_000,
      openRequests: 10_000,
      WebSocket: globalThis.WebSocket,
      ...options,
    };
    if (!this.#options.WebSocket) {
      throw new MpregError(UNAVAILABLE, "there is no WebSocket here; give one in the options");
    }
    this.#open();
  }

  /** `connecting`, `connected` or `closed`. */
  get state() {
    return this.#state;
  }

  /**
   * Tells every change of the state from now on.
   *
   * @param {(state: string) => void} listener
   * @returns {() => void} ends the telling
   */
  onState(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the connection and everything that was registered through it. */
  close() {
    if (this.#state === "closed") {
      return;
    }
    this.#change("closed");
    clearTimeout(this.#retry);
    this.#quiet();
    this.#socket?.close(1000, "");
    this.#socket = null;
    this.#failAll(() => true, "the client is closed");
    this.#abortAll();
    for (const subscription of [...this.#subscriptions.values()]) {
      this.#over(subscription, null);
    }
    for (const kept of [this.#subscriptions, this.#consumers, this.#functions]) {
      kept.clear();
    }
  }

  /**
   * One operation of the protocol.
   *
   * @param {string} op
   * @param {Record<string, any>} [fields]
   * @param {{timeoutMs?: number}} [options]
   * @returns {Promise<any>} the fields of the reply
   */
  request(op, fields = {}, options = {}) {
    return this.#request(op, fields, options);
  }

  /* `placed` is called at once when the node agrees, before anything that comes behind its reply. */
  #request(op, fields, options, placed) {
    if (this.#state === "closed") {
      return Promise.reject(new MpregError(UNAVAILABLE, "the client is closed"));
    }
    if (this.#requests.size >= this.#options.openRequests) {
      return Promise.reject(new MpregError("MPREG-1429", "too many open requests of this client"));
    }
    return this.#ask(op, fields, options.timeoutMs ?? this.#options.timeoutMs, false, placed);
  }

  // ---- topics

  /**
   * Publishes a value.
   *
   * @param {string} topic
   * @param {any} [payload]
   * @param {{headers?: Record<string, string>, messageId?: string, correlationId?: string, guarantee?: string}} [options]
   * @returns {Promise<{messageId: string, correlationId: string, matched: number}>}
   */
  publish(topic, payload = null, options = {}) {
    return this.request("publish", { ...options, topic, payload });
  }

  /**
   * Subscribes to patterns. `ended` resolves when the subscription ends: with null if you ended or replaced it, with an
   * {@link MpregError} if the node did: its policy is DISCONNECT and its callback too slow (`MPREG-1429`), or another one
   * has taken its durable name (`MPREG-1409`). It is not put in place again then.
   *
   * @param {string|string[]} patterns
   * @param {(message: Message) => void} callback
   * @param {{subscription?: string, group?: string, backlogSeconds?: number, sinceMessageId?: string,
   *   filter?: Record<string, string>, credit?: number, onSlow?: string, keyHeader?: string, durable?: string}} [options]
   * @returns {Promise<Registration & {replayed: number, request: (n: number) => Promise<any>, ended: Promise<MpregError|null>}>}
   */
  async subscribe(patterns, callback, options = {}) {
    const id = options.subscription ?? this.#name("s");
    const before = this.#subscriptions.get(id);
    const subscription = {
      callback,
      last: null,
      over: false,
      former: before,
      // The end of another one under this id may be on its way.
      fields: { ...options, subscription: id, patterns: [].concat(patterns), tag: this.#name("t") },
    };
    const ended = new Promise((resolve) => (subscription.resolve = resolve));
    this.#subscriptions.set(id, subscription);
    let reply;
    try {
      const placed = () => (subscription.former = undefined);
      reply = await this.#request("subscribe", subscription.fields, {}, placed);
    } catch (failure) {
      this.#putBack(this.#subscriptions, id, subscription, before?.over ? undefined : before);
      throw failure;
    }
    this.#over(before, null);
    return {
      id,
      ended,
      replayed: reply.replayed,
      request: (n) => this.request("credit", { subscription: id, n }),
      close: async () => {
        if (this.#subscriptions.get(id) !== subscription) {
          return false;
        }
        this.#over(subscription, null);
        return this.#takeBack("unsubscribe", { subscription: id });
      },
    };
  }

  /**
   * The newest message of each topic that matches.
   *
   * @param {string} pattern
   * @param {{limit?: number}} [options]
   * @returns {Promise<Message[]>}
   */
  async latest(pattern, options = {}) {
    return (await this.request("latest", { ...options, pattern })).messages;
  }

  // ---- calls

  /**
   * Runs a graph of calls. A value `{$ref: "name.path"}` among arguments stands for the result of another command.
   *
   * @param {Array<{name: string, function: string, args?: any[], kwargs?: object, [more: string]: any}>} commands
   * @param {{timeoutMs?: number, requestId?: string, correlationId?: string, intermediate?: boolean, summary?: boolean,
   *   progress?: boolean}} [options]
   * @returns {Promise<{requestId: string, results: Record<string, any>, outcomes: Record<string, any>, successRate: number}>}
   */
  call(commands, options = {}) {
    const limit = options.timeoutMs ?? 30_000;
    return this.request("rpc.call", { ...options, commands }, { timeoutMs: limit + 5_000 });
  }

  /**
   * Calls one function; rejects if it does not succeed.
   *
   * @param {string} name
   * @param {...any} args
   * @returns {Promise<any>} its value
   */
  async invoke(name, ...args) {
    const reply = await this.call([{ name: "call", function: name, args }]);
    const outcome = reply.outcomes.call;
    if (outcome.status !== "SUCCEEDED") {
      throw new MpregError(outcome.error?.code ?? "MPREG-1003", outcome.error?.message ?? outcome.status);
    }
    return reply.results.call;
  }

  /**
   * Cancels a request that runs.
   *
   * @param {string} requestId
   * @returns {Promise<boolean>}
   */
  async cancel(requestId) {
    return (await this.request("rpc.cancel", { requestId })).cancelled;
  }

  /**
   * Provides a function. What the handler returns, or what its promise yields, is the value; what it throws fails the
   * command.
   *
   * @param {string} name
   * @param {(invocation: Invocation) => any} handler
   * @param {{version?: string, functionId?: string, resources?: string[], tags?: string[], idempotent?: boolean,
   *   concurrency?: number, description?: string}} [options]
   * @returns {Promise<Registration>}
   */
  async register(name, handler, options = {}) {
    const key = `${name}\n${options.version ?? "1"}`;
    if (this.#functions.has(key)) {
      throw new MpregError("MPREG-1409", `this client provides '${name}' at that version already`);
    }
    const provided = { handler, provider: null, fields: { ...options, function: name } };
    this.#functions.set(key, provided);
    try {
      this.#placed(provided, await this.request("rpc.register", provided.fields));
    } catch (failure) {
      this.#functions.delete(key);
      throw failure;
    }
    return {
      id: provided.provider,
      close: async () => {
        if (this.#functions.get(key) !== provided) {
          return false;
        }
        this.#functions.delete(key);
        this.#providers.delete(provided.provider);
        await this.#takeBack("rpc.unregister", { provider: provided.provider });
        return true;
      },
    };
  }

  // ---- queues

  /**
   * Makes a queue; false if it exists already.
   *
   * @param {string} queue
   * @param {Record<string, any>} [settings] see `queue.create`
   * @returns {Promise<boolean>}
   */
  async createQueue(queue, settings = {}) {
    return (await this.request("queue.create", { ...settings, queue })).created;
  }

  /**
   * Sends to a queue; resolves when the message is as safe as the queue's durability says.
   *
   * @param {string} queue
   * @param {any} payload
   * @param {Record<string, any>} [options] see `queue.send`
   * @returns {Promise<{messageId: string, duplicate: boolean, durability: string}>}
   */
  send(queue, payload = null, options = {}) {
    return this.request("queue.send", { ...options, queue, payload });
  }

  /**
   * Sends to the queues that are bound to a topic.
   *
   * @param {string} topic
   * @param {any} payload
   * @param {Record<string, any>} [options] see `queue.sendVia`
   * @returns {Promise<{messageId: string, queues: string[], matchedPatterns: string[], strategy: string}>}
   */
  sendVia(topic, payload = null, options = {}) {
    return this.request("queue.sendVia", { ...options, topic, payload });
  }

  /**
   * Consumes from a queue. Each delivery is to be settled by `ack` or `nack`, unless `autoAck` is set; one whose callback
   * throws is refused.
   *
   * @param {string} queue
   * @param {(delivery: Delivery) => any} callback
   * @param {{consumer?: string, group?: string, prefetch?: number, autoAck?: boolean}} [options]
   * @returns {Promise<Registration & {request: (n: number) => Promise<any>}>}
   */
  async consume(queue, callback, options = {}) {
    const id = options.consumer ?? this.#name("k");
    const consumer = { callback, fields: { ...options, queue, consumer: id } };
    const before = this.#consumers.get(id);
    this.#consumers.set(id, consumer);
    try {
      await this.request("queue.consume", consumer.fields);
    } catch (failure) {
      this.#putBack(this.#consumers, id, consumer, before);
      throw failure;
    }
    return {
      id,
      request: (n) => this.request("credit", { consumer: id, n }),
      close: async () => {
        if (this.#consumers.get(id) !== consumer) {
          return false;
        }
        this.#consumers.delete(id);
        await this.#takeBack("queue.cancel", { consumer: id });
        return true;
      },
    };
  }

  // ---- cache

  /**
   * A region of the cache.
   *
   * @param {string} region
   */
  cache(region) {
    const ask = (op, fields = {}) => this.request(`cache.${op}`, { ...fields, region });
    return {
      /** The value of a key; undefined if there is none. @param {string} key */
      get: async (key) => {
        const reply = await ask("get", { key });
        return reply.found ? reply.value : undefined;
      },
      /** The value of a key and what is known about it; undefined if there is none. @param {string} key */
      entry: async (key) => {
        const reply = await ask("get", { key, metadata: true });
        return reply.found ? { value: reply.value, metadata: reply.metadata } : undefined;
      },
      /** @param {string} key @param {any} value @param {{ttlMs?: number, tags?: string[], dependsOn?: string[], ifAbsent?: boolean}} [options] */
      put: (key, value, options = {}) => ask("put", { ...options, key, value }),
      /** Whether there was one. @param {string} key */
      remove: async (key) => (await ask("remove", { key })).removed,
      /** How many went. @param {string | {key?: string, pattern?: string, tag?: string, dependency?: string}} what a key, or what else */
      invalidate: async (what) =>
        (await ask("invalidate", typeof what === "string" ? { key: what } : what)).invalidated,
      /** @param {string} key @param {string} operation @param {{expected?: any, value?: any}} [operands] */
      atomic: (key, operation, operands = {}) => ask("atomic", { ...operands, key, operation }),
      /** @param {string} key @param {string} type @param {string} operation @param {Record<string, any>} [operands] */
      structure: (key, type, operation, operands = {}) => ask("structure", { ...operands, key, type, operation }),
      /** @param {{pattern?: string, limit?: number, cursor?: string}} [options] */
      scan: (options = {}) => ask("scan", options),
      /**
       * Loads the values of those keys that have none, several at the same time. A key for which that fails keeps no other
       * from being loaded.
       *
       * @param {Iterable<string>} keys
       * @param {(key: string) => any} load makes the value of a key
       * @param {{parallelism?: number, put?: object, onProgress?: (state: WarmUp) => void}} [options] four at the same time unless set
       * @returns {Promise<WarmUp>}
       */
      warm: async (keys, load, { parallelism = 4, put = {}, onProgress = () => {} } = {}) => {
        const all = [...new Set(keys)];
        const open = all.values();
        const state = { keys: all.length, loaded: 0, present: 0, failures: {} };
        const lane = async () => {
          for (const key of open) {
            try {
              const here =
                (await ask("get", { key })).found ||
                !(await ask("put", { ifAbsent: true, ...put, key, value: await load(key) })).stored;
              here ? state.present++ : state.loaded++;
            } catch (failure) {
              if (failure.code === UNAVAILABLE) {
                throw failure;
              }
              state.failures[key] = failure;
            }
            onProgress({ ...state, failures: { ...state.failures } });
          }
        };
        await Promise.all(Array.from({ length: Math.max(1, parallelism) }, lane));
        return state;
      },
      /** Fetches what another node has of a replicated region. @returns {Promise<{peer?: string, fetched: number, entries: number}>} */
      warmFromPeers: () => ask("warm"),
      /**
       * Compares what the nodes have of the region.
       *
       * @param {{repair?: boolean}} [options] whether to mend what differs
       * @returns {Promise<{keys: number, agrees: boolean, differences: {key: string, kind: string, node: string}[], more: boolean, repaired: number, nodes: Record<string, number>, silent: string[]}>}
       */
      check: (options = {}) => ask("check", options),
      clear: async () => (await ask("clear")).cleared,
      stats: () => ask("stats"),
    };
  }

  // ---- looking at the node

  /**
   * What happened to something, in causal order.
   *
   * @param {string | {correlationId?: string, messageId?: string, trackingId?: string}} what a correlation id, or what else
   * @returns {Promise<any[]>}
   */
  async timeline(what) {
    return (await this.request("monitor.timeline", typeof what === "string" ? { correlationId: what } : what)).events;
  }

  /**
   * Who would receive a message on a topic, and why.
   *
   * @param {string} topic
   * @param {{kind?: string}} [options]
   */
  explain(topic, options = {}) {
    return this.request("route.explain", { ...options, topic });
  }

  // ---- the connection

  #name(prefix) {
    return `${prefix}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
  }

  #putBack(kept, id, failed, before) {
    if (kept.get(id) === failed) {
      before ? kept.set(id, before) : kept.delete(id);
    }
  }

  /* Without a connection there is nothing at the node to take back. */
  async #takeBack(op, fields) {
    if (this.#state !== "connected") {
      return true;
    }
    try {
      const reply = await this.request(op, fields);
      return reply.removed ?? true;
    } catch (failure) {
      if (failure.code === UNAVAILABLE || failure.code === "MPREG-1404") {
        return true;
      }
      throw failure;
    }
  }

  #change(state) {
    if (this.#state === state) {
      return;
    }
    this.#state = state;
    for (const listener of this.#listeners) {
      this.#guarded(() => listener(state));
    }
  }

  /* What an application throws must not break the connection, but must be seen. */
  #guarded(action) {
    try {
      action();
    } catch (failure) {
      queueMicrotask(() => {
        throw failure;
      });
    }
  }

  #open() {
    if (!this.#options.ticket) {
      this.#connect(this.#url);
      return;
    }
    Promise.resolve()
      .then(() => this.#options.ticket())
      .then((ticket) => {
        if (this.#state !== "closed") {
          const url = new URL(this.#url);
          url.searchParams.set("ticket", ticket);
          this.#connect(url.href);
        }
      })
      .catch((failure) => {
        console.warn(`MPREG: no ticket for ${this.#url}: ${failure.message}`);
        this.#later();
      });
  }

  #connect(url) {
    let socket;
    try {
      socket = new this.#options.WebSocket(url, [SUBPROTOCOL]);
    } catch (failure) {
      this.#change("closed");
      throw new MpregError(UNAVAILABLE, `cannot connect to ${this.#url}: ${failure.message}`);
    }
    this.#socket = socket;
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event) => this.#received(socket, event.data);
    socket.onerror = () => {};
    socket.onclose = (event) => this.#lost(socket, event.code, event.reason);
  }

  async #opened(socket) {
    try {
      this.#frameBytes = Infinity;
      const hello = await this.#ask("hello", { client: this.#options.client }, this.#options.timeoutMs, true);
      this.#frameBytes = hello.limits?.frameBytes ?? Infinity;
      await this.#restore();
    } catch (failure) {
      if (this.#socket === socket) {
        socket.close(1000, "");
        this.#lost(socket, 1006, String(failure.message));
      }
      return;
    }
    if (this.#socket !== socket) {
      return;
    }
    this.#attempts = 0;
    this.#change("connected");
    this.#listen();
    for (const request of this.#requests.values()) {
      this.#post(request);
    }
  }

  /* One that is refused does not keep the others from their places. */
  async #restore() {
    const all = [];
    const again = (op, fields, then = () => {}) => {
      const asked = this.#ask(op, fields, this.#options.timeoutMs, true).then(then);
      all.push(asked.catch((failure) => this.#refused(op, failure)));
    };
    this.#providers.clear();
    for (const { fields, last } of this.#subscriptions.values()) {
      const past = last && (fields.backlogSeconds || fields.sinceMessageId);
      again("subscribe", past ? { ...fields, backlogSeconds: undefined, sinceMessageId: last } : fields);
    }
    for (const { fields } of this.#consumers.values()) {
      again("queue.consume", fields);
    }
    for (const provided of this.#functions.values()) {
      again("rpc.register", provided.fields, (reply) => this.#placed(provided, reply));
    }
    await Promise.all(all);
  }

  #refused(op, failure) {
    if (failure.code === UNAVAILABLE) {
      throw failure;
    }
    console.warn(`MPREG: ${op} was refused after a reconnection: ${failure.message}`);
  }

  #placed(provided, reply) {
    provided.provider = reply.provider;
    this.#providers.set(reply.provider, provided);
  }

  #lost(socket, code, reason) {
    if (this.#socket !== socket) {
      return;
    }
    this.#socket = null;
    this.#quiet();
    this.#outgoing = [];
    this.#abortAll();
    this.#failAll((request) => request.sent, `the connection was lost: ${code} ${reason}`);
    if (this.#state === "closed") {
      return;
    }
    this.#change("connecting");
    this.#later();
  }

  #later() {
    if (this.#state === "closed") {
      return;
    }
    const longest = Math.min(this.#options.longestRetryMs, this.#options.firstRetryMs * 2 ** this.#attempts++);
    this.#retry = setTimeout(() => this.#open(), longest / 2 + (Math.random() * longest) / 2);
  }

  #failAll(which, why) {
    for (const request of [...this.#requests.values()].filter(which)) {
      this.#settle(request);
      request.reject(new MpregError(UNAVAILABLE, why));
    }
  }

  #abortAll() {
    for (const controller of this.#running.values()) {
      controller.abort();
    }
    this.#running.clear();
  }

  // ---- signs of life

  #listen() {
    this.#heard = true;
    this.#missed = 0;
    this.#heartbeat = setInterval(() => this.#beat(), this.#options.heartbeatMs);
  }

  #quiet() {
    clearInterval(this.#heartbeat);
  }

  #beat() {
    this.#missed = this.#heard ? 0 : this.#missed + 1;
    this.#heard = false;
    const socket = this.#socket;
    if (this.#missed >= MISSED_BEATS && socket) {
      this.#lost(socket, 1006, "the node gives no sign of life");
      socket.close();
      return;
    }
    this.#ask("ping", {}, this.#options.timeoutMs, true).catch(() => {});
  }

  // ---- requests

  /* Those of the connection itself go at once; others wait until everything is in place. */
  #ask(op, fields, timeoutMs, own, placed) {
    return new Promise((resolve, reject) => {
      const id = (++this.#ids).toString(36);
      const request = { id, op, fields, timeoutMs, resolve, reject, placed, sent: false, timer: null };
      this.#requests.set(id, request);
      if (this.#state === "connected" || own) {
        this.#post(request);
      } else {
        this.#alarm(request, this.#options.patienceMs, UNAVAILABLE, `no connection to ${this.#url}`);
      }
    });
  }

  #post(request) {
    if (request.sent || !this.#socket) {
      return;
    }
    request.sent = true;
    let text;
    try {
      text = this.#text(request);
    } catch (failure) {
      this.#settle(request);
      request.reject(failure);
      return;
    }
    this.#alarm(request, request.timeoutMs, TIMED_OUT, `no reply to '${request.op}'`);
    this.#outgoing.push(text);
    if (this.#outgoing.length === 1) {
      queueMicrotask(() => this.#flush());
    }
  }

  /* The node would end the connection for a text that is too long. */
  #text(request) {
    const text = JSON.stringify({ ...request.fields, op: request.op, id: request.id });
    if (text.length * 3 > this.#frameBytes) {
      const bytes = new TextEncoder().encode(text).length;
      if (bytes > this.#frameBytes) {
        throw new MpregError(
          TOO_LARGE,
          `the request '${request.op}' has ${bytes} bytes, the node takes at most ${this.#frameBytes}`,
          { limit: this.#frameBytes, bytes },
        );
      }
    }
    return text;
  }

  /* What was asked for in one go leaves as one frame, or as few. */
  #flush() {
    const texts = this.#outgoing;
    this.#outgoing = [];
    let from = 0;
    while (this.#socket && from < texts.length) {
      let characters = texts[from].length;
      let to = from + 1;
      while (to < texts.length && characters + texts[to].length < BATCH_CHARACTERS) {
        characters += texts[to++].length + 1;
      }
      this.#socket.send(to - from === 1 ? texts[from] : `[${texts.slice(from, to).join(",")}]`);
      from = to;
    }
  }

  #alarm(request, ms, code, what) {
    clearTimeout(request.timer);
    request.timer = setTimeout(() => {
      this.#settle(request);
      request.reject(new MpregError(code, `${what} within ${ms} ms`));
    }, ms);
  }

  #settle(request) {
    clearTimeout(request.timer);
    this.#requests.delete(request.id);
  }

  // ---- what the node sends

  #received(socket, data) {
    if (this.#socket !== socket) {
      return;
    }
    this.#heard = true;
    for (const frame of [].concat(JSON.parse(data))) {
      if (frame.id !== undefined) {
        this.#replied(frame);
      } else {
        this.#pushed(frame);
      }
    }
  }

  #replied(frame) {
    const request = this.#requests.get(frame.id);
    if (!request) {
      return;
    }
    this.#settle(request);
    if (frame.op === "error") {
      request.reject(new MpregError(frame.code, frame.message, frame.details));
    } else {
      request.placed?.();
      request.resolve(frame);
    }
  }

  #pushed(frame) {
    switch (frame.op) {
      case "message":
        return this.#message(frame);
      case "subscription.ended":
        return this.#endedByNode(frame);
      case "delivery":
        return this.#delivery(frame);
      case "rpc.invoke":
        return this.#invocation(frame);
      case "rpc.cancelled":
        this.#running.get(frame.invocation)?.abort();
        return undefined;
      case "error":
        console.warn(`MPREG: the node refuses a frame: ${frame.message}`);
        return undefined;
      default:
        return undefined; // of a later version
    }
  }

  #message(message) {
    let subscription = this.#subscriptions.get(message.subscription);
    while (subscription?.former) {
      subscription = subscription.former; // which has its place until the node agrees
    }
    if (subscription) {
      subscription.last = message.messageId;
      this.#guarded(() => subscription.callback(message));
    }
  }

  #endedByNode(frame) {
    let subscription = this.#subscriptions.get(frame.subscription);
    while (subscription && subscription.fields.tag !== frame.tag) {
      subscription = subscription.former;
    }
    if (subscription) {
      const failure = new MpregError(frame.code, frame.message, frame.details);
      console.warn(`MPREG: the node has ended subscription '${frame.subscription}': ${failure.message}`);
      this.#over(subscription, failure);
    }
  }

  /* Nothing comes to it any more, and no connection puts it in place again. */
  #over(subscription, failure) {
    if (!subscription || subscription.over) {
      return;
    }
    subscription.over = true;
    if (this.#subscriptions.get(subscription.fields.subscription) === subscription) {
      this.#subscriptions.delete(subscription.fields.subscription);
    }
    subscription.resolve(failure);
  }

  async #delivery(frame) {
    const consumer = this.#consumers.get(frame.consumer);
    if (!consumer) {
      return;
    }
    const id = frame.delivery;
    const nack = (refusal = {}) => this.request("queue.nack", { ...refusal, delivery: id });
    const delivery = {
      ...frame,
      ack: async () => (await this.request("queue.ack", { delivery: id })).acknowledged > 0,
      nack,
      extend: (ms) => this.request("queue.extend", { delivery: id, ms }),
    };
    try {
      await consumer.callback(delivery);
    } catch (failure) {
      console.warn("MPREG: a consumer refuses a delivery", failure);
      if (!consumer.fields.autoAck) {
        nack({ reason: String(failure?.message ?? failure) }).catch(() => {});
      }
    }
  }

  async #invocation(frame) {
    const id = frame.invocation;
    const socket = this.#socket;
    const provided = this.#providers.get(frame.provider);
    const controller = new AbortController();
    const answer = (fields) => {
      this.#running.delete(id);
      if (this.#socket === socket && !controller.signal.aborted) {
        this.request("rpc.return", { ...fields, invocation: id }).catch((failure) => {
          if (failure.code === TOO_LARGE && "value" in fields) {
            answer({ error: { message: failure.message } });
          }
        });
      }
    };
    if (!provided) {
      answer({ error: { message: "the function is no longer provided" } });
      return;
    }
    this.#running.set(id, controller);
    try {
      const value = await provided.handler({
        ...frame,
        signal: controller.signal,
        progress: (percent, step = "") => this.request("rpc.progress", { invocation: id, percent, step }),
      });
      answer({ value: value ?? null });
    } catch (failure) {
      answer({ error: { message: String(failure?.message ?? failure), type: failure?.name ?? "Error" } });
    }
  }
}
