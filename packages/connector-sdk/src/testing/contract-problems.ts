// What every connector promises, checked from its manifest alone. The registry's test runs it over all of them.
import { ConnectorManifest } from '@patchbay/model/connector';
import type { FieldManifest, OperationManifest } from '@patchbay/model/connector';
import { isJsonObject, schemaProblems } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { Connector } from '../define-connector.ts';
import type { Operation, Trigger } from '../define-operation.ts';
import type { Poll } from '../define-poll.ts';

const repeated = (names: readonly string[]): string[] => names.filter((name, index) => names.indexOf(name) !== index);

function fieldProblems(fields: readonly FieldManifest[], discoveries: readonly string[]): string[] {
  const names = fields.map((field) => field.name);
  return fields.flatMap((field) => [
    ...(field.control === 'select' && field.options === undefined && field.discover === undefined
      ? [`field ${field.name} is a select without options`]
      : []),
    ...(field.discover !== undefined && !discoveries.includes(field.discover)
      ? [`field ${field.name} names the unknown discovery ${field.discover}`]
      : []),
    ...(field.showWhen !== undefined && !names.includes(field.showWhen.field)
      ? [`field ${field.name} depends on the unknown field ${field.showWhen.field}`]
      : []),
    ...(field.options !== undefined &&
    field.default !== undefined &&
    !field.options.some((option) => option.value === field.default)
      ? [`field ${field.name} has a default that is no option`]
      : []),
  ]);
}

function sideEffectProblems(manifest: OperationManifest): string[] {
  const names = manifest.fields.map((field) => field.name);
  const unknown = manifest.sideEffect.cases.filter((rule) => !names.includes(rule.field));
  const empty = manifest.sideEffect.cases.filter((rule) => rule.in === undefined && rule.filled !== true);
  return [
    ...unknown.map((rule) => `its side effect depends on the unknown field ${rule.field}`),
    ...empty.map((rule) => `its side-effect case for ${rule.field} can never hold`),
  ];
}

const mostCursorWords = 200;
const longestKey = 500;

/** A poll says what its cursors point into, and its example of one is a cursor that people can read. */
function pollProblems({ poll, manifest }: Trigger): string[] {
  if (poll === undefined || manifest.poll === undefined) {
    return poll === undefined && manifest.poll === undefined ? [] : ['it is half a poll: use definePoll'];
  }
  const { place, exampleCursor } = manifest.poll;
  const names = manifest.fields.map((field) => field.name);
  const keys = manifest.samples.flatMap(({ output }) => (isJsonObject(output) ? [output['key']] : []));
  return [
    ...(place.length === 0 ? ['nothing says what its cursors point into'] : []),
    ...place.filter((name) => !names.includes(name)).map((name) => `its place names the unknown field ${name}`),
    ...(manifest.samples.length === 0 ? ['it has no sample'] : []),
    ...(keys.every((key) => typeof key === 'string' && key !== '' && key.length <= longestKey)
      ? []
      : ['a sample has no key, or one that is too long']),
    ...exampleProblems(poll, exampleCursor),
  ];
}

function exampleProblems(poll: Poll, example: Json): string[] {
  try {
    const kept = JSON.stringify(poll.checkCursor(example)) === JSON.stringify(example);
    const words = poll.words(example);
    return [
      ...(kept ? [] : ['its example of a cursor changes when it is read']),
      ...(words === '' || words.length > mostCursorWords ? ['its cursor has no short words'] : []),
    ];
  } catch (error) {
    return [`its example of a cursor is none: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function operationProblems(operation: Operation, connector: Connector): string[] {
  const { manifest, input } = operation;
  const names = manifest.fields.map((field) => field.name);
  return [
    ...(manifest.id.startsWith(`${connector.manifest.id}.`)
      ? []
      : [`its id does not start with ${connector.manifest.id}.`]),
    ...(manifest.connection !== 'none' && connector.manifest.connection === undefined
      ? ['it uses a connection, but the connector defines none']
      : []),
    ...(operation.kind === 'action' && manifest.samples.length === 0 ? ['it has no sample'] : []),
    ...(operation.kind === 'trigger' ? pollProblems(operation) : []),
    ...repeated(names).map((name) => `field ${name} stands twice`),
    ...manifest.fields
      .filter((field) => field.control === 'secret')
      .map((field) => `field ${field.name} is a secret: secrets belong to the connection`),
    ...fieldProblems(manifest.fields, Object.keys(connector.discover)),
    ...sideEffectProblems(manifest),
    ...manifest.samples.flatMap((sample, index) => [
      ...Object.keys(sample.input)
        .filter((name) => !names.includes(name))
        .map((name) => `sample ${index} fills the unknown field ${name}`),
      ...(input.safeParse(sample.input).success ? [] : [`the input of sample ${index} does not parse`]),
      ...schemaProblems(manifest.output, sample.output).map((problem) => `the output of sample ${index}: ${problem}`),
    ]),
  ].map((problem) => `${manifest.id}: ${problem}`);
}

/** One sentence for each broken promise; empty when the connector keeps all of them. */
export function contractProblems(connector: Connector): string[] {
  const parsed = ConnectorManifest.safeParse(connector.manifest);
  const text = JSON.stringify(connector.manifest);
  return [
    ...(parsed.success ? [] : [`${connector.manifest.id}: the manifest does not parse: ${parsed.error.message}`]),
    ...(JSON.stringify(JSON.parse(text)) === text ? [] : [`${connector.manifest.id}: the manifest is no plain data`]),
    ...(connector.manifest.connection !== undefined &&
    connector.test === undefined &&
    connector.manifest.category === 'connector'
      ? [`${connector.manifest.id}: it has a connection but no test`]
      : []),
    ...fieldProblems(connector.manifest.connection?.fields ?? [], Object.keys(connector.discover)).map(
      (problem) => `${connector.manifest.id}: connection ${problem}`,
    ),
    ...connector.operations.flatMap((operation) => operationProblems(operation, connector)),
  ];
}
