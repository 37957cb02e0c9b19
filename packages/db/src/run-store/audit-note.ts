// The audit of what people do to runs: written in the statement that does it, by the database's function `append_audit`.
import type { Actor } from '@patchbay/model/identity';

/** Who does what, and what it is like afterwards: plain data without secrets. */
export interface AuditNote {
  readonly actor: Actor;
  readonly action: string;
  readonly targetId: string;
  readonly after?: unknown;
}

/** As the function takes it; null: it is in no audit. */
export function auditColumns(note: AuditNote | undefined): (string | null)[] | null {
  if (note === undefined) return null;
  const { actor, action, targetId, after } = note;
  const text = after === undefined ? null : JSON.stringify(after);
  return [actor.kind, actor.id, actor.name, action, 'run', targetId, text];
}
