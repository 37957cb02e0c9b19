// Mappings with what goes in and what must come out, through the codecs and both back ends.
import { checkMapping, compileMapping } from '@patchbay/mapping';
import type { CompiledMapping } from '@patchbay/mapping';
import { generateMapping } from '@patchbay/mapping/generate';
import { testContext } from '@patchbay/mapping/testing';
import type { Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { loadProgram } from './load-program.ts';
import { isMessage, readPayload, textOfPayload, writtenAs } from './testing/golden-codecs.ts';
import { goldenFormats, readGoldens } from './testing/golden.ts';
import type { Golden } from './testing/golden.ts';

const goldens = readGoldens();

const backEnds = {
  closures: (golden: Golden): CompiledMapping => compileMapping(golden.mapping),
  generated: (golden: Golden): CompiledMapping => generateMapping(golden.mapping, loadProgram),
} as const;

const scopes = new Map<Golden, Record<string, Json>>();

/** Read once: both back ends get the same values, so that one that changed its input would be found by the other. */
function scopeOf(golden: Golden): Record<string, Json> {
  const scope = scopes.get(golden) ?? readScope(golden);
  scopes.set(golden, scope);
  return scope;
}

function readScope({ inputs }: Golden): Record<string, Json> {
  const entries = Object.entries(inputs).map(([name, payload]): [string, Json] => {
    const value = readPayload(payload);
    return [name, name === 'trigger' ? { body: value } : value];
  });
  return Object.fromEntries(entries);
}

const count = (format: string): number =>
  goldens.filter(({ inputs, output }) => [...Object.values(inputs), output].some((one) => one?.format === format))
    .length;

describe('the goldens', () => {
  it('are two hundred at least, and each format comes in or goes out fifteen times at least', () => {
    expect(goldens.length).toBeGreaterThanOrEqual(200);
    expect(goldenFormats.filter((format) => count(format) < 15)).toEqual([]);
  });

  it('are all different', () => {
    expect(new Set(goldens.map(({ mapping }) => JSON.stringify(mapping))).size).toBe(goldens.length);
  });

  it('are found right by the checker, but for those that show what goes wrong', () => {
    const flow = { trigger: {}, steps: {}, vars: {} };
    const mistakes = goldens
      .filter(({ problems }) => problems.length === 0)
      .flatMap(({ name, mapping }) =>
        checkMapping(mapping, flow).diagnostics.flatMap(({ severity, message }) =>
          severity === 'error' ? [`${name}: ${message}`] : [],
        ),
      );
    expect(mistakes).toEqual([]);
  });
});

describe.each(Object.entries(backEnds))('%s', (_backEnd, compile) => {
  it.each(goldens.map((golden) => [golden.name, golden] as const))('%s', (_name, golden) => {
    const compiled = compile(golden);
    expect(compiled.diagnostics).toEqual([]);
    const { ok, output, problems, rejected } = compiled.run(scopeOf(golden), { ...testContext(), now: golden.now });
    expect(problems.map(({ path, code }) => [path, code])).toEqual(golden.problems);
    expect(ok).toBe(golden.problems.length === 0);
    expect(rejected.map(({ source, problem }) => [source, problem.code])).toEqual(golden.rejected);
    if (golden.output === undefined) {
      expect(golden.problems).not.toEqual([]);
      return;
    }
    // JSON is compared as a value, in the order of its fields; every other format by its exact text.
    const { format, options } = golden.output;
    if (format === 'json' && options === undefined) {
      const expected = readPayload(golden.output);
      expect(output).toEqual(expected);
      expect(JSON.stringify(output)).toBe(JSON.stringify(expected));
    } else expect(writtenAs(golden.output, output)).toBe(textOfPayload(golden.output));
  });
});

describe('messages', () => {
  const messages = goldens.flatMap(({ name, output }) =>
    output !== undefined && isMessage(output.format) ? [[name, output] as const] : [],
  );

  it.each(messages)('%s can be read by whoever gets it: counts and control numbers are right', (_name, output) => {
    const read = readPayload(output);
    expect(Array.isArray(read) && read.length > 0).toBe(true);
  });
});
