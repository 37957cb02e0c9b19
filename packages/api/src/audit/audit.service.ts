import { listAudit, verifyAudit } from '@patchbay/db/repositories';
import * as z from 'zod';
import { cutPage, decodeCursor } from '../trpc/cursor.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { AuditService } from './audit.contract.ts';

const Mark = z.string().regex(/^\d{1,18}$/);

export function createAuditService({ db }: ServiceDeps): AuditService {
  return {
    list: ({ workspaceId }, input) =>
      db.inWorkspace(workspaceId, async (tx) => {
        const mark = decodeCursor(Mark, input.cursor);
        const limit = input.limit ?? 50;
        const rows = await listAudit(tx, workspaceId, {
          before: mark === null ? null : BigInt(mark),
          limit: limit + 1,
        });
        const { items, nextCursor } = cutPage(rows, limit, (last) => last.seq.toString());
        return {
          items: items.map((row) => ({
            seq: row.seq.toString(),
            at: row.at.toISOString(),
            actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
            action: row.action,
            target: { kind: row.targetKind, id: row.targetId },
            before: row.before,
            after: row.after,
          })),
          nextCursor,
        };
      }),
    verify: ({ workspaceId }) =>
      db.inWorkspace(workspaceId, async (tx) => {
        const { entries, brokenAt } = await verifyAudit(tx, workspaceId);
        return { ok: brokenAt === null, entries, brokenAt: brokenAt?.toString() ?? null };
      }),
  };
}
