import { expect, it } from 'vitest';
import { writtenKeys } from './written-keys.ts';

it('keys are had as they are written, through lists too', () => {
  const keys = writtenKeys('{"b":1,"2":{"a":1,"10":2},"list":[0,{"z":"\\"1\\":","1" : [{"y":1,"0":2}]}]}');
  expect(keys?.([])).toEqual(['b', '2', 'list']);
  expect(keys?.(['2'])).toEqual(['a', '10']);
  expect(keys?.(['list', '1'])).toEqual(['z', '1']);
  expect(keys?.(['list', '1', '1', '0'])).toEqual(['y', '0']);
  expect(keys?.(['list', '0'])).toBeUndefined();
  expect(keys?.(['nothing', 'there'])).toBeUndefined();
});

it.each([
  ['no key like a whole number', '{"b":1,"01":2,"-1":3,"c":"1"}'],
  ['such keys in texts alone', String.raw`{"a":"\\","b":"{\"1\":2}","c":["7","8"]}`],
])('nothing is to be said of %s', (_, text) => {
  expect(JSON.parse(text)).toBeTypeOf('object');
  expect(writtenKeys(text)).toBeUndefined();
});

it('a text of many megabytes is stepped over', () => {
  const long = JSON.stringify({ b: '"1":\\'.repeat(1_000_000), '1': 2 });
  const text = `{"x":${JSON.stringify(long)},"3":0}`;
  expect(writtenKeys(text)?.([])).toEqual(['x', '3']);
});
