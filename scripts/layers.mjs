// `node scripts/layers.mjs`: the layer rules over the whole tree. Prints what violates them; the exit code says whether anything does.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from './bootstrap.mjs';
import { checkLayers } from './layers/check-layers.mjs';

const SKIPPED = new Set([
  'node_modules',
  'dist',
  'generated',
  '.git',
  '.patchbay',
  'test-results',
  'playwright-report',
  'coverage',
]);

export function layerProblems() {
  const files = new Map();
  const manifests = new Map();
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = relative(root, path).split(sep).join('/');
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) walk(path);
      } else if (entry.name === 'package.json') {
        manifests.set(name.split('/').slice(0, -1).join('/'), JSON.parse(readFileSync(path, 'utf8')));
      } else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')) {
        files.set(name, readFileSync(path, 'utf8'));
      }
    }
  };
  manifests.set('', JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  for (const top of ['apps', 'packages', 'e2e', 'bench']) if (existsSync(join(root, top))) walk(join(root, top));
  return { problems: checkLayers(files, manifests), count: files.size };
}

if (import.meta.main) {
  const { problems, count } = layerProblems();
  for (const problem of problems) console.log(problem);
  console.log(`layers: ${count} files, ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
