import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** A file system of its own in namespaces of its own: nothing of it is left behind. */
const namespaces = ['unshare', '--user', '--map-root-user', '--mount'];
const mayMount = spawnSync(namespaces[0] ?? '', [...namespaces.slice(1), 'true']).status === 0;

const folder = mkdtempSync(join(tmpdir(), 'patchbay-full-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = join(import.meta.dirname, '../testing/sort-into.ts');

function sortOnDiskOf(kilobytes: number): { outcome: string; left: string[] } {
  const work = `mount -t tmpfs -o size=${kilobytes}k tmpfs "$1" && exec "$2" "$3" "$1"`;
  const [command = '', ...rest] = namespaces;
  const output = execFileSync(command, [...rest, 'sh', '-c', work, 'sh', folder, process.execPath, script]);
  return JSON.parse(output.toString()) as { outcome: string; left: string[] };
}

describe.runIf(mayMount)('records that do not fit into memory', () => {
  it('are sorted on a disk that is large enough, and leave nothing behind', () => {
    expect(sortOnDiskOf(4_096)).toEqual({ outcome: '5000 records', left: [] });
  });

  it('fail with a clear error on a disk that is full, and leave nothing behind', () => {
    const { outcome, left } = sortOnDiskOf(256);
    expect(outcome).toMatch(
      /^unavailable: .*is full\. An administrator makes room there; replay the run afterwards\.$/,
    );
    expect(left).toEqual([]);
  });
});
