// Which fields of two lists pair their items: by name, by the role of the source, and by the values of samples.
import { quoteMember } from '@patchbay/model/expression';
import type { Json } from '@patchbay/model/schema';
import { typesOf } from '@patchbay/model/schema';
import type { MappingView } from '../../lineage/mapping-view.ts';
import { eachStep } from '../../lineage/source-path.ts';
import type { SourcePath } from '../../lineage/source-path.ts';
import { sameName } from '../best-pairs.ts';
import { fieldsOf, sourceShape } from '../shapes.ts';
import type { FieldShape } from '../shapes.ts';
import { sampleValues } from './sample-values.ts';

export interface KeyPair {
  /** The field of the loop's items, and that of the partner's. */
  readonly key: string;
  readonly item: string;
  readonly reason: string;
}

interface Lists {
  readonly view: MappingView;
  readonly values?: ((source: SourcePath) => readonly Json[]) | undefined;
  /** The list that is looped over, and the one to be joined. */
  readonly loop: SourcePath;
  readonly partner: SourcePath;
}

const maxPairs = 3;

/** The likeliest pairs of keys, best first; empty when nothing speaks for any. */
export function joinKeys(lists: Lists): KeyPair[] {
  const { view, loop, partner } = lists;
  const left = keyFields(view, loop);
  const right = keyFields(view, partner);
  const declared = partner.steps.length === 0 ? declaredKey(view, partner.root) : undefined;
  const scored = left.flatMap((key) =>
    right.flatMap((item) => {
      const found = judged(lists, { key, item, declared });
      return found.score <= 0 ? [] : [{ ...found, key: key.name, item: item.name }];
    }),
  );
  scored.sort((a, b) => b.score - a.score);
  return scored
    .slice(0, maxPairs)
    .map(({ key, item, reason }) => ({ key: quoteMember(key), item: quoteMember(item), reason }));
}

const keyFields = (view: MappingView, list: SourcePath): FieldShape[] =>
  fieldsOf(sourceShape(view, itemPath(list))).filter(
    ({ kind, schema }) => (kind === 'value' || kind === 'any') && !typesOf(schema ?? {}).includes('boolean'),
  );

const itemPath = ({ root, steps }: SourcePath): SourcePath => ({ root, steps: [...steps, eachStep] });

const declaredKey = (view: MappingView, root: string): string | undefined => {
  const sources = view.doc.sources ?? {};
  return Object.hasOwn(sources, root) ? sources[root]?.key : undefined;
};

const keyLike = /(^|[_\W])(id|key|code|sku|no|nr|number|num|ref|ean|gtin|uuid)$|(Id|Key|Code|Sku|No|Nr|Number|Ref)$/;

interface Candidate {
  readonly key: FieldShape;
  readonly item: FieldShape;
  readonly declared: string | undefined;
}

function judged(lists: Lists, { key, item, declared }: Candidate): { score: number; reason: string } {
  const reasons: string[] = [];
  let score = 0;
  if (sameTypes(key, item)) score += 0.1;
  else return { score: 0, reason: '' };
  if (sameName(key.name) === sameName(item.name)) {
    score += keyLike.test(item.name) ? 1 : 0.5;
    reasons.push('same name');
  } else if (meansSame(lists, key, item)) {
    score += 0.8;
    reasons.push(`${key.name} names its ${item.name}`);
  }
  if (declared === item.name) {
    score += 0.4;
    reasons.push('the key of the source');
  }
  const shared = sharedValues(lists, key, item);
  score += shared;
  if (shared > 0) reasons.push('the samples share its values');
  return reasons.length === 0 || (score < 0.5 && shared <= 0)
    ? { score: 0, reason: '' }
    : { score, reason: reasons.join(', ') };
}

const sameTypes = (left: FieldShape, right: FieldShape): boolean => {
  const have = typesOf(left.schema ?? {});
  const want = typesOf(right.schema ?? {});
  const isNumber = (types: readonly string[]): boolean => types.includes('number') || types.includes('integer');
  return (
    have.length === 0 ||
    want.length === 0 ||
    have.some((type) => type !== 'null' && want.includes(type)) ||
    (isNumber(have) && isNumber(want))
  );
};

/** `product_id` beside `id` of products. */
function meansSame({ partner }: Lists, key: FieldShape, item: FieldShape): boolean {
  const list = sameName(partner.steps.findLast((step) => step !== eachStep) ?? partner.root).replace(/s$/, '');
  return sameName(key.name) === list + sameName(item.name);
}

/** Up to 0.8 where values are shared and tell the partner's items apart; less than nothing where none is shared. */
function sharedValues(lists: Lists, key: FieldShape, item: FieldShape): number {
  const left = valuesOf(lists, lists.loop, key.name);
  const right = valuesOf(lists, lists.partner, item.name);
  if (left.length === 0 || right.length === 0) return 0;
  const known = new Set(right);
  const shared = left.filter((value) => known.has(value)).length / left.length;
  const unique = known.size / right.length;
  return shared === 0 ? -0.4 : 0.8 * shared * unique;
}

const valuesOf = (lists: Lists, list: SourcePath, name: string): Json[] =>
  sampleValues(lists, { root: list.root, steps: [...list.steps, eachStep, name] }).filter(
    (value) => value !== null && typeof value !== 'object' && value !== '',
  );
