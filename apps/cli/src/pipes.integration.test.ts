// What a pipe gets: all of it, however slowly it is read; and a reader that goes ends the command without a word.
import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { exitCode } from './exit-code.ts';
import { testFolder } from './testing/command-test.ts';

const main = join(import.meta.dirname, 'main.ts');
const { file, remove } = testFolder();
afterAll(remove);

function started(args: readonly string[], stdio: StdioOptions = ['ignore', 'pipe', 'pipe']): ChildProcess {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return spawn(process.execPath, [main, ...args], { env: { PATH, NODE_COMPILE_CACHE }, stdio });
}

/** Takes what is there, piece by piece, with turns of the event loop between: the pipe is full nearly all the time. */
async function readSlowly(stream: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) {
    pieces.push(piece as Buffer);
    for (let turn = 0; turn < 10_000; turn += 1) await setImmediate();
  }
  return Buffer.concat(pieces).toString('utf8');
}

const textOf = async (stream: Readable): Promise<string> => (await stream.setEncoding('utf8').toArray()).join('');

async function slowly(args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const child = started(args);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('no pipes');
  const ended = once(child, 'exit');
  const [out, err] = await Promise.all([readSlowly(stdout), textOf(stderr)]);
  const [code] = (await ended) as [number];
  return { code, out, err };
}

const each = file('each.map.json', {
  map: 1,
  sources: { row: {} },
  root: { fields: { id: { expr: 'row.id' }, text: { expr: 'row.text' } } },
});
const list = file('list.map.json', {
  map: 1,
  sources: { rows: {} },
  root: { for: 'rows', as: 'r', fields: { id: { expr: 'r.id' }, text: { expr: 'r.text' } } },
});
const row = (id: number): { id: number; text: string } => ({ id, text: 'x'.repeat(80) });
const count = 30_000;
const lines = Array.from({ length: count }, (_, id) => JSON.stringify(row(id)));
const rows = file('rows.jsonl', `${lines.join('\n')}\n`);

describe('a slow reader gets all of it', () => {
  test('of a stream of records', async () => {
    const ended = await slowly(['map', 'run', each, rows, '--each']);
    expect([ended.code, ended.err, ended.out.length > 3_000_000]).toEqual([0, '', true]);
    expect(ended.out).toBe(`${lines.join('\n')}\n`);
  });

  test('of one large document', async () => {
    const ended = await slowly(['map', 'run', list, rows]);
    expect([ended.code, ended.err]).toEqual([0, '']);
    expect(JSON.parse(ended.out)).toHaveLength(count);
  });

  test('of bytes in another format', async () => {
    const ended = await slowly(['map', 'run', list, rows, '--out-format', 'csv']);
    expect([ended.code, ended.out.split('\r\n').length]).toEqual([0, count + 2]);
  });

  test('of a schema', async () => {
    const column = { type: 'string', description: 'What it is for. '.repeat(6) };
    const properties = Object.fromEntries(Array.from({ length: 12_000 }, (_, at) => [`column_${at}`, column]));
    const wide = { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties };
    const ended = await slowly(['schema', 'read', file('wide.schema.json', wide)]);
    expect([ended.code, ended.out.length > 1_000_000]).toEqual([0, true]);
    expect(Object.keys((JSON.parse(ended.out) as { properties: object }).properties)).toHaveLength(12_000);
  });
});

describe('a reader that goes', () => {
  test.each([
    ['a stream of records', ['map', 'run', each, rows, '--each']],
    ['one large document', ['map', 'run', list, rows]],
  ])('ends %s without a word', async (_, args) => {
    const child = started(args);
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('no pipes');
    const said = textOf(stderr);
    stdout.once('data', () => stdout.destroy());
    const [code] = (await once(child, 'exit')) as [number];
    expect([code, await said]).toEqual([exitCode.readerGone, '']);
  });
});

test.runIf(existsSync('/dev/full'))('a disk that is full is said', async () => {
  const full = openSync('/dev/full', 'w');
  const child = started(['map', 'run', list, rows], ['ignore', full, 'pipe']);
  closeSync(full);
  if (child.stderr === null) throw new Error('no pipe');
  const [said, [code]] = await Promise.all([textOf(child.stderr), once(child, 'exit') as Promise<[number]>]);
  expect(code).toBe(exitCode.refused);
  expect(said).toMatch(/^patchbay: The output cannot be written: .*ENOSPC.*\n$/);
});
