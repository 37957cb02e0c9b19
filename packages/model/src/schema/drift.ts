// What changed between two states of a schema, and whom that hurts. Renames are proposed as candidates, never decided.
import type { DataSchema } from './data-schema.ts';
import { changesOfField } from './field-drift.ts';
import { flattenSchema } from './flatten-schema.ts';
import type { SchemaNode } from './flatten-schema.ts';
import type { SchemaChange, SchemaRole } from './schema-change.ts';

export interface CompareOptions {
  /** Without a role, a change is breaking when it is for either. */
  readonly role?: SchemaRole;
}

/** In the order of the fields, those of `after` last. Of recursive types the first turn is compared. */
export function compareSchemas(before: DataSchema, after: DataSchema, options: CompareOptions = {}): SchemaChange[] {
  const old = flattenSchema(before);
  const now = flattenSchema(after);
  const nowByPath = new Map(now.map((node) => [node.path, node]));
  const oldPaths = new Set(old.map((node) => node.path));
  const added = now.filter((node) => !oldPaths.has(node.path));
  const candidates = candidateFinder(old, now, added);
  const changes: SchemaChange[] = [];
  const topOfRemoved = topFinder(old, (node) => !nowByPath.has(node.path));
  for (const node of old) {
    const same = nowByPath.get(node.path);
    if (same === undefined) changes.push(removal(node, topOfRemoved(node), candidates(node)));
    else changes.push(...changesOfField(node, same, options.role));
  }
  const topOfAdded = topFinder(now, (node) => !oldPaths.has(node.path));
  for (const node of added) changes.push(addition(node, topOfAdded(node), options.role));
  return changes;
}

/** The topmost node of the branch that the condition holds for. */
function topFinder(
  nodes: readonly SchemaNode[],
  isHit: (node: SchemaNode) => boolean,
): (node: SchemaNode) => SchemaNode {
  return (node) => {
    let top = node;
    for (let above = nodes[node.parent]; above !== undefined && isHit(above); above = nodes[above.parent]) top = above;
    return top;
  };
}

function removal(node: SchemaNode, top: SchemaNode, candidates: readonly string[]): SchemaChange {
  const likely = candidates.length === 0 ? '' : ' It may have been renamed.';
  return {
    kind: 'removed',
    path: node.path,
    severity: 'breaking',
    message: `${node.path} is no longer there.${likely}`,
    ...(candidates.length === 0 ? {} : { candidates }),
    ...(top === node ? {} : { within: top.path }),
  };
}

function addition(node: SchemaNode, top: SchemaNode, role: SchemaRole | undefined): SchemaChange {
  const isNeeded = node.required && top === node;
  return {
    kind: 'added',
    path: node.path,
    severity: isNeeded && role !== 'source' ? 'breaking' : 'compatible',
    message: isNeeded ? `${node.path} is new and required.` : `${node.path} is new.`,
    ...(top === node ? {} : { within: top.path }),
  };
}

const maxCandidates = 8;

/** New fields of a like type: first under the same parent, then under what the parent may have become, then by the same name. */
function candidateFinder(
  old: readonly SchemaNode[],
  now: readonly SchemaNode[],
  added: readonly SchemaNode[],
): (node: SchemaNode) => readonly string[] {
  const byParent = new Map<string, SchemaNode[]>();
  const byName = new Map<string, SchemaNode[]>();
  const put = (map: Map<string, SchemaNode[]>, key: string, node: SchemaNode): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [node]);
    else list.push(node);
  };
  for (const node of added) {
    put(byParent, now[node.parent]?.path ?? '', node);
    put(byName, node.name, node);
  }
  const found = new Map<string, readonly string[]>();
  return (node) => {
    const parent = old[node.parent]?.path ?? '';
    const places = [parent, ...(found.get(parent) ?? [])];
    const near = places.flatMap((place) => byParent.get(place) ?? []);
    const paths = [...near.filter((one) => one.name === node.name), ...near, ...(byName.get(node.name) ?? [])]
      .filter((one) => isLike(node, one))
      .map((one) => one.path);
    const list = [...new Set(paths)].slice(0, maxCandidates);
    found.set(node.path, list);
    return list;
  };
}

function isLike(one: SchemaNode, other: SchemaNode): boolean {
  if (one.cardinality !== other.cardinality || one.kind !== other.kind) return false;
  if (one.childCount > 0 !== other.childCount > 0) return false;
  const numeric = (type: string): string => (type === 'integer' ? 'number' : type);
  if (one.types.length === 0 || other.types.length === 0) return true;
  return one.types.some((type) => other.types.some((wanted) => numeric(wanted) === numeric(type)));
}
