// The second line of a node's face: what it does, in words, never a third line.
import { describeExpression } from '@patchbay/mapping';
import { parseExpression } from '@patchbay/model/expression';
import type { FieldValue, FlowDocument, FlowNode, ListNode } from '@patchbay/model/flow';
import { takesRecords, usualWaitMs } from '@patchbay/model/flow';
import { isLoop } from '@patchbay/model/mapping';
import { connectorOf, operationOf } from './catalogue.ts';
import { durationText } from './inspector/waits/duration-words.ts';
import type { Catalogue } from './catalogue.ts';

/** A condition in words (`charge status is 402`); the text itself while it has mistakes. */
export function conditionWords(text: string): string {
  if (text.trim() === '') return '';
  const { ast, diagnostics } = parseExpression(text);
  return diagnostics.length > 0 ? text.trim() : describeExpression(ast);
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export function nodeSummary(node: FlowNode, catalogue: Catalogue, slots: FlowDocument['slots']): string {
  switch (node.kind) {
    case 'trigger':
    case 'action':
      return operationSummary(node, catalogue, slots);
    case 'map': {
      const count = Object.keys(node.mapping.root.fields).length;
      if (count === 0) return 'No fields yet';
      return isLoop(node.mapping.root)
        ? `A list, ${plural(count, 'field', 'fields')} each`
        : plural(count, 'field', 'fields');
    }
    case 'branch':
      if (node.mode === 'switch') return conditionWords(node.on ?? '') || 'No value yet';
      return `${plural(node.branches.length, 'condition', 'conditions')}${node.mode === 'every' ? ', all that hold' : ''}`;
    case 'filter':
      return conditionWords(node.condition) || 'No condition yet';
    case 'code':
      return codeSummary(node);
    case 'respond':
      return respondSummary(node.status, node.body);
    case 'merge':
      return mergeSummary(node);
    case 'forEach':
      return forEachSummary(node);
    case 'try':
      return 'Catches what fails inside';
    case 'delay':
      return delaySummary(node);
    case 'callback':
      return `For a call, up to ${durationText(node.timeoutMs ?? usualWaitMs)}`;
    case 'approval':
      return wordsOf(node.title) || 'No question yet';
    case 'subflow':
      return node.call === undefined
        ? 'No flow yet'
        : `${node.call.contract?.name ?? 'A flow'} · version ${node.call.version}`;
    case 'stop':
      return node.undo === true ? 'Takes back what the run did' : endSummary(node.reason, 'Ends the run as succeeded');
    case 'fail':
      return endSummary(node.message, 'Ends the run as failed');
    case 'sort':
    case 'deduplicate':
    case 'aggregate':
    case 'join':
    case 'validate':
      return listSummary(node);
  }
}

/** Its first comment says best what it does. */
function codeSummary(node: Extract<FlowNode, { kind: 'code' }>): string {
  const lines = node.code.split('\n').map((line) => line.trim());
  const first = lines.find((line) => line !== '');
  if (first === undefined) return 'No code yet';
  const comment = /^\/\/+\s*(\S.*)$/.exec(first)?.[1];
  const count = plural(lines.filter((line) => line !== '').length, 'line', 'lines');
  const words = comment ?? `${count} of ${node.language === 'typescript' ? 'TypeScript' : 'JavaScript'}`;
  if (node.records !== undefined) return `${words}, for each record`;
  return node.items === undefined ? words : `${words}, for each item`;
}

const wordsOf = (value: FieldValue): string =>
  (value.mode === 'expression' ? conditionWords(value.expr) : fieldWords(value)).trim();

function delaySummary({ mode, value, unit = 'minutes' }: Extract<FlowNode, { kind: 'delay' }>): string {
  const words = wordsOf(value);
  if (words === '') return mode === 'for' ? 'No while yet' : 'No time yet';
  if (mode === 'until') return `Until ${words}`;
  const isNumber = /^\d+(?:\.\d+)?$/.test(words);
  return `For ${words}${isNumber ? ` ${words === '1' ? unit.slice(0, -1) : unit}` : ''}`;
}

function mergeSummary(node: Extract<FlowNode, { kind: 'merge' }>): string {
  switch (node.mode) {
    case 'all':
      return 'Waits for every way';
    case 'any':
      return 'Goes on with the first way';
    case 'combine': {
      const key = conditionWords(node.key ?? '');
      return key === '' ? 'No key yet' : `Lists joined by ${key}`;
    }
  }
}

function listSummary(node: ListNode): string {
  if (node.items.trim() === '' && !takesRecords(node)) return 'No list yet';
  const named = (texts: readonly string[]): string => texts.map(conditionWords).filter(Boolean).join(', ');
  switch (node.kind) {
    case 'sort': {
      const keys = node.keys.map(
        ({ by, order }) => `${conditionWords(by)}${order === 'desc' ? ', largest first' : ''}`,
      );
      return keys.every((key) => key === '') ? 'No order yet' : `By ${keys.join(', then ')}`;
    }
    case 'deduplicate':
      return node.by.length === 0 ? 'Equal records once' : `One for each ${named(node.by) || '…'}`;
    case 'aggregate': {
      const results = node.measures.map(({ name }) => name).join(', ') || 'Groups';
      return node.groupBy.length === 0 ? results : `Per ${node.groupBy.map(({ name }) => name).join(', ')}: ${results}`;
    }
    case 'join':
      return node.key.trim() === '' ? 'No key yet' : `${node.as} by ${conditionWords(node.key)}`;
    case 'validate':
      return plural(node.rules.length, 'rule', 'rules');
  }
}

function forEachSummary(node: Extract<FlowNode, { kind: 'forEach' }>): string {
  const items = conditionWords(node.items);
  if (items === '' && node.records === undefined) return 'No list yet';
  const ofList = node.batchSize === undefined ? `Each of ${items}` : `${node.batchSize} at a time of ${items}`;
  const ofRecords = node.batchSize === undefined ? 'Each record' : `${node.batchSize} records at a time`;
  const many = node.records === undefined ? ofList : ofRecords;
  return node.concurrency === undefined || node.concurrency === 1 ? many : `${many}, ${node.concurrency} at once`;
}

function endSummary(value: FieldValue | undefined, otherwise: string): string {
  if (value?.mode === 'fixed') return typeof value.value === 'string' && value.value !== '' ? value.value : otherwise;
  if (value?.mode === 'expression') return conditionWords(value.expr) || otherwise;
  return value?.mode === 'mapped' ? value.path || otherwise : otherwise;
}

function operationSummary(
  node: Extract<FlowNode, { kind: 'trigger' | 'action' }>,
  catalogue: Catalogue,
  slots: FlowDocument['slots'],
): string {
  const operation = operationOf(catalogue, node.operation);
  if (operation === undefined) return `${node.operation} is not installed`;
  const slot = slots.find((candidate) => candidate.name === node.slot);
  const template = operation.summary ?? '';
  const filled = template
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const words = fieldWords(Object.hasOwn(node.input, name) ? node.input[name] : undefined);
      const options = operation.fields.find((field) => field.name === name)?.options ?? [];
      return options.find(({ value }) => value === words)?.short ?? words;
    })
    .split('·')
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join(' · ');
  const what = filled === '' ? operation.name : filled;
  const owner =
    slot?.label ?? (operation.connection === 'none' ? '' : (connectorOf(catalogue, node.operation)?.name ?? ''));
  if (owner === '' || owner === what || owner === node.label) return what === node.label ? operation.description : what;
  return what.startsWith(owner) ? what : `${owner} · ${what}`;
}

function fieldWords(value: FieldValue | undefined): string {
  if (value === undefined) return '';
  switch (value.mode) {
    case 'fixed':
      if (typeof value.value === 'number') return value.value.toLocaleString('en', { maximumFractionDigits: 20 });
      return typeof value.value === 'object' ? '' : String(value.value);
    case 'mapped':
      return value.path.split('.').at(-1) ?? '';
    case 'expression':
      return '…';
    case 'entries':
    case 'mapping':
    case 'schema':
      return '';
  }
}

function respondSummary(status: FieldValue, body: FieldValue | undefined): string {
  const code = fieldWords(status) || 'Computed status';
  if (body === undefined) return `${code}, empty body`;
  return body.mode === 'mapped' && body.path !== '' ? `${code} with ${fieldWords(body)}` : `${code} with a body`;
}
