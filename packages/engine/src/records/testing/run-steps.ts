// Operations as a test sees them: rows in, rows out, cut into chunks and kept to a memory as the test likes.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '@patchbay/mapping/testing';
import { recordChain } from '../record-chain.ts';
import type { FailedRecord, RecordRun, RecordStep, Row, Rows } from '../record-step.ts';
import { Spill } from '../spill/spill.ts';

export async function* chunked(rows: readonly Row[], size: number): Rows & AsyncGenerator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}

/** An empty folder for the time of a test file. */
export interface SpillFolder {
  readonly path: string;
  names(): string[];
  remove(): void;
}

export function spillFolder(): SpillFolder {
  const path = mkdtempSync(join(tmpdir(), 'patchbay-records-'));
  return { path, names: () => readdirSync(path), remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface StepsOutcome {
  readonly rows: Row[];
  readonly failed: FailedRecord[];
  /** Files that were begun because the memory was full. */
  readonly files: number;
  /** The most records that came out at once. */
  readonly largestChunk: number;
}

export interface StepsRun {
  readonly folder: SpillFolder;
  readonly chunk?: number;
  readonly memoryBytes?: number;
  readonly scope?: RecordRun['scope'];
  /** Records whose expressions fail are told instead of failing the chain. */
  readonly tells?: boolean;
}

export async function runSteps(
  rows: readonly Row[],
  steps: readonly RecordStep[],
  { folder, chunk = 100, memoryBytes = 10_000_000, scope = {}, tells = false }: StepsRun,
): Promise<StepsOutcome> {
  await using spill = new Spill(folder.path);
  const failed: FailedRecord[] = [];
  const run: RecordRun = {
    scope,
    context: testContext(),
    memoryBytes,
    spill,
    onFailed: tells ? (one) => void failed.push(one) : undefined,
  };
  const made: Row[] = [];
  let largestChunk = 0;
  for await (const part of recordChain(chunked(rows, chunk), steps, run)) {
    for (const row of part) made.push(row);
    largestChunk = Math.max(largestChunk, part.length);
  }
  return { rows: made, failed, files: spill.files, largestChunk };
}
