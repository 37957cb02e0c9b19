// Reading fields. A name that no prototype has is read as a plain property and costs one load; all others are read as own properties.
import type { Expression } from '@patchbay/model/expression';
import { resolveName } from '../compile/environment.ts';
import { specialMeaning } from '../compile/special.ts';
import { literal, slotText } from './program.ts';
import { failing } from './writing.ts';
import type { Writing } from './writing.ts';

const prototypes: readonly object[] = [
  Object.prototype,
  Array.prototype,
  String.prototype,
  Number.prototype,
  Boolean.prototype,
  Function.prototype,
];
const inherited: ReadonlySet<string> = new Set(
  prototypes.flatMap((prototype) => Object.getOwnPropertyNames(prototype)),
);
/** Texts and lists have `length` and positions of their own, which are no fields. */
const isPlain = (name: string): boolean => name !== 'length' && !inherited.has(name) && !/^\d+$/.test(name);

interface Steps {
  readonly writing: Writing;
  readonly site: string;
}

/** The value of `base` (text of an expression), then field after field. */
export function generateSteps(base: string, names: readonly string[], { writing, site }: Steps): string {
  return names.reduce((value, name) => {
    if (!isPlain(name)) return `rt.readField(${value}, ${literal(name)}, f, ${site})`;
    const holder = /^[a-z]\w*$/.test(value) ? value : writing.text.temporary();
    const found = writing.text.temporary();
    const held = holder === value ? value : `(${holder} = ${value})`;
    return `((${found} = ${held}?.[${literal(name)}]) === undefined ? rt.absent(${holder}, ${literal(name)}, f, ${site}) : ${found})`;
  }, base);
}

/** `root.a.b.c` */
export function generateChain(node: Expression, writing: Writing): string {
  const { program, environment } = writing;
  const names: string[] = [];
  let base = node;
  while (base.kind === 'member') {
    names.unshift(base.name);
    base = base.object;
  }
  const steps = { writing, site: program.site('path', node) };
  if (base.kind === 'name') {
    const { slot, before } = resolveName(environment, base.name);
    return generateSteps(shadowed(before, slot, { name: base.name, writing }), names, steps);
  }
  if (base.kind !== 'special') return generateSteps(writing.write(base), names, steps);
  return generateSteps(specialText(base, writing), names, steps);
}

/** An item's own field of that name comes before the name itself. */
function shadowed(
  before: readonly number[],
  slot: number,
  { name, writing }: { readonly name: string; readonly writing: Writing },
): string {
  return before.reduceRight((otherwise, candidate) => {
    const found = writing.text.temporary();
    return `((${found} = rt.ownField(${slotText(candidate)}, ${literal(name)})) !== undefined ? ${found} : ${otherwise})`;
  }, slotText(slot));
}

function specialText(node: Expression & { readonly kind: 'special' }, writing: Writing): string {
  const meaning = specialMeaning(node.name, writing.environment);
  switch (meaning.kind) {
    case 'slot':
      return slotText(meaning.slot);
    case 'nothing':
      return 'null';
    case 'now':
      return 'rt.isoInstant(f.context.now)';
    case 'unknown':
      return failing(node, meaning.message);
  }
}
