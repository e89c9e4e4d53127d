// The page: draws what the engine shows, says what it says, sends what the person does.

import { byId, el } from "./dom.js";
import { Mirror } from "./mirror.js";
import { Sheet } from "./sheets.js";
import { STEPS, Stage } from "./stage.js";
import { Tones } from "./tones.js";
import { Voice } from "./voice.js";
import { Wire } from "./wire.js";
import { say } from "./words.js";

const PRESS_AGAIN_MS = 600; // a double click is one press
const TITLES = /** @type {Record<string, string>} */ ({
  choose: say("Choose"),
  screening: say("Before you begin"),
  camera: say("Camera check"),
  paused: say("Paused"),
  rest: say("Rest"),
  summary: say("What you did"),
});
const VEIL_AFTER_MS = 1500;
const TOAST_MS = 6000;

/** @type {Shown | null} */
let screen = null;
/** @type {Partial<State>} */
let state = {};
/** @type {Said | null} */
let said = null;
let heard_ms = 0; // when the newest state came
let pressed_ms = 0;
let anyKey = true;
let sets = "";
/** @type {string | null | undefined} */
let person;

/** @type {Send} */
const send = (command) => wire.send(command);
const now_s = () => (state.time_s ?? 0) + (heard_ms ? (performance.now() - heard_ms) / 1000 : 0);

const tones = new Tones();
const voice = new Voice(tones, now_s, {
  spoken: (id) => send({ do: "spoken", id }),
  none: (foreign) => {
    byId("notice").textContent = foreign
      ? say("No English voice on this computer: another one reads. Add one in the system's settings for speech.")
      : say("No offline voice on this computer: cues are shown and sounded.");
  },
  found: () => {
    byId("notice").textContent = "";
  },
});
const mirror = new Mirror(byId("picture"));
const stage = new Stage(send);
const sheet = new Sheet(send);
/** @type {Sheet | Stage} */
let part = sheet;

const wire = new Wire({
  hello(hello, again) {
    heard_ms = performance.now();
    state = { ...state, time_s: hello.time_s, camera: hello.camera };
    likes(hello.settings);
    byId("recording").hidden = !hello.recording;
    if (!again) {
      said = hello.said?.kind === "count" ? null : (hello.said ?? null);
      show(hello.screen);
    }
  },
  event(event) {
    EVENTS[event.type]?.(event);
  },
  frame(newest, jpeg) {
    state = newest;
    heard_ms = performance.now();
    byId("recording").hidden = !newest.recording;
    mirror.take(newest, jpeg);
    part.update(state, said);
  },
  refused: ({ message }) => toast(message),
  link,
});

/** @type {Record<string, (event: any) => void>} */
const EVENTS = {
  /** @param {PageEvent & {screen: Shown}} event */
  screen: (event) => show(event.screen),
  /** @param {PageEvent & Said} event */
  say(event) {
    if (event.kind !== "count" && event.text) said = event;
    voice.say(event);
    part.update(state, said);
  },
  /** @param {SetEvent} event */
  set(event) {
    sets = event.of > 1 ? say("{set} of {of}", event) : "";
    where();
  },
  /** @param {PageEvent & {message: string}} event */
  error: ({ message }) => toast(message),
};

