import { FlowDocument } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { aFlow, anAction, aTrigger } from '../testing/a-flow.ts';
import { changesSince } from './changes-since.ts';

const before = aFlow({ order: aTrigger(), call: anAction() }, ['order > call']);

describe('changesSince', () => {
  it('says nothing of moves', () => {
    const moved = { ...before, nodes: before.nodes.map((node) => ({ ...node, position: { x: 1, y: 2 } })) };
    expect(changesSince(before, moved)).toEqual([]);
  });
  it('says nothing of the order in which settings were made', () => {
    const turned = before.nodes.map((node) => Object.fromEntries(Object.entries(node).toReversed()));
    expect(changesSince(before, FlowDocument.parse({ ...before, nodes: turned }))).toEqual([]);
    expect(changesSince({ ...before, nodes: turned as never }, before)).toEqual([]);
  });
  it('says nothing of what the server fills in when a version is made', () => {
    const node = { id: 'a', name: 'a', label: 'a', position: { x: 0, y: 0 } };
    const mapping = { map: 1, root: { fields: { total: { expr: '1' } } } };
    const call = { flowId: '0198c0de-0000-7000-8000-000000000001', version: 2 };
    const flow = (fields: object, pinned: object): FlowDocument =>
      FlowDocument.parse({
        ...before,
        nodes: [
          { ...node, kind: 'map', mapping: fields },
          { ...node, id: 'b', name: 'b', kind: 'subflow', input: {}, call: pinned },
        ],
        edges: [],
      });
    const version = flow({ ...mapping, bundle: {} }, { ...call, contract: { name: 'Rate' } });
    expect(changesSince(version, flow(mapping, call))).toEqual([]);
    expect(changesSince(version, flow(mapping, { ...call, version: 3 }))).toEqual(['The settings of “a” differ.']);
  });
  it('tells what a mapping makes otherwise by its target fields', () => {
    const node = { id: 'a', name: 'a', label: 'Reshape', position: { x: 0, y: 0 }, kind: 'map' };
    const flow = (fields: object, more: object = {}): FlowDocument =>
      FlowDocument.parse({
        ...before,
        nodes: [{ ...node, mapping: { map: 1, root: { fields } }, ...more }],
        edges: [],
      });
    const mail = { contact: { expr: 'order.mail' }, old: { const: 1 } };
    expect(
      changesSince(flow(mail), flow({ contact: { expr: 'LOWER(order.mail)' }, nick: { expr: 'order.nick' } })),
    ).toEqual([
      '“Reshape”, contact: As it is: order.mail → order.mail in small letters',
      '“Reshape”, nick is new: As it is: order.nick',
      '“Reshape”, old is gone: Always 1',
    ]);
    expect(changesSince(flow(mail), flow(mail, { name: 'other' }))).toEqual(['The settings of “Reshape” differ.']);
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`f${at}`, { const: at }]));
    const told = changesSince(flow({}), flow(many));
    expect(told).toHaveLength(9);
    expect(told.at(-1)).toBe('And 4 more in the mapping of “Reshape”.');
  });
  it('names new, changed and gone steps and ways', () => {
    const after = aFlow({ order: aTrigger(), call: anAction('http.other'), tell: anAction() }, ['order > tell']);
    expect(changesSince(before, after)).toEqual([
      'The settings of “call” differ.',
      'The step “tell” is new.',
      'There is a new way from “order” to “tell”.',
      'The way from “order” to “call” is gone.',
    ]);
  });
});
