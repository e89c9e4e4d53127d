// The picture as in a mirror, and over it what is measured: crisp at any size.

const BLUE = "#5cc0ff"; // where it should be
const ORANGE = "#ffab40"; // not yet, or too far
const GREY = "#d8dde2"; // not known
const PINK = "#f29ad0"; // the line of the back
const HALO = "rgb(0 0 0 / 60%)";
/** @typedef {CanvasRenderingContext2D} Pen */
/** @typedef {{x: number, y: number, w: number, h: number}} Box */
/** @typedef {{x: number, y: number, wide: number}} Taken */
/** @typedef {(place: number[]) => Place} ToPixels */

/** @type {Record<VerdictWord, string>} */
const COLOURS = { yes: BLUE, no: ORANGE, unknown: GREY };
/** @type {Record<VerdictWord, string>} */
const SIGNS = { yes: "✓", no: "↔", unknown: "?" };

// Left landmarks of each bone; the right ones are one further on.
const BONES = [[11, 13], [13, 15], [11, 23], [23, 25], [25, 27], [27, 31]];
const ACROSS = [[11, 12], [23, 24]];
const SEEN = 0.35; // visibility below which a point is not drawn

let degrees = false; // whether angles are written beside their signs

export class Mirror {
  get degrees() {
    return degrees;
  }

  set degrees(shown) {
    degrees = shown;
  }

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {{state: State | null, picture: ImageBitmap | null}} */
    this.latest = { state: null, picture: null };
    this.order = 0;
    this.shown = 0;
    this.dirty = false;
    new ResizeObserver(() => this.repaint()).observe(canvas);
  }

  /**
   * The newest frame. A picture takes a moment to decode; older ones never overtake.
   * @param {State} state
   * @param {ArrayBuffer | null} jpeg
   */
  async take(state, jpeg) {
    this.order += 1;
    const order = this.order;
    if (document.hidden) return;
    if (jpeg === null) {
      if (this.latest.state) this.latest.state = state;
      else this.latest = { state, picture: null };
      return this.repaint();
    }
    let picture;
    try {
      picture = await createImageBitmap(new Blob([jpeg], { type: "image/jpeg" }));
    } catch {
      return;
    }
    if (order <= this.shown) return picture.close();
    this.shown = order;
    this.latest.picture?.close();
    this.latest = { state, picture };
    this.repaint();
  }

  repaint() {
    if (this.dirty) return;
    this.dirty = true;
    requestAnimationFrame(() => {
      this.dirty = false;
      this.paint();
    });
  }

  paint() {
    const { canvas } = this;
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (!width || !height) return;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const pen = canvas.getContext("2d");
    if (!pen) return;
    pen.clearRect(0, 0, width, height);
    const { state, picture } = this.latest;
    if (!state) return;
    const [w, h] = picture ? [picture.width, picture.height] : state.camera?.size ?? [4, 3];
    const scale = Math.min(width / w, height / h);
    const box = {
      x: (width - w * scale) / 2,
      y: (height - h * scale) / 2,
      w: w * scale,
      h: h * scale,
    };
    pen.save();
    pen.beginPath();
    pen.roundRect(box.x, box.y, box.w, box.h, 18 * ratio);
    pen.clip();
    if (picture) {
      pen.save();
      pen.translate(box.x + box.w, box.y);
      pen.scale(-1, 1);
      pen.drawImage(picture, 0, 0, box.w, box.h);
      pen.restore();
    } else {
      pen.fillStyle = "#333";
      pen.fillRect(box.x, box.y, box.w, box.h);
    }
    overlay(pen, state, box);
    pen.restore();
  }
}

/** @type {(pen: Pen, state: State, box: Box) => void} */
function overlay(pen, state, box) {
  // Mirrored here and only here, so that picture and points cannot disagree.
  /** @type {ToPixels} */
  const place = ([x, y]) => [box.x + (1 - x) * box.w, box.y + y * box.h];
  const unit = box.h / 100;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  if (state.points) skeleton(pen, state, state.points, place, unit);
  if (state.back && state.back.length > 1) stroke(pen, state.back.map(place), 0.9 * unit, PINK);
  /** @type {Taken[]} */
  const taken = []; // where labels are, so that none covers another
  const labels = (state.arcs ?? []).map((arc) => joint(pen, arc, place, unit, box, taken));
  for (const draw of labels) draw?.(); // above every arc
}

/**
 * @param {Pen} pen
 * @param {Place[]} points
 * @param {number} width
 * @param {string} colour
 * @param {number[]} [dash]
 */
function stroke(pen, points, width, colour, dash = []) {
  const path = new Path2D();
  points.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
  pen.setLineDash([]);
  pen.strokeStyle = HALO;
  pen.lineWidth = width * 1.9;
  pen.stroke(path);
  pen.setLineDash(dash);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke(path);
  pen.setLineDash([]);
}

