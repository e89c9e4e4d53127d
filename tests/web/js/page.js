// As much of a browser as the scripts need to be loaded by node: no page, no sound.
// Import this first.

const sentences = {
  // A made-up language of three forms, as Polish has them.
  texts: {
    "Get ready": ["Na start"],
    "{n} minute": ["{n} minuta", "{n} minuty", "{n} minut"],
    "Next: {stretch}": ["Teraz {stretch}"],
  },
  plural: Array.from({ length: 200 }, (_, n) => {
    const few = n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);
    return n === 1 ? 0 : few ? 1 : 2;
  }),
};

globalThis.document = {
  baseURI: "http://127.0.0.1:8000/abc/",
  getElementById: (id) => (id === "words" ? { textContent: JSON.stringify(sentences) } : null),
};
globalThis.matchMedia = () => ({ matches: false });
globalThis.window = globalThis;

// A socket that is opened, fed and closed by hand.
export class Socket {
  static OPEN = 1;
  static all = [];

  constructor(place) {
    this.place = place;
    this.readyState = 0;
    this.sent = [];
    Socket.all.push(this);
  }

  static get last() {
    return Socket.all.at(-1);
  }

  open() {
    this.readyState = Socket.OPEN;
    this.onopen();
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  give(message) {
    this.onmessage({ data: message instanceof ArrayBuffer ? message : JSON.stringify(message) });
  }

  drop(code = 1006) {
    this.readyState = 3;
    this.onclose({ code });
  }
}

globalThis.WebSocket = Socket;
