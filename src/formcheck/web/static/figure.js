// Moving stick figures, made from recordings of the stretches.

import { calmly, svg } from "./dom.js";

/** @type {Map<string, Promise<Figure | null>>} */
const loaded = new Map();

/**
 * The figure's numbers, or null where the stretch has none.
 * @param {string} stretch
 * @returns {Promise<Figure | null>}
 */
export function load(stretch) {
  let got = loaded.get(stretch);
  if (!got) {
    const place = `figures/${encodeURIComponent(stretch)}`;
    got = fetch(place).then((r) => (r.ok ? r.json() : null), () => null);
    loaded.set(stretch, got);
  }
  return got;
}

/**
 * One figure that can be put into any of its frames.
 * @param {Figure} figure
 */
export function draw(figure) {
  const far = new Set(figure.far ?? []);
  const order = figure.bones.map((_, i) => i).sort((a, b) => Number(far.has(b)) - Number(far.has(a)));
  const bones = order.map((i) => {
    const line = svg("line", { class: far.has(i) ? "bone far" : "bone" });
    const [a, b] = figure.bones[i];
    return { line, a, b };
  });
  const head = svg("circle", { class: "head", r: 0.045 });
  const lowest = Math.max(...figure.frames.flat().map((p) => p[1])) + 0.03;
  const floor = svg("line", { class: "floor", x1: 0.02, x2: 0.98, y1: lowest, y2: lowest });
  const picture = svg("svg", { class: "figure", viewBox: "0 0 1 1" });
  picture.setAttribute("aria-hidden", "true");
  picture.append(floor, ...bones.map((bone) => bone.line), head);
  /** @type {(points: Place[]) => void} */
  const show = (points) => {
    for (const { line, a, b } of bones) {
      line.setAttribute("x1", String(points[a][0]));
      line.setAttribute("y1", String(points[a][1]));
      line.setAttribute("x2", String(points[b][0]));
      line.setAttribute("y2", String(points[b][1]));
    }
    head.setAttribute("cx", String(points[0][0]));
    head.setAttribute("cy", String(points[0][1]));
  };
  show(figure.frames[0]);
  return { picture, show };
}

/** @type {(figure: Figure, frame: number) => SVGElement} */
const still = (figure, frame) => {
  const { picture, show } = draw(figure);
  show(figure.frames.at(frame) ?? figure.frames[0]);
  return picture;
};

/**
 * Start and target, side by side: nothing moves.
 * @param {string} stretch
 * @param {HTMLElement} place
 */
export async function pictures(stretch, place) {
  const figure = await load(stretch);
  if (figure) place.append(still(figure, 0), "→", still(figure, -1));
}

/** @type {(a: Place[], b: Place[], share: number) => Place[]} */
const blend = (a, b, share) =>
  a.map((p, i) => [p[0] + (b[i][0] - p[0]) * share, p[1] + (b[i][1] - p[1]) * share]);

/**
 * To and fro until it is taken off the page; the start alone, if `start` says so.
 * @param {string | undefined} stretch
 * @param {HTMLElement} place
 * @param {{start?: boolean}} [how]
 */
export async function play(stretch, place, { start = false } = {}) {
  const figure = stretch ? await load(stretch) : null;
  if (!figure) return;
  if (start) return place.append(still(figure, 0));
  if (calmly.matches) return place.append(still(figure, 0), still(figure, -1));
  const { picture, show } = draw(figure);
  place.append(picture);
  const last = figure.frames.length - 1;
  const go_ms = figure.step_s * last * 1000 * 1.2;
  const rest_ms = 1100;
  const began = performance.now();
  /** @type {FrameRequestCallback} */
  const step = (now) => {
    if (!picture.isConnected) return;
    const at = (now - began) % (2 * (go_ms + rest_ms));
    const gone = at < go_ms + rest_ms ? at / go_ms : 1 - (at - go_ms - rest_ms) / go_ms;
    const share = Math.min(1, Math.max(0, gone));
    const place_in = ((1 - Math.cos(Math.PI * share)) / 2) * last;
    const frame = Math.min(last - 1, Math.floor(place_in));
    show(blend(figure.frames[frame], figure.frames[frame + 1], place_in - frame));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}
