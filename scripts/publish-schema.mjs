// `node scripts/publish-schema.mjs`: writes docs/schema/flow.schema.json and mapping.schema.json, the JSON Schemas of the flow and
// of the mapping document, for editors and programs that write them. A unit test of packages/model fails while the committed files
// are not what this prints.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as flow from '@patchbay/model/flow';
import * as mapping from '@patchbay/model/mapping';
import { DataSchema, Json } from '@patchbay/model/schema';
import * as z from 'zod';

const folder = join(import.meta.dirname, '../docs/schema');

/** The nouns that stand under their own name in `$defs`. */
const nouns = {
  ...pick(flow, ['TriggerNode', 'ActionNode', 'MapNode', 'BranchNode', 'FilterNode', 'RespondNode', 'CodeNode']),
  ...pick(flow, ['FieldValue', 'RetryPolicy', 'FlowEdge', 'ConnectionSlot', 'FlowSettings', 'FlowNote']),
};
const mappingNouns = {
  ...pick(mapping, ['MappingRule', 'ExpressionRule', 'ConstantRule', 'LookupRule', 'SwitchRule', 'SubMappingRule']),
  ...pick(mapping, ['ObjectRule', 'LoopRule', 'LoopJoin', 'Lookup', 'LookupTable', 'SharedLookup']),
  ...pick(mapping, ['MappingSource', 'MappingSample', 'MappingBundle', 'RuleMeta', 'SchemaUse', 'LibraryRef']),
  MappingDocument: mapping.MappingDocument,
  DataSchema,
  Json,
};

/** JSON Schema 2020-12 of flows that may be sent: the same on every machine. */
export const flowSchemaText = () =>
  schemaText(flow.FlowDocument, {
    title: 'Patchbay flow document',
    description: 'A flow as it is drawn: nodes, edges, connection slots, settings and notes. Schema version 1.',
    nouns: { ...nouns, ...mappingNouns },
  });

/** JSON Schema 2020-12 of mappings that may be sent. */
export const mappingSchemaText = () =>
  schemaText(mapping.MappingDocument, {
    title: 'Patchbay mapping document',
    description:
      'What a mapping reads, what it makes, and how: sources, target, lookup tables, rules, samples. Version 1.',
    nouns: mappingNouns,
  });

function schemaText(noun, { title, description, nouns: named }) {
  const metadata = z.registry();
  for (const [id, one] of Object.entries(named)) metadata.add(one, { id });
  const made = z.toJSONSchema(noun, { io: 'input', target: 'draft-2020-12', metadata });
  const { $schema, $defs, id: _id, ...root } = made;
  const names = Object.keys($defs).toSorted();
  const document = {
    $schema,
    title,
    description,
    ...root,
    $defs: Object.fromEntries(names.map((name) => [name, $defs[name]])),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function pick(module, names) {
  return Object.fromEntries(names.map((name) => [name, module[name]]));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'flow.schema.json'), flowSchemaText());
  writeFileSync(join(folder, 'mapping.schema.json'), mappingSchemaText());
}
