// Records in memory: a place for whoever asks, no batch known, and nothing read or written but what a test says.
import type { Json } from '@patchbay/model/schema';
import { tmpdir } from 'node:os';
import type { OpenedReader, RecordsDriver } from '../drivers/index.ts';
import { chunked } from '../records/testing/run-steps.ts';

const notHere = (): Promise<never> => Promise.reject(new Error('nothing is read or written here'));

export const memoryRecords = (given: Partial<RecordsDriver> = {}): RecordsDriver => ({
  read: notHere,
  write: notHere,
  batches: { load: () => Promise.resolve([]), mark: () => Promise.resolve(true) },
  putFile: notHere,
  openBlob: notHere,
  spillFolder: tmpdir(),
  memoryBytes: 1_000_000,
  enter: () => Promise.resolve(() => undefined),
  isWanted: () => false,
  ...given,
});

/** A source that holds these rows, read three at a time. */
export const readerOf = (rows: readonly Json[]): OpenedReader => ({
  rows: chunked(rows, 3),
  scrub: (value) => value,
  close: () => Promise.resolve(),
});
