import { withoutQualifier, withQualifier } from '@patchbay/mapping/edit';
import type { EditResult } from '@patchbay/mapping/edit';
import { Check } from 'lucide-react';
import { useMemo } from 'react';
import { Button, classNames } from '../../ui/index.ts';
import { valueWords } from '../data/sample-values.ts';
import { useMapper, useMapperData } from '../mapper-context.ts';
import { FloatingPanel } from '../rules/floating-panel.tsx';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { fieldName } from '../rules/use-rule-edit.ts';
import { qualifiableLists } from './qualifier-choices.ts';
import type { QualifiableList, QualifyingField } from './qualifier-choices.ts';

/** Which items of the lists that a rule reads it takes: only those of one kind, or all. */
export function QualifierPanel({ path, onClose }: { readonly path: string; readonly onClose: () => void }) {
  const mapper = useMapper();
  const data = useMapperData();
  const { make } = useRuleActions();
  const lists = useMemo(() => qualifiableLists(data, path, data.sample?.scope ?? {}), [data, path]);
  const put = (result: EditResult): void => {
    if (make(result, { select: true })) onClose();
  };
  return (
    <FloatingPanel title={`Which items ${fieldName(path)} takes`} rowKey={path} className="w-96!" onClose={onClose}>
      {lists.length === 0 ? (
        <p className="text-12 text-ink-2">
          This rule reads no list whose items say of which kind they are. A sample with several kinds shows them.
        </p>
      ) : null}
      {lists.map(({ list, fields }) => (
        <ListOfKinds
          key={`${list.root}/${list.steps.join('/')}`}
          list={list}
          fields={fields}
          onTake={(field, value) => put(withQualifier(mapper.data().view, path, { list, field, value }))}
          onAll={(field) => put(withoutQualifier(mapper.data().view, path, { list, field }))}
        />
      ))}
    </FloatingPanel>
  );
}

interface ListOfKindsProps extends QualifiableList {
  readonly onTake: (field: string, value: QualifyingField['kinds'][number]['value']) => void;
  readonly onAll: (field: string) => void;
}

function ListOfKinds({ list, fields, onTake, onAll }: ListOfKindsProps) {
  const name = [list.root, ...list.steps].join('.').replaceAll('.[]', '');
  return (
    <section aria-label={name} className="grid gap-1">
      <h3 className="code text-12 text-ink-2">{name}</h3>
      {fields.map(({ field, kinds, isUsed }) => (
        <div key={field} role="group" aria-label={`${name} by ${field}`} className="grid">
          <div className="flex min-h-7 items-center gap-2 text-12 text-ink-3">
            {isUsed ? <Check size={14} aria-hidden className="text-accent-text" /> : null}
            <span className="flex-1 truncate">
              by <code className="text-ink">{field}</code>
            </span>
            {isUsed ? (
              <Button size="small" onClick={() => onAll(field)}>
                Take all of them
              </Button>
            ) : null}
          </div>
          <div className="max-h-52 overflow-auto rounded-1 border border-line">
            {kinds.map(({ value, meaning, count }) => (
              <button
                key={JSON.stringify(value)}
                type="button"
                className="flex h-7 w-full items-center gap-2 px-2 text-left outline-offset-[-2px] hover:bg-hover"
                onClick={() => onTake(field, value)}
              >
                <code className="flex-none">{valueWords(value)}</code>
                <span className="min-w-0 flex-1 truncate text-12 text-ink-2" title={meaning}>
                  {meaning}
                </span>
                <span className={classNames('flex-none text-12', count === 0 ? 'text-ink-3' : 'text-ink-2')}>
                  {count === 0 ? 'not in the sample' : count === 1 ? '1 item' : `${count} items`}
                </span>
              </button>
            ))}
          </div>
        </div>
      ))}
    </section>
  );
}
