// Sounds made here, between 500 and 1500 Hz: heard well, and by older ears too.

// [frequency Hz, seconds] one after the other
/** @type {Record<string, [number, number][]>} */
const TONES = {
  tick: [[880, 0.09]],
  go: [[1175, 0.3]],
  done: [[784, 0.16], [1047, 0.3]],
  ease: [[740, 0.2], [554, 0.32]],
  lost: [[587, 0.14], [587, 0.14]],
};
const LOUD = 0.28;

export class Tones {
  constructor() {
    /** @type {AudioContext | null} */
    this.context = null;
  }

  // To be called from a click or a key: browsers keep pages silent until then.
  unlock() {
    if (!this.context && window.AudioContext) this.context = new AudioContext();
    if (this.context?.state === "suspended") this.context.resume();
  }

  get ready() {
    return this.context !== null;
  }

  /**
   * Returns the seconds it takes.
   * @param {string} name
   */
  play(name) {
    const notes = TONES[name];
    if (!notes || !this.context) return 0;
    let at = this.context.currentTime + 0.01;
    let total = 0;
    for (const [frequency, seconds] of notes) {
      const tone = this.context.createOscillator();
      const loud = this.context.createGain();
      tone.frequency.value = frequency;
      loud.gain.setValueAtTime(0, at);
      loud.gain.linearRampToValueAtTime(LOUD, at + 0.015);
      loud.gain.setValueAtTime(LOUD, at + seconds - 0.05);
      loud.gain.linearRampToValueAtTime(0, at + seconds);
      tone.connect(loud).connect(this.context.destination);
      tone.start(at);
      tone.stop(at + seconds);
      at += seconds + 0.03;
      total += seconds + 0.03;
    }
    return total;
  }
}
