import { scopeTypesOfRule, setRule } from '@patchbay/mapping';
import type { MappingRow } from '@patchbay/mapping';
import { isLoop, isObject } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { useMemo } from 'react';
import { Select, TextInput } from '../ui/index.ts';
import { ExpressionField } from '../editor/expression/expression-field.tsx';
import { previewContext } from '../editor/preview/preview-scope.ts';
import { problemsAt } from '../editor/inspector/node-edit.ts';
import type { MappingEdit } from './map-settings.tsx';
import { constantOf, constantText } from './rule-edits.ts';
import { rowScope } from './row-scope.ts';

export interface RuleEditorProps {
  readonly row: MappingRow;
  readonly edit: MappingEdit;
}

/** The cell of a row's rule. */
export function RuleEditor({ row, edit }: RuleEditorProps) {
  const { doc, change, form } = edit;
  const { rule } = row;
  const put = (next: MappingRule): void => change(setRule(doc, row.path, next), `${row.path}/rule`);
  if (rule === undefined || isObject(rule)) return null;
  if (isLoop(rule)) {
    return (
      <div className="flex items-start gap-1">
        <span className="pt-1 text-12 text-ink-3">for each</span>
        <TextInput
          mono
          aria-label={`Name of one item of ${row.name || 'the list'}`}
          frameClassName="w-18"
          value={rule.as ?? 'item'}
          disabled={form.disabled}
          onChange={(event) => put({ ...rule, as: event.target.value })}
          onBlur={form.seal}
        />
        <span className="pt-1 text-12 text-ink-3">in</span>
        <div className="min-w-0 flex-1">
          <RuleExpression
            row={row}
            edit={edit}
            part="#for"
            label={`List of ${row.name || 'the result'}`}
            value={rule.for}
            onChange={(text) => put({ ...rule, for: text })}
          />
        </div>
      </div>
    );
  }
  if ('expr' in rule) {
    return (
      <RuleExpression
        row={row}
        edit={edit}
        part=""
        label={`Rule of ${row.name}`}
        value={rule.expr}
        onChange={(expr) => put({ ...rule, expr })}
      />
    );
  }
  if ('lookup' in rule) {
    const tables = Object.keys(doc.lookups ?? {});
    return (
      <div className="flex items-start gap-1">
        <Select
          aria-label={`Table of ${row.name}`}
          className="w-28 flex-none"
          placeholder={tables.length === 0 ? 'No table yet' : 'Table'}
          value={rule.lookup === '' ? undefined : rule.lookup}
          disabled={form.disabled || tables.length === 0}
          options={tables.map((table) => ({ value: table, label: table }))}
          onChange={(lookup) => put({ ...rule, lookup })}
        />
        <div className="min-w-0 flex-1">
          <RuleExpression
            row={row}
            edit={edit}
            part=""
            label={`Key of ${row.name}`}
            value={rule.key}
            onChange={(key) => put({ ...rule, key })}
          />
        </div>
      </div>
    );
  }
  return (
    <TextInput
      mono
      aria-label={`Constant of ${row.name}`}
      value={constantText(rule.const)}
      disabled={form.disabled}
      onChange={(event) => put({ ...rule, const: constantOf(event.target.value) })}
      onBlur={form.seal}
    />
  );
}

export interface RuleExpressionProps extends RuleEditorProps {
  /** Which expression of the rule: empty for its own, `#for`, `#where`, `#when`, `#let.name`. */
  readonly part: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly placeholder?: string;
}

export function RuleExpression({ row, edit, part, label, value, onChange, placeholder }: RuleExpressionProps) {
  const { doc, form } = edit;
  const { scope: outer, types: outerTypes, sources } = form.preview;
  const at = `${row.path}${part}`;
  const scope = useMemo(
    () =>
      rowScope({
        doc,
        path: row.path,
        scope: outer,
        context: previewContext,
        inner: part === '#where' || part.startsWith('#let'),
      }),
    [doc, row.path, outer, part],
  );
  const types = useMemo(() => scopeTypesOfRule(doc, at, outerTypes), [doc, at, outerTypes]);
  const found = problemsAt(form.problems, `mapping${at}`).filter(
    ({ at: place }) => part !== '' || place.field === `mapping${at}`,
  );
  return (
    <ExpressionField
      quiet
      label={label}
      value={value}
      onChange={onChange}
      onBlur={form.seal}
      scope={scope}
      types={types}
      sources={sources}
      problems={found}
      disabled={form.disabled}
      placeholder={placeholder ?? ''}
    />
  );
}
