// What the page is sent and what it sends, as app/live/messages.py, core/session/screens.py
// and app/live/session.py make it. For `tsc --noEmit` alone: no script loads this.

type SideWord = "left" | "right";
type VerdictWord = "yes" | "no" | "unknown";

/** What is said: kind is `unsafe`, `count`, `form`, `see`, `praise`, `info` ... */
interface Said {
  id: number;
  text: string;
  kind: string;
  interrupt: boolean;
  until_s: number;
  tone: string | null;
  time_s: number;
}

interface Clock {
  name: string;
  left_s: number;
  total_s: number;
}

interface Hold {
  held_s: number;
  planned_s: number;
  running: boolean;
  own_range: boolean;
}

interface Arc {
  measure: string;
  label: string;
  at: Place;
  from: Place;
  to: Place;
  deg: number | null;
  verdict: VerdictWord;
}

/** A share of the picture's width and of its height. */
type Place = [number, number];

/** Likewise, and how visible the point is. */
type Seen = [number, number, number];

interface CameraNow {
  status: string;
  message: string;
  fps: number;
  size: Place;
}

/** The `state` of one frame. */
interface State {
  time_s: number;
  step: string;
  looked: boolean;
  camera: CameraNow;
  seen: boolean;
  why: string | null;
  points: Seen[] | null;
  near: SideWord | null;
  arcs: Arc[];
  back: Place[] | null;
  phase: string | null;
  progress: number | null;
  hold: Hold | null;
  reps: { done: number; smaller: number; planned: number } | null;
  side: SideWord | null;
  cue: { text: string; kind: string; since_s: number } | null;
  asked: string | null;
  clock: Clock | null;
  offer: string[];
  judging: boolean;
  recording: boolean;
  ack: number;
  picture: boolean;
}

interface Question {
  id: string;
  text: string;
  help: string;
  kind: string;
  options: Option[];
}

interface Option {
  value: string | boolean;
  label: string;
  group?: string;
}

/** A command that the engine offers, with its label. */
interface Offer {
  do: string;
  label: string;
}

/** A set in the summary. */
interface SetDone {
  stretch: string;
  name: string;
  side: SideWord | null;
  done: string;
  left_early: string | null;
  held_s: number;
  held: string;
  flags: { id: string; severity: string; cue: string }[];
  not_judged: string[];
}

/** How far each side went. */
interface Sides {
  stretch: string;
  name: string;
  measure: string;
  unit: string;
  left: number | null;
  right: number | null;
  words: string;
}

/** What a screen shows; which of it there is goes by its step. */
interface Shown {
  step: string;
  title?: string;
  lines?: string[];
  buttons?: Offer[];
  question?: Question;
  was?: unknown; // what was answered before going back
  dose?: string;
  number?: number;
  of?: number;
  urgent?: boolean;
  sentence?: string | null;
  checks?: { label: string; ok: boolean | null }[];
  stretch?: string;
  name?: string;
  side?: SideWord | null;
  next?: { stretch: string; name: string; side: SideWord | null };
  instructions?: string[];
  advice?: string;
  not_seen?: string[];
  kind?: string;
  planned?: { reps: number; hold_s: number };
  judged?: boolean;
  pause_gesture?: boolean;
  set?: number;
  // Of the first screen:
  notes?: string[];
  who?: string[];
  person?: string | null; // null: a guest
  likes?: Likes;
  day?: Question; // not yet asked today
  today?: string[];
  gentle?: string | null;
  interrupted?: { when?: string; lines?: string[] } | null;
  last?: string | null;
  last_when?: string;
  taster?: string | null;
  kept?: { session: string; when: string } | null;
  // Of the summary:
  more?: string[];
  pain?: string;
  if_worse?: string[];
  tomorrow?: string;
  sets?: SetDone[] | number;
  sides?: Sides[];
  session?: string;
  folder?: string;
}

/** How the person likes the page, as core/records/page_settings.py has it. */
interface Likes {
  rate: number;
  voice: boolean;
  speaker?: string;
  volume?: number;
  text?: string;
  theme?: string;
  degrees?: boolean;
  keys?: boolean;
  rests?: number;
}

interface Hello {
  type: "hello";
  session: string;
  n: number;
  time_s: number;
  screen: Shown;
  settings: Likes;
  camera: CameraNow;
  recording: boolean;
  said: Said | null;
}

/** A numbered event; what else it has goes by its type. */
interface PageEvent {
  n: number;
  time_s: number;
  type: string;
}

interface SetEvent extends PageEvent {
  set: number;
  of: number;
}

interface Refused {
  type: "refused";
  message: string;
}

/** A programme or a stretch to choose. */
interface Item {
  id: string;
  name: string;
  minutes: number;
  needs: string[];
  gate: string;
  why?: string[];
  not_for?: string[];
  place?: string;
  own?: boolean;
  about?: string;
  words: string[];
  posture?: string;
  stretches?: string[];
  figure?: boolean;
}

/** What is worth knowing of an everyday thing, and the words that it is looked for by. */
interface Advice {
  title: string;
  lines: string[];
  words: string[];
}

interface Catalogue {
  programmes: Item[];
  stretches: Item[];
  everyday?: Advice[];
}

/** A moving figure: frames of points, bones between them, and which are far. */
interface Figure {
  step_s: number;
  bones: [number, number][];
  far?: number[];
  frames: Place[][];
}

/** What the page sends. */
interface Command {
  do: string;
  [more: string]: unknown;
}

type Send = (command: Command) => boolean;

/** The elements of the page that have a name; see data/page.html.j2. */
interface PageElements {
  bar: HTMLElement;
  where: HTMLElement;
  recording: HTMLElement;
  notice: HTMLElement;
  "sound-on": HTMLButtonElement;
  mute: HTMLButtonElement;
  full: HTMLButtonElement;
  "settings-open": HTMLButtonElement;
  sheet: HTMLElement;
  stage: HTMLElement;
  view: HTMLElement;
  picture: HTMLCanvasElement;
  "camera-note": HTMLElement;
  panel: HTMLElement;
  caption: HTMLElement;
  settings: HTMLDialogElement;
  "voice-choice": HTMLSelectElement;
  rate: HTMLInputElement;
  "rate-shown": HTMLOutputElement;
  theme: HTMLSelectElement;
  volume: HTMLInputElement;
  "volume-shown": HTMLOutputElement;
  text: HTMLSelectElement;
  rests: HTMLSelectElement;
  keys: HTMLSelectElement;
  degrees: HTMLSelectElement;
  "voice-try": HTMLButtonElement;
  "settings-title": HTMLElement;
  "camera-choice": HTMLSelectElement;
  veil: HTMLElement;
  toast: HTMLElement;
  words: HTMLScriptElement;
}
