// `node scripts/publish-schema.mjs`: writes docs/schema/flow.schema.json, the JSON Schema of the flow document, for editors and
// programs that write flows. A unit test of packages/model fails while the committed file is not what this prints.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as flow from '@patchbay/model/flow';
import * as mapping from '@patchbay/model/mapping';
import { DataSchema, Json } from '@patchbay/model/schema';
import * as z from 'zod';

const file = join(import.meta.dirname, '../docs/schema/flow.schema.json');

/** The nouns that stand under their own name in `$defs`. */
const nouns = {
  ...pick(flow, ['TriggerNode', 'ActionNode', 'MapNode', 'BranchNode', 'FilterNode', 'RespondNode']),
  ...pick(flow, ['FieldValue', 'RetryPolicy', 'FlowEdge', 'ConnectionSlot', 'FlowSettings', 'FlowNote']),
  ...pick(mapping, ['MappingDocument', 'MappingRule', 'ExpressionRule', 'ConstantRule', 'LookupRule']),
  ...pick(mapping, ['ObjectRule', 'LoopRule', 'LookupTable']),
  DataSchema,
  Json,
};

/** JSON Schema 2020-12 of what may be sent: the same on every machine. */
export function flowSchemaText() {
  const metadata = z.registry();
  for (const [id, noun] of Object.entries(nouns)) metadata.add(noun, { id });
  const made = z.toJSONSchema(flow.FlowDocument, { io: 'input', target: 'draft-2020-12', metadata });
  const { $schema, $defs, ...root } = made;
  const names = Object.keys($defs).toSorted();
  const document = {
    $schema,
    title: 'Patchbay flow document',
    description: 'A flow as it is drawn: nodes, edges, connection slots, settings and notes. Schema version 1.',
    ...root,
    $defs: Object.fromEntries(names.map((name) => [name, $defs[name]])),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function pick(module, names) {
  return Object.fromEntries(names.map((name) => [name, module[name]]));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, flowSchemaText());
}
