// The ruler: each clip's shots over its time, all clips on one scale, so that a glance says what is long, short or amiss.
import { h, seconds, usd } from "./dom.js";

const percent = (part, whole) => `${((100 * part) / whole).toFixed(3)}%`;

/** A rule's length and the step between its numbers, for the longest clip. */
function scale(clips) {
  const longest = Math.max(1, ...clips.map((clip) => Math.max(clip.duration ?? 0, ...clip.shots.map((shot) => shot.end ?? 0))));
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find((step) => longest / step <= 16) ?? 7200;
  return { longest, step };
}

/** Draw the clips into an element; `go` is called with the line of a shot or clip that was chosen. */
export function drawRuler(element, { story, places }, go) {
  const { longest, step } = scale(story.clips);
  element.replaceChildren(...story.clips.map((clip, index) => drawClip(clip, places[index], costs(story, clip), { longest, step, go })));
}

/** What the generations of a clip cost; null where it has no request. */
function costs(story, clip) {
  const requests = story.requests.filter((request) => request.clip.index === clip.index);
  return requests.length ? { usd: requests.reduce((sum, request) => sum + request.price_usd, 0), times: requests.length } : null;
}

function drawClip(clip, place, cost, { longest, step, go }) {
  const end = Math.max(0, ...clip.shots.map((shot) => shot.end ?? 0));
  const length = Math.max(clip.duration ?? 0, end);
  const bed = h("div.bed");
  bed.style.width = percent(length || longest, longest);
  if (clip.duration !== null && end < clip.duration) bed.append(stretch("div.unplanned", end, clip.duration, length, "not planned"));
  if (clip.duration !== null && end > clip.duration) bed.append(stretch("div.beyond", clip.duration, end, length, "beyond the clip"));
  let before = 0;
  for (const [number, shot] of clip.shots.entries()) {
    if (shot.start === null || shot.end === null) continue;
    const bar = stretch("button.shot", shot.start, shot.end, length, `shot ${shot.number}, ${seconds(shot.start)} to ${seconds(shot.end)}`);
    bar.append(h("b", {}, String(shot.number)), h("span", {}, shot.title || shot.text));
    bar.dataset.line = place.shots[number];
    bar.addEventListener("click", () => go(place.shots[number]));
    bed.append(bar);
    if (shot.start < before) bed.append(stretch("div.clash", shot.start, Math.min(before, shot.end), length, "in two shots"));
    if (shot.start > before) bed.append(stretch("div.hole", before, shot.start, length, "in no shot"));
    before = Math.max(before, shot.end);
  }
  const ticks = h("div.ticks");
  for (let at = 0; at <= length; at += step) {
    const tick = h(at === length && at ? "i.last" : "i", {}, String(at));
    tick.style.left = percent(at, length || 1);
    ticks.append(tick);
  }
  bed.append(ticks);
  const facts = [
    clip.duration === null ? "length unknown" : end && end !== clip.duration ? `${+end.toFixed(3)} of ${seconds(clip.duration)}` : seconds(clip.duration),
    cost && (cost.times > 1 ? `${usd(cost.usd)} for ${cost.times} generations` : usd(cost.usd)),
  ];
  const title = h("button.title", { onclick: () => go(place.line) }, h("b", {}, `${clip.index}`), clip.title || "Clip");
  return h("div.clip", { "data-line": place.line }, h("header", {}, title, h("span.facts", {}, facts.filter(Boolean).join(" · "))), bed);
}

function stretch(name, from, to, length, title) {
  const element = h(name, { title });
  element.style.left = percent(from, length || 1);
  element.style.width = percent(Math.max(to - from, 0), length || 1);
  return element;
}

/** Mark the shot that the cursor is in, and its clip. */
export function followCursor(element, line) {
  const within = (name) => [...element.querySelectorAll(name)].filter((part) => Number(part.dataset.line) <= line).at(-1);
  const clip = within(".clip");
  const shot = clip && [...clip.querySelectorAll(".shot")].filter((part) => Number(part.dataset.line) <= line).at(-1);
  for (const part of element.querySelectorAll(".here")) if (part !== clip && part !== shot) part.classList.remove("here");
  if (clip && !clip.classList.contains("here")) clip.scrollIntoView({ block: "nearest" });
  clip?.classList.add("here");
  shot?.classList.add("here");
}
