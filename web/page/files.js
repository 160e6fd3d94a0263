// Files that come from the writer's own disk, and go there.

const TEXTS = /\.(story|ya?ml|toml|j2|txt|md)$/i;
const BESIDE = /\.(png|jpe?g|webp|wav|mp3)$/i;
// Folders of tools, and of what storyc makes.
const PASSED_OVER = /^(\..*|build|node_modules|__pycache__)$/;

/** Of files by their paths, the texts and the bytes of pictures and sounds. */
async function sorted(files) {
  const texts = {};
  const held = {};
  for (const { path, file } of files) {
    if (TEXTS.test(path)) texts[path] = await file.text();
    else if (BESIDE.test(path)) held[path] = new Uint8Array(await file.arrayBuffer());
  }
  return { texts, held };
}

/** The files that were chosen, by their names. */
export const chosenFiles = (files) => sorted(Array.from(files, (file) => ({ path: file.name, file })));

/** Take up what is dropped onto an element: files by their names, and all files of folders by their ways from there. */
export function onDropped(element, take) {
  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", async (event) => {
    const entries = Array.from(event.dataTransfer.items, (item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) return;
    event.preventDefault();
    const files = [];
    for (const entry of entries) for await (const file of walked(entry, "")) files.push(file);
    take(await sorted(files));
  });
}

/** The files of an entry; a folder that was dropped is the project's root, so its own name is no part of their paths. */
async function* walked(entry, path) {
  if (entry.isFile) {
    yield { path: path || entry.name, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) };
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!part.length) return;
    for (const below of part) if (!PASSED_OVER.test(below.name)) yield* walked(below, path ? `${path}/${below.name}` : below.name);
  }
}

/** Save a text as a file. */
export function save(path, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = path.split("/").at(-1);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
