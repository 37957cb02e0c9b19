import { isLoop } from '@patchbay/model/mapping';
import type { LoopJoin, LoopRule, SortKey } from '@patchbay/model/mapping';
import { addJoin, removeJoin, renameAlias, renameIndex, renameJoin, setJoin, setLoop } from '@patchbay/mapping/edit';
import type { LoopSettings } from '@patchbay/mapping/edit';
import { ArrowDownAZ, ArrowUpAZ, Plus, X } from 'lucide-react';
import { Button, IconButton, Select } from '../../ui/index.ts';
import { useHost, useMapper, useMapperData } from '../mapper-context.ts';
import { FloatingPanel, PanelLine } from './floating-panel.tsx';
import { NameField } from './name-field.tsx';
import { PartField } from './part-field.tsx';
import { fieldName } from './use-rule-edit.ts';
import { useRuleActions } from './use-rule-actions.ts';

/** A loop in full: what it walks over, which items, in what order, how many, in which groups, and with which other lists. */
export function LoopPanel({ path, onClose }: { readonly path: string; readonly onClose: () => void }) {
  const { targetAt, targetNodes, view } = useMapperData();
  const { mayEdit } = useHost();
  const mapper = useMapper();
  const { make } = useRuleActions();
  const rule = targetNodes[targetAt.get(path) ?? -1]?.rule;
  if (rule === undefined || !isLoop(rule)) return null;
  const set = (change: Partial<LoopSettings>, part: string): void =>
    void make(setLoop(mapper.data().view, path, change), { coalesce: `${path}#${part}` });
  const field = (part: 'for' | 'where' | 'distinct' | 'groupBy' | 'limit', words: FieldWords) => (
    <PanelLine label={words.label}>
      <PartField
        path={path}
        part={`#${part}`}
        label={words.aria}
        value={rule[part] ?? ''}
        placeholder={words.placeholder}
        onChange={(text) => set({ [part]: text }, part)}
      />
    </PanelLine>
  );
  return (
    <FloatingPanel title={`Loop of ${fieldName(path)}`} rowKey={path} onClose={onClose}>
      {field('for', { label: 'For each', aria: 'List to walk over', placeholder: 'a list' })}
      <PanelLine label="as">
        <div className="flex items-center gap-2">
          <NameField
            label="Name of one item"
            value={rule.as ?? 'item'}
            disabled={!mayEdit}
            onChange={(name) => make(renameAlias(mapper.data().view, path, name))}
          />
          <span className="label">position</span>
          <NameField
            label="Name of the position"
            value={rule.index ?? ''}
            placeholder="$index"
            disabled={!mayEdit}
            onChange={(name) =>
              name === ''
                ? make(setLoop(view, path, { index: undefined }))
                : make(renameIndex(mapper.data().view, path, name))
            }
          />
        </div>
      </PanelLine>
      <Joins path={path} rule={rule} />
      {field('where', { label: 'Only', aria: 'Which items', placeholder: 'all items' })}
      {field('distinct', {
        label: 'One for each',
        aria: 'One item for each value of',
        placeholder: 'every item counts',
      })}
      {field('groupBy', {
        label: 'Grouped by',
        aria: 'Grouped by',
        placeholder: 'no groups',
      })}
      <SortKeys path={path} rule={rule} onChange={(orderBy) => set({ orderBy }, 'orderBy')} />
      {field('limit', { label: 'At most', aria: 'At most so many items', placeholder: 'no limit' })}
    </FloatingPanel>
  );
}

interface FieldWords {
  readonly label: string;
  readonly aria: string;
  readonly placeholder: string;
}

