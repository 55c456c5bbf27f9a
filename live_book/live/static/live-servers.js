// Where the Python of a page comes from: the page itself, the server that brought it, Binder, a course's server or hub.
// Each way ends in a server of Thebe's that is ready, its address and token, and messages for when it goes away.

import { BOOK, NO_TYPESETTER, Trouble } from "./live-python.js";

const BOOK_SERVER =
  "The server of this book does not answer. If it was stopped, start it again (make serve) and open the address " +
  "it prints. What you typed is kept in this browser.";
const STRANGER =
  "The server of this book does not know this browser any more, because it was started anew. Open the address " +
  "it printed in the terminal. What you typed is kept.";
const tokens = new Map(); // address of a server → the token that it took from this page
const OFFLINE = "This device seems to have no network.";

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Trouble that comes with what to do instead. */
export const insteadOf = (words) => Object.assign(new Trouble(words), { instead: true });

/** Does a host answer at all, whatever it says? */
const answers = (address) =>
  fetch(address, { mode: "no-cors", cache: "no-store" }).then(
    () => true,
    () => false
  );

/** How the book was set up, as the site itself says: never taken from the page's own address. */
export async function findServer(reader) {
  const answer = await fetch(new URL("_live.json", BOOK), { cache: "no-store" }).catch(() => {
    throw new Trouble(BOOK_SERVER);
  });
  if (answer.status === 403) throw new Trouble(STRANGER);
  const where = answer.ok ? await answer.json() : {};
  const chosen = reader.inPage && where.python ? "page" : where.cells;
  if (chosen === "page") return new (await import("./live-page.js")).Page(where, reader);
  const Kind = { jupyter: JupyterServer, jupyterhub: JupyterHub, binderhub: Binder }[chosen];
  if (!Kind) throw insteadOf("This site has no Python of its own to run cells with.");
  return new Kind(where, reader);
}

// --- a Jupyter server --------------------------------------------------------------------------------------

/** The server that brought the page, which knows the reader by a cookie; or another one, by a token. */
export class JupyterServer {
  /**
   * `reader`: {tell(words), progress(words), askFor({label, help, href}), inPage}, to speak with who waits; `inPage`:
   * the Python of the page itself is asked for.
   */
  constructor(where, reader) {
    this.address = new URL(where.address, location.href);
    this.reader = reader;
    this.host = this.address.host;
    this.isHere = this.address.origin === location.origin;
    this.settings = { baseUrl: this.address.href, token: "", appendToken: false };
  }

  get messages() {
    if (this.isHere) return { silent: BOOK_SERVER, stranger: STRANGER };
    return {
      silent:
        `${this.host} does not answer this page. Either the network blocks it, or it is not set up for ` +
        `pages of ${location.origin}: then tell who runs it. What you typed is kept in this browser.`,
      stranger:
        `${this.host} does not know you any more. Press Live code and give a token anew. What you typed ` + `is kept.`,
    };
  }

  async reach(api) {
    if (!this.isHere) await this.signIn();
    this.server = this.make(api, { serverSettings: this.settings });
    this.server.connectToJupyterServer().catch(() => {});
    await this.server.ready.catch(() => {
      throw new Trouble(this.messages.silent);
    });
    return this.server;
  }

  make(api, options) {
    return api.makeServer(
      api.makeConfiguration({ ...NO_TYPESETTER, savedSessionOptions: { enabled: false }, ...options })
    );
  }

  /**
   * A token that the server takes: the one of before, or what the reader gives. It is in the page's memory alone: what
   * a browser keeps, other projects of the same origin can read.
   */
  async signIn() {
    let token = tokens.get(this.address.href);
    for (let wrong = false; ;) {
      if (!token) {
        token = await this.reader.askFor(this.question(wrong));
        wrong = true; // if it is asked for again
      }
      this.settings = { ...this.settings, token, appendToken: true };
      if ((await this.state(this.door)) === "ok") break;
      if (!(await this.isOpen())) throw insteadOf(this.messages.silent);
      tokens.delete(this.address.href);
      token = undefined;
    }
    tokens.set(this.address.href, token);
  }

  get door() {
    return "api/status";
  } // what only who is known may ask

  /** Does it speak with pages of this site, at least of what it tells anybody? */
  isOpen() {
    return fetch(new URL("api", this.settings.baseUrl), { cache: "no-store" }).then(
      (answer) => answer.ok,
      () => false
    );
  }

  /**
   * "ok"; "stranger": it does not know the reader; "silent": no answer, which is all that a page hears of many a
   * refusal.
   */
  async state(path = "api/kernelspecs") {
    const answer = await this.ask(path).catch(() => null);
    if (answer?.ok) return "ok";
    if (answer ? answer.status === 401 || answer.status === 403 : !this.isHere && (await this.isOpen()))
      return "stranger";
    if (answer) return "ok";
    await pause(100); // a refusal by the page's own policy is told a moment after the error
    return "silent";
  }

