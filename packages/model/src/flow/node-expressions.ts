// Every expression that a node holds, in one place: renaming, checking and usage searches all walk through here.
import { assertNever } from '../errors/assert-never.ts';
import { renameStep } from '../expression/index.ts';
import { rewriteMappingExpressions, rewriteWith } from '../mapping/mapping-expressions.ts';
import type { ExpressionRewrite } from '../mapping/mapping-expressions.ts';
import { rewriteListNode } from './list-node-expressions.ts';
import type { ActionNode } from './nodes/action-node.ts';
import type { FieldValue, FieldValues } from './nodes/field-value.ts';
import { renameStepInCode } from './code-names.ts';
import type { FlowNode } from './document.ts';
import type { MapNode } from './nodes/map-node.ts';

/** The same node with every expression rewritten; parts that do not change are shared. */
export function rewriteExpressions(node: FlowNode, rewrite: ExpressionRewrite): FlowNode {
  switch (node.kind) {
    case 'trigger': {
      const input = rewriteFields(node.input, 'input', rewrite);
      return {
        ...node,
        input,
        ...(node.dedupeKey === undefined ? {} : { dedupeKey: rewrite(node.dedupeKey, 'dedupeKey') }),
        ...(node.filter === undefined ? {} : { filter: rewrite(node.filter, 'filter') }),
      };
    }
    case 'action':
    case 'subflow':
      return { ...node, input: rewriteFields(node.input, 'input', rewrite), ...rewriteCompensation(node, rewrite) };
    case 'map':
      return rewriteMap(node, rewrite);
    case 'branch':
      return {
        ...node,
        ...(node.on === undefined ? {} : { on: rewrite(node.on, 'on') }),
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
    case 'code':
      return {
        ...node,
        inputs: node.inputs.map(({ name, value }) => ({ name, value: rewrite(value, `inputs.${name}`) })),
        ...(node.items === undefined ? {} : { items: rewrite(node.items, 'items') }),
      };
    case 'respond':
      return {
        ...node,
        status: rewriteField(node.status, 'status', rewrite),
        ...(node.headers === undefined ? {} : { headers: rewriteField(node.headers, 'headers', rewrite) }),
        ...(node.body === undefined ? {} : { body: rewriteField(node.body, 'body', rewrite) }),
      };
    case 'merge':
      return node.key === undefined ? node : { ...node, key: rewrite(node.key, 'key') };
    case 'stop':
      return node.reason === undefined ? node : { ...node, reason: rewriteField(node.reason, 'reason', rewrite) };
    case 'fail':
      return { ...node, message: rewriteField(node.message, 'message', rewrite) };
    case 'delay':
      return { ...node, value: rewriteField(node.value, 'value', rewrite) };
    case 'callback':
      return node;
    case 'approval':
      return {
        ...node,
        title: rewriteField(node.title, 'title', rewrite),
        ...(node.description === undefined
          ? {}
          : { description: rewriteField(node.description, 'description', rewrite) }),
      };
    case 'sort':
    case 'deduplicate':
    case 'aggregate':
    case 'join':
    case 'validate':
      return rewriteListNode(node, rewrite);
    case 'forEach': {
      const items = node.records === undefined ? rewrite(node.items, 'items') : node.items;
      return {
        ...node,
        items,
        ...(node.output === undefined ? {} : { output: rewrite(node.output, 'output') }),
        ...rewriteCompensation(node, rewrite),
      };
    }
    case 'try':
      if (node.output === undefined && node.compensate === undefined) return node;
      return {
        ...node,
        ...(node.output === undefined ? {} : { output: rewrite(node.output, 'output') }),
        ...rewriteCompensation(node, rewrite),
      };
    default:
      return assertNever(node);
  }
}

/** The same node after a step got another name: its expressions and its code follow. */
export function followStepName(node: FlowNode, from: string, to: string): FlowNode {
  const followed = rewriteExpressions(node, (text) => renameStep(text, from, to));
  return followed.kind === 'code' ? { ...followed, code: renameStepInCode(followed.code, from, to) } : followed;
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

function rewriteMap(node: MapNode, rewrite: ExpressionRewrite): MapNode {
  const mapping = rewriteMappingExpressions(node.mapping, 'mapping', rewrite);
  const items = node.items === undefined ? {} : { items: rewrite(node.items, 'items') };
  if (node.use === undefined) return { ...node, mapping, ...items };
  return { ...node, mapping, ...items, use: { ...node.use, with: rewriteWith(node.use.with, 'use#with', rewrite) } };
}

function rewriteCompensation(
  { compensate }: Pick<ActionNode, 'compensate'>,
  rewrite: ExpressionRewrite,
): Pick<ActionNode, 'compensate'> {
  if (compensate === undefined) return {};
  const input = rewriteFields(compensate.input, 'compensate.input', rewrite);
  const when = compensate.when === undefined ? {} : { when: rewrite(compensate.when, 'compensate.when') };
  return { compensate: { ...compensate, input, ...when } };
}

function rewriteFields(fields: FieldValues, at: string, rewrite: ExpressionRewrite): FieldValues {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, rewriteField(value, `${at}.${name}`, rewrite)]),
  );
}

function rewriteField(value: FieldValue, at: string, rewrite: ExpressionRewrite): FieldValue {
  switch (value.mode) {
    case 'fixed':
    case 'schema':
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
    case 'mapping':
      return { ...value, mapping: rewriteMappingExpressions(value.mapping, `${at}.mapping`, rewrite) };
    default:
      return assertNever(value);
  }
}
