// Accepted proposals of auto-map, as one edit: loops first, then the fields in them, each marked with who made it.
import type { LoopRule, MappingRule } from '@patchbay/model/mapping';
import { withDocument } from '../lineage/mapping-view.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import { scopeAt } from '../lineage/rule-scope.ts';
import type { SourcePath } from '../lineage/source-path.ts';
import { converted } from './conversion.ts';
import { sourceName } from './drop/drop-site.ts';
import { flatText } from './drop/list-onto-value.ts';
import { refuse } from './edit.ts';
import type { EditResult } from './edit.ts';
import { pathTextIn } from './expression-for.ts';
import { itemName, namesIn } from './free-name.ts';
import { ruleAt, structureAt } from './rule-at.ts';
import { setRuleMeta } from './rule-meta.ts';
import { setRule } from './set-rule.ts';
import { sourceShape, targetShape } from './shapes.ts';

export interface AcceptedSuggestion {
  /** The rule's path. */
  readonly target: string;
  readonly source: SourcePath;
  /** `loop`: the target list loops over the source list. */
  readonly kind: 'field' | 'loop';
  /** The name of the loop's item; one is found when it is taken or not given. */
  readonly as?: string | undefined;
  /** The rule's text, when it is more than the path with a conversion. */
  readonly text?: string | undefined;
  /** From 0 to 1; kept with the rule as `auto:0.93`. */
  readonly score?: number | undefined;
}

/** All of them at once: one edit, one undo. Rules that are there already give way. */
export function applySuggestions(view: MappingView, accepted: readonly AcceptedSuggestion[]): EditResult {
  const depth = ({ target }: AcceptedSuggestion): number => target.split('/').length;
  const loops = accepted.filter(({ kind }) => kind === 'loop').toSorted((a, b) => depth(a) - depth(b));
  const fields = accepted.filter(({ kind }) => kind === 'field');
  let now = view;
  let count = 0;
  for (const suggestion of [...loops, ...fields]) {
    const rule = suggestion.kind === 'loop' ? loopOf(now, suggestion) : fieldOf(now, suggestion);
    if (rule === undefined) continue;
    const written = setRule(now.doc, suggestion.target, rule);
    const { score } = suggestion;
    const by = score === undefined ? 'auto' : `auto:${score.toFixed(2)}`;
    now = withDocument(now, setRuleMeta(written, suggestion.target, { by, status: undefined }).doc);
    count += 1;
  }
  if (count === 0) return refuse('None of the proposals can be read where its target stands.');
  const left = accepted.length - count;
  const words = left === 0 ? '' : ` ${left} could not be used.`;
  const [first] = accepted;
  return {
    doc: now.doc,
    path: first?.target ?? '',
    said: `Accepted ${count} ${count === 1 ? 'proposal' : 'proposals'}.${words}`,
  };
}

function loopOf(view: MappingView, { source, target, as }: AcceptedSuggestion): LoopRule | undefined {
  const scope = scopeAt(view, target, 'for');
  const list = pathTextIn(scope, source);
  if (list === undefined) return undefined;
  const taken = namesIn(scope);
  const name = as !== undefined && !taken.has(as) ? as : itemName(as ?? sourceName(source), taken);
  const old = structureAt(view.doc, target);
  return {
    ...(old?.when === undefined ? {} : { when: old.when }),
    for: flatText(list.text, list.lists + 1),
    as: name,
    fields: old?.fields ?? {},
  };
}

function fieldOf(view: MappingView, { source, target, text }: AcceptedSuggestion): MappingRule | undefined {
  const old = ruleAt(view.doc, target);
  const kept =
    old === undefined || 'fields' in old
      ? {}
      : Object.fromEntries(
          Object.entries(old).filter(([name]) => ['when', 'note', 'onNull', 'onError', 'default'].includes(name)),
        );
  if (text !== undefined) return { ...kept, expr: text };
  const path = pathTextIn(scopeAt(view, target), source);
  const value =
    path === undefined
      ? undefined
      : converted(path.text, sourceShape(view, source).schema, targetShape(view, target).schema);
  return value === undefined || 'refused' in value ? undefined : { ...kept, expr: value.text };
}
