// The other side of waits: who answers finds what is asked, stores the answer once, and wakes the runs that wait for it.
import { createHash } from 'node:crypto';
import type { WaitKey } from '@patchbay/engine/drivers';
import type { EnvironmentId, FlowId, FlowVersionId, RunId, WorkspaceId } from '@patchbay/model/identity';
import { auditColumns } from './audit-note.ts';
import type { AuditNote } from './audit-note.ts';
import { HotConnection } from './hot-connection.ts';

const open = `(r.id = $1 OR (r.effect_root = $1 AND r.replay_of IS NOT NULL))`;

/** The newest run that may still come to the wait; where all have ended, the newest of those. */
const findSql = `
SELECT r.id, r.workspace_id, r.environment_id, r.flow_id, r.version_id, r.status IN (0, 1, 2), w.opened_at IS NOT NULL,
  w.ask, w.due_at, w.over_at IS NOT NULL OR w.due_at <= now(), w.answered_at, w.answered_by, w.body
FROM run r LEFT JOIN wait w ON w.effect_root = $1 AND w.path = $2
WHERE ${open} ORDER BY r.status IN (0, 1, 2) DESC, r.created_at DESC LIMIT 1`;

/** The first answer counts. A run that is under way is told by the flag, and looks before it is parked. */
const answerSql = `
WITH waiting AS (
  SELECT r.workspace_id, r.environment_id, r.flow_id FROM run r
  WHERE ${open} AND r.status IN (0, 1, 2) ORDER BY r.created_at DESC LIMIT 1
), said AS (
  INSERT INTO wait AS w (effect_root, path, workspace_id, environment_id, flow_id, node_id, kind, runs, answered_at,
    answered_by, digest, content_type, meta, body, blob)
  SELECT $1, $2, workspace_id, environment_id, flow_id, $3, $4, '{}', now(), $5, $6, $7, $8, $9, $10 FROM waiting
  ON CONFLICT (effect_root, path) DO UPDATE SET answered_at = now(), answered_by = excluded.answered_by,
    digest = excluded.digest, content_type = excluded.content_type, meta = excluded.meta, body = excluded.body,
    blob = excluded.blob
  WHERE w.answered_at IS NULL AND w.over_at IS NULL AND (w.due_at IS NULL OR w.due_at > now()) AND w.kind = excluded.kind
  RETURNING w.runs
), woken AS (
  UPDATE run r SET woken = true, wake_at = CASE WHEN r.status = 2 AND r.owner IS NULL THEN now() ELSE r.wake_at END
  FROM (SELECT unnest(runs) AS id FROM said) s WHERE r.id = s.id AND r.status IN (0, 1, 2) RETURNING r.id
)
SELECT EXISTS (SELECT 1 FROM said), EXISTS (SELECT 1 FROM waiting), (SELECT array_agg(id) FROM woken),
  CASE WHEN EXISTS (SELECT 1 FROM said) THEN append_audit((SELECT workspace_id FROM waiting), $11::text[]) END`;

const knownSql = 'SELECT digest, answered_at, answered_by FROM wait WHERE effect_root = $1 AND path = $2';

export interface FoundWait {
  readonly runId: RunId;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  /** A run may still come to it. */
  readonly isRunOpen: boolean;
  /** The step asks. */
  readonly isAsked: boolean;
  readonly ask: string | null;
  readonly dueAt: Date | null;
  readonly isOver: boolean;
  readonly answeredAt: Date | null;
  readonly answeredBy: string | null;
  /** Of the answer, when it is small. */
  readonly answer: Uint8Array | null;
}

export interface AnswerToStore extends WaitKey {
  readonly nodeId: string;
  readonly kind: 'callback' | 'approval';
  readonly answeredBy: string | null;
  readonly contentType: string;
  /** JSON text. */
  readonly meta: string;
  /** Null when it stands in the blob store under `blob`. */
  readonly body: Uint8Array | null;
  readonly blob: string | null;
  readonly audit?: AuditNote;
}

/**
 * stored: it is the answer, and these runs go on · same: this very answer was there already · other: another one was ·
 * over: its time has run out · ended: no run waits for it any more.
 */
export type AnswerOutcome =
  | { readonly type: 'stored'; readonly woken: readonly RunId[] }
  | { readonly type: 'same'; readonly at: Date; readonly by: string | null }
  | { readonly type: 'other'; readonly at: Date; readonly by: string | null }
  | { readonly type: 'over' }
  | { readonly type: 'ended' };

export class WaitAnswers {
  readonly #connection: HotConnection;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url });
  }

  /** Null: no such run. */
  async find({ effectRoot, path }: WaitKey): Promise<FoundWait | null> {
    const [row] = await this.#connection.run('wait-find', findSql, [effectRoot, path]);
    if (row === undefined) return null;
    return {
      runId: row[0] as RunId,
      workspaceId: row[1] as WorkspaceId,
      environmentId: row[2] as EnvironmentId,
      flowId: row[3] as FlowId,
      versionId: row[4] as FlowVersionId,
      isRunOpen: row[5] as boolean,
      isAsked: row[6] as boolean,
      ask: row[7] as string | null,
      dueAt: row[8] as Date | null,
      isOver: row[9] === true,
      answeredAt: row[10] as Date | null,
      answeredBy: row[11] as string | null,
      answer: row[12] as Buffer | null,
    };
  }

  async answer(answer: AnswerToStore): Promise<AnswerOutcome> {
    const { effectRoot, path, nodeId, kind, answeredBy, contentType, meta, body, blob } = answer;
    const digest = digestOf(answer);
    const bytes = body === null ? null : Buffer.from(body);
    const values = [
      effectRoot,
      path,
      nodeId,
      kind,
      answeredBy,
      digest,
      contentType,
      meta,
      bytes,
      blob,
      auditColumns(answer.audit),
    ];
    const [row] = await this.#connection.run('wait-answer', answerSql, values);
    if (row?.[0] === true) return { type: 'stored', woken: (row[2] as RunId[] | null) ?? [] };
    const [known] = await this.#connection.run('wait-known', knownSql, [effectRoot, path]);
    const at = known?.[1] as Date | null | undefined;
    if (known !== undefined && at !== null && at !== undefined) {
      const isSame = digest.equals(known[0] as Buffer);
      return { type: isSame ? 'same' : 'other', at, by: known[2] as string | null };
    }
    return { type: row?.[1] === true ? 'over' : 'ended' };
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

/** Of the body alone: headers of the same delivery differ from time to time. */
function digestOf({ contentType, body, blob }: AnswerToStore): Buffer {
  const hash = createHash('sha256').update(`${contentType}\0${blob ?? ''}\0`);
  return (body === null ? hash : hash.update(body)).digest();
}
