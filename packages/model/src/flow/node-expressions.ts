// Every expression that a node holds, in one place: renaming, checking and usage searches all walk through here.
import { assertNever } from '../errors/assert-never.ts';
import { isLoop, isObject } from '../mapping/mapping-document.ts';
import type { MappingDocument, MappingRule, ObjectRule } from '../mapping/mapping-document.ts';
import type { FieldValue, FieldValues, FlowNode } from './document.ts';

/** Receives an expression's text and where it stands (`input.url`, `mapping/items/sku`); hands back the text to keep. */
export type ExpressionRewrite = (text: string, field: string) => string;

/** The same node with every expression rewritten; parts that do not change are shared. */
export function rewriteExpressions(node: FlowNode, rewrite: ExpressionRewrite): FlowNode {
  switch (node.kind) {
    case 'trigger': {
      const input = rewriteFields(node.input, 'input', rewrite);
      return node.dedupeKey === undefined
        ? { ...node, input }
        : { ...node, input, dedupeKey: rewrite(node.dedupeKey, 'dedupeKey') };
    }
    case 'action':
      return { ...node, input: rewriteFields(node.input, 'input', rewrite) };
    case 'map':
      return { ...node, mapping: rewriteMapping(node.mapping, rewrite) };
    case 'branch':
      return {
        ...node,
        branches: node.branches.map((branch) => ({
          ...branch,
          condition: rewrite(branch.condition, `branches.${branch.port}`),
        })),
      };
    case 'filter': {
      const condition = rewrite(node.condition, 'condition');
      return node.items === undefined
        ? { ...node, condition }
        : { ...node, condition, items: rewrite(node.items, 'items') };
    }
    case 'respond':
      return {
        ...node,
        status: rewriteField(node.status, 'status', rewrite),
        ...(node.headers === undefined ? {} : { headers: rewriteField(node.headers, 'headers', rewrite) }),
        ...(node.body === undefined ? {} : { body: rewriteField(node.body, 'body', rewrite) }),
      };
    default:
      return assertNever(node);
  }
}

/** The expressions of a node with their places, in document order. */
export function expressionsOf(node: FlowNode): { text: string; field: string }[] {
  const found: { text: string; field: string }[] = [];
  rewriteExpressions(node, (text, field) => {
    found.push({ text, field });
    return text;
  });
  return found;
}

function rewriteFields(fields: FieldValues, at: string, rewrite: ExpressionRewrite): FieldValues {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, rewriteField(value, `${at}.${name}`, rewrite)]),
  );
}

function rewriteField(value: FieldValue, at: string, rewrite: ExpressionRewrite): FieldValue {
  switch (value.mode) {
    case 'fixed':
      return value;
    case 'mapped':
      return { ...value, path: rewrite(value.path, at) };
    case 'expression':
      return { ...value, expr: rewrite(value.expr, at) };
    case 'entries':
      return {
        ...value,
        entries: value.entries.map((entry) => ({
          ...entry,
          value: rewriteField(entry.value, `${at}.${entry.name}`, rewrite),
        })),
      };
    default:
      return assertNever(value);
  }
}

function rewriteMapping(mapping: MappingDocument, rewrite: ExpressionRewrite): MappingDocument {
  return { ...mapping, root: rewriteRule(mapping.root, 'mapping', rewrite) as ObjectRule };
}

function rewriteRule(rule: MappingRule, at: string, rewrite: ExpressionRewrite): MappingRule {
  const when = rule.when === undefined ? {} : { when: rewrite(rule.when, `${at}#when`) };
  if (isLoop(rule) || isObject(rule)) {
    const loop = isLoop(rule)
      ? {
          for: rewrite(rule.for, `${at}#for`),
          ...(rule.where === undefined ? {} : { where: rewrite(rule.where, `${at}#where`) }),
        }
      : {};
    const lets =
      rule.let === undefined
        ? {}
        : {
            let: Object.fromEntries(
              Object.entries(rule.let).map(([name, text]) => [name, rewrite(text, `${at}#let.${name}`)]),
            ),
          };
    const fields = Object.fromEntries(
      Object.entries(rule.fields).map(([name, child]) => [name, rewriteRule(child, `${at}/${name}`, rewrite)]),
    );
    return { ...rule, ...when, ...loop, ...lets, fields };
  }
  if ('expr' in rule) return { ...rule, ...when, expr: rewrite(rule.expr, at) };
  if ('lookup' in rule) return { ...rule, ...when, key: rewrite(rule.key, at) };
  return { ...rule, ...when };
}
