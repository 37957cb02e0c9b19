// Opens connections for use and keeps them open: decrypted once, looked at again every two seconds, dropped when the
// row or a secret changed. The workspace is in every key.
import { ConnectorError, createScrubber } from '@patchbay/connector-sdk';
import type { ConnectorLog, Scrubber } from '@patchbay/connector-sdk';
import type { Database } from '@patchbay/db/client';
import { findConnection, readSealedSecrets } from '@patchbay/db/repositories';
import type { ConnectionRow, SealedRow } from '@patchbay/db/repositories';
import { openSecret } from '@patchbay/db/secret-box';
import type { MasterKey } from '@patchbay/db/secret-box';
import { ConnectionLimits } from '@patchbay/model/connector';
import { AppError } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';
import type { ConnectionRef, OpenedConnection } from './connection-ref.ts';
import { HeldResources } from './held-resources.ts';

/** A changed or deleted connection is noticed after this long at the latest. */
const freshMs = 2_000;
/** Sockets and secrets of a connection that nobody used for this long are given up. */
const idleMs = 300_000;
const sweepMs = 60_000;

/** What may change without the connection being opened anew. */
export interface ConnectionTerms {
  readonly name: string;
  readonly limits: ConnectionLimits | null;
}

export interface HeldConnection {
  readonly opened: OpenedConnection;
  readonly scrubber: Scrubber;
  readonly resources: HeldResources;
}

interface Stored {
  readonly row: ConnectionRow;
  readonly sealed: readonly SealedRow[];
}

interface Entry {
  readonly held: HeldConnection;
  stored: Stored;
  terms: ConnectionTerms;
  checkedAtMs: number;
  usedAtMs: number;
}

