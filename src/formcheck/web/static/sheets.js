// Screens that are read: choosing, questions, showing a stretch, the summary.

import { actions, commands } from "./buttons.js";
import { byId, el } from "./dom.js";
import * as figure from "./figure.js";
import { choose } from "./choose.js";
import { question } from "./question.js";
import { sideWords } from "./stage.js";
import { summary } from "./summary.js";
import { say } from "./words.js";

/** @type {(list: string[] | undefined) => HTMLElement | null} */
const lines = (list) =>
  list?.length ? el("div", { class: "lines" }, list.map((line) => el("p", {}, line))) : null;

/** @type {(screen: Shown) => HTMLElement[]} */
function plain(screen) {
  const text = [el("h1", {}, screen.title ?? ""), lines(screen.lines)];
  const said = screen.sentence ? el("p", { class: "lead" }, screen.sentence) : null;
  const urgent = screen.urgent ? "urgent" : "";
  return [el("div", { class: `column ${urgent}` }, text, said)];
}

/** @type {(screen: Shown) => HTMLElement[]} */
function show(screen) {
  const place = el("div");
  figure.play(screen.stretch, place);
  const steps = (screen.instructions ?? []).map((line) => el("li", {}, line));
  const side = sideWords(screen.side);
  return [
    el(
      "div",
      { class: "column" },
      el("h1", {}, screen.name ?? screen.title ?? ""),
      el(
        "div",
        { class: "showing" },
        place,
        el(
          "div",
          { class: "text" },
          side && el("div", { class: "side" }, side),
          screen.dose && el("p", { class: "dose" }, screen.dose),
          el("ol", {}, steps),
          screen.advice && el("p", { class: "fine" }, say("Camera: {advice}", screen)),
          screen.not_seen?.length
            ? el("p", { class: "fine" }, say("What I cannot judge: {what}", { what: screen.not_seen.join(" ") }))
            : null,
        ),
      ),
    ),
  ];
}

export class Sheet {
  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    this.place = byId("sheet");
    /** @type {Shown} */
    this.screen = { step: "" };
    this.buttons = el("div");
    /** @type {string | null} */
    this.offered = null;
  }

  /**
   * @param {Shown} screen
   * @param {Partial<State>} state
   */
  show(screen, state) {
    this.screen = screen;
    this.place.classList.toggle("middle", screen.step !== "choose" && screen.step !== "summary");
    /** @type {HTMLElement[]} */
    let made;
    if (screen.step === "choose") made = choose(screen, this.send);
    else if (screen.step === "summary") made = summary(screen);
    else if (screen.step === "show") made = show(screen);
    else if (screen.question) made = question(screen, screen.question, this.send);
    else made = plain(screen);
    this.buttons = el("div");
    this.offered = null;
    made[0].append(this.buttons);
    this.place.replaceChildren(...made);
    this.place.scrollTop = 0;
    this.update(state ?? {}, null);
    const first = this.place.querySelector(".actions .main, .hero button, .options button");
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }

  clear() {
    this.place.replaceChildren();
  }

  /**
   * @param {Partial<State>} state
   * @param {Said | null} said
   */
  update(state, said) {
    const written = this.screen.question?.kind === "text"; // its own buttons go on
    const list = commands(this.screen, state.offer).filter((c) => !(written && c.do === "next"));
    const key = JSON.stringify(list);
    if (key !== this.offered) {
      this.offered = key;
      const made = list.length && this.screen.step !== "choose" ? actions(list, this.send, Boolean(this.screen.question)) : el("div");
      made.classList.add("last");
      this.buttons.replaceWith(made);
      this.buttons = made;
    }
    for (const line of this.place.querySelectorAll("ol li")) {
      line.classList.toggle("now", line.textContent === said?.text);
    }
  }
}
