import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const { say, sayMany } = await import("../../../src/formcheck/web/static/words.js");

test("a sentence is said as the catalogue has it, else as it stands", () => {
  assert.equal(say("Get ready"), "Na start");
  assert.equal(say("Go on"), "Go on");
});

test("places are filled in either", () => {
  assert.equal(say("Next: {stretch}", { stretch: "Bridge" }), "Teraz Bridge");
  assert.equal(say("of {planned}", { planned: 3 }), "of 3");
});

test("what fills a place is not filled again", () => {
  assert.equal(say("Next: {stretch}", { stretch: "{stretch}" }), "Teraz {stretch}");
});

for (const [n, expected] of [
  [1, "1 minuta"],
  [2, "2 minuty"],
  [5, "5 minut"],
  [12, "12 minut"],
  [22, "22 minuty"],
  [101, "101 minut"],
  [202, "202 minuty"],
  [1012, "1012 minut"],
]) {
  test(`the form for ${n}`, () => assert.equal(sayMany("{n} minute", "{n} minutes", n), expected));
}

test("without a catalogue there are two forms", () => {
  assert.equal(sayMany("time", "times", 1), "time");
  assert.equal(sayMany("time", "times", 0), "times");
});
