/** The commands: each runs `storyc` itself with its words as a list, in the folder of the story, without a shell. */

import { execFile } from "node:child_process";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Preview } from "./preview";
import { LANGUAGE, type Server } from "./server";

const COMPARED = "storyc-compared";
const FIX_ALL = "source.fixAll.storyc";
const MOST = 10; // actions whose edits are asked for
const LONGEST = 16 * 1024 * 1024; // bytes of what the program says

export class Commands implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly registered: vscode.Disposable[];
  private readonly compared = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly server: Server,
    preview: Preview,
  ) {
    const commands: Record<string, () => unknown> = {
      preview: () => preview.open(),
      check: () => this.check(),
      fix: () => this.fix(),
      watch: () => this.ofStory((program, story) => this.run("watch", program, ["watch", story], path.dirname(story))),
      // The provider is named: whatever the project's settings say, this buys nothing.
      build: () =>
        this.ofStory((program, story) =>
          this.run("build", program, ["build", "--provider", "animatic", story], path.dirname(story)),
        ),
      compare: () => this.ofStory((program, story) => this.compare(program, story)),
      restart: () => server.start(),
    };
    this.registered = Object.entries(commands).map(([name, action]) =>
      vscode.commands.registerCommand(`storyc.${name}`, action),
    );
    this.registered.push(vscode.workspace.registerTextDocumentContentProvider(COMPARED, this));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.compared.get(uri.path) ?? "";
  }

  /** The program, after it was said where there is none. */
  private async program(): Promise<string | undefined> {
    const { program } = this.server;
    if (program === undefined) {
      await this.server.missing();
    }
    return program;
  }

  /** Does something with the story of the active editor, saved, by its path. */
  private async ofStory(action: (program: string, story: string) => unknown): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== LANGUAGE || document.uri.scheme !== "file") {
      void vscode.window.showInformationMessage("storyc: open a story that is saved to disk first.");
      return;
    }
    const program = await this.program();
    if (program !== undefined && (await document.save())) {
      await action(program, document.uri.fsPath);
    }
  }

  private async check(): Promise<void> {
    const active = vscode.window.activeTextEditor?.document.uri;
    const folder = (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
    if (folder === undefined) {
      return this.ofStory((program, story) => this.run("check", program, ["check", story], path.dirname(story)));
    }
    const program = await this.program();
    if (program !== undefined) {
      await vscode.workspace.saveAll();
      const root = folder.uri.fsPath;
      await this.run("check", program, ["check", "--format", "concise", root], root);
    }
  }

  /** Makes the safe fixes of the active story: the action of exactly this kind, and none that is a guess. */
  private async fix(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== LANGUAGE) {
      return;
    }
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      all,
      FIX_ALL,
      MOST,
    );
    const safe = actions.find((action) => action.kind?.value === FIX_ALL && action.edit !== undefined);
    if (safe?.edit === undefined) {
      vscode.window.setStatusBarMessage("storyc: there is nothing to fix safely", 4000);
      return;
    }
    await vscode.workspace.applyEdit(safe.edit);
  }

  private async run(name: string, program: string, words: string[], cwd: string): Promise<void> {
    const task = new vscode.Task(
      { type: "storyc", command: name },
      vscode.TaskScope.Workspace,
      name,
      "storyc",
      new vscode.ProcessExecution(program, words, { cwd }),
      name === "check" ? "$storyc" : [],
    );
    task.isBackground = name === "watch";
    task.presentationOptions = { clear: true, panel: vscode.TaskPanelKind.Dedicated, showReuseMessage: false };
    await vscode.tasks.executeTask(task);
  }

  private async compare(program: string, story: string): Promise<void> {
    const title = `storyc: comparing models for ${path.basename(story)}`;
    const text = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      answered(program, ["compare", "--format", "markdown", story], path.dirname(story)),
    );
    const uri = vscode.Uri.from({ scheme: COMPARED, path: `/${path.basename(story)} on each model.md` });
    this.compared.set(uri.path, text);
    this.changed.fire(uri);
    await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
  }

  dispose(): void {
    for (const registered of this.registered) {
      registered.dispose();
    }
    this.changed.dispose();
  }
}

/** What a run of the program says: its stdout, or where that is empty its stderr as a block of code. */
function answered(program: string, words: string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, words, { cwd, maxBuffer: LONGEST, shell: false }, (error, stdout, stderr) => {
      const said = stderr || (error === null ? "" : String(error));
      resolve(stdout.trim() ? stdout : ["````text", said.replaceAll("````", "'''"), "````"].join("\n"));
    });
  });
}
