import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../names/vocabulary.ts';
import { buildLexicon } from '../words/lexicon.ts';
import { Bags, covered, softMatch } from './bags.ts';
import { jaroWinkler } from './jaro-winkler.ts';
import { trigramDice, trigramsOf } from './trigrams.ts';
import { lettersAlike } from './word-likeness.ts';
import { WordTable } from './word-table.ts';

describe('measures of letters', () => {
  it('trigramDice counts what is shared', () => {
    expect(trigramDice(trigramsOf('code'), trigramsOf('code'))).toBe(1);
    expect(trigramDice(trigramsOf('code'), trigramsOf('xyz'))).toBe(0);
    // ␣␣n ␣ni nig igh ght ht␣ and ␣␣n ␣na nac ach cht ht␣: two of six are shared.
    expect(trigramDice(trigramsOf('night'), trigramsOf('nacht'))).toBeCloseTo(4 / 12);
  });

  it.each([
    ['martha', 'marhta', 0.961],
    ['dixon', 'dicksonx', 0.813],
    ['same', 'same', 1],
    ['abc', 'xyz', 0],
  ])('jaroWinkler of %s and %s is %d, as published', (left, right, likeness) => {
    expect(jaroWinkler(left, right)).toBeCloseTo(likeness, 3);
  });

  it.each([
    ['pat', 'part', 0],
    ['quant', 'quantum', 0.75],
    ['shipper', 'shippers', 0.9],
    ['ab', 'abc', 0],
  ])('lettersAlike of %s and %s', (left, right, least) => {
    const likeness = lettersAlike(left, right);
    if (least === 0) expect(likeness).toBe(0);
    else expect(likeness).toBeGreaterThanOrEqual(least);
  });
});

describe('WordTable', () => {
  const vocabulary = new Vocabulary(buildLexicon());
  const id = (name: string): number => vocabulary.read(name).words[0] ?? -1;
  const sources = ['zip', 'ship', 'state', 'quantity', 'widgetcode', 'amount'].map(id);
  const targets = ['postalCode', 'deliver', 'date', 'qty', 'widgetkode', 'value', 'zip'].map(id);
  const table = new WordTable(vocabulary, sources, targets);

  it.each([
    ['zip', 'zip', 1],
    ['zip', 'postalCode', 0.94],
    ['ship', 'deliver', 0.94],
    ['quantity', 'qty', 1],
    ['amount', 'value', 0.85],
    ['state', 'date', 0],
    ['zip', 'deliver', 0],
  ])('%s and %s', (source, target, likeness) => expect(table.of(id(source), id(target))).toBeCloseTo(likeness, 5));

  it('compares letters where no list knows a word', () => {
    expect(table.of(id('widgetcode'), id('widgetkode'))).toBeGreaterThan(0.6);
  });
});

describe('softMatch', () => {
  const vocabulary = new Vocabulary(buildLexicon());
  const words = (name: string) => vocabulary.read(name).words.map((word) => ({ word, weight: 1 }));
  const source = new Bags([words('billingCity'), words('city'), []]);
  const target = new Bags([words('shippingCity'), words('town')]);
  const all = vocabulary.entries.map((_, at) => at);
  const table = new WordTable(vocabulary, all, all);
  const match = (from: number, to: number): number =>
    softMatch({ bags: source, row: from }, { bags: target, row: to }, table);

  it('counts both sides', () => {
    expect(match(1, 1)).toBeCloseTo(0.94, 5);
    expect(match(0, 0)).toBeCloseTo(0.5, 5);
    expect(match(1, 0)).toBeCloseTo(2 / 3, 5);
  });
  it('is 0 without words', () => expect(match(2, 0)).toBe(0));
  it('covered looks at one side', () => {
    const share = covered({ bags: source, row: 1 }, { bags: target, row: 0 }, (own, other) => table.of(own, other));
    expect(share).toBe(1);
  });
});
