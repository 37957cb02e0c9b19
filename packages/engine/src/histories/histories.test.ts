// Golden histories: stored records of runs and what `decide` made of each state. A change here changes what running
// runs do after an upgrade, so it is made on purpose or not at all.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFlow } from '@patchbay/model/flow';
import { RunEnding, StepRecord } from '@patchbay/model/run';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { decide, StepRecords } from '../decide/index.ts';
import type { Decision } from '../decide/index.ts';
import { planFlow } from '../plan/index.ts';
import { aCall } from '../testing/a-call.ts';

const History = z.strictObject({
  name: z.string(),
  flow: z.unknown(),
  states: z.array(
    z.strictObject({
      now: z.iso.datetime(),
      cancelRequested: z.boolean().default(false),
      inFlight: z.array(z.string()).default([]),
      /** The run has begun to take back what it did; it holds from here on. */
      ending: RunEnding.optional(),
      /** What was recorded since the state before. */
      records: z.array(StepRecord),
      decisions: z.array(z.string()),
    }),
  ),
});

const failureWords = (error: { message: string } | null): string => (error === null ? '' : `: ${error.message}`);

function words(decision: Decision): string {
  switch (decision.type) {
    case 'run':
      return `${decision.ends === true ? 'end run of' : 'run'} ${decision.node.name} attempt ${decision.attempt}`;
    case 'skip':
      return `skip ${decision.node.name}`;
    case 'beginTurn':
      return `begin turn ${decision.turn + 1} of ${decision.node.name}`;
    case 'endTurn':
      return `end turn ${decision.turn + 1} of ${decision.node.name}${failureWords(decision.error)}`;
    case 'endContainer':
      return `end ${decision.node.name}${failureWords(decision.error)}`;
    case 'undo':
      return `undo ${decision.done.path} attempt ${decision.attempt}`;
    case 'beginUndo':
      return `begin to undo, then ${decision.ending.status}${failureWords(decision.ending.error)}`;
    case 'wait':
      return decision.wakeAtMs === null
        ? 'wait for a person'
        : `wait until ${new Date(decision.wakeAtMs).toISOString()}`;
    case 'finish':
      return decision.error === null
        ? `finish ${decision.status}`
        : `finish ${decision.status}: ${decision.error.message}`;
  }
}

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));

describe.each(files)('%s', (file) => {
  const history = History.parse(JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')));
  const parsed = parseFlow(history.flow);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  const plan = planFlow(parsed.doc, () => aCall('unsafe'));

  test(history.name, () => {
    const records = new StepRecords();
    let ending: RunEnding | null = null;
    for (const state of history.states) {
      for (const record of state.records) records.set(record);
      ending = state.ending ?? ending;
      const decisions = decide(plan, {
        ending,
        records,
        inFlight: new Set(state.inFlight),
        cancelRequested: state.cancelRequested,
        nowMs: Date.parse(state.now),
      });
      expect(decisions.map(words)).toEqual(state.decisions);
    }
  });
});
