/** The extension: a language client once the workspace is trusted, a status bar, a preview, and commands. */

import * as vscode from "vscode";
import { Commands } from "./commands";
import { Preview } from "./preview";
import { Server } from "./server";
import { StatusBar } from "./statusbar";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const server = new Server();
  const status = new StatusBar(server);
  const preview = new Preview(context.extensionUri, server);
  context.subscriptions.push(server, status, preview, new Commands(server, preview));
  if (vscode.workspace.isTrusted) {
    await server.start();
    return;
  }
  // Until then nothing is run: colours and snippets are all that there is.
  context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => server.start()));
}
