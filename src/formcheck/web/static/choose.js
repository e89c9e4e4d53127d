// What to do today: the last programme first, then everything there is.

import { el } from "./dom.js";
import * as figure from "./figure.js";
import { reading } from "./summary.js";
import { say, sayMany } from "./words.js";

const POSTURES = {
  standing: say("standing"),
  seated: say("on a chair"),
  kneeling: say("kneeling"),
  quadruped: say("on hands and knees"),
  supine: say("on your back"),
  prone: say("on your front"),
};
const GATES = { gentle: say("Gently today"), blocked: say("Not today") };

const minutes = (n) => sayMany("{n} minute", "{n} minutes", n);

const facts = (item) =>
  [item.minutes && minutes(item.minutes), item.needs?.length ? item.needs.join(", ") : say("nothing needed")]
    .filter(Boolean)
    .join(" · ");

function hero(lead, programme, send, main) {
  return el(
    "button",
    { class: main ? "main" : "", onclick: () => send({ do: "choose", programme: programme.id }) },
    el("span", { class: "big" }, lead),
    el("span", {}, `${programme.name} · ${facts(programme)}`),
    el("span", { class: "go", "aria-hidden": "true" }, "▶"),
  );
}

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
    GATES[item.gate] && el("span", { class: "tag" }, GATES[item.gate]),
  );
  if (stretch) figure.pictures(stretch, place);
  return made;
}

export function choose(screen, send) {
  const column = el("div", { class: "column" });
  column.append(el("h1", {}, screen.title || say("What would you like to do?")));
  column.append(...(screen.notes ?? []).map((line) => el("p", { class: "lead" }, line)));
  if (screen.interrupted) column.append(interrupted(screen.interrupted, send));
  const rest = el("div", { class: "column" });
  column.append(rest);
  fetch("catalogue")
    .then((answer) => answer.json())
    .then((all) => rest.append(...everything(screen, all, send).filter(Boolean)))
    .then(() => column.querySelector(".hero button")?.focus({ preventScroll: true }));
  return [column];
}

function everything(screen, { programmes, stretches }, send) {
  const byId = new Map(programmes.map((p) => [p.id, p]));
  const last = byId.get(screen.last);
  const taster = byId.get(screen.taster);
  const heroes = [];
  const when = screen.last_when || say("last time");
  if (last) heroes.push(hero(say("Same as {when}", { when }), last, send, true));
  if (taster && taster !== last) heroes.push(hero(say("A short taster"), taster, send, !last));
  const drawn = new Set(stretches.filter((s) => s.figure).map((s) => s.id));
  const first = (p) => (p.stretches ?? []).find((id) => drawn.has(id));
  const section = (name, list) => (list.length ? [el("h2", {}, name), el("div", { class: "cards" }, list)] : []);
  return [
    el("div", { class: "hero" }, heroes),
    el("p", { class: "lead" }, say("Nothing leaves this computer.")),
    ...(screen.lines ?? []).map((line) => el("p", { class: "lead" }, line)),
    screen.kept && reading(screen.kept.session, say("Last session, {when}:", screen.kept)),
    ...section(
      say("Programmes"),
      programmes.map((p) => card(p, { do: "choose", programme: p.id }, send, first(p))),
    ),
    ...section(
      say("Single stretches"),
      stretches.map((s) => card(s, { do: "choose", stretch: s.id }, send, s.figure && s.id)),
    ),
  ];
}

function interrupted({ when, lines }, send) {
  const answer = (keep) => () => send({ do: "interrupted", keep });
  return el(
    "div",
    { class: "column urgent" },
    el("h2", {}, when ? say("A session was cut off: {when}", { when }) : say("A session was cut off")),
    (lines ?? []).map((line) => el("p", {}, line)),
    el(
      "div",
      { class: "actions" },
      el("button", { class: "main", onclick: answer(true) }, say("Keep it")),
      el("button", { onclick: answer(false) }, say("Throw it away")),
    ),
  );
}
