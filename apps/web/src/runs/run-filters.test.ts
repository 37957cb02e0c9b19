import { describe, expect, it } from 'vitest';
import { parseAddress, printAddress } from '../app/address.ts';
import { groupRuns, parseRunSearch, runListQuery, type RunSearch, toggleStatus } from './run-filters.ts';

const flow = '0199b6b2-2f7c-7d3c-9a39-3a8d2f8f0c11';

describe('the filters of the run list', () => {
  it('go into the address and back', () => {
    const search: RunSearch = { status: 'needs-you,failed', flow, since: '7d', q: 'order = 1042', mode: 'test' };
    expect(parseRunSearch(parseAddress(printAddress({ ...search })))).toEqual(search);
  });
  it('leave out what they do not understand', () => {
    expect(
      parseRunSearch({ status: 'broken,failed,__proto__', flow: 'x', since: 'yesterday', q: '  ', mode: 'dry' }),
    ).toEqual({ status: 'failed' });
    expect(parseRunSearch({ since: 'constructor' })).toEqual({});
  });
  it('take a status in and out', () => {
    const both = toggleStatus({ status: 'failed' }, 'running');
    expect(both).toEqual({ status: 'running,failed' });
    expect(toggleStatus(toggleStatus(both, 'failed'), 'running')).toEqual({});
  });
  it('become a question to the server', () => {
    const now = new Date('2026-03-29T12:00:31.500Z');
    expect(runListQuery({ status: 'needs-you,failed', flow, since: '1h', q: ' refused ', mode: 'live' }, now)).toEqual({
      status: ['failed'],
      needsYou: true,
      flowId: flow,
      since: '2026-03-29T11:00:00.000Z',
      search: 'refused',
      mode: 'live',
    });
    expect(runListQuery({}, now)).toEqual({});
  });
});

describe('groupRuns', () => {
  it('puts those that need a person first, each run once', () => {
    const run = (id: string, needsDecision = false) => ({ id, needsDecision });
    const { needsYou, rest } = groupRuns([run('a', true)], [run('c'), run('b', true), run('a', true), run('d')]);
    expect(needsYou.map((one) => one.id)).toEqual(['a', 'b']);
    expect(rest.map((one) => one.id)).toEqual(['c', 'd']);
  });
});
