// What Prisma's schema engine needs of a database, over ONE connection of node-postgres: its advisory lock belongs to a session.
// Prisma's own adapter is made for queries: it knows no "char" columns of the catalogue and cuts scripts at each semicolon.
import pg from 'pg';
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type ColumnType,
  type Error as DriverErrorCause,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils';

const COLUMN_TYPES: Readonly<Record<number, ColumnType>> = {
  16: ColumnTypeEnum.Boolean,
  17: ColumnTypeEnum.Bytes,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
  114: ColumnTypeEnum.Json,
  700: ColumnTypeEnum.Float,
  701: ColumnTypeEnum.Double,
  1000: ColumnTypeEnum.BooleanArray,
  1002: ColumnTypeEnum.CharacterArray,
  1003: ColumnTypeEnum.TextArray,
  1005: ColumnTypeEnum.Int32Array,
  1007: ColumnTypeEnum.Int32Array,
  1009: ColumnTypeEnum.TextArray,
  1015: ColumnTypeEnum.TextArray,
  1016: ColumnTypeEnum.Int64Array,
  1028: ColumnTypeEnum.Int64Array,
  1082: ColumnTypeEnum.Date,
  1114: ColumnTypeEnum.DateTime,
  1184: ColumnTypeEnum.DateTime,
  1700: ColumnTypeEnum.Numeric,
  2950: ColumnTypeEnum.Uuid,
  3802: ColumnTypeEnum.Json,
};

const asText = (text: string): string => text;
/** The engine reads times as RFC 3339 in UTC; the session's zone is UTC. */
const asUtc = (text: string): string => `${text.replace(' ', 'T').replace(/[+-]\d{2}(:\d{2})?$/, '')}+00:00`;
const TEXT_PARSERS: Readonly<Record<number, (text: string) => string>> = {
  114: asText,
  1082: asText,
  1114: asUtc,
  1184: asUtc,
  1700: asText,
  3802: asText,
};
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    TEXT_PARSERS[oid] ?? pg.types.getTypeParser(oid, (format ?? 'text') as 'text'),
};

export class PgSqlAdapter implements SqlDriverAdapter {
  readonly provider = 'postgres';
  readonly adapterName = 'patchbay-pg';
  readonly #client: pg.Client;
  readonly #afterClose: () => Promise<void>;
  #closed = false;

  constructor(client: pg.Client, afterClose: () => Promise<void> = () => Promise.resolve()) {
    this.#client = client;
    this.#afterClose = afterClose;
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    const { fields, rows } = await this.#run(query);
    return {
      columnNames: fields.map((field) => field.name),
      columnTypes: fields.map((field) => COLUMN_TYPES[field.dataTypeID] ?? ColumnTypeEnum.Text),
      rows,
    };
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    return (await this.#run(query)).rowCount ?? 0;
  }

  /** The whole script as one simple query: bodies in $$ and strings may hold semicolons, and it is one transaction. */
  async executeScript(script: string): Promise<void> {
    try {
      await this.#client.query(script);
    } catch (error) {
      throw driverError(error);
    }
  }

  async startTransaction(isolationLevel?: IsolationLevel): Promise<Transaction> {
    await this.executeScript(isolationLevel === undefined ? 'BEGIN' : `BEGIN ISOLATION LEVEL ${isolationLevel}`);
    // The engine itself sends COMMIT and ROLLBACK as queries; these two only give the connection back, and there is one.
    const done = (): Promise<void> => Promise.resolve();
    return {
      provider: this.provider,
      adapterName: this.adapterName,
      options: { usePhantomQuery: false },
      queryRaw: (query) => this.queryRaw(query),
      executeRaw: (query) => this.executeRaw(query),
      commit: done,
      rollback: done,
    };
  }

  getConnectionInfo(): { schemaName: string; supportsRelationJoins: boolean } {
    return { schemaName: 'public', supportsRelationJoins: true };
  }

  async dispose(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#client.end();
    await this.#afterClose();
  }

  async #run({ sql, args }: SqlQuery): Promise<pg.QueryArrayResult<unknown[]>> {
    try {
      return await this.#client.query<unknown[]>({ text: sql, values: args, rowMode: 'array', types });
    } catch (error) {
      throw driverError(error);
    }
  }
}

/** An error of node-postgres in the words of the engine. */
export function driverError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const known = error as Partial<pg.DatabaseError> & { address?: string; port?: number };
  const code = known.code;
  if (code === undefined) return error;
  const quoted = /"([^"]*)"/.exec(error.message)?.[1];
  return new DriverAdapterError({ originalCode: code, originalMessage: error.message, ...cause(code, known, quoted) });
}

function cause(
  code: string,
  error: Partial<pg.DatabaseError> & { address?: string; port?: number },
  quoted: string | undefined,
): DriverErrorCause {
  const name = quoted === undefined ? {} : { db: quoted, table: quoted, user: quoted };
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return {
      kind: 'DatabaseNotReachable',
      ...(error.address === undefined ? {} : { host: error.address }),
      ...(error.port === undefined ? {} : { port: Number(error.port) }),
    };
  }
  if (code === 'ECONNRESET') return { kind: 'ConnectionClosed' };
  if (code === '3D000') return { kind: 'DatabaseDoesNotExist', ...name };
  if (code === '28P01') return { kind: 'AuthenticationFailed', ...name };
  if (code === '42P01') return { kind: 'TableDoesNotExist', ...name };
  return {
    kind: 'postgres',
    code,
    severity: error.severity ?? 'ERROR',
    message: error.message ?? code,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  };
}
