import { isStructure } from '@patchbay/model/mapping';
import type { MappingRule, RuleMeta } from '@patchbay/model/mapping';
import {
  constantOf,
  constantText,
  ruleMeta,
  setCondition,
  setNote,
  setPolicies,
  setRule,
  setRuleMeta,
} from '@patchbay/mapping/edit';
import { useState } from 'react';
import { Segmented, Select, TextInput } from '../../ui/index.ts';
import { EntrySelect } from '../library/entry-select.tsx';
import { refParts, refWords } from '../library/library-ref.ts';
import { useHost, useMapper, useMapperData } from '../mapper-context.ts';
import { openMapping } from '../parts/keep-part.ts';
import { FloatingPanel, PanelLine } from './floating-panel.tsx';
import { PartField } from './part-field.tsx';
import { TypeChoice } from './type-choice.tsx';
import { useByHand } from './use-by-hand.ts';
import { fieldName } from './use-rule-edit.ts';
import { useRuleActions } from './use-rule-actions.ts';

const nullWords = { omit: 'leave it out', null: 'write null', default: 'write the default', error: 'fail' } as const;
const errorWords = {
  error: 'fail',
  null: 'write null',
  default: 'write the default',
  skip: 'leave out the record',
} as const;
const statusWords = { none: 'none', todo: 'to do', reviewed: 'reviewed' } as const;

/** When a rule is written, what happens without a value or on an error, and what people say about it. */
export function DetailsPanel({ path, onClose }: { readonly path: string; readonly onClose: () => void }) {
  const { targetAt, targetNodes } = useMapperData();
  const mapper = useMapper();
  const { make } = useRuleActions();
  const isByHand = useByHand();
  const rule = targetNodes[targetAt.get(path) ?? -1]?.rule;
  if (rule === undefined) return null;
  return (
    <FloatingPanel title={fieldName(path)} rowKey={path} onClose={onClose}>
      {isByHand && !isStructure(rule) ? (
        <PanelLine label="Type">
          <TypeChoice path={path} rule={rule} className="type-choice" />
        </PanelLine>
      ) : null}
      <KindFields path={path} rule={rule} />
      <PanelLine label="Only when">
        <PartField
          path={path}
          part="#when"
          label={`Only when, for ${fieldName(path)}`}
          value={rule.when ?? ''}
          placeholder="always"
          onChange={(text) => void make(setCondition(mapper.host().doc, path, text), { coalesce: `${path}#when` })}
        />
      </PanelLine>
      {isStructure(rule) ? null : <Policies path={path} rule={rule} />}
      <Words path={path} rule={rule} />
    </FloatingPanel>
  );
}

/** The table of a lookup, the mapping of a sub-mapping. */
function KindFields({ path, rule }: { readonly path: string; readonly rule: MappingRule }) {
  const { doc, library, mayEdit } = useHost();
  const mapper = useMapper();
  const { make } = useRuleActions();
  const put = (next: MappingRule, said: string): void =>
    void make({ doc: setRule(mapper.host().doc, path, next), path, said });
  if ('lookup' in rule) {
    const tables = Object.keys(doc.lookups ?? {});
    return (
      <>
        <PanelLine label="Table">
          <Select
            aria-label={`Table of ${fieldName(path)}`}
            placeholder={tables.length === 0 ? 'No table yet' : 'Choose a table'}
            value={tables.includes(rule.lookup) ? rule.lookup : undefined}
            disabled={!mayEdit || tables.length === 0}
            options={tables.map((table) => ({ value: table, label: table }))}
            onChange={(lookup) => put({ ...rule, lookup }, `Looks up in ${lookup}.`)}
          />
          <button
            type="button"
            className="mt-1 text-12 text-accent-text underline"
            onClick={() => mapper.store.getState().show({ drawer: 'lookups', panel: null })}
          >
            Edit the tables
          </button>
        </PanelLine>
        <PanelLine label="Key">
          <PartField
            path={path}
            part=""
            label={`Key of ${fieldName(path)}`}
            value={rule.key}
            onChange={(key) => put({ ...rule, key }, 'Changed the key.')}
          />
        </PanelLine>
      </>
    );
  }
  if (!('map' in rule)) return null;
  return (
    <>
      <PanelLine label="Mapping">
        {library.find === undefined ? (
          <span>{refWords(rule.map)}</span>
        ) : (
          <EntrySelect
            kind="mapping"
            find={library.find}
            aria-label={`Mapping that makes ${fieldName(path)}`}
            placeholder="Choose a mapping"
            value={rule.map === '' ? undefined : rule.map}
            disabled={!mayEdit}
            onChange={(map) => put({ ...rule, map }, `Made by ${map}.`)}
          />
        )}
        {library.open === undefined || rule.map === '' ? null : (
          <button
            type="button"
            className="mt-1 text-12 text-accent-text underline"
            onClick={() => openMapping(mapper, rule.map)}
          >
            Open {refParts(rule.map).name}
          </button>
        )}
      </PanelLine>
      {typeof rule.with === 'string' ? (
        <PanelLine label="From">
          <PartField
            path={path}
            part="#with"
            label={`What ${rule.map} reads`}
            value={rule.with}
            onChange={(text) => put({ ...rule, with: text }, 'Changed what is mapped.')}
          />
        </PanelLine>
      ) : (
        Object.entries(rule.with).map(([name, text]) => (
          <PanelLine key={name} label={name}>
            <PartField
              path={path}
              part={`#with.${name}`}
              label={`What ${name} reads`}
              value={text}
              onChange={(next) =>
                put(
                  {
                    ...rule,
                    with: Object.fromEntries(
                      Object.entries(rule.with).map(([key, old]) => [key, key === name ? next : (old as string)]),
                    ),
                  },
                  'Changed what is mapped.',
                )
              }
            />
          </PanelLine>
        ))
      )}
    </>
  );
}

