import { describe, expect, it } from 'vitest';
import { readSqlSchema } from './sql.ts';
import { schemaOfTables } from './tables.ts';
import { fixture, outline } from './testing/index.ts';

const table = (path: string, name: string) => {
  const reading = readSqlSchema(fixture(path));
  return { reading, schema: reading.schemas.find((schema) => schema.name === name)?.schema };
};
const column = (type: string) => {
  const reading = readSqlSchema(`CREATE TABLE t (c ${type})`);
  const { 'x-sql': _, ...schema } = reading.schemas[0]?.schema.properties?.['c'] ?? {};
  return schema;
};

describe('readSqlSchema › PostgreSQL', () => {
  const { reading, schema } = table('sql/shop.postgresql.sql', 'Orders');

  it('reads tables with their columns', () => {
    expect(reading.schemas.map(({ name }) => name)).toEqual(['customers', 'Orders']);
    expect(outline(schema)).toEqual([
      ' object*',
      '/order-id string(uuid)',
      '/customer_id integer(int64)*',
      '/status string',
      '/total number?',
      '/exact number|string(decimal)?',
      '/tags string[]?',
      '/priority integer?',
      '/channel string?',
      '/data any',
      '/place any',
      '/full_name string?',
      '/note string?',
    ]);
  });

  it('reads keys, references, comments, defaults and enumerations', () => {
    expect(schema?.description).toBe('All orders');
    expect(schema?.['x-sql']).toEqual({ schema: 'shop', table: 'Orders' });
    expect(schema?.properties?.['order-id']?.['x-sql']).toMatchObject({
      key: 'primary',
      type: 'uuid',
      nullable: false,
    });
    expect(schema?.properties?.['customer_id']?.['x-sql']).toMatchObject({
      key: 'foreign',
      references: 'customers.id',
    });
    expect(schema?.properties?.['status']).toMatchObject({ enum: ['new', 'paid', "it's done"], default: 'new' });
    expect(schema?.properties?.['total']).toMatchObject({
      description: 'net; in euro',
      'x-sql': { type: 'numeric(12,2)' },
    });
    expect(schema?.properties?.['priority']).toMatchObject({ default: -1, minimum: -32768 });
    expect(schema?.properties?.['channel']?.enum).toEqual(['web', 'phone', null]);
    expect(schema?.properties?.['full_name']).toMatchObject({ readOnly: true, 'x-sql': { generated: true } });
  });

  it('reads identity columns and lengths', () => {
    const customers = reading.schemas[0]?.schema.properties ?? {};
    expect(customers['id']?.['x-sql']).toEqual({
      table: 'customers',
      column: 'id',
      type: 'bigint',
      nullable: false,
      key: 'primary',
      generated: true,
    });
    expect(customers['email']).toMatchObject({
      maxLength: 320,
      'x-sql': { key: 'unique', type: 'character varying(320)' },
    });
    expect(customers['name']?.default).toBe('nobody');
    expect(customers['created_at']).toMatchObject({
      type: 'string',
      format: 'date-time',
      'x-sql': { type: 'timestamp(3) with time zone' },
    });
  });

  it('says what was left out', () => {
    expect(reading.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['schema.noColumns', 'warning'],
      ['schema.unknownType', 'info'],
    ]);
  });
});

describe('readSqlSchema › MySQL and SQL Server', () => {
  it('reads back-ticks, unsigned numbers, enum, comments and keys', () => {
    const { reading, schema } = table('sql/shop.mysql.sql', 'orders');
    expect(reading.diagnostics).toEqual([]);
    expect(outline(schema)).toEqual([
      ' object*',
      '/id integer',
      '/state string',
      '/paid integer?',
      '/at string(date-time)',
      '/customer integer(int64)?',
      '/photo string?',
    ]);
    expect(schema?.description).toBe('all orders; really');
    expect(schema?.properties?.['id']).toMatchObject({
      minimum: 0,
      maximum: 4294967295,
      description: 'the key',
      'x-sql': { key: 'primary', generated: true },
    });
    expect(schema?.properties?.['state']).toMatchObject({ enum: ['new', "it's", 'a,b'], default: 'new' });
    expect(schema?.properties?.['paid']?.default).toBe(0);
    expect(schema?.properties?.['customer']?.['x-sql']).toMatchObject({ references: 'customers.id' });
  });

  it('reads brackets, GO, identity, computed columns and max', () => {
    const { reading, schema } = table('sql/shop.sqlserver.sql', 'Orders');
    expect(reading.diagnostics).toEqual([]);
    expect(outline(schema)).toEqual([
      ' object*',
      '/Id integer',
      '/Number string*',
      '/Text string?',
      '/Amount number|string(decimal)',
      '/Guid string(uuid)',
      '/Open boolean*',
      '/Changed string(date-time)?',
      '/Stamp integer(int64)*',
      '/Total any',
    ]);
    expect(schema?.properties?.['Text']).not.toHaveProperty('maxLength');
    expect(schema?.properties?.['Number']).toMatchObject({ maxLength: 20, 'x-sql': { references: 'Numbers.Number' } });
    expect(schema?.properties?.['Id']?.['x-sql']).toMatchObject({ key: 'primary', generated: true });
    expect(schema?.properties?.['Total']?.['x-sql']).toMatchObject({ generated: true });
  });
});

