// What people do to runs: cancel, decide a step in doubt, replay. Each is one guarded statement; the engine does the rest.
import type { RunLine } from '@patchbay/engine/drivers';
import { RunId } from '@patchbay/model/identity';
import type { FlowVersionId, WorkspaceId } from '@patchbay/model/identity';
import { isUndoPath, runStatusCode, undonePath } from '@patchbay/model/run';
import type { CheckpointData, RunEnding, StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { auditColumns } from './audit-note.ts';
import type { AuditNote } from './audit-note.ts';
import { HotConnection } from './hot-connection.ts';
import { expireCancelsSql, giveTurnsSql, settlePausesSql } from './statements.ts';
import { uuidV7 } from './uuid-v7.ts';
import { smallintArray, uuidArray } from './wire-arrays.ts';

export const cancelChannel = 'patchbay_cancel';

/**
 * A run that nobody works on is cancelled at once; one under way is asked to stop, and made to after ten seconds. $3: what it
 * did may have to be taken back, so once it has begun a worker ends it. $4: its audit, with the outcome.
 */
export const cancelSql = `
WITH target AS (
  SELECT id, owner, undoing, cancel_at, $3::boolean AND started_at IS NOT NULL AS undoes FROM run
  WHERE id = $1 AND workspace_id = $2 AND status IN (0, 1, 2) FOR UPDATE
), idle AS (
  UPDATE run r SET status = 5, fence = r.fence + 1, finished_at = now(), wake_at = NULL, cancel_at = now()
  FROM target t WHERE r.id = t.id AND t.owner IS NULL AND NOT t.undoes AND t.undoing IS NULL RETURNING r.id
), lines AS (
  UPDATE run_line l SET state = 2 FROM idle WHERE l.run_id = idle.id AND l.state = 0
), parked AS (
  UPDATE run r SET fence = r.fence + 1, wake_at = now(), cancel_at = now(), undoing = 5, held = 0
  FROM target t WHERE r.id = t.id AND t.owner IS NULL AND t.undoes AND t.undoing IS NULL RETURNING r.id
), busy AS (
  UPDATE run r SET cancel_at = coalesce(r.cancel_at, now()), calls = r.calls | 2, undoing = CASE WHEN t.undoes THEN 5 END
  FROM target t WHERE r.id = t.id AND t.owner IS NOT NULL AND t.undoing IS NULL RETURNING r.id
), done AS MATERIALIZED (
  SELECT CASE WHEN EXISTS (SELECT 1 FROM idle) THEN 'cancelled' WHEN EXISTS (SELECT 1 FROM busy UNION ALL SELECT 1 FROM parked)
    OR EXISTS (SELECT 1 FROM target WHERE undoing = 5 AND cancel_at IS NOT NULL) THEN 'requested'
  WHEN EXISTS (SELECT 1 FROM target) THEN 'undoing' END AS outcome
)
SELECT outcome, (SELECT count(pg_notify('${cancelChannel}', id::text)) FROM busy),
  CASE WHEN $4::text[] IS NOT NULL AND outcome IN ('cancelled', 'requested')
    THEN append_audit($2::uuid, ($4::text[])[1:6] || ARRAY['{"outcome":"' || outcome || '"}']) END
FROM done`;

const stepOfSql = `
SELECT c.seq, c.data, now() FROM checkpoint c JOIN run r ON r.id = c.run_id
WHERE r.id = $1 AND r.workspace_id = $2 ORDER BY c.seq`;

/** Only a waiting run that nobody works on takes a decision; it is due at once. */
const resolveSql = `
WITH u AS (
  UPDATE run SET wake_at = now(), fence = fence + 1
  WHERE id = $1 AND workspace_id = $2 AND status = 2 AND owner IS NULL
    AND (SELECT coalesce(max(seq), -1) FROM checkpoint WHERE run_id = $1) = $3 - 1
  RETURNING id, workspace_id
), c AS (
  INSERT INTO checkpoint (run_id, seq, workspace_id, data) SELECT id, $3::int, workspace_id, $4::bytea FROM u RETURNING run_id, workspace_id
)
SELECT run_id, append_audit(workspace_id, $5::text[]) FROM c`;

const held = (run: string): string => `(SELECT count(*) > 0 FROM run_line WHERE run_id = ${run})::int`;

/** A replay of a run that stood in lines goes to their ends: it passes nobody, and is not at work beside others of its key. */
const toTheEnds = `
  INSERT INTO run_line (line, position, run_id, workspace_id, places, in_order)
  SELECT l.line, nextval('run_line_position'), r.id, l.workspace_id,
    (SELECT last.places FROM run_line last WHERE last.line = l.line ORDER BY last.position DESC LIMIT 1), l.in_order
  FROM run_line l CROSS JOIN r WHERE l.run_id = $1`;

/** Held until the commit: who removes old runs leaves it, and its event, where they are. */
const insertReplay = `
INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, replay_of, mode, held, undoing)
SELECT $3::uuid, workspace_id, environment_id, flow_id, coalesce($4::uuid, version_id), event_id,
  CASE WHEN $5::boolean THEN $3::uuid ELSE effect_root END, id, mode, ${held('run.id')}, $6::smallint
FROM run WHERE id = $1 AND workspace_id = $2 AND (NOT $7::boolean OR EXISTS (SELECT FROM dl))
FOR KEY SHARE RETURNING id, workspace_id, held`;

const offTheList = `
  UPDATE dead_letter SET redriven_at = now(), redriven_as = $3::uuid
  WHERE $7::boolean AND run_id = $1 AND workspace_id = $2 AND discarded_at IS NULL AND redriven_at IS NULL RETURNING run_id`;

const replaySql = `
WITH dl AS (${offTheList}), r AS (${insertReplay}), l AS (${toTheEnds})
SELECT id, held, append_audit(workspace_id, $8::text[]) FROM r`;

/** As above, from a step on: what stays of the original is its first checkpoint. */
const replayFromSql = `
WITH dl AS (${offTheList}), r AS (${insertReplay}), l AS (${toTheEnds}), c AS (
  INSERT INTO checkpoint (run_id, seq, workspace_id, data) SELECT id, 0, workspace_id, $8::bytea FROM r
)
SELECT id, held, append_audit(workspace_id, $9::text[]) FROM r`;

/** Another body may have other keys: `lines` are those of the new event, $7 to $9. */
const editedEventSql = `
WITH e AS (
  INSERT INTO event (id, workspace_id, environment_id, trigger_id, content_type, meta, body, size_bytes)
  SELECT $3::uuid, e.workspace_id, e.environment_id, e.trigger_id, 'application/json', e.meta, $6::bytea, octet_length($6::bytea)
  FROM run r JOIN event e ON e.id = r.event_id WHERE r.id = $1 AND r.workspace_id = $2 RETURNING id
), n AS (
  INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, replay_of, mode, held)
  SELECT $3::uuid, r.workspace_id, r.environment_id, r.flow_id, coalesce($4::uuid, r.version_id), e.id, $3::uuid, r.id, r.mode,
    (cardinality($7::uuid[]) > 0)::int
  FROM run r CROSS JOIN e WHERE r.id = $1 AND $5::boolean RETURNING id, workspace_id, held
), l AS (
  INSERT INTO run_line (line, position, run_id, workspace_id, places, in_order)
  SELECT x.line, nextval('run_line_position'), n.id, n.workspace_id, x.places, x.in_order = 1
  FROM unnest($7::uuid[], $8::smallint[], $9::smallint[]) AS x(line, places, in_order) CROSS JOIN n
)
SELECT id, held, append_audit(workspace_id, $10::text[]) FROM n`;

/** Runs that the limits of a connection hold back are due at once: they ask again. */
const askAgainSql = `
UPDATE run SET wake_at = now() WHERE workspace_id = $1 AND status = 2 AND owner IS NULL AND wake_at > now()
  AND error LIKE '{"code":"heldBack"%' AND position($2 IN error) > 0`;

/** `undoing`: it has failed, and what it did is being taken back. */
export type CancelOutcome = 'cancelled' | 'requested' | 'undoing' | 'nothingToCancel';
export type ResolveOutcome = 'resolved' | 'notInDoubt' | 'changedMeanwhile';

/** done: it did happen, go on with `output` · retry: it did not, do it once more · fail: give up on the step. */
export interface StepDecision {
  readonly runId: RunId;
  readonly workspaceId: WorkspaceId;
  readonly path: string;
  readonly decision: 'done' | 'retry' | 'fail';
  readonly output: Json;
  /** Who decided, for the record. */
  readonly decidedBy: string;
  readonly audit?: AuditNote;
}

export interface ReplayRequest {
  readonly runId: RunId;
  readonly workspaceId: WorkspaceId;
  /** Null: the version that the original ran. */
  readonly versionId: FlowVersionId | null;
  /** True: effects of the original may happen again. False: what was done is not done twice. */
  readonly asNewEvent: boolean;
  /** JSON text of an edited body; only together with `asNewEvent`. */
  readonly payload: string | null;
  /** The lines of the edited event; without another body those of the original count. */
  readonly lines?: readonly RunLine[];
  /** What stays as it was when the replay begins at a step; null: it begins at the beginning. */
  readonly kept?: readonly StepRecord[] | null;
  /** With `kept`: the run does nothing but take these back, and ends so. */
  readonly ending?: RunEnding | null;
  /** It takes the run off the dead letters; nothing is started when it does not stand there any more. */
  readonly redrives?: boolean;
  /** Of the run that was started. */
  readonly audit?: (started: RunId) => AuditNote;
}

export class RunCommands {
  readonly #connection: HotConnection;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url });
  }

  /** `undoes`: its flow has steps that say how they are undone. */
  async requestCancel({
    runId,
    workspaceId,
    undoes = false,
    audit,
  }: {
    runId: RunId;
    workspaceId: WorkspaceId;
    undoes?: boolean;
    audit?: AuditNote;
  }): Promise<CancelOutcome> {
    const [row] = await this.#connection.run('cancel', cancelSql, [runId, workspaceId, undoes, auditColumns(audit)]);
    return (row?.[0] as CancelOutcome | null) ?? 'nothingToCancel';
  }

  /**
   * Ends the runs whose cancel was not heeded in time, whoever was asked, as the sweepers of the workers do: for the case that there is
   * no worker that could. To be called each second.
   */
  async expireCancels(): Promise<void> {
    await this.#connection.run('expire-cancels', expireCancelsSql, []);
  }

  async resolveStep(decision: StepDecision): Promise<ResolveOutcome> {
    const { runId, workspaceId, path } = decision;
    const rows = await this.#connection.run('step-of', stepOfSql, [runId, workspaceId]);
    let step: StepRecord | undefined;
    let takenBack: StepRecord | undefined;
    let nextSeq = 0;
    let now = new Date(0);
    for (const [seq, data, at] of rows) {
      now = at as Date;
      const checkpoint = JSON.parse((data as Buffer).toString('utf8')) as CheckpointData;
      step = checkpoint.steps.findLast((record) => record.path === path) ?? step;
      if (isUndoPath(path))
        takenBack = checkpoint.steps.findLast((record) => record.path === undonePath(path)) ?? takenBack;
      nextSeq = Number(seq) + 1;
    }
    if (step?.status !== 'unknown') return 'notInDoubt';
    const steps = [decidedRecord(step, decision, now)];
    // What took a step back has happened, so the step is taken back.
    if (takenBack !== undefined && decision.decision === 'done') steps.push({ ...takenBack, status: 'compensated' });
    const data: CheckpointData = { steps };
    const values = [runId, workspaceId, nextSeq, Buffer.from(JSON.stringify(data)), auditColumns(decision.audit)];
    const resolved = await this.#connection.run('resolve', resolveSql, values);
    return resolved.length === 1 ? 'resolved' : 'changedMeanwhile';
  }

  /** Hands back the new run's id, or null when the original is not in this workspace. The caller wakes a worker. */
  async replay(request: ReplayRequest): Promise<RunId | null> {
    const id = RunId.parse(uuidV7());
    const {
      runId,
      workspaceId,
      versionId,
      asNewEvent,
      payload,
      kept = null,
      lines = [],
      ending = null,
      redrives = false,
    } = request;
    const values = [runId, workspaceId, id, versionId, asNewEvent];
    const audit = auditColumns(request.audit?.(id));
    const insert = (): Promise<unknown[][]> => {
      if (kept !== null) {
        const first: CheckpointData = { steps: [...kept], ...(ending === null ? {} : { ending }) };
        const undoing = ending === null ? null : runStatusCode(ending.status);
        const data = Buffer.from(JSON.stringify(first));
        return this.#connection.run('replay-from', replayFromSql, [...values, undoing, redrives, data, audit]);
      }
      if (payload === null) return this.#connection.run('replay', replaySql, [...values, null, redrives, audit]);
      return this.#connection.run('replay-edited', editedEventSql, [
        ...values,
        Buffer.from(payload),
        uuidArray(lines.map((line) => line.line)),
        smallintArray(lines.map((line) => line.places)),
        smallintArray(lines.map((line) => (line.inOrder ? 1 : 0))),
        audit,
      ]);
    };
    const [row] = await insert();
    if (row === undefined) return null;
    // Stored already: a turn that cannot be given now is given by a sweep.
    if (row[1] !== 0) await this.#connection.run('give-turns', giveTurnsSql, [uuidArray([id])]).catch(() => undefined);
    return id;
  }

  /** At once what the sweepers of the workers do each second. Hands back runs that may start: the caller wakes a worker. */
  async settlePauses(): Promise<readonly RunId[]> {
    const rows = await this.#connection.run('settle-pauses', settlePausesSql, [1_000]);
    return rows.flatMap(([id, held]) => (held === 0 ? [id as RunId] : []));
  }

  async askAgain({ workspaceId, connectionId }: { workspaceId: WorkspaceId; connectionId: string }): Promise<void> {
    await this.#connection.run('ask-again', askAgainSql, [workspaceId, `"connectionId":"${connectionId}"`]);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

function decidedRecord(step: StepRecord, { decision, output, decidedBy }: StepDecision, now: Date): StepRecord {
  const at = now.toISOString();
  // Who says whether it happened leaves no doubt; who gives up does.
  const { inDoubt: _, ...sure } = step;
  switch (decision) {
    case 'done':
      return { ...sure, status: 'succeeded', ports: ['out'], output, finishedAt: at };
    case 'retry':
      return { ...sure, status: 'waiting', ports: [], retryAt: at };
    case 'fail': {
      const message = `${step.error?.message ?? 'Nobody knows whether it happened.'} ${decidedBy} gave up on it.`;
      return { ...step, status: 'failed', ports: ['error'], error: { code: 'givenUp', message }, finishedAt: at };
    }
  }
}
