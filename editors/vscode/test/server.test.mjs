// What the client asks, asked of the real server; and what of the client needs no editor.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const rpc = createRequire(import.meta.url)("vscode-jsonrpc/node");
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const python = process.env.STORYC_PYTHON ?? "python3";
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "storyc-vscode-")));
const STORY = `---
duration: 10
---
# The lamp
Shot 1 [0-4s] Wide shot of a street at night.
  camera: pan left
Shot 2 [4-9.5s] Close-up of a woman.
`;
let client;

before(async () => {
  await build({
    entryPoints: [here("../src/status.ts"), here("../src/program.ts")],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
  });
  client = {
    ...(await import(pathToFileURL(path.join(folder, "status.mjs")))),
    ...(await import(pathToFileURL(path.join(folder, "program.mjs")))),
  };
});

test("the status bar and the preview are answered by the server", async () => {
  const root = path.join(here("../../.."));
  const server = spawn(python, ["-m", "storyboard", "lsp"], { cwd: folder, env: { ...process.env, PYTHONPATH: root } });
  const ended = new Promise((resolve) => server.on("exit", resolve));
  const link = rpc.createMessageConnection(
    new rpc.StreamMessageReader(server.stdout),
    new rpc.StreamMessageWriter(server.stdin),
  );
  const uri = pathToFileURL(path.join(folder, "lamp.story")).href;
  link.onRequest(() => null);
  const reported = new Promise((resolve) => link.onNotification("textDocument/publishDiagnostics", resolve));
  link.listen();
  await link.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
  await link.sendNotification("initialized", {});
  const textDocument = { uri, languageId: "story", version: 1, text: STORY };
  await link.sendNotification("textDocument/didOpen", { textDocument });
  assert.equal((await reported).uri, uri);
  const at = { textDocument: { uri }, position: { line: 6, character: 3 } };
  const status = await link.sendRequest("storyc/status", at);
  assert.equal(client.summary(status), "9.5 / 10 s · 1.25 USD");
  assert.equal(client.details(status), "Clip 1: The lamp\n0.5 s have no shot\n1.25 USD for this clip");
  const { cards, shot, clip, film } = await link.sendRequest("storyc/cards", at);
  assert.deepEqual([cards.map((card) => card.line), shot, clip.title, film], [[4, 6], 1, "The lamp", null]);
  assert.ok(cards.every((card) => card.svg.startsWith("<svg ")));
  await link.sendRequest("shutdown");
  await link.sendNotification("exit");
  await ended;
  link.dispose();
});

test("what is not known is left out of the status bar", () => {
  const clip = { index: 2, title: "", slug: "clip" };
  assert.equal(client.summary({ clip, planned: null, paid: null, price_usd: null }), "storyc");
  assert.equal(client.summary({ clip, planned: 10, paid: 10, price_usd: null }), "10 s");
  assert.match(client.details({ clip, planned: 12, paid: 10, price_usd: null }), /^Clip 2\n2 s more .*\nThe price/s);
});

test("a program of the workspace is never run", { skip: process.platform === "win32" && "uses links" }, () => {
  const [work, away] = ["work", "away"].map((name) => path.join(folder, name));
  for (const place of [work, away]) {
    mkdirSync(place);
    writeFileSync(path.join(place, "storyc"), "");
    chmodSync(path.join(place, "storyc"), 0o755);
  }
  const within = (file) => client.inside(file, work);
  const found = (setting, ...search) => client.storyc(setting, search.join(":"), within, false);
  assert.equal(found("", work, away), path.join(away, "storyc"));
  assert.equal(found("", ".", "work", work), undefined);
  symlinkSync(path.join(work, "storyc"), path.join(folder, "storyc"));
  assert.equal(found("", folder), undefined); // a link outside that leads into it
  symlinkSync(work, path.join(folder, "alias"));
  assert.equal(found("", path.join(folder, "alias")), undefined);
  assert.equal(found("storyc", away), undefined); // the setting is an absolute path, or none
  assert.equal(found(path.join(work, "storyc"), ""), path.join(work, "storyc")); // the machine's own word counts
  chmodSync(path.join(away, "storyc"), 0o644);
  assert.equal(found("", away), undefined);
});

test("the manifest lets no workspace choose the program, and runs nothing in one that is not trusted", () => {
  const manifest = JSON.parse(readFileSync(here("../package.json"), "utf8"));
  assert.equal(manifest.contributes.configuration.properties["storyc.path"].scope, "machine");
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
  const { menus, commands } = manifest.contributes;
  const offered = new Map(menus.commandPalette.map(({ command, when }) => [command, when]));
  assert.deepEqual(commands.filter(({ command }) => !offered.get(command)?.includes("isWorkspaceTrusted")), []);
  const sources = ["commands", "server", "preview"].map((name) => readFileSync(here(`../src/${name}.ts`), "utf8"));
  assert.deepEqual(sources.join("").match(/shell: true|ShellExecution|createTerminal|exec\(/g), null);
  assert.equal(sources[0].match(/"build", "--provider", "animatic"/g).length, 1);
});

test("a line of a check is read as a problem", () => {
  const { problemMatchers } = JSON.parse(readFileSync(here("../package.json"), "utf8")).contributes;
  const line = "films/a.story:1:8: error[SB112] bad-value: `split` is `yes`, not `never` or `auto`";
  assert.deepEqual(new RegExp(problemMatchers[0].pattern.regexp).exec(line).slice(1, 6), [
    "films/a.story", "1", "8", "error", "SB112",
  ]);
});
