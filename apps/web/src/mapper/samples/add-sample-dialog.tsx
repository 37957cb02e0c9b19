import type { FormatId } from '@patchbay/codecs';
import type { Json } from '@patchbay/model/schema';
import { useMemo, useState } from 'react';
import { Button, Dialog, SelectField, TextField } from '../../ui/index.ts';
import { useHost, useMapper, useMapperData } from '../mapper-context.ts';
import { testInput } from '../tests/saved-test.ts';
import { contentOf, SampleDataFields, tooLarge, useSampleData } from './sample-data.tsx';
import { fillable, freeSampleName, isWholeInput, largestSample, withSourceValue } from './sample-input.ts';
import { sampleFormats } from './sample-formats.ts';
import type { SampleQuestion } from './sample-reader.worker.ts';
import { ReadingResult } from './reading-result.tsx';
import { sampleMisfits } from './sample-misfits.ts';
import { useSampleActions } from './use-sample-actions.ts';
import { useSampleReading } from './use-sample-reading.ts';

const foundOut = 'auto';

/** A sample from a pasted text or a file of any format, with what was read of it shown before it is kept. */
export function AddSampleDialog({ onDone }: { readonly onDone: () => void }) {
  const { doc } = useHost();
  const mapped = useMapperData();
  const mapper = useMapper();
  const actions = useSampleActions();
  const [data, setData] = useSampleData();
  const { way, file } = data;
  const [format, setFormat] = useState<FormatId | typeof foundOut>(foundOut);
  const [record, setRecord] = useState(0);
  const [typedName, setTypedName] = useState<string | null>(null);
  const places = fillable(mapped.sources);
  const [chosen, setChosen] = useState<string | null>(null);
  const source = places.find(({ root }) => root === chosen) ?? places[0];
  const wanted = useMemo((): SampleQuestion | null => {
    const content = contentOf(data);
    if (content === null) return null;
    return {
      content,
      fileName: typeof content === 'string' ? undefined : data.file?.name,
      format: format === foundOut ? undefined : format,
      schema: source?.schema,
      record,
      limit: largestSample,
    };
  }, [data, format, source?.schema, record]);
  const reading = useSampleReading(wanted);
  const read = reading.status === 'done' && reading.result.ok ? reading.result : undefined;
  const misfits = useMemo(
    () => (read === undefined ? [] : sampleMisfits(read.value, source?.schema, read.format)),
    [read, source?.schema],
  );
  const name =
    typedName ?? freeSampleName(way === 'file' && file !== null ? bareName(file.name) : 'sample', doc.samples);
  const others = places.filter((one) => one !== source);
  const isWhole = read !== undefined && isWholeInput(doc, read.value);
  const keep = (): void => {
    if (read === undefined || name.trim() === '') return;
    if (actions.keep(name.trim(), inputWith(read.value))) onDone();
  };
  /** The other sources stay as the shown sample has them. */
  const inputWith = (value: Json): Json => {
    if (isWhole || source === undefined) return value;
    const shown = mapper.data().sample;
    const base = others.length === 0 || shown === undefined ? undefined : testInput(doc, shown.scope, new Set());
    return withSourceValue(base, source.root, value);
  };
  return (
    <Dialog
      onClose={onDone}
      size="large"
      title="Add a sample"
      description="Data in JSON, XML, CSV, Excel, Avro, X12, EDIFACT, HL7 or fixed width. It is read in your browser."
      footer={
        <>
          <Button look="primary" disabled={read === undefined || name.trim() === ''} onClick={keep}>
            Keep the sample
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </>
      }
    >
      <div className="grid gap-3">
        <SampleDataFields
          data={data}
          onChange={(next) => {
            if (next.file !== file) setRecord(0);
            setData(next);
          }}
          placeholder={'{ "id": 1042, … }   or   <order>…</order>   or   id;name;price'}
        >
          <SelectField
            label="Format"
            className="w-44"
            value={format}
            options={[{ value: foundOut, label: 'Found out' }, ...sampleFormats]}
            onChange={setFormat}
          />
          {places.length > 1 ? (
            <SelectField
              label="It fills"
              className="w-52"
              value={source?.root}
              options={places.map(({ root, label }) => ({ value: root, label, aside: root === label ? '' : root }))}
              onChange={setChosen}
            />
          ) : null}
          <TextField
            label="Name"
            fieldClassName="min-w-40 flex-1"
            maxLength={200}
            value={name}
            onChange={(event) => setTypedName(event.target.value)}
          />
        </SampleDataFields>
        <ReadingResult
          reading={reading}
          tooLarge={tooLarge(data)}
          misfits={isWhole ? [] : misfits}
          others={isWhole ? [] : others.map(({ label }) => label)}
          shown={mapped.sample?.name}
          onRecord={setRecord}
        />
      </div>
    </Dialog>
  );
}

const bareName = (fileName: string): string => fileName.replace(/\.[A-Za-z0-9]{1,8}$/, '').slice(0, 190) || 'sample';
