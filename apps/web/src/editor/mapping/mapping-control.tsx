import type { MappingDocument } from '@patchbay/model/mapping';
import { useSelectedNode } from '../editor-context.ts';
import { MappingMeter } from './mapping-meter.tsx';
import { MappingWays } from './mapping-ways.tsx';

interface MappingControlProps {
  readonly label: string;
  /** The field's name in the input. */
  readonly name: string;
  /** Inside it, the names of entries that lead to the mapping, as a pointer. */
  readonly entry?: string | undefined;
  readonly mapping: MappingDocument;
}

const none = [] as const;

/** A field that a mapping makes: how far it is, and the ways into the mapper. Its problems stand below the field. */
export function MappingControl({ label, name, entry, mapping }: MappingControlProps) {
  const node = useSelectedNode();
  if (node === null) return null;
  return (
    <div
      role="group"
      aria-label={`Mapping of ${label}`}
      className="grid gap-2 rounded-2 border border-line bg-sunken p-2"
    >
      <MappingMeter mapping={mapping} problems={none} />
      <MappingWays place={{ nodeId: node.id, field: name, entry }} />
    </div>
  );
}
