#!/usr/bin/env node
// `npx patchbay …` in the clone: the same way to the same program as `npm start`.
import { join } from 'node:path';
import {
  ensureClient,
  ensurePackages,
  ensureWeb,
  handOver,
  pinnedNode,
  root,
  runMain,
} from '../../../scripts/bootstrap.mjs';

await runMain(async () => {
  ensurePackages();
  const node = pinnedNode();
  ensureClient(node);
  const args = process.argv.slice(2);
  if (args[0] === 'start') await ensureWeb(node);
  return handOver(node, [join(root, 'apps/cli/src/main.ts'), ...args]);
});
