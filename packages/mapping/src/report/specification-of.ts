// A mapping as the table that people agree on: one row for every target field. For the table view and its exports.
import type { Diagnostic } from '@patchbay/model/errors';
import { isLoop, isStructure, withDirection } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { namesSecret, secretMask, typeInWords, typesOf, withoutSecrets } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { placeOfDiagnostic } from '../edit/diagnostic-place.ts';
import { lineageOf } from '../lineage/lineage-of.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import { fieldSchema, isList, itemSchema, placeOf } from '../lineage/place.ts';
import { eachStep, parseSourceKey } from '../lineage/source-path.ts';
import type { RowResult } from '../rules/preview-mapping.ts';
import { childPath } from '../rules/rule-path.ts';
import { maskedTable, maskedTexts, maskedValues } from './masked-texts.ts';
import { lookupInWords } from './part-in-words.ts';
import { ruleInWords } from './rule-in-words.ts';

export interface SpecificationRow {
  /** The rule's path. */
  readonly path: string;
  /** `lines[].sku` */
  readonly target: string;
  readonly depth: number;
  /** In words: `a list`, `text (date)`. */
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  readonly rule: string;
  /** What is written in the rule, `for` of a loop, the key of a lookup; empty without a rule. */
  readonly formula: string;
  /** `order.line_items[].sku`, each once. */
  readonly sources: readonly string[];
  /** The value on the sample, undefined where it was not made. */
  readonly sample: unknown;
  /** In words: what is wrong with it, or empty. */
  readonly problem: string;
  /** What people say of it, else what is the matter with it. */
  readonly status: '' | 'unmapped' | 'todo' | 'reviewed' | 'error' | 'warning';
  readonly comment: string;
  readonly owner: string;
  /** `auto:0.93` */
  readonly by: string;
}

const maxDepth = 40;
const maxRows = 20_000;

/** Every target row: the fields of the schema in their order, then the rules that are not in it. */
export function specificationOf(
  view: MappingView,
  results: ReadonlyMap<string, RowResult> = new Map(),
  diagnostics: readonly Diagnostic[] = [],
): SpecificationRow[] {
  const problems = problemsByPath(view, diagnostics);
  const lineage = lineageOf(view);
  const rows: SpecificationRow[] = [];
  const add = (at: RowPlace): void => {
    const lines = lineage.sourcesOf(at.path).filter(({ target }) => target === at.path);
    rows.push(
      rowOf(view, at, {
        results,
        problem: problems.get(at.path),
        sources: [...new Set(lines.map(({ source }) => sourceInWords(source)))],
      }),
    );
  };
  const visit = (at: RowPlace): void => {
    if (rows.length >= maxRows || at.depth > maxDepth) return;
    if (at.path !== '' || saysSomething(at.rule)) add(at);
    for (const child of childrenOf(view, at)) visit(child);
  };
  visit({
    path: '',
    shown: '',
    depth: -1,
    schema: placeOf('', view.target).schema,
    required: true,
    rule: maskedTexts(view).root,
    seen: new Set(),
  });
  return rows;
}

/** Of the whole: that it loops, depends on a condition, or names values. */
const saysSomething = (rule: MappingRule | undefined): boolean =>
  rule !== undefined && isStructure(rule) && (isLoop(rule) || rule.when !== undefined || rule.let !== undefined);

/** The tables that its rules look up in, one row each: whoever agrees to the rules agrees to them. */
export const tablesInSpecification = ({ doc }: MappingView): SpecificationRow[] =>
  Object.entries(doc.lookups ?? {}).map(([name, table]) => ({
    path: '',
    target: `(table ${name})`,
    depth: 0,
    type: 'a lookup table',
    required: false,
    description: '',
    rule: lookupInWords(maskedTable(name, table), mostEntries),
    formula: '',
    sources: [],
    sample: undefined,
    problem: '',
    status: '',
    comment: '',
    owner: '',
    by: '',
  }));

/** What a cell holds with room to spare. */
const mostEntries = 400;

interface RowPlace {
  readonly path: string;
  readonly shown: string;
  readonly depth: number;
  readonly schema: DataSchema | undefined;
  readonly required: boolean;
  readonly rule: MappingRule | undefined;
  /** The field above it whose rule makes it too. */
  readonly covering?: string | undefined;
  /** Shapes around it: one that comes again is not opened without a rule. */
  readonly seen: ReadonlySet<DataSchema>;
}

function childrenOf(view: MappingView, place: RowPlace): RowPlace[] {
  const { path, shown, depth, schema, rule, seen } = place;
  const covering = place.covering ?? (rule !== undefined && !isStructure(rule) ? shown : undefined);
  const many = isList(schema) || (rule !== undefined && isLoop(rule));
  const inner = isList(schema) ? itemSchema(schema, view.target) : schema;
  const rules = rule !== undefined && isStructure(rule) ? rule.fields : {};
  if (rule === undefined && inner !== undefined && seen.has(inner)) return [];
  const prefix = `${shown}${many ? '[]' : ''}`;
  const names = new Set([...Object.keys(inner?.properties ?? {}), ...Object.keys(rules)]);
  const opened = inner === undefined ? seen : new Set([...seen, inner]);
  return [...names].map((name) => ({
    path: childPath(path, name),
    shown: prefix === '' ? name : `${prefix}.${name}`,
    depth: depth + 1,
    schema: fieldSchema(inner, name, view.target),
    required: inner?.required?.includes(name) === true,
    rule: Object.hasOwn(rules, name) ? maskedValues(childPath(path, name), rules[name]) : undefined,
    covering,
    seen: opened,
  }));
}

