// One question at a time, answered with big buttons.

import { el } from "./dom.js";
import { say } from "./words.js";

const MANY = 6; // more answers than these take less room each, so that all are seen

const YES_NO = [
  { value: true, label: say("Yes") },
  { value: false, label: say("No") },
];

/** @type {(q: Question, send: Send, list: boolean, was: unknown) => HTMLElement[]} */
function choice(q, send, list, was) {
  const only = q.options?.length === 1;
  const made = (q.options?.length ? q.options : YES_NO).map(({ value, label }) =>
    el("button", { class: only ? "main" : "", "aria-pressed": value === was ? "true" : null, onclick: () => send({ do: "answer", id: q.id, value }) }, label),
  );
  return [el("div", { class: list ? "options list" : "options" }, made)];
}

/** @type {(q: Question, send: Send, was: unknown) => HTMLElement[]} */
function many(q, send, was) {
  /** @type {Set<string | boolean>} */
  const chosen = new Set(Array.isArray(was) ? was : []);
  const on = el("button", { class: "main" }, chosen.size ? say("Go on") : say("None of these"));
  /** @type {string | undefined} */
  let group; // its heading stands before the first of each
  const made = q.options.flatMap(({ value, label, group: own }) => {
    const heading = own && own !== group ? [el("h2", { class: "group" }, own)] : [];
    group = own;
    const before = chosen.has(value);
    const mark = el("span", { class: "mark", "aria-hidden": "true" }, before ? "☑" : "☐");
    const button = el("button", { "aria-pressed": String(before) }, mark, label);
    button.addEventListener("click", () => {
      if (!chosen.delete(value)) chosen.add(value);
      const is = chosen.has(value);
      button.setAttribute("aria-pressed", String(is));
      mark.textContent = is ? "☑" : "☐";
      on.textContent = chosen.size ? say("Go on") : say("None of these");
    });
    return [...heading, button];
  });
  on.addEventListener("click", () => send({ do: "answer", id: q.id, value: [...chosen] }));
  const dense = made.length > MANY ? "dense" : "";
  return [el("div", { class: `options list ${dense}` }, made), el("div", { class: "actions answer" }, on)];
}

/** @type {(q: Question, send: Send, was: unknown) => HTMLElement[]} */
function scale(q, send, was) {
  const made = Array.from({ length: 11 }, (_, n) =>
    el("button", { "data-key": n < 10 ? n : null, "aria-pressed": n === was ? "true" : null, onclick: () => send({ do: "answer", id: q.id, value: n }) }, n),
  );
  const ends = q.options?.length === 2 ? q.options.map((o) => o.label) : [say("No pain"), say("Worst imaginable")];
  const words = ends.map((word) => el("span", { class: "end" }, word));
  return [el("div", { class: "scale" }, made, words)];
}

/** @type {(q: Question, send: Send) => HTMLElement[]} */
function text(q, send) {
  const box = el("textarea", { maxlength: 2000, "aria-label": q.text });
  /** @type {(value: string) => () => void} */
  const answer = (value) => () => send({ do: "answer", id: q.id, value });
  const keep = el("button", { class: "main" }, say("Keep this note"));
  keep.addEventListener("click", () => send({ do: "answer", id: q.id, value: box.value.trim() }));
  return [box, el("div", { class: "actions" }, keep, el("button", { onclick: answer("") }, say("No note")))];
}

/** @type {Record<string, (q: Question, send: Send, was: unknown) => HTMLElement[]>} */
const KINDS = { many, scale, text };

/**
 * @param {Shown} screen
 * @param {Question} q
 * @param {Send} send
 * @returns {HTMLElement[]}
 */
export function question(screen, q, send) {
  const of = (screen.of ?? 0) > 1 && screen.number ? say("Question {number} of {of}", screen) : "";
  const answers = KINDS[q.kind]?.(q, send, screen.was) ?? choice(q, send, (q.options?.length || 2) > 3, screen.was);
  return [
    el(
      "div",
      { class: "column" },
      of && el("p", { class: "step-of" }, of),
      el("h1", {}, q.text),
      q.help && el("p", { class: "lead" }, q.help),
      (screen.lines ?? []).map((line) => el("p", { class: "lead" }, line)),
      el("div", { class: "answers", role: "group", "aria-label": q.text }, answers),
    ),
  ];
}
