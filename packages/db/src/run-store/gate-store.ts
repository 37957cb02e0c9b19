// What all processes together remember of connections with limits. Nobody locks: whoever knows the version replaces the state,
// and whoever does not is told the state as it is. Losing the last moments of it in a crash of the database lets a few calls
// through too many; so commits are not waited for.
import { HotConnection } from './hot-connection.ts';

const swapSql = `
WITH written AS (
  INSERT INTO connection_gate AS g (connection_id, workspace_id, version, state) VALUES ($1, $2, 1, $4)
  ON CONFLICT (connection_id) DO UPDATE SET version = g.version + 1, state = excluded.state, updated_at = now()
    WHERE g.version = $3
  RETURNING version
)
SELECT version, NULL FROM written
UNION ALL SELECT version, state FROM connection_gate WHERE connection_id = $1 AND NOT EXISTS (SELECT 1 FROM written)`;

/** `state` is JSON text. Version 0: nothing is stored yet. */
export interface StoredGate {
  readonly version: number;
  readonly state: string;
}

export interface GateStore {
  /** Replaces the state of version `known`; null when that was done, else the state that stands there instead. */
  swap(
    at: { readonly workspaceId: string; readonly connectionId: string },
    next: { readonly known: number; readonly state: string },
  ): Promise<StoredGate | null>;
  close(): Promise<void>;
}

export class PgGateStore implements GateStore {
  readonly #connection: HotConnection;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url, asynchronousCommit: true });
  }

  async swap(...[at, next]: Parameters<GateStore['swap']>): Promise<StoredGate | null> {
    const values = [at.connectionId, at.workspaceId, next.known, next.state];
    const [row] = await this.#connection.run('gate-swap', swapSql, values);
    // No row at all: another process wrote it in this moment; what it wrote is seen at the next look.
    if (row === undefined) return { version: -1, state: '{}' };
    return row[1] === null ? null : { version: Number(row[0]), state: row[1] as string };
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
