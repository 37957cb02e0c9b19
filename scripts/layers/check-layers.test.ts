import { expect, test } from 'vitest';
import { checkLayers } from './check-layers.mjs';

const manifests = new Map<string, object>([
  ['', { devDependencies: { vitest: '1' } }],
  ['packages/model', { exports: { './flow': 'x' }, dependencies: { zod: '4' } }],
  [
    'packages/db',
    { exports: { '.': 'x' }, dependencies: { '@patchbay/model': '1', '@patchbay/engine': '1', pg: '8' } },
  ],
  [
    'packages/engine',
    { exports: { './drivers': 'x' }, dependencies: { '@patchbay/model': '1', '@patchbay/mapping': '1' } },
  ],
  ['packages/api', { exports: { '.': 'x' }, dependencies: { '@patchbay/db': '1', '@trpc/server': '11' } }],
  ['apps/web', { dependencies: { '@patchbay/api': '1', react: '19', '@xyflow/react': '12' } }],
]);
const problemsOf = (files: Record<string, string>): string[] => checkLayers(new Map(Object.entries(files)), manifests);

test('accepts what the table allows', () => {
  const problems = problemsOf({
    'packages/db/src/a.ts': `import type { D } from '@patchbay/engine/drivers'; import { F } from '@patchbay/model/flow'; import pg from 'pg'; import './b.ts'; import 'node:fs';`,
    'packages/db/src/b.ts': `export {};`,
    'apps/web/src/main.ts': `import type { R } from '@patchbay/api'; import 'react';`,
    'packages/db/src/a.test.ts': `import { test } from 'vitest'; import { Q } from '@patchbay/api';`,
  });
  expect(problems).toEqual([]);
});

test.each<[why: string, path: string, source: string, problem: string]>([
  ['an import that points up', 'packages/model/src/flow/a.ts', `import '@patchbay/db';`, 'may not import db'],
  [
    'a value where only types may be',
    'packages/db/src/a.ts',
    `import { D } from '@patchbay/engine/drivers';`,
    'only types of engine',
  ],
  ['a dynamic import', 'apps/web/src/a.ts', `const x = await import('@patchbay/db');`, 'may not import db'],
  ['a re-export', 'packages/db/src/a.ts', `export { x } from '@patchbay/api';`, 'may not import api'],
  ['a path that leaves the package', 'packages/db/src/a.ts', `import '../../api/src/index.ts';`, 'leaves packages/db'],
  [
    'a sub-path that is not offered',
    'packages/db/src/a.ts',
    `import type { X } from '@patchbay/engine/decide';`,
    'offers no "./decide"',
  ],
  [
    'a library outside its room',
    'apps/web/src/runs/a.ts',
    `import '@xyflow/react';`,
    'belongs to apps/web/src/editor/canvas',
  ],
  ['a library that is not declared', 'packages/db/src/a.ts', `import 'left-pad';`, '"left-pad" is not declared'],
  ['Node in a pure room', 'packages/model/src/flow/a.ts', `import 'node:fs';`, 'may not import "node:fs"'],
  [
    'an earlier noun that uses a later one',
    'packages/model/src/schema/a.ts',
    `import '../flow/b.ts';`,
    'only nouns before it',
  ],
  ['a transport in a service', 'packages/api/src/flow/flow.service.ts', `import '@trpc/server';`, 'knows no transport'],
  ['the clock in a pure room', 'packages/model/src/flow/a.ts', `export const now = new Date();`, 'no clock'],
  ['export *', 'packages/db/src/a.ts', `export * from './b.ts';`, 'export *'],
  ['a file that does not parse', 'packages/db/src/a.ts', `import {`, 'does not parse'],
  ['the own package by name', 'packages/db/src/a.ts', `import '@patchbay/db';`, 'own package'],
  ['test code in the product', 'packages/db/src/a.ts', `import './testing/b.ts';`, 'is for tests'],
])('refuses %s', (_why, path, source, problem) => {
  expect(problemsOf({ [path]: source })).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
});

test('refuses files that import each other in a circle, and lets types do so', () => {
  const circle = {
    'packages/db/src/a.ts': `import './b.ts';`,
    'packages/db/src/b.ts': `import './c.ts';`,
    'packages/db/src/c.ts': `import './a.ts';`,
  };
  expect(problemsOf(circle)).toEqual([
    expect.stringContaining('circle: packages/db/src/a.ts, packages/db/src/b.ts, packages/db/src/c.ts'),
  ]);
  expect(problemsOf({ ...circle, 'packages/db/src/c.ts': `import type { A } from './a.ts';` })).toEqual([]);
});
