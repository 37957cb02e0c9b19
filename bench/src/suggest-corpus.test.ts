// The aims of auto-map, held. The development schemas were looked at while it was made; the held-out ones were not, and are judged apart.
import { describe, expect, it } from 'vitest';
import { countPair, qualityOf, readCorpus } from './suggest-corpus.ts';
import type { CorpusSchema, PairCounts } from './suggest-corpus.ts';

const judged = (schemas: readonly CorpusSchema[]): { macroF1: number; high: number; offered: number } => {
  const counts = schemas.flatMap((source): PairCounts[] =>
    schemas.flatMap((target) => (source === target ? [] : [countPair(source, target)])),
  );
  const right = counts.reduce((sum, { bands }) => sum + bands.high.right, 0);
  const offered = counts.reduce((sum, { bands }) => sum + bands.high.offered, 0);
  return {
    macroF1: counts.reduce((sum, count) => sum + qualityOf(count).f1, 0) / counts.length,
    high: right / offered,
    offered,
  };
};

const formats = readCorpus('held-out-formats');
const systems = readCorpus('held-out-systems');
const development = readCorpus('development');

describe('auto-map on purchase orders', () => {
  it('reaches its aims on purchase orders of public formats that its words were not written for', () => {
    expect(formats).toHaveLength(5);
    const { macroF1, high, offered } = judged(formats);
    expect(macroF1).toBeGreaterThanOrEqual(0.8);
    expect(high).toBeGreaterThanOrEqual(0.95);
    expect(offered).toBeGreaterThan(200);
  });

  it('does not fall behind what it reached at first sight of the names of business systems', () => {
    expect(systems.length).toBeGreaterThanOrEqual(4);
    const { macroF1, high, offered } = judged(systems);
    expect(macroF1).toBeGreaterThanOrEqual(0.56);
    expect(high).toBeGreaterThanOrEqual(0.9);
    expect(offered).toBeGreaterThan(150);
  });

  it('stays as good on some of the schemas that it was made with', () => {
    const some = development.filter(({ name }) =>
      ['bestellung', 'canonical', 'excel', 'legacy', 'noris'].includes(name),
    );
    expect(some).toHaveLength(5);
    const { macroF1, high } = judged(some);
    expect(macroF1).toBeGreaterThanOrEqual(0.9);
    expect(high).toBeGreaterThanOrEqual(0.97);
  });
});

describe('the corpus', () => {
  it('shows no meaning to the matcher, and every schema has enough of them', () => {
    for (const { name, schema, meanings } of [...development, ...formats, ...systems]) {
      expect(JSON.stringify(schema)).not.toContain('x-meaning');
      expect(meanings.size, name).toBeGreaterThanOrEqual(13);
    }
  });
});
