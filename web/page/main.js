// The page: what is typed goes to the compiler, and what it says goes to the ruler and the panels.
import { drawCards } from "./cards.js";
import { Compiler } from "./compiler.js";
import { count, h, seconds, usd } from "./dom.js";
import { Editor } from "./editor.js";
import { chosenFiles, onDropped, save } from "./files.js";
import { decoded, encoded, LONGEST } from "./link.js";
import { drawModels } from "./models.js";
import { changes, offset } from "./places.js";
import { drawProblems } from "./problems.js";
import { copy, drawPrompts, drawRequests, followClip } from "./requests.js";
import { drawRuler, followCursor } from "./ruler.js";
import { Status } from "./status.js";

const at = (id) => document.getElementById(id);
const SAMPLE = "#sample=";
const PAUSE = 100; // after which the board is drawn
const IDLE = 500; // milliseconds without a keystroke, after which the address and the models follow

// The open project: its texts by path, which of them is the story, and which one the editor shows.
let texts = {};
let story = "";
let shown = "";
let held = {}; // its pictures and sounds, which no link holds
let states = new Map();
let variant = "";
let told = null; // the compiler's last answer, with the text that it was made of
let idle = 0;

const status = new Status(at("status"));
const compiler = new Compiler((step, error) => status.step(step, error));
const editor = new Editor(at("editor"), {
  onEdit: () => edited(),
  onCursor: () => follow(),
  bindings: [{ key: "Shift-Alt-f", run: () => (layOut(), true) }, { key: "Mod-s", run: () => (save(story, texts[story]), true) }],
});

at("as-file").remove();

// ---- the project -----------------------------------------------------------------------------------------------------

/** Open a project's story, with pictures and sounds that lie beside it. */
function open(newTexts, path, newHeld = {}) {
  texts = { ...newTexts };
  held = newHeld;
  story = path;
  variant = "";
  states = new Map(Object.entries(texts).map(([name, text]) => [name, editor.state(text.replaceAll("\r\n", "\n"))]));
  compiler.ask("open", texts, path);
  for (const [name, bytes] of Object.entries(held)) compiler.ask("hold", name, bytes);
  show(path);
  check();
}

/** Show one file of the project in the editor. */
function show(path) {
  if (states.has(shown) && shown !== path) states.set(shown, editor.view.state);
  shown = path;
  editor.show(states.get(path));
  const names = Object.keys(texts).sort((one, other) => (one === story ? -1 : other === story ? 1 : one.localeCompare(other)));
  at("files").hidden = names.length < 2;
  at("files").replaceChildren(...names.map((name) =>
    h("button", { role: "tab", "aria-selected": String(name === path), onclick: () => turn(name) }, name)));
}

/** Look at a file of the project; one that is a story is then the story that is checked. */
function turn(path) {
  if (path.endsWith(".story") && path !== story) {
    story = path;
    variant = "";
    compiler.ask("turn", path);
    show(path);
    check();
  } else {
    show(path);
    tell();
  }
}

/** Give a file another text, in the editor where it is shown. */
function rewrite(path, edits) {
  if (path === shown) return editor.change(edits);
  const { state } = states.get(path).update({ changes: edits });
  states.set(path, state);
  texts[path] = state.doc.toString();
  compiler.ask("write", path, texts[path]);
  check();
}

function edited() {
  texts[shown] = editor.text;
  at("samples").value = "";
  check();
  clearTimeout(idle);
  idle = setTimeout(async () => {
    const fragment = await encoded(texts, story);
    if (fragment.length <= LONGEST) history.replaceState(null, "", fragment);
  }, IDLE);
}

/** Open a project at an address of its own, so that the way back leads to what was written before. */
async function openAnew(newTexts, path, newHeld) {
  clearTimeout(idle);
  at("samples").value = "";
  open(newTexts, path, newHeld);
  const fragment = await encoded(newTexts, path);
  history.pushState(null, "", fragment.length <= LONGEST ? fragment : location.pathname);
}

// ---- what the compiler says ------------------------------------------------------------------------------------------

