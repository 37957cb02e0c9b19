// What a part of a mapping reads of what stands around it.
import type { LoopRule, ObjectRule } from '@patchbay/model/mapping';
import { binderOf, itemOriginAt, mayBeField } from '../../lineage/name-scope.ts';
import type { NameScope } from '../../lineage/name-scope.ts';
import { originOfNode, treeOf } from '../../lineage/origin-of.ts';
import type { Place } from '../../lineage/place.ts';
import { visitNodes } from '../../lineage/visit-nodes.ts';
import { exactPlace } from '../exact-place.ts';
import { visitTexts } from '../map-texts.ts';
import type { RuleSite } from '../map-texts.ts';
import { isInside, shownPath } from '../rule-at.ts';
import { targetsRead } from '../target-references.ts';

export interface Reads {
  /** The places that are read as they are. */
  readonly places: readonly Place[];
  /** Names whose values are worked out around it. */
  readonly names: ReadonlySet<string>;
  /** The scopes inside it that something is read in. */
  readonly scopes: ReadonlySet<NameScope>;
  /** Names that may be fields of items whose shape nobody knows. */
  readonly fields: ReadonlySet<string>;
  readonly mistake?: string | undefined;
}

export function readsAround(rule: ObjectRule | LoopRule, { path, scope }: RuleSite): Reads {
  const places: Place[] = [];
  const names = new Set<string>();
  const scopes = new Set<NameScope>();
  const fields = new Set<string>();
  let mistake: string | undefined;
  visitTexts(rule, { path, scope }, (text, at) => {
    if (at.path === path && at.part === 'when') return;
    if (targetsRead(text).some((read) => !isInside(read, path)))
      mistake ??= `${shownPath(at.path)} reads $target outside of ${shownPath(path)}.`;
    const inner = new Set<unknown>();
    visitNodes(treeOf(text), at.scope, (node, seen) => {
      scopes.add(seen);
      if (node.kind === 'name' && mayBeField(seen, scope, node.name)) fields.add(node.name);
      if (node.kind === 'special' && isItemAround(node.name, seen, scope))
        mistake ??= `${shownPath(at.path)} reads $${node.name} of a loop outside of ${shownPath(path)}: name the item instead.`;
      // In the new mapping it would be the first of that one's own sources.
      if (node.kind === 'special' && node.name === 'source')
        mistake ??= `${shownPath(at.path)} reads $source, the first source of this mapping: name the source instead.`;
      if (node.kind === 'member' || node.kind === 'name') addRead(node, seen, { around: scope, places, names, inner });
    });
  });
  return { places, names, scopes, fields, mistake };
}

interface Gathering {
  readonly around: NameScope;
  readonly places: Place[];
  readonly names: Set<string>;
  /** Nodes inside a longer path that is gathered. */
  readonly inner: Set<unknown>;
}

function addRead(
  node: Parameters<typeof originOfNode>[0],
  seen: NameScope,
  { around, places, names, inner }: Gathering,
): void {
  if (inner.has(node)) return;
  let base = node;
  while (base.kind === 'member') {
    base = base.object;
    inner.add(base);
  }
  if (base.kind !== 'name' || binderOf(seen, base.name) !== binderOf(around, base.name)) return;
  const place = exactPlace(originOfNode(node, seen));
  if (place !== undefined) places.push(place);
  else if (binderOf(around, base.name) !== undefined) names.add(base.name);
}

/** `$`, `$index` or `$parent` of a loop around the part that is taken out. */
function isItemAround(name: string, seen: NameScope, around: NameScope): boolean {
  if (name !== '' && name !== 'index' && name !== 'parent') return false;
  const level = name === 'parent' ? 1 : 0;
  let left = level;
  for (let at: NameScope | undefined = seen; at !== undefined && at !== around; at = at.outer) {
    if (at.item === undefined) continue;
    if (left === 0) return false;
    left -= 1;
  }
  return itemOriginAt(seen, level) !== undefined;
}
