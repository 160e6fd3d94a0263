// Files that come from the writer's own disk, and go there.

const TEXTS = /\.(story|ya?ml|toml|j2|txt|md)$/i;

/** Of files that were chosen or dropped, the texts and the bytes of the others, by their names or their path in a folder. */
export async function chosenFiles(files) {
  const texts = {};
  const held = {};
  for (const file of files) {
    const path = file.webkitRelativePath || file.name;
    if (TEXTS.test(path)) texts[path] = await file.text();
    else held[path] = new Uint8Array(await file.arrayBuffer());
  }
  return { texts, held };
}

/** Take files up that are dropped onto an element. */
export function onDropped(element, take) {
  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
}

/** Save a text as a file. */
export function save(path, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = path.split("/").at(-1);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
