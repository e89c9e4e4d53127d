import { Socket } from "./page.js";
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

const { Wire } = await import("../../../src/formcheck/web/static/wire.js");

const HELLO = { type: "hello", session: "s1", n: 4 };

let told;
let wire;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  told = [];
  const on = {};
  for (const what of ["hello", "event", "frame", "refused", "link"]) {
    on[what] = (...given) => told.push([what, ...given]);
  }
  wire = new Wire(on);
  wire.open();
  Socket.last.open();
});

const links = () => told.filter(([what]) => what === "link").map(([, status]) => status);
const events = () => told.filter(([what]) => what === "event").map(([, { n }]) => n);

test("it says what it knows, and goes on from there", () => {
  assert.equal(Socket.last.place.href, "ws://127.0.0.1:8000/abc/socket");
  assert.deepEqual(Socket.last.sent, [{ hello: { session: null, n: 0 } }]);
  Socket.last.give(HELLO);
  Socket.last.give({ type: "say", n: 5 });
  Socket.last.give({ type: "say", n: 6 });
  assert.deepEqual(events(), [5, 6]);
  Socket.last.drop();
  mock.timers.tick(300);
  Socket.last.open();
  assert.deepEqual(Socket.last.sent, [{ hello: { session: "s1", n: 6 } }]);
});

test("an event that is known, or comes too early, is left", () => {
  Socket.last.give(HELLO);
  for (const n of [4, 6, 5, 5]) Socket.last.give({ type: "say", n });
  assert.deepEqual(events(), [5]);
});

test("a new session begins with its own count", () => {
  Socket.last.give(HELLO);
  Socket.last.give({ type: "hello", session: "s2", n: 1 });
  assert.equal(wire.n, 1);
  assert.deepEqual(told.at(-1), ["hello", { type: "hello", session: "s2", n: 1 }, false]);
});

test("the same session is told apart from a new one", () => {
  Socket.last.give(HELLO);
  Socket.last.give({ ...HELLO, n: 9 });
  assert.equal(told.at(-1)[2], true);
  assert.equal(wire.n, 4); // what was missed is still to come
});

test("a state without a picture is acknowledged at once", () => {
  const state = { type: "state", ack: 7, picture: false };
  Socket.last.give(state);
  assert.deepEqual(Socket.last.sent.at(-1), { ack: 7 });
  assert.deepEqual(told.at(-1), ["frame", state, null]);
});

test("a state with a picture is acknowledged with it", () => {
  const state = { type: "state", ack: 8, picture: true };
  Socket.last.give(state);
  assert.equal(Socket.last.sent.length, 1);
  Socket.last.give(new Uint8Array([0, 0, 0, 1, 255, 216]).buffer);
  assert.deepEqual(Socket.last.sent.at(-1), { ack: 8 });
  const [, given, jpeg] = told.at(-1);
  assert.deepEqual(given, state);
  assert.deepEqual([...new Uint8Array(jpeg)], [255, 216]);
});

test("a picture before any state is left", () => {
  Socket.last.give(new ArrayBuffer(8));
  assert.deepEqual(told, []);
});

test("it looks again, less often the longer it lasts, and no less than each 3 s", () => {
  const begun = Socket.all.length;
  for (let i = 0; i < 8; i += 1) {
    Socket.last.drop();
    mock.timers.tick(3000);
  }
  assert.equal(Socket.all.length, begun + 8);
  assert.equal(wire.wait_ms, 3000);
  assert.deepEqual(new Set(links()), new Set(["lost"]));
});

test("a page that was taken over stays quiet", () => {
  const begun = Socket.all.length;
  Socket.last.drop(4002);
  mock.timers.tick(60000);
  assert.deepEqual(links(), ["taken"]);
  assert.equal(Socket.all.length, begun);
});

test("another page is given time to go before it is said to be there", () => {
  for (let i = 0; i < 3; i += 1) {
    Socket.last.drop(4001);
    mock.timers.tick(3000);
  }
  assert.deepEqual(links(), ["busy"]);
  wire.open(true);
  assert.match(Socket.last.place.href, /socket\?take=1$/);
});

test("nothing is sent into a closed socket", () => {
  assert.equal(wire.send({ do: "press" }), true);
  Socket.last.drop();
  assert.equal(wire.send({ do: "press" }), false);
});
