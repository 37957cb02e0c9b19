import type { MappingSample } from '@patchbay/model/mapping';
import { inputScope } from '@patchbay/mapping';
import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { useMemo, useState } from 'react';
import { Button, Dialog } from '../../ui/index.ts';
import { CodeEditor } from '../../ui/code-editor/index.ts';
import { useHost } from '../mapper-context.ts';
import { largestSample } from './sample-input.ts';
import { useSampleActions } from './use-sample-actions.ts';

/** The data of a sample as JSON, with what is wrong with it said while it is typed. */
export function EditSampleDialog({ sample, onDone }: { readonly sample: MappingSample; readonly onDone: () => void }) {
  const { doc, mayEdit } = useHost();
  const actions = useSampleActions();
  const [text, setText] = useState(() => JSON.stringify(sample.in, null, 2));
  const read = useMemo(() => readJsonText(text), [text]);
  const input = read.ok ? inputScope(doc, read.value as Json) : undefined;
  const mistake = read.ok
    ? text.length > largestSample * 3
      ? 'This is too large to be kept with the mapping: take items out of its lists.'
      : input !== undefined && 'mistake' in input
        ? input.mistake
        : undefined
    : `Line ${text.slice(0, read.offset).split('\n').length}: ${read.reason}.`;
  const unread = input !== undefined && 'unknown' in input ? input.unknown : [];
  const save = (): void => {
    if (read.ok && mistake === undefined && actions.change(sample.name, read.value as Json)) onDone();
  };
  return (
    <Dialog
      onClose={onDone}
      size="large"
      title={sample.name}
      description="One key for each source of the mapping."
      footer={
        <>
          {mayEdit ? (
            <Button look="primary" disabled={mistake !== undefined} onClick={save}>
              Save
            </Button>
          ) : null}
          <Button onClick={onDone}>{mayEdit ? 'Cancel' : 'Close'}</Button>
          <span className="min-w-0 flex-1 text-12" role="alert">
            {mistake !== undefined ? (
              <span className="text-bad wrap-anywhere">{mistake}</span>
            ) : unread.length > 0 ? (
              <span className="text-wait wrap-anywhere">
                The mapping has no source {unread.map((name) => `“${name}”`).join(', ')}: that part is not read.
              </span>
            ) : null}
          </span>
        </>
      }
    >
      <CodeEditor
        label={`Data of ${sample.name}`}
        language="json"
        height={420}
        readOnly={!mayEdit}
        value={text}
        onChange={setText}
      />
    </Dialog>
  );
}
