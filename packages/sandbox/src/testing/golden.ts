// Goldens from their folder: a mapping document, what goes in, and what must come out. goldens/README.md says how they are written.
import { readdirSync, readFileSync } from 'node:fs';
import { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';

export const goldenFormats = ['json', 'jsonl', 'xml', 'csv', 'fixed-width', 'x12', 'edifact', 'hl7'] as const;
export type GoldenFormat = (typeof goldenFormats)[number];

/** A value in a format: its text, its lines, a file below the folder, or, for JSON, the value itself. */
export interface GoldenPayload {
  readonly format: GoldenFormat;
  /** Of the codec. */
  readonly options?: Readonly<Record<string, Json>> | undefined;
  readonly schema?: DataSchema | undefined;
  /** Lines are closed as the format closes them. */
  readonly text?: string | readonly string[] | undefined;
  readonly value?: Json | undefined;
}

export interface Golden {
  /** Its file without the ending: `x12/850-to-canonical`. */
  readonly name: string;
  readonly mapping: MappingDocument;
  /** What fills each source, or each root, by its name; `trigger` is what its body is. */
  readonly inputs: Readonly<Record<string, GoldenPayload>>;
  readonly output: GoldenPayload | undefined;
  /** Target path and code of each problem. */
  readonly problems: readonly (readonly [string, string])[];
  /** Place in the source, and code of the problem, of each record that is left out. */
  readonly rejected: readonly (readonly [string, string])[];
  readonly now: number;
}

type Loose = Readonly<Record<string, unknown>>;

const folder = new URL('../../goldens/', import.meta.url);
const noon = '2026-03-29T12:00:00Z';

export function readGoldens(): Golden[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  return names
    .filter((name) => /^(?!inputs\/|schemas\/)[a-z0-9-]+\/[a-z0-9-]+\.json$/.test(name))
    .toSorted()
    .map((name) => goldenOf(name.slice(0, -'.json'.length), parsedFile(name)));
}

const parsedFile = (name: string): Loose => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Loose;

function goldenOf(name: string, file: Loose): Golden {
  onlyKeys(name, file, ['shows', 'mapping', 'input', 'more', 'output', 'problems', 'rejected', 'now']);
  if (typeof file['shows'] !== 'string') throw new TypeError(`${name} does not say what it shows`);
  const mapping = MappingDocument.parse(file['mapping']);
  const [first] = Object.entries(mapping.sources ?? {});
  const filled = first === undefined || first[1].from !== undefined ? 'trigger' : first[0];
  const more = Object.entries((file['more'] ?? {}) as Loose);
  const inputs = [[filled, file['input']] as const, ...more].map(([key, payload]) => [key, payloadOf(name, payload)]);
  return {
    name,
    mapping,
    inputs: Object.fromEntries(inputs) as Golden['inputs'],
    output: file['output'] === undefined ? undefined : payloadOf(name, file['output']),
    problems: (file['problems'] ?? []) as Golden['problems'],
    rejected: (file['rejected'] ?? []) as Golden['rejected'],
    now: Date.parse((file['now'] as string | undefined) ?? noon),
  };
}

/** With its file and its schema read. */
function payloadOf(name: string, given: unknown): GoldenPayload {
  const payload = given as Loose;
  onlyKeys(name, payload, ['format', 'options', 'schema', 'text', 'file', 'value']);
  const { file, ...rest } = payload;
  const schema = rest['schema'];
  return {
    ...rest,
    ...(typeof file === 'string' ? { text: readFileSync(new URL(file, folder), 'utf8') } : {}),
    ...(typeof schema === 'string' ? { schema: parsedFile(schema) } : {}),
  } as GoldenPayload;
}

/** A misspelt key would be a check that is never made. */
function onlyKeys(name: string, object: Loose, known: readonly string[]): void {
  const other = Object.keys(object).find((key) => !known.includes(key));
  if (other !== undefined) throw new TypeError(`${name} has “${other}”, which is none of ${known.join(', ')}`);
}
