/** The language server `storyc lsp`, and the questions of ours that it answers. */

import * as os from "node:os";
import * as vscode from "vscode";
import { LanguageClient, State, TransportKind } from "vscode-languageclient/node";
import { inside, storyc } from "./program";
import type { Cards } from "./preview";
import type { Status } from "./status";

export const LANGUAGE = "story";
const OPEN = "Open the Setting";

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  /** The server has started, stopped, or looked at a text again. */
  readonly onDidChange = this.changed.event;

  /** The program, undefined where there is none or the workspace is not trusted. */
  get program(): string | undefined {
    if (!vscode.workspace.isTrusted) {
      return undefined;
    }
    const setting = vscode.workspace.getConfiguration("storyc").get<string>("path", "");
    const folders = vscode.workspace.workspaceFolders ?? [];
    return storyc(setting, process.env["PATH"], (file) =>
      folders.some((folder) => folder.uri.scheme === "file" && inside(file, folder.uri.fsPath)),
    );
  }

  async start(): Promise<void> {
    await this.stop();
    const program = this.program;
    if (program === undefined) {
      if (vscode.workspace.isTrusted) {
        await this.missing();
      }
      return;
    }
    // Not in the workspace: a program that lies there must not be taken for one that the server starts.
    const run = { command: program, args: ["lsp"], transport: TransportKind.stdio, options: { cwd: os.homedir(), shell: false } };
    this.client = new LanguageClient("storyc", "storyc", run, {
      documentSelector: [{ language: LANGUAGE }],
      diagnosticCollectionName: "storyc",
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => {
          next(uri, diagnostics);
          this.changed.fire();
        },
      },
    });
    this.client.onDidChangeState(() => this.changed.fire());
    try {
      await this.client.start();
    } catch (error) {
      void vscode.window.showErrorMessage(`storyc: the language server did not start (${String(error)})`);
    }
  }

  /** Says that no program was found, and how to install one. */
  async missing(): Promise<void> {
    const said = "storyc was not found. Install it as this extension's page says, or set `storyc.path`.";
    if ((await vscode.window.showWarningMessage(said, OPEN)) === OPEN) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "storyc.path");
    }
  }

  status(editor: vscode.TextEditor): Promise<Status | null> {
    return this.ask<Status>("storyc/status", editor);
  }

  cards(editor: vscode.TextEditor): Promise<Cards | null> {
    return this.ask<Cards>("storyc/cards", editor);
  }

  private async ask<Answer>(method: string, editor: vscode.TextEditor): Promise<Answer | null> {
    const { client } = this;
    if (client === undefined || client.state !== State.Running) {
      return null;
    }
    const { line, character } = editor.selection.active;
    const textDocument = { uri: client.code2ProtocolConverter.asUri(editor.document.uri) };
    try {
      return await client.sendRequest<Answer | null>(method, { textDocument, position: { line, character } });
    } catch {
      // The server ends, or knows no such question: there is nothing to show.
      return null;
    }
  }

  private async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    if (client !== undefined && client.state === State.Running) {
      await client.stop();
    }
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
  }
}
