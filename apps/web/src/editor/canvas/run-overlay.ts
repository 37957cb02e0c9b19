// A run laid over the drawing: what became of each node, and how many records went along each edge.
import { bodyPort } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import { isUnderWay, isUndoPath, undoPath } from '@patchbay/model/run';
import { messageWords } from '../../ui/place-words.ts';
import { durationWords } from '../../ui/time-words.ts';
import { chosenTurns, shownSteps } from './turns.ts';
import type { ChosenTurns } from './turns.ts';
import type { RunStatus, StepRecord, StepRecords, StepStatus, StepWait } from '@patchbay/model/run';

export interface NodeOverlay {
  readonly status: StepStatus;
  /** Stands for the summary on the node's face: `2 attempts · 3.4 s`. */
  readonly words?: string;
}
export interface EdgeOverlay {
  /** `waits`: the source has not settled yet. */
  readonly state: 'taken' | 'running' | 'unknown' | 'skipped' | 'waits';
  readonly count?: string;
}
export interface RunOverlay {
  readonly nodes: ReadonlyMap<string, NodeOverlay>;
  readonly edges: ReadonlyMap<string, EdgeOverlay>;
}

/** Of loops one turn is shown. `finished` marks nodes that never ran as not taken. The last record of a path wins, so order matters. */
export function runOverlay(
  doc: FlowDocument,
  steps: readonly StepRecord[],
  status: RunStatus,
  turns: ChosenTurns = chosenTurns(steps),
): RunOverlay {
  const finished = status === 'succeeded' || status === 'failed' || status === 'cancelled';
  const last = new Map<string, StepRecord>();
  const undoings = new Map(steps.flatMap((step) => (isUndoPath(step.path) ? [[step.path, step.status] as const] : [])));
  // What takes a step back stands behind it; on the drawing the step says that it was taken back.
  for (const step of shownSteps(steps, turns)) if (!isUndoPath(step.path)) last.set(step.nodeId, step);
  const nodes = new Map<string, NodeOverlay>();
  for (const node of doc.nodes) {
    const step = last.get(node.id);
    const undoing = step?.status === 'succeeded' ? undoingOverlay(undoings.get(undoPath(step.path)), finished) : null;
    if (undoing !== null) nodes.set(node.id, undoing);
    else if (step !== undefined && finished && isUnderWay(step.status))
      nodes.set(node.id, { status: status === 'failed' ? 'failed' : 'skipped', words: 'Not finished' });
    else if (step !== undefined) nodes.set(node.id, { status: step.status, ...wordsOf(step) });
    else if (finished) nodes.set(node.id, { status: 'skipped', words: 'Not reached' });
  }
  const bodies = new Map<string, string | undefined>(doc.nodes.map((node) => [node.id, bodyPort(node)]));
  const edges = new Map<string, EdgeOverlay>();
  for (const edge of doc.edges) {
    const source = last.get(edge.from.node);
    const target = last.get(edge.to.node);
    if (source === undefined) edges.set(edge.id, { state: finished ? 'skipped' : 'waits' });
    else if (bodies.get(edge.from.node) === edge.from.port) edges.set(edge.id, entryOverlay(source, target));
    else if (bodies.get(edge.from.node) !== undefined && !isSettled(source.status))
      edges.set(edge.id, { state: 'waits' });
    else edges.set(edge.id, edgeOverlay(source, target, edge.from.port));
  }
  return { nodes, edges };
}

/** What is said in the place of a success that is being taken back; null where it stands. */
function undoingOverlay(status: StepStatus | undefined, finished: boolean): NodeOverlay | null {
  if (status === undefined || status === 'succeeded' || status === 'skipped') return null;
  if (status === 'failed' || finished) return { status: 'failed', words: 'Not taken back' };
  return status === 'unknown' ? { status, words: 'Taken back? Nobody knows' } : { status, words: 'Being taken back' };
}

