/** The program that is run: never one of the workspace, and never by way of a shell. */

import * as fs from "node:fs";
import * as path from "node:path";

/**
 * The absolute path of `storyc`: the one that the machine's settings name, else the first on PATH.
 *
 * Folders of PATH that are relative, or lie in a folder that `within` says is of the workspace, are passed over: what a
 * checkout holds is never run. Undefined where there is none.
 */
export function storyc(
  setting: string,
  search: string | undefined,
  within: (folder: string) => boolean,
  windows = process.platform === "win32",
): string | undefined {
  const named = setting.trim();
  if (named) {
    return path.isAbsolute(named) && isProgram(named) ? named : undefined;
  }
  const names = windows ? ["storyc.exe"] : ["storyc"];
  for (const folder of (search ?? "").split(windows ? ";" : ":")) {
    if (!path.isAbsolute(folder)) {
      continue;
    }
    for (const name of names) {
      const file = path.join(folder, name);
      if (isProgram(file) && !within(real(file))) {
        return file;
      }
    }
  }
  return undefined;
}

/** Whether a path lies in a folder, or is it; both are taken as they really are. */
export function inside(file: string, folder: string): boolean {
  const way = path.relative(real(folder), real(file));
  return way === "" || (!way.startsWith(`..${path.sep}`) && way !== ".." && !path.isAbsolute(way));
}

function real(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
