import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { LocalFile } from '@patchbay/api';
import { AppError } from '@patchbay/model/errors';

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** `-` is standard input. @throws AppError `invalidInput` when it cannot be read. */
export function readFile(name: string): LocalFile {
  try {
    return { name: name === '-' ? 'standard input' : name, content: readFileSync(name === '-' ? 0 : name) };
  } catch (cause) {
    throw new AppError('invalidInput', `cannot read ${name}`, {
      userMessage: `The file cannot be read: ${reasonOf(cause)}. Check its name.`,
      cause,
    });
  }
}

export const readText = (name: string): string => Buffer.from(readFile(name).content).toString('utf8');

/** @throws AppError `invalidInput` when it cannot be written. */
export function writeFile(name: string, content: Uint8Array | string): void {
  try {
    writeFileSync(name, content);
  } catch (cause) {
    throw new AppError('invalidInput', `cannot write ${name}`, {
      userMessage: `The file cannot be written: ${reasonOf(cause)}. Choose another place.`,
      cause,
    });
  }
}

/** Whether an argument means a file: one that is there, or that is written like one and not like `Order@3`. */
export const looksLikeFile = (text: string): boolean =>
  text === '-' || existsSync(text) || (/[\\/]|\.[A-Za-z]\w*$/.test(text) && !/@\d+$/.test(text));
