// The connection: events in order, the newest frame, and back again after a break.

const BUSY = 4001;
const TAKEN_OVER = 4002;

export class Wire {
  /**
   * @param {{
   *   hello(hello: Hello, again: boolean): void,
   *   event(event: PageEvent): void,
   *   frame(state: State, jpeg: ArrayBuffer | null): void,
   *   refused(message: Refused): void,
   *   link(status: "open" | "lost" | "busy" | "taken"): void,
   * }} on
   */
  constructor(on) {
    this.on = on;
    /** @type {string | null} */
    this.session = null;
    this.n = 0;
    this.wait_ms = 300;
    this.busy = 0;
    /** @type {State | null} */
    this.state = null;
    /** @type {WebSocket | null} */
    this.socket = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  open(take = false) {
    clearTimeout(this.timer);
    const place = new URL(take ? "socket?take=1" : "socket", document.baseURI);
    place.protocol = "ws:";
    const socket = new WebSocket(place);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.send({ hello: { session: this.session, n: this.n } });
    };
    socket.onmessage = ({ data }) => this.take(data);
    socket.onclose = ({ code }) => this.closed(code);
  }

  /**
   * @param {object} message
   * @returns {boolean}
   */
  send(message) {
    if (!this.socket || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** @param {ArrayBuffer | string} data */
  take(data) {
    if (data instanceof ArrayBuffer) {
      if (this.state) {
        this.acknowledge(this.state);
        this.on.frame(this.state, data.slice(4));
      }
      return;
    }
    const message = JSON.parse(data);
    if (message.type === "state") {
      this.state = message;
      if (message.picture) return; // the picture follows
      this.acknowledge(message);
      this.on.frame(message, null);
    } else if (message.type === "hello") {
      this.welcome(message);
    } else if (message.type === "refused") {
      this.on.refused(message);
    } else if (message.n === this.n + 1) {
      this.n = message.n;
      this.on.event(message);
    }
  }

  // On receipt, not when painted: a hidden tab paints nothing.
  /** @param {State} state */
  acknowledge(state) {
    this.send({ ack: state.ack });
  }

  /** @param {Hello} hello */
  welcome(hello) {
    this.wait_ms = 300;
    this.busy = 0;
    this.on.link("open");
    const again = hello.session === this.session && this.n <= hello.n;
    this.session = hello.session;
    if (!again) this.n = hello.n;
    this.on.hello(hello, again);
  }

  /** @param {number} code */
  closed(code) {
    if (code === TAKEN_OVER) return this.on.link("taken");
    if (code === BUSY) {
      this.busy += 1; // after a reload the page before may not have gone yet
      if (this.busy > 2) return this.on.link("busy");
    } else {
      this.on.link("lost");
    }
    this.timer = setTimeout(() => this.open(), this.wait_ms);
    this.wait_ms = Math.min(3000, this.wait_ms * 1.6);
  }
}
