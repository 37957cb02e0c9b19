import { describe, expect, test } from 'vitest';
import type { OperationManifest } from '../connector/manifest.ts';
import type { FlowDocument, FlowLevel } from './document.ts';
import type { FieldValues } from './nodes/field-value.ts';
import { aFlow } from './testing/index.ts';
import { validateFlow } from './validate-flow.ts';

const operation = (id: string, kind: 'action' | 'trigger', sideEffect: OperationManifest['sideEffect']) => ({
  id,
  kind,
  name: id,
  description: id,
  icon: 'box',
  connection: 'none' as const,
  fields: [],
  samples: [],
  output: {},
  sideEffect,
});
const reads = { cases: [], otherwise: 'read' as const };
const operations: Record<string, OperationManifest> = {
  'manual.start': operation('manual.start', 'trigger', reads),
  'webhook.receive': operation('webhook.receive', 'trigger', reads),
  'http.request': operation('http.request', 'action', {
    cases: [
      { field: 'repeat', in: ['key'], is: 'keyed' },
      { field: 'method', in: ['GET', ''], is: 'read' },
      { field: 'keyHeader', filled: true, is: 'keyed' },
    ],
    otherwise: 'unsafe',
  }),
};
const fixed = (value: string) => ({ mode: 'fixed' as const, value });
const dynamic = { mode: 'expression' as const, expr: 'trigger.body.method' };

/** A flow that a caller waits for: webhook → call. */
function flow(level: FlowLevel, input: FieldValues, reply: 'sync' | 'accepted' = 'sync', dedupeKey?: string) {
  const doc = aFlow().withTrigger('hook').withAction('call', { input }).to('hook', 'call').build();
  const nodes = doc.nodes.map((node) =>
    node.kind === 'trigger'
      ? {
          ...node,
          operation: 'webhook.receive',
          input: { reply: fixed(reply) },
          ...(dedupeKey === undefined ? {} : { dedupeKey }),
        }
      : node,
  );
  return { ...doc, nodes, settings: { ...doc.settings, level } };
}
const problemsOf = (doc: FlowDocument) =>
  validateFlow(doc, { operations }).filter(({ code }) => /AtLevel|AtExpress/.test(code));

describe('a level below durable', () => {
  test.each<[string, FieldValues, boolean]>([
    ['is fine with a read', { method: fixed('GET') }, true],
    ['takes what nobody filled in as blank', {}, true],
    ['is fine with a key that the target honours', { method: fixed('POST'), repeat: fixed('key') }, true],
    ['is fine with a header for the key', { method: fixed('POST'), keyHeader: fixed('Key') }, true],
    ['refuses what may happen twice', { method: fixed('POST') }, false],
    ['refuses a method that is known only when it runs', { method: dynamic }, false],
    ['refuses a key that may be blank', { method: fixed('POST'), keyHeader: dynamic }, false],
  ])('%s', (_name, input, fine) => {
    expect(problemsOf(flow('durable', input))).toEqual([]);
    for (const level of ['light', 'express'] as const) {
      const found = problemsOf(flow(level, input));
      expect(found.map(({ code, severity, at }) => [code, severity, at.nodeId])).toEqual(
        fine ? [] : [['flow.unsafeAtLevel', 'error', 'call']],
      );
      if (!fine) expect(found[0]?.message).toMatch(/^“call” could happen twice: .*durable/);
    }
  });

  const undone = (level: FlowLevel, undo: FieldValues) => {
    const doc = flow(level, { method: fixed('GET') });
    const compensate = { operation: 'http.request', input: undo };
    return { ...doc, nodes: doc.nodes.map((node) => (node.kind === 'action' ? { ...node, compensate } : node)) };
  };
  test.each<[string, FieldValues, boolean]>([
    ['is fine with a key that the target honours', { method: fixed('POST'), repeat: fixed('key') }, true],
    ['refuses what may happen twice', { method: fixed('POST') }, false],
    ['refuses a method that is known only when it runs', { method: dynamic }, false],
  ])('light looks at what takes a step back as well: it %s', (_name, undo, fine) => {
    expect(problemsOf(undone('durable', undo))).toEqual([]);
    const found = problemsOf(undone('light', undo));
    expect(found.map(({ code, severity, at }) => [code, severity, at.nodeId])).toEqual(
      fine ? [] : [['flow.unsafeAtLevel', 'error', 'call']],
    );
    if (!fine) expect(found[0]?.message).toMatch(/^“Undo of call” could happen twice/);
  });

  test('express takes nothing back, whatever the undo is', () => {
    expect(problemsOf(undone('express', { method: fixed('GET') }))).toMatchObject([
      { code: 'flow.undoAtExpress', severity: 'error', at: { nodeId: 'call', field: 'compensate' } },
    ]);
  });

  test('express wants a caller who waits, light does not', () => {
    expect(problemsOf(flow('light', {}, 'accepted'))).toEqual([]);
    expect(problemsOf(flow('express', {}, 'accepted'))).toMatchObject([
      { code: 'flow.noCallerAtExpress', severity: 'error', at: { nodeId: 'hook' } },
    ]);
    const byHand = aFlow().withTrigger('start').withMap('map').to('start', 'map').build();
    expect(problemsOf({ ...byHand, settings: { ...byHand.settings, level: 'express' } })).toMatchObject([
      { code: 'flow.noCallerAtExpress', at: { nodeId: 'start' } },
    ]);
  });

  test('express cannot drop duplicates, light can', () => {
    expect(problemsOf(flow('light', {}, 'sync', 'trigger.body.id'))).toEqual([]);
    expect(problemsOf(flow('express', {}, 'sync', 'trigger.body.id'))).toMatchObject([
      { code: 'flow.dedupeAtExpress', at: { nodeId: 'hook', field: 'dedupeKey' } },
    ]);
    expect(problemsOf(flow('express', {}, 'sync', '  '))).toEqual([]);
  });

  test.each([{ order: {} }, { concurrency: { limit: 2 } }])(
    'express cannot let runs wait for each other: %j',
    (waits) => {
      const of = (level: FlowLevel) => {
        const doc = flow(level, {});
        return problemsOf({ ...doc, settings: { ...doc.settings, ...waits } }).map(({ code }) => code);
      };
      expect(of('light')).toEqual([]);
      expect(of('express')).toEqual(['flow.linesAtExpress']);
    },
  );
});
