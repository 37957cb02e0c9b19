import type { Diagnostic } from '@patchbay/model/errors';
import type { FieldEntry, FieldValue } from '@patchbay/model/flow';
import { childPath } from '@patchbay/model/mapping';
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button, IconButton, Select, TextInput } from '../../../ui/index.ts';
import { ExpressionField } from '../../expression/expression-field.tsx';
import type { PreviewScope } from '../../preview/preview-scope.ts';
import { MappingControl } from '../../mapping/mapping-control.tsx';
import { problemsAt } from '../node-edit.ts';
import { modeWords, switched } from './field-modes.ts';
import type { FieldMode } from './field-modes.ts';
import { FixedControl } from './fixed-control.tsx';
import { MappedControl } from './mapped-control.tsx';

interface EntriesControlProps {
  readonly label: string;
  /** The field's name in the input; none where its entries cannot be made by a mapping. */
  readonly field?: string | undefined;
  /** The names of the entries around these, as a pointer. */
  readonly within?: string;
  readonly at: string;
  readonly entries: readonly FieldEntry[];
  readonly onChange: (entries: FieldEntry[]) => void;
  readonly onBlur: () => void;
  readonly preview: PreviewScope;
  readonly problems: readonly Diagnostic[];
  readonly disabled: boolean;
  readonly knownNames: readonly string[];
}

const entryModes: readonly FieldMode[] = ['fixed', 'mapped', 'expression', 'mapping'];

/** Names with their values: headers, query, columns, the fields of a body. */
export function EntriesControl(props: EntriesControlProps) {
  const { entries, onChange, knownNames, label, disabled } = props;
  const listId = useId();
  const put = (index: number, entry: FieldEntry): void =>
    onChange(entries.map((old, at) => (at === index ? entry : old)));
  const missing = knownNames.filter((name) => !entries.some((entry) => entry.name === name));
  const add = (name: string): void => onChange([...entries, { name, value: { mode: 'fixed', value: '' } }]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <datalist id={listId}>
        {missing.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {entries.map((entry, index) => (
        <EntryRow
          key={index}
          {...props}
          entry={entry}
          index={index}
          listId={listId}
          onEntry={(next) => put(index, next)}
          onRemove={() => onChange(entries.filter((_, at) => at !== index))}
        />
      ))}
      {disabled ? null : (
        <div className="flex flex-wrap gap-1">
          <Button size="small" icon={Plus} aria-label={`Add a field to ${label}`} onClick={() => add(missing[0] ?? '')}>
            Add a field
          </Button>
          {missing.length > 1 ? (
            <Button
              look="ghost"
              size="small"
              onClick={() =>
                onChange([
                  ...entries,
                  ...missing.map((name): FieldEntry => ({ name, value: { mode: 'fixed', value: '' } })),
                ])
              }
            >
              Add all {missing.length}
            </Button>
          ) : null}
        </div>
      )}
    </div>
  );
}

interface EntryRowProps extends EntriesControlProps {
  readonly entry: FieldEntry;
  readonly index: number;
  readonly listId: string;
  readonly onEntry: (entry: FieldEntry) => void;
  readonly onRemove: () => void;
}

function EntryRow({ entry, index, listId, onEntry, onRemove, ...props }: EntryRowProps) {
  const { disabled, preview, onBlur, field, within = '' } = props;
  const place = childPath(within, entry.name);
  // A mapping is found by the names that lead to it.
  const isFound = field !== undefined && entry.name !== '';
  const modes = entryModes.filter((mode) => mode !== 'mapping' || isFound);
  const name = entry.name === '' ? `field ${index + 1}` : entry.name;
  const problems = problemsAt(props.problems, `${props.at}.${entry.name}`);
  const put = (value: FieldValue): void => onEntry({ ...entry, value });
  const { value } = entry;
  return (
    <div className="rounded-2 border border-line bg-sunken p-2" role="group" aria-label={name}>
      <div className="mb-1 flex items-center gap-1">
        <TextInput
          mono
          aria-label={`Name of ${name}`}
          list={listId}
          placeholder="name"
          value={entry.name}
          disabled={disabled}
          frameClassName="flex-1"
          onChange={(event) => onEntry({ ...entry, name: event.target.value })}
          onBlur={onBlur}
        />
        <Select
          aria-label={`How ${name} is given`}
          className="w-30"
          value={value.mode}
          disabled={disabled}
          options={[...new Set([...modes, value.mode])].map((mode) => ({ value: mode, label: modeWords[mode] }))}
          onChange={(mode) => put(switched(value, mode))}
        />
        {disabled ? null : <IconButton size="small" icon={X} label={`Remove ${name}`} onClick={onRemove} />}
      </div>
      {value.mode === 'fixed' ? (
        <FixedControl
          label={`Value of ${name}`}
          field={{
            name,
            label: name,
            control: typeof value.value === 'object' && value.value !== null ? 'json' : 'text',
          }}
          value={value.value}
          onChange={(next) => put({ mode: 'fixed', value: next ?? '' })}
          onBlur={onBlur}
          disabled={disabled}
        />
      ) : value.mode === 'mapped' ? (
        <MappedControl
          id={`${listId}-${index}`}
          label={name}
          path={value.path}
          onChange={(path) => put({ mode: 'mapped', path })}
          preview={preview}
          problems={problems}
          disabled={disabled}
        />
      ) : value.mode === 'expression' ? (
        <ExpressionField
          label={`Value of ${name}`}
          value={value.expr}
          onChange={(expr) => put({ mode: 'expression', expr })}
          onBlur={onBlur}
          scope={preview.scope}
          types={preview.types}
          sources={preview.sources}
          problems={problems}
          disabled={disabled}
        />
      ) : value.mode === 'mapping' ? (
        field === undefined ? (
          <p className="text-12 text-ink-3">A mapping makes it.</p>
        ) : (
          <MappingControl label={name} name={field} entry={place} mapping={value.mapping} />
        )
      ) : value.mode === 'schema' ? null : (
        <EntriesControl
          {...props}
          within={place}
          label={name}
          at={`${props.at}.${entry.name}`}
          entries={value.entries}
          onChange={(entries) => put({ mode: 'entries', entries })}
          knownNames={[]}
        />
      )}
    </div>
  );
}
