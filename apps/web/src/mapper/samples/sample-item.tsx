import type { MappingSample } from '@patchbay/model/mapping';
import { EllipsisVertical } from 'lucide-react';
import { useState } from 'react';
import { IconButton, Menu, sizeWords } from '../../ui/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { useHost, useMapper } from '../mapper-context.ts';
import { TestName } from '../tests/test-name.tsx';
import { CoveredWords } from './covered-words.tsx';
import { EditSampleDialog } from './edit-sample-dialog.tsx';
import { sampleSize } from './sample-input.ts';
import { SampleChoice } from './sample-choice.tsx';
import { useSampleActions } from './use-sample-actions.ts';

/** One sample that is kept: chosen by a press, with what can be done with it. */
export function SampleItem({ sample, id }: { readonly sample: MappingSample; readonly id: string }) {
  const { mayEdit } = useHost();
  const { store } = useMapper();
  const actions = useSampleActions();
  const [renaming, setRenaming] = useState(false);
  const [editing, setEditing] = useState(false);
  const { name } = sample;
  const isTest = sample.out !== undefined;
  const items: MenuItem[] = [
    { label: mayEdit ? 'Edit…' : 'Look at it…', onSelect: () => setEditing(true) },
    ...(isTest ? [{ label: 'Go to its test', onSelect: () => store.getState().show({ drawer: 'tests' }) }] : []),
    ...(mayEdit
      ? ([
          { label: 'Rename', onSelect: () => setRenaming(true) },
          { label: 'Duplicate', onSelect: () => actions.duplicate(name) },
          'divider',
          {
            label: 'Remove',
            danger: true,
            detail: isTest ? 'With the result that it expects' : undefined,
            onSelect: () => actions.remove(name),
          },
        ] as const)
      : []),
  ];
  return (
    <li className="flex min-h-11 items-center gap-2 border-b border-line py-1 pr-2 pl-3">
      {renaming ? (
        <TestName name={name} rename={actions.rename} onDone={() => setRenaming(false)} />
      ) : (
        <SampleChoice id={id} name={name}>
          {isTest ? 'test · ' : ''}
          {sizeWords(sampleSize(sample))}
          <CoveredWords id={id} />
        </SampleChoice>
      )}
      <Menu
        trigger={<IconButton icon={EllipsisVertical} size="small" label={`What to do with ${name}`} />}
        items={items}
      />
      {editing ? <EditSampleDialog sample={sample} onDone={() => setEditing(false)} /> : null}
    </li>
  );
}
