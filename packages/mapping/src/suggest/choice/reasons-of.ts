// Why a pair was suggested, in words that people can check.
import { labelText } from '../fields/label-text.ts';
import { leastLikeness } from '../likeness/word-likeness.ts';
import type { NameToken } from '../names/read-name.ts';
import type { MatchReason } from '../suggestion.ts';
import type { Comparer } from './compare.ts';
import type { Choice } from './choose.ts';

const maxReasons = 6;
const leastStructure = 0.5;

export function reasonsOf(choice: Choice, comparer: Comparer): MatchReason[] {
  const { pair, reach, remembered, through } = choice;
  const reasons: MatchReason[] = [];
  if (remembered === 'confirmed') reasons.push({ kind: 'memory', detail: 'confirmed before' });
  if (remembered === 'composed') {
    const detail = through === undefined ? 'mapped so in another mapping' : `mapped through ${through}`;
    reasons.push({ kind: 'composition', detail });
  }
  const isCryptic = comparer.source.side.cryptic.has(pair.source) || comparer.target.side.cryptic.has(pair.target);
  const other = comparer.otherName(pair.source, pair.target);
  if (other !== null && other.likeness === pair.name) {
    reasons.push({ kind: 'synonym', detail: `known as “${other.text}” too` });
  } else if (pair.byLabel || isCryptic) reasons.push(labelReason(choice, comparer));
  else reasons.push(...nameReasons(pair, comparer));
  if (pair.values !== undefined && pair.values.shared > 0) {
    reasons.push({ kind: 'samples', detail: `${pair.values.shared} of ${pair.values.of} sample values alike` });
  } else if (pair.values !== undefined && pair.values.score >= 0.5) {
    reasons.push({ kind: 'samples', detail: 'sample values of the same form' });
  }
  reasons.push(...structureReasons(choice, comparer));
  if (pair.type >= 0.95) reasons.push({ kind: 'type', detail: 'type equal' });
  else if (pair.type < 0.5) reasons.push({ kind: 'doubt', detail: 'types differ' });
  if (pair.contrast !== 'none') reasons.push({ kind: 'doubt', detail: 'the names may mean different things' });
  if (reach === 'first') reasons.push({ kind: 'doubt', detail: 'a list into one value: choose which item' });
  return reasons.slice(0, maxReasons);
}

/** The pairs of words that made two names alike. */
export function nameReasons(pair: { source: number; target: number }, comparer: Comparer): MatchReason[] {
  const from = tokensOf(comparer.source.side, pair.source, comparer);
  const to = tokensOf(comparer.target.side, pair.target, comparer);
  if (to.length > 0 && from.map(({ word }) => word).join(' ') === to.map(({ word }) => word).join(' ')) {
    const isShort = [...from, ...to].some((token) => token.isShort);
    const plain = { kind: 'name', detail: 'name equal' } as const;
    return isShort ? wordReasons(from, to, comparer) : [plain];
  }
  return wordReasons(from, to, comparer);
}

type Side = Comparer['source']['side'];

const tokensOf = (side: Side, field: number, comparer: Comparer): readonly (NameToken & { id: number })[] => {
  const words = side.own[field] ?? [];
  const named = side.contextOf[field] === side.fields[field]?.parent ? field : (side.fields[field]?.parent ?? field);
  const { tokens } = comparer.vocabulary.read(side.fields[named]?.name ?? '');
  return words.flatMap((id, at) => {
    const token = tokens[at];
    return token === undefined ? [] : [{ ...token, id }];
  });
};

function wordReasons(
  from: readonly (NameToken & { id: number })[],
  to: readonly (NameToken & { id: number })[],
  comparer: Comparer,
): MatchReason[] {
  const reasons: MatchReason[] = [];
  for (const target of to) {
    let best: (NameToken & { id: number }) | undefined;
    let likeness = 0;
    for (const source of from) {
      const found = comparer.table.of(source.id, target.id);
      if (found > likeness) [best, likeness] = [source, found];
    }
    if (best === undefined || likeness < leastLikeness) continue;
    reasons.push(wordReason(best, target, likeness));
  }
  return reasons.filter((reason, at) => reasons.findIndex((other) => other.detail === reason.detail) === at);
}

function wordReason(source: NameToken, target: NameToken, likeness: number): MatchReason {
  if (likeness === 1 && source.written === target.written)
    return { kind: 'name', detail: `“${target.written}” in both` };
  if (likeness === 1 && (source.isShort || target.isShort)) {
    return { kind: 'abbreviation', detail: `${source.written} = ${target.written}` };
  }
  if (source.concept >= 0 && target.concept >= 0 && likeness < 1) {
    return { kind: 'synonym', detail: `${source.written} ~ ${target.written}` };
  }
  return { kind: 'name', detail: `${source.written} ≈ ${target.written}` };
}

function labelReason({ pair }: Choice, comparer: Comparer): MatchReason {
  const source = comparer.source.side.fields[pair.source];
  const target = comparer.target.side.fields[pair.target];
  const texts = [source, target].flatMap((field) => (field === undefined ? [] : [labelText(field.schema)]));
  const text = texts.find((one) => one !== undefined) ?? '';
  return { kind: 'description', detail: `described as “${text.slice(0, 60)}”` };
}

function structureReasons({ pair }: Choice, comparer: Comparer): MatchReason[] {
  const from = comparer.source.side;
  const to = comparer.target.side;
  const source = from.contextOf[pair.source] ?? -1;
  const target = to.contextOf[pair.target] ?? -1;
  if (source === -1 || target === -1 || from.fields[source]?.parent === -1 || to.fields[target]?.parent === -1) {
    return pair.structure >= leastStructure ? [{ kind: 'structure', detail: 'like neighbours' }] : [];
  }
  if (comparer.nameLikeness(source, target) >= 0.75) return [{ kind: 'structure', detail: 'same parent' }];
  return pair.structure >= leastStructure ? [{ kind: 'structure', detail: 'like neighbours' }] : [];
}
