// New rows of a table, by a column that grows. The place is the pair of that column and the row's key, compared together: rows with
// equal times are neither lost nor doubled. Values travel as the database's own text, so no digit of a time is lost.
import { definePoll } from '@patchbay/connector-sdk';
import type { Json, OperationContext, PollPage } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { cachedTable } from './catalogue.ts';
import { absentWhenBlank, Names } from './fields.ts';
import {
  checkLookBack,
  growingTable,
  newestStatement,
  newsColumn,
  pageStatement,
  placeColumn,
} from './new-rows-statement.ts';
import type { GrowingTable } from './new-rows-statement.ts';
import { inTransaction } from './transaction-scope.ts';
import type { Scope } from './transaction-scope.ts';

const timeoutMs = 30_000;

const NewRowsSettings = z.object({
  table: z.string().trim().min(1, 'is empty'),
  column: z.string().trim().min(1, 'is empty'),
  keyColumns: Names,
  lookBackSeconds: absentWhenBlank(z.number().min(0).max(86_400).default(0)),
});
type NewRowsSettings = z.output<typeof NewRowsSettings>;

const Place = z.strictObject({ at: z.string(), key: z.array(z.string()) });
/**
 * at, key: the newest row that was handed out; at is null while there was none. from: no row up to here is looked back for. again: how
 * far a look has come that is not over.
 */
const NewRowsCursor = z.strictObject({
  at: z.string().nullable(),
  key: z.array(z.string()),
  from: Place.optional(),
  again: Place.optional(),
});
type NewRowsCursor = z.output<typeof NewRowsCursor>;
type Place = z.output<typeof Place>;

/** A page is bounded by its statement; the catalogue has more rows for a wide table. */
const maxRows = 20_000;

const within = <T>(context: OperationContext, work: (scope: Scope) => Promise<T>): Promise<T> =>
  inTransaction(context, { mode: 'read', timeoutMs: Math.min(timeoutMs, context.timeoutMs), maxRows }, work);

async function tableOf(context: OperationContext, scope: Scope, settings: NewRowsSettings): Promise<GrowingTable> {
  const table = growingTable(await cachedTable(context, scope, settings.table), settings);
  checkLookBack(table, settings.lookBackSeconds);
  return table;
}

const newestOf = (cursor: NewRowsCursor | null): Place | null =>
  cursor === null || cursor.at === null ? null : { at: cursor.at, key: cursor.key };

function takePlace(row: Record<string, Json>): { place: Place; isNews: boolean } {
  const [at = '', ...key] = Place.shape.key.parse(row[placeColumn]);
  const isNews = row[newsColumn] === true;
  Reflect.deleteProperty(row, placeColumn);
  Reflect.deleteProperty(row, newsColumn);
  return { place: { at, key }, isNews };
}

/** Where reading goes on: the newest row only ever moves ahead, and as long as there are pages no new look back begins. */
function cursorBehind(
  cursor: NewRowsCursor | null,
  { last, more }: { last: { place: Place; isNews: boolean } | undefined; more: boolean },
): NewRowsCursor {
  const from = cursor?.from === undefined ? {} : { from: cursor.from };
  const newest = last?.isNews === true ? last.place : newestOf(cursor);
  const again = more && last !== undefined ? { again: last.place } : {};
  return { at: newest?.at ?? null, key: newest?.key ?? [], ...from, ...again };
}

/** The key holds the place: a row whose column was set anew is news again. */
const keyOf = ({ at, key }: Place): string => JSON.stringify([at, ...key]);

export const postgresNewRows = definePoll({
  id: 'postgres.newRows',
  name: 'New rows in a table',
  description: 'Starts a run for each new row of a table or view, each once, in the order of a column that grows.',
  icon: 'table',
  connection: 'required',
  summary: '{table} by {column}',
  fields: [
    {
      name: 'table',
      label: 'Table or view',
      control: 'select',
      required: true,
      discover: 'tables',
      placeholder: 'public.orders',
    },
    {
      name: 'column',
      label: 'Column that grows',
      description:
        'A number that is counted up, or the time of the insert or of the last change. A row whose value is set anew starts another run. Rows without a value are never found.',
      control: 'select',
      required: true,
      discover: 'columns',
      placeholder: 'id',
    },
    {
      name: 'keyColumns',
      label: 'Key columns',
      description:
        'Tell rows with the same value apart. Empty: the primary key. A view needs them, with a value in every row. Split by commas.',
      control: 'text',
      advanced: true,
      placeholder: 'id',
    },
    {
      name: 'lookBackSeconds',
      label: 'Look back, in seconds',
      description:
        'For a column of times: a transaction may commit a row after others with later times were found already. So far back each look reads again; what was found before starts no second run. At least as long as the longest transaction that writes.',
      control: 'number',
      advanced: true,
      default: 0,
      schema: { type: 'number', minimum: 0, maximum: 86_400 },
    },
  ],
  place: ['table', 'column', 'keyColumns'],
  item: { type: 'object', description: 'The row, by the names of its columns' },
  samples: [
    {
      input: { table: 'public.orders', column: 'id' },
      item: { key: '["1042"]', value: { id: 1042, customer: 'C7', gross: '120.50' } },
    },
  ],
  input: NewRowsSettings,
  cursor: NewRowsCursor,
  exampleCursor: { at: '1042', key: [] },
  words: ({ at, key }) => (at === null ? 'before the first row' : `after ${[at, ...key].join(', ')}`.slice(0, 200)),
  read: (context, settings, { cursor, limit }) =>
    within(context, async (scope): Promise<PollPage> => {
      const table = await tableOf(context, scope, settings);
      const newest = newestOf(cursor);
      const again = cursor?.again ?? null;
      const backSeconds = again === null && settings.lookBackSeconds > 0 ? settings.lookBackSeconds : null;
      const from = cursor?.from ?? null;
      const { rows } = await scope.execute(
        pageStatement(table, { after: again ?? newest, newest, from, backSeconds, limit }),
      );
      const found = rows.map((row) => ({ ...takePlace(row), row }));
      const more = rows.length === limit;
      return {
        items: found.map(({ place, row }) => ({ key: keyOf(place), value: row })),
        cursor: cursorBehind(cursor, { last: found.at(-1), more }),
        more,
      };
    }),
  latest: (context, settings) =>
    within(context, async (scope): Promise<NewRowsCursor> => {
      const { rows } = await scope.execute(newestStatement(await tableOf(context, scope, settings)));
      const [row] = rows;
      if (row === undefined) return { at: null, key: [] };
      const { place } = takePlace(row);
      return { ...place, from: place };
    }),
});
