// Short forms for guides: a segment is a name and a line for each element.
import type {
  ElementDefinition,
  GroupNode,
  GuideNode,
  LoopNode,
  NodeRule,
  SegmentDefinition,
  SegmentNode,
} from './guide.ts';
import { many } from './guide.ts';

export interface Dictionary {
  /** Composites by name, with their components. */
  readonly types: Readonly<Record<string, readonly ElementDefinition[]>>;
  /** Meanings of codes, by the number of the data element or table. */
  readonly codes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const form = /^([A-Za-z][A-Za-z0-9]*)(?:\/(\d+))?([!*~]*)(?: #?(\d{1,4}))? (.+)$/;

/**
 * `TYPE/LENGTH! NUMBER Name`: the length and the number may be left out; `!` required, `*` repeats, `~` tells like segments apart.
 * A type of the dictionary brings its components.
 */
export function defineElement(line: string, { types, codes }: Dictionary): ElementDefinition {
  const [, type = '', length, flags = '', number, name = ''] = form.exec(line) ?? [];
  if (type === '') throw new TypeError(`no definition of an element: ${line}`);
  const components = Object.hasOwn(types, type) ? types[type] : undefined;
  const meanings = number !== undefined && Object.hasOwn(codes, number) ? codes[number] : undefined;
  return {
    name,
    type,
    ...(flags.includes('!') ? { required: true } : {}),
    ...(flags.includes('*') ? { repeat: true } : {}),
    ...(flags.includes('~') ? { qualifier: true } : {}),
    ...(length === undefined ? {} : { maxLength: Number(length) }),
    ...(number === undefined ? {} : { number }),
    ...(meanings === undefined ? {} : { codes: meanings }),
    ...(components === undefined ? {} : { components }),
  };
}

export const defineElements = (lines: readonly string[], dictionary: Dictionary): ElementDefinition[] =>
  lines.map((line) => defineElement(line, dictionary));

/** Each segment is a text: its name, then its elements, parted by ` | `. */
export function defineSegments(
  segments: Readonly<Record<string, string>>,
  dictionary: Dictionary,
): Readonly<Record<string, SegmentDefinition>> {
  return Object.fromEntries(
    Object.entries(segments).map(([id, text]) => {
      const [name = id, ...lines] = text.split(' | ');
      return [id, { name, elements: defineElements(lines, dictionary) }];
    }),
  );
}

/** Components of composites, each a text of elements parted by ` | `. Later ones may be made of earlier ones. */
export function defineTypes(types: Readonly<Record<string, string>>, codes: Dictionary['codes']): Dictionary {
  const known: Record<string, readonly ElementDefinition[]> = {};
  for (const [name, text] of Object.entries(types)) {
    known[name] = defineElements(text.split(' | '), { types: known, codes });
  }
  return { types: known, codes };
}

/** Each table is a text: codes and their meanings, parted by ` | `. */
export function defineCodes(tables: Readonly<Record<string, string>>): Dictionary['codes'] {
  return Object.fromEntries(
    Object.entries(tables).map(([number, text]) => [
      number,
      Object.fromEntries(
        text.split(' | ').map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
      ),
    ]),
  );
}

type Rule = Omit<NodeRule, 'required' | 'max'>;

/** `BEG!` required, `REF*` a list, `N4` as it is; both signs may stand. */
function ruleOf(text: string, rule: Rule): { id: string } & NodeRule {
  const id = text.replace(/[!*]+$/, '');
  return {
    id,
    ...rule,
    ...(text.includes('!') ? { required: true } : {}),
    ...(text.includes('*') ? { max: many } : {}),
  };
}

export function seg(text: string, rule: Rule = {}): SegmentNode {
  const { id, ...rest } = ruleOf(text, rule);
  return { segment: id, ...rest };
}

export function loop(text: string, nodes: readonly GuideNode[], rule: Rule = {}): LoopNode {
  const { id, ...rest } = ruleOf(text, rule);
  return { loop: id, ...rest, nodes };
}

export function group(text: string, nodes: readonly GuideNode[], rule: Rule = {}): GroupNode {
  const { id, ...rest } = ruleOf(text, rule);
  return { group: id, ...rest, nodes };
}
