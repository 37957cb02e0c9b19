// What a document reads: its sources, each a name; those with `from` are worked out first, over what stands around.
import type { Diagnostic } from '@patchbay/model/errors';
import { parsePath } from '@patchbay/model/expression';
import type { MappingDocument, MappingSource } from '@patchbay/model/mapping';
import { rootEnvironment, withNames } from '../compile/environment.ts';
import type { Environment, Layout, Table } from '../compile/environment.ts';
import { readField } from '../compile/path.ts';
import type { Closure, Frame, Scope } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { own, put, textOf } from '../evaluate/value.ts';
import type { Row } from '../evaluate/value.ts';
import type { References } from './library.ts';
import { partClosure } from './rule-scope.ts';
import type { BackEnd } from './rule-scope.ts';
import { ruleSite } from './run-state.ts';

interface Surroundings {
  readonly backEnd: BackEnd;
  readonly layout: Layout;
  readonly references: References;
  readonly diagnostics: Diagnostic[];
}

export interface SourceEnvironment {
  readonly environment: Environment;
  readonly names: readonly string[];
  /** Fills the sources that have a `from`: what the scope has under their name comes first, so that a sample can stand in. */
  fill(frame: Frame, scope: Scope): void;
}

/** The roots of a flow: never the input of a mapping that stands alone. */
const flowRoots = new Set(['trigger', 'steps', 'errors', 'vars', 'item']);

/** The names that the rules of a document see, its tables, and the records of its lookup sources. */
export function sourceEnvironment(doc: MappingDocument, surroundings: Surroundings): SourceEnvironment {
  const { backEnd, layout, references, diagnostics } = surroundings;
  const sources = Object.entries(doc.sources ?? {});
  const around = rootEnvironment(new Map(), layout);
  const names = new Map<string, number>();
  const worked: { readonly name: string; readonly slot: number; readonly value: Closure }[] = [];
  for (const [name, source] of sources) {
    if (source.from === undefined) continue;
    const slot = layout.allocate();
    layout.steady.add(slot);
    const scope = { backEnd, environment: around, diagnostics };
    worked.push({ name, slot, value: partClosure(source.from, { path: '', part: `#source.${name}` }, scope) });
    names.set(name, slot);
  }
  const slotOf = (name: string): number => names.get(name) ?? layout.root(name);
  const tables = new Map<string, Table>(references.tables(doc));
  for (const [name, source] of sources) {
    const records = recordsOf(name, source, slotOf(name), diagnostics);
    if (records !== undefined && !tables.has(name)) tables.set(name, { values: records });
  }
  const [first] = sources;
  const environment = {
    ...withNames({ ...around, tables }, names),
    source: first === undefined ? undefined : slotOf(first[0]),
  };
  const fill = (frame: Frame, scope: Scope): void => {
    for (const { name, slot, value } of worked)
      frame.slots[slot] = Object.hasOwn(scope, name) && !flowRoots.has(name) ? own(scope, name) : value(frame);
  };
  return { environment, names: sources.map(([name]) => name), fill };
}

/** The records of a lookup source by the text of their key; of records with the same key the first. */
function recordsOf(
  name: string,
  { role, key }: MappingSource,
  slot: number,
  diagnostics: Diagnostic[],
): ((frame: Frame) => Row | null) | undefined {
  if (role !== 'lookup' || key === undefined) return undefined;
  const steps = keySteps(key);
  if (steps === undefined) {
    const message = `The key of “${name}” must be the path of a field of its records, such as sku.`;
    const at = { field: `mapping#source.${name}` };
    diagnostics.push({ severity: 'error', code: 'mapping.badKey', message, at });
    return undefined;
  }
  const site = ruleSite(`Lookup ${name}`);
  const plan = {};
  return (frame) => {
    const list = frame.slots[slot];
    if (!Array.isArray(list)) return null;
    const kept = frame.kept.get(plan) as { list: unknown; rows: Row } | undefined;
    if (kept !== undefined && kept.list === list) return kept.rows;
    const rows = rowsByKey(list, { steps, site }, frame);
    frame.kept.set(plan, { list, rows });
    return rows;
  };
}

/** The names of a path without positions; undefined when the text is anything else. */
export function keySteps(key: string): readonly string[] | undefined {
  const steps = parsePath(key);
  const names = steps?.flatMap((step) => (step.kind === 'name' ? [step.name] : []));
  return names === undefined || names.length !== steps?.length ? undefined : names;
}

function rowsByKey(
  list: readonly unknown[],
  { steps, site }: { steps: readonly string[]; site: Site },
  frame: Frame,
): Row {
  frame.chargeList(list.length * 2, site);
  const rows: Record<string, unknown> = {};
  for (const record of list) {
    let key: unknown = record;
    for (const step of steps) key = readField(key, step, frame, site);
    if (key === null || typeof key === 'object') continue;
    const text = textOf(key, site);
    if (!Object.hasOwn(rows, text)) put(rows, text, record);
  }
  return rows;
}
