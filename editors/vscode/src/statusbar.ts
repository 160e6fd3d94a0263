/** The status bar: what the clip at the cursor comes to. */

import * as vscode from "vscode";
import { LANGUAGE, type Server } from "./server";
import { details, summary } from "./status";
import { Later } from "./later";

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("storyc.clip", vscode.StatusBarAlignment.Right, 90);
  private readonly later = new Later(() => this.show());
  private readonly heard: vscode.Disposable[];

  constructor(private readonly server: Server) {
    this.item.name = "storyc: clip";
    this.item.command = "storyc.preview";
    this.heard = [
      vscode.window.onDidChangeActiveTextEditor(() => this.later.call()),
      vscode.window.onDidChangeTextEditorSelection(() => this.later.call()),
      server.onDidChange(() => this.later.call()),
    ];
    this.later.call();
  }

  private async show(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== LANGUAGE) {
      this.item.hide();
      return;
    }
    const status = await this.server.status(editor);
    if (status === null) {
      this.item.hide();
      return;
    }
    this.item.text = `$(device-camera-video) ${summary(status)}`;
    this.item.tooltip = details(status);
    this.item.show();
  }

  dispose(): void {
    this.later.dispose();
    this.item.dispose();
    for (const heard of this.heard) {
      heard.dispose();
    }
  }
}
