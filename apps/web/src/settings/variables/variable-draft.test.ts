import { describe, expect, test } from 'vitest';
import { asKind, draftOf, kindWords, readDraft, shownValue, soundsSecret } from './variable-draft.ts';

describe('the draft of a variable', () => {
  test.each([['text'], [12.5], [true], [[1, 'a']], [{ a: { b: null } }], ['12'], ['']])(
    'keeps %j as it is',
    (value) => {
      expect(readDraft(draftOf({ name: 'rate', value }))).toEqual({ problems: {}, value });
    },
  );

  test.each<['number' | 'structure', string, string]>([
    ['number', '1,5', 'no number'],
    ['number', '', 'no number'],
    ['number', '"7"', 'no number'],
    ['number', '90071992547409931', 'Keep it as text'],
    ['structure', '{"a":', 'not valid JSON'],
    ['structure', '7', 'another kind'],
  ])('says what is wrong with the %s “%s”', (kind, text, words) => {
    const { problems, value } = readDraft({ name: 'rate', kind, text });
    expect(problems.text).toContain(words);
    expect(value).toBeUndefined();
  });

  test.each(['', '1st', 'a-b', 'a b', 'x'.repeat(65)])('refuses the name “%s”', (name) => {
    expect(readDraft({ name, kind: 'text', text: 'x' }).problems.name).toBeDefined();
  });

  test('says why a name that looks like one is none', () => {
    const { name } = readDraft({ name: '__proto__', kind: 'text', text: 'x' }).problems;
    expect(name).toContain('means something else in code');
  });

  test('takes what was typed along to another kind', () => {
    expect(asKind({ name: 'n', kind: 'text', text: '12' }, 'number').text).toBe('12');
    expect(asKind({ name: 'n', kind: 'text', text: '12' }, 'yesNo').text).toBe('false');
    expect(asKind({ name: 'n', kind: 'text', text: 'true' }, 'yesNo').text).toBe('true');
  });

  test('loses nothing by a look at another kind', () => {
    const structure = { name: 'n', kind: 'structure', text: '{"a": 1}' } as const;
    const yes = { ...asKind(structure, 'yesNo'), text: 'true' };
    const back = asKind(yes, 'structure');
    expect(back.text).toBe('{"a": 1}');
    expect(asKind(back, 'yesNo').text).toBe('true');
    expect(asKind(asKind({ ...back, text: 'false' }, 'yesNo'), 'text').text).toBe('false');
  });

  test('is shown on one line, and known when its name sounds like a credential', () => {
    expect([shownValue('eu'), shownValue(false), shownValue({ a: 1 })]).toEqual(['eu', 'no', '{"a":1}']);
    expect(shownValue('a\nb\r\nc')).toBe('a ↵ b ↵ c');
    const named = (name: string) => soundsSecret({ name, kind: 'text', text: '' });
    expect([named('api_key'), named('region')]).toEqual([true, false]);
  });

  test.each([
    ['sk', 'live', '0'.repeat(24)].join('_'),
    ['ghp', '0'.repeat(36)].join('_'),
    ['xoxb', '0'.repeat(12), '0'.repeat(12)].join('-'),
    `AKIA${'0'.repeat(16)}`,
    ['eyJhbGciOiJub25lIn0', 'eyJzdWIiOiIxIn0', '0'.repeat(20)].join('.'),
    '-----BEGIN RSA PRIVATE KEY-----\n…',
    'Bearer 0000000000000000',
    'postgresql://app:word@db.example.com/shop',
  ])('knows a credential by its form: %s', (text) => {
    expect(soundsSecret({ name: 'setting', kind: 'text', text })).toBe(true);
    expect(soundsSecret({ name: 'setting', kind: 'structure', text: JSON.stringify({ a: [text] }) })).toBe(true);
  });

  test.each(['https://shop.example.com/a?b=c', 'eyJ', 'Bearer', 'basic plan', 'sk', 'Oslo', 'mail@example.com'])(
    'takes “%s” for no credential',
    (text) => expect(soundsSecret({ name: 'setting', kind: 'text', text })).toBe(false),
  );

  test('knows a credential by a name inside a list or an object', () => {
    const text = '{"shop": {"url": "https://shop.example.com", "password": "x"}}';
    expect(soundsSecret({ name: 'shops', kind: 'structure', text })).toBe(true);
    expect(soundsSecret({ name: 'shops', kind: 'structure', text: '{"shop": {"region"' })).toBe(false);
  });

  test('refuses a name that is there, whatever its case', () => {
    const problem = (name: string) =>
      readDraft({ name, kind: 'text', text: 'x' }, ['tax_rate', 'region']).problems.name;
    expect(problem('tax_rate')).toBe('There is a variable “tax_rate” already. Edit that one, or choose another name.');
    expect(problem('Tax_Rate')).toContain('Two names may not differ by upper and lower case alone.');
    expect(problem('tax')).toBeUndefined();
  });

  test('says what kind of value it is', () => {
    expect(['0.25', 0.25, true, []].map((value) => kindWords(value))).toEqual([
      'Text',
      'Number',
      'Yes or no',
      'List or object',
    ]);
  });
});
