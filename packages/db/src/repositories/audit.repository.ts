// The audit chain: one entry per change, in the transaction of the change, each hash over the one before.
import { createHash } from 'node:crypto';
import type { Actor } from '@patchbay/model/identity';
import type { Transaction } from '../client/index.ts';

export interface AuditChange {
  /** `<thing>.<verb>`: `flow.publish`. */
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  /** Plain data without secrets, or nothing. */
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface AuditRow {
  readonly seq: bigint;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  readonly before: string | null;
  readonly after: string | null;
}

const firstHash = new Uint8Array(32);
const textOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

/** SHA-256 over the hash before and the canonical text: a JSON list of the columns in this order. */
function chainHash(previous: Uint8Array, workspaceId: string, row: AuditRow): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify([
    workspaceId,
    row.seq.toString(),
    row.at.toISOString(),
    row.actorKind,
    row.actorId,
    row.actorName,
    row.action,
    row.targetKind,
    row.targetId,
    row.before,
    row.after,
  ]);
  return new Uint8Array(createHash('sha256').update(previous).update(text).digest());
}

/** Appends an entry. Entries of one workspace wait for each other until commit, so the chain has no forks: call it last. */
export async function appendAudit(
  tx: Transaction,
  workspaceId: string,
  actor: Actor,
  change: AuditChange,
): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`audit:${workspaceId}`}, 0))`;
  const last = await tx.auditEntry.findFirst({
    where: { workspaceId },
    orderBy: { seq: 'desc' },
    select: { seq: true, hash: true },
  });
  const row: AuditRow = {
    seq: (last?.seq ?? 0n) + 1n,
    at: new Date(),
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    action: change.action,
    targetKind: change.target.kind,
    targetId: change.target.id,
    before: textOf(change.before),
    after: textOf(change.after),
  };
  const previousHash = new Uint8Array(last?.hash ?? firstHash);
  const hash = chainHash(previousHash, workspaceId, row);
  await tx.auditEntry.create({ data: { workspaceId, ...row, previousHash, hash } });
}

export async function listAudit(
  tx: Transaction,
  workspaceId: string,
  page: { before: bigint | null; limit: number },
): Promise<AuditRow[]> {
  return tx.auditEntry.findMany({
    where: { workspaceId, ...(page.before === null ? {} : { seq: { lt: page.before } }) },
    orderBy: { seq: 'desc' },
    take: page.limit,
  });
}

const verifyPage = 1_000;

/** Walks the whole chain. `brokenAt` is the first entry that does not follow from the one before. */
export async function verifyAudit(
  tx: Transaction,
  workspaceId: string,
): Promise<{ entries: number; brokenAt: bigint | null }> {
  let previous: Uint8Array = firstHash;
  let seq = 0n;
  let entries = 0;
  for (;;) {
    const rows = await tx.auditEntry.findMany({
      where: { workspaceId, seq: { gt: seq } },
      orderBy: { seq: 'asc' },
      take: verifyPage,
    });
    for (const row of rows) {
      const expected = chainHash(previous, workspaceId, row);
      const follows = row.seq === seq + 1n && equalBytes(row.previousHash, previous) && equalBytes(row.hash, expected);
      if (!follows) return { entries, brokenAt: row.seq };
      previous = expected;
      seq = row.seq;
      entries += 1;
    }
    if (rows.length < verifyPage) return { entries, brokenAt: null };
  }
}

const equalBytes = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;
