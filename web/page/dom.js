// Elements from names, properties and children; a text is always text, never markup.

/** An element `tag.class`; properties that begin with "on" listen, those with "aria" and "data" are attributes. */
export function h(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key.startsWith("aria-") || key.startsWith("data-") || key === "role") element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** A phrase of the compiler's as a sentence, which names a panel where the command line has a command. */
export const sentence = (words) => (words.charAt(0).toUpperCase() + words.slice(1)).replace("`storyc models`", "the panel Models");

/** A phrase with what stands between backticks as code. */
export const phrase = (words) => sentence(words).split("`").map((part, number) => (number % 2 ? h("code", {}, part) : part));

export const count = (number, word, words = `${word}s`) => `${number} ${number === 1 ? word : words}`;
const DOLLARS = new Intl.NumberFormat("en", { useGrouping: false, minimumFractionDigits: 2, maximumFractionDigits: 4 });
export const dollars = (price) => DOLLARS.format(price);
export const usd = (price) => `${dollars(price)} USD`;
export const seconds = (number) => `${+number.toFixed(3)} s`;
