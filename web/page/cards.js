// The board: a picture of each shot, drawn from its words, with its time, its words and its camera.
import { h } from "./dom.js";

/** Draw the cards of the story that was checked last, unless `isMeant` says that something newer is. */
export async function drawCards(element, compiler, { go, isMeant }) {
  const { value } = await compiler.ask("cards");
  if (!isMeant()) return;
  const parser = new DOMParser();
  const shown = value.map(({ line, svg }) => {
    const picture = document.adoptNode(parser.parseFromString(svg, "image/svg+xml").documentElement);
    return h("article.card", { "data-line": line, onclick: () => go(line), title: "show the place" }, picture);
  });
  const top = element.scrollTop;
  element.replaceChildren(shown.length ? h("div.board", {}, shown) : h("p.empty", {}, "Where a shot is written, its picture stands here."));
  element.scrollTop = top;
}
