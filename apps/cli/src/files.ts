import { createReadStream, createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { LocalFile } from '@patchbay/api';
import { AppError } from '@patchbay/model/errors';

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** `-` is standard input. @throws AppError `invalidInput` when it cannot be read. */
export function readFile(name: string): LocalFile {
  try {
    return { name: name === '-' ? 'standard input' : name, content: readFileSync(name === '-' ? 0 : name) };
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

function unreadable(name: string, cause: unknown): AppError {
  const userMessage = `The file cannot be read: ${reasonOf(cause)}. Check its name.`;
  return new AppError('invalidInput', `cannot read ${name}`, { userMessage, cause });
}

function unwritable(cause: unknown): AppError {
  const userMessage = `The file cannot be written: ${reasonOf(cause)}. Choose another place.`;
  return new AppError('invalidInput', 'cannot write a file', { userMessage, cause });
}

/** The bytes of a file, piece by piece. @throws AppError `invalidInput` when it cannot be read. */
export async function* readPieces(name: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of name === '-' ? process.stdin : createReadStream(name)) yield piece as Uint8Array;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) throw unreadable(name, cause);
    throw cause;
  }
}

/** Writes piece by piece to a file. @throws AppError `invalidInput` when it cannot be written. */
export async function writePieces(name: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await pipeline(pieces, createWriteStream(name));
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) throw unwritable(cause);
    throw cause;
  }
}

export const readText = (name: string): string => Buffer.from(readFile(name).content).toString('utf8');

/** @throws AppError `invalidInput` when it cannot be written. */
export function writeFile(name: string, content: Uint8Array | string): void {
  try {
    writeFileSync(name, content);
  } catch (cause) {
    throw unwritable(cause);
  }
}

/** Whether an argument means a file: one that is there, or that is written like one and not like `Order@3`. */
export const looksLikeFile = (text: string): boolean =>
  text === '-' || existsSync(text) || (/[\\/]|\.[A-Za-z]\w*$/.test(text) && !/@\d+$/.test(text));