function check() {
  const path = shown;
  const text = texts[path];
  compiler.check(path, text, variant, ({ value, ms, error }) => {
    if (error) return status.fail(error);
    if (path !== shown || text !== texts[path]) return;
    status.checked(ms, compiler);
    if (!value.story) value.story = { diagnostics: [], lacking: [], clips: [], requests: [], total_usd: 0 };
    told = { prompts: [], tokens: [], places: [], variants: [], model: { id: "", title: "", place: null }, ...value, path, text };
    tell();
  });
}

/** Show all that was said last. */
function tell() {
  if (!told) return;
  editor.tell(shown === story ? told.tokens : [], told.story.diagnostics.filter((diagnostic) => diagnostic.path === shown), fix);
  drawRuler(at("ruler"), told, go);
  drawSum();
  drawVariants();
  drawPanel();
  follow();
}

/** Light what the cursor is in, on the ruler and in the panel. */
function follow() {
  if (shown !== story) return;
  followCursor(at("ruler"), editor.line);
  followClip(at("panels"), editor.line);
}

function go(line, column) {
  if (shown !== story) turn(story);
  editor.go(line, column);
}

/** Make the fix of one diagnostic, unless the text has changed since it was found. */
function fix(diagnostic) {
  if (told.text !== texts[told.path]) return;
  for (const path of new Set(diagnostic.fix.edits.map((edit) => edit.path))) {
    const doc = path === shown ? editor.view.state.doc : states.get(path)?.doc;
    if (doc) rewrite(path, changes(doc, diagnostic.fix.edits.filter((edit) => edit.path === path)));
  }
}

/** Make all fixes that can be made together. */
async function fixAll(unsafe) {
  const { value } = await compiler.ask("fix", unsafe);
  for (const [path, text] of Object.entries(value.texts)) put(path, text);
}

async function layOut() {
  const { value } = await compiler.ask("layout");
  if (value.errors.length) status.say("The story has mistakes of syntax; mend them, and it can be laid out.");
  else put(story, value.text);
}

/** Replace the text of a file by another that is mostly the same. */
function put(path, text) {
  if (path === shown) editor.replace(text);
  else if (states.has(path)) rewrite(path, { from: 0, to: states.get(path).doc.length, insert: text });
}

/** Write a model into the story, where it names one or above all else. */
function useModel(name) {
  if (shown !== story) show(story);
  const { doc } = editor.view.state;
  const { place } = told.model;
  if (place) editor.change({ from: offset(doc, place.line, place.column), to: offset(doc, place.line, place.end_column), insert: name });
  else editor.change({ from: doc.line(1).text === "---" ? doc.line(2).from : 0, insert: `model: ${name}\n` });
}

// ---- above the panels ------------------------------------------------------------------------------------------------

function drawSum() {
  const { story: said, model } = told;
  const of = (level) => said.diagnostics.filter((diagnostic) => diagnostic.level === level).length;
  const [errors, warnings] = [of("error"), of("warning")];
  const word = errors ? count(errors, "error") : warnings ? count(warnings, "warning") : "No mistakes";
  const fixes = said.diagnostics.filter((diagnostic) => diagnostic.fix?.edits.length);
  const safe = fixes.filter((diagnostic) => diagnostic.fix.safety === "safe").length;
  const paid = said.requests.reduce((sum, request) => sum + (request.shots.at(-1)?.end ?? 0), 0);
  at("sum").replaceChildren(
    h(`span.verdict.${errors ? "error" : warnings ? "warning" : "ok"}`, {}, word),
    h("span.price", {}, said.requests.length ? `${usd(said.total_usd)} for ${count(said.requests.length, "generation")}, ${seconds(paid)}` : "no price while there are errors"),
    h("span.model", { title: model.id }, model.title),
    h("span.fixes", {},
      safe ? h("button", { onclick: () => fixAll(false), title: "none of them changes a time, a price or a guess" }, `Fix ${safe}`) : null,
      fixes.length > safe ? h("button.unsafe", { onclick: () => fixAll(true), title: "also those that change a time, a price or a guess" }, fixes.length > 1 ? `Fix all ${fixes.length}` : "Fix it") : null));
}

function drawVariants() {
  at("variant-pick").hidden = !told.variants.length;
  const options = [["", "the story"], ...told.variants.map((name) => [name, name]), ["all", "all of them"]];
  at("variants").replaceChildren(...options.map(([value, text]) => h("option", { value, selected: value === variant }, text)));
}

// ---- the panels ------------------------------------------------------------------------------------------------------

