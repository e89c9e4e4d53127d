// The stage: the mirror, beside it what counts now, below it one cue at a time.

import { actions, commands } from "./buttons.js";
import { byId, el, svg } from "./dom.js";
import * as figure from "./figure.js";
import { say, sayMany } from "./words.js";

const SAID_FOR_S = 7; // how long what was said stays to be read
const ONE_LINE = 31; // letters of the largest size; a sign takes the room of five
const LONG_HOLD_S = 5; // from here on, seconds matter more than the count

/** @type {Record<string, string>} */
const SIGNS = {
  unsafe: "M12 2 23 21H1Z M12 9v6 M12 18v.1", // a triangle that says: look
  form: "M3 12h17 M13 5l7 7-7 7",
  see: "M1 12s4-7 11-7 11 7 11 7-4 7-11 7S1 12 1 12Z M12 9a3 3 0 1 0 .1 0",
  praise: "M3 13l6 6L21 5",
};

export const STEPS = new Set(["camera", "move", "ready", "count_in", "stretch", "rest", "paused", "ease"]);

/** @type {Record<SideWord, string>} */
const SIDES = { left: say("◀ Left side"), right: say("Right side ▶") };

/** @type {(side: SideWord | null | undefined) => string | null} */
export const sideWords = (side) => (side ? (SIDES[side] ?? null) : null);

/** @type {(text: string) => HTMLElement} */
const title = (text) => el("h1", { class: text.length > 18 ? "long" : "" }, text);

/** @type {(side: SideWord | null | undefined) => HTMLElement | null} */
const sideBadge = (side) => {
  const words = sideWords(side);
  return words ? el("div", { class: "side" }, words) : null;
};

// Where the stretch file lets a raised arm pause.
/** @type {(screen: Shown) => string | null} */
const sign = (screen) => (screen.pause_gesture ? say("One arm up: pause") : null);

// A ring that fills, with a number and its unit inside.
function dial() {
  /** @type {(name: string) => SVGCircleElement} */
  const ring = (name) => svg("circle", { class: name, cx: 50, cy: 50, r: 45, pathLength: 100 });
  const front = ring("front");
  const drawing = svg("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" });
  const turned = svg("g", { transform: "rotate(-90 50 50)" });
  turned.append(ring("back"), front);
  drawing.append(turned);
  const number = el("div", { class: "number" });
  const unit = el("div", { class: "unit" });
  const box = el("div", { class: "dial" }, drawing, el("div", { class: "inside" }, number, unit));
  /** @type {(text: string | number, unitText: string, share: number, stopped?: boolean) => void} */
  const set = (text, unitText, share, stopped = false) => {
    const words = String(text);
    number.textContent = words;
    number.classList.toggle("wide", words.length > 1);
    number.classList.toggle("wider", words.length > 2);
    unit.textContent = unitText;
    const filled = 100 * Math.max(0, Math.min(1, share));
    front.style.display = filled > 0.2 ? "" : "none";
    front.style.strokeDasharray = stopped ? "" : `${filled} 101`;
    box.classList.toggle("stopped", stopped);
  };
  return { box, set };
}

/** @type {(held: number, planned: number) => number} */
const secondsLeft = (held, planned) => Math.max(0, Math.ceil(planned - held - 0.05));

/**
 * What the ring shows in a stretch: number, unit, share, stopped, and what is below.
 * @param {Shown} screen
 * @param {Partial<State>} state
 * @returns {[number | string, string, number, boolean, string]}
 */
