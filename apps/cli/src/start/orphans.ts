// Children of a launcher that was killed end by themselves; the next start waits for them, because they still hold their ports.
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, startMark } from '@patchbay/db/embedded';
import type { Remembered } from './home.ts';

const PATIENCE_MS = 12_000;
const POLL_MS = 50;

type Known = Remembered['children'][number];

export const knownChild = (pid: number): Known => ({ pid, startMark: startMark(pid) });

/** Resolves when none of them lives any more; one that overstays is killed. */
export async function outliveOrphans(children: readonly Known[], say: (line: string) => void): Promise<void> {
  const lives = ({ pid, startMark: mark }: Known): boolean =>
    isAlive(pid) && mark !== undefined && startMark(pid) === mark;
  if (!children.some(lives)) return;
  say('Waiting for the processes of the last start to end …');
  const deadline = performance.now() + PATIENCE_MS;
  while (children.some(lives)) {
    if (performance.now() > deadline) for (const child of children.filter(lives)) process.kill(child.pid, 'SIGKILL');
    await delay(POLL_MS);
  }
}
