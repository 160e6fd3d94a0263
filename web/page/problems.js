// What is wrong with a story: each diagnostic with its places, its help, and the button that mends it.
import { count, h, phrase } from "./dom.js";

const ICONS = { error: "✕", warning: "!", notice: "i" };

/** The problems as a list; `go` looks at a place, `fix` makes a diagnostic's fix. */
export function drawProblems(element, { story, mistakes }, { path, go, fix }) {
  const rows = story.diagnostics.map((diagnostic) => {
    const here = diagnostic.path === path;
    const look = () => here && go(diagnostic.line, diagnostic.column);
    const where = `${here ? "" : `${diagnostic.path}, `}line ${diagnostic.line}`;
    return h(`li.problem.${diagnostic.level}`, {},
      h("span.icon", { "aria-hidden": "true" }, ICONS[diagnostic.level]),
      h("div", {},
        h("button.message", { onclick: look, title: "show the place" }, phrase(diagnostic.message)),
        diagnostic.help && h("p.help", {}, phrase(diagnostic.help)),
        diagnostic.related.map((note) => h("button.note", { onclick: () => note.path === path && go(note.line, note.column) }, phrase(`line ${note.line}: ${note.message}`))),
        diagnostic.fix?.edits.length ? fixButton(diagnostic, fix) : null,
        h("p.code", {}, `${diagnostic.level} ${diagnostic.code} ${diagnostic.name} · ${where}`)));
  });
  const wrong = [...mistakes, ...story.lacking].map((words) =>
    h("li.problem.error", {}, h("span.icon", { "aria-hidden": "true" }, ICONS.error), h("div", {}, h("p.message", {}, words))));
  element.replaceChildren(rows.length || wrong.length ? h("ul", {}, wrong, rows) : praise(story));
}

function fixButton(diagnostic, fix) {
  const safe = diagnostic.fix.safety === "safe";
  const title = safe ? "changes no time, no price and no guess" : "changes a time, a price or a guess: read what it has done";
  return h(`button.fix${safe ? "" : ".unsafe"}`, { onclick: () => fix(diagnostic), title }, phrase(diagnostic.fix.title));
}

function praise(story) {
  const shots = story.clips.reduce((sum, clip) => sum + clip.shots.length, 0);
  if (!shots) return h("p.empty", {}, "Write a shot, as ", h("code", {}, "Shot 1 [0-5s] A paper lamp is lit."));
  return h("p.empty.ok", {}, `No mistakes. Every shot that the text names was read: ${count(shots, "shot")} in ${count(story.clips.length, "clip")}.`);
}
