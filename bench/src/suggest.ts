// How good and how fast auto-map is. Quality on purchase-order schemas of many styles, every pair in both directions: the development
// schemas, and apart from them the held-out ones. Aim: macro F1 ≥ .80 and High right in ≥ 95 % on the held-out pairs; 1,000 × 1,000 fields in < 1 s.
// usage: node bench/src/suggest.ts [quality | speed | pair SOURCE TARGET]
import { suggestMapping } from '@patchbay/mapping/suggest';
import { countPair, qualityOf, readCorpus } from './suggest-corpus.ts';
import type { CorpusSchema, PairCounts } from './suggest-corpus.ts';
import { largeSchema } from './suggest-load.ts';

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

interface Compared {
  readonly source: CorpusSchema;
  readonly target: CorpusSchema;
  readonly counts: PairCounts;
}

const compareAll = (pairs: readonly (readonly [CorpusSchema, CorpusSchema])[]): Compared[] =>
  pairs.map(([source, target]) => ({ source, target, counts: countPair(source, target) }));

const everyPair = (
  sources: readonly CorpusSchema[],
  targets: readonly CorpusSchema[],
): [CorpusSchema, CorpusSchema][] =>
  sources.flatMap((source) =>
    targets.flatMap((target): [CorpusSchema, CorpusSchema][] =>
      source.name === target.name ? [] : [[source, target]],
    ),
  );

function report(title: string, compared: readonly Compared[], each: boolean): void {
  console.log(`\n${title}: ${compared.length} directed pairs`);
  let f1 = 0;
  const bands = { high: { right: 0, offered: 0 }, medium: { right: 0, offered: 0 }, low: { right: 0, offered: 0 } };
  let wanted = 0;
  let highOrMedium = 0;
  for (const { source, target, counts } of compared) {
    const quality = qualityOf(counts);
    f1 += quality.f1;
    wanted += counts.wanted;
    for (const band of ['high', 'medium', 'low'] as const) {
      bands[band].right += counts.bands[band].right;
      bands[band].offered += counts.bands[band].offered;
    }
    highOrMedium += counts.right;
    if (each) {
      const numbers = `P ${quality.precision.toFixed(2)}  R ${quality.recall.toFixed(2)}  F1 ${quality.f1.toFixed(2)}`;
      console.log(
        `  ${`${source.name} → ${target.name}`.padEnd(34)} ${String(counts.wanted).padStart(3)} wanted  ${numbers}`,
      );
    }
  }
  console.log(`  macro F1 ${(f1 / compared.length).toFixed(3)} (aim .80), Medium and better`);
  for (const band of ['high', 'medium', 'low'] as const) {
    const { right, offered } = bands[band];
    console.log(
      `  ${band.padEnd(6)} ${String(right).padStart(5)} of ${String(offered).padStart(5)} right: ${percent(right, offered)}`,
    );
  }
  console.log(
    `  coverage: ${percent(bands.high.right, wanted)} of what is wanted is found in High, ${percent(highOrMedium, wanted)} in High or Medium`,
  );
}

type HeldOut = readonly (readonly [title: string, schemas: readonly CorpusSchema[]])[];

function reportQuality(development: readonly CorpusSchema[], heldOut: HeldOut): void {
  report('development', compareAll(everyPair(development, development)), false);
  for (const [title, schemas] of heldOut) {
    report(`held out, ${title}, among themselves`, compareAll(everyPair(schemas, schemas)), true);
    const mixed = [...everyPair(development, schemas), ...everyPair(schemas, development)];
    report(`held out, ${title}, with development schemas`, compareAll(mixed), false);
  }
}

/** Every mistake of one pair, with what was wanted. */
function explainPair(all: readonly CorpusSchema[], names: readonly (string | undefined)[]): void {
  const [source, target] = names.map((name) => all.find((schema) => schema.name === name));
  if (source === undefined || target === undefined) {
    throw new Error(`usage: pair SOURCE TARGET, each one of ${all.map(({ name }) => name).join(', ')}`);
  }
  for (const { target: at, wanted, found, score, why } of countPair(source, target).mistakes) {
    console.log(`${score.toFixed(2)} ${at}\n       wanted ${wanted || '–'}\n       found  ${found || '–'}  ${why}`);
  }
}

function measureOnce(count: number): { wallMs: number; cpuMs: number; offered: number } {
  const source = largeSchema(count, 'terse');
  const target = largeSchema(count, 'plain');
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { fields } = suggestMapping({ sources: [{ name: 'source', schema: source }], target: { schema: target } });
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return {
    wallMs,
    cpuMs: (user + system) / 1000,
    offered: fields.filter((field) => field.candidates.length > 0).length,
  };
}

function reportSpeed(): void {
  console.log('\ntime, one thread (CPU time counts the garbage collector’s threads too)');
  const tell = (title: string, { wallMs, cpuMs, offered }: ReturnType<typeof measureOnce>): void => {
    const memory = `${Math.round(process.memoryUsage().rss / 1e6)} MB resident`;
    console.log(
      `  ${title.padEnd(24)} ${wallMs.toFixed(0).padStart(6)} ms, CPU ${cpuMs.toFixed(0)} ms, ${offered} fields with a suggestion, ${memory}`,
    );
  };
  tell('1,000 × 1,000, cold', measureOnce(1000));
  const warm = Array.from({ length: 5 }, () => measureOnce(1000)).sort((left, right) => left.wallMs - right.wallMs);
  if (warm[0] !== undefined) tell('1,000 × 1,000, best of 5', warm[0]);
  tell('5,000 × 5,000', measureOnce(5000));
}

const [command, ...names] = process.argv.slice(2);
// The time comes first: a cold start is part of what people wait for.
if (command === undefined || command === 'speed') reportSpeed();
if (command !== 'speed') {
  const development = readCorpus('development');
  const formats = readCorpus('held-out-formats');
  const systems = readCorpus('held-out-systems');
  if (command === 'pair') explainPair([...development, ...formats, ...systems], names);
  else
    reportQuality(development, [
      ['published formats', formats],
      ['business systems', systems],
    ]);
}