/** @param {Shown} next */
function show(next) {
  screen = next;
  if (screen.likes) {
    likes(screen.likes);
    person = screen.person;
  }
  const onStage = STEPS.has(screen.step);
  byId("stage").hidden = !onStage;
  byId("sheet").hidden = onStage;
  document.body.dataset.step = screen.step;
  part = onStage ? stage : sheet;
  (onStage ? sheet : stage).clear();
  if (screen.of && screen.set) sets = say("{set} of {of}", screen);
  if (["choose", "after", "summary"].includes(screen.step)) sets = "";
  if (onStage && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  part.show(screen, state);
  part.update(state, said);
  where();
  soundButton();
  stayAwake();
}

function where() {
  const title = screen?.day?.text ?? screen?.title ?? screen?.name ?? TITLES[screen?.step ?? ""];
  document.title = title ? `${title} · formcheck` : "formcheck";
  const name = person === null ? say("guest") : person;
  const whose = name ? `formcheck · ${name}` : "formcheck";
  byId("where").textContent = sets ? say("{whose} · stretch {sets}", { whose, sets }) : whose;
}

// What lies over everything ---------------------------------------------------

/** @type {ReturnType<typeof setTimeout> | undefined} */
let lost;

/** @param {"open" | "lost" | "busy" | "taken"} status */
function link(status) {
  clearTimeout(lost);
  const veil = byId("veil");
  if (status === "open") {
    veil.hidden = true;
  } else if (status === "lost") {
    voice.stop();
    lost = setTimeout(() => cover(say("Looking for formcheck…"), say("If it has ended, start it again: formcheck live")), VEIL_AFTER_MS);
  } else {
    voice.stop();
    const words = status === "busy" ? say("formcheck is open in another tab.") : say("formcheck goes on in another tab.");
    cover(words, null, el("button", { class: "main", onclick: () => wire.open(true) }, say("Use it here")));
  }
}

/**
 * @param {string} title
 * @param {string | null} more
 * @param {HTMLElement} [button]
 */
function cover(title, more, button) {
  const veil = byId("veil");
  veil.replaceChildren(el("div", {}, title), ...(more ? [el("div", { class: "lead" }, more)] : []), ...(button ? [button] : []));
  veil.hidden = false;
  button?.focus();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let toasting;

/** @param {string} message */
function toast(message) {
  clearTimeout(toasting);
  byId("toast").textContent = message;
  byId("toast").hidden = false;
  toasting = setTimeout(() => {
    byId("toast").hidden = true;
  }, TOAST_MS);
}

// What the person does ----------------------------------------------------------

const isStage = () => screen !== null && STEPS.has(screen.step);

function press() {
  const now = performance.now();
  if (now - pressed_ms < PRESS_AGAIN_MS) return;
  pressed_ms = now;
  send({ do: "press" });
}

/** @type {(target: EventTarget | null) => boolean} */
const isControl = (target) => target instanceof Element && target.closest("button, select, input, textarea, dialog, #veil") !== null;

/** @type {(target: EventTarget | null) => boolean} */
const isWritten = (target) => target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;

addEventListener("pointerdown", (event) => {
  if (isStage() && !isControl(event.target)) press();
});

addEventListener("contextmenu", (event) => {
  if (isStage()) event.preventDefault(); // any button of a mouse or clicker
});

addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(F\d+|Shift|Control|Alt|Meta|AudioVolume.*|Unidentified)$/.test(event.key)) return;
  if (byId("settings").open || !byId("veil").hidden) return;
  if (isStage()) {
    if (!anyKey && event.key !== "Escape") return;
    const moving = event.key === "Tab" && screen?.step !== "stretch";
    const onButton = isControl(event.target) && (event.key === "Enter" || event.key === " ");
    if (moving || onButton) return;
    event.preventDefault();
    press();
  } else if (/^\d$/.test(event.key) && !isWritten(event.target)) {
    const chosen = byId("sheet").querySelector(`[data-key="${event.key}"]`);
    if (chosen instanceof HTMLElement) chosen.click();
  }
});

// Nobody touches the computer for a quarter of an hour: its screen must not go dark.
/** @type {WakeLockSentinel | null} */
let awake = null;

async function stayAwake() {
  const wanted = screen !== null && !["choose", "summary"].includes(screen.step) && document.visibilityState === "visible";
  if (wanted && (!awake || awake.released)) {
    awake = await navigator.wakeLock?.request("screen").catch(() => null);
  } else if (!wanted && awake) {
    await awake.release();
    awake = null;
  }
}

document.addEventListener("visibilitychange", stayAwake); // it is lost while the page is hidden

// Browsers keep a page silent until somebody has touched it; Start is the first touch.
for (const touch of ["click", "keydown"]) {
  addEventListener(
    touch,
    () => {
      voice.unlock();
      soundButton();
    },
    true,
  );
}

function soundButton() {
  const first = ["choose", "screening"].includes(screen?.step ?? "");
  byId("sound-on").hidden = tones.ready || first;
}

const mute = byId("mute");

