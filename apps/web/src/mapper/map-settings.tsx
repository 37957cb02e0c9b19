import type { FlowNode } from '@patchbay/model/flow';
import type { MappingDocument } from '@patchbay/model/mapping';
import { Maximize2 } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, Fold, Section } from '../ui/index.ts';
import type { NodeForm } from '../editor/inspector/node-edit.ts';
import { LookupTables } from './lookup-tables.tsx';
import { MappingResult } from './mapping-result.tsx';
import { MappingTable } from './mapping-table.tsx';
import { TargetSchema } from './target-schema.tsx';

type MapNode = Extract<FlowNode, { kind: 'map' }>;
export type MapForm = NodeForm<MapNode>;

export interface MappingEdit {
  readonly form: MapForm;
  readonly doc: MappingDocument;
  /** `field` names what is typed in, so that typing is one step of undo. */
  readonly change: (doc: MappingDocument, field: string) => void;
}

/** The mapping as a table of target rows beside its live result; a table of its own size on demand. */
export function MapSettings({ form }: { readonly form: MapForm }) {
  const [wide, setWide] = useState(false);
  const { node, update, disabled } = form;
  const edit: MappingEdit = {
    form,
    doc: node.mapping,
    change: (mapping, field) => update({ ...node, mapping }, `mapping${field}`),
  };
  return (
    <>
      <Section className="px-0">
        <div className="mb-1 flex items-center gap-2 px-4">
          <h3 className="flex-1 font-medium">Target fields</h3>
          <Button size="small" icon={Maximize2} onClick={() => setWide(true)}>
            Open the table
          </Button>
        </div>
        <MappingTable edit={edit} />
      </Section>
      <Fold title="Result" defaultOpen summary="on the data at hand">
        <MappingResult edit={edit} />
      </Fold>
      <Fold title="Lookup tables" summary={`${Object.keys(node.mapping.lookups ?? {}).length}`}>
        <LookupTables edit={edit} />
      </Fold>
      <Fold title="Target schema" summary={node.mapping.target === undefined ? 'none' : 'checked at run time'}>
        <TargetSchema edit={edit} />
      </Fold>
      <Dialog
        open={wide}
        onOpenChange={setWide}
        size="large"
        title={node.label}
        description={
          disabled
            ? 'You may look, not edit.'
            : 'Each row is a field of the result. The value beside it is worked out from the data at hand.'
        }
      >
        <MappingTable edit={edit} />
      </Dialog>
    </>
  );
}
