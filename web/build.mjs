// Builds dist/: the page, the engine, and the compiler that `tools/build_tab.py` has laid into the folder it names.
import { build } from "esbuild";
import { loadPyodide, version } from "pyodide";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

// Node would print the line that has failed, which in the engine is a megabyte long.
process.setUncaughtExceptionCaptureCallback((error) => {
  console.error(String(error?.message ?? error));
  process.exit(1);
});

const tree = path.resolve(process.argv[2]);
const here = import.meta.dirname;
const dist = path.join(here, "dist");
const engine = path.dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));
// Of the engine's packages only the standard library is used.
const ENGINE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"];

const lock = JSON.parse(await readFile(path.join(engine, "pyodide-lock.json"), "utf8"));

await rm(dist, { recursive: true, force: true });
await mkdir(path.join(dist, "engine"), { recursive: true });
const { metafile } = await build({
  metafile: true,
  entryPoints: { page: path.join(here, "page/main.js"), worker: path.join(here, "page/worker.js") },
  outdir: dist,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  external: ["./engine/*"],
  // The engine is told that it knows no package, so that it has none to look for.
  define: { ENGINE_LOCK: JSON.stringify(JSON.stringify({ info: lock.info, packages: {} })) },
  legalComments: "eof",
  logLevel: "warning",
});
// The packages of npm whose code is in the page.
const bundled = [...new Set(Object.keys(metafile.inputs).map((file) => /node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean))].sort();
for (const name of ["index.html", "page.css", "icon.svg"]) await cp(path.join(here, "page", name), path.join(dist, name));
for (const name of ENGINE) await cp(path.join(engine, name), path.join(dist, "engine", name));
await cp(path.join(tree, "samples.json"), path.join(dist, "samples.json"));
await writeFile(path.join(dist, "compiler.zip"), await packed());
await writeFile(path.join(dist, "licences.txt"), await licences());

/** The compiler as a ZIP, with the bytecode of all that a story, its models and its fixes need, made by the engine itself. */
async function packed() {
  const python = await loadPyodide({ fullStdLib: false });
  python.mountNodeFS("/tree", tree);
  python.globals.set("samples", await readFile(path.join(tree, "samples.json"), "utf8"));
  python.runPython(await readFile(path.join(here, "pack.py"), "utf8"));
  return python.FS.readFile("/compiler.zip");
}

/** The licences of all that the page brings: the engine's, npm's packages, and those that lie in the Python packages. */
async function licences() {
  const texts = [];
  const add = async (title, folder) => {
    const files = (await readdir(folder, { withFileTypes: true })).filter((file) => file.isFile() && /^(licen[cs]e|copying)/i.test(file.name));
    for (const { name } of files) texts.push(`==== ${title}: ${name}\n\n${(await readFile(path.join(folder, name), "utf8")).trim()}\n`);
  };
  texts.push(`==== pyodide ${version}: MPL-2.0; in it CPython ${lock.info.python}: PSF-2.0\n`);
  const { packages } = JSON.parse(await readFile(path.join(here, "package-lock.json"), "utf8"));
  for (const place of bundled) await add(`${place.replace("node_modules/", "")} ${packages[place].version}`, path.join(here, place));
  const python = path.join(tree, "python");
  for (const entry of (await readdir(python)).filter((entry) => entry.endsWith(".dist-info")).sort()) {
    for (const folder of [path.join(python, entry), path.join(python, entry, "licenses")]) {
      await add(entry.replace(".dist-info", ""), folder).catch((error) => { if (error.code !== "ENOENT") throw error; });
    }
  }
  return texts.join("\n");
}
