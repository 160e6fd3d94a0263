// The line at the foot: how far the start has come, what was loaded, and how long a check takes.
import { h } from "./dom.js";

const STEPS = { engine: "Starting Python…", compiler: "Unpacking the compiler…", ready: "Reading the story…" };

export class Status {
  #element;
  #ready = 0;
  #size = 0;
  #note = "";
  #last = ["wait"];

  constructor(element) {
    this.#element = element;
    this.step("engine");
  }

  /** How far the start has come. */
  step(name, error) {
    if (name === "failed") this.fail(new Error(error));
    else this.#draw("wait", STEPS[name]);
  }

  /** A check has taken so many milliseconds; with the first the start is over. */
  async checked(ms, compiler) {
    if (!this.#ready) {
      this.#ready = performance.now();
      const own = performance.getEntriesByType("resource").reduce((sum, entry) => sum + entry.encodedBodySize, 0);
      this.#size = own + (await compiler.ask("sizes")).value;
    }
    this.#element.dataset.ms = ms.toFixed(2);
    const size = `${(this.#size / 1e6).toFixed(1)} MB`;
    this.#draw("ok", `Checked in ${ms.toFixed(ms < 10 ? 1 : 0)} ms`, `started in ${(this.#ready / 1000).toFixed(1)} s`, `${size} loaded`, "nothing leaves this page");
  }

  /** Say something for as long as it takes to read it. */
  say(words) {
    this.#note = words;
    this.#draw(...this.#last);
    setTimeout(() => {
      if (this.#note === words) this.#note = "";
      this.#draw(...this.#last);
    }, 10_000);
  }

  /** What is wrong with the page itself. */
  fail(error) {
    console.error(error);
    this.#draw("bad", `The compiler stopped: ${error.message.trim().split("\n").at(-1)}`);
  }

  #draw(kind, ...words) {
    this.#last = [kind, ...words];
    this.#element.dataset.kind = kind;
    this.#element.replaceChildren(h("i.lamp"), this.#note ? h("b", { role: "status" }, this.#note) : "", ...words.map((word) => h("span", {}, word)));
  }
}
