// The compiler's own thread: Python, the wheel, and what the page asks of `tab.py`, one request after the other.
import { loadPyodide } from "./engine/pyodide.mjs";

/* global ENGINE_LOCK */
const FOLDER = "/compiler";
let python, tab;

const ANSWERS = {
  open: (texts, path) => tab.open(JSON.stringify(texts), path),
  turn: (path) => tab.turn(path),
  hold: (path, bytes) => tab.hold(path, python.toPy(bytes)),
  write: (path, text) => tab.write(path, text),
  check: (variant) => JSON.parse(tab.check(variant)),
  cards: () => JSON.parse(tab.cards()),
  models: () => JSON.parse(tab.models()),
  compare: (model) => JSON.parse(tab.compare(model)),
  fix: (unsafe) => JSON.parse(tab.fix.callKwargs({ unsafe })),
  layout: () => JSON.parse(tab.layout()),
  read: (text) => JSON.parse(tab.read(text)),
  sizes: () => performance.getEntriesByType("resource").reduce((sum, entry) => sum + entry.encodedBodySize, 0),
};

async function start() {
  const step = (name) => postMessage({ step: name });
  step("engine");
  const zip = fetch(new URL("./compiler.zip", import.meta.url)).then((answer) => answer.arrayBuffer());
  python = await loadPyodide({
    indexURL: new URL("./engine/", import.meta.url).href,
    lockFileContents: ENGINE_LOCK,
    fullStdLib: false,
  });
  step("compiler");
  python.unpackArchive(await zip, "zip", { extractDir: FOLDER });
  python.runPython(`import sys; sys.path.insert(0, "${FOLDER}")`);
  tab = python.pyimport("tab").Tab();
  step("ready");
}

const started = start();
started.catch((error) => postMessage({ step: "failed", error: String(error?.message ?? error) }));

onmessage = async ({ data: { id, name, words } }) => {
  try {
    await started;
    const before = performance.now();
    const value = ANSWERS[name](...words);
    postMessage({ id, value, ms: performance.now() - before });
  } catch (error) {
    postMessage({ id, error: String(error?.message ?? error) });
  }
};
