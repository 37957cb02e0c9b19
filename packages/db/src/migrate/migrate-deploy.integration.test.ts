import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../testing/index.ts';
import { MIGRATIONS_DIR, migrateDeploy, pendingMigrations, schemaDrift } from './index.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Our migrations and one more, as a later version would have. */
function laterVersion(name: string, sql: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'patchbay-migrations-'));
  folders.push(dir);
  cpSync(MIGRATIONS_DIR, dir, { recursive: true });
  mkdirSync(join(dir, name));
  writeFileSync(join(dir, name, 'migration.sql'), sql);
  return dir;
}

/** Our migrations before this one, as an earlier version had them. */
function earlierVersion(before: string): string {
  const dir = laterVersion('9000_none', '');
  for (const name of readdirSync(dir))
    if (/^\d/.test(name) && name >= before) rmSync(join(dir, name), { recursive: true });
  return dir;
}

describe('migrateDeploy', () => {
  test('makes the tables of an empty database, and does nothing the second time', async () => {
    await using db = await testDatabase({ migrated: false });
    const pending = await pendingMigrations(db.url);
    expect(await migrateDeploy(db.url)).toEqual(pending);
    expect(pending).toContain('0001_init');
    expect(await migrateDeploy(db.url)).toEqual([]);
    expect(await pendingMigrations(db.url)).toEqual([]);
    const [key] = await db.query<{ value: string }>(`SELECT value FROM install_setting WHERE name = 'install_key'`);
    expect(Buffer.from(key?.value ?? '', 'base64')).toHaveLength(32);
  });

  test('applies each migration once when several processes start together', async () => {
    await using db = await testDatabase({ migrated: false });
    const pending = await pendingMigrations(db.url);
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrateDeploy(db.url)));
    expect(applied.flat().toSorted()).toEqual(pending.toSorted());
  });

  test('migrates several databases of one server at once, although they share its roles', async () => {
    await using first = await testDatabase({ migrated: false });
    await using second = await testDatabase({ migrated: false });
    const [a, b] = await Promise.all([migrateDeploy(first.url), migrateDeploy(second.url)]);
    expect(a).toEqual(b);
  });

  test('refuses a database that a newer version wrote, and changes nothing', async () => {
    await using db = await testDatabase();
    const later = laterVersion('9000_later', 'CREATE TABLE later (id int);');
    expect(await migrateDeploy(db.url, { dir: later })).toEqual(['9000_later']);
    await expect(migrateDeploy(db.url)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('written by a newer version'),
    });
    expect(await db.query('SELECT count(*)::int AS n FROM later')).toEqual([{ n: 0 }]);
  });

  test('keeps nothing of a migration that fails, says why, and applies it once it is mended', async () => {
    await using db = await testDatabase();
    const broken = laterVersion('9000_later', 'CREATE TABLE half (id int); SELECT 1/0;');
    await expect(migrateDeploy(db.url, { dir: broken })).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringContaining('division by zero'),
    });
    expect(await db.query(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
    writeFileSync(join(broken, '9000_later', 'migration.sql'), 'CREATE TABLE half (id int);');
    expect(await migrateDeploy(db.url, { dir: broken })).toEqual(['9000_later']);
  });

  test('says who refused and what to do when the server or the database cannot be used', async () => {
    await using db = await testDatabase({ migrated: false });
    const missing = new URL(db.url);
    missing.pathname = '/no_such_database';
    await expect(migrateDeploy(missing.href)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('CREATE DATABASE no_such_database'),
    });
    const stranger = new URL(db.url);
    stranger.password = 'wrong';
    await expect(migrateDeploy(stranger.href)).rejects.toMatchObject({ message: expect.stringContaining('password') });
    await expect(migrateDeploy('postgresql://patchbay@127.0.0.1:1/x')).rejects.toMatchObject({
      message: expect.stringContaining('nothing listens on 127.0.0.1:1'),
    });
  });
});

describe('variables that an earlier version had, by SQL', () => {
  const environment = '0192f3a0-0000-7000-8000-0000000000e1';
  const withVariables = async (values: Readonly<Record<string, string>>) => {
    const db = await testDatabase({ migrated: false });
    await migrateDeploy(db.url, { dir: earlierVersion('0030_variables') });
    for (const entry of Object.entries(values)) {
      await db.query(`INSERT INTO variable (environment_id, workspace_id, name, value) VALUES ($1, $1, $2, $3)`, [
        environment,
        ...entry,
      ]);
    }
    return db;
  };

  test('stay the texts that they were', async () => {
    const values = { region: 'eu', rate: '0.2', said: 'a "b"\n\\ ü', none: '' };
    await using db = await withVariables(values);
    expect(await migrateDeploy(db.url)).toContain('0030_variables');
    const rows = await db.query<{ name: string; value: string; revision: number }>(
      'SELECT name, value, revision FROM variable',
    );
    expect(Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]))).toEqual(values);
    expect(rows.every(({ revision }) => revision === 1)).toBe(true);
  });

  test('are left alone where two names differ by case, and it is said which', async () => {
    await using db = await withVariables({ Rate: '1', rate: '2', zone: 'UTC' });
    await expect(migrateDeploy(db.url)).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringMatching(/differ by their case alone: ("Rate" and "rate"|"rate" and "Rate")\. Rename/),
    });
    expect(await db.query(`SELECT value FROM variable WHERE name = 'zone'`)).toEqual([{ value: 'UTC' }]);
    await db.query(`DELETE FROM variable WHERE name = 'Rate'`);
    expect(await migrateDeploy(db.url)).toContain('0030_variables');
  });
});

test('the migrations and schema.prisma make the same tables', async () => {
  await using db = await testDatabase({ migrated: false });
  const schemaFile = join(MIGRATIONS_DIR, '../schema.prisma');
  const drift = await schemaDrift({ url: db.url, schemaFile, schemaText: readFileSync(schemaFile, 'utf8') });
  expect(drift).toBe('');
});
