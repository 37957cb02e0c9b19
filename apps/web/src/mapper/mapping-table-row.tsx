import { setRule } from '@patchbay/mapping';
import type { MappingRow, RowResult } from '@patchbay/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { ArrowDown, ArrowUp, Ellipsis, Plus, Trash2, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button, classNames, IconButton, Menu, Select, TextInput } from '../ui/index.ts';
import { shortValue } from '../editor/preview/value-words.ts';
import type { MappingEdit } from './map-settings.tsx';
import { addedRule, asKind, isGroup, kindWords, movedRule, renamedRule } from './rule-edits.ts';
import type { RuleKind } from './rule-edits.ts';
import { RuleDetails } from './rule-details.tsx';
import { RuleEditor } from './rule-editor.tsx';

interface RowProps {
  readonly row: MappingRow;
  readonly edit: MappingEdit;
  readonly result: RowResult | undefined;
}

/** Name and kind, then the rule, then what it gives. Narrow they stand below one another, wide beside. */
export function MappingTableRow({ row, edit, result }: RowProps) {
  const [details, setDetails] = useState(hasDetails(row.rule));
  const unmapped = row.kind === 'unmapped';
  return (
    <div
      role="row"
      aria-label={row.path === '' ? 'Each item' : row.name}
      data-field={`mapping${row.path}`}
      className={classNames(
        'grid gap-x-3 gap-y-1 border-b border-line px-4 py-1.5 @3xl:grid-cols-[minmax(290px,1fr)_minmax(240px,1.6fr)_minmax(110px,0.6fr)]',
        unmapped && row.required && 'bg-wait-soft',
      )}
      style={{ paddingLeft: 16 + Math.max(0, row.depth) * 16 }}
    >
      <div role="cell" className="flex min-w-0 items-center gap-1">
        <RowName row={row} edit={edit} />
        <RowMenu row={row} edit={edit} onDetails={() => setDetails(true)} />
      </div>
      <div role="cell" className="min-w-0">
        {unmapped ? <NoRule row={row} edit={edit} /> : <RuleEditor row={row} edit={edit} />}
        {details && row.rule !== undefined ? <RuleDetails row={row} edit={edit} rule={row.rule} /> : null}
      </div>
      <div role="cell" className="min-w-0 self-center">
        <RowValue result={result} group={isGroup(row.rule)} />
      </div>
    </div>
  );
}

const hasDetails = (rule: MappingRule | undefined): boolean =>
  rule !== undefined &&
  (rule.when !== undefined || ('let' in rule && rule.let !== undefined) || 'onNull' in rule || 'onError' in rule);

/** The name is taken over when the field is left, so that a half-typed name moves no rule about. */
function RowName({ row, edit }: Pick<RowProps, 'row' | 'edit'>) {
  const { doc, change, form } = edit;
  const [draft, setDraft] = useState<string | null>(null);
  const types = row.types.filter((type) => type !== 'null').join(' or ');
  if (row.path === '') return <span className="flex-1 font-medium">Each item of</span>;
  if (row.kind === 'unmapped') {
    return (
      <span
        className={classNames('code min-w-0 flex-1 truncate', row.required && 'font-semibold text-wait')}
        title={row.description}
      >
        {row.name}
        {row.required ? <span className="text-bad">*</span> : null} <span className="text-ink-3">{types}</span>
      </span>
    );
  }
  const renamed = draft === null ? doc : renamedRule(doc, row.path, draft);
  const keep = (): void => {
    if (draft !== null && renamed !== null && renamed !== doc) change(renamed, '/name');
    setDraft(null);
    form.seal();
  };
  return (
    <>
      <TextInput
        mono
        aria-label={`Name of ${row.name}`}
        aria-invalid={renamed === null || undefined}
        title={renamed === null ? 'Blank, or there is such a field already' : row.description}
        frameClassName="flex-1"
        value={draft ?? row.name}
        disabled={form.disabled}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
        suffix={
          row.required ? (
            <span className="text-bad" title="required">
              *
            </span>
          ) : null
        }
      />
      <Select<RuleKind>
        aria-label={`Kind of ${row.name}`}
        className="w-30 flex-none"
        value={row.kind as RuleKind}
        disabled={form.disabled}
        options={Object.entries(kindWords).map(([value, label]) => ({ value: value as RuleKind, label }))}
        onChange={(kind) => change(setRule(doc, row.path, asKind(row.rule, kind, doc)), '/kind')}
      />
    </>
  );
}

function NoRule({ row, edit }: Pick<RowProps, 'row' | 'edit'>) {
  const { doc, change, form } = edit;
  return (
    <div className="flex items-center gap-2">
      <span className={row.required ? 'flex items-center gap-1 text-12 text-wait' : 'text-12 text-ink-3'}>
        {row.required ? <TriangleAlert size={12} aria-hidden /> : null}
        No rule
      </span>
      {form.disabled ? null : (
        <Button
          size="small"
          aria-label={`Add a rule for ${row.name}`}
          onClick={() => change(setRule(doc, row.path, ruleFor(row)), '/+')}
        >
          Add a rule
        </Button>
      )}
    </div>
  );
}

const ruleFor = (row: MappingRow): MappingRule => {
  if (row.types.includes('object')) return { fields: {} };
  return row.types.includes('array') ? { for: '', as: 'item', fields: {} } : { expr: '' };
};

function RowMenu({ row, edit, onDetails }: Pick<RowProps, 'row' | 'edit'> & { readonly onDetails: () => void }) {
  const { doc, change, form } = edit;
  if (form.disabled || row.kind === 'unmapped') return null;
  return (
    <>
      {isGroup(row.rule) ? (
        <IconButton
          size="small"
          icon={Plus}
          label={`Add a field to ${row.name || 'each item'}`}
          onClick={() => change(addedRule(doc, row.path).doc, '/+')}
        />
      ) : null}
      <Menu
        trigger={<IconButton size="small" icon={Ellipsis} label={`More about ${row.name || 'each item'}`} />}
        items={[
          { label: 'Condition, names, when missing…', onSelect: onDetails },
          ...(row.path === ''
            ? []
            : ([
                'divider',
                { label: 'Earlier', icon: ArrowUp, onSelect: () => change(movedRule(doc, row.path, -1), '/move') },
                { label: 'Later', icon: ArrowDown, onSelect: () => change(movedRule(doc, row.path, 1), '/move') },
                'divider',
                {
                  label: 'Remove',
                  icon: Trash2,
                  danger: true,
                  onSelect: () => change(setRule(doc, row.path, undefined), '/remove'),
                },
              ] as const)),
        ]}
      />
    </>
  );
}

function RowValue({ result, group }: { readonly result: RowResult | undefined; readonly group: boolean }) {
  if (result === undefined) return group ? null : <span className="text-12 text-ink-3">not written</span>;
  if ('error' in result) {
    return (
      <span className="flex items-start gap-1 text-12 text-bad">
        <TriangleAlert size={12} aria-hidden className="mt-0.5" />
        <span className="min-w-0 wrap-anywhere">{result.error.message}</span>
      </span>
    );
  }
  return (
    <code className="block truncate text-ink-2" title={JSON.stringify(result.value)}>
      {shortValue((result.value ?? null) as Json)}
    </code>
  );
}
