// The page's end of the compiler: questions as promises, and of many checks that are asked for only the newest.

/** A worker that lives under the policy of the page, which one that is loaded by its address would not. */
function underPolicy(address) {
  const url = URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" }));
  return new Worker(url, { type: "module" });
}

export class Compiler {
  #worker = underPolicy(new URL("./worker.js", import.meta.url).href);
  #open = new Map();
  #number = 0;
  #checking = false;
  #wanted = null;

  /** `onStep` is told how far the start has come, with the reason where it has failed. */
  constructor(onStep) {
    this.#worker.onmessage = ({ data }) => {
      if (data.step) return onStep(data.step, data.error);
      const { resolve, reject } = this.#open.get(data.id);
      this.#open.delete(data.id);
      if (data.error) reject(new Error(data.error));
      else resolve({ value: data.value, ms: data.ms });
    };
    this.#worker.onerror = (event) => onStep("failed", event.message || "the compiler's thread did not start");
  }

  /** What a function of `tab.py` answers, with the milliseconds that it took. */
  ask(name, ...words) {
    const id = this.#number++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, words });
    });
  }

  /** Whether something newer than what is compiled now waits to be. */
  get isBusy() {
    return this.#checking;
  }

  /** Check a text, and call `done` with the answer; a text that came while another was checked replaces the one that waits. */
  async check(path, text, variant, done) {
    this.#wanted = { path, text, variant, done };
    if (this.#checking) return;
    this.#checking = true;
    while (this.#wanted) {
      const next = this.#wanted;
      this.#wanted = null;
      this.ask("write", next.path, next.text);
      try {
        const answer = await this.ask("check", next.variant);
        if (!this.#wanted) next.done(answer);
      } catch (error) {
        next.done({ error });
      }
    }
    this.#checking = false;
  }
}