function SortKeys({
  path,
  rule,
  onChange,
}: {
  readonly path: string;
  readonly rule: LoopRule;
  readonly onChange: (keys: SortKey[]) => void;
}) {
  const { mayEdit } = useHost();
  const keys = (rule.orderBy ?? []).map((key) => (typeof key === 'string' ? { by: key, order: 'asc' as const } : key));
  const put = (next: readonly { by: string; order: 'asc' | 'desc' }[]): void =>
    onChange(next.map((key) => (key.order === 'asc' ? key.by : key)));
  return (
    <PanelLine label="Sorted by">
      <div className="grid gap-1">
        {keys.map((key, index) => (
          <div key={index} className="flex items-start gap-1">
            <div className="min-w-0 flex-1">
              <PartField
                path={path}
                part={`#orderBy.${index}`}
                label={`Sort key ${index + 1}`}
                value={key.by}
                onChange={(by) => put(keys.map((old, at) => (at === index ? { ...old, by } : old)))}
              />
            </div>
            <IconButton
              icon={key.order === 'asc' ? ArrowDownAZ : ArrowUpAZ}
              label={key.order === 'asc' ? 'Ascending' : 'Descending'}
              disabled={!mayEdit}
              onClick={() =>
                put(
                  keys.map((old, at) => (at === index ? { ...old, order: old.order === 'asc' ? 'desc' : 'asc' } : old)),
                )
              }
            />
            <IconButton
              icon={X}
              label="Remove the sort key"
              disabled={!mayEdit}
              onClick={() => put(keys.filter((_, at) => at !== index))}
            />
          </div>
        ))}
        {mayEdit ? (
          <Button
            size="small"
            icon={Plus}
            className="justify-self-start"
            onClick={() => put([...keys, { by: rule.as ?? 'item', order: 'asc' }])}
          >
            Sort key
          </Button>
        ) : null}
      </div>
    </PanelLine>
  );
}

const keepWords = { matched: 'only those with a partner', all: 'all, partner or not' } as const;

function Joins({ path, rule }: { readonly path: string; readonly rule: LoopRule }) {
  const mapper = useMapper();
  const { mayEdit } = useHost();
  const { make } = useRuleActions();
  const set = (at: number, change: Partial<LoopJoin>, part: string): void =>
    void make(setJoin(mapper.data().view, path, { at, change }), { coalesce: `${path}#join.${at}.${part}` });
  return (
    <PanelLine label="With">
      <div className="grid gap-2">
        {(rule.join ?? []).map((join, at) => (
          <div
            key={at}
            role="group"
            aria-label={`Joined list ${at + 1}`}
            className="grid gap-1 rounded-2 bg-sunken p-2"
          >
            <div className="flex items-start gap-1">
              <div className="min-w-0 flex-1">
                <PartField
                  path={path}
                  part={`#join.${at}.in`}
                  label={`Second list ${at + 1}`}
                  value={join.in}
                  placeholder="a second list"
                  onChange={(text) => set(at, { in: text }, 'in')}
                />
              </div>
              <span className="pt-1">as</span>
              <NameField
                label={`Name of its item ${at + 1}`}
                value={join.as}
                disabled={!mayEdit}
                onChange={(to) => make(renameJoin(mapper.data().view, path, { from: join.as, to }))}
              />
              <IconButton
                icon={X}
                label="Remove the second list"
                disabled={!mayEdit}
                onClick={() => void make(removeJoin(mapper.data().view, path, at))}
              />
            </div>
            <div className="grid grid-cols-[1fr_auto_1fr] items-start gap-1">
              <PartField
                path={path}
                part={`#join.${at}.key`}
                label={`Key of the item ${at + 1}`}
                value={join.on?.key ?? ''}
                placeholder="key of the item"
                onChange={(key) => set(at, { on: { key, item: join.on?.item ?? '' } }, 'key')}
              />
              <span className="pt-1">=</span>
              <PartField
                path={path}
                part={`#join.${at}.item`}
                label={`Key of its partner ${at + 1}`}
                value={join.on?.item ?? ''}
                placeholder="key of its partner"
                onChange={(item) => set(at, { on: { key: join.on?.key ?? '', item } }, 'item')}
              />
            </div>
            {join.on === undefined ? (
              <p className="text-12 text-wait">Without keys every item meets every partner.</p>
            ) : null}
            <Select
              aria-label={`Which items are kept ${at + 1}`}
              value={join.keep ?? 'matched'}
              disabled={!mayEdit}
              options={Object.entries(keepWords).map(([value, label]) => ({
                value: value as 'matched' | 'all',
                label,
              }))}
              onChange={(keep) => set(at, { keep }, 'keep')}
            />
          </div>
        ))}
        {mayEdit ? (
          <Button
            size="small"
            icon={Plus}
            className="justify-self-start"
            onClick={() => void make(addJoin(mapper.data().view, path, { in: '', on: { key: '', item: '' } }))}
          >
            Second list
          </Button>
        ) : null}
      </div>
    </PanelLine>
  );
}
