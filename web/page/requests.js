// What would be sent: the prompt of each clip, and the whole request with the hash that names it.
import { h, seconds, usd } from "./dom.js";

const NOTHING = "A story with errors sends nothing. Mend them, and what the model is told stands here.";

/** The prompt of each request. */
export function drawPrompts(element, { story, prompts }) {
  draw(element, story, (request, index) => [copyable(prompts[index], "pre.prompt")]);
}

/** The body of each request, its hash, its model. */
export function drawRequests(element, { story }) {
  draw(element, story, (request) => [
    h("p.hash", { title: "SHA-256 of the request: the same request has the same hash on every machine" }, request.request_sha256),
    copyable(JSON.stringify(request.request, null, 2), "pre.json"),
  ]);
}

function draw(element, story, body) {
  const shown = story.requests.map((request, index) => h("article.request", { "data-line": request.source.line }, head(request), ...body(request, index)));
  element.replaceChildren(...(shown.length ? shown : [h("p.empty", {}, NOTHING)]));
}

function head(request) {
  const { clip, variant, take, shots, profile, price_usd } = request;
  const length = shots.length ? seconds(shots.at(-1).end) : "";
  const words = [variant, take > 1 ? `take ${take}` : "", length, usd(price_usd), profile];
  return h("header", {}, h("b", {}, `${clip.index} ${clip.title}`.trim()), h("span", {}, words.filter(Boolean).join(" · ")));
}

function copyable(text, name) {
  const button = h("button.copy", { onclick: () => copy(text, button) }, "Copy");
  return h("div.copyable", {}, h(name, {}, text), button);
}

/** Bring the request of the clip that the cursor is in into sight, when the cursor comes into another clip. */
export function followClip(element, line) {
  const shown = [...element.querySelectorAll("article")];
  const clip = shown.filter((part) => Number(part.dataset.line) <= line).at(-1) ?? shown[0];
  // The takes and variants of a clip begin on one line; the first of them leads.
  const first = shown.find((part) => part.dataset.line === clip?.dataset.line);
  if (!first || first.classList.contains("here")) return;
  for (const part of shown) part.classList.toggle("here", part === first);
  element.scrollTop = first.offsetTop - element.offsetTop - 12;
}

/** Copy a text, and say so on the button. */
export async function copy(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed";
  }
  setTimeout(() => (button.textContent = before), 1500);
}
