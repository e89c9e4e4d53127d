// Buttons that the engine offers: each is a command with a label.

import { el } from "./dom.js";
import { say } from "./words.js";

/** @type {Record<string, string>} */
const OFFERS = {
  timed: say("Go on timed, not judged"),
  smaller: say("Make it smaller"),
  skip: say("Leave this one"),
  longer: say("15 seconds more"),
  next: say("Go on"),
  resume: say("Go on"),
};

/**
 * @param {Shown} screen
 * @param {string[]} [offer]
 * @returns {Offer[]}
 */
export function commands(screen, offer = []) {
  const given = screen.buttons ?? [];
  const known = new Set(given.map((b) => b.do));
  const offered = offer.filter((name) => !known.has(name));
  return [...given, ...offered.map((name) => ({ do: name, label: OFFERS[name] ?? name }))];
}

const AWAY = new Set(["back", "skip", "stop"]); // never what is proposed

/**
 * asks: the screen's own answers are what is proposed.
 * @param {Offer[]} list
 * @param {Send} send
 * @param {boolean} [asks]
 */
export function actions(list, send, asks = false) {
  const made = list.map(({ label, ...command }, i) =>
    el("button", { class: i || asks || AWAY.has(command.do) ? "" : "main", "data-do": command.do, onclick: () => send(command) }, label),
  );
  return el("div", { class: "actions" }, made);
}
