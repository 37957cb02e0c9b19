// A poll: a trigger that looks for news itself. The connector says how one page of news is read behind a cursor; when it looks, that
// each item becomes one event, and that the cursor never runs ahead of the events is the worker's work.
import type { DataSchema, Json } from '@patchbay/model/schema';
import * as z from 'zod';
import { ConnectorError } from './connector-error.ts';
import type { OperationContext } from './context.ts';
import { defineTrigger, parseInput } from './define-operation.ts';
import type { Trigger, TriggerDefinition } from './define-operation.ts';
import { PollTiming, pollTimingFields } from './timing.ts';

export interface PollItem {
  /** Tells items apart for good: two items with the same key are one event. At most 500 characters. */
  readonly key: string;
  readonly value: Json;
}

/** News as far as they fit into one page. */
export interface PollPage {
  /** The oldest first. */
  readonly items: readonly PollItem[];
  /** The place behind the last of these items; what comes later is found from there. */
  readonly cursor: Json;
  /** There is more to read at once. */
  readonly more: boolean;
}

export interface PollFrom<C> {
  /** Null: from the beginning of all that is there. */
  readonly cursor: C | null;
  /** Items of a page, at most. The next page is asked for only when this one was accepted. */
  readonly limit: number;
}

/** What a trigger has that is a poll, with raw settings and cursors: both are parsed here. All reject with ConnectorError. */
export interface Poll {
  readonly read: (context: OperationContext, rawSettings: Json, from: PollFrom<Json>) => Promise<PollPage>;
  /** The place behind all that is there now. */
  readonly latest: (context: OperationContext, rawSettings: Json) => Promise<Json>;
  /** Where a cursor stands, in one short sentence for people. */
  readonly words: (cursor: Json) => string;
  /** Throws ConnectorError `invalidInput` for what is no cursor of this poll. */
  readonly checkCursor: (cursor: Json) => Json;
}

export interface PollDefinition<S extends z.ZodType, C extends Json> extends Omit<
  TriggerDefinition<S>,
  'output' | 'samples' | 'poll'
> {
  /** The shape of an item: what stands in `trigger.body`. */
  readonly item: DataSchema;
  readonly samples: readonly { readonly input: Record<string, Json>; readonly item: PollItem }[];
  /** Bounded: it is stored with each page. */
  readonly cursor: z.ZodType<C>;
  readonly exampleCursor: C;
  /** The fields that say what a cursor points into: when one of them changes, a stored cursor means nothing any more. */
  readonly place: readonly string[];
  readonly read: (context: OperationContext, settings: z.output<S>, from: PollFrom<C>) => Promise<PollPage>;
  readonly latest: (context: OperationContext, settings: z.output<S>) => Promise<C>;
  readonly words: (cursor: C) => string;
}

const outputOf = (item: DataSchema): DataSchema => ({
  type: 'object',
  properties: {
    body: item,
    key: { type: 'string', description: 'What tells this item apart' },
    foundAt: { type: 'string', format: 'date-time', description: 'When it was found, in UTC' },
  },
  required: ['body', 'key', 'foundAt'],
});

const sampleFoundAt = '2026-03-30T04:00:00.000Z';

/** A poll reads; it never writes to the outside. Its fields are followed by those of `PollTiming`. */
export function definePoll<S extends z.ZodType, C extends Json>(definition: PollDefinition<S, C>): Trigger {
  const { input, item, samples, cursor, exampleCursor, place, read, latest, words, ...rest } = definition;
  const { name } = rest;
  const parseCursor = (raw: Json): C => {
    const parsed = cursor.safeParse(raw);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const at = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')})`;
    throw new ConnectorError(
      'invalidInput',
      `${name}: this is no place it could start from: ${issue?.message ?? ''}${at}.`,
      {
        next: `A place is written like ${JSON.stringify(exampleCursor)}.`,
      },
    );
  };
  const poll: Poll = {
    read: async (context, rawSettings, from) =>
      read(context, parseInput(input, rawSettings, name), {
        limit: from.limit,
        cursor: from.cursor === null ? null : parseCursor(from.cursor),
      }),
    latest: async (context, rawSettings) => latest(context, parseInput(input, rawSettings, name)),
    words: (raw) => words(parseCursor(raw)),
    checkCursor: parseCursor,
  };
  const trigger = defineTrigger({
    ...rest,
    fields: [...rest.fields.map((field) => ({ ...field, dynamic: false })), ...pollTimingFields],
    input: z.intersection(input, PollTiming),
    output: outputOf(item),
    samples: samples.map((sample) => ({
      input: sample.input,
      output: { body: sample.item.value, key: sample.item.key, foundAt: sampleFoundAt },
    })),
    poll: { place: [...place], exampleCursor },
  });
  return { ...trigger, poll };
}