export function counting(screen, state) {
  const { hold, reps, clock } = state;
  const planned = reps?.planned ?? screen.planned?.reps ?? 0;
  const done = reps?.done ?? 0;
  const smaller = reps?.smaller ? sayMany("{n} in your own range", "{n} in your own range", reps.smaller) : "";
  if (clock?.name === "timed") {
    const share = clock.total_s ? 1 - clock.left_s / clock.total_s : 0;
    return [Math.max(0, Math.ceil(clock.left_s)), say("seconds"), share, false, say("Timed only, not judged")];
  }
  const holding = hold && (hold.running || hold.held_s > 0);
  const byTime = screen.kind === "hold" || screen.kind === "guided";
  const seconds = hold?.planned_s ?? screen.planned?.hold_s ?? 0;
  if (byTime || (holding && seconds >= LONG_HOLD_S)) {
    const held = hold?.held_s ?? 0;
    const left = secondsLeft(held, seconds);
    const stopped = Boolean(holding && !hold?.running && left > 0);
    const number = left === 0 && held > 0 ? "✓" : left;
    const unit = number === "✓" ? say("held") : stopped ? say("stopped") : say("seconds");
    const of = planned > 1 ? sayMany("{n} of {planned} done", "{n} of {planned} done", done, { planned }) : "";
    const below = stopped ? say("The clock waits for you") : hold?.own_range ? say("In your own range") : of || smaller;
    return [number, unit, seconds ? held / seconds : 0, stopped, below];
  }
  const share = hold && holding && seconds ? hold.held_s / seconds : 0;
  const unit = planned ? say("of {planned}", { planned }) : sayMany("time", "times", done);
  return [done, unit, share, false, smaller];
}

/**
 * Builds a step's panel; what it returns is called with each state.
 * @typedef {(state: Partial<State>) => void} Update
 * @type {Record<string, (panel: HTMLElement, screen: Shown) => Update | void>}
 */
const BUILD = {
  camera(panel, screen) {
    const rows = (screen.checks ?? []).map(({ label, ok }) => {
      const mark = ok === true ? "✓" : ok === false ? "!" : "·";
      const state = ok === true ? say("fine") : ok === false ? say("not yet") : say("not looked at yet");
      return el(
        "li",
        { "data-ok": String(ok), "aria-label": `${label}: ${state}` },
        el("span", { class: "mark" }, mark),
        label,
      );
    });
    panel.append(title(screen.title ?? say("Camera check")), el("ul", { class: "checks" }, rows));
  },
  move(panel, screen) {
    panel.append(el("h1", { class: "word" }, screen.title ?? say("Take your time")));
  },
  ready(panel, screen) {
    const place = el("div", { class: "giving" });
    panel.append(...parts(title(screen.name ?? ""), sideBadge(screen.side), place));
    panel.append(el("div", { class: "under" }, sign(screen) ?? say("Get ready")));
    figure.play(screen.stretch, place, { start: true });
  },
  count_in(panel, screen) {
    const ring = dial();
    panel.append(...parts(title(screen.name ?? ""), ring.box, sideBadge(screen.side)));
    return ({ clock }) => {
      if (!clock) return;
      const share = clock.total_s ? 1 - clock.left_s / clock.total_s : 0;
      ring.set(Math.max(1, Math.ceil(clock.left_s)), say("ready"), share);
    };
  },
  stretch(panel, screen) {
    const ring = dial();
    const below = el("div", { class: "under" });
    panel.append(...parts(title(screen.name ?? ""), sideBadge(screen.side), ring.box, below));
    return (state) => {
      const [number, unit, share, stopped, words] = counting(screen, state);
      ring.set(number, unit, share, stopped);
      below.textContent = words || (screen.judged === false ? say("Timed only, not judged") : "");
      below.hidden = !below.textContent;
    };
  },
  rest(panel, screen) {
    const ring = dial();
    const next = screen.next;
    const side = next && sideWords(next.side);
    const words = next ? [say("Next: {stretch}", { stretch: next.name }), side && el("br"), side] : [];
    panel.append(...parts(title(screen.title ?? say("Rest")), ring.box));
    panel.append(el("div", { class: "under" }, words));
    return ({ clock }) => {
      if (!clock) return ring.set("", "", 0);
      const share = clock.total_s ? clock.left_s / clock.total_s : 0;
      ring.set(Math.max(0, Math.ceil(clock.left_s)), say("seconds"), share);
    };
  },
  // What helps on a blocked day: a clock; the caption has the words.
  ease(panel, screen) {
    const ring = dial();
    panel.append(title(screen.title ?? ""), ring.box);
    return ({ clock }) => {
      ring.box.hidden = !clock;
      if (!clock) return;
      const left = Math.max(0, Math.ceil(clock.left_s));
      const long = left > 99; // three figures do not fit
      const share = clock.total_s ? clock.left_s / clock.total_s : 0;
      ring.set(long ? Math.ceil(left / 60) : left, long ? say("minutes") : say("seconds"), share);
    };
  },
  paused(panel, screen) {
    panel.append(...parts(el("h1", { class: "word" }, screen.title ?? say("Paused"))));
    if (screen.name) panel.append(el("div", { class: "under" }, screen.name));
  },
};

