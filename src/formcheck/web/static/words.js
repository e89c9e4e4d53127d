// Every sentence of the page: as the catalogue that came with it has it, or as it stands
// here; then its {places} are filled.

/** @type {{texts?: Record<string, string[]>, plural?: number[]}} */
const { texts = {}, plural = [] } = JSON.parse(document.getElementById("words")?.textContent ?? "{}");

/** @typedef {Record<string, any>} Places */

/** @type {(text: string, places: Places) => string} */
const fill = (text, places) => text.replace(/\{(\w+)\}/g, (_, name) => places[name]);

/** @type {(text: string, places?: Places) => string} */
export const say = (text, places = {}) => fill(texts[text]?.[0] ?? text, places);

// plural: which form is for 0, 1, 2 ... 199; beyond that it goes by the last two figures.
/** @type {(one: string, many: string, n: number, places?: Places) => string} */
export const sayMany = (one, many, n, places = {}) => {
  const forms = texts[one];
  const form = forms ? forms[plural[n < plural.length ? n : 100 + (n % 100)]] : n === 1 ? one : many;
  return fill(form, { n, ...places });
};
