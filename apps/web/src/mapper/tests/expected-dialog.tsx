import { useState } from 'react';
import type { MappingTest } from '@patchbay/mapping';
import { setExpected } from '@patchbay/mapping/edit';
import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { Button, Dialog } from '../../ui/index.ts';
import { CodeEditor } from '../../ui/code-editor/index.ts';
import { useMapper } from '../mapper-context.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';

/** What a test expects, as JSON. */
export function ExpectedDialog({ test, onDone }: { readonly test: MappingTest; readonly onDone: () => void }) {
  const mapper = useMapper();
  const { make } = useRuleActions();
  const [text, setText] = useState(() => JSON.stringify(test.out, null, 2));
  const read = readJsonText(text);
  const mistake = read.ok ? undefined : `Line ${text.slice(0, read.offset).split('\n').length}: ${read.reason}.`;
  const save = (): void => {
    if (!read.ok) return;
    if (make(setExpected(mapper.host().doc, test.name, { out: read.value as Json }))) onDone();
  };
  return (
    <Dialog
      onClose={onDone}
      size="medium"
      title={`What ${test.name} expects`}
      description="The result that the mapping has to give, as JSON. The order of keys does not count; that of lists does."
      footer={
        <>
          <Button look="primary" disabled={!read.ok} onClick={save}>
            Save
          </Button>
          <Button onClick={onDone}>Cancel</Button>
          <span className="min-w-0 flex-1 truncate text-12 text-bad" role="alert">
            {mistake}
          </span>
        </>
      }
    >
      <div className="nokey">
        <CodeEditor label={`What ${test.name} expects`} language="json" height={360} value={text} onChange={setText} />
      </div>
    </Dialog>
  );
}
