// Which fields of two lists pair their items: by name, by the role of the source, and by the values of samples.
import { quoteMember } from '@patchbay/model/expression';
import { typesOf } from '@patchbay/model/schema';
import type { DataType, Json } from '@patchbay/model/schema';
import type { MappingView } from '../../lineage/mapping-view.ts';
import { eachStep } from '../../lineage/source-path.ts';
import type { SourcePath } from '../../lineage/source-path.ts';
import { sameName } from '../best-pairs.ts';
import { fieldsOf, sourceShape } from '../shapes.ts';
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
  const declared = partner.steps.length === 0 ? declaredKey(view, partner.root) : undefined;
  const partnerName = sameName(partner.steps.findLast((step) => step !== eachStep) ?? partner.root).replace(/s$/, '');
  const right = keyFields(lists, partner);
  const scored = keyFields(lists, loop).flatMap((key) =>
    right.flatMap((item) => {
      const found = judged(key, item, { declared, partnerName });
      return found === undefined ? [] : [{ ...found, key: key.name, item: item.name }];
    }),
  );
  scored.sort((a, b) => b.score - a.score);
  return scored
    .slice(0, maxPairs)
    .map(({ key, item, reason }) => ({ key: quoteMember(key), item: quoteMember(item), reason }));
}

/** A field that may be a key, with what is looked at for every pair. */
interface KeyField {
  readonly name: string;
  readonly spelling: string;
  readonly types: readonly DataType[];
  readonly values: readonly Json[];
  readonly known: ReadonlySet<Json>;
}

function keyFields(lists: Lists, list: SourcePath): KeyField[] {
  const item = { root: list.root, steps: [...list.steps, eachStep] };
  const fields = fieldsOf(sourceShape(lists.view, item)).filter(
    ({ kind, schema }) => (kind === 'value' || kind === 'any') && !typesOf(schema ?? {}).includes('boolean'),
  );
  return fields.map(({ name, schema }) => {
    const values = sampleValues(lists, { root: item.root, steps: [...item.steps, name] }).filter(
      (value) => value !== null && typeof value !== 'object' && value !== '',
    );
    const types = typesOf(schema ?? {}).filter((type) => type !== 'null');
    return { name, spelling: sameName(name), types, values, known: new Set(values) };
  });
}

const declaredKey = (view: MappingView, root: string): string | undefined => {
  const sources = view.doc.sources ?? {};
  return Object.hasOwn(sources, root) ? sources[root]?.key : undefined;
};

const keyLike = /(^|[_\W])(id|key|code|sku|no|nr|number|num|ref|ean|gtin|uuid)$|(Id|Key|Code|Sku|No|Nr|Number|Ref)$/;

interface Hints {
  /** The key that the partner's source names. */
  readonly declared: string | undefined;
  readonly partnerName: string;
}

/** What speaks for the pair; undefined when not enough does. */
function judged(
  key: KeyField,
  item: KeyField,
  { declared, partnerName }: Hints,
): { score: number; reason: string } | undefined {
  if (!sameTypes(key.types, item.types)) return undefined;
  const shared = sharedValues(key, item);
  const reasons: string[] = [];
  let score = shared;
  if (key.spelling !== '' && key.spelling === item.spelling) {
    score += keyLike.test(item.name) ? 1 : 0.5;
    reasons.push('same name');
  } else if (key.spelling === partnerName + item.spelling) {
    score += 0.8;
    reasons.push(`${key.name} names its ${item.name}`);
  }
  if (shared > 0) reasons.push('the samples share its values');
  if (reasons.length === 0) return undefined;
  if (declared === item.name) {
    score += 0.4;
    reasons.push('the key of the source');
  }
  return score < 0.3 ? undefined : { score, reason: reasons.join(', ') };
}

const isNumber = (types: readonly DataType[]): boolean => types.includes('number') || types.includes('integer');

const sameTypes = (have: readonly DataType[], want: readonly DataType[]): boolean =>
  have.length === 0 ||
  want.length === 0 ||
  have.some((type) => want.includes(type)) ||
  (isNumber(have) && isNumber(want));

/** Up to 0.8 where values are shared and tell the partner's items apart; less than nothing where none is. */
function sharedValues(left: KeyField, right: KeyField): number {
  if (left.values.length === 0 || right.values.length === 0) return 0;
  const shared = left.values.filter((value) => right.known.has(value)).length / left.values.length;
  return shared === 0 ? -0.4 : 0.8 * shared * (right.known.size / right.values.length);
}
