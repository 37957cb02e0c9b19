// One field before and after: each change with a sentence and with whom it hurts.
import type { Json } from './json.ts';
import type { SchemaNode } from './flatten-schema.ts';
import type { ChangeKind, SchemaChange, SchemaRole } from './schema-change.ts';
import { typeInWords } from './assignable.ts';

/** Whom a change breaks: rules that read the field (`source`), that write it (`target`), both or none. */
type Breaks = 'source' | 'target' | 'both' | 'none';

interface Finding {
  readonly kind: ChangeKind;
  readonly breaks: Breaks;
  /** Follows the path: "is no longer a list". */
  readonly clause: string;
  readonly before?: Json;
  readonly after?: Json;
}

type Compare = (before: SchemaNode, after: SchemaNode) => Finding | undefined;

export function changesOfField(before: SchemaNode, after: SchemaNode, role: SchemaRole | undefined): SchemaChange[] {
  return comparisons.flatMap((compare) => {
    const finding = compare(before, after);
    if (finding === undefined) return [];
    const { breaks, clause, ...rest } = finding;
    const isBreaking = breaks === 'both' || (breaks !== 'none' && (role === undefined || breaks === role));
    const name = after.path === '' ? 'The whole' : after.path;
    return [
      { ...rest, path: after.path, severity: isBreaking ? 'breaking' : 'compatible', message: `${name} ${clause}.` },
    ];
  });
}

const inWords = (types: SchemaNode['types']): string =>
  types.length === 0 ? 'anything' : types.map((type) => typeInWords(type)).join(' or ');

const admits = (types: SchemaNode['types'], wanted: SchemaNode['types']): boolean =>
  types.length === 0 ||
  (wanted.length > 0 &&
    wanted.every((type) => types.includes(type) || (type === 'integer' && types.includes('number'))));

const compareTypes: Compare = (before, after) => {
  const wider = admits(after.types, before.types);
  const narrower = admits(before.types, after.types);
  if (wider && narrower) return undefined;
  const breaks: Breaks = wider ? 'source' : narrower ? 'target' : 'both';
  const clause = `was ${inWords(before.types)} and is now ${inWords(after.types)}`;
  return { kind: 'type', breaks, clause, before: [...before.types], after: [...after.types] };
};

const compareFormats: Compare = (before, after) => {
  const [old, now] = [before.item.format, after.item.format];
  if (old === now) return undefined;
  const kind = 'format';
  if (now === undefined)
    return { kind, breaks: 'source', clause: `need no longer be written as ${old}`, before: old ?? null };
  if (old === undefined) return { kind, breaks: 'target', clause: `must now be written as ${now}`, after: now };
  return {
    kind,
    breaks: 'both',
    clause: `was written as ${old} and is now written as ${now}`,
    before: old,
    after: now,
  };
};

const compareRequired: Compare = (before, after) => {
  if (before.required === after.required) return undefined;
  const flags = { before: before.required, after: after.required };
  return after.required
    ? { kind: 'required', breaks: 'target', clause: 'is now required', ...flags }
    : { kind: 'required', breaks: 'source', clause: 'is no longer required and may be missing', ...flags };
};

const compareNullable: Compare = (before, after) => {
  if (before.nullable === after.nullable) return undefined;
  const flags = { before: before.nullable, after: after.nullable };
  return after.nullable
    ? { kind: 'nullable', breaks: 'source', clause: 'may now be null', ...flags }
    : { kind: 'nullable', breaks: 'target', clause: 'may no longer be null', ...flags };
};

const compareCardinality: Compare = (before, after) => {
  if (before.cardinality === after.cardinality) return undefined;
  const clause = after.cardinality === 'many' ? 'is now a list' : 'is no longer a list';
  return { kind: 'cardinality', breaks: 'both', clause, before: before.cardinality, after: after.cardinality };
};

const valuesOf = ({ item }: SchemaNode): Json[] | undefined =>
  item.enum ?? (item.const === undefined ? undefined : [item.const]);

