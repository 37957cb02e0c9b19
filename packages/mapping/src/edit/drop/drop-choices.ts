// What a drop of a source row on a target row may do. Decided from both ends: a chooser with one likely choice, or the
// reason in words why it cannot work.
import { quoteName } from '@patchbay/model/expression';
import { isLoop, isStructure } from '@patchbay/model/mapping';
import { withDocument } from '../../lineage/mapping-view.ts';
import type { MappingView } from '../../lineage/mapping-view.ts';
import { isRefusal, refuse } from '../edit.ts';
import type { Refusal } from '../edit.ts';
import { childPath } from '../../rules/rule-path.ts';
import { sameName } from '../best-pairs.ts';
import { ruleAt, shownPath } from '../rule-at.ts';
import { fieldsOf } from '../shapes.ts';
import { asChoice } from './drop-choice.ts';
import type { Draft, Drop, DropChoices, DropKind } from './drop-choice.ts';
import { dropSite, shownSource, sourceName } from './drop-site.ts';
import type { DropSite } from './drop-site.ts';
import { pairLists, withLoops } from './implied-loops.ts';
import type { LoopPlan } from './implied-loops.ts';
import { likelyDigest, listOntoValue } from './list-onto-value.ts';
import { listOntoList } from './list-onto-list.ts';
import { pairings } from './other-list.ts';
import {
  listOntoStructure,
  structureOntoList,
  structureOntoStructure,
  structureOntoValue,
  valueOntoStructure,
} from './structures.ts';
import { valueOntoList } from './value-onto-list.ts';
import { secondValue, valueOntoValue } from './value-onto-value.ts';

/** The choices for a drop, or why there is none. Nothing is changed until a choice is applied. */
export function dropChoices(view: MappingView, drop: Drop): DropChoices | Refusal {
  const site = dropSite(view, drop);
  if (site === undefined) {
    const hidden = quoteName(drop.source.root);
    return refuse(`${hidden} means something else at ${shownPath(drop.target)}: rename the name that hides it.`);
  }
  if (site.source.steps.includes('*'))
    return refuse('Fields of any name have no single path: write a formula with ENTRIES().');
  const { kind, drafts, likely } = decided(site);
  if (isRefusal(drafts)) return drafts;
  const choices = drafts.map(asChoice(kind));
  const wanted = drop.remembered?.[kind] ?? likely;
  const position = choices.findIndex(({ id }) => id === wanted);
  return { kind, choices, preferred: position === -1 ? 0 : position };
}

interface Decided {
  readonly kind: DropKind;
  readonly drafts: Draft[] | Refusal;
  /** The `id` of the choice that is likely meant, when it is not the first. */
  readonly likely?: string | undefined;
}

function decided(site: DropSite): Decided {
  const target = targetKind(site);
  if (site.gaps.length > 0) return { kind: 'implied-loop', drafts: impliedLoops(site) };
  const source = site.from.kind === 'any' ? (site.lists.length > 0 ? 'value' : target) : site.from.kind;
  if (source === 'list') return listDrop(site, target);
  if (source === 'structure') return structureDrop(site, target);
  if (target === 'list') return { kind: 'value-to-list', drafts: valueOntoList(site) };
  if (target === 'structure')
    return { kind: 'value-to-structure', drafts: ontoField(site) ?? valueOntoStructure(site) };
  return valueDrop(site);
}

/** A value onto a structure goes to the field of its name, when that has no rule yet. */
function ontoField(site: DropSite): Draft[] | undefined {
  const name = sameName(sourceName(site.source));
  const field = fieldsOf(site.to).find((one) => one.kind === 'value' && name !== '' && sameName(one.name) === name);
  const path = field === undefined ? undefined : childPath(site.target, field.name);
  if (path === undefined || ruleAt(site.view.doc, path) !== undefined) return undefined;
  const inner = dropSite(site.view, { ...site, target: path });
  const drafts = inner === undefined ? undefined : decided(inner).drafts;
  if (drafts === undefined || isRefusal(drafts)) return undefined;
  return drafts.slice(0, 1).map((draft) => ({ ...draft, id: 'same-name', title: `Onto ${shownPath(path)}` }));
}

/** What is not known about a target is what is dropped on it. */
function targetKind(site: DropSite): 'value' | 'list' | 'structure' {
  if (site.to.kind !== 'any') return site.to.kind;
  const { rule } = site.to;
  if (rule !== undefined) return isStructure(rule) ? (isLoop(rule) ? 'list' : 'structure') : 'value';
  if (site.from.kind === 'list' || site.from.kind === 'structure') return site.from.kind;
  return 'value';
}

