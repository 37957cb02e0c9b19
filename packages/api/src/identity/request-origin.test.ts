import { describe, expect, test } from 'vitest';
import { ownOrigins, refuseForeignRequest } from './request-origin.ts';

const local = ownOrigins('http://localhost:4600');
const proxied = ownOrigins('https://patchbay.example.org');
const facts = { method: 'POST', host: 'localhost:4600', origin: undefined, fetchSite: undefined, withApiKey: false };

describe('refuseForeignRequest', () => {
  test.each([
    ['from our page', { ...facts, origin: 'http://localhost:4600' }],
    ['by another name of this machine', { ...facts, host: '127.0.0.1:4600', origin: 'http://127.0.0.1:4600' }],
    ['that reads, typed into the address bar', { ...facts, method: 'GET', fetchSite: 'none' }],
    ['that reads, by a program', { ...facts, method: 'GET' }],
    ['with an API key', { ...facts, withApiKey: true }],
  ])('lets a request through %s', (_what, request) => {
    expect(() => refuseForeignRequest(request, local)).not.toThrow();
  });

  test.each([
    ['of another site', { ...facts, origin: 'https://evil.test' }],
    ['of a site whose name begins like ours', { ...facts, origin: 'http://localhost:4600.evil.test' }],
    ['that does not say where it comes from', facts],
    ['that reads for another site', { ...facts, method: 'GET', fetchSite: 'cross-site' }],
    ['for another host', { ...facts, host: 'evil.test', origin: 'http://localhost:4600' }],
    ['for another host, with an API key', { ...facts, host: 'evil.test', withApiKey: true }],
    ['for no host', { ...facts, host: undefined, origin: 'http://localhost:4600' }],
  ])('refuses a request %s', (_what, request) => {
    expect(() => refuseForeignRequest(request, local)).toThrow(/./);
  });

  test('knows an installation behind a proxy by its public address alone', () => {
    const request = { ...facts, host: 'patchbay.example.org', origin: 'https://patchbay.example.org' };
    expect(() => refuseForeignRequest(request, proxied)).not.toThrow();
    expect(() => refuseForeignRequest({ ...request, host: 'localhost:4600' }, proxied)).toThrow(/host/);
    expect(() => refuseForeignRequest({ ...request, origin: 'http://patchbay.example.org' }, proxied)).toThrow(/page/);
  });
});