describe('readSqlSchema › column types', () => {
  it.each<[string, object]>([
    ['double precision NOT NULL', { type: 'number' }],
    ['decimal(5) NOT NULL', { type: 'integer' }],
    ['bigint unsigned NOT NULL', { type: 'integer', format: 'int64', minimum: 0 }],
    ['time without time zone', { type: ['string', 'null'], format: 'time' }],
    ['bytea', { type: ['string', 'null'], contentEncoding: 'base64' }],
    ['bit(8) NOT NULL', { type: 'string', pattern: '^[01]*$' }],
    ['integer[3] NOT NULL', { type: 'array', items: { type: 'integer', minimum: -2147483648, maximum: 2147483647 } }],
    ['national character varying(5) NOT NULL', { type: 'string', maxLength: 5 }],
    ['varchar2(10 byte) NOT NULL', { type: 'string', maxLength: 10 }],
    ["varchar(3) DEFAULT 'a' NOT NULL", { type: 'string', maxLength: 3, default: 'a' }],
    ['boolean DEFAULT true NOT NULL', { type: 'boolean', default: true }],
    ['serial', { type: 'integer', minimum: -2147483648, maximum: 2147483647, readOnly: true }],
    ['json NOT NULL', {}],
  ])('reads %s', (type, schema) => {
    expect(column(type)).toEqual(schema);
  });
});

