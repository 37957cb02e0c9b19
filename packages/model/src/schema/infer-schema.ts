// The shape of samples. Any number may be added one by one; memory is bounded by the shape, not by the samples.
import type { DataSchema } from './data-schema.ts';
import { describeSeen } from './describe-seen.ts';
import type { InferOptions } from './describe-seen.ts';
import type { Json } from './json.ts';
import { newSeen, observe } from './seen.ts';
import type { Seen } from './seen.ts';

/** What is worth doing when people are shown the result: enumerations, maps and three examples. */
export const richInference: InferOptions = { enums: true, maps: true, examples: 3 };

/** How much is looked at; the rest is taken to be alike. An object of more names than are told apart is a map. */
export const inferenceLimits = { values: 2_000_000, itemsPerList: 2_000, namesPerObject: 20_000, depth: 60 } as const;

/**
 * Samples in, schema out. Required is what every object of a place has; types are united; a text format stays when
 * every text has it. Of a list with more than 2,000 items the first 1,000 and 1,000 spread over the rest are looked at, and no
 * more than 2,000,000 values in all.
 */
export class SchemaInference {
  readonly #root = newSeen();
  readonly #options: InferOptions;
  #left: number = inferenceLimits.values;
  #isPartial = false;

  constructor(options: InferOptions = {}) {
    this.#options = options;
  }

  add(sample: Json): void {
    this.#visit(this.#root, sample, 0);
  }

  /** Whether a limit was met, so that values were left out. */
  get isPartial(): boolean {
    return this.#isPartial;
  }

  schema(): DataSchema {
    return describeSeen(this.#root, { options: this.#options, isPartial: this.#isPartial });
  }

  #visit(seen: Seen, value: Json, depth: number): void {
    if (this.#left <= 0) {
      this.#isPartial = true;
      return;
    }
    this.#left -= 1;
    observe(seen, value);
    if (typeof value !== 'object' || value === null) return;
    if (depth >= inferenceLimits.depth) this.#isPartial = true;
    else if (Array.isArray(value)) this.#visitItems((seen.items ??= newSeen()), value, depth + 1);
    else this.#visitFields(seen, value, depth + 1);
  }

  #visitItems(seen: Seen, items: readonly Json[], depth: number): void {
    const limit = inferenceLimits.itemsPerList;
    const head = items.length <= limit ? items.length : limit / 2;
    for (let at = 0; at < head; at += 1) this.#visit(seen, items[at] ?? null, depth);
    if (head === items.length) return;
    this.#isPartial = true;
    const stride = (items.length - head) / (limit - head);
    for (let at = head; at < items.length; at += stride) this.#visit(seen, items[Math.floor(at)] ?? null, depth);
  }

  #visitFields(seen: Seen, object: { [key: string]: Json }, depth: number): void {
    const fields = (seen.fields ??= new Map<string, Seen>());
    for (const [name, value] of Object.entries(object)) {
      let field = fields.get(name);
      if (field === undefined && fields.size >= inferenceLimits.namesPerObject) field = seen.rest ??= newSeen();
      if (field === undefined) fields.set(name, (field = newSeen()));
      this.#visit(field, value, depth);
    }
  }
}

/** The shape of several samples at once; see `SchemaInference`. */
export function inferSchema(samples: readonly Json[], options: InferOptions = {}): DataSchema {
  const inference = new SchemaInference(options);
  for (const sample of samples) inference.add(sample);
  return inference.schema();
}
