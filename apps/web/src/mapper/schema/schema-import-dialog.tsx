import { readJsonText } from '@patchbay/model/schema';
import { useMemo, useState } from 'react';
import { Button, Dialog, Skeleton } from '../../ui/index.ts';
import { FoundList } from './found-list.tsx';
import { ReadingNotes } from './reading-notes.tsx';
import { blankInput, SchemaInput, wantedOf } from './schema-input.tsx';
import type { SchemaInputState } from './schema-input.tsx';
import { SchemaPreview } from './schema-preview.tsx';
import type { FoundSchema, GivenFile, SchemaReader, SchemasRead } from './schema-reader.ts';
import { useReading } from './use-reading.ts';
import type { Reading } from './use-reading.ts';

interface SchemaImportDialogProps {
  readonly reader: SchemaReader;
  /** `of the target`, `of order`: completes the title. */
  readonly what: string;
  /** `sample`: what the shape was read off, where it was one. */
  readonly onTake: (found: FoundSchema, sample?: unknown) => void;
  readonly onClose: () => void;
}

/** From files, a text or a table to one shape: what was read is seen before it is taken. */
export function SchemaImportDialog({ reader, what, onTake, onClose }: SchemaImportDialogProps) {
  const [input, setInput] = useState(blankInput);
  const [chosen, setChosen] = useState(0);
  const wanted = useMemo(() => wantedOf(input), [input]);
  const { reading } = useReading(reader, wanted);
  const result = shownResult(reading);
  const schemas = result?.ok === true ? result.schemas : [];
  const shown = Math.min(chosen, Math.max(0, schemas.length - 1));
  const found = schemas[shown];
  return (
    <Dialog
      onClose={onClose}
      size="large"
      title={`Import the shape ${what}`}
      description="A description says what is required and what else may come; a sample does as well."
      footer={
        <>
          <Button
            look="primary"
            disabled={found === undefined || reading.status === 'reading'}
            onClick={() => {
              if (found !== undefined) onTake(found, sampleOf(input, found));
            }}
          >
            Take it
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="grid h-[52vh] min-h-80 grid-cols-[300px_minmax(0,1fr)] gap-4">
        <div className="overflow-auto pr-1">
          <SchemaInput
            reader={reader}
            input={input}
            onChange={(next) => {
              setInput(next);
              setChosen(0);
            }}
            found={result?.ok === true ? result.format : undefined}
          />
        </div>
        <div
          role="region"
          aria-label="What was found"
          aria-busy={reading.status === 'reading'}
          className="flex min-h-0 flex-col rounded-1 border border-line"
        >
          {result === null || (result.ok && result.diagnostics.length === 0) ? null : (
            <div className="max-h-32 flex-none overflow-auto border-b border-line p-3">
              <ReadingNotes result={result} files={filesOf(input)} />
            </div>
          )}
          {schemas.length < 2 ? null : (
            <div className="flex max-h-40 flex-none flex-col border-b border-line">
              <FoundList schemas={schemas} shown={shown} onShow={setChosen} />
            </div>
          )}
          {found !== undefined ? (
            <SchemaPreview key={shown} name={found.name} schema={found.schema} />
          ) : reading.status === 'reading' ? (
            <div className="grid gap-3 p-3">
              <Skeleton className="w-56" />
              <Skeleton className="w-40" />
            </div>
          ) : result === null ? (
            <p className="p-3 text-ink-3">The fields are shown here once something is given.</p>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}

/** While something is read anew the earlier result stays. */
export const shownResult = (reading: Reading): SchemasRead | null =>
  reading.status === 'done' ? reading.result : reading.status === 'reading' ? reading.before : null;

export const filesOf = (input: SchemaInputState): readonly GivenFile[] =>
  input.way === 'text' ? [{ name: '', content: input.text }] : input.files;

/** JSON that the shape was read off is something to try the mapping on. */
function sampleOf(input: SchemaInputState, { origin }: FoundSchema): unknown {
  const content = filesOf(input)[0]?.content;
  if (origin.format !== 'json-sample' || content === undefined) return undefined;
  const read = readJsonText(typeof content === 'string' ? content : new TextDecoder().decode(content));
  return read.ok ? read.value : undefined;
}
