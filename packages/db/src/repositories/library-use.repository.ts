// Who may use something of the library: documents whose text holds one of the marks. Whether they do is for the reader to say.
import type { Transaction } from '../client/index.ts';

export interface UserRow {
  readonly kind: 'flow' | 'mapping';
  readonly id: string;
  readonly name: string;
  /** draft: as it is edited · live: the version that runs · version: the newest version of a mapping. */
  readonly where: 'draft' | 'live' | 'version';
  readonly version: number | null;
  /** JSON text. */
  readonly document: string;
}

/**
 * Drafts and newest versions of mappings, drafts and live versions of flows, whose text contains the mark: the beginning of
 * a reference as JSON writes it, `"Order@`.
 */
export async function listDocumentsWith(tx: Transaction, workspaceId: string, mark: string): Promise<UserRow[]> {
  return tx.$queryRaw<UserRow[]>`
    SELECT 'flow' AS kind, f.id, f.name, 'draft' AS "where", NULL::int AS version, f.draft AS document FROM flow f
    WHERE f.workspace_id = ${workspaceId}::uuid AND f.deleted_at IS NULL AND position(${mark} IN f.draft) > 0
    UNION ALL
    SELECT 'flow', f.id, f.name, 'live', v.number, v.document FROM deployment d
    JOIN flow f ON f.id = d.flow_id AND f.deleted_at IS NULL JOIN flow_version v ON v.id = d.version_id
    WHERE d.workspace_id = ${workspaceId}::uuid AND d.status <> 'retired' AND position(${mark} IN v.document) > 0
    UNION ALL
    SELECT 'mapping', m.id, m.name, 'draft', NULL, m.draft FROM mapping m
    WHERE m.workspace_id = ${workspaceId}::uuid AND m.deleted_at IS NULL AND position(${mark} IN m.draft) > 0
    UNION ALL
    SELECT 'mapping', m.id, m.name, 'version', v.number, v.document FROM mapping m
    JOIN mapping_version v ON v.mapping_id = m.id AND v.number = m.latest
    WHERE m.workspace_id = ${workspaceId}::uuid AND m.deleted_at IS NULL AND position(${mark} IN v.document) > 0
    ORDER BY 1, 3, 4`;
}