/** @type {(pen: Pen, state: State, points: Seen[], place: ToPixels, unit: number) => void} */
function skeleton(pen, { near, seen }, points, place, unit) {
  const colour = seen ? "#ffffff" : GREY;
  const dash = seen ? [] : [unit * 1.2, unit * 2];
  /** @type {(a: number, b: number, width: number, alpha: number) => void} */
  const line = (a, b, width, alpha) => {
    if (points[a][2] < SEEN || points[b][2] < SEEN) return;
    pen.globalAlpha = alpha;
    stroke(pen, [place(points[a]), place(points[b])], width, colour, dash);
  };
  const sides = near === "right" ? [0, 1] : [1, 0]; // the near one last, on top
  for (const side of sides) {
    const faint = near && side === sides[0];
    for (const [a, b] of BONES) {
      line(a + side, b + side, (faint ? 0.5 : 0.85) * unit, faint ? 0.5 : 1);
    }
  }
  if (!near) ACROSS.forEach(([a, b]) => line(a, b, 0.85 * unit, 1));
  pen.globalAlpha = 1;
  const [left, right] = [points[7], points[8]];
  const ear = near ? points[near === "left" ? 7 : 8] : left;
  if (ear[2] < SEEN) return;
  const head = near ? ear : left.map((v, i) => (v + right[i]) / 2);
  const shoulder = near ? points[near === "left" ? 11 : 12] : null;
  const neck = shoulder ?? points[11].map((v, i) => (v + points[12][i]) / 2);
  if (neck[2] >= SEEN) {
    stroke(pen, [place(neck), place(head)], 0.6 * unit, colour, dash);
  }
  pen.beginPath();
  pen.arc(...place(head), 1.5 * unit, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.strokeStyle = HALO;
  pen.lineWidth = 0.8 * unit;
  pen.stroke();
  pen.fill();
}

/** @type {(pen: Pen, arc: Arc, place: ToPixels, unit: number, box: Box, taken: Taken[]) => (() => void) | null} */
function joint(pen, arc, place, unit, box, taken) {
  const at = place(arc.at);
  const ends = [place(arc.from), place(arc.to)];
  const [from, to] = ends.map(([x, y]) => Math.atan2(y - at[1], x - at[0]));
  const reach = Math.min(...ends.map(([x, y]) => Math.hypot(x - at[0], y - at[1])));
  const radius = Math.max(3 * unit, Math.min(9 * unit, reach * 0.5));
  const turn = ((to - from + 3 * Math.PI) % (2 * Math.PI)) - Math.PI; // the short way
  const colour = COLOURS[arc.verdict] ?? GREY;
  pen.beginPath();
  pen.moveTo(...at);
  pen.arc(...at, radius, from, from + turn, turn < 0);
  pen.closePath();
  pen.globalAlpha = 0.35;
  pen.fillStyle = colour;
  pen.fill();
  pen.globalAlpha = 1;
  /** @type {[number, string][]} */
  const lines = [[1.5 * unit, HALO], [0.8 * unit, colour]];
  for (const [width, ink] of lines) {
    pen.beginPath();
    pen.arc(...at, radius, from, from + turn, turn < 0);
    pen.setLineDash(arc.verdict === "unknown" ? [unit, 1.6 * unit] : []);
    pen.lineWidth = width;
    pen.strokeStyle = ink;
    pen.stroke();
  }
  pen.setLineDash([]);
  if (arc.deg === null || arc.deg === undefined) return null;
  const middle = from + turn / 2;
  const sign = SIGNS[arc.verdict] ?? "?"; // never colour alone
  const text = degrees ? `${sign} ${Math.round(arc.deg)}°` : sign;
  return () => label(pen, text, at, middle, radius + 5.2 * unit, unit, colour, box, taken);
}

/**
 * @param {Pen} pen
 * @param {string} text
 * @param {Place} at
 * @param {number} angle
 * @param {number} away
 * @param {number} unit
 * @param {string} colour
 * @param {Box} box
 * @param {Taken[]} taken
 */
function label(pen, text, at, angle, away, unit, colour, box, taken) {
  pen.font = `650 ${4.2 * unit}px system-ui, sans-serif`;
  const wide = pen.measureText(text).width + 2.4 * unit;
  const high = 5.6 * unit;
  /** @type {(v: number, low: number, top: number) => number} */
  const keep = (v, low, top) => Math.max(low, Math.min(top, v));
  const x = keep(at[0] + Math.cos(angle) * away, box.x + wide / 2, box.x + box.w - wide / 2);
  let y = keep(at[1] + Math.sin(angle) * away, box.y + high / 2, box.y + box.h - high / 2);
  /** @type {(o: Taken) => boolean} */
  const covers = (o) => Math.abs(o.x - x) < (o.wide + wide) / 2 && Math.abs(o.y - y) < high;
  for (let tries = 0; tries < 4 && taken.some(covers); tries += 1) y -= high * 1.1;
  taken.push({ x, y, wide });
  pen.beginPath();
  pen.roundRect(x - wide / 2, y - high / 2, wide, high, high / 2);
  pen.fillStyle = "rgb(10 14 18 / 78%)";
  pen.fill();
  pen.fillStyle = colour;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, x, y + 0.2 * unit);
}
