// One utterance at a time, by the system's own offline voices alone.

const READ_S_A_CHARACTER = 0.055; // where nobody speaks, as long as reading takes
const READ_S_AT_LEAST = 0.7;

export class Voice {
  /**
   * now_s: the session's clock. none: there is no voice here, or (foreign) none that
   * speaks English; found: now there is one.
   * @param {{play(name: string): number, unlock(): void}} tones
   * @param {() => number} now_s
   * @param {{spoken(id: number): void, none(foreign: boolean): void, found(): void}} on
   */
  constructor(tones, now_s, on) {
    this.tones = tones;
    this.now_s = now_s;
    this.on = on;
    this.synth = window.speechSynthesis ?? null;
    this.rate = 1;
    this.volume = 1;
    this.muted = false;
    /** @type {SpeechSynthesisUtterance | null} */
    this.words = null; // Chromium forgets the end of one that nobody refers to
    /** @type {string | null} */
    this.choice = null;
    /** @type {Said[]} */
    this.queue = [];
    /** @type {{id: number, timers: ReturnType<typeof setTimeout>[]} | null} */
    this.current = null;
    /** @type {(() => void) | null} */
    this.onvoices = null;
    this.unlocked = false;
    this.told = "";
    this.synth?.addEventListener?.("voiceschanged", () => {
      this.onvoices?.();
      if (this.told) this.tell(this.voice());
    });
  }

  // Voices that send nothing away, English first.
  voices() {
    const local = (this.synth?.getVoices() ?? []).filter((v) => v.localService);
    /** @type {(v: SpeechSynthesisVoice) => number} */
    const rank = (v) => (v.lang?.startsWith("en") ? 0 : 2) + (v.default ? 0 : 1);
    return local.sort((a, b) => rank(a) - rank(b));
  }

  voice() {
    const all = this.voices(); // one of another language is better than silence
    return all.find((v) => v.voiceURI === this.choice) ?? all[0] ?? null;
  }

  unlock() {
    this.tones.unlock();
    if (this.unlocked || !this.synth) return;
    this.unlocked = true;
    if (this.voice()) this.synth.speak(new SpeechSynthesisUtterance(""));
  }

  /** @param {Said} said */
  say(said) {
    if (said.interrupt) {
      for (const dropped of this.queue.splice(0)) this.on.spoken(dropped.id);
      this.stop();
    }
    this.queue.push(said);
    this.next();
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    if (muted) this.stop();
    this.next();
  }

  // Ends what is being said; it counts as spoken.
  stop() {
    if (!this.current) return;
    const { id, timers } = this.current;
    this.current = null;
    for (const timer of timers) clearTimeout(timer);
    this.synth?.cancel();
    this.on.spoken(id);
  }

  next() {
    while (!this.current) {
      const said = this.queue.shift();
      if (!said) return;
      if (this.now_s() > said.until_s) this.on.spoken(said.id); // stale
      else this.begin(said);
    }
  }

  /** @param {Said} said */
  begin(said) {
    const current = { id: said.id, timers: /** @type {ReturnType<typeof setTimeout>[]} */ ([]) };
    this.current = current;
    /** @type {(seconds: number, call: () => void) => void} */
    const later = (seconds, call) => {
      current.timers.push(setTimeout(call, seconds * 1000));
    };
    const done = () => {
      if (this.current !== current) return;
      this.stop();
      this.next();
    };
    const tone_s = said.tone && !this.muted ? this.tones.play(said.tone) : 0;
    const read_s = READ_S_AT_LEAST + READ_S_A_CHARACTER * said.text.length;
    const voice = this.muted ? null : this.voice();
    if (!said.text) return later(tone_s, done);
    if (!this.muted) this.tell(voice);
    if (!voice) {
      return later(said.kind === "count" ? tone_s : Math.max(tone_s, read_s), done);
    }
    // Chromium loses what is spoken in the same moment as a cancel.
    later(Math.max(tone_s, 0.03), () => {
      const words = new SpeechSynthesisUtterance(said.text);
      this.words = words;
      words.voice = voice;
      words.lang = voice.lang;
      words.rate = this.rate;
      words.volume = this.volume;
      words.onend = done;
      words.onerror = done;
      this.synth?.speak(words);
      // A voice whose end is never told delays the next by its own reading time.
      later((2 * read_s) / Math.min(1, this.rate), done);
    });
  }

  // How it would sound: nothing of a session.
  /** @param {string} text */
  attempt(text) {
    const voice = this.voice();
    if (!voice || !this.synth || this.current) return;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = this.rate;
    words.volume = this.volume;
    this.synth.speak(words);
  }

  /**
   * Once, that nobody can speak, or nobody English; and when that is over.
   * @param {SpeechSynthesisVoice | null} voice
   */
  tell(voice) {
    const foreign = Boolean(voice?.lang) && !voice?.lang.toLowerCase().startsWith("en");
    const chosen = voice !== null && voice.voiceURI === this.choice;
    const missing = !voice ? "voice" : foreign && !chosen ? "english" : "";
    if (missing === this.told) return;
    this.told = missing;
    if (missing) this.on.none(missing === "english");
    else this.on.found();
  }
}
