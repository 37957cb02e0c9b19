// How much processor time a process has used, or a PostgreSQL with all its processes, on Linux.
import { readdir, readFile } from 'node:fs/promises';
import type { Rig } from '../../../e2e/fixtures/rig/rig.ts';

const ticksPerSecond = 100;

interface ProcessTimes {
  readonly parent: number;
  readonly own: number;
  readonly ofEndedChildren: number;
}

async function timesOf(pid: number | string): Promise<ProcessTimes | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const at = (index: number): number => fields[index] ?? 0;
  return { parent: at(1), own: at(11) + at(12), ofEndedChildren: at(13) + at(14) };
}

/** Of one process, in seconds since it was started. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  return ((await timesOf(pid))?.own ?? 0) / ticksPerSecond;
}

/** In seconds since the server was started. */
export async function postgresCpuSeconds(rig: Rig): Promise<number> {
  const { rows } = await rig.db.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postmaster = (await timesOf(rows[0]?.pid ?? 0))?.parent ?? 0;
  const head = await timesOf(postmaster);
  let ticks = (head?.own ?? 0) + (head?.ofEndedChildren ?? 0);
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const times = await timesOf(name);
    if (times?.parent === postmaster) ticks += times.own;
  }
  return ticks / ticksPerSecond;
}
