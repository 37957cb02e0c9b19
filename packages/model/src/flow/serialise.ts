// The same flow is the same text: keys in the order of the schema, lists that are sets in the order of their ids.
import { AppError } from '../errors/app-error.ts';
import type { Diagnostic } from '../errors/diagnostic.ts';
import type { FieldValues } from './nodes/field-value.ts';
import type { FlowNode } from './document.ts';
import { FlowDocument } from './document.ts';

const byId = <T extends { id: string }>(left: T, right: T): number =>
  left.id < right.id ? -1 : left.id > right.id ? 1 : 0;

const sortedFields = (fields: FieldValues): FieldValues =>
  Object.fromEntries(Object.entries(fields).sort(([left], [right]) => (left < right ? -1 : 1)));

const sortedNode = (node: FlowNode): FlowNode =>
  'input' in node ? { ...node, input: sortedFields(node.input) } : node;

/** Nodes, edges and notes by id, slots by name, inputs by field: the form in which documents are compared and stored. */
export function canonicalFlow(doc: FlowDocument): FlowDocument {
  const parsed = FlowDocument.parse(doc);
  return {
    ...parsed,
    nodes: parsed.nodes.map(sortedNode).sort(byId),
    edges: [...parsed.edges].sort(byId),
    slots: [...parsed.slots].sort((left, right) => (left.name < right.name ? -1 : 1)),
    notes: [...parsed.notes].sort(byId),
  };
}

/** Deterministic JSON text, two spaces, a newline at the end: made for `git diff`. */
export const serialiseFlow = (doc: FlowDocument): string => `${JSON.stringify(canonicalFlow(doc), null, 2)}\n`;

export type ParsedFlow = { ok: true; doc: FlowDocument } | { ok: false; diagnostics: Diagnostic[] };

/** Reads a stored or imported document; what does not fit is said with its path, and nothing is guessed. */
export function parseFlow(value: unknown): ParsedFlow {
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (typeof version === 'number' && version > 1) {
    return {
      ok: false,
      diagnostics: [
        {
          severity: 'error',
          code: 'flow.newerSchema',
          message: `This flow was written by a newer Patchbay (schema version ${version}, this one reads 1). Update Patchbay, then import again.`,
          at: { field: 'schemaVersion' },
        },
      ],
    };
  }
  const parsed = FlowDocument.safeParse(value);
  if (parsed.success) return { ok: true, doc: canonicalFlow(parsed.data) };
  return {
    ok: false,
    diagnostics: parsed.error.issues.slice(0, 50).map((issue) => ({
      severity: 'error',
      code: 'flow.malformed',
      message: `${issue.path.length === 0 ? 'The document' : issue.path.join('.')}: ${issue.message}`,
      at: { field: issue.path.join('.') },
    })),
  };
}

/** For stored documents, where a mismatch is our fault and not the user's. */
export function readStoredFlow(text: string): FlowDocument {
  const parsed = parseFlow(JSON.parse(text));
  if (parsed.ok) return parsed.doc;
  throw new AppError('internal', `stored flow document does not parse: ${parsed.diagnostics[0]?.message ?? ''}`);
}
