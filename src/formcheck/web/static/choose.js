// What to do today: the last programme first, then everything there is.

import { el } from "./dom.js";
import * as figure from "./figure.js";
import { reading } from "./summary.js";
import { say, sayMany } from "./words.js";

/** @type {Record<string, string>} */
const POSTURES = {
  standing: say("standing"),
  seated: say("on a chair"),
  kneeling: say("kneeling"),
  quadruped: say("on hands and knees"),
  supine: say("on your back"),
  prone: say("on your front"),
};
/** @type {Record<string, string>} */
const GATES = { gentle: say("Gently today"), blocked: say("Not today") };

/** @type {[string, string][]} */
const PLACES = [
  ["floor", say("On the mat")],
  ["chair", say("On a chair")],
  ["standing", say("Standing")],
];

// What fits today first, and of that the shortest.
/** @type {(items: Item[]) => Item[]} */
const inOrder = (items) =>
  [...items].sort((a, b) => Number(a.gate === "blocked") - Number(b.gate === "blocked") || a.minutes - b.minutes);

/** @type {(n: number) => string} */
const minutes = (n) => sayMany("{n} minute", "{n} minutes", n);

/** @type {(item: Item) => string} */
const facts = (item) =>
  [item.minutes && minutes(item.minutes), item.needs?.length ? item.needs.join(", ") : say("nothing needed")]
    .filter(Boolean)
    .join(" · ");

/** @type {(lead: string, programme: Item, send: Send, main: boolean) => HTMLElement} */
function hero(lead, programme, send, main) {
  return el(
    "button",
    { class: main ? "main" : "", onclick: () => send({ do: "choose", programme: programme.id }) },
    el("span", { class: "big" }, lead),
    el("span", {}, `${programme.name} · ${facts(programme)}`),
    el("span", { class: "go", "aria-hidden": "true" }, "▶"),
  );
}

/**
 * @param {Item} item
 * @param {Command} command
 * @param {Send} send
 * @param {string | false | undefined} stretch
 */
function card(item, command, send, stretch) {
  const place = el("span", { class: "pictures" });
  const made = el(
    "button",
    { class: "card", "data-id": item.id, disabled: item.gate === "blocked", onclick: () => send(command) },
    stretch ? place : null,
    el("b", {}, item.name),
    el("span", { class: "about" }, facts(item)),
    item.posture && el("span", { class: "about" }, POSTURES[item.posture] ?? item.posture),
    item.about && el("span", { class: "about" }, item.about),
    item.not_for?.length ? el("span", { class: "about" }, say("Not for: {whom}", { whom: item.not_for.join(" ") })) : null,
    GATES[item.gate] && el("span", { class: "tag" }, GATES[item.gate]),
    item.gate === "blocked" && (item.why ?? []).map((line) => el("span", { class: "about why" }, line)),
  );
  if (stretch) figure.pictures(stretch, place);
  return made;
}

/**
 * @param {Shown} screen
 * @param {Send} send
 * @returns {HTMLElement[]}
 */
export function choose(screen, send) {
  const column = el("div", { class: "column" });
  if (screen.who?.length) {
    column.append(...who(screen.who, send));
    return [column];
  }
  if (screen.interrupted) {
    column.append(interrupted(screen.interrupted, send));
    return [column];
  }
  if (screen.day) {
    column.append(...day(screen, screen.day, send));
    return [column];
  }
  column.append(el("h1", {}, screen.title || say("What would you like to do?")));
  column.append(...[...(screen.today ?? []), ...(screen.notes ?? [])].map((line) => el("p", { class: "lead" }, line)));
  const rest = el("div", { class: "column" });
  column.append(rest);
  fetch("catalogue")
    .then((answer) => answer.json())
    .then((all) => rest.append(...everything(screen, all, send)))
    .then(() => {
      const first = column.querySelector(".hero button");
      if (first instanceof HTMLElement) first.focus({ preventScroll: true });
    });
  return [column];
}

/**
 * Whose session it is: what is known of one person is no other's.
 * @param {string[]} names
 * @param {Send} send
 * @returns {HTMLElement[]}
 */
function who(names, send) {
  /** @type {(name: string | null) => () => void} */
  const is = (name) => () => send({ do: "who", name });
  const known = names.map((name) => el("button", { "data-who": name, onclick: is(name) }, name || say("The one without a name")));
  return [
    el("h1", {}, say("Who are you?")),
    el("div", { class: "options day", role: "group", "aria-label": say("Who are you?") }, known, el("button", { "data-guest": true, onclick: is(null) }, say("A guest"))),
    el("p", { class: "lead" }, say("Of a guest nothing is known, and nothing is kept.")),
  ];
}

/**
 * Before anything is chosen: how it is today. Nothing is ticked beforehand.
 * @param {Shown} screen
 * @param {Question} asked
 * @param {Send} send
 * @returns {HTMLElement[]}
 */