interface Problem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

interface Found {
  readonly results: ReadonlyMap<string, RowResult>;
  readonly problem: Problem | undefined;
  readonly sources: readonly string[];
}

function rowOf(view: MappingView, at: RowPlace, { results, problem, sources }: Found): SpecificationRow {
  const said = view.doc.meta?.rules ?? {};
  const meta = Object.hasOwn(said, at.path) ? said[at.path] : undefined;
  const result = results.get(at.path);
  const failed = result !== undefined && 'error' in result ? result.error.message : undefined;
  return {
    path: at.path,
    target: at.shown === '' ? '(the result)' : at.shown,
    depth: Math.max(0, at.depth),
    type: typeWords(at.schema),
    required: at.required,
    description: at.schema?.description ?? '',
    rule: at.covering === undefined ? ruleInWords(withDirection(at.rule, view.doc)) : `Made with ${at.covering}`,
    formula: formulaOf(at.rule),
    sources,
    sample: result !== undefined && 'value' in result ? shownSample(at, result.value ?? undefined) : undefined,
    problem: problem?.message ?? failed ?? '',
    status:
      meta?.status ??
      (problem?.severity === 'error' || failed !== undefined
        ? 'error'
        : at.rule === undefined && at.covering === undefined
          ? 'unmapped'
          : (problem?.severity ?? '')),
    comment: [meta?.comment ?? '', at.rule?.note ?? ''].filter((said) => said !== '').join('; '),
    owner: meta?.owner ?? '',
    by: meta?.by ?? '',
  };
}

/** Without what is secret by its name, or comes of something that is. */
function shownSample({ path, rule }: RowPlace, value: unknown): unknown {
  const isSecret = namesSecret(path) || namesSecret(formulaOf(rule));
  if (typeof value === 'string' || typeof value === 'number') return isSecret && value !== '' ? secretMask : value;
  return typeof value === 'object' ? withoutSecrets(value as Json, isSecret).value : value;
}

function typeWords(schema: DataSchema | undefined): string {
  if (schema === undefined) return '';
  const types = typesOf(schema)
    .filter((type) => type !== 'null')
    .map(typeInWords);
  const words = types.length === 0 ? 'anything' : types.join(' or ');
  return schema.format === undefined ? words : `${words} (${schema.format})`;
}

/** The rule as it is written. */
export function formulaOf(rule: MappingRule | undefined): string {
  if (rule === undefined) return '';
  if (isLoop(rule)) return rule.for;
  if (isStructure(rule)) return '';
  if ('expr' in rule) return rule.expr;
  if ('const' in rule) return JSON.stringify(rule.const);
  if ('lookup' in rule) return `${rule.lookup}[${rule.key}]`;
  if ('map' in rule)
    return `${rule.map}(${
      typeof rule.with === 'string'
        ? rule.with
        : Object.entries(rule.with)
            .map(([name, text]) => `${name}: ${text}`)
            .join(', ')
    })`;
  const cases = rule.switch.map(({ when, then }) => `when ${when}: ${then}`);
  return [...cases, ...(rule.otherwise === undefined ? [] : [`otherwise: ${rule.otherwise}`])].join('; ');
}

/** A `sourceKey` as people read it: `order/line_items/[]/sku` as `order.line_items[].sku`. */
export function sourceInWords(key: string): string {
  const { root, steps } = parseSourceKey(key);
  return steps.reduce((text, step) => (step === eachStep ? `${text}[]` : `${text}.${step}`), root);
}

/** The worst problem of each rule; remarks are none. */
function problemsByPath(view: MappingView, diagnostics: readonly Diagnostic[]): Map<string, Problem> {
  const found = new Map<string, Problem>();
  for (const diagnostic of diagnostics) {
    const { severity, message } = diagnostic;
    if (severity === 'info') continue;
    const place = placeOfDiagnostic(view.doc, diagnostic);
    const known = place === undefined ? undefined : found.get(place.path);
    if (place !== undefined && (known === undefined || (known.severity === 'warning' && severity === 'error')))
      found.set(place.path, { severity, message });
  }
  return found;
}

/** The heads of the columns, and the texts of a row's cells under them: for CSV and Excel. */
export const specificationColumns = [
  'Target',
  'Type',
  'Required',
  'Rule',
  'Formula',
  'Sources',
  'Sample',
  'Status',
  'Problem',
  'Comment',
  'Owner',
  'Description',
] as const;

export const specificationCells = (row: SpecificationRow): string[] => cellsOf(row).map(cut);

const statusWords: Readonly<Record<SpecificationRow['status'], string>> = {
  '': '',
  unmapped: 'no rule',
  todo: 'to do',
  reviewed: 'reviewed',
  error: 'wrong',
  warning: 'look',
};

/** Spreadsheets take 32,767 characters, and nobody reads so many. */
const longestCell = 30_000;

const cellsOf = (row: SpecificationRow): string[] => [
  row.target,
  row.type,
  row.required ? 'yes' : '',
  row.rule,
  row.formula,
  row.sources.join(', '),
  row.sample === undefined ? '' : typeof row.sample === 'string' ? row.sample : JSON.stringify(row.sample),
  statusWords[row.status],
  row.problem,
  row.comment,
  row.owner,
  row.description,
];
const cut = (text: string): string => (text.length > longestCell ? `${text.slice(0, longestCell)}…` : text);