  question(wrong) {
    return {
      label: `${wrong ? "That was not it. The" : "The"} token of ${this.host}:`,
      help: "Your course tells you where to find it.",
    };
  }

  ask(path, options = {}) {
    const xsrf = this.isHere && /(?:^|; )_xsrf=([^;]+)/.exec(document.cookie)?.[1];
    const headers = {
      ...(xsrf ? { "X-XSRFToken": xsrf } : {}),
      ...(this.settings.token ? { Authorization: `token ${this.settings.token}` } : {}),
    };
    return fetch(new URL(path, this.settings.baseUrl), { cache: "no-store", redirect: "manual", headers, ...options });
  }

  /** Is the server itself gone, for good? Unknown is no. */
  async isGone() {
    return false;
  }

  forget() {}

  /** What cells with a tag need and do not find here: {tag: words}. */
  lacks = {};

  /** Rejects, with the words to say, if Python cannot begin although the server answers. */
  broken = new Promise(() => {});
}

// --- a JupyterHub ------------------------------------------------------------------------------------------

/** The reader's own server on a course's hub, started if need be. Source: JupyterHub's REST API. */
class JupyterHub extends JupyterServer {
  constructor(where, reader) {
    super({ address: where.address.replace(/\/?$/, "/") }, reader);
    this.isHere = false; // even there it wants a token
  }

  get door() {
    return "hub/api/user";
  }

  isOpen() {
    return fetch(new URL("hub/api/", this.address), { cache: "no-store" }).then(
      (answer) => answer.ok,
      () => false
    );
  }

  question(wrong) {
    return {
      label: `${wrong ? "That was not it. A" : "A"} token of ${this.host}:`,
      help: "Sign in there, press “Request new API token”, and copy it here:",
      href: new URL("hub/token", this.address).href,
    };
  }

  async reach(api) {
    await this.signIn();
    const user = await this.started();
    const path = new URL(user.servers[""].url, this.address).pathname; // the hub says it without its own host
    this.settings = { ...this.settings, baseUrl: new URL(path, this.address).href };
    this.server = this.make(api, { serverSettings: this.settings });
    this.server.connectToJupyterServer().catch(() => {});
    await this.server.ready.catch(() => {
      throw insteadOf(this.messages.silent);
    });
    return this.server;
  }

  /** The hub answers for a server that it has stopped, with a status of its own. */
  async isGone() {
    const answer = await this.ask("api/status").catch(() => null);
    return [404, 424, 503].includes(answer?.status);
  }

  /** The reader, as the hub tells of them, once their server is ready. */
  async started() {
    this.settings = { ...this.settings, baseUrl: this.address.href };
    const user = async () => (await this.ask("hub/api/user")).json();
    let now = await user();
    if (!now.servers?.[""]?.ready) {
      this.reader.tell(`${this.host} is starting your server. This can take a minute…`);
      const order = await this.ask(`hub/api/users/${encodeURIComponent(now.name)}/server`, { method: "POST" });
      if (!order.ok && order.status !== 400)
        throw insteadOf(
          `${this.host} did not start your server (${(await order.json().catch(() => ({}))).message ?? order.status}).`
        ); // 400: it is on its way
    }
    for (let seconds = 0; !now.servers?.[""]?.ready; seconds += 1) {
      if (seconds > 300 || (seconds > 2 && now.servers?.[""] === undefined && !now.pending))
        throw insteadOf(`${this.host} could not start your server. Open ${this.address.href} to see why.`);
      await pause(1000);
      now = await user();
    }
    return now;
  }
}

// --- Binder ------------------------------------------------------------------------------------------------

const PHASES = {
  // BinderHub's build events, in the reader's words
  waiting: "Binder has the book in its queue, and will soon begin to build it…",
  fetching: "Binder is fetching the book…",
  building:
    "Binder is building this version of the book, which nobody has run before. That takes some minutes; read on " +
    "meanwhile…",
  pushing: "The book is built. Binder is putting it into its store…",
  built: "The book is built. Binder is looking for a place to run it…",
  launching: "Binder is starting your Python…",
};
const RETRIED = "Binder's first try to start your Python failed. It tries again…";
const BEFORE_LAUNCH = new Set(["", "waiting", "fetching", "building", "pushing"]);
const TRIES = 3; // as often is Binder asked again when the connection to it breaks
const PATIENCE = 15 * 60_000; // milliseconds without a word

