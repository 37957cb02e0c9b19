import { codecs, isFormatId } from '@patchbay/codecs';
import type { FormatId } from '@patchbay/codecs';
import { triggerBody } from '@patchbay/mapping';
import type { FlowNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { useMemo, useState } from 'react';
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
  return (
    <>
      <Button size="small" icon={FileInput} className="justify-self-start" onClick={() => setOpen(true)}>
        Read a sample in {title}
      </Button>
      {open ? (
        <ReadSampleDialog
          title={`A sample in ${title}`}
          description="What a sender would send. It is read in your browser as the webhook reads it, and kept as the document that the steps see."
          format={format}
          schema={schema}
          lists={lists}
          onRead={onRead}
          onDone={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
