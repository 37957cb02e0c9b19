import { setRule } from '@patchbay/mapping';
import type { MappingRow } from '@patchbay/mapping';
import { isLoop, isObject } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { Plus, X } from 'lucide-react';
import { Button, IconButton, Select, TextInput } from '../ui/index.ts';
import type { MappingEdit } from './map-settings.tsx';
import { constantOf, constantText } from './rule-edits.ts';
import { RuleExpression } from './rule-editor.tsx';

interface RuleDetailsProps {
  readonly row: MappingRow;
  readonly edit: MappingEdit;
  readonly rule: MappingRule;
}

const usual = '-';
const nullWords = { [usual]: 'leave it out', null: 'write null', default: 'write the default', error: 'fail' } as const;
const errorWords = {
  [usual]: 'fail',
  null: 'write null',
  default: 'write the default',
  skip: 'leave out the record',
} as const;

/** Only when, which items, intermediate names, and what happens when there is no value. */
export function RuleDetails({ row, edit, rule }: RuleDetailsProps) {
  const put = (next: MappingRule): void => edit.change(setRule(edit.doc, row.path, next), `${row.path}/details`);
  const group = isLoop(rule) || isObject(rule);
  return (
    <div className="mt-1 grid gap-1 rounded-2 border border-line bg-sunken p-2">
      {row.path === '' ? null : (
        <Line label="Only when">
          <RuleExpression
            row={row}
            edit={edit}
            part="#when"
            label={`Only when, for ${row.name}`}
            placeholder="always"
            value={rule.when ?? ''}
            onChange={(text) => put(without(rule, 'when', text))}
          />
        </Line>
      )}
      {isLoop(rule) ? (
        <Line label="Which items">
          <RuleExpression
            row={row}
            edit={edit}
            part="#where"
            label={`Which items of ${row.name}`}
            placeholder="all"
            value={rule.where ?? ''}
            onChange={(text) => put(without(rule, 'where', text))}
          />
        </Line>
      ) : null}
      {group ? (
        <Lets row={row} edit={edit} rule={rule} />
      ) : (
        <Policies rule={rule} onChange={put} disabled={edit.form.disabled} />
      )}
    </div>
  );
}

function without<Rule extends MappingRule>(rule: Rule, key: 'when' | 'where', text: string): Rule {
  const { [key]: _, ...rest } = rule as Rule & { when?: string; where?: string };
  return (text.trim() === '' ? rest : { ...rest, [key]: text }) as Rule;
}

function Line({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="grid grid-cols-[84px_minmax(0,1fr)] items-start gap-2">
      <span className="pt-1 text-12 text-ink-3">{label}</span>
      <div className="min-w-0">{children}</div>
    </div>
  );
}

function Lets({ row, edit, rule }: RuleDetailsProps) {
  if (!isLoop(rule) && !isObject(rule)) return null;
  const lets = Object.entries(rule.let ?? {});
  const put = (next: [string, string][]): void => {
    const { let: _, ...rest } = rule;
    edit.change(
      setRule(edit.doc, row.path, next.length === 0 ? rest : { ...rest, let: Object.fromEntries(next) }),
      `${row.path}/let`,
    );
  };
  return (
    <Line label="Names">
      <div className="grid gap-1">
        {lets.map(([name, text], index) => (
          <div key={index} className="flex items-start gap-1">
            <TextInput
              mono
              aria-label={`Name ${index + 1}`}
              frameClassName="w-24"
              value={name}
              disabled={edit.form.disabled}
              onChange={(event) => {
                const typed = event.target.value;
                if (!lets.some(([other], at) => at !== index && other === typed))
                  put(lets.map((entry, at) => (at === index ? [typed, text] : entry)));
              }}
            />
            <div className="min-w-0 flex-1">
              <RuleExpression
                row={row}
                edit={edit}
                part={`#let.${name}`}
                label={`What ${name} is`}
                value={text}
                onChange={(next) => put(lets.map((entry, at) => (at === index ? [name, next] : entry)))}
              />
            </div>
            {edit.form.disabled ? null : (
              <IconButton
                size="small"
                icon={X}
                label={`Remove ${name}`}
                onClick={() => put(lets.filter((_, at) => at !== index))}
              />
            )}
          </div>
        ))}
        {edit.form.disabled ? null : (
          <Button
            size="small"
            icon={Plus}
            className="justify-self-start"
            onClick={() => put([...lets, [`name${lets.length + 1}`, '']])}
          >
            Name a value
          </Button>
        )}
      </div>
    </Line>
  );
}

type ValueRule = Exclude<MappingRule, { fields: unknown }>;

function Policies({
  rule,
  onChange,
  disabled,
}: {
  readonly rule: MappingRule;
  readonly onChange: (rule: MappingRule) => void;
  readonly disabled: boolean;
}) {
  if (isLoop(rule) || isObject(rule)) return null;
  const held: ValueRule = rule;
  const put = (key: 'onNull' | 'onError', value: string): void => {
    const { [key]: _, ...rest } = held;
    onChange((value === usual ? rest : { ...rest, [key]: value }) as MappingRule);
  };
  const options = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([value, label]) => ({ value, label }));
  return (
    <>
      <Line label="No value">
        <Select
          aria-label="When there is no value"
          value={held.onNull === 'omit' ? usual : (held.onNull ?? usual)}
          options={options(nullWords)}
          disabled={disabled}
          onChange={(value) => put('onNull', value)}
        />
      </Line>
      <Line label="On error">
        <Select
          aria-label="When it cannot be worked out"
          value={held.onError === 'error' ? usual : (held.onError ?? usual)}
          options={options(errorWords)}
          disabled={disabled}
          onChange={(value) => put('onError', value)}
        />
      </Line>
      {held.onNull === 'default' || held.onError === 'default' ? (
        <Line label="Default">
          <TextInput
            mono
            aria-label="Default"
            disabled={disabled}
            value={held.default === undefined ? '' : constantText(held.default)}
            onChange={(event) => onChange({ ...held, default: constantOf(event.target.value) })}
          />
        </Line>
      ) : null}
    </>
  );
}