/** Why Binder failed: by its own message, else by how far it came. */
const FAILURES = [
  [
    /too many users|quota|limit|concurrent/i,
    "Binder runs as many copies as it allows for now. One will become free: press Live code again in some minutes.",
  ],
  [
    /resolve ref|no provider|resolving ref|not found/i,
    "Binder does not find this version of the book, perhaps because it is not public. Please tell who publishes " +
      "this site.",
  ],
  [/disabled|banned|blocked/i, "Binder does not run this book any more. Please tell who publishes this site."],
  [
    /timed? ?out|too long|capacity|queue|busy|schedul|create temporary user/i,
    "Binder is too busy to start a copy of the book. Press Live code again in some minutes.",
  ],
];
const BUILD_FAILED = "Binder could not build this version of the book. Please tell who publishes this site.";
const START_FAILED = "Binder could not start the book. Press Live code again in some minutes.";

/** A server of the reader's own on a BinderHub, which builds it from the book's repository: through Thebe. */
class Binder extends JupyterServer {
  constructor(where, reader) {
    super(where, reader);
    this.where = where;
    this.isHere = false;
    this.refused = new Set(); // hosts that the page's policy keeps it from
    document.addEventListener("securitypolicyviolation", (event) => {
      if (event.blockedURI.includes(":")) this.refused.add(new URL(event.blockedURI).host);
    });
  }

  get messages() {
    return {
      silent: this.refused.size
        ? `The policy of this page does not let it ${this.refusal}. Please tell who publishes this site: ` +
          `live_book_hosts lacks it.`
        : `Python on ${this.host} does not answer. Perhaps the network is gone. Trying again…`,
      stranger:
        `${this.host} has ended the Python of this page: it does so after some minutes without use. ` +
        `Your code is all here.`,
    };
  }

  /** After a redirect, browsers tell of the first address alone. */
  get refusal() {
    return this.refused.has(this.host) ? `go where ${this.host} sends it` : `talk to ${[...this.refused].join(", ")}`;
  }

  async reach(api) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.launch(api);
      } catch (trouble) {
        if (!trouble.passing || tries === TRIES) throw trouble;
        this.reader.tell("The connection to Binder broke. Asking it again; what it has begun goes on meanwhile…");
        await pause(tries * 2000);
      }
    }
  }

  async launch(api) {
    const { provider, repo, ref } = this.where;
    const server = this.make(api, {
      binderOptions: { binderUrl: this.address.href.replace(/\/$/, ""), repoProvider: provider, repo, ref },
      savedSessionOptions: { enabled: true, storagePrefix: "live-binder" }, // the next chapter finds the same server
    });
    this.reader.tell(`Asking ${this.host} for a computer…`);
    const events = this.follow(server);
    try {
      server.connectToServerViaBinder().catch(() => {});
      await Promise.race([server.ready, events.silence]);
    } catch (error) {
      throw await this.trouble(String(error?.message ?? error), events.phase);
    } finally {
      events.end();
    }
    const { baseUrl, token } = server.sessionManager.serverSettings;
    this.settings = { baseUrl, token, appendToken: true };
    this.server = server;
    return server;
  }

  /** Tell the reader each new phase, once; notice when Binder says nothing any more. */
  follow(server) {
    const events = { phase: "" };
    let timer;
    events.silence = new Promise((_, failed) => {
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => failed(new Error("timed out: no word from Binder")), PATIENCE);
      };
      server.config.events.on("status", (_, { message = "" }) => {
        const [, phase, words] = /^Binder is: (\w*) - ([^]*)/.exec(message) ?? [];
        wait();
        if (!PHASES[phase]) return; // "unknown", or words about a failure to come
        const retried = /failed, retrying/i.test(words);
        if (phase !== events.phase || retried) this.reader.tell(retried ? RETRIED : PHASES[phase]);
        events.phase = phase;
      });
      wait();
    });
    events.end = () => clearTimeout(timer);
    return events;
  }

  /** What went wrong, and what to do about it. */
  async trouble(message, phase) {
    console.warn("live code, Binder:", message);
    await pause(100);
    if (this.refused.size) return insteadOf(this.messages.silent);
    if (message.startsWith("Lost connection to binder")) {
      if (await answers(new URL("health", this.address.href.replace(/\/?$/, "/"))))
        return Object.assign(
          insteadOf(`${this.host} does not take the order at the moment. Press Live code again in some minutes.`),
          { passing: Boolean(phase) }
        );
      const why = navigator.onLine ? "The network here may block it, as those of schools do." : OFFLINE;
      return Object.assign(insteadOf(`${this.host} cannot be reached. ${why}`), {
        passing: Boolean(phase) && navigator.onLine,
      });
    }
    const known = FAILURES.find(([pattern]) => pattern.test(message));
    return insteadOf(known ? known[1] : BEFORE_LAUNCH.has(phase) ? BUILD_FAILED : START_FAILED);
  }

  /** Binder ends what is not used; then it answers itself, and the server does not. */
  async isGone() {
    for (let tries = 0; tries < 2; tries += 1) {
      const answer = await this.ask("api/status").catch(() => null);
      if (answer?.ok || !(await answers(this.address))) return false;
      await pause(1500);
    }
    return true;
  }

  forget() {
    this.server?.clearSavedBinderSessions().catch(() => {});
  }
}
