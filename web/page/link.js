// A project in the fragment of the page's address, which no browser sends anywhere: JSON, deflated, in base64url.

const KEY = "#story=";
// Longer addresses are cut by what people paste them into.
export const LONGEST = 100_000;

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

/** The fragment that holds the texts of a project and the path of the story that is open. */
export async function encoded(texts, path) {
  const bytes = await through(new TextEncoder().encode(JSON.stringify({ path, texts })), new CompressionStream("deflate-raw"));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return KEY + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The project of a fragment; null where it holds none, or something that is no project. */
export async function decoded(fragment) {
  if (!fragment.startsWith(KEY)) return null;
  try {
    const letters = atob(fragment.slice(KEY.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = await through(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)), new DecompressionStream("deflate-raw"));
    const { path, texts } = JSON.parse(new TextDecoder().decode(bytes));
    const sound = Object.values(texts).every((text) => typeof text === "string") && typeof texts[path] === "string";
    return sound ? { path, texts } : null;
  } catch {
    return null;
  }
}
