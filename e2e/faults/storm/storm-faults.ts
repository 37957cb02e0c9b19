// What a storm does to processes, wires, the database and the target; which of it comes next is drawn.
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordingTarget } from '../../fixtures/rig/recording-target.ts';
import type { RigPostgres } from '../../fixtures/rig/postgres.ts';
import type { Rig, RigServer } from '../../fixtures/rig/rig.ts';
import type { RigProcess } from '../../fixtures/rig/rig-process.ts';
import type { TcpProxy } from '../../fixtures/rig/tcp-proxy.ts';

export interface Fault {
  readonly name: string;
  readonly run: () => Promise<void>;
}

export interface FaultParts {
  readonly rig: Rig;
  readonly postgres: RigPostgres;
  readonly target: RecordingTarget;
  readonly toDatabase: TcpProxy;
  readonly toTarget: TcpProxy;
  /** Those that died are replaced in place. */
  readonly workers: RigProcess[];
  readonly newWorker: (index: number) => Promise<RigProcess>;
  /** Those that died are replaced at the same address. */
  readonly servers: RigServer[];
  readonly newServer: (index: number) => Promise<RigServer>;
  readonly random: () => number;
}

export function stormFaults(parts: FaultParts): readonly Fault[] {
  const { rig, postgres, target, toDatabase, toTarget, workers, newWorker, servers, newServer, random } = parts;
  const revive = async (index: number): Promise<void> => {
    await workers[index]?.ended;
    workers[index] = await newWorker(index);
  };
  const reopen = async (index: number): Promise<void> => {
    await servers[index]?.ended;
    servers[index] = await newServer(index);
  };
  const someServer = (): number => Math.floor(random() * servers.length);
  const someWorker = (): number => Math.floor(random() * workers.length);
  return [
    {
      name: 'a worker is killed',
      run: async () => {
        const index = someWorker();
        workers[index]?.signal('SIGKILL');
        await revive(index);
      },
    },
    {
      name: 'a worker stands still for 12 s',
      run: async () => {
        const worker = workers[someWorker()];
        worker?.signal('SIGSTOP');
        await delay(12_000);
        worker?.signal('SIGCONT');
      },
    },
    {
      name: 'a worker is asked to stop, and started again',
      run: async () => {
        const index = someWorker();
        await workers[index]?.stop();
        await revive(index);
      },
    },
    {
      name: 'a server is killed',
      run: async () => {
        const index = someServer();
        servers[index]?.signal('SIGKILL');
        await reopen(index);
      },
    },
    {
      name: 'a server stands still for 6 s',
      run: async () => {
        const server = servers[someServer()];
        server?.signal('SIGSTOP');
        await delay(6_000);
        server?.signal('SIGCONT');
      },
    },
    {
      name: 'a server is asked to stop, and started again',
      run: async () => {
        const index = someServer();
        await servers[index]?.stop();
        await reopen(index);
      },
    },
    { name: 'the wire to the database is cut for 2 s', run: () => interrupt('cut', toDatabase, 2_000) },
    { name: 'the wire to the database is silent for 5 s', run: () => interrupt('stall', toDatabase, 5_000) },
    { name: 'the wire to the target is cut for 1 s', run: () => interrupt('cut', toTarget, 1_000) },
    { name: 'the wire to the target is silent for 2 s', run: () => interrupt('stall', toTarget, 2_000) },
    {
      name: 'the target is slow for 3 s',
      run: async () => {
        target.answer({ afterMs: 400 });
        await delay(3_000);
        target.answer('at once');
      },
    },
    {
      name: 'PostgreSQL loses its power',
      run: async () => {
        await postgres.crash();
        await delay(1_000);
        await postgres.revive();
      },
    },
    {
      name: 'the schema of the queue is dropped',
      run: async () => {
        await rig.db.query('DROP SCHEMA IF EXISTS bullmq CASCADE').catch(() => undefined);
      },
    },
  ];
}

async function interrupt(how: 'cut' | 'stall', wire: TcpProxy, ms: number): Promise<void> {
  wire[how]();
  await delay(ms);
  wire.heal();
}
