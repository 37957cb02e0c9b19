// Flows that use the library: what is published carries all that it uses, and stays what it was.
import { compileMapping, mappingOfNode, seededContext } from '@patchbay/mapping';
import type { FlowDocument } from '@patchbay/model/flow';
import { describe, expect, test } from 'vitest';
import { ownerOfTests } from '../testing/owner-of-tests.ts';
import { errorOf } from '../testing/test-api.ts';
import type { FlowList, FlowView } from './flow.contract.ts';

const owner = ownerOfTests();
const { mutate, made, read } = owner;

const position = { x: 0, y: 0 };
const hook = {
  id: 'hook',
  name: 'hook',
  label: 'Hook',
  position,
  kind: 'trigger',
  operation: 'manual.start',
  input: {},
};
const flowWith = (node: object, name: string): object => ({
  schemaVersion: 1,
  name,
  nodes: [hook, { id: 'shape', name: 'shape', label: 'Shape', position, kind: 'map', ...node }],
  edges: [{ id: 'e', from: { node: 'hook', port: 'out' }, to: { node: 'shape', port: 'in' } }],
  slots: [],
  settings: { level: 'durable', replyTimeoutMs: 1_000 },
  notes: [],
});
const used = { mapping: { map: 1, root: { fields: {} } }, use: { map: 'Named@1', with: 'trigger.body' } };
const ownTable = {
  mapping: {
    map: 1,
    lookups: { states: { table: 'Stati@1' } },
    root: { fields: { state: { lookup: 'states', key: 'trigger.body.state' } } },
  },
};

/** What the map node of a stored version makes, with nothing but the version at hand. */
async function runVersion(versionId: string): Promise<unknown> {
  const { document } = await read<{ document: FlowDocument }>('flow.version', { versionId });
  const node = document.nodes.find((one) => one.kind === 'map');
  const mapping = node?.kind === 'map' ? mappingOfNode(node) : undefined;
  if (mapping === undefined) throw new Error('the version holds no mapping');
  const context = seededContext({ now: 0, effectRoot: '', path: '' });
  return compileMapping(mapping).run({ trigger: { body: { state: 'N' } } }, context).output;
}

describe('a flow that uses the library', () => {
  let lookupId: string;
  let tableFlow: string;

  test('shows what it lacks, and cannot be published before it is there', async () => {
    tableFlow = (await made<{ id: string }>('flow.create', { name: 'T', document: flowWith(ownTable, 'T') })).id;
    const useFlow = (await made<{ id: string }>('flow.create', { name: 'U', document: flowWith(used, 'U') })).id;
    for (const [flowId, says] of [
      [tableFlow, /“Stati@1”/],
      [useFlow, /“Named@1”/],
    ] as const) {
      const { diagnostics } = await read<FlowView>('flow.get', { flowId });
      expect(diagnostics.filter((one) => one.severity === 'error').map((one) => one.message)).toEqual([
        expect.stringMatching(says),
      ]);
      expect(diagnostics.find((one) => one.severity === 'error')?.at.nodeId).toBe('shape');
      expect((await mutate('flow.publish', { flowId })).status).toBe(422);
    }
    const { items } = await read<FlowList>('flow.list', {});
    expect(items.map(({ name, problems }) => [name, problems])).toEqual(
      expect.arrayContaining([
        ['T', 1],
        ['U', 1],
      ]),
    );

    const table = { values: { N: 'NEW' } };
    lookupId = (await made<{ id: string }>('lookup.create', { name: 'Stati', table })).id;
    const named = { sources: { given: {} }, ...ownTable.mapping };
    const document = { ...named, root: { fields: { state: { lookup: 'states', key: 'given.state' } } } };
    const { id: mappingId } = await made<{ id: string }>('mapping.create', { name: 'Named', document });
    await made('mapping.publishVersion', { mappingId });
    // The list does not remember what was missing.
    expect((await read<FlowList>('flow.list', {})).items.map((item) => item.problems)).toEqual([0, 0]);
  });

  test('is published with all that it uses; a later version of a table does not change it', async () => {
    const { items } = await read<FlowList>('flow.list', {});
    const versions: string[] = [];
    for (const { id: flowId } of items) {
      const { versionId } = await made<{ versionId: string }>('flow.publish', { flowId });
      expect(await runVersion(versionId)).toEqual({ state: 'NEW' });
      versions.push(versionId);
    }
    await made('lookup.saveVersion', { lookupId, table: { values: { N: 'CHANGED' } } });
    for (const versionId of versions) expect(await runVersion(versionId)).toEqual({ state: 'NEW' });
    // A bundle is no edit: the draft is what is live.
    for (const { live } of (await read<FlowList>('flow.list', {})).items) expect(live?.hasChanges).toBe(false);
    const { document } = await read<FlowView>('flow.get', { flowId: tableFlow });
    expect(JSON.stringify(document)).not.toContain('bundle');
  });

  test('is told of as a user, as a draft and as it is live', async () => {
    const { uses } = await read<{ uses: { kind: string; name: string; where: string; places: string[] }[] }>(
      'lookup.usedBy',
      { lookupId },
    );
    expect(uses.map(({ kind, name, where }) => `${kind} ${name} ${where}`)).toEqual([
      'flow T draft',
      'flow T live',
      'mapping Named draft',
      'mapping Named version',
    ]);
    expect(uses[0]?.places).toEqual(['shape: mapping#lookup.states']);
    const refused = await mutate('lookup.delete', { lookupId });
    expect([refused.status, errorOf(refused).userMessage]).toEqual([409, expect.stringMatching(/the flow “T”/)]);
  });

  test('is tried out with all that it uses', async () => {
    const run = { flowId: tableFlow, triggerNodeId: 'hook', payload: { state: 'N' } };
    const { runId } = await made<{ runId: string }>('flow.testRun', run);
    const [row] = await owner.api.database.query<{ document: string }>(
      'SELECT v.document FROM run r JOIN flow_version v ON v.id = r.version_id WHERE r.id = $1',
      [runId],
    );
    expect(row?.document).toContain('"Stati@1"');
    expect(row?.document).toContain('"NEW"');
  });

  test('gives its runs as samples', async () => {
    const { samples } = await read<{ samples: { mode: string; scope: unknown }[] }>('mapping.runSamples', {
      flowId: tableFlow,
      nodeId: 'shape',
    });
    expect(samples).toMatchObject([{ mode: 'test', scope: { trigger: { body: { state: 'N' } }, steps: {} } }]);
    expect(samples[0]).not.toHaveProperty('output');

    const step = { nodeId: 'shape', path: 'shape', status: 'succeeded', startedAt: '2026-01-01T00:00:00.000Z' };
    const records = Buffer.from(
      JSON.stringify({ steps: [{ ...step, output: { state: 'NEW' }, ports: [], attempts: [] }] }),
    );
    await owner.api.database.query(
      `INSERT INTO checkpoint (run_id, seq, workspace_id, data) SELECT id, 1, workspace_id, $1 FROM run`,
      [records],
    );
    const later = (nodeId: string) => read<{ samples: unknown[] }>('mapping.runSamples', { flowId: tableFlow, nodeId });
    expect((await later('shape')).samples).toMatchObject([{ output: { state: 'NEW' }, scope: { steps: {} } }]);
    // For a node after it, what it handed on stands in the scope.
    expect((await later('next')).samples).toMatchObject([{ scope: { steps: { shape: { state: 'NEW' } } } }]);
  });
});

