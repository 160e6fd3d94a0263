// The colours of the editor and the compiler agree on which lines are shots, settings and headings, and on labels.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const python = process.env.STORYC_PYTHON ?? "python3";

const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer;
let largest = 0;
const engine = oniguruma.loadWASM(wasm).then(() => ({
  createOnigScanner: (sources) => {
    largest = Math.max(largest, sources.join("").length);
    return new oniguruma.OnigScanner(sources);
  },
  createOnigString: (text) => new oniguruma.OnigString(text),
}));
const registry = new textmate.Registry({
  onigLib: engine,
  loadGrammar: async (scope) => {
    const file = here("../syntaxes/story.tmLanguage.json");
    return scope === "source.story" ? textmate.parseRawGrammar(readFileSync(file, "utf8"), file) : null;
  },
});
const grammar = await registry.loadGrammar("source.story");

function* tokens(text) {
  let stack = textmate.INITIAL;
  for (const [number, line] of text.split("\n").entries()) {
    const read = grammar.tokenizeLine(line, stack);
    stack = read.ruleStack;
    assert.equal(read.stoppedEarly, false);
    for (const token of read.tokens) {
      yield { number, text: line.slice(token.startIndex, token.endIndex), scopes: token.scopes };
    }
  }
}

const read = JSON.parse(execFileSync(python, [here("kinds.py")], { maxBuffer: 64 << 20 }));

test("a usual story is coloured without the expressions of rare marks, which take long to compile", () => {
  const usual = read.find((story) => story.path === "samples/evolution.story");
  assert.ok([...tokens(usual.text)].length > 50);
  assert.ok(largest > 5_000 && largest < 15_000, `${largest}`);
});

test("there are stories of many kinds to compare", () => {
  assert.ok(read.length > 60, `${read.length}`);
  assert.ok(read.reduce((sum, story) => sum + story.shots.length, 0) > 300);
});

for (const story of read) {
  test(story.path, () => {
    const seen = { shots: new Set(), settings: new Set(), headings: new Set(), comments: new Set(), labels: [] };
    for (const { number, text, scopes } of tokens(story.text)) {
      const is = (scope) => scopes.some((name) => name.startsWith(scope));
      if (is("keyword.control.shot") || is("constant.numeric.time") || is("meta.shot")) seen.shots.add(number);
      if (is("keyword.control.shot")) seen.labels.push(`${number} ${text}`);
      if (is("keyword.other.setting")) seen.settings.add(number);
      if (is("markup.heading")) seen.headings.add(number);
      if (is("comment.line.double-slash")) seen.comments.add(number);
    }
    for (const kind of ["shots", "settings", "headings", "comments"]) {
      assert.deepEqual([...seen[kind]].sort((a, b) => a - b), story[kind], kind);
    }
    // The compiler says what is wrong with a broken mark, and may know no label there.
    const whole = (label) => !story.broken.includes(Number(label.split(" ", 1)[0]));
    assert.deepEqual(seen.labels.filter(whole), story.labels.filter(whole), "labels");
  });
}
