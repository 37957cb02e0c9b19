import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Json } from '@patchbay/model/schema';
import { createCodePool } from './code-pool.ts';
import type { CodeJob } from './code-job.ts';
import { maxConsoleLines } from './code-job.ts';
import { CodeProcess } from './code-process.ts';

const input = {
  text: '={{$env}} $eval(1)',
  names: { '$(touch /tmp/x)': 1, '`id`': 1, '; rm -rf': 1, '../../etc': 1, 'a\nb': 1 },
};
const job = (text: string, given: Partial<CodeJob> = {}): CodeJob => ({
  code: { text, language: 'typescript' },
  scope: { input },
  clock: { now: 1_774_785_600_000, seed: 'run', path: 'code' },
  timeoutMs: 20_000,
  memoryMb: 32,
  group: 'workspace',
  ...given,
});
const hostile = JSON.parse(readFileSync(new URL('fixtures/hostile-code.json', import.meta.url), 'utf8')) as readonly {
  name: string;
  code: string;
  output?: Json;
  json?: string;
  kind?: string | string[];
}[];

const onLinux = existsSync('/proc/self/task');
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const pool = createCodePool({ size: 2 });
afterAll(() => pool[Symbol.asyncDispose]());

describe('code pool', () => {
  it('runs code over the names of its scope, JavaScript and TypeScript', async () => {
    const typed = job('const twice: number = input.a * 2;\nreturn { twice, total: twice + (vars.b as number) };', {
      scope: { input: { a: 21 }, vars: { b: 1 } },
    });
    expect(await pool.run(typed)).toEqual({
      ok: true,
      output: { twice: 42, total: 43 },
      sizeBytes: 23,
      console: { lines: [], dropped: 0 },
    });
    const plain = job('return await Promise.all([1, Promise.resolve(2)])', {
      code: { text: 'return await Promise.all([1, Promise.resolve(2)])', language: 'javascript' },
    });
    expect(await pool.run(plain)).toMatchObject({ ok: true, output: [1, 2] });
    expect(await pool.run(job(''))).toMatchObject({ ok: true, output: null });
    const looped = job('const line = item.sku;\nreturn { line, index }', {
      scope: { item: { sku: 'A' }, line: 1, index: 2 },
    });
    expect(await pool.run(looped)).toMatchObject({ ok: true, output: { line: 'A', index: 2 } });
  });

  it('runs code for each of many records, and names the one that fails', async () => {
    const records = Array.from({ length: 5_000 }, (_, at) => ({ price: at, items: 2 }));
    const answer = await pool.run(job('return { index, total: item.price * item.items }', { records, firstIndex: 10 }));
    expect(answer).toMatchObject({ ok: true });
    const output = answer.ok ? (answer.output as Json[]) : [];
    expect(output).toHaveLength(5_000);
    expect(output[4_999]).toEqual({ index: 5_009, total: 9_998 });
    const failing = await pool.run(job('if (item.price === 7)\n  item.missing.field;\nreturn 1', { records }));
    expect(failing).toMatchObject({
      ok: false,
      failure: { kind: 'threw', index: 7, place: { line: 2, column: 16 }, message: /missing|undefined/ },
    });
  });

  it('leaves records out whose code throws, and tells each with its place; an endless one ends all', async () => {
    const records = Array.from({ length: 500 }, (_, at) => ({ at }));
    const text = 'if (item.at % 100 === 7) item.missing.field;\nif (item.at === 250) return 1n;\nreturn item.at';
    const answer = await pool.run(job(text, { records, firstIndex: 1_000, leavesOut: true }));
    expect(answer).toMatchObject({ ok: true });
    if (!answer.ok) return;
    const output = answer.output as number[];
    expect(output).toEqual(records.map(({ at }) => at).filter((at) => at % 100 !== 7 && at !== 250));
    expect(answer.bad?.map(({ kind, index }) => [kind, index])).toEqual([
      ['threw', 1_007],
      ['threw', 1_107],
      ['threw', 1_207],
      ['output', 1_250],
      ['threw', 1_307],
      ['threw', 1_407],
    ]);
    expect(answer.bad?.[0]).toMatchObject({ place: { line: 1 }, message: /missing|undefined/ });
    const late = job('await 0; if (index === 1) throw new Error("x".repeat(9000)); return index', {
      records: [1, 2, 3],
      leavesOut: true,
    });
    expect(await pool.run(late)).toMatchObject({ ok: true, output: [0, 2], bad: [{ index: 1 }] });
    const all = await pool.run(
      job('throw new Error("\\u20ac".repeat(9000))', { records: Array(2_000).fill(1), leavesOut: true }),
    );
    expect(all).toMatchObject({ ok: true, output: [] });
    if (all.ok) expect(all.bad).toHaveLength(2_000);
    // Signs that take six letters each in JSON.
    const long = await pool.run(
      job('throw new Error("\\u0001".repeat(9000))', { records: Array(2_000).fill(1), leavesOut: true }),
    );
    expect(long).toMatchObject({ ok: true, output: [] });
    if (long.ok) {
      expect(long.bad?.map(({ index }) => index)).toEqual(Array.from({ length: 2_000 }, (_, at) => at));
      expect(long.bad?.at(0)?.message).toHaveLength(500);
      expect(long.bad?.at(-1)).toMatchObject({ place: { line: 1 } });
      expect(long.bad?.at(-1)?.message).toMatch(/^Error: /);
    }
    const endless = job('if (index === 1) for (;;);\nreturn 1', { records: [1, 2], leavesOut: true, timeoutMs: 300 });
    expect(await pool.run(endless)).toMatchObject({ ok: false, failure: { kind: 'time' } });
  });

  it('gives the same for the same seed: time stands still, chance is derived', async () => {
    const text =
      'return [Date.now(), new Date().toISOString(), new (new Date().constructor)().getTime(), Date(), new Intl.DateTimeFormat("en").format(), new Date(0).getHours(), Math.random(), Math.random()]';
    const [one, two] = await Promise.all([pool.run(job(text)), pool.run(job(text))]);
    expect(one).toEqual(two);
    const [now, iso, again, , day, hour] = one.ok ? (one.output as Json[]) : [];
    expect([now, iso, again]).toEqual([1_774_785_600_000, '2026-03-29T12:00:00.000Z', 1_774_785_600_000]);
    expect([day, hour]).toEqual(['3/29/2026', 0]);
    const other = await pool.run(job(text, { clock: { now: 1_774_785_600_000, seed: 'other', path: 'code' } }));
    expect(other).not.toEqual(one);
  });

  it('keeps what is written to the console, up to a limit', async () => {
    const answer = await pool.run(job('console.log("sum", { a: 1 }, [2]);\nconsole.warn(null, undefined, 3);'));
    expect(answer.console).toEqual({
      lines: [
        { level: 'log', text: 'sum {"a":1} [2]' },
        { level: 'warn', text: 'null undefined 3' },
      ],
      dropped: 0,
    });
    const flood = await pool.run(job('for (let at = 0; at < 1000; at += 1) console.log(at);\nthrow new Error("end")'));
    expect(flood).toMatchObject({ ok: false, console: { dropped: 1_000 - maxConsoleLines } });
  });

  it.each([
    ['const a = ;', 'typescript', { line: 1, column: 11 }],
    ['let x: number = 1;\nx +', 'typescript', { line: 2, column: 3 }],
    ['return 1 }', 'typescript', { line: 1, column: 10 }],
    ['\n  const a = ;', 'javascript', { line: 2, column: 13 }],
    ['const a: number = 1', 'javascript', { line: 1, column: 7 }],
  ] as const)('says where %j is no program', async (text, language, place) => {
    expect(await pool.check({ text, language }, ['input'])).toMatchObject({ kind: 'syntax', place });
  });

  // Each would close what stands around the text and open something else: a program, but not the one that is read on the screen.
  it.each([
    ['} {', 'javascript', { line: 1, column: 1 }],
    ['const a = 1;\n}\n{', 'javascript', { line: 2, column: 1 }],
    ['const a: number = 1; } {', 'typescript', { line: 1, column: 22 }],
    ['} + function () {', 'javascript', { line: 1, column: 1 }],
    ['return 1 } if (input) {', 'javascript', { line: 1, column: 10 }],
    ['await input; } async () => {', 'javascript', { line: 1, column: 14 }],
  ] as const)('refuses %j, which closes more than it opened', async (text, language, place) => {
    const failure = { kind: 'syntax', message: expect.stringContaining('closes more than') as unknown, place };
    expect(await pool.check({ text, language }, ['input'])).toMatchObject(failure);
    expect(await pool.run(job(text, { code: { text, language } }))).toMatchObject({ ok: false, failure });
  });

  it.each([
    ['const input = 1; { const input = 2; } return `}${"{"} {` + /[}] {/.source + input // } {', 'javascript'],
    ['interface A { readonly b: { c: number } }\nconst a: A = { b: { c: 1 } };\nreturn a.b.c;', 'typescript'],
    ['await input; return arguments.length;', 'javascript'],
    ['/* } { */', 'javascript'],
    ['', 'javascript'],
  ] as const)('takes %j, whose braces are its own', async (text, language) => {
    expect(await pool.check({ text, language }, ['input'])).toBeNull();
  });

  it('checks a text without running it', async () => {
    expect(await pool.check({ text: 'for (;;) {}', language: 'javascript' }, ['input'])).toBeNull();
  });

  it.each(hostile)('holds what is hostile: $name', async ({ code, output, json, kind }) => {
    // Only what never ends is cut off soon: on a busy machine the others may take their time to fail in their own way.
    const timeoutMs = [kind].flat()[0] === 'time' ? 700 : 10_000;
    const [answer, neighbour] = await Promise.all([
      pool.run(job(code, { timeoutMs, group: 'hostile' })),
      pool.run(job('return input.text.length')),
    ]);
    expect(neighbour).toMatchObject({ ok: true, output: input.text.length });
    if (kind !== undefined) {
      expect([kind].flat()).toContain(answer.ok ? 'ok' : answer.failure.kind);
    } else if (json === undefined) {
      expect(answer).toMatchObject({ ok: true, output });
    } else {
      expect(answer.ok && JSON.stringify(answer.output)).toBe(json);
    }
    expect({}).not.toHaveProperty('polluted');
  });

  it('lets the others have their turn while one group loops', async () => {
    await using narrow = createCodePool({ size: 2 });
    const loops = Array.from({ length: 6 }, () => narrow.run(job('for (;;) {}', { group: 'loops', timeoutMs: 1_000 })));
    let ended = 0;
    for (const loop of loops) void loop.then(() => (ended += 1));
    expect(await narrow.run(job('return 1', { group: 'other' }))).toMatchObject({ ok: true });
    // In the order in which they came five would have ended before it could begin.
    expect(ended).toBeLessThan(5);
    expect(await Promise.all(loops)).toMatchObject(loops.map(() => ({ ok: false, failure: { kind: 'time' } })));
  });

  it('ends a job that is aborted, and goes on with the next', async () => {
    await using one = createCodePool({ size: 1 });
    const abort = new AbortController();
    const running = one.run(job('for (;;) {}', { signal: abort.signal }));
    const next = one.run(job('return 2'));
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'unavailable' });
    expect(await next).toMatchObject({ ok: true, output: 2 });
  });

  it('refuses what it cannot queue, and everything once it is closed', async () => {
    await using narrow = createCodePool({ size: 1, maxWaiting: 1 });
    const running = [narrow.run(job('return 1')), narrow.run(job('return 1'))];
    await expect(narrow.run(job('return 1'))).rejects.toMatchObject({ code: 'unavailable' });
    await Promise.all(running);
    await narrow[Symbol.asyncDispose]();
    await expect(narrow.run(job('return 1'))).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe.runIf(onLinux)('processes of the code pool', () => {
  it('have an empty environment and no open file but their pipe', async () => {
    await using one = createCodePool({ size: 1 });
    const before = new Set(childrenOf(process.pid));
    await one.run(job('return 1'));
    const pid = childrenOf(process.pid).find((child) => !before.has(child)) ?? 0;
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean).toSorted()).toEqual([
      expect.stringMatching(/^NODE_CHANNEL|^TZ=UTC$/),
    ]);
  });

  it('are replaced after so many jobs, and ended with the pool', async () => {
    const short = createCodePool({ size: 1, maxJobs: 2 });
    const before = new Set(childrenOf(process.pid));
    const seen = new Set<number>();
    for (let at = 0; at < 5; at += 1) {
      await short.run(job('return 1'));
      for (const pid of childrenOf(process.pid)) if (!before.has(pid)) seen.add(pid);
    }
    expect(seen.size).toBeGreaterThanOrEqual(2);
    await short[Symbol.asyncDispose]();
    await vi.waitFor(() => expect([...seen].filter(lives)).toEqual([]), { timeout: 60_000 });
  });

  it('do their job again in another when one is killed from outside', async () => {
    await using one = createCodePool({ size: 1 });
    const before = new Set(childrenOf(process.pid));
    await one.run(job('return 1'));
    const running = one.run(job('let sum = 0;\nfor (let at = 0; at < 3e8; at += 1) sum += at;\nreturn sum'));
    for (const pid of childrenOf(process.pid)) if (!before.has(pid)) process.kill(pid, 'SIGKILL');
    expect(await running).toMatchObject({ ok: true });
  });

  it('are given up when they are killed and do not answer', async () => {
    const child = new CodeProcess();
    const request = {
      group: '',
      names: [],
      isEach: false,
      leavesOut: false,
      now: 0,
      seed: [1, 2, 3, 4],
      firstIndex: 0,
      timeoutMs: 20_000,
      memoryMb: 32,
    };
    const running = child.run(
      { ...request, code: { text: 'for (;;) {}', language: 'javascript' } },
      '{"scope":{}}',
      undefined,
    );
    child.kill();
    await expect(running).rejects.toThrow();
    expect(child.alive).toBe(false);
  });

  it('die when their parent is killed', async () => {
    const pool = fileURLToPath(new URL('code-pool.ts', import.meta.url));
    const text = `import { createCodePool } from ${JSON.stringify(pool)};
      const job = { scope: {}, clock: { now: 0, seed: '', path: '' }, timeoutMs: 60_000, memoryMb: 32, group: '' };
      const pool = createCodePool({ size: 1 });
      await pool.run({ ...job, code: { text: 'return 1', language: 'javascript' } });
      void pool.run({ ...job, code: { text: 'for (;;) {}', language: 'javascript' } });
      console.log('running');`;
    const parent = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', text], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => {
      parent.stdout.once('data', resolve);
    });
    const [child = 0] = childrenOf(parent.pid ?? 0);
    expect(lives(child)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(lives(child)).toBe(false), { timeout: 60_000 });
  });
});
