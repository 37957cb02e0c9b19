// From a list of operations to one stream: neighbours that see one chunk at a time run in one pass over it.
import { setImmediate } from 'node:timers/promises';
import type { RecordPass, RecordRun, RecordSink, RecordStep, Rows } from './record-step.ts';

/** The records that come out at the end. Nothing is read before it is asked for; whoever stops early stops the source too. */
export function recordChain(rows: Rows, steps: readonly RecordStep[], run: RecordRun): Rows {
  const holders = steps.filter(({ kind }) => kind === 'stream').length;
  const shared = { ...run, memoryBytes: Math.floor(run.memoryBytes / Math.max(1, holders)) };
  let made = rows;
  let open: StartedPass[] = [];
  for (const step of steps) {
    if (step.kind === 'pass') {
      open.push({ pass: step.start(shared), aside: step.aside });
      continue;
    }
    made = step.apply(inOnePass(made, open, run.signal), shared);
    open = [];
  }
  return inOnePass(made, open, run.signal);
}

interface StartedPass {
  readonly pass: RecordPass;
  readonly aside: RecordSink | undefined;
}

/** For so long, in milliseconds, a chain may keep the event loop to itself. */
const turnMs = 20;

async function* inOnePass(rows: Rows, passes: readonly StartedPass[], signal?: AbortSignal): Rows & AsyncGenerator {
  let since = performance.now();
  for await (const chunk of rows) {
    signal?.throwIfAborted();
    let made = chunk;
    for (const { pass, aside } of passes) {
      if (made.length === 0) break;
      made = pass.take(made);
      const left = aside === undefined ? undefined : pass.aside?.();
      if (left !== undefined && left.length > 0) await aside?.(left);
    }
    if (made.length > 0) yield made;
    if (passes.some(({ pass }) => pass.isFull?.() === true)) return;
    // A source that is in memory never waits for anything: leases and other runs need their turn.
    if (performance.now() - since > turnMs) {
      await setImmediate();
      since = performance.now();
    }
  }
}
