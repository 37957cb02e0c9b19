import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readEnv } from './env.ts';

const good = {
  DATABASE_URL: 'postgresql://me@localhost/patchbay',
  PATCHBAY_MASTER_KEY: randomBytes(32).toString('base64'),
  PATCHBAY_BLOB_DIR: '/tmp/blobs',
  PORT: '4600',
};

describe('readEnv', () => {
  test('listens on this machine alone unless told otherwise', () => {
    expect(readEnv(good)).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 4600,
      publicUrl: null,
      METRICS_PORT: 0,
      trustedProxies: [],
    });
  });

  test('takes the address of a TLS proxy', () => {
    const env = readEnv({
      ...good,
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://patchbay.example.org/',
      TRUSTED_PROXY: '10.0.0.0/8, ::1',
    });
    expect(env).toMatchObject({ publicUrl: 'https://patchbay.example.org', trustedProxies: ['10.0.0.0/8', '::1'] });
  });

  test.each([
    [{ HOST: '0.0.0.0' }, /HOST.*other machines.*PUBLIC_URL/],
    [{ HOST: '192.168.1.5' }, /HOST/],
    [{ PUBLIC_URL: 'http://patchbay.example.org' }, /PUBLIC_URL: plain http.*TLS proxy/],
    [{ PUBLIC_URL: 'ftp://x' }, /PUBLIC_URL/],
    [{ TRUSTED_PROXY: 'proxy.local' }, /TRUSTED_PROXY/],
    [{ PORT: '70000' }, /PORT/],
    [{ DATABASE_URL: '' }, /DATABASE_URL/],
  ])('refuses %j with the remedy', (change, says) => {
    expect(() => readEnv({ ...good, ...change })).toThrow(says);
  });

  test('says everything that is wrong at once', () => {
    expect(() => readEnv({ PORT: 'x' })).toThrow(
      /DATABASE_URL[\s\S]*PATCHBAY_MASTER_KEY[\s\S]*PATCHBAY_BLOB_DIR[\s\S]*PORT/,
    );
  });
});
