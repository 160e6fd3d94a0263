/** The panel beside the text: the cards of the clip at the cursor, and the draft of its film where one is built. */

import { randomBytes } from "node:crypto";
import * as path from "node:path";
import * as vscode from "vscode";
import { Later } from "./later";
import { LANGUAGE, type Server } from "./server";

/** The answer of `storyc/cards`. */
export interface Cards {
  version: number;
  clip: { index: number; title: string; slug: string };
  clips: number;
  shot: number | null;
  cards: { number: number; line: number; start: number; end: number; svg: string }[];
  film: string | null;
}

export class Preview implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private editor: vscode.TextEditor | undefined;
  private films: string | undefined;
  private readonly later = new Later(() => this.show());
  private readonly heard: vscode.Disposable[];

  constructor(
    private readonly home: vscode.Uri,
    private readonly server: Server,
  ) {
    this.heard = [
      vscode.window.onDidChangeActiveTextEditor(() => this.later.call()),
      vscode.window.onDidChangeTextEditorSelection((event) => {
        if (event.textEditor === this.editor && this.follows) {
          this.later.call();
        }
      }),
      server.onDidChange(() => this.later.call()),
    ];
    // A build or a watch has drawn a clip anew.
    const drawn = vscode.workspace.createFileSystemWatcher("**/*.animatic.mp4");
    const events = [drawn.onDidCreate, drawn.onDidChange, drawn.onDidDelete];
    this.heard.push(drawn, ...events.map((on) => on(() => this.later.call())));
  }

  private get follows(): boolean {
    return vscode.workspace.getConfiguration("storyc").get<boolean>("preview.followCursor", true);
  }

  open(): void {
    this.editor = story(vscode.window.activeTextEditor) ?? this.editor;
    if (this.panel === undefined) {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.panel = vscode.window.createWebviewPanel("storyc.cards", "Cards", place, {
        enableScripts: true,
        localResourceRoots: [this.media],
      });
      this.panel.webview.onDidReceiveMessage((message) => void this.hear(message));
      this.panel.onDidDispose(() => {
        this.panel = undefined;
        this.films = undefined;
      });
      this.panel.webview.html = this.page(this.panel.webview);
    } else {
      this.panel.reveal(undefined, true);
    }
    this.later.call();
  }

  private get media(): vscode.Uri {
    return vscode.Uri.joinPath(this.home, "media");
  }

  private async show(): Promise<void> {
    const { panel } = this;
    if (panel === undefined) {
      return;
    }
    const open = vscode.window.visibleTextEditors.filter((editor) => story(editor) !== undefined);
    const same = open.find((editor) => editor.document === this.editor?.document);
    this.editor = story(vscode.window.activeTextEditor) ?? same ?? open[0];
    const cards = this.editor === undefined ? null : await this.server.cards(this.editor);
    if (this.panel === panel) {
      await panel.webview.postMessage({ kind: "cards", cards, film: await this.film(panel.webview, cards) });
    }
  }

  /** The film's address within the panel, which may read its folder alone; none outside the workspace. */
  private async film(webview: vscode.Webview, cards: Cards | null): Promise<string | null> {
    if (cards?.film == null) {
      return null;
    }
    const film = vscode.Uri.parse(cards.film, true);
    if (film.scheme !== "file" || vscode.workspace.getWorkspaceFolder(film) === undefined) {
      return null;
    }
    const folder = path.dirname(film.fsPath);
    if (folder !== this.films) {
      this.films = folder;
      webview.options = { enableScripts: true, localResourceRoots: [this.media, vscode.Uri.file(folder)] };
    }
    try {
      // Drawn anew it has another address, so that the panel does not play the one before.
      const { mtime } = await vscode.workspace.fs.stat(film);
      return webview.asWebviewUri(film).with({ query: String(mtime) }).toString();
    } catch {
      return null;
    }
  }

  private async hear(message: { kind?: unknown; line?: unknown }): Promise<void> {
    if (message.kind === "ready") {
      this.later.call();
    } else if (message.kind === "go" && typeof message.line === "number" && this.editor !== undefined) {
      const line = Math.min(Math.max(0, message.line), this.editor.document.lineCount - 1);
      const at = new vscode.Position(line, 0);
      await vscode.window.showTextDocument(this.editor.document, {
        viewColumn: this.editor.viewColumn ?? vscode.ViewColumn.One,
        selection: new vscode.Range(at, at),
      });
    }
  }

  private page(webview: vscode.Webview): string {
    const nonce = randomBytes(16).toString("base64url");
    const at = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(this.media, name)).toString();
    const policy = [
      "default-src 'none'",
      `style-src ${webview.cspSource}`,
      `media-src ${webview.cspSource}`,
      `script-src 'nonce-${nonce}'`,
    ].join("; ");
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${at("preview.css")}">
<title>Cards</title>
</head>
<body>
<header id="head"></header>
<video id="film" controls muted loop playsinline hidden></video>
<main id="cards" aria-live="polite"></main>
<script nonce="${nonce}" src="${at("preview.js")}"></script>
</body>
</html>`;
  }

  dispose(): void {
    this.later.dispose();
    this.panel?.dispose();
    for (const heard of this.heard) {
      heard.dispose();
    }
  }
}

function story(editor: vscode.TextEditor | undefined): vscode.TextEditor | undefined {
  return editor?.document.languageId === LANGUAGE ? editor : undefined;
}
