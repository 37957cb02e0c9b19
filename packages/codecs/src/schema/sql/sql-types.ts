// Column types of PostgreSQL, MySQL, MariaDB, SQL Server, Oracle and SQLite → DataSchema.
import type { DataSchema } from '@patchbay/model/schema';

export interface SqlType {
  /** Lower case, words parted by one space: `character varying`. */
  readonly name: string;
  readonly length?: number | undefined;
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
  readonly isUnsigned?: boolean | undefined;
  readonly isArray?: boolean | undefined;
  readonly values?: readonly string[] | undefined;
  /** Of a date: it has a time, as in Oracle. */
  readonly hasTime?: boolean | undefined;
}

/** Types that only Oracle has; a DATE beside them has a time. */
const ofOracle = new Set([
  'varchar2',
  'nvarchar2',
  'number',
  'raw',
  'long raw',
  'bfile',
  'binary_float',
  'binary_double',
]);
export const isOfOracle = ({ name }: SqlType): boolean => ofOracle.has(name);

/** A date with its time where the columns around it are Oracle's. */
export const datedType = (type: SqlType, isOracle: boolean): SqlType =>
  isOracle && type.name === 'date' ? { ...type, hasTime: true } : type;

/** Signed bounds by type; unsigned ones begin at 0. */
const integers: Readonly<Record<string, number>> = {
  tinyint: 2 ** 7,
  smallint: 2 ** 15,
  int2: 2 ** 15,
  smallserial: 2 ** 15,
  mediumint: 2 ** 23,
  int: 2 ** 31,
  integer: 2 ** 31,
  int4: 2 ** 31,
  serial: 2 ** 31,
};
const longs = new Set(['bigint', 'int8', 'bigserial', 'serial8', 'rowversion']);
const floats = new Set([
  'real',
  'float',
  'float4',
  'float8',
  'double',
  'double precision',
  'binary_float',
  'binary_double',
  'money',
  'smallmoney',
]);
const exact = new Set(['numeric', 'decimal', 'dec', 'number', 'fixed']);
const booleans = new Set(['boolean', 'bool']);
const texts = new Set([
  'char',
  'character',
  'bpchar',
  'varchar',
  'character varying',
  'nchar',
  'nvarchar',
  'varchar2',
  'nvarchar2',
  'name',
  'text',
  'tinytext',
  'mediumtext',
  'longtext',
  'ntext',
  'clob',
  'nclob',
  'citext',
  'xml',
  'sysname',
  'set',
  'enum',
  'national character varying',
  'national character',
  'inet',
  'cidr',
  'macaddr',
  'tsvector',
  'long',
  'character large object',
]);
const binaries = new Set([
  'bytea',
  'blob',
  'tinyblob',
  'mediumblob',
  'longblob',
  'binary',
  'varbinary',
  'image',
  'raw',
  'long raw',
  'bfile',
]);
const formats: Readonly<Record<string, string>> = {
  date: 'date',
  time: 'time',
  timetz: 'time',
  'time with time zone': 'time',
  'time without time zone': 'time',
  timestamp: 'date-time',
  timestamptz: 'date-time',
  'timestamp with time zone': 'date-time',
  'timestamp without time zone': 'date-time',
  'timestamp with local time zone': 'date-time',
  datetime: 'date-time',
  datetime2: 'date-time',
  smalldatetime: 'date-time',
  datetimeoffset: 'date-time',
  interval: 'duration',
  uuid: 'uuid',
  uniqueidentifier: 'uuid',
};

/** More digits than a double keeps: then such numbers may come as text. */
const exactDigits = 15;

/** Undefined for a type that is not known: then anything. */
export function schemaOfSqlType(type: SqlType): DataSchema | undefined {
  if (type.isArray === true) {
    const items = schemaOfSqlType({ ...type, isArray: false });
    return { type: 'array', items: items ?? {} };
  }
  if (type.values !== undefined && type.values.length > 0 && type.name !== 'set')
    return { type: 'string', enum: [...type.values] };
  const { name } = type;
  const bound = Object.hasOwn(integers, name) ? integers[name] : undefined;
  if (bound !== undefined) return integerOf(type, bound);
  if (longs.has(name)) return { type: 'integer', format: 'int64', ...(type.isUnsigned === true ? { minimum: 0 } : {}) };
  if (exact.has(name)) return exactOf(type);
  if (floats.has(name)) return { type: 'number' };
  if (booleans.has(name) || (name === 'bit' && (type.length ?? 1) === 1)) return { type: 'boolean' };
  if (name === 'year') return { type: 'integer', minimum: 0, maximum: 9999 };
  if (binaries.has(name)) return { type: 'string', contentEncoding: 'base64' };
  if (name === 'json' || name === 'jsonb') return {};
  if (name === 'bit' || name === 'bit varying' || name === 'varbit') return { type: 'string', pattern: '^[01]*$' };
  if (name === 'date' && type.hasTime === true) return { type: 'string', format: 'date-time' };
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format !== undefined) return { type: 'string', format };
  if (!texts.has(name)) return undefined;
  return { type: 'string', ...(type.length === undefined ? {} : { maxLength: type.length }) };
}

function integerOf({ isUnsigned }: SqlType, bound: number): DataSchema {
  return isUnsigned === true
    ? { type: 'integer', minimum: 0, maximum: bound * 2 - 1 }
    : { type: 'integer', minimum: -bound, maximum: bound - 1 };
}

function exactOf({ precision, scale, isUnsigned }: SqlType): DataSchema {
  const least = isUnsigned === true ? { minimum: 0 } : {};
  if (precision === undefined || precision > exactDigits) return { type: ['number', 'string'], format: 'decimal' };
  return { type: (scale ?? 0) === 0 ? 'integer' : 'number', ...least };
}
