// A source field is somewhere else now: every text that reads it reads it there, whatever names it goes through.
import { parsePath, quoteMember, quoteName, quoteText } from '@patchbay/model/expression';
import type { CallNode, Expression } from '@patchbay/model/expression';
import type { MappingDocument } from '@patchbay/model/mapping';
import { withDocument } from '../lineage/mapping-view.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import { binderOf } from '../lineage/name-scope.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import { originOfNode, treeOf } from '../lineage/origin-of.ts';
import { rootScopeOf } from '../lineage/rule-scope.ts';
import { visitNodes } from '../lineage/visit-nodes.ts';
import type { Place } from '../lineage/place.ts';
import { eachStep, isWithin } from '../lineage/source-path.ts';
import type { SourcePath } from '../lineage/source-path.ts';
import { refuse } from './edit.ts';
import type { EditResult } from './edit.ts';
import { exactPlace } from './exact-place.ts';
import { pathTextIn } from './expression-for.ts';
import { mapRootTexts } from './map-texts.ts';
import { shownSource } from './drop/drop-site.ts';
import { withTextEdits } from './text-edits.ts';
import type { TextEdit } from './text-edits.ts';

export interface Relink {
  readonly from: SourcePath;
  readonly to: SourcePath;
}

/** Every reading of one source path becomes a reading of another. Names that stand for it stay names of it. */
export const relink = (view: MappingView, from: SourcePath, to: SourcePath): EditResult =>
  relinkAll(view, [{ from, to }]);

/**
 * Several at once, as one edit: paths may change places with each other. Where one lies in another, the outer goes first,
 * so that a field of a loop's item is read through the item afterwards, too.
 */
export function relinkAll(view: MappingView, links: readonly Relink[]): EditResult {
  const texts = new Set<string>();
  let now = view;
  let left = links;
  while (left.length > 0) {
    const outer = left.filter(({ from }) => !left.some((other) => isInner(from, other.from)));
    now = withDocument(now, relinked(now, outer.length === 0 ? left : outer, texts));
    left = outer.length === 0 ? [] : left.filter((link) => !outer.includes(link)).map((link) => movedLink(link, outer));
  }
  const [first] = links;
  const named = links.length === 1 && first !== undefined;
  if (now.doc === view.doc)
    return refuse(named ? `Nothing reads ${shownSource(first.from)}.` : 'Nothing reads these fields.');
  const words = texts.size === 1 ? '1 formula reads' : `${texts.size} formulas read`;
  const said = named
    ? `${shownSource(first.to)} instead of ${shownSource(first.from)}`
    : `${links.length} fields elsewhere`;
  return { doc: now.doc, path: '', said: `${words} ${said}.` };
}

const isInner = (path: SourcePath, outer: SourcePath): boolean =>
  isWithin(path, outer) && path.steps.length > outer.steps.length;

/** Where the beginning of the link is once the paths around it have moved. */
function movedLink({ from, to }: Relink, outer: readonly Relink[]): Relink {
  const around = outer.find((link) => isInner(from, link.from));
  if (around === undefined) return { from, to };
  return {
    from: { root: around.to.root, steps: [...around.to.steps, ...from.steps.slice(around.from.steps.length)] },
    to,
  };
}

/** One round: all of these links at the same time. `texts` gathers the places of what changed. */
function relinked(view: MappingView, links: readonly Relink[], texts: Set<string>): MappingDocument {
  const rewritten = mapRootTexts(view.doc, rootScopeOf(view), (text, { scope, path, part }) => {
    const next = relinkedText(text, scope, links);
    if (next !== text) texts.add(`${path}#${part}`);
    return next;
  });
  return withRelinkedKeys(rewritten, links);
}

/** The text with what it reads at some source paths read at others. */
export function relinkedText(text: string, scope: NameScope, links: readonly Relink[]): string {
  const edits: TextEdit[] = [];
  visitNodes(treeOf(text), scope, (node, at) => {
    for (const link of links) {
      const edit = nodeEdit(node, at, link);
      if (edit === undefined) continue;
      edits.push(edit);
      return;
    }
  });
  const outer = edits.filter(
    (edit) => !edits.some((other) => other !== edit && other.start <= edit.start && edit.end <= other.end),
  );
  return outer.length === 0 ? text : withTextEdits(text, outer);
}

/** After a schema has changed, nobody knows of a field that is gone whether it lay in a list: then the names decide. */
function isSame(place: Place, path: SourcePath): boolean {
  if (place.root !== path.root) return false;
  if (isWithin(place, path) && place.steps.length === path.steps.length) return true;
  if (place.schema !== undefined) return false;
  return isEqual(namesOf(place.steps), namesOf(path.steps));
}

/** Where the node itself writes the last step of the path: what only stands for it is changed where it is named. */
function nodeEdit(node: Expression, scope: NameScope, { from, to }: Relink): TextEdit | undefined {
  if (node.kind === 'name') return ownFieldEdit(node, scope, { from, to });
  if (node.kind === 'call') return soughtFieldEdit(node, scope, { from, to });
  const written = writtenStep(node);
  if (written === undefined || !writesLastStep(written, scope, from)) return undefined;
  if (isSibling(from, to)) return lastStepEdit(node, to.steps.at(-1) ?? '');
  const place = exactPlace(originOfNode(node, scope));
  if (place === undefined || !isSame(place, from)) return undefined;
  return chainEdit(node, scope, to) ?? rootEdit(node, scope, to);
}

interface WrittenStep {
  readonly name: string;
  readonly object: Expression;
}

