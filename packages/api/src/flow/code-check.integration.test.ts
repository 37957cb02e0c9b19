import { aFlow } from '@patchbay/model/flow/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AppError } from '@patchbay/model/errors';
import type { CodePool } from '@patchbay/sandbox';
import { createCodeCheck, openCodePool } from './code-check.ts';

let pool: CodePool;
beforeAll(() => {
  pool = openCodePool();
});
afterAll(() => pool[Symbol.asyncDispose]());

const flowWith = (code: string, items?: string) =>
  aFlow()
    .withTrigger('start')
    .withCode('code', code, items === undefined ? {} : { items })
    .to('start', 'code')
    .build();

describe('the check of code', () => {
  test('says where a text is no program, as a range of the text', async () => {
    const check = createCodeCheck(pool);
    expect(await check(flowWith('const a = 1;\nreturn a +;'))).toEqual([
      {
        severity: 'error',
        code: 'flow.codeSyntax',
        message: 'The code of “code” cannot be read, line 2: Expression expected.',
        at: { nodeId: 'code', field: 'code', start: 23, end: 24 },
      },
    ]);
    expect(await check(flowWith('return await Promise.all(item as number[])', 'trigger.body'))).toEqual([]);
  });

  test('runs nothing, and compiles a text once', async () => {
    const compile = vi.fn<CodePool['check']>((code, names) => pool.check(code, names));
    const check = createCodeCheck({ check: compile });
    for (let turn = 0; turn < 3; turn += 1) expect(await check(flowWith('for (;;) {}'))).toEqual([]);
    expect(compile).toHaveBeenCalledTimes(1);
  });

  test('warns where there is no sandbox, and holds nothing up', async () => {
    const absent = AppError.because('unavailable', 'The sandbox for code does not start.');
    const check = createCodeCheck({ check: () => Promise.reject(absent) });
    expect(await check(flowWith('return 1'))).toMatchObject([{ severity: 'warning', code: 'flow.codeUnchecked' }]);
  });
});