describe('a flow whose step names a schema of the library', () => {
  const reading = (schema: string): object => ({
    schemaVersion: 1,
    name: 'R',
    nodes: [
      hook,
      {
        id: 'read',
        name: 'read',
        label: 'Read',
        position,
        kind: 'action',
        operation: 'file.readEvent',
        input: { format: { mode: 'fixed', value: 'fixed-width' }, schema: { mode: 'schema', schema } },
        records: { does: 'read' },
      },
    ],
    edges: [{ id: 'e', from: { node: 'hook', port: 'out' }, to: { node: 'read', port: 'in' } }],
    slots: [],
    settings: { level: 'durable', replyTimeoutMs: 1_000 },
    notes: [],
  });
  const shape = (field: object): object => ({ type: 'object', properties: { sku: { type: 'string', ...field } } });
  const at = { 'x-pos': { start: 1, length: 4 } };
  const problemsOf = async (flowId: string): Promise<string[]> =>
    (await read<FlowView>('flow.get', { flowId })).diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code, at: place, message }) => `${place.nodeId}/${place.field} ${code}: ${message}`);
  let flowId: string;
  let schemaId: string;

  test('is refused while the schema is missing, or says too little', async () => {
    flowId = (await made<{ id: string }>('flow.create', { name: 'R', document: reading('Line@1') })).id;
    expect(await problemsOf(flowId)).toEqual([
      'read/input.schema flow.missingSchema: The library has no schema “Line@1”. Choose another, or import it.',
    ]);
    expect((await mutate('flow.publish', { flowId })).status).toBe(422);
    schemaId = (await made<{ id: string }>('schema.create', { name: 'Line', schema: shape({}) })).id;
    expect(await problemsOf(flowId)).toEqual([
      expect.stringMatching(/^read\/input\.schema flow\.wrongSchema: .*x-pos/),
    ]);
    await made('schema.saveVersion', { schemaId, schema: shape(at) });
    expect(await problemsOf(flowId)).toHaveLength(1);
  });

  test('is moved to another version as mappings are, and published with it', async () => {
    const { drafts } = await made<{ drafts: { name: string; said: string[]; left: number }[] }>('schema.moveDrafts', {
      schemaId,
      from: 1,
      to: 2,
      drafts: [{ kind: 'flow', id: flowId }],
      links: [],
    });
    expect(drafts).toMatchObject([
      { name: 'R', refusal: null, said: [expect.stringContaining('Line@2 instead of Line@1')] },
    ]);
    expect(await problemsOf(flowId)).toEqual([]);
    const { versionId } = await made<{ versionId: string }>('flow.publish', { flowId });
    const { document } = await read<{ document: FlowDocument }>('flow.version', { versionId });
    expect(JSON.stringify(document)).toContain('"content":{"type":"object"');
    const view = await read<FlowView>('flow.get', { flowId });
    expect(JSON.stringify(view.document)).not.toContain('"content"');
    expect((await read<FlowList>('flow.list', {})).items.find(({ name }) => name === 'R')?.live?.hasChanges).toBe(
      false,
    );
  });

  test('is a user of it: the schema cannot be deleted, and says who would break by another version', async () => {
    const refused = await mutate('schema.delete', { schemaId });
    expect([refused.status, errorOf(refused).userMessage]).toEqual([
      409,
      expect.stringMatching(/the flow “R” uses it/),
    ]);
    const { impact } = await made<{ impact: { name: string; broken: { message: string }[] }[] }>('schema.compare', {
      schemaId,
      schema: shape({}),
    });
    expect(impact.filter(({ name }) => name === 'R').map(({ broken }) => broken.length)).toEqual([1, 1]);
  });

  test('takes its reference along in a file', async () => {
    const { text } = await read<{ text: string }>('flow.export', { flowId });
    expect(text).toContain('"schema": "Line@2"');
    expect(text).not.toContain('"content"');
    const { id } = await made<{ id: string }>('flow.import', { text });
    expect(await problemsOf(id)).toEqual([]);
  });
});
