// One expression of a rule written anew. Blank texts take optional parts away; the rule's own expression may be blank.
import { isLoop, isObject, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingRule, SortKey, SubMappingRule, SwitchRule } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';

export function withPart(rule: MappingRule | undefined, part: string, text: string): MappingRule {
  if (rule === undefined) return { expr: text };
  if (part === '') return withOwn(rule, text);
  const [name = '', ...path] = part.slice(1).split('.');
  if (name === 'when') return withOptional(rule, 'when', text);
  if (name === 'let' && isStructure(rule)) return { ...rule, let: withEntry(rule.let ?? {}, path.join('.'), text) };
  if ('switch' in rule) return withCase(rule, name, { path, text });
  if (name === 'with' && 'map' in rule) return withInput(rule, path.join('.'), text);
  return isLoop(rule) ? withLoopPart(rule, name, { path, text }) : rule;
}

function withOwn(rule: MappingRule, text: string): MappingRule {
  if (isLoop(rule)) return { ...rule, for: text };
  if (isObject(rule)) return rule;
  if ('expr' in rule) return { ...rule, expr: text };
  if ('lookup' in rule) return { ...rule, key: text };
  if ('const' in rule) {
    const { const: _, ...rest } = rule;
    return isJson(text) ? { ...rule, const: JSON.parse(text) as Json } : { ...rest, expr: text };
  }
  if ('map' in rule) return { ...rule, with: text };
  return rule;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function withOptional<Rule extends MappingRule>(rule: Rule, key: keyof LoopRule, text: string): Rule {
  const rest = Object.fromEntries(Object.entries(rule).filter(([name]) => name !== key));
  return (text.trim() === '' ? rest : { ...rule, [key]: text }) as Rule;
}

/** Through entries: names come from people. */
const withEntry = (record: Readonly<Record<string, string>>, name: string, text: string): Record<string, string> => {
  const entries = Object.entries(record);
  return Object.fromEntries(
    Object.hasOwn(record, name)
      ? entries.map(([key, old]) => [key, key === name ? text : old])
      : [...entries, [name, text]],
  );
};

function withCase(rule: SwitchRule, name: string, { path, text }: PartText): MappingRule {
  if (name === 'otherwise') {
    const { otherwise: _, ...rest } = rule;
    return text.trim() === '' ? rest : { ...rule, otherwise: text };
  }
  const wanted = Number(path[0]);
  const key = path[1] === 'when' ? 'when' : 'then';
  return { ...rule, switch: rule.switch.map((entry, at) => (at === wanted ? { ...entry, [key]: text } : entry)) };
}

const withInput = (rule: SubMappingRule, name: string, text: string): SubMappingRule => ({
  ...rule,
  with: name === '' || typeof rule.with === 'string' ? text : withEntry(rule.with, name, text),
});

interface PartText {
  readonly path: readonly string[];
  readonly text: string;
}

function withLoopPart(rule: LoopRule, name: string, { path, text }: PartText): LoopRule {
  switch (name) {
    case 'for':
      return { ...rule, for: text };
    case 'where':
    case 'limit':
    case 'groupBy':
    case 'distinct':
      return withOptional(rule, name, text);
    case 'orderBy':
      return withSortKey(rule, Number(path[0]), text);
    case 'join': {
      const [index, key] = [Number(path[0]), path[1]];
      const join = rule.join?.map((entry, at) => {
        if (at !== index) return entry;
        if (key === 'in') return { ...entry, in: text };
        return { ...entry, on: { key: '', item: '', ...entry.on, [key === 'item' ? 'item' : 'key']: text } };
      });
      return join === undefined ? rule : { ...rule, join };
    }
    default:
      return rule;
  }
}

function withSortKey(rule: LoopRule, index: number, text: string): LoopRule {
  const keys: SortKey[] = (rule.orderBy ?? []).map((key, at) =>
    at !== index ? key : typeof key === 'string' ? text : { ...key, by: text },
  );
  return { ...rule, orderBy: keys.filter((key) => (typeof key === 'string' ? key : key.by).trim() !== '') };
}