/** @type {(...list: (HTMLElement | null)[]) => HTMLElement[]} */
const parts = (...list) => list.filter((part) => part !== null);

export class Stage {
  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    this.panel = byId("panel");
    this.caption = byId("caption");
    this.note = byId("camera-note");
    /** @type {Shown} */
    this.screen = { step: "" };
    this.since_s = 0;
    /** @type {Update} */
    this.update_ = () => {};
    this.buttons = el("div");
    /** @type {string | null} */
    this.offered = null;
    /** @type {string | null} */
    this.told = null;
  }

  /**
   * @param {Shown} screen
   * @param {Partial<State>} state
   */
  show(screen, state) {
    this.screen = screen;
    this.since_s = state?.time_s ?? 0;
    byId("stage").dataset.step = screen.step;
    this.panel.replaceChildren();
    this.update_ = BUILD[screen.step]?.(this.panel, screen) ?? (() => {});
    this.buttons = el("div");
    this.offered = null;
    this.panel.append(this.buttons);
    this.update(state ?? {}, null);
  }

  clear() {
    this.panel.replaceChildren();
    this.caption.replaceChildren();
    this.told = null;
  }

  /**
   * @param {Partial<State>} state
   * @param {Said | null} said
   */
  update(state, said) {
    this.update_(state);
    const list = commands(this.screen, state.offer);
    const key = JSON.stringify(list);
    if (key !== this.offered) {
      this.offered = key;
      const made = list.length ? actions(list, this.send) : el("div");
      this.buttons.replaceWith(made);
      this.buttons = made;
    }
    const camera = state.camera;
    const trouble = camera?.message && camera.status !== "ok" ? camera.message : "";
    this.note.hidden = !trouble;
    this.note.textContent = trouble;
    this.tell(state, said);
  }

  /**
   * One thing to read: what to ease or mind now, else what was said last, else why fewer
   * movements counted than were seen.
   * @param {Partial<State>} state
   * @param {Said | null} said
   */
  tell(state, said) {
    const here = said && said.time_s >= this.since_s - 0.5; // said on this screen
    const fresh = here && (state.time_s ?? 0) - said.time_s < SAID_FOR_S ? said : null;
    const sentence = this.screen.sentence ?? (this.screen.lines ?? []).join(" ");
    const cue = this.screen.step === "paused" ? null : state.cue;
    const rest = state.asked ?? sentence;
    const told = cue ?? fresh ?? (rest ? { text: rest, kind: "info" } : null);
    const key = told ? `${told.kind} ${told.text}` : "";
    if (key === this.told) return;
    this.told = key;
    const box = this.caption;
    box.replaceChildren();
    delete box.dataset.kind;
    if (!told?.text) return;
    box.dataset.kind = told.kind ?? "info";
    box.classList.toggle("long", told.text.length > (SIGNS[told.kind] ? ONE_LINE - 5 : ONE_LINE));
    box.classList.toggle("longer", told.text.length > 90);
    if (SIGNS[told.kind]) {
      const stroke = { fill: "none", stroke: "currentColor", "stroke-width": 2.6 };
      const line = svg("path", { d: SIGNS[told.kind], ...stroke, "stroke-linecap": "round", "stroke-linejoin": "round" });
      const sign = svg("svg", { viewBox: "-1 -1 26 26", "aria-hidden": "true" });
      sign.append(line);
      box.append(el("span", { class: "sign" }, sign));
    }
    box.append(el("span", {}, told.text));
  }
}