const shown = (values: readonly Json[]): string => {
  const texts = values.slice(0, 5).map((value) => JSON.stringify(value));
  return values.length > 5 ? `${texts.join(', ')} and ${values.length - 5} more` : texts.join(', ');
};

const compareEnums: Compare = (before, after) => {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  if (old === undefined && now === undefined) return undefined;
  const values = { before: old ?? null, after: now ?? null };
  const kind = 'enum';
  if (old === undefined) return { kind, breaks: 'target', clause: `now allows only ${shown(now ?? [])}`, ...values };
  if (now === undefined) return { kind, breaks: 'source', clause: 'now allows any value', ...values };
  const texts = (list: readonly Json[]): Set<string> => new Set(list.map((value) => JSON.stringify(value)));
  const [oldTexts, nowTexts] = [texts(old), texts(now)];
  const gone = old.filter((value) => !nowTexts.has(JSON.stringify(value)));
  const fresh = now.filter((value) => !oldTexts.has(JSON.stringify(value)));
  if (gone.length === 0 && fresh.length === 0) return undefined;
  if (gone.length === 0) return { kind, breaks: 'source', clause: `now also allows ${shown(fresh)}`, ...values };
  if (fresh.length === 0) return { kind, breaks: 'target', clause: `no longer allows ${shown(gone)}`, ...values };
  return { kind, breaks: 'both', clause: `no longer allows ${shown(gone)}, but allows ${shown(fresh)}`, ...values };
};

interface Bounds {
  readonly kind: 'length' | 'range';
  readonly low: 'minLength' | 'minimum' | 'minItems';
  readonly high: 'maxLength' | 'maximum' | 'maxItems';
  readonly unit: string;
  readonly on: 'item' | 'schema';
}

const boundsCompare =
  ({ kind, low, high, unit, on }: Bounds): Compare =>
  (before, after) => {
    const old = { low: before[on][low] ?? -Infinity, high: before[on][high] ?? Infinity };
    const now = { low: after[on][low] ?? -Infinity, high: after[on][high] ?? Infinity };
    if (old.low === now.low && old.high === now.high) return undefined;
    const isTighter = now.low > old.low || now.high < old.high;
    const isLooser = now.low < old.low || now.high > old.high;
    const clause = `may now be ${boundsInWords(now, unit)} (before: ${boundsInWords(old, unit)})`;
    return {
      kind,
      breaks: isTighter ? 'target' : isLooser && kind === 'length' ? 'none' : 'source',
      clause,
      before: [finite(old.low), finite(old.high)],
      after: [finite(now.low), finite(now.high)],
    };
  };

const finite = (bound: number): number | null => (Number.isFinite(bound) ? bound : null);

function boundsInWords({ low, high }: { low: number; high: number }, unit: string): string {
  if (low === -Infinity && high === Infinity) return 'anything';
  if (low === -Infinity) return `at most ${high}${unit}`;
  return high === Infinity ? `at least ${low}${unit}` : `${low} to ${high}${unit}`;
}

const comparePatterns: Compare = (before, after) => {
  const [old, now] = [before.item.pattern, after.item.pattern];
  if (old === now) return undefined;
  if (now === undefined) return { kind: 'pattern', breaks: 'none', clause: 'need no longer follow a pattern' };
  return {
    kind: 'pattern',
    breaks: 'target',
    clause: `must now follow the pattern ${now}`,
    before: old ?? null,
    after: now,
  };
};

const comparisons: readonly Compare[] = [
  compareCardinality,
  compareTypes,
  compareFormats,
  compareRequired,
  compareNullable,
  compareEnums,
  boundsCompare({ kind: 'length', low: 'minLength', high: 'maxLength', unit: ' characters long', on: 'item' }),
  boundsCompare({ kind: 'range', low: 'minimum', high: 'maximum', unit: '', on: 'item' }),
  boundsCompare({ kind: 'range', low: 'minItems', high: 'maxItems', unit: ' items', on: 'schema' }),
  comparePatterns,
];
