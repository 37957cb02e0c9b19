import { describe, expect, it } from 'vitest';
import { readName } from '../names/read-name.ts';
import { checkExtraWords, checkWords } from './check-words.ts';
import { buildLexicon, standardWords } from './lexicon.ts';
import * as weights from './word-weights.ts';

const concepts = new Set(standardWords.groups.map(({ concept }) => concept));

describe('the word lists', () => {
  it('have no word in two groups and are written as words of lists are', () => {
    expect(checkWords(standardWords.groups)).toEqual([]);
  });

  it('name every concept once', () => {
    expect(concepts.size).toBe(standardWords.groups.length);
  });

  it('relate and contrast only what there is', () => {
    const words = new Set(standardWords.groups.flatMap((group) => group.words));
    for (const { between, likeness } of standardWords.related) {
      for (const name of between) expect(concepts.has(name) || words.has(name), name).toBe(true);
      expect(likeness).toBeGreaterThanOrEqual(0.6);
      expect(likeness).toBeLessThanOrEqual(0.9);
    }
    for (const { name, poles, soft = [], assumed = [] } of standardWords.contrasts) {
      expect(poles.length, name).toBeLessThan(31);
      for (const concept of [...poles.flat(), ...soft.flat(), ...assumed.flat()])
        expect(concepts.has(concept), concept).toBe(true);
      for (const pair of soft)
        for (const pole of pair)
          expect(poles.some(([first]) => first === pole) || poles.flat().includes(pole)).toBe(true);
    }
  });

  it('weigh only concepts that there are', () => {
    const named = [
      weights.kindConcepts,
      weights.vagueConcepts,
      weights.lightConcepts,
      weights.preciseConcepts,
      weights.documentConcepts.flat(),
      weights.anyDocumentConcepts,
    ];
    for (const concept of named.flat()) expect(concepts.has(concept), concept).toBe(true);
  });

  it('have no short form for two things', () => {
    const seen = new Map<string, string>();
    for (const table of standardWords.abbreviations) {
      for (const [long, shorts] of Object.entries(table)) {
        for (const short of shorts) {
          expect(short).toMatch(/^[a-z0-9]+$/);
          const other = seen.get(short);
          // A short form may stand in two languages when it means one thing.
          if (other !== undefined) expect([other, long], short).toContain(long);
          seen.set(short, long);
        }
      }
    }
    expect(seen.size).toBeGreaterThan(200);
  });
});

describe('checkWords', () => {
  it('finds a word in two groups, whatever its spelling', () => {
    const groups = [
      { concept: 'a', words: ['zip code'] },
      { concept: 'b', words: ['zipcode', 'Ort '] },
    ];
    expect(checkWords(groups).map(({ message }) => message)).toEqual([
      '“zipcode” is in a and in b. Leave it in the one that it means most often.',
      '“Ort ” must be lower case, its words parted by one space.',
    ]);
  });

  it('looks at the words of a workspace too', () => {
    const diagnostics = checkExtraWords({ groups: [['a', 'b'], ['b']], abbreviations: { 'x y': 'z', k: '' } });
    expect(diagnostics.map(({ at }) => at?.field)).toEqual(['groups/1', 'abbreviations/x y', 'abbreviations/k']);
  });
});

describe('the words of a workspace', () => {
  const lexicon = buildLexicon({
    groups: [
      ['gizmo', 'product'],
      ['flurb', 'blarf'],
    ],
    abbreviations: { gzm: 'gizmo' },
  });
  const conceptOf = (name: string): number => readName(name, lexicon)[0]?.concept ?? -1;

  it('join a group that there is', () => expect(conceptOf('gizmo')).toBe(conceptOf('article')));
  it('make a new one', () => {
    expect(conceptOf('flurb')).toBe(conceptOf('blarf'));
    expect(conceptOf('flurb')).not.toBe(-1);
  });
  it('have short forms', () => expect(conceptOf('gzm')).toBe(conceptOf('gizmo')));
  it('leave the standard list as it is', () => {
    expect(readName('flurb', buildLexicon())[0]?.concept).toBe(-1);
  });
  it('may be hostile', () => {
    const groups = [['__proto__', 'constructor'], [], ['', '  ']];
    expect(readName('constructor', buildLexicon({ groups })).length).toBe(1);
  });
});
