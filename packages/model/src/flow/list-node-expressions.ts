import type { ExpressionRewrite } from '../mapping/mapping-expressions.ts';
import { takesPartners } from './record-groups.ts';
import type { ListNode, ValidationRule } from './nodes/list-nodes.ts';

export function rewriteListNode(node: ListNode, rewrite: ExpressionRewrite): ListNode {
  const items = node.records !== undefined && node.items.trim() === '' ? node.items : rewrite(node.items, 'items');
  switch (node.kind) {
    case 'sort':
      return { ...node, items, keys: node.keys.map((key, at) => ({ ...key, by: rewrite(key.by, `keys.${at}`) })) };
    case 'deduplicate':
      return { ...node, items, by: node.by.map((text, at) => rewrite(text, `by.${at}`)) };
    case 'aggregate':
      return {
        ...node,
        items,
        groupBy: node.groupBy.map((group, at) => ({ ...group, expr: rewrite(group.expr, `groupBy.${at}`) })),
        measures: node.measures.map((measure, at) =>
          measure.of === undefined ? measure : { ...measure, of: rewrite(measure.of, `measures.${at}`) },
        ),
      };
    case 'join':
      return {
        ...node,
        items,
        partners: takesPartners(node) ? node.partners : rewrite(node.partners, 'partners'),
        key: rewrite(node.key, 'key'),
        partnerKey: rewrite(node.partnerKey, 'partnerKey'),
      };
    case 'validate':
      return { ...node, items, rules: node.rules.map((rule, at) => rewriteRule(rule, `rules.${at}`, rewrite)) };
  }
}

function rewriteRule(rule: ValidationRule, at: string, rewrite: ExpressionRewrite): ValidationRule {
  if (rule.rule === 'oneOf') return { ...rule, values: rewrite(rule.values, at) };
  return rule.rule === 'condition' ? { ...rule, condition: rewrite(rule.condition, at) } : rule;
}
