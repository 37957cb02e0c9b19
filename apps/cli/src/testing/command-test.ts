// Commands in the process of a test, as `main.ts` runs them, and files for them in a folder of their own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../command-line.ts';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function patchbay(...args: string[]): Promise<Ended> {
  let out = '';
  let err = '';
  const code = await runCommandLine(args, {
    data: (text) => (out += text.endsWith('\n') ? text : `${text}\n`),
    bytes: async (content) => {
      out += Buffer.from(content).toString('utf8');
    },
    say: (text) => (err += `${text}\n`),
  });
  return { code, out, err };
}

export interface TestFolder {
  readonly dir: string;
  /** Writes a file, JSON where it is neither text nor bytes; hands back its path. */
  readonly file: (name: string, content: unknown) => string;
  readonly remove: () => void;
}

export function testFolder(): TestFolder {
  const dir = mkdtempSync(join(tmpdir(), 'patchbay-cli-'));
  return {
    dir,
    file: (name, content) => {
      const path = join(dir, name);
      const isPlain = typeof content === 'string' || content instanceof Uint8Array;
      writeFileSync(path, isPlain ? content : JSON.stringify(content));
      return path;
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
