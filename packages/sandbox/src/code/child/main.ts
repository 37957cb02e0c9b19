// The process in which users' code runs: no environment, no files once it is loaded, no processes; one pipe to its parent, and it
// dies with that pipe. Started by `CodeProcess`; one job at a time.
import { Socket } from 'node:net';
import { stripTypeScriptTypes } from 'node:module';
import ivm from 'isolated-vm';
import { silent } from '../code-job.ts';
import type { CodeRequest } from '../code-job.ts';
import type { CodeReply } from '../code-reply.ts';
import { readFrames, writeFrame } from '../frames.ts';
import { IsolateShelf } from './isolate-shelf.ts';
import { hungry, runCode } from './run-code.ts';

/** What the process may hold beside the memory of the job: buffers on both sides of the pipe, code, the heap of its own. */
const besideMb = 256;
const megabyte = 1024 * 1024;

type Droppable = typeof process.permission & { drop(scope: 'fs.read'): void };

const pipe = new Socket({ fd: 3, readable: true, writable: true });
const die = (): void => void process.kill(process.pid, 'SIGKILL');
const reply = (header: CodeReply, body: string | null = null): void => writeFrame(pipe, header, body);

let current = 0;

/** V8 gave up on the isolate; nothing of this process can be trusted to go on. */
const given = (memoryMb: number): void => {
  reply({ type: 'failed', failure: hungry(memoryMb), console: silent, broken: true });
};

const shelf = new IsolateShelf(given);

async function handle(request: CodeRequest, body: Buffer): Promise<void> {
  current = request.memoryMb;
  const data = body.length === 0 ? null : body.toString('utf8');
  const outcome = await runCode(request, data, shelf);
  current = 0;
  if (outcome.ok) {
    const { console, bad, output } = outcome;
    reply({ type: 'done', console, ...(bad === undefined ? {} : { bad: [...bad] }) }, output);
    return;
  }
  const { failure, console, broken } = outcome;
  reply({ type: 'failed', failure, console, broken });
}

/** The heap of an isolate is bounded by V8; what a job makes V8 hold beside it is bounded here. */
function watchMemory(): void {
  if (current === 0 || process.memoryUsage.rss() < (current + besideMb) * megabyte) return;
  given(current);
  current = 0;
}

// What is loaded when it is first used is loaded now: afterwards no file can be opened.
stripTypeScriptTypes('let loaded: boolean');
new ivm.Isolate({ memoryLimit: 8 }).dispose();
(process.permission as Droppable).drop('fs.read');
pipe.on('close', die);
pipe.on('error', die);
setInterval(watchMemory, 50);
readFrames(pipe, {
  maxBodyBytes: 0xffff_ffff,
  take: ({ header, body }) => {
    handle(header as CodeRequest, body).catch(die);
  },
  refuse: die,
});
reply({ type: 'ready' });