export interface OpenConnectionsParts {
  readonly database: Pick<Database, 'inWorkspace'>;
  readonly masterKey: MasterKey;
  readonly log: ConnectorLog;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

const gone = (): ConnectorError =>
  new ConnectorError('notFound', 'The connection does not exist in this environment, or was deleted.', {
    next: 'Choose another connection for this slot.',
  });

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function isSame(a: Stored, b: Stored): boolean {
  return (
    a.row.settings === b.row.settings &&
    a.sealed.length === b.sealed.length &&
    a.sealed.every((secret, index) => {
      const other = b.sealed[index];
      return other !== undefined && secret.field === other.field && sameBytes(secret.sealed, other.sealed);
    })
  );
}

const termsOf = ({ row }: Stored): ConnectionTerms => ({
  name: row.name,
  limits: row.limits === null ? null : ConnectionLimits.parse(JSON.parse(row.limits)),
});

function decrypt(masterKey: MasterKey, ref: ConnectionRef, sealed: readonly SealedRow[]): Record<string, string> {
  const { workspaceId, connectionId } = ref;
  try {
    return Object.fromEntries(
      sealed.map((secret) => [
        secret.field,
        openSecret(masterKey, { workspaceId, connectionId, field: secret.field }, secret),
      ]),
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new ConnectorError('auth', error.userMessage ?? 'The secrets of this connection cannot be read.', {
      details: { code: 'credentialIntegrity' },
      next: 'Enter the secret again in the connection.',
    });
  }
}

export function holdConnection(opened: Omit<OpenedConnection, 'secrets'>, log: ConnectorLog): HeldConnection {
  const secrets = Object.values(opened.credential);
  return { opened: { ...opened, secrets }, scrubber: createScrubber(secrets), resources: new HeldResources(log) };
}

export class OpenConnections {
  readonly #parts: OpenConnectionsParts;
  readonly #entries = new Map<string, Entry>();
  readonly #reading = new Map<string, Promise<Entry>>();
  readonly #sweeper: NodeJS.Timeout;

  constructor(parts: OpenConnectionsParts) {
    this.#parts = parts;
    this.#sweeper = setInterval(() => this.#closeIdle(), sweepMs);
    this.#sweeper.unref();
  }

  async hold(ref: ConnectionRef): Promise<HeldConnection> {
    return (await this.#entryOf(ref)).held;
  }

  async terms(ref: ConnectionRef): Promise<ConnectionTerms> {
    return (await this.#entryOf(ref)).terms;
  }

  /** What is known without asking anybody; undefined: nothing fresh. */
  knownTerms(ref: Pick<ConnectionRef, 'workspaceId' | 'connectionId'>): ConnectionTerms | undefined {
    const known = this.#entries.get(`${ref.workspaceId}/${ref.connectionId}`);
    return known !== undefined && this.#parts.clock() - known.checkedAtMs < freshMs ? known.terms : undefined;
  }

  async #entryOf(ref: ConnectionRef): Promise<Entry> {
    const key = `${ref.workspaceId}/${ref.connectionId}`;
    const known = this.#entries.get(key);
    const nowMs = this.#parts.clock();
    const entry = known !== undefined && nowMs - known.checkedAtMs < freshMs ? known : await this.#readOnce(key, ref);
    if (ref.environmentId !== null && entry.stored.row.environmentId !== ref.environmentId) throw gone();
    entry.usedAtMs = nowMs;
    return entry;
  }

  /** Looks again at the next use, whatever the time. */
  forget(ref: Pick<ConnectionRef, 'workspaceId' | 'connectionId'>): void {
    const entry = this.#entries.get(`${ref.workspaceId}/${ref.connectionId}`);
    if (entry !== undefined) entry.checkedAtMs = Number.NEGATIVE_INFINITY;
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    const all = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.all(all.map((entry) => entry.held.resources.close()));
  }

  /** Concurrent calls share one look. */
  #readOnce(key: string, ref: ConnectionRef): Promise<Entry> {
    const running = this.#reading.get(key);
    if (running !== undefined) return running;
    const reading = this.#read(key, ref).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async #read(key: string, ref: ConnectionRef): Promise<Entry> {
    const checkedAtMs = this.#parts.clock();
    const stored = await this.#load(ref);
    const known = this.#entries.get(key);
    if (stored === null) {
      this.#drop(key, known);
      throw gone();
    }
    if (known !== undefined && isSame(known.stored, stored)) {
      known.checkedAtMs = checkedAtMs;
      known.stored = stored;
      known.terms = termsOf(stored);
      return known;
    }
    const { row, sealed } = stored;
    const credential = decrypt(this.#parts.masterKey, ref, sealed);
    const settings = JSON.parse(row.settings) as Record<string, Json>;
    const held = holdConnection({ connectorId: row.connectorId, settings, credential }, this.#parts.log);
    const entry: Entry = { held, stored, terms: termsOf(stored), checkedAtMs, usedAtMs: checkedAtMs };
    this.#drop(key, known);
    this.#entries.set(key, entry);
    return entry;
  }

  async #load(ref: ConnectionRef): Promise<Stored | null> {
    const { workspaceId, connectionId } = ref;
    try {
      return await this.#parts.database.inWorkspace(workspaceId, async (tx) => {
        const row = await findConnection(tx, workspaceId, connectionId);
        return row === null ? null : { row, sealed: await readSealedSecrets(tx, workspaceId, connectionId) };
      });
    } catch (cause) {
      // Nothing was sent to the target yet, whatever kept the database from answering.
      throw new ConnectorError('transient', 'The connection could not be read: the database did not answer.', {
        effect: 'none',
        cause,
      });
    }
  }

  #drop(key: string, entry: Entry | undefined): void {
    if (entry === undefined) return;
    this.#entries.delete(key);
    void entry.held.resources.close();
  }

  #closeIdle(): void {
    const nowMs = this.#parts.clock();
    for (const [key, entry] of this.#entries) {
      if (nowMs - entry.usedAtMs > idleMs) this.#drop(key, entry);
    }
  }
}
