// The page of the preview. What it shows comes as SVG from the server and is read as XML, so it is whole or not shown.
(() => {
  const vscode = acquireVsCodeApi();
  const head = document.getElementById("head");
  const list = document.getElementById("cards");
  const film = document.getElementById("film");
  let shown = [];

  const words = (name, text) => Object.assign(document.createElement(name), { textContent: text });

  function drawn(svg) {
    const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    return root.localName === "svg" ? document.importNode(root, true) : words("span", "This card cannot be shown.");
  }

  function card(given) {
    const button = document.createElement("button");
    button.className = "card";
    button.type = "button";
    button.setAttribute("aria-label", `Go to shot ${given.number}`);
    button.append(drawn(given.svg));
    button.addEventListener("click", () => vscode.postMessage({ kind: "go", line: Number(button.dataset.line) }));
    return button;
  }

  // Only what has changed is drawn again: the others keep their place, and the page its scroll.
  function lay(cards) {
    cards.forEach((given, place) => {
      const before = shown[place];
      if (before === undefined) {
        list.append(card(given));
      } else if (before.svg !== given.svg) {
        list.children[place].replaceWith(card(given));
      }
      list.children[place].dataset.line = String(given.line);
    });
    while (list.children.length > cards.length) {
      list.lastChild.remove();
    }
    shown = cards;
  }

  function point(place) {
    [...list.children].forEach((child, at) => {
      const here = at === place;
      if (here && child.getAttribute("aria-current") !== "true") {
        child.scrollIntoView({ block: "nearest" });
      }
      child.setAttribute("aria-current", String(here));
    });
  }

  function play(address) {
    if ((film.getAttribute("src") ?? "") !== (address ?? "")) {
      film.hidden = address === null;
      if (address === null) {
        film.removeAttribute("src");
      } else {
        film.src = address;
      }
      film.load();
    }
  }

  window.addEventListener("message", ({ data }) => {
    if (data.kind !== "cards") {
      return;
    }
    if (data.cards === null) {
      head.replaceChildren(words("span", "Put the cursor into a story to see its shots."));
      lay([]);
      play(null);
      return;
    }
    const { clip, clips, cards, shot } = data.cards;
    head.replaceChildren(words("strong", clip.title || `Clip ${clip.index}`), words("span", `clip ${clip.index} of ${clips}`));
    lay(cards);
    point(shot);
    play(data.film);
  });
  vscode.postMessage({ kind: "ready" });
})();
