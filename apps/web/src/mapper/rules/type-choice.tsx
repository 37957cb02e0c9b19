import type { KeyboardEventHandler } from 'react';
import { isStructure } from '@patchbay/model/mapping';
import type { FieldType, MappingRule } from '@patchbay/model/mapping';
import { fieldTypeWords, setType } from '@patchbay/mapping/edit';
import { useHost, useMapper } from '../mapper-context.ts';
import { fieldName } from './use-rule-edit.ts';
import { useRuleActions } from './use-rule-actions.ts';

const words: Readonly<Record<FieldType, string>> = {
  string: 'Text',
  number: 'Number',
  integer: 'Whole number',
  boolean: 'Yes or no',
  date: 'Date',
  'date-time': 'Date and time',
  object: 'Structure',
  array: 'List',
};
const types = Object.keys(fieldTypeWords) as FieldType[];

interface TypeChoiceProps {
  readonly path: string;
  readonly rule: MappingRule;
  readonly className?: string;
  readonly onKeyDown?: KeyboardEventHandler<HTMLSelectElement>;
}

/** The type of a field that no schema gives one. A list of the browser's own: it opens and is left by keys like any other. */
export function TypeChoice({ path, rule, className, onKeyDown }: TypeChoiceProps) {
  const { mayEdit } = useHost();
  const mapper = useMapper();
  const { make } = useRuleActions();
  if (isStructure(rule)) return null;
  return (
    <select
      className={className}
      aria-label={`Type of ${fieldName(path)}`}
      value={rule.type ?? ''}
      disabled={!mayEdit}
      onKeyDown={onKeyDown}
      onChange={({ target: { value } }) =>
        void make(
          setType(
            mapper.host().doc,
            path,
            types.find((type) => type === value),
          ),
        )
      }
    >
      <option value="">Any type</option>
      {types.map((type) => (
        <option key={type} value={type}>
          {words[type]}
        </option>
      ))}
    </select>
  );
}