type ValueRule = Exclude<MappingRule, { fields: unknown }>;

const optionsOf = <Value extends string>(words: Readonly<Record<Value, string>>): { value: Value; label: string }[] =>
  Object.entries<string>(words).map(([value, label]) => ({ value: value as Value, label }));

function Policies({ path, rule }: { readonly path: string; readonly rule: ValueRule }) {
  const { mayEdit } = useHost();
  const mapper = useMapper();
  const { make } = useRuleActions();
  const put = (change: Parameters<typeof setPolicies>[2]): void =>
    void make(setPolicies(mapper.host().doc, path, change));
  const usual = rule.default === undefined ? 'omit' : 'default';
  return (
    <>
      <PanelLine label="No value">
        <Select
          aria-label="When there is no value"
          value={rule.onNull ?? usual}
          options={optionsOf(nullWords)}
          disabled={!mayEdit}
          onChange={(value) => put({ onNull: value === 'omit' ? undefined : value })}
        />
      </PanelLine>
      <PanelLine label="On error">
        <Select
          aria-label="When it cannot be worked out"
          value={rule.onError ?? 'error'}
          options={optionsOf(errorWords)}
          disabled={!mayEdit}
          onChange={(value) => put({ onError: value === 'error' ? undefined : value })}
        />
      </PanelLine>
      {rule.onNull === 'default' || rule.onError === 'default' || rule.default !== undefined ? (
        <PanelLine label="Default">
          <Typed
            label="Default"
            value={rule.default === undefined ? '' : constantText(rule.default)}
            onChange={(text) => put({ default: text === '' ? undefined : constantOf(text) })}
          />
        </PanelLine>
      ) : null}
    </>
  );
}

function Words({ path, rule }: { readonly path: string; readonly rule: MappingRule }) {
  const { doc, mayEdit } = useHost();
  const mapper = useMapper();
  const { make } = useRuleActions();
  const meta = ruleMeta(doc, path);
  const put = (change: Partial<RuleMeta>): void => void make(setRuleMeta(mapper.host().doc, path, change));
  return (
    <>
      <PanelLine label="Note">
        <Typed
          label="Note"
          value={rule.note ?? ''}
          placeholder="why it is so"
          onChange={(text) => void make(setNote(mapper.host().doc, path, text))}
        />
      </PanelLine>
      <PanelLine label="Status">
        <Segmented
          size="small"
          label="Status"
          value={meta.status ?? 'none'}
          disabled={!mayEdit}
          options={optionsOf(statusWords)}
          onChange={(status) => put({ status: status === 'none' ? undefined : status })}
        />
      </PanelLine>
      <PanelLine label="Owner">
        <Typed label="Owner" value={meta.owner ?? ''} onChange={(owner) => put({ owner })} />
      </PanelLine>
      <PanelLine label="Comment">
        <Typed label="Comment" value={meta.comment ?? ''} onChange={(comment) => put({ comment })} />
      </PanelLine>
      {meta.by === undefined ? null : <p className="text-12 text-ink-3">{madeBy(meta.by)}</p>}
    </>
  );
}

/** `auto:0.93` in words. */
function madeBy(by: string): string {
  const score = /^auto:(\d(?:\.\d+)?)$/.exec(by)?.[1];
  return score === undefined
    ? `Made by ${by}`
    : `Suggested by auto-map at ${Math.round(Number(score) * 100)} %, accepted by a person`;
}

/** A text that is taken over when the field is left. */
function Typed({
  label,
  value,
  placeholder,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (text: string) => void;
}) {
  const { mayEdit } = useHost();
  const [draft, setDraft] = useState<string | null>(null);
  const keep = (): void => {
    if (draft !== null && draft !== value) onChange(draft);
    setDraft(null);
  };
  return (
    <TextInput
      aria-label={label}
      value={draft ?? value}
      placeholder={placeholder}
      disabled={!mayEdit}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
    />
  );
}
