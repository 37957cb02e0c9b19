// What the lines say: where the document's rules read from, what auto-map proposes, and where types do not fit.
import type { MapperData } from '../data/mapper-data.ts';
import { scoreWords } from '../auto-map/suggestion.ts';
import type { Suggestion } from '../auto-map/suggestion.ts';
import { typeWord } from '../rows/type-words.ts';
import type { Relation } from './wire.ts';

/** Problems that are about the value itself and so belong on its line: what they say where its kind stays the same. */
const clashes: ReadonlyMap<string, string> = new Map([
  ['expression.typeMismatch', 'may not fit'],
  ['mapping.targetMismatch', 'may not fit'],
  ['expression.maybeNotWhole', 'may not be whole'],
  ['expression.dateTimeCut', 'loses its time'],
  ['expression.noTimeZone', 'has no time zone'],
  ['expression.mayBeTooLong', 'may be too long'],
]);

export function relationsOf(
  data: Pick<MapperData, 'lines' | 'problemsAt' | 'sourceNodes' | 'sourceAt' | 'targetNodes' | 'targetAt'>,
  suggestions: readonly Suggestion[],
): Relation[] {
  const relations: Relation[] = data.lines.map((line) => {
    const { source, target, kind } = line;
    if (kind === 'loop') return { source, target, kind, label: 'each' };
    const words = kind === 'direct' ? clashWords(data, source, target) : undefined;
    return words === undefined ? { source, target, kind } : { source, target, kind: 'mismatch', label: words };
  });
  for (const { source, target, score, band } of suggestions) {
    if (band !== 'low') relations.push({ source, target, kind: 'suggested', label: scoreWords(score) });
  }
  return relations;
}

/** `text to number`, when the rule at the target has a problem of its type. */
function clashWords(
  { problemsAt, sourceNodes, sourceAt, targetNodes, targetAt }: Parameters<typeof relationsOf>[0],
  source: string,
  target: string,
): string | undefined {
  const clash = problemsAt.get(target)?.find(({ code }) => clashes.has(code));
  if (clash === undefined) return undefined;
  const from = sourceNodes[sourceAt.get(source) ?? -1]?.shape;
  const to = targetNodes[targetAt.get(target) ?? -1]?.shape;
  if (from === undefined || to === undefined) return 'types differ';
  const words = [typeWord({ ...from, nullable: false }), typeWord({ ...to, nullable: false })];
  return words[0] === words[1] ? clashes.get(clash.code) : words.join(' to ');
}