/** `.name` and `["name"]` */
function writtenStep(node: Expression): WrittenStep | undefined {
  if (node.kind === 'member') return { name: node.name, object: node.object };
  if (node.kind !== 'index' || node.index.kind !== 'literal' || typeof node.index.value !== 'string') return undefined;
  return { name: node.index.value, object: node.object };
}

/** A key of a group, or a field that is made here, may hold the field without being its name. */
function writesLastStep({ name, object }: WrittenStep, scope: NameScope, from: SourcePath): boolean {
  if (from.steps.length === 0) return true;
  const { taken, fields } = originOfNode(object, scope);
  const [only, ...others] = taken;
  if (only === undefined || others.length > 0 || fields !== undefined) return false;
  return only.place.root === from.root && isEqual([...namesOf(only.place.steps), name], namesOf(from.steps));
}

const namesOf = (steps: readonly string[]): string[] => steps.filter((step) => step !== eachStep);

const isEqual = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((step, at) => step === right[at]);

const isSibling = (from: SourcePath, to: SourcePath): boolean =>
  from.root === to.root &&
  from.steps.length === to.steps.length &&
  to.steps.at(-1) !== eachStep &&
  from.steps.slice(0, -1).every((step, at) => step === to.steps[at]);

function lastStepEdit(node: Expression, name: string): TextEdit | undefined {
  if (node.kind === 'member') return { start: node.nameStart, end: node.end, text: quoteMember(name) };
  return node.kind === 'index' ? { start: node.index.start, end: node.index.end, text: quoteText(name) } : undefined;
}

/** The longest beginning of the chain that leads to the new place stays as it is written. */
function chainEdit(node: Expression, scope: NameScope, to: SourcePath): TextEdit | undefined {
  let at = node;
  while (at.kind === 'member' || at.kind === 'index' || at.kind === 'each') {
    at = at.object;
    const place = exactPlace(originOfNode(at, scope));
    if (place === undefined || !isWithin(to, place) || place.steps.length === to.steps.length) continue;
    const rest = to.steps.slice(place.steps.length).filter((step) => step !== eachStep);
    return { start: at.end, end: node.end, text: rest.map((step) => `.${quoteMember(step)}`).join('') };
  }
  return undefined;
}

function rootEdit(node: Expression, scope: NameScope, to: SourcePath): TextEdit | undefined {
  const text = pathTextIn(scope, to);
  return text === undefined ? undefined : { start: node.start, end: node.end, text: text.text };
}

/** A field of the item that a filter or lambda walks over, read by its name alone: `[qty > 1]`. */
function ownFieldEdit(
  node: Expression & { kind: 'name' },
  scope: NameScope,
  { from, to }: Relink,
): TextEdit | undefined {
  if (!mayBeOwnField(scope, node.name)) return undefined;
  const place = exactPlace(originOfNode(node, scope));
  if (place === undefined || !isSame(place, from) || node.name !== namesOf(from.steps).at(-1)) return undefined;
  const name = to.steps.at(-1) ?? '';
  const text = isSibling(from, to) && !isNamed(scope, name) ? quoteName(name) : pathTextIn(scope, to)?.text;
  return text === undefined ? undefined : { start: node.start, end: node.end, text };
}

/** `FINDWHERE(list, { sku: … })` names a field of the items. */
function soughtFieldEdit(
  { name, args: [list, wanted] }: CallNode,
  scope: NameScope,
  { from, to }: Relink,
): TextEdit | undefined {
  if (name !== 'FINDWHERE' || list === undefined || wanted?.kind !== 'object' || !isSibling(from, to)) return undefined;
  const entry = wanted.entries.find(({ key }) => writesLastStep({ name: key, object: list }, scope, from));
  if (entry === undefined) return undefined;
  return { start: entry.start, end: entry.nameEnd, text: quoteMember(to.steps.at(-1) ?? '') };
}

/** Whether no scope between here and the item has the name. */
function mayBeOwnField(scope: NameScope, name: string): boolean {
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.names.has(name)) return false;
    if (at.item?.shadows === true) return true;
  }
  return false;
}

const isNamed = (scope: NameScope, name: string): boolean => binderOf(scope, name)?.names.has(name) === true;

/** The key of a lookup source is a path of its items. */
function withRelinkedKeys(doc: MappingDocument, links: readonly Relink[]): MappingDocument {
  const { sources } = doc;
  if (sources === undefined) return doc;
  let isChanged = false;
  const entries = Object.entries(sources).map(([name, source]): [string, typeof source] => {
    const key = source.key === undefined ? undefined : keySteps(source.key);
    const link =
      key === undefined ? undefined : links.find(({ from, to }) => isKey(quoteName(name), key, { from, to }));
    if (link === undefined) return [name, source];
    isChanged = true;
    return [name, { ...source, key: pathText(link.to.steps.slice(1)) }];
  });
  return isChanged ? { ...doc, sources: Object.fromEntries(entries) } : doc;
}

const keySteps = (key: string): string[] =>
  (parsePath(key) ?? []).flatMap((step) => (step.kind === 'name' ? [step.name] : []));

const isKey = (root: string, key: readonly string[], { from, to }: Relink): boolean =>
  from.root === root &&
  to.root === root &&
  to.steps[0] === eachStep &&
  JSON.stringify(from.steps) === JSON.stringify([eachStep, ...key]);

const pathText = ([first = '', ...rest]: readonly string[]): string =>
  quoteName(first) +
  rest
    .filter((step) => step !== eachStep)
    .map((step) => `.${quoteMember(step)}`)
    .join('');
