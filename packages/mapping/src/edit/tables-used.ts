// Which lookup tables rules use: by lookup rules, and by LOOKUP in a formula.
import { childrenOf, quoteText } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import { isStructure } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { typesOf } from '@patchbay/model/schema';
import type { NameScope } from '../lineage/name-scope.ts';
import { originOfNode, treeOf } from '../lineage/origin-of.ts';
import { visitNodes } from '../lineage/visit-nodes.ts';
import { exactPlace } from './exact-place.ts';
import { mapTexts, visitTexts } from './map-texts.ts';
import type { RuleSite } from './map-texts.ts';
import { withTextEdits } from './text-edits.ts';
import type { TextEdit } from './text-edits.ts';

interface TableNode {
  readonly name: string;
  readonly edit: (name: string) => TextEdit;
}

/** The first arguments of LOOKUP that name a table. */
function tableNodes(node: Expression): TableNode[] {
  const inner = childrenOf(node).flatMap(tableNodes);
  const [table] = node.kind === 'call' && node.name === 'LOOKUP' ? node.args : [];
  if (table?.kind !== 'literal' || typeof table.value !== 'string') return inner;
  const edit = (name: string): TextEdit => ({ start: table.start, end: table.end, text: quoteText(name) });
  return [{ name: table.value, edit }, ...inner];
}

const mentionsTables = (text: string): boolean => /lookup/i.test(text);

/** The names of all tables that a rule and the rules inside it use. */
export function tablesUsed(rule: MappingRule, site: RuleSite): Set<string> {
  const names = new Set<string>();
  const visit = (at: MappingRule): void => {
    if ('lookup' in at) names.add(at.lookup);
    if (isStructure(at)) for (const child of Object.values(at.fields)) visit(child);
  };
  visit(rule);
  visitTexts(rule, site, (text) => {
    if (mentionsTables(text)) for (const { name } of tableNodes(treeOf(text))) names.add(name);
  });
  return names;
}

/**
 * Whether a formula picks the table that it looks up in while it runs: `LOOKUP(order.list, …)`. What is known to be a
 * structure or a list is a table itself, and names none.
 */
export function picksTables(rule: MappingRule, site: RuleSite): boolean {
  let picks = false;
  visitTexts(rule, site, (text, at) => {
    if (picks || !mentionsTables(text)) return;
    visitNodes(treeOf(text), at.scope, (node, scope) => {
      const [table] = node.kind === 'call' && node.name === 'LOOKUP' ? node.args : [];
      if (table !== undefined && mayBeName(table, scope)) picks = true;
    });
  });
  return picks;
}

function mayBeName(table: Expression, scope: NameScope): boolean {
  if (table.kind === 'literal' || table.kind === 'object' || table.kind === 'list') return false;
  const place = exactPlace(originOfNode(table, scope));
  const types = place?.schema === undefined ? [] : typesOf(place.schema);
  return place?.open === 0 && types.length > 0 ? types.some((type) => type !== 'object' && type !== 'array') : true;
}

/** The rule with other names for tables, in lookup rules and in formulas. */
export function withTableNames(rule: MappingRule, site: RuleSite, names: ReadonlyMap<string, string>): MappingRule {
  if (names.size === 0) return rule;
  const renamed = renamedLookups(rule, names);
  return mapTexts(renamed, site, (text) => {
    if (!mentionsTables(text)) return text;
    const edits = tableNodes(treeOf(text)).flatMap(({ name, edit }) => {
      const other = names.get(name);
      return other === undefined ? [] : [edit(other)];
    });
    return edits.length === 0 ? text : withTextEdits(text, edits);
  });
}

function renamedLookups(rule: MappingRule, names: ReadonlyMap<string, string>): MappingRule {
  if ('lookup' in rule) {
    const other = names.get(rule.lookup);
    return other === undefined ? rule : { ...rule, lookup: other };
  }
  if (!isStructure(rule)) return rule;
  let isSame = true;
  const fields = Object.entries(rule.fields).map(([name, child]): [string, MappingRule] => {
    const next = renamedLookups(child, names);
    if (next !== child) isSame = false;
    return [name, next];
  });
  return isSame ? rule : { ...rule, fields: Object.fromEntries(fields) };
}
