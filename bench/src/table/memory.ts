// What a product needs in memory, all its processes together, on Linux.
import { readdir, readFile } from 'node:fs/promises';

interface Process {
  readonly pid: string;
  readonly parent: string;
  readonly isNamed: boolean;
}

async function look(pid: string, home: string): Promise<Process> {
  const read = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const [stat, environment, command] = await Promise.all([read('stat'), read('environ'), read('cmdline')]);
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '';
  return { pid, parent, isNamed: environment.includes(home) || command.includes(home) };
}

/** Proportional memory, in MB, of every process that names the home folder in its words or environment, and of their children. */
export async function memoryMb(home: string): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(pids.map((pid) => look(pid, home)));
  const ours = new Set(all.filter(({ isNamed }) => isNamed).map(({ pid }) => pid));
  // The processes of PostgreSQL write their title over their environment.
  for (let before = -1; before !== ours.size;) {
    before = ours.size;
    for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid);
  }
  let total = 0;
  for (const pid of ours) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    total += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1_024;
  }
  return total;
}
