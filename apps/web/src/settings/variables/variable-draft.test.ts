import { describe, expect, test } from 'vitest';
import { asKind, draftOf, readDraft, shownValue, soundsSecret } from './variable-draft.ts';

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
    expect([soundsSecret('api_key'), soundsSecret('region')]).toEqual([true, false]);
  });
});
