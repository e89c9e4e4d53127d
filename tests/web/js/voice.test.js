import "./page.js";
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

const { Voice } = await import("../../../src/formcheck/web/static/voice.js");

const english = { voiceURI: "en", lang: "en-GB", localService: true, default: false };
const german = { voiceURI: "de", lang: "de-DE", localService: true, default: true };
const cloud = { voiceURI: "cloud", lang: "en-US", localService: false, default: true };

class Utterance {
  constructor(text) {
    this.text = text;
  }
}

let spoken;
let speaking;
let silent;
let foreign;
let changed;
let now_s;
let voice;

function begin(voices) {
  globalThis.speechSynthesis = voices && {
    getVoices: () => [...voices],
    speak: (words) => speaking.push(words),
    cancel: () => speaking.push("cancel"),
    addEventListener: (_, call) => (changed = call),
  };
  voice = new Voice({ play: () => 0.2, unlock() {} }, () => now_s, {
    spoken: (id) => spoken.push(id),
    none: (other) => {
      silent += 1;
      foreign = other;
    },
    found: () => (silent -= 1),
  });
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.SpeechSynthesisUtterance = Utterance;
  spoken = [];
  speaking = [];
  silent = 0;
  now_s = 0;
  begin([cloud, german, english]);
});

const cue = (id, more = {}) => ({
  id, text: "Lower more slowly.", kind: "form", interrupt: false, until_s: 9, tone: null, ...more,
});
const finish = () => speaking.at(-1).onend();

test("only voices of this machine speak, English first", () => {
  assert.deepEqual(voice.voices().map((v) => v.voiceURI), ["en", "de"]);
  assert.equal(voice.voice().voiceURI, "en");
  voice.choice = "de";
  assert.equal(voice.voice().voiceURI, "de");
  voice.choice = "cloud";
  assert.equal(voice.voice().voiceURI, "en");
});

test("one thing is said at a time, and each is told when it is over", () => {
  voice.say(cue(1));
  voice.say(cue(2));
  mock.timers.tick(40);
  assert.deepEqual(speaking.map((words) => words.text), ["Lower more slowly."]);
  finish();
  assert.deepEqual(spoken, [1]);
  mock.timers.tick(40);
  finish();
  assert.deepEqual(spoken, [1, 2]);
});

test("what interrupts ends what is said and all that waits, and each counts as spoken", () => {
  voice.say(cue(1));
  voice.say(cue(2));
  voice.say(cue(3, { interrupt: true, text: "Ease off." }));
  assert.deepEqual(spoken, [2, 1]);
  mock.timers.tick(40);
  assert.equal(speaking.at(-1).text, "Ease off.");
});

test("what has waited too long is left out", () => {
  voice.say(cue(1));
  voice.say(cue(2, { until_s: 3 }));
  mock.timers.tick(40);
  now_s = 4;
  finish();
  assert.deepEqual(spoken, [1, 2]);
});

test("a voice that never ends is not waited for for ever", () => {
  voice.say(cue(1));
  mock.timers.tick(30);
  mock.timers.tick(60000);
  assert.deepEqual(spoken, [1]);
});

test("without a voice of this machine cues stay as long as reading takes, and it is said once", () => {
  begin([cloud]);
  voice.say(cue(1));
  voice.say(cue(2));
  assert.equal(silent, 1);
  mock.timers.tick(600);
  assert.deepEqual(spoken, []);
  mock.timers.tick(2000);
  mock.timers.tick(2000);
  assert.deepEqual(spoken, [1, 2]);
  assert.equal(silent, 1);
});

test("a browser without voices at all is the same", () => {
  begin(null);
  voice.say(cue(1));
  mock.timers.tick(5000);
  assert.deepEqual(spoken, [1]);
});

test("muted, nothing is spoken and nothing is complained of", () => {
  voice.mute(true);
  voice.say(cue(1));
  mock.timers.tick(5000);
  assert.deepEqual(spoken, [1]);
  assert.deepEqual(speaking.filter((said) => said instanceof Utterance), []);
  assert.equal(silent, 0);
});

test("where only a voice of another language is there, it speaks, and that is told", () => {
  begin([german]);
  voice.say(cue(1));
  mock.timers.tick(40);
  assert.equal(speaking.at(-1).voice.voiceURI, "de");
  assert.deepEqual([silent, foreign], [1, true]);
});

test("voices that come late take their notice back", () => {
  const late = [];
  begin([]);
  globalThis.speechSynthesis.getVoices = () => [...late];
  voice.say(cue(1));
  assert.equal(silent, 1);
  late.push(english);
  changed();
  assert.equal(silent, 0);
});

test("an end that is never told delays the next by no more than its own reading time", () => {
  voice.say(cue(1));
  voice.say(cue(2, { until_s: 99 }));
  mock.timers.tick(40);
  const reading_s = 0.7 + 0.055 * cue(1).text.length;
  mock.timers.tick(2 * reading_s * 1000);
  assert.deepEqual(spoken, [1]);
  mock.timers.tick(40);
  assert.ok(speaking.at(-1) instanceof Utterance);
  assert.equal(voice.words, speaking.at(-1)); // kept, or its end gets lost
});

test("the volume is what was set", () => {
  voice.volume = 0.4;
  voice.say(cue(1));
  mock.timers.tick(40);
  assert.equal(speaking.at(-1).volume, 0.4);
});