/** @param {boolean} muted */
function setMuted(muted) {
  voice.mute(muted);
  mute.setAttribute("aria-pressed", String(muted));
  mute.textContent = muted ? say("Sound off") : say("Sound on");
}

mute.addEventListener("click", () => {
  setMuted(!voice.muted);
  send({ do: "settings", voice: !voice.muted });
});

byId("full").addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
});

// Settings ---------------------------------------------------------------------

const rateShown = () => {
  byId("rate-shown").textContent = `${Number(byId("rate").value).toFixed(1)} ×`;
};

const volumeShown = () => {
  byId("volume-shown").textContent = `${Math.round(100 * Number(byId("volume").value))} %`;
};

function voices() {
  const all = voice.voices();
  const options = all.map((v) => el("option", { value: v.voiceURI }, `${v.name} (${v.lang})`));
  byId("voice-choice").replaceChildren(...options);
  byId("voice-choice").disabled = !all.length;
  if (!all.length) byId("voice-choice").append(el("option", {}, say("No offline voice here")));
  const chosen = voice.voice();
  if (chosen) byId("voice-choice").value = chosen.voiceURI;
}

async function cameras() {
  const list = byId("camera-choice");
  list.replaceChildren(el("option", {}, say("Looking…")));
  /** @type {{id: string, name: string}[]} */
  const found = await fetch("cameras").then((r) => r.json(), () => []);
  list.replaceChildren(el("option", { value: "" }, say("As it is")));
  list.append(...found.map(({ id, name }) => el("option", { value: id }, name)));
}

byId("settings-open").addEventListener("click", () => {
  if (screen?.step === "stretch") press(); // nobody changes settings in a stretch
  byId("rate").value = String(voice.rate);
  rateShown();
  byId("volume").value = String(voice.volume);
  volumeShown();
  voices();
  cameras();
  byId("settings").showModal();
});
byId("rate").addEventListener("input", rateShown);
byId("rate").addEventListener("change", () => {
  voice.rate = Number(byId("rate").value);
  send({ do: "settings", rate: voice.rate });
});
byId("volume").addEventListener("change", () => {
  voice.volume = Number(byId("volume").value);
  volumeShown();
  send({ do: "settings", volume: voice.volume });
});
byId("voice-choice").addEventListener("change", () => {
  voice.choice = byId("voice-choice").value;
  send({ do: "settings", speaker: voice.choice });
});
byId("voice-try").addEventListener("click", () => voice.attempt(say("Lower slowly. And rest.")));
byId("rests").addEventListener("change", () => send({ do: "settings", rests: Number(byId("rests").value) }));
byId("keys").addEventListener("change", () => {
  anyKey = byId("keys").value !== "";
  send({ do: "settings", keys: anyKey });
});
byId("degrees").addEventListener("change", () => {
  mirror.degrees = byId("degrees").value !== "";
  send({ do: "settings", degrees: mirror.degrees });
});
byId("camera-choice").addEventListener("change", () => {
  const to = byId("camera-choice").value;
  if (to) send({ do: "camera", to });
});

/** @param {string} theme */
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").value = theme;
}

byId("theme").addEventListener("change", () => {
  setTheme(byId("theme").value);
  send({ do: "settings", theme: byId("theme").value });
});

/** @param {string} size */
function setText(size) {
  document.documentElement.dataset.text = size;
  byId("text").value = size;
}

byId("text").addEventListener("change", () => {
  setText(byId("text").value);
  send({ do: "settings", text: byId("text").value });
});

// As it is kept with the person: no browser has to remember it.
/** @param {Likes} kept */
function likes(kept) {
  voice.rate = kept.rate;
  voice.volume = kept.volume ?? 1;
  voice.choice = kept.speaker || null;
  if (voice.muted !== !kept.voice) setMuted(!kept.voice);
  anyKey = kept.keys ?? true;
  mirror.degrees = kept.degrees ?? false;
  setTheme(kept.theme ?? "auto");
  setText(kept.text ?? "s");
  byId("rests").value = String(kept.rests ?? 1);
  byId("keys").value = anyKey ? "1" : "";
  byId("degrees").value = mirror.degrees ? "1" : "";
}

voice.onvoices = voices;
wire.open();
