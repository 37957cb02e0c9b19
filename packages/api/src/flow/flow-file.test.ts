import { AppError } from '@patchbay/model/errors';
import { emptyFlow } from '@patchbay/model/flow';
import { describe, expect, test } from 'vitest';
import { webhookToReply } from '../template/templates/webhook-to-reply.ts';
import { flowFileName, flowFileText, readFlowFile } from './flow-file.ts';

const { document } = webhookToReply;
const file = (flow: unknown): string => JSON.stringify({ patchbay: 'flow', schemaVersion: 1, flow });

function refusal(text: string): AppError {
  try {
    readFlowFile(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the file was read');
}

describe('flowFileText and readFlowFile', () => {
  test('give back the same flow, and the same text for it', () => {
    const text = flowFileText(document);
    expect(flowFileText(readFlowFile(text))).toBe(text);
    const shuffled = { ...document, nodes: [...document.nodes].reverse(), edges: [...document.edges].reverse() };
    expect(flowFileText(shuffled)).toBe(text);
  });

  test('read a file with a byte order mark, and a bare document', () => {
    expect(readFlowFile(`\uFEFF${flowFileText(document)}`).name).toBe(document.name);
    expect(readFlowFile(JSON.stringify(document)).name).toBe(document.name);
  });
});

describe('readFlowFile', () => {
  const trigger = document.nodes.find((node) => node.id === 'hook');
  const refused: [what: string, text: string, says: RegExp][] = [
    ['nothing', '', /no JSON.*line 1, column 1/],
    ['half a file', '{\n  "patchbay": "flow",\n  "sch', /no JSON.*line 3/],
    ['a stray comma', '{\n  "patchbay": "flow",,\n}', /line 2, column 22/],
    ['a list', '[]', /holds no object/],
    ['another kind of file', '{"name":"npm"}', /“patchbay”/],
    ['a newer file', '{"patchbay":"flow","schemaVersion":2,"flow":{}}', /newer Patchbay.*Update/],
    ['no version', '{"patchbay":"flow","flow":{}}', /schemaVersion/],
    [
      'an extra field',
      JSON.stringify({ patchbay: 'flow', schemaVersion: 1, flow: document, hookKey: 'x' }),
      /“hookKey” is unknown/,
    ],
    ['credentials inside', file({ ...document, credentials: [{ id: 'x' }] }), /credentials/],
    ['a node of an unknown kind', file({ ...document, nodes: [{ ...trigger, kind: 'shell' }] }), /nodes.0.kind/],
    [
      'a key of the prototype',
      file(document).replace('"slots":[]', '"slots":[],"__proto__":{"isAdmin":true}'),
      /__proto__/,
    ],
    ['two nodes with one id', file({ ...document, nodes: [...document.nodes, trigger] }), /hook/],
    ['an edge to nowhere', file({ ...document, nodes: [trigger] }), /edge/i],
    ['a circle', file(circle()), /circle|cycle/i],
    ['a tower of brackets', '['.repeat(100_000), /nested deeper/],
    ['six megabytes', file({ ...document, description: 'x'.repeat(6_000_000) }), /larger than 5 MB/],
    ['a million nodes', file({ ...document, nodes: Array.from({ length: 20_000 }, () => ({})) }), /nodes/],
  ];
  test.each(refused)('refuses %s and says what to do', (_what, text, says) => {
    const error = refusal(text);
    expect(error.code).toBe('unprocessable');
    expect(error.userMessage).toMatch(says);
    expect(error.userMessage).toMatch(/Nothing was created\.$/);
    expect('isAdmin' in {}).toBe(false);
  });

  test('takes operations that are not installed: the draft shows them', () => {
    const doc = { ...document, nodes: [{ ...trigger, operation: 'fax.receive' }], edges: [] };
    expect(readFlowFile(file(doc)).nodes).toHaveLength(1);
  });
});

function circle(): unknown {
  const map = document.nodes.find((node) => node.id === 'reshape');
  return {
    ...emptyFlow('Round'),
    nodes: [
      { ...map, id: 'a', name: 'a' },
      { ...map, id: 'b', name: 'b' },
    ],
    edges: [
      { id: 'e1', from: { node: 'a', port: 'out' }, to: { node: 'b', port: 'in' } },
      { id: 'e2', from: { node: 'b', port: 'out' }, to: { node: 'a', port: 'in' } },
    ],
  };
}

describe('flowFileName', () => {
  test.each([
    ['Order to cash', 'order-to-cash.flow.json'],
    ['../../etc/passwd', 'etc-passwd.flow.json'],
    ['Größe ✓', 'gro-e.flow.json'],
    ['✓', 'flow.flow.json'],
  ])('makes %s a name that every file system takes', (name, expected) => {
    expect(flowFileName(name)).toBe(expected);
  });
});
