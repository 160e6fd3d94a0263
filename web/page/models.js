// The story on every model: length, price and what would be lost, one model after the other, the best first.
import { count, dollars, h, phrase } from "./dom.js";

/** Ask for one model after the other for as long as `isMeant` says so, and draw the rows as they come. */
export async function drawModels(element, compiler, { current, use, isMeant }) {
  element.replaceChildren(h("p.empty", {}, "Comparing models…"));
  const { value: names } = await compiler.ask("models");
  for (const [number, name] of names.entries()) {
    if (!isMeant()) return;
    const { value: rows } = await compiler.ask("compare", name);
    if (!isMeant()) return;
    if (rows === null) return element.replaceChildren(h("p.empty", {}, "The story has errors that it would have on any model. Mend them first."));
    element.replaceChildren(
      h("table", {},
        h("thead", {}, h("tr", {}, ["Model", "Seconds", "USD", "Shots kept", "Losses", ""].map((head) => h("th", {}, head)))),
        rows.map((row) => drawRow(row, row.model === current, use))),
      h("p.foot", {}, number + 1 < names.length ? `${number + 1} of ${count(names.length, "model")}…` : "The models that lose least come first, then the cheapest."),
    );
  }
}

function drawRow(row, isCurrent, use) {
  const cells = [row.seconds ?? "–", row.price_usd === null ? "–" : dollars(row.price_usd), `${row.kept}/${row.shots}`, losses(row)];
  const button = isCurrent ? h("span.current", {}, "in use") : h("button.use", { onclick: () => use(row.model), title: `write model: ${row.model}` }, "Use");
  const body = h("tbody", {}, h("tr", {}, h("th", {}, h("b", {}, row.title), h("small", {}, row.model)), cells.map((cell) => h("td", {}, String(cell))), h("td", {}, button)));
  if (row.losses.length) {
    const lines = row.losses.map((loss) => h(`li.${loss.level}`, {}, phrase(loss.message), h("small", {}, ` ${loss.code}, line ${loss.line}`)));
    body.append(h("tr.losses", {}, Object.assign(h("td", {}, h("details", {}, h("summary", {}, "What is lost"), h("ul", {}, lines))), { colSpan: 6 })));
  }
  return body;
}

function losses(row) {
  const errors = row.losses.filter((loss) => loss.level === "error").length;
  const warnings = row.losses.length - errors;
  return [errors && count(errors, "error"), warnings && count(warnings, "warning")].filter(Boolean).join(", ") || "none";
}
