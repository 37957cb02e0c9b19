import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readStartEnv } from './env.ts';

const key = randomBytes(32).toString('base64');

describe('readStartEnv', () => {
  test('needs nothing', () => {
    const { settings, problems } = readStartEnv({});
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({
      port: undefined,
      databaseUrl: undefined,
      redisUrl: undefined,
      masterKey: undefined,
    });
    expect(settings.home).toMatch(/\.patchbay$/);
  });

  test('takes good settings, and empty ones as unset', () => {
    const { settings, problems } = readStartEnv({
      PORT: '8080',
      DATABASE_URL: 'postgresql://me:p%40ss@db.internal/patchbay?sslmode=require',
      REDIS_URL: 'rediss://cache:6380/1',
      PATCHBAY_MASTER_KEY: key,
      PATCHBAY_EGRESS_ALLOW: '10.1.0.0/16:5432, db.internal:5432 [fd00::1]:443,[fd00::]/8:443 127.0.0.1:80',
      PATCHBAY_HOME: '',
    });
    expect(problems).toEqual([]);
    expect(settings.port).toBe(8080);
    expect(settings.masterKey?.bytes.toString('base64')).toBe(key);
  });

  test('lists everything that is wrong at once, without a secret', () => {
    const { problems } = readStartEnv({
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      REDIS_URL: 'localhost:6379',
      PATCHBAY_MASTER_KEY: 'changeme',
      PATCHBAY_EGRESS_ALLOW: '10.0.0.0/8, db.internal:99999, 10.0.0.0/64:1, good.example:443',
    });
    const named = problems.map((problem) => problem.split(' ')[0] ?? '');
    expect(named.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'DATABASE_URL',
      'PATCHBAY_EGRESS_ALLOW',
      'PATCHBAY_EGRESS_ALLOW',
      'PATCHBAY_EGRESS_ALLOW',
      'PATCHBAY_MASTER_KEY',
      'PORT',
      'REDIS_URL',
    ]);
    expect(problems.join()).not.toContain('hunter2');
  });

  test.each(['0', '-1', '80a', '1.5', '65536'])('refuses PORT=%s', (PORT) => {
    expect(readStartEnv({ PORT }).problems).toEqual([expect.stringContaining('PORT is')]);
  });

  test.each([
    'postgresql://host',
    'postgresql://me@host/db?sslmode=prefer',
    'postgresql://me@host/db?connection_limit=5',
    'postgresql://me@host/db?sslmode=verify-full&sslrootcert=/no/such/file',
    'not a url',
  ])('refuses DATABASE_URL=%s', (DATABASE_URL) => {
    expect(readStartEnv({ DATABASE_URL }).problems).toEqual([expect.stringContaining('DATABASE_URL cannot be used')]);
  });
});
