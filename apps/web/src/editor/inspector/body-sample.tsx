import { codecs, isFormatId } from '@patchbay/codecs';
import type { FormatId } from '@patchbay/codecs';
import { triggerBody } from '@patchbay/mapping';
import type { FlowNode } from '@patchbay/model/flow';
import { schemaProblems } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { useCallback, useMemo, useState } from 'react';
import { FileInput } from 'lucide-react';
import { ReadSampleDialog } from '../../mapper/index.ts';
import { Button } from '../../ui/index.ts';
import { operationOf } from '../catalogue.ts';
import { useEditor } from '../editor-context.ts';
import { fixedText } from './fixed-text.ts';

type TriggerNode = Extract<FlowNode, { kind: 'trigger' }>;

/** The format that a webhook takes, where it names one. */
export function bodyFormat(node: TriggerNode): FormatId | undefined {
  const format = fixedText(node, 'format');
  return node.operation === 'webhook.receive' && isFormatId(format) ? format : undefined;
}

const misfitsShown = 5;

/** What the webhook would refuse of it. Tables are read by the schema alone: an empty cell is nothing there. */
function misfits(sample: Json, format: FormatId, schema: DataSchema | undefined): string[] {
  if (schema === undefined || format === 'csv' || format === 'fixed-width') return [];
  const problems = schemaProblems(schema, sample).slice(0, misfitsShown);
  return problems.map((problem) => `The webhook would refuse it: ${problem}.`);
}

interface BodySampleProps {
  readonly node: TriggerNode;
  readonly format: FormatId;
  readonly onRead: (sample: Json) => void;
}

/** Reads what a sender would send, as the trigger reads it, and takes the document as the sample. */
export function BodySample({ node, format, onRead }: BodySampleProps) {
  const { catalogue } = useEditor();
  const [open, setOpen] = useState(false);
  const { title } = codecs[format];
  const schema = useMemo(
    () => triggerBody(node, operationOf(catalogue, node.operation), catalogue.schemas),
    [node, catalogue],
  );
  const named = fixedText(node, 'lists');
  const lists = useMemo(() => (named === '' ? undefined : named.split(',').map((way) => way.trim())), [named]);
  const misfitsOf = useCallback((sample: Json) => misfits(sample, format, schema), [format, schema]);
  return (
    <>
      <Button size="small" icon={FileInput} className="justify-self-start" onClick={() => setOpen(true)}>
        Read a sample in {title}
      </Button>
      {open ? (
        <ReadSampleDialog
          title={`A sample in ${title}`}
          description="What a sender would send. It is read in your browser, and kept as the document that the steps see."
          format={format}
          schema={schema}
          lists={lists}
          misfitsOf={misfitsOf}
          onRead={onRead}
          onDone={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
