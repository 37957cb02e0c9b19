import { FlaskConical } from 'lucide-react';
import { useMemo, useState } from 'react';
import { parseSourceKey, testNow } from '@patchbay/mapping';
import { isRefusal } from '@patchbay/mapping/edit';
import { Button, Popover, TextField, withPlaceWords } from '../../ui/index.ts';
import { useHost, useMapper, useMapperData } from '../mapper-context.ts';
import type { Mapper } from '../mapper-context.ts';
import { resultForTest, testInput, withTest } from './saved-test.ts';
import type { TestResult } from './saved-test.ts';
import { TestsButton } from './tests-button.tsx';

/** How the tests stand, and the way to one more. */
export function SaveAsTest() {
  return (
    <>
      <TestsButton />
      <SaveTestButton />
    </>
  );
}

/** Keeps the sample at hand with the result that it gives now. Nothing for those who may only look. */
export function SaveTestButton() {
  const { mayEdit } = useHost();
  const { sample } = useMapperData();
  const [open, setOpen] = useState(false);
  if (!mayEdit) return null;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Save as test"
      side="top"
      align="end"
      className="w-84 p-3"
      trigger={
        <Button
          icon={FlaskConical}
          disabled={sample === undefined}
          title={sample === undefined ? 'There is no sample to save' : 'This sample with its present result'}
        >
          Save as test
        </Button>
      }
    >
      <SaveForm onDone={() => setOpen(false)} />
    </Popover>
  );
}

function SaveForm({ onDone }: { readonly onDone: () => void }) {
  const mapper = useMapper();
  const { doc } = useHost();
  const { sample, resolved } = useMapperData();
  const [name, setName] = useState(() => freeTestName(sample?.name ?? 'Test', doc.samples));
  const [mistake, setMistake] = useState<string>();
  const result = useMemo(() => resultForTest(resolved, sample?.scope ?? {}, testNow({})), [resolved, sample]);
  const save = (): void => {
    const said = saveTest(mapper, name, result);
    if (said === undefined) onDone();
    else setMistake(said);
  };
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <p className="text-12 text-ink-2">
        What comes out now is what has to come out from now on. The test runs after every change, and before a version
        is published.
      </p>
      <TextField
        label="Name of the test"
        autoFocus
        value={name}
        maxLength={200}
        error={mistake}
        onChange={(event) => {
          setName(event.target.value);
          setMistake(undefined);
        }}
      />
      {result.problems.length === 0 ? null : (
        <p className="text-12 text-wait">
          {result.problems.length === 1 ? 'One value' : `${result.problems.length} values`} cannot be made on this
          sample: {withPlaceWords(result.problems[0]?.message ?? '')} Until that is mended, the test fails.
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" look="primary">
          Save
        </Button>
      </div>
    </form>
  );
}

/** Undefined when it was saved, else why it was not. */
function saveTest(mapper: Mapper, name: string, result: TestResult): string | undefined {
  const { doc } = mapper.host();
  const { sample, lines } = mapper.data();
  if (sample === undefined) return 'There is no sample any more.';
  const roots = new Set(lines.map(({ source }) => parseSourceKey(source).root));
  const edit = withTest(doc, { name: name.trim(), in: testInput(doc, sample.scope, roots), out: result.output });
  if (isRefusal(edit)) return edit.refused;
  mapper.edit(edit.doc, { label: edit.said });
  return undefined;
}

/** The sample's own name where it may become the test, else one that is free. */
function freeTestName(name: string, samples: readonly { name: string; out?: unknown }[] = []): string {
  const isTaken = (wanted: string): boolean =>
    samples.some((sample) => sample.name === wanted && sample.out !== undefined);
  if (!isTaken(name)) return name;
  let number = 2;
  while (isTaken(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}
