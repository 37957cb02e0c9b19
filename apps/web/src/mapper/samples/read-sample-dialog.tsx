import type { FormatId } from '@patchbay/codecs';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { useMemo } from 'react';
import { Button, Dialog } from '../../ui/index.ts';
import { ReadingResult } from './reading-result.tsx';
import { contentOf, SampleDataFields, tooLarge, useSampleData } from './sample-data.tsx';
import { largestSample } from './sample-input.ts';
import type { SampleQuestion } from './sample-reader.worker.ts';
import { useSampleReading } from './use-sample-reading.ts';

interface ReadSampleDialogProps {
  readonly title: string;
  readonly description: string;
  readonly format: FormatId;
  readonly schema: DataSchema | undefined;
  readonly lists?: readonly string[] | undefined;
  /** Why a value would not be taken in earnest, in sentences. */
  readonly misfitsOf: (sample: Json) => readonly string[];
  readonly onRead: (sample: Json) => void;
  readonly onDone: () => void;
}

/** Data in one format as a value, with what was read of it shown before it is taken. */
export function ReadSampleDialog({
  title,
  description,
  format,
  schema,
  lists,
  misfitsOf,
  onRead,
  onDone,
}: ReadSampleDialogProps) {
  const [data, setData] = useSampleData();
  const wanted = useMemo((): SampleQuestion | null => {
    const content = contentOf(data);
    return content === null ? null : { content, format, schema, lists, limit: largestSample };
  }, [data, format, schema, lists]);
  const reading = useSampleReading(wanted);
  const read = reading.status === 'done' && reading.result.ok ? reading.result : undefined;
  const misfits = useMemo(() => (read === undefined ? [] : misfitsOf(read.value)), [read, misfitsOf]);
  return (
    <Dialog
      onClose={onDone}
      size="large"
      title={title}
      description={description}
      footer={
        <>
          <Button
            look="primary"
            disabled={read === undefined}
            onClick={() => {
              if (read === undefined) return;
              onRead(read.value);
              onDone();
            }}
          >
            Take it as the sample
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </>
      }
    >
      <div className="grid gap-3">
        <SampleDataFields data={data} onChange={setData} placeholder="" />
        <ReadingResult
          reading={reading}
          tooLarge={tooLarge(data)}
          others={[]}
          shown={undefined}
          onRecord={() => undefined}
        />
        {misfits.length === 0 ? null : (
          <ul aria-label="Why it would be refused" className="grid gap-0.5 text-12 text-wait">
            {misfits.map((misfit) => (
              <li key={misfit} className="wrap-anywhere">
                {misfit}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