const PANELS = {
  Problems: (element) => drawProblems(element, told, { path: shown, go, fix }),
  Board: (element) => {
    const answer = told;
    const isMeant = () => answer === told && panel === "Board" && !compiler.isBusy;
    if (!element.querySelector(".board")) element.replaceChildren();
    setTimeout(() => isMeant() && drawCards(element, compiler, { go, isMeant }).then(follow, (error) => status.fail(error)), PAUSE);
  },
  Prompt: (element) => drawPrompts(element, told),
  Request: (element) => drawRequests(element, told),
  Models: (element) => {
    const answer = told;
    const isMeant = () => answer === told && panel === "Models" && !compiler.isBusy;
    setTimeout(() => isMeant() && drawModels(element, compiler, { current: told.model.id, use: useModel, isMeant }), IDLE);
  },
};
let panel = "Problems";

function drawPanel() {
  const counts = { Problems: told.story.diagnostics.length, Prompt: told.story.requests.length };
  at("tabs").replaceChildren(...Object.keys(PANELS).map((name) =>
    h("button", { role: "tab", id: `tab-${name}`, "aria-selected": String(name === panel), "aria-controls": "panels", onclick: () => choose(name) },
      name, counts[name] ? h("small", {}, String(counts[name])) : null)));
  at("panels").setAttribute("aria-labelledby", `tab-${panel}`);
  PANELS[panel](at("panels"));
}

function choose(name) {
  panel = name;
  at("panels").scrollTop = 0;
  drawPanel();
  follow();
}

// ---- the bar ---------------------------------------------------------------------------------------------------------

at("link").onclick = async ({ target }) => {
  const fragment = await encoded(texts, story);
  const { origin, pathname } = location;
  if (fragment.length > LONGEST) return status.say("The story is too long for a link; save it as a file.");
  history.replaceState(null, "", fragment);
  copy(`${origin}${pathname}${fragment}`, target);
};
at("save").onclick = () => save(shown, texts[shown]);
at("layout").onclick = layOut;
at("variants").onchange = ({ target }) => ((variant = target.value), check());
at("theme").onclick = () => {
  const dark = document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.documentElement.dataset.theme = dark === "dark" ? "light" : "dark";
};
at("import").onclick = () => at("reader").showModal();
at("reader").onclose = async () => {
  const area = at("reader").querySelector("textarea");
  const refused = at("reader").querySelector(".refused");
  refused.textContent = "";
  if (at("reader").returnValue !== "read" || !area.value.trim()) return;
  const { value } = await compiler.ask("read", area.value.toWellFormed());
  if (value.message) {
    refused.textContent = value.message;
    return at("reader").showModal();
  }
  area.value = "";
  openAnew({ "imported.story": value.text }, "imported.story");
  if (value.questions) status.say(`${count(value.questions, "question")}: look for “import?” in the story.`);
};

/** Take files up: a story opens with all that came beside it; other files are laid beside the story that is open. */
function take(chosen) {
  const path = Object.keys(chosen.texts).find((name) => name.endsWith(".story"));
  if (path) openAnew(chosen.texts, path, chosen.held);
  else openAnew({ ...texts, ...chosen.texts }, story, { ...held, ...chosen.held });
}
at("file").onclick = () => at("chooser").click();
at("chooser").onchange = async ({ target }) => take(await chosenFiles(target.files));
onDropped(document.body, take);

const samples = await (await fetch("samples.json")).json();
at("samples").replaceChildren(h("option", { value: "", hidden: true }, "Your own"), ...samples.map(({ path, title }) => h("option", { value: path }, title)));
at("samples").onchange = ({ target }) => (location.hash = SAMPLE + target.value);

/** Open the story or the sample that the address names, else the first sample. */
async function openAddress() {
  clearTimeout(idle);
  const named = samples.find(({ path }) => location.hash === SAMPLE + path);
  const linked = await decoded(location.hash);
  const { texts, path } = linked ?? named ?? samples[0];
  at("samples").value = linked ? "" : path;
  open(texts, path);
  if (location.hash && !linked && !named) status.say("The link holds no story that can be read: was it cut?");
}
addEventListener("hashchange", openAddress);
await openAddress();
// What a test asks of the page beside looking at it.
window.storyc = { compiler };
