import { describe, expect, it } from 'vitest';
import { connectionProblems } from './connection-problems.ts';

const codes = (connectorId: string, settings: Record<string, string | number>, secretNames: string[] = []): string[] =>
  connectionProblems({ connectorId, settings, secretNames }).map(({ code, at }) => `${code} ${at.field ?? ''}`);

describe('connectionProblems', () => {
  it('finds nothing in a complete connection', () => {
    expect(codes('http', { baseUrl: 'https://api.example.com', auth: 'bearer' }, ['token'])).toEqual([]);
    expect(codes('postgres', { host: 'db', port: 5432, database: 'd', user: 'u', tls: 'off' }, ['password'])).toEqual(
      [],
    );
    expect(codes('webhook', {}, ['secret'])).toEqual([]);
  });

  it('names each field that is missing, unknown or of the wrong kind', () => {
    expect(codes('http', {})).toEqual(['connection.missing baseUrl']);
    expect(codes('webhook', {})).toEqual(['connection.missing secret']);
    expect(codes('http', { baseUrl: 'https://a', auth: 'magic' })).toEqual(['connection.unknownOption auth']);
    expect(codes('http', { baseUrl: 'https://a', proxy: 'http://b' })).toEqual(['connection.unknownField proxy']);
    expect(codes('http', { baseUrl: 'https://a', token: 'x' })).toEqual(['connection.secretAsSetting token']);
    expect(codes('http', { baseUrl: 'https://a' }, ['passphrase'])).toEqual(['connection.unknownSecret passphrase']);
    expect(codes('postgres', { host: 'h', port: 70_000, database: 'd', user: 'u' })).toEqual([
      'connection.wrongValue port',
    ]);
    expect(codes('postgres', { host: 'h', port: '5432', database: 'd', user: 'u' })).toEqual([
      'connection.wrongType port',
    ]);
    expect(codes('schedule', {})).toEqual(['connection.unknownConnector connectorId']);
  });
});