/** Into a body: as often as there are turns. */
function entryOverlay(source: StepRecord, target: StepRecord | undefined): EdgeOverlay {
  if (source.status === 'skipped' || source.turns?.count === 0) return { state: 'skipped' };
  // Its records are still being kept.
  if (source.records !== undefined && source.turns === undefined) return { state: 'waits' };
  const count = recordsWord(source.turns?.count ?? 1);
  return { state: target?.status === 'started' ? 'running' : 'taken', count };
}

function edgeOverlay(source: StepRecord, target: StepRecord | undefined, port: string): EdgeOverlay {
  if (source.status === 'unknown') return { state: 'unknown' };
  if (source.records !== undefined && source.status === 'started') {
    return { state: 'running', ...(source.records.out === 0 ? {} : { count: recordsWord(source.records.out) }) };
  }
  if (!isSettled(source.status)) return { state: 'waits' };
  if (!source.ports.includes(port)) return { state: 'skipped' };
  const count = recordWords(source, port) ?? countWords(port === 'error' ? null : source.output);
  return { state: target?.status === 'started' ? 'running' : 'taken', count };
}

const isSettled = (status: StepStatus): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'skipped' || status === 'compensated';

const many = (count: number): string => count.toLocaleString('en');
const recordsWord = (count: number): string => (count === 1 ? '1 record' : `${many(count)} records`);

/** Of a step over records: how many left by this port. */
function recordWords({ records, turns }: StepRecord, port: string): string | undefined {
  // A loop hands on what its turns gave.
  if (records === undefined || turns !== undefined || port === 'error') return undefined;
  if (port === 'invalid') return recordsWord(records.failed);
  return recordsWord(port === 'rejected' ? records.in - records.out - records.failed : records.out);
}

function waitWords({ kind, title }: StepWait): string {
  switch (kind) {
    case 'approval':
      return title ?? 'Waits for a decision';
    case 'callback':
      return 'Waits for a call';
    case 'subflow':
      return 'Waits for another flow';
    case 'delay':
      return 'Waits';
  }
}

/** What came in stands on the edge before it; what is to be noticed must fit on the face of a node. */
function recordFaceWords({ in: came, out, failed, partners, matched }: StepRecords): string {
  if (failed > 0) return `${many(out)} out · ${many(failed)} failed`;
  if (partners === 0) return 'No partners came';
  if (matched !== undefined && matched < came) {
    return `${matched === 0 ? 'None' : many(matched)} of ${many(came)} found a partner`;
  }
  return came === out ? recordsWord(out) : `${many(came)} in · ${many(out)} out`;
}

/** A list counts its items; anything else is one record. */
function countWords(output: unknown): string {
  return recordsWord(Array.isArray(output) ? output.length : 1);
}

function wordsOf(step: StepRecord): { words?: string } {
  if (step.status === 'skipped') return { words: 'Not taken' };
  if (step.status === 'waiting' && step.waits !== undefined) return { words: waitWords(step.waits) };
  if (step.status === 'compensated') return { words: 'Taken back' };
  if (step.turns !== undefined && step.status === 'started') {
    return { words: `${many(step.turns.count)} turns` };
  }
  if (step.records !== undefined && step.turns === undefined && step.status !== 'failed') {
    return { words: recordFaceWords(step.records) };
  }
  if (step.status === 'started' || step.status === 'queued') {
    const attempt = step.attempts.length;
    return attempt > 1 ? { words: `Attempt ${attempt}` } : {};
  }
  if ((step.status === 'failed' || step.status === 'waiting') && step.error !== undefined)
    return { words: messageWords(step.error) };
  const ms = step.finishedAt === undefined ? null : Date.parse(step.finishedAt) - Date.parse(step.startedAt);
  const time = ms === null ? '' : durationWords(ms);
  const count = step.turns?.count;
  const turns = count === undefined ? '' : `${many(count)} ${count === 1 ? 'turn' : 'turns'}`;
  const failures = step.turns?.failed ?? 0;
  const failed = failures === 0 ? '' : `${many(failures)} failed`;
  const attempts = step.attempts.length > 1 ? `${step.attempts.length} attempts` : '';
  const words = [turns, failed, attempts, time].filter((part) => part !== '').join(' · ');
  return words === '' ? {} : { words };
}