function listDrop(site: DropSite, target: 'value' | 'list' | 'structure'): Decided {
  if (target === 'list') {
    const isSecond = site.to.rule !== undefined;
    return { kind: isSecond ? 'second-list' : 'list-to-list', drafts: listOntoList(site) };
  }
  if (target === 'structure') return { kind: 'list-to-structure', drafts: listOntoStructure(site) };
  return { kind: 'list-to-value', drafts: listOntoValue(site), likely: likelyDigest(site) };
}

function structureDrop(site: DropSite, target: 'value' | 'list' | 'structure'): Decided {
  if (target === 'list') return { kind: 'structure-to-list', drafts: structureOntoList(site) };
  if (target === 'structure') return { kind: 'structure-to-structure', drafts: structureOntoStructure(site) };
  return { kind: 'structure-to-value', drafts: structureOntoValue(site) };
}

function valueDrop(site: DropSite): Decided {
  const { rule } = site.to;
  if (site.path.lists === 0 || site.part !== undefined) {
    const isSecond = site.part === undefined && rule !== undefined && !isStructure(rule) && !isBlank(rule);
    return isSecond
      ? { kind: 'second-value', drafts: secondValue(site, rule) }
      : { kind: 'value-to-value', drafts: valueOntoValue(site) };
  }
  const paired = pairings(site);
  const digested = listOntoValue(site);
  if (paired.length === 0) return { kind: 'list-to-value', drafts: digested, likely: likelyDigest(site) };
  const drafts = isRefusal(digested) ? paired : [...paired, ...digested];
  const isJoined = paired.some(({ id }) => id === 'join');
  return { kind: 'other-list', drafts, likely: isJoined ? 'join' : likelyDigest(site) };
}

const isBlank = (rule: NonNullable<DropSite['to']['rule']>): boolean => 'expr' in rule && rule.expr.trim() === '';

/** The loops that the line implies, then the same drop inside them. */
function impliedLoops(site: DropSite): Draft[] | Refusal {
  const { lists, gaps, source } = site;
  const [outermost] = lists;
  const end = outermost === undefined ? source.steps.length : outermost.steps.length;
  const around = { root: source.root, steps: source.steps.slice(0, Math.max(0, end - 1)) };
  const plans = pairLists(lists, gaps, around);
  const own = looped(site, plans);
  const outer = lists.length > 0 && lists.length < gaps.length ? looped(site, outerPlans(site)) : [];
  const drafts = [...own, ...outer.map((draft) => ({ ...draft, id: 'outer-loop' }))];
  if (drafts.length > 0) return drafts;
  const list = shownPath(gaps.at(-1) ?? '');
  if (site.from.kind === 'list')
    return refuse(`Nothing loops over ${list} yet: drop ${shownSource(source)} on it, or one of its fields here.`);
  return refuse(`${shownSource(source)} cannot be read for each item of ${list}: make a loop there first.`);
}

/** Fewer source lists than target lists: the outermost take them, those inside hold one item. */
function outerPlans({ lists, gaps, source }: DropSite): LoopPlan[] {
  return gaps.map((target, at): LoopPlan => {
    const each = lists[at];
    const last = lists.at(-1) ?? source;
    return each === undefined
      ? { target, filling: { one: { root: last.root, steps: [...last.steps, '[]'] } } }
      : { target, filling: { each } };
  });
}

function looped(site: DropSite, plans: readonly LoopPlan[]): Draft[] {
  const made = withLoops(site.view, plans);
  if (made === undefined) return [];
  const inner = dropSite(withDocument(site.view, made.view.doc), site);
  if (inner === undefined || inner.gaps.length > 0) return [];
  const { drafts } = decided(inner);
  if (isRefusal(drafts)) return [];
  const isEach = plans.some(({ filling }) => 'each' in filling);
  const words = made.said.join(' ');
  return drafts.slice(0, 1).map((draft): Draft => ({
    ...draft,
    id: isEach ? 'loop' : 'one-item',
    title: isEach ? 'Make a loop' : 'Make one item',
    detail: words.replace(/^Made a loop: f/, 'F'),
    edit: () => {
      const edit = draft.edit();
      return { ...edit, said: `${words} ${edit.said}` };
    },
  }));
}
