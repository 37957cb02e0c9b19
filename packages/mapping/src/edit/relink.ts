// A source field is somewhere else now: every text that reads it reads it there, whatever names it goes through.
import { parsePath, quoteMember, quoteName, quoteText } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { MappingView } from '../lineage/mapping-view.ts';
import { binderOf } from '../lineage/name-scope.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import { originOfNode, treeOf } from '../lineage/origin-of.ts';
import { rootScopeOf } from '../lineage/rule-scope.ts';
import { visitNodes } from '../lineage/visit-nodes.ts';
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

/** Every reading of one source path becomes a reading of another. Names that stand for it stay names of it. */
export function relink(view: MappingView, from: SourcePath, to: SourcePath): EditResult {
  let changed = 0;
  const rewritten = mapRootTexts(view.doc, rootScopeOf(view), (text, { scope }) => {
    const next = relinkedText(text, scope, { from, to });
    if (next !== text) changed += 1;
    return next;
  });
  const doc = withRelinkedKeys(rewritten, { from, to });
  if (doc === view.doc) return refuse(`Nothing reads ${shownSource(from)}.`);
  const words = changed === 1 ? '1 formula reads' : `${changed} formulas read`;
  return { doc, path: '', said: `${words} ${shownSource(to)} instead of ${shownSource(from)}.` };
}

export interface Relink {
  readonly from: SourcePath;
  readonly to: SourcePath;
}

/** The text with what it reads at one source path read at another. */
export function relinkedText(text: string, scope: NameScope, link: Relink): string {
  const edits: TextEdit[] = [];
  visitNodes(treeOf(text), scope, (node, at) => {
    const edit = nodeEdit(node, at, link);
    if (edit !== undefined) edits.push(edit);
  });
  return edits.length === 0 ? text : withTextEdits(text, edits);
}

const isSame = (left: SourcePath, right: SourcePath): boolean =>
  isWithin(left, right) && left.steps.length === right.steps.length;

/** Where the node itself writes the last step of the path: what only stands for it is changed where it is named. */
function nodeEdit(node: Expression, scope: NameScope, { from, to }: Relink): TextEdit | undefined {
  if (node.kind === 'name') return ownFieldEdit(node, scope, { from, to });
  const isStep =
    node.kind === 'member' ||
    (node.kind === 'index' && node.index.kind === 'literal' && typeof node.index.value === 'string');
  if (!isStep) return undefined;
  const place = exactPlace(originOfNode(node, scope));
  if (place === undefined || !isSame(place, from)) return undefined;
  if (isSibling(from, to)) return lastStepEdit(node, to.steps.at(-1) ?? '');
  return chainEdit(node, scope, to) ?? rootEdit(node, scope, to);
}

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
  if (place === undefined || !isSame(place, from)) return undefined;
  const name = to.steps.at(-1) ?? '';
  const text = isSibling(from, to) && !isNamed(scope, name) ? quoteName(name) : pathTextIn(scope, to)?.text;
  return text === undefined ? undefined : { start: node.start, end: node.end, text };
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
function withRelinkedKeys(doc: MappingDocument, { from, to }: Relink): MappingDocument {
  const { sources } = doc;
  if (sources === undefined || from.root !== to.root) return doc;
  let isChanged = false;
  const entries = Object.entries(sources).map(([name, source]): [string, typeof source] => {
    const key =
      source.key === undefined
        ? undefined
        : (parsePath(source.key) ?? []).flatMap((step) => (step.kind === 'name' ? [step.name] : []));
    const isRead =
      key !== undefined &&
      quoteName(name) === from.root &&
      isSame({ root: from.root, steps: [eachStep, ...key] }, from);
    if (!isRead || to.steps[0] !== eachStep) return [name, source];
    isChanged = true;
    return [name, { ...source, key: pathText(to.steps.slice(1)) }];
  });
  return isChanged ? { ...doc, sources: Object.fromEntries(entries) } : doc;
}

const pathText = ([first = '', ...rest]: readonly string[]): string =>
  quoteName(first) +
  rest
    .filter((step) => step !== eachStep)
    .map((step) => `.${quoteMember(step)}`)
    .join('');