function day(screen, asked, send) {
  const made = asked.options.map(({ value, label }) =>
    el("button", { "data-how": value, onclick: () => send({ do: "day", how: value }) }, label),
  );
  return [
    el("h1", {}, asked.text),
    ...(screen.notes ?? []).map((line) => el("p", { class: "lead" }, line)),
    el("div", { class: "options day", role: "group", "aria-label": asked.text }, made),
    el("p", { class: "lead" }, say("I watch you through the camera and talk you through it. Nothing leaves this computer.")),
    ...(screen.kept ? [reading(screen.kept.session, say("Last session, {when}:", screen.kept))] : []),
  ];
}

/**
 * What a text is about: each of its words begins one of the thing's own, as with
 * `formcheck list`.
 * @type {(text: string) => string[]}
 */
const wordsOf = (text) => text.toLowerCase().replaceAll("'", "").match(/[\p{L}\p{N}]+/gu) ?? [];
/** @type {(item: Item, asked: string[]) => boolean} */
const isAbout = (item, asked) => asked.every((part) => (item.words ?? []).some((word) => word.startsWith(part)));

/** @typedef {[Item, HTMLElement]} Thing */

/** @type {(things: Thing[], everyday: Advice[]) => HTMLElement[]} */
function search(things, everyday) {
  const advice = el("div", { class: "look" });
  const none = el("p", { class: "lead", hidden: true }, say("Nothing here goes by that name."));
  const field = el("input", { type: "search", id: "look-for", class: "look", placeholder: say("sciatica, hip, chair"), autocomplete: "off" });
  field.addEventListener("input", () => {
    const asked = wordsOf(field.value);
    let shown = 0;
    for (const [item, made] of things) {
      made.hidden = !isAbout(item, asked);
      if (!made.hidden) shown += 1;
    }
    /** @type {(words: string) => boolean} */
    const named = (words) => wordsOf(words).every((word) => asked.includes(word));
    const about = everyday.filter((one) => asked.length > 0 && one.words.some(named));
    advice.replaceChildren(...about.map((one) => el("div", {}, el("h2", {}, one.title), one.lines.map((line) => el("p", {}, line)))));
    none.hidden = shown > 0 || about.length > 0;
  });
  return [el("label", { for: "look-for", class: "look" }, say("Look for")), field, advice, none];
}

/**
 * @param {Shown} screen
 * @param {Catalogue} all
 * @param {Send} send
 * @returns {HTMLElement[]}
 */
function everything(screen, { programmes, stretches, everyday }, send) {
  const byId = new Map(programmes.map((p) => [p.id, p]));
  const last = byId.get(screen.last ?? "");
  const taster = byId.get(screen.taster ?? "");
  /** @type {HTMLElement[]} */
  const heroes = [];
  /** @type {(lead: string, programme: Item | undefined) => void} */
  const offer = (lead, programme) => {
    if (programme && programme.gate !== "blocked") heroes.push(hero(lead, programme, send, !heroes.length));
  };
  const when = screen.last_when || say("last time");
  const plan = programmes.find((p) => p.own);
  offer(say("Your own plan"), plan);
  if (last !== plan) offer(say("Same as {when}", { when }), last);
  if (screen.gentle && screen.gentle !== screen.last) offer(say("For a day like this"), byId.get(screen.gentle));
  if (taster !== last) offer(say("New here? Start with this"), taster);
  const drawn = new Set(stretches.filter((s) => s.figure).map((s) => s.id));
  /** @type {(p: Item) => string | undefined} */
  const first = (p) => (p.stretches ?? []).find((id) => drawn.has(id));
  /** @type {(name: string, list: HTMLElement[]) => HTMLElement[]} */
  const section = (name, list) => (list.length ? [el("h2", {}, name), el("div", { class: "cards" }, list)] : []);
  /** @type {Thing[]} */
  const offered = inOrder(programmes).map((p) => [p, card(p, { do: "choose", programme: p.id }, send, first(p))]);
  /** @type {Thing[]} */
  const single = inOrder(stretches).map((s) => [s, card(s, { do: "choose", stretch: s.id }, send, s.figure && s.id)]);
  return [
    el("div", { class: "hero" }, heroes),
    ...(screen.lines ?? []).map((line) => el("p", { class: "lead" }, line)),
    ...(screen.kept ? [reading(screen.kept.session, say("Last session, {when}:", screen.kept))] : []),
    ...search([...offered, ...single], everyday ?? []),
    ...PLACES.flatMap(([place, name]) => section(name, offered.filter(([p]) => p.place === place).map(([, made]) => made))),
    ...section(say("Single stretches"), single.map(([, made]) => made)),
  ];
}

/**
 * @param {{when?: string, lines?: string[]}} cut
 * @param {Send} send
 */
function interrupted({ when, lines }, send) {
  /** @type {(keep: boolean) => () => void} */
  const answer = (keep) => () => send({ do: "interrupted", keep });
  return el(
    "div",
    { class: "column urgent" },
    el("h1", {}, when ? say("A session was cut off: {when}", { when }) : say("A session was cut off")),
    (lines ?? []).map((line) => el("p", {}, line)),
    el(
      "div",
      { class: "actions" },
      el("button", { class: "main", onclick: answer(true) }, say("Keep what was done")),
      el("button", { onclick: answer(false) }, say("Throw it away")),
    ),
  );
}
