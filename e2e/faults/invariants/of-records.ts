// I15: a target that honours keys takes each record once, in the same batch however often that is sent; a file holds each once.
import { groupBy } from './evidence.ts';
import type { Evidence, RecordsSent, Violation } from './evidence.ts';

const stepOf = ({ event, step }: Pick<RecordsSent, 'event' | 'step'>): string => `${event} ${step}`;

/** How the records that came differ from those that were to come; null: they do not. */
function difference(wanted: readonly string[], came: readonly string[]): string | null {
  const [expected, found] = [new Set(wanted), new Set(came)];
  const said = [
    ['are missing', wanted.filter((record) => !found.has(record)).length],
    ['are there more than once', came.length - found.size],
    ['are strange', [...found].filter((record) => !expected.has(record)).length],
  ] as const;
  const wrong = said.flatMap(([how, count]) => (count === 0 ? [] : [`${count} ${how}`]));
  return wrong.length === 0 ? null : wrong.join(', ');
}

const says = (text: string): Violation => ({ invariant: 'I15', says: text });

export function batchesOnce({ batches, recordsToSend, runs, steps }: Evidence): Violation[] {
  const violations: Violation[] = [];
  for (const [key, group] of groupBy(batches, (batch) => batch.key ?? stepOf(batch))) {
    const contents = new Set(group.map(({ event, step, records }) => [event, step, ...records].join(' ')));
    if (contents.size > 1) violations.push(says(`key ${key} stands for ${contents.size} different batches`));
  }
  const done = groupBy(
    batches.filter(({ carriedOut }) => carriedOut),
    stepOf,
  );
  const runOf = new Map(runs.filter(({ replayOf }) => replayOf === null).map((run) => [run.event, run]));
  const succeeded = new Set(
    steps.filter(({ status }) => status === 'succeeded').map(({ runId, path }) => `${runId} ${path}`),
  );
  for (const sent of recordsToSend) {
    const came = (done.get(stepOf(sent)) ?? []).flatMap(({ records }) => records);
    // What is under way, or was given up, has sent some of them.
    const isDone = succeeded.has(`${runOf.get(sent.event)?.id} ${sent.step}`);
    const wrong = difference(isDone ? sent.records : sent.records.filter((record) => came.includes(record)), came);
    if (wrong !== null) violations.push(says(`step ${stepOf(sent)}: of ${sent.records.length} records ${wrong}`));
  }
  return violations;
}

export function filesHoldAll({ files, recordsToSend }: Evidence): Violation[] {
  const wantedOf = new Map(recordsToSend.map((sent) => [sent.event, sent.records]));
  return files.flatMap((file) => {
    const wanted = wantedOf.get(file.event) ?? [];
    const wrong = difference(wanted, file.records);
    return wrong === null ? [] : [says(`the file of ${stepOf(file)}: of ${wanted.length} records ${wrong}`)];
  });
}
