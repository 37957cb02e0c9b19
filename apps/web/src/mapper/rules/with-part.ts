// One expression of a rule written anew. Blank texts take optional parts away; the rule's own expression may be blank.
import { withPartText } from '@patchbay/mapping/edit';
import { isLoop } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';

const optional: ReadonlySet<string> = new Set(['when', 'where', 'distinct', 'groupBy', 'limit', 'otherwise']);

/** `part` is named as in diagnostics, with its `#`. */
export function withPart(rule: MappingRule | undefined, part: string, text: string): MappingRule {
  if (rule === undefined) return { expr: text };
  const name = part.slice(1);
  const isBlank = text.trim() === '';
  if (part === '' && 'const' in rule) return withConstant(rule, text);
  if (part === '' && 'map' in rule) return { ...rule, with: text };
  if (isBlank && optional.has(name)) return without(rule, name);
  if (isBlank && name.startsWith('orderBy.') && isLoop(rule)) {
    const keys = (rule.orderBy ?? []).filter((_, at) => at !== Number(name.slice('orderBy.'.length)));
    return keys.length === 0 ? without(rule, 'orderBy') : { ...rule, orderBy: keys };
  }
  return withPartText(rule, name, text);
}

const without = (rule: MappingRule, key: string): MappingRule =>
  Object.fromEntries(Object.entries(rule).filter(([name]) => name !== key)) as unknown as MappingRule;

/** A constant stays one as long as JSON is typed; anything else is a formula. */
function withConstant(rule: Extract<MappingRule, { const: Json }>, text: string): MappingRule {
  try {
    return { ...rule, const: JSON.parse(text) as Json };
  } catch {
    const { const: _, ...rest } = rule;
    return { ...rest, expr: text };
  }
}
