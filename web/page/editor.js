// The editor: CodeMirror with the compiler's own tokens and diagnostics, in a shadow root, so that it needs no inline style.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration, EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import { sentence } from "./dom.js";
import { offset, range } from "./places.js";

const setTokens = StateEffect.define();
const KINDS = new Map();
const kind = (name) => KINDS.get(name) ?? KINDS.set(name, Decoration.mark({ class: `tok-${name}` })).get(name);

const tokens = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) if (effect.is(setTokens)) return effect.value;
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const theme = EditorView.theme({
  "&": { height: "100%", fontSize: "14px", color: "var(--ink)", backgroundColor: "var(--paper)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.65" },
  ".cm-content": { caretColor: "var(--accent)", padding: "14px 0 var(--tail)" },
  ".cm-line": { padding: "0 18px 0 10px" },
  ".cm-gutters": { backgroundColor: "var(--paper)", color: "var(--faint)", border: "none", paddingLeft: "6px" },
  ".cm-activeLine": { backgroundColor: "var(--line)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--selection)" },
  ".cm-selectionMatch": { backgroundColor: "var(--match)" },
  ".cm-lintRange": { backgroundImage: "none", paddingBottom: "1px" },
  ".cm-lintRange-error": { textDecoration: "underline wavy var(--error) 1.5px", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { textDecoration: "underline wavy var(--warning) 1.5px", textUnderlineOffset: "3px" },
  ".cm-lintRange-info": { textDecoration: "underline dotted var(--notice) 1.5px", textUnderlineOffset: "3px" },
  ".cm-tooltip": { background: "var(--raised)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "8px", boxShadow: "var(--shadow)", overflow: "hidden" },
  ".cm-diagnostic": { fontFamily: "var(--sans)", padding: "8px 12px", borderLeft: "3px solid", whiteSpace: "pre-wrap", maxWidth: "52ch" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--notice)" },
  ".cm-diagnosticAction": { background: "var(--accent)", color: "var(--on-accent)", borderRadius: "6px", padding: "4px 10px", margin: "8px 8px 0 0", font: "inherit", fontSize: "13px", display: "inline-block", cursor: "pointer" },
  ".cm-diagnosticSource": { color: "var(--quiet)", fontSize: "12px", opacity: "1", marginTop: "4px" },
  ".cm-gutter-lint": { width: "1em" },
  ".cm-lint-marker": { width: "8px", height: "8px", borderRadius: "50%", marginTop: "0.5em" },
  ".cm-lint-marker-error": { content: "''", background: "var(--error)" },
  ".cm-lint-marker-warning": { content: "''", background: "var(--warning)" },
  ".cm-lint-marker-info": { content: "''", background: "var(--notice)" },
  ".cm-panels": { background: "var(--raised)", color: "var(--ink)", borderColor: "var(--edge)" },
  ".cm-panels input, .cm-panels button": { font: "inherit", fontSize: "13px", color: "inherit", background: "var(--paper)", border: "1px solid var(--edge)", borderRadius: "5px", backgroundImage: "none" },
  ".tok-keyword": { color: "var(--tok-mark)", fontWeight: "650" },
  ".tok-number": { color: "var(--tok-time)", fontWeight: "550" },
  ".tok-string": { color: "var(--tok-title)" },
  ".tok-property": { color: "var(--tok-key)" },
  ".tok-class": { color: "var(--tok-cast)", fontWeight: "600" },
  ".tok-enumMember": { color: "var(--tok-cast)", fontStyle: "italic" },
  ".tok-variable": { color: "var(--tok-variable)" },
  ".tok-comment": { color: "var(--faint)", fontStyle: "italic" },
  ".tok-namespace": { color: "var(--ink)", fontWeight: "750" },
});

const LEVELS = { error: "error", warning: "warning", notice: "info" };

const fixName = (fix) => sentence(fix.title) + (fix.safety === "safe" ? "" : " (unsafe)");

export class Editor {
  #onCursor;
  #onEdit;

  /** An editor below `parent`; `onEdit` is called for each change of a writer's, `onCursor` with the line of the cursor. */
  constructor(parent, { onEdit, onCursor, bindings }) {
    const root = parent.attachShadow({ mode: "open" });
    this.#onEdit = onEdit;
    this.#onCursor = onCursor;
    this.extensions = [
      // A line ends as in the compiler; a carriage return alone is a letter.
      EditorState.lineSeparator.of("\n"),
      lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(), highlightActiveLine(),
      EditorView.lineWrapping, highlightSelectionMatches(), search({ top: true }), lintGutter(), tokens, theme,
      EditorView.contentAttributes.of({ "aria-label": "The story", spellcheck: "false", autocapitalize: "off" }),
      keymap.of([...bindings, ...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap, indentWithTab]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.#onEdit();
        if (update.docChanged || update.selectionSet) this.#onCursor(this.line);
      }),
    ];
    this.view = new EditorView({ parent: root, root, state: this.state("") });
  }

  /** A document without a history. */
  state(text) {
    return EditorState.create({ doc: text, extensions: this.extensions });
  }

  /** What is written, without the halves of letters that no file can hold. */
  get text() {
    return this.view.state.doc.toString().toWellFormed();
  }

  get line() {
    const { doc, selection } = this.view.state;
    return doc.lineAt(selection.main.head).number;
  }

  /** Show another file, as its state was when it was left. */
  show(state) {
    this.view.setState(state);
  }

  /** Change the text by edits that one step takes back. */
  change(edits) {
    this.view.dispatch({ changes: edits, userEvent: "input.fix", scrollIntoView: true });
    // So that a key takes it back; on a telephone that would bring the keyboard up.
    if (matchMedia("(hover: hover)").matches) this.view.focus();
  }

  /** Replace the whole text, leaving alone what is the same at both ends, so that the cursor stays. */
  replace(text) {
    const before = this.view.state.doc.toString();
    let from = 0;
    while (from < before.length && from < text.length && before[from] === text[from]) from++;
    let back = 0;
    while (back < Math.min(before.length, text.length) - from && before.at(-1 - back) === text.at(-1 - back)) back++;
    if (from < before.length || from < text.length) {
      this.change({ from, to: before.length - back, insert: text.slice(from, text.length - back) });
    }
  }

  /** Put the cursor to a place, and look at it. */
  go(line, column = 1, end = null) {
    const { doc } = this.view.state;
    const anchor = offset(doc, line, column);
    const head = end ? offset(doc, end.line, end.column) : anchor;
    this.view.dispatch({ selection: { anchor: head, head: anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.view.focus();
  }

  /** Colour the words, and underline what is wrong; `fixOf` gives the fix that a diagnostic's button makes. */
  tell(words, diagnostics, makeFix) {
    const { doc } = this.view.state;
    const marks = words
      .map(([name, line, column, end_column]) => ({ name, ...range(doc, { line, column, end_column }) }))
      .filter(({ from, to }) => from < to)
      .map(({ name, from, to }) => kind(name).range(from, to));
    this.view.dispatch({ effects: setTokens.of(Decoration.set(marks, true)) });
    const shown = diagnostics.map((diagnostic) => ({
      ...range(doc, diagnostic),
      severity: LEVELS[diagnostic.level],
      source: `${diagnostic.code} ${diagnostic.name}`,
      message: [diagnostic.message, diagnostic.help].filter(Boolean).map(sentence).join("\n"),
      actions: diagnostic.fix?.edits.length ? [{ name: fixName(diagnostic.fix), apply: () => makeFix(diagnostic) }] : [],
    }));
    this.view.dispatch(setDiagnostics(this.view.state, shown));
  }
}
