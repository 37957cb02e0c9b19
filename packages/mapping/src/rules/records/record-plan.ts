// How a mapping runs over a stream of records: its root's list is the stream, or it makes one document of each record.
import type { Diagnostic } from '@patchbay/model/errors';
import { referencesOf } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import { childPath, fieldEntries, isLoop, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { typesOf } from '@patchbay/model/schema';
import { parsed } from '../../compile/parsed.ts';
import { textsOfRule } from '../checks/texts-of-rule.ts';
import { References } from '../library.ts';

export interface RecordPlan {
  /** The source that the records fill: one by one, or as the list of the root. */
  readonly source: string;
  readonly mode: 'list' | 'each';
  /** Why it cannot run over a stream. */
  readonly diagnostics: readonly Diagnostic[];
}

/** @param wanted the source that the records are of; the first payload unless said */
export function recordPlan(doc: MappingDocument, wanted?: string): RecordPlan {
  const source = wanted ?? payloadOf(doc);
  if (source === undefined) {
    const message = 'The mapping reads no source that records could fill. Name its source.';
    return { source: '', mode: 'each', diagnostics: [problem('noRecordSource', message, '')] };
  }
  const { root } = doc;
  const schema = new References(doc.bundle).schema(doc.sources?.[source]?.schema);
  const isList = schema !== undefined && typesOf(schema).includes('array') && typesOf(schema).length === 1;
  if (isLoop(root) && (isList || nameOf(parsed(root.for).ast) === source))
    return { source, mode: 'list', diagnostics: listProblems(doc, root, source) };
  if (!isList) return { source, mode: 'each', diagnostics: [] };
  const message = `“${source}” is a list that the mapping reads as a whole. Let its root loop over “${source}”, so that it can take record by record.`;
  return { source, mode: 'each', diagnostics: [problem('needsAll', message, '')] };
}

function payloadOf({ sources }: MappingDocument): string | undefined {
  return Object.entries(sources ?? {}).find(([, { role }]) => role === undefined || role === 'payload')?.[0];
}

const nameOf = (node: Expression): string | undefined => (node.kind === 'name' ? node.name : undefined);

const problem = (code: string, message: string, place: string): Diagnostic => ({
  severity: 'error',
  code: `mapping.${code}`,
  message,
  at: { field: `mapping${place}` },
});

/** What would have to see all records at once. */
function listProblems(doc: MappingDocument, root: LoopRule, source: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (nameOf(parsed(root.for).ast) !== source) {
    const message = `The root must loop over “${source}” itself, not over what is made of it: a record is taken as it comes. Use “where” to leave records out.`;
    found.push(problem('needsAll', message, '#for'));
  }
  for (const [part, text] of [
    ['#groupBy', root.groupBy],
    ['#distinct', root.distinct],
    ['#orderBy.0', root.orderBy?.[0]],
  ] as const) {
    if (text === undefined) continue;
    const message =
      'To group, order or tell apart, all records must be there at once; a stream hands them over in parts. Do it in a step behind.';
    found.push(problem('needsAll', message, part));
  }
  const names = new Set([source, '$target', ...(Object.keys(doc.sources ?? {})[0] === source ? ['$source'] : [])]);
  readings(doc.root, '', (text, place) => {
    if (place === '#for') return;
    const whole = referencesOf(parsed(text).ast).find((reference) => names.has(reference.root));
    if (whole === undefined) return;
    const message = `“${whole.root}” means all records here, but a stream hands them over in parts. Read the record by its name in the loop.`;
    found.push(problem('needsAll', message, place));
  });
  return found;
}

function readings(rule: MappingRule, path: string, visit: (text: string, place: string) => void): void {
  // An inner name may hide the source's.
  for (const { text, part } of textsOfRule(rule)) visit(text, path + part);
  if (!isStructure(rule)) return;
  for (const [name, child] of fieldEntries(rule)) readings(child, childPath(path, name), visit);
}