describe('readSqlSchema › bad input', () => {
  it.each<[string, string, string[]]>([
    ['empty text', '', ['schema.empty']],
    ['no table', 'SELECT 1', ['schema.nothing']],
    ['a column that is none', 'CREATE TABLE t (id int, 5 + 5)', ['schema.column']],
    ['an open parenthesis', 'CREATE TABLE t (id int', ['schema.cut']],
    ['a comma at the end', 'CREATE TABLE t (id int,', ['schema.cut']],
    ['half of a type', 'CREATE TABLE t (id varch', ['schema.cut', 'schema.unknownType']],
    ['an open text', "CREATE TABLE t (id int DEFAULT 'abc", ['schema.cut']],
    ['an open name', 'CREATE TABLE t (id int); CREATE TABLE "a', ['schema.cut']],
    ['an open comment', 'CREATE TABLE t (id int /* never', ['schema.cut']],
    ['an open comment between statements', 'CREATE TABLE t (id int); /* never CREATE', ['schema.cut']],
    ['a name alone', 'CREATE TABLE t (id int); CREATE TABLE u', ['schema.cut']],
    ['no name', 'CREATE TABLE t (id int); CREATE TABLE', ['schema.cut']],
    ['half of a word', 'CREATE TABLE t (id int); CREATE TAB', ['schema.cut']],
    ['half of a change', 'CREATE TABLE t (id int); ALTER TABLE t ADD', ['schema.cut']],
    ['a table without a semicolon', 'CREATE TABLE t (id int)', []],
    [
      'a table that is made of a query at the end',
      'CREATE TABLE t (id int); CREATE TABLE u AS SELECT 1',
      ['schema.noColumns'],
    ],
  ])('survives %s', (_, text, codes) => {
    expect(readSqlSchema(text).diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  it('keeps hostile names', () => {
    const { schemas } = readSqlSchema(
      'CREATE TABLE "__proto__" ("__proto__" int, "a.b" int, `c``d` int, "constructor" int, "7" int)',
    );
    expect(outline(schemas[0]?.schema)).toEqual([
      ' object*',
      '/__proto__ integer?',
      '/a.b integer?',
      '/c`d integer?',
      '/constructor integer?',
      '/7 integer?',
    ]);
  });
});

describe('readSqlSchema › Oracle', () => {
  it('keeps the time of DATE, which other databases do not have', () => {
    const oracle = readSqlSchema('CREATE TABLE t (id NUMBER(10) NOT NULL, d DATE, n VARCHAR2(10))').schemas[0]?.schema;
    expect(outline(oracle)).toEqual([' object*', '/id integer*', '/d string(date-time)?', '/n string?']);
    expect(oracle?.properties?.['d']?.['x-sql']).toMatchObject({ type: 'DATE' });
    const byDefault = readSqlSchema('CREATE TABLE t (d DATE DEFAULT SYSDATE NOT NULL)').schemas[0]?.schema;
    expect(outline(byDefault)).toEqual([' object*', '/d string(date-time)']);
    expect(column('DATE NOT NULL')).toEqual({ type: 'string', format: 'date' });
  });

  it('keeps it in live tables, too', () => {
    const row = (column_name: string, data_type: string, ordinal_position: number) => ({
      TABLE_NAME: 'T',
      COLUMN_NAME: column_name,
      DATA_TYPE: data_type,
      IS_NULLABLE: 'YES',
      ORDINAL_POSITION: ordinal_position,
    });
    const [table] = schemaOfTables([row('D', 'DATE', 1), row('N', 'VARCHAR2', 2)]);
    expect(outline(table?.schema)).toEqual([' object*', '/D string(date-time)?', '/N string?']);
  });
});

describe('schemaOfTables', () => {
  it('reads rows of information_schema of PostgreSQL', () => {
    const rows = [
      {
        table_schema: 'shop',
        table_name: 'orders',
        column_name: 'total',
        ordinal_position: 2,
        data_type: 'numeric',
        is_nullable: 'YES',
        numeric_precision: 12,
        numeric_scale: 2,
        column_default: null,
      },
      {
        table_schema: 'shop',
        table_name: 'orders',
        column_name: 'id',
        ordinal_position: 1,
        data_type: 'bigint',
        is_nullable: 'NO',
        column_default: "nextval('orders_id_seq'::regclass)",
        key: 'primary',
        comment: 'the number',
      },
      {
        table_schema: 'shop',
        table_name: 'orders',
        column_name: 'tags',
        ordinal_position: 3,
        data_type: 'ARRAY',
        udt_name: '_text',
        is_nullable: 'NO',
        column_default: null,
      },
      {
        table_schema: 'shop',
        table_name: 'orders',
        column_name: 'status',
        ordinal_position: 4,
        data_type: 'USER-DEFINED',
        udt_name: 'status',
        is_nullable: 'NO',
        column_default: "'new'::status",
        enum_values: ['new', 'paid'],
      },
    ];
    const [orders] = schemaOfTables(rows);
    expect([orders?.name, outline(orders?.schema)]).toEqual([
      'orders',
      [' object*', '/id integer(int64)', '/total number?', '/tags string[]*', '/status string'],
    ]);
    expect(orders?.schema.properties?.['id']).toMatchObject({
      description: 'the number',
      readOnly: true,
      'x-sql': { key: 'primary', generated: true },
    });
    expect(orders?.schema.properties?.['status']).toMatchObject({ enum: ['new', 'paid'], default: 'new' });
  });

  it('reads rows of MySQL, names in upper case', () => {
    const rows = [
      {
        TABLE_SCHEMA: 's',
        TABLE_NAME: 't',
        COLUMN_NAME: 'id',
        ORDINAL_POSITION: '1',
        DATA_TYPE: 'int',
        COLUMN_TYPE: 'int(10) unsigned',
        IS_NULLABLE: 'NO',
        COLUMN_KEY: 'PRI',
        EXTRA: 'auto_increment',
        COLUMN_DEFAULT: null,
      },
      {
        TABLE_SCHEMA: 's',
        TABLE_NAME: 't',
        COLUMN_NAME: 'e',
        ORDINAL_POSITION: '2',
        DATA_TYPE: 'enum',
        COLUMN_TYPE: "enum('a','b''c')",
        IS_NULLABLE: 'YES',
        COLUMN_DEFAULT: null,
      },
      { nonsense: 1 },
    ];
    const [t] = schemaOfTables(rows);
    expect(t?.schema.properties?.['id']).toMatchObject({
      type: 'integer',
      minimum: 0,
      'x-sql': { type: 'int(10) unsigned', key: 'primary', generated: true },
    });
    expect(t?.schema.properties?.['e']?.enum).toEqual(['a', "b'c", null]);
  });
});

describe('tables made of others', () => {
  const fields = (text: string): [string, string[]][] =>
    readSqlSchema(text).schemas.map(({ name, schema }) => [name, Object.keys(schema.properties ?? {})]);
  const base = 'CREATE TABLE shop.base (id int NOT NULL, at date);';

  it.each([
    ['CREATE TABLE t (LIKE shop.base INCLUDING ALL, extra text);', ['id', 'at', 'extra']],
    ['CREATE TABLE t (z int, ID text) INHERITS (shop.base);', ['z', 'ID', 'at']],
    ["CREATE TABLE t PARTITION OF shop.base FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');", ['id', 'at']],
    ['CREATE TABLE t LIKE base;', ['id', 'at']],
  ])('have their columns: %s', (text, columns) => {
    expect(fields(base + text + 'CREATE TABLE last (x int);')).toEqual([
      ['base', ['id', 'at']],
      ['t', columns],
      ['last', ['x']],
    ]);
    expect(readSqlSchema(base + text).diagnostics).toEqual([]);
  });

  it.each(['CREATE TABLE t (LIKE gone, x int);', 'CREATE TABLE t (x int) INHERITS (gone);'])(
    'are told where the other is missing: %s',
    (text) => {
      const { schemas, diagnostics } = readSqlSchema(text);
      expect(Object.keys(schemas[0]?.schema.properties ?? {})).toEqual(['x']);
      expect(diagnostics.map(({ severity, message }) => [severity, message])).toEqual([
        ['warning', 'The table t has the columns of gone, which the text does not make before it: those are left out.'],
      ]);
    },
  );
});

it('rows of a dump are read over, however many; what is too much is told', () => {
  const rows = `INSERT INTO a (x, "y") VALUES ${"(1, 'it''s; CREATE TABLE no (z int)'),".repeat(500_000)}(1, '2');`;
  const names = (text: string): string[] => readSqlSchema(text).schemas.map(({ name }) => name);
  expect(names(`CREATE TABLE a (x int); ${rows} CREATE TABLE b (x int);`)).toEqual(['a', 'b']);
  const row = "INSERT [dbo].[a] ([x], [y]) VALUES (1, N'x')\n";
  const [identity, batches] = [row.repeat(200_000), `${row}GO\n`.repeat(200_000)];
  for (const inserts of [
    `SET IDENTITY_INSERT [dbo].[a] ON\n${identity}SET IDENTITY_INSERT [dbo].[a] OFF\nGO\n`,
    batches,
  ])
    expect(names(`CREATE TABLE a (x int)\nGO\n${inserts}CREATE TABLE b (x int)\nGO`)).toEqual(['a', 'b']);
  expect(names('CREATE TABLE a (x int)\nGO\nINSERT INTO a VALUES (1)\nGO\nCREATE TABLE b (x int)\nGO')).toEqual([
    'a',
    'b',
  ]);
  const { schemas, diagnostics } = readSqlSchema(
    `CREATE TABLE a (x int);\n${'SELECT 1; '.repeat(800_000)} CREATE TABLE b (x int);`,
  );
  expect(schemas.map(({ name }) => name)).toEqual(['a']);
  expect(diagnostics.map(({ severity, message }) => [severity, message])).toEqual([
    ['warning', 'The text is too long: from line 2 on nothing of it is read. Import the tables without their rows.'],
  ]);
});

it('a domain is the type that it is made of', () => {
  const text =
    "CREATE DOMAIN shop.code AS varchar(8) CHECK (VALUE ~ '^A'); CREATE DOMAIN sku AS shop.code; CREATE TABLE t (a code NOT NULL, b sku[], c code);";
  const { schemas, diagnostics } = readSqlSchema(text);
  expect(diagnostics).toEqual([]);
  expect(schemas[0]?.schema.properties).toMatchObject({
    a: { type: 'string', maxLength: 8, 'x-sql': { type: 'code' } },
    b: { type: ['array', 'null'], items: { type: 'string', maxLength: 8 } },
    c: { type: ['string', 'null'] },
  });
});

it.each([
  ['comments of a line', `${'--\n'.repeat(2_000_000)}CREATE TABLE a (x int);`],
  ['comments of MySQL', `${'  # x\n'.repeat(1_000_000)}CREATE TABLE a (x int);`],
  ['comments between signs', `${'/* x */'.repeat(1_000_000)}CREATE TABLE a (x int);`],
  ['one long comment', `/*${'x'.repeat(15_000_000)}*/CREATE TABLE a (x int);`],
  ['blanks', `${' '.repeat(15_000_000)}CREATE TABLE a (x int);`],
])('SQL with millions of %s is read', (_, text) => {
  const begin = performance.now();
  expect(readSqlSchema(text)).toMatchObject({ schemas: [{ name: 'a' }], diagnostics: [] });
  expect(performance.now() - begin).toBeLessThan(5_000);
});
