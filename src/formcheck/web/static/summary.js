// What was done, held, flagged and not judged; left against right.

import { el } from "./dom.js";
import * as figure from "./figure.js";
import { say } from "./words.js";

/** @type {Record<SideWord, string>} */
const SIDES = { left: say("Left"), right: say("Right") };
/** @type {Record<SideWord, string>} */
const WHOLE = { left: say("Left side"), right: say("Right side") };

/** @type {(list: string[], none: string) => import("./dom.js").Child} */
const words = (list, none) => (list.length ? list.map((item, i) => [i ? el("br") : null, item]) : none);

/** @type {(set: SetDone) => import("./dom.js").Child} */
function done(set) {
  const rows = [set.done, set.left_early].filter(Boolean);
  return rows.map((row, i) => [i ? el("br") : null, row]);
}

/** @type {(set: SetDone) => HTMLElement} */
function row(set) {
  const place = el("td", { class: "figure-cell" });
  figure.play(set.stretch, place, { start: true });
  return el(
    "tr",
    {},
    place,
    el("td", {}, el("b", {}, set.name), set.side ? [el("br"), WHOLE[set.side]] : null),
    el("td", { "data-head": say("Done") }, done(set)),
    el("td", { "data-head": say("Held") }, set.held_s ? set.held : "–"),
    el("td", { "data-head": say("To correct") }, words(set.flags.map((flag) => flag.cue), say("Nothing"))),
    el("td", { "data-head": say("Not judged") }, words(set.not_judged, say("Nothing"))),
  );
}

/** @type {(list: Sides[]) => HTMLElement} */
function sides(list) {
  const rows = list.map(({ name, stretch, measure, left, right, unit, words }) => {
    const most = Math.max(Math.abs(left ?? 0), Math.abs(right ?? 0)) || 1;
    /** @type {(side: SideWord, value: number | null) => HTMLElement[]} */
    const bar = (side, value) => {
      const fill = el("i");
      fill.style.width = `${(100 * Math.abs(value ?? 0)) / most}%`;
      const mark = unit === "deg" || unit === "degrees" ? "°" : ` ${unit ?? ""}`;
      const read = value === null ? say("not seen") : `${mark === "°" ? Math.round(value) : value.toFixed(2)}${mark}`;
      return [el("span", {}, SIDES[side]), el("span", { class: `bar ${side}` }, fill), el("b", {}, read)];
    };
    const what = [name ?? stretch, measure, words].filter(Boolean).join(": ");
    return [el("span", { class: "name" }, what), bar("left", left), bar("right", right)].flat();
  });
  return el("div", { class: "sides" }, rows);
}

// In a tab of their own: the session goes on in this one.
/** @type {(href: string, text: string) => HTMLElement} */
const page = (href, text) => el("a", { class: "button", href, target: "_blank", rel: "noopener" }, text);

/**
 * @param {string} uid
 * @param {string} [lead]
 */
export function reading(uid, lead) {
  const report = `report/${encodeURIComponent(uid)}`;
  return el(
    "div",
    { class: "reading" },
    lead && el("span", {}, lead),
    page(report, say("Report")),
    el("a", { class: "button", href: `${report}/file`, download: "formcheck-report.html" }, say("Save for my physio")),
    page("progress", say("My progress")),
  );
}

/**
 * @param {Shown} screen
 * @returns {HTMLElement[]}
 */
export function summary(screen) {
  const heads = ["", say("Stretch"), say("Done"), say("Held"), say("To correct"), say("Not judged")];
  const sets = Array.isArray(screen.sets) ? screen.sets : [];
  const table = el(
    "table",
    { class: "done" },
    el("thead", {}, el("tr", {}, heads.map((head) => el(head ? "th" : "td", {}, head)))),
    el("tbody", {}, sets.map(row)),
  );
  return [
    el(
      "div",
      { class: "column" },
      el("h1", {}, screen.title || say("Done for today")),
      el("div", { class: "lead" }, (screen.lines ?? []).map((line) => el("p", {}, line))),
      screen.pain && el("p", { class: "dose" }, screen.pain),
      (screen.if_worse ?? []).map((line) => el("p", {}, line)),
      screen.tomorrow && el("p", {}, screen.tomorrow),
      screen.session && reading(screen.session),
      (screen.more ?? []).map((line) => el("p", { class: "lead" }, line)),
      sets.length ? table : null,
      screen.sides?.length ? [el("h2", {}, say("Left against right")), sides(screen.sides)] : null,
      screen.folder && el("p", { class: "fine" }, say("Kept in {folder}", screen)),
    ),
  ];
}
