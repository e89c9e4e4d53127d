import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const { counting, sideWords } = await import("../../../src/formcheck/web/static/stage.js");
const { commands } = await import("../../../src/formcheck/web/static/buttons.js");

const BRIDGE = { step: "stretch", kind: "reps", planned: { reps: 3, hold_s: 2 } };
const CHILD = { step: "stretch", kind: "hold", planned: { reps: 2, hold_s: 20 } };
const hold = (held_s, more = {}) => ({ held_s, planned_s: 20, running: true, own_range: false, ...more });

test("repetitions are counted up, of those planned", () => {
  const state = { reps: { done: 1, smaller: 0, planned: 3 }, hold: null, clock: null };
  assert.deepEqual(counting(BRIDGE, state), [1, "of 3", 0, false, ""]);
});

test("before anything is known the plan stands", () => {
  assert.deepEqual(counting(BRIDGE, {}), [0, "of 3", 0, false, ""]);
  assert.deepEqual(counting(CHILD, {}), [20, "seconds", 0, false, "0 of 2 done"]);
});

test("a smaller range is told beside the count, and not as less", () => {
  const state = { reps: { done: 2, smaller: 1, planned: 3 }, hold: null, clock: null };
  assert.equal(counting(BRIDGE, state)[4], "1 in your own range");
});

test("a short hold of a repetition fills the ring and leaves the count", () => {
  const state = { reps: { done: 0, smaller: 0, planned: 3 }, hold: hold(1, { planned_s: 2 }) };
  assert.deepEqual(counting(BRIDGE, state).slice(0, 3), [0, "of 3", 0.5]);
});

test("a hold counts its seconds down", () => {
  const [left, unit, share, stopped] = counting(CHILD, { hold: hold(5) });
  assert.deepEqual([left, unit, share, stopped], [15, "seconds", 0.25, false]);
});

test("a clock that has stopped says that it waits", () => {
  const [left, unit, , stopped, below] = counting(CHILD, { hold: hold(5, { running: false }) });
  assert.deepEqual([left, unit, stopped, below], [15, "stopped", true, "The clock waits for you"]);
});

test("what is held is done, however it goes on", () => {
  for (const running of [true, false]) {
    const [mark, unit, , stopped] = counting(CHILD, { hold: hold(20, { running }) });
    assert.deepEqual([mark, unit, stopped], ["✓", "held", false]);
  }
});

test("a timer goes by its own clock", () => {
  const clock = { name: "timed", left_s: 4.2, total_s: 8 };
  const [left, unit, share, , below] = counting(BRIDGE, { clock });
  assert.deepEqual([left, unit, below], [5, "seconds", "Timed only, not judged"]);
  assert.ok(Math.abs(share - 0.475) < 1e-9);
});

test("sides have words, and nothing has none", () => {
  assert.match(sideWords("left"), /Left/);
  assert.match(sideWords("right"), /Right/);
  assert.equal(sideWords(null), null);
  assert.equal(sideWords(undefined), null);
});

test("what is offered comes after the screen's own buttons, and none twice", () => {
  const screen = { step: "ready", buttons: [{ do: "skip", label: "Skip this one" }] };
  assert.deepEqual(commands(screen, ["timed", "skip"]), [
    { do: "skip", label: "Skip this one" },
    { do: "timed", label: "Go on timed, not judged" },
  ]);
  assert.deepEqual(commands({ step: "rest" }), []);
});
