import { ConnectorError } from '@patchbay/connector-sdk';
import type { ConnectionContext } from '@patchbay/connector-sdk';

export interface Authentication {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Headers that carry the credential, beyond `authorization`. */
  readonly secretHeaders: readonly string[];
}

type Source = Pick<ConnectionContext, 'settings' | 'credential'>;

function secretOf({ credential }: Source, name: string, label: string): string {
  const value = credential[name];
  if (value === undefined || value === '') {
    throw new ConnectorError('auth', `The connection has no ${label}.`, {
      next: `Enter the ${label} in the connection.`,
    });
  }
  return value;
}

const settingOf = ({ settings }: Source, name: string, fallback: string): string => {
  const value = settings[name];
  return typeof value === 'string' && value !== '' ? value : fallback;
};

const headerOnly = (headers: Record<string, string>): Authentication => ({
  headers,
  query: {},
  secretHeaders: Object.keys(headers),
});

/** What the connection adds to a request. */
export function authHeaders(source: Source): Authentication {
  const auth = settingOf(source, 'auth', 'none');
  switch (auth) {
    case 'none':
      return headerOnly({});
    case 'basic': {
      const pair = `${settingOf(source, 'username', '')}:${secretOf(source, 'password', 'password')}`;
      return headerOnly({ authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` });
    }
    case 'bearer':
      return headerOnly({ authorization: `Bearer ${secretOf(source, 'token', 'token')}` });
    case 'apiKeyHeader':
      return headerOnly({
        [settingOf(source, 'apiKeyName', 'X-Api-Key').toLowerCase()]: secretOf(source, 'apiKey', 'API key'),
      });
    case 'apiKeyQuery':
      return {
        headers: {},
        query: { [settingOf(source, 'apiKeyName', 'api_key')]: secretOf(source, 'apiKey', 'API key') },
        secretHeaders: [],
      };
    default:
      throw new ConnectorError('invalidInput', `The connection names the unknown authentication "${auth}".`, {
        next: 'Choose one of the offered ways in the connection.',
      });
  }
}
